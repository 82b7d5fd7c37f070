; A coroutine with 300 suspensions after the initial one, each with a slot that
; lives across it alone: the index needs 16 bits, and one place is enough for all.

; RUN: opt -passes='llvmcoro-frame-layout,llvmcoro-split,verify' -S %s | FileCheck %s

; CHECK-LABEL: define i1 @poll(ptr %frame)
; CHECK-NEXT: entry:
; CHECK-NOT: alloca
; CHECK: switch i16 %index, label %no.such.index [
; CHECK-NEXT:   i16 0, label %resume.0
; CHECK-COUNT-300: {{^ +}}i16 {{[0-9]+}}, label %resume.{{[0-9]+$}}
; CHECK-NEXT: ]

; CHECK: resume.299:
; CHECK-NEXT: %[[SLOT:.*]] = getelementptr inbounds nuw i8, ptr %frame, i64 8
; CHECK-NEXT: call void @read(ptr %[[SLOT]])
; CHECK-NEXT: call void @write(ptr %[[SLOT]])
; CHECK: store i16 300, ptr %frame

; CHECK: attributes {{.*}}"coro-frame-size"="16"

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @poll(ptr %frame) presplitcoroutine "coro-poll"="resume" "coro-index"="16,0" "coro-frame"="pack" {
entry:
  %a1 = alloca i64, align 8
  %a2 = alloca i64, align 8
  %a3 = alloca i64, align 8
  %a4 = alloca i64, align 8
  %a5 = alloca i64, align 8
  %a6 = alloca i64, align 8
  %a7 = alloca i64, align 8
  %a8 = alloca i64, align 8
  %a9 = alloca i64, align 8
  %a10 = alloca i64, align 8
  %a11 = alloca i64, align 8
  %a12 = alloca i64, align 8
  %a13 = alloca i64, align 8
  %a14 = alloca i64, align 8
  %a15 = alloca i64, align 8
  %a16 = alloca i64, align 8
  %a17 = alloca i64, align 8
  %a18 = alloca i64, align 8
  %a19 = alloca i64, align 8
  %a20 = alloca i64, align 8
  %a21 = alloca i64, align 8
  %a22 = alloca i64, align 8
  %a23 = alloca i64, align 8
  %a24 = alloca i64, align 8
  %a25 = alloca i64, align 8
  %a26 = alloca i64, align 8
  %a27 = alloca i64, align 8
  %a28 = alloca i64, align 8
  %a29 = alloca i64, align 8
  %a30 = alloca i64, align 8
  %a31 = alloca i64, align 8
  %a32 = alloca i64, align 8
  %a33 = alloca i64, align 8
  %a34 = alloca i64, align 8
  %a35 = alloca i64, align 8
  %a36 = alloca i64, align 8
  %a37 = alloca i64, align 8
  %a38 = alloca i64, align 8
  %a39 = alloca i64, align 8
  %a40 = alloca i64, align 8
  %a41 = alloca i64, align 8
  %a42 = alloca i64, align 8
  %a43 = alloca i64, align 8
  %a44 = alloca i64, align 8
  %a45 = alloca i64, align 8
  %a46 = alloca i64, align 8
  %a47 = alloca i64, align 8
  %a48 = alloca i64, align 8
  %a49 = alloca i64, align 8
  %a50 = alloca i64, align 8
  %a51 = alloca i64, align 8
  %a52 = alloca i64, align 8
  %a53 = alloca i64, align 8
  %a54 = alloca i64, align 8
  %a55 = alloca i64, align 8
  %a56 = alloca i64, align 8
  %a57 = alloca i64, align 8
  %a58 = alloca i64, align 8
  %a59 = alloca i64, align 8
  %a60 = alloca i64, align 8
  %a61 = alloca i64, align 8
  %a62 = alloca i64, align 8
  %a63 = alloca i64, align 8
  %a64 = alloca i64, align 8
  %a65 = alloca i64, align 8
  %a66 = alloca i64, align 8
  %a67 = alloca i64, align 8
  %a68 = alloca i64, align 8
  %a69 = alloca i64, align 8
  %a70 = alloca i64, align 8
  %a71 = alloca i64, align 8
  %a72 = alloca i64, align 8
  %a73 = alloca i64, align 8
  %a74 = alloca i64, align 8
  %a75 = alloca i64, align 8
  %a76 = alloca i64, align 8
  %a77 = alloca i64, align 8
  %a78 = alloca i64, align 8
  %a79 = alloca i64, align 8
  %a80 = alloca i64, align 8
  %a81 = alloca i64, align 8
  %a82 = alloca i64, align 8
  %a83 = alloca i64, align 8
  %a84 = alloca i64, align 8
  %a85 = alloca i64, align 8
  %a86 = alloca i64, align 8
  %a87 = alloca i64, align 8
  %a88 = alloca i64, align 8
  %a89 = alloca i64, align 8
  %a90 = alloca i64, align 8
  %a91 = alloca i64, align 8
  %a92 = alloca i64, align 8
  %a93 = alloca i64, align 8
  %a94 = alloca i64, align 8
  %a95 = alloca i64, align 8
  %a96 = alloca i64, align 8
  %a97 = alloca i64, align 8
  %a98 = alloca i64, align 8
  %a99 = alloca i64, align 8
  %a100 = alloca i64, align 8
  %a101 = alloca i64, align 8
  %a102 = alloca i64, align 8
  %a103 = alloca i64, align 8
  %a104 = alloca i64, align 8
  %a105 = alloca i64, align 8
  %a106 = alloca i64, align 8
  %a107 = alloca i64, align 8
  %a108 = alloca i64, align 8
  %a109 = alloca i64, align 8
  %a110 = alloca i64, align 8
  %a111 = alloca i64, align 8
  %a112 = alloca i64, align 8
  %a113 = alloca i64, align 8
  %a114 = alloca i64, align 8
  %a115 = alloca i64, align 8
  %a116 = alloca i64, align 8
  %a117 = alloca i64, align 8
  %a118 = alloca i64, align 8
  %a119 = alloca i64, align 8
  %a120 = alloca i64, align 8
  %a121 = alloca i64, align 8
  %a122 = alloca i64, align 8
  %a123 = alloca i64, align 8
  %a124 = alloca i64, align 8
  %a125 = alloca i64, align 8
  %a126 = alloca i64, align 8
  %a127 = alloca i64, align 8
  %a128 = alloca i64, align 8
  %a129 = alloca i64, align 8
  %a130 = alloca i64, align 8
  %a131 = alloca i64, align 8
  %a132 = alloca i64, align 8
  %a133 = alloca i64, align 8
  %a134 = alloca i64, align 8
  %a135 = alloca i64, align 8
  %a136 = alloca i64, align 8
  %a137 = alloca i64, align 8
  %a138 = alloca i64, align 8
  %a139 = alloca i64, align 8
  %a140 = alloca i64, align 8
  %a141 = alloca i64, align 8
  %a142 = alloca i64, align 8
  %a143 = alloca i64, align 8
  %a144 = alloca i64, align 8
  %a145 = alloca i64, align 8
  %a146 = alloca i64, align 8
  %a147 = alloca i64, align 8
  %a148 = alloca i64, align 8
  %a149 = alloca i64, align 8
  %a150 = alloca i64, align 8
  %a151 = alloca i64, align 8
  %a152 = alloca i64, align 8
  %a153 = alloca i64, align 8
  %a154 = alloca i64, align 8
  %a155 = alloca i64, align 8
  %a156 = alloca i64, align 8
  %a157 = alloca i64, align 8
  %a158 = alloca i64, align 8
  %a159 = alloca i64, align 8
  %a160 = alloca i64, align 8
  %a161 = alloca i64, align 8
  %a162 = alloca i64, align 8
  %a163 = alloca i64, align 8
  %a164 = alloca i64, align 8
  %a165 = alloca i64, align 8
  %a166 = alloca i64, align 8
  %a167 = alloca i64, align 8
  %a168 = alloca i64, align 8
  %a169 = alloca i64, align 8
  %a170 = alloca i64, align 8
  %a171 = alloca i64, align 8
  %a172 = alloca i64, align 8
  %a173 = alloca i64, align 8
  %a174 = alloca i64, align 8
  %a175 = alloca i64, align 8
  %a176 = alloca i64, align 8
  %a177 = alloca i64, align 8
  %a178 = alloca i64, align 8
  %a179 = alloca i64, align 8
  %a180 = alloca i64, align 8
  %a181 = alloca i64, align 8
  %a182 = alloca i64, align 8
  %a183 = alloca i64, align 8
  %a184 = alloca i64, align 8
  %a185 = alloca i64, align 8
  %a186 = alloca i64, align 8
  %a187 = alloca i64, align 8
  %a188 = alloca i64, align 8
  %a189 = alloca i64, align 8
  %a190 = alloca i64, align 8
  %a191 = alloca i64, align 8
  %a192 = alloca i64, align 8
  %a193 = alloca i64, align 8
  %a194 = alloca i64, align 8
  %a195 = alloca i64, align 8
  %a196 = alloca i64, align 8
  %a197 = alloca i64, align 8
  %a198 = alloca i64, align 8
  %a199 = alloca i64, align 8
  %a200 = alloca i64, align 8
  %a201 = alloca i64, align 8
  %a202 = alloca i64, align 8
  %a203 = alloca i64, align 8
  %a204 = alloca i64, align 8
  %a205 = alloca i64, align 8
  %a206 = alloca i64, align 8
  %a207 = alloca i64, align 8
  %a208 = alloca i64, align 8
  %a209 = alloca i64, align 8
  %a210 = alloca i64, align 8
  %a211 = alloca i64, align 8
  %a212 = alloca i64, align 8
  %a213 = alloca i64, align 8
  %a214 = alloca i64, align 8
  %a215 = alloca i64, align 8
  %a216 = alloca i64, align 8
  %a217 = alloca i64, align 8
  %a218 = alloca i64, align 8
  %a219 = alloca i64, align 8
  %a220 = alloca i64, align 8
  %a221 = alloca i64, align 8
  %a222 = alloca i64, align 8
  %a223 = alloca i64, align 8
  %a224 = alloca i64, align 8
  %a225 = alloca i64, align 8
  %a226 = alloca i64, align 8
  %a227 = alloca i64, align 8
  %a228 = alloca i64, align 8
  %a229 = alloca i64, align 8
  %a230 = alloca i64, align 8
  %a231 = alloca i64, align 8
  %a232 = alloca i64, align 8
  %a233 = alloca i64, align 8
  %a234 = alloca i64, align 8
  %a235 = alloca i64, align 8
  %a236 = alloca i64, align 8
  %a237 = alloca i64, align 8
  %a238 = alloca i64, align 8
  %a239 = alloca i64, align 8
  %a240 = alloca i64, align 8
  %a241 = alloca i64, align 8
  %a242 = alloca i64, align 8
  %a243 = alloca i64, align 8
  %a244 = alloca i64, align 8
  %a245 = alloca i64, align 8
  %a246 = alloca i64, align 8
  %a247 = alloca i64, align 8
  %a248 = alloca i64, align 8
  %a249 = alloca i64, align 8
  %a250 = alloca i64, align 8
  %a251 = alloca i64, align 8
  %a252 = alloca i64, align 8
  %a253 = alloca i64, align 8
  %a254 = alloca i64, align 8
  %a255 = alloca i64, align 8
  %a256 = alloca i64, align 8
  %a257 = alloca i64, align 8
  %a258 = alloca i64, align 8
  %a259 = alloca i64, align 8
  %a260 = alloca i64, align 8
  %a261 = alloca i64, align 8
  %a262 = alloca i64, align 8
  %a263 = alloca i64, align 8
  %a264 = alloca i64, align 8
  %a265 = alloca i64, align 8
  %a266 = alloca i64, align 8
  %a267 = alloca i64, align 8
  %a268 = alloca i64, align 8
  %a269 = alloca i64, align 8
  %a270 = alloca i64, align 8
  %a271 = alloca i64, align 8
  %a272 = alloca i64, align 8
  %a273 = alloca i64, align 8
  %a274 = alloca i64, align 8
  %a275 = alloca i64, align 8
  %a276 = alloca i64, align 8
  %a277 = alloca i64, align 8
  %a278 = alloca i64, align 8
  %a279 = alloca i64, align 8
  %a280 = alloca i64, align 8
  %a281 = alloca i64, align 8
  %a282 = alloca i64, align 8
  %a283 = alloca i64, align 8
  %a284 = alloca i64, align 8
  %a285 = alloca i64, align 8
  %a286 = alloca i64, align 8
  %a287 = alloca i64, align 8
  %a288 = alloca i64, align 8
  %a289 = alloca i64, align 8
  %a290 = alloca i64, align 8
  %a291 = alloca i64, align 8
  %a292 = alloca i64, align 8
  %a293 = alloca i64, align 8
  %a294 = alloca i64, align 8
  %a295 = alloca i64, align 8
  %a296 = alloca i64, align 8
  %a297 = alloca i64, align 8
  %a298 = alloca i64, align 8
  %a299 = alloca i64, align 8
  %a300 = alloca i64, align 8
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %wait0

wait0:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0}
  switch i8 %suspend0, label %return [ i8 0, label %step0  i8 1, label %return ]
