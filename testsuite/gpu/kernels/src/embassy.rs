//! The unmodified embassy-executor, one for each thread, with three tasks that see each other's progress.

use core::cell::{Cell, UnsafeCell};
use core::ptr;

use embassy_executor::raw::Executor;
use embassy_futures::yield_now;
use runtime_gpu::PerThread;

use crate::common::Words;

/// How many threads may run it.
const THREADS: usize = 1024;

/// The number of words of output: four numbers, and the trace.
pub const WORDS: usize = 32;

/// How many turns a word of the trace has.
const TURNS: usize = 16;

/// How often `counter` counts.
const ROUNDS: u32 = 40;

// An executor has atomics, so it cannot be on a thread's stack.
static EXECUTORS: PerThread<Executor, THREADS> = PerThread::new();
static BOARDS: PerThread<Board, THREADS> = PerThread::new();

/// What the tasks of one executor share.
struct Board {
    input: Cell<u32>,
    counted: Cell<u32>,
    hashed: Cell<u32>,
    waited: Cell<u32>,
    turns: Cell<usize>,
    /// Which task had which turn, two bits each.
    trace: UnsafeCell<[u32; WORDS - 4]>,
    ended: Cell<u32>,
}

impl Board {
    fn new() -> Self {
        let zero = || Cell::new(0);
        Board {
            input: zero(),
            counted: zero(),
            hashed: zero(),
            waited: zero(),
            turns: Cell::new(0),
            trace: UnsafeCell::new([0; WORDS - 4]),
            ended: zero(),
        }
    }

    fn begin(&self, input: u32) {
        self.input.set(input);
        for count in [&self.counted, &self.hashed, &self.waited, &self.ended] {
            count.set(0);
        }
        self.turns.set(0);
        // SAFETY: the executor does not run yet.
        unsafe { *self.trace.get() = [0; WORDS - 4] };
    }

    /// Writes down that `task` has its turn, and ends it.
    async fn turn(&self, task: u32) {
        let turn = self.turns.get();
        if turn < TURNS * (WORDS - 4) {
            // SAFETY: the tasks of one executor run one at a time, and none keeps this reference.
            let trace = unsafe { &mut *self.trace.get() };
            trace[turn / TURNS] |= task << (2 * (turn % TURNS));
        }
        self.turns.set(turn + 1);
        yield_now().await;
    }

    fn results(&self) -> [u32; WORDS] {
        let mut words = [0; WORDS];
        // SAFETY: the executor does not run any more.
        words[4..].copy_from_slice(unsafe { &*self.trace.get() });
        words[0] = self.counted.get();
        words[1] = self.hashed.get();
        words[2] = self.waited.get();
        words[3] = self.turns.get() as u32;
        words
    }
}

/// Counts, with two turns for each.
#[embassy_executor::task(pool_size = THREADS)]
async fn counter(board: &'static Board) {
    for _ in 0..ROUNDS {
        board.turn(1).await;
        board.turn(1).await;
        board.counted.set(board.counted.get() + 1);
    }
    board.ended.set(board.ended.get() + 1);
}

/// Hashes, with one to four turns for each step.
#[embassy_executor::task(pool_size = THREADS)]
async fn hasher(board: &'static Board) {
    let mut hash = board.input.get();
    while board.counted.get() < ROUNDS / 2 {
        for _ in 0..=hash % 4 {
            board.turn(2).await;
        }
        hash = hash.wrapping_mul(1_664_525).wrapping_add(board.counted.get());
        hash ^= hash >> 15;
    }
    board.hashed.set(hash);
    board.ended.set(board.ended.get() + 1);
}

/// Waits for the other two.
#[embassy_executor::task(pool_size = THREADS)]
async fn watcher(board: &'static Board) {
    while board.ended.get() < 2 {
        board.turn(3).await;
        board.waited.set(board.waited.get() + 1);
    }
    board.ended.set(board.ended.get() + 1);
}

/// An executor polls whatever its thread does next: nothing has to be told of a wake.
#[unsafe(export_name = "__pender")]
fn pender(_context: *mut ()) {}

pub fn embassy(words: Words, thread: u32) -> [u32; WORDS] {
    let index = thread as usize;
    // SAFETY: each thread has its own ones.
    let (executor, board) = unsafe {
        (
            EXECUTORS.get_or_make(index, || Executor::new(ptr::null_mut())),
            BOARDS.get_or_make(index, Board::new),
        )
    };
    board.begin(words.get(thread));
    let spawner = executor.spawner();
    spawner.spawn(counter(board).expect("there is one for each thread"));
    spawner.spawn(hasher(board).expect("there is one for each thread"));
    spawner.spawn(watcher(board).expect("there is one for each thread"));
    while board.ended.get() < 3 {
        // SAFETY: it is polled by its thread alone, and not by a task or the pender.
        unsafe { executor.poll() };
    }
    board.results()
}
