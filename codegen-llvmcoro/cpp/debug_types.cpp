// The types of coroutines in debug information.
//
// rustc describes a coroutine as a structure with a variant part: the tag, and
// a structure for each state. It knows a state by its number, and no variable
// in the frame. This replaces the variants by one for each value of the tag,
// with what lives in the frame then. The place where the coroutine is suspended
// is in two nodes: in the variant's member, as rustc has it, and in the state's
// structure, where gdb shows it.

#include "debug_types.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/DIBuilder.h"
#include "llvm/IR/DebugInfo.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/JSON.h"
#include <map>
#include <set>

using namespace llvm;

// Named metadata from the split to the description: !{!"function", i32 tag}.
static constexpr StringLiteral GoneMD = "llvmcoro.future.gone";

namespace {

// The structure's variant part, if it is a coroutine: rustc calls the tag of
// nothing else so.
DICompositeType *statesOf(const DICompositeType &Type) {
  if (Type.getTag() != dwarf::DW_TAG_structure_type ||
      Type.getElements().size() != 1)
    return nullptr;
  auto *Part = dyn_cast<DICompositeType>(Type.getElements()[0]);
  if (!Part || Part->getTag() != dwarf::DW_TAG_variant_part)
    return nullptr;
  const DIDerivedType *Tag = Part->getDiscriminator();
  return Tag && Tag->getName() == "__state" ? Part : nullptr;
}

// What the contract's `Encoding` is in DWARF.
unsigned encoding(StringRef Name) {
  return StringSwitch<unsigned>(Name)
      .Case("boolean", dwarf::DW_ATE_boolean)
      .Case("char", dwarf::DW_ATE_UTF)
      .Case("float", dwarf::DW_ATE_float)
      .Case("signed", dwarf::DW_ATE_signed)
      .Default(dwarf::DW_ATE_unsigned);
}

class Describer {
public:
  // A codegen unit is one compile unit.
  Describer(Module &M)
      : Context(M.getContext()),
        Builder(M, false, *M.debug_compile_units_begin()) {
    DebugInfoFinder Finder;
    Finder.processModule(M);
    for (DIType *Type : Finder.types()) {
      auto *Composite = dyn_cast<DICompositeType>(Type);
      if (Composite && !Composite->getIdentifier().empty())
        Identified[Composite->getIdentifier()] = Composite;
      // Basic types and pointers have no identifier; their names say it all.
      if (!Composite && !Type->getName().empty() &&
          (isa<DIBasicType>(Type) ||
           Type->getTag() == dwarf::DW_TAG_pointer_type))
        ByName[Type->getName()] = Type;
    }
    if (NamedMDNode *Notes = M.getNamedMetadata(GoneMD)) {
      for (const MDNode *Note : Notes->operands())
        Gone.insert({cast<MDString>(Note->getOperand(0))->getString().str(),
                     mdconst::extract<ConstantInt>(Note->getOperand(1))
                         ->getZExtValue()});
      Notes->eraseFromParent();
    }
  }

  void describe(const json::Array &Coroutines) {
    // A state may contain that of an awaited coroutine, so all of them are made
    // before any has contents.
    for (const json::Value &Coroutine : Coroutines)
      declareStates(*Coroutine.getAsObject());
    for (const json::Value &Coroutine : Coroutines)
      replaceVariants(*Coroutine.getAsObject());
    Builder.finalize();
  }

private:
  // rustc's member of a variant part, by the number of the variant.
  static DIDerivedType *variant(const DICompositeType &Part, uint64_t Number) {
    for (Metadata *Element : Part.getElements()) {
      auto *Member = cast<DIDerivedType>(Element);
      auto *Value =
          dyn_cast_or_null<ConstantInt>(Member->getDiscriminantValue());
      if (Value && Value->getZExtValue() == Number)
        return Member;
    }
    return nullptr;
  }

  DICompositeType *find(const json::Object &Coroutine) {
    return Identified.lookup(*Coroutine.getString("id"));
  }

  void declareStates(const json::Object &Coroutine) {
    DICompositeType *Type = find(Coroutine);
    DICompositeType *Part = Type ? statesOf(*Type) : nullptr;
    if (!Part)
      return;
    for (const json::Value &Value : *Coroutine.getArray("states")) {
      const json::Object &State = *Value.getAsObject();
      const json::Object *Contents = State.getObject("contents");
      DIDerivedType *Old = variant(*Part, *State.getInteger("variant"));
      DICompositeType *&Made = States[{Type, *State.getInteger("tag")}];
      if (Contents && Contents->getArray("fields"))
        Made = Builder.createStructType(
            Type, *State.getString("name"), Old ? Old->getFile() : nullptr,
            Old ? Old->getLine() : 0, Type->getSizeInBits(),
            Type->getAlignInBits(), DINode::FlagZero, nullptr, {});
      else if (Contents)
        Made = declaration(*Contents->getString("elsewhere"));
      else
        Made = Old ? dyn_cast<DICompositeType>(Old->getBaseType()) : nullptr;
    }
  }

