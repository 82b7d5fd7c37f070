//! The futures of a group: in slots that are linked to a ring, which a finished one leaves.
//!
//! From one slot to the next is one load, whatever the size of the group is and however many of its
//! futures are left. An array with an index would take an addition, a comparison and a jump, and another
//! test for slots without a future.

use core::cell::{Cell, UnsafeCell};
use core::future::Future;
use core::marker::PhantomPinned;
use core::mem::MaybeUninit;
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::{Context, Poll};

/// A future, and what belongs to it.
struct Slot<F, D> {
    next: NonNull<Slot<F, D>>,
    /// Which lookup it is, for whoever gets the result.
    data: D,
    future: F,
}

/// Up to `G` futures. Dropping it drops those that are left.
///
/// Invariant: the first `used` slots of the array were inserted, in this order. `last`, if there is one,
/// is one of them and in a cycle of such slots. Those in the cycle are initialized, the others are not.
/// References to a slot exist only while a method runs, whose callees cannot reach the ring.
pub(crate) struct Ring<F, D, const G: usize> {
    slots: UnsafeCell<[MaybeUninit<Slot<F, D>>; G]>,
    used: Cell<usize>,
    last: Cell<Option<NonNull<Slot<F, D>>>>,
    /// The futures are pinned, and the slots point to each other.
    _pinned: PhantomPinned,
}

/// A place in a ring. It is used with this ring alone, and not after it was [removed](Ring::remove).
pub(crate) struct At<F, D>(NonNull<Slot<F, D>>);

impl<F, D> Clone for At<F, D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F, D> Copy for At<F, D> {}

impl<F, D> PartialEq for At<F, D> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<F: Future, D, const G: usize> Ring<F, D, G> {
    pub(crate) const fn new() -> Self {
        Ring {
            slots: UnsafeCell::new([const { MaybeUninit::uninit() }; G]),
            used: Cell::new(0),
            last: Cell::new(None),
            _pinned: PhantomPinned,
        }
    }

    /// How many futures were ever inserted, `G` at most.
    pub(crate) fn inserted(self: Pin<&Self>) -> usize {
        self.used.get()
    }

    /// Adds a future behind all others.
    ///
    /// # Panics
    /// If `G` futures were inserted.
    #[inline]
    pub(crate) fn insert(self: Pin<&Self>, data: D, future: F) {
        let used = self.used.get();
        assert!(used < G, "a ring of {G} is full");
        // SAFETY: the slot is in the array, and by the invariant not in use. `last` is initialized.
        unsafe {
            let slot = NonNull::new_unchecked(self.slots.get().cast::<Slot<F, D>>().add(used));
            let next = match self.last.get() {
                Some(last) => ptr::replace(&raw mut (*last.as_ptr()).next, slot),
                None => slot,
            };
            slot.write(Slot { next, data, future });
            self.last.set(Some(slot));
        }
        self.used.set(used + 1);
    }

    /// The first place, if there is one.
    #[inline]
    pub(crate) fn first(self: Pin<&Self>) -> Option<At<F, D>> {
        // SAFETY: by the invariant, `last` is initialized.
        self.last.get().map(|last| At(unsafe { (*last.as_ptr()).next }))
    }

    /// The place behind `at`.
    #[inline(always)]
    pub(crate) fn next(self: Pin<&Self>, at: At<F, D>) -> At<F, D> {
        // SAFETY: the place was not removed, so it is initialized.
        At(unsafe { (*at.0.as_ptr()).next })
    }

    /// The place `count` places behind `at`.
    #[inline]
    pub(crate) fn behind(self: Pin<&Self>, at: At<F, D>, count: usize) -> At<F, D> {
        (0..count).fold(at, |at, _| self.next(at))
    }

    /// Polls the future at `at`.
    #[inline(always)]
    pub(crate) fn poll(
        self: Pin<&Self>,
        at: At<F, D>,
        context: &mut Context<'_>,
    ) -> Poll<F::Output> {
        // SAFETY: the place was not removed, so it is initialized. No other reference to it exists: the
        // future cannot reach the ring. It stays where it is until it is dropped.
        unsafe { Pin::new_unchecked(&mut (*at.0.as_ptr()).future) }.poll(context)
    }

    /// Hands out what belongs to the future at `at`.
    #[inline(always)]
    pub(crate) fn with_data<R>(self: Pin<&Self>, at: At<F, D>, f: impl FnOnce(&mut D) -> R) -> R {
        // SAFETY: the place was not removed, so it is initialized. No other reference to it exists: `f`
        // cannot reach the ring.
        f(unsafe { &mut (*at.0.as_ptr()).data })
    }

    /// Drops the future at `at` and puts another one there.
    #[inline(always)]
    pub(crate) fn replace(self: Pin<&Self>, at: At<F, D>, data: D, future: F) {
        // SAFETY: the place was not removed, so it is initialized, and no other reference to it exists.
        // Assigning drops the old future where it is, and initializes the place even if that panics.
        unsafe {
            (*at.0.as_ptr()).data = data;
            (*at.0.as_ptr()).future = future;
        }
    }
}

impl<F, D, const G: usize> Ring<F, D, G> {
    /// Takes `at` out of the ring and drops its future. The place behind it, if one is left.
    ///
    /// It is run once for each future of the group, not once for each lookup. Inlined, it would look to
    /// LLVM as likely as a switch.
    #[cold]
    #[inline(never)]
    pub(crate) fn remove(self: Pin<&Self>, at: At<F, D>) -> Option<At<F, D>> {
        let slot = at.0;
        // SAFETY: all slots of the cycle are initialized, and `slot` is one of them. It is out of it
        // before its future is dropped, which may panic.
        unsafe {
            let next = (*slot.as_ptr()).next;
            let mut before = next;
            while (*before.as_ptr()).next != slot {
                before = (*before.as_ptr()).next;
            }
            (*before.as_ptr()).next = next;
            if before == slot {
                self.last.set(None);
            } else if self.last.get() == Some(slot) {
                self.last.set(Some(before));
            }
            ptr::drop_in_place(slot.as_ptr());
            self.last.get().map(|_| At(next))
        }
    }

    /// Drops all futures.
    fn clear(self: Pin<&Self>) {
        while let Some(last) = self.last.get() {
            self.remove(At(last));
        }
    }
}

impl<F, D, const G: usize> Drop for Ring<F, D, G> {
    fn drop(&mut self) {
        /// Goes on if a destructor panics. If another one does then, the process aborts.
        struct Rest<'r, F, D, const G: usize>(Pin<&'r Ring<F, D, G>>);
        impl<F, D, const G: usize> Drop for Rest<'_, F, D, G> {
            fn drop(&mut self) {
                self.0.clear();
            }
        }
        // SAFETY: a ring with futures was pinned, and is not moved any more.
        let rest = Rest(unsafe { Pin::new_unchecked(&*self) });
        rest.0.clear();
    }
}
