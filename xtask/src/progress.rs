//! What the user sees while steps run: a spinner for each on a terminal, plain lines elsewhere.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// How many bytes at the end of a log to read to find its last line.
const LAST_LINE: u64 = 400;

/// The display of the running steps.
pub struct Progress {
    /// `None` if the output is plain.
    bars: Option<MultiProgress>,
    running: Mutex<BTreeMap<&'static str, (ProgressBar, PathBuf)>>,
}

impl Progress {
    /// Spinners if standard error is a terminal and `CI` is not set.
    pub fn new() -> Self {
        let fancy = std::io::stderr().is_terminal() && std::env::var_os("CI").is_none();
        Self { bars: fancy.then(MultiProgress::new), running: Mutex::default() }
    }

    /// Reports that a step begins; the last line of `log` is shown next to its name.
    pub fn started(&self, name: &'static str, log: &Path) {
        let Some(bars) = &self.bars else {
            eprintln!("  started {name}");
            return;
        };
        let bar = bars.add(ProgressBar::new_spinner());
        let style = ProgressStyle::with_template("{spinner} {prefix} [{elapsed}] {wide_msg:.dim}")
            .expect("the template is well-formed");
        bar.set_style(style);
        bar.set_prefix(name);
        bar.enable_steady_tick(Duration::from_millis(120));
        self.running().insert(name, (bar, log.to_owned()));
    }

    /// Updates the log lines.
    pub fn tick(&self) {
        for (bar, log) in self.running().values() {
            if let Some(line) = last_line(log) {
                bar.set_message(line);
            }
        }
    }

    /// Reports that a step has ended.
    pub fn finished(&self, name: &'static str, time: Duration, success: bool) {
        let word = if success { "done" } else { "FAILED" };
        let line = format!("{word:>9} {name} ({:.1} s)", time.as_secs_f64());
        if let Some((bar, _)) = self.running().remove(name) {
            bar.finish_and_clear();
        }
        match &self.bars {
            // If the terminal went away, the work still goes on.
            Some(bars) => drop(bars.println(line)),
            None => eprintln!("{line}"),
        }
    }

    fn running(&self) -> std::sync::MutexGuard<'_, BTreeMap<&'static str, (ProgressBar, PathBuf)>> {
        self.running.lock().expect("no holder of this lock panics")
    }
}

fn last_line(log: &Path) -> Option<String> {
    let mut file = std::fs::File::open(log).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(LAST_LINE))).ok()?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    text.lines().rev().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
}
