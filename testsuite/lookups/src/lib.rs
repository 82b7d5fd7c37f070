//! The lookups that interleaving is measured with. Each exists as
//!
//! * `sequential`: one after the other,
//! * `grouped`: group prefetching, all lookups of a group in step,
//! * `amac`: asynchronous memory access chaining, a state machine by hand for each lookup,
//! * `flat`: an async fn for each lookup, interleaved by the crate `interleave`,
//! * `nested`: the same out of smaller async fns that are awaited, where that makes sense,
//! * `each` and `macro`: `flat` by other entry points of the crate.
//!
//! Both compilers make a shared library of this crate, whose [`lookup`] one driver calls on the same
//! memory.

mod bplus;
mod bs;
mod bst;
mod ht;
mod ls;
mod skip;

pub use bplus::BPlusTree;
pub use bst::Tree;
pub use ht::{Entry, hash};
pub use ls::Link;
pub use skip::{SkipList, SkipNode};

/// What is looked up in, all of it made by the driver.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Data<'a> {
    /// `bs`: sorted, without duplicates, not empty.
    pub sorted: Slice<'a, u64>,
    /// `ht`: the first entry of each chain; a power of two of them.
    pub buckets: Slice<'a, Option<&'a Entry<'a>>>,
    /// `bst`: the root.
    pub root: Option<&'a Tree<'a>>,
    /// `ls`: links that make one circle; a power of two of them.
    pub links: Slice<'a, Link<'a>>,
    /// `ls`: how many links one lookup adds up.
    pub hops: usize,
    /// `bplus`: the tree.
    pub bplus: Option<&'a BPlusTree<'a>>,
    /// `skip`: the list.
    pub skip: Option<&'a SkipList<'a>>,
}

/// A slice, for both compilers alike.
#[repr(C)]
#[derive(Debug)]
pub struct Slice<'a, T> {
    first: *const T,
    len: usize,
    borrowed: std::marker::PhantomData<&'a [T]>,
}

impl<T> Clone for Slice<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Slice<'_, T> {}

impl<'a, T> Slice<'a, T> {
    /// The slice.
    #[inline]
    pub fn get(self) -> &'a [T] {
        // SAFETY: it was made from such a slice.
        unsafe { std::slice::from_raw_parts(self.first, self.len) }
    }
}

impl<T> Default for Slice<'_, T> {
    fn default() -> Self {
        (&[] as &[T]).into()
    }
}

impl<'a, T> From<&'a [T]> for Slice<'a, T> {
    fn from(slice: &'a [T]) -> Self {
        Slice { first: slice.as_ptr(), len: slice.len(), borrowed: std::marker::PhantomData }
    }
}

/// Looks all keys up, `group` at once where it interleaves, and writes the results to `out`.
type Lookup = fn(data: &Data<'_>, keys: &[u64], out: &mut [u64], group: usize);

/// One way of doing one kind of lookup.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// `bs`, `ht`, `ls`, `bst`, `bplus`, `skip`.
    pub workload: &'static str,
    /// As above.
    pub name: &'static str,
    lookup: Lookup,
}

/// Each entry point of the crate `interleave` gets a lookup of its own to run: LLVM inlines what has one
/// user.
const MAP: u8 = 0;
const EACH: u8 = 1;
const MACRO: u8 = 2;

/// The largest group.
pub const MAX_GROUP: usize = 64;

const fn variant(workload: &'static str, name: &'static str, lookup: Lookup) -> Variant {
    Variant { workload, name, lookup }
}

/// All of them, in the same order in both compilers' libraries.
pub const VARIANTS: &[Variant] = &[
    variant("bs", "sequential", bs::sequential),
    variant("bs", "grouped", bs::grouped),
    variant("bs", "amac", bs::amac),
    variant("bs", "flat", bs::flat),
    variant("bs", "nested", bs::nested),
    variant("bs", "each", bs::each),
    variant("bs", "macro", bs::by_macro),
    variant("ht", "sequential", ht::sequential),
    variant("ht", "grouped", ht::grouped),
    variant("ht", "amac", ht::amac),
    variant("ht", "flat", ht::flat),
    variant("ht", "nested", ht::nested),
    variant("ht", "each", ht::each),
    variant("ht", "macro", ht::by_macro),
    variant("ls", "sequential", ls::sequential),
    variant("ls", "grouped", ls::grouped),
    variant("ls", "amac", ls::amac),
    variant("ls", "flat", ls::flat),
    variant("ls", "nested", ls::nested),
    variant("ls", "each", ls::each),
    variant("ls", "macro", ls::by_macro),
    variant("bst", "sequential", bst::sequential),
    variant("bst", "grouped", bst::grouped),
    variant("bst", "amac", bst::amac),
    variant("bst", "flat", bst::flat),
    variant("bst", "nested", bst::nested),
    variant("bst", "each", bst::each),
    variant("bst", "macro", bst::by_macro),
    variant("bplus", "sequential", bplus::sequential),
    variant("bplus", "grouped", bplus::grouped),
    variant("bplus", "amac", bplus::amac),
    variant("bplus", "flat", bplus::flat),
    variant("skip", "sequential", skip::sequential),
    variant("skip", "grouped", skip::grouped),
    variant("skip", "amac", skip::amac),
    variant("skip", "flat", skip::flat),
];

/// What a library exports as `lookup`: runs one of [`VARIANTS`].
pub type Entrance = unsafe extern "C" fn(usize, &Data<'_>, Slice<'_, u64>, *mut u64, usize);

/// Runs `VARIANTS[variant]`, by groups of `group`, 1 to [`MAX_GROUP`].
///
/// # Safety
/// `out` has room for as many results as there are keys, and nobody else uses it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lookup(
    variant: usize,
    data: &Data<'_>,
    keys: Slice<'_, u64>,
    out: *mut u64,
    group: usize,
) {
    let keys = keys.get();
    // SAFETY: the caller says so.
    let out = unsafe { std::slice::from_raw_parts_mut(out, keys.len()) };
    (VARIANTS[variant].lookup)(data, keys, out, group);
}
