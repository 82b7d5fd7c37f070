// Generators and coroutines that hold themselves.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in a gen fn requires boxing
//@ error[E0733]: recursion in an async gen fn requires boxing
#![crate_type = "lib"]
#![feature(gen_blocks)]

pub gen fn down(n: u32) -> u32 {
    yield n;
    if n > 0 {
        for m in down(n - 1) {
            yield m;
        }
    }
}

pub async gen fn never(n: u32) -> u32 {
    let next = never(n);
    yield n;
    drop(next);
}
