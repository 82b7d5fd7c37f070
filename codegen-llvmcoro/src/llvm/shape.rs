//! Turns markers into a coroutine and splits it.
//!
//! A function with markers is an ordinary function that rustc generated from a lowered body. This
//! module turns its markers into `llvm.coro` intrinsics and places its slots in the frame. The
//! result is a *poll-shaped* coroutine: a function that is its own resume (or destroy) function.
//! Then the patched CoroSplit splits it. No optimisation may run before this.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::num::NonZeroU32;

use inkwell::builder::Builder;
use inkwell::context::ContextRef;
use inkwell::module::Linkage;
use inkwell::values::{
    BasicValue, BasicValueEnum, CallSiteValue, FunctionValue, InstructionOpcode, InstructionValue,
    IntValue, PointerValue,
};
use llvmcoro_contract::layout::{Composed, Placement, Tag, nested_symbol};
use llvmcoro_contract::marker::{Flavour, Marker};
use llvmcoro_contract::{LocalId, StateId};

pub use super::handle::{Module, SplitError};

use super::conventions::{
    self, INDEX_METADATA, INDEX_STORE_METADATA, LEAF_METADATA, NESTED_ATTRIBUTE, NESTED_METADATA,
    NESTED_RUN_METADATA, SHARED_INDEX_ATTRIBUTE, SLOT_METADATA,
};
use super::handle::{self, Ir, Switch};

impl Module<'_> {
    /// Turns the function `name` into a presplit coroutine; `false` if the module has no body for
    /// it.
    ///
    /// # Errors
    /// A message, if the function's markers differ from what lowering produces.
    pub fn prepare(&mut self, name: &str, placement: &Placement) -> Result<bool, String> {
        self.edit(|ir| {
            let Some(function) = ir.module().get_function(name) else { return Ok(false) };
            if function.as_global_value().is_declaration() {
                return Ok(false);
            }
            let shaped = Shaper::new(ir, function, placement).run();
            shaped.map(|()| true).map_err(|error| error.to_string())
        })
    }

    /// Makes the prepared functions that other coroutines of the module, or of other modules, run
    /// in their own frames available to them.
    pub fn nest(&mut self, functions: &[String], awaited: &HashSet<String>) {
        self.edit(|ir| {
            for name in functions {
                let Some(function) = ir.module().get_function(name) else { continue };
                let is_local =
                    matches!(function.get_linkage(), Linkage::Internal | Linkage::Private);
                if !is_local || awaited.contains(name) {
                    let context = ir.module().get_context();
                    let nested = nested_symbol(name);
                    conventions::add_fn_attribute(context, function, NESTED_ATTRIBUTE, &nested);
                }
            }
        });
    }

    /// Adds a private constant to `section` of the object file. Nothing refers to it. If the section
    /// is `excluded`, the linker leaves it out of its output for that alone.
    pub fn add_note(&mut self, section: &str, excluded: bool, name: &str, bytes: &[u8]) {
        let name = self.edit(|ir| {
            let context = ir.module().get_context();
            let text = context.const_string(bytes, false);
            let global = ir.module().add_global(text.get_type(), None, name);
            global.set_initializer(&text);
            global.set_constant(true);
            global.set_linkage(Linkage::Private);
            global.set_alignment(1);
            global.set_section(Some(section));
            if excluded {
                global.set_metadata(context.metadata_node(&[]), context.get_kind_id("exclude"));
            }
            // LLVM renames the constant if another note has the name already.
            global.get_name().to_owned()
        });
        // Without a use, optimisation would remove it.
        self.append_to_compiler_used(&name);
    }
}

/// The error is a message, or what inkwell refuses to build.
type Shaped<T> = Result<T, Box<dyn Error>>;

/// Transforms one function.
struct Shaper<'a, 'll> {
    ir: &'a Ir<'ll>,
    context: ContextRef<'ll>,
    builder: Builder<'ll>,
    function: FunctionValue<'ll>,
    placement: &'a Placement,
}

impl<'a, 'll> Shaper<'a, 'll> {
    fn new(ir: &'a Ir<'ll>, function: FunctionValue<'ll>, placement: &'a Placement) -> Self {
        let context = ir.module().get_context();
        Shaper { ir, context, builder: context.create_builder(), function, placement }
    }