step0:
  call void @write(ptr %a1)
  br label %wait1
wait1:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1}
  switch i8 %suspend1, label %return [ i8 0, label %step1  i8 1, label %return ]
step1:
  call void @read(ptr %a1)
  call void @write(ptr %a2)
  br label %wait2
wait2:
  %suspend2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2}
  switch i8 %suspend2, label %return [ i8 0, label %step2  i8 1, label %return ]
step2:
  call void @read(ptr %a2)
  call void @write(ptr %a3)
  br label %wait3
wait3:
  %suspend3 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3}
  switch i8 %suspend3, label %return [ i8 0, label %step3  i8 1, label %return ]
step3:
  call void @read(ptr %a3)
  call void @write(ptr %a4)
  br label %wait4
wait4:
  %suspend4 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 4}
  switch i8 %suspend4, label %return [ i8 0, label %step4  i8 1, label %return ]
step4:
  call void @read(ptr %a4)
  call void @write(ptr %a5)
  br label %wait5
wait5:
  %suspend5 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 5}
  switch i8 %suspend5, label %return [ i8 0, label %step5  i8 1, label %return ]
step5:
  call void @read(ptr %a5)
  call void @write(ptr %a6)
  br label %wait6
wait6:
  %suspend6 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 6}
  switch i8 %suspend6, label %return [ i8 0, label %step6  i8 1, label %return ]
step6:
  call void @read(ptr %a6)
  call void @write(ptr %a7)
  br label %wait7
wait7:
  %suspend7 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 7}
  switch i8 %suspend7, label %return [ i8 0, label %step7  i8 1, label %return ]
step7:
  call void @read(ptr %a7)
  call void @write(ptr %a8)
  br label %wait8
wait8:
  %suspend8 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 8}
  switch i8 %suspend8, label %return [ i8 0, label %step8  i8 1, label %return ]
step8:
  call void @read(ptr %a8)
  call void @write(ptr %a9)
  br label %wait9
wait9:
  %suspend9 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 9}
  switch i8 %suspend9, label %return [ i8 0, label %step9  i8 1, label %return ]
step9:
  call void @read(ptr %a9)
  call void @write(ptr %a10)
  br label %wait10
wait10:
  %suspend10 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 10}
  switch i8 %suspend10, label %return [ i8 0, label %step10  i8 1, label %return ]
step10:
  call void @read(ptr %a10)
  call void @write(ptr %a11)
  br label %wait11
wait11:
  %suspend11 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 11}
  switch i8 %suspend11, label %return [ i8 0, label %step11  i8 1, label %return ]
step11:
  call void @read(ptr %a11)
  call void @write(ptr %a12)
  br label %wait12
wait12:
  %suspend12 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 12}
  switch i8 %suspend12, label %return [ i8 0, label %step12  i8 1, label %return ]
step12:
  call void @read(ptr %a12)
  call void @write(ptr %a13)
  br label %wait13
wait13:
  %suspend13 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 13}
  switch i8 %suspend13, label %return [ i8 0, label %step13  i8 1, label %return ]
step13:
  call void @read(ptr %a13)
  call void @write(ptr %a14)
  br label %wait14
wait14:
  %suspend14 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 14}
  switch i8 %suspend14, label %return [ i8 0, label %step14  i8 1, label %return ]
step14:
  call void @read(ptr %a14)
  call void @write(ptr %a15)
  br label %wait15
wait15:
  %suspend15 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 15}
  switch i8 %suspend15, label %return [ i8 0, label %step15  i8 1, label %return ]
step15:
  call void @read(ptr %a15)
  call void @write(ptr %a16)
  br label %wait16
wait16:
  %suspend16 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 16}
  switch i8 %suspend16, label %return [ i8 0, label %step16  i8 1, label %return ]
step16:
  call void @read(ptr %a16)
  call void @write(ptr %a17)
  br label %wait17
wait17:
  %suspend17 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 17}
  switch i8 %suspend17, label %return [ i8 0, label %step17  i8 1, label %return ]
step17:
  call void @read(ptr %a17)
  call void @write(ptr %a18)
  br label %wait18
wait18:
  %suspend18 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 18}
  switch i8 %suspend18, label %return [ i8 0, label %step18  i8 1, label %return ]
step18:
  call void @read(ptr %a18)
  call void @write(ptr %a19)
  br label %wait19
wait19:
  %suspend19 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 19}
  switch i8 %suspend19, label %return [ i8 0, label %step19  i8 1, label %return ]
step19:
  call void @read(ptr %a19)
  call void @write(ptr %a20)
  br label %wait20
wait20:
  %suspend20 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 20}
  switch i8 %suspend20, label %return [ i8 0, label %step20  i8 1, label %return ]
step20:
  call void @read(ptr %a20)
  call void @write(ptr %a21)
  br label %wait21
wait21:
  %suspend21 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 21}
  switch i8 %suspend21, label %return [ i8 0, label %step21  i8 1, label %return ]
step21:
  call void @read(ptr %a21)
  call void @write(ptr %a22)
  br label %wait22
wait22:
  %suspend22 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 22}
  switch i8 %suspend22, label %return [ i8 0, label %step22  i8 1, label %return ]
step22:
  call void @read(ptr %a22)
  call void @write(ptr %a23)
  br label %wait23
wait23:
  %suspend23 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 23}
  switch i8 %suspend23, label %return [ i8 0, label %step23  i8 1, label %return ]
step23:
  call void @read(ptr %a23)
  call void @write(ptr %a24)
  br label %wait24
wait24:
  %suspend24 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 24}
  switch i8 %suspend24, label %return [ i8 0, label %step24  i8 1, label %return ]
step24:
  call void @read(ptr %a24)
  call void @write(ptr %a25)
  br label %wait25
wait25:
  %suspend25 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 25}
  switch i8 %suspend25, label %return [ i8 0, label %step25  i8 1, label %return ]
step25:
  call void @read(ptr %a25)
  call void @write(ptr %a26)
  br label %wait26
wait26:
  %suspend26 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 26}
  switch i8 %suspend26, label %return [ i8 0, label %step26  i8 1, label %return ]
step26:
  call void @read(ptr %a26)
  call void @write(ptr %a27)
  br label %wait27
wait27:
  %suspend27 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 27}
  switch i8 %suspend27, label %return [ i8 0, label %step27  i8 1, label %return ]
step27:
  call void @read(ptr %a27)
  call void @write(ptr %a28)
  br label %wait28
wait28:
  %suspend28 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 28}
  switch i8 %suspend28, label %return [ i8 0, label %step28  i8 1, label %return ]
step28:
  call void @read(ptr %a28)
  call void @write(ptr %a29)
  br label %wait29
wait29:
  %suspend29 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 29}
  switch i8 %suspend29, label %return [ i8 0, label %step29  i8 1, label %return ]
step29:
  call void @read(ptr %a29)
  call void @write(ptr %a30)
  br label %wait30
wait30:
  %suspend30 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 30}
  switch i8 %suspend30, label %return [ i8 0, label %step30  i8 1, label %return ]
step30:
  call void @read(ptr %a30)
  call void @write(ptr %a31)
  br label %wait31
wait31:
  %suspend31 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 31}
  switch i8 %suspend31, label %return [ i8 0, label %step31  i8 1, label %return ]
step31:
  call void @read(ptr %a31)
  call void @write(ptr %a32)
  br label %wait32
wait32:
  %suspend32 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 32}
  switch i8 %suspend32, label %return [ i8 0, label %step32  i8 1, label %return ]
step32:
  call void @read(ptr %a32)
  call void @write(ptr %a33)
  br label %wait33
wait33:
  %suspend33 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 33}
  switch i8 %suspend33, label %return [ i8 0, label %step33  i8 1, label %return ]
