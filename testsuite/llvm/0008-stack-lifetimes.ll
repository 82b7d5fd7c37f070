; Behind a suspension, an alloca on the stack would be used without a
; lifetime.start in the same call. So all its markers go if it may be marked live
; at a suspend and used behind it: as %across is, whose address others may have,
; %ended, which is live from the start because it has no lifetime.start, and
; %twice, which is written a second time. %between keeps its markers, and so does
; %moved, which is marked live but not used any more.

; RUN: opt -passes='llvmcoro-split,verify' -S %s | FileCheck %s

; CHECK-LABEL: define i1 @poll(
; CHECK: resume.0:
; CHECK-NEXT: call void @llvm.lifetime.start.p0(ptr %between)
; CHECK-NEXT: call void @use(ptr %between)
; CHECK-NEXT: call void @llvm.lifetime.end.p0(ptr %between)
; CHECK-NEXT: call void @use(ptr %across)
; CHECK-NEXT: call void @use(ptr %ended)
; CHECK-NEXT: call void @llvm.lifetime.start.p0(ptr %moved)
; CHECK-NEXT: call void @make(ptr %moved)
; CHECK-NEXT: %part = getelementptr i8, ptr %moved, i64 8
; CHECK-NEXT: %value = load i64, ptr %part
; CHECK-NEXT: store i64 %value, ptr %twice
; CHECK-NEXT: br label %wait
; CHECK: resume.1:
; CHECK-NEXT: call void @use(ptr %across)
; CHECK-NEXT: call void @use(ptr %ended)
; CHECK-NEXT: store i64 0, ptr %twice
; CHECK-NEXT: call void @llvm.lifetime.start.p0(ptr %between)
; CHECK-NEXT: call void @use(ptr %between)
; CHECK-NEXT: call void @llvm.lifetime.end.p0(ptr %between)
; CHECK-NEXT: br i1 %flag, label %wait, label %finish
; CHECK: finish:
; CHECK-NEXT: call void @llvm.lifetime.end.p0(ptr %moved)
; CHECK-NOT: llvm.lifetime{{.*}}(ptr %
; CHECK: }

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @poll(ptr %frame, i1 %flag) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" {
entry:
  %across = alloca [16 x i8], align 8
  %between = alloca [16 x i8], align 8
  %ended = alloca [16 x i8], align 8
  %moved = alloca [16 x i8], align 8
  %twice = alloca [16 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !0
  switch i8 %suspend0, label %return [ i8 0, label %start
                                       i8 1, label %return ]

start:
  call void @llvm.lifetime.start.p0(ptr %across)
  call void @llvm.lifetime.start.p0(ptr %between)
  call void @use(ptr %between)
  call void @llvm.lifetime.end.p0(ptr %between)
  call void @use(ptr %across)
  call void @use(ptr %ended)
  call void @llvm.lifetime.start.p0(ptr %moved)
  call void @llvm.lifetime.start.p0(ptr %twice)
  call void @make(ptr %moved)
  %part = getelementptr i8, ptr %moved, i64 8
  %value = load i64, ptr %part
  store i64 %value, ptr %twice
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !1
  switch i8 %suspend1, label %return [ i8 0, label %again
                                       i8 1, label %drop ]

again:
  call void @use(ptr %across)
  call void @use(ptr %ended)
  store i64 0, ptr %twice
  call void @llvm.lifetime.start.p0(ptr %between)
  call void @use(ptr %between)
  call void @llvm.lifetime.end.p0(ptr %between)
  br i1 %flag, label %wait, label %finish

finish:
  call void @llvm.lifetime.end.p0(ptr %moved)
  call void @llvm.lifetime.end.p0(ptr %twice)
  call void @llvm.lifetime.end.p0(ptr %across)
  call void @llvm.lifetime.end.p0(ptr %ended)
  br label %return

drop:
  call void @llvm.lifetime.end.p0(ptr %across)
  call void @llvm.lifetime.end.p0(ptr %ended)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @use(ptr)
declare void @make(ptr captures(none))

!0 = !{i32 0}
!1 = !{i32 1}
