//! gdb and suspended futures, on the host and on an emulated Cortex-M4: the lines where they are
//! suspended, the awaits around these, and what they keep, as `info future` and `info futures` of the
//! script for gdb print them.
//!
//! The sources are in `testsuite/debugger/suspended`; the tasks are those of `testsuite/firmware`.

use std::fs;

use anyhow::{Context, Result, ensure};
use object::{Object, ObjectSection};
use testsuite::{Compile, Rustc, Tally, firmware_stages, scratch};
use testsuite_support::firmware::{Build, Compiler, Target};
use testsuite_support::{Layout, gdb, qemu};

/// What `info future` prints at one stop, without the crate's name; `MARK` stands for the place that
/// has the mark.
type Stop = &'static [&'static str];

/// The session is not resumed; suspended itself; suspended three awaits deep, twice, before and after
/// the awaiter has gone on; suspended while others are; and has returned.
const STOPS: [Stop; 8] = [
    &["#0  session::{async_fn#0} (not yet resumed, tag 0)", "scale: u32 = 7"],
    &[
        "#0  session::{async_fn#0} (tag 3) at MARK session",
        "scale: u32 = 7",
        "limits: [u8; 3] = [1, 2, 7]",
        "awaits inner::Countdown (0)",
    ],
    &[
        "#0  inner::sample::{async_fn#0} (tag 3) at MARK sample",
        "square: u64 = 49",
        "awaits inner::Countdown (1)",
        "#1  inner::measure::{async_fn#0} (tag 3) at MARK measure",
        "scale: u32 = 7",
        "reading: inner::Reading = inner::Reading {channel: 7, value: core::option::Option<u32>::Some(42)}",
        "#2  session::{async_fn#0} (tag 4) at MARK session measures",
        "limits: [u8; 3] = [1, 2, 7]",
    ],
    &["#0  inner::sample::{async_fn#0} (tag 3) at MARK sample", "awaits inner::Countdown (0)"],
    &[
        "#0  inner::sample::{async_fn#0} (tag 3) at MARK sample",
        "square: u64 = 64",
        "awaits inner::Countdown (1)",
        "#1  inner::measure::{async_fn#0} (tag 4) at MARK measure",
        "reading: inner::Reading = inner::Reading {channel: 7, value: core::option::Option<u32>::Some(42)}",
        // The first sample, which no variable has.
        "__1: u32 = 49",
        "#2  session::{async_fn#0} (tag 5) at MARK session measures",
        "limits: [u8; 3] = [1, 2, 7]",
    ],
    &["#0  inner::sample::{async_fn#0} (tag 3) at MARK sample", "awaits inner::Countdown (0)"],
    &[
        "#0  session::{async_fn#0} (tag 6) at MARK session waits",
        "limits: [u8; 3] = [1, 2, 7]",
        "measured: u32 = 162",
        "in which there is",
        "#0  wait::{async_fn#0} (tag 3) at MARK wait",
        "awaits inner::Countdown (0)",
        "in which there is",
        "#0  wait::{async_fn#0} (tag 3) at MARK wait",
        "awaits inner::Countdown (0)",
    ],
    &["#0  session::{async_fn#0} (has returned, tag 1)"],
];

/// The place in the sources that has the mark.
fn place(layout: &Layout, mark: &str) -> Result<String> {
    for file in ["mod.rs", "inner.rs"] {
        let path = layout.root.join("testsuite/debugger/suspended").join(file);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let mark = format!("// suspended: {mark}");
        if let Some(line) = text.lines().position(|line| line.ends_with(&mark)) {
            return Ok(format!("suspended/{file}:{}", line + 1));
        }
    }
    anyhow::bail!("no line has `{mark}`")
}

/// gdb's commands: loads the script, stops in each call of `pause`, and looks at `future` in its
/// caller. In optimized code, the innermost frame is that of `black_box`.
fn commands(layout: &Layout, start: &[&str], go: &str, opt: &str) -> Vec<String> {
    let script = layout.dist.join("share/gdb/llvmcoro.py");
    let mut commands = vec![format!("source {}", script.display())];
    commands.extend(start.iter().map(|command| (*command).to_owned()));
    commands.push("break pause".to_owned());
    for number in 0..STOPS.len() {
        commands.push(if number == 0 { go } else { "continue" }.to_owned());
        commands.push(if opt == "0" { "up 1" } else { "up 2" }.to_owned());
        commands.push(format!("echo == {number}\\n"));
        commands.push("info future future".to_owned());
        commands.push("echo ==\\n".to_owned());
        // Without the script, too, gdb knows the variant.
        commands.push("print *future.pointer".to_owned());
    }
    commands.push(if go == "run" { "kill" } else { "disconnect" }.to_owned());
    commands
}

