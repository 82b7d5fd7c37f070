// Which futures are pending once, by the code of their polls.
//
// A poll function is executed symbolically, after the functions that it calls
// were copied into a copy of it: on every path it is ready, or pending with one
// byte of the future set to one value; and with that byte set it is ready on
// its only path, which reads nothing else of the future and changes nothing.

#include "pending_once.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;
using llvmcoro::Mark;
using llvmcoro::PendingOnce;

// A poll function is small. What is larger is not looked at.
static constexpr unsigned MaxInstructions = 64;
static constexpr unsigned MaxInlined = 1024;
static constexpr unsigned MaxSteps = 1024;

// Whether Pointer, into the future, points to the mark.
static bool isAt(const Mark &M, const Value *Pointer, const DataLayout &DL) {
  APInt At(DL.getIndexTypeSizeInBits(Pointer->getType()), 0);
  Pointer->stripAndAccumulateConstantOffsets(DL, At, true);
  return At == M.Offset;
}

namespace {

// Executes a poll function on all paths, or on the one that a future takes
// whose mark is set.
class Execution {
public:
  Execution(Function &F, const Mark &M, bool IsMarked)
      : DL(F.getDataLayout()), Self(F.getArg(0)), TheMark(M),
        IsMarked(IsMarked) {}

  // Whether each path from the start returns that the future is ready, or that
  // it is pending with the mark set.
  //
  // If the mark is set from the start: whether the future is ready, and the
  // function does nothing.
  bool succeeds(Function &F) {
    State Start;
    Start.Marked = IsMarked;
    return run(&F.getEntryBlock(), nullptr, std::move(Start));
  }

private:
  struct State {
    bool Marked = false;
    DenseMap<Value *, Constant *> Values;
    SmallPtrSet<BasicBlock *, 8> Visited;
  };

  bool run(BasicBlock *BB, BasicBlock *From, State S);
  bool step(Instruction &I, BasicBlock *From, State &S);
  bool end(Instruction &End, const State &S);

  static Constant *get(Value *V, const State &S) {
    if (auto *C = dyn_cast<Constant>(V))
      return C;
    return S.Values.lookup(V);
  }

  const DataLayout &DL;
  Argument *Self;
  const Mark &TheMark;
  const bool IsMarked;
  unsigned Steps = 0;
};

} // namespace

bool Execution::run(BasicBlock *BB, BasicBlock *From, State S) {
  if (!S.Visited.insert(BB).second)
    return false;
  for (Instruction &I : *BB) {
    if (++Steps > MaxSteps)
      return false;
    if (I.isTerminator())
      return end(I, S);
    if (!step(I, From, S))
      return false;
  }
  return false;
}

bool Execution::step(Instruction &I, BasicBlock *From, State &S) {
  if (auto *Phi = dyn_cast<PHINode>(&I)) {
    if (Constant *C = get(Phi->getIncomingValueForBlock(From), S))
      S.Values[Phi] = C;
    return true;
  }
  if (auto *II = dyn_cast<IntrinsicInst>(&I); II && II->isAssumeLikeIntrinsic())
    return true;
  if (auto *LI = dyn_cast<LoadInst>(&I)) {
    if (getUnderlyingObject(LI->getPointerOperand()) == Self) {
      // The rest of a future whose mark is set is not in the frame.
      if (!isAt(TheMark, LI->getPointerOperand(), DL))
        return !IsMarked && LI->isSimple();
      if (S.Marked)
        S.Values[LI] = TheMark.Value;
    }
    return LI->isSimple();
  }
  if (auto *SI = dyn_cast<StoreInst>(&I);
      SI && getUnderlyingObject(SI->getPointerOperand()) == Self) {
    S.Marked = true;
    return true;
  }
  if (I.mayHaveSideEffects())
    return !IsMarked;
  SmallVector<Constant *, 4> Operands;
  for (Value *V : I.operands())
    if (Constant *C = get(V, S))
      Operands.push_back(C);
  if (Operands.size() == I.getNumOperands() && !isa<CallBase>(I))
    if (Constant *C = ConstantFoldInstOperands(&I, Operands, DL))
      S.Values[&I] = C;
  return true;
}

bool Execution::end(Instruction &End, const State &S) {
  if (auto *RI = dyn_cast<ReturnInst>(&End)) {
    Constant *Result = get(RI->getReturnValue(), S);
    const bool IsReady = Result && Result->isNullValue();
    return IsReady || (!IsMarked && S.Marked);
  }
  if (isa<UnreachableInst>(End))
    return !IsMarked;
  Value *Condition = nullptr;
  if (auto *BI = dyn_cast<BranchInst>(&End))
    Condition = BI->isConditional() ? BI->getCondition() : nullptr;
  else if (auto *SI = dyn_cast<SwitchInst>(&End))
    Condition = SI->getCondition();
  else
    return false;
  BasicBlock *BB = End.getParent();
  auto *Known =
      Condition ? dyn_cast_or_null<ConstantInt>(get(Condition, S)) : nullptr;
  if (Condition && !Known) {
    if (IsMarked)
      return false;
    return all_of(successors(BB),
                  [&](BasicBlock *Next) { return run(Next, BB, S); });
  }
  BasicBlock *Next = End.getSuccessor(0);
  if (auto *SI = dyn_cast<SwitchInst>(&End))
    Next = SI->findCaseValue(Known)->getCaseSuccessor();
  else if (Known && Known->isZero())
    Next = End.getSuccessor(1);
  return run(Next, BB, S);
}

