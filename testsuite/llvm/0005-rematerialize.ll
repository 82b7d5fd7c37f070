; Addresses and other trivial computations on arguments, constants and allocas
; are done again in the call that uses them, at any distance, also where a phi
; uses them.

; RUN: opt -passes='llvmcoro-split,verify' -S %s | FileCheck %s

; CHECK-LABEL: define i32 @poll(

; CHECK: resume.0:
; CHECK: %field = getelementptr i8, ptr %{{.*}}, i64 4
; CHECK: %chain = getelementptr i8, ptr %field, i64 %offset
; CHECK: call void @init(ptr %{{.*}}, ptr %chain)

; CHECK: resume.1:
; CHECK-NEXT: %[[SLOT:.*]] = getelementptr inbounds nuw i8, ptr %frame, i64 8
; CHECK-NEXT: %[[FIELD:.*]] = getelementptr i8, ptr %[[SLOT]], i64 4
; CHECK-NEXT: %[[CHAIN:.*]] = getelementptr i8, ptr %[[FIELD]], i64 %offset
; CHECK-NEXT: call void @use(ptr %[[CHAIN]])
; CHECK-NEXT: call void @use(ptr %[[FIELD]])
; CHECK-NEXT: br i1 %flag, label %phi, label %return

; CHECK: phi:
; CHECK-NEXT: %merged = phi ptr [ %[[CHAIN]], %resume.1 ]
; CHECK-NEXT: call void @use(ptr %merged)

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i32 @poll(ptr %frame, i64 %offset, i1 %flag) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" {
entry:
  %saved = alloca [32 x i8], align 8, !coro.slot !0
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !1
  switch i8 %suspend0, label %return [ i8 0, label %start
                                       i8 1, label %return ]

start:
  %field = getelementptr i8, ptr %saved, i64 4
  %chain = getelementptr i8, ptr %field, i64 %offset
  call void @init(ptr %saved, ptr %chain)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !2
  switch i8 %suspend1, label %return [ i8 0, label %again
                                       i8 1, label %return ]

again:
  call void @use(ptr %chain)
  call void @use(ptr %field)
  br i1 %flag, label %phi, label %return

phi:
  %merged = phi ptr [ %chain, %again ]
  call void @use(ptr %merged)
  br label %wait

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i32 0
}

declare void @init(ptr, ptr)
declare void @use(ptr)

!0 = !{i64 8}
!1 = !{i32 0}
!2 = !{i32 1}
