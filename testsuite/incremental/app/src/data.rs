//! The struct that grows.

const LENGTH: usize = 2;

pub struct Record {
    numbers: [u64; LENGTH],
}

impl Record {
    pub fn new(seed: u64) -> Self {
        Record { numbers: [seed; LENGTH] }
    }

    pub fn sum(&self) -> u64 {
        self.numbers.iter().sum()
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        println!("drop of {:?}", self.numbers);
    }
}
