// `gen` fns and blocks: values in order, an early drop, the end that stays the end.
// lowered: 4
// begins: 8

#![feature(gen_blocks)]

struct Loud(u32);

impl Drop for Loud {
    fn drop(&mut self) {
        println!("drop {}", self.0);
    }
}

gen fn doubled(count: u32) -> u32 {
    let whole = Loud(100);
    for n in 0..count {
        let each = Loud(n);
        yield n * 2;
        println!("after {}", each.0);
    }
    println!("end of {}", whole.0);
}

gen fn repeated<T: Clone>(value: T, times: usize) -> T {
    for _ in 0..times {
        yield value.clone();
    }
}

fn main() {
    println!("{:?}", doubled(3).collect::<Vec<_>>());

    for taken in 0..4 {
        let mut generator = doubled(3);
        for _ in 0..taken {
            println!("{:?}", generator.next());
        }
        println!("dropping after {taken}");
    }

    let mut generator = doubled(1);
    for _ in 0..4 {
        println!("{:?}", generator.next());
    }

    let words = vec![String::from("a"), String::from("b")];
    let joined = gen {
        let mut all = String::new();
        for word in words {
            all.push_str(&word);
            yield all.clone();
        }
    };
    println!("{:?}", joined.zip(repeated([1_u64, 2, 3, 4, 5], 2)).collect::<Vec<_>>());

    // Moved between two values.
    let mut boxed: Box<dyn Iterator<Item = u8>> = Box::new(gen {
        yield 1;
        yield 2;
    });
    println!("{:?}", boxed.next());
    let mut moved = boxed;
    println!("{:?} {:?} {:?}", moved.next(), moved.next(), moved.next());
}
