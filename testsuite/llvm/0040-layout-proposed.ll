; The places of captures and index are proposals. With the index after the
; captures, at 20, %big, which is alive when they are dead, has no place before it:
; 56 bytes. The index comes to lie at 0, and %big over the captures. Without the
; attribute everything stays where it is (@given).

; RUN: opt -passes=llvmcoro-frame-layout -S %s | FileCheck %s

; CHECK: define i1 @proposed(ptr %frame) #[[PROPOSED:[0-9]+]]
; CHECK: %one = alloca [16 x i8], align 8, !coro.slot ![[AT8:[0-9]+]]
; CHECK: %two = alloca [4 x i8], align 4, !coro.slot ![[AT4:[0-9]+]]
; CHECK: %big = alloca [32 x i8], align 8, !coro.slot ![[AT8]]
; CHECK: define i1 @given(ptr %frame) #[[GIVEN:[0-9]+]]
; CHECK: %one = alloca [16 x i8], align 8, !coro.slot ![[AT0:[0-9]+]]
; CHECK: %two = alloca [4 x i8], align 4, !coro.slot ![[AT16:[0-9]+]]
; CHECK: %big = alloca [32 x i8], align 8, !coro.slot ![[AT24:[0-9]+]]

; CHECK-DAG: attributes #[[PROPOSED]] = {{.*}}"coro-frame-size"="40" "coro-index"="8,0"
; CHECK-DAG: attributes #[[GIVEN]] = {{.*}}"coro-frame-size"="56" "coro-index"="8,20"
; CHECK-DAG: ![[AT0]] = !{i64 0}
; CHECK-DAG: ![[AT4]] = !{i64 4}
; CHECK-DAG: ![[AT8]] = !{i64 8}
; CHECK-DAG: ![[AT16]] = !{i64 16}
; CHECK-DAG: ![[AT24]] = !{i64 24}

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @proposed(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,20" "coro-frame"="pack" "coro-frame-proposed" {
entry:
  %one = alloca [16 x i8], align 8, !coro.slot !{i64 0}
  %two = alloca [4 x i8], align 4, !coro.slot !{i64 16}
  %big = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %step
                                       i8 1, label %return ]

step:
  call void @read(ptr %one)
  call void @read(ptr %two)
  call void @write(ptr %big)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %end
                                       i8 1, label %return ]

end:
  call void @read(ptr %big)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

define i1 @given(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="8,20" "coro-frame"="pack" {
entry:
  %one = alloca [16 x i8], align 8, !coro.slot !{i64 0}
  %two = alloca [4 x i8], align 4, !coro.slot !{i64 16}
  %big = alloca [32 x i8], align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %unresumed

unresumed:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %step
                                       i8 1, label %return ]

step:
  call void @read(ptr %one)
  call void @read(ptr %two)
  call void @write(ptr %big)
  br label %wait

wait:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %end
                                       i8 1, label %return ]

end:
  call void @read(ptr %big)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none))
