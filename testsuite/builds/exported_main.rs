//! What `caller.c` does, in Rust.

#[path = "exported.rs"]
mod exported;

use exported::{work_free, work_new, work_poll};

fn main() {
    let (whole, half) = (work_new(4), work_new(3));
    // SAFETY: both come from `work_new`, and are freed last.
    unsafe {
        let mut polls = 1;
        let sum = loop {
            match work_poll(whole) {
                -1 => polls += 1,
                sum => break sum,
            }
        };
        println!("{sum} after {polls} polls");
        work_poll(half);
        work_free(whole);
        println!("half way");
        work_free(half);
    }
}
