// Recursion that goes through an opaque associated type.
//@ revisions: check build
//@[check] check-fail
//@[build] build-fail
//@ error[E0733]: recursion in an async block requires boxing
//@ message: which leads to this async fn
#![crate_type = "lib"]
#![feature(impl_trait_in_assoc_type)]

pub trait Task {
    type Running: Future<Output = u32>;

    fn start(self) -> Self::Running;
}

pub struct Job(pub u32);

async fn supervise<T: Task>(task: T) -> u32 {
    std::future::ready(()).await;
    task.start().await
}

impl Task for Job {
    type Running = impl Future<Output = u32>;

    fn start(self) -> Self::Running {
        async move {
            if self.0 == 0 {
                return 0;
            }
            supervise(Job(self.0 - 1)).await
        }
    }
}
