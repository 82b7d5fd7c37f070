//! A future in a static, so that its size counts as RAM at link time.

use core::cell::UnsafeCell;
use core::mem::{MaybeUninit, align_of, size_of};
use core::pin::Pin;
use core::sync::atomic::{AtomicBool, Ordering};

/// The size of the future that the async function `_make` returns, in bytes.
pub const fn size_of_future<M, F>(_make: &M) -> usize
where
    M: Fn() -> F,
    F: Future,
{
    size_of::<F>()
}

/// Memory for one future of at most `SIZE` bytes and an alignment of at most 8.
#[repr(C, align(8))]
pub struct StaticFuture<const SIZE: usize> {
    memory: UnsafeCell<MaybeUninit<[u8; SIZE]>>,
    taken: AtomicBool,
}

// SAFETY: `taken` hands the memory to one caller only.
unsafe impl<const SIZE: usize> Sync for StaticFuture<SIZE> {}

impl<const SIZE: usize> StaticFuture<SIZE> {
    /// Memory that is not taken.
    #[expect(clippy::new_without_default, reason = "only statics hold one")]
    pub const fn new() -> Self {
        StaticFuture {
            memory: UnsafeCell::new(MaybeUninit::uninit()),
            taken: AtomicBool::new(false),
        }
    }

    /// Puts the future that `make` returns into the memory, for ever.
    ///
    /// # Panics
    /// When called twice.
    #[expect(clippy::mut_from_ref, reason = "the memory is handed out only once")]
    pub fn pin<F: Future + 'static>(&'static self, make: impl Fn() -> F) -> Pin<&'static mut F> {
        const { assert!(size_of::<F>() <= SIZE && align_of::<F>() <= align_of::<Self>()) };
        assert!(!self.taken.swap(true, Ordering::Relaxed), "taken already");
        let place = self.memory.get().cast::<F>();
        // SAFETY: the memory is large and aligned enough (checked above; as the first field of
        // a C struct it has the struct's alignment), nobody else uses it (`taken`), and
        // being static it is neither moved nor reused.
        unsafe {
            place.write(make());
            Pin::new_unchecked(&mut *place)
        }
    }
}
