// Leaves: awaited futures that are pending once.
//
// An await polls its future again whenever it is resumed. A future that only
// lets others run (it asks for a cache line, or yields) is pending once and
// remembers that, to be ready at the second poll. Where the code of its poll
// shows that, the await does not poll it again: resuming it is the answer.
// Nobody else may use the future, which lowering knows of the awaits that it
// marks.
//
// This changes code alone. Other code of the same coroutine, in a module that
// does not have the poll function's body, may resume what was suspended here,
// and poll the future again. So the frame holds what the future remembers.

#include "leaves.h"
#include "debug_types.h"
#include "dispatch.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Transforms/Coroutines/CoroInstr.h"
#include "llvm/Transforms/Coroutines/CoroPoll.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Utils/Cloning.h"
#include <map>
#include <optional>

using namespace llvm;

// On the poll of a leaf: !{i32 id, i32 index}, the suspend index while it is
// pending. On the alloca of the leaf: !{i32 id}.
static constexpr StringLiteral LeafMD = "coro.leaf";

// A poll function is small. What is larger is not looked at.
static constexpr unsigned MaxInstructions = 64;
static constexpr unsigned MaxInlined = 1024;
static constexpr unsigned MaxSteps = 1024;

namespace {

// The one byte that a future remembers with, and its value after a poll that
// was pending.
struct Mark {
  uint64_t Offset;
  ConstantInt *Value;

  // Whether Pointer, into the future, points to the mark.
  bool isAt(const llvm::Value *Pointer, const DataLayout &DL) const {
    APInt At(DL.getIndexTypeSizeInBits(Pointer->getType()), 0);
    Pointer->stripAndAccumulateConstantOffsets(DL, At, true);
    return At == Offset;
  }
};

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
    return run(&F.getEntryBlock(), nullptr, {IsMarked, {}, {}});
  }

