//! Cached steps: each is run when what it depends on has changed, and only then.
//!
//! A step's *key* is the hash of its inputs and of the keys of the steps that it comes after, or of
//! what is in their outputs, where that is known to be all that matters. The key of its last
//! successful run lies in `build/stamps/`. A step makes its outputs in a scratch folder and moves them
//! into place when they are complete, so a step that fails, or a machine that is switched off, leaves
//! the old outputs or none, never half of the new ones. The scratch folder of a failed step is kept: a
//! step may find there what it can go on with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Error, Result, anyhow};

use crate::cmd::Log;
use crate::digest::{self, Input};
use crate::fsx;
use crate::progress::Progress;

/// How many steps run at a time. One waits for the network or for a program that uses one core
/// while the other keeps the remaining cores busy.
const AT_ONCE: usize = 2;
/// How many lines of a failed step's log are shown.
const TAIL: usize = 20;

/// What a step does: it gets a scratch folder and its log.
pub type Action<'a> = Box<dyn Fn(&Run<'_>) -> Result<()> + Send + Sync + 'a>;

/// A node of the set-up's graph.
pub struct Step<'a> {
    /// Shown to the user; with dashes for spaces, the name of its log, stamp and scratch folder.
    pub name: &'static str,
    /// Names of the steps whose outputs it uses; these stand before it in the list.
    pub after: Vec<&'static str>,
    /// All else that its outputs depend on, its own source among it.
    pub inputs: Vec<Input>,
    /// What exists after it has run; it runs again when one of them is gone.
    pub outputs: Vec<PathBuf>,
    /// What to do when it fails, in one sentence.
    pub advice: &'static str,
    /// Makes the outputs.
    pub action: Action<'a>,
}

/// What a running step may use.
pub struct Run<'r> {
    /// A folder for this step alone, on the same file system as the outputs. Removed after success.
    pub scratch: &'r Path,
    /// The step's key: equal keys mean equal inputs.
    pub key: &'r str,
    /// Where the output of its commands goes.
    pub log: &'r Log,
}

