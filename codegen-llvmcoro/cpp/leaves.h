// Awaits of futures that are pending once: see leaves.cpp.

#ifndef LLVMCORO_LEAVES_H
#define LLVMCORO_LEAVES_H

namespace llvm {
class Module;
} // namespace llvm

namespace llvmcoro {

// Makes the marked awaits of the presplit coroutines of M resume behind their
// polls, if Optimize is set and the polls show that they are ready by then.
// Removes the marks.
void resumeLeavesOnce(llvm::Module &M, bool Optimize);

} // namespace llvmcoro

#endif
