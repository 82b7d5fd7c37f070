//! `./x book`: the Markdown pages of the tree as a book.
//!
//! `docs/SUMMARY.md` says which pages, and in what order; some are outside of `docs/`. All are copied
//! to places that lie to each other as in the tree, so that links between them hold.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};
use testsuite_support::folder;

use crate::check::files;
use crate::ctx::Ctx;
use crate::{cmd, fsx, setup};

/// Where the pages' list is.
const SUMMARY: &str = "docs/SUMMARY.md";

/// Makes the book, and checks that each of its links leads somewhere.
pub fn run(ctx: &Ctx) -> Result<()> {
    let folder = ctx.build.join("book");
    let source = folder.join("src");
    if folder.exists() {
        fsx::remove(&folder)?;
    }
    for page in files(&ctx.root)? {
        if page.extension().is_none_or(|kind| kind != "md") {
            continue;
        }
        let text = fsx::read(&ctx.root.join(&page))?;
        fsx::install(&ctx.root.join(&page), &source.join(&page))?;
        // Pictures and sources.
        for file in links(&page, &text).filter(|file| ctx.root.join(file).is_file()) {
            fsx::install(&ctx.root.join(&file), &source.join(&file))?;
        }
    }
    let summary = from_root(&fsx::read(&ctx.root.join(SUMMARY))?);
    fsx::write(&source.join("SUMMARY.md"), summary)?;
    fsx::install(&ctx.root.join("docs/book.toml"), &folder.join("book.toml"))?;
    let mut mdbook = Command::new(setup::mdbook(ctx));
    mdbook.arg("build").arg(&folder);
    cmd::output(&mut mdbook)?;
    let pages = folder.join("book");
    let dead = dead_links(&pages)?;
    ensure!(dead.is_empty(), "links that lead nowhere:\n{}", dead.join("\n"));
    println!("{}", pages.join("index.html").display());
    Ok(())
}

/// What a page links to, as paths from the root.
fn links<'a>(page: &'a Path, text: &'a str) -> impl Iterator<Item = PathBuf> + 'a {
    let here = page.parent().unwrap_or(Path::new(""));
    let links = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
    links.map(|link| folder::plain(&here.join(link)))
}

/// The list of pages with paths from the root, not from `docs/`.
fn from_root(summary: &str) -> String {
    let line = |line: &str| match line.split_once("](") {
        Some((title, rest)) => {
            let (link, end) = rest.split_once(')').unwrap_or((rest, ""));
            let path = folder::plain(&Path::new("docs").join(link));
            format!("{title}]({}){end}\n", path.display())
        }
        None => format!("{line}\n"),
    };
    summary.lines().map(line).collect()
}

/// The links of the pages below `root` to files that are not there, or to anchors that these have not.
fn dead_links(root: &Path) -> Result<Vec<String>> {
    let html = |path: &PathBuf| path.extension().is_some_and(|kind| kind == "html");
    // The page for what is missing is shown at any address, so its links are a server's.
    let is_page = |path: &PathBuf| html(path) && path != Path::new("404.html");
    let pages: Vec<PathBuf> = files(root)?.into_iter().filter(is_page).collect();
    ensure!(!pages.is_empty(), "there are no pages in {}", root.display());
    let mut dead = Vec::new();
    let mut count = 0;
    for page in &pages {
        let text = fsx::read(&root.join(page))?;
        for link in values(&text, "href").chain(values(&text, "src")) {
            if link.contains(':') || link.starts_with("//") {
                continue;
            }
            count += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => page.clone(),
                _ => folder::plain(&page.parent().unwrap_or(Path::new("")).join(file)),
            };
            if !root.join(&target).is_file() {
                dead.push(format!("{}: {link}", page.display()));
            } else if html(&target) && !anchor.is_empty() {
                let anchors: BTreeSet<String> =
                    values(&fsx::read(&root.join(&target))?, "id").map(str::to_owned).collect();
                if !anchors.contains(anchor) {
                    dead.push(format!("{}: {link} (no such anchor)", page.display()));
                }
            }
        }
    }
    eprintln!("book: {} pages, {count} links", pages.len());
    Ok(dead)
}

/// The values of an attribute in HTML as mdBook writes it, with quotes.
fn values<'a>(html: &'a str, attribute: &str) -> impl Iterator<Item = &'a str> {
    let start = format!(" {attribute}=\"");
    html.match_indices(&start)
        .map(|(at, found)| at + found.len())
        .collect::<Vec<_>>()
        .into_iter()
        .filter_map(|at| Some(html[at..].split_once('"')?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_pages_is_seen_from_the_root() {
        let list = "# Pages\n\n- [A](a.md)\n    - [B](../b/README.md)\n";
        assert_eq!(from_root(list), "# Pages\n\n- [A](docs/a.md)\n    - [B](b/README.md)\n");
    }

    #[test]
    fn links_are_seen_from_the_root() {
        let text = "[a](../b/c.rs) and ![d](d.png#e)";
        let found: Vec<PathBuf> = links(Path::new("docs/x.md"), text).collect();
        assert_eq!(found, [Path::new("b/c.rs"), Path::new("docs/d.png")]);
    }

    #[test]
    fn links_that_lead_nowhere_are_named() {
        let root = std::env::temp_dir().join(format!("xtask-book-{}", std::process::id()));
        let a = "<h1 id=\"top\"></h1><a href=\"b/c.html#x\">1</a><a href=\"#top\">2</a>\
                 <a href=\"d.html\">3</a><a href=\"https://e\">4</a>";
        fsx::create_dir(&root.join("b")).unwrap();
        fsx::write(&root.join("a.html"), a).unwrap();
        fsx::write(&root.join("b/c.html"), "<img src=\"../a.html\">").unwrap();
        let dead = dead_links(&root).unwrap();
        assert_eq!(dead, ["a.html: b/c.html#x (no such anchor)", "a.html: d.html"]);
        fsx::remove(&root).unwrap();
    }

    /// A page that is not listed would be in no book.
    #[test]
    fn every_page_of_docs_is_listed() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let summary = from_root(&fsx::read(&root.join(SUMMARY)).unwrap());
        for page in files(&root).unwrap() {
            let is_page = page.starts_with("docs") && page.extension().is_some_and(|it| it == "md");
            if is_page && page != Path::new(SUMMARY) {
                assert!(summary.contains(&format!("({})", page.display())), "{}", page.display());
            }
        }
    }
}
