; The layout, then the split, on one function: a capture moved to a local, which is
; lent across a suspension and read after it. The frame is the capture and the
; index, nothing is copied, and what lives in one call only is on its stack.

; RUN: opt -passes='llvmcoro-frame-layout,llvmcoro-split,verify' -S %s | FileCheck %s

; CHECK: define i1 @poll(ptr %frame) #[[ATTRS:[0-9]+]] {
; CHECK-NEXT: entry:
; CHECK-NEXT: %scratch = alloca [16 x i8], align 8
; CHECK-NEXT: %index.addr = getelementptr inbounds nuw i8, ptr %frame, i64 32
; CHECK-NEXT: %index = load i8, ptr %index.addr, align 1

; CHECK: resume.0:
; CHECK-NEXT: call void @borrow(ptr %frame)
; CHECK-NEXT: call void @llvm.lifetime.start.p0(ptr %scratch)
; CHECK-NEXT: call void @define16(ptr %scratch)
; CHECK-NEXT: call void @read(ptr %scratch)
; CHECK-NEXT: call void @llvm.lifetime.end.p0(ptr %scratch)
; CHECK-NEXT: br label %wait

; CHECK: resume.1:
; CHECK-NEXT: call void @read(ptr %frame)
; CHECK-NEXT: br label %return

; CHECK: attributes #[[ATTRS]] = { "coro-frame-align"="8" "coro-frame-size"="40" }

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @poll(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,32" "coro-frame"="pack" {
entry:
  %capture = alloca [32 x i8], align 8, !coro.slot !{i64 0}
  %local = alloca [32 x i8], align 8
  %scratch = alloca [16 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @llvm.lifetime.start.p0(ptr %local)
  call void @llvm.memcpy.p0.p0.i64(ptr %local, ptr %capture, i64 32, i1 false)
  call void @borrow(ptr %local)
  call void @llvm.lifetime.start.p0(ptr %scratch)
  call void @define16(ptr %scratch)
  call void @read(ptr %scratch)
  call void @llvm.lifetime.end.p0(ptr %scratch)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %local)
  call void @llvm.lifetime.end.p0(ptr %local)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @borrow(ptr)
declare void @define16(ptr writeonly captures(none) initializes((0, 16)))
