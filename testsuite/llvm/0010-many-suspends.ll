; A coroutine with 300 suspensions after the initial one, each with a slot that
; lives across it alone: the index needs 16 bits, and one place is enough for all.
; The body was written by a program.

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
  %a1 = alloca i64 %a2 = alloca i64 %a3 = alloca i64 %a4 = alloca i64 %a5 = alloca i64
  %a6 = alloca i64 %a7 = alloca i64 %a8 = alloca i64 %a9 = alloca i64 %a10 = alloca i64
  %a11 = alloca i64 %a12 = alloca i64 %a13 = alloca i64 %a14 = alloca i64 %a15 = alloca i64
  %a16 = alloca i64 %a17 = alloca i64 %a18 = alloca i64 %a19 = alloca i64 %a20 = alloca i64
  %a21 = alloca i64 %a22 = alloca i64 %a23 = alloca i64 %a24 = alloca i64 %a25 = alloca i64
  %a26 = alloca i64 %a27 = alloca i64 %a28 = alloca i64 %a29 = alloca i64 %a30 = alloca i64
  %a31 = alloca i64 %a32 = alloca i64 %a33 = alloca i64 %a34 = alloca i64 %a35 = alloca i64
  %a36 = alloca i64 %a37 = alloca i64 %a38 = alloca i64 %a39 = alloca i64 %a40 = alloca i64
  %a41 = alloca i64 %a42 = alloca i64 %a43 = alloca i64 %a44 = alloca i64 %a45 = alloca i64
  %a46 = alloca i64 %a47 = alloca i64 %a48 = alloca i64 %a49 = alloca i64 %a50 = alloca i64
  %a51 = alloca i64 %a52 = alloca i64 %a53 = alloca i64 %a54 = alloca i64 %a55 = alloca i64
  %a56 = alloca i64 %a57 = alloca i64 %a58 = alloca i64 %a59 = alloca i64 %a60 = alloca i64
  %a61 = alloca i64 %a62 = alloca i64 %a63 = alloca i64 %a64 = alloca i64 %a65 = alloca i64
  %a66 = alloca i64 %a67 = alloca i64 %a68 = alloca i64 %a69 = alloca i64 %a70 = alloca i64
  %a71 = alloca i64 %a72 = alloca i64 %a73 = alloca i64 %a74 = alloca i64 %a75 = alloca i64
  %a76 = alloca i64 %a77 = alloca i64 %a78 = alloca i64 %a79 = alloca i64 %a80 = alloca i64
  %a81 = alloca i64 %a82 = alloca i64 %a83 = alloca i64 %a84 = alloca i64 %a85 = alloca i64
  %a86 = alloca i64 %a87 = alloca i64 %a88 = alloca i64 %a89 = alloca i64 %a90 = alloca i64
  %a91 = alloca i64 %a92 = alloca i64 %a93 = alloca i64 %a94 = alloca i64 %a95 = alloca i64
  %a96 = alloca i64 %a97 = alloca i64 %a98 = alloca i64 %a99 = alloca i64 %a100 = alloca i64
  %a101 = alloca i64 %a102 = alloca i64 %a103 = alloca i64 %a104 = alloca i64 %a105 = alloca i64
  %a106 = alloca i64 %a107 = alloca i64 %a108 = alloca i64 %a109 = alloca i64 %a110 = alloca i64
  %a111 = alloca i64 %a112 = alloca i64 %a113 = alloca i64 %a114 = alloca i64 %a115 = alloca i64
  %a116 = alloca i64 %a117 = alloca i64 %a118 = alloca i64 %a119 = alloca i64 %a120 = alloca i64
  %a121 = alloca i64 %a122 = alloca i64 %a123 = alloca i64 %a124 = alloca i64 %a125 = alloca i64
  %a126 = alloca i64 %a127 = alloca i64 %a128 = alloca i64 %a129 = alloca i64 %a130 = alloca i64
  %a131 = alloca i64 %a132 = alloca i64 %a133 = alloca i64 %a134 = alloca i64 %a135 = alloca i64
  %a136 = alloca i64 %a137 = alloca i64 %a138 = alloca i64 %a139 = alloca i64 %a140 = alloca i64
  %a141 = alloca i64 %a142 = alloca i64 %a143 = alloca i64 %a144 = alloca i64 %a145 = alloca i64
  %a146 = alloca i64 %a147 = alloca i64 %a148 = alloca i64 %a149 = alloca i64 %a150 = alloca i64
  %a151 = alloca i64 %a152 = alloca i64 %a153 = alloca i64 %a154 = alloca i64 %a155 = alloca i64
  %a156 = alloca i64 %a157 = alloca i64 %a158 = alloca i64 %a159 = alloca i64 %a160 = alloca i64
  %a161 = alloca i64 %a162 = alloca i64 %a163 = alloca i64 %a164 = alloca i64 %a165 = alloca i64
  %a166 = alloca i64 %a167 = alloca i64 %a168 = alloca i64 %a169 = alloca i64 %a170 = alloca i64
  %a171 = alloca i64 %a172 = alloca i64 %a173 = alloca i64 %a174 = alloca i64 %a175 = alloca i64
  %a176 = alloca i64 %a177 = alloca i64 %a178 = alloca i64 %a179 = alloca i64 %a180 = alloca i64
  %a181 = alloca i64 %a182 = alloca i64 %a183 = alloca i64 %a184 = alloca i64 %a185 = alloca i64
  %a186 = alloca i64 %a187 = alloca i64 %a188 = alloca i64 %a189 = alloca i64 %a190 = alloca i64
  %a191 = alloca i64 %a192 = alloca i64 %a193 = alloca i64 %a194 = alloca i64 %a195 = alloca i64
  %a196 = alloca i64 %a197 = alloca i64 %a198 = alloca i64 %a199 = alloca i64 %a200 = alloca i64
  %a201 = alloca i64 %a202 = alloca i64 %a203 = alloca i64 %a204 = alloca i64 %a205 = alloca i64
  %a206 = alloca i64 %a207 = alloca i64 %a208 = alloca i64 %a209 = alloca i64 %a210 = alloca i64
  %a211 = alloca i64 %a212 = alloca i64 %a213 = alloca i64 %a214 = alloca i64 %a215 = alloca i64
  %a216 = alloca i64 %a217 = alloca i64 %a218 = alloca i64 %a219 = alloca i64 %a220 = alloca i64
  %a221 = alloca i64 %a222 = alloca i64 %a223 = alloca i64 %a224 = alloca i64 %a225 = alloca i64
  %a226 = alloca i64 %a227 = alloca i64 %a228 = alloca i64 %a229 = alloca i64 %a230 = alloca i64
  %a231 = alloca i64 %a232 = alloca i64 %a233 = alloca i64 %a234 = alloca i64 %a235 = alloca i64
  %a236 = alloca i64 %a237 = alloca i64 %a238 = alloca i64 %a239 = alloca i64 %a240 = alloca i64
  %a241 = alloca i64 %a242 = alloca i64 %a243 = alloca i64 %a244 = alloca i64 %a245 = alloca i64
  %a246 = alloca i64 %a247 = alloca i64 %a248 = alloca i64 %a249 = alloca i64 %a250 = alloca i64
  %a251 = alloca i64 %a252 = alloca i64 %a253 = alloca i64 %a254 = alloca i64 %a255 = alloca i64
  %a256 = alloca i64 %a257 = alloca i64 %a258 = alloca i64 %a259 = alloca i64 %a260 = alloca i64
  %a261 = alloca i64 %a262 = alloca i64 %a263 = alloca i64 %a264 = alloca i64 %a265 = alloca i64
  %a266 = alloca i64 %a267 = alloca i64 %a268 = alloca i64 %a269 = alloca i64 %a270 = alloca i64
  %a271 = alloca i64 %a272 = alloca i64 %a273 = alloca i64 %a274 = alloca i64 %a275 = alloca i64
  %a276 = alloca i64 %a277 = alloca i64 %a278 = alloca i64 %a279 = alloca i64 %a280 = alloca i64
  %a281 = alloca i64 %a282 = alloca i64 %a283 = alloca i64 %a284 = alloca i64 %a285 = alloca i64
  %a286 = alloca i64 %a287 = alloca i64 %a288 = alloca i64 %a289 = alloca i64 %a290 = alloca i64
  %a291 = alloca i64 %a292 = alloca i64 %a293 = alloca i64 %a294 = alloca i64 %a295 = alloca i64
  %a296 = alloca i64 %a297 = alloca i64 %a298 = alloca i64 %a299 = alloca i64 %a300 = alloca i64
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
  br label %w0
