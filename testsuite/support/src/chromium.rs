//! Headless Chromium.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, ensure};

use crate::process;

const LIMIT: Duration = Duration::from_secs(120);

/// Runs Chromium without a network on a page, in a window of `size` pixels, and returns its output. It
/// keeps its files in `folder`.
///
/// # Errors
/// If it fails.
pub fn run(folder: &Path, page: &Path, size: (u32, u32), arguments: &[&str]) -> Result<String> {
    let mut command = Command::new("chromium");
    command
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"])
        .args(["--disable-dev-shm-usage", "--proxy-server=127.0.0.1:9"])
        .arg(format!("--window-size={},{}", size.0, size.1))
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .args(arguments)
        .arg(format!("file://{}", page.display()));
    let output = process::run(&mut command, LIMIT)?;
    ensure!(output.status.success(), "chromium: {}\n{}", output.status, output.stderr);
    Ok(output.stdout)
}
