; A slot with an offset keeps it, and holds a value from the beginning. Once it has
; been read for the last time its bytes are free (@given.back); what it is copied
; to takes its place (@moved), unless the alignment is not met there (@misaligned),
; and while it is required nothing else lies there (@kept).

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK: define i1 @given.back(ptr %frame) #[[SMALL:[0-9]+]]
; CHECK: %capture = alloca [32 x i8], align 8, !coro.slot ![[AT8:[0-9]+]]
; CHECK: %local = alloca [16 x i8], align 8, !coro.slot ![[AT8]]

; CHECK: define i1 @moved(ptr %frame) #[[SMALL]]
; CHECK: %capture = alloca [32 x i8], align 8, !coro.slot ![[AT8]]
; CHECK: %local = alloca [32 x i8], align 8, !coro.slot ![[AT8]]

; CHECK: define i1 @misaligned(ptr %frame) #[[WIDE:[0-9]+]]
; CHECK: %capture = alloca [32 x i8], align 8, !coro.slot ![[AT8]]
; CHECK: %local = alloca [32 x i8], align 16, !coro.slot ![[AT48:[0-9]+]]

; CHECK: define i1 @kept(ptr %frame) #[[BIG:[0-9]+]]
; CHECK: %capture = alloca [32 x i8], align 8, !coro.slot ![[AT8]]
; CHECK: %local = alloca [32 x i8], align 8, !coro.slot ![[AT40:[0-9]+]]

; CHECK-DAG: attributes #[[SMALL]] = {{.*}}"coro-frame-size"="40"
; CHECK-DAG: attributes #[[WIDE]] = {{.*}}"coro-frame-align"="16" "coro-frame-size"="80"
; CHECK-DAG: attributes #[[BIG]] = {{.*}}"coro-frame-size"="72"
; CHECK-DAG: ![[AT8]] = !{i64 8}
; CHECK-DAG: ![[AT40]] = !{i64 40}
; CHECK-DAG: ![[AT48]] = !{i64 48}

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @given.back(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %capture = alloca [32 x i8], align 8, !coro.slot !{i64 8}
  %local = alloca [16 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @read(ptr %capture)
  call void @define16(ptr %local)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %local)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @moved(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %capture = alloca [32 x i8], align 8, !coro.slot !{i64 8}
  %local = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @llvm.memcpy.p0.p0.i64(ptr %local, ptr %capture, i64 32, i1 false)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %local)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @misaligned(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %capture = alloca [32 x i8], align 8, !coro.slot !{i64 8}
  %local = alloca [32 x i8], align 16
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @llvm.memcpy.p0.p0.i64(ptr %local, ptr %capture, i64 32, i1 false)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %local)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @kept(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %capture = alloca [32 x i8], align 8, !coro.slot !{i64 8}
  %local = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @define32(ptr %local)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %local)
  call void @read(ptr %capture)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @define16(ptr writeonly captures(none) initializes((0, 16)))
declare void @define32(ptr writeonly captures(none) initializes((0, 32)))
