; A slot with a use that is not understood, as the address arithmetic here, is
; required everywhere and shares its bytes with nothing.

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK: define i1 @f(ptr %frame) #[[THREE:[0-9]+]]
; CHECK: %pinned = alloca [8 x i8], align 8, !coro.slot
; CHECK: %before = alloca [8 x i8], align 8, !coro.slot
; CHECK: %after = alloca [8 x i8], align 8, !coro.slot

; CHECK: attributes #[[THREE]] = {{.*}}"coro-frame-size"="24"

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @f(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %pinned = alloca [8 x i8], align 8
  %before = alloca [8 x i8], align 8
  %after = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @define8(ptr %before)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %middle
                                       i8 1, label %return ]

middle:
  call void @read(ptr %before)
  call void @llvm.lifetime.end.p0(ptr %before)
  call void @llvm.lifetime.start.p0(ptr %pinned)
  %field = getelementptr i8, ptr %pinned, i64 4
  call void @read(ptr %field)
  call void @llvm.lifetime.end.p0(ptr %pinned)
  call void @define8(ptr %after)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %after)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @define8(ptr writeonly captures(none) initializes((0, 8)))
