; A suspend's edges may all lead to one block, whose phis then have several
; entries for it, and the suspend may stand in the ramp.

; RUN: opt -passes='llvmcoro-split,verify' -S %s | FileCheck %s

; CHECK-LABEL: define i32 @poll(ptr %frame) {
; CHECK: switch i8 %index, label %no.such.index [
; CHECK-NEXT:   i8 0, label %resume.0
; CHECK-NEXT:   i8 1, label %resume.1
; CHECK-NEXT: ]

; CHECK: resume.0:
; CHECK-NEXT: br label %body

; CHECK: body:
; CHECK-NEXT: %first = phi i1 [ true, %resume.0 ], [ false, %resume.1 ]
; CHECK-NEXT: call void @use(i1 %first)
; CHECK-NEXT: store i8 1, ptr %frame, align 1
; CHECK-NEXT: br label %return

; CHECK: resume.1:
; CHECK-NEXT: call void @use(i1 true)
; CHECK-NEXT: br label %body

; CHECK: return:
; CHECK-NEXT: ret i32 1

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i32 @poll(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" {
entry:
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !0
  switch i8 %suspend0, label %return [ i8 0, label %body
                                       i8 1, label %return ]

body:
  %first = phi i1 [ true, %entry ], [ false, %again ]
  call void @use(i1 %first)
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !1
  switch i8 %suspend1, label %return [ i8 0, label %again
                                       i8 1, label %return ]

again:
  call void @use(i1 true)
  br label %body

return:
  %result = phi i32 [ 0, %entry ], [ 0, %entry ], [ 1, %body ], [ 1, %body ]
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i32 %result
}

declare void @use(i1)

!0 = !{i32 0}
!1 = !{i32 1}
