; What a frame cannot be laid out for is an error.

; RUN: opt -passes=llvmcoro-frame-layout -disable-output %s
; RUN: sed 's/alloca i8,/alloca i8, i64 ptrtoint (ptr @read to i64),/' %s | not opt -passes=llvmcoro-frame-layout -disable-output 2>&1 | FileCheck %s --check-prefix=DYNAMIC
; RUN: sed 's/min-align"="4"/min-align"="6"/' %s | not opt -passes=llvmcoro-frame-layout -disable-output 2>&1 | FileCheck %s --check-prefix=ALIGN
; RUN: sed 's/i64 16}/i64 12}/' %s | not opt -passes=llvmcoro-frame-layout -disable-output 2>&1 | FileCheck %s --check-prefix=OFFSET
; RUN: sed 's/i64 16}/i64 0}/' %s | not opt -passes=llvmcoro-frame-layout -disable-output 2>&1 | FileCheck %s --check-prefix=INDEX

; DYNAMIC: error: f: an alloca has no constant size or is not in the entry block
; ALIGN: error: f: "coro-frame-min-align" is no power of two
; OFFSET: error: f: the slot at offset 12 is not aligned
; INDEX: error: f: the slot at offset 0 overlaps the suspend index

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @f(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" "coro-frame"="pack" "coro-frame-min-align"="4" {
entry:
  %fixed = alloca [8 x i8], align 8, !coro.slot !{i64 16}
  %sized = alloca i8, align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %return
                                       i8 1, label %return ]

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
