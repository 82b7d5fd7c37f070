// Methods of generic types, and blocks in them, that await themselves.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async fn requires boxing
//@ error[E0733]: recursion in an async fn requires boxing
#![crate_type = "lib"]

pub struct Node<T> {
    value: T,
    next: Option<Box<Node<T>>>,
}

impl<T> Node<T> {
    pub async fn length(&self) -> usize {
        match &self.next {
            Some(next) => 1 + next.length().await,
            None => 1,
        }
    }

    pub async fn last(&self) -> &T {
        let rest = async {
            match &self.next {
                Some(next) => next.last().await,
                None => &self.value,
            }
        };
        rest.await
    }
}
