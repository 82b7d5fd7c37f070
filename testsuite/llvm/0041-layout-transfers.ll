; What is copied by way of the stack must not be copied between places that overlap
; in part, if the frame stays as small. @same: 24 bytes of %struct were %field, so
; %field lies where they will be. @apart: any byte may become any byte, so the two
; share none. @tight: there is no room for that, and the frame does not grow for
; it. @proposed: the place of a capture is no exception, @given: unless it is given.
; @several: where not all transfers can have their way, the largest has.

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK: define i1 @same(ptr %frame) #[[SAME:[0-9]+]]
; CHECK: %field = alloca [24 x i8], align 8, !coro.slot ![[AT16:[0-9]+]]
; CHECK: %struct = alloca [32 x i8], align 8, !coro.slot ![[AT8:[0-9]+]]

; CHECK: define i1 @apart(ptr %frame) #[[APART:[0-9]+]]
; CHECK: %one = alloca [24 x i8], align 8, !coro.slot ![[AT8]]
; CHECK: %other = alloca [24 x i8], align 8, !coro.slot ![[AT32:[0-9]+]]

; CHECK: define i1 @tight(ptr %frame) #[[TIGHT:[0-9]+]]
; CHECK: %one = alloca [24 x i8], align 8, !coro.slot ![[AT8]]
; CHECK: %other = alloca [24 x i8], align 8, !coro.slot ![[AT8]]

; CHECK: define i1 @proposed(ptr %frame) #[[PROPOSED:[0-9]+]]
; CHECK: %capture = alloca [24 x i8], align 8, !coro.slot ![[AT8]]
; CHECK: %struct = alloca [32 x i8], align 8, !coro.slot ![[AT0:[0-9]+]]

; CHECK: define i1 @given(ptr %frame) #[[SAME]]
; CHECK: %capture = alloca [24 x i8], align 8, !coro.slot ![[AT8]]
; CHECK: %struct = alloca [32 x i8], align 8, !coro.slot ![[AT8]]

; CHECK: define i1 @several(ptr %frame) #[[SEVERAL:[0-9]+]]
; CHECK: %first = alloca [16 x i8], align 8, !coro.slot ![[AT8]]
; CHECK: %second = alloca [24 x i8], align 8, !coro.slot ![[AT24:[0-9]+]]
; CHECK: %struct = alloca [40 x i8], align 8, !coro.slot ![[AT8]]

; CHECK-DAG: attributes #[[SAME]] = {{.*}}"coro-frame-size"="40"
; CHECK-DAG: attributes #[[APART]] = {{.*}}"coro-frame-size"="56"
; CHECK-DAG: attributes #[[TIGHT]] = {{.*}}"coro-frame-size"="32"
; CHECK-DAG: attributes #[[PROPOSED]] = {{.*}}"coro-frame-size"="40" "coro-index"="8,32"
; CHECK-DAG: attributes #[[SEVERAL]] = {{.*}}"coro-frame-size"="48"
; CHECK-DAG: ![[AT0]] = !{i64 0}
; CHECK-DAG: ![[AT8]] = !{i64 8}
; CHECK-DAG: ![[AT16]] = !{i64 16}
; CHECK-DAG: ![[AT24]] = !{i64 24}
; CHECK-DAG: ![[AT32]] = !{i64 32}

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @same(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" !coro.frame.transfers !{!{i64 1, i64 8, i64 0, i64 0, i64 24}} {
entry:
  %field = alloca [24 x i8], align 8
  %struct = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %wait0

wait0:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %step0
                                       i8 1, label %return ]

step0:
  call void @write(ptr %field)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %step1
                                       i8 1, label %return ]

step1:
  call void @read(ptr %field)
  call void @llvm.lifetime.end.p0(ptr %field)
  call void @write(ptr %struct)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %step2
                                       i8 1, label %return ]

step2:
  call void @read(ptr %struct)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @apart(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" !coro.frame.transfers !{!{i64 1, i64 0}} {
entry:
  %one = alloca [24 x i8], align 8
  %other = alloca [24 x i8], align 8
  %large = alloca [48 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %wait0

wait0:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %step0
                                       i8 1, label %return ]

step0:
  call void @write(ptr %one)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %step1
                                       i8 1, label %return ]

step1:
  call void @read(ptr %one)
  call void @llvm.lifetime.end.p0(ptr %one)
  call void @write(ptr %other)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %step2
                                       i8 1, label %return ]

step2:
  call void @read(ptr %other)
  call void @llvm.lifetime.end.p0(ptr %other)
  call void @write(ptr %large)
  br label %wait3

wait3:
  %suspend3 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %suspend3, label %return [ i8 0, label %step3
                                       i8 1, label %return ]

step3:
  call void @read(ptr %large)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @tight(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" !coro.frame.transfers !{!{i64 1, i64 0}} {
entry:
  %one = alloca [24 x i8], align 8
  %other = alloca [24 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %wait0

wait0:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %step0
                                       i8 1, label %return ]

step0:
  call void @write(ptr %one)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %step1
                                       i8 1, label %return ]

step1:
  call void @read(ptr %one)
  call void @llvm.lifetime.end.p0(ptr %one)
  call void @write(ptr %other)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %step2
                                       i8 1, label %return ]

step2:
  call void @read(ptr %other)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @proposed(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" "coro-frame-proposed" !coro.frame.transfers !{!{i64 1, i64 8, i64 0, i64 0, i64 24}} {
entry:
  %capture = alloca [24 x i8], align 8, !coro.slot !{i64 8}
  %struct = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %wait0

wait0:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %step0
                                       i8 1, label %return ]

step0:
  call void @read(ptr %capture)
  call void @llvm.lifetime.end.p0(ptr %capture)
  call void @write(ptr %struct)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %step1
                                       i8 1, label %return ]

step1:
  call void @read(ptr %struct)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @given(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" !coro.frame.transfers !{!{i64 1, i64 8, i64 0, i64 0, i64 24}} {
entry:
  %capture = alloca [24 x i8], align 8, !coro.slot !{i64 8}
  %struct = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %wait0

wait0:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %step0
                                       i8 1, label %return ]

step0:
  call void @read(ptr %capture)
  call void @llvm.lifetime.end.p0(ptr %capture)
  call void @write(ptr %struct)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %step1
                                       i8 1, label %return ]

step1:
  call void @read(ptr %struct)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @several(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" !coro.frame.transfers !{!{i64 2, i64 24, i64 0, i64 0, i64 16}, !{i64 2, i64 16, i64 1, i64 0, i64 24}} {
entry:
  %first = alloca [16 x i8], align 8
  %second = alloca [24 x i8], align 8
  %struct = alloca [40 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %wait0

wait0:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %step0
                                       i8 1, label %return ]

step0:
  call void @write(ptr %first)
  call void @write(ptr %second)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %step1
                                       i8 1, label %return ]

step1:
  call void @read(ptr %first)
  call void @read(ptr %second)
  call void @llvm.lifetime.end.p0(ptr %first)
  call void @llvm.lifetime.end.p0(ptr %second)
  call void @write(ptr %struct)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %step2
                                       i8 1, label %return ]

step2:
  call void @read(ptr %struct)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none))
