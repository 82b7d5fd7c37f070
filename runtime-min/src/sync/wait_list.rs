//! The tasks that wait for one thing, in the order of arrival.
//!
//! A ring through the waiting futures themselves, so nothing is allocated and nothing can be full.
//! A node's memory belongs to the future that holds it. The rules that keep the ring's pointers
//! valid are those of the timer queue:
//!
//! - a node enters a list only through a pinned reference,
//! - its holder takes it out of the list before it is dropped (the futures' `Drop`); pinned memory
//!   is not reused before the drop, and
//! - a node is used with one list only.
//!
//! Everything here happens in critical sections.

use core::marker::PhantomPinned;
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::Waker;

use critical_section::CriticalSection;

use crate::primitive::{Cell, const_unless_loom};
#[cfg(test)]
use crate::testing::fault::{self, Fault};

type Link = Option<NonNull<Waiter>>;

/// The state of a waiter.
pub(super) enum State {
    /// Not in the list.
    Idle,
    /// In the list.
    Waiting(Waker),
    /// Taken out of the list by [`WaitList::grant_first`].
    Granted,
}

/// A node for one waiting future.
pub(super) struct Waiter {
    state: Cell<State>,
    /// The next node in the ring, if it is in one.
    next: Cell<Link>,
    _pinned: PhantomPinned,
}

// SAFETY: only critical sections access the cells (module rules).
unsafe impl Send for Waiter {}
// SAFETY: a shared waiter is accessed in critical sections only, which exclude each other.
unsafe impl Sync for Waiter {}

impl Waiter {
    const_unless_loom! {
        pub(super) const fn new() -> Self {
            Waiter { state: Cell::new(State::Idle), next: Cell::new(None), _pinned: PhantomPinned }
        }
    }

    /// Whether it was granted what it waits for; if so, it becomes idle.
    pub(super) fn take_grant(&self, _: CriticalSection<'_>) -> bool {
        match self.state.replace(State::Idle) {
            State::Granted => true,
            other => {
                self.state.set(other);
                false
            }
        }
    }
}

/// The waiters, in the order of arrival.
pub(super) struct WaitList {
    /// The last node, whose `next` is the first.
    last: Cell<Link>,
}

// SAFETY: only critical sections follow the link (module rules).
unsafe impl Send for WaitList {}

impl WaitList {
    const_unless_loom! {
        pub(super) const fn new() -> Self {
            WaitList { last: Cell::new(None) }
        }
    }

    /// Puts `waiter` at the end of the list, unless it is in it, and arranges to wake `waker` when
    /// it is granted. Returns a waker to drop outside the critical section.
    #[must_use]
    pub(super) fn wait(
        &self,
        _: CriticalSection<'_>,
        waiter: Pin<&Waiter>,
        waker: &Waker,
    ) -> Option<Waker> {
        let displaced = match waiter.state.replace(State::Idle) {
            State::Waiting(same) if same.will_wake(waker) => {
                waiter.state.set(State::Waiting(same));
                return None;
            }
            State::Waiting(other) => Some(other),
            State::Idle | State::Granted => {
                self.push(waiter);
                None
            }
        };
        waiter.state.set(State::Waiting(waker.clone()));
        displaced
    }

    fn push(&self, waiter: Pin<&Waiter>) {
        let waiter = waiter.get_ref();
        let link = NonNull::from(waiter);
        match self.last.get() {
            None => waiter.next.set(Some(link)),
            Some(last) => {
                // SAFETY: nodes in the list are alive (module rules).
                let last = unsafe { last.as_ref() };
                waiter.next.set(last.next.get());
                last.next.set(Some(link));
                #[cfg(test)]
                if fault::is(Fault::LastComeFirstServed) {
                    return;
                }
            }
        }
        self.last.set(Some(link));
    }

    /// Takes the first node out of the list, grants it what it waits for, and returns its waker, to
    /// be woken outside the critical section.
    #[must_use]
    pub(super) fn grant_first(&self, _: CriticalSection<'_>) -> Option<Waker> {
        let last = self.last.get()?;
        // SAFETY: nodes in the list are alive (module rules), and the ring is closed.
        let first = unsafe { last.as_ref() }.next.get()?;
        // SAFETY: the first node is in the list too, so it is alive.
        let waiter = unsafe { first.as_ref() };
        self.unlink(last, first, last);
        match waiter.state.replace(State::Granted) {
            State::Waiting(waker) => Some(waker),
            State::Idle | State::Granted => unreachable!("it was in the list"),
        }
    }

    /// Takes `waiter` out of the list, if it is there, and returns its previous state.
    pub(super) fn leave(&self, _: CriticalSection<'_>, waiter: &Waiter) -> State {
        let state = waiter.state.replace(State::Idle);
        if let (State::Waiting(_), Some(last)) = (&state, self.last.get()) {
            let link = NonNull::from(waiter);
            let mut previous = last;
            // SAFETY: nodes in the list are alive (module rules), and the ring is closed.
            while let Some(next) = unsafe { previous.as_ref() }.next.get() {
                if next == link {
                    self.unlink(previous, link, last);
                    break;
                }
                previous = next;
            }
        }
        state
    }

    /// Takes `node`, which follows `previous`, out of the ring that ends with `last`.
    fn unlink(&self, previous: NonNull<Waiter>, node: NonNull<Waiter>, last: NonNull<Waiter>) {
        if previous == node {
            self.last.set(None);
            return;
        }
        // SAFETY: nodes in the list are alive (module rules).
        unsafe { previous.as_ref().next.set(node.as_ref().next.get()) }
        if node == last {
            self.last.set(Some(previous));
        }
    }

    /// The number of waiters.
    pub(super) fn len(&self, _: CriticalSection<'_>) -> usize {
        let Some(last) = self.last.get() else {
            return 0;
        };
        let mut length = 1;
        let mut node = last;
        // SAFETY: nodes in the list are alive (module rules), and the ring is closed.
        while let Some(next) = unsafe { node.as_ref() }.next.get() {
            if next == last {
                break;
            }
            length += 1;
            node = next;
        }
        length
    }
}
