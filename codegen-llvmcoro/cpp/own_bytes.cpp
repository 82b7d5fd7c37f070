// What the bytes of an alloca may hold, wherever it is loaded from.
//
// The alloca is a coroutine's frame. Storage is used for one value after the
// other, so what a load finds depends on the state that the frame is in: a byte
// of the frame, which is tested whenever the coroutine goes on. So blocks are
// interpreted once for each value of that byte, and only branches that it
// allows are followed.

#include "own_bytes.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/PostOrderIterator.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallSet.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/IntrinsicInst.h"

using namespace llvm;
using namespace llvmcoro;

// Blocks that are interpreted, each for one value of the state, until facts
// settle.
static constexpr unsigned MaxSteps = 8000;
// Bytes that are tracked: those of 32 addresses on a host.
static constexpr unsigned MaxTracked = 256;
// How deep the computation of a condition is followed.
static constexpr unsigned MaxDepth = 6;

namespace {

// What one byte may hold.
class Byte {
public:
  // Nothing that is defined.
  static Byte undefined() { return {Undefined, 0}; }
  // Something that is no part of an address of the alloca.
  static Byte foreign() { return {Foreign, 0}; }
  static Byte constant(uint8_t Value) { return {Constant, Value}; }
  // Byte Index of the address of byte Address of the alloca.
  static Byte own(int64_t Address, unsigned Index) {
    return {Own, Address * 8 + Index};
  }

  bool operator==(Byte Other) const {
    return Kind == Other.Kind && Value == Other.Value;
  }
  bool isUndefined() const { return Kind == Undefined; }
  bool isConstant() const { return Kind == Constant; }
  bool isOwn() const { return Kind == Own; }
  // Whether it may be a part of an address.
  bool mayBeOwn() const { return Kind == Own || Kind == Unknown; }
  uint8_t getConstant() const { return Value; }
  int64_t getAddress() const { return Value / 8; }
  unsigned getIndex() const { return Value % 8; }

  // Makes this what holds either; whether that is something else.
  bool join(Byte Other) {
    if (*this == Other || Other.isUndefined())
      return false;
    const Byte Before = *this;
    if (isUndefined())
      *this = Other;
    else
      *this = {mayBeOwn() || Other.mayBeOwn() ? Unknown : Foreign, 0};
    return !(*this == Before);
  }

private:
  enum Kinds { Undefined, Constant, Foreign, Own, Unknown };
  Byte(Kinds Kind, int64_t Value) : Kind(Kind), Value(Value) {}

  Kinds Kind;
  int64_t Value;
};

// What is known where a block begins.
struct Facts {
  // Of the bytes that are tracked.
  SmallVector<Byte, 32> Held;
  // Integers that depend on the state.
  SmallMapVector<const Value *, APInt, 4> Known;
};

class Interpreter {
public:
  Interpreter(const AllocaInst &A, ArrayRef<Access> Accesses);
  std::optional<OwnLoads> run();

private:
  // Facts are kept apart by the value of the state, or NoState.
  using Point = std::pair<const BasicBlock *, unsigned>;
  static constexpr unsigned NoState = 256;

  void track(Bytes Range);
  void findState(const Function &F);
  unsigned stateIn(const Facts &F) const;
  template <typename CallbackT> void forTracked(Bytes Range, CallbackT Do);
  bool step(const BasicBlock &BB, Facts &F);
  bool load(const Access &Load, Facts &F);
  void store(const Access &Store, Facts &F);
  std::optional<APInt> evaluate(const Value *V, const Facts &F,
                                unsigned Depth = 0) const;
  void proceed(const BasicBlock &BB, const Facts &F);
  void enter(const BasicBlock &From, const BasicBlock &To, const Facts &F);

  const AllocaInst &A;
  const DataLayout &DL;
  const int64_t PointerSize;
  DenseMap<const BasicBlock *, SmallVector<Access, 8>> InBlock;
  // Bytes that may be parts of addresses, and the state, by their indices.
  DenseMap<int64_t, unsigned> Tracked;
  std::optional<int64_t> State;
  MapVector<Point, Facts> At;
  SmallSetVector<Point, 32> Work;
  OwnLoads Own;
  SmallPtrSet<const Instruction *, 16> Other;
};

} // namespace

