//! What lives across a suspension decides whether a future is `Send`, `Sync` and `Unpin`.
//@ errors: 13
//@ message: future cannot be sent between threads safely

use std::cell::{Cell, RefCell};
use std::marker::PhantomPinned;
use std::rc::Rc;
use std::sync::{Arc, MutexGuard};

fn send<T: Send>(_: T) {}
fn sync<T: Sync>(_: T) {}
fn unpin<T: Unpin>(_: T) {}

async fn other() {}

async fn counted() -> u32 {
    let counted = Rc::new(1);
    other().await;
    *counted
}

async fn counted_in_time() -> u32 {
    let number = {
        let counted = Rc::new(1);
        *counted
    };
    other().await;
    number
}

async fn cell() -> u32 {
    let cell = Cell::new(1);
    other().await;
    cell.get()
}

async fn borrowed(cell: &RefCell<u32>) {
    other().await;
    *cell.borrow_mut() += 1;
}

async fn guard(guard: MutexGuard<'_, u32>) -> u32 {
    other().await;
    *guard
}

async fn pointer(pointer: *const u32) -> bool {
    other().await;
    pointer.is_null()
}

async fn outer() {
    counted().await;
}

async fn shared(shared: Arc<Rc<u32>>) {
    other().await;
    drop(shared);
}

async fn generic<T>(value: T) {
    other().await;
    drop(value);
}

fn main() {
    send(counted());
    send(counted_in_time());
    send(cell());
    sync(cell());
    send(borrowed(&RefCell::new(1)));
    send(outer());
    send(generic(Rc::new(1)));
    sync(generic(Cell::new(1)));
    send(shared(Arc::new(Rc::new(1))));
    send(pointer(std::ptr::null()));
    unpin(other());
    unpin(generic(PhantomPinned));
    let _ = |lock: &std::sync::Mutex<u32>| send(guard(lock.lock().unwrap()));
    let _: Box<dyn std::future::Future<Output = u32> + Send> = Box::new(counted());
}
