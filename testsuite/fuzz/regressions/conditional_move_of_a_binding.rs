// Two calls that can unwind return to one block, next to a binding that is moved on one way.

#![feature(gen_blocks)]

use prelude::*;

gen fn moved_on_one_way() -> u32 {
    match Shape::new(2) {
        Shape::Two(_, bound) => {
            let mut value: Noisy = Noisy::new(3);
            let kept: (String, Noisy) = 'block: {
                value = if flip(4) { bound } else { Noisy::new(5) };
                (text(6), Noisy::new(7))
            };
            yield 8;
            show(9, &(value, kept));
        }
        _ => {}
    }
}

fn main() {
    drive_iter("moved_on_one_way", || moved_on_one_way());
    exit();
}
