// `?`, let-else, early returns and labelled blocks, with live values on the way out.
// lowered: 6
// begins: 11

mod common;

use common::{Noisy, drive, drop_everywhere, pause};
use std::num::ParseIntError;

async fn parse(text: &str) -> Result<i32, ParseIntError> {
    pause().await;
    text.parse()
}

async fn sum(texts: &[&str]) -> Result<i32, Box<dyn std::error::Error>> {
    let _guard = Noisy("guard of sum");
    let mut sum = 0;
    for text in texts {
        let value = parse(text).await?;
        pause().await;
        if value < 0 {
            return Err(format!("{value} is negative").into());
        }
        sum += value;
    }
    Ok(sum)
}

async fn option(value: Option<Option<u8>>) -> Option<u8> {
    let inner = value?;
    pause().await;
    let byte = inner?;
    pause().await;
    byte.checked_add(1)
}

async fn let_else(text: &str) -> String {
    let _guard = Noisy("guard of let_else");
    let Some((name, value)) = text.split_once('=') else {
        pause().await;
        return "no value".to_owned();
    };
    pause().await;
    let Ok(number) = parse(value).await else {
        return format!("{name} is no number");
    };
    format!("{name} is {number}")
}

async fn labelled(n: u32) -> &'static str {
    let _outer = Noisy("outer");
    let result = 'block: {
        let _inner = Noisy("inner");
        if n == 0 {
            break 'block "zero";
        }
        pause().await;
        if n == 1 {
            let _deep = Noisy("deep");
            pause().await;
            break 'block "one";
        }
        "many"
    };
    pause().await;
    result
}

fn main() {
    println!("{:?}", drive(sum(&["1", "2", "3"])).unwrap());
    println!("{}", drive(sum(&["1", "x", "3"])).unwrap_err());
    println!("{}", drive(sum(&["1", "-2"])).unwrap_err());
    for value in [None, Some(None), Some(Some(1)), Some(Some(255))] {
        println!("{:?}", drive(option(value)));
    }
    for text in ["a", "a=1", "b=c"] {
        println!("{}", drive(let_else(text)));
    }
    for n in 0..3 {
        drop_everywhere("labelled", || labelled(n));
    }
    // Early return of a value that is built across suspension points.
    let built = drive(async {
        let name = String::from("built ");
        let rest = loop {
            pause().await;
            break parse("12").await.map(|n| n.to_string());
        };
        let Ok(rest) = rest else { return None };
        Some(name + &rest)
    });
    println!("{built:?}");
}
