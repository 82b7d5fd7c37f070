; An alloca that is given up and set up anew in one block is alive at the end of
; that block. If the coroutine suspends after it, the alloca lives in the frame.
; LLVM 22.1.8 takes the block to end the lifetime, because there is a
; lifetime.end in it, and puts the alloca on the stack of the resume function,
; where the value written before the suspension is lost. Rust's StorageDead and
; StorageLive in a loop make this pattern.

; RUN: opt -passes='cgscc(llvmcoro-coro-split)' -S %s | FileCheck %s
; RUN: opt -passes='cgscc(llvmcoro-coro-split-O0)' -S %s | FileCheck %s
; RUN: opt -passes='cgscc(coro-split<reuse-storage>)' -S %s | FileCheck %s --check-prefix=STOCK

; CHECK: %f.Frame = type { ptr, ptr, [4 x i64], i1 }

; CHECK-LABEL: define internal fastcc void @f.resume(
; CHECK-NOT: alloca
; CHECK: %x.reload.addr = getelementptr inbounds %f.Frame, ptr %hdl, i32 0, i32 2
; CHECK: call i64 @read(ptr %x.reload.addr)
; CHECK: call void @write(ptr %x.reload.addr)
; CHECK: ret void

; STOCK: %f.Frame = type { ptr, ptr, i1 }

; STOCK-LABEL: define internal fastcc void @f.resume(
; STOCK: %x = alloca [4 x i64]
; STOCK: call i64 @read(ptr %x)

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define ptr @f(ptr %frame) presplitcoroutine {
entry:
  %x = alloca [4 x i64], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  call void @llvm.lifetime.start.p0(ptr %x)
  call void @write(ptr %x)
  br label %loop

loop:
  %value = call i64 @read(ptr %x)
  call void @llvm.lifetime.end.p0(ptr %x)
  call void @llvm.lifetime.start.p0(ptr %x)
  call void @write(ptr %x)
  %suspend = call i8 @llvm.coro.suspend(token none, i1 false)
  switch i8 %suspend, label %return [
    i8 0, label %loop
    i8 1, label %cleanup
  ]

cleanup:
  call void @llvm.lifetime.end.p0(ptr %x)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret ptr %hdl
}

declare i64 @read(ptr captures(none))
declare void @write(ptr captures(none))
