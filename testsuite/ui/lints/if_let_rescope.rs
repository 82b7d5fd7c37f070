// The lint for conditions that edition 2024 ends earlier.
//@ check-fail
//@ edition: 2021
//@ error: `if let` assigns a shorter lifetime since Edition 2024
#![crate_type = "lib"]
#![deny(if_let_rescope)]

use std::sync::Mutex;

pub async fn body(mutex: &Mutex<Option<u8>>) -> u8 {
    if let Some(number) = *mutex.lock().unwrap() { number } else { std::future::ready(0).await }
}
