//! Channels and barriers between threads of the host, with as many values as show a missing order.

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use runtime_gpu::{Barrier, Channel, block_on, in_flight, join_all, spin_on, yield_now};

#[test]
fn values_arrive_in_order() {
    const VALUES: u32 = 20_000;
    let mut channel = Channel::<[u32; 4], 4>::new();
    let (mut sender, mut receiver) = channel.split();
    thread::scope(|scope| {
        scope.spawn(move || {
            block_on(async {
                for value in 0..VALUES {
                    sender.send([value, !value, value ^ 1, 7]).await;
                }
            });
        });
        block_on(async {
            for value in 0..VALUES {
                assert_eq!(receiver.receive().await, [value, !value, value ^ 1, 7]);
            }
        });
    });
    assert!(receiver.try_receive().is_none());
}

#[test]
fn a_full_channel_takes_nothing() {
    let mut channel = Channel::<u32, 2>::new();
    let (mut sender, mut receiver) = channel.split();
    assert!(sender.try_send(1) && sender.try_send(2) && !sender.try_send(3));
    assert_eq!(receiver.try_receive(), Some(1));
    assert!(sender.try_send(3) && !sender.try_send(4));
    assert_eq!([receiver.try_receive(), receiver.try_receive()], [Some(2), Some(3)]);
    assert_eq!(receiver.try_receive(), None);
}

/// Both ends in one thread: the futures of a join wait for each other.
#[test]
fn both_ends_in_one_thread() {
    let mut channel = Channel::<u32, 1>::new();
    let (mut sender, mut receiver) = channel.split();
    let send = async {
        for value in 0..100 {
            sender.send(value).await;
        }
        0
    };
    let receive = async {
        let mut sum = 0;
        for _ in 0..100 {
            sum += receiver.receive().await;
        }
        sum
    };
    let (mut send, mut receive) = (Some(send), Some(receive));
    let both = join_all([0, 1].map(|number| {
        let (send, receive) = match number {
            0 => (send.take(), None),
            _ => (None, receive.take()),
        };
        async move {
            match (send, receive) {
                (Some(send), _) => send.await,
                (_, Some(receive)) => receive.await,
                _ => unreachable!("each number has one"),
            }
        }
    }));
    assert_eq!(spin_on(both), [0, 4950]);
}

#[test]
fn nobody_leaves_a_barrier_before_all_have_come() {
    const THREADS: u32 = 4;
    const PHASES: u32 = 200;
    let barrier = Barrier::new();
    let come = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for phase in 1..=PHASES {
                    come.fetch_add(1, Ordering::Relaxed);
                    block_on(barrier.wait(THREADS));
                    let seen = come.load(Ordering::Relaxed);
                    assert!((THREADS * phase..=THREADS * (phase + 1)).contains(&seen), "{seen}");
                }
            });
        }
    });
}

#[test]
fn futures_of_an_array_take_turns() {
    let turns = std::cell::RefCell::new(Vec::new());
    let turn = |name: u32, count: u32| {
        let turns = &turns;
        async move {
            for _ in 0..count {
                turns.borrow_mut().push(name);
                yield_now().await;
            }
            name
        }
    };
    let counts = [2, 1, 3, 1, 1, 1, 1, 1, 2, 1];
    let mut names = 0..;
    let ended = spin_on(join_all(counts.map(|count| turn(names.next().unwrap(), count))));
    assert_eq!(ended, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!(*turns.borrow(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 2, 8, 2]);
}

#[test]
fn a_load_in_flight_returns_what_was_there() {
    assert_eq!(spin_on(join_all([&3, &5].map(in_flight))), [3, 5]);
}
