// What a resumed coroutine does first: the switch over its index.
//
// A composed await has a range of indices with one destination. LLVM's jump
// tables have an entry for each of them, so ranges are told apart by comparing.
//
// The index is written when a coroutine suspends. If it was suspended at the
// same place before, as in a loop around an await, that is where the index
// stands already. Then the index is written where the loop begins instead, and
// so is what a leaf remembers.

#include "dispatch.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"

#include <map>

using namespace llvm;

// The indices of coroutines that are not suspended.
static constexpr uint64_t Unresumed = 0;
static constexpr uint64_t FirstSuspended = 3;

// LLVM inlines a function that has few uses, its ordinary form among them, or
// few instructions.
static constexpr unsigned MaxUses = 3;
static constexpr unsigned MaxInstructions = 64;

// A comparison and a branch take about as many bytes as the entries of so many
// indices in a jump table. A table is faster.
static constexpr uint64_t MinComparedForSize = 4;
static constexpr uint64_t MinComparedForSpeed = 16;

namespace {

using Blocks = SmallSetVector<BasicBlock *, 16>;

// A base and an offset from it.
using FrameAddress = std::pair<Value *, int64_t>;

// Indices from First on, either a composed await's or a few others.
struct IndexRange {
  uint64_t First;
  uint64_t Weight = 0;
  SmallVector<std::pair<ConstantInt *, BasicBlock *>, 16> Cases;
  bool IsCompared = false;
};

class Dispatch {
public:
  Dispatch(Function &F, SwitchInst &Switch)
      : F(F), DL(F.getDataLayout()), Switch(Switch),
        Index(*Switch.getCondition()), Load(dyn_cast<LoadInst>(&Index)) {}

  void setWeights();
  void hoistStores();
  void joinStores();
  void compareRanges(uint64_t Min);

private:
  FrameAddress addressOf(Value &Pointer) const;
  bool joinPair(StoreInst &First, StoreInst &Second);
  StoreInst *findIndexStore(BasicBlock &BB) const;
  void hoistStore(ConstantInt *Value, BasicBlock *Resumed);
  SmallVector<IndexRange, 16> findRanges(uint64_t Min) const;
  BasicBlock *buildComparisons(ArrayRef<IndexRange> Ranges);
  BasicBlock *buildSwitch(const IndexRange &Range);
  void setWeightsOf(Instruction &Branch, ArrayRef<uint32_t> Weights) const;

  Function &F;
  const DataLayout &DL;
  SwitchInst &Switch;
  Value &Index;
  // Of the frame's index; null in a nested function, which is called with it.
  LoadInst *Load;
};

} // namespace

// Suspended coroutines are resumed more often than others are begun. Those that
// have ended are not resumed at all.
static uint32_t weightOf(uint64_t Value) {
  return Value == Unresumed ? 1000 : Value < FirstSuspended ? 1 : 3000;
}

void Dispatch::setWeights() {
  SmallVector<uint32_t, 8> Weights{0};
  for (const auto &Case : Switch.cases())
    Weights.push_back(weightOf(Case.getCaseValue()->getZExtValue()));
  Switch.setMetadata(LLVMContext::MD_prof,
                     MDBuilder(F.getContext()).createBranchWeights(Weights));
}

FrameAddress Dispatch::addressOf(Value &Pointer) const {
  APInt Offset(DL.getIndexTypeSizeInBits(Pointer.getType()), 0);
  Value *Base = Pointer.stripAndAccumulateInBoundsConstantOffsets(DL, Offset);
  return {Base, Offset.getSExtValue()};
}

