//! The picture in the README: what `cargo llvmcoro compare --html` shows of mini-redis.
//!
//! Its numbers are a file, so that the page can be made again without building anything. The picture
//! contains the page that it was drawn from: pixels depend on Chromium and its fonts, the page does not.

use std::fs;
use std::io::{BufReader, Cursor};
use std::path::Path;

use anyhow::{Context, Result};
use llvmcoro_report::Comparison;
use testsuite_support::{Layout, chromium};

use crate::build::Surveyed;

/// The package that is shown.
const PACKAGE: &str = "mini-redis";

/// The picture.
pub const FILE: &str = "docs/compare.png";

/// Its numbers, as `compare --json` writes them.
pub const NUMBERS: &str = "docs/compare.json";

/// The window, in pixels.
const SIZE: (u32, u32) = (920, 800);

/// The keyword of the page in the picture.
const PAGE: &str = "Page";

/// A picture, with the page that it was drawn from.
#[derive(Debug)]
pub struct Picture {
    /// The file.
    pub bytes: Vec<u8>,
    /// Width and height in pixels.
    pub size: (u32, u32),
    /// The page, as HTML.
    pub page: String,
}

impl Picture {
    /// Reads one that [`draw`] made.
    ///
    /// # Errors
    /// If it has no page.
    pub fn read(file: &Path) -> Result<Self> {
        let bytes = fs::read(file).with_context(|| file.display().to_string())?;
        Self::parse(bytes).with_context(|| file.display().to_string())
    }

    fn parse(bytes: Vec<u8>) -> Result<Self> {
        let reader = png::Decoder::new(BufReader::new(Cursor::new(&bytes))).read_info()?;
        let info = reader.info();
        let mut texts = info.utf8_text.iter();
        let page =
            texts.find(|text| text.keyword == PAGE).context("it does not contain its page")?;
        let (size, page) = (info.size(), page.get_text()?);
        Ok(Picture { bytes, size, page })
    }
}

/// What the survey measured of the package that is shown; `None` if it is none of the part.
///
/// # Errors
/// If it was not built.
pub fn numbers(surveyed: &Surveyed) -> Result<Option<String>> {
    let mut subjects = surveyed.part.subjects.iter();
    let Some(subject) = subjects.find(|subject| subject.name == PACKAGE) else { return Ok(None) };
    let file = surveyed.comparison_file();
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let folder = format!("{}-{}/", subject.name, subject.version);
    only(&Comparison::from_json(&text)?, PACKAGE, &folder)?.json().map(Some)
}

/// The programs of a package, and the futures in its folder, as the package alone would show them.
fn only(whole: &Comparison, package: &str, folder: &str) -> Result<Comparison> {
    let programs = whole.programs.iter().filter(|program| program.package == package);
    let own = whole.futures.iter().filter_map(|future| {
        let mut future = future.clone();
        future.source = future.source.strip_prefix(folder)?.to_owned();
        package.clone_into(&mut future.corpus);
        Some(future)
    });
    let (programs, own): (Vec<_>, Vec<_>) = (programs.cloned().collect(), own.collect());
    anyhow::ensure!(!programs.is_empty() && !own.is_empty(), "{package} was not built");
    Ok(Comparison::new(&whole.target, &whole.profile, programs, own))
}

/// The page of the numbers in the repository.
///
/// # Errors
/// If there are none.
pub fn page(layout: &Layout) -> Result<String> {
    let file = layout.root.join(NUMBERS);
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    Ok(Comparison::from_json(&text)?.html())
}

/// Draws the top of a page by headless Chromium, which works in `folder`.
///
/// # Errors
/// If that fails.
pub fn draw(folder: &Path, page: &str) -> Result<Picture> {
    let (file, shot) = (folder.join("page.html"), folder.join("page.png"));
    fs::write(&file, page).with_context(|| file.display().to_string())?;
    chromium::run(folder, &file, SIZE, &[&format!("--screenshot={}", shot.display())])?;
    let bytes = fs::read(&shot).with_context(|| shot.display().to_string())?;
    Picture::parse(with_page(&bytes, page)?)
}

/// A picture with the page in it.
fn with_page(bytes: &[u8], page: &str) -> Result<Vec<u8>> {
    let mut reader = png::Decoder::new(BufReader::new(Cursor::new(bytes))).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().context("a picture of this size")?];
    let frame = reader.next_frame(&mut pixels)?;
    let mut result = Vec::new();
    let mut encoder = png::Encoder::new(&mut result, frame.width, frame.height);
    encoder.set_color(frame.color_type);
    encoder.set_depth(frame.bit_depth);
    encoder.set_compression(png::Compression::High);
    encoder.add_itxt_chunk(PAGE.to_owned(), page.to_owned())?;
    encoder.write_header()?.write_image_data(&pixels[..frame.buffer_size()])?;
    Ok(result)
}

/// Writes the numbers, and draws the picture.
///
/// # Errors
/// If Chromium fails.
pub fn update(layout: &Layout, numbers: &str) -> Result<()> {
    let folder = layout.build.join("testsuite/survey/picture");
    fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    fs::write(layout.root.join(NUMBERS), numbers).context(NUMBERS)?;
    let picture = draw(&folder, &page(layout)?)?;
    fs::write(layout.root.join(FILE), picture.bytes).context(FILE)
}

/// Whether the numbers in the repository are these.
pub fn is_current(layout: &Layout, numbers: &str) -> bool {
    fs::read_to_string(layout.root.join(NUMBERS)).is_ok_and(|present| present == numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_keeps_its_page() {
        let mut bytes = Vec::new();
        let encoder = png::Encoder::new(&mut bytes, 1, 1);
        encoder.write_header().unwrap().write_image_data(&[7]).unwrap();
        assert!(Picture::parse(bytes.clone()).is_err());
        let picture = Picture::parse(with_page(&bytes, "<p>\u{2026}</p>").unwrap()).unwrap();
        assert_eq!((picture.page.as_str(), picture.size), ("<p>\u{2026}</p>", (1, 1)));
    }
}
