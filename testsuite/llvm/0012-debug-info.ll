; The subprogram stays on the one function that remains. A variable in the frame
; is described through the frame argument's home, also if its record stood in the
; ramp; one on the stack keeps its alloca; and a variable whose value was
; computed in an earlier call is not described.

; RUN: opt -passes='llvmcoro-split,verify' -S %s | FileCheck %s

; CHECK: define i1 @poll(ptr %frame, ptr %context) !dbg [[POLL:![0-9]+]] {
; CHECK-NEXT: entry:
; CHECK-NEXT: %frame.debug = alloca ptr
; CHECK-NEXT: %scratch = alloca i32
; CHECK-NEXT: store ptr %frame, ptr %frame.debug
; CHECK: #dbg_declare(ptr %frame.debug, [[SAVED:![0-9]+]], !DIExpression(DW_OP_deref, DW_OP_plus_uconst, 8), [[LOC:![0-9]+]])
; CHECK-NEXT: #dbg_declare(ptr %scratch, [[SCRATCH:![0-9]+]], !DIExpression(), [[LOC]])
; CHECK-NEXT: #dbg_value(ptr %context, [[CONTEXT:![0-9]+]], !DIExpression(), [[LOC]])
; CHECK-NOT: #dbg_value(i32 0
; CHECK: switch i8 %index

; CHECK: resume.0:
; CHECK: %sum = add i32
; CHECK-NEXT: #dbg_value(i32 %sum, [[SUM:![0-9]+]], !DIExpression(), [[LOC]])
; CHECK: #dbg_value(ptr %frame, [[ADDRESS:![0-9]+]], !DIExpression(DW_OP_plus_uconst, 8, DW_OP_stack_value), [[LOC]])

; CHECK: resume.1:
; CHECK: #dbg_value(i32 poison, [[SUM]], !DIExpression(), [[LOC]])

; CHECK: [[POLL]] = distinct !DISubprogram(name: "poll"
; CHECK: [[SAVED]] = !DILocalVariable(name: "saved"
; CHECK: [[SCRATCH]] = !DILocalVariable(name: "scratch"
; CHECK: [[CONTEXT]] = !DILocalVariable(name: "context"
; CHECK: [[SUM]] = !DILocalVariable(name: "sum"
; CHECK: [[ADDRESS]] = !DILocalVariable(name: "address"

target datalayout = "e-m:e-i64:64-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

define i1 @poll(ptr %frame, ptr %context) presplitcoroutine "coro-poll"="resume" "coro-index"="8,0" !dbg !3 {
entry:
  %saved = alloca i32, align 4, !coro.slot !20
  %scratch = alloca i32, align 4
  %id = call token @llvm.coro.id(i32 0, ptr null, ptr null, ptr null)
  %hdl = call ptr @llvm.coro.begin(token %id, ptr %frame)
    #dbg_declare(ptr %saved, !10, !DIExpression(), !15)
    #dbg_declare(ptr %scratch, !11, !DIExpression(), !15)
    #dbg_value(ptr %context, !12, !DIExpression(), !15)
    #dbg_value(i32 0, !14, !DIExpression(), !15)
  br label %first

first:
  %suspend0 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !21, !dbg !15
  switch i8 %suspend0, label %pending [ i8 0, label %start
                                        i8 1, label %pending ], !dbg !15

start:
  call void @write(ptr %saved), !dbg !15
  call void @write(ptr %scratch), !dbg !15
  %value = load i32, ptr %scratch, align 4, !dbg !15
  %sum = add i32 %value, 1, !dbg !15
    #dbg_value(i32 %sum, !13, !DIExpression(), !15)
  call void @use(i32 %sum), !dbg !15
    #dbg_value(ptr %saved, !14, !DIExpression(), !15)
  call void @use(i32 %value), !dbg !15
  br label %second

second:
  %suspend1 = call i8 @llvm.coro.suspend(token none, i1 false), !coro.suspend.index !22, !dbg !15
  switch i8 %suspend1, label %pending [ i8 0, label %finish
                                        i8 1, label %pending ], !dbg !15

finish:
    #dbg_value(i32 %sum, !13, !DIExpression(), !15)
  call void @write(ptr %saved), !dbg !15
  br label %pending

pending:
  call void @llvm.coro.end(ptr %hdl, i1 false, token none), !dbg !15
  ret i1 false, !dbg !15
}

declare void @write(ptr)
declare void @use(i32)

!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2}

!0 = distinct !DICompileUnit(language: DW_LANG_Rust, file: !1, emissionKind: FullDebug)
!1 = !DIFile(filename: "poll.rs", directory: "/src")
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = distinct !DISubprogram(name: "poll", scope: !1, file: !1, line: 1, type: !4, unit: !0, spFlags: DISPFlagDefinition)
!4 = !DISubroutineType(types: !5)
!5 = !{null}
!6 = !DIBasicType(name: "u32", size: 32, encoding: DW_ATE_unsigned)
!7 = !DIBasicType(name: "usize", size: 64, encoding: DW_ATE_unsigned)
!10 = !DILocalVariable(name: "saved", scope: !3, file: !1, line: 2, type: !6)
!11 = !DILocalVariable(name: "scratch", scope: !3, file: !1, line: 3, type: !6)
!12 = !DILocalVariable(name: "context", scope: !3, file: !1, line: 4, type: !7)
!13 = !DILocalVariable(name: "sum", scope: !3, file: !1, line: 5, type: !6)
!14 = !DILocalVariable(name: "address", scope: !3, file: !1, line: 6, type: !7)
!15 = !DILocation(line: 2, column: 1, scope: !3)
!20 = !{i64 8}
!21 = !{i32 0}
!22 = !{i32 1}
