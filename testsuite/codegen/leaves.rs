//! Futures that are pending once, in the ways in which people write them, and one that is pending twice.
#![no_std]
#![feature(type_alias_impl_trait)]

use core::cell::Cell;
use core::future::Future;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll};

pub struct Flag {
    polled: bool,
}

impl Future for Flag {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.polled {
            return Poll::Ready(());
        }
        self.polled = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

pub struct Replaced {
    polled: bool,
}

impl Future for Replaced {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        match mem::replace(&mut self.polled, true) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    }
}

pub struct Line(*const u8);

/// Asks for something that it holds.
pub struct Asking<'a> {
    line: Line,
    times: &'a Cell<u32>,
    asked: bool,
}

impl Future for Asking<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if !self.asked {
            self.times.set(self.times.get() + self.line.0.addr() as u32);
            self.asked = true;
            return Poll::Pending;
        }
        Poll::Ready(())
    }
}

pub struct Twice {
    polls: u8,
}

impl Future for Twice {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        self.polls += 1;
        if self.polls > 2 { Poll::Ready(()) } else { Poll::Pending }
    }
}

macro_rules! awaits {
    ($name:ident, $Future:ident, $poll:ident, $leaf:expr) => {
        async fn $name(times: &'static Cell<u32>) {
            let leaf: fn(&'static Cell<u32>) -> _ = $leaf;
            leaf(times).await;
            times.set(7);
        }

        pub type $Future = impl Future<Output = ()>;

        #[define_opaque($Future)]
        pub fn $poll(times: &'static Cell<u32>) -> $Future {
            $name(times)
        }

        const _: () = {
            #[unsafe(export_name = stringify!($name))]
            pub fn poll(future: Pin<&mut $Future>, context: &mut Context<'_>) -> Poll<()> {
                future.poll(context)
            }
        };
    };
}

awaits!(flag, FlagAwait, new_flag, |_| Flag { polled: false });
awaits!(replaced, ReplacedAwait, new_replaced, |_| Replaced { polled: false });
awaits!(asking, AskingAwait, new_asking, |times| Asking {
    line: Line(times.as_ptr().cast()),
    times,
    asked: false
});
awaits!(twice, TwiceAwait, new_twice, |_| Twice { polls: 0 });
