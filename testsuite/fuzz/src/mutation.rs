//! Whether a comparison would find the mistakes that the plugin makes on purpose.

use anyhow::{Result, ensure};

use crate::case::Case;
use crate::check::{Kind, Settings, Verdict, check};
use crate::compiler::Compiler;

pub use arguments::MUTATIONS;

/// The mistake that changes nothing but sizes. Any other one has to be found otherwise.
const LARGER_ONLY: &str = "lost-lifetime-end";

/// How a mistake was found.
#[derive(Clone, Debug)]
pub struct Catch {
    /// The program.
    pub seed: u64,
    /// By what: `trace`, `size`, …
    pub by: &'static str,
    /// Where and how.
    pub what: String,
}

/// Compiles one program after the other with the mutation, until one differs from stock that does
/// not differ without it. `None` if none of `count` does.
///
/// # Errors
/// If a compiler cannot be started.
pub fn catch(compiler: &Compiler, mutation: &str, start: u64, count: u64) -> Result<Option<Catch>> {
    let mutated = compiler.clone().with_mutation(mutation);
    for seed in start..start + count {
        let found = differs(&mutated, seed)?;
        if let Some(catch) = found.filter(|catch| catch.by != "size" || mutation == LARGER_ONLY) {
            let honest = differs(compiler, seed)?;
            ensure!(honest.is_none(), "seed {seed} differs without a mutation: {honest:?}");
            return Ok(Some(catch));
        }
    }
    Ok(None)
}

/// In what the program of `seed` differs.
fn differs(compiler: &Compiler, seed: u64) -> Result<Option<Catch>> {
    let case = Case::single(seed);
    let settings = Settings::of(compiler.target(), seed);
    Ok(match check(compiler, &case.name(), &case.source(), &settings)? {
        Verdict::Rejected(_) => None,
        // A larger future is a difference here: the plugin makes none of its own accord.
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
