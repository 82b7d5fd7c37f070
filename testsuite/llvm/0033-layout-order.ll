; Simple orders of placement (by size, alignment, program order) waste bytes
; here. All orders are tried for a handful of slots (@few); for more, the packing
; is improved step by step (@several).

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK: define i1 @few(ptr %frame) #[[FEW:[0-9]+]]
; CHECK: define i1 @several(ptr %frame) #[[SEVERAL:[0-9]+]]

; CHECK-DAG: attributes #[[FEW]] = {{.*}}"coro-frame-size"="56"
; CHECK-DAG: attributes #[[SEVERAL]] = {{.*}}"coro-frame-size"="72"

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @few(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %a = alloca [8 x i8], align 8
  %b = alloca [24 x i8], align 8
  %c = alloca [24 x i8], align 8
  %d = alloca [16 x i8], align 8
  %e = alloca [16 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %step0
                                       i8 1, label %return ]

step0:
  call void @write(ptr %a)
  call void @write(ptr %b)
  call void @write(ptr %e)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %step1
                                       i8 1, label %return ]

step1:
  call void @read(ptr %b)
  call void @llvm.lifetime.end.p0(ptr %b)
  call void @write(ptr %d)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %step2
                                       i8 1, label %return ]

step2:
  call void @read(ptr %e)
  call void @llvm.lifetime.end.p0(ptr %e)
  call void @write(ptr %c)
  br label %wait3

wait3:
  %suspend3 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %suspend3, label %return [ i8 0, label %step3
                                       i8 1, label %return ]

step3:
  call void @read(ptr %a)
  call void @read(ptr %d)
  call void @llvm.lifetime.end.p0(ptr %a)
  call void @llvm.lifetime.end.p0(ptr %d)
  br label %wait4

wait4:
  %suspend4 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 4}
  switch i8 %suspend4, label %return [ i8 0, label %step4
                                       i8 1, label %return ]

step4:
  call void @read(ptr %c)
  call void @llvm.lifetime.end.p0(ptr %c)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @several(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %a = alloca [16 x i8], align 8
  %b = alloca [24 x i8], align 8
  %c = alloca [40 x i8], align 8
  %d = alloca [16 x i8], align 8
  %e = alloca [8 x i8], align 8
  %f = alloca [16 x i8], align 8
  %g = alloca [16 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %step0
                                       i8 1, label %return ]

step0:
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %step1
                                       i8 1, label %return ]

step1:
  call void @write(ptr %b)
  call void @write(ptr %d)
  call void @write(ptr %e)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %step2
                                       i8 1, label %return ]

step2:
  call void @read(ptr %b)
  call void @read(ptr %e)
  call void @llvm.lifetime.end.p0(ptr %b)
  call void @llvm.lifetime.end.p0(ptr %e)
  call void @write(ptr %a)
  call void @write(ptr %f)
  call void @write(ptr %g)
  br label %wait3

wait3:
  %suspend3 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %suspend3, label %return [ i8 0, label %step3
                                       i8 1, label %return ]

step3:
  call void @read(ptr %a)
  call void @llvm.lifetime.end.p0(ptr %a)
  br label %wait4

wait4:
  %suspend4 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 4}
  switch i8 %suspend4, label %return [ i8 0, label %step4
                                       i8 1, label %return ]

step4:
  call void @read(ptr %d)
  call void @read(ptr %g)
  call void @llvm.lifetime.end.p0(ptr %d)
  call void @llvm.lifetime.end.p0(ptr %g)
  call void @write(ptr %c)
  br label %wait5

wait5:
  %suspend5 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 5}
  switch i8 %suspend5, label %return [ i8 0, label %step5
                                       i8 1, label %return ]

step5:
  call void @read(ptr %c)
  call void @read(ptr %f)
  call void @llvm.lifetime.end.p0(ptr %c)
  call void @llvm.lifetime.end.p0(ptr %f)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none))
