//! gdb in a running async fn, on the host and on the emulated Cortex-M4: where it stops, by which
//! calls it came there, and the values of locals that live across awaits.
//!
//! The sources are in `testsuite/debugger`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use testsuite::{Compile, Rustc, Stages, Tally, scratch};
use testsuite_support::firmware::{Build, Compiler, Target};
use testsuite_support::{Layout, gdb, qemu};

/// Two coroutines, of which one awaits the other and has drop glue in that one's frame only.
const STAGES: Stages = Stages { lowered: 2, begins: 3 };

/// What gdb says at one stop.
struct Stop {
    /// The mark in the source.
    mark: &'static str,
    /// The function that it stops in.
    function: &'static str,
    /// Expressions, and what gdb prints for them.
    values: &'static [(&'static str, &'static str)],
}

/// In the middle of a fn whose frame is part of its awaiter's, after its second await; and in that one,
/// after its second await.
const STOPS: [Stop; 2] = [
    Stop {
        mark: "stop: measure",
        function: "session::measure::{async_fn#0}",
        values: &[
            ("kept.channel", "7"),
            ("kept.value", "42"),
            ("sum", "43"),
            ("label", "40"),
            ("scale", "7"),
        ],
    },
    Stop {
        mark: "stop: session",
        function: "session::session::{async_fn#0}",
        values: &[("before", "107"), ("measured", "132"), ("scale", "7")],
    },
];

/// The number of the line that has the stop's mark.
fn line_of(layout: &Layout, stop: &Stop) -> Result<usize> {
    let path = layout.root.join("testsuite/debugger/session.rs");
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let line = text.lines().position(|line| line.contains(stop.mark));
    Ok(line.with_context(|| format!("no line has `{}`", stop.mark))? + 1)
}

/// gdb's commands: to `start`, then to each stop in turn, with a backtrace and the values there.
fn script(layout: &Layout, start: &[&str], go: &str, values: bool) -> Result<Vec<String>> {
    let mut commands: Vec<String> = start.iter().map(|command| (*command).to_owned()).collect();
    for stop in &STOPS {
        commands.push(format!("break session.rs:{}", line_of(layout, stop)?));
    }
    for (number, stop) in STOPS.iter().enumerate() {
        commands.push(if number == 0 { go } else { "continue" }.to_owned());
        commands.push(format!("echo \\n== {}\\n", stop.mark));
        commands.push("backtrace".to_owned());
        if values {
            let shown = |(name, _): &(&str, &str)| format!("printf \"{name} is %d\\n\", {name}");
            commands.extend(stop.values.iter().map(shown));
        }
    }
    // QEMU, told to kill the program, ends itself, sometimes before it has answered.
    commands.push(if go == "run" { "kill" } else { "disconnect" }.to_owned());
    Ok(commands)
}

/// What gdb printed at a stop.
fn section<'a>(output: &'a str, stop: &Stop) -> Result<&'a str> {
    let start = format!("== {}\n", stop.mark);
    let (_, rest) = output.split_once(&start).with_context(|| format!("no stop:\n{output}"))?;
    Ok(rest.split_once("\n==").map_or(rest, |(section, _)| section))
}

/// Demands function, file and a line from the stop's on in the innermost frame, its callers up to
/// `main`, and the values in `names`.
fn check(layout: &Layout, output: &str, main: &str, names: &[&str]) -> Result<()> {
    for (number, stop) in STOPS.iter().enumerate() {
        let text = section(output, stop)?;
        let frames: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
        let shown = || format!("at `{}` gdb printed:\n{text}", stop.mark);
        // The functions from this one outwards.
        for (frame, caller) in STOPS[number..].iter().map(|stop| stop.function).enumerate() {
            let line = frames.get(frame).with_context(shown)?;
            ensure!(line.contains(caller) && line.contains("session.rs:"), "{}", shown());
        }
        ensure!(frames.iter().any(|line| line.contains(main)), "{}", shown());
        let (_, line) = frames[0].rsplit_once("session.rs:").with_context(shown)?;
        let (line, wanted): (usize, usize) = (line.trim().parse()?, line_of(layout, stop)?);
        // Optimized code may have nothing on a line, and gdb takes the next one that has.
        ensure!((wanted..=wanted + 1).contains(&line), "{}", shown());
        for (name, value) in stop.values.iter().filter(|(name, _)| names.contains(name)) {
            let expected = format!("{name} is {value}");
            ensure!(text.lines().any(|line| line == expected), "{expected}, but {}", shown());
        }
    }
    Ok(())
}

