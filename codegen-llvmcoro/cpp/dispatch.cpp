// What a resumed coroutine does first: the switch over its index.
//
// A composed await has a range of indices with one destination. LLVM's jump
// tables have an entry for each of them, so ranges are told apart by comparing.

#include "dispatch.h"
#include "stores.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"

#include <map>

using namespace llvm;
using llvmcoro::FirstSuspended;

static constexpr uint64_t Unresumed = 0;

// A comparison and a branch take about as many bytes as the entries of so many
// indices in a jump table. A table is faster.
static constexpr uint64_t MinComparedForSize = 4;
static constexpr uint64_t MinComparedForSpeed = 16;

namespace {

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
      : F(F), Switch(Switch), Index(*Switch.getCondition()) {}

  void setWeights();
  void compareRanges(uint64_t Min);

private:
  SmallVector<IndexRange, 16> findRanges(uint64_t Min) const;
  BasicBlock *buildComparisons(ArrayRef<IndexRange> Ranges);
  BasicBlock *buildSwitch(const IndexRange &Range);
  void setWeightsOf(Instruction &Branch, ArrayRef<uint32_t> Weights) const;

  Function &F;
  SwitchInst &Switch;
  Value &Index;
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

// Leaves it to LLVM that nobody resumes a coroutine that is not suspended.
static void removeEndedStates(SwitchInst &Switch) {
  for (auto It = Switch.case_begin(); It != Switch.case_end();) {
    const uint64_t Value = It->getCaseValue()->getZExtValue();
    if (Value == Unresumed || Value >= FirstSuspended) {
      ++It;
      continue;
    }
    It->getCaseSuccessor()->removePredecessor(Switch.getParent());
    It = Switch.removeCase(It);
  }
}

void llvmcoro::optimizeDispatch(Function &F, bool Resumes, bool IsOnlyAwaited,
                                bool SharesIndex, ArrayRef<InnerMark> Inner) {
  auto *Switch = dyn_cast<SwitchInst>(F.getEntryBlock().getTerminator());
  if (!Switch)
    return;
  // Elsewhere, LLVM would inline more.
  if (Resumes && IsOnlyAwaited && F.hasOptSize())
    removeEndedStates(*Switch);
  // Where the index is, a shared one is written only when the coroutine
  // suspends.
  if (Resumes && !SharesIndex)
    reduceStores(F, *Switch, Inner);
  Dispatch D(F, *Switch);
  if (Resumes)
    D.setWeights();
  D.compareRanges(F.hasOptSize() ? MinComparedForSize : MinComparedForSpeed);
}