step33:
  call void @read(ptr %a33)
  call void @write(ptr %a34)
  br label %wait34
wait34:
  %suspend34 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 34}
  switch i8 %suspend34, label %return [ i8 0, label %step34  i8 1, label %return ]
step34:
  call void @read(ptr %a34)
  call void @write(ptr %a35)
  br label %wait35
wait35:
  %suspend35 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 35}
  switch i8 %suspend35, label %return [ i8 0, label %step35  i8 1, label %return ]
step35:
  call void @read(ptr %a35)
  call void @write(ptr %a36)
  br label %wait36
wait36:
  %suspend36 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 36}
  switch i8 %suspend36, label %return [ i8 0, label %step36  i8 1, label %return ]
step36:
  call void @read(ptr %a36)
  call void @write(ptr %a37)
  br label %wait37
wait37:
  %suspend37 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 37}
  switch i8 %suspend37, label %return [ i8 0, label %step37  i8 1, label %return ]
step37:
  call void @read(ptr %a37)
  call void @write(ptr %a38)
  br label %wait38
wait38:
  %suspend38 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 38}
  switch i8 %suspend38, label %return [ i8 0, label %step38  i8 1, label %return ]
step38:
  call void @read(ptr %a38)
  call void @write(ptr %a39)
  br label %wait39
wait39:
  %suspend39 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 39}
  switch i8 %suspend39, label %return [ i8 0, label %step39  i8 1, label %return ]
step39:
  call void @read(ptr %a39)
  call void @write(ptr %a40)
  br label %wait40
wait40:
  %suspend40 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 40}
  switch i8 %suspend40, label %return [ i8 0, label %step40  i8 1, label %return ]
step40:
  call void @read(ptr %a40)
  call void @write(ptr %a41)
  br label %wait41
wait41:
  %suspend41 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 41}
  switch i8 %suspend41, label %return [ i8 0, label %step41  i8 1, label %return ]
step41:
  call void @read(ptr %a41)
  call void @write(ptr %a42)
  br label %wait42
wait42:
  %suspend42 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 42}
  switch i8 %suspend42, label %return [ i8 0, label %step42  i8 1, label %return ]
step42:
  call void @read(ptr %a42)
  call void @write(ptr %a43)
  br label %wait43
wait43:
  %suspend43 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 43}
  switch i8 %suspend43, label %return [ i8 0, label %step43  i8 1, label %return ]
step43:
  call void @read(ptr %a43)
  call void @write(ptr %a44)
  br label %wait44
wait44:
  %suspend44 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 44}
  switch i8 %suspend44, label %return [ i8 0, label %step44  i8 1, label %return ]
step44:
  call void @read(ptr %a44)
  call void @write(ptr %a45)
  br label %wait45
wait45:
  %suspend45 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 45}
  switch i8 %suspend45, label %return [ i8 0, label %step45  i8 1, label %return ]
step45:
  call void @read(ptr %a45)
  call void @write(ptr %a46)
  br label %wait46
wait46:
  %suspend46 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 46}
  switch i8 %suspend46, label %return [ i8 0, label %step46  i8 1, label %return ]
step46:
  call void @read(ptr %a46)
  call void @write(ptr %a47)
  br label %wait47
wait47:
  %suspend47 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 47}
  switch i8 %suspend47, label %return [ i8 0, label %step47  i8 1, label %return ]
step47:
  call void @read(ptr %a47)
  call void @write(ptr %a48)
  br label %wait48
wait48:
  %suspend48 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 48}
  switch i8 %suspend48, label %return [ i8 0, label %step48  i8 1, label %return ]
step48:
  call void @read(ptr %a48)
  call void @write(ptr %a49)
  br label %wait49
wait49:
  %suspend49 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 49}
  switch i8 %suspend49, label %return [ i8 0, label %step49  i8 1, label %return ]
step49:
  call void @read(ptr %a49)
  call void @write(ptr %a50)
  br label %wait50
wait50:
  %suspend50 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 50}
  switch i8 %suspend50, label %return [ i8 0, label %step50  i8 1, label %return ]
step50:
  call void @read(ptr %a50)
  call void @write(ptr %a51)
  br label %wait51
wait51:
  %suspend51 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 51}
  switch i8 %suspend51, label %return [ i8 0, label %step51  i8 1, label %return ]
step51:
  call void @read(ptr %a51)
  call void @write(ptr %a52)
  br label %wait52
wait52:
  %suspend52 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 52}
  switch i8 %suspend52, label %return [ i8 0, label %step52  i8 1, label %return ]
step52:
  call void @read(ptr %a52)
  call void @write(ptr %a53)
  br label %wait53
wait53:
  %suspend53 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 53}
  switch i8 %suspend53, label %return [ i8 0, label %step53  i8 1, label %return ]
step53:
  call void @read(ptr %a53)
  call void @write(ptr %a54)
  br label %wait54
wait54:
  %suspend54 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 54}
  switch i8 %suspend54, label %return [ i8 0, label %step54  i8 1, label %return ]
step54:
  call void @read(ptr %a54)
  call void @write(ptr %a55)
  br label %wait55
wait55:
  %suspend55 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 55}
  switch i8 %suspend55, label %return [ i8 0, label %step55  i8 1, label %return ]
step55:
  call void @read(ptr %a55)
  call void @write(ptr %a56)
  br label %wait56
wait56:
  %suspend56 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 56}
  switch i8 %suspend56, label %return [ i8 0, label %step56  i8 1, label %return ]
step56:
  call void @read(ptr %a56)
  call void @write(ptr %a57)
  br label %wait57
wait57:
  %suspend57 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 57}
  switch i8 %suspend57, label %return [ i8 0, label %step57  i8 1, label %return ]
step57:
  call void @read(ptr %a57)
  call void @write(ptr %a58)
  br label %wait58
wait58:
  %suspend58 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 58}
  switch i8 %suspend58, label %return [ i8 0, label %step58  i8 1, label %return ]
step58:
  call void @read(ptr %a58)
  call void @write(ptr %a59)
  br label %wait59
wait59:
  %suspend59 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 59}
  switch i8 %suspend59, label %return [ i8 0, label %step59  i8 1, label %return ]
step59:
  call void @read(ptr %a59)
  call void @write(ptr %a60)
  br label %wait60
wait60:
  %suspend60 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 60}
  switch i8 %suspend60, label %return [ i8 0, label %step60  i8 1, label %return ]
step60:
  call void @read(ptr %a60)
  call void @write(ptr %a61)
  br label %wait61
wait61:
  %suspend61 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 61}
  switch i8 %suspend61, label %return [ i8 0, label %step61  i8 1, label %return ]
step61:
  call void @read(ptr %a61)
  call void @write(ptr %a62)
  br label %wait62
wait62:
  %suspend62 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 62}
  switch i8 %suspend62, label %return [ i8 0, label %step62  i8 1, label %return ]
step62:
  call void @read(ptr %a62)
  call void @write(ptr %a63)
  br label %wait63
wait63:
  %suspend63 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 63}
  switch i8 %suspend63, label %return [ i8 0, label %step63  i8 1, label %return ]
step63:
  call void @read(ptr %a63)
  call void @write(ptr %a64)
  br label %wait64
wait64:
  %suspend64 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 64}
  switch i8 %suspend64, label %return [ i8 0, label %step64  i8 1, label %return ]
step64:
  call void @read(ptr %a64)
  call void @write(ptr %a65)
  br label %wait65
wait65:
  %suspend65 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 65}
  switch i8 %suspend65, label %return [ i8 0, label %step65  i8 1, label %return ]
step65:
  call void @read(ptr %a65)
  call void @write(ptr %a66)
  br label %wait66
wait66:
  %suspend66 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 66}
  switch i8 %suspend66, label %return [ i8 0, label %step66  i8 1, label %return ]
step66:
  call void @read(ptr %a66)
  call void @write(ptr %a67)
  br label %wait67
wait67:
  %suspend67 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 67}
  switch i8 %suspend67, label %return [ i8 0, label %step67  i8 1, label %return ]
step67:
  call void @read(ptr %a67)
  call void @write(ptr %a68)
  br label %wait68
wait68:
  %suspend68 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 68}
  switch i8 %suspend68, label %return [ i8 0, label %step68  i8 1, label %return ]
step68:
  call void @read(ptr %a68)
  call void @write(ptr %a69)
  br label %wait69
wait69:
  %suspend69 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 69}
  switch i8 %suspend69, label %return [ i8 0, label %step69  i8 1, label %return ]
step69:
  call void @read(ptr %a69)
  call void @write(ptr %a70)
  br label %wait70
wait70:
  %suspend70 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 70}
  switch i8 %suspend70, label %return [ i8 0, label %step70  i8 1, label %return ]
step70:
  call void @read(ptr %a70)
  call void @write(ptr %a71)
  br label %wait71
wait71:
  %suspend71 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 71}
  switch i8 %suspend71, label %return [ i8 0, label %step71  i8 1, label %return ]
step71:
  call void @read(ptr %a71)
  call void @write(ptr %a72)
  br label %wait72
wait72:
  %suspend72 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 72}
  switch i8 %suspend72, label %return [ i8 0, label %step72  i8 1, label %return ]
step72:
  call void @read(ptr %a72)
  call void @write(ptr %a73)
  br label %wait73
wait73:
  %suspend73 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 73}
  switch i8 %suspend73, label %return [ i8 0, label %step73  i8 1, label %return ]
step73:
  call void @read(ptr %a73)
  call void @write(ptr %a74)
  br label %wait74
wait74:
  %suspend74 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 74}
  switch i8 %suspend74, label %return [ i8 0, label %step74  i8 1, label %return ]
step74:
  call void @read(ptr %a74)
  call void @write(ptr %a75)
  br label %wait75
wait75:
  %suspend75 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 75}
  switch i8 %suspend75, label %return [ i8 0, label %step75  i8 1, label %return ]
step75:
  call void @read(ptr %a75)
  call void @write(ptr %a76)
  br label %wait76
wait76:
  %suspend76 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 76}
  switch i8 %suspend76, label %return [ i8 0, label %step76  i8 1, label %return ]
step76:
  call void @read(ptr %a76)
  call void @write(ptr %a77)
  br label %wait77
wait77:
  %suspend77 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 77}
  switch i8 %suspend77, label %return [ i8 0, label %step77  i8 1, label %return ]
step77:
  call void @read(ptr %a77)
  call void @write(ptr %a78)
  br label %wait78
