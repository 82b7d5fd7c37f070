//! The attributes and metadata that the plugin and the patched passes exchange. `CoroPoll.h`, which
//! the patches add to LLVM, defines their meaning.

use inkwell::attributes::{Attribute, AttributeLoc};
use inkwell::context::ContextRef;
use inkwell::types::IntType;
use inkwell::values::{BasicMetadataValueEnum, FunctionValue, InstructionValue};

/// The metadata of an alloca with a place in the frame, at an offset in bytes: `!{i64 offset}`.
pub const SLOT_METADATA: &str = "coro.slot";
/// The metadata of a suspension point with its indices: `!{i32 index}`, or `!{i32 first, i32 count,
/// i32 frame}` if an inner frame is suspended as well.
pub const INDEX_METADATA: &str = "coro.suspend.index";
/// The metadata of a store to the frame that writes the index, wherever that is: `!{}`.
pub const INDEX_STORE_METADATA: &str = "coro.index.store";
/// The metadata of an alloca with an inner frame.
pub const NESTED_METADATA: &str = "coro.nested";
/// The metadata of a call that runs an inner frame: `!{i32 frame}`.
pub const NESTED_RUN_METADATA: &str = "coro.nested.run";
/// The metadata of a leaf's alloca, `!{i32 leaf}`, and of the call that polls it, `!{i32 leaf, i32 index}`,
/// with the index while it is pending.
pub const LEAF_METADATA: &str = "coro.leaf";
/// The attribute of a function whose coroutine may lie in another frame: the name of the function
/// that runs it there.
pub const NESTED_ATTRIBUTE: &str = "coro-nested";
/// The metadata of an alloca with the bytes that hold nothing while the coroutine is suspended, unless
/// others may write the alloca meanwhile: `!{i64 offset, i64 size, ...}`.
pub const PADDING_METADATA: &str = "coro.frame.padding";
/// The same, whoever has the alloca's address.
pub const SPARE_METADATA: &str = "coro.frame.spare";
/// The attribute of a coroutine whose index has bytes of slots.
pub const SHARED_INDEX_ATTRIBUTE: &str = "coro-index-shared";
/// The metadata of a function that lists bytes of slots that equal other slots.
pub const EQUAL_METADATA: &str = "coro.frame.equal";
/// The metadata of a function that lists what may be copied between its slots.
pub const TRANSFERS_METADATA: &str = "coro.frame.transfers";

/// The value of `function`'s string attribute `name`.
///
/// # Errors
/// If the function has no such attribute.
pub fn fn_attribute(function: FunctionValue<'_>, name: &str) -> Result<String, String> {
    let attribute = function
        .get_string_attribute(AttributeLoc::Function, name)
        .ok_or_else(|| format!("the layout pass set no {name}"))?;
    Ok(attribute.get_string_value().to_string_lossy().into_owned())
}

/// Adds the string attribute `name="value"` to `function`.
pub fn add_fn_attribute<'ll>(
    context: ContextRef<'ll>,
    function: FunctionValue<'ll>,
    name: &str,
    value: &str,
) {
    let attribute = context.create_string_attribute(name, value);
    function.add_attribute(AttributeLoc::Function, attribute);
}

/// Marks `function` as a coroutine to be split.
pub fn mark_presplit<'ll>(context: ContextRef<'ll>, function: FunctionValue<'ll>) {
    let attribute = enum_attribute(context, "presplitcoroutine");
    function.add_attribute(AttributeLoc::Function, attribute);
}

/// The attribute `name` with value 0.
///
/// # Panics
/// If LLVM has no such attribute.
pub fn enum_attribute(context: ContextRef<'_>, name: &str) -> Attribute {
    let kind = Attribute::get_named_enum_kind_id(name);
    assert_ne!(kind, 0, "this LLVM has no attribute `{name}`");
    context.create_enum_attribute(kind, 0)
}

/// The frame offset of an alloca in bytes, if the layout pass gave it one.
pub fn slot_offset(context: ContextRef<'_>, alloca: InstructionValue<'_>) -> Option<u64> {
    int_metadata(context, alloca, SLOT_METADATA)?.first().copied()
}

/// The integers in the metadata `name` of an instruction; `None` if there is no such metadata or it
/// holds anything else.
pub fn int_metadata(
    context: ContextRef<'_>,
    instruction: InstructionValue<'_>,
    name: &str,
) -> Option<Vec<u64>> {
    let node = instruction.get_metadata(context.get_kind_id(name))?;
    let number = |value| match value {
        BasicMetadataValueEnum::IntValue(number) => number.get_zero_extended_constant(),
        _ => None,
    };
    node.get_node_values()?.into_iter().map(number).collect()
}

/// Attaches `!{ty value}` to an instruction as metadata `name`.
pub fn set_int_metadata<'ll>(
    context: ContextRef<'ll>,
    instruction: InstructionValue<'ll>,
    name: &str,
    ty: IntType<'ll>,
    value: u64,
) {
    set_ints_metadata(context, instruction, name, ty, &[value]);
}

/// Attaches `!{ty value, ...}` to an instruction as metadata `name`.
pub fn set_ints_metadata<'ll>(
    context: ContextRef<'ll>,
    instruction: InstructionValue<'ll>,
    name: &str,
    ty: IntType<'ll>,
    values: &[u64],
) {
    let operands: Vec<_> = values.iter().map(|value| ty.const_int(*value, false).into()).collect();
    set_metadata(context, instruction, name, &operands);
}

/// Attaches a node of `operands` to an instruction as metadata `name`.
pub fn set_metadata<'ll>(
    context: ContextRef<'ll>,
    instruction: InstructionValue<'ll>,
    name: &str,
    operands: &[BasicMetadataValueEnum<'ll>],
) {
    let node = context.metadata_node(operands);
    instruction.set_metadata(node, context.get_kind_id(name)).expect("a node is what it takes");
}

/// Attaches a node of nodes of integers of type `ty` to `function` as metadata `name`.
pub fn set_fn_metadata<'ll>(
    context: ContextRef<'ll>,
    function: FunctionValue<'ll>,
    name: &str,
    ty: IntType<'ll>,
    lists: &[Vec<u64>],
) {
    let number = |number: &u64| ty.const_int(*number, false).into();
    let list = |list: &Vec<u64>| {
        let numbers: Vec<BasicMetadataValueEnum<'ll>> = list.iter().map(number).collect();
        context.metadata_node(&numbers).into()
    };
    let lists: Vec<BasicMetadataValueEnum<'ll>> = lists.iter().map(list).collect();
    let node = context.metadata_node(&lists);
    function.as_global_value().set_metadata(node, context.get_kind_id(name));
}
