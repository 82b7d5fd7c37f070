// The types of coroutines in debug information: see debug_types.cpp.

#ifndef LLVMCORO_DEBUG_TYPES_H
#define LLVMCORO_DEBUG_TYPES_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <string>

namespace llvm {
class Function;
class Module;
} // namespace llvm

namespace llvmcoro {

// The coroutine types that M describes, a line for each: its identifier, its
// size and its alignment in bytes, separated by spaces.
std::string coroutineTypes(llvm::Module &M);

// Remembers for describeCoroutines that the awaited future is nowhere while the
// resume function F is suspended with the tag Tag.
void noteFutureIsGone(llvm::Function &F, uint64_t Tag);

// Describes coroutine types as Json says: a list of the contract's
// `CoroutineType`.
llvm::Error describeCoroutines(llvm::Module &M, llvm::StringRef Json);

} // namespace llvmcoro

#endif
