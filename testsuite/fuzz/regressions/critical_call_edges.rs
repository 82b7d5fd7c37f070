// Two calls that can unwind return to one block: their results were stored there, both, and the
// second was not computed on the first's way. panic=unwind, every opt-level.

use prelude::*;

async fn one_of_two(captured: Over) -> Noisy {
    if flip(1) { Noisy::new(1) } else { Noisy::new(2) }
}

fn main() {
    drive("one_of_two", || one_of_two(Over::new(1)));
    exit();
}