  void replaceVariants(const json::Object &Coroutine) {
    DICompositeType *Type = find(Coroutine);
    DICompositeType *Old = Type ? statesOf(*Type) : nullptr;
    if (!Old)
      return;
    DIDerivedType *Tag = Old->getDiscriminator();
    DICompositeType *Part = Builder.createVariantPart(
        Type, "", Old->getFile(), Old->getLine(), Type->getSizeInBits(),
        Type->getAlignInBits(), DINode::FlagZero, Tag, {});
    SmallVector<Metadata *, 16> Variants;
    bool Described = false;
    for (const json::Value &Value : *Coroutine.getArray("states")) {
      const json::Object &State = *Value.getAsObject();
      const uint64_t Number = *State.getInteger("tag");
      DICompositeType *&Struct = States[{Type, Number}];
      if (!Struct)
        continue;
      if (const json::Object *Contents = State.getObject("contents"))
        if (const json::Array *Fields = Contents->getArray("fields")) {
          std::string Function = Coroutine.getString("function")->str();
          addFields(Struct, *Fields, Gone.count({Function, Number}));
          Described = true;
        }
      DIDerivedType *Place = variant(*Old, *State.getInteger("variant"));
      Constant *Discriminant = ConstantInt::get(
          IntegerType::get(Context, Tag->getSizeInBits()), Number);
      Variants.push_back(Builder.createVariantMemberType(
          Part, std::to_string(Number), Place ? Place->getFile() : nullptr,
          Place ? Place->getLine() : 0, Type->getSizeInBits(),
          Type->getAlignInBits(), 0, Discriminant, DINode::FlagZero, Struct));
    }
    Builder.replaceArrays(Part, Builder.getOrCreateArray(Variants));
    Builder.replaceArrays(Type, Builder.getOrCreateArray({Part}));
    // Other units refer to it by name, whether or not this one still does.
    if (Described)
      Builder.retainType(Type);
  }

  void addFields(DICompositeType *&Struct, const json::Array &Fields,
                 bool FutureIsGone) {
    SmallVector<Metadata *, 16> Members;
    for (const json::Value &Value : Fields) {
      const json::Object &Field = *Value.getAsObject();
      if (FutureIsGone && *Field.getBoolean("awaited"))
        continue;
      Members.push_back(Builder.createMemberType(
          Struct, *Field.getString("name"), nullptr, 0,
          8 * *Field.getInteger("size"), 8 * *Field.getInteger("align"),
          8 * *Field.getInteger("offset"), DINode::FlagZero,
          typeOf(*Field.getObject("type"))));
    }
    Builder.replaceArrays(Struct, Builder.getOrCreateArray(Members));
  }

  DIType *typeOf(const json::Object &Type) {
    if (const json::Object *Named = Type.getObject("named")) {
      DIType *Known = Identified.lookup(*Named->getString("id"));
      return Known ? Known : declaration(*Named->getString("name"));
    }
    if (const json::Object *State = Type.getObject("state")) {
      DICompositeType *Coroutine =
          Identified.lookup(*State->getString("coroutine"));
      DIType *Known = States[{Coroutine, uint64_t(*State->getInteger("tag"))}];
      return Known ? Known : declaration(*State->getString("name"));
    }
    if (const json::Object *Array = Type.getObject("array"))
      return Builder.createArrayType(
          8 * *Array->getInteger("size"), 8 * *Array->getInteger("align"),
          typeOf(*Array->getObject("of")),
          Builder.getOrCreateArray(
              {Builder.getOrCreateSubrange(0, *Array->getInteger("count"))}));
    if (const json::Object *Basic = Type.getObject("basic")) {
      StringRef Name = *Basic->getString("name");
      if (DIType *Known = ByName.lookup(Name))
        return Known;
      return Builder.createBasicType(Name, 8 * *Basic->getInteger("size"),
                                     encoding(*Basic->getString("encoding")));
    }
    const json::Object &Pointer = *Type.getObject("pointer");
    StringRef Name = *Pointer.getString("name");
    if (DIType *Known = ByName.lookup(Name))
      return Known;
    const json::Object *To = Pointer.getObject("to");
    return Builder.createPointerType(To ? typeOf(*To) : nullptr,
                                     8 * *Pointer.getInteger("size"), 0,
                                     std::nullopt, Name);
  }

  DICompositeType *declaration(StringRef Name) {
    return Builder.createForwardDecl(dwarf::DW_TAG_structure_type, Name,
                                     nullptr, nullptr, 0);
  }

  LLVMContext &Context;
  DIBuilder Builder;
  StringMap<DICompositeType *> Identified;
  StringMap<DIType *> ByName;
  std::map<std::pair<DICompositeType *, uint64_t>, DICompositeType *> States;
  std::set<std::pair<std::string, uint64_t>> Gone;
};

} // namespace

void llvmcoro::noteFutureIsGone(Function &F, uint64_t Tag) {
  const DISubprogram *Subprogram = F.getSubprogram();
  if (!Subprogram ||
      Subprogram->getUnit()->getEmissionKind() != DICompileUnit::FullDebug)
    return;
  LLVMContext &Context = F.getContext();
  Metadata *Note[] = {MDString::get(Context, F.getName()),
                      ConstantAsMetadata::get(
                          ConstantInt::get(Type::getInt32Ty(Context), Tag))};
  F.getParent()->getOrInsertNamedMetadata(GoneMD)->addOperand(
      MDNode::get(Context, Note));
}

std::string llvmcoro::coroutineTypes(Module &M) {
  DebugInfoFinder Finder;
  Finder.processModule(M);
  std::string Lines;
  for (const DIType *Type : Finder.types()) {
    auto *Composite = dyn_cast<DICompositeType>(Type);
    if (Composite && !Composite->getIdentifier().empty() &&
        statesOf(*Composite))
      Lines += (Composite->getIdentifier() + " " +
                Twine(Composite->getSizeInBits() / 8) + " " +
                Twine(Composite->getAlignInBits() / 8) + "\n")
                   .str();
  }
  return Lines;
}

Error llvmcoro::describeCoroutines(Module &M, StringRef Json) {
  Expected<json::Value> Coroutines = json::parse(Json);
  if (!Coroutines)
    return Coroutines.takeError();
  const json::Array *List = Coroutines->getAsArray();
  if (!List)
    return createStringError("the coroutine types are no list");
  if (List->empty())
    return Error::success();
  Describer(M).describe(*List);
  return Error::success();
}
