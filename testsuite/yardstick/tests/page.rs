//! The page of `./x frames --html`, in headless Chromium: it stands alone, shows every slot, and the
//! largest one is seen.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use llvmcoro_contract::record::{Frame, Slot};
use llvmcoro_report::{Comparison, Future, Program, largest, page, title};
use survey::picture;
use testsuite_support::{Layout, chromium};
use yardstick::single;

/// `.largest` in page.css.
const RED: [u8; 3] = [0xd9, 0x38, 0x1e];
/// `.resumed` in page.css.
const BLUE: [u8; 3] = [0x2a, 0x6f, 0xb0];

/// Runs Chromium on a page, in a window as wide as a desk's screen.
fn chromium(folder: &Path, page: &Path, arguments: &[&str]) -> Result<String> {
    chromium::run(folder, page, (1300, 1000), arguments)
}

/// Rows of slots that a frame and the futures in it should have.
fn rows(future: &Future, frame: &Frame) -> usize {
    let inside = |slot: &Slot| -> usize {
        let frames = slot.futures.iter().filter_map(|inner| future.frames.get(&inner.id));
        frames.map(|frame| rows(future, frame)).sum()
    };
    frame.slots.iter().map(|slot| 1 + inside(slot)).sum()
}

/// The futures of a file of the corpus.
fn futures(layout: &Layout, file: &str) -> Result<Vec<Future>> {
    let part = single(&layout.root.join("testsuite/frames").join(file), None)?;
    part.measure(layout, part.targets[0])
}

#[test]
fn the_page_stands_alone_and_shows_every_slot() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = layout.build.join("testsuite/page");
    fs::create_dir_all(&folder)?;
    let futures = futures(&layout, "combinators.rs")?;
    let text = page(&futures);
    for forbidden in ["<script", "http:", "https:", "src=", "url(", "@import"] {
        ensure!(!text.contains(forbidden), "the page has `{forbidden}`");
    }
    let file = folder.join("all.html");
    fs::write(&file, &text)?;
    let dom = chromium(&folder, &file, &["--dump-dom"])?;
    let expected: usize =
        futures.iter().filter_map(|f| f.frame().map(|frame| rows(f, frame))).sum();
    let shown = dom.matches("<tr class=\"slot").count();
    ensure!(expected > 0 && shown == expected, "{shown} rows of slots instead of {expected}");
    for future in &futures {
        let Some(slot) = future.frame().and_then(largest) else { continue };
        let line =
            format!("<b>{}</b>, <b>{}</b> of {} bytes", title(slot), slot.size, future.plugin);
        ensure!(dom.contains(&line), "{}: the page does not say `{line}`", future.name);
    }
    Ok(())
}

#[test]
fn the_largest_slot_is_seen() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = layout.build.join("testsuite/page-picture");
    fs::create_dir_all(&folder)?;
    let futures = futures(&layout, "futures.rs")?;
    let two: Vec<Future> = futures.into_iter().filter(|f| f.name.ends_with("::two")).collect();
    let [future] = &two[..] else { anyhow::bail!("{} futures `two`", two.len()) };
    let frame = future.frame().context("it was lowered")?;
    let largest = largest(frame).context("it has slots")?;
    let (file, shot) = (folder.join("two.html"), folder.join("two.png"));
    fs::write(&file, page(&two))?;
    chromium(&folder, &file, &[&format!("--screenshot={}", shot.display())])?;
    let (width, pixels) = pixels(&shot)?;
    // The longest line of red pixels is the bar of the largest slot, and 180 is what the map of the
    // frame is at least wide.
    let bar = longest_run(&pixels, width, RED);
    let least = 180 * largest.size / frame.size;
    ensure!(bar as u64 >= least, "a red bar of {bar} pixels instead of {least} or more");
    ensure!(longest_run(&pixels, width, BLUE) > 8, "no suspension is crossed");
    Ok(())
}

/// The width of a picture, and its pixels.
fn pixels(file: &Path) -> Result<(usize, Vec<[u8; 3]>)> {
    let decoder = png::Decoder::new(std::io::BufReader::new(fs::File::open(file)?));
    let mut reader = decoder.read_info()?;
    let mut bytes = vec![0; reader.output_buffer_size().context("a picture of this size")?];
    let info = reader.next_frame(&mut bytes)?;
    let samples = info.color_type.samples();
    ensure!(samples >= 3 && info.bit_depth == png::BitDepth::Eight, "{info:?}");
    let pixels = bytes[..info.buffer_size()].chunks_exact(samples).map(|p| [p[0], p[1], p[2]]);
    Ok((info.width as usize, pixels.collect()))
}

/// The length of the longest horizontal line of one colour.
fn longest_run(pixels: &[[u8; 3]], width: usize, colour: [u8; 3]) -> usize {
    let runs = pixels.chunks(width).flat_map(|row| row.split(|pixel| *pixel != colour));
    runs.map(<[_]>::len).max().unwrap_or(0)
}

/// Nothing sticks out of the pages on a desk's screen or on a phone's: what is wide scrolls by itself.
#[test]
fn pages_fit_wide_and_narrow_screens() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = layout.build.join("testsuite/page-width");
    fs::create_dir_all(&folder)?;
    let futures = futures(&layout, "combinators.rs")?;
    let frames = page(&futures);
    let this = std::env::current_exe()?;
    let programs = vec![Program::read("package", "a-program-with-a-long-name", &this, &this)?];
    let target = "x86_64-unknown-linux-gnu";
    let comparison = Comparison::new(target, "release", programs, futures).html();
    for (name, page) in [("frames", frames), ("comparison", comparison)] {
        for width in [1200, 390] {
            // A window of Chromium's is never as narrow as a phone's; a frame in one may be.
            let text = page.replace('&', "&amp;").replace('"', "&quot;");
            let frame = format!(
                "<iframe style='border:0;width:{width}px;height:800px' srcdoc=\"{text}\" onload=\"document.title \
                 = 'needs ' + this.contentDocument.documentElement.scrollWidth\"></iframe>"
            );
            let file = folder.join(format!("{name}-{width}.html"));
            fs::write(&file, frame)?;
            let shot = file.with_extension("png");
            chromium(&folder, &file, &[&format!("--screenshot={}", shot.display())])?;
            let dom = chromium(&folder, &file, &["--dump-dom"])?;
            let needs = format!("<title>needs {width}</title>");
            ensure!(dom.contains(&needs), "{name}: no `{needs}`: {:?}", dom.get(..200));
        }
    }
    Ok(())
}

/// The picture in the README is one of what its numbers give today, and Chromium draws it of that size.
#[test]
fn the_picture_in_the_readme_is_current() -> Result<()> {
    let layout = Layout::from_env()?;
    let folder = layout.build.join("testsuite/page-readme");
    fs::create_dir_all(&folder)?;
    let page = picture::page(&layout)?;
    let present = picture::Picture::read(&layout.root.join(picture::FILE))?;
    ensure!(
        present.page == page,
        "{} is of another page: `./x survey --part hosted --update` draws it again",
        picture::FILE
    );
    let drawn = picture::draw(&folder, &page)?;
    ensure!(drawn.page == page, "a picture does not keep its page");
    ensure!(drawn.size == present.size, "{:?} instead of {:?}", drawn.size, present.size);
    Ok(())
}
