// Jumps that would leave the block.
//@ check-fail
//@ error[E0767]: use of unreachable label `'outer`
//@ warning: unused label
//@ error[E0267]: `break` inside `async` block
//@ error[E0267]: `continue` inside `async` block
#![crate_type = "lib"]

pub fn all() {
    loop {
        let _ = async { break };
    }
}

pub fn continues() {
    for _ in 0..2 {
        drop(async { continue });
    }
}

pub fn labelled() {
    'outer: loop {
        drop(async {
            loop {
                break 'outer;
            }
        });
    }
}
