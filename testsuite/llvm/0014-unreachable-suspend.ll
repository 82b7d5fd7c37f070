; A suspend that only destroying reaches is no part of the resume function, nor is
; one that nothing reaches: they are dropped, and so is what only they reach.

; RUN: opt -passes='llvmcoro-split,verify' -S %s | FileCheck %s

; CHECK-LABEL: define i1 @poll(ptr %frame) {
; CHECK: switch i8 %index, label %no.such.index [
; CHECK-NEXT:   i8 0, label %resume.0
; CHECK-NEXT:   i8 1, label %resume.1
; CHECK-NEXT: ]
; CHECK-NOT: call void @dropped
; CHECK: }

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @poll(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" {
entry:
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !0
  switch i8 %suspend0, label %return [ i8 0, label %wait
                                       i8 1, label %return ]

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !1
  switch i8 %suspend1, label %return [ i8 0, label %wait
                                       i8 1, label %drop ]

drop:
  call void @dropped()
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !2
  switch i8 %suspend2, label %return [ i8 0, label %drop
                                       i8 1, label %return ]

nowhere:
  call void @dropped()
  %suspend3 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !3
  switch i8 %suspend3, label %return [ i8 0, label %nowhere
                                       i8 1, label %return ]

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @dropped()

!0 = !{i32 0}
!1 = !{i32 1}
!2 = !{i32 2}
!3 = !{i32 3}
