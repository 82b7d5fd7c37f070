//! Loops whose bodies are interleaved.

use core::cell::Cell;
use core::fmt;

/// Runs the body of a loop for the items of an iterator, as many at once as the group has. The body may
/// await, and uses what is around it by shared reference.
///
/// ```
/// use interleave::{group, interleave, prefetch};
/// use std::cell::Cell;
///
/// let (table, sum) = (vec![5, 6, 7], Cell::new(0));
/// interleave!(group::<32>(); for index in [2, 0, 1, 2] => {
///     prefetch(&table[index]).await;
///     sum.set(sum.get() + table[index]);
/// });
/// assert_eq!(sum.get(), 25);
/// ```
///
/// Each of the group's futures runs a loop of its own over the items that are left, so they are not made
/// anew for each item. `return` and `?` end one of these loops, `break` too; the others go on.
#[macro_export]
macro_rules! interleave {
    ($group:expr; for $item:pat in $items:expr => $body:block) => {{
        let (group, items) = ($group, $crate::Items::new($items));
        group.for_each(0..group.size(), |_| async {
            while let Some($item) = items.next() $body
        });
    }};
}

/// An iterator that several loops take items from.
pub struct Items<I>(Cell<Option<I>>);

impl<I: Iterator> Items<I> {
    /// The items of `items`.
    pub fn new(items: impl IntoIterator<IntoIter = I>) -> Self {
        Items(Cell::new(Some(items.into_iter())))
    }

    /// The next item. None while another call is under way, which only the iterator itself could make.
    #[inline]
    pub fn next(&self) -> Option<I::Item> {
        let mut items = self.0.take()?;
        let item = items.next();
        self.0.set(Some(items));
        item
    }
}

impl<I> fmt::Debug for Items<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
