// A method of a trait that awaits itself: in an implementation, and as a default body, for which the
// error is another one.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0792]: expected generic lifetime parameter, found `'_`
//@ error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]
#![allow(async_fn_in_trait)]

pub trait Visit {
    async fn visit(&self, depth: u8) -> u32;

    async fn twice(&self, depth: u8) -> u32 {
        if depth == 0 { self.visit(0).await } else { Self::twice(self, depth - 1).await }
    }
}

pub struct Leaf;

impl Visit for Leaf {
    async fn visit(&self, depth: u8) -> u32 {
        if depth == 0 { 1 } else { self.visit(depth - 1).await }
    }
}
