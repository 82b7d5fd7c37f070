// The C interface: functions that run one pass over a module and report errors
// as strings, and functions that LLVM's C API lacks.

#include "debug_types.h"
#include "dispatch.h"
#include "inner_marks.h"
#include "leaves.h"
#include "llvmcoro.h"
#include "loops.h"
#include "pipeline.h"

#include "llvm/IR/ConstantRange.h"
#include "llvm/IR/InstrTypes.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Plugins/PassPlugin.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/TimeProfiler.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Transforms/Coroutines/CoroFrameLayout.h"
#include "llvm/Transforms/Coroutines/CoroPoll.h"
#include "llvm/Transforms/Coroutines/CoroPollSplit.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <string>

using namespace llvm;

// Stores the error's message, if there is an error, and returns whether there
// is.
static int report(Error E, char **Message) {
  if (!E)
    return 0;
  *Message = strdup(toString(std::move(E)).c_str());
  return 1;
}

// Bodies of async fns have rustc's hint to inline. Where size counts, what has
// so many uses is only copied up to a smaller cost than LLVM's for such hints.
static constexpr unsigned ManyUses = 3;
static constexpr char MaxCopied[] = "300";

// An error that quotes the verifier, if the function is broken.
static Error verify(const Function &F) {
  std::string Complaint;
  raw_string_ostream OS(Complaint);
  if (!verifyFunction(F, &OS))
    return Error::success();
  return coro::makePollError(F, "broken by the split: " + OS.str());
}

// On an error, sets Refused to the function that caused it.
static Error splitModule(Module &M, bool Optimize, Function *&Refused) {
  llvmcoro::resumeLeavesOnce(M, Optimize);
  struct SplitCoroutine {
    Function *Outer;
    Function *Split;
    bool Resumes;
    bool SharesIndex;
  };
  SmallVector<SplitCoroutine, 16> Coroutines;
  llvmcoro::InnerFrames Inner;
  for (Function &F : M) {
    if (!coro::PollShape::isPollCoroutine(F))
      continue;
    Refused = &F;
    const bool Resumes =
        F.getFnAttribute(coro::PollAttr).getValueAsString() == "resume";
    const bool SharesIndex = F.hasFnAttribute(coro::PollIndexSharedAttr);
    const std::string Nested =
        F.getFnAttribute(coro::PollNestedAttr).getValueAsString().str();
    if (Optimize && Resumes && !F.hasOptSize())
      llvmcoro::testAtEndsOfLoops(F);
    if (Optimize && Resumes)
      Inner.read(F);
    if (Error E = coro::splitPollCoroutine(F))
      return E;
    Function &Split = Nested.empty() ? F : *M.getFunction(Nested);
    Coroutines.push_back({&F, &Split, Resumes, SharesIndex});
    Inner.setSplit(F, Split);
    if (Error E = verify(F))
      return E;
    if (!Nested.empty())
      if (Error E = verify(Split))
        return E;
  }
  // Now each has a body, and its users are known.
  if (Optimize)
    for (auto [Outer, Split, Resumes, SharesIndex] : Coroutines) {
      Refused = Outer;
      const bool IsOnlyAwaited = Split != Outer && Outer->hasLocalLinkage() &&
                                 Split->hasLocalLinkage() && Outer->use_empty();
      llvmcoro::optimizeDispatch(*Split, Resumes, IsOnlyAwaited, SharesIndex,
                                 Inner.marksOf(*Split));
      if (Split != Outer && Split->hasOptSize() &&
          Split->hasNUsesOrMore(ManyUses))
        Split->addFnAttr("function-inline-threshold", MaxCopied);
      if (Error E = verify(*Split))
        return E;
    }
  Refused = nullptr;
  coro::eraseUnusedOuterFunctions(M);
  return Error::success();
}

static Error layOutModule(Module &M) {
  for (Function &F : M)
    if (coro::isPackedCoroutine(F))
      if (Error E = coro::layOutFrame(F))
        return E;
  return Error::success();
}

extern "C" int llvmcoro_frame_layout(LLVMModuleRef Module,
                                     char **ErrorMessage) {
  return report(layOutModule(*unwrap(Module)), ErrorMessage);
}

extern "C" int llvmcoro_split(LLVMModuleRef Module, int Optimize,
                              LLVMValueRef *Function, char **ErrorMessage) {
  llvm::Function *Refused = nullptr;
  const int Failed =
      report(splitModule(*unwrap(Module), Optimize, Refused), ErrorMessage);
  *Function = wrap(Refused);
  return Failed;
}

extern "C" void llvmcoro_add_initializes(LLVMValueRef Call, unsigned Argument,
                                         uint64_t Size) {
  auto *CB = cast<CallBase>(unwrap(Call));
  ConstantRange All(APInt(64, 0), APInt(64, Size));
  CB->addParamAttr(Argument,
                   Attribute::get(CB->getContext(), Attribute::Initializes,
                                  ArrayRef<ConstantRange>(All)));
}

extern "C" void llvmcoro_append_to_compiler_used(LLVMValueRef Global) {
  auto *GV = cast<GlobalValue>(unwrap(Global));
  appendToCompilerUsed(*GV->getParent(), GV);
}

extern "C" char *llvmcoro_coroutine_types(LLVMModuleRef Module) {
  return strdup(llvmcoro::coroutineTypes(*unwrap(Module)).c_str());
}

extern "C" int llvmcoro_describe_coroutines(LLVMModuleRef Module,
                                            const char *Json,
                                            char **ErrorMessage) {
  return report(llvmcoro::describeCoroutines(*unwrap(Module), Json),
                ErrorMessage);
}

extern "C" int llvmcoro_finish_time_trace(const char *Path,
                                          char **ErrorMessage) {
  if (!timeTraceProfilerEnabled())
    return report(createStringError("this thread has no time profiler"),
                  ErrorMessage);
  Error E = timeTraceProfilerWrite(Path, Path);
  timeTraceProfilerCleanup();
  return report(std::move(E), ErrorMessage);
}

extern "C" char *llvmcoro_library() {
  Dl_info Info;
  if (!dladdr(reinterpret_cast<void *>(&llvmcoro_library), &Info) ||
      !Info.dli_fname)
    return nullptr;
  return strdup(Info.dli_fname);
}

static void registerPasses(void *Builder) {
  llvmcoro::registerPasses(*static_cast<PassBuilder *>(Builder));
}

extern "C" struct llvmcoro_pass_plugin llvmcoro_pass_plugin() {
  static_assert(sizeof(PassPluginLibraryInfo) ==
                    sizeof(struct llvmcoro_pass_plugin) &&
                LLVM_PLUGIN_API_VERSION == 2);
  return {LLVM_PLUGIN_API_VERSION, "llvmcoro", LLVM_VERSION_STRING,
          registerPasses, nullptr};
}

extern "C" void llvmcoro_free_string(char *String) { free(String); }
