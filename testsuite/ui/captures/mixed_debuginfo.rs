// Captures of every size and alignment together, some given away before others.
//@ revisions: none limited full
//@ run-pass
//@[none] compile-flags: -Cdebuginfo=0
//@[limited] compile-flags: -Cdebuginfo=line-directives-only
//@[full] compile-flags: -Cdebuginfo=full
//@ opt-levels: 0 2
//@ lowered: 1
#[path = "../../run/common/mod.rs"]
mod common;

use common::{drive, pause};

#[derive(Clone, Copy)]
struct Token;

#[repr(align(64))]
struct Wide(u8);

struct Job {
    token: Token,
    flag: bool,
    wide: Wide,
    half: u16,
    nothing: [Wide; 0],
    name: String,
}

fn look(_: &Token) -> u16 {
    1
}

impl Job {
    fn into_future(mut self, extra: u8) -> impl Future<Output = u16> {
        async move {
            self.half += look(&self.token);
            pause().await;
            let name = self.name;
            self.half += u16::from(self.wide.0) + u16::from(extra);
            pause().await;
            if self.flag {
                self.half += look(&self.token) + self.nothing.len() as u16;
            }
            pause().await;
            self.half + name.len() as u16
        }
    }
}

fn main() {
    let job = |flag| Job {
        token: Token,
        flag,
        wide: Wide(20),
        half: 300,
        nothing: [],
        name: "name".to_owned(),
    };
    assert_eq!(drive(job(true).into_future(4)), 330);
    assert_eq!(drive(job(false).into_future(4)), 329);
}
