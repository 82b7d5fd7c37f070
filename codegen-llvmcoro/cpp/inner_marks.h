// Marks that an inner coroutine leaves in its awaiter's frame: see
// inner_marks.cpp.

#ifndef LLVMCORO_INNER_MARKS_H
#define LLVMCORO_INNER_MARKS_H

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include <cstdint>
#include <optional>
#include <string>

namespace llvm {
class Function;
class Module;
class StoreInst;
} // namespace llvm

namespace llvmcoro {

// A store to the inner frame that the awaiter could do instead.
struct InnerMark {
  // The awaiter's index while the leaf is pending.
  uint64_t Index;
  // Where the byte is in the awaiter's frame.
  uint64_t Byte;
  llvm::StoreInst *Store;
};

// The composed awaits of a module's coroutines.
class InnerFrames {
public:
  // Reads what F awaits, before it is split.
  void read(llvm::Function &F);

  // Says that F has become Split.
  void setSplit(const llvm::Function &F, const llvm::Function &Split);

  // The marks of what Split alone awaits. Nothing else is ever in their bytes
  // of Split's frame.
  llvm::SmallVector<InnerMark, 2> marksOf(const llvm::Function &Split) const;

private:
  // Something else in the awaiter's frame.
  struct Slot {
    // The inner frame's number, if it is one.
    std::optional<uint64_t> Id;
    uint64_t Begin;
    uint64_t End;
  };

  struct InnerFrame {
    uint64_t Id;
    // Where it is in the awaiter's frame.
    uint64_t Offset;
    // How many of its bytes are there before it runs.
    uint64_t Captured;
    // The awaiter's index while it is suspended.
    uint64_t Index;
    // The nested function that runs it.
    std::string Run;
    llvm::SmallVector<Slot, 8> Others;
  };

  llvm::DenseMap<const llvm::Function *, llvm::SmallVector<InnerFrame, 2>>
      Known;
};

} // namespace llvmcoro

#endif
