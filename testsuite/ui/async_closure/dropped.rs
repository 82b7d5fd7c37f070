// What a closure and its future hold is dropped, called or not, polled or not.
//@ run-pass
//@ lowered: 4
//@ stdout:   drop never called
//@ stdout: called once, dropped after 0 polls
//@ stdout:   drop kept
//@ stdout: called once, dropped after 1 polls
//@ stdout:   drop local
//@ stdout:   drop kept
//@ stdout: called once, dropped after 2 polls
//@ stdout:   drop local
//@ stdout:   drop kept
//@ stdout:   ready
//@ stdout: by reference, dropped after 0 polls
//@ stdout: by reference, dropped after 1 polls
//@ stdout: by reference, dropped after 2 polls
//@ stdout:   ready
//@ stdout:   drop shared
#[path = "../../run/common/mod.rs"]
mod common;

use common::{Noisy, drop_everywhere, pause};

fn main() {
    let never = Noisy("never called");
    let closure = async move || {
        let _taken = never;
        pause().await;
    };
    drop(closure);
    drop_everywhere("called once", || {
        let kept = Noisy("kept");
        let closure = async move || {
            let _taken = kept;
            let _local = Noisy("local");
            pause().await;
        };
        closure()
    });
    let shared = Noisy("shared");
    let closure = async || {
        pause().await;
        assert_eq!(shared.0, "shared");
    };
    drop_everywhere("by reference", &closure);
}
