; Which slots cross a suspension and why, on request: read after it was resumed
; (%resumed is slot 0), after it was destroyed (%dropped, 1), or lent (%borrowed,
; 2). %overwritten (3) crosses none. Without "coro-frame-explain" nothing is said.

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK-LABEL: define i1 @f(
; CHECK: call i8 @llvm.coro.suspend({{.*}}), !coro.suspend.index ![[#]], !coro.suspend.resumed ![[NONE:[0-9]+]], !coro.suspend.dropped ![[NONE]], !coro.suspend.borrowed ![[NONE]]
; CHECK: call i8 @llvm.coro.suspend({{.*}}), !coro.suspend.index ![[#]], !coro.suspend.resumed ![[RESUMED:[0-9]+]], !coro.suspend.dropped ![[DROPPED:[0-9]+]], !coro.suspend.borrowed ![[BORROWED:[0-9]+]]
; CHECK-LABEL: define i1 @silent(
; CHECK-NOT: coro.suspend.resumed
; CHECK-DAG: ![[NONE]] = !{}
; CHECK-DAG: ![[RESUMED]] = !{i32 0}
; CHECK-DAG: ![[DROPPED]] = !{i32 1}
; CHECK-DAG: ![[BORROWED]] = !{i32 2}

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @f(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" "coro-frame-explain" {
entry:
  %resumed = alloca [8 x i8], align 8
  %dropped = alloca [8 x i8], align 8
  %borrowed = alloca [8 x i8], align 8
  %overwritten = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @write(ptr %resumed)
  call void @write(ptr %dropped)
  call void @borrow(ptr %borrowed)
  call void @write(ptr %overwritten)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %finish
                                       i8 1, label %drop ]

finish:
  call void @read(ptr %resumed)
  call void @define8(ptr %overwritten)
  call void @read(ptr %overwritten)
  br label %return

drop:
  call void @read(ptr %dropped)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @silent(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %slot = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %return
                                       i8 1, label %return ]

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none))
declare void @borrow(ptr)
declare void @define8(ptr writeonly captures(none) initializes((0, 8)))