    fn run(&self) -> Shaped<()> {
        let mut handle = None;
        let mut suspends = vec![];
        let mut enters = vec![];
        let mut returns = vec![];
        let mut leaves = vec![];
        for block in self.function.get_basic_blocks() {
            // Collect them first, because the loop removes markers.
            let instructions: Vec<_> = block.get_instructions().collect();
            for instruction in instructions {
                if instruction.get_opcode() == InstructionOpcode::Return {
                    returns.push(instruction);
                    continue;
                }
                let Some(text) = handle::inline_asm(instruction) else { continue };
                match Marker::parse(&text) {
                    Some(Marker::Begin { flavour, locals, .. }) => {
                        let frame = self.frame(instruction)?;
                        let slots = self.place_slots(instruction, &locals)?;
                        let begun = self.begin(instruction, frame, flavour)?;
                        handle = Some((begun, frame, slots));
                    }
                    Some(Marker::Suspend { state }) => suspends.push((instruction, state)),
                    Some(Marker::Await { awaitee, .. }) => self.mark_await(instruction, awaitee)?,
                    Some(Marker::Leaf { awaitee, state }) => {
                        leaves.push((instruction, awaitee, state));
                    }
                    Some(Marker::Enter { state }) => enters.push((instruction, state)),
                    // Falls into `unreachable`, because no call of this function gets here.
                    Some(Marker::Dropped) => self.ir.unlink(instruction),
                    None => {}
                }
            }
        }
        let (handle, frame, slots) = handle.ok_or("the function has no begin marker")?;
        for (marker, awaitee, state) in leaves {
            self.mark_leaf(marker, slots.get(&awaitee).copied(), awaitee, state)?;
        }
        for (call, state) in suspends {
            self.suspend(call, state)?;
        }
        for (marker, state) in enters {
            self.enter(marker, frame, state)?;
        }
        for instruction in returns {
            self.builder.position_before(&instruction);
            handle::coro_end(self.ir.module(), &self.builder, handle);
        }
        Ok(())
    }

    /// Replaces the begin marker, and returns the result of `llvm.coro.begin`.
    fn begin(
        &self,
        call: InstructionValue<'ll>,
        frame: PointerValue<'ll>,
        flavour: Flavour,
    ) -> Shaped<PointerValue<'ll>> {
        self.builder.position_before(&call);
        let handle = handle::coro_begin(self.ir.module(), &self.builder, frame);
        // Nobody calls the ramp; its dispatch merely must not fold.
        let which = handle::freeze_poison(&self.builder, self.context.i32_type(), c"which");
        self.forward_result(call, which)?;
        self.ir.unlink(call);