/// Demands each line of each stop, in this order, and after each stop gdb's own words for it.
fn check(layout: &Layout, output: &str, path: &str) -> Result<()> {
    let output = output.replace(&format!("{path}::"), "");
    for (number, stop) in STOPS.iter().enumerate() {
        let (_, text) =
            output.split_once(&format!("== {number}\n")).with_context(|| output.clone())?;
        let (text, rest) = text.split_once("==\n").with_context(|| output.clone())?;
        let mut lines = text.lines().map(str::trim);
        for wanted in *stop {
            let wanted = match wanted.split_once("MARK ") {
                Some((before, mark)) => (before.to_owned(), place(layout, mark)?),
                None => ((*wanted).to_owned(), String::new()),
            };
            let is_it = |line: &str| match &wanted {
                (before, place) if !place.is_empty() => {
                    line.starts_with(before) && line.ends_with(place)
                }
                (text, _) => line == text,
            };
            ensure!(lines.any(is_it), "stop {number}, {wanted:?}:\n{text}");
        }
        let variant = ["Unresumed", "Suspend0", "Suspend1", "Suspend1", "Suspend2", "Suspend2"];
        let variant = variant.iter().chain(&["Suspend3", "Returned"]).nth(number);
        let variant = format!("= session::{{async_fn_env#0}}::{}", variant.unwrap_or(&""));
        ensure!(
            rest.lines().next().is_some_and(|line| line.contains(&variant)),
            "{variant}:\n{rest}"
        );
    }
    Ok(())
}

#[test]
fn host() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "suspended/host")?;
    let source = layout.root.join("testsuite/debugger/suspended_host.rs");
    let mut tally = Tally::new("suspended");
    for (opt, units) in [("0", 16), ("2", 16), ("3", 1)] {
        let program = Compile::new(&layout, Rustc::Plugin, &source, &folder.join(opt))
            .flag("-Cdebuginfo=2")
            .flag(format!("-Copt-level={opt}"))
            .flag(format!("-Ccodegen-units={units}"))
            .run()?;
        let path = "suspended_host::suspended";
        let commands = commands(&layout, &[], "run", opt);
        let result = gdb::run(&program.path, &folder, &commands)
            .and_then(|output| check(&layout, &output, path));
        tally.add(format!("opt-level={opt}, {units} units"), result);
    }
    tally.finish()
}

/// On the emulated board.
fn on_board(opt: &str) -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, &format!("suspended/board-{opt}"))?;
    let opt_level = format!("-Copt-level={opt}");
    let flags = ["-Cdebuginfo=2", &opt_level, "-Cllvm-args=-llvmcoro-deny-fallback"];
    let target = Target::SoftFloat;
    let build = Build { package: "debugger", target, compiler: Compiler::Plugin, flags: &flags };
    let program = build.run(&layout)?.program("suspended");
    let board = qemu::Halted::start(&program, &folder, "gdb.sock")?;
    let path = "suspended::suspended";
    let commands = commands(&layout, &["target remote gdb.sock"], "continue", opt);
    let output = gdb::run(&program, &folder, &commands)?;
    drop(board);
    check(&layout, &output, path)
}

#[test]
fn cortex_m() -> Result<()> {
    on_board("0")
}

#[test]
fn cortex_m_optimized() -> Result<()> {
    on_board("s")
}