Interpreter::Interpreter(const AllocaInst &A, ArrayRef<Access> Accesses)
    : A(A), DL(A.getDataLayout()),
      PointerSize(DL.getPointerSize(A.getAddressSpace())) {
  for (const Access &Access : Accesses) {
    InBlock[Access.I->getParent()].push_back(Access);
    if (Access.Address)
      track(Access.Accessed);
  }
  for (auto &[BB, InOrder] : InBlock)
    llvm::stable_sort(InOrder, [](const Access &One, const Access &Other) {
      return One.I != Other.I && One.I->comesBefore(Other.I);
    });
  findState(*A.getFunction());
  if (State)
    track({*State, *State + 1});
}

void Interpreter::track(Bytes Range) {
  for (int64_t Byte = Range.Begin; Byte < Range.End; ++Byte)
    Tracked.insert({Byte, Tracked.size()});
}

// The state is the first byte that is loaded of those that constants are stored
// to.
void Interpreter::findState(const Function &F) {
  SmallSet<int64_t, 8> Marked;
  const auto IsByte = [](const Access &Access) {
    return Access.Accessed.End - Access.Accessed.Begin == 1;
  };
  for (const auto &[BB, InOrder] : InBlock)
    for (const Access &Access : InOrder)
      if (const auto *Store = dyn_cast<StoreInst>(Access.I))
        if (IsByte(Access) && isa<ConstantInt>(Store->getValueOperand()))
          Marked.insert(Access.Accessed.Begin);
  for (const BasicBlock *BB : ReversePostOrderTraversal<const Function *>(&F))
    for (const Access &Access : InBlock.lookup(BB))
      if (isa<LoadInst>(Access.I) && IsByte(Access) &&
          Marked.contains(Access.Accessed.Begin)) {
        State = Access.Accessed.Begin;
        return;
      }
}

unsigned Interpreter::stateIn(const Facts &F) const {
  if (!State)
    return NoState;
  const Byte Held = F.Held[Tracked.lookup(*State)];
  return Held.isConstant() ? Held.getConstant() : NoState;
}

template <typename CallbackT>
void Interpreter::forTracked(Bytes Range, CallbackT Do) {
  for (int64_t At = Range.Begin; At < Range.End; ++At)
    if (auto It = Tracked.find(At); It != Tracked.end())
      Do(At - Range.Begin, It->second);
}

std::optional<OwnLoads> Interpreter::run() {
  if (Tracked.size() > MaxTracked)
    return std::nullopt;
  const BasicBlock &Entry = A.getFunction()->getEntryBlock();
  Facts Start;
  Start.Held.assign(Tracked.size(), Byte::undefined());
  const Point First(&Entry, NoState);
  At.insert({First, Start});
  Work.insert(First);
  for (unsigned Steps = 0; !Work.empty(); ++Steps) {
    const Point Entered = Work.pop_back_val();
    const BasicBlock *BB = Entered.first;
    Facts F = At.find(Entered)->second;
    if (Steps == MaxSteps || !step(*BB, F))
      return std::nullopt;
    proceed(*BB, F);
  }
  return Own;
}

// Interprets a block. False if a load may yield what it must not.
bool Interpreter::step(const BasicBlock &BB, Facts &F) {
  for (const Access &Access : InBlock.lookup(&BB)) {
    if (Access.Writes)
      store(Access, F);
    else if (!load(Access, F))
      return false;
  }
  return true;
}

bool Interpreter::load(const Access &Access, Facts &F) {
  bool MayBeOwn = false;
  bool Defined = false;
  std::optional<int64_t> Address;
  bool Whole = true;
  forTracked(Access.Accessed, [&](unsigned Index, unsigned Tracked) {
    const Byte Held = F.Held[Tracked];
    MayBeOwn |= Held.mayBeOwn();
    Defined |= !Held.isUndefined();
    if (!Held.isOwn() || Held.getIndex() != Index)
      Whole = false;
    else if (Index == 0)
      Address = Held.getAddress();
    else if (Address != Held.getAddress())
      Whole = false;
  });
  auto *Load = dyn_cast<LoadInst>(Access.I);
  if (MayBeOwn) {
    // Bytes that are not tracked are in no address.
    if (!Load || Load->getType() != A.getType() || !Whole || !Address ||
        Access.Accessed.End - Access.Accessed.Begin != PointerSize ||
        Other.contains(Load))
      return false;
    return Own.insert({Load, *Address}).first->second == *Address;
  }
  if (Defined || !Load) {
    Other.insert(Access.I);
    if (Load && Own.contains(Load))
      return false;
  }
  if (Load && State && Access.Accessed.Begin == *State &&
      Load->getType()->isIntegerTy(8)) {
    const Byte Held = F.Held[Tracked.lookup(*State)];
    F.Known.erase(Load);
    if (Held.isConstant())
      F.Known.insert({Load, APInt(8, Held.getConstant())});
  }
  return true;
}

