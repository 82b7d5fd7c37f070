// Early- and late-bound lifetimes, higher-ranked bounds, and borrowed results.
//@ run-pass
//@ lowered: 3
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use std::collections::BTreeMap;

struct Table<'t> {
    entries: BTreeMap<&'t str, Vec<u32>>,
}

impl<'t> Table<'t> {
    async fn find<'s>(&'s self, key: &str) -> Option<(&'t str, &'s [u32])> {
        pause().await;
        self.entries.get_key_value(key).map(|(key, list)| (*key, list.as_slice()))
    }

    async fn each(&mut self, mut change: impl for<'e> FnMut(&'e mut u32) -> &'e u32) -> u32 {
        let mut sum = 0;
        for number in self.entries.values_mut().flatten() {
            sum += *change(number);
            pause().await;
        }
        sum
    }
}

async fn longest<'a>(left: &'a str, right: &'a str) -> &'a str {
    pause().await;
    if left.len() > right.len() { left } else { right }
}

fn main() {
    let name = String::from("primes");
    let mut table = Table { entries: BTreeMap::from([(name.as_str(), vec![2, 3, 5])]) };
    assert_eq!(drive(table.find("primes")), Some(("primes", &[2, 3, 5][..])));
    let sum = drive(table.each(|number| {
        *number *= 2;
        number
    }));
    assert_eq!(sum, 20);
    assert_eq!(drive(longest("ab", "abc")), "abc");
}
