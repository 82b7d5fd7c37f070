// Frames that hold addresses of their own parts.
//
// A future that is pinned in its awaiter's frame is polled through its address,
// which is kept in the same frame. Where the frame is an alloca, nobody else
// has the address; but to LLVM the alloca has escaped, so it stays in memory.
// Here, what is loaded there is computed again, and no longer stored. SROA then
// takes the alloca apart.

#include "own_addresses.h"
#include "own_bytes.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Analysis/InstructionSimplify.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

using namespace llvm;
using namespace llvmcoro;

// In bytes. What is larger is not for registers.
static constexpr uint64_t MaxSize = 4096;
// How often what was found leads to more: an address to another one, and so on.
static constexpr unsigned MaxRounds = 16;

namespace {

// An alloca, and all that uses it.
class Frame {
public:
  explicit Frame(AllocaInst &A)
      : A(A), DL(A.getDataLayout()), Size(A.getAllocationSize(DL)) {}

  // Whether all uses are known, and some store an address of the alloca in it.
  // Changes the function where that helps.
  bool holdsOwnAddresses();
  // Computes these addresses, and removes them from the alloca.
  void removeOwnAddresses();

  bool hasChangedFunction() const { return Changed; }

private:
  bool collect();
  bool storesOwnAddress() const;
  bool follow();
  bool add(Value &V, int64_t Offset);
  std::optional<int64_t> offset(const Value *V) const;
  bool isKnown(const PHINode &Phi) const;
  bool isKnown(const ICmpInst &Comparison) const;
  bool addAccess(Instruction &I, Value *At, TypeSize Size, bool Writes);
  bool addTransfer(MemIntrinsic &I);
  bool addUser(Instruction &I);
  Value *addressOf(int64_t Offset);

  AllocaInst &A;
  const DataLayout &DL;
  const std::optional<TypeSize> Size;
  // The loads of own addresses that were found, and the bytes addressed.
  OwnLoads Loads;
  // Pointers to known bytes of the alloca, and what else uses these.
  MapVector<Value *, int64_t> Parts;
  SmallSetVector<Instruction *, 32> Users;
  SmallVector<Access, 32> Accesses;
  // A value that is one of several addresses.
  Value *Several = nullptr;
  bool Changed = false;
};

} // namespace

// Several stores that LLVM has made one, through several addresses, are several
// again. Whether it was possible.
static bool storeOnTheEdges(PHINode &Address) {
  BasicBlock &BB = *Address.getParent();
  auto *Store =
      Address.hasOneUse() ? dyn_cast<StoreInst>(Address.user_back()) : nullptr;
  if (!Store || Store->getParent() != &BB || !Store->isSimple() ||
      Store->getPointerOperand() != &Address)
    return false;
  for (Instruction &I : BB) {
    if (&I == Store)
      break;
    if (I.mayReadOrWriteMemory() ||
        !isGuaranteedToTransferExecutionToSuccessor(&I))
      return false;
  }
  Value *Stored = Store->getValueOperand();
  if (auto *I = dyn_cast<Instruction>(Stored);
      I && I->getParent() == &BB && !isa<PHINode>(I))
    return false;
  SmallVector<BasicBlock *, 4> Before(Address.blocks());
  if (Before.size() == 1)
    return false;
  for (BasicBlock *From : Before)
    if (count(Before, From) != 1 ||
        !isa<BranchInst, SwitchInst>(From->getTerminator()) ||
        count(successors(From), &BB) != 1)
      return false;
  for (BasicBlock *From : Before) {
    Instruction *End = From->getTerminator();
    if (End->getNumSuccessors() > 1) {
      const auto Successor = find(successors(From), &BB);
      From = SplitCriticalEdge(End, Successor.getSuccessorIndex());
      End = From->getTerminator();
    }
    Instruction *Copy = Store->clone();
    Copy->setOperand(0, Stored->DoPHITranslation(&BB, From));
    Copy->setOperand(1, Address.getIncomingValueForBlock(From));
    Copy->insertBefore(End->getIterator());
  }
  Store->eraseFromParent();
  Address.eraseFromParent();
  return true;
}

