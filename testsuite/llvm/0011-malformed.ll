; What breaks the conventions of poll-shaped coroutines is an error that says so.

; RUN: opt -passes='llvmcoro-split,verify' -disable-output %s
; RUN: sed 's/"resume"/"ramp"/' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=KIND
; RUN: sed 's/"8,0"/"9,0"/' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=BITS
; RUN: sed 's/"8,0"/"8"/' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=BITS
; RUN: sed 's/i32 1}/i32 256}/' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=INDEX
; RUN: sed 's/, !coro.suspend.index !2//' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=INDEX
; RUN: sed 's/i32 1}/i32 0}/' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=TWICE
; RUN: sed 's/; use: //' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=SWITCH
; RUN: sed 's/i8 0, label .again/i8 2, label %again/' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=EDGE
; RUN: sed 's/i1 false), !coro.suspend.index !2/i1 true), !coro.suspend.index !2/' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=FINAL
; RUN: sed 's/ptr .frame)$/ptr null)/' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=MEMORY
; RUN: sed 's/; size: //' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=INTRINSIC
; RUN: sed 's/i64 8}/i64 8, i64 8}/' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=SLOT
; RUN: sed 's/alloca i64, align/alloca i64, i32 %count, align/' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=DYNAMIC
; RUN: sed 's/br label .unresumed/br label %return/' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=NONE
; RUN: sed 's/; ramp: //' %s | not opt -passes=llvmcoro-split -disable-output 2>&1 | FileCheck %s --check-prefix=RAMP

; KIND: error: poll: "coro-poll" is neither resume nor destroy
; BITS: error: poll: "coro-index" is not 8, 16 or 32 bits and a byte offset
; INDEX: error: poll: suspend without an index that fits "coro-index"
; TWICE: error: poll: two suspends with index 0
; SWITCH: error: poll: suspend 1 is not followed by a switch over its result
; EDGE: error: poll: suspend 1 has no resume edge
; FINAL: error: poll: final suspend
; MEMORY: error: poll: coro.begin's memory is not an argument
; INTRINSIC: error: poll: llvm.coro.size.i64 in a poll-shaped coroutine
; SLOT: error: poll: malformed !coro.slot
; DYNAMIC: error: poll: an alloca with a slot has no constant size
; NONE: error: poll: no suspension point can be reached
; RAMP: error: poll: an alloca is written before the first suspend

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @poll(ptr %frame, i32 %count) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" {
entry:
  %saved = alloca i64, align 8, !coro.slot !0
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  ; ramp: store i64 0, ptr %saved
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !1
  switch i8 %suspend0, label %return [ i8 0, label %wait
                                       i8 1, label %return ]

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !2
  ; use: call void @use(i8 %suspend1)
  switch i8 %suspend1, label %return [ i8 0, label %again
                                       i8 1, label %return ]

again:
  ; size: %size = call i64 @llvm.coro.size.i64()
  call void @use(i8 0)
  br label %wait

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @use(i8)
declare i64 @llvm.coro.size.i64()

!0 = !{i64 8}
!1 = !{i32 0}
!2 = !{i32 1}
