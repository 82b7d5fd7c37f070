//! Markdown pages: where their links and paths lead, and the anchors that their headings make.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Result;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use testsuite_support::folder;

use crate::tree;

/// What matters of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The anchors of its headings, as GitHub makes them.
    pub anchors: BTreeSet<String>,
    /// The destinations of its links and images.
    pub links: Vec<String>,
    /// Text in code font, outside of code blocks.
    pub code: Vec<String>,
}

impl Page {
    /// Parses a page.
    pub fn parse(text: &str) -> Self {
        let mut page = Page::default();
        let mut heading: Option<String> = None;
        let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
        for event in Parser::new_ext(text, options) {
            if let (Some(heading), Event::Text(text) | Event::Code(text)) = (&mut heading, &event) {
                heading.push_str(text);
            }
            match event {
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    page.add_anchor(&heading.take().unwrap_or_default());
                }
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.push(dest_url.into_string());
                }
                Event::Code(text) => page.code.push(text.into_string()),
                _ => {}
            }
        }
        page
    }

    /// GitHub numbers the anchors of headings with the same text.
    fn add_anchor(&mut self, heading: &str) {
        let slug = slug(heading);
        let numbered = (1..).map(|number| format!("{slug}-{number}"));
        let free = std::iter::once(slug.clone())
            .chain(numbered)
            .find(|anchor| !self.anchors.contains(anchor));
        self.anchors.extend(free);
    }
}

/// GitHub's anchor for a heading: lower case, spaces as dashes, no punctuation.
fn slug(heading: &str) -> String {
    heading
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            _ if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// Every link of the pages below `root` that leads nowhere, and every path in code font that begins
/// with one of the tree's top folders and does not exist: each as a line that names the page.
///
/// Links to other hosts are not followed.
///
/// # Errors
/// If a page cannot be read.
pub fn dead_links(root: &Path) -> Result<Vec<String>> {
    let mut pages = BTreeMap::new();
    for path in tree::files(root, |path| path.extension().is_some_and(|end| end == "md"))? {
        let page = Page::parse(&tree::read(&root.join(&path))?);
        pages.insert(path, page);
    }
    let mut dead = Vec::new();
    for (path, page) in &pages {
        for link in page.links.iter().filter(|link| !is_remote(link)) {
            if let Err(reason) = follow(root, &pages, path, link) {
                dead.push(format!("{}: ({link}) {reason}", path.display()));
            }
        }
        for code in page.code.iter().filter(|code| is_path(root, code)) {
            if !root.join(code).exists() {
                dead.push(format!("{}: `{code}` does not exist", path.display()));
            }
        }
    }
    Ok(dead)
}

fn is_remote(link: &str) -> bool {
    link.contains("://") || link.starts_with("mailto:")
}

fn follow(
    root: &Path,
    pages: &BTreeMap<PathBuf, Page>,
    from: &Path,
    link: &str,
) -> Result<(), String> {
    let (file, anchor) = match link.split_once('#') {
        Some((file, anchor)) => (file, Some(anchor)),
        None => (link, None),
    };
    let target = match file {
        "" => from.to_owned(),
        _ => folder::plain(&from.parent().unwrap_or(Path::new("")).join(file)),
    };
    if !root.join(&target).exists() {
        return Err("names no file".to_owned());
    }
    let Some(anchor) = anchor else { return Ok(()) };
    let page = pages.get(&target).ok_or("has an anchor, but leads to no Markdown page")?;
    if page.anchors.contains(anchor) { Ok(()) } else { Err("names no heading".to_owned()) }
}

/// Whether text in code font is a path from the root: it has a slash, its first folder exists and is
/// no output, and it holds no placeholder.
fn is_path(root: &Path, text: &str) -> bool {
    let Some((first, _)) = text.split_once('/') else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    let placeholder = |part: &str| part.len() > 1 && part.chars().all(|c| c.is_ascii_uppercase());
    !["", ".", "..", "build", "dist"].contains(&first)
        && text.chars().all(plain)
        && !text.split(['/', '.']).any(placeholder)
        && root.join(first).is_dir()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn anchors_are_githubs() {
        let page = Page::parse("# What `./x` does, and why\n\n## Figures\n\ntext\n\n## Figures\n");
        let anchors: Vec<_> = page.anchors.iter().map(String::as_str).collect();
        assert_eq!(anchors, ["figures", "figures-1", "what-x-does-and-why"]);
    }

    #[test]
    fn links_in_tables_count_and_code_blocks_do_not() {
        let page = Page::parse("| a |\n| --- |\n| [x](y.md) |\n\n```sh\n[not](a-link)\n```\n");
        assert_eq!(page.links, ["y.md"]);
    }

    #[test]
    fn what_is_dead_is_named() {
        let root = std::env::temp_dir().join(format!("tidy-links-{}", std::process::id()));
        fs::create_dir_all(root.join("docs")).unwrap();
        let page = "# Top\n[ok](docs/a.md#one) [top](#top) [far](https://example.org/#x)\n\
                    [gone](docs/b.md) [lost](docs/a.md#two) `docs/a.md` `docs/c.md` `docs/NAME.md`\n";
        fs::write(root.join("README.md"), page).unwrap();
        fs::write(root.join("docs/a.md"), "## One\n[up](../README.md#top)\n").unwrap();
        let dead = dead_links(&root).unwrap();
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(
            dead,
            [
                "README.md: (docs/b.md) names no file",
                "README.md: (docs/a.md#two) names no heading",
                "README.md: `docs/c.md` does not exist",
            ]
        );
    }
}
