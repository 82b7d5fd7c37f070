; With "coro-poll"="destroy" the function becomes its destroy function: each
; suspend's index leads to its destroy edge. The ramp reaches every suspend that
; matters. What only a resumption reaches is dropped, and no index is stored
; where nothing suspends.

; RUN: opt -passes='llvmcoro-split,verify' -S %s | FileCheck %s

; CHECK-LABEL: define void @drop_glue(ptr %frame) {
; CHECK-NEXT: entry:
; CHECK-NEXT: %index = load i16, ptr %frame, align 2
; CHECK-NEXT: switch i16 %index, label %no.such.index [
; CHECK-NEXT:   i16 0, label %resume.0
; CHECK-NEXT:   i16 1, label %resume.1
; CHECK-NEXT:   i16 300, label %resume.300
; CHECK-NEXT: ]
; CHECK: resume.0:
; CHECK-NEXT: %[[CAPTURE:.*]] = getelementptr inbounds nuw i8, ptr %frame, i64 8
; CHECK-NEXT: call void @drop(ptr %[[CAPTURE]])
; CHECK-NEXT: br label %return
; CHECK: resume.300:
; CHECK-NEXT: %[[LOCAL:.*]] = getelementptr inbounds nuw i8, ptr %frame, i64 24
; CHECK-NEXT: call void @drop(ptr %[[LOCAL]])
; CHECK-NEXT: br label %return
; CHECK: resume.1:
; CHECK-NEXT: br label %return
; CHECK: return:
; CHECK-NEXT: ret void
; CHECK-NEXT: }

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define void @drop_glue(ptr %frame) presplitcoroutine "coro-poll"="destroy" "coro-index"="16,0" {
entry:
  %capture = alloca [16 x i8], align 8, !coro.slot !0
  %local = alloca [16 x i8], align 8, !coro.slot !1
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  %which = freeze i32 poison
  switch i32 %which, label %dead [ i32 0, label %unresumed
                                   i32 1, label %returned
                                   i32 2, label %wait ]

dead:
  unreachable

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !2
  switch i8 %suspend0, label %return [ i8 0, label %start
                                       i8 1, label %drop.capture ]

returned:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !3
  switch i8 %suspend1, label %return [ i8 0, label %dead
                                       i8 1, label %return ]

start:
  call void @init(ptr %local)
  br label %wait

wait:
  %suspend300 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !4
  switch i8 %suspend300, label %return [ i8 0, label %returned
                                         i8 1, label %drop.local ]

drop.capture:
  call void @drop(ptr %capture)
  br label %return

drop.local:
  call void @drop(ptr %local)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret void
}

declare void @init(ptr)
declare void @drop(ptr)

!0 = !{i64 8}
!1 = !{i64 24}
!2 = !{i32 0}
!3 = !{i32 1}
!4 = !{i32 300}
