// What a coroutine writes when it suspends: see stores.cpp.

#ifndef LLVMCORO_STORES_H
#define LLVMCORO_STORES_H

namespace llvm {
class Function;
class SwitchInst;
} // namespace llvm

namespace llvmcoro {

// On a store to a frame before a suspend, of a constant: nothing else is ever
// in its bytes.
inline constexpr char HoistableMD[] = "llvmcoro.hoistable";

// Spares the split function F, which begins with Switch, stores that change
// nothing.
void reduceStores(llvm::Function &F, llvm::SwitchInst &Switch);

} // namespace llvmcoro

#endif
