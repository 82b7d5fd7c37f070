//! The form in which a commit is kept as a patch file.
//!
//! That is what `git format-patch` writes, without what changes when the patch does not: the commit's
//! hash, its author and date, and the hashes of the files before and after.

use anyhow::{Context, Result, ensure};

/// The lines before the subject, the same in every patch.
const HEADER: &str = "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n\
                      From: llvmcoro <llvmcoro@example.invalid>\n\
                      Date: Thu, 1 Jan 1970 00:00:00 +0000\n";
/// The author and committer that [`HEADER`] names.
pub const NAME: &str = "llvmcoro";
/// Their address.
pub const EMAIL: &str = "llvmcoro@example.invalid";
/// A file's name is no longer than its number and this many bytes of the subject.
const LONGEST_SLUG: usize = 60;

/// The line after the message, which git leaves out where no statistics follow.
const END_OF_MESSAGE: &str = "---";
/// Where the changes begin, one file after the other.
const DIFF: &str = "diff --git ";

/// Brings what `git format-patch --zero-commit` printed for one commit into the form that is kept.
pub fn canonical(mail: &str) -> Result<String> {
    let (header, rest) = mail.split_once("\n\n").context("the patch has no header")?;
    let mut text = HEADER.to_owned();
    for line in header.lines() {
        if !["From ", "From: ", "Date: "].iter().any(|name| line.starts_with(name)) {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.push('\n');
    let mut in_diff = false;
    for line in rest.split_inclusive('\n') {
        if !in_diff && line.starts_with(DIFF) {
            in_diff = true;
            let message = text.trim_end().strip_suffix(END_OF_MESSAGE).unwrap_or(&text);
            text = format!("{}\n{END_OF_MESSAGE}\n\n", message.trim_end());
        }
        // Lines of a changed file begin with a space, a sign or a backslash.
        if !(in_diff && line.starts_with("index ")) {
            text.push_str(line);
        }
    }
    Ok(text)
}

/// Refuses a commit message that does not survive as the head of a patch file.
pub fn check_message(message: &str) -> Result<()> {
    let subject = message.lines().next().unwrap_or_default();
    ensure!(!subject.is_empty(), "a commit has no message");
    for line in message.lines() {
        let ends_message = line == END_OF_MESSAGE
            || ["diff --git ", "diff -", "Index: ", "--- "].iter().any(|s| line.starts_with(s));
        ensure!(!ends_message, "the message of `{subject}` would end before its line `{line}`");
        ensure!(!line.starts_with("From "), "the message of `{subject}` has the line `{line}`");
    }
    Ok(())
}

/// The name of the file for the commit with this number, from 1, and subject.
pub fn file_name(number: usize, subject: &str) -> String {
    // `[Coroutines] Title` is about the title.
    let title = match subject.strip_prefix('[').and_then(|rest| rest.split_once("] ")) {
        Some((_, title)) => title,
        None => subject,
    };
    let mut slug = String::new();
    for word in title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !slug.is_empty() && slug.len() + 1 + word.len() > LONGEST_SLUG {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word.to_ascii_lowercase());
    }
    format!("{number:04}-{slug}.patch")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_without_the_patch_is_left_out() {
        let mail = "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n\
                    From: Somebody <a@b>\nDate: Fri, 2 Jan 2026 10:00:00 +0100\nSubject: [X] Do\n it\n\n\
                    Why: From here.\nindex of things\n\ndiff --git a/f b/f\nindex 12ab..34cd 100644\n\
                    --- a/f\n+++ b/f\n@@ -1 +1 @@\n-index 1\n+index 2\n";
        let expected = format!(
            "{HEADER}Subject: [X] Do\n it\n\nWhy: From here.\nindex of things\n---\n\n\
             diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-index 1\n+index 2\n"
        );
        assert_eq!(canonical(mail).unwrap(), expected);
        assert_eq!(canonical(&expected).unwrap(), expected);
    }

    #[test]
    fn a_file_is_named_after_its_subject() {
        for (subject, name) in [
            ("[Coroutines] Keep an alloca", "0003-keep-an-alloca.patch"),
            ("Split `x`, twice", "0003-split-x-twice.patch"),
            ("[not a tag", "0003-not-a-tag.patch"),
        ] {
            assert_eq!(file_name(3, subject), name);
        }
        let long = file_name(1, &"abcdefghi ".repeat(9));
        assert_eq!(long, format!("0001-{}.patch", ["abcdefghi"; 6].join("-")));
    }

    #[test]
    fn a_message_that_would_be_cut_is_refused() {
        check_message("Subject\n\nBody - with --- dashes.\n").unwrap();
        for wrong in ["", "Subject\n\n---\nlost", "Subject\n\ndiff --git a b", "S\n\nFrom here on"]
        {
            assert!(check_message(wrong).is_err(), "{wrong}");
        }
    }
}
