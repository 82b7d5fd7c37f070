// A future with padding.

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
