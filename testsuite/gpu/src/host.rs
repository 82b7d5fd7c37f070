//! The kernels on the host: what a GPU has to compute.

use std::path::Path;
use std::{ptr, thread};

use anyhow::{Context, Result, ensure};
use gpu_measure::manifest::{Launch, Workload};
use libloading::os::unix::{Library, Symbol};

/// A kernel on the host: the input, how many words it has, the output, a thread's number, how many threads a
/// block has, and what these share.
type Entry = unsafe extern "C" fn(*const u32, u32, *mut u32, u32, u32, *mut u64);

/// The library that one compiler made of the kernels for the host.
#[derive(Debug)]
pub struct Host(Library);

/// What all threads of a launch have in common.
#[derive(Clone, Copy)]
struct Grid<'i> {
    entry: Entry,
    input: &'i [u32],
    output: *mut u32,
    launch: Launch,
}

// SAFETY: each thread writes to words of its own.
unsafe impl Sync for Grid<'_> {}

/// What the threads of a block share.
#[derive(Clone, Copy)]
struct Shared(*mut u64);

// SAFETY: the kernel says how it is used.
unsafe impl Send for Shared {}

impl Shared {
    fn start(self) -> *mut u64 {
        self.0
    }
}

impl Host {
    /// Loads it.
    ///
    /// # Errors
    /// If it cannot be loaded.
    pub fn load(path: &Path) -> Result<Self> {
        // SAFETY: it is the crate `kernels` of this folder, which runs nothing when it is loaded.
        let library = unsafe { Library::new(path) };
        Ok(Host(library.with_context(|| path.display().to_string())?))
    }

    /// Runs a kernel for all threads of a launch; its output.
    ///
    /// # Errors
    /// If there is no such kernel, or it writes beyond its output.
    pub fn run(
        &self,
        workload: &Workload,
        kernel: &str,
        input: &[u32],
        launch: &Launch,
    ) -> Result<Vec<u32>> {
        // SAFETY: all functions of the library with such names have this type.
        let entry: Symbol<Entry> = unsafe { self.0.get(kernel.as_bytes()) }?;
        let words = workload.output(launch);
        // Room for the words of another thread, which have to stay as they are.
        let mut output = vec![0; words + workload.words_per_thread as usize];
        let grid = Grid { entry: *entry, input, output: output.as_mut_ptr(), launch: *launch };
        match workload.shared_bytes {
            0 => grid.every_thread(),
            bytes => grid.every_block(bytes),
        }
        ensure!(output[words..].iter().all(|word| *word == 0), "{kernel} writes too much");
        output.truncate(words);
        Ok(output)
    }
}

impl Grid<'_> {
    /// Runs one thread after the other, in as many parts as there are processors.
    fn every_thread(&self) {
        let processors = thread::available_parallelism().map_or(1, |count| count.get() as u32);
        let part = self.launch.threads.div_ceil(processors).max(1);
        thread::scope(|scope| {
            for first in (0..self.launch.threads).step_by(part as usize) {
                scope.spawn(move || {
                    for number in first..self.launch.threads.min(first + part) {
                        self.thread(number, ptr::null_mut());
                    }
                });
            }
        });
    }

    /// Runs one block after the other, whose threads run at a time.
    fn every_block(&self, shared_bytes: u32) {
        for first in (0..self.launch.threads).step_by(self.launch.block as usize) {
            let mut memory = vec![0; shared_bytes.div_ceil(8) as usize];
            let shared = Shared(memory.as_mut_ptr());
            thread::scope(|scope| {
                for number in first..first + self.launch.block {
                    scope.spawn(move || self.thread(number, shared.start()));
                }
            });
        }
    }

    fn thread(&self, number: u32, shared: *mut u64) {
        let Grid { entry, input, output, launch } = self;
        // SAFETY: there is output for all threads, and memory for what they share.
        unsafe { entry(input.as_ptr(), input.len() as u32, *output, number, launch.block, shared) }
    }
}
