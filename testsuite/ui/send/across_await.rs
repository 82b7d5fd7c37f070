// Values that live across an await and may not go to another thread.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error: future cannot be sent between threads safely
//@ error: future cannot be sent between threads safely
//@ error: future cannot be sent between threads safely
//@ message: has type `Rc<u8>` which is not `Send`
//@ message: has type `std::sync::MutexGuard<'_, u8>` which is not `Send`
#![crate_type = "lib"]

use std::rc::Rc;
use std::sync::Mutex;

fn send(_: impl Send) {}

async fn other() {}

pub fn all(mutex: &'static Mutex<u8>) {
    send(async {
        let counted = Rc::new(1_u8);
        other().await;
        drop(counted);
    });
    send(async {
        let mut guard = mutex.lock().unwrap();
        other().await;
        *guard += 1;
    });
    send(async {
        let pointer = &raw const *mutex;
        other().await;
        assert!(!pointer.is_null());
    });
    // Its value is gone before the await.
    send(async {
        let number = *Rc::new(1_u8);
        other().await;
        assert_eq!(number, 1);
    });
}
