; A value that is only moved along keeps its place: the slots of a chain of copies
; are one. A source that is changed while the copy is still required is another
; place (@changed), and so is one of which only a part is copied (@part): a copy
; between ranges that overlap in part would be undefined. A source that is only
; read again is not (@read.again). If somebody has borrowed the source, or the
; destination, it may be changed unseen (@lent, @lent.to), unless the source is
; given up at once (@given.up).

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK: define i1 @moved(ptr %frame) #[[ONE:[0-9]+]]
; CHECK: %a = alloca [32 x i8], align 8, !coro.slot ![[AT8:[0-9]+]]
; CHECK: %b = alloca [32 x i8], align 8, !coro.slot ![[AT8]]
; CHECK: %c = alloca [32 x i8], align 8, !coro.slot ![[AT8]]

; CHECK: define i1 @changed(ptr %frame) #[[TWO:[0-9]+]]
; CHECK: define i1 @part(ptr %frame) #[[TWO]]
; CHECK: define i1 @read.again(ptr %frame) #[[ONE]]
; CHECK: define i1 @lent(ptr %frame) #[[TWO]]
; CHECK: define i1 @lent.to(ptr %frame) #[[TWO]]
; CHECK: define i1 @given.up(ptr %frame) #[[ONE]]

; CHECK-DAG: attributes #[[ONE]] = {{.*}}"coro-frame-size"="40"
; CHECK-DAG: attributes #[[TWO]] = {{.*}}"coro-frame-size"="72"
; CHECK-DAG: ![[AT8]] = !{i64 8}

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @moved(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %a = alloca [32 x i8], align 8
  %b = alloca [32 x i8], align 8
  %c = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %first
                                       i8 1, label %return ]

first:
  call void @write(ptr %a)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %second
                                       i8 1, label %return ]

second:
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr %a, i64 32, i1 false)
  call void @llvm.lifetime.end.p0(ptr %a)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %third
                                       i8 1, label %return ]

third:
  call void @llvm.memcpy.p0.p0.i64(ptr %c, ptr %b, i64 32, i1 false)
  call void @llvm.lifetime.end.p0(ptr %b)
  br label %wait3

wait3:
  %suspend3 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %suspend3, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %c)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @changed(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %a = alloca [32 x i8], align 8
  %b = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %first
                                       i8 1, label %return ]

first:
  call void @write(ptr %a)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %second
                                       i8 1, label %return ]

second:
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr %a, i64 32, i1 false)
  call void @change(ptr %a)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %a)
  call void @read(ptr %b)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @part(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %a = alloca [32 x i8], align 8
  %b = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %first
                                       i8 1, label %return ]

first:
  call void @write(ptr %a)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %second
                                       i8 1, label %return ]

second:
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr %a, i64 24, i1 false)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %b)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @read.again(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %a = alloca [32 x i8], align 8
  %b = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %first
                                       i8 1, label %return ]

first:
  call void @write(ptr %a)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %second
                                       i8 1, label %return ]

second:
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr %a, i64 32, i1 false)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %a)
  call void @read(ptr %b)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @lent(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %a = alloca [32 x i8], align 8
  %b = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %first
                                       i8 1, label %return ]

first:
  call void @borrow(ptr %a)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %second
                                       i8 1, label %return ]

second:
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr %a, i64 32, i1 false)
  call void @run()
  call void @llvm.lifetime.end.p0(ptr %a)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %b)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @lent.to(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %a = alloca [32 x i8], align 8
  %b = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %first
                                       i8 1, label %return ]

first:
  call void @write(ptr %a)
  call void @borrow(ptr %b)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %second
                                       i8 1, label %return ]

second:
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr %a, i64 32, i1 false)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %a)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @given.up(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %a = alloca [32 x i8], align 8
  %b = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %first
                                       i8 1, label %return ]

first:
  call void @borrow(ptr %a)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %second
                                       i8 1, label %return ]

second:
  call void @llvm.lifetime.start.p0(ptr %b)
  call void @llvm.memcpy.p0.p0.i64(ptr %b, ptr %a, i64 32, i1 false)
  call void @llvm.lifetime.end.p0(ptr %a)
  call void @run()
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %b)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none))
declare void @change(ptr captures(none))
declare void @borrow(ptr)
declare void @run()