wait78:
  %suspend78 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 78}
  switch i8 %suspend78, label %return [ i8 0, label %step78  i8 1, label %return ]
step78:
  call void @read(ptr %a78)
  call void @write(ptr %a79)
  br label %wait79
wait79:
  %suspend79 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 79}
  switch i8 %suspend79, label %return [ i8 0, label %step79  i8 1, label %return ]
step79:
  call void @read(ptr %a79)
  call void @write(ptr %a80)
  br label %wait80
wait80:
  %suspend80 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 80}
  switch i8 %suspend80, label %return [ i8 0, label %step80  i8 1, label %return ]
step80:
  call void @read(ptr %a80)
  call void @write(ptr %a81)
  br label %wait81
wait81:
  %suspend81 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 81}
  switch i8 %suspend81, label %return [ i8 0, label %step81  i8 1, label %return ]
step81:
  call void @read(ptr %a81)
  call void @write(ptr %a82)
  br label %wait82
wait82:
  %suspend82 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 82}
  switch i8 %suspend82, label %return [ i8 0, label %step82  i8 1, label %return ]
step82:
  call void @read(ptr %a82)
  call void @write(ptr %a83)
  br label %wait83
wait83:
  %suspend83 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 83}
  switch i8 %suspend83, label %return [ i8 0, label %step83  i8 1, label %return ]
step83:
  call void @read(ptr %a83)
  call void @write(ptr %a84)
  br label %wait84
wait84:
  %suspend84 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 84}
  switch i8 %suspend84, label %return [ i8 0, label %step84  i8 1, label %return ]
step84:
  call void @read(ptr %a84)
  call void @write(ptr %a85)
  br label %wait85
wait85:
  %suspend85 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 85}
  switch i8 %suspend85, label %return [ i8 0, label %step85  i8 1, label %return ]
step85:
  call void @read(ptr %a85)
  call void @write(ptr %a86)
  br label %wait86
wait86:
  %suspend86 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 86}
  switch i8 %suspend86, label %return [ i8 0, label %step86  i8 1, label %return ]
step86:
  call void @read(ptr %a86)
  call void @write(ptr %a87)
  br label %wait87
wait87:
  %suspend87 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 87}
  switch i8 %suspend87, label %return [ i8 0, label %step87  i8 1, label %return ]
step87:
  call void @read(ptr %a87)
  call void @write(ptr %a88)
  br label %wait88
wait88:
  %suspend88 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 88}
  switch i8 %suspend88, label %return [ i8 0, label %step88  i8 1, label %return ]
step88:
  call void @read(ptr %a88)
  call void @write(ptr %a89)
  br label %wait89
wait89:
  %suspend89 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 89}
  switch i8 %suspend89, label %return [ i8 0, label %step89  i8 1, label %return ]
step89:
  call void @read(ptr %a89)
  call void @write(ptr %a90)
  br label %wait90
wait90:
  %suspend90 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 90}
  switch i8 %suspend90, label %return [ i8 0, label %step90  i8 1, label %return ]
step90:
  call void @read(ptr %a90)
  call void @write(ptr %a91)
  br label %wait91
wait91:
  %suspend91 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 91}
  switch i8 %suspend91, label %return [ i8 0, label %step91  i8 1, label %return ]
step91:
  call void @read(ptr %a91)
  call void @write(ptr %a92)
  br label %wait92
wait92:
  %suspend92 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 92}
  switch i8 %suspend92, label %return [ i8 0, label %step92  i8 1, label %return ]
step92:
  call void @read(ptr %a92)
  call void @write(ptr %a93)
  br label %wait93
wait93:
  %suspend93 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 93}
  switch i8 %suspend93, label %return [ i8 0, label %step93  i8 1, label %return ]
step93:
  call void @read(ptr %a93)
  call void @write(ptr %a94)
  br label %wait94
wait94:
  %suspend94 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 94}
  switch i8 %suspend94, label %return [ i8 0, label %step94  i8 1, label %return ]
step94:
  call void @read(ptr %a94)
  call void @write(ptr %a95)
  br label %wait95
wait95:
  %suspend95 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 95}
  switch i8 %suspend95, label %return [ i8 0, label %step95  i8 1, label %return ]
step95:
  call void @read(ptr %a95)
  call void @write(ptr %a96)
  br label %wait96
wait96:
  %suspend96 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 96}
  switch i8 %suspend96, label %return [ i8 0, label %step96  i8 1, label %return ]
step96:
  call void @read(ptr %a96)
  call void @write(ptr %a97)
  br label %wait97
wait97:
  %suspend97 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 97}
  switch i8 %suspend97, label %return [ i8 0, label %step97  i8 1, label %return ]
step97:
  call void @read(ptr %a97)
  call void @write(ptr %a98)
  br label %wait98
wait98:
  %suspend98 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 98}
  switch i8 %suspend98, label %return [ i8 0, label %step98  i8 1, label %return ]
step98:
  call void @read(ptr %a98)
  call void @write(ptr %a99)
  br label %wait99
wait99:
  %suspend99 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 99}
  switch i8 %suspend99, label %return [ i8 0, label %step99  i8 1, label %return ]
step99:
  call void @read(ptr %a99)
  call void @write(ptr %a100)
  br label %wait100
wait100:
  %suspend100 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 100}
  switch i8 %suspend100, label %return [ i8 0, label %step100  i8 1, label %return ]
step100:
  call void @read(ptr %a100)
  call void @write(ptr %a101)
  br label %wait101
wait101:
  %suspend101 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 101}
  switch i8 %suspend101, label %return [ i8 0, label %step101  i8 1, label %return ]
step101:
  call void @read(ptr %a101)
  call void @write(ptr %a102)
  br label %wait102
wait102:
  %suspend102 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 102}
  switch i8 %suspend102, label %return [ i8 0, label %step102  i8 1, label %return ]
step102:
  call void @read(ptr %a102)
  call void @write(ptr %a103)
  br label %wait103
wait103:
  %suspend103 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 103}
  switch i8 %suspend103, label %return [ i8 0, label %step103  i8 1, label %return ]
step103:
  call void @read(ptr %a103)
  call void @write(ptr %a104)
  br label %wait104
wait104:
  %suspend104 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 104}
  switch i8 %suspend104, label %return [ i8 0, label %step104  i8 1, label %return ]
step104:
  call void @read(ptr %a104)
  call void @write(ptr %a105)
  br label %wait105
wait105:
  %suspend105 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 105}
  switch i8 %suspend105, label %return [ i8 0, label %step105  i8 1, label %return ]
step105:
  call void @read(ptr %a105)
  call void @write(ptr %a106)
  br label %wait106
wait106:
  %suspend106 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 106}
  switch i8 %suspend106, label %return [ i8 0, label %step106  i8 1, label %return ]
step106:
  call void @read(ptr %a106)
  call void @write(ptr %a107)
  br label %wait107
wait107:
  %suspend107 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 107}
  switch i8 %suspend107, label %return [ i8 0, label %step107  i8 1, label %return ]
step107:
  call void @read(ptr %a107)
  call void @write(ptr %a108)
  br label %wait108
wait108:
  %suspend108 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 108}
  switch i8 %suspend108, label %return [ i8 0, label %step108  i8 1, label %return ]
step108:
  call void @read(ptr %a108)
  call void @write(ptr %a109)
  br label %wait109
wait109:
  %suspend109 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 109}
  switch i8 %suspend109, label %return [ i8 0, label %step109  i8 1, label %return ]
step109:
  call void @read(ptr %a109)
  call void @write(ptr %a110)
  br label %wait110
wait110:
  %suspend110 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 110}
  switch i8 %suspend110, label %return [ i8 0, label %step110  i8 1, label %return ]
step110:
  call void @read(ptr %a110)
  call void @write(ptr %a111)
  br label %wait111
wait111:
  %suspend111 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 111}
  switch i8 %suspend111, label %return [ i8 0, label %step111  i8 1, label %return ]
step111:
  call void @read(ptr %a111)
  call void @write(ptr %a112)
  br label %wait112
wait112:
  %suspend112 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 112}
  switch i8 %suspend112, label %return [ i8 0, label %step112  i8 1, label %return ]
step112:
  call void @read(ptr %a112)
  call void @write(ptr %a113)
  br label %wait113
wait113:
  %suspend113 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 113}
  switch i8 %suspend113, label %return [ i8 0, label %step113  i8 1, label %return ]
step113:
  call void @read(ptr %a113)
  call void @write(ptr %a114)
  br label %wait114
wait114:
  %suspend114 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 114}
  switch i8 %suspend114, label %return [ i8 0, label %step114  i8 1, label %return ]
step114:
  call void @read(ptr %a114)
  call void @write(ptr %a115)
  br label %wait115
wait115:
  %suspend115 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 115}
  switch i8 %suspend115, label %return [ i8 0, label %step115  i8 1, label %return ]
step115:
  call void @read(ptr %a115)
  call void @write(ptr %a116)
  br label %wait116
wait116:
  %suspend116 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 116}
  switch i8 %suspend116, label %return [ i8 0, label %step116  i8 1, label %return ]
step116:
  call void @read(ptr %a116)
  call void @write(ptr %a117)
  br label %wait117
wait117:
  %suspend117 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 117}
  switch i8 %suspend117, label %return [ i8 0, label %step117  i8 1, label %return ]
step117:
  call void @read(ptr %a117)
  call void @write(ptr %a118)
  br label %wait118
wait118:
  %suspend118 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 118}
  switch i8 %suspend118, label %return [ i8 0, label %step118  i8 1, label %return ]
step118:
  call void @read(ptr %a118)
  call void @write(ptr %a119)
  br label %wait119
wait119:
  %suspend119 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 119}
  switch i8 %suspend119, label %return [ i8 0, label %step119  i8 1, label %return ]
step119:
  call void @read(ptr %a119)
  call void @write(ptr %a120)
  br label %wait120
wait120:
  %suspend120 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 120}
  switch i8 %suspend120, label %return [ i8 0, label %step120  i8 1, label %return ]
step120:
  call void @read(ptr %a120)
  call void @write(ptr %a121)
  br label %wait121
wait121:
  %suspend121 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 121}
  switch i8 %suspend121, label %return [ i8 0, label %step121  i8 1, label %return ]
step121:
  call void @read(ptr %a121)
  call void @write(ptr %a122)
  br label %wait122
wait122:
  %suspend122 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 122}
  switch i8 %suspend122, label %return [ i8 0, label %step122  i8 1, label %return ]