/// Those of `steps` that are named in `wanted`, and those that they come after, in the same order.
pub fn needed<'a, const N: usize>(steps: [Step<'a>; N], wanted: &[&'static str]) -> Vec<Step<'a>> {
    let mut names = wanted.to_vec();
    // A step stands behind those that it comes after.
    for step in steps.iter().rev() {
        if names.contains(&step.name) {
            names.extend(&step.after);
        }
    }
    steps.into_iter().filter(|step| names.contains(&step.name)).collect()
}

/// Runs the steps that are out of date, in the order of the graph, two at a time.
///
/// The first failure stops new steps from being started; those that run are waited for.
///
/// `by_content` names steps on whose outputs' contents alone the steps after them depend: these stay
/// fresh if one of those runs again and makes the same. Its outputs must be files.
pub fn run_all(build: &Path, steps: &[Step<'_>], by_content: &[&str]) -> Result<()> {
    let identity = |step: &Step<'_>, key: String| match by_content.contains(&step.name) {
        true => identity_of_outputs(step),
        false => Ok(key),
    };
    for folder in ["stamps", "log", "scratch"] {
        fsx::create_dir(&build.join(folder))?;
    }
    let _lock = lock(build)?;
    let progress = Progress::new();
    let mut keys: BTreeMap<&str, String> = BTreeMap::new();
    let mut waiting: Vec<&Step<'_>> = steps.iter().collect();
    let mut failure: Option<Error> = None;
    let (sender, results) = mpsc::channel();

    std::thread::scope(|scope| -> Result<()> {
        let mut running: Vec<(&str, String)> = Vec::new();
        loop {
            let mut started_or_fresh = failure.is_none();
            while started_or_fresh && running.len() < AT_ONCE {
                let ready = waiting
                    .iter()
                    .position(|step| step.after.iter().all(|name| keys.contains_key(name)));
                let Some(step) = ready.map(|index| waiting.remove(index)) else {
                    started_or_fresh = false;
                    continue;
                };
                let key = key_of(step, &keys)?;
                if is_fresh(build, step, &key) {
                    keys.insert(step.name, identity(step, key)?);
                    continue;
                }
                let log = Log::create(&build.join("log").join(file_name(step.name) + ".log"))?;
                progress.started(step.name, log.path());
                running.push((step.name, key.clone()));
                let sender = sender.clone();
                scope.spawn(move || {
                    let start = Instant::now();
                    let result = run_one(build, step, &key, &log);
                    // The receiver outlives the scope, in which it waits for every step.
                    let _ = sender.send((step, log, result, start.elapsed()));
                });
            }
            if running.is_empty() {
                return Ok(());
            }
            let (step, log, result, time) = loop {
                match results.recv_timeout(Duration::from_millis(200)) {
                    Ok(done) => break done,
                    Err(_) => progress.tick(),
                }
            };
            let place = running.iter().position(|(name, _)| *name == step.name);
            let (_, key) = running.remove(place.context("a step ended that was not running")?);
            progress.finished(step.name, time, result.is_ok());
            match result {
                Ok(()) => {
                    keys.insert(step.name, identity(step, key)?);
                }
                Err(error) if failure.is_none() => failure = Some(explain(step, &log, &error)),
                Err(error) => eprintln!("{:#}", explain(step, &log, &error)),
            }
        }
    })?;
    match failure {
        Some(error) => Err(error),
        None => {
            anyhow::ensure!(waiting.is_empty(), "step `{}` waits for itself", waiting[0].name);
            Ok(())
        }
    }
}

fn file_name(step: &str) -> String {
    step.replace([' ', '\''], "-")
}

/// The stamp of the step with this name: while a step runs that comes after it, it holds its key.
pub fn stamp_path(build: &Path, name: &str) -> PathBuf {
    build.join("stamps").join(file_name(name))
}

fn key_of(step: &Step<'_>, keys: &BTreeMap<&str, String>) -> Result<String> {
    let mut inputs = vec![Input::text(step.name)];
    inputs.extend(step.after.iter().map(|name| Input::text(keys[name].clone())));
    inputs.extend(step.inputs.iter().cloned());
    digest::of_inputs(&inputs)
        .with_context(|| format!("reading the inputs of step `{}`", step.name))
}

/// The hash of what is in a step's outputs.
fn identity_of_outputs(step: &Step<'_>) -> Result<String> {
    let outputs: Vec<_> = step.outputs.iter().cloned().map(Input::File).collect();
    digest::of_inputs(&outputs)
        .with_context(|| format!("reading the outputs of step `{}`", step.name))
}

fn is_fresh(build: &Path, step: &Step<'_>, key: &str) -> bool {
    std::fs::read_to_string(stamp_path(build, step.name)).is_ok_and(|stamp| stamp == key)
        && step.outputs.iter().all(|path| path.exists())
}

fn run_one(build: &Path, step: &Step<'_>, key: &str, log: &Log) -> Result<()> {
    let stamp = stamp_path(build, step.name);
    fsx::remove(&stamp)?;
    let scratch = build.join("scratch").join(file_name(step.name));
    fsx::create_dir(&scratch)?;
    (step.action)(&Run { scratch: &scratch, key, log })?;
    if let Some(missing) = step.outputs.iter().find(|path| !path.exists()) {
        return Err(anyhow!("the step ended well but did not make {}", missing.display()));
    }
    fsx::remove(&scratch)?;
    fsx::write(&stamp, key)
}

fn explain(step: &Step<'_>, log: &Log, error: &Error) -> Error {
    let mut message = format!("step `{}` failed: {error:#}\n", step.name);
    let tail = log.tail(TAIL);
    if !tail.is_empty() {
        message += &format!("the end of {}:\n", log.path().display());
        for line in tail {
            message += &format!("  | {line}\n");
        }
    }
    message += &format!("what to do: {}", step.advice);
    anyhow!(message)
}

/// Keeps a second `./x` from working on the same folders; released when the file is closed.
fn lock(build: &Path) -> Result<std::fs::File> {
    let path = build.join("lock");
    let context = || format!("locking {}", path.display());
    let file = std::fs::File::create(&path).with_context(context)?;
    if file.try_lock().is_err() {
        eprintln!("waiting for another ./x that works in {}", build.display());
        file.lock().with_context(context)?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    struct Scene {
        build: PathBuf,
        ran: Mutex<Vec<&'static str>>,
        fails: Mutex<bool>,
        by_content: &'static [&'static str],
    }

    impl Scene {
        fn new(test: &str) -> Self {
            let build = std::env::temp_dir().join(format!("xtask-{test}-{}", std::process::id()));
            fsx::empty_dir(&build).unwrap();
            Self { build, ran: Mutex::default(), fails: Mutex::new(false), by_content: &[] }
        }

        /// Two steps, of which the second copies the first one's output.
        fn run(&self, input: &str) -> Result<Vec<&'static str>> {
            let (one, two) = (self.build.join("one"), self.build.join("two"));
            let steps = [
                Step {
                    name: "first",
                    after: vec![],
                    inputs: vec![Input::text(input)],
                    outputs: vec![one.clone()],
                    advice: "none",
                    action: Box::new(|run| {
                        self.ran.lock().unwrap().push("first");
                        fsx::write(&run.scratch.join("one"), input.trim())?;
                        fsx::publish(&run.scratch.join("one"), &one)
                    }),
                },
                Step {
                    name: "second",
                    after: vec!["first"],
                    inputs: vec![],
                    outputs: vec![two.clone()],
                    advice: "mend it",
                    action: Box::new(|run| {
                        self.ran.lock().unwrap().push("second");
                        run.log.note("a line of the log")?;
                        fsx::write(&run.scratch.join("two"), fsx::read(&one)?)?;
                        anyhow::ensure!(!*self.fails.lock().unwrap(), "broken");
                        fsx::publish(&run.scratch.join("two"), &two)
                    }),
                },
            ];
            run_all(&self.build, &steps, self.by_content)?;
            Ok(std::mem::take(&mut *self.ran.lock().unwrap()))
        }
    }

    #[test]
    fn a_step_runs_when_an_input_an_output_or_a_step_before_it_changed() {
        let scene = Scene::new("fresh");
        assert_eq!(scene.run("a").unwrap(), ["first", "second"]);
        assert!(scene.run("a").unwrap().is_empty());
        assert_eq!(scene.run("b").unwrap(), ["first", "second"]);
        assert_eq!(fsx::read(&scene.build.join("two")).unwrap(), "b");
        fsx::remove(&scene.build.join("two")).unwrap();
        assert_eq!(scene.run("b").unwrap(), ["second"]);
        fsx::remove(&scene.build).unwrap();
    }

    #[test]
    fn a_step_brings_those_that_it_comes_after() {
        let step = |name, after: &[&'static str]| Step {
            name,
            after: after.to_vec(),
            inputs: vec![],
            outputs: vec![],
            advice: "none",
            action: Box::new(|_| Ok(())),
        };
        let names = |wanted: &[&'static str]| -> Vec<_> {
            let steps = [step("a", &[]), step("b", &[]), step("c", &["b"]), step("d", &["a", "c"])];
            needed(steps, wanted).iter().map(|step| step.name).collect()
        };
        assert_eq!(names(&["c"]), ["b", "c"]);
        assert_eq!(names(&["d"]), ["a", "b", "c", "d"]);
        assert_eq!(names(&["b", "a"]), ["a", "b"]);
        assert!(names(&[]).is_empty());
    }

    #[test]
    fn a_step_that_makes_the_same_may_leave_those_after_it_alone() {
        let mut scene = Scene::new("content");
        assert_eq!(scene.run("a").unwrap(), ["first", "second"]);
        assert_eq!(scene.run("a ").unwrap(), ["first", "second"]);
        scene.by_content = &["first"];
        assert_eq!(scene.run("a").unwrap(), ["first", "second"]);
        assert_eq!(scene.run("a ").unwrap(), ["first"]);
        assert_eq!(scene.run("b").unwrap(), ["first", "second"]);
        fsx::remove(&scene.build).unwrap();
    }

    #[test]
    fn a_failure_keeps_the_old_output_says_what_to_do_and_is_resumed() {
        let scene = Scene::new("failure");
        scene.run("a").unwrap();
        *scene.fails.lock().unwrap() = true;
        let message = format!("{:#}", scene.run("b").unwrap_err());
        for part in ["step `second` failed: broken", "a line of the log", "what to do: mend it"] {
            assert!(message.contains(part), "{message}");
        }
        assert_eq!(fsx::read(&scene.build.join("two")).unwrap(), "a");
        scene.ran.lock().unwrap().clear();
        *scene.fails.lock().unwrap() = false;
        assert_eq!(scene.run("b").unwrap(), ["second"]);
        assert_eq!(fsx::read(&scene.build.join("two")).unwrap(), "b");
        fsx::remove(&scene.build).unwrap();
    }
}