// The first store of the index in BB.
StoreInst *Dispatch::findIndexStore(BasicBlock &BB) const {
  const FrameAddress Expected = addressOf(*Load->getPointerOperand());
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
void Dispatch::hoistStore(ConstantInt *Value, BasicBlock *Resumed) {
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
  SmallVector<StoreInst *, 2> Stores{Suspension};
  for (Instruction &I : *Suspension->getParent())
    if (I.hasMetadata(llvmcoro::HoistableMD))
      Stores.push_back(cast<StoreInst>(&I));
  for (auto [End, Edge] : Entries) {
    BasicBlock *Target = End->getSuccessor(Edge);
    BasicBlock *BB = BasicBlock::Create(F.getContext(), "ahead", &F, Target);
    IRBuilder<> Builder(BB);
    for (StoreInst *SI : Stores) {
      auto [Base, Offset] = addressOf(*SI->getPointerOperand());
      auto *Pointer =
          Builder.CreateConstInBoundsGEP1_64(Builder.getInt8Ty(), Base, Offset);
      StoreInst *Copy = Builder.CreateAlignedStore(SI->getValueOperand(),
                                                   Pointer, SI->getAlign());
      Copy->copyMetadata(*SI);
    }
    Builder.CreateBr(Target);
    End->setSuccessor(Edge, BB);
  }
  for (StoreInst *SI : Stores)
    SI->eraseFromParent();
}

// A nested function returns the index, and a constant costs less than what it
// was called with.
void Dispatch::hoistStores() {
  if (!Load)
    return;
  MapVector<BasicBlock *, SmallVector<ConstantInt *, 2>> Edges;
  for (const auto &Case : Switch.cases())
    Edges[Case.getCaseSuccessor()].push_back(Case.getCaseValue());
  for (const auto &[Resumed, Values] : Edges)
    if (Values.size() == 1 && Values.front()->getZExtValue() >= FirstSuspended)
      hoistStore(Values.front(), Resumed);
}

// Writes the index and what a leaf remembers at once, where one is behind the
// other in the frame and in the code. All targets are little-endian.
void Dispatch::joinStores() {
  if (!Load || !Index.getType()->isIntegerTy(8))
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
bool Dispatch::joinPair(StoreInst &First, StoreInst &Second) {
  const bool IsFirstMark = First.hasMetadata(llvmcoro::HoistableMD);
  const StoreInst &Mark = IsFirstMark ? First : Second;
  StoreInst &Other = IsFirstMark ? Second : First;
  if (!Mark.hasMetadata(llvmcoro::HoistableMD) ||
      addressOf(*Other.getPointerOperand()) !=
          addressOf(*Load->getPointerOperand()))
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

// The ranges of at least Min indices, in order, and what lies between them.
SmallVector<IndexRange, 16> Dispatch::findRanges(uint64_t Min) const {
  std::map<uint64_t, std::pair<ConstantInt *, BasicBlock *>> Cases;
  for (const auto &Case : Switch.cases())
    Cases[Case.getCaseValue()->getZExtValue()] = {Case.getCaseValue(),
                                                  Case.getCaseSuccessor()};
  SmallVector<IndexRange, 16> Same;
  for (const auto &[Value, Case] : Cases) {
    if (Same.empty() || Same.back().Cases.back().second != Case.second ||
        Same.back().First + Same.back().Cases.size() != Value)
      Same.push_back({Value});
    Same.back().Cases.push_back(Case);
    Same.back().Weight += weightOf(Value);
  }
  SmallVector<IndexRange, 16> Ranges;
  for (IndexRange &Range : Same) {
    Range.IsCompared = Range.Cases.size() >= Min;
    if (Ranges.empty() || Range.IsCompared || Ranges.back().IsCompared) {
      Ranges.push_back(std::move(Range));
      continue;
    }
    Ranges.back().Cases.append(Range.Cases);
    Ranges.back().Weight += Range.Weight;
  }
  return Ranges;
}

// Gives Branch, which stands for a part of the switch, weights if that has
// them.
void Dispatch::setWeightsOf(Instruction &Branch,
                            ArrayRef<uint32_t> Weights) const {
  if (Switch.hasMetadata(LLVMContext::MD_prof))
    Branch.setMetadata(LLVMContext::MD_prof,
                       MDBuilder(F.getContext()).createBranchWeights(Weights));
}

// Where the indices of Range lead to.
BasicBlock *Dispatch::buildSwitch(const IndexRange &Range) {
  if (all_equal(make_second_range(Range.Cases)))
    return Range.Cases.front().second;
  BasicBlock *BB = BasicBlock::Create(F.getContext(), "", &F);
  IRBuilder<> Builder(BB);
  Builder.SetCurrentDebugLocation(Switch.getDebugLoc());
  SwitchInst *Few =
      Builder.CreateSwitch(&Index, Switch.getDefaultDest(), Range.Cases.size());
  SmallVector<uint32_t, 8> Weights{0};
  for (auto [Value, Resumed] : Range.Cases) {
    Few->addCase(Value, Resumed);
    Weights.push_back(weightOf(Value->getZExtValue()));
  }
  setWeightsOf(*Few, Weights);
  return BB;
}

// A binary search.
BasicBlock *Dispatch::buildComparisons(ArrayRef<IndexRange> Ranges) {
  if (Ranges.size() == 1)
    return buildSwitch(Ranges.front());
  BasicBlock *BB = BasicBlock::Create(F.getContext(), "", &F);
  const auto Below = Ranges.take_front(Ranges.size() / 2);
  const auto Above = Ranges.drop_front(Below.size());
  IRBuilder<> Builder(BB);
  Builder.SetCurrentDebugLocation(Switch.getDebugLoc());
  Value *IsBelow = Builder.CreateICmpULT(&Index, Above[0].Cases[0].first);
  Instruction *Branch = Builder.CreateCondBr(IsBelow, buildComparisons(Below),
                                             buildComparisons(Above));
  const auto WeightOf = [](ArrayRef<IndexRange> Half) {
    uint64_t Sum = 0;
    for (const IndexRange &Range : Half)
      Sum += Range.Weight;
    return static_cast<uint32_t>(std::min<uint64_t>(Sum, UINT32_MAX / 2));
  };
  setWeightsOf(*Branch, {WeightOf(Below), WeightOf(Above)});
  return BB;
}

void Dispatch::compareRanges(uint64_t Min) {
  const SmallVector<IndexRange, 16> Ranges = findRanges(Min);
  if (none_of(Ranges, [](const IndexRange &R) { return R.IsCompared; }))
    return;
  for (BasicBlock *Next : successors(&Switch))
    if (isa<PHINode>(Next->begin()))
      return;
  BasicBlock *First = buildComparisons(Ranges);
  IRBuilder<> Builder(&Switch);
  Builder.CreateBr(First);
  Switch.eraseFromParent();
}

void llvmcoro::optimizeDispatch(Function &F, bool Resumes) {
  auto *Switch = dyn_cast<SwitchInst>(F.getEntryBlock().getTerminator());
  if (!Switch)
    return;
  Dispatch D(F, *Switch);
  if (Resumes) {
    D.hoistStores();
    D.joinStores();
    D.setWeights();
  }
  D.compareRanges(F.hasOptSize() ? MinComparedForSize : MinComparedForSpeed);
}