step122:
  call void @read(ptr %a122)
  call void @write(ptr %a123)
  br label %wait123
wait123:
  %suspend123 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 123}
  switch i8 %suspend123, label %return [ i8 0, label %step123  i8 1, label %return ]
step123:
  call void @read(ptr %a123)
  call void @write(ptr %a124)
  br label %wait124
wait124:
  %suspend124 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 124}
  switch i8 %suspend124, label %return [ i8 0, label %step124  i8 1, label %return ]
step124:
  call void @read(ptr %a124)
  call void @write(ptr %a125)
  br label %wait125
wait125:
  %suspend125 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 125}
  switch i8 %suspend125, label %return [ i8 0, label %step125  i8 1, label %return ]
step125:
  call void @read(ptr %a125)
  call void @write(ptr %a126)
  br label %wait126
wait126:
  %suspend126 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 126}
  switch i8 %suspend126, label %return [ i8 0, label %step126  i8 1, label %return ]
step126:
  call void @read(ptr %a126)
  call void @write(ptr %a127)
  br label %wait127
wait127:
  %suspend127 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 127}
  switch i8 %suspend127, label %return [ i8 0, label %step127  i8 1, label %return ]
step127:
  call void @read(ptr %a127)
  call void @write(ptr %a128)
  br label %wait128
wait128:
  %suspend128 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 128}
  switch i8 %suspend128, label %return [ i8 0, label %step128  i8 1, label %return ]
step128:
  call void @read(ptr %a128)
  call void @write(ptr %a129)
  br label %wait129
wait129:
  %suspend129 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 129}
  switch i8 %suspend129, label %return [ i8 0, label %step129  i8 1, label %return ]
step129:
  call void @read(ptr %a129)
  call void @write(ptr %a130)
  br label %wait130
wait130:
  %suspend130 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 130}
  switch i8 %suspend130, label %return [ i8 0, label %step130  i8 1, label %return ]
step130:
  call void @read(ptr %a130)
  call void @write(ptr %a131)
  br label %wait131
wait131:
  %suspend131 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 131}
  switch i8 %suspend131, label %return [ i8 0, label %step131  i8 1, label %return ]
step131:
  call void @read(ptr %a131)
  call void @write(ptr %a132)
  br label %wait132
wait132:
  %suspend132 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 132}
  switch i8 %suspend132, label %return [ i8 0, label %step132  i8 1, label %return ]
step132:
  call void @read(ptr %a132)
  call void @write(ptr %a133)
  br label %wait133
wait133:
  %suspend133 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 133}
  switch i8 %suspend133, label %return [ i8 0, label %step133  i8 1, label %return ]
step133:
  call void @read(ptr %a133)
  call void @write(ptr %a134)
  br label %wait134
wait134:
  %suspend134 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 134}
  switch i8 %suspend134, label %return [ i8 0, label %step134  i8 1, label %return ]
step134:
  call void @read(ptr %a134)
  call void @write(ptr %a135)
  br label %wait135
wait135:
  %suspend135 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 135}
  switch i8 %suspend135, label %return [ i8 0, label %step135  i8 1, label %return ]
step135:
  call void @read(ptr %a135)
  call void @write(ptr %a136)
  br label %wait136
wait136:
  %suspend136 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 136}
  switch i8 %suspend136, label %return [ i8 0, label %step136  i8 1, label %return ]
step136:
  call void @read(ptr %a136)
  call void @write(ptr %a137)
  br label %wait137
wait137:
  %suspend137 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 137}
  switch i8 %suspend137, label %return [ i8 0, label %step137  i8 1, label %return ]
step137:
  call void @read(ptr %a137)
  call void @write(ptr %a138)
  br label %wait138
wait138:
  %suspend138 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 138}
  switch i8 %suspend138, label %return [ i8 0, label %step138  i8 1, label %return ]
step138:
  call void @read(ptr %a138)
  call void @write(ptr %a139)
  br label %wait139
wait139:
  %suspend139 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 139}
  switch i8 %suspend139, label %return [ i8 0, label %step139  i8 1, label %return ]
step139:
  call void @read(ptr %a139)
  call void @write(ptr %a140)
  br label %wait140
wait140:
  %suspend140 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 140}
  switch i8 %suspend140, label %return [ i8 0, label %step140  i8 1, label %return ]
step140:
  call void @read(ptr %a140)
  call void @write(ptr %a141)
  br label %wait141
wait141:
  %suspend141 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 141}
  switch i8 %suspend141, label %return [ i8 0, label %step141  i8 1, label %return ]
step141:
  call void @read(ptr %a141)
  call void @write(ptr %a142)
  br label %wait142
wait142:
  %suspend142 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 142}
  switch i8 %suspend142, label %return [ i8 0, label %step142  i8 1, label %return ]
step142:
  call void @read(ptr %a142)
  call void @write(ptr %a143)
  br label %wait143
wait143:
  %suspend143 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 143}
  switch i8 %suspend143, label %return [ i8 0, label %step143  i8 1, label %return ]
step143:
  call void @read(ptr %a143)
  call void @write(ptr %a144)
  br label %wait144
wait144:
  %suspend144 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 144}
  switch i8 %suspend144, label %return [ i8 0, label %step144  i8 1, label %return ]
step144:
  call void @read(ptr %a144)
  call void @write(ptr %a145)
  br label %wait145
wait145:
  %suspend145 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 145}
  switch i8 %suspend145, label %return [ i8 0, label %step145  i8 1, label %return ]
step145:
  call void @read(ptr %a145)
  call void @write(ptr %a146)
  br label %wait146
wait146:
  %suspend146 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 146}
  switch i8 %suspend146, label %return [ i8 0, label %step146  i8 1, label %return ]
step146:
  call void @read(ptr %a146)
  call void @write(ptr %a147)
  br label %wait147
wait147:
  %suspend147 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 147}
  switch i8 %suspend147, label %return [ i8 0, label %step147  i8 1, label %return ]
step147:
  call void @read(ptr %a147)
  call void @write(ptr %a148)
  br label %wait148
wait148:
  %suspend148 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 148}
  switch i8 %suspend148, label %return [ i8 0, label %step148  i8 1, label %return ]
step148:
  call void @read(ptr %a148)
  call void @write(ptr %a149)
  br label %wait149
wait149:
  %suspend149 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 149}
  switch i8 %suspend149, label %return [ i8 0, label %step149  i8 1, label %return ]
step149:
  call void @read(ptr %a149)
  call void @write(ptr %a150)
  br label %wait150
wait150:
  %suspend150 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 150}
  switch i8 %suspend150, label %return [ i8 0, label %step150  i8 1, label %return ]
step150:
  call void @read(ptr %a150)
  call void @write(ptr %a151)
  br label %wait151
wait151:
  %suspend151 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 151}
  switch i8 %suspend151, label %return [ i8 0, label %step151  i8 1, label %return ]
step151:
  call void @read(ptr %a151)
  call void @write(ptr %a152)
  br label %wait152
wait152:
  %suspend152 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 152}
  switch i8 %suspend152, label %return [ i8 0, label %step152  i8 1, label %return ]
step152:
  call void @read(ptr %a152)
  call void @write(ptr %a153)
  br label %wait153
wait153:
  %suspend153 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 153}
  switch i8 %suspend153, label %return [ i8 0, label %step153  i8 1, label %return ]
step153:
  call void @read(ptr %a153)
  call void @write(ptr %a154)
  br label %wait154
wait154:
  %suspend154 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 154}
  switch i8 %suspend154, label %return [ i8 0, label %step154  i8 1, label %return ]
step154:
  call void @read(ptr %a154)
  call void @write(ptr %a155)
  br label %wait155
wait155:
  %suspend155 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 155}
  switch i8 %suspend155, label %return [ i8 0, label %step155  i8 1, label %return ]
step155:
  call void @read(ptr %a155)
  call void @write(ptr %a156)
  br label %wait156
wait156:
  %suspend156 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 156}
  switch i8 %suspend156, label %return [ i8 0, label %step156  i8 1, label %return ]
step156:
  call void @read(ptr %a156)
  call void @write(ptr %a157)
  br label %wait157
wait157:
  %suspend157 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 157}
  switch i8 %suspend157, label %return [ i8 0, label %step157  i8 1, label %return ]
step157:
  call void @read(ptr %a157)
  call void @write(ptr %a158)
  br label %wait158
wait158:
  %suspend158 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 158}
  switch i8 %suspend158, label %return [ i8 0, label %step158  i8 1, label %return ]
step158:
  call void @read(ptr %a158)
  call void @write(ptr %a159)
  br label %wait159
wait159:
  %suspend159 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 159}
  switch i8 %suspend159, label %return [ i8 0, label %step159  i8 1, label %return ]
step159:
  call void @read(ptr %a159)
  call void @write(ptr %a160)
  br label %wait160
wait160:
  %suspend160 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 160}
  switch i8 %suspend160, label %return [ i8 0, label %step160  i8 1, label %return ]
step160:
  call void @read(ptr %a160)
  call void @write(ptr %a161)
  br label %wait161
wait161:
  %suspend161 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 161}
  switch i8 %suspend161, label %return [ i8 0, label %step161  i8 1, label %return ]
step161:
  call void @read(ptr %a161)
  call void @write(ptr %a162)
  br label %wait162
wait162:
  %suspend162 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 162}
  switch i8 %suspend162, label %return [ i8 0, label %step162  i8 1, label %return ]
step162:
  call void @read(ptr %a162)
  call void @write(ptr %a163)
  br label %wait163
wait163:
  %suspend163 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 163}
  switch i8 %suspend163, label %return [ i8 0, label %step163  i8 1, label %return ]
step163:
  call void @read(ptr %a163)
  call void @write(ptr %a164)
  br label %wait164
wait164:
  %suspend164 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 164}
  switch i8 %suspend164, label %return [ i8 0, label %step164  i8 1, label %return ]
step164:
  call void @read(ptr %a164)
  call void @write(ptr %a165)
  br label %wait165
wait165:
  %suspend165 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 165}
  switch i8 %suspend165, label %return [ i8 0, label %step165  i8 1, label %return ]
step165:
  call void @read(ptr %a165)
  call void @write(ptr %a166)
  br label %wait166
wait166:
  %suspend166 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 166}
  switch i8 %suspend166, label %return [ i8 0, label %step166  i8 1, label %return ]
step166:
  call void @read(ptr %a166)
  call void @write(ptr %a167)
  br label %wait167
