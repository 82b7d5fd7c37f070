//! The tick count and the awaited timers: a list through the timers themselves, sorted by deadline.
//!
//! Nothing is allocated and nothing can be full. A node's memory belongs to the future that holds
//! it. The rules that keep the list's pointers valid are:
//!
//! - a node enters the list only through a pinned reference, and
//! - it leaves the list before it is dropped (in [`Node`]'s `Drop`); pinned memory is not reused
//!   before the drop.
//!
//! Only critical sections read and write the links and wakers.

use core::cell::Cell;
use core::marker::PhantomPinned;
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::{Poll, Waker};

use critical_section::{CriticalSection, Mutex};

use crate::critical;

/// A pointer to the next node, `None` at the end.
#[derive(Clone, Copy)]
struct Link(Option<NonNull<Node>>);

// SAFETY: only critical sections follow a link, and any context may look at a node (`Sync`, see its
// fields).
unsafe impl Send for Link {}

/// A deadline, and the task to wake then.
pub(super) struct Node {
    /// In ticks.
    deadline: u64,
    next: Mutex<Cell<Link>>,
    /// Present exactly while the node is in the list.
    waker: Mutex<Cell<Option<Waker>>>,
    /// The queue to leave on drop.
    queue: &'static Queue,
    _pinned: PhantomPinned,
}

impl Node {
    pub(super) const fn new(queue: &'static Queue, deadline: u64) -> Self {
        Node {
            deadline,
            next: Mutex::new(Cell::new(Link(None))),
            waker: Mutex::new(Cell::new(None)),
            queue,
            _pinned: PhantomPinned,
        }
    }

    /// The deadline in ticks.
    pub(super) fn deadline(&self) -> u64 {
        self.deadline
    }

    /// Ready if the deadline has passed; otherwise `waker` replaces the previous waker and is woken
    /// at the deadline.
    pub(super) fn poll(self: Pin<&Self>, waker: &Waker) -> Poll<()> {
        // One critical section, so that no tick comes between the check of the time and the
        // insertion.
        let (poll, displaced) = critical::with(|cs| {
            let slot = self.waker.borrow(cs);
            if self.queue.now.borrow(cs).get() >= self.deadline {
                return (Poll::Ready(()), self.leave(cs));
            }
            let displaced = match slot.take() {
                Some(same) if same.will_wake(waker) => {
                    slot.set(Some(same));
                    return (Poll::Pending, None);
                }
                Some(other) => Some(other),
                None => {
                    self.queue.insert(cs, self);
                    None
                }
            };
            slot.set(Some(waker.clone()));
            (Poll::Pending, displaced)
        });
        drop(displaced);
        poll
    }

    /// Takes the node out of the list, if it is there, and returns its waker, which must be dropped
    /// outside the critical section.
    fn leave(&self, cs: CriticalSection<'_>) -> Option<Waker> {
        let waker = self.waker.borrow(cs).take();
        if waker.is_some() {
            self.queue.remove(cs, self);
        }
        waker
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let waker = critical::with(|cs| self.leave(cs));
        drop(waker);
    }
}

/// The time and the nodes that wait for it, sorted by deadline; equal deadlines in the order of
/// arrival.
pub(super) struct Queue {
    /// In ticks. 64 bits at 1 kHz do not overflow within the life of any device.
    now: Mutex<Cell<u64>>,
    head: Mutex<Cell<Link>>,
}

impl Queue {
    pub(super) const fn new() -> Self {
        Queue { now: Mutex::new(Cell::new(0)), head: Mutex::new(Cell::new(Link(None))) }
    }

    /// The number of ticks so far.
    pub(super) fn now(&self) -> u64 {
        critical::with(|cs| self.now.borrow(cs).get())
    }

    /// Counts one tick, takes every node that is now due out of the list, and wakes its task.
    ///
    /// The tasks are woken outside the critical sections. There is one section per node, so other
    /// interrupts get their turn in between.
    pub(super) fn tick(&self) {
        let mut expired = critical::with(|cs| {
            let now = self.now.borrow(cs);
            now.set(now.get() + 1);
            self.pop_expired(cs)
        });
        while let Some(waker) = expired {
            waker.wake();
            expired = critical::with(|cs| self.pop_expired(cs));
        }
    }

    fn pop_expired(&self, cs: CriticalSection<'_>) -> Option<Waker> {
        let head = self.head.borrow(cs);
        // SAFETY: nodes in the list are alive (module rules).
        let first = unsafe { head.get().0?.as_ref() };
        if first.deadline > self.now.borrow(cs).get() {
            return None;
        }
        head.set(first.next.borrow(cs).get());
        first.waker.borrow(cs).take()
    }

