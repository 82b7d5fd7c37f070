//! Makes a program from a seed.

mod awaits;
mod body;
mod closures;
mod futures;
mod items;
mod loops;
mod matches;
mod text;
mod value;

use std::collections::BTreeMap;

use crate::rng::Rng;
use crate::scope::Scope;
use crate::ty::Ty;
use text::Text;

/// Suspensions that one run of a function may have, counted with loops.
const MAX_WEIGHT: usize = 24;

/// What every crate begins with.
const HEADER: &str = "\
#![cfg_attr(target_os = \"none\", no_std, no_main)]
#![feature(async_iterator, coroutine_trait, coroutines, gen_blocks, stmt_expr_attributes)]
";

/// A program.
#[derive(Clone, Debug)]
pub struct Program {
    /// The seed that names it.
    pub seed: u64,
    /// Its functions; the last one, `roots`, drives some of them.
    items: String,
    /// How often each construct stands in it.
    pub constructs: BTreeMap<&'static str, usize>,
    /// `await`s and `yield`s in the source.
    pub suspensions: usize,
}

impl Program {
    /// The source of a crate with one `main`, for the prelude.
    pub fn source(&self) -> String {
        let items = &self.items;
        format!(
            "{HEADER}use prelude::*;\n{items}\n\
             fn main() {{\n    roots();\n    exit();\n}}\n\nentry!(main);\n"
        )
    }
}

/// Several programs as one crate, each in a module: most of the time that a small crate takes goes
/// into starting the compiler and linking.
pub fn together(programs: &[Program]) -> String {
    let mut source = HEADER.to_owned();
    let mut main = String::new();
    for Program { seed, items, .. } in programs {
        source += &format!("\nmod seed{seed} {{\nuse prelude::*;\n{items}}}\n");
        main += &format!("    prelude::program({seed});\n    seed{seed}::roots();\n");
    }
    source + "\nfn main() {\n" + &main + "    prelude::exit();\n}\n\nprelude::entry!(main);\n"
}

/// Makes the program that `seed` names.
pub fn program(seed: u64) -> Program {
    let mut generator = Generator {
        rng: Rng::new(seed),
        text: Text::default(),
        functions: vec![],
        lenders: vec![],
        generators: vec![],
        async_generators: vec![],
        next: 0,
        constructs: BTreeMap::new(),
        suspensions: 0,
    };
    generator.items();
    Program {
        seed,
        items: generator.text.finish(),
        constructs: generator.constructs,
        suspensions: generator.suspensions,
    }
}

/// How a function makes its future.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// `async fn`.
    Async,
    /// A function that returns an async block.
    Block,
    /// A trait's method with `&self`, `&mut self` or `self`, on `Pair`.
    Method,
    /// Returns a boxed future.
    Boxed,
    /// `async fn` with a generic parameter beside the others.
    Generic,
    /// Takes a future and awaits it.
    Relay,
    /// Takes an async closure and calls it twice.
    Caller,
    /// Awaits itself in a box, as often as its first argument says.
    Recursive,
}

/// What a caller has to know of a function.
#[derive(Clone, Debug)]
struct Function {
    name: String,
    kind: Kind,
    params: Vec<Ty>,
    ret: Ty,
    /// The result is `Result<ret, u32>`.
    fallible: bool,
    weight: usize,
}

/// A loop or labelled block around the statement at hand.
struct Around {
    label: String,
    is_loop: bool,
    /// The type of `break`'s value.
    value: Option<Ty>,
    vars: usize,
    move_floor: usize,
    breaks: Vec<Vec<crate::scope::State>>,
    continues: Vec<Vec<crate::scope::State>>,
}

/// The body at hand.
struct Body {
    scope: Scope,
    around: Vec<Around>,
    ret: Ty,
    fallible: bool,
    /// The move floor that a `return` sees.
    ret_floor: usize,
    /// Suspensions so far, counted with loops.
    weight: usize,
    /// Turns of the loops around.
    turns: usize,
    /// Statements still to be made.
    budget: usize,
    depth: usize,
    /// Nothing after this statement is reached.
    diverged: bool,
    /// The future of a relay, the closure of a caller, and the like, are parameters with no type of
    /// ours: by name, and whether they are still there.
    future: Option<String>,
    closure: Option<String>,
    generic: Option<String>,
    yields: Yields,
}

/// What suspends a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Yields {
    /// `await`.
    Awaits,
    /// `yield`, in a `gen` block or function: nothing is borrowed across it.
    Gen,
    /// `await` and `yield`, in an `async gen` function.
    AsyncGen,
    /// `yield` with a resume argument, in a coroutine that may be moved between two of them.
    Movable,
    /// The same in a coroutine that may not.
    Static,
}

impl Body {
    /// Whether references may live across a suspension.
    fn may_borrow(&self) -> bool {
        matches!(self.yields, Yields::Awaits | Yields::AsyncGen | Yields::Static)
    }

    /// Whether there may be an `await`.
    fn awaits(&self) -> bool {
        matches!(self.yields, Yields::Awaits | Yields::AsyncGen)
    }

    /// Whether the body has no result, but values that it yields.
    fn is_iterator(&self) -> bool {
        matches!(self.yields, Yields::Gen | Yields::AsyncGen)
    }

    fn new(ret: Ty, fallible: bool, budget: usize) -> Self {
        Body {
            scope: Scope::default(),
            around: vec![],
            ret,
            fallible,
            ret_floor: 0,
            weight: 0,
            turns: 1,
            budget,
            depth: 0,
            diverged: false,
            future: None,
            closure: None,
            generic: None,
            yields: Yields::Awaits,
        }
    }
}

struct Generator {
    rng: Rng,
    text: Text,
    functions: Vec<Function>,
    /// Async functions that give their reference back: name, type behind it, whether it is mutable.
    lenders: Vec<(String, Ty, bool)>,
    /// `gen` functions of numbers.
    generators: Vec<String>,
    /// `async gen` functions of numbers.
    async_generators: Vec<String>,
    next: u32,
    constructs: BTreeMap<&'static str, usize>,
    suspensions: usize,
}

impl Generator {
    /// A number that no other value or place has.
    fn id(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    fn name(&mut self, prefix: &str) -> String {
        format!("{prefix}{}", self.id())
    }

    /// Counts a construct.
    fn note(&mut self, construct: &'static str) {
        *self.constructs.entry(construct).or_default() += 1;
    }

    /// A type that owns what it has.
    fn ty(&mut self, depth: usize) -> Ty {
        let simple = [
            (Ty::U8, 2),
            (Ty::Bool, 2),
            (Ty::F64, 2),
            (Ty::Packed, 2),
            (Ty::Dyn, 3),
            (Ty::U32, 14),
            (Ty::U64, 4),
            (Ty::U128, 3),
            (Ty::Noisy, 24),
            (Ty::Zero, 4),
            (Ty::Text, 12),
            (Ty::Big, 3),
            (Ty::Over, 3),
            (Ty::Pair, 12),
            (Ty::Shape, 7),
            (Ty::List, 5),
        ];
        let mut weights: Vec<usize> = simple.iter().map(|(_, weight)| *weight).collect();
        if depth > 0 {
            weights.extend([4, 7, 8, 3]);
        }
        let choice = self.rng.weighted(&weights);
        if let Some((ty, _)) = simple.get(choice) {
            return ty.clone();
        }
        let item = Box::new(self.ty(depth - 1));
        match choice - simple.len() {
            0 => Ty::Boxed(item),
            1 => Ty::Opt(item),
            2 => Ty::Tup(item, Box::new(self.ty(depth - 1))),
            _ => Ty::Arr(item),
        }
    }
}
