//! Asking the processor for a cache line, and the future that leaves it time to come.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

/// Bytes of a cache line, as [`prefetch_range`] counts them. Where lines are longer, it asks for each
/// of them more than once.
pub const LINE: usize = 64;

/// What the line is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It will be read.
    Read,
    /// It will be written: other cores have to give it up.
    Write,
}

/// How near the line is brought, and how long it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locality {
    /// Into all caches.
    L1,
    /// Into the second cache and those behind it.
    L2,
    /// Into the last cache.
    L3,
    /// For one use, past the caches where the processor can do that.
    Once,
}

/// Asks for the line at `address` and does not wait. Any address is allowed, null and unmapped ones
/// too: a prefetch never faults.
///
/// x86-64 and AArch64 have an instruction for it; on other processors nothing happens.
#[inline(always)]
pub fn hint<T: ?Sized>(address: *const T, access: Access, locality: Locality) {
    instruction(address.cast(), access, locality);
}

#[cfg(all(target_arch = "x86_64", not(miri)))]
#[inline(always)]
fn instruction(address: *const i8, access: Access, locality: Locality) {
    use core::arch::x86_64::{
        _MM_HINT_ET0, _MM_HINT_NTA, _MM_HINT_T0, _MM_HINT_T1, _MM_HINT_T2, _mm_prefetch,
    };
    // SAFETY: SSE is part of x86-64, and the instruction accesses nothing that the program can see.
    unsafe {
        match (access, locality) {
            (Access::Read, Locality::L1) => _mm_prefetch::<_MM_HINT_T0>(address),
            (Access::Read, Locality::L2) => _mm_prefetch::<_MM_HINT_T1>(address),
            (Access::Read, Locality::L3) => _mm_prefetch::<_MM_HINT_T2>(address),
            (Access::Read, Locality::Once) => _mm_prefetch::<_MM_HINT_NTA>(address),
            (Access::Write, _) => _mm_prefetch::<_MM_HINT_ET0>(address),
        }
    }
}

#[cfg(all(target_arch = "aarch64", not(miri)))]
#[inline(always)]
fn instruction(address: *const i8, access: Access, locality: Locality) {
    macro_rules! prfm {
        ($operation:literal) => {
            // SAFETY: the instruction accesses nothing that the program can see.
            unsafe {
                core::arch::asm!(
                    concat!("prfm ", $operation, ", [{}]"),
                    in(reg) address,
                    options(nostack, readonly, preserves_flags),
                )
            }
        };
    }
    match (access, locality) {
        (Access::Read, Locality::L1) => prfm!("pldl1keep"),
        (Access::Read, Locality::L2) => prfm!("pldl2keep"),
        (Access::Read, Locality::L3) => prfm!("pldl3keep"),
        (Access::Read, Locality::Once) => prfm!("pldl1strm"),
        (Access::Write, Locality::L1) => prfm!("pstl1keep"),
        (Access::Write, Locality::L2) => prfm!("pstl2keep"),
        (Access::Write, Locality::L3) => prfm!("pstl3keep"),
        (Access::Write, Locality::Once) => prfm!("pstl1strm"),
    }
}

#[cfg(any(not(any(target_arch = "x86_64", target_arch = "aarch64")), miri))]
#[inline(always)]
fn instruction(_: *const i8, _: Access, _: Locality) {}

/// Asks for the line at `address`, to be read, into all caches. Await the result to let others run
/// until it has come.
#[inline(always)]
pub fn prefetch<T: ?Sized>(address: *const T) -> Prefetch {
    prefetch_for(address, Access::Read, Locality::L1)
}

/// Like [`prefetch`], for what and as near as one likes.
#[inline(always)]
pub fn prefetch_for<T: ?Sized>(address: *const T, access: Access, locality: Locality) -> Prefetch {
    hint(address, access, locality);
    Prefetch { asked: false }
}

/// Like [`prefetch`], for all lines of the `bytes` bytes at `address`: one wait for all of them.
#[inline(always)]
pub fn prefetch_range<T>(address: *const T, bytes: usize) -> Prefetch {
    let first = address.cast::<u8>();
    let mut offset = 0;
    while offset < bytes {
        hint(first.wrapping_add(offset), Access::Read, Locality::L1);
        offset += LINE;
    }
    // Unless `T` says that it starts with a line, the last byte may be in one more.
    if bytes > 1 && align_of::<T>() < LINE {
        hint(first.wrapping_add(bytes - 1), Access::Read, Locality::L1);
    }
    Prefetch { asked: false }
}

/// Pending once, so that others run while the line comes; then ready.
///
/// It wakes its task at once, so it works under any executor that polls tasks in turn. A
/// [`Group`](crate::Group) does it with the fewest instructions.
#[derive(Debug)]
#[must_use = "the line was asked for, but awaiting this is what gives it time to come"]
pub struct Prefetch {
    asked: bool,
}

impl Future for Prefetch {
    type Output = ();

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.asked {
            return Poll::Ready(());
        }
        self.asked = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
