; The index keeps its place, and nothing else lies there: slots go around it. The
; frame is as aligned as its index, its slots and "coro-frame-min-align" ask for, and
; its size is a multiple of that. A coroutine without slots has the index alone.

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK: define i1 @around(ptr %frame) #[[AROUND:[0-9]+]]
; CHECK: %byte = alloca [1 x i8], align 1, !coro.slot ![[AT0:[0-9]+]]
; CHECK: %word = alloca [8 x i8], align 8, !coro.slot ![[AT8:[0-9]+]]

; CHECK: define i1 @alone(ptr %frame) #[[ALONE:[0-9]+]]
; CHECK: define i1 @aligned(ptr %frame) #[[ALIGNED:[0-9]+]]

; CHECK-DAG: attributes #[[AROUND]] = {{.*}}"coro-frame-align"="8" "coro-frame-size"="16"
; CHECK-DAG: attributes #[[ALONE]] = {{.*}}"coro-frame-align"="4" "coro-frame-size"="12"
; CHECK-DAG: attributes #[[ALIGNED]] = {{.*}}"coro-frame-align"="32" {{.*}}"coro-frame-size"="64"
; CHECK-DAG: ![[AT0]] = !{i64 0}
; CHECK-DAG: ![[AT8]] = !{i64 8}

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @around(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="16,2" "coro-frame"="pack" {
entry:
  %byte = alloca [1 x i8], align 1
  %word = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @write(ptr %byte)
  call void @write(ptr %word)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %byte)
  call void @read(ptr %word)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @alone(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="32,8" "coro-frame"="pack" {
entry:
  %scratch = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @define8(ptr %scratch)
  call void @read(ptr %scratch)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @aligned(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" "coro-frame-min-align"="32" {
entry:
  %a = alloca [40 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @write(ptr %a)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %a)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none))
declare void @define8(ptr writeonly captures(none) initializes((0, 8)))