        let Tag { bits, offset } = self.placement.tag;
        let flavour = match flavour {
            Flavour::Resume => "resume",
            Flavour::Destroy => "destroy",
        };
        let attribute = |name, value: &str| {
            conventions::add_fn_attribute(self.context, self.function, name, value);
        };
        attribute("coro-poll", flavour);
        attribute("coro-index", &format!("{bits},{offset}"));
        if self.placement.shares_tag {
            attribute(SHARED_INDEX_ATTRIBUTE, "");
        }
        conventions::mark_presplit(self.context, self.function);
        Ok(handle)
    }

    /// The coroutine's address, operand 0 of the begin marker.
    fn frame(&self, begin: InstructionValue<'ll>) -> Shaped<PointerValue<'ll>> {
        let frame = operand(begin, 0)
            .filter(|frame| self.function.get_param_iter().any(|parameter| parameter == *frame));
        match frame {
            Some(BasicValueEnum::PointerValue(frame)) => Ok(frame),
            _ => Err("the coroutine's address is not an argument of the function".into()),
        }
    }

    /// Places the slots among `locals`, which are the other operands of the begin marker. Returns their
    /// allocas.
    fn place_slots(
        &self,
        begin: InstructionValue<'ll>,
        locals: &[LocalId],
    ) -> Shaped<HashMap<LocalId, InstructionValue<'ll>>> {
        let operands = CallSiteValue::try_from(begin).map(CallSiteValue::count_arguments);
        if operands.ok().is_none_or(|count| count as usize != locals.len() + 1) {
            return Err("the begin marker does not have the operands that it names".into());
        }
        let i64_ty = self.context.i64_type();
        let mut slots = HashMap::new();
        for (position, local) in (1..).zip(locals) {
            let offset = self.placement.locals.get(local);
            let composed = self.placement.composed.get(local);
            if offset.is_none() && composed.is_none() {
                continue;
            }
            let slot = operand(begin, position)
                .and_then(|slot| slot.as_instruction_value())
                .filter(|slot| slot.get_opcode() == InstructionOpcode::Alloca)
                .ok_or_else(|| format!("local _{local} has a slot but no memory of its own"))?;
            if let Some(&offset) = offset {
                conventions::set_int_metadata(self.context, slot, SLOT_METADATA, i64_ty, offset);
            }
            if let Some(composed) = composed {
                self.describe_inner(slot, *local, composed);
            }
            slots.insert(*local, slot);
        }
        let placed = self.placement.locals.keys().filter(|local| !locals.contains(local));
        match placed.min() {
            Some(local) => {
                Err(format!("local _{local} has a slot but the body does not offer it").into())
            }
            None => Ok(slots),
        }
    }

    /// Marks the poll that follows the marker of an await, if its future is composed, and removes
    /// the marker.
    fn mark_await(&self, marker: InstructionValue<'ll>, awaitee: LocalId) -> Shaped<()> {
        if let Some(composed) = self.placement.composed.get(&awaitee) {
            let poll = next_call(marker, |callee| callee == composed.poll.as_bytes())
                .ok_or_else(|| format!("the await of _{awaitee} polls nothing"))?;
            let id = self.context.i32_type().const_int(awaitee.0.into(), false);
            conventions::set_metadata(self.context, poll, NESTED_RUN_METADATA, &[id.into()]);
        }
        self.ir.unlink(marker);
        Ok(())
    }

    /// Marks the poll that follows the marker of a leaf, and its alloca if it has a slot, and removes the
    /// marker.
    fn mark_leaf(
        &self,
        marker: InstructionValue<'ll>,
        alloca: Option<InstructionValue<'ll>>,
        awaitee: LocalId,
        state: StateId,
    ) -> Shaped<()> {
        let poll = next_call(marker, |_| true)
            .ok_or_else(|| format!("the await of _{awaitee} polls nothing"))?;
        let values = self.placement.states.get(&state).ok_or("there is no such state")?;
        let number = |number: u32| self.context.i32_type().const_int(number.into(), false).into();
        let operands = [number(awaitee.0), number(values.first)];
        if let Some(alloca) = alloca {
            conventions::set_metadata(self.context, poll, LEAF_METADATA, &operands);
            conventions::set_metadata(self.context, alloca, LEAF_METADATA, &operands[..1]);
        }
        self.ir.unlink(marker);
        Ok(())
    }

    /// Describes the inner frame in the alloca of a composed coroutine.
    fn describe_inner(&self, alloca: InstructionValue<'ll>, local: LocalId, composed: &Composed) {
        let (i32_ty, i64_ty) = (self.context.i32_type(), self.context.i64_type());
        let text = |text: &str| self.context.metadata_string(text).into();
        let operands = [
            i32_ty.const_int(local.0.into(), false).into(),
            i64_ty.const_int(composed.captured, false).into(),
            i32_ty.const_int(composed.tag_bits.unwrap_or(0), false).into(),
            i32_ty.const_int(composed.first.into(), false).into(),
            text(&nested_symbol(&composed.poll)),
            text(&composed.drop_glue),
            text(&nested_symbol(&composed.drop_glue)),
        ];
        conventions::set_metadata(self.context, alloca, NESTED_METADATA, &operands);
    }

    /// Replaces the marker of a state that is no suspension.
    fn enter(
        &self,
        marker: InstructionValue<'ll>,
        frame: PointerValue<'ll>,
        state: StateId,
    ) -> Shaped<()> {
        let values = self.placement.states.get(&state).ok_or("there is no such state")?;
        let bits = NonZeroU32::try_from(u32::try_from(self.placement.tag.bits)?)?;
        let ty = self.context.custom_width_int_type(bits)?;
        self.builder.position_before(&marker);
        let store = self.builder.build_store(frame, ty.const_int(values.first.into(), false))?;
        conventions::set_metadata(self.context, store, INDEX_STORE_METADATA, &[]);
        self.ir.unlink(marker);
        Ok(())
    }

    /// Replaces a suspension marker.
    fn suspend(&self, call: InstructionValue<'ll>, state: StateId) -> Shaped<()> {
        let i32_ty = self.context.i32_type();
        self.builder.position_before(&call);
        let suspend = handle::intrinsic(self.ir.module(), "llvm.coro.suspend", &[]);
        let status = handle::coro_suspend(&self.builder, suspend);
        let suspend_call = instruction(status)?;
        let values = self.placement.states.get(&state).ok_or("there is no such state")?;
        let number = |number: u32| i32_ty.const_int(number.into(), false).into();
        let operands = match values.awaitee {
            None => vec![number(values.first)],
            Some(awaitee) => vec![number(values.first), number(values.count), number(awaitee.0)],
        };
        conventions::set_metadata(self.context, suspend_call, INDEX_METADATA, &operands);
        let wide = instruction(self.builder.build_int_z_extend(status, i32_ty, "")?)?;
        self.forward_result(call, wide)?;
        self.ir.unlink(call);
        for user in handle::users(&wide) {
            if let Some(switch) = Switch::of(user) {
                self.narrow_switch(user, &switch, status)?;
            }
        }
        if handle::users(&wide).is_empty() {
            self.ir.unlink(wide);
        }
        Ok(())
    }

    /// Replaces the result of a marker by `value`, even if it passes through the memory of the MIR
    /// local that receives it.
    fn forward_result(
        &self,
        call: InstructionValue<'ll>,
        value: InstructionValue<'ll>,
    ) -> Shaped<()> {
        if call.get_type() != value.get_type() {
            return Err("a marker's result has another type than lowering gives it".into());
        }
        call.replace_all_uses_with(&value);
        for store in handle::users(&value) {
            if store.get_opcode() != InstructionOpcode::Store {
                continue;
            }
            // Only this marker writes the local, and all reads come later.
            let memory = operand(store, 1).ok_or("a store has no address")?;
            self.ir.unlink(store);
            for load in handle::users(&memory) {
                if load.get_opcode() == InstructionOpcode::Load {
                    if load.get_type() != value.get_type() {
                        return Err("a marker's result is read as another type".into());
                    }
                    load.replace_all_uses_with(&value);
                    self.ir.unlink(load);
                }
            }
        }
        Ok(())
    }

    /// Replaces `switch i32 (zext status)` by a switch on the status itself, so that the split can
    /// thread the known statuses through it.
    fn narrow_switch(
        &self,
        wide: InstructionValue<'ll>,
        switch: &Switch<'ll>,
        status: IntValue<'ll>,
    ) -> Shaped<()> {
        let ty = status.get_type();
        let narrow = |(value, target): &(u64, _)| (ty.const_int(*value, false), *target);
        let cases: Vec<_> = switch.cases.iter().map(narrow).collect();
        self.builder.position_before(&wide);
        self.builder.build_switch(status, switch.default, &cases)?;
        self.ir.unlink(wide);
        Ok(())
    }
}

