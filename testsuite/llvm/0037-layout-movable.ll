; A frame that may be moved while it is suspended has no borrows then: what was borrowed before a
; suspension and is not read after it has no slot (@movable); what is read has one (@read). In the
; same call a borrow still counts: nothing that is written meanwhile shares its bytes (@during). In
; a frame that stays where it is, the borrowed slot is kept (@pinned).

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK-LABEL: define void @movable(
; CHECK:         %lent = alloca [8 x i8], align 8{{$}}
; CHECK-LABEL: define void @read(
; CHECK:         %lent = alloca [8 x i8], align 8, !coro.slot
; CHECK-LABEL: define void @during(
; CHECK:         %lent = alloca [8 x i8], align 8, !coro.slot [[LOW:![0-9]+]]
; CHECK:         %other = alloca [8 x i8], align 8, !coro.slot [[HIGH:![0-9]+]]
; CHECK-LABEL: define void @pinned(
; CHECK:         %lent = alloca [8 x i8], align 8, !coro.slot
; CHECK-DAG:   [[LOW]] = !{i64 8}
; CHECK-DAG:   [[HIGH]] = !{i64 16}

declare token @llvm.coro.id(i32, ptr, ptr, ptr)
declare ptr @llvm.coro.begin(token, ptr)
declare i8 @llvm.coro.suspend(token, i1)
declare void @llvm.coro.end(ptr, i1, token)
declare void @borrow(ptr)
declare void @read_from(ptr readonly captures(none))
declare void @define(ptr writeonly captures(none) initializes((0, 8)))

define void @movable(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" "coro-frame-movable" {
entry:
  %lent = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed
unresumed:
  %s0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %s0, label %return [ i8 0, label %begin
                                 i8 1, label %return ]
begin:
  call void @borrow(ptr %lent)
  br label %wait
wait:
  %s1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %s1, label %return [ i8 0, label %return
                                 i8 1, label %return ]
return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret void
}

define void @read(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" "coro-frame-movable" {
entry:
  %lent = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed
unresumed:
  %s0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %s0, label %return [ i8 0, label %begin
                                 i8 1, label %return ]
begin:
  call void @borrow(ptr %lent)
  br label %wait
wait:
  %s1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %s1, label %return [ i8 0, label %after
                                 i8 1, label %return ]
after:
  call void @read_from(ptr %lent)
  br label %return
return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret void
}

define void @during(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" "coro-frame-movable" {
entry:
  %lent = alloca [8 x i8], align 8
  %other = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed
unresumed:
  %s0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %s0, label %return [ i8 0, label %begin
                                 i8 1, label %return ]
begin:
  call void @define(ptr %lent)
  br label %wait
wait:
  %s1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %s1, label %return [ i8 0, label %after
                                 i8 1, label %return ]
after:
  call void @borrow(ptr %lent)
  call void @define(ptr %other)
  br label %again
again:
  %s2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 4}
  switch i8 %s2, label %return [ i8 0, label %last
                                 i8 1, label %return ]
last:
  call void @read_from(ptr %other)
  br label %return
return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret void
}

define void @pinned(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" {
entry:
  %lent = alloca [8 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed
unresumed:
  %s0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %s0, label %return [ i8 0, label %begin
                                 i8 1, label %return ]
begin:
  call void @borrow(ptr %lent)
  br label %wait
wait:
  %s1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %s1, label %return [ i8 0, label %return
                                 i8 1, label %return ]
return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret void
}