// The byte that the poll function F remembers in, if it writes nothing else of
// its future, and only one value there, and keeps no pointer to the future.
static std::optional<Mark> findMark(Function &F) {
  const DataLayout &DL = F.getDataLayout();
  std::optional<APInt> Byte;
  ConstantInt *Value = nullptr;
  SmallVector<std::pair<const LoadInst *, APInt>, 8> Loads;
  SmallVector<std::pair<llvm::Value *, APInt>, 8> Pointers;
  const unsigned Bits = DL.getIndexTypeSizeInBits(F.getArg(0)->getType());
  Pointers.push_back({F.getArg(0), APInt(Bits, 0)});
  while (!Pointers.empty()) {
    auto [Pointer, Offset] = Pointers.pop_back_val();
    for (User *U : Pointer->users()) {
      if (auto *GEP = dyn_cast<GetElementPtrInst>(U)) {
        APInt Inner = Offset;
        if (!GEP->accumulateConstantOffset(DL, Inner))
          return std::nullopt;
        Pointers.push_back({GEP, Inner});
        continue;
      }
      if (auto *LI = dyn_cast<LoadInst>(U)) {
        Loads.push_back({LI, Offset});
        continue;
      }
      auto *SI = dyn_cast<StoreInst>(U);
      if (!SI || !SI->isSimple() || SI->getPointerOperand() != Pointer)
        return std::nullopt;
      auto *Stored = dyn_cast<ConstantInt>(SI->getValueOperand());
      if (!Stored || !Stored->getType()->isIntegerTy(8) ||
          (Byte && *Byte != Offset) || (Value && Value != Stored))
        return std::nullopt;
      Byte = Offset;
      Value = Stored;
    }
  }
  if (!Value)
    return std::nullopt;
  for (const auto &[LI, Offset] : Loads) {
    const bool IsMark = LI->getType()->isIntegerTy(8) && *Byte == Offset;
    const APInt End = Offset + DL.getTypeStoreSize(LI->getType());
    if (!IsMark && Offset.sle(*Byte) && Byte->slt(End))
      return std::nullopt;
  }
  return Mark{Byte->getZExtValue(), Value};
}

static bool isSmallDefinition(const Function *F) {
  return F && !F->isDeclaration() && !F->isInterposable() &&
         F->getInstructionCount() <= MaxInstructions;
}

// Copies the bodies of small callees into F.
static void inlineCallees(Function &F) {
  for (unsigned Depth = 0; Depth < 4; ++Depth) {
    SmallVector<CallBase *, 8> Calls;
    for (Instruction &I : instructions(F))
      if (auto *CB = dyn_cast<CallBase>(&I))
        if (isSmallDefinition(CB->getCalledFunction()))
          Calls.push_back(CB);
    for (CallBase *CB : Calls) {
      if (F.getInstructionCount() > MaxInlined)
        return;
      InlineFunctionInfo Info;
      InlineFunction(*CB, Info);
    }
  }
}

std::optional<Mark> PendingOnce::of(Function &F) {
  auto [It, IsNew] = Known.try_emplace(&F, std::nullopt);
  if (!IsNew)
    return It->second;
  return Known[&F] = compute(F);
}

// The mark of the future that F polls, if F is ready and does nothing whenever
// it was pending before. The only result of one bit is that of a future whose
// output has no bytes: 0 is ready. In others, 0 may mean pending.
std::optional<Mark> PendingOnce::compute(Function &F) {
  const FunctionType *Ty = F.getFunctionType();
  if (!isSmallDefinition(&F) || Ty->getNumParams() != 2 ||
      !Ty->getReturnType()->isIntegerTy(1) ||
      !Ty->getParamType(0)->isPointerTy())
    return std::nullopt;
  ValueToValueMapTy Map;
  Function *Copy = CloneFunction(&F, Map);
  stripDebugInfo(*Copy);
  inlineCallees(*Copy);
  SROAPass(SROAOptions::ModifyCFG).run(*Copy, FAM);
  std::optional<Mark> Result = findMark(*Copy);
  if (Result && !(Execution(*Copy, *Result, false).succeeds(*Copy) &&
                  Execution(*Copy, *Result, true).succeeds(*Copy)))
    Result = std::nullopt;
  FAM.clear(*Copy, Copy->getName());
  Copy->eraseFromParent();
  return Result;
}
