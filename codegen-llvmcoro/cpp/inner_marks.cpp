// Marks that an inner coroutine leaves in its awaiter's frame.
//
// A nested function returns its index, so it cannot write what its leaf
// remembers where it writes that. If it has one suspension only, and one
// awaiter, the awaiter can do so for it: see stores.cpp.

#include "inner_marks.h"
#include "stores.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Coroutines/CoroPoll.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;
using llvmcoro::InnerFrames;
using llvmcoro::InnerMark;

void InnerFrames::read(Function &F) {
  if (none_of(F.getEntryBlock(), [](const Instruction &I) {
        return I.hasMetadata(coro::PollNestedMD);
      }))
    return;
  removeUnreachableBlocks(F);
  Expected<coro::PollShape> Shape = coro::PollShape::analyze(F);
  if (!Shape) {
    // The split says what is wrong.
    consumeError(Shape.takeError());
    return;
  }
  const DataLayout &DL = F.getDataLayout();
  for (const coro::PollSuspend &S : Shape->Suspends) {
    if (S.Count != 1 || !S.Nested)
      continue;
    const coro::NestedFrame &Frame = Shape->NestedFrames.lookup(*S.Nested);
    const auto Offset = coro::getSlotOffset(*Frame.Alloca);
    if (!Offset)
      continue;
    InnerFrame Inner = {*S.Nested, *Offset,         Frame.Captured,
                        S.Index,   Frame.Run.str(), {}};
    for (const Instruction &I : instructions(F)) {
      auto *AI = dyn_cast<AllocaInst>(&I);
      const auto Begin = AI ? coro::getSlotOffset(*AI) : std::nullopt;
      if (!Begin || AI == Frame.Alloca)
        continue;
      const auto Other = find_if(Shape->NestedFrames, [&](const auto &Entry) {
        return Entry.second.Alloca == AI;
      });
      std::optional<uint64_t> Id;
      if (Other != Shape->NestedFrames.end())
        Id = Other->first;
      Inner.Others.push_back(
          {Id, *Begin, *Begin + AI->getAllocationSize(DL)->getFixedValue()});
    }
    Known[&F].push_back(std::move(Inner));
  }
}

void InnerFrames::setSplit(const Function &F, const Function &Split) {
  if (auto It = Known.find(&F); &F != &Split && It != Known.end()) {
    auto Frames = std::move(It->second);
    Known.erase(It);
    Known[&Split] = std::move(Frames);
  }
}

// The stores of marks to the frame of F, and where they are in it.
static SmallVector<InnerMark, 2> ownMarks(Function &F) {
  const DataLayout &DL = F.getDataLayout();
  SmallVector<InnerMark, 2> Marks;
  for (Instruction &I : instructions(F)) {
    if (!I.hasMetadata(llvmcoro::HoistableMD))
      continue;
    auto &SI = cast<StoreInst>(I);
    Value *Pointer = SI.getPointerOperand();
    APInt Offset(DL.getIndexTypeSizeInBits(Pointer->getType()), 0);
    if (isa<Argument>(
            Pointer->stripAndAccumulateInBoundsConstantOffsets(DL, Offset)))
      Marks.push_back({0, Offset.getZExtValue(), &SI});
  }
  return Marks;
}

// Whether the only call of Run is in Caller, but for functions that are not
// used themselves: those for polling what is only awaited are erased later.
static bool isCalledOnceBy(const Function &Run, const Function &Caller) {
  if (!Run.hasLocalLinkage())
    return false;
  unsigned Calls = 0;
  for (const User *U : Run.users()) {
    auto *Call = dyn_cast<CallBase>(U);
    if (!Call)
      return false;
    const Function &F = *Call->getFunction();
    if (&F == &Caller)
      ++Calls;
    else if (!F.hasLocalLinkage() || !F.use_empty())
      return false;
  }
  return Calls == 1;
}

SmallVector<InnerMark, 2> InnerFrames::marksOf(const Function &Split) const {
  const auto It = Known.find(&Split);
  if (It == Known.end())
    return {};
  SmallVector<std::pair<const InnerFrame *, InnerMark>, 2> Marks;
  for (const InnerFrame &Inner : It->second) {
    Function *Run = Split.getParent()->getFunction(Inner.Run);
    if (!Run || !isCalledOnceBy(*Run, Split))
      continue;
    SmallVector<InnerMark, 2> Written = ownMarks(*Run);
    Written.append(marksOf(*Run));
    for (const InnerMark &Mark : Written)
      if (Mark.Byte >= Inner.Captured)
        Marks.push_back(
            {&Inner, {Inner.Index, Inner.Offset + Mark.Byte, Mark.Store}});
  }
  SmallVector<InnerMark, 2> Found;
  for (const auto &[Inner, Mark] : Marks) {
    const uint64_t Byte = Mark.Byte;
    Value *const Written = Mark.Store->getValueOperand();
    // Another inner frame may have the same there.
    const auto IsSame = [&](const Slot &Other) {
      return any_of(Marks, [&](const auto &M) {
        return M.first->Id == Other.Id && M.second.Byte == Byte &&
               M.second.Store->getValueOperand() == Written;
      });
    };
    if (all_of(Inner->Others, [&](const Slot &Other) {
          return Byte < Other.Begin || Other.End <= Byte || IsSame(Other);
        }))
      Found.push_back(Mark);
  }
  return Found;
}
