; A value that is computed in one call and used in a later one has no place in
; the frame, which holds slots only: an error that names the function and the
; value. Using it in the call that suspends, behind the default edge, is fine.

; RUN: not opt -passes=llvmcoro-split -disable-output %s 2>&1 | FileCheck %s
; RUN: sed 's/@use(i32 %crossing)/@use(i32 0)/' %s | opt -passes='llvmcoro-split,verify' -S | FileCheck %s --check-prefix=LEAVE

; CHECK: error: poll: value %crossing crosses a suspension point without a slot

; LEAVE: resume.0:
; LEAVE-NEXT: %crossing = call i32 @compute()
; LEAVE-NEXT: br label %wait
; LEAVE: wait:
; LEAVE: store i8 1, ptr %frame
; LEAVE-NEXT: br label %pending
; LEAVE: pending:
; LEAVE-NEXT: ret i32 %crossing

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i32 @poll(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" {
entry:
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !0
  switch i8 %suspend0, label %return [ i8 0, label %start
                                       i8 1, label %return ]

start:
  %crossing = call i32 @compute()
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !1
  switch i8 %suspend1, label %pending [ i8 0, label %finish
                                        i8 1, label %return ]

finish:
  call void @use(i32 %crossing)
  br label %return

pending:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i32 %crossing

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i32 0
}

declare i32 @compute()
declare void @use(i32)

!0 = !{i32 0}
!1 = !{i32 1}
