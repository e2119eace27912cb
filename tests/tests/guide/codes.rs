//! The pages of the codes: `BLESS=1` writes them from the explanations and the cases of `invalid`.

use super::pages::repository;
use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};
use stubsmith::{CODES, Code, Level};

/// The longest line and the number of lines of an example.
const WIDTH: usize = 120;
const LINES: usize = 60;

fn page(code: &Code) -> String {
    let level = match code.level {
        Level::Error => "An error.",
        Level::Mistake => {
            "An error. It is a warning if the mistake is harmless where it occurs, or with `skip-unsupported`."
        }
        Level::Warning => "A warning or a note.",
        _ => unreachable!("a level without a sentence"),
    };
    let mut text = format!("# `{}`\n\n{level}\n\n{}\n", code.name, wrap(code.explanation));
    let case = Path::new("invalid").join(code.name);
    if let (Ok(spec), Ok(report)) =
        (fs::read_to_string(case.join("spec.yaml")), fs::read_to_string(case.join("report.txt")))
    {
        let report = report.replace(&format!("invalid/{}/", code.name), "");
        let (spec, report) = (cut(&spec), cut(&report));
        let example =
            format!("\nFor example:\n\n```yaml\n{spec}```\n\nThe report:\n\n```text\n{report}```\n");
        text.push_str(&example);
    }
    text
}

/// The beginning of an example.
fn cut(text: &str) -> String {
    let line = |line: &str| match line.chars().count() > WIDTH {
        true => line.chars().take(WIDTH - 3).chain("...\n".chars()).collect(),
        false => format!("{}\n", line.trim_end()),
    };
    let more = if text.trim_end().lines().count() > LINES { "...\n" } else { "" };
    text.trim_end().lines().take(LINES).map(line).collect::<String>() + more
}

/// Breaks a paragraph into lines.
fn wrap(paragraph: &str) -> String {
    let mut lines = vec![String::new()];
    for word in paragraph.split_whitespace() {
        let line = lines.last_mut().unwrap();
        match line.is_empty() {
            true => line.push_str(word),
            false if line.len() + word.len() < WIDTH => line.extend([" ", word]),
            false => lines.push(word.to_owned()),
        }
    }
    lines.join("\n")
}

/// The modules of the pages.
fn modules() -> String {
    let mut text = String::from(
        "//! The codes of messages, with an explanation and an example of each. `stubsmith explain` prints the same.\n\n\
         /// Declares a module for each code. The documentation of the module is a file.\n\
         macro_rules! pages {\n    ($($code:ident: $file:literal, $summary:literal;)*) => {\n        $(\n            \
         #[doc = $summary]\n            #[doc = \"\"]\n            #[doc = include_str!($file)]\n            \
         pub mod $code {}\n        )*\n    };\n}\n\npages! {\n",
    );
    for code in CODES {
        let first = code.explanation.split_once(". ").map_or(code.explanation, |(first, _)| first);
        let (module, name) = (code.name.replace('-', "_"), code.name);
        let summary = format!("{}.", first.trim_end_matches('.'));
        let row = format!("    {module}: \"codes/{name}.md\",\n        {summary:?};\n");
        text.push_str(&row);
    }
    text + "}\n"
}

#[test]
fn each_code_has_a_page() {
    let guide = repository().join("generator/src/guide");
    let folder = guide.join("codes");
    let mut pages: Vec<_> =
        CODES.iter().map(|code| (folder.join(format!("{}.md", code.name)), page(code))).collect();
    pages.push((guide.join("codes.rs"), modules()));
    if env::var_os("BLESS").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for entry in fs::read_dir(&folder).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        for (path, text) in &pages {
            fs::write(path, text).unwrap();
        }
    }
    for (path, text) in &pages {
        let found = fs::read_to_string(path).unwrap_or_default();
        assert!(found == *text, "{} is out of date: bless with BLESS=1", path.display());
    }
    let found: BTreeSet<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let expected = pages.iter().map(|(path, _)| path.clone()).filter(|path| path.starts_with(&folder));
    assert_eq!(found, expected.collect());
    let with_example = pages.iter().filter(|(_, text)| text.contains("\nThe report:\n"));
    assert!(with_example.count() > 60, "where are the examples?");
}
