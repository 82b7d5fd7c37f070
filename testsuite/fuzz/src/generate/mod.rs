//! Makes a program from a seed.

mod awaits;
mod body;
mod closures;
mod crates;
mod futures;
mod items;
mod loops;
mod matches;
mod misuse;
mod recursion;
mod text;
mod traits;
mod uninhabited;
mod value;
mod wrappers;

use std::collections::BTreeMap;

use crate::flags::Flags;
use crate::rng::Rng;
use crate::scope::Scope;
use crate::source::BOUNDARY;
use crate::ty::Ty;
use text::Text;
use wrappers::Wrapper;

/// The maximum number of suspensions in one run of a function, loops included.
const MAX_WEIGHT: usize = 24;

/// The start of the library crate.
const LIBRARY_HEADER: &str = "#![cfg_attr(not(target_os = \"linux\"), no_std)]\n";

/// The start of the crate with `main`.
const DRIVER_HEADER: &str = "#![cfg_attr(not(target_os = \"linux\"), no_std, no_main)]\n";

/// What follows in both crates.
const FEATURES: &str =
    "#![feature(async_iterator, coroutine_trait, coroutines, gen_blocks, stmt_expr_attributes)]\n";

/// A program.
#[derive(Clone, Debug)]
pub struct Program {
    /// The seed that names it.
    pub seed: u64,
    /// The functions of the library crate, if there are two crates.
    library: Option<String>,
    /// The other functions; the last one, `roots`, drives some of all functions.
    driver: String,
    /// A function that ends in a debug assertion.
    misuse: Option<String>,
    /// How often each construct occurs in it.
    pub constructs: BTreeMap<&'static str, usize>,
    /// The number of `await`s and `yield`s in the source.
    pub suspensions: usize,
}

impl Program {
    /// The source of a crate with one `main`, for the prelude, after the library's source if there
    /// is one: see [`crate::source`].
    pub fn source(&self) -> String {
        let driver = &self.driver;
        let library = self.library.as_ref().map_or_else(String::new, |items| {
            format!("{LIBRARY_HEADER}{FEATURES}use prelude::*;\n{items}{BOUNDARY}\n")
        });
        let import = if self.library.is_some() { "use library::*;\n" } else { "" };
        format!(
            "{library}{DRIVER_HEADER}{FEATURES}use prelude::*;\n{import}{driver}\n\
             fn main() {{\n    roots();\n{}    exit();\n}}\n\nentry!(main);\n",
            self.last_call("").unwrap_or_default()
        )
    }
}

impl Program {
    /// The call that ends `main` where debug assertions are on.
    fn last_call(&self, path: &str) -> Option<String> {
        let name = self.misuse.as_ref()?;
        Some(format!("    #[cfg(debug_assertions)]\n    prelude::exit_by({path}{name}());\n"))
    }
}

/// Several programs as one crate, or as a library and a crate that drives it, each in its own
/// module. Small crates take most of their time to start the compiler and to link.
pub fn together(programs: &[Program]) -> String {
    let mut library = format!("{LIBRARY_HEADER}{FEATURES}");
    let mut driver = format!("{DRIVER_HEADER}{FEATURES}");
    let mut main = String::new();
    for program in programs {
        let Program { seed, driver: items, .. } = program;
        let mut import = String::new();
        if let Some(items) = &program.library {
            library += &format!("\npub mod seed{seed} {{\nuse prelude::*;\n{items}}}\n");
            import = format!("use library::seed{seed}::*;\n");
        }
        driver += &format!("\nmod seed{seed} {{\nuse prelude::*;\n{import}{items}}}\n");
        main += &format!("    prelude::program({seed});\n    seed{seed}::roots();\n");
    }
    driver +=
        &format!("\nfn main() {{\n{main}    prelude::exit();\n}}\n\nprelude::entry!(main);\n");
    match programs.iter().any(|program| program.library.is_some()) {
        true => format!("{library}{BOUNDARY}\n{driver}"),
        false => driver,
    }
}

