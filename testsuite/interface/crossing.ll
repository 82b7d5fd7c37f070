; Three poll-shaped coroutines. Only the second needs a place in the frame for a value,
; and has none. The first one's name is a part of every message about it.

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i32 @poll(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" {
entry:
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !0
  switch i8 %suspend0, label %return [ i8 0, label %start
                                       i8 1, label %return ]

start:
  %crossing = call i32 @compute()
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !1
  switch i8 %suspend1, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @use(i32 0)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i32 0
}

define i32 @poll_more(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" {
entry:
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !0
  switch i8 %suspend0, label %return [ i8 0, label %start
                                       i8 1, label %return ]

start:
  %crossing = call i32 @compute()
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !1
  switch i8 %suspend1, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @use(i32 %crossing)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i32 0
}

define i32 @poll_most(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" {
entry:
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !0
  switch i8 %suspend0, label %return [ i8 0, label %start
                                       i8 1, label %return ]

start:
  %crossing = call i32 @compute()
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !1
  switch i8 %suspend1, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @use(i32 0)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i32 0
}

declare i32 @compute()
declare void @use(i32)

!0 = !{i32 0}
!1 = !{i32 1}
