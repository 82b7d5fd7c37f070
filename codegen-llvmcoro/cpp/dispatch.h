// What a resumed coroutine does first: see dispatch.cpp.

#ifndef LLVMCORO_DISPATCH_H
#define LLVMCORO_DISPATCH_H

#include "inner_marks.h"

#include "llvm/ADT/ArrayRef.h"
#include <cstdint>

namespace llvm {
class Function;
} // namespace llvm

namespace llvmcoro {

// The first index of a suspended coroutine. Those below it are of coroutines
// that have not begun, have ended, or have panicked.
inline constexpr uint64_t FirstSuspended = 3;

// Tells the states of the split function F apart without tables that are larger
// than the comparisons. If it resumes, also spares it stores of its index that
// change nothing, and tells LLVM which states are likely.
//
// If IsOnlyAwaited, only awaits call the nested function F, which neither
// resume a coroutine that has ended nor one that has panicked. If SharesIndex,
// other things may be where the index is while F runs, so stores of it stay
// where they are. Inner are the stores that F can spare what it awaits.
void optimizeDispatch(llvm::Function &F, bool Resumes, bool IsOnlyAwaited,
                      bool SharesIndex, llvm::ArrayRef<InnerMark> Inner);

} // namespace llvmcoro

#endif
