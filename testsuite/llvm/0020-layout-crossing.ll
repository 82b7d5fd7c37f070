; What lives in the frame: a slot that is written before a suspension and read
; after it, on the resume edge (%resumed) or the destroy edge (%dropped). Not what
; was not written (%unwritten) or is not read (%unread), what is overwritten before
; it is read (%overwritten), what was given up (%ended, %restarted), and not what
; only the call that suspends reads, behind the default edge (%leaving).

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK-LABEL: define i1 @f(
; CHECK: %resumed = alloca [8 x i8], align 8, !coro.slot
; CHECK: %dropped = alloca [8 x i8], align 8, !coro.slot
; CHECK: %unwritten = alloca [8 x i8], align 8{{$}}
; CHECK: %unread = alloca [8 x i8], align 8{{$}}
; CHECK: %overwritten = alloca [8 x i8], align 8{{$}}
; CHECK: %ended = alloca [8 x i8], align 8{{$}}
; CHECK: %restarted = alloca [8 x i8], align 8{{$}}
; CHECK: %leaving = alloca [8 x i8], align 8{{$}}
; CHECK: attributes {{.*}} "coro-frame-align"="8" "coro-frame-size"="24"

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @f(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %resumed = alloca [8 x i8], align 8
  %dropped = alloca [8 x i8], align 8
  %unwritten = alloca [8 x i8], align 8
  %unread = alloca [8 x i8], align 8
  %overwritten = alloca [8 x i8], align 8
  %ended = alloca [8 x i8], align 8
  %restarted = alloca [8 x i8], align 8
  %leaving = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %begin
                                       i8 1, label %return ]

begin:
  call void @write(ptr %resumed)
  call void @write(ptr %dropped)
  call void @write(ptr %unread)
  call void @write(ptr %overwritten)
  call void @borrow(ptr %ended)
  call void @llvm.lifetime.end.p0(ptr %ended)
  call void @borrow(ptr %restarted)
  call void @llvm.lifetime.start.p0(ptr %restarted)
  call void @write(ptr %leaving)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %leave [ i8 0, label %finish
                                      i8 1, label %drop ]

finish:
  call void @read(ptr %resumed)
  call void @read(ptr %unwritten)
  call void @define8(ptr %overwritten)
  call void @read(ptr %overwritten)
  br label %return

drop:
  call void @read(ptr %dropped)
  br label %return

leave:
  call void @read(ptr %leaving)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none))
declare void @borrow(ptr)
declare void @define8(ptr writeonly captures(none) initializes((0, 8)))
