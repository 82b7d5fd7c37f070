// Which futures are pending once: see pending_once.cpp.

#ifndef LLVMCORO_PENDING_ONCE_H
#define LLVMCORO_PENDING_ONCE_H

#include "llvm/ADT/DenseMap.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/PassManager.h"
#include "llvm/Passes/PassBuilder.h"
#include <optional>

namespace llvmcoro {

// The one byte that a future remembers with, and its value after a poll that
// was pending.
struct Mark {
  uint64_t Offset;
  llvm::ConstantInt *Value;
};

// What is known of the poll functions of a module.
class PendingOnce {
public:
  PendingOnce() { Passes.registerFunctionAnalyses(FAM); }

  // The mark of the future that F polls, if F is ready and does nothing
  // whenever it was pending before.
  std::optional<Mark> of(llvm::Function &F);

private:
  std::optional<Mark> compute(llvm::Function &F);

  llvm::PassBuilder Passes;
  llvm::FunctionAnalysisManager FAM;
  llvm::DenseMap<llvm::Function *, std::optional<Mark>> Known;
};

} // namespace llvmcoro

#endif