void Interpreter::store(const Access &Access, Facts &F) {
  const auto *Store = dyn_cast<StoreInst>(Access.I);
  const ConstantInt *Mark = nullptr;
  if (Store && Store->getValueOperand()->getType()->isIntegerTy(8))
    Mark = dyn_cast<ConstantInt>(Store->getValueOperand());
  const bool Ends = isa<LifetimeIntrinsic>(Access.I);
  forTracked(Access.Accessed, [&](unsigned Index, unsigned Tracked) {
    Byte &Held = F.Held[Tracked];
    if (Access.Address)
      Held = Byte::own(*Access.Address, Index);
    else if (Mark)
      Held = Byte::constant(Mark->getZExtValue());
    else
      Held = Ends ? Byte::undefined() : Byte::foreign();
  });
}

std::optional<APInt> Interpreter::evaluate(const Value *V, const Facts &F,
                                           unsigned Depth) const {
  if (const auto *C = dyn_cast<ConstantInt>(V))
    return C->getValue();
  if (auto It = F.Known.find(V); It != F.Known.end())
    return It->second;
  const auto *I = dyn_cast<Instruction>(V);
  if (!I || Depth == MaxDepth || !I->getType()->isIntegerTy() ||
      !isa<BinaryOperator, CmpInst, CastInst, SelectInst>(I))
    return std::nullopt;
  SmallVector<Constant *, 3> Operands;
  for (const Value *Operand : I->operands()) {
    if (!Operand->getType()->isIntegerTy())
      return std::nullopt;
    std::optional<APInt> Known = evaluate(Operand, F, Depth + 1);
    if (!Known)
      return std::nullopt;
    Operands.push_back(ConstantInt::get(Operand->getType(), *Known));
  }
  auto *Folded =
      dyn_cast_or_null<ConstantInt>(ConstantFoldInstOperands(I, Operands, DL));
  return Folded ? std::optional(Folded->getValue()) : std::nullopt;
}

// Enters the blocks that may follow.
void Interpreter::proceed(const BasicBlock &BB, const Facts &F) {
  const Instruction *End = BB.getTerminator();
  if (const auto *Branch = dyn_cast<BranchInst>(End);
      Branch && Branch->isConditional()) {
    if (const auto Taken = evaluate(Branch->getCondition(), F))
      return enter(BB, *Branch->getSuccessor(Taken->isZero() ? 1 : 0), F);
  } else if (const auto *Switch = dyn_cast<SwitchInst>(End)) {
    if (const auto Value = evaluate(Switch->getCondition(), F)) {
      auto *C = ConstantInt::get(Switch->getContext(), *Value);
      return enter(BB, *Switch->findCaseValue(C)->getCaseSuccessor(), F);
    }
  }
  for (const BasicBlock *Next : successors(&BB))
    enter(BB, *Next, F);
}

void Interpreter::enter(const BasicBlock &From, const BasicBlock &To,
                        const Facts &F) {
  Facts Next = F;
  // All at once: one may be another one's value.
  for (const PHINode &Phi : To.phis()) {
    if (!Phi.getType()->isIntegerTy())
      continue;
    const auto Known = evaluate(Phi.getIncomingValueForBlock(&From), F);
    Next.Known.erase(&Phi);
    if (Known)
      Next.Known.insert({&Phi, *Known});
  }
  const Point Entered(&To, stateIn(Next));
  auto [It, New] = At.insert({Entered, Next});
  bool Changed = New;
  if (!New) {
    Facts &Before = It->second;
    for (auto [Held, Other] : zip_equal(Before.Held, Next.Held))
      Changed |= Held.join(Other);
    const size_t Known = Before.Known.size();
    Before.Known.remove_if([&](const auto &Fact) {
      auto Same = Next.Known.find(Fact.first);
      return Same == Next.Known.end() || Same->second != Fact.second;
    });
    Changed |= Before.Known.size() != Known;
  }
  if (Changed)
    Work.insert(Entered);
}

std::optional<OwnLoads>
llvmcoro::findLoadsOfOwnAddresses(const AllocaInst &A,
                                  ArrayRef<Access> Accesses) {
  return Interpreter(A, Accesses).run();
}
