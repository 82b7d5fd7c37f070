//! A proc macro that makes an async fn.

extern crate proc_macro;

use proc_macro::TokenStream;

/// `doubled!(NAME)` is an async fn that awaits once and doubles its argument.
#[proc_macro]
pub fn doubled(name: TokenStream) -> TokenStream {
    let text = format!("async fn {name}(n: u32) -> u32 {{ crate::common::Pause(1).await; n * 2 }}");
    text.parse().expect("the text is an item")
}
