; An alloca with a slot becomes an address in the frame, computed once per offset
; and block; at offset 0 it is the frame itself. Its lifetime markers go, and so
; does a copy between two slots at one place. Slots may overlap.

; RUN: opt -passes='llvmcoro-split,verify' -S %s | FileCheck %s

; CHECK-LABEL: define i1 @poll(ptr %frame) {
; CHECK-NEXT: entry:
; CHECK-NEXT: %index.addr = getelementptr inbounds nuw i8, ptr %frame, i64 24
; CHECK-NEXT: %index = load i32, ptr %index.addr, align 4

; CHECK: resume.0:
; CHECK-NEXT: call void @use(ptr %frame)
; CHECK-NEXT: %[[B:.*]] = getelementptr inbounds nuw i8, ptr %frame, i64 8
; CHECK-NEXT: call void @llvm.memcpy.p0.p0.i64(ptr %[[B]], ptr %frame, i64 16, i1 false)
; CHECK-NEXT: call void @use(ptr %[[B]])
; CHECK-NEXT: %[[PART:.*]] = getelementptr inbounds nuw i8, ptr %frame, i64 12
; CHECK-NEXT: call void @use(ptr %[[PART]])
; CHECK-NEXT: br label %wait

; CHECK: resume.1:
; CHECK-NEXT: %[[AGAIN:.*]] = getelementptr inbounds nuw i8, ptr %frame, i64 8
; CHECK-NEXT: call void @use(ptr %[[AGAIN]])
; CHECK-NEXT: br label %wait

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @poll(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="32,24" {
entry:
  %a = alloca [16 x i8], align 8, !coro.slot !0
  %b = alloca [16 x i8], align 8, !coro.slot !1
  %c = alloca [16 x i8], align 8, !coro.slot !1
  %part = alloca i32, align 4, !coro.slot !2
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !3
  switch i8 %suspend0, label %return [ i8 0, label %start
                                       i8 1, label %return ]

start:
  call void @llvm.lifetime.start.p0(ptr %a)
  call void @use(ptr %a)
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr %a, i64 16, i1 false)
  call void @llvm.lifetime.end.p0(ptr %a)
  call void @use(ptr %b)
  call void @use(ptr %part)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !4
  switch i8 %suspend1, label %return [ i8 0, label %again
                                       i8 1, label %return ]

again:
  call void @llvm.memcpy.p0.p0.i64(ptr %c, ptr %b, i64 16, i1 false)
  call void @use(ptr %c)
  br label %wait

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @use(ptr)

!0 = !{i64 0}
!1 = !{i64 8}
!2 = !{i64 12}
!3 = !{i32 0}
!4 = !{i32 1}
