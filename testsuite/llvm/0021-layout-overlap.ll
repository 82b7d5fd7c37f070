; Slots that are required at different times share bytes: two small ones, required
; at once, lie in the place of a big one that is not required by then. Three times
; the same size is three places if all are required at once.

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK: define i1 @disjoint(ptr %frame) #[[DISJOINT:[0-9]+]]
; CHECK: %big = alloca [40 x i8], align 8, !coro.slot ![[AT8:[0-9]+]]
; CHECK: %small1 = alloca [16 x i8], align 8, !coro.slot ![[AT8]]
; CHECK: %small2 = alloca [16 x i8], align 8, !coro.slot ![[AT24:[0-9]+]]

; CHECK: define i1 @together(ptr %frame) #[[TOGETHER:[0-9]+]]

; CHECK-DAG: attributes #[[DISJOINT]] = {{.*}}"coro-frame-size"="48"
; CHECK-DAG: attributes #[[TOGETHER]] = {{.*}}"coro-frame-size"="32"
; CHECK-DAG: ![[AT8]] = !{i64 8}
; CHECK-DAG: ![[AT24]] = !{i64 24}

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @disjoint(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %big = alloca [40 x i8], align 8
  %small1 = alloca [16 x i8], align 8
  %small2 = alloca [16 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %first
                                       i8 1, label %return ]

first:
  call void @write(ptr %big)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %second
                                       i8 1, label %return ]

second:
  call void @read(ptr %big)
  call void @define16(ptr %small1)
  call void @define16(ptr %small2)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %small1)
  call void @read(ptr %small2)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @together(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %a = alloca [8 x i8], align 8
  %b = alloca [8 x i8], align 8
  %c = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @define8(ptr %a)
  call void @define8(ptr %b)
  call void @define8(ptr %c)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %a)
  call void @read(ptr %b)
  call void @read(ptr %c)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none))
declare void @define8(ptr writeonly captures(none) initializes((0, 8)))
declare void @define16(ptr writeonly captures(none) initializes((0, 16)))
