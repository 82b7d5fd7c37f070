; Invokes, landing pads and resume instructions stay as they are. A landing pad
; may write the index itself, to mark the coroutine as poisoned, and uses slots
; like any other block.

; RUN: opt -passes='llvmcoro-split,verify' -S %s | FileCheck %s

; CHECK-LABEL: define i1 @poll(ptr %frame, ptr %context) personality ptr @personality {
; CHECK: switch i8 %index, label %no.such.index [
; CHECK-NEXT: i8 0, label %resume.0
; CHECK-NEXT: i8 2, label %resume.2
; CHECK-NEXT: i8 3, label %resume.3
; CHECK-NEXT: ]

; CHECK: resume.3:
; CHECK-NEXT: %[[BEFORE:.*]] = getelementptr inbounds nuw i8, ptr %frame, i64 8
; CHECK-NEXT: %ready = invoke i1 @ready(ptr %[[BEFORE]], ptr %context)
; CHECK-NEXT:   to label %ready.to unwind label %poison

; CHECK: poison:
; CHECK-NEXT: %exception = landingpad { ptr, i32 }
; CHECK-NEXT:   cleanup
; CHECK-NEXT: %[[AFTER:.*]] = getelementptr inbounds nuw i8, ptr %frame, i64 8
; CHECK-NEXT: call void @drop(ptr %[[AFTER]])
; CHECK-NEXT: store i8 2, ptr %frame, align 1
; CHECK-NEXT: resume { ptr, i32 } %exception

; CHECK: resume.2:
; CHECK-NEXT: call void @panic()
; CHECK-NEXT: unreachable

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @poll(ptr %frame, ptr %context) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" personality ptr @personality {
entry:
  %inner = alloca [16 x i8], align 8, !coro.slot !0
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  %which = freeze i1 poison
  br i1 %which, label %unresumed, label %poisoned

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !1
  switch i8 %suspend0, label %return [ i8 0, label %start
                                       i8 1, label %return ]

poisoned:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !2
  switch i8 %suspend2, label %return [ i8 0, label %resumed.after.panic
                                       i8 1, label %return ]

start:
  call void @init(ptr %inner)
  br label %wait

wait:
  %suspend3 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !3
  switch i8 %suspend3, label %return [ i8 0, label %poll.inner
                                       i8 1, label %return ]

poll.inner:
  %ready = invoke i1 @ready(ptr %inner, ptr %context)
          to label %ready.to unwind label %poison

ready.to:
  br i1 %ready, label %return, label %wait

poison:
  %exception = landingpad { ptr, i32 }
          cleanup
  call void @drop(ptr %inner)
  store i8 2, ptr %frame
  resume { ptr, i32 } %exception

resumed.after.panic:
  call void @panic()
  unreachable

return:
  %pending = phi i1 [ true, %unresumed ], [ true, %unresumed ],
                    [ true, %poisoned ], [ true, %poisoned ],
                    [ true, %wait ], [ true, %wait ], [ false, %ready.to ]
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 %pending
}

declare void @init(ptr)
declare i1 @ready(ptr, ptr)
declare void @drop(ptr)
declare void @panic()
declare i32 @personality(...)

!0 = !{i64 8}
!1 = !{i32 0}
!2 = !{i32 2}
!3 = !{i32 3}
