//! Unsafe code of the plugin: where it stands, against what docs/rustc-internals.md says, and
//! that each block gives a reason of its own.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail, ensure};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use testsuite::plugin_sources;
use testsuite_support::Layout;

/// What a comment on an unsafe block begins with.
const SAFETY: &str = "// SAFETY:";

/// Reasons that only point at others, which may change or go.
const BORROWED: [&str; 6] = ["as above", "as in ", "as before", "see above", "same as", "likewise"];

/// Ways to delete IR that handles of safe code may still point to.
const DELETES: [&str; 3] =
    ["erase_from_basic_block", "LLVMInstructionEraseFromParent", "LLVMDeleteGlobal"];

/// One word of a source file that is code, neither comment nor string.
struct Word {
    text: String,
    /// Counted from 1.
    line: usize,
    /// Whether a block follows.
    before_block: bool,
}

fn words(text: &str) -> Result<Vec<Word>> {
    let tokens: TokenStream = text.parse().map_err(|error| anyhow::anyhow!("{error}"))?;
    let mut words = vec![];
    collect(tokens, &mut words);
    Ok(words)
}

fn collect(tokens: TokenStream, words: &mut Vec<Word>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) => words.push(Word {
                text: ident.to_string(),
                line: ident.span().start().line,
                before_block: matches!(
                    tokens.peek(),
                    Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace
                ),
            }),
            TokenTree::Group(group) => collect(group.stream(), words),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The reasons of the unsafe blocks in `text`, one for each.
fn reasons(text: &str) -> Result<Vec<String>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut reasons = vec![];
    for word in words(text)?.iter().filter(|word| word.text == "unsafe" && word.before_block) {
        let above = &lines[..word.line - 1];
        let comments = above.iter().rev().take_while(|line| line.starts_with("// ")).count();
        let comment = above[above.len() - comments..].join(" ").replace(" // ", " ");
        let Some((_, reason)) = comment.split_once(SAFETY) else {
            bail!("line {}: no `{SAFETY}` comment stands above this unsafe block", word.line);
        };
        let reason = reason.trim().to_owned();
        if let Some(borrowed) = BORROWED.iter().find(|phrase| reason.contains(**phrase)) {
            bail!("line {}: the reason says `{borrowed}`, and not what it rests on", word.line);
        }
        ensure!(reason.split(' ').count() >= 5, "line {}: `{reason}` is no reason", word.line);
        reasons.push(reason);
    }
    Ok(reasons)
}

/// The files that the documentation's section on unsafe code lists.
fn documented() -> Result<BTreeSet<String>> {
    let page = Layout::from_env()?.root.join("docs/rustc-internals.md");
    let page =
        std::fs::read_to_string(&page).with_context(|| format!("reading {}", page.display()))?;
    let (_, section) = page.split_once("\n## Unsafe code\n").context("the section is gone")?;
    let section = section.split("\n## ").next().unwrap_or(section);
    let file = |line: &str| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned());
    Ok(section.lines().filter_map(file).collect())
}

/// The files in which the word stands.
fn files_with(word: &str) -> Result<BTreeSet<String>> {
    let mut files = BTreeSet::new();
    for (file, text) in plugin_sources()? {
        let words = words(&text).with_context(|| format!("reading {file}"))?;
        if words.iter().any(|found| found.text == word) {
            files.insert(file);
        }
    }
    Ok(files)
}

#[test]
fn stands_in_the_files_that_are_documented() -> Result<()> {
    let documented = documented()?;
    assert!(!documented.is_empty());
    assert_eq!(files_with("unsafe")?, documented, "found; in docs/rustc-internals.md");
    // `lib.rs`, one of them, forbids unsafe code everywhere else: to the compiler as well.
    assert!(plugin_sources()?["lib.rs"].contains("\n#![deny(unsafe_code"));
    assert_eq!(files_with("unsafe_code")?, documented, "exceptions; in docs/rustc-internals.md");
    Ok(())
}

#[test]
fn each_block_has_a_reason_of_its_own() -> Result<()> {
    let mut seen = BTreeMap::new();
    for (file, text) in plugin_sources()? {
        for reason in reasons(&text).with_context(|| format!("in {file}"))? {
            if let Some(other) = seen.insert(reason.clone(), file.clone()) {
                bail!("{file} has a reason that stands in {other} too: {reason}");
            }
        }
    }
    ensure!(seen.len() > 10, "only {} unsafe blocks were found", seen.len());
    Ok(())
}

#[test]
fn nothing_deletes_what_handles_point_to() -> Result<()> {
    for word in DELETES {
        assert_eq!(files_with(word)?, BTreeSet::new(), "`{word}`");
    }
    Ok(())
}

#[test]
fn comments_and_strings_are_no_code() -> Result<()> {
    let text = "/// unsafe\nfn f() -> &'static str {\n    // unsafe {\n    \"unsafe {\"\n}\n";
    assert!(words(text)?.iter().all(|word| word.text != "unsafe"));
    let found = words("#[unsafe(no_mangle)]\npub unsafe fn f() {}\n")?;
    let lines: Vec<_> =
        found.iter().filter(|word| word.text == "unsafe").map(|word| word.line).collect();
    assert_eq!(lines, [1, 2]);
    Ok(())
}

#[test]
fn a_missing_or_borrowed_reason_is_found() -> Result<()> {
    let block = |comment: &str| reasons(&format!("fn f() {{\n{comment}    unsafe {{ g() }}\n}}\n"));
    let own = "    // SAFETY: `g` may be called\n    // from every thread.\n";
    assert_eq!(block(own)?, ["`g` may be called from every thread."]);
    for (comment, complaint) in [
        ("", "line 2: no `// SAFETY:`"),
        ("    // Calls `g`, of all functions here.\n", "line 3: no `// SAFETY:`"),
        ("    // SAFETY: as above, and `g` is all right.\n", "`as above`"),
        ("    // SAFETY: it is all\n    // the same as in `f`.\n", "says"),
        ("    // SAFETY: it is fine.\n", "is no reason"),
    ] {
        let message = block(comment).unwrap_err().to_string();
        assert!(message.contains(complaint), "{comment}: {message}");
    }
    Ok(())
}
