// A scrutinee's temporary lives through the awaits in the arms.
//@ check-fail
//@ error: future cannot be sent between threads safely
//@ error: future cannot be sent between threads safely
//@ message: which is not `Send`
#![crate_type = "lib"]

use std::rc::Rc;
use std::sync::Mutex;

fn send(_: impl Send) {}

async fn other() {}

pub fn of_a_match(mutex: &'static Mutex<u8>) {
    send(async {
        match *mutex.lock().unwrap() {
            0 => {}
            _ => other().await,
        }
    });
}

pub fn of_a_while(counted: &'static (dyn Fn() -> Rc<u8> + Sync)) {
    send(async {
        while let 1.. = *counted() {
            other().await;
        }
    });
}

pub fn allowed(mutex: &'static Mutex<u8>) {
    send(async {
        if *mutex.lock().unwrap() == 0 {
            other().await;
        }
    });
}
