//! What cancellation does to a value behind a mutex, and what to do about it.
//!
//! A transfer takes from one account, waits, and gives to the other. It holds the lock all the time, so
//! nobody sees the money under way, until it is dropped while it waits: the lock is given back, the
//! money is gone. The second bank writes down what it is about to do first, and whoever locks it next
//! finishes that.
//!
//! ```text
//! plain: 70 + 0 of 100
//! with a journal: 70 + 30 of 100
//! ```
//!
//! `cargo run --example cancelled_transfer`

use runtime_min::sync::{Mutex, MutexGuard};
use runtime_min::{block_on, select, yield_now};

#[derive(Default)]
struct Bank {
    accounts: [u32; 2],
    /// What was taken from the first account and not given to the second.
    under_way: u32,
}

/// Right as long as it is polled to its end.
async fn transfer(bank: &Mutex<Bank>, amount: u32) {
    let mut bank = bank.lock().await;
    bank.accounts[0] -= amount;
    yield_now().await; // asks somebody
    bank.accounts[1] += amount;
}

/// Locks the bank, and finishes what a transfer left that was dropped on its way.
async fn lock_whole(bank: &Mutex<Bank>) -> MutexGuard<'_, Bank> {
    let mut bank = bank.lock().await;
    bank.accounts[1] += std::mem::take(&mut bank.under_way);
    bank
}

/// Right wherever it is dropped.
async fn transfer_by_journal(bank: &Mutex<Bank>, amount: u32) {
    let mut bank = lock_whole(bank).await;
    // There is no await between these two.
    bank.accounts[0] -= amount;
    bank.under_way += amount;
    yield_now().await; // asks somebody
    bank.accounts[1] += std::mem::take(&mut bank.under_way);
}

fn main() {
    let new = || Mutex::new(Bank { accounts: [100, 0], under_way: 0 });

    // `select` polls both and drops the one that has to wait: the transfer.
    let bank = new();
    block_on(select(transfer(&bank, 30), async {}));
    let [first, second] = block_on(bank.lock()).accounts;
    println!("plain: {first} + {second} of 100");

    let bank = new();
    block_on(select(transfer_by_journal(&bank, 30), async {}));
    let [first, second] = block_on(lock_whole(&bank)).accounts;
    println!("with a journal: {first} + {second} of 100");
}
