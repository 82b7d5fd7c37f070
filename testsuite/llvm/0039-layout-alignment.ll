; Parts at least as large as the frame's alignment are aligned like the frame if
; it stays as small: %bytes in @free comes to lie at 8, not at 1. In @full there
; is no such place, and the frame has 24 bytes, not 32.

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK: define i1 @free(ptr %frame) #[[FREE:[0-9]+]]
; CHECK: %bytes = alloca [16 x i8], align 1, !coro.slot ![[AT8:[0-9]+]]
; CHECK: define i1 @full(ptr %frame) #[[FULL:[0-9]+]]
; CHECK: %bytes = alloca [15 x i8], align 1, !coro.slot ![[AT1:[0-9]+]]

; CHECK-DAG: attributes #[[FREE]] = {{.*}}"coro-frame-size"="32"
; CHECK-DAG: attributes #[[FULL]] = {{.*}}"coro-frame-size"="24"
; CHECK-DAG: ![[AT1]] = !{i64 1}
; CHECK-DAG: ![[AT8]] = !{i64 8}

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @free(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %bytes = alloca [16 x i8], align 1
  %word = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %step
                                       i8 1, label %return ]

step:
  call void @write(ptr %bytes)
  call void @write(ptr %word)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %end
                                       i8 1, label %return ]

end:
  call void @read(ptr %bytes)
  call void @read(ptr %word)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @full(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %bytes = alloca [15 x i8], align 1
  %word = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %step
                                       i8 1, label %return ]

step:
  call void @write(ptr %bytes)
  call void @write(ptr %word)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %end
                                       i8 1, label %return ]

end:
  call void @read(ptr %bytes)
  call void @read(ptr %word)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none))