wait167:
  %suspend167 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 167}
  switch i8 %suspend167, label %return [ i8 0, label %step167  i8 1, label %return ]
step167:
  call void @read(ptr %a167)
  call void @write(ptr %a168)
  br label %wait168
wait168:
  %suspend168 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 168}
  switch i8 %suspend168, label %return [ i8 0, label %step168  i8 1, label %return ]
step168:
  call void @read(ptr %a168)
  call void @write(ptr %a169)
  br label %wait169
wait169:
  %suspend169 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 169}
  switch i8 %suspend169, label %return [ i8 0, label %step169  i8 1, label %return ]
step169:
  call void @read(ptr %a169)
  call void @write(ptr %a170)
  br label %wait170
wait170:
  %suspend170 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 170}
  switch i8 %suspend170, label %return [ i8 0, label %step170  i8 1, label %return ]
step170:
  call void @read(ptr %a170)
  call void @write(ptr %a171)
  br label %wait171
wait171:
  %suspend171 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 171}
  switch i8 %suspend171, label %return [ i8 0, label %step171  i8 1, label %return ]
step171:
  call void @read(ptr %a171)
  call void @write(ptr %a172)
  br label %wait172
wait172:
  %suspend172 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 172}
  switch i8 %suspend172, label %return [ i8 0, label %step172  i8 1, label %return ]
step172:
  call void @read(ptr %a172)
  call void @write(ptr %a173)
  br label %wait173
wait173:
  %suspend173 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 173}
  switch i8 %suspend173, label %return [ i8 0, label %step173  i8 1, label %return ]
step173:
  call void @read(ptr %a173)
  call void @write(ptr %a174)
  br label %wait174
wait174:
  %suspend174 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 174}
  switch i8 %suspend174, label %return [ i8 0, label %step174  i8 1, label %return ]
step174:
  call void @read(ptr %a174)
  call void @write(ptr %a175)
  br label %wait175
wait175:
  %suspend175 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 175}
  switch i8 %suspend175, label %return [ i8 0, label %step175  i8 1, label %return ]
step175:
  call void @read(ptr %a175)
  call void @write(ptr %a176)
  br label %wait176
wait176:
  %suspend176 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 176}
  switch i8 %suspend176, label %return [ i8 0, label %step176  i8 1, label %return ]
step176:
  call void @read(ptr %a176)
  call void @write(ptr %a177)
  br label %wait177
wait177:
  %suspend177 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 177}
  switch i8 %suspend177, label %return [ i8 0, label %step177  i8 1, label %return ]
step177:
  call void @read(ptr %a177)
  call void @write(ptr %a178)
  br label %wait178
wait178:
  %suspend178 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 178}
  switch i8 %suspend178, label %return [ i8 0, label %step178  i8 1, label %return ]
step178:
  call void @read(ptr %a178)
  call void @write(ptr %a179)
  br label %wait179
wait179:
  %suspend179 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 179}
  switch i8 %suspend179, label %return [ i8 0, label %step179  i8 1, label %return ]
step179:
  call void @read(ptr %a179)
  call void @write(ptr %a180)
  br label %wait180
wait180:
  %suspend180 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 180}
  switch i8 %suspend180, label %return [ i8 0, label %step180  i8 1, label %return ]
step180:
  call void @read(ptr %a180)
  call void @write(ptr %a181)
  br label %wait181
wait181:
  %suspend181 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 181}
  switch i8 %suspend181, label %return [ i8 0, label %step181  i8 1, label %return ]
step181:
  call void @read(ptr %a181)
  call void @write(ptr %a182)
  br label %wait182
wait182:
  %suspend182 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 182}
  switch i8 %suspend182, label %return [ i8 0, label %step182  i8 1, label %return ]
step182:
  call void @read(ptr %a182)
  call void @write(ptr %a183)
  br label %wait183
wait183:
  %suspend183 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 183}
  switch i8 %suspend183, label %return [ i8 0, label %step183  i8 1, label %return ]
step183:
  call void @read(ptr %a183)
  call void @write(ptr %a184)
  br label %wait184
wait184:
  %suspend184 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 184}
  switch i8 %suspend184, label %return [ i8 0, label %step184  i8 1, label %return ]
step184:
  call void @read(ptr %a184)
  call void @write(ptr %a185)
  br label %wait185
wait185:
  %suspend185 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 185}
  switch i8 %suspend185, label %return [ i8 0, label %step185  i8 1, label %return ]
step185:
  call void @read(ptr %a185)
  call void @write(ptr %a186)
  br label %wait186
wait186:
  %suspend186 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 186}
  switch i8 %suspend186, label %return [ i8 0, label %step186  i8 1, label %return ]
step186:
  call void @read(ptr %a186)
  call void @write(ptr %a187)
  br label %wait187
wait187:
  %suspend187 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 187}
  switch i8 %suspend187, label %return [ i8 0, label %step187  i8 1, label %return ]
step187:
  call void @read(ptr %a187)
  call void @write(ptr %a188)
  br label %wait188
wait188:
  %suspend188 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 188}
  switch i8 %suspend188, label %return [ i8 0, label %step188  i8 1, label %return ]
step188:
  call void @read(ptr %a188)
  call void @write(ptr %a189)
  br label %wait189
wait189:
  %suspend189 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 189}
  switch i8 %suspend189, label %return [ i8 0, label %step189  i8 1, label %return ]
step189:
  call void @read(ptr %a189)
  call void @write(ptr %a190)
  br label %wait190
wait190:
  %suspend190 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 190}
  switch i8 %suspend190, label %return [ i8 0, label %step190  i8 1, label %return ]
step190:
  call void @read(ptr %a190)
  call void @write(ptr %a191)
  br label %wait191
wait191:
  %suspend191 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 191}
  switch i8 %suspend191, label %return [ i8 0, label %step191  i8 1, label %return ]
step191:
  call void @read(ptr %a191)
  call void @write(ptr %a192)
  br label %wait192
wait192:
  %suspend192 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 192}
  switch i8 %suspend192, label %return [ i8 0, label %step192  i8 1, label %return ]
step192:
  call void @read(ptr %a192)
  call void @write(ptr %a193)
  br label %wait193
wait193:
  %suspend193 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 193}
  switch i8 %suspend193, label %return [ i8 0, label %step193  i8 1, label %return ]
step193:
  call void @read(ptr %a193)
  call void @write(ptr %a194)
  br label %wait194
wait194:
  %suspend194 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 194}
  switch i8 %suspend194, label %return [ i8 0, label %step194  i8 1, label %return ]
step194:
  call void @read(ptr %a194)
  call void @write(ptr %a195)
  br label %wait195
wait195:
  %suspend195 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 195}
  switch i8 %suspend195, label %return [ i8 0, label %step195  i8 1, label %return ]
step195:
  call void @read(ptr %a195)
  call void @write(ptr %a196)
  br label %wait196
wait196:
  %suspend196 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 196}
  switch i8 %suspend196, label %return [ i8 0, label %step196  i8 1, label %return ]
step196:
  call void @read(ptr %a196)
  call void @write(ptr %a197)
  br label %wait197
wait197:
  %suspend197 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 197}
  switch i8 %suspend197, label %return [ i8 0, label %step197  i8 1, label %return ]
step197:
  call void @read(ptr %a197)
  call void @write(ptr %a198)
  br label %wait198
wait198:
  %suspend198 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 198}
  switch i8 %suspend198, label %return [ i8 0, label %step198  i8 1, label %return ]
step198:
  call void @read(ptr %a198)
  call void @write(ptr %a199)
  br label %wait199
wait199:
  %suspend199 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 199}
  switch i8 %suspend199, label %return [ i8 0, label %step199  i8 1, label %return ]
step199:
  call void @read(ptr %a199)
  call void @write(ptr %a200)
  br label %wait200
wait200:
  %suspend200 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 200}
  switch i8 %suspend200, label %return [ i8 0, label %step200  i8 1, label %return ]
step200:
  call void @read(ptr %a200)
  call void @write(ptr %a201)
  br label %wait201
wait201:
  %suspend201 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 201}
  switch i8 %suspend201, label %return [ i8 0, label %step201  i8 1, label %return ]
step201:
  call void @read(ptr %a201)
  call void @write(ptr %a202)
  br label %wait202
wait202:
  %suspend202 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 202}
  switch i8 %suspend202, label %return [ i8 0, label %step202  i8 1, label %return ]
step202:
  call void @read(ptr %a202)
  call void @write(ptr %a203)
  br label %wait203
wait203:
  %suspend203 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 203}
  switch i8 %suspend203, label %return [ i8 0, label %step203  i8 1, label %return ]
step203:
  call void @read(ptr %a203)
  call void @write(ptr %a204)
  br label %wait204
wait204:
  %suspend204 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 204}
  switch i8 %suspend204, label %return [ i8 0, label %step204  i8 1, label %return ]
step204:
  call void @read(ptr %a204)
  call void @write(ptr %a205)
  br label %wait205
wait205:
  %suspend205 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 205}
  switch i8 %suspend205, label %return [ i8 0, label %step205  i8 1, label %return ]
step205:
  call void @read(ptr %a205)
  call void @write(ptr %a206)
  br label %wait206
wait206:
  %suspend206 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 206}
  switch i8 %suspend206, label %return [ i8 0, label %step206  i8 1, label %return ]
step206:
  call void @read(ptr %a206)
  call void @write(ptr %a207)
  br label %wait207
wait207:
  %suspend207 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 207}
  switch i8 %suspend207, label %return [ i8 0, label %step207  i8 1, label %return ]
step207:
  call void @read(ptr %a207)
  call void @write(ptr %a208)
  br label %wait208
wait208:
  %suspend208 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 208}
  switch i8 %suspend208, label %return [ i8 0, label %step208  i8 1, label %return ]
step208:
  call void @read(ptr %a208)
  call void @write(ptr %a209)
  br label %wait209
wait209:
  %suspend209 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 209}
  switch i8 %suspend209, label %return [ i8 0, label %step209  i8 1, label %return ]
step209:
  call void @read(ptr %a209)
  call void @write(ptr %a210)
  br label %wait210
wait210:
  %suspend210 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 210}
  switch i8 %suspend210, label %return [ i8 0, label %step210  i8 1, label %return ]
step210:
  call void @read(ptr %a210)
  call void @write(ptr %a211)
  br label %wait211
wait211:
  %suspend211 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 211}
  switch i8 %suspend211, label %return [ i8 0, label %step211  i8 1, label %return ]
step211:
  call void @read(ptr %a211)
  call void @write(ptr %a212)
  br label %wait212
