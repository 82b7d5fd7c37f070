// Our passes among those of LLVM: see pipeline.cpp.

#ifndef LLVMCORO_PIPELINE_H
#define LLVMCORO_PIPELINE_H

namespace llvm {
class PassBuilder;
} // namespace llvm

namespace llvmcoro {

// Adds the passes to the pipelines that PB makes from now on.
void registerPasses(llvm::PassBuilder &PB);

} // namespace llvmcoro

#endif
