//! Spawns tasks.

use core::fmt;
use core::marker::PhantomData;

use super::Executor;
use super::pool::{Align, Alignment, PoolFull, TaskPool};

/// Spawns tasks on one executor from the context that runs it.
#[derive(Clone, Copy)]
pub struct Spawner {
    executor: &'static Executor,
    /// Neither `Send` nor `Sync`, so it stays in the executor's context.
    _local: PhantomData<*const ()>,
}

impl Spawner {
    pub(super) fn new(executor: &'static Executor) -> Self {
        Spawner { executor, _local: PhantomData }
    }

    /// Makes a task in `pool` of the future that `make` returns, and schedules its first poll. The
    /// compiler checks that the future fits.
    ///
    /// # Errors
    /// If the pool has no free place; `make` is not called then.
    pub fn spawn<F, const REST: usize, const ALIGN: usize, const N: usize>(
        self,
        pool: &'static TaskPool<REST, ALIGN, N>,
        make: impl FnOnce() -> F,
    ) -> Result<(), PoolFull>
    where
        F: Future<Output = ()> + 'static,
        Align<ALIGN>: Alignment,
    {
        pool.spawn(self.executor, make)
    }

    /// Makes a task of `future` on the heap, and schedules its first poll. The memory is freed when
    /// the task has ended and its last waker is gone.
    ///
    /// The allocator must work in the context that drops that waker. The feature `trace` uses
    /// `name`.
    #[cfg(feature = "alloc")]
    pub fn spawn_boxed(self, name: &'static str, future: impl Future<Output = ()> + 'static) {
        super::heap::spawn(self.executor, name, future);
    }

    /// A spawner for other contexts.
    pub fn to_send(self) -> SendSpawner {
        SendSpawner::new(self.executor)
    }
}

impl fmt::Debug for Spawner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spawner").finish_non_exhaustive()
    }
}

/// Spawns tasks on one executor from anywhere: interrupts, and tasks of other executors.
#[derive(Clone, Copy)]
pub struct SendSpawner {
    executor: &'static Executor,
}

impl SendSpawner {
    pub(super) fn new(executor: &'static Executor) -> Self {
        SendSpawner { executor }
    }

    /// Like [`Spawner::spawn`]. The future is made here but polled there, so it must be `Send`.
    ///
    /// # Errors
    /// If the pool has no free place; `make` is not called then.
    pub fn spawn<F, const REST: usize, const ALIGN: usize, const N: usize>(
        self,
        pool: &'static TaskPool<REST, ALIGN, N>,
        make: impl FnOnce() -> F,
    ) -> Result<(), PoolFull>
    where
        F: Future<Output = ()> + Send + 'static,
        Align<ALIGN>: Alignment,
    {
        pool.spawn(self.executor, make)
    }

    /// Like [`Spawner::spawn_boxed`], for a future that is `Send`.
    #[cfg(feature = "alloc")]
    pub fn spawn_boxed(
        self,
        name: &'static str,
        future: impl Future<Output = ()> + Send + 'static,
    ) {
        super::heap::spawn(self.executor, name, future);
    }
}

impl fmt::Debug for SendSpawner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SendSpawner").finish_non_exhaustive()
    }
}
