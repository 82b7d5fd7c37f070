// Locals, temporaries, parameters and captures are dropped in the language's order.
// lowered: 6
// begins: 11

mod common;

use common::{Noisy, drive, pause};

struct Pair {
    _first: Noisy,
    _second: Noisy,
}

async fn locals() {
    let _a = Noisy("a");
    let _pair = Pair { _second: Noisy("pair.second"), _first: Noisy("pair.first") };
    pause().await;
    let _ = Noisy("unnamed");
    let _b = Noisy("b");
    {
        let _inner = Noisy("inner");
        pause().await;
        println!("end of the block");
    }
    let _array = [Noisy("array 0"), Noisy("array 1")];
    let _a = Noisy("second a");
    pause().await;
    println!("end of locals");
}

async fn parameters(_first: Noisy, second: Noisy, _: Noisy) -> Noisy {
    let local = Noisy("local");
    pause().await;
    drop(local);
    println!("end of parameters");
    second
}

fn tell(noisy: &Noisy) -> usize {
    println!("tell {}", noisy.0);
    noisy.0.len()
}

async fn give(name: &'static str) -> Noisy {
    pause().await;
    Noisy(name)
}

async fn temporaries() -> usize {
    let length = tell(&Noisy("before")) + {
        pause().await;
        tell(&give("awaited").await)
    };
    match tell(&give("scrutinee").await) {
        length if tell(&Noisy("guard")) == 0 => length,
        other => {
            pause().await;
            println!("in the arm");
            other + length
        }
    }
}

async fn overwritten() {
    let mut value = Noisy("old");
    pause().await;
    println!("was {}", value.0);
    value = Noisy("new");
    pause().await;
    println!("now {}", value.0);
    let boxed = Box::new(Noisy("boxed"));
    pause().await;
    value = *boxed;
    println!("and {}", value.0);
}

fn main() {
    println!("locals");
    drive(locals());
    println!("parameters");
    let result = drive(parameters(Noisy("first"), Noisy("second"), Noisy("third")));
    println!("result {}", result.0);
    println!("temporaries");
    println!("{}", drive(temporaries()));
    println!("overwritten");
    drive(overwritten());
    println!("captures");
    let (a, b) = (Noisy("captured a"), Noisy("captured b"));
    drive(async move {
        pause().await;
        println!("{} used, the other one not moved in", b.0);
    });
    println!("left {}", a.0);
}
