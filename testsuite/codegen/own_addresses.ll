; Allocas that hold addresses of their own parts. The pass takes apart those of
; the functions whose names begin with `taken`, and leaves those of the others.

target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-unknown-linux-gnu"

declare i1 @ready()
declare void @use(ptr)

; The address in bytes 8 to 15 is the same whenever it is loaded.
define i32 @taken_single(i32 %value) {
entry:
  %frame = alloca [16 x i8], align 8
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  store i32 %value, ptr %frame
  store ptr %frame, ptr %place
  br label %poll

poll:
  %part = load ptr, ptr %place
  %held = load i32, ptr %part
  %more = add i32 %held, 1
  store i32 %more, ptr %part
  %is.ready = call i1 @ready()
  br i1 %is.ready, label %end, label %poll

end:
  %null = icmp eq ptr %part, null
  %result = load i32, ptr %frame
  %chosen = select i1 %null, i32 0, i32 %result
  ret i32 %chosen
}

; In state 0 there is a capture, in state 3 an address, and in state 4 a number.
define i32 @taken_reused(ptr %capture, i32 %value) {
entry:
  %frame = alloca [24 x i8], align 8
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  %tag = getelementptr inbounds i8, ptr %frame, i64 16
  store i32 %value, ptr %frame
  store ptr %capture, ptr %place
  store i8 0, ptr %tag
  br label %poll

poll:
  %state = load i8, ptr %tag
  switch i8 %state, label %bad [ i8 0, label %begin
                                 i8 3, label %first
                                 i8 4, label %second ]

bad:
  unreachable

begin:
  %captured = load ptr, ptr %place
  %read = load i32, ptr %captured
  store i32 %read, ptr %frame
  store ptr %frame, ptr %place
  store i8 3, ptr %tag
  br label %pending

first:
  %part = load ptr, ptr %place
  %held = load i32, ptr %part
  %is.ready = call i1 @ready()
  br i1 %is.ready, label %next, label %pending

next:
  store i32 %held, ptr %place
  store i8 4, ptr %tag
  br label %pending

pending:
  br label %poll

second:
  %number = load i32, ptr %place
  ret i32 %number
}

; One address leads to another one, and is kept over the loop as well.
define i32 @taken_chain(i32 %value) {
entry:
  %frame = alloca [32 x i8], align 8
  %inner = getelementptr inbounds i8, ptr %frame, i64 8
  %outer = getelementptr inbounds i8, ptr %frame, i64 16
  %tag = getelementptr inbounds i8, ptr %frame, i64 24
  store i32 %value, ptr %frame
  store i8 0, ptr %tag
  br label %poll

poll:
  %known = phi ptr [ undef, %entry ], [ %both, %pending ]
  %state = load i8, ptr %tag
  %is.new = icmp eq i8 %state, 0
  br i1 %is.new, label %begin, label %again

begin:
  store ptr %frame, ptr %inner
  store ptr %inner, ptr %outer
  store i8 3, ptr %tag
  br label %pending

again:
  %at.inner = load ptr, ptr %outer
  %at.frame = load ptr, ptr %at.inner
  %held = load i32, ptr %at.frame
  %is.ready = call i1 @ready()
  br i1 %is.ready, label %end, label %pending

pending:
  %both = phi ptr [ %inner, %begin ], [ %at.inner, %again ]
  br label %poll

end:
  ret i32 %held
}

; Two places, of which the loop chooses: no single address.
define i32 @left_two(i1 %which) {
  %frame = alloca [16 x i8], align 8
  %other = getelementptr inbounds i8, ptr %frame, i64 4
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  store i64 0, ptr %frame
  br i1 %which, label %one, label %two

one:
  store ptr %frame, ptr %place
  br label %end

two:
  store ptr %other, ptr %place
  br label %end

end:
  %part = load ptr, ptr %place
  %held = load i32, ptr %part
  ret i32 %held
}

; A capture or an address.
define i32 @left_mixed(ptr %capture, i1 %which) {
  %frame = alloca [16 x i8], align 8
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  store i64 0, ptr %frame
  store ptr %capture, ptr %place
  br i1 %which, label %one, label %end

one:
  store ptr %frame, ptr %place
  br label %end

end:
  %part = load ptr, ptr %place
  %held = load i32, ptr %part
  ret i32 %held
}

