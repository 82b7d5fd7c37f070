//! Lets LLVM lay out frame models.
//!
//! A model becomes an LLVM coroutine whose accesses are opaque calls, so that LLVM's analyses
//! decide what lives across a suspension and where to put it.

use inkwell::attributes::AttributeLoc;
use inkwell::context::{Context, ContextRef};
use inkwell::values::{FunctionValue, InstructionOpcode};
use llvmcoro_contract::layout::{Crossing, FrameLayout, Tag};
use llvmcoro_contract::model::FrameModel;
use llvmcoro_contract::{SlotId, StateId};

use super::{conventions, handle, model_ir};

/// Lays out the frame of `model`. With `explain`, the layout lists what crosses each suspension.
///
/// # Errors
/// What is wrong with the model, or LLVM's message if the model breaks a rule of the pass.
pub fn layout(model: &FrameModel, explain: bool) -> Result<FrameLayout, String> {
    model.check()?;
    let context = Context::create();
    let module = model_ir::build(model, &context, explain);
    handle::lay_out_frames(&module)?;
    let context = module.get_context();
    let function = module.get_function(model_ir::FUNCTION).ok_or("the model lost its function")?;
    let parse = |name: &str, text: &str| -> Result<u64, String> {
        text.parse().map_err(|e| format!("attribute {name} of the model: {e}"))
    };
    let optional = |name| function.get_string_attribute(AttributeLoc::Function, name);
    let number = |name: &str| parse(name, &conventions::fn_attribute(function, name)?);
    let index = conventions::fn_attribute(function, "coro-index")?;
    let (_, index_offset) = index.split_once(',').ok_or("the model lost its index")?;
    let entry = function.get_first_basic_block().ok_or("the model lost its body")?;
    let mut offsets = vec![];
    for instruction in entry.get_instructions() {
        if instruction.get_opcode() == InstructionOpcode::Alloca {
            offsets.push(conventions::slot_offset(context, instruction));
        }
    }
    if offsets.len() != model.slots.len() {
        return Err("the model lost a slot".into());
    }
    Ok(FrameLayout {
        size: number("coro-frame-size")?,
        align: number("coro-frame-align")?,
        tag: Tag { bits: model.tag.bits, offset: parse("coro-index", index_offset)? },
        shares_tag: optional(conventions::SHARED_INDEX_ATTRIBUTE).is_some(),
        spare: match optional("coro-frame-spare") {
            Some(_) => Some(number("coro-frame-spare")?),
            None => None,
        },
        end: number("coro-frame-end")?,
        offsets: offsets.into(),
        crossings: if explain { crossings(context, function)? } else { vec![] },
    })
}

/// Reads the layout pass's explanation of each suspension.
fn crossings(
    context: ContextRef<'_>,
    function: FunctionValue<'_>,
) -> Result<Vec<Crossing>, String> {
    let mut crossings = vec![];
    for instruction in function.get_basic_blocks().iter().flat_map(|b| b.get_instructions()) {
        let numbers = |name| conventions::int_metadata(context, instruction, name);
        let (Some(index), Some(resumed)) =
            (numbers(conventions::INDEX_METADATA), numbers("coro.suspend.resumed"))
        else {
            continue;
        };
        let slots = |numbers: Option<Vec<u64>>| -> Result<Vec<SlotId>, String> {
            let numbers = numbers.ok_or("the layout pass left a suspension half explained")?;
            Ok(numbers.into_iter().map(|number| SlotId::from(number as usize)).collect())
        };
        crossings.push(Crossing {
            state: StateId(index.first().copied().ok_or("a suspension has no index")? as u32),
            resumed: slots(Some(resumed))?,
            dropped: slots(numbers("coro.suspend.dropped"))?,
            borrowed: slots(numbers("coro.suspend.borrowed"))?,
        });
    }
    crossings.sort_by_key(|crossing| crossing.state);
    Ok(crossings)
}
