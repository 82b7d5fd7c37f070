// Loops around awaits.
//
// LLVM makes a loop test at its end whether it goes on, behind what the test
// depends on. After the split, a loop that suspends is a loop no more: it is
// entered by the function's start. So its test is copied to its end before.

#include "loops.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/CFG.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Transforms/Coroutines/CoroInstr.h"
#include "llvm/Transforms/Utils/Cloning.h"

using namespace llvm;

// A test is not larger.
static constexpr unsigned MaxInstructions = 16;

static bool suspends(const Loop &L) {
  return any_of(L.blocks(), [](const BasicBlock *BB) {
    return any_of(*BB,
                  [](const Instruction &I) { return isa<CoroSuspendInst>(I); });
  });
}

// Whether BB only decides if its loop goes on: nothing that it computes is used
// elsewhere, and nothing depends on where one comes from.
static bool isTest(const BasicBlock &BB, const Loop &L) {
  if (BB.sizeWithoutDebug() > MaxInstructions || !L.isLoopExiting(&BB) ||
      !isa<BranchInst>(BB.getTerminator()))
    return false;
  for (const Instruction &I : BB) {
    if (isa<PHINode>(I) || (isa<CallBase>(I) && !isa<LifetimeIntrinsic>(I)) ||
        I.isUsedOutsideOfBlock(&BB))
      return false;
  }
  return none_of(successors(&BB), [](const BasicBlock *Next) {
    return isa<PHINode>(Next->begin());
  });
}

void llvmcoro::testAtEndsOfLoops(Function &F) {
  const DominatorTree DT(F);
  const LoopInfo LI(DT);
  for (const Loop *L : LI.getLoopsInPreorder()) {
    BasicBlock *Header = L->getHeader();
    BasicBlock *Latch = L->getLoopLatch();
    if (!Latch || Latch == Header || !isTest(*Header, *L) || !suspends(*L))
      continue;
    ValueToValueMapTy Copies;
    BasicBlock *Test = CloneBasicBlock(Header, Copies, ".again", &F);
    remapInstructionsInBlocks({Test}, Copies);
    Latch->getTerminator()->replaceSuccessorWith(Header, Test);
  }
}