/// What `info futures` says of the bakery on embassy, without names of types: a baker heats the oven
/// three awaits deep, the other waits for it, and the main task for three customers at once.
const TASKS: &[&str] = &[
    "embassy::bookkeeper, 56 bytes at",
    "#0  embassy::__bookkeeper_task::",
    "books: embassy::Books = embassy::Books {orders: 0, loaves: 0}",
    "awaits embassy_sync::channel::ReceiveFuture<",
    "embassy::__embassy_main, 168 bytes at",
    "#0  embassy::____embassy_main_task::",
    "awaits embassy_futures::join::Join3<",
    "in which there is",
    "#0  embassy::customer::{async_fn#0} (tag 4) at",
    "number: u32 = 0",
    "ordered: u32 = 1",
    "awaits embassy_time::timer::Timer {",
    "in which there is",
    "#0  embassy::customer::{async_fn#0} (tag 4) at",
    "number: u32 = 1",
    "ordered: u32 = 4",
    "in which there is",
    "#0  embassy::customer::{async_fn#0} (tag 4) at",
    "number: u32 = 2",
    "ordered: u32 = 7",
    "embassy::baker (1 of 2), 80 bytes at",
    "#0  embassy::bake::{async_fn#0} (tag 3) at",
    "loaves: u32 = 4",
    "#1  embassy::__baker_task::",
    "embassy::baker (2 of 2), 80 bytes at",
    "#0  embassy::heat::{async_fn#0} (tag 3) at",
    "oven: *mut embassy::Oven = 0x",
    "awaits embassy_time::timer::Timer {",
    "#1  embassy::bake::{async_fn#0} (tag 4) at",
    "loaves: u32 = 1",
    "oven: embassy_sync::mutex::MutexGuard<",
    "#2  embassy::__baker_task::",
];

/// Before they are spawned, and when the timer's interrupt has come so many times, so that no task is
/// running.
#[test]
fn embassy() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "suspended/embassy")?;
    let target = Target::SoftFloat;
    let flags = firmware_stages(&layout, target)?.flags();
    let flags = flags.each_ref().map(String::as_str);
    let build = Build { package: "embassy", target, compiler: Compiler::Plugin, flags: &flags };
    let program = build.run(&layout)?.program("embassy");
    let board = qemu::Halted::start(&program, &folder, "gdb.sock")?;
    let script = format!("source {}", layout.dist.join("share/gdb/llvmcoro.py").display());
    let commands = [
        &script,
        "target remote gdb.sock",
        "info futures",
        "break SysTick",
        "ignore 1 12",
        "continue",
        "info futures",
        "disconnect",
    ];
    let output = gdb::run(&program, &folder, &commands.map(str::to_owned))?;
    drop(board);
    let (before, after) = output.split_once("Breakpoint 1 at").with_context(|| output.clone())?;
    ensure!(before.contains("embassy::baker (2 of 2): not spawned"), "{before}");
    let mut lines = after.lines().map(str::trim);
    for wanted in TASKS {
        ensure!(
            lines.any(|line| line.starts_with(wanted)),
            "no `{wanted}` where it should be:\n{after}"
        );
    }
    Ok(())
}

/// What the debugger is told changes no code: with line tables alone, nothing is described.
#[test]
fn the_code_is_the_same() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "suspended/code")?;
    let source = layout.root.join("testsuite/debugger/suspended_host.rs");
    let text = |debuginfo: &str| -> Result<Vec<u8>> {
        // One path, because it is in the program.
        let program = Compile::new(&layout, Rustc::Plugin, &source, &folder.join("program"))
            .flag(format!("-Cdebuginfo={debuginfo}"))
            .flag("-Copt-level=3")
            .run()?;
        let file = fs::read(&program.path)?;
        let elf = object::File::parse(&*file)?;
        let text = elf.section_by_name(".text").context("no .text")?;
        Ok(text.data()?.to_vec())
    };
    ensure!(text("line-tables-only")? == text("2")?);
    Ok(())
}

/// Of a future of stock rustc, less is known, which shows that the tests above can fail.
#[test]
fn of_stock_rustc() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = scratch(&layout, "suspended/none")?;
    let source = layout.root.join("testsuite/debugger/suspended_host.rs");
    let program = Compile::new(&layout, Rustc::Stock, &source, &folder.join("program"))
        .flag("-Cdebuginfo=2")
        .run()?;
    let commands = commands(&layout, &[], "run", "0");
    let output = gdb::run(&program.path, &folder, &commands)?;
    ensure!(check(&layout, &output, "suspended_host::suspended").is_err(), "{output}");
    Ok(())
}
