//! Groups of lookups: results, order, turns, panics. The same tests by both compilers.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use interleave::{
    Access, Group, Locality, group, hint, interleave, prefetch, prefetch_for, prefetch_range,
};

/// Suspends `times` times.
async fn suspend(times: usize) {
    for _ in 0..times {
        prefetch(&times).await;
    }
}

async fn doubled_after(times: usize, value: usize) -> usize {
    suspend(times).await;
    value * 2
}

#[test]
fn results_are_in_the_order_of_the_keys() {
    for len in [0, 1, 3, 4, 5, 100] {
        for size in 1..=4 {
            let keys: Vec<usize> = (0..len).collect();
            let mut out = vec![usize::MAX; len];
            // Early ones take longest.
            Group::<4>::new(size).map_into(&keys, &mut out, |key| doubled_after(len - key, *key));
            assert_eq!(out, keys.iter().map(|key| key * 2).collect::<Vec<_>>(), "{len}, {size}");
        }
    }
}

#[test]
fn the_shorter_of_keys_and_results_ends_it() {
    let mut out = [0; 2];
    group::<4>().map_into([1, 2, 3], &mut out, |key| doubled_after(1, key));
    assert_eq!(out, [2, 4]);
    let mut out = [0; 3];
    group::<4>().map_into([1], &mut out, |key| doubled_after(1, key));
    assert_eq!(out, [2, 0, 0]);
}

#[test]
fn unordered_results_come_as_they_are_ready() {
    let mut ready = vec![];
    group::<3>().map_unordered(
        [3, 1, 2, 0],
        |times| doubled_after(times, times),
        |index, value| {
            ready.push((index, value));
        },
    );
    // In its second turn, the lookup of 1 ends; that of 0 takes its place and ends at once.
    assert_eq!(ready, [(1, 2), (3, 0), (2, 4), (0, 6)]);
}

#[test]
fn as_many_as_the_group_has_are_under_way() {
    for size in 1..=8 {
        let (now, most) = (Cell::new(0), Cell::new(0));
        Group::<8>::new(size).for_each(0..20, |item| {
            let (now, most) = (&now, &most);
            async move {
                now.set(now.get() + 1);
                most.set(most.get().max(now.get()));
                suspend(1 + item % 3).await;
                now.set(now.get() - 1);
            }
        });
        assert_eq!((now.get(), most.get()), (0, size));
    }
}

#[test]
fn they_run_in_turn() {
    for size in 1..=9 {
        let log = RefCell::new(vec![]);
        Group::<9>::new(size).for_each(0..size, |item| {
            let log = &log;
            async move {
                for _ in 0..4 {
                    log.borrow_mut().push(item);
                    suspend(1).await;
                }
            }
        });
        // Two places go round by turns, so those of a round are in another order in each.
        let log = log.into_inner();
        let polls_of = |item| log.iter().filter(|&&polled| polled == item).count();
        assert!((0..size).all(|item| polls_of(item) == 4), "{log:?}");
        for (index, item) in log.iter().enumerate() {
            let next = log[index + 1..].iter().position(|polled| polled == item);
            assert!(next.is_none_or(|others| others <= size + 1), "{item} waits in {log:?}");
        }
    }
}

/// However long each lookup takes: else it would be polled again before its line has come.
#[test]
fn all_others_have_a_turn_between() {
    const SIZE: usize = 8;
    const ITEMS: usize = 500;
    let log = RefCell::new(vec![]);
    group::<SIZE>().for_each(0..ITEMS, |item| {
        let log = &log;
        async move {
            for _ in 0..=item * item % 7 {
                log.borrow_mut().push(item);
                suspend(1).await;
            }
        }
    });
    let log = log.into_inner();
    // From then on there are fewer.
    let last = log.iter().position(|&item| item == ITEMS - 1).unwrap();
    for (index, item) in log[..last].iter().enumerate() {
        let next = log[index + 1..last].iter().position(|polled| polled == item);
        assert!(next.is_none_or(|others| others >= SIZE - 2), "{item} is early in {log:?}");
    }
}

#[test]
fn results_are_an_iterator() {
    for len in [0, 1, 3, 4, 9] {
        let results = pin!(group::<3>().results(0..len, |key| doubled_after(key % 4, key)));
        let mut results: Vec<_> = results.collect();
        results.sort_unstable();
        assert_eq!(results, (0..len).map(|key| (key, key * 2)).collect::<Vec<_>>());
    }
}

#[test]
fn an_iterator_that_is_dropped_drops_its_lookups() {
    let count = Cell::new(0);
    {
        let mut results = pin!(group::<3>().results(0..9, |key| {
            let counted = Counted::new(&count);
            async move {
                let _counted = counted;
                suspend(key).await;
            }
        }));
        assert_eq!(results.next(), Some((0, ())));
        assert_eq!(count.get(), 3);
    }
    assert_eq!(count.get(), 0);
}

