; Liveness goes around loops: %next is written while %current is still required, for
; the next round reads it. Without the loop one place is enough (@straight).

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK: define i1 @loop(ptr %frame) #[[TWO:[0-9]+]]
; CHECK: define i1 @straight(ptr %frame) #[[ONE:[0-9]+]]

; CHECK-DAG: attributes #[[TWO]] = {{.*}}"coro-frame-size"="24"
; CHECK-DAG: attributes #[[ONE]] = {{.*}}"coro-frame-size"="16"

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @loop(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %current = alloca [8 x i8], align 8
  %next = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @define8(ptr %current)
  br label %round

round:
  call void @read(ptr %current)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %step
                                       i8 1, label %return ]

step:
  call void @define8(ptr %next)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %check
                                       i8 1, label %return ]

check:
  call void @read(ptr %next)
  %more = call i1 @cond()
  br i1 %more, label %round, label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @straight(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %current = alloca [8 x i8], align 8
  %next = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @define8(ptr %current)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %step
                                       i8 1, label %return ]

step:
  call void @read(ptr %current)
  call void @define8(ptr %next)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %check
                                       i8 1, label %return ]

check:
  call void @read(ptr %next)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @define8(ptr writeonly captures(none) initializes((0, 8)))
declare i1 @cond()
