// Our passes among those of LLVM.

#include "pipeline.h"
#include "own_addresses.h"

#include "llvm/Passes/PassBuilder.h"

using namespace llvm;

void llvmcoro::registerPasses(PassBuilder &PB) {
  // After inlining, and before SROA.
  PB.registerPeepholeEPCallback(
      [](FunctionPassManager &FPM, OptimizationLevel) {
        FPM.addPass(OwnAddressesPass());
      });
}
