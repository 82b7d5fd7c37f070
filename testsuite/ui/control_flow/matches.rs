// Awaits in scrutinees, guards' arms, `if let` chains and `matches!`.
//@ run-pass
//@ lowered: 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

enum Shape {
    Circle(f64),
    Rectangle { width: f64, height: f64 },
    Nothing,
}

async fn give<T>(value: T) -> T {
    pause().await;
    value
}

async fn area(shape: &Shape) -> f64 {
    match give(shape).await {
        Shape::Circle(radius) if *radius > give_now(1.0) => give(3.0 * radius * radius).await,
        Shape::Circle(_) => 0.5,
        Shape::Rectangle { width, height: height @ 0.0..100.0 } => give(width).await * height,
        Shape::Rectangle { .. } => f64::INFINITY,
        Shape::Nothing => give(0.0).await,
    }
}

fn give_now(value: f64) -> f64 {
    value
}

async fn chain(text: &str) -> usize {
    if let Some(rest) = give(text).await.strip_prefix("a")
        && let Ok(number) = give(rest.parse::<usize>()).await
        && number < give(10).await
    {
        number
    } else if matches!(give(text.len()).await, 2..=4) {
        100
    } else {
        200
    }
}

fn main() {
    let areas = [
        Shape::Circle(2.0),
        Shape::Circle(0.1),
        Shape::Rectangle { width: 2.0, height: 3.0 },
        Shape::Rectangle { width: 2.0, height: 300.0 },
        Shape::Nothing,
    ]
    .map(|shape| drive(area(&shape)));
    assert_eq!(areas, [12.0, 0.5, 6.0, f64::INFINITY, 0.0]);
    assert_eq!(["a7", "a70", "b", "toolong"].map(|text| drive(chain(text))), [7, 100, 200, 200]);
}