; A part of the address is overwritten, and the rest is left.
define i32 @left_overwritten() {
  %frame = alloca [16 x i8], align 8
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  %rest = getelementptr inbounds i8, ptr %frame, i64 12
  store ptr %frame, ptr %place
  store i32 0, ptr %place
  %held = load i32, ptr %rest
  ret i32 %held
}

; Somebody else may load the address.
define i32 @left_called() {
  %frame = alloca [16 x i8], align 8
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  store ptr %frame, ptr %place
  call void @use(ptr %place)
  %part = load ptr, ptr %place
  %held = load i32, ptr %part
  ret i32 %held
}

define i32 @left_elsewhere(ptr %elsewhere) {
  %frame = alloca [16 x i8], align 8
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  store ptr %frame, ptr %place
  store ptr %frame, ptr %elsewhere
  %part = load ptr, ptr %place
  %held = load i32, ptr %part
  ret i32 %held
}

define void @left_copied(ptr %elsewhere) {
  %frame = alloca [16 x i8], align 8
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  store ptr %frame, ptr %place
  call void @llvm.memcpy.p0.p0.i64(ptr %elsewhere, ptr %frame, i64 16, i1 false)
  ret void
}

; The address is a number.
define i64 @left_loaded_as_number() {
  %frame = alloca [16 x i8], align 8
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  store ptr %frame, ptr %place
  %number = load i64, ptr %place
  ret i64 %number
}

define i64 @left_number() {
  %frame = alloca [16 x i8], align 8
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  store ptr %frame, ptr %place
  %part = load ptr, ptr %place
  %number = ptrtoint ptr %part to i64
  ret i64 %number
}

; It tells where the alloca is.
define i1 @left_compared(ptr %other) {
  %frame = alloca [16 x i8], align 8
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  store ptr %frame, ptr %place
  %part = load ptr, ptr %place
  %same = icmp eq ptr %part, %other
  ret i1 %same
}

; Which byte is stored to is not known.
define i32 @left_variable(i64 %at) {
  %frame = alloca [16 x i8], align 8
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  %somewhere = getelementptr inbounds i8, ptr %frame, i64 %at
  store ptr %frame, ptr %place
  store i8 1, ptr %somewhere
  %part = load ptr, ptr %place
  %held = load i32, ptr %part
  ret i32 %held
}

; The other way leads to something else.
define i32 @left_phi(ptr %capture, i1 %which) {
entry:
  %frame = alloca [16 x i8], align 8
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  store i64 0, ptr %frame
  store ptr %frame, ptr %place
  br i1 %which, label %one, label %end

one:
  %part = load ptr, ptr %place
  br label %end

end:
  %chosen = phi ptr [ %part, %one ], [ %capture, %entry ]
  %held = load i32, ptr %chosen
  ret i32 %held
}

define i32 @left_volatile() {
  %frame = alloca [16 x i8], align 8
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  store volatile ptr %frame, ptr %place
  %part = load ptr, ptr %place
  %held = load i32, ptr %part
  ret i32 %held
}

; One store through one of two addresses, as LLVM makes it of two.
define i32 @taken_sunk(i32 %value) {
entry:
  %frame = alloca [16 x i8], align 8
  %other = getelementptr inbounds i8, ptr %frame, i64 4
  %place = getelementptr inbounds i8, ptr %frame, i64 8
  store i32 %value, ptr %frame
  store i32 1, ptr %other
  store ptr %frame, ptr %place
  br label %poll

poll:
  %part = load ptr, ptr %place
  %is.ready = call i1 @ready()
  br i1 %is.ready, label %end, label %again

again:
  %other.ready = call i1 @ready()
  br i1 %other.ready, label %end, label %poll

end:
  %marked = phi ptr [ %part, %poll ], [ %other, %again ]
  store i32 0, ptr %marked
  %one = load i32, ptr %frame
  %two = load i32, ptr %other
  %sum = add i32 %one, %two
  ret i32 %sum
}
