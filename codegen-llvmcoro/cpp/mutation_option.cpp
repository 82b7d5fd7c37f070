// The option of the second plugin, which the feature `mutations` builds with
// deliberate mistakes. options.cpp explains how options register themselves.

#include "llvm/Support/CommandLine.h"
#include <string>

using namespace llvm;

static cl::opt<std::string> TestMutation(
    "llvmcoro-test-mutation", cl::Hidden, cl::value_desc("name"),
    cl::desc("Lower coroutines wrongly in the way that is named, to "
             "test the tests"));