/// Generates the program that `seed` names.
pub fn program(seed: u64) -> Program {
    let mut generator = Generator {
        rng: Rng::new(seed),
        text: Text::default(),
        in_library: false,
        functions: vec![],
        lenders: vec![],
        wrappers: vec![],
        generators: vec![],
        async_generators: vec![],
        coroutine: None,
        next: 0,
        constructs: BTreeMap::new(),
        suspensions: 0,
    };
    let library = Flags::of(seed).library.map(|_| {
        generator.library();
        std::mem::take(&mut generator.text).finish()
    });
    generator.driver();
    let misuse = Flags::of(seed).debug_assertions && generator.rng.chance(50);
    let misuse = misuse.then(|| generator.misuse());
    Program {
        seed,
        library,
        misuse,
        driver: generator.text.finish(),
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
    /// A trait's method with a default body, on `Pair` and perhaps `Noisy`.
    Default,
    /// Returns a boxed future.
    Boxed,
    /// `async fn` with a generic parameter besides the others.
    Generic,
    /// `async fn` with const parameters, and an array whose length is one of them.
    Const,
    /// Takes a future and awaits it.
    Relay,
    /// Takes an async closure and calls it twice.
    Caller,
    /// Awaits itself in a box, as often as its last argument tells.
    Recursive,
    /// Awaits another function that awaits this one.
    Mutual,
    /// Both generic and recursive.
    GenericRecursive,
    /// A method on `Pair` that awaits itself through its trait.
    TraitRecursive,
}

impl Kind {
    fn has_receiver(self) -> bool {
        matches!(self, Kind::Method | Kind::Default | Kind::TraitRecursive)
    }

    fn is_recursive(self) -> bool {
        use Kind::{GenericRecursive, Mutual, Recursive, TraitRecursive};
        matches!(self, Recursive | Mutual | GenericRecursive | TraitRecursive)
    }
}

/// What a caller needs to know about a function.
#[derive(Clone, Debug)]
struct Function {
    name: String,
    kind: Kind,
    params: Vec<Ty>,
    ret: Ty,
    /// Whether the result is `Result<ret, u32>`.
    fallible: bool,
    weight: usize,
    /// The type of the items of an array with a generic length.
    element: Option<Ty>,
    /// Whether it is in the library crate.
    library: bool,
}

/// A loop or labelled block around the current statement.
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

/// The body that is being generated.
struct Body {
    scope: Scope,
    around: Vec<Around>,
    ret: Ty,
    fallible: bool,
    /// The move floor that a `return` sees.
    ret_floor: usize,
    /// The number of suspensions so far, loops included.
    weight: usize,
    /// The number of iterations of the surrounding loops.
    turns: usize,
    /// The number of statements still to generate.
    budget: usize,
    depth: usize,
    /// Whether nothing after this statement is reachable.
    diverged: bool,
    /// A parameter whose type [`Ty`] cannot express, such as the future of a relay or the closure
    /// of a caller. It is used at the end.
    future: Option<String>,
    closure: Option<String>,
    generic: Option<String>,
    yields: Yields,
}

/// How a body suspends.
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
    /// The same in a coroutine that may not be moved.
    Static,
}

impl Body {
    /// Whether references may live across a suspension.
    fn may_borrow(&self) -> bool {
        matches!(self.yields, Yields::Awaits | Yields::AsyncGen | Yields::Static)
    }

    /// Whether `await` is allowed.
    fn awaits(&self) -> bool {
        matches!(self.yields, Yields::Awaits | Yields::AsyncGen)
    }

    /// Whether the body has no result, but yields values.
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
    /// Whether the library crate is being generated.
    in_library: bool,
    functions: Vec<Function>,
    /// Async functions that are generic over what they await.
    wrappers: Vec<Wrapper>,
    /// Async functions that return their reference: name, referenced type, whether it is mutable.
    lenders: Vec<(String, Ty, bool)>,
    /// `gen` functions of numbers.
    generators: Vec<String>,
    /// `async gen` functions of numbers.
    async_generators: Vec<String>,
    /// A function that returns a coroutine.
    coroutine: Option<String>,
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

    /// Counts the special properties of a capture.
    fn note_capture(&mut self, ty: &Ty) {
        for construct in ty.as_capture() {
            self.note(construct);
        }
    }

    /// A type that owns its contents.
    fn ty(&mut self, depth: usize) -> Ty {
        let simple = [
            (Ty::U8, 2),
            (Ty::Bool, 2),
            (Ty::F64, 2),
            (Ty::Packed, 2),
            (Ty::Words, 6),
            (Ty::Unit, 1),
            (Ty::Mark, 2),
            (Ty::Byte, 3),
            (Ty::Tiny, 2),
            (Ty::Wide, 2),
            (Ty::Lane, 4),
            (Ty::Opt(Box::new(Ty::Void)), 2),
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
