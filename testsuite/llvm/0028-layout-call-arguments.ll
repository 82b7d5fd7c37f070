; The arguments of one call must not alias: %out may not lie where %in is, though
; the value of %in ends with this call (@one.call). Two calls, or a load and a
; store, leave them one place (@two.calls, @load.store).

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK: define i1 @one.call(ptr %frame) #[[TWO:[0-9]+]]
; CHECK: define i1 @two.calls(ptr %frame) #[[ONE:[0-9]+]]
; CHECK: define i1 @load.store(ptr %frame) #[[ONE]]

; CHECK-DAG: attributes #[[TWO]] = {{.*}}"coro-frame-size"="24"
; CHECK-DAG: attributes #[[ONE]] = {{.*}}"coro-frame-size"="16"

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @one.call(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %in = alloca [8 x i8], align 8
  %out = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @define8(ptr %in)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %middle
                                       i8 1, label %return ]

middle:
  call void @map8(ptr %out, ptr %in)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %out)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @two.calls(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %in = alloca [8 x i8], align 8
  %out = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @define8(ptr %in)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %middle
                                       i8 1, label %return ]

middle:
  call void @read(ptr %in)
  call void @define8(ptr %out)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %out)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @load.store(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %in = alloca [8 x i8], align 8
  %out = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @define8(ptr %in)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %middle
                                       i8 1, label %return ]

middle:
  %value = load i64, ptr %in
  store i64 %value, ptr %out
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %out)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @define8(ptr writeonly captures(none) initializes((0, 8)))
declare void @map8(ptr writeonly captures(none) initializes((0, 8)), ptr readonly captures(none))
