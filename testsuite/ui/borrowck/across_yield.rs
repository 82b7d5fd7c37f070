// A movable coroutine must not hold a borrow of its own across a `yield`.
//@ check-fail
//@ error[E0626]: borrow may still be in use when coroutine yields
//@ error[E0626]: borrow may still be in use when coroutine yields
#![crate_type = "lib"]
#![feature(coroutines, stmt_expr_attributes, gen_blocks)]

pub fn local() {
    let _coroutine = #[coroutine]
    || {
        let text = String::new();
        let slice = &text;
        yield 1;
        drop(slice);
    };
}

pub fn iterated() {
    let _coroutine = #[coroutine]
    || {
        let list = [1, 2, 3];
        for number in &list {
            yield *number;
        }
    };
}

pub fn allowed() {
    let _coroutine = #[coroutine]
    static || {
        let text = String::new();
        let slice = &text;
        yield 1;
        drop(slice);
    };
}
