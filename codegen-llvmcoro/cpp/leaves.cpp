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
#include "pending_once.h"
#include "stores.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Coroutines/CoroInstr.h"
#include "llvm/Transforms/Coroutines/CoroPoll.h"
#include <map>
#include <optional>

using namespace llvm;
using llvmcoro::Mark;
using llvmcoro::PendingOnce;

// On the poll of a leaf: !{i32 id, i32 index}, the suspend index while it is
// pending. On the alloca of the leaf: !{i32 id}.
static constexpr StringLiteral LeafMD = "coro.leaf";

namespace {

// The awaits of leaves in a module.
class Leaves {
public:
  explicit Leaves(bool Optimize) : Optimize(Optimize) {}

  void resumeOnce(Function &F);

private:
  bool Optimize;
  PendingOnce Known;
};

} // namespace

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
        Callee && Future ? Known.of(*Callee) : std::nullopt;
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
  Leaves Awaits(Optimize);
  for (Function *F : Coroutines)
    Awaits.resumeOnce(*F);
}
