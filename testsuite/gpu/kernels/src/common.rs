//! What the kernels share.

/// The input of a kernel.
#[derive(Clone, Copy)]
pub struct Words {
    start: *const u32,
    count: u32,
}

impl Words {
    /// # Safety
    /// There are `count` words at `start`, which nobody writes to as long as anything of them is used.
    pub unsafe fn new(start: *const u32, count: u32) -> Self {
        Words { start, count }
    }

    /// How many there are: a power of two.
    pub fn count(self) -> u32 {
        self.count
    }

    /// The word at `index`, which wraps around.
    pub fn get(self, index: u32) -> u32 {
        *self.place(index)
    }

    /// Where the word at `index` is, which wraps around.
    pub fn place(self, index: u32) -> &'static u32 {
        // SAFETY: the promise of `new`.
        unsafe { &*self.start.add((index % self.count) as usize) }
    }
}
