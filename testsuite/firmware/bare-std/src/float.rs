//! The methods of floats that std has and core has not.

use core::{f32, f64};

/// Those that the programs call.
pub trait Float {
    /// The largest integer that is not larger.
    fn floor(self) -> Self;
    /// `self * factor + summand`, rounded once.
    fn mul_add(self, factor: Self, summand: Self) -> Self;
    /// The square root.
    fn sqrt(self) -> Self;
}

macro_rules! implement {
    ($($float:ident)*) => { $(
        impl Float for $float {
            fn floor(self) -> Self {
                $float::math::floor(self)
            }

            fn mul_add(self, factor: Self, summand: Self) -> Self {
                $float::math::mul_add(self, factor, summand)
            }

            fn sqrt(self) -> Self {
                $float::math::sqrt(self)
            }
        }
    )* };
}

implement! { f32 f64 }
