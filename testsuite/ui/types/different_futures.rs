// Each block and each async fn has a type of its own.
//@ check-fail
//@ error[E0308]: `if` and `else` have incompatible types
//@ error[E0308]: mismatched types
//@ error[E0308]: `match` arms have incompatible types
#![crate_type = "lib"]

async fn one() {}

async fn another() {}

pub fn of_branches(flag: bool) -> impl Future<Output = ()> {
    if flag { one() } else { another() }
}

pub fn of_blocks() {
    let _ = [async { 1 }, async { 1 }];
}

pub fn of_arms(number: u8) {
    let _ = match number {
        0 => one(),
        _ => async {},
    };
}