wait212:
  %suspend212 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 212}
  switch i8 %suspend212, label %return [ i8 0, label %step212  i8 1, label %return ]
step212:
  call void @read(ptr %a212)
  call void @write(ptr %a213)
  br label %wait213
wait213:
  %suspend213 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 213}
  switch i8 %suspend213, label %return [ i8 0, label %step213  i8 1, label %return ]
step213:
  call void @read(ptr %a213)
  call void @write(ptr %a214)
  br label %wait214
wait214:
  %suspend214 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 214}
  switch i8 %suspend214, label %return [ i8 0, label %step214  i8 1, label %return ]
step214:
  call void @read(ptr %a214)
  call void @write(ptr %a215)
  br label %wait215
wait215:
  %suspend215 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 215}
  switch i8 %suspend215, label %return [ i8 0, label %step215  i8 1, label %return ]
step215:
  call void @read(ptr %a215)
  call void @write(ptr %a216)
  br label %wait216
wait216:
  %suspend216 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 216}
  switch i8 %suspend216, label %return [ i8 0, label %step216  i8 1, label %return ]
step216:
  call void @read(ptr %a216)
  call void @write(ptr %a217)
  br label %wait217
wait217:
  %suspend217 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 217}
  switch i8 %suspend217, label %return [ i8 0, label %step217  i8 1, label %return ]
step217:
  call void @read(ptr %a217)
  call void @write(ptr %a218)
  br label %wait218
wait218:
  %suspend218 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 218}
  switch i8 %suspend218, label %return [ i8 0, label %step218  i8 1, label %return ]
step218:
  call void @read(ptr %a218)
  call void @write(ptr %a219)
  br label %wait219
wait219:
  %suspend219 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 219}
  switch i8 %suspend219, label %return [ i8 0, label %step219  i8 1, label %return ]
step219:
  call void @read(ptr %a219)
  call void @write(ptr %a220)
  br label %wait220
wait220:
  %suspend220 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 220}
  switch i8 %suspend220, label %return [ i8 0, label %step220  i8 1, label %return ]
step220:
  call void @read(ptr %a220)
  call void @write(ptr %a221)
  br label %wait221
wait221:
  %suspend221 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 221}
  switch i8 %suspend221, label %return [ i8 0, label %step221  i8 1, label %return ]
step221:
  call void @read(ptr %a221)
  call void @write(ptr %a222)
  br label %wait222
wait222:
  %suspend222 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 222}
  switch i8 %suspend222, label %return [ i8 0, label %step222  i8 1, label %return ]
step222:
  call void @read(ptr %a222)
  call void @write(ptr %a223)
  br label %wait223
wait223:
  %suspend223 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 223}
  switch i8 %suspend223, label %return [ i8 0, label %step223  i8 1, label %return ]
step223:
  call void @read(ptr %a223)
  call void @write(ptr %a224)
  br label %wait224
wait224:
  %suspend224 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 224}
  switch i8 %suspend224, label %return [ i8 0, label %step224  i8 1, label %return ]
step224:
  call void @read(ptr %a224)
  call void @write(ptr %a225)
  br label %wait225
wait225:
  %suspend225 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 225}
  switch i8 %suspend225, label %return [ i8 0, label %step225  i8 1, label %return ]
step225:
  call void @read(ptr %a225)
  call void @write(ptr %a226)
  br label %wait226
wait226:
  %suspend226 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 226}
  switch i8 %suspend226, label %return [ i8 0, label %step226  i8 1, label %return ]
step226:
  call void @read(ptr %a226)
  call void @write(ptr %a227)
  br label %wait227
wait227:
  %suspend227 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 227}
  switch i8 %suspend227, label %return [ i8 0, label %step227  i8 1, label %return ]
step227:
  call void @read(ptr %a227)
  call void @write(ptr %a228)
  br label %wait228
wait228:
  %suspend228 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 228}
  switch i8 %suspend228, label %return [ i8 0, label %step228  i8 1, label %return ]
step228:
  call void @read(ptr %a228)
  call void @write(ptr %a229)
  br label %wait229
wait229:
  %suspend229 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 229}
  switch i8 %suspend229, label %return [ i8 0, label %step229  i8 1, label %return ]
step229:
  call void @read(ptr %a229)
  call void @write(ptr %a230)
  br label %wait230
wait230:
  %suspend230 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 230}
  switch i8 %suspend230, label %return [ i8 0, label %step230  i8 1, label %return ]
step230:
  call void @read(ptr %a230)
  call void @write(ptr %a231)
  br label %wait231
wait231:
  %suspend231 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 231}
  switch i8 %suspend231, label %return [ i8 0, label %step231  i8 1, label %return ]
step231:
  call void @read(ptr %a231)
  call void @write(ptr %a232)
  br label %wait232
wait232:
  %suspend232 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 232}
  switch i8 %suspend232, label %return [ i8 0, label %step232  i8 1, label %return ]
step232:
  call void @read(ptr %a232)
  call void @write(ptr %a233)
  br label %wait233
wait233:
  %suspend233 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 233}
  switch i8 %suspend233, label %return [ i8 0, label %step233  i8 1, label %return ]
step233:
  call void @read(ptr %a233)
  call void @write(ptr %a234)
  br label %wait234
wait234:
  %suspend234 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 234}
  switch i8 %suspend234, label %return [ i8 0, label %step234  i8 1, label %return ]
step234:
  call void @read(ptr %a234)
  call void @write(ptr %a235)
  br label %wait235
wait235:
  %suspend235 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 235}
  switch i8 %suspend235, label %return [ i8 0, label %step235  i8 1, label %return ]
step235:
  call void @read(ptr %a235)
  call void @write(ptr %a236)
  br label %wait236
wait236:
  %suspend236 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 236}
  switch i8 %suspend236, label %return [ i8 0, label %step236  i8 1, label %return ]
step236:
  call void @read(ptr %a236)
  call void @write(ptr %a237)
  br label %wait237
wait237:
  %suspend237 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 237}
  switch i8 %suspend237, label %return [ i8 0, label %step237  i8 1, label %return ]
step237:
  call void @read(ptr %a237)
  call void @write(ptr %a238)
  br label %wait238
wait238:
  %suspend238 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 238}
  switch i8 %suspend238, label %return [ i8 0, label %step238  i8 1, label %return ]
step238:
  call void @read(ptr %a238)
  call void @write(ptr %a239)
  br label %wait239
wait239:
  %suspend239 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 239}
  switch i8 %suspend239, label %return [ i8 0, label %step239  i8 1, label %return ]
step239:
  call void @read(ptr %a239)
  call void @write(ptr %a240)
  br label %wait240
wait240:
  %suspend240 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 240}
  switch i8 %suspend240, label %return [ i8 0, label %step240  i8 1, label %return ]
step240:
  call void @read(ptr %a240)
  call void @write(ptr %a241)
  br label %wait241
wait241:
  %suspend241 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 241}
  switch i8 %suspend241, label %return [ i8 0, label %step241  i8 1, label %return ]
step241:
  call void @read(ptr %a241)
  call void @write(ptr %a242)
  br label %wait242
wait242:
  %suspend242 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 242}
  switch i8 %suspend242, label %return [ i8 0, label %step242  i8 1, label %return ]
step242:
  call void @read(ptr %a242)
  call void @write(ptr %a243)
  br label %wait243
wait243:
  %suspend243 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 243}
  switch i8 %suspend243, label %return [ i8 0, label %step243  i8 1, label %return ]
step243:
  call void @read(ptr %a243)
  call void @write(ptr %a244)
  br label %wait244
wait244:
  %suspend244 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 244}
  switch i8 %suspend244, label %return [ i8 0, label %step244  i8 1, label %return ]
step244:
  call void @read(ptr %a244)
  call void @write(ptr %a245)
  br label %wait245
wait245:
  %suspend245 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 245}
  switch i8 %suspend245, label %return [ i8 0, label %step245  i8 1, label %return ]
step245:
  call void @read(ptr %a245)
  call void @write(ptr %a246)
  br label %wait246
wait246:
  %suspend246 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 246}
  switch i8 %suspend246, label %return [ i8 0, label %step246  i8 1, label %return ]
step246:
  call void @read(ptr %a246)
  call void @write(ptr %a247)
  br label %wait247
wait247:
  %suspend247 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 247}
  switch i8 %suspend247, label %return [ i8 0, label %step247  i8 1, label %return ]
step247:
  call void @read(ptr %a247)
  call void @write(ptr %a248)
  br label %wait248
wait248:
  %suspend248 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 248}
  switch i8 %suspend248, label %return [ i8 0, label %step248  i8 1, label %return ]
step248:
  call void @read(ptr %a248)
  call void @write(ptr %a249)
  br label %wait249
wait249:
  %suspend249 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 249}
  switch i8 %suspend249, label %return [ i8 0, label %step249  i8 1, label %return ]
step249:
  call void @read(ptr %a249)
  call void @write(ptr %a250)
  br label %wait250
wait250:
  %suspend250 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 250}
  switch i8 %suspend250, label %return [ i8 0, label %step250  i8 1, label %return ]
step250:
  call void @read(ptr %a250)
  call void @write(ptr %a251)
  br label %wait251
wait251:
  %suspend251 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 251}
  switch i8 %suspend251, label %return [ i8 0, label %step251  i8 1, label %return ]
step251:
  call void @read(ptr %a251)
  call void @write(ptr %a252)
  br label %wait252
wait252:
  %suspend252 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 252}
  switch i8 %suspend252, label %return [ i8 0, label %step252  i8 1, label %return ]
step252:
  call void @read(ptr %a252)
  call void @write(ptr %a253)
  br label %wait253
wait253:
  %suspend253 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 253}
  switch i8 %suspend253, label %return [ i8 0, label %step253  i8 1, label %return ]
step253:
  call void @read(ptr %a253)
  call void @write(ptr %a254)
  br label %wait254
wait254:
  %suspend254 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 254}
  switch i8 %suspend254, label %return [ i8 0, label %step254  i8 1, label %return ]
step254:
  call void @read(ptr %a254)
  call void @write(ptr %a255)
  br label %wait255
wait255:
  %suspend255 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 255}
  switch i8 %suspend255, label %return [ i8 0, label %step255  i8 1, label %return ]
step255:
  call void @read(ptr %a255)
  call void @write(ptr %a256)
  br label %wait256
wait256:
  %suspend256 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 256}
  switch i8 %suspend256, label %return [ i8 0, label %step256  i8 1, label %return ]
