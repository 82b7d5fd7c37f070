//! Polls the session of `testsuite/debugger` to its end.
#![no_std]
#![no_main]

#[path = "../../../debugger/session.rs"]
mod session;

use core::pin::pin;
use core::task::{Context, Poll, Waker};

use board::hprintln;
use cortex_m_rt::entry;

#[entry]
fn main() -> ! {
    let mut future = pin!(session::session(core::hint::black_box(7)));
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(sum) = future.as_mut().poll(&mut context) {
            hprintln!("{}", sum);
            board::succeed()
        }
    }
}
