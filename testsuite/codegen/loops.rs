//! Loops around an await of a future that is pending once, and around awaits of what awaits it.
#![no_std]
#![feature(type_alias_impl_trait)]

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

struct Flag {
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

/// Each awaiter has one of its own.
async fn visit<const AWAITER: u8>(node: &u32) -> u32 {
    Flag { polled: false }.await;
    *node
}

async fn visit_by_visit(node: &u32) -> u32 {
    visit::<1>(node).await + 1
}

macro_rules! loops {
    ($name:ident, $Future:ident, $new:ident, $visit:expr) => {
        async fn $name(node: &'static u32, mut hops: u32) -> u32 {
            let mut sum = 0_u32;
            while hops > 0 {
                sum = sum.wrapping_add($visit(node).await);
                hops -= 1;
            }
            sum
        }

        pub type $Future = impl Future<Output = u32>;

        #[define_opaque($Future)]
        pub fn $new(node: &'static u32, hops: u32) -> $Future {
            $name(node, hops)
        }

        const _: () = {
            #[unsafe(export_name = stringify!($name))]
            pub fn poll(future: Pin<&mut $Future>, context: &mut Context<'_>) -> Poll<u32> {
                future.poll(context)
            }
        };
    };
}

loops!(flat, Flat, new_flat, |node: &'static u32| async move {
    Flag { polled: false }.await;
    *node
});
loops!(nested, Nested, new_nested, visit::<0>);
loops!(deep, Deep, new_deep, visit_by_visit);
