// A crate that was compiled at another opt-level, with other checks and more codegen units.
//@ run-pass
//@ aux-build: toolbox -Copt-level=3 -Ccodegen-units=4 -Coverflow-checks=off
//@ lowered: 7
//@ opt-levels: 0 s
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};
use toolbox::{both, total};

fn main() {
    assert_eq!(drive(both(total(&[1, 2, 3]), total(&[250, 10]))), (6, 4));
    assert_eq!(
        drive(async {
            pause().await;
            both(pause(), total(&[7])).await.1
        }),
        7
    );
}