#[test]
fn a_loop_runs_its_body_for_each_item() {
    for len in [0, 1, 2, 3, 10] {
        let (sum, started, most) = (Cell::new(0), Cell::new(0), Cell::new(0));
        interleave!(group::<3>(); for (index, value) in (0..len).zip(100..) => {
            started.set(started.get() + 1);
            most.set(most.get().max(started.get()));
            suspend(1 + index).await;
            if index == 1 {
                started.set(started.get() - 1);
                continue;
            }
            sum.set(sum.get() + value);
            started.set(started.get() - 1);
        });
        let expected =
            (0..len).zip(100..).filter(|(index, _)| *index != 1).map(|(_, value)| value).sum();
        assert_eq!((sum.get(), started.get(), most.get()), (expected, 0, len.min(3)));
    }
}

/// Counts those that are there.
struct Counted<'a>(&'a Cell<isize>);

impl<'a> Counted<'a> {
    fn new(count: &'a Cell<isize>) -> Self {
        count.set(count.get() + 1);
        Counted(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// Runs eight items in groups of four, of which item 5 panics where `at` says.
fn with_a_panic(at: &str, count: &Cell<isize>) {
    let make = |item: usize| {
        assert!(!(at == "make" && item == 5), "make");
        let counted = Counted::new(count);
        async move {
            let _counted = counted;
            suspend(2 + item).await;
            assert!(!(at == "lookup" && item == 5), "lookup");
            item
        }
    };
    let items = (0..8).inspect(|item| assert!(!(at == "items" && *item == 5), "items"));
    group::<4>().map_unordered(items, make, |index, _| {
        assert!(!(at == "done" && index == 5), "done");
    });
}

#[test]
fn a_panic_drops_all_others() {
    for at in ["make", "lookup", "items", "done"] {
        let count = Cell::new(0);
        let panic = catch_unwind(AssertUnwindSafe(|| with_a_panic(at, &count))).unwrap_err();
        assert_eq!(*panic.downcast_ref::<&str>().unwrap(), at);
        assert_eq!(count.get(), 0, "{at}");
    }
    let count = Cell::new(0);
    with_a_panic("nowhere", &count);
    assert_eq!(count.get(), 0);
}

/// Panics when it is dropped.
struct Bomb<'a>(Counted<'a>);

impl Drop for Bomb<'_> {
    fn drop(&mut self) {
        assert!(self.0.0.get() != 2, "the second to the last explodes");
    }
}

#[test]
fn a_destructor_that_panics_keeps_no_future_from_its_own() {
    let count = Cell::new(0);
    let panic = catch_unwind(AssertUnwindSafe(|| {
        group::<4>().for_each(0..4, |item| {
            let bomb = Bomb(Counted::new(&count));
            async move {
                let _bomb = bomb;
                suspend(if item == 0 { 1 } else { 9 }).await;
            }
        });
    }));
    assert!(panic.is_err());
    assert_eq!(count.get(), 0);
}

#[test]
fn a_size_must_fit() {
    for size in [0, 5] {
        assert!(catch_unwind(|| Group::<4>::new(size)).is_err());
    }
    assert_eq!(group::<4>(), Group::new(4));
    assert_eq!(group::<4>().size(), 4);
}

struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn a_prefetch_is_pending_once_and_wakes() {
    let wakes = Arc::new(Wakes(AtomicUsize::new(0)));
    let waker = Waker::from(wakes.clone());
    let mut context = Context::from_waker(&waker);
    let value = [0_u8; 200];
    let futures = [
        prefetch(&value),
        prefetch(std::ptr::null::<u8>()),
        prefetch_for(&value, Access::Write, Locality::L2),
        prefetch_range(&value, 200),
        prefetch_range(&raw const value[1], 0),
        prefetch_range(std::ptr::without_provenance::<u8>(usize::MAX), 64),
    ];
    for (index, future) in futures.into_iter().enumerate() {
        let mut future = pin!(future);
        assert_eq!(future.as_mut().poll(&mut context), Poll::Pending);
        assert_eq!(wakes.0.load(Ordering::Relaxed), index + 1);
        assert_eq!(future.as_mut().poll(&mut context), Poll::Ready(()));
    }
    assert_eq!(wakes.0.load(Ordering::Relaxed), 6);
}

#[test]
fn every_hint_is_allowed_everywhere() {
    for access in [Access::Read, Access::Write] {
        for locality in [Locality::L1, Locality::L2, Locality::L3, Locality::Once] {
            hint(std::ptr::null::<u64>(), access, locality);
            hint(std::ptr::without_provenance::<u64>(1 << 60), access, locality);
            hint("a string", access, locality);
        }
    }
}

/// An executor that polls a task only if it was woken.
fn block_on<F: Future>(mut future: Pin<&mut F>) -> F::Output {
    let wakes = Arc::new(Wakes(AtomicUsize::new(1)));
    let waker = Waker::from(wakes.clone());
    while wakes.0.swap(0, Ordering::Relaxed) > 0 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return value;
        }
    }
    panic!("it waits, and nobody will wake it");
}

#[test]
fn a_lookup_runs_under_any_executor() {
    assert_eq!(block_on(pin!(doubled_after(5, 21))), 42);
}
