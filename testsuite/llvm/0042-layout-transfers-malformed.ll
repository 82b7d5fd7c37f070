; What is no transfer is an error.

; RUN: opt -passes=llvmcoro-frame-layout -disable-output %s
; RUN: sed 's/i64 1, i64 8, i64 0, i64 0, i64 24/i64 2, i64 8, i64 0, i64 0, i64 24/' %s | not opt -passes=llvmcoro-frame-layout -disable-output 2>&1 | FileCheck %s
; RUN: sed 's/i64 1, i64 8, i64 0, i64 0, i64 24/i64 1, i64 9, i64 0, i64 0, i64 24/' %s | not opt -passes=llvmcoro-frame-layout -disable-output 2>&1 | FileCheck %s
; RUN: sed 's/i64 1, i64 8, i64 0, i64 0, i64 24/i64 1, i64 8, i64 0, i64 1, i64 24/' %s | not opt -passes=llvmcoro-frame-layout -disable-output 2>&1 | FileCheck %s
; RUN: sed 's/i64 1, i64 8, i64 0, i64 0, i64 24/i64 1, i64 8, i64 0/' %s | not opt -passes=llvmcoro-frame-layout -disable-output 2>&1 | FileCheck %s
; RUN: sed 's/i64 1, i64 8, i64 0, i64 0, i64 24/i64 1, !"0"/' %s | not opt -passes=llvmcoro-frame-layout -disable-output 2>&1 | FileCheck %s
; RUN: sed 's/!{i64 1, i64 8, i64 0, i64 0, i64 24}/null/' %s | not opt -passes=llvmcoro-frame-layout -disable-output 2>&1 | FileCheck %s

; CHECK: error: f: an operand of !coro.frame.transfers describes no transfer

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @f(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" !coro.frame.transfers !{!{i64 1, i64 8, i64 0, i64 0, i64 24}} {
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

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none))
