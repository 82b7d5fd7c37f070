; On a target with 32-bit pointers the addresses in the frame are 32-bit, and the
; frame is packed with that target's sizes.

; RUN: opt -passes='llvmcoro-frame-layout,llvmcoro-split,verify' -S %s | FileCheck %s

; CHECK-LABEL: define i32 @poll(ptr %frame, ptr %context)
; CHECK: %index.addr = getelementptr inbounds nuw i8, ptr %frame, i32 12
; CHECK: resume.0:
; CHECK-NEXT: call void @write(ptr %frame)
; CHECK-NEXT: %[[SECOND:.*]] = getelementptr inbounds nuw i8, ptr %frame, i32 4
; CHECK-NEXT: call void @write8(ptr %[[SECOND]])
; CHECK: attributes {{.*}}"coro-frame-align"="4" "coro-frame-size"="16"

target datalayout = "e-m:e-p:32:32-Fi8-i64:64-v128:64:128-a:0:32-n32-S64"
target triple = "thumbv7em-none-unknown-eabi"

define i32 @poll(ptr %frame, ptr %context) presplitcoroutine "coro-poll"="resume" "coro-index"="8,12" "coro-frame"="pack" {
entry:
  %first = alloca ptr, align 4
  %second = alloca [8 x i8], align 4
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !0
  switch i8 %suspend0, label %return [ i8 0, label %start
                                       i8 1, label %return ]

start:
  call void @write(ptr %first)
  call void @write8(ptr %second)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !1
  switch i8 %suspend1, label %return [ i8 0, label %finish
                                       i8 1, label %return ]

finish:
  call void @read(ptr %first)
  call void @read(ptr %second)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i32 0
}

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none) initializes((0, 4)))
declare void @write8(ptr writeonly captures(none) initializes((0, 8)))

!0 = !{i32 0}
!1 = !{i32 1}
