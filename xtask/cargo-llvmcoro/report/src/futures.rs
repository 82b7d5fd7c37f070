//! Pairs the results of both compilers for each future.

use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::{Context, Result, ensure};
use llvmcoro_contract::record::Frame;
use serde::{Deserialize, Serialize};

use crate::{Answer, FloorState, Frames};

/// One coroutine type. The fields are those of `--json`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, PartialEq, Eq)]
pub struct Future {
    /// The definition's path.
    pub name: String,
    /// The part of the corpus, or the name of the requested file or folder.
    pub corpus: String,
    /// rustc's name of the target.
    pub target: String,
    /// Where the definition is in the source.
    pub source: String,
    /// The type with all its arguments.
    #[serde(rename = "type")]
    pub ty: String,
    /// Stock's size, in bytes.
    pub stock: u64,
    /// The plugin's size, in bytes.
    pub plugin: u64,
    /// The floor, in bytes.
    pub floor: u64,
    /// Whether the plugin lowered it; otherwise it went the stock way.
    pub lowered: bool,
    /// The memory of its pool, if it is a task of embassy's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool: Option<Pools>,
    /// The crate of the definition, by name and id.
    #[serde(skip)]
    pub crate_name: String,
    /// What must be kept in each state.
    #[serde(skip)]
    pub floor_states: Vec<FloorState>,
    /// The key of the type in [`Future::frames`].
    #[serde(skip)]
    pub id: String,
    /// The plugin's frames of this part of the corpus.
    #[serde(skip)]
    pub frames: Rc<Frames>,
}

/// The static memory of a task, for as many of its kind as may run at a time.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Pools {
    /// How many.
    pub tasks: u64,
    /// Stock's bytes for all of them.
    pub stock: u64,
    /// The plugin's.
    pub plugin: u64,
}

impl Future {
    /// The plugin's frame, if it lowered the coroutine.
    pub fn frame(&self) -> Option<&Frame> {
        self.frames.get(&self.id)
    }
}

/// Pairs the answers of the two compilers. Each type occurs once, sorted by source. A definition in
/// a file that several crates include counts once.
///
/// # Errors
/// If one compiler knows a type that the other does not, or gives two answers on one type.
pub fn merge(
    corpus: &str,
    target: &str,
    stock: Vec<Answer>,
    plugin: Vec<Answer>,
) -> Result<Vec<Future>> {
    let mut plugin = by_id(plugin)?;
    let frames = Rc::new(frames(&mut plugin)?);
    let mut futures = vec![];
    for (id, stock) in by_id(stock)? {
        let Answer { definition, crate_name, ty, source, size, floor, floor_states, pool, .. } =
            stock;
        let by_plugin = plugin
            .remove(&id)
            .with_context(|| format!("the plugin has no type `{ty}` ({source})"))?;
        futures.push(Future {
            name: name(&definition, &ty),
            corpus: corpus.to_owned(),
            target: target.to_owned(),
            source,
            ty,
            stock: size,
            plugin: by_plugin.size,
            floor: floor.context("stock tells floors")?,
            lowered: by_plugin.lowered,
            pool: pool.zip(by_plugin.pool).map(|(stock, plugin)| Pools {
                tasks: stock.tasks,
                stock: stock.bytes,
                plugin: plugin.bytes,
            }),
            crate_name,
            floor_states,
            id,
            frames: Rc::clone(&frames),
        });
    }
    ensure!(plugin.is_empty(), "stock has no types {:?}", plugin.values());
    futures.sort_by(|a, b| (&a.source, a.stock, &a.ty).cmp(&(&b.source, b.stock, &b.ty)));
    futures.dedup_by(|a, b| {
        a.source == b.source && a.stock == b.stock && a.plugin == b.plugin && a.floor == b.floor
    });
    Ok(futures)
}

/// Takes the frames of what the plugin lowered.
fn frames(answers: &mut BTreeMap<String, Answer>) -> Result<Frames> {
    let mut frames = Frames::new();
    for (id, answer) in answers.iter_mut().filter(|(_, answer)| answer.lowered) {
        let frame = answer.frame.take();
        let frame = frame.with_context(|| format!("the plugin tells no frame of {}", answer.ty))?;
        ensure!(
            frame.size == answer.size,
            "{}: a frame of {} bytes, a type of {}",
            answer.ty,
            frame.size,
            answer.size
        );
        frames.insert(id.clone(), frame);
    }
    Ok(frames)
}

fn by_id(answers: Vec<Answer>) -> Result<BTreeMap<String, Answer>> {
    let mut types: BTreeMap<String, Answer> = BTreeMap::new();
    for answer in answers {
        if let Some(other) = types.get_mut(&answer.id) {
            let numbers = |answer: &Answer| (answer.size, answer.floor, answer.lowered);
            ensure!(
                numbers(&*other) == numbers(&answer),
                "two answers on one type: {answer:?}, {other:?}"
            );
            // Only the crate that starts a task knows its pool.
            other.pool = other.pool.or(answer.pool);
            continue;
        }
        types.insert(answer.id.clone(), answer);
    }
    Ok(types)
}

/// A definition's path without the suffix that all async fns have.
fn name(definition: &str, ty: &str) -> String {
    let stripped = definition.strip_suffix("::{closure#0}");
    match stripped {
        Some(function) if ty.starts_with("{async fn body") => function.to_owned(),
        _ => definition.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(ty: &str, size: u64, floor: Option<u64>) -> Answer {
        Answer {
            definition: "a::f::{closure#0}".to_owned(),
            crate_name: "a-1".to_owned(),
            source: "a.rs:1:1: 2:2".to_owned(),
            ty: ty.to_owned(),
            id: ty.to_owned(),
            size,
            floor,
            lowered: floor.is_none(),
            pool: None,
            floor_states: vec![],
            frame: floor.is_none().then(|| Frame { size, ..Frame::default() }),
        }
    }

    #[test]
    fn each_type_once_with_all_its_numbers() {
        let ty = "{async fn body of a::f()}";
        let stock = vec![answer(ty, 12, Some(6)), answer(ty, 12, Some(6))];
        let futures = merge("micro", "host", stock, vec![answer(ty, 8, None)]).unwrap();
        let [future] = &futures[..] else { panic!("{futures:?}") };
        assert_eq!((future.stock, future.plugin, future.floor), (12, 8, 6));
        assert_eq!(future.name, "a::f");
        assert!(future.lowered);
    }

    #[test]
    fn what_one_compiler_does_not_know_is_an_error() {
        let (one, other) = (answer("{a}", 12, Some(6)), answer("{b}", 8, None));
        assert!(merge("", "", vec![one.clone()], vec![]).is_err());
        assert!(merge("", "", vec![], vec![other]).is_err());
        let twice = vec![one.clone(), answer("{a}", 13, Some(6))];
        assert!(merge("", "", twice, vec![answer("{a}", 8, None)]).is_err());
    }
}
