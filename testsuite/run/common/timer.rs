// A future with padding, and coroutines that have bytes which hold nothing while they are suspended.

/// Pending as often as it is told. It writes all of its padding whenever it is polled.
struct Timer {
    rounds: u64,
    late: bool,
}

/// How many polls of timers are left until one panics.
static FUSE: AtomicU32 = AtomicU32::new(u32::MAX);
/// What timers write to their padding.
static BYTE: AtomicU8 = AtomicU8::new(0);

impl Timer {
    fn new(rounds: u64) -> Self {
        Timer { rounds, late: false }
    }

    fn fill_padding(&mut self) {
        let byte = BYTE.load(Relaxed).wrapping_add(1);
        BYTE.store(byte, Relaxed);
        let padding = &raw mut self.late as *mut u8;
        for at in 1..8 {
            // SAFETY: an eight-byte boundary is behind the flag, and its other bytes are no field's.
            unsafe { black_box(padding).add(at).write(byte) };
        }
    }
}

// Next to a number of eight bytes, there are seven more behind the flag.
const _: () = assert!(size_of::<Timer>() == 16);

impl Future for Timer {
    type Output = bool;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<bool> {
        self.fill_padding();
        let fuse = FUSE.load(Relaxed);
        FUSE.store(fuse.wrapping_sub(1), Relaxed);
        assert!(fuse != 0, "the timer is broken");
        if self.rounds == 0 {
            return Poll::Ready(self.late);
        }
        self.rounds -= 1;
        self.late |= self.rounds == 2;
        Poll::Pending
    }
}

async fn timers(rounds: u64, noisy: Option<Noisy>) -> u32 {
    let late = Timer::new(rounds).await;
    let mut sum = u32::from(late);
    for round in 0..rounds {
        sum = sum * 2 + u32::from(Timer::new(round).await);
    }
    drop(noisy);
    sum
}

async fn only_timer() -> bool {
    Timer::new(1).await
}

async fn two_layers(rounds: u64) -> u32 {
    let first = timers(rounds, None).await;
    let alone = only_timer().await;
    first + timers(rounds + 1, Some(Noisy("in two layers"))).await + u32::from(alone)
}

/// Needs its argument only before it is suspended.
async fn first_of(bytes: [u8; 24], at: usize) -> u8 {
    let byte = bytes[at];
    pause().await;
    byte
}

async fn sums(seed: u8) -> u32 {
    let mut sum = 0;
    for at in 0..3 {
        sum += u32::from(first_of(black_box([seed; 24]), at).await);
    }
    sum
}

/// A capture with padding.
fn closure(number: u64, flag: bool) -> impl Future<Output = u64> {
    let pair = (number, flag);
    async move {
        let (number, flag) = pair;
        let wait = async { Timer::new(number).await };
        let late = if flag { wait.await } else { false };
        number + u64::from(late)
    }
}
