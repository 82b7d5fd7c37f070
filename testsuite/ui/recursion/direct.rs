// An async fn that awaits itself, as a function, a method and in a loop.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]

pub async fn countdown(n: u32) {
    if n > 0 {
        countdown(n - 1).await;
    }
}

pub struct Tree(Vec<Tree>);

impl Tree {
    pub async fn count(&self) -> usize {
        let mut count = 1;
        for tree in &self.0 {
            count += tree.count().await;
        }
        count
    }
}

pub async fn kept() {
    let future = async { kept().await };
    future.await;
}