bool Frame::holdsOwnAddresses() {
  if (!A.isStaticAlloca() || !Size || Size->isScalable() ||
      Size->getFixedValue() > MaxSize)
    return false;
  // What is loaded is another pointer to follow.
  for (unsigned Round = 0; Round < MaxRounds; ++Round) {
    const bool AllKnown = collect();
    if (!storesOwnAddress())
      return false;
    if (!AllKnown) {
      auto *Phi = dyn_cast_or_null<PHINode>(Several);
      if (!Phi || !storeOnTheEdges(*Phi))
        return false;
      Changed = true;
      continue;
    }
    const auto Found = findLoadsOfOwnAddresses(A, Accesses);
    if (!Found)
      return false;
    const size_t Before = Loads.size();
    for (auto [Load, Address] : *Found)
      if (Loads.insert({Load, Address}).first->second != Address)
        return false;
    if (Loads.size() == Before)
      return Found->size() == Before && all_of(Users, [this](Instruction *I) {
               return !isa<PHINode>(I) || isKnown(cast<PHINode>(*I));
             });
  }
  return false;
}

bool Frame::storesOwnAddress() const {
  return any_of(Users, [this](const Instruction *I) {
    const auto *Store = dyn_cast<StoreInst>(I);
    return Store && offset(Store->getValueOperand());
  });
}

// False if there is a use that is not known.
bool Frame::collect() {
  Parts.clear();
  Users.clear();
  Accesses.clear();
  Several = nullptr;
  return follow() && storesOwnAddress() &&
         all_of(Users, [this](Instruction *I) { return addUser(*I); });
}

// Finds the pointers to the alloca, and what uses them.
bool Frame::follow() {
  add(A, 0);
  for (auto [Load, Address] : Loads)
    if (!add(*Load, Address))
      return false;
  for (size_t Next = 0; Next < Parts.size(); ++Next) {
    const auto [Part, Offset] = *std::next(Parts.begin(), Next);
    for (User *U : Part->users()) {
      auto &I = cast<Instruction>(*U);
      if (auto *GEP = dyn_cast<GetElementPtrInst>(&I)) {
        APInt Delta(DL.getIndexTypeSizeInBits(A.getType()), 0);
        if (!GEP->getType()->isPointerTy() ||
            !GEP->accumulateConstantOffset(DL, Delta) ||
            !add(*GEP, Offset + Delta.getSExtValue()))
          return false;
      } else if (isa<PHINode>(I)) {
        if (!add(I, Offset))
          return false;
        Users.insert(&I);
      } else if (isa<LoadInst, StoreInst, ICmpInst, LifetimeIntrinsic,
                     MemIntrinsic>(I)) {
        Users.insert(&I);
      } else if (!I.isDroppable()) {
        return false;
      }
    }
  }
  return true;
}

// False if V is no single address in the alloca.
bool Frame::add(Value &V, int64_t Offset) {
  if (Offset < 0 || uint64_t(Offset) > Size->getFixedValue())
    return false;
  if (Parts.insert({&V, Offset}).first->second == Offset)
    return true;
  Several = &V;
  return false;
}

std::optional<int64_t> Frame::offset(const Value *V) const {
  auto Part = Parts.find(const_cast<Value *>(V));
  return Part == Parts.end() ? std::nullopt : std::optional(Part->second);
}

// Wherever one comes from, the address is the same.
bool Frame::isKnown(const PHINode &Phi) const {
  return all_of(Phi.incoming_values(), [&](const Use &Incoming) {
    return isa<UndefValue>(Incoming) || offset(Incoming) == offset(&Phi);
  });
}

// It says nothing of where the alloca is.
bool Frame::isKnown(const ICmpInst &Comparison) const {
  return all_of(Comparison.operands(), [this](const Use &Operand) {
    return offset(Operand) || isa<ConstantPointerNull>(Operand);
  });
}

