; A poll-shaped coroutine becomes its own resume function in place: it keeps its
; name, linkage, attributes and users. The frame argument need not come first.
; The arguments are those of the current call and are never saved. The frame has
; the index, stored and switched on with the numbers that the suspends carry, and
; the slots; the stack keeps the other allocas. Nothing is left of the ramp.

; RUN: opt -passes='llvmcoro-split,verify' -S %s | FileCheck %s

; CHECK: define internal void @poll(ptr noalias sret([4 x i64]) %result, ptr %frame, ptr %context) unnamed_addr #[[ATTRS:[0-9]+]] section ".text.poll" {
; CHECK-NEXT: entry:
; CHECK-NEXT: %scratch = alloca [16 x i8], align 8
; CHECK-NEXT: %index.addr = getelementptr inbounds nuw i8, ptr %frame, i64 4
; CHECK-NEXT: %index = load i8, ptr %index.addr, align 1
; CHECK-NEXT: switch i8 %index, label %no.such.index [
; CHECK-NEXT:   i8 0, label %resume.0
; CHECK-NEXT:   i8 7, label %resume.7
; CHECK-NEXT: ]
; CHECK: no.such.index:
; CHECK-NEXT: unreachable

; CHECK: resume.0:
; CHECK-NEXT: %[[SAVED0:.*]] = getelementptr inbounds nuw i8, ptr %frame, i64 8
; CHECK-NEXT: call void @start(ptr %[[SAVED0]], ptr %scratch, ptr %context)
; CHECK-NEXT: br label %wait
; CHECK: wait:
; CHECK-NEXT: %[[INDEX:.*]] = getelementptr inbounds nuw i8, ptr %frame, i64 4
; CHECK-NEXT: store i8 7, ptr %[[INDEX]], align 1
; CHECK-NEXT: br label %return

; CHECK: resume.7:
; CHECK-NEXT: %ready = call i1 @ready(ptr %context)
; CHECK-NEXT: br i1 %ready, label %finish, label %wait
; CHECK: finish:
; CHECK-NEXT: %[[SAVED7:.*]] = getelementptr inbounds nuw i8, ptr %frame, i64 8
; CHECK-NEXT: call void @finish(ptr %result, ptr %[[SAVED7]])
; CHECK-NEXT: br label %return
; CHECK: return:
; CHECK-NEXT: ret void
; CHECK-NEXT: }

; CHECK-LABEL: define void @caller(
; CHECK: call void @poll(

; CHECK-NOT: define
; CHECK: attributes #[[ATTRS]] = { nounwind }

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define internal void @poll(ptr noalias sret([4 x i64]) %result, ptr %frame, ptr %context) unnamed_addr nounwind presplitcoroutine "coro-poll"="resume" "coro-index"="8,4" section ".text.poll" {
entry:
  %saved = alloca [24 x i8], align 8, !coro.slot !0
  %scratch = alloca [16 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  %which = freeze i32 poison
  switch i32 %which, label %dead [ i32 0, label %unresumed ]

dead:
  unreachable

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !1
  switch i8 %suspend0, label %return [ i8 0, label %start
                                       i8 1, label %drop ]

start:
  call void @start(ptr %saved, ptr %scratch, ptr %context)
  br label %wait

wait:
  %suspend7 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !2
  switch i8 %suspend7, label %return [ i8 0, label %poll.again
                                       i8 1, label %drop ]

poll.again:
  %ready = call i1 @ready(ptr %context)
  br i1 %ready, label %finish, label %wait

finish:
  call void @finish(ptr %result, ptr %saved)
  br label %return

drop:
  call void @drop(ptr %saved)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret void
}

define void @caller(ptr %result, ptr %frame, ptr %context) {
  call void @poll(ptr sret([4 x i64]) %result, ptr %frame, ptr %context)
  ret void
}

declare void @start(ptr, ptr, ptr)
declare i1 @ready(ptr)
declare void @finish(ptr, ptr)
declare void @drop(ptr)

!0 = !{i64 8}
!1 = !{i32 0}
!2 = !{i32 7}
