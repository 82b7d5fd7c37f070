// Suspension points in scrutinees, guards' surroundings and arms, with bindings of every mode.
// lowered: 5
// begins: 10

mod common;

use common::{Noisy, drive, drop_everywhere, pause};

enum Shape {
    Dot,
    Circle(f64),
    Rectangle { width: f64, height: f64 },
    Named(String, Box<Shape>),
}

async fn area(shape: &Shape) -> f64 {
    match shape {
        Shape::Dot => 0.0,
        Shape::Circle(radius) => {
            pause().await;
            radius * radius * 3.0
        }
        Shape::Rectangle { width, height } if *width == *height => {
            pause().await;
            width * width
        }
        Shape::Rectangle { width, height } => {
            pause().await;
            let product = width * height;
            pause().await;
            product
        }
        Shape::Named(name, inner) => {
            println!("{name}");
            Box::pin(area(inner)).await
        }
    }
}

async fn scrutinee(n: u32) -> &'static str {
    match {
        pause().await;
        n * 2
    } {
        0 => "zero",
        2 | 4 => {
            pause().await;
            "two or four"
        }
        6..=10 => "six to ten",
        other if other % 3 == 0 => {
            pause().await;
            "by three"
        }
        _ => "other",
    }
}

async fn by_value(value: Result<Noisy, (Noisy, Noisy)>) -> Option<Noisy> {
    match value {
        Ok(noisy) => {
            pause().await;
            Some(noisy)
        }
        Err((ref first, _)) if first.0 == "keep" => {
            pause().await;
            println!("  kept {}", first.0);
            None
        }
        Err((_, second)) => {
            pause().await;
            Some(second)
        }
    }
}

async fn by_mutable_reference(mut value: Option<Vec<u32>>) -> Option<Vec<u32>> {
    if let Some(list) = &mut value {
        pause().await;
        list.push(1);
        let [first, .., last] = &mut list[..] else {
            return None;
        };
        pause().await;
        std::mem::swap(first, last);
    }
    value
}

async fn at_binding(number: u64) -> u64 {
    match number {
        small @ 0..10 => {
            pause().await;
            small + 1
        }
        large @ (100 | 200) => {
            pause().await;
            large + 2
        }
        other => other,
    }
}

fn main() {
    for shape in [
        Shape::Dot,
        Shape::Circle(2.0),
        Shape::Rectangle { width: 2.0, height: 2.0 },
        Shape::Rectangle { width: 2.0, height: 3.5 },
        Shape::Named("boxed".into(), Box::new(Shape::Circle(1.0))),
    ] {
        println!("{}", drive(area(&shape)));
    }
    for n in 0..8 {
        println!("{}", drive(scrutinee(n)));
    }
    drop_everywhere("ok", || by_value(Ok(Noisy("ok"))));
    drop_everywhere("keep", || by_value(Err((Noisy("keep"), Noisy("second")))));
    drop_everywhere("give", || by_value(Err((Noisy("give"), Noisy("second")))));
    println!("{:?}", drive(by_mutable_reference(Some(vec![7, 8]))));
    println!("{:?}", drive(by_mutable_reference(Some(vec![]))));
    println!("{:?}", drive(by_mutable_reference(None)));
    for number in [3, 100, 50] {
        println!("{}", drive(at_binding(number)));
    }
}
