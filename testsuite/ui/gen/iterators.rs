// Generators are iterators: in loops, adapters, and from one another.
//@ run-pass
//@ lowered: 2
//@ opt-levels: 0 3
#![feature(gen_blocks)]

fn squares(limit: u32) -> impl Iterator<Item = u32> {
    gen move {
        for number in 0..limit {
            yield number * number;
        }
    }
}

gen fn interleave<T>(left: impl Iterator<Item = T>, mut right: impl Iterator<Item = T>) -> T {
    for item in left {
        yield item;
        if let Some(item) = right.next() {
            yield item;
        }
    }
    for item in right {
        yield item;
    }
}

fn main() {
    assert_eq!(squares(4).collect::<Vec<_>>(), [0, 1, 4, 9]);
    assert_eq!(squares(5).filter(|number| number % 2 == 0).sum::<u32>(), 20);
    assert_eq!(interleave(squares(2), 10..13).collect::<Vec<_>>(), [0, 10, 1, 11, 12]);
    let mut first = 0;
    for number in interleave(squares(100), squares(100)).skip(3) {
        first = number;
        break;
    }
    assert_eq!(first, 1);
}
