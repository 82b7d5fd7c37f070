// What a coroutine writes when it suspends: see stores.cpp.

#ifndef LLVMCORO_STORES_H
#define LLVMCORO_STORES_H

#include "inner_marks.h"

#include "llvm/ADT/ArrayRef.h"

namespace llvm {
class Function;
class SwitchInst;
} // namespace llvm

namespace llvmcoro {

// On a store to a frame before a suspend, of a constant: nothing else is ever
// in its bytes.
inline constexpr char HoistableMD[] = "llvmcoro.hoistable";

// Spares the split function F, which begins with Switch, stores that change
// nothing, and what it awaits the stores Inner.
void reduceStores(llvm::Function &F, llvm::SwitchInst &Switch,
                  llvm::ArrayRef<InnerMark> Inner);

} // namespace llvmcoro

#endif
