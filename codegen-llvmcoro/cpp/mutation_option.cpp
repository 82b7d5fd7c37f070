// The option of the second plugin, the one with mistakes on purpose, which the
// feature `mutations` makes. Apart from where it is compiled, all is as in
// options.cpp.

#include "llvm/Support/CommandLine.h"
#include <string>

using namespace llvm;

static cl::opt<std::string> TestMutation(
    "llvmcoro-test-mutation", cl::Hidden, cl::value_desc("name"),
    cl::desc("Lower coroutines wrongly in the way that is named, to "
             "test the tests"));
