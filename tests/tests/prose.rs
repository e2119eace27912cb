//! Counts marks of an older style in comments, documentation and messages. It is an alarm: CONTRIBUTING.md has the rules, and
//! a reader decides. `PROSE=<folder>` prints the count of any other Rust project:
//!
//! ```sh
//! PROSE=<folder> cargo test -p stubsmith-tests --test prose -- --nocapture
//! ```
//!
//! Counted in this way, the published sources of conjure-rust 5.20 have 0.2 marks in 1,000 words, and those of typify 0.8 have
//! 0.3.

use regex::Regex;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Marks in 1,000 words.
const MOST: f64 = 1.0;

/// Each with its name and a regular expression that finds it.
const MARKS: [(&str, &str); 11] = [
    ("is no", r"(^|[^e] |[^r]e )(is|are|was|were|be) no ([^lm]|l[^o]|m[^o])"),
    (
        "a clause with \"what\"",
        r"\b(of|in|from|by|to|for|with|as|than|and|or|at|on|is|are|beside|behind) what\b",
    ),
    ("stands", r"\b(stands?|stood|standing)\b"),
    ("passed over", r"\bpass(es|ed|ing)? over\b"),
    ("left out", r"\b(left|leav(e|es|ing)) out\b"),
    ("beside", r"\bbeside\b"),
    ("behind", r"\bbehind\b"),
    ("of which", r"\bof (which|whose|whom)\b"),
    ("whatever", r"\b(whatever|whoever|nobody)\b"),
    ("where for if", r"(^|[.,;:] )[Ww]here (the|it|they|there|nothing|no|none|a|an|one|that|this)\b"),
    ("made of", r"\b(becomes? of|made of it|makes of)\b"),
];

/// Folders that hold no prose of ours.
const SKIPPED: [&str; 6] = ["target", "golden", "invalid", "spec", ".git", "prose.rs"];

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_symlink() || SKIPPED.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "md") {
            out.push(path);
        }
    }
}

/// The comments of a Rust file, and its string literals that are sentences.
fn prose_of_rust(text: &str) -> String {
    let string = Regex::new(r#""((?:[^"\\]|\\.)*)""#).unwrap();
    let mut prose = String::new();
    for line in text.lines() {
        let comment = line.split_once("//").map(|(_, comment)| comment.trim_start_matches(['/', '!']));
        if let Some(comment) = comment.filter(|_| line.trim_start().starts_with("//")) {
            prose.push_str(comment);
        } else {
            for literal in string.captures_iter(line) {
                let literal = &literal[1];
                if literal.split_whitespace().count() >= 3 {
                    prose.push_str(literal);
                    prose.push('\n');
                }
            }
        }
        prose.push('\n');
    }
    prose
}

/// The text of a Markdown file without its blocks of code.
fn prose_of_markdown(text: &str) -> String {
    text.split("```").step_by(2).collect()
}

struct Count {
    words: usize,
    /// By mark, each with the lines that have it.
    marks: BTreeMap<&'static str, Vec<String>>,
}

impl Count {
    fn of(folder: &Path) -> Self {
        let marks = MARKS.map(|(name, pattern)| (name, Regex::new(pattern).unwrap()));
        let mut paths = Vec::new();
        files(folder, &mut paths);
        paths.sort();
        let mut count = Self { words: 0, marks: BTreeMap::new() };
        for path in paths {
            let text = fs::read_to_string(&path).unwrap();
            let is_rust = path.extension().is_some_and(|extension| extension == "rs");
            let prose = if is_rust { prose_of_rust(&text) } else { prose_of_markdown(&text) };
            count.words += prose.split_whitespace().count();
            for line in prose.lines() {
                for (name, mark) in &marks {
                    for _ in mark.find_iter(line) {
                        let line = format!("{}: {}", path.display(), line.trim());
                        count.marks.entry(name).or_default().push(line);
                    }
                }
            }
        }
        count
    }

    fn all(&self) -> usize {
        self.marks.values().map(Vec::len).sum()
    }

    fn per_thousand(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "both are small")]
        let ratio = self.all() as f64 * 1000.0 / self.words as f64;
        ratio
    }

    fn summary(&self) -> String {
        let marks = self.marks.iter().map(|(name, lines)| format!("{:6}  {name}\n", lines.len()));
        let marks: String = marks.collect();
        format!("{:.1} marks in 1,000 of {} words\n{marks}", self.per_thousand(), self.words)
    }
}

#[test]
fn prose_is_plain() {
    if let Some(folder) = env::var_os("PROSE") {
        return println!("{}", Count::of(Path::new(&folder)).summary());
    }
    let count = Count::of(Path::new(".."));
    let lines: Vec<&str> = count.marks.values().flatten().map(String::as_str).collect();
    assert!(count.per_thousand() <= MOST, "{}\n{}", lines.join("\n"), count.summary());
}

#[test]
fn marks_are_found_in_comments_and_messages() {
    let rust = r#"
        /// The value of what is no schema.
        let text = "it stands beside the path"; // Behind a statement.
        let name = "behind";
    "#;
    let prose = prose_of_rust(rust);
    let found = MARKS.iter().filter(|(_, mark)| Regex::new(mark).unwrap().is_match(&prose));
    let names: Vec<&str> = found.map(|(name, _)| *name).collect();
    assert_eq!(names, ["is no", "a clause with \"what\"", "stands", "beside"]);
    assert_eq!(prose_of_markdown("one\n```sh\ntwo\n```\nthree"), "one\n\nthree");
}