private:
  struct State {
    bool Marked;
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
      if (!TheMark.isAt(LI->getPointerOperand(), DL))
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

namespace {

// What is known of the poll functions of a module.
class Leaves {
public:
  explicit Leaves(bool Optimize) : Optimize(Optimize) {
    Passes.registerFunctionAnalyses(FAM);
  }

  void resumeOnce(Function &F);

private:
  std::optional<Mark> pendingOnce(Function &F);
  std::optional<Mark> computePendingOnce(Function &F);

  bool Optimize;
  PassBuilder Passes;
  FunctionAnalysisManager FAM;
  DenseMap<Function *, std::optional<Mark>> PendingOnce;
};

} // namespace

std::optional<Mark> Leaves::pendingOnce(Function &F) {
  auto [It, IsNew] = PendingOnce.try_emplace(&F, std::nullopt);
  if (!IsNew)
    return It->second;
  return PendingOnce[&F] = computePendingOnce(F);
}

// The mark of the future that F polls, if F is ready and does nothing whenever
// it was pending before. The only result of one bit is that of a future whose
// output has no bytes: 0 is ready. In others, 0 may mean pending.
std::optional<Mark> Leaves::computePendingOnce(Function &F) {
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

// The numbers in the metadata that says that I belongs to a leaf; removes it.
static SmallVector<uint64_t, 2> takeLeafNumbers(Instruction &I) {
  SmallVector<uint64_t, 2> Numbers;
  if (const MDNode *Node = I.getMetadata(LeafMD))
    for (const MDOperand &Op : Node->operands())
      Numbers.push_back(mdconst::extract<ConstantInt>(Op)->getZExtValue());
  I.setMetadata(LeafMD, nullptr);
  return Numbers;
}

static std::optional<uint64_t> getIndex(const CoroSuspendInst &Suspend) {
  const MDNode *Node = Suspend.getMetadata(coro::PollSuspendIndexMD);
  if (!Node)
    return std::nullopt;
  return mdconst::extract<ConstantInt>(Node->getOperand(0))->getZExtValue();
}

// The suspend of F with this index.
static CoroSuspendInst *findSuspend(Function &F, uint64_t Index) {
  for (Instruction &I : instructions(F))
    if (auto *Suspend = dyn_cast<CoroSuspendInst>(&I);
        Suspend && getIndex(*Suspend) == Index)
      return Suspend;
  return nullptr;
}

// Where Suspend goes when it is resumed, if nothing else leads there.
static BasicBlock *findResumed(CoroSuspendInst &Suspend) {
  auto *Switch = dyn_cast<SwitchInst>(Suspend.getParent()->getTerminator());
  if (!Switch || Switch->getCondition() != &Suspend)
    return nullptr;
  auto Case = Switch->findCaseValue(
      ConstantInt::get(cast<IntegerType>(Suspend.getType()), 0));
  if (Case == Switch->case_default() ||
      !Case->getCaseSuccessor()->getSinglePredecessor())
    return nullptr;
  return Case->getCaseSuccessor();
}

// The block behind BB, if there is only one but for unwinding.
static BasicBlock *getNext(BasicBlock *BB) {
  if (auto *II = dyn_cast<InvokeInst>(BB->getTerminator()))
    return II->getNormalDest();
  return BB->getSingleSuccessor();
}

namespace {

// Blocks of which each leads to the next one alone.
struct Way {
  SmallPtrSet<BasicBlock *, 8> Blocks;
  BasicBlock *Last = nullptr;

  // From BB until a block for which End holds.
  Way(BasicBlock *BB, function_ref<bool(BasicBlock *)> End) {
    while (BB && Blocks.insert(BB).second) {
      if (End(BB)) {
        Last = BB;
        return;
      }
      BB = getNext(BB);
    }
  }
};

// An await of a leaf, cut into what happens between two suspensions:
//
//   Resumed ──► Prepare ──► Poll ──► Check ─┬─► Ready
//      ▲                                    │
//      └─────────── Suspend ◄───────────────┘
//
// Where it is ready at the second poll, Resumed can go straight to Ready.
class LeafAwait {
public:
  static std::optional<LeafAwait> find(CallBase &Poll,
                                       CoroSuspendInst &Suspend);

  void goStraight() {
    BasicBlock *BB = End->getParent();
    End->getSuccessor(0)->removePredecessor(BB);
    End->setSuccessor(0, Ready);
  }

private:
  // Ends what only the resumed coroutine does.
  BranchInst *End;
  BasicBlock *Ready;
};

} // namespace

// Whether nothing in Blocks matters elsewhere but their calls: only they use
// what they compute, and read what they write.
static bool isSelfContained(const SmallPtrSetImpl<BasicBlock *> &Blocks) {
  const auto IsInside = [&](const User *U) {
    auto *I = dyn_cast<Instruction>(U);
    return I && Blocks.contains(I->getParent());
  };
  for (const BasicBlock *BB : Blocks)
    for (const Instruction &I : *BB) {
      if (isa<LifetimeIntrinsic>(I))
        continue;
      if (!all_of(I.users(), IsInside))
        return false;
      if (auto *SI = dyn_cast<StoreInst>(&I)) {
        auto *AI = dyn_cast<AllocaInst>(SI->getPointerOperand());
        if (!AI || !all_of(AI->users(), [&](const User *U) {
              return isa<LifetimeIntrinsic>(U) || IsInside(U);
            }))
          return false;
      } else if (I.mayHaveSideEffects() && !isa<CallBase>(I)) {
        return false;
      }
    }
  return true;
}

// Whether nothing is called from Poll to the end of Last.
static bool isQuietBehind(CallBase &Poll, const BasicBlock *Last) {
  BasicBlock *BB = Poll.getParent();
  auto It = std::next(Poll.getIterator());
  while (true) {
    for (const Instruction &I : make_range(It, BB->end()))
      if (isa<CallBase>(I) && !isa<LifetimeIntrinsic>(I))
        return false;
    if (BB == Last)
      return true;
    BB = getNext(BB);
    It = BB->begin();
  }
}

std::optional<LeafAwait> LeafAwait::find(CallBase &Poll,
                                         CoroSuspendInst &Suspend) {
  const auto IsConditional = [](BasicBlock *BB) {
    return BB->getTerminator()->getNumSuccessors() != 1 &&
           !isa<InvokeInst>(BB->getTerminator());
  };
  BasicBlock *Resumed = findResumed(Suspend);
  if (!Resumed)
    return std::nullopt;
  const Way Rebind(Resumed, [](BasicBlock *BB) {
    BasicBlock *Next = BB->getSingleSuccessor();
    return Next && !Next->getSinglePredecessor();
  });
  if (!Rebind.Last)
    return std::nullopt;
  LeafAwait Await;
  Await.End = dyn_cast<BranchInst>(Rebind.Last->getTerminator());
  if (!Await.End)
    return std::nullopt;
  const Way Polled(Await.End->getSuccessor(0), IsConditional);
  if (!Polled.Last || !Polled.Blocks.contains(Poll.getParent()) ||
      !isSelfContained(Polled.Blocks) || !isQuietBehind(Poll, Polled.Last))
    return std::nullopt;

  BasicBlock *Pending = nullptr;
  Await.Ready = nullptr;
  for (BasicBlock *Next : successors(Polled.Last)) {
    if (isa<UnreachableInst>(Next->getTerminator()))
      continue;
    const Way ToSuspend(Next, IsConditional);
    BasicBlock *&Known =
        ToSuspend.Last == Suspend.getParent() ? Pending : Await.Ready;
    if (Known)
      return std::nullopt;
    Known = Next;
  }
  if (!Pending || !Await.Ready || isa<PHINode>(Await.Ready->begin()))
    return std::nullopt;
  return Await;
}

namespace {

// What the futures of one coroutine leave in the frame.
class KeptMarks {
public:
  explicit KeptMarks(Function &F) : F(F) {}

  void keep(AllocaInst &Future, const Mark &M, CoroSuspendInst &Suspend);
  void findHoistable();

private:
  struct Kept {
    AllocaInst *Slot;
    uint64_t Byte;
    StoreInst *Store;
  };

  Function &F;
  SmallVector<Kept, 4> All;
};

} // namespace

// Keeps the mark of Future in its slot while Suspend is suspended, and the rest
// of it on the stack.
void KeptMarks::keep(AllocaInst &Future, const Mark &M,
                     CoroSuspendInst &Suspend) {
  auto *Slot = cast<AllocaInst>(Future.clone());
  Slot->insertAfter(Future.getIterator());
  Future.setMetadata(coro::PollSlotMD, nullptr);
  IRBuilder<> Builder(&Suspend);
  Builder.SetCurrentDebugLocation(Suspend.getDebugLoc());
  Value *Byte =
      Builder.CreateConstInBoundsGEP1_64(Builder.getInt8Ty(), Slot, M.Offset);
  StoreInst *Store = Builder.CreateAlignedStore(M.Value, Byte, Align(1));
  All.push_back({Slot, *coro::getSlotOffset(*Slot) + M.Offset, Store});
}

// Says of which marks nothing else is ever in their byte.
void KeptMarks::findHoistable() {
  std::map<uint64_t, Value *> Marks;
  SmallPtrSet<const AllocaInst *, 8> Slots;
  for (const auto &[Slot, Byte, Store] : All) {
    Slots.insert(Slot);
    Value *&Known =
        Marks.try_emplace(Byte, Store->getValueOperand()).first->second;
    if (Known != Store->getValueOperand())
      Known = nullptr;
  }
  for (const Instruction &I : instructions(F)) {
    auto *AI = dyn_cast<AllocaInst>(&I);
    const auto First = AI ? coro::getSlotOffset(*AI) : std::nullopt;
    if (!First || Slots.contains(AI))
      continue;
    const auto Size = AI->getAllocationSize(F.getDataLayout());
    for (auto It = Marks.lower_bound(*First);
         It != Marks.end() && It->first - *First < Size->getFixedValue(); ++It)
      It->second = nullptr;
  }
  for (const auto &[Slot, Byte, Store] : All)
    if (Marks[Byte])
      Store->setMetadata(llvmcoro::HoistableMD,
                         MDNode::get(F.getContext(), {}));
}

void Leaves::resumeOnce(Function &F) {
  DenseMap<uint64_t, AllocaInst *> Futures;
  SmallVector<std::pair<CallBase *, SmallVector<uint64_t, 2>>, 4> Polls;
  for (Instruction &I : instructions(F)) {
    if (!I.hasMetadata(LeafMD))
      continue;
    SmallVector<uint64_t, 2> Numbers = takeLeafNumbers(I);
    if (auto *AI = dyn_cast<AllocaInst>(&I))
      Futures[Numbers[0]] = AI;
    else
      Polls.push_back({cast<CallBase>(&I), Numbers});
  }
  if (!Optimize)
    return;
  KeptMarks Marks(F);
  for (const auto &[Poll, Numbers] : Polls) {
    Function *Callee = Poll->getCalledFunction();
    AllocaInst *Future = Futures.lookup(Numbers[0]);
    const std::optional<Mark> M =
        Callee && Future ? pendingOnce(*Callee) : std::nullopt;
    if (!M || !coro::getSlotOffset(*Future))
      continue;
    CoroSuspendInst *Suspend = findSuspend(F, Numbers[1]);
    std::optional<LeafAwait> Await;
    if (Suspend)
      Await = LeafAwait::find(*Poll, *Suspend);
    if (!Await)
      continue;
    Await->goStraight();
    Marks.keep(*Future, *M, *Suspend);
    // The rest of it is not there.
    llvmcoro::noteFutureIsGone(F, Numbers[1]);
  }
  Marks.findHoistable();
}

void llvmcoro::resumeLeavesOnce(Module &M, bool Optimize) {
  SmallVector<Function *, 16> Coroutines;
  for (Function &F : M)
    if (coro::PollShape::isPollCoroutine(F))
      Coroutines.push_back(&F);
  Leaves Known(Optimize);
  for (Function *F : Coroutines)
    Known.resumeOnce(*F);
}
