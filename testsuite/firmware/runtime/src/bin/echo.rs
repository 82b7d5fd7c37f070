//! Echoes what comes in on the board's UART, in capitals, until a byte 4 (end of transmission). The two
//! tasks are written for any `embedded-io-async` device.
#![no_std]
#![no_main]

use board::hprintln;
use cortex_m_rt::entry;
use embedded_io_async::{Read, Write};
use runtime::uart::{self, Receiver, Sender};
use runtime_min::sync::Channel;
use runtime_min::{ThreadExecutor, Wfi, task_pool};

const END: u8 = 4;

static EXECUTOR: ThreadExecutor = ThreadExecutor::new();
/// Fewer than a line has.
static BYTES: Channel<u8, 16> = Channel::new();
task_pool! {
    static RECEIVE: [receive; 1];
    static SEND: [send; 1];
}

/// Passes on what comes, until the end.
async fn take<R: Read>(mut input: R) -> Result<(), R::Error> {
    let mut chunk = [0; 8];
    loop {
        let count = input.read(&mut chunk).await?;
        for byte in &chunk[..count] {
            BYTES.send(*byte).await;
            if *byte == END {
                return Ok(());
            }
        }
    }
}

/// Says that it is ready, and sends what comes, until the end. Returns how much that was.
async fn echo<W: Write>(mut output: W) -> Result<u32, W::Error> {
    output.write_all(b"ready\n").await?;
    let mut count = 0;
    loop {
        let byte = BYTES.receive().await;
        if byte == END {
            break;
        }
        output.write_all(&[byte.to_ascii_uppercase()]).await?;
        count += 1;
    }
    output.flush().await?;
    Ok(count)
}

async fn receive(receiver: Receiver) {
    if let Err(error) = take(receiver).await {
        panic!("{error}");
    }
}

async fn send(sender: Sender) {
    let Ok(count) = echo(sender).await;
    hprintln!("{} bytes", count);
    board::succeed()
}

board::uart_interrupts!(uart::on_interrupt);

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
