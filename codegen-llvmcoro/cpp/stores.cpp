// What a coroutine writes when it suspends: its index, and what leaves
// remember.
//
// If it was suspended at the same place before, as in a loop around an await,
// both stand in the frame already. Then they are written where the loop begins
// instead.

#include "stores.h"
#include "dispatch.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"

using namespace llvm;
using llvmcoro::FirstSuspended;
using llvmcoro::InnerMark;

// LLVM inlines a function that has few uses, its ordinary form among them, or
// few instructions.
static constexpr unsigned MaxUses = 3;
static constexpr unsigned MaxInstructions = 64;

namespace {

using Blocks = SmallSetVector<BasicBlock *, 16>;

// A base and an offset from it.
using FrameAddress = std::pair<Value *, int64_t>;

class SuspensionStores {
public:
  SuspensionStores(Function &F, SwitchInst &Switch, LoadInst &Index,
                   ArrayRef<InnerMark> Inner)
      : F(F), DL(F.getDataLayout()), Switch(Switch), Index(Index),
        Inner(Inner) {}

  void hoist();
  void join();

private:
  FrameAddress addressOf(Value &Pointer) const;
  bool joinPair(StoreInst &First, StoreInst &Second);
  StoreInst *findIndexStore(BasicBlock &BB) const;
  void hoistStore(ConstantInt *Value, BasicBlock *Resumed);

  Function &F;
  const DataLayout &DL;
  SwitchInst &Switch;
  LoadInst &Index;
  // What inner coroutines write.
  ArrayRef<InnerMark> Inner;
};

} // namespace

FrameAddress SuspensionStores::addressOf(Value &Pointer) const {
  APInt Offset(DL.getIndexTypeSizeInBits(Pointer.getType()), 0);
  Value *Base = Pointer.stripAndAccumulateInBoundsConstantOffsets(DL, Offset);
  return {Base, Offset.getSExtValue()};
}

// The first store of the index in BB.
StoreInst *SuspensionStores::findIndexStore(BasicBlock &BB) const {
  const FrameAddress Expected = addressOf(*Index.getPointerOperand());
  for (Instruction &I : BB)
    if (auto *SI = dyn_cast<StoreInst>(&I);
        SI && SI->getValueOperand()->getType() == Index.getType() &&
        addressOf(*SI->getPointerOperand()) == Expected)
      return SI;
  return nullptr;
}

// Whether SI stores the index of a suspension, or may do so.
static bool isSuspension(const StoreInst *SI) {
  auto *Value = dyn_cast<ConstantInt>(SI->getValueOperand());
  return !Value || Value->getZExtValue() >= FirstSuspended;
}

// Whether LLVM probably keeps CB as a call. It may then write the index, for
// all that LLVM knows: where a caller's loop polls a coroutine that is inlined,
// the index would have to be loaded again.
static bool staysCall(const CallBase &CB) {
  if (isa<IntrinsicInst>(CB))
    return false;
  const Function *Callee = CB.getCalledFunction();
  return !Callee || Callee->isDeclaration() ||
         (Callee->hasNUsesOrMore(MaxUses + 1) &&
          Callee->getInstructionCount() > MaxInstructions);
}

// A coroutine that was suspended with the index Value goes on at Resumed. If it
// can be suspended next with the same index only, then the index has this value
// wherever that suspension is ahead, but for what leads there from elsewhere.
void SuspensionStores::hoistStore(ConstantInt *Value, BasicBlock *Resumed) {
  StoreInst *Suspension = nullptr;
  Blocks Reached;
  Reached.insert(Resumed);
  for (unsigned N = 0; N != Reached.size(); ++N) {
    if (StoreInst *SI = findIndexStore(*Reached[N])) {
      if (!isSuspension(SI))
        continue;
      if (SI->getValueOperand() != Value || Suspension)
        return;
      Suspension = SI;
      continue;
    }
    for (BasicBlock *Next : successors(Reached[N]))
      Reached.insert(Next);
  }
  if (!Suspension)
    return;

  // Those that lead to the suspension, and how they are entered.
  Blocks Ahead;
  Ahead.insert(Suspension->getParent());
  SmallVector<std::pair<Instruction *, unsigned>, 4> Entries;
  for (unsigned N = 0; N != Ahead.size(); ++N) {
    if (Ahead[N]->isEHPad() || isa<PHINode>(Ahead[N]->begin()))
      return;
    for (BasicBlock *Before : SmallSetVector<BasicBlock *, 4>(
             pred_begin(Ahead[N]), pred_end(Ahead[N]))) {
      if (Reached.contains(Before)) {
        if (findIndexStore(*Before))
          return;
        Ahead.insert(Before);
        continue;
      }
      Instruction *End = Before->getTerminator();
      for (unsigned Edge = 0; Edge != End->getNumSuccessors(); ++Edge)
        if (End->getSuccessor(Edge) == Ahead[N] &&
            !(End == &Switch && Ahead[N] == Resumed))
          Entries.push_back({End, Edge});
    }
  }
  if (F.hasOptSize() && Entries.size() > 1)
    return;
  for (const BasicBlock *BB : Ahead)
    for (const Instruction &I : *BB)
      if (auto *CB = dyn_cast<CallBase>(&I); CB && staysCall(*CB))
        return;
  SmallVector<std::pair<StoreInst *, int64_t>, 2> Stores;
  const auto Add = [&](StoreInst *SI) {
    Stores.push_back({SI, addressOf(*SI->getPointerOperand()).second});
  };
  Add(Suspension);
  for (Instruction &I : *Suspension->getParent())
    if (I.hasMetadata(llvmcoro::HoistableMD))
      Add(cast<StoreInst>(&I));
  for (const InnerMark &Mark : Inner)
    if (Mark.Index == Value->getZExtValue())
      Stores.push_back({Mark.Store, static_cast<int64_t>(Mark.Byte)});
  auto *Frame = addressOf(*Index.getPointerOperand()).first;
  for (auto [End, Edge] : Entries) {
    BasicBlock *Target = End->getSuccessor(Edge);
    BasicBlock *BB = BasicBlock::Create(F.getContext(), "ahead", &F, Target);
    IRBuilder<> Builder(BB);
    for (auto [SI, Offset] : Stores) {
      auto *Pointer = Builder.CreateConstInBoundsGEP1_64(Builder.getInt8Ty(),
                                                         Frame, Offset);
      StoreInst *Copy = Builder.CreateAlignedStore(SI->getValueOperand(),
                                                   Pointer, SI->getAlign());
      if (SI->hasMetadata(llvmcoro::HoistableMD))
        Copy->setMetadata(llvmcoro::HoistableMD,
                          MDNode::get(F.getContext(), {}));
    }
    Builder.CreateBr(Target);
    End->setSuccessor(Edge, BB);
  }
  for (auto [SI, Offset] : Stores)
    SI->eraseFromParent();
}

