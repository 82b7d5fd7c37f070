//! Counts instructions in PTX.

use std::collections::{BTreeMap, BTreeSet};

/// A function of the module.
#[derive(Debug, Default)]
struct Function<'t> {
    is_kernel: bool,
    instructions: u64,
    callees: BTreeSet<&'t str>,
}

/// How many instructions each kernel has, with those of each function that it calls, counted once.
pub fn instructions(ptx: &str) -> BTreeMap<String, u64> {
    let functions = functions(ptx);
    let mut counts = BTreeMap::new();
    for (name, _) in functions.iter().filter(|(_, function)| function.is_kernel) {
        let (mut seen, mut left, mut count) = (BTreeSet::from([*name]), vec![*name], 0);
        while let Some(function) = left.pop().and_then(|name| functions.get(name)) {
            count += function.instructions;
            left.extend(function.callees.iter().filter(|callee| seen.insert(callee)));
        }
        counts.insert((*name).to_owned(), count);
    }
    counts
}

/// The functions that have bodies. The braces of a body stand alone on their lines; instructions end
/// with a semicolon, and declarations begin with a dot.
fn functions(ptx: &str) -> BTreeMap<&str, Function<'_>> {
    let mut functions = BTreeMap::new();
    let mut current: Option<(&str, Function<'_>)> = None;
    let mut in_body = false;
    for line in ptx.lines() {
        let code = line.split("//").next().unwrap_or_default().trim_end();
        let header = [(".entry ", true), (".func ", false)]
            .into_iter()
            .find_map(|(word, is_kernel)| Some((name(code.split_once(word)?.1)?, is_kernel)));
        match (&mut current, code) {
            (_, "{") => in_body = true,
            (_, "}") => {
                in_body = false;
                functions.extend(current.take());
            }
            (Some((_, function)), _) if in_body => {
                let code = code.trim_start();
                if code.ends_with(';') && !code.starts_with('.') {
                    function.instructions += 1;
                }
                let callee = code.split_once("call.uni ").and_then(|(_, call)| name(call));
                function.callees.extend(callee);
            }
            _ => {
                if let Some((name, is_kernel)) = header {
                    current = Some((name, Function { is_kernel, ..Function::default() }));
                }
            }
        }
    }
    functions
}

/// The identifier at the start, behind what is returned, which stands in parentheses.
fn name(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let text = match text.strip_prefix('(') {
        Some(returned) => returned.split_once(')')?.1.trim_start_matches([',', ' ']),
        None => text,
    };
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PTX: &str = "\
.func helper
()
;
.visible .entry kernel(
\t.param .u32 kernel_param_0
)                                       // @kernel
{
\t.reg .b32 \t%r<3>;

\tld.param.b32 \t%r1, [kernel_param_0];
$L__BB0_1:                              // Loop
\t@%p1 bra \t$L__BB0_1;
\t{ // callseq 1, 0
\t.param .b32 retval0;
\tcall.uni (retval0), sum, (param0);
\t} // callseq 1
\tcall.uni helper, ();
\tret;
}
.func  (.param .b32 func_retval0) sum(
\t.param .b32 sum_param_0
)
{
\tadd.s32 \t%r1, %r1, 1;
\tcall.uni (retval0), sum, (param0);
\tret;
}
.func helper()
{
\ttrap;
}
";

    #[test]
    fn functions_that_are_called_count() {
        assert_eq!(instructions(PTX), BTreeMap::from([("kernel".to_owned(), 5 + 3 + 1)]));
    }
}
