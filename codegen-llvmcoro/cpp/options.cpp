// The plugin's command line options, declared so that LLVM's parser accepts
// them in rustc's `-C llvm-args`. The plugin reads their values from rustc's
// session, where incremental compilation tracks them; nothing reads them here.
// The options register themselves when the plugin is loaded. Nothing refers to
// this file, so the library must be linked whole.

#include "llvm/Support/CommandLine.h"
#include <string>

using namespace llvm;

static cl::OptionCategory Category("llvmcoro", "Coroutine lowering by LLVM");

static cl::opt<bool> Off("llvmcoro-off", cl::cat(Category),
                         cl::desc("Lower every coroutine the stock way"));

static cl::opt<bool>
    NoNiche("llvmcoro-no-niche", cl::cat(Category),
            cl::desc("Offer no niche in the tag of this crate's coroutines"));

static cl::opt<std::string> ResumedAfterCompletion(
    "llvmcoro-resumed-after-completion", cl::cat(Category),
    cl::value_desc("panic|pending|unreachable-in-release"),
    cl::desc("What a future does that is polled after its end"));

static cl::opt<bool> PrintFrames("llvmcoro-print-frames", cl::cat(Category),
                                 cl::desc("Print the frame of each coroutine"));

static cl::opt<std::string>
    Frames("llvmcoro-frames", cl::cat(Category), cl::value_desc("directory"),
           cl::desc("Write each frame that is laid out to a directory"));

static cl::opt<std::string>
    Dump("llvmcoro-dump", cl::cat(Category), cl::value_desc("directory"),
         cl::desc("Write the stages of each coroutine to a directory"));

static cl::opt<std::string>
    Report("llvmcoro-report", cl::cat(Category), cl::value_desc("directory"),
           cl::desc("Write to a directory which way each coroutine went"));

static cl::opt<bool>
    DenyFallback("llvmcoro-deny-fallback", cl::cat(Category),
                 cl::desc("Report a coroutine lowered the stock way as an "
                          "error"));

static cl::opt<bool>
    TestBreakReservation("llvmcoro-test-break-reservation", cl::Hidden,
                         cl::cat(Category),
                         cl::desc("Reserve a wrong frame size, to test the "
                                  "check"));

static cl::opt<std::string>
    TestFrameSalt("llvmcoro-test-frame-salt", cl::Hidden, cl::cat(Category),
                  cl::value_desc("string"),
                  cl::desc("Make this crate disagree with others on frames, to "
                           "test the check"));
