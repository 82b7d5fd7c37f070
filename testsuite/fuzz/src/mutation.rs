//! Tests whether a comparison would find the plugin's deliberate mistakes.

use anyhow::{Result, ensure};

use crate::build::Settings;
use crate::case::Case;
use crate::check::{Kind, Verdict, check};
use crate::compiler::Compiler;

/// A deliberate mistake of the plugin.
#[derive(Clone, Copy, Debug)]
pub struct Mutation {
    /// The value of `-llvmcoro-test-mutation`.
    pub name: &'static str,
    /// A program that finds it, or one shortly before: the generator determines which one does.
    pub seed: u64,
    /// Whether it only changes sizes. Any other mistake must be found in another way.
    pub larger_only: bool,
}

/// The mistakes.
pub const MUTATIONS: &[Mutation] = &[
    visible("lost-drop-flag", 1),
    visible("swapped-suspend-indices", 1),
    Mutation { name: "lost-lifetime-end", seed: 1, larger_only: true },
    visible("overlapped-slots", 1),
    visible("no-poisoning", 1),
    visible("previous-resume-argument", 1),
    visible("capture-dropped-twice", 2),
    visible("destructor-skipped-on-early-drop", 1),
    visible("wrong-alignment", 1),
    visible("stale-tag", 1),
    visible("lost-ub-check", 2),
    visible("state-in-niche", 1),
    visible("shared-argument", 1),
];

/// A mistake that shows when a program is compiled or run.
const fn visible(name: &'static str, seed: u64) -> Mutation {
    Mutation { name, seed, larger_only: false }
}

/// How a mistake was found.
#[derive(Clone, Debug)]
pub struct Catch {
    /// The program.
    pub seed: u64,
    /// What found it: `trace`, `size`, …
    pub by: &'static str,
    /// Where and how.
    pub what: String,
}

/// Compiles programs with the mutation, one after the other, until one differs from stock but does
/// not without the mutation. `None` if none of `count` programs does.
///
/// # Errors
/// If a compiler cannot be started.
pub fn catch(
    compiler: &Compiler,
    mutation: Mutation,
    start: u64,
    count: u64,
) -> Result<Option<Catch>> {
    let mutated = compiler.clone().with_mutation(mutation.name);
    for seed in start..start + count {
        let found = differs(&mutated, seed)?;
        if let Some(catch) = found.filter(|catch| catch.by != "size" || mutation.larger_only) {
            let honest = differs(compiler, seed)?;
            ensure!(honest.is_none(), "seed {seed} differs without a mutation: {honest:?}");
            return Ok(Some(catch));
        }
    }
    Ok(None)
}

/// How the program of `seed` differs.
fn differs(compiler: &Compiler, seed: u64) -> Result<Option<Catch>> {
    let case = Case::single(seed);
    let settings = Settings::new(compiler.target(), case.flags());
    Ok(match check(compiler, &case.name(), &case.source(), &settings)? {
        Verdict::Rejected(_) => None,
        // A larger future counts as a difference, because the plugin never makes one by itself.
        Verdict::Same(facts) => facts.larger.first().map(|(root, stock, plugin)| Catch {
            seed,
            by: "size",
            what: format!("{root}: {stock} bytes by stock, {plugin} by the plugin"),
        }),
        Verdict::Differs(difference) => {
            let by = match difference.kind {
                Kind::Error(_) => "compile error",
                Kind::Ending => "ending",
                Kind::Trace => "trace",
                Kind::Hang => "hang",
                Kind::Memory => "memcheck",
            };
            Some(Catch { seed, by, what: difference.to_string() })
        }
    })
}

#[cfg(test)]
mod tests {
    use super::MUTATIONS;

    #[test]
    fn the_command_line_knows_each() {
        let names: Vec<&str> = MUTATIONS.iter().map(|mutation| mutation.name).collect();
        assert_eq!(names, arguments::MUTATIONS);
    }
}