    fn insert(&self, cs: CriticalSection<'_>, node: Pin<&Node>) {
        let mut link = self.head.borrow(cs);
        while let Some(next) = link.get().0 {
            // SAFETY: nodes in the list are alive (module rules).
            let next = unsafe { next.as_ref() };
            if next.deadline > node.deadline {
                break;
            }
            link = next.next.borrow(cs);
        }
        node.next.borrow(cs).set(link.get());
        link.set(Link(Some(NonNull::from(node.get_ref()))));
    }

    fn remove(&self, cs: CriticalSection<'_>, node: &Node) {
        let mut link = self.head.borrow(cs);
        while let Some(next) = link.get().0 {
            if next == NonNull::from(node) {
                link.set(node.next.borrow(cs).get());
                return;
            }
            // SAFETY: nodes in the list are alive (module rules).
            link = unsafe { next.as_ref() }.next.borrow(cs);
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use crate::testing::CountingWaker;
    use std::future::poll_fn;
    use std::pin::pin;
    use std::sync::{Arc, Mutex as StdMutex};
    use std::task::Wake;

    struct Named(u32, Arc<StdMutex<Vec<u32>>>);

    impl Wake for Named {
        fn wake(self: Arc<Self>) {
            self.1.lock().unwrap().push(self.0);
        }
    }

    fn named(name: u32, log: &Arc<StdMutex<Vec<u32>>>) -> Waker {
        Waker::from(Arc::new(Named(name, log.clone())))
    }

    fn tick_until(queue: &Queue, now: u64) {
        while queue.now() < now {
            queue.tick();
        }
    }

    #[test]
    fn wakes_in_the_order_of_deadlines_and_arrival() {
        static QUEUE: Queue = Queue::new();
        let log = Arc::default();
        let mut nodes: Vec<_> = [5, 3, 5, 9, 3, 1]
            .iter()
            .map(|deadline| Box::pin(Node::new(&QUEUE, *deadline)))
            .collect();
        for (name, node) in nodes.iter().enumerate() {
            assert!(node.as_ref().poll(&named(name as u32, &log)).is_pending());
        }
        tick_until(&QUEUE, 2);
        assert_eq!(*log.lock().unwrap(), [5]);
        tick_until(&QUEUE, 5);
        assert_eq!(*log.lock().unwrap(), [5, 1, 4, 0, 2]);
        nodes.clear();
        tick_until(&QUEUE, 20);
        assert_eq!(*log.lock().unwrap(), [5, 1, 4, 0, 2]);
    }

    #[test]
    fn a_dropped_node_is_not_woken_wherever_it_stood() {
        for dropped in 0..4 {
            let queue: &'static Queue = Box::leak(Box::new(Queue::new()));
            let log = Arc::default();
            let mut nodes: Vec<_> =
                (0..4).map(|n| Some(Box::pin(Node::new(queue, n + 1)))).collect();
            for (name, node) in nodes.iter().flatten().enumerate() {
                assert!(node.as_ref().poll(&named(name as u32, &log)).is_pending());
            }
            nodes[dropped as usize] = None;
            tick_until(queue, 4);
            let expected: Vec<u32> = (0..4).filter(|n| *n != dropped).collect();
            assert_eq!(*log.lock().unwrap(), expected);
        }
    }

    #[test]
    fn only_the_latest_waker_is_woken_and_kept() {
        static QUEUE: Queue = Queue::new();
        let (first, second) = (CountingWaker::new(), CountingWaker::new());
        let node = pin!(Node::new(&QUEUE, 1));
        let node = node.into_ref();
        for counter in [&first, &first, &second] {
            let mut poll = poll_fn(|context| node.poll(context.waker()));
            assert!(counter.poll(Pin::new(&mut poll)).is_pending());
        }
        assert_eq!((first.clones(), second.clones()), (0, 1));
        QUEUE.tick();
        assert_eq!((first.wakes(), second.wakes()), (0, 1));
        assert_eq!(second.clones(), 0);
    }

    #[test]
    fn a_node_polled_late_is_ready_and_leaves_the_list() {
        static QUEUE: Queue = Queue::new();
        let log = Arc::default();
        let node = pin!(Node::new(&QUEUE, 1));
        let node = node.into_ref();
        assert!(node.poll(&named(7, &log)).is_pending());
        QUEUE.tick();
        assert!(node.poll(&named(8, &log)).is_ready());
        QUEUE.tick();
        assert_eq!(*log.lock().unwrap(), [7]);
    }
}
