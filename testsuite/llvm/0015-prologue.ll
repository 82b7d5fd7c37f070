; What gives a call's arguments homes in memory is done by every call.
; RUN: opt -passes=llvmcoro-split -S %s | FileCheck %s

declare token @llvm.coro.id(i32, ptr, ptr, ptr)
declare ptr @llvm.coro.begin(token, ptr)
declare i8 @llvm.coro.suspend(token, i1)
declare void @llvm.coro.end(ptr, i1, token)
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare void @use(ptr)

; A flag and a pair that was passed in one register: a store, a store behind an
; address, and a copy.
; CHECK-LABEL: define void @poll(ptr %self, i1 %flag, i64 %pair)
; CHECK:       entry:
; CHECK-DAG:     [[WIDE:%.*]] = zext i1 %flag to i8
; CHECK-DAG:     store i8 [[WIDE]], ptr %home
; CHECK-DAG:     [[SECOND:%.*]] = getelementptr i8, ptr %home, i64 8
; CHECK-DAG:     store i64 %pair, ptr [[SECOND]]
; CHECK-DAG:     store i64 %pair, ptr %scratch
; CHECK:         call void @llvm.memcpy.p0.p0.i64(ptr %copy, ptr %scratch, i64 8, i1 false)
; CHECK:         switch i8
define void @poll(ptr %self, i1 %flag, i64 %pair) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" {
start:
  %home = alloca [16 x i8]
  %scratch = alloca i64
  %copy = alloca i64
  %wide = zext i1 %flag to i8
  store i8 %wide, ptr %home
  %second = getelementptr i8, ptr %home, i64 8
  store i64 %pair, ptr %second
  store i64 %pair, ptr %scratch
  call void @llvm.memcpy.p0.p0.i64(ptr %copy, ptr %scratch, i64 8, i1 false)
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %h = call ptr @llvm.coro.begin(token %id, ptr %self)
  %s0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !0
  switch i8 %s0, label %leave [ i8 0, label %resumed
                                i8 1, label %leave ]
resumed:
  call void @use(ptr %home)
  call void @use(ptr %copy)
  %s1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !1
  switch i8 %s1, label %leave [ i8 0, label %resumed
                                i8 1, label %leave ]
leave:
  call void @llvm.coro.end(ptr %h, i1 false, token none)
  ret void
}
!0 = !{i32 0}
!1 = !{i32 3}
