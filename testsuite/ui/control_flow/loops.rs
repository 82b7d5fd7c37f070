// Awaits in conditions, ranges, bodies and values of loops, with labels.
//@ run-pass
//@ lowered: 4
//@ opt-levels: 0 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

async fn next(from: &mut Vec<u32>) -> Option<u32> {
    pause().await;
    from.pop()
}

async fn number(value: u32) -> u32 {
    pause().await;
    value
}

async fn turn_of(turn: &u32) -> u32 {
    loop {
        if number(*turn).await > 2 {
            break *turn;
        }
    }
}

async fn body() -> (u32, u32, u32) {
    let mut list = vec![1, 2, 3];
    let mut sum = 0;
    while let Some(item) = next(&mut list).await {
        sum += item;
    }
    let mut pairs = 0;
    'rows: for row in 0..number(4).await {
        for column in 0..number(4).await {
            if number(column).await > row {
                continue 'rows;
            }
            if row + column == 5 {
                break 'rows;
            }
            pairs += 1;
        }
    }
    let mut turn = 0;
    let found = 'search: {
        while number(turn).await < 10 {
            turn += 3;
            if turn % 2 == 0 {
                break 'search turn_of(&turn).await * 10;
            }
        }
        0
    };
    (sum, pairs, found)
}

fn main() {
    assert_eq!(drive(body()), (6, 8, 60));
}
