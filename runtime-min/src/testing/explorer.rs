//! Explores every order of a few tasks, interrupts and cancellations.
//!
//! A scenario is executed again and again with different choices until none are left: which woken
//! task to poll next, whether the next interrupt comes now, which waiting task to cancel. The same
//! choices are made at the end of each critical section and between the steps of the run queue
//! ([`preempt`]), so tasks and interrupts also come in the middle of others, nested as on a core
//! whose interrupts have priorities. Whatever comes in the middle runs to its end first; on one
//! core, nothing else can happen.
//!
//! When nobody is ready any more, each waiting task is polled once without a wake: if that gets it
//! any further, its wake was lost. Then all tasks are dropped, and no waker may be left.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt::Write;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

type Task = Pin<Box<dyn Future<Output = ()>>>;
type Interrupt = Box<dyn FnOnce()>;
type Check = Box<dyn FnOnce(&Outcome) -> Result<(), String>>;

/// How much may happen in one execution.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// How many tasks may be cancelled.
    pub(crate) cancels: u32,
    /// How often something may come in the middle of something else.
    pub(crate) preemptions: u32,
}

/// What is executed; made afresh each time.
pub(crate) struct Scenario {
    pub(crate) tasks: Vec<Task>,
    /// They come in this order, at any time.
    pub(crate) interrupts: Vec<Interrupt>,
    /// What must hold in the end, when the tasks have been dropped.
    pub(crate) check: Check,
}

/// The result of one execution.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What the tasks wrote with [`log`].
    pub(crate) log: Vec<(&'static str, u32)>,
    pub(crate) ends: Vec<End>,
}

impl Outcome {
    /// The numbers that were logged under `name`, in order.
    pub(crate) fn logged(&self, name: &str) -> Vec<u32> {
        self.log.iter().filter(|(logged, _)| *logged == name).map(|(_, number)| *number).collect()
    }
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Ready,
    Cancelled,
    /// It waited for something that did not come.
    Waiting,
}

/// Records an event of the current execution.
pub(crate) fn log(name: &'static str, number: u32) {
    if let Some(world) = current() {
        world.log.borrow_mut().push((name, number));
    }
}

/// Marks a point where something else may come in the middle; each execution tries another choice.
pub(crate) fn preempt() {
    if let Some(world) = current() {
        world.preempt();
    }
}

/// Executes the scenario in all orders, and returns the number of executions.
pub(crate) fn explore(limits: Limits, scenario: impl Fn() -> Scenario) -> Result<u64, String> {
    let mut oracle = Oracle::default();
    let mut executions = 0;
    loop {
        executions += 1;
        let world = Rc::new(World::new(limits, oracle, scenario()));
        CURRENT.set(Some(world.clone()));
        let result = world.run();
        CURRENT.set(None);
        result.map_err(|error| {
            let mut message = format!("execution {executions}: {error}, after:");
            for step in world.steps.borrow().iter() {
                let _ = write!(message, " {step}");
            }
            message
        })?;
        oracle = world.oracle.take();
        if !oracle.advance() {
            return Ok(executions);
        }
    }
}

thread_local! {
    static CURRENT: RefCell<Option<Rc<World>>> = const { RefCell::new(None) };
}

fn current() -> Option<Rc<World>> {
    CURRENT.with_borrow(Clone::clone)
}

/// The choices of an execution, and the position of the next one.
#[derive(Default)]
struct Oracle {
    /// Each choice, and the number of options.
    path: Vec<(usize, usize)>,
    position: usize,
}

impl Oracle {
    fn choose(&mut self, options: usize) -> usize {
        if self.position == self.path.len() {
            self.path.push((0, options));
        }
        let (choice, known) = self.path[self.position];
        assert_eq!(known, options, "the scenario is not the same each time");
        self.position += 1;
        choice
    }

    /// Advances to the next path; false if this was the last.
    fn advance(&mut self) -> bool {
        self.position = 0;
        while let Some((choice, options)) = self.path.pop() {
            if choice + 1 < options {
                self.path.push((choice + 1, options));
                return true;
            }
        }
        false
    }
}

struct Ready(AtomicBool);

