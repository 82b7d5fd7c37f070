// Loops around awaits: see loops.cpp.

#ifndef LLVMCORO_LOOPS_H
#define LLVMCORO_LOOPS_H

namespace llvm {
class Function;
} // namespace llvm

namespace llvmcoro {

// Makes loops of the coroutine F that suspend test at their ends whether they
// go on. It must not be split yet.
void testAtEndsOfLoops(llvm::Function &F);

} // namespace llvmcoro

#endif
