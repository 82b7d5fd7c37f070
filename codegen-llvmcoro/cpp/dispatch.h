// What a resumed coroutine does first: see dispatch.cpp.

#ifndef LLVMCORO_DISPATCH_H
#define LLVMCORO_DISPATCH_H

namespace llvm {
class Function;
} // namespace llvm

namespace llvmcoro {

// Spares the split resume function F stores of its index that change nothing,
// and tells LLVM which states are likely.
void optimizeDispatch(llvm::Function &F);

} // namespace llvmcoro

#endif