step256:
  call void @read(ptr %a256)
  call void @write(ptr %a257)
  br label %wait257
wait257:
  %suspend257 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 257}
  switch i8 %suspend257, label %return [ i8 0, label %step257  i8 1, label %return ]
step257:
  call void @read(ptr %a257)
  call void @write(ptr %a258)
  br label %wait258
wait258:
  %suspend258 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 258}
  switch i8 %suspend258, label %return [ i8 0, label %step258  i8 1, label %return ]
step258:
  call void @read(ptr %a258)
  call void @write(ptr %a259)
  br label %wait259
wait259:
  %suspend259 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 259}
  switch i8 %suspend259, label %return [ i8 0, label %step259  i8 1, label %return ]
step259:
  call void @read(ptr %a259)
  call void @write(ptr %a260)
  br label %wait260
wait260:
  %suspend260 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 260}
  switch i8 %suspend260, label %return [ i8 0, label %step260  i8 1, label %return ]
step260:
  call void @read(ptr %a260)
  call void @write(ptr %a261)
  br label %wait261
wait261:
  %suspend261 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 261}
  switch i8 %suspend261, label %return [ i8 0, label %step261  i8 1, label %return ]
step261:
  call void @read(ptr %a261)
  call void @write(ptr %a262)
  br label %wait262
wait262:
  %suspend262 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 262}
  switch i8 %suspend262, label %return [ i8 0, label %step262  i8 1, label %return ]
step262:
  call void @read(ptr %a262)
  call void @write(ptr %a263)
  br label %wait263
wait263:
  %suspend263 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 263}
  switch i8 %suspend263, label %return [ i8 0, label %step263  i8 1, label %return ]
step263:
  call void @read(ptr %a263)
  call void @write(ptr %a264)
  br label %wait264
wait264:
  %suspend264 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 264}
  switch i8 %suspend264, label %return [ i8 0, label %step264  i8 1, label %return ]
step264:
  call void @read(ptr %a264)
  call void @write(ptr %a265)
  br label %wait265
wait265:
  %suspend265 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 265}
  switch i8 %suspend265, label %return [ i8 0, label %step265  i8 1, label %return ]
step265:
  call void @read(ptr %a265)
  call void @write(ptr %a266)
  br label %wait266
wait266:
  %suspend266 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 266}
  switch i8 %suspend266, label %return [ i8 0, label %step266  i8 1, label %return ]
step266:
  call void @read(ptr %a266)
  call void @write(ptr %a267)
  br label %wait267
wait267:
  %suspend267 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 267}
  switch i8 %suspend267, label %return [ i8 0, label %step267  i8 1, label %return ]
step267:
  call void @read(ptr %a267)
  call void @write(ptr %a268)
  br label %wait268
wait268:
  %suspend268 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 268}
  switch i8 %suspend268, label %return [ i8 0, label %step268  i8 1, label %return ]
step268:
  call void @read(ptr %a268)
  call void @write(ptr %a269)
  br label %wait269
wait269:
  %suspend269 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 269}
  switch i8 %suspend269, label %return [ i8 0, label %step269  i8 1, label %return ]
step269:
  call void @read(ptr %a269)
  call void @write(ptr %a270)
  br label %wait270
wait270:
  %suspend270 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 270}
  switch i8 %suspend270, label %return [ i8 0, label %step270  i8 1, label %return ]
step270:
  call void @read(ptr %a270)
  call void @write(ptr %a271)
  br label %wait271
wait271:
  %suspend271 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 271}
  switch i8 %suspend271, label %return [ i8 0, label %step271  i8 1, label %return ]
step271:
  call void @read(ptr %a271)
  call void @write(ptr %a272)
  br label %wait272
wait272:
  %suspend272 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 272}
  switch i8 %suspend272, label %return [ i8 0, label %step272  i8 1, label %return ]
step272:
  call void @read(ptr %a272)
  call void @write(ptr %a273)
  br label %wait273
wait273:
  %suspend273 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 273}
  switch i8 %suspend273, label %return [ i8 0, label %step273  i8 1, label %return ]
step273:
  call void @read(ptr %a273)
  call void @write(ptr %a274)
  br label %wait274
wait274:
  %suspend274 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 274}
  switch i8 %suspend274, label %return [ i8 0, label %step274  i8 1, label %return ]
step274:
  call void @read(ptr %a274)
  call void @write(ptr %a275)
  br label %wait275
wait275:
  %suspend275 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 275}
  switch i8 %suspend275, label %return [ i8 0, label %step275  i8 1, label %return ]
step275:
  call void @read(ptr %a275)
  call void @write(ptr %a276)
  br label %wait276
wait276:
  %suspend276 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 276}
  switch i8 %suspend276, label %return [ i8 0, label %step276  i8 1, label %return ]
step276:
  call void @read(ptr %a276)
  call void @write(ptr %a277)
  br label %wait277
wait277:
  %suspend277 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 277}
  switch i8 %suspend277, label %return [ i8 0, label %step277  i8 1, label %return ]
step277:
  call void @read(ptr %a277)
  call void @write(ptr %a278)
  br label %wait278
wait278:
  %suspend278 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 278}
  switch i8 %suspend278, label %return [ i8 0, label %step278  i8 1, label %return ]
step278:
  call void @read(ptr %a278)
  call void @write(ptr %a279)
  br label %wait279
wait279:
  %suspend279 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 279}
  switch i8 %suspend279, label %return [ i8 0, label %step279  i8 1, label %return ]
step279:
  call void @read(ptr %a279)
  call void @write(ptr %a280)
  br label %wait280
wait280:
  %suspend280 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 280}
  switch i8 %suspend280, label %return [ i8 0, label %step280  i8 1, label %return ]
step280:
  call void @read(ptr %a280)
  call void @write(ptr %a281)
  br label %wait281
wait281:
  %suspend281 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 281}
  switch i8 %suspend281, label %return [ i8 0, label %step281  i8 1, label %return ]
step281:
  call void @read(ptr %a281)
  call void @write(ptr %a282)
  br label %wait282
wait282:
  %suspend282 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 282}
  switch i8 %suspend282, label %return [ i8 0, label %step282  i8 1, label %return ]
step282:
  call void @read(ptr %a282)
  call void @write(ptr %a283)
  br label %wait283
wait283:
  %suspend283 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 283}
  switch i8 %suspend283, label %return [ i8 0, label %step283  i8 1, label %return ]
step283:
  call void @read(ptr %a283)
  call void @write(ptr %a284)
  br label %wait284
wait284:
  %suspend284 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 284}
  switch i8 %suspend284, label %return [ i8 0, label %step284  i8 1, label %return ]
step284:
  call void @read(ptr %a284)
  call void @write(ptr %a285)
  br label %wait285
wait285:
  %suspend285 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 285}
  switch i8 %suspend285, label %return [ i8 0, label %step285  i8 1, label %return ]
step285:
  call void @read(ptr %a285)
  call void @write(ptr %a286)
  br label %wait286
wait286:
  %suspend286 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 286}
  switch i8 %suspend286, label %return [ i8 0, label %step286  i8 1, label %return ]
step286:
  call void @read(ptr %a286)
  call void @write(ptr %a287)
  br label %wait287
wait287:
  %suspend287 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 287}
  switch i8 %suspend287, label %return [ i8 0, label %step287  i8 1, label %return ]
step287:
  call void @read(ptr %a287)
  call void @write(ptr %a288)
  br label %wait288
wait288:
  %suspend288 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 288}
  switch i8 %suspend288, label %return [ i8 0, label %step288  i8 1, label %return ]
step288:
  call void @read(ptr %a288)
  call void @write(ptr %a289)
  br label %wait289
wait289:
  %suspend289 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 289}
  switch i8 %suspend289, label %return [ i8 0, label %step289  i8 1, label %return ]
step289:
  call void @read(ptr %a289)
  call void @write(ptr %a290)
  br label %wait290
wait290:
  %suspend290 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 290}
  switch i8 %suspend290, label %return [ i8 0, label %step290  i8 1, label %return ]
step290:
  call void @read(ptr %a290)
  call void @write(ptr %a291)
  br label %wait291
wait291:
  %suspend291 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 291}
  switch i8 %suspend291, label %return [ i8 0, label %step291  i8 1, label %return ]
step291:
  call void @read(ptr %a291)
  call void @write(ptr %a292)
  br label %wait292
wait292:
  %suspend292 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 292}
  switch i8 %suspend292, label %return [ i8 0, label %step292  i8 1, label %return ]
step292:
  call void @read(ptr %a292)
  call void @write(ptr %a293)
  br label %wait293
wait293:
  %suspend293 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 293}
  switch i8 %suspend293, label %return [ i8 0, label %step293  i8 1, label %return ]
step293:
  call void @read(ptr %a293)
  call void @write(ptr %a294)
  br label %wait294
wait294:
  %suspend294 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 294}
  switch i8 %suspend294, label %return [ i8 0, label %step294  i8 1, label %return ]
step294:
  call void @read(ptr %a294)
  call void @write(ptr %a295)
  br label %wait295
wait295:
  %suspend295 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 295}
  switch i8 %suspend295, label %return [ i8 0, label %step295  i8 1, label %return ]
step295:
  call void @read(ptr %a295)
  call void @write(ptr %a296)
  br label %wait296
wait296:
  %suspend296 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 296}
  switch i8 %suspend296, label %return [ i8 0, label %step296  i8 1, label %return ]
step296:
  call void @read(ptr %a296)
  call void @write(ptr %a297)
  br label %wait297
wait297:
  %suspend297 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 297}
  switch i8 %suspend297, label %return [ i8 0, label %step297  i8 1, label %return ]
step297:
  call void @read(ptr %a297)
  call void @write(ptr %a298)
  br label %wait298
wait298:
  %suspend298 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 298}
  switch i8 %suspend298, label %return [ i8 0, label %step298  i8 1, label %return ]
step298:
  call void @read(ptr %a298)
  call void @write(ptr %a299)
  br label %wait299
wait299:
  %suspend299 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 299}
  switch i8 %suspend299, label %return [ i8 0, label %step299  i8 1, label %return ]
step299:
  call void @read(ptr %a299)
  call void @write(ptr %a300)
  br label %wait300
wait300:
  %suspend300 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 300}
  switch i8 %suspend300, label %return [ i8 0, label %step300  i8 1, label %return ]
step300:
  call void @read(ptr %a300)
  br label %return

return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none) initializes((0, 8)))
