//! What a team does with the tool: compare, look, explain, save a budget, and be told when it is
//! exceeded.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use testsuite_support::gdb;

use super::project::{MANIFEST, Project};
use super::shapes::firmware;
use super::{Tool, fail, succeed};
use crate::Tally;

/// A program on tokio.
const HOSTED: &str = "\
use tokio::sync::mpsc;

async fn worker(mut requests: mpsc::Receiver<u32>) -> u32 {
    let mut sum = 0;
    while let Some(request) = requests.recv().await {
        sum += request;
    }
    sum
}

async fn served() -> u32 {
    let (sender, receiver) = mpsc::channel(4);
    let worker = tokio::spawn(worker(receiver));
    for request in 0..10 {
        sender.send(request).await.unwrap();
    }
    // The worker takes the last ones.
    tokio::task::yield_now().await;
    waited();
    drop(sender);
    worker.await.unwrap()
}

/// A debugger stops here.
#[inline(never)]
fn waited() {
    std::hint::black_box(());
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    println!(\"{}\", runtime.block_on(served()));
}
";

/// A step, which leaves the project as it was.
type Step = fn(&Project<'_>) -> Result<()>;

/// Firmware on embassy, with a task of which three may run at a time.
const EMBASSY: &str = "\
#![no_std]
#![no_main]

use cortex_m as _;
use embassy_executor::Executor;

/// It has the array twice, before and behind the `black_box`.
#[inline(never)]
fn scratch(pin: u32) -> u32 {
    core::hint::black_box([pin; 128])[7]
}

#[inline(never)]
fn checked(pin: u32) {
    assert!(scratch(pin) > 0);
}

#[embassy_executor::task(pool_size = 3)]
async fn blinks(pin: u32) {
    let pattern = [pin; 16];
    embassy_futures::yield_now().await;
    checked(pin);
    core::hint::black_box(&pattern);
}

#[cortex_m_rt::entry]
fn start() -> ! {
    let mut executor = Executor::new();
    // SAFETY: the executor is there for ever, because this function never returns.
    let executor: &'static mut Executor = unsafe { core::mem::transmute(&mut executor) };
    executor.run(|spawner| spawner.spawn(blinks(1).unwrap()))
}

#[panic_handler]
fn panicked(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
";

/// Goes through all of it, with firmware and with a program on tokio.
pub fn check(tool: &Tool, tally: &mut Tally) {
    let steps: [(&str, Step); 4] =
        [("compare", compare), ("frames", frames), ("why", why), ("budget", budget)];
    match firmware(tool, "team-firmware") {
        Ok(project) => {
            for (name, step) in steps {
                tally.add(format!("{name}, firmware"), step(&project));
            }
        }
        Err(error) => tally.add("firmware", Err(error)),
    }
    tally.add("tokio", hosted(tool));
    tally.add("embassy", embassy(tool));
}

/// A line of a text, by its first words.
fn words<'t>(text: &'t str, first: &[&str]) -> Result<Vec<&'t str>> {
    let mut lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let line = lines.find(|line| line.starts_with(first));
    line.with_context(|| format!("no line begins with {first:?}: {text}"))
}

/// The sizes in a line, behind its first words.
fn sizes(text: &str, first: &[&str]) -> Result<[u64; 2]> {
    let line = words(text, first)?;
    let number = |at: usize| -> Result<u64> {
        line.get(first.len() + at)
            .and_then(|word| word.parse().ok())
            .with_context(|| format!("no number in {line:?}"))
    };
    Ok([number(0)?, number(1)?])
}

fn compare(project: &Project<'_>) -> Result<()> {
    let text = succeed(&mut project.cargo("compare --release"))?.stdout;
    words(&text, &["app,", "thumbv7em-none-eabihf,", "release,", "bytes"])?;
    let [stock, plugin] = sizes(&text, &[".text"])?;
    ensure!(stock > 500 && plugin > 500, "{text}");
    let [stock, plugin] = sizes(&text, &["app::task"])?;
    ensure!(0 < plugin && plugin <= stock, "{text}");
    ensure!(text.contains("larger than stock.\n"), "no verdict: {text}");
    ensure!(text.contains("futures, geometric mean of plugin/stock: "), "{text}");

    same_names(project)?;

    let line = "compare --release --json --html page.html";
    let json = succeed(&mut project.cargo(line))?.stdout;
    let json: Value = serde_json::from_str(&json).context("the output of --json")?;
    ensure!(json["target"] == "thumbv7em-none-eabihf" && json["profile"] == "release", "{json}");
    let futures = json["futures"].as_array().context("futures")?;
    let task = futures.iter().find(|future| future["name"] == "app::task");
    let task = task.context("the task is not among the futures")?;
    ensure!(task["plugin"] == plugin && task["stock"] == stock, "{task}");
    let page = fs::read_to_string(project.folder().join("page.html"))?;
    ensure!(page.contains("app::task") && !page.contains("<script"), "{page}");

    let markdown = succeed(&mut project.cargo("compare --release --markdown"))?.stdout;
    ensure!(markdown.contains("| `app` .text | "), "{markdown}");
    ensure!(markdown.contains(&format!("| `app::task` | {stock} | {plugin} | ")), "{markdown}");
    fail(&mut project.cargo("compare --release --bin other"), &["no bin target named `other`"])?;
    Ok(())
}

/// The functions that both programs have are called the same, hashes and all.
fn same_names(project: &Project<'_>) -> Result<()> {
    let vectors = |side: &str| -> Result<String> {
        let program = "thumbv7em-none-eabihf/release/app";
        let program = project.folder().join("target/llvmcoro").join(side).join(program);
        let names = succeed(Command::new("nm").arg(program))?.stdout;
        let name = names.split_whitespace().find(|name| name.contains("3app5board7VECTORS"));
        Ok(name.context("the program has no vectors")?.to_owned())
    };
    let (stock, plugin) = (vectors("stock")?, vectors("plugin")?);
    ensure!(stock == plugin, "stock {stock}, plugin {plugin}");
    Ok(())
}

fn frames(project: &Project<'_>) -> Result<()> {
    let text = succeed(&mut project.cargo("frames --html frames.html"))?.stdout;
    sizes(&text, &["app::task"])?;
    ensure!(text.contains("buffer 4"), "{text}");
    ensure!(text.contains("0 larger than stock"), "{text}");
    let page = fs::read_to_string(project.folder().join("frames.html"))?;
    ensure!(page.contains("Largest slot: "), "{page}");
    let text = succeed(&mut project.cargo("frames --explain task"))?.stdout;
    for part in ["buffer: [u8; 4]", "crosses main.rs:", "the floor", "the tag"] {
        ensure!(text.contains(part), "no `{part}`: {text}");
    }
    fail(&mut project.cargo("frames --explain nobody"), &["no future is called `nobody`"])?;
    Ok(())
}

fn why(project: &Project<'_>) -> Result<()> {
    let text = succeed(&mut project.cargo("why task"))?.stdout;
    for part in [
        "bytes are kept while it is suspended at main.rs:",
        "4  buffer: [u8; 4], main.rs:",
        "read when resumed; across main.rs:",
        "only because its address is out; across",
        "in it, sampled: ",
    ] {
        ensure!(text.contains(part), "no `{part}`: {text}");
    }
    fail(&mut project.cargo("why nobody"), &["no future is called `nobody`"])?;
    Ok(())
}

/// A buffer that is held across an await makes the check fail, which names it.
fn budget(project: &Project<'_>) -> Result<()> {
    let check = "frames --check futures.json";
    succeed(&mut project.cargo("frames --save futures.json"))?;
    let saved = fs::read_to_string(project.folder().join("futures.json"))?;
    let text = succeed(&mut project.cargo(check))?.stdout;
    ensure!(text == "no future is too large: 2 were looked at\n", "{text}");
    fail(
        &mut project.cargo("frames --release --check futures.json"),
        &["it is for", "profile dev"],
    )?;

    let main = fs::read_to_string(project.folder().join("src/main.rs"))?;
    let held = main
        .replace(
            "    let mut buffer",
            "    // A line moves everything.\n\n    let held = core::hint::black_box([1_u8; 64]);\n    let mut buffer",
        )
        .replace("u32::from(*sample)", "u32::from(*sample & held[usize::from(*sample)])");
    ensure!(held != main, "the firmware has changed");
    project.write("src/main.rs", &held)?;
    let output = fail(&mut project.cargo(check), &["1 too large"])?;
    for part in ["app::task has grown from ", ", by 6", "held: [u8; 64] is new: 64 bytes"] {
        ensure!(output.stdout.contains(part), "no `{part}`: {}", output.stdout);
    }
    ensure!(!output.stdout.contains("sampled"), "what has not grown: {}", output.stdout);
    // Without the buffer, the lines are others, and the file is the same.
    project.write("src/main.rs", &main.replace("    let mut buffer", "\n\n    let mut buffer"))?;
    succeed(&mut project.cargo(check))?;
    succeed(&mut project.cargo("frames --save again.json"))?;
    let again = fs::read_to_string(project.folder().join("again.json"))?;
    ensure!(saved == again, "{saved}{again}");

    let manifest = fs::read_to_string(project.folder().join("Cargo.toml"))?;
    let limit = |table: &str| {
        let table = format!("[package.metadata.llvmcoro.max_size]\n{table}\n");
        project.write("Cargo.toml", &format!("{manifest}\n{table}"))
    };
    fail(&mut project.cargo("frames --check"), &["nothing to check", "max_size"])?;
    limit("\"app::*\" = 1024")?;
    succeed(&mut project.cargo("frames --check"))?;
    limit("\"app::*\" = 1024\n\"app::task\" = 8")?;
    let output = fail(&mut project.cargo("frames --check"), &["1 too large"])?;
    ensure!(output.stdout.contains("max_size of `app::task` is 8"), "{}", output.stdout);
    project.write("Cargo.toml", &manifest)
}

/// The same commands for a program with crates from the registry; its own futures are told apart from
/// theirs.
fn hosted(tool: &Tool) -> Result<()> {
    let dependency =
        "\n[dependencies]\ntokio = { version = \"1\", features = [\"rt\", \"sync\"] }\n";
    let manifest = format!("{MANIFEST}{dependency}");
    let project =
        tool.project("team-hosted", &[("Cargo.toml", &manifest), ("src/main.rs", HOSTED)])?;
    project.lock_as("testsuite/frames/real")?;
    let text = succeed(&mut project.cargo("compare"))?.stdout;
    sizes(&text, &[".rodata"])?;
    sizes(&text, &["app::served"])?;
    ensure!(!text.contains("tokio::"), "futures of others: {text}");
    tasks_in_gdb(tool, &project)?;
    let text = succeed(&mut project.cargo("frames --graph"))?.stdout;
    sizes(&text, &["app::worker"])?;
    ensure!(text.lines().any(|line| line.starts_with("tokio::")), "no future of tokio's: {text}");
    let text = succeed(&mut project.cargo("why worker"))?.stdout;
    ensure!(text.contains("sum: u32"), "{text}");
    succeed(&mut project.cargo("frames --save futures.json"))?;
    succeed(&mut project.cargo("frames --check futures.json"))?;
    let held = HOSTED.replace(
        "    let mut sum = 0;",
        "    let held = std::hint::black_box([0_u8; 100]);\n    let mut sum = 0;",
    );
    project.write("src/main.rs", &held.replace("    sum\n", "    sum + u32::from(held[9])\n"))?;
    let output = fail(&mut project.cargo("frames --check futures.json"), &["too large"])?;
    let named = "held: [u8; 100] is new: 100 bytes";
    ensure!(output.stdout.contains(named), "no `{named}`: {}", output.stdout);
    Ok(())
}

/// gdb lists the tasks of the runtime, in the program that `compare` has built.
fn tasks_in_gdb(tool: &Tool, project: &Project<'_>) -> Result<()> {
    let program = "target/llvmcoro/plugin/x86_64-unknown-linux-gnu/debug/app";
    let script = tool.dist().join("share/gdb/llvmcoro.py");
    let commands = [
        &*format!("source {}", script.display()),
        "break app::waited",
        "run",
        "frame function app::main",
        "info futures runtime",
    ];
    let commands = commands.map(str::to_owned);
    let text = gdb::run(&project.folder().join(program), project.folder(), &commands)?;
    let (_, tasks) = text.split_once("\ntask at 0x").with_context(|| format!("no task: {text}"))?;
    ensure!(!tasks.contains("\ntask at"), "there is one task: {text}");
    for part in ["app::worker::{async_fn#0} (tag 3) at src/main.rs:5", "sum: u32 = 45"] {
        ensure!(tasks.contains(part), "no `{part}`: {text}");
    }
    Ok(())
}

/// The memory of a task is that of its pool.
fn embassy(tool: &Tool) -> Result<()> {
    let manifest = format!(
        "{MANIFEST}\n[dependencies]\nembassy-futures = \"=0.1.2\"\nembassy-executor = {{ version = \
         \"=0.10.0\", features = [\"platform-cortex-m\", \"executor-thread\"] }}\n\
         cortex-m = {{ version = \"=0.7.10\", features = [\"critical-section-single-core\"] }}\n\
         cortex-m-rt = \"=0.7.7\"\n\n\
         [profile.dev]\npanic = \"abort\"\n\n[profile.release]\nopt-level = \"s\"\nstrip = true\n"
    );
    let configuration = "[target.thumbv7em-none-eabihf]\nrustflags = [\"-Clink-arg=-Tlink.x\"]\n";
    let memory =
        "MEMORY { FLASH : ORIGIN = 0, LENGTH = 1M\nRAM : ORIGIN = 0x20000000, LENGTH = 256K }\n";
    let files = [
        ("Cargo.toml", &*manifest),
        ("src/main.rs", EMBASSY),
        ("memory.x", memory),
        (".cargo/config.toml", configuration),
    ];
    let project = tool.project("team-embassy", &files)?;
    project.lock_as("testsuite/firmware")?;
    let text = succeed(&mut project.cargo("frames --target thumbv7em-none-eabihf"))?.stdout;
    let name = "app::__blinks_task::__blinks_task_inner_function";
    let [_, future] = sizes(&text, &[name])?;
    let [stock, plugin] = sizes(&text, &[&format!("{name},"), "3", "at", "a", "time"])?;
    // Each of the three has a header beside its future, and is aligned.
    ensure!(plugin <= stock && (3 * future + 1..6 * future).contains(&plugin), "{text}");
    ensure!(sizes(&text, &["all"])? == [stock, plugin], "{text}");

    let command = "frames --release --stacks --target thumbv7em-none-eabihf";
    let text = succeed(&mut project.cargo(command))?.stdout;
    let [_, stacks] = text.split("stack of polls in app, release, bytes").collect::<Vec<_>>()[..]
    else {
        anyhow::bail!("no stack: {text}")
    };
    let line = words(stacks, &[name])?;
    let bytes: u64 = line.get(1).context("no bytes")?.parse()?;
    // 1,024 for both arrays, and what `scratch`, `checked` and the poll keep besides.
    ensure!((1024..1280).contains(&bytes), "{stacks}");
    // The waker's functions.
    ensure!(stacks.contains("through pointers"), "{stacks}");
    fail(&mut project.cargo("frames --stacks --target x86_64-unknown-linux-gnu"), &["Cortex-M"])?;
    Ok(())
}
