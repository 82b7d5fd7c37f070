// A generator that has ended yields nothing any more, however often it is asked.
//@ run-pass
//@ lowered: 2
#![feature(gen_blocks)]

fn main() {
    let mut two = std::pin::pin!(gen {
        yield 1;
        yield 2;
    });
    let mut two = two.as_mut();
    assert_eq!((two.next(), two.next(), two.next(), two.next()), (Some(1), Some(2), None, None));
    let mut empty = gen {
        if false {
            yield ();
        }
    };
    assert!(empty.next().is_none() && empty.next().is_none());
}