impl Wake for Ready {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

struct Slot {
    /// `None` when it has ended, and while it is being polled.
    future: RefCell<Option<Task>>,
    ready: Arc<Ready>,
    /// Whether it has been polled and waits.
    waits: Cell<bool>,
    end: Cell<End>,
}

struct World {
    oracle: RefCell<Oracle>,
    slots: Vec<Slot>,
    interrupts: RefCell<VecDeque<Interrupt>>,
    check: Cell<Option<Check>>,
    cancels: Cell<u32>,
    preemptions: Cell<u32>,
    log: RefCell<Vec<(&'static str, u32)>>,
    steps: RefCell<Vec<String>>,
}

#[derive(Clone, Copy)]
enum Action {
    Poll(usize),
    Interrupt,
    Cancel(usize),
    Nothing,
}

impl World {
    fn new(limits: Limits, oracle: Oracle, scenario: Scenario) -> Self {
        let slot = |task| Slot {
            future: RefCell::new(Some(task)),
            ready: Arc::new(Ready(AtomicBool::new(true))),
            waits: Cell::new(false),
            end: Cell::new(End::Waiting),
        };
        World {
            oracle: RefCell::new(oracle),
            slots: scenario.tasks.into_iter().map(slot).collect(),
            interrupts: RefCell::new(scenario.interrupts.into()),
            check: Cell::new(Some(scenario.check)),
            cancels: Cell::new(limits.cancels),
            preemptions: Cell::new(limits.preemptions),
            log: RefCell::default(),
            steps: RefCell::default(),
        }
    }

    fn run(&self) -> Result<(), String> {
        loop {
            let mut actions = self.actions();
            if !actions.iter().any(|action| !matches!(action, Action::Cancel(_))) {
                actions.push(Action::Nothing);
            }
            match self.choose(&actions) {
                Action::Nothing => break,
                action => self.act(action),
            }
        }
        self.preemptions.set(0);
        let log = self.log.borrow().len();
        for index in 0..self.slots.len() {
            if self.slots[index].waits.get() {
                self.act(Action::Poll(index));
                let further = self.log.borrow().len() != log;
                if further || self.slots[index].end.get() == End::Ready {
                    return Err(format!("the wake of task {index} was lost"));
                }
            }
        }
        for (index, slot) in self.slots.iter().enumerate() {
            drop(slot.future.take());
            if Arc::strong_count(&slot.ready) != 1 {
                return Err(format!("a waker of task {index} is left"));
            }
        }
        let outcome = Outcome {
            log: self.log.take(),
            ends: self.slots.iter().map(|slot| slot.end.get()).collect(),
        };
        let check = self.check.take().expect("it is run once");
        check(&outcome).map_err(|error| format!("{error}: {outcome:?}"))
    }

    fn preempt(&self) {
        if self.preemptions.get() == 0 {
            return;
        }
        let mut actions = vec![Action::Nothing];
        actions.extend(self.actions());
        match self.choose(&actions) {
            Action::Nothing => {}
            action => {
                self.preemptions.set(self.preemptions.get() - 1);
                self.steps.borrow_mut().push("(".into());
                self.act(action);
                self.steps.borrow_mut().push(")".into());
            }
        }
    }

    /// The actions that are possible now.
    fn actions(&self) -> Vec<Action> {
        let mut actions = Vec::new();
        for (index, slot) in self.slots.iter().enumerate() {
            if slot.future.borrow().is_some() {
                if slot.ready.0.load(Ordering::SeqCst) {
                    actions.push(Action::Poll(index));
                }
                if slot.waits.get() && self.cancels.get() > 0 {
                    actions.push(Action::Cancel(index));
                }
            }
        }
        if !self.interrupts.borrow().is_empty() {
            actions.push(Action::Interrupt);
        }
        actions
    }

    fn choose(&self, actions: &[Action]) -> Action {
        actions[if actions.len() == 1 { 0 } else { self.oracle.borrow_mut().choose(actions.len()) }]
    }

    fn act(&self, action: Action) {
        match action {
            Action::Poll(index) => {
                self.steps.borrow_mut().push(format!("poll-{index}"));
                let slot = &self.slots[index];
                let Some(mut future) = slot.future.take() else {
                    return;
                };
                slot.ready.0.store(false, Ordering::SeqCst);
                let waker = Waker::from(slot.ready.clone());
                match future.as_mut().poll(&mut Context::from_waker(&waker)) {
                    Poll::Ready(()) => {
                        slot.end.set(End::Ready);
                        slot.waits.set(false);
                        drop(future);
                    }
                    Poll::Pending => {
                        slot.waits.set(true);
                        slot.future.replace(Some(future));
                    }
                }
            }
            Action::Interrupt => {
                self.steps.borrow_mut().push("interrupt".into());
                let interrupt = self.interrupts.borrow_mut().pop_front();
                if let Some(interrupt) = interrupt {
                    interrupt();
                }
            }
            Action::Cancel(index) => {
                self.steps.borrow_mut().push(format!("cancel-{index}"));
                let slot = &self.slots[index];
                self.cancels.set(self.cancels.get() - 1);
                slot.end.set(End::Cancelled);
                slot.waits.set(false);
                let future = slot.future.take();
                drop(future);
            }
            Action::Nothing => {}
        }
    }
}
