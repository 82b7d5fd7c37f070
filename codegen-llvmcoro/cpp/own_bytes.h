// What the bytes of an alloca may hold: see own_bytes.cpp.

#ifndef LLVMCORO_OWN_BYTES_H
#define LLVMCORO_OWN_BYTES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/IR/Instructions.h"
#include <cstdint>
#include <optional>

namespace llvmcoro {

// Bytes of the alloca, counted from its start.
struct Bytes {
  int64_t Begin, End;

  bool overlaps(Bytes Other) const {
    return Begin < Other.End && Other.Begin < End;
  }
};

// An instruction that accesses the alloca.
struct Access {
  llvm::Instruction *I;
  Bytes Accessed;
  bool Writes;
  // What is stored is the address of this byte of the alloca.
  std::optional<int64_t> Address;
};

// Loads that yield addresses of the alloca that they load from, and the bytes
// addressed.
using OwnLoads = llvm::MapVector<llvm::LoadInst *, int64_t>;

// Finds these loads: each yields one address, or something undefined. Nothing,
// if a load may yield such an address or something else, or a part of one.
//
// Accesses are all that there are, but for those through what is loaded.
std::optional<OwnLoads>
findLoadsOfOwnAddresses(const llvm::AllocaInst &A,
                        llvm::ArrayRef<Access> Accesses);

} // namespace llvmcoro

#endif
