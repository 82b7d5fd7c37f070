// Opaque types and projections that do not normalize.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0277]: the trait bound `&str: Shape` is not satisfied
//@ error[E0277]: the trait bound `String: Shape` is not satisfied
//@ error[E0277]: the trait bound `String: Shape` is not satisfied
//@ error[E0277]: the trait bound `String: Shape` is not satisfied
//@ error[E0277]: the trait bound `u8: Shape` is not satisfied
#![crate_type = "lib"]

trait Shape {
    type Area: Copy;

    fn area(self) -> Self::Area;
}

fn measured(_: u8) -> impl Shape {
    "no shape"
}

async fn area<S: Shape>(shape: S) -> S::Area {
    let area = shape.area();
    std::future::ready(()).await;
    area
}

pub async fn outer() {
    drop(area(measured(1)).await);
    drop(area(String::new()).await);
}

pub async fn projected() -> <u8 as Shape>::Area {
    loop {
        std::future::ready(()).await;
    }
}
