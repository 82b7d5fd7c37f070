// Locals that live, die and live again around the suspension points of loops.
// lowered: 6
// begins: 12

mod common;

use common::{Noisy, drive, drop_everywhere, pause};
use std::hint::black_box;

async fn fresh(turns: usize) -> usize {
    let mut sum = 0;
    for turn in 0..turns {
        let mut buffer = [turn; 8];
        black_box(&mut buffer);
        pause().await;
        buffer[turn % 8] += 100;
        pause().await;
        sum += buffer.iter().sum::<usize>();
    }
    sum
}

/// The local dies and is born again between one suspension and the next.
async fn reborn() -> Vec<usize> {
    let mut seen = vec![];
    let mut n = 0;
    while n < 4 {
        let value = black_box(n * 7);
        let shown = &value;
        pause().await;
        seen.push(*shown);
        n += 1;
    }
    seen
}

async fn nested_loops(rows: u32, columns: u32) -> u32 {
    let mut last = 0;
    'rows: for row in 0..rows {
        let name = format!("row {row}");
        for column in 0..columns {
            let cell = (row, column);
            if column > row {
                pause().await;
                println!("{name} is done");
                continue 'rows;
            }
            if row == 3 {
                pause().await;
                break 'rows;
            }
            pause().await;
            last = cell.0 * 10 + cell.1;
        }
    }
    last
}

async fn broken_with_value() -> (u32, Noisy) {
    let mut n = 0;
    loop {
        let candidate = Noisy("candidate");
        pause().await;
        n += 1;
        if n == 3 {
            break (n, candidate);
        }
    }
}

async fn iterators(items: &[&str]) -> String {
    let mut joined = String::new();
    for (n, item) in items.iter().enumerate().filter(|(_, item)| !item.is_empty()) {
        pause().await;
        joined += &format!("{n}{item} ");
    }
    let mut rest = items.iter().rev();
    while let Some(item) = rest.next() {
        pause().await;
        joined.push_str(item);
    }
    joined
}

async fn owned(items: Vec<Noisy>) {
    for item in items {
        println!("  item {}", item.0);
        pause().await;
    }
}

fn main() {
    println!("{}", drive(fresh(12)));
    println!("{:?}", drive(reborn()));
    println!("{}", drive(nested_loops(5, 5)));
    println!("{:?}", drive(broken_with_value()).0);
    println!("{}", drive(iterators(&["a", "", "b", "c"])));
    drop_everywhere("owned", || owned(vec![Noisy("one"), Noisy("two"), Noisy("three")]));
    drop_everywhere("broken_with_value", broken_with_value);
}
