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

/// Suspensions that one run of a function may have, counted with loops.
const MAX_WEIGHT: usize = 24;

/// What the library crate begins with.
const LIBRARY_HEADER: &str = "#![cfg_attr(target_os = \"none\", no_std)]\n";

/// What the crate with `main` begins with.
const DRIVER_HEADER: &str = "#![cfg_attr(target_os = \"none\", no_std, no_main)]\n";

/// What either goes on with.
const FEATURES: &str =
    "#![feature(async_iterator, coroutine_trait, coroutines, gen_blocks, stmt_expr_attributes)]\n";

/// A program.
#[derive(Clone, Debug)]
pub struct Program {
    /// The seed that names it.
    pub seed: u64,
    /// The functions of the library crate, if there are two crates.
    library: Option<String>,
    /// The other functions; the last one, `roots`, drives some of all.
    driver: String,
    /// A function that a check of debug assertions ends.
    misuse: Option<String>,
    /// How often each construct stands in it.
    pub constructs: BTreeMap<&'static str, usize>,
    /// `await`s and `yield`s in the source.
    pub suspensions: usize,
}

impl Program {
    /// The source of a crate with one `main`, for the prelude, after that of the library if there is
    /// one: see [`crate::source`].
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

/// Several programs as one crate, or as a library and a crate that drives it, each in a module: most
/// of the time that a small crate takes goes into starting the compiler and linking.
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

/// Makes the program that `seed` names.
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
    /// `async fn` with a generic parameter beside the others.
    Generic,
    /// `async fn` with const parameters, and an array of such a length beside the other parameters.
    Const,
    /// Takes a future and awaits it.
    Relay,
    /// Takes an async closure and calls it twice.
    Caller,
    /// Awaits itself in a box, as often as its last argument says.
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
    /// The type of the items of an array with a generic length.
    element: Option<Ty>,
    /// It stands in the library crate.
    library: bool,
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
    /// ours. They are used at the end.
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
    /// Whether the library crate is made.
    in_library: bool,
    functions: Vec<Function>,
    /// Async functions that are generic over what they await.
    wrappers: Vec<Wrapper>,
    /// Async functions that give their reference back: name, type behind it, whether it is mutable.
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

    /// Counts what is special about a capture.
    fn note_capture(&mut self, ty: &Ty) {
        for construct in ty.as_capture() {
            self.note(construct);
        }
    }

    /// A type that owns what it has.
    fn ty(&mut self, depth: usize) -> Ty {
        let simple = [
            (Ty::U8, 2),
            (Ty::Bool, 2),
            (Ty::F64, 2),
            (Ty::Packed, 2),
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
