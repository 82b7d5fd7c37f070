; A write of a part keeps the rest: the value before it is still required (@part).
; A store, a memcpy or a call that covers the whole slot ends the old value
; (@whole.store, @whole.copy, @whole.call), and what lies there in between does not
; matter.

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK: define i1 @part(ptr %frame) #[[TWO:[0-9]+]]
; CHECK: define i1 @whole.store(ptr %frame) #[[ONE:[0-9]+]]
; CHECK: define i1 @whole.copy(ptr %frame) #[[ONE]]
; CHECK: define i1 @whole.call(ptr %frame) #[[ONE]]

; CHECK-DAG: attributes #[[TWO]] = {{.*}}"coro-frame-size"="24"
; CHECK-DAG: attributes #[[ONE]] = {{.*}}"coro-frame-size"="16"

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @part(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %x = alloca [8 x i8], align 8
  %other = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @define8(ptr %x)
  call void @read(ptr %x)
  br label %wait0

wait0:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %first
                                       i8 1, label %return ]

first:
  call void @define8(ptr %other)
  br label %wait1

wait1:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %middle
                                       i8 1, label %return ]

middle:
  call void @read(ptr %other)
  store i32 0, ptr %x
  br label %wait2

wait2:
  %suspend3 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %suspend3, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %x)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @whole.store(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %x = alloca [8 x i8], align 8
  %other = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @define8(ptr %x)
  call void @read(ptr %x)
  br label %wait0

wait0:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %first
                                       i8 1, label %return ]

first:
  call void @define8(ptr %other)
  br label %wait1

wait1:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %middle
                                       i8 1, label %return ]

middle:
  call void @read(ptr %other)
  store i64 0, ptr %x
  br label %wait2

wait2:
  %suspend3 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %suspend3, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %x)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @whole.copy(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %x = alloca [8 x i8], align 8
  %other = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @define8(ptr %x)
  call void @read(ptr %x)
  br label %wait0

wait0:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %first
                                       i8 1, label %return ]

first:
  call void @define8(ptr %other)
  br label %wait1

wait1:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %middle
                                       i8 1, label %return ]

middle:
  call void @read(ptr %other)
  call void @llvm.memcpy.p0.p0.i64(ptr %x, ptr %frame, i64 8, i1 false)
  br label %wait2

wait2:
  %suspend3 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %suspend3, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %x)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @whole.call(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %x = alloca [8 x i8], align 8
  %other = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @define8(ptr %x)
  call void @read(ptr %x)
  br label %wait0

wait0:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %first
                                       i8 1, label %return ]

first:
  call void @define8(ptr %other)
  br label %wait1

wait1:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %middle
                                       i8 1, label %return ]

middle:
  call void @read(ptr %other)
  call void @define8(ptr %x)
  br label %wait2

wait2:
  %suspend3 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %suspend3, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %x)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @define8(ptr writeonly captures(none) initializes((0, 8)))