bool Frame::addAccess(Instruction &I, Value *At, TypeSize Size, bool Writes) {
  const std::optional<int64_t> Begin = offset(At);
  if (!Begin || Size.isScalable())
    return false;
  const Bytes Accessed{*Begin, *Begin + int64_t(Size.getFixedValue())};
  Accesses.push_back({&I, Accessed, Writes, std::nullopt});
  return true;
}

bool Frame::addTransfer(MemIntrinsic &I) {
  const auto *Length = dyn_cast<ConstantInt>(I.getLength());
  if (!Length || I.isVolatile())
    return false;
  const TypeSize Size = TypeSize::getFixed(Length->getZExtValue());
  // It reads before it writes.
  if (auto *Transfer = dyn_cast<MemTransferInst>(&I))
    if (offset(Transfer->getRawSource()) &&
        !addAccess(I, Transfer->getRawSource(), Size, /*Writes=*/false))
      return false;
  return !offset(I.getRawDest()) ||
         addAccess(I, I.getRawDest(), Size, /*Writes=*/true);
}

bool Frame::addUser(Instruction &I) {
  // Where it comes from is known at last.
  if (isa<PHINode>(I))
    return true;
  if (auto *Comparison = dyn_cast<ICmpInst>(&I))
    return isKnown(*Comparison);
  if (isa<LifetimeIntrinsic>(I))
    return addAccess(I, &A, *Size, /*Writes=*/true);
  if (auto *Transfer = dyn_cast<MemIntrinsic>(&I))
    return addTransfer(*Transfer);
  if (auto *Load = dyn_cast<LoadInst>(&I))
    return Load->isSimple() &&
           addAccess(I, Load->getPointerOperand(),
                     DL.getTypeStoreSize(Load->getType()), /*Writes=*/false);
  auto *Store = dyn_cast<StoreInst>(&I);
  if (!Store || !Store->isSimple())
    return false;
  // The address of a part may be stored in the alloca, and nowhere else.
  const Value *Stored = Store->getValueOperand();
  if (!addAccess(I, Store->getPointerOperand(),
                 DL.getTypeStoreSize(Stored->getType()), /*Writes=*/true))
    return false;
  Accesses.back().Address = offset(Stored);
  return true;
}

void Frame::removeOwnAddresses() {
  SmallVector<Instruction *, 16> Unused;
  for (auto [Load, Address] : Loads)
    Unused.push_back(Load);
  for (Instruction *I : Users)
    if (isa<PHINode>(I))
      Unused.push_back(I);
  for (Instruction *I : Unused)
    I->replaceAllUsesWith(addressOf(*offset(I)));
  for (const Access &Access : Accesses)
    if (Access.Address)
      Unused.push_back(Access.I);
  // SROA takes nothing apart whose address is compared.
  for (Instruction *I : Users)
    if (isa<ICmpInst>(I))
      if (Value *Known = simplifyInstruction(I, DL)) {
        I->replaceAllUsesWith(Known);
        Unused.push_back(I);
      }
  for (Instruction *I : Unused)
    I->eraseFromParent();
}

Value *Frame::addressOf(int64_t Offset) {
  if (!Offset)
    return &A;
  IRBuilder<> B(&*A.getParent()->getFirstNonPHIOrDbgOrAlloca());
  return B.CreateInBoundsPtrAdd(
      &A, B.getIntN(DL.getIndexTypeSizeInBits(A.getType()), Offset));
}

PreservedAnalyses
llvmcoro::OwnAddressesPass::run(Function &F, FunctionAnalysisManager &FAM) {
  SmallVector<AllocaInst *, 8> Allocas;
  for (Instruction &I : F.getEntryBlock())
    if (auto *A = dyn_cast<AllocaInst>(&I))
      Allocas.push_back(A);
  bool Changed = false;
  for (AllocaInst *A : Allocas) {
    Frame Held(*A);
    if (Held.holdsOwnAddresses()) {
      Held.removeOwnAddresses();
      Changed = true;
    }
    Changed |= Held.hasChangedFunction();
  }
  if (!Changed)
    return PreservedAnalyses::all();
  FAM.invalidate(F, PreservedAnalyses::none());
  SROAPass(SROAOptions::ModifyCFG).run(F, FAM);
  return PreservedAnalyses::none();
}
