// Frames that hold addresses of their own parts: see own_addresses.cpp.

#ifndef LLVMCORO_OWN_ADDRESSES_H
#define LLVMCORO_OWN_ADDRESSES_H

#include "llvm/IR/PassManager.h"

namespace llvmcoro {

// Takes allocas apart that hold addresses of their own parts.
class OwnAddressesPass : public llvm::PassInfoMixin<OwnAddressesPass> {
public:
  llvm::PreservedAnalyses run(llvm::Function &F,
                              llvm::FunctionAnalysisManager &FAM);
};

} // namespace llvmcoro

#endif
