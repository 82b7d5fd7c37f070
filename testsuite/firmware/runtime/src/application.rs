//! An application whose tasks may be in statics or on the heap.

use board::hprintln;
use runtime_min::sync::{Channel, Mutex, Semaphore};
use runtime_min::time::{Ticker, Timer};

/// How many tasks of [`worker`] there are.
pub const WORKERS: u32 = 4;
const JOBS: u32 = 6;

/// What a worker has made.
struct Piece {
    worker: u32,
    weight: u32,
}

static PIECES: Channel<Piece, 2> = Channel::new();
static TOOLS: Semaphore = Semaphore::new(2);
static SCALE: Mutex<Scale> = Mutex::new(Scale { weighings: 0 });
/// Workers that have ended.
static DONE: Semaphore = Semaphore::new(0);

/// One piece at a time, in two steps.
struct Scale {
    weighings: u32,
}

impl Scale {
    async fn weigh(&mut self, piece: u32) -> u32 {
        self.weighings += 1;
        let before = self.weighings;
        Timer::after_millis(1).await;
        assert_eq!(before, self.weighings, "another piece is on the scale");
        10 + piece % 7
    }
}

/// Makes its pieces with one of the tools, has them weighed and sends them off.
pub async fn worker(number: u32) {
    let mut ticker = Ticker::every_millis(3 + number);
    for job in 0..JOBS {
        ticker.tick().await;
        {
            let _tool = TOOLS.acquire().await;
            Timer::after_millis(number).await;
        }
        let weight = SCALE.lock().await.weigh(5 * number + job).await;
        PIECES.send(Piece { worker: number, weight }).await;
    }
    DONE.release();
}

/// Collects all pieces, and prints what they are when all workers have ended.
pub async fn report() {
    let mut weights = [0; WORKERS as usize];
    for _ in 0..WORKERS * JOBS {
        let piece = PIECES.receive().await;
        weights[piece.worker as usize] += piece.weight;
    }
    for _ in 0..WORKERS {
        DONE.acquire().await.forget();
    }
    hprintln!("weights {:?}, {} weighings", weights, SCALE.lock().await.weighings);
}