const ALL: &[&str] = &["kept.channel", "kept.value", "sum", "label", "scale", "before", "measured"];

#[test]
fn host() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "debugger/host")?;
    let source = layout.root.join("testsuite/debugger/host.rs");
    let mut tally = Tally::new("debugger");
    // With line tables alone gdb knows no locals.
    for (debuginfo, names) in [("2", ALL), ("1", &[][..])] {
        for rustc in [Rustc::Stock, Rustc::Plugin] {
            let output = folder.join(format!("{debuginfo}-{}", rustc.name()));
            let program = Compile::new(&layout, rustc, &source, &output)
                .flag(format!("-Cdebuginfo={debuginfo}"))
                .run()?;
            let check = || {
                let commands = script(&layout, &[], "run", !names.is_empty())?;
                check(&layout, &gdb::run(&program.path, &folder, &commands)?, "main", names)?;
                let stages = program.lowered.count()?;
                ensure!(rustc == Rustc::Stock || stages == STAGES, "{stages:?}");
                Ok(())
            };
            tally.add(format!("debuginfo={debuginfo}, {}", rustc.name()), check());
        }
    }
    tally.finish()
}

/// Without debug information gdb finds no line to stop at, which shows that the test above can fail.
#[test]
fn host_without_debug_information() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "debugger/none")?;
    let source = layout.root.join("testsuite/debugger/host.rs");
    let program = Compile::new(&layout, Rustc::Plugin, &source, &folder.join("program"))
        .flag("-Cdebuginfo=0")
        .run()?;
    let commands = script(&layout, &[], "run", false)?;
    let message = match gdb::run(&program.path, &folder, &commands) {
        Ok(output) => output,
        Err(error) => format!("{error:#}"),
    };
    ensure!(!message.contains("Breakpoint 1 at"), "{message}");
    Ok(())
}

fn on_target(opt_level: &str, names: &[&str]) -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, &format!("debugger/target-{opt_level}"))?;
    let opt_level = format!("-Copt-level={opt_level}");
    let flags = ["-Cdebuginfo=2", &opt_level, "-Cllvm-args=-llvmcoro-deny-fallback"];
    let target = Target::SoftFloat;
    let build = Build { package: "debugger", target, compiler: Compiler::Plugin, flags: &flags };
    let program = build.run(&layout)?.program("debugger");
    let board = qemu::Halted::start(&program, &folder, "gdb.sock")?;
    let commands = script(&layout, &["target remote gdb.sock"], "continue", true)?;
    let output = gdb::run(&program, &folder, &commands)?;
    drop(board);
    check(&layout, &output, "__cortex_m_rt_main", names)
}

#[test]
fn cortex_m() -> Result<()> {
    on_target("0", ALL)
}

/// What is in registers, or a constant, LLVM may not describe; `before` has a place in the frame.
#[test]
fn cortex_m_optimized() -> Result<()> {
    on_target("s", &["before"])
}

/// A stop is only taken for one if the function and the value are those of the source.
#[test]
fn other_values_and_lines_are_found() -> Result<()> {
    let layout = Layout::from_env()?;
    let lines = STOPS.iter().map(|stop| line_of(&layout, stop)).collect::<Result<Vec<_>>>()?;
    let output = |function: &str, line: usize, value: &str| {
        format!(
            "== stop: measure\n#0  p::{function} () at session.rs:{line}\n\
             #1  p::session::session::{{async_fn#0}} () at session.rs:39\n#2  p::main ()\n\
             label is {value}\n\n== stop: session\n\
             #0  p::session::session::{{async_fn#0}} () at session.rs:{}\n#1  p::main ()\n",
            lines[1]
        )
    };
    let check = |output: String| check(&layout, &output, "main", &["label"]);
    let function = STOPS[0].function;
    check(output(function, lines[0], "40"))?;
    ensure!(check(output(function, lines[0], "41")).is_err());
    ensure!(check(output(function, lines[0] + 3, "40")).is_err());
    ensure!(check(output("other", lines[0], "40")).is_err());
    Ok(())
}

/// The program that the debugger stops prints what it should when nobody stops it.
#[test]
fn the_session_itself() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "debugger/run")?;
    let run = |rustc: Rustc, source: &Path| {
        let program = Compile::new(&layout, rustc, source, &folder.join(rustc.name())).run()?;
        testsuite::execute(&program.path)
    };
    let source = layout.root.join("testsuite/debugger/host.rs");
    let stock = run(Rustc::Stock, &source)?;
    ensure!(stock.stdout == "239\n", "{stock:?}");
    testsuite::compare(&stock, &run(Rustc::Plugin, &source)?)
}
