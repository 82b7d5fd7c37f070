// The same with a type that does not implement the trait, and with one that does not exist.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0277]: the trait bound `&str: Shape` is not satisfied
//@ error[E0277]: the trait bound `&str: Shape` is not satisfied
//@ error[E0277]: the trait bound `&str: Shape` is not satisfied
//@ error[E0425]: cannot find function `missing` in this scope
#![crate_type = "lib"]

trait Shape {
    type Area;
}

fn area<S: Shape>(_: S) -> impl Sized {
    || -> <S as Shape>::Area { unreachable!() }
}

async fn of_nothing() -> impl Sized {
    area("no shape")
}

async fn of_missing() -> impl Sized {
    area(missing())
}

pub async fn both() {
    let _first = of_nothing().await;
    let _second = of_missing().await;
}