void SuspensionStores::hoist() {
  MapVector<BasicBlock *, SmallVector<ConstantInt *, 2>> Edges;
  for (const auto &Case : Switch.cases())
    Edges[Case.getCaseSuccessor()].push_back(Case.getCaseValue());
  for (const auto &[Resumed, Values] : Edges)
    if (Values.size() == 1 && Values.front()->getZExtValue() >= FirstSuspended)
      hoistStore(Values.front(), Resumed);
}

// Writes the index and what a leaf remembers at once, where one is behind the
// other in the frame and in the code. All targets are little-endian.
void SuspensionStores::join() {
  if (!Index.getType()->isIntegerTy(8))
    return;
  for (BasicBlock &BB : F) {
    StoreInst *First = nullptr;
    for (Instruction &I : make_early_inc_range(BB)) {
      auto *Second = dyn_cast<StoreInst>(&I);
      if (!First || !Second || !joinPair(*First, *Second)) {
        First = Second ? Second : I.mayReadOrWriteMemory() ? nullptr : First;
        continue;
      }
      First = nullptr;
    }
  }
}

// Makes one store of these two if one is of the index and the other one is of
// what a leaf remembers, and they are of neighbours.
bool SuspensionStores::joinPair(StoreInst &First, StoreInst &Second) {
  const bool IsFirstMark = First.hasMetadata(llvmcoro::HoistableMD);
  const StoreInst &Mark = IsFirstMark ? First : Second;
  StoreInst &Other = IsFirstMark ? Second : First;
  if (!Mark.hasMetadata(llvmcoro::HoistableMD) ||
      addressOf(*Other.getPointerOperand()) !=
          addressOf(*Index.getPointerOperand()))
    return false;
  auto [FirstBase, FirstOffset] = addressOf(*First.getPointerOperand());
  auto [SecondBase, SecondOffset] = addressOf(*Second.getPointerOperand());
  auto *FirstValue = dyn_cast<ConstantInt>(First.getValueOperand());
  auto *SecondValue = dyn_cast<ConstantInt>(Second.getValueOperand());
  if (FirstBase != SecondBase || std::abs(FirstOffset - SecondOffset) != 1 ||
      !FirstValue || !SecondValue || FirstValue->getBitWidth() != 8 ||
      SecondValue->getBitWidth() != 8)
    return false;
  const bool IsFirstLow = FirstOffset < SecondOffset;
  const uint64_t Low = (IsFirstLow ? FirstValue : SecondValue)->getZExtValue();
  const uint64_t High = (IsFirstLow ? SecondValue : FirstValue)->getZExtValue();
  IRBuilder<> Builder(&Second);
  Value *Pointer = Builder.CreateConstInBoundsGEP1_64(
      Builder.getInt8Ty(), FirstBase, std::min(FirstOffset, SecondOffset));
  Builder.CreateAlignedStore(Builder.getInt16(Low | High << 8), Pointer,
                             Align(1));
  First.eraseFromParent();
  Second.eraseFromParent();
  return true;
}

void llvmcoro::reduceStores(Function &F, SwitchInst &Switch,
                            ArrayRef<InnerMark> Inner) {
  // A nested function returns the index, and a constant costs less than what it
  // was called with.
  auto *Index = dyn_cast<LoadInst>(Switch.getCondition());
  if (!Index)
    return;
  SuspensionStores Stores(F, Switch, *Index, Inner);
  Stores.hoist();
  Stores.join();
}
