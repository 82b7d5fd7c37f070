// The passes as a plugin of `opt`, for tests written in LLVM IR. Those that the
// patches add have the names that LLVM would register them under; those that
// replace one of LLVM's own have a name that says which, and our own begin with
// the project's name. The plugin is also built from the first few patches
// alone, without the passes that later ones add.

#include "own_addresses.h"

#include "llvm/Analysis/CGSCCPassManager.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Plugins/PassPlugin.h"
#include "llvm/Transforms/Coroutines/CoroSplit.h"
#if __has_include("llvm/Transforms/Coroutines/CoroFrameLayout.h")
#include "llvm/Transforms/Coroutines/CoroFrameLayout.h"
#define HAS_FRAME_LAYOUT
#endif
#if __has_include("llvm/Transforms/Coroutines/CoroPollSplit.h")
#include "llvm/Transforms/Coroutines/CoroPollSplit.h"
#define HAS_POLL_SPLIT
#endif
#if __has_include("llvm/Transforms/Coroutines/CoroSlotLiveness.h")
#include "llvm/Support/raw_ostream.h"
#include "llvm/Transforms/Coroutines/CoroSlotLiveness.h"
#define HAS_SLOT_LIVENESS
#endif

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
#ifdef HAS_FRAME_LAYOUT
  if (Name == "coro-frame-layout") {
    PM.addPass(CoroFrameLayoutPass());
    return true;
  }
#endif
#ifdef HAS_POLL_SPLIT
  if (Name == "coro-poll-split") {
    PM.addPass(CoroPollSplitPass());
    return true;
  }
#endif
  return false;
}

static bool parseFunctionPass(StringRef Name, FunctionPassManager &PM,
                              ArrayRef<PassBuilder::PipelineElement>) {
  if (Name == "llvmcoro-own-addresses") {
    PM.addPass(llvmcoro::OwnAddressesPass());
    return true;
  }
#ifdef HAS_SLOT_LIVENESS
  if (Name == "print<coro-slot-liveness>") {
    PM.addPass(CoroSlotLivenessPrinterPass(errs()));
    return true;
  }
#endif
  return false;
}

extern "C" PassPluginLibraryInfo llvmGetPassPluginInfo() {
  return {LLVM_PLUGIN_API_VERSION, "llvmcoro", LLVM_VERSION_STRING,
          [](PassBuilder &PB) {
            PB.registerPipelineParsingCallback(parseModulePass);
            PB.registerPipelineParsingCallback(parseCGSCCPass);
            PB.registerPipelineParsingCallback(parseFunctionPass);
          }};
}
