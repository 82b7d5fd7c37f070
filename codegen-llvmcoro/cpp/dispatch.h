// What a resumed coroutine does first: see dispatch.cpp.

#ifndef LLVMCORO_DISPATCH_H
#define LLVMCORO_DISPATCH_H

namespace llvm {
class Function;
} // namespace llvm

namespace llvmcoro {

// On a store to a frame before a suspend, of a constant: nothing else is ever
// in its bytes.
inline constexpr char HoistableMD[] = "llvmcoro.hoistable";

// Tells the states of the split function F apart without tables that are larger
// than the comparisons. If it resumes, also spares it stores of its index that
// change nothing, and tells LLVM which states are likely.
void optimizeDispatch(llvm::Function &F, bool Resumes);

} // namespace llvmcoro

#endif
