// Futures of a crate and a module that do not exist.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0432]: unresolved import `self::no_such_module`
//@ error[E0432]: unresolved import `no_such_crate`
#![crate_type = "lib"]

use self::no_such_module::Timer;
use no_such_crate::sleep;

pub struct Owner {
    timer: Timer,
}

impl Owner {
    pub async fn wait(&mut self) -> u8 {
        sleep(1).await;
        self.timer.next().await
    }
}

pub async fn outer(owner: &mut Owner) -> u8 {
    owner.wait().await + owner.timer.last().await
}
