// A generic method of a trait that awaits itself, called by another type's method.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
trait Send2 {
    async fn send<M: Copy>(&self, message: M) -> u8;
}

struct Wire;

impl Send2 for Wire {
    async fn send<M: Copy>(&self, message: M) -> u8 {
        <Wire as Send2>::send(self, message).await
    }
}

struct Modem<S> {
    inner: S,
}

impl<S: Send2> Modem<S> {
    async fn dial(&self) -> u8 {
        self.inner.send('x').await
    }
}

fn main() {
    let modem = Modem { inner: Wire };
    drop(async {
        let _ = modem.dial();
    });
}
