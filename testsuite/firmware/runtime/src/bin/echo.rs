//! Echoes what comes in on the board's UART, in capitals, until a byte 4 (end of transmission).
#![no_std]
#![no_main]

use board::hprintln;
use cortex_m_rt::entry;
use mps2::interrupt;
use runtime::uart;
use runtime_min::sync::Channel;
use runtime_min::{ThreadExecutor, Wfi, task_pool};

const END: u8 = 4;

static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
static BYTES: Channel<u8, 16> = Channel::new();
task_pool! {
    static RECEIVE: [receive; 1];
    static SEND: [send; 1];
}

async fn receive(mut receiver: uart::Receiver) {
    loop {
        BYTES.send(receiver.receive().await).await;
    }
}

async fn send(mut sender: uart::Sender) {
    let mut count = 0_u32;
    loop {
        match BYTES.receive().await {
            END => break,
            byte => sender.send(byte.to_ascii_uppercase()).await,
        }
        count += 1;
    }
    sender.flush().await;
    hprintln!("{} bytes", count);
    board::succeed()
}

#[interrupt]
fn UART0RX() {
    uart::on_received();
}

#[interrupt]
fn UART0TX() {
    uart::on_sent();
}

#[entry]
fn main() -> ! {
    let (sender, receiver) = uart::start();
    let Some(runner) = EXECUTOR.take() else {
        unreachable!("nobody else takes it");
    };
    let spawned = runner
        .spawner()
        .spawn(&RECEIVE, || receive(receiver))
        .and_then(|()| runner.spawner().spawn(&SEND, || send(sender)));
    if let Err(error) = spawned {
        panic!("{error}");
    }
    runner.run_with(&mut Wfi)
}