/// The first call after `marker`, in its block or the next one, whose callee `is_wanted` by its name.
fn next_call<'ll>(
    marker: InstructionValue<'ll>,
    is_wanted: impl Fn(&[u8]) -> bool,
) -> Option<InstructionValue<'ll>> {
    let mut next = marker.get_next_instruction();
    let mut left_block = false;
    while let Some(instruction) = next {
        next = instruction.get_next_instruction();
        match instruction.get_opcode() {
            InstructionOpcode::Call | InstructionOpcode::Invoke => {
                // The callee is the last operand.
                let callee = operand(instruction, instruction.get_num_operands() - 1)?;
                if is_wanted(callee.into_pointer_value().get_name().to_bytes()) {
                    return Some(instruction);
                }
            }
            InstructionOpcode::Br if !left_block && instruction.get_num_operands() == 1 => {
                left_block = true;
                next = instruction.get_operand(0)?.block()?.get_first_instruction();
            }
            _ => {}
        }
    }
    None
}

fn operand(instruction: InstructionValue<'_>, index: u32) -> Option<BasicValueEnum<'_>> {
    instruction.get_operand(index)?.value()
}

fn instruction(value: IntValue<'_>) -> Shaped<InstructionValue<'_>> {
    Ok(value.as_instruction_value().ok_or("LLVM has folded a suspension")?)
}
