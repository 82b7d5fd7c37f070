// The passes as a plugin of `opt`, for tests written in LLVM IR. The passes
// that replace one of LLVM's own have a name that says which.

#include "llvm/Analysis/CGSCCPassManager.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Plugins/PassPlugin.h"
#include "llvm/Transforms/Coroutines/CoroFrameLayout.h"
#include "llvm/Transforms/Coroutines/CoroPollSplit.h"
#include "llvm/Transforms/Coroutines/CoroSplit.h"

using namespace llvm;

// LLVM's coro-split with our patches: with and without reuse of frame storage.
static bool parseCGSCCPass(StringRef Name, CGSCCPassManager &PM,
                           ArrayRef<PassBuilder::PipelineElement>) {
  if (Name == "llvmcoro-coro-split") {
    PM.addPass(CoroSplitPass(/*OptimizeFrame=*/true));
    return true;
  }
  if (Name == "llvmcoro-coro-split-O0") {
    PM.addPass(CoroSplitPass(/*OptimizeFrame=*/false));
    return true;
  }
  return false;
}

static bool parseModulePass(StringRef Name, ModulePassManager &PM,
                            ArrayRef<PassBuilder::PipelineElement>) {
  if (Name == "llvmcoro-frame-layout") {
    PM.addPass(CoroFrameLayoutPass());
    return true;
  }
  if (Name == "llvmcoro-split") {
    PM.addPass(CoroPollSplitPass());
    return true;
  }
  return false;
}

extern "C" PassPluginLibraryInfo llvmGetPassPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "llvmcoro", LLVM_VERSION_STRING,
          [](PassBuilder &PB) {
            PB.registerPipelineParsingCallback(parseModulePass);
            PB.registerPipelineParsingCallback(parseCGSCCPass);
          }};
}