w0: %s0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 0} switch i8 %s0, label %return [i8 0, label %r0 i8 1, label %return] r0: call void @write(ptr %a1) br label %w1
w1: %s1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 1} switch i8 %s1, label %return [i8 0, label %r1 i8 1, label %return] r1: call void @read(ptr %a1) call void @write(ptr %a2) br label %w2
w2: %s2 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 2} switch i8 %s2, label %return [i8 0, label %r2 i8 1, label %return] r2: call void @read(ptr %a2) call void @write(ptr %a3) br label %w3
w3: %s3 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 3} switch i8 %s3, label %return [i8 0, label %r3 i8 1, label %return] r3: call void @read(ptr %a3) call void @write(ptr %a4) br label %w4
w4: %s4 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 4} switch i8 %s4, label %return [i8 0, label %r4 i8 1, label %return] r4: call void @read(ptr %a4) call void @write(ptr %a5) br label %w5
w5: %s5 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 5} switch i8 %s5, label %return [i8 0, label %r5 i8 1, label %return] r5: call void @read(ptr %a5) call void @write(ptr %a6) br label %w6
w6: %s6 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 6} switch i8 %s6, label %return [i8 0, label %r6 i8 1, label %return] r6: call void @read(ptr %a6) call void @write(ptr %a7) br label %w7
w7: %s7 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 7} switch i8 %s7, label %return [i8 0, label %r7 i8 1, label %return] r7: call void @read(ptr %a7) call void @write(ptr %a8) br label %w8
w8: %s8 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 8} switch i8 %s8, label %return [i8 0, label %r8 i8 1, label %return] r8: call void @read(ptr %a8) call void @write(ptr %a9) br label %w9
w9: %s9 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 9} switch i8 %s9, label %return [i8 0, label %r9 i8 1, label %return] r9: call void @read(ptr %a9) call void @write(ptr %a10) br label %w10
w10: %s10 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 10} switch i8 %s10, label %return [i8 0, label %r10 i8 1, label %return] r10: call void @read(ptr %a10) call void @write(ptr %a11) br label %w11
w11: %s11 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 11} switch i8 %s11, label %return [i8 0, label %r11 i8 1, label %return] r11: call void @read(ptr %a11) call void @write(ptr %a12) br label %w12
w12: %s12 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 12} switch i8 %s12, label %return [i8 0, label %r12 i8 1, label %return] r12: call void @read(ptr %a12) call void @write(ptr %a13) br label %w13
w13: %s13 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 13} switch i8 %s13, label %return [i8 0, label %r13 i8 1, label %return] r13: call void @read(ptr %a13) call void @write(ptr %a14) br label %w14
w14: %s14 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 14} switch i8 %s14, label %return [i8 0, label %r14 i8 1, label %return] r14: call void @read(ptr %a14) call void @write(ptr %a15) br label %w15
w15: %s15 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 15} switch i8 %s15, label %return [i8 0, label %r15 i8 1, label %return] r15: call void @read(ptr %a15) call void @write(ptr %a16) br label %w16
w16: %s16 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 16} switch i8 %s16, label %return [i8 0, label %r16 i8 1, label %return] r16: call void @read(ptr %a16) call void @write(ptr %a17) br label %w17
w17: %s17 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 17} switch i8 %s17, label %return [i8 0, label %r17 i8 1, label %return] r17: call void @read(ptr %a17) call void @write(ptr %a18) br label %w18
w18: %s18 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 18} switch i8 %s18, label %return [i8 0, label %r18 i8 1, label %return] r18: call void @read(ptr %a18) call void @write(ptr %a19) br label %w19
w19: %s19 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 19} switch i8 %s19, label %return [i8 0, label %r19 i8 1, label %return] r19: call void @read(ptr %a19) call void @write(ptr %a20) br label %w20
w20: %s20 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 20} switch i8 %s20, label %return [i8 0, label %r20 i8 1, label %return] r20: call void @read(ptr %a20) call void @write(ptr %a21) br label %w21
w21: %s21 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 21} switch i8 %s21, label %return [i8 0, label %r21 i8 1, label %return] r21: call void @read(ptr %a21) call void @write(ptr %a22) br label %w22
w22: %s22 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 22} switch i8 %s22, label %return [i8 0, label %r22 i8 1, label %return] r22: call void @read(ptr %a22) call void @write(ptr %a23) br label %w23
w23: %s23 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 23} switch i8 %s23, label %return [i8 0, label %r23 i8 1, label %return] r23: call void @read(ptr %a23) call void @write(ptr %a24) br label %w24
w24: %s24 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 24} switch i8 %s24, label %return [i8 0, label %r24 i8 1, label %return] r24: call void @read(ptr %a24) call void @write(ptr %a25) br label %w25
w25: %s25 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 25} switch i8 %s25, label %return [i8 0, label %r25 i8 1, label %return] r25: call void @read(ptr %a25) call void @write(ptr %a26) br label %w26
w26: %s26 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 26} switch i8 %s26, label %return [i8 0, label %r26 i8 1, label %return] r26: call void @read(ptr %a26) call void @write(ptr %a27) br label %w27
w27: %s27 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 27} switch i8 %s27, label %return [i8 0, label %r27 i8 1, label %return] r27: call void @read(ptr %a27) call void @write(ptr %a28) br label %w28
w28: %s28 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 28} switch i8 %s28, label %return [i8 0, label %r28 i8 1, label %return] r28: call void @read(ptr %a28) call void @write(ptr %a29) br label %w29
w29: %s29 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 29} switch i8 %s29, label %return [i8 0, label %r29 i8 1, label %return] r29: call void @read(ptr %a29) call void @write(ptr %a30) br label %w30
w30: %s30 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 30} switch i8 %s30, label %return [i8 0, label %r30 i8 1, label %return] r30: call void @read(ptr %a30) call void @write(ptr %a31) br label %w31
w31: %s31 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 31} switch i8 %s31, label %return [i8 0, label %r31 i8 1, label %return] r31: call void @read(ptr %a31) call void @write(ptr %a32) br label %w32
w32: %s32 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 32} switch i8 %s32, label %return [i8 0, label %r32 i8 1, label %return] r32: call void @read(ptr %a32) call void @write(ptr %a33) br label %w33
w33: %s33 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 33} switch i8 %s33, label %return [i8 0, label %r33 i8 1, label %return] r33: call void @read(ptr %a33) call void @write(ptr %a34) br label %w34
w34: %s34 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 34} switch i8 %s34, label %return [i8 0, label %r34 i8 1, label %return] r34: call void @read(ptr %a34) call void @write(ptr %a35) br label %w35
w35: %s35 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 35} switch i8 %s35, label %return [i8 0, label %r35 i8 1, label %return] r35: call void @read(ptr %a35) call void @write(ptr %a36) br label %w36
w36: %s36 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 36} switch i8 %s36, label %return [i8 0, label %r36 i8 1, label %return] r36: call void @read(ptr %a36) call void @write(ptr %a37) br label %w37
w37: %s37 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 37} switch i8 %s37, label %return [i8 0, label %r37 i8 1, label %return] r37: call void @read(ptr %a37) call void @write(ptr %a38) br label %w38
w38: %s38 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 38} switch i8 %s38, label %return [i8 0, label %r38 i8 1, label %return] r38: call void @read(ptr %a38) call void @write(ptr %a39) br label %w39
w39: %s39 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 39} switch i8 %s39, label %return [i8 0, label %r39 i8 1, label %return] r39: call void @read(ptr %a39) call void @write(ptr %a40) br label %w40
w40: %s40 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 40} switch i8 %s40, label %return [i8 0, label %r40 i8 1, label %return] r40: call void @read(ptr %a40) call void @write(ptr %a41) br label %w41
w41: %s41 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 41} switch i8 %s41, label %return [i8 0, label %r41 i8 1, label %return] r41: call void @read(ptr %a41) call void @write(ptr %a42) br label %w42
w42: %s42 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 42} switch i8 %s42, label %return [i8 0, label %r42 i8 1, label %return] r42: call void @read(ptr %a42) call void @write(ptr %a43) br label %w43
w43: %s43 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 43} switch i8 %s43, label %return [i8 0, label %r43 i8 1, label %return] r43: call void @read(ptr %a43) call void @write(ptr %a44) br label %w44
w44: %s44 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 44} switch i8 %s44, label %return [i8 0, label %r44 i8 1, label %return] r44: call void @read(ptr %a44) call void @write(ptr %a45) br label %w45
w45: %s45 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 45} switch i8 %s45, label %return [i8 0, label %r45 i8 1, label %return] r45: call void @read(ptr %a45) call void @write(ptr %a46) br label %w46
w46: %s46 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 46} switch i8 %s46, label %return [i8 0, label %r46 i8 1, label %return] r46: call void @read(ptr %a46) call void @write(ptr %a47) br label %w47
w47: %s47 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 47} switch i8 %s47, label %return [i8 0, label %r47 i8 1, label %return] r47: call void @read(ptr %a47) call void @write(ptr %a48) br label %w48
w48: %s48 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 48} switch i8 %s48, label %return [i8 0, label %r48 i8 1, label %return] r48: call void @read(ptr %a48) call void @write(ptr %a49) br label %w49
w49: %s49 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 49} switch i8 %s49, label %return [i8 0, label %r49 i8 1, label %return] r49: call void @read(ptr %a49) call void @write(ptr %a50) br label %w50
w50: %s50 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 50} switch i8 %s50, label %return [i8 0, label %r50 i8 1, label %return] r50: call void @read(ptr %a50) call void @write(ptr %a51) br label %w51
w51: %s51 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 51} switch i8 %s51, label %return [i8 0, label %r51 i8 1, label %return] r51: call void @read(ptr %a51) call void @write(ptr %a52) br label %w52
w52: %s52 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 52} switch i8 %s52, label %return [i8 0, label %r52 i8 1, label %return] r52: call void @read(ptr %a52) call void @write(ptr %a53) br label %w53
w53: %s53 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 53} switch i8 %s53, label %return [i8 0, label %r53 i8 1, label %return] r53: call void @read(ptr %a53) call void @write(ptr %a54) br label %w54
w54: %s54 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 54} switch i8 %s54, label %return [i8 0, label %r54 i8 1, label %return] r54: call void @read(ptr %a54) call void @write(ptr %a55) br label %w55
w55: %s55 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 55} switch i8 %s55, label %return [i8 0, label %r55 i8 1, label %return] r55: call void @read(ptr %a55) call void @write(ptr %a56) br label %w56
w56: %s56 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 56} switch i8 %s56, label %return [i8 0, label %r56 i8 1, label %return] r56: call void @read(ptr %a56) call void @write(ptr %a57) br label %w57
w57: %s57 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 57} switch i8 %s57, label %return [i8 0, label %r57 i8 1, label %return] r57: call void @read(ptr %a57) call void @write(ptr %a58) br label %w58
w58: %s58 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 58} switch i8 %s58, label %return [i8 0, label %r58 i8 1, label %return] r58: call void @read(ptr %a58) call void @write(ptr %a59) br label %w59
w59: %s59 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 59} switch i8 %s59, label %return [i8 0, label %r59 i8 1, label %return] r59: call void @read(ptr %a59) call void @write(ptr %a60) br label %w60
w60: %s60 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 60} switch i8 %s60, label %return [i8 0, label %r60 i8 1, label %return] r60: call void @read(ptr %a60) call void @write(ptr %a61) br label %w61
w61: %s61 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 61} switch i8 %s61, label %return [i8 0, label %r61 i8 1, label %return] r61: call void @read(ptr %a61) call void @write(ptr %a62) br label %w62
w62: %s62 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 62} switch i8 %s62, label %return [i8 0, label %r62 i8 1, label %return] r62: call void @read(ptr %a62) call void @write(ptr %a63) br label %w63
w63: %s63 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 63} switch i8 %s63, label %return [i8 0, label %r63 i8 1, label %return] r63: call void @read(ptr %a63) call void @write(ptr %a64) br label %w64
w64: %s64 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 64} switch i8 %s64, label %return [i8 0, label %r64 i8 1, label %return] r64: call void @read(ptr %a64) call void @write(ptr %a65) br label %w65
w65: %s65 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 65} switch i8 %s65, label %return [i8 0, label %r65 i8 1, label %return] r65: call void @read(ptr %a65) call void @write(ptr %a66) br label %w66
w66: %s66 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 66} switch i8 %s66, label %return [i8 0, label %r66 i8 1, label %return] r66: call void @read(ptr %a66) call void @write(ptr %a67) br label %w67
w67: %s67 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 67} switch i8 %s67, label %return [i8 0, label %r67 i8 1, label %return] r67: call void @read(ptr %a67) call void @write(ptr %a68) br label %w68
w68: %s68 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 68} switch i8 %s68, label %return [i8 0, label %r68 i8 1, label %return] r68: call void @read(ptr %a68) call void @write(ptr %a69) br label %w69
w69: %s69 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 69} switch i8 %s69, label %return [i8 0, label %r69 i8 1, label %return] r69: call void @read(ptr %a69) call void @write(ptr %a70) br label %w70
w70: %s70 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 70} switch i8 %s70, label %return [i8 0, label %r70 i8 1, label %return] r70: call void @read(ptr %a70) call void @write(ptr %a71) br label %w71
w71: %s71 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 71} switch i8 %s71, label %return [i8 0, label %r71 i8 1, label %return] r71: call void @read(ptr %a71) call void @write(ptr %a72) br label %w72
w72: %s72 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 72} switch i8 %s72, label %return [i8 0, label %r72 i8 1, label %return] r72: call void @read(ptr %a72) call void @write(ptr %a73) br label %w73
w73: %s73 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 73} switch i8 %s73, label %return [i8 0, label %r73 i8 1, label %return] r73: call void @read(ptr %a73) call void @write(ptr %a74) br label %w74
w74: %s74 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 74} switch i8 %s74, label %return [i8 0, label %r74 i8 1, label %return] r74: call void @read(ptr %a74) call void @write(ptr %a75) br label %w75
w75: %s75 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 75} switch i8 %s75, label %return [i8 0, label %r75 i8 1, label %return] r75: call void @read(ptr %a75) call void @write(ptr %a76) br label %w76
w76: %s76 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 76} switch i8 %s76, label %return [i8 0, label %r76 i8 1, label %return] r76: call void @read(ptr %a76) call void @write(ptr %a77) br label %w77
w77: %s77 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 77} switch i8 %s77, label %return [i8 0, label %r77 i8 1, label %return] r77: call void @read(ptr %a77) call void @write(ptr %a78) br label %w78
w78: %s78 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 78} switch i8 %s78, label %return [i8 0, label %r78 i8 1, label %return] r78: call void @read(ptr %a78) call void @write(ptr %a79) br label %w79
w79: %s79 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 79} switch i8 %s79, label %return [i8 0, label %r79 i8 1, label %return] r79: call void @read(ptr %a79) call void @write(ptr %a80) br label %w80
w80: %s80 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 80} switch i8 %s80, label %return [i8 0, label %r80 i8 1, label %return] r80: call void @read(ptr %a80) call void @write(ptr %a81) br label %w81
w81: %s81 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 81} switch i8 %s81, label %return [i8 0, label %r81 i8 1, label %return] r81: call void @read(ptr %a81) call void @write(ptr %a82) br label %w82
w82: %s82 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 82} switch i8 %s82, label %return [i8 0, label %r82 i8 1, label %return] r82: call void @read(ptr %a82) call void @write(ptr %a83) br label %w83
w83: %s83 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 83} switch i8 %s83, label %return [i8 0, label %r83 i8 1, label %return] r83: call void @read(ptr %a83) call void @write(ptr %a84) br label %w84
w84: %s84 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 84} switch i8 %s84, label %return [i8 0, label %r84 i8 1, label %return] r84: call void @read(ptr %a84) call void @write(ptr %a85) br label %w85
w85: %s85 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 85} switch i8 %s85, label %return [i8 0, label %r85 i8 1, label %return] r85: call void @read(ptr %a85) call void @write(ptr %a86) br label %w86
w86: %s86 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 86} switch i8 %s86, label %return [i8 0, label %r86 i8 1, label %return] r86: call void @read(ptr %a86) call void @write(ptr %a87) br label %w87
w87: %s87 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 87} switch i8 %s87, label %return [i8 0, label %r87 i8 1, label %return] r87: call void @read(ptr %a87) call void @write(ptr %a88) br label %w88
w88: %s88 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 88} switch i8 %s88, label %return [i8 0, label %r88 i8 1, label %return] r88: call void @read(ptr %a88) call void @write(ptr %a89) br label %w89
w89: %s89 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 89} switch i8 %s89, label %return [i8 0, label %r89 i8 1, label %return] r89: call void @read(ptr %a89) call void @write(ptr %a90) br label %w90
w90: %s90 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 90} switch i8 %s90, label %return [i8 0, label %r90 i8 1, label %return] r90: call void @read(ptr %a90) call void @write(ptr %a91) br label %w91
w91: %s91 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 91} switch i8 %s91, label %return [i8 0, label %r91 i8 1, label %return] r91: call void @read(ptr %a91) call void @write(ptr %a92) br label %w92
w92: %s92 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 92} switch i8 %s92, label %return [i8 0, label %r92 i8 1, label %return] r92: call void @read(ptr %a92) call void @write(ptr %a93) br label %w93
w93: %s93 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 93} switch i8 %s93, label %return [i8 0, label %r93 i8 1, label %return] r93: call void @read(ptr %a93) call void @write(ptr %a94) br label %w94
w94: %s94 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 94} switch i8 %s94, label %return [i8 0, label %r94 i8 1, label %return] r94: call void @read(ptr %a94) call void @write(ptr %a95) br label %w95
w95: %s95 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 95} switch i8 %s95, label %return [i8 0, label %r95 i8 1, label %return] r95: call void @read(ptr %a95) call void @write(ptr %a96) br label %w96
w96: %s96 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 96} switch i8 %s96, label %return [i8 0, label %r96 i8 1, label %return] r96: call void @read(ptr %a96) call void @write(ptr %a97) br label %w97
w97: %s97 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 97} switch i8 %s97, label %return [i8 0, label %r97 i8 1, label %return] r97: call void @read(ptr %a97) call void @write(ptr %a98) br label %w98
w98: %s98 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 98} switch i8 %s98, label %return [i8 0, label %r98 i8 1, label %return] r98: call void @read(ptr %a98) call void @write(ptr %a99) br label %w99
w99: %s99 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 99} switch i8 %s99, label %return [i8 0, label %r99 i8 1, label %return] r99: call void @read(ptr %a99) call void @write(ptr %a100) br label %w100
w100: %s100 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 100} switch i8 %s100, label %return [i8 0, label %r100 i8 1, label %return] r100: call void @read(ptr %a100) call void @write(ptr %a101) br label %w101
w101: %s101 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 101} switch i8 %s101, label %return [i8 0, label %r101 i8 1, label %return] r101: call void @read(ptr %a101) call void @write(ptr %a102) br label %w102
w102: %s102 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 102} switch i8 %s102, label %return [i8 0, label %r102 i8 1, label %return] r102: call void @read(ptr %a102) call void @write(ptr %a103) br label %w103
w103: %s103 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 103} switch i8 %s103, label %return [i8 0, label %r103 i8 1, label %return] r103: call void @read(ptr %a103) call void @write(ptr %a104) br label %w104
w104: %s104 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 104} switch i8 %s104, label %return [i8 0, label %r104 i8 1, label %return] r104: call void @read(ptr %a104) call void @write(ptr %a105) br label %w105
w105: %s105 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 105} switch i8 %s105, label %return [i8 0, label %r105 i8 1, label %return] r105: call void @read(ptr %a105) call void @write(ptr %a106) br label %w106
w106: %s106 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 106} switch i8 %s106, label %return [i8 0, label %r106 i8 1, label %return] r106: call void @read(ptr %a106) call void @write(ptr %a107) br label %w107
w107: %s107 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 107} switch i8 %s107, label %return [i8 0, label %r107 i8 1, label %return] r107: call void @read(ptr %a107) call void @write(ptr %a108) br label %w108
w108: %s108 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 108} switch i8 %s108, label %return [i8 0, label %r108 i8 1, label %return] r108: call void @read(ptr %a108) call void @write(ptr %a109) br label %w109
w109: %s109 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 109} switch i8 %s109, label %return [i8 0, label %r109 i8 1, label %return] r109: call void @read(ptr %a109) call void @write(ptr %a110) br label %w110
w110: %s110 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 110} switch i8 %s110, label %return [i8 0, label %r110 i8 1, label %return] r110: call void @read(ptr %a110) call void @write(ptr %a111) br label %w111
w111: %s111 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 111} switch i8 %s111, label %return [i8 0, label %r111 i8 1, label %return] r111: call void @read(ptr %a111) call void @write(ptr %a112) br label %w112
w112: %s112 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 112} switch i8 %s112, label %return [i8 0, label %r112 i8 1, label %return] r112: call void @read(ptr %a112) call void @write(ptr %a113) br label %w113
w113: %s113 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 113} switch i8 %s113, label %return [i8 0, label %r113 i8 1, label %return] r113: call void @read(ptr %a113) call void @write(ptr %a114) br label %w114
w114: %s114 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 114} switch i8 %s114, label %return [i8 0, label %r114 i8 1, label %return] r114: call void @read(ptr %a114) call void @write(ptr %a115) br label %w115
w115: %s115 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 115} switch i8 %s115, label %return [i8 0, label %r115 i8 1, label %return] r115: call void @read(ptr %a115) call void @write(ptr %a116) br label %w116
w116: %s116 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 116} switch i8 %s116, label %return [i8 0, label %r116 i8 1, label %return] r116: call void @read(ptr %a116) call void @write(ptr %a117) br label %w117
w117: %s117 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 117} switch i8 %s117, label %return [i8 0, label %r117 i8 1, label %return] r117: call void @read(ptr %a117) call void @write(ptr %a118) br label %w118
w118: %s118 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 118} switch i8 %s118, label %return [i8 0, label %r118 i8 1, label %return] r118: call void @read(ptr %a118) call void @write(ptr %a119) br label %w119
w119: %s119 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 119} switch i8 %s119, label %return [i8 0, label %r119 i8 1, label %return] r119: call void @read(ptr %a119) call void @write(ptr %a120) br label %w120
w120: %s120 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 120} switch i8 %s120, label %return [i8 0, label %r120 i8 1, label %return] r120: call void @read(ptr %a120) call void @write(ptr %a121) br label %w121
w121: %s121 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 121} switch i8 %s121, label %return [i8 0, label %r121 i8 1, label %return] r121: call void @read(ptr %a121) call void @write(ptr %a122) br label %w122
w122: %s122 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 122} switch i8 %s122, label %return [i8 0, label %r122 i8 1, label %return] r122: call void @read(ptr %a122) call void @write(ptr %a123) br label %w123
w123: %s123 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 123} switch i8 %s123, label %return [i8 0, label %r123 i8 1, label %return] r123: call void @read(ptr %a123) call void @write(ptr %a124) br label %w124
w124: %s124 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 124} switch i8 %s124, label %return [i8 0, label %r124 i8 1, label %return] r124: call void @read(ptr %a124) call void @write(ptr %a125) br label %w125
w125: %s125 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 125} switch i8 %s125, label %return [i8 0, label %r125 i8 1, label %return] r125: call void @read(ptr %a125) call void @write(ptr %a126) br label %w126
w126: %s126 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 126} switch i8 %s126, label %return [i8 0, label %r126 i8 1, label %return] r126: call void @read(ptr %a126) call void @write(ptr %a127) br label %w127
w127: %s127 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 127} switch i8 %s127, label %return [i8 0, label %r127 i8 1, label %return] r127: call void @read(ptr %a127) call void @write(ptr %a128) br label %w128
w128: %s128 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 128} switch i8 %s128, label %return [i8 0, label %r128 i8 1, label %return] r128: call void @read(ptr %a128) call void @write(ptr %a129) br label %w129
w129: %s129 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 129} switch i8 %s129, label %return [i8 0, label %r129 i8 1, label %return] r129: call void @read(ptr %a129) call void @write(ptr %a130) br label %w130
w130: %s130 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 130} switch i8 %s130, label %return [i8 0, label %r130 i8 1, label %return] r130: call void @read(ptr %a130) call void @write(ptr %a131) br label %w131
w131: %s131 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 131} switch i8 %s131, label %return [i8 0, label %r131 i8 1, label %return] r131: call void @read(ptr %a131) call void @write(ptr %a132) br label %w132
w132: %s132 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 132} switch i8 %s132, label %return [i8 0, label %r132 i8 1, label %return] r132: call void @read(ptr %a132) call void @write(ptr %a133) br label %w133
w133: %s133 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 133} switch i8 %s133, label %return [i8 0, label %r133 i8 1, label %return] r133: call void @read(ptr %a133) call void @write(ptr %a134) br label %w134
w134: %s134 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 134} switch i8 %s134, label %return [i8 0, label %r134 i8 1, label %return] r134: call void @read(ptr %a134) call void @write(ptr %a135) br label %w135
w135: %s135 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 135} switch i8 %s135, label %return [i8 0, label %r135 i8 1, label %return] r135: call void @read(ptr %a135) call void @write(ptr %a136) br label %w136
w136: %s136 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 136} switch i8 %s136, label %return [i8 0, label %r136 i8 1, label %return] r136: call void @read(ptr %a136) call void @write(ptr %a137) br label %w137
w137: %s137 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 137} switch i8 %s137, label %return [i8 0, label %r137 i8 1, label %return] r137: call void @read(ptr %a137) call void @write(ptr %a138) br label %w138
w138: %s138 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 138} switch i8 %s138, label %return [i8 0, label %r138 i8 1, label %return] r138: call void @read(ptr %a138) call void @write(ptr %a139) br label %w139
w139: %s139 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 139} switch i8 %s139, label %return [i8 0, label %r139 i8 1, label %return] r139: call void @read(ptr %a139) call void @write(ptr %a140) br label %w140
w140: %s140 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 140} switch i8 %s140, label %return [i8 0, label %r140 i8 1, label %return] r140: call void @read(ptr %a140) call void @write(ptr %a141) br label %w141
w141: %s141 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 141} switch i8 %s141, label %return [i8 0, label %r141 i8 1, label %return] r141: call void @read(ptr %a141) call void @write(ptr %a142) br label %w142
w142: %s142 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 142} switch i8 %s142, label %return [i8 0, label %r142 i8 1, label %return] r142: call void @read(ptr %a142) call void @write(ptr %a143) br label %w143
w143: %s143 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 143} switch i8 %s143, label %return [i8 0, label %r143 i8 1, label %return] r143: call void @read(ptr %a143) call void @write(ptr %a144) br label %w144
w144: %s144 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 144} switch i8 %s144, label %return [i8 0, label %r144 i8 1, label %return] r144: call void @read(ptr %a144) call void @write(ptr %a145) br label %w145
w145: %s145 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 145} switch i8 %s145, label %return [i8 0, label %r145 i8 1, label %return] r145: call void @read(ptr %a145) call void @write(ptr %a146) br label %w146
w146: %s146 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 146} switch i8 %s146, label %return [i8 0, label %r146 i8 1, label %return] r146: call void @read(ptr %a146) call void @write(ptr %a147) br label %w147
w147: %s147 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 147} switch i8 %s147, label %return [i8 0, label %r147 i8 1, label %return] r147: call void @read(ptr %a147) call void @write(ptr %a148) br label %w148
w148: %s148 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 148} switch i8 %s148, label %return [i8 0, label %r148 i8 1, label %return] r148: call void @read(ptr %a148) call void @write(ptr %a149) br label %w149
w149: %s149 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 149} switch i8 %s149, label %return [i8 0, label %r149 i8 1, label %return] r149: call void @read(ptr %a149) call void @write(ptr %a150) br label %w150
w150: %s150 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 150} switch i8 %s150, label %return [i8 0, label %r150 i8 1, label %return] r150: call void @read(ptr %a150) call void @write(ptr %a151) br label %w151
w151: %s151 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 151} switch i8 %s151, label %return [i8 0, label %r151 i8 1, label %return] r151: call void @read(ptr %a151) call void @write(ptr %a152) br label %w152
w152: %s152 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 152} switch i8 %s152, label %return [i8 0, label %r152 i8 1, label %return] r152: call void @read(ptr %a152) call void @write(ptr %a153) br label %w153
w153: %s153 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 153} switch i8 %s153, label %return [i8 0, label %r153 i8 1, label %return] r153: call void @read(ptr %a153) call void @write(ptr %a154) br label %w154
w154: %s154 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 154} switch i8 %s154, label %return [i8 0, label %r154 i8 1, label %return] r154: call void @read(ptr %a154) call void @write(ptr %a155) br label %w155
w155: %s155 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 155} switch i8 %s155, label %return [i8 0, label %r155 i8 1, label %return] r155: call void @read(ptr %a155) call void @write(ptr %a156) br label %w156
w156: %s156 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 156} switch i8 %s156, label %return [i8 0, label %r156 i8 1, label %return] r156: call void @read(ptr %a156) call void @write(ptr %a157) br label %w157
w157: %s157 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 157} switch i8 %s157, label %return [i8 0, label %r157 i8 1, label %return] r157: call void @read(ptr %a157) call void @write(ptr %a158) br label %w158
w158: %s158 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 158} switch i8 %s158, label %return [i8 0, label %r158 i8 1, label %return] r158: call void @read(ptr %a158) call void @write(ptr %a159) br label %w159
w159: %s159 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 159} switch i8 %s159, label %return [i8 0, label %r159 i8 1, label %return] r159: call void @read(ptr %a159) call void @write(ptr %a160) br label %w160
w160: %s160 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 160} switch i8 %s160, label %return [i8 0, label %r160 i8 1, label %return] r160: call void @read(ptr %a160) call void @write(ptr %a161) br label %w161
w161: %s161 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 161} switch i8 %s161, label %return [i8 0, label %r161 i8 1, label %return] r161: call void @read(ptr %a161) call void @write(ptr %a162) br label %w162
w162: %s162 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 162} switch i8 %s162, label %return [i8 0, label %r162 i8 1, label %return] r162: call void @read(ptr %a162) call void @write(ptr %a163) br label %w163
w163: %s163 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 163} switch i8 %s163, label %return [i8 0, label %r163 i8 1, label %return] r163: call void @read(ptr %a163) call void @write(ptr %a164) br label %w164
w164: %s164 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 164} switch i8 %s164, label %return [i8 0, label %r164 i8 1, label %return] r164: call void @read(ptr %a164) call void @write(ptr %a165) br label %w165
w165: %s165 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 165} switch i8 %s165, label %return [i8 0, label %r165 i8 1, label %return] r165: call void @read(ptr %a165) call void @write(ptr %a166) br label %w166
w166: %s166 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 166} switch i8 %s166, label %return [i8 0, label %r166 i8 1, label %return] r166: call void @read(ptr %a166) call void @write(ptr %a167) br label %w167
w167: %s167 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 167} switch i8 %s167, label %return [i8 0, label %r167 i8 1, label %return] r167: call void @read(ptr %a167) call void @write(ptr %a168) br label %w168
w168: %s168 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 168} switch i8 %s168, label %return [i8 0, label %r168 i8 1, label %return] r168: call void @read(ptr %a168) call void @write(ptr %a169) br label %w169
w169: %s169 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 169} switch i8 %s169, label %return [i8 0, label %r169 i8 1, label %return] r169: call void @read(ptr %a169) call void @write(ptr %a170) br label %w170
w170: %s170 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 170} switch i8 %s170, label %return [i8 0, label %r170 i8 1, label %return] r170: call void @read(ptr %a170) call void @write(ptr %a171) br label %w171
w171: %s171 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 171} switch i8 %s171, label %return [i8 0, label %r171 i8 1, label %return] r171: call void @read(ptr %a171) call void @write(ptr %a172) br label %w172
w172: %s172 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 172} switch i8 %s172, label %return [i8 0, label %r172 i8 1, label %return] r172: call void @read(ptr %a172) call void @write(ptr %a173) br label %w173
w173: %s173 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 173} switch i8 %s173, label %return [i8 0, label %r173 i8 1, label %return] r173: call void @read(ptr %a173) call void @write(ptr %a174) br label %w174
w174: %s174 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 174} switch i8 %s174, label %return [i8 0, label %r174 i8 1, label %return] r174: call void @read(ptr %a174) call void @write(ptr %a175) br label %w175
w175: %s175 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 175} switch i8 %s175, label %return [i8 0, label %r175 i8 1, label %return] r175: call void @read(ptr %a175) call void @write(ptr %a176) br label %w176
w176: %s176 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 176} switch i8 %s176, label %return [i8 0, label %r176 i8 1, label %return] r176: call void @read(ptr %a176) call void @write(ptr %a177) br label %w177
w177: %s177 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 177} switch i8 %s177, label %return [i8 0, label %r177 i8 1, label %return] r177: call void @read(ptr %a177) call void @write(ptr %a178) br label %w178
w178: %s178 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 178} switch i8 %s178, label %return [i8 0, label %r178 i8 1, label %return] r178: call void @read(ptr %a178) call void @write(ptr %a179) br label %w179
w179: %s179 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 179} switch i8 %s179, label %return [i8 0, label %r179 i8 1, label %return] r179: call void @read(ptr %a179) call void @write(ptr %a180) br label %w180
w180: %s180 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 180} switch i8 %s180, label %return [i8 0, label %r180 i8 1, label %return] r180: call void @read(ptr %a180) call void @write(ptr %a181) br label %w181
w181: %s181 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 181} switch i8 %s181, label %return [i8 0, label %r181 i8 1, label %return] r181: call void @read(ptr %a181) call void @write(ptr %a182) br label %w182
w182: %s182 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 182} switch i8 %s182, label %return [i8 0, label %r182 i8 1, label %return] r182: call void @read(ptr %a182) call void @write(ptr %a183) br label %w183
w183: %s183 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 183} switch i8 %s183, label %return [i8 0, label %r183 i8 1, label %return] r183: call void @read(ptr %a183) call void @write(ptr %a184) br label %w184
w184: %s184 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 184} switch i8 %s184, label %return [i8 0, label %r184 i8 1, label %return] r184: call void @read(ptr %a184) call void @write(ptr %a185) br label %w185
w185: %s185 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 185} switch i8 %s185, label %return [i8 0, label %r185 i8 1, label %return] r185: call void @read(ptr %a185) call void @write(ptr %a186) br label %w186
w186: %s186 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 186} switch i8 %s186, label %return [i8 0, label %r186 i8 1, label %return] r186: call void @read(ptr %a186) call void @write(ptr %a187) br label %w187
w187: %s187 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 187} switch i8 %s187, label %return [i8 0, label %r187 i8 1, label %return] r187: call void @read(ptr %a187) call void @write(ptr %a188) br label %w188
w188: %s188 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 188} switch i8 %s188, label %return [i8 0, label %r188 i8 1, label %return] r188: call void @read(ptr %a188) call void @write(ptr %a189) br label %w189
w189: %s189 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 189} switch i8 %s189, label %return [i8 0, label %r189 i8 1, label %return] r189: call void @read(ptr %a189) call void @write(ptr %a190) br label %w190
w190: %s190 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 190} switch i8 %s190, label %return [i8 0, label %r190 i8 1, label %return] r190: call void @read(ptr %a190) call void @write(ptr %a191) br label %w191
w191: %s191 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 191} switch i8 %s191, label %return [i8 0, label %r191 i8 1, label %return] r191: call void @read(ptr %a191) call void @write(ptr %a192) br label %w192
w192: %s192 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 192} switch i8 %s192, label %return [i8 0, label %r192 i8 1, label %return] r192: call void @read(ptr %a192) call void @write(ptr %a193) br label %w193
w193: %s193 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 193} switch i8 %s193, label %return [i8 0, label %r193 i8 1, label %return] r193: call void @read(ptr %a193) call void @write(ptr %a194) br label %w194
w194: %s194 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 194} switch i8 %s194, label %return [i8 0, label %r194 i8 1, label %return] r194: call void @read(ptr %a194) call void @write(ptr %a195) br label %w195
w195: %s195 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 195} switch i8 %s195, label %return [i8 0, label %r195 i8 1, label %return] r195: call void @read(ptr %a195) call void @write(ptr %a196) br label %w196
w196: %s196 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 196} switch i8 %s196, label %return [i8 0, label %r196 i8 1, label %return] r196: call void @read(ptr %a196) call void @write(ptr %a197) br label %w197
w197: %s197 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 197} switch i8 %s197, label %return [i8 0, label %r197 i8 1, label %return] r197: call void @read(ptr %a197) call void @write(ptr %a198) br label %w198
w198: %s198 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 198} switch i8 %s198, label %return [i8 0, label %r198 i8 1, label %return] r198: call void @read(ptr %a198) call void @write(ptr %a199) br label %w199
w199: %s199 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 199} switch i8 %s199, label %return [i8 0, label %r199 i8 1, label %return] r199: call void @read(ptr %a199) call void @write(ptr %a200) br label %w200
w200: %s200 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 200} switch i8 %s200, label %return [i8 0, label %r200 i8 1, label %return] r200: call void @read(ptr %a200) call void @write(ptr %a201) br label %w201
w201: %s201 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 201} switch i8 %s201, label %return [i8 0, label %r201 i8 1, label %return] r201: call void @read(ptr %a201) call void @write(ptr %a202) br label %w202
w202: %s202 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 202} switch i8 %s202, label %return [i8 0, label %r202 i8 1, label %return] r202: call void @read(ptr %a202) call void @write(ptr %a203) br label %w203
w203: %s203 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 203} switch i8 %s203, label %return [i8 0, label %r203 i8 1, label %return] r203: call void @read(ptr %a203) call void @write(ptr %a204) br label %w204
w204: %s204 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 204} switch i8 %s204, label %return [i8 0, label %r204 i8 1, label %return] r204: call void @read(ptr %a204) call void @write(ptr %a205) br label %w205
w205: %s205 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 205} switch i8 %s205, label %return [i8 0, label %r205 i8 1, label %return] r205: call void @read(ptr %a205) call void @write(ptr %a206) br label %w206
w206: %s206 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 206} switch i8 %s206, label %return [i8 0, label %r206 i8 1, label %return] r206: call void @read(ptr %a206) call void @write(ptr %a207) br label %w207
w207: %s207 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 207} switch i8 %s207, label %return [i8 0, label %r207 i8 1, label %return] r207: call void @read(ptr %a207) call void @write(ptr %a208) br label %w208
w208: %s208 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 208} switch i8 %s208, label %return [i8 0, label %r208 i8 1, label %return] r208: call void @read(ptr %a208) call void @write(ptr %a209) br label %w209
w209: %s209 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 209} switch i8 %s209, label %return [i8 0, label %r209 i8 1, label %return] r209: call void @read(ptr %a209) call void @write(ptr %a210) br label %w210
w210: %s210 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 210} switch i8 %s210, label %return [i8 0, label %r210 i8 1, label %return] r210: call void @read(ptr %a210) call void @write(ptr %a211) br label %w211
w211: %s211 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 211} switch i8 %s211, label %return [i8 0, label %r211 i8 1, label %return] r211: call void @read(ptr %a211) call void @write(ptr %a212) br label %w212
w212: %s212 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 212} switch i8 %s212, label %return [i8 0, label %r212 i8 1, label %return] r212: call void @read(ptr %a212) call void @write(ptr %a213) br label %w213
w213: %s213 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 213} switch i8 %s213, label %return [i8 0, label %r213 i8 1, label %return] r213: call void @read(ptr %a213) call void @write(ptr %a214) br label %w214
w214: %s214 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 214} switch i8 %s214, label %return [i8 0, label %r214 i8 1, label %return] r214: call void @read(ptr %a214) call void @write(ptr %a215) br label %w215
w215: %s215 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 215} switch i8 %s215, label %return [i8 0, label %r215 i8 1, label %return] r215: call void @read(ptr %a215) call void @write(ptr %a216) br label %w216
w216: %s216 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 216} switch i8 %s216, label %return [i8 0, label %r216 i8 1, label %return] r216: call void @read(ptr %a216) call void @write(ptr %a217) br label %w217
w217: %s217 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 217} switch i8 %s217, label %return [i8 0, label %r217 i8 1, label %return] r217: call void @read(ptr %a217) call void @write(ptr %a218) br label %w218
w218: %s218 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 218} switch i8 %s218, label %return [i8 0, label %r218 i8 1, label %return] r218: call void @read(ptr %a218) call void @write(ptr %a219) br label %w219
w219: %s219 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 219} switch i8 %s219, label %return [i8 0, label %r219 i8 1, label %return] r219: call void @read(ptr %a219) call void @write(ptr %a220) br label %w220
w220: %s220 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 220} switch i8 %s220, label %return [i8 0, label %r220 i8 1, label %return] r220: call void @read(ptr %a220) call void @write(ptr %a221) br label %w221
w221: %s221 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 221} switch i8 %s221, label %return [i8 0, label %r221 i8 1, label %return] r221: call void @read(ptr %a221) call void @write(ptr %a222) br label %w222
w222: %s222 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 222} switch i8 %s222, label %return [i8 0, label %r222 i8 1, label %return] r222: call void @read(ptr %a222) call void @write(ptr %a223) br label %w223
w223: %s223 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 223} switch i8 %s223, label %return [i8 0, label %r223 i8 1, label %return] r223: call void @read(ptr %a223) call void @write(ptr %a224) br label %w224
w224: %s224 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 224} switch i8 %s224, label %return [i8 0, label %r224 i8 1, label %return] r224: call void @read(ptr %a224) call void @write(ptr %a225) br label %w225
w225: %s225 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 225} switch i8 %s225, label %return [i8 0, label %r225 i8 1, label %return] r225: call void @read(ptr %a225) call void @write(ptr %a226) br label %w226
w226: %s226 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 226} switch i8 %s226, label %return [i8 0, label %r226 i8 1, label %return] r226: call void @read(ptr %a226) call void @write(ptr %a227) br label %w227
w227: %s227 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 227} switch i8 %s227, label %return [i8 0, label %r227 i8 1, label %return] r227: call void @read(ptr %a227) call void @write(ptr %a228) br label %w228
w228: %s228 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 228} switch i8 %s228, label %return [i8 0, label %r228 i8 1, label %return] r228: call void @read(ptr %a228) call void @write(ptr %a229) br label %w229
w229: %s229 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 229} switch i8 %s229, label %return [i8 0, label %r229 i8 1, label %return] r229: call void @read(ptr %a229) call void @write(ptr %a230) br label %w230
w230: %s230 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 230} switch i8 %s230, label %return [i8 0, label %r230 i8 1, label %return] r230: call void @read(ptr %a230) call void @write(ptr %a231) br label %w231
w231: %s231 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 231} switch i8 %s231, label %return [i8 0, label %r231 i8 1, label %return] r231: call void @read(ptr %a231) call void @write(ptr %a232) br label %w232
w232: %s232 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 232} switch i8 %s232, label %return [i8 0, label %r232 i8 1, label %return] r232: call void @read(ptr %a232) call void @write(ptr %a233) br label %w233
w233: %s233 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 233} switch i8 %s233, label %return [i8 0, label %r233 i8 1, label %return] r233: call void @read(ptr %a233) call void @write(ptr %a234) br label %w234
w234: %s234 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 234} switch i8 %s234, label %return [i8 0, label %r234 i8 1, label %return] r234: call void @read(ptr %a234) call void @write(ptr %a235) br label %w235
w235: %s235 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 235} switch i8 %s235, label %return [i8 0, label %r235 i8 1, label %return] r235: call void @read(ptr %a235) call void @write(ptr %a236) br label %w236
w236: %s236 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 236} switch i8 %s236, label %return [i8 0, label %r236 i8 1, label %return] r236: call void @read(ptr %a236) call void @write(ptr %a237) br label %w237
w237: %s237 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 237} switch i8 %s237, label %return [i8 0, label %r237 i8 1, label %return] r237: call void @read(ptr %a237) call void @write(ptr %a238) br label %w238
w238: %s238 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 238} switch i8 %s238, label %return [i8 0, label %r238 i8 1, label %return] r238: call void @read(ptr %a238) call void @write(ptr %a239) br label %w239
w239: %s239 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 239} switch i8 %s239, label %return [i8 0, label %r239 i8 1, label %return] r239: call void @read(ptr %a239) call void @write(ptr %a240) br label %w240
w240: %s240 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 240} switch i8 %s240, label %return [i8 0, label %r240 i8 1, label %return] r240: call void @read(ptr %a240) call void @write(ptr %a241) br label %w241
w241: %s241 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 241} switch i8 %s241, label %return [i8 0, label %r241 i8 1, label %return] r241: call void @read(ptr %a241) call void @write(ptr %a242) br label %w242
w242: %s242 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 242} switch i8 %s242, label %return [i8 0, label %r242 i8 1, label %return] r242: call void @read(ptr %a242) call void @write(ptr %a243) br label %w243
w243: %s243 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 243} switch i8 %s243, label %return [i8 0, label %r243 i8 1, label %return] r243: call void @read(ptr %a243) call void @write(ptr %a244) br label %w244
w244: %s244 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 244} switch i8 %s244, label %return [i8 0, label %r244 i8 1, label %return] r244: call void @read(ptr %a244) call void @write(ptr %a245) br label %w245
w245: %s245 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 245} switch i8 %s245, label %return [i8 0, label %r245 i8 1, label %return] r245: call void @read(ptr %a245) call void @write(ptr %a246) br label %w246
w246: %s246 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 246} switch i8 %s246, label %return [i8 0, label %r246 i8 1, label %return] r246: call void @read(ptr %a246) call void @write(ptr %a247) br label %w247
w247: %s247 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 247} switch i8 %s247, label %return [i8 0, label %r247 i8 1, label %return] r247: call void @read(ptr %a247) call void @write(ptr %a248) br label %w248
w248: %s248 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 248} switch i8 %s248, label %return [i8 0, label %r248 i8 1, label %return] r248: call void @read(ptr %a248) call void @write(ptr %a249) br label %w249
w249: %s249 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 249} switch i8 %s249, label %return [i8 0, label %r249 i8 1, label %return] r249: call void @read(ptr %a249) call void @write(ptr %a250) br label %w250
w250: %s250 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 250} switch i8 %s250, label %return [i8 0, label %r250 i8 1, label %return] r250: call void @read(ptr %a250) call void @write(ptr %a251) br label %w251
w251: %s251 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 251} switch i8 %s251, label %return [i8 0, label %r251 i8 1, label %return] r251: call void @read(ptr %a251) call void @write(ptr %a252) br label %w252
w252: %s252 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 252} switch i8 %s252, label %return [i8 0, label %r252 i8 1, label %return] r252: call void @read(ptr %a252) call void @write(ptr %a253) br label %w253
w253: %s253 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 253} switch i8 %s253, label %return [i8 0, label %r253 i8 1, label %return] r253: call void @read(ptr %a253) call void @write(ptr %a254) br label %w254
w254: %s254 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 254} switch i8 %s254, label %return [i8 0, label %r254 i8 1, label %return] r254: call void @read(ptr %a254) call void @write(ptr %a255) br label %w255
w255: %s255 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 255} switch i8 %s255, label %return [i8 0, label %r255 i8 1, label %return] r255: call void @read(ptr %a255) call void @write(ptr %a256) br label %w256
w256: %s256 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 256} switch i8 %s256, label %return [i8 0, label %r256 i8 1, label %return] r256: call void @read(ptr %a256) call void @write(ptr %a257) br label %w257
w257: %s257 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 257} switch i8 %s257, label %return [i8 0, label %r257 i8 1, label %return] r257: call void @read(ptr %a257) call void @write(ptr %a258) br label %w258
w258: %s258 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 258} switch i8 %s258, label %return [i8 0, label %r258 i8 1, label %return] r258: call void @read(ptr %a258) call void @write(ptr %a259) br label %w259
w259: %s259 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 259} switch i8 %s259, label %return [i8 0, label %r259 i8 1, label %return] r259: call void @read(ptr %a259) call void @write(ptr %a260) br label %w260
w260: %s260 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 260} switch i8 %s260, label %return [i8 0, label %r260 i8 1, label %return] r260: call void @read(ptr %a260) call void @write(ptr %a261) br label %w261
w261: %s261 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 261} switch i8 %s261, label %return [i8 0, label %r261 i8 1, label %return] r261: call void @read(ptr %a261) call void @write(ptr %a262) br label %w262
w262: %s262 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 262} switch i8 %s262, label %return [i8 0, label %r262 i8 1, label %return] r262: call void @read(ptr %a262) call void @write(ptr %a263) br label %w263
w263: %s263 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 263} switch i8 %s263, label %return [i8 0, label %r263 i8 1, label %return] r263: call void @read(ptr %a263) call void @write(ptr %a264) br label %w264
w264: %s264 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 264} switch i8 %s264, label %return [i8 0, label %r264 i8 1, label %return] r264: call void @read(ptr %a264) call void @write(ptr %a265) br label %w265
w265: %s265 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 265} switch i8 %s265, label %return [i8 0, label %r265 i8 1, label %return] r265: call void @read(ptr %a265) call void @write(ptr %a266) br label %w266
w266: %s266 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 266} switch i8 %s266, label %return [i8 0, label %r266 i8 1, label %return] r266: call void @read(ptr %a266) call void @write(ptr %a267) br label %w267
w267: %s267 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 267} switch i8 %s267, label %return [i8 0, label %r267 i8 1, label %return] r267: call void @read(ptr %a267) call void @write(ptr %a268) br label %w268
w268: %s268 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 268} switch i8 %s268, label %return [i8 0, label %r268 i8 1, label %return] r268: call void @read(ptr %a268) call void @write(ptr %a269) br label %w269
w269: %s269 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 269} switch i8 %s269, label %return [i8 0, label %r269 i8 1, label %return] r269: call void @read(ptr %a269) call void @write(ptr %a270) br label %w270
w270: %s270 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 270} switch i8 %s270, label %return [i8 0, label %r270 i8 1, label %return] r270: call void @read(ptr %a270) call void @write(ptr %a271) br label %w271
w271: %s271 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 271} switch i8 %s271, label %return [i8 0, label %r271 i8 1, label %return] r271: call void @read(ptr %a271) call void @write(ptr %a272) br label %w272
w272: %s272 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 272} switch i8 %s272, label %return [i8 0, label %r272 i8 1, label %return] r272: call void @read(ptr %a272) call void @write(ptr %a273) br label %w273
w273: %s273 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 273} switch i8 %s273, label %return [i8 0, label %r273 i8 1, label %return] r273: call void @read(ptr %a273) call void @write(ptr %a274) br label %w274
w274: %s274 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 274} switch i8 %s274, label %return [i8 0, label %r274 i8 1, label %return] r274: call void @read(ptr %a274) call void @write(ptr %a275) br label %w275
w275: %s275 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 275} switch i8 %s275, label %return [i8 0, label %r275 i8 1, label %return] r275: call void @read(ptr %a275) call void @write(ptr %a276) br label %w276
w276: %s276 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 276} switch i8 %s276, label %return [i8 0, label %r276 i8 1, label %return] r276: call void @read(ptr %a276) call void @write(ptr %a277) br label %w277
w277: %s277 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 277} switch i8 %s277, label %return [i8 0, label %r277 i8 1, label %return] r277: call void @read(ptr %a277) call void @write(ptr %a278) br label %w278
w278: %s278 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 278} switch i8 %s278, label %return [i8 0, label %r278 i8 1, label %return] r278: call void @read(ptr %a278) call void @write(ptr %a279) br label %w279
w279: %s279 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 279} switch i8 %s279, label %return [i8 0, label %r279 i8 1, label %return] r279: call void @read(ptr %a279) call void @write(ptr %a280) br label %w280
w280: %s280 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 280} switch i8 %s280, label %return [i8 0, label %r280 i8 1, label %return] r280: call void @read(ptr %a280) call void @write(ptr %a281) br label %w281
w281: %s281 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 281} switch i8 %s281, label %return [i8 0, label %r281 i8 1, label %return] r281: call void @read(ptr %a281) call void @write(ptr %a282) br label %w282
w282: %s282 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 282} switch i8 %s282, label %return [i8 0, label %r282 i8 1, label %return] r282: call void @read(ptr %a282) call void @write(ptr %a283) br label %w283
w283: %s283 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 283} switch i8 %s283, label %return [i8 0, label %r283 i8 1, label %return] r283: call void @read(ptr %a283) call void @write(ptr %a284) br label %w284
w284: %s284 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 284} switch i8 %s284, label %return [i8 0, label %r284 i8 1, label %return] r284: call void @read(ptr %a284) call void @write(ptr %a285) br label %w285
w285: %s285 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 285} switch i8 %s285, label %return [i8 0, label %r285 i8 1, label %return] r285: call void @read(ptr %a285) call void @write(ptr %a286) br label %w286
w286: %s286 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 286} switch i8 %s286, label %return [i8 0, label %r286 i8 1, label %return] r286: call void @read(ptr %a286) call void @write(ptr %a287) br label %w287
w287: %s287 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 287} switch i8 %s287, label %return [i8 0, label %r287 i8 1, label %return] r287: call void @read(ptr %a287) call void @write(ptr %a288) br label %w288
w288: %s288 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 288} switch i8 %s288, label %return [i8 0, label %r288 i8 1, label %return] r288: call void @read(ptr %a288) call void @write(ptr %a289) br label %w289
w289: %s289 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 289} switch i8 %s289, label %return [i8 0, label %r289 i8 1, label %return] r289: call void @read(ptr %a289) call void @write(ptr %a290) br label %w290
w290: %s290 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 290} switch i8 %s290, label %return [i8 0, label %r290 i8 1, label %return] r290: call void @read(ptr %a290) call void @write(ptr %a291) br label %w291
w291: %s291 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 291} switch i8 %s291, label %return [i8 0, label %r291 i8 1, label %return] r291: call void @read(ptr %a291) call void @write(ptr %a292) br label %w292
w292: %s292 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 292} switch i8 %s292, label %return [i8 0, label %r292 i8 1, label %return] r292: call void @read(ptr %a292) call void @write(ptr %a293) br label %w293
w293: %s293 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 293} switch i8 %s293, label %return [i8 0, label %r293 i8 1, label %return] r293: call void @read(ptr %a293) call void @write(ptr %a294) br label %w294
w294: %s294 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 294} switch i8 %s294, label %return [i8 0, label %r294 i8 1, label %return] r294: call void @read(ptr %a294) call void @write(ptr %a295) br label %w295
w295: %s295 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 295} switch i8 %s295, label %return [i8 0, label %r295 i8 1, label %return] r295: call void @read(ptr %a295) call void @write(ptr %a296) br label %w296
w296: %s296 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 296} switch i8 %s296, label %return [i8 0, label %r296 i8 1, label %return] r296: call void @read(ptr %a296) call void @write(ptr %a297) br label %w297
w297: %s297 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 297} switch i8 %s297, label %return [i8 0, label %r297 i8 1, label %return] r297: call void @read(ptr %a297) call void @write(ptr %a298) br label %w298
w298: %s298 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 298} switch i8 %s298, label %return [i8 0, label %r298 i8 1, label %return] r298: call void @read(ptr %a298) call void @write(ptr %a299) br label %w299
w299: %s299 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 299} switch i8 %s299, label %return [i8 0, label %r299 i8 1, label %return] r299: call void @read(ptr %a299) call void @write(ptr %a300) br label %w300
w300: %s300 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !{i32 300} switch i8 %s300, label %return [i8 0, label %r300 i8 1, label %return] r300: call void @read(ptr %a300) br label %return
return:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none)
  ret i1 true
}

declare void @read(ptr readonly captures(none))
declare void @write(ptr writeonly captures(none) initializes((0, 8)))
