//! `cargo llvmcoro` from the archive of `./x dist`, outside the checkout.

use anyhow::Result;
use testsuite::Tally;
use testsuite::tool::{Tool, check_commands, check_flow, check_shapes};
use testsuite_support::Layout;

/// The archive is unpacked once for all.
#[test]
fn from_the_archive() -> Result<()> {
    let layout = Layout::from_env()?;
    let tool = Tool::unpack(&layout)?;
    let mut tally = Tally::new("tool");
    check_commands(&tool, &mut tally);
    check_shapes(&tool, &mut tally);
    check_flow(&tool, &mut tally);
    tally.finish()
}
