; The smallest frame is found although no simple order of placement gives it: the
; four-byte slots have to lie side by side in one half of the big ones' place.
; Here, two chains of slots of different sizes pass the frame on to each other.

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK: attributes {{.*}}"coro-frame-size"="24"

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @f(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %a = alloca [8 x i8], align 4
  %b = alloca [12 x i8], align 4
  %c = alloca [8 x i8], align 4
  %d = alloca [12 x i8], align 4
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %first
                                       i8 1, label %return ]

first:
  call void @write(ptr %a)
  call void @write(ptr %b)
  br label %wait1

wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %second
                                       i8 1, label %return ]

second:
  call void @read(ptr %a)
  call void @llvm.lifetime.end.p0(ptr %a)
  call void @write(ptr %c)
  br label %wait2

wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %third
                                       i8 1, label %return ]

third:
  call void @read(ptr %b)
  call void @llvm.lifetime.end.p0(ptr %b)
  call void @write(ptr %d)
  br label %wait3

wait3:
  %suspend3 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %suspend3, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %c)
  call void @read(ptr %d)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none))
