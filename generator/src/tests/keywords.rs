//! The chapter of keywords is generated from the tables that the reader uses: `BLESS=1` writes it.

use crate::dialect::openapi31::{NEW_IN_31, new_in};
use crate::dialect::{DIALECTS, Dialect, Fate, Version};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

const INTRODUCTION: &str = "# Keywords

Each keyword of each object, with its effect in each version:

- *enforced*: it decides which requests are accepted, or which responses are valid;
- *typed*: it becomes a type, a name, a default or documentation;
- *ignored*: it has no effect, for the reason in the last column;
- *newer*: the version does not have the keyword. It has the effect that it has in OpenAPI 3.1, with a warning;
- a dash: the version does not have the keyword, and Stubsmith reports it. The last column names the keyword to use
  instead, if there is one.

[Supported features][supported] has the details, and the cases in which a keyword is not enforced. `stubsmith generate …
--report report.json` reports the effect of each keyword of your spec.

This page is generated from the tables that the reader of specs uses.
";

const END: &str = "\n[supported]: supported.md\n";

fn fate(dialect: &Dialect, object: &str, keyword: &str) -> Option<Fate> {
    let fields = dialect.objects.iter().find(|fields| fields.of == object)?;
    Some(fields.find(keyword)?.fate)
}

/// Whether a version has a keyword.
fn has(dialect: &Dialect, object: &str, keyword: &str) -> bool {
    // The table of 3.0 is that of 3.1, but the reader of schemas takes this one only since 3.1.
    let is_dynamic = dialect.version < Version::OpenApi31 && keyword == "$dynamicRef";
    !is_dynamic
        && !dialect.is_too_old_for(object, keyword)
        && fate(dialect, object, keyword).is_some_and(|fate| !matches!(fate, Fate::OtherVersion(..)))
}

fn effect(dialect: &Dialect, object: &str, keyword: &str) -> &'static str {
    match fate(dialect, object, keyword) {
        _ if !has(dialect, object, keyword) => "–",
        _ if dialect.version == Version::OpenApi30 && new_in(object).any(|new| new == keyword) => "newer",
        Some(Fate::Enforced) => "enforced",
        Some(Fate::Typed) => "typed",
        Some(Fate::Ignored(_)) => "ignored",
        Some(Fate::OtherVersion(..)) | None => "–",
    }
}

/// The reasons without an effect, in the order of the versions.
fn reasons(object: &str, keyword: &str) -> String {
    let mut reasons = Vec::new();
    for dialect in DIALECTS {
        let reason = match fate(dialect, object, keyword) {
            Some(Fate::Ignored(reason)) if has(dialect, object, keyword) => reason,
            Some(Fate::OtherVersion(_, instead)) => instead,
            _ => continue,
        };
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons.join("; ")
}

fn page() -> String {
    let mut text = INTRODUCTION.to_owned();
    let mut objects: Vec<&str> = Vec::new();
    for fields in DIALECTS.iter().rev().flat_map(|dialect| dialect.objects) {
        if !objects.contains(&fields.of) {
            objects.push(fields.of);
        }
    }
    for object in objects {
        let mut keywords: Vec<&str> = Vec::new();
        for dialect in DIALECTS {
            let fields = dialect.objects.iter().filter(|fields| fields.of == object);
            keywords.extend(fields.flat_map(|fields| fields.rows().map(|row| row.name)));
        }
        keywords.sort_by_key(|keyword| keyword.to_lowercase());
        keywords.dedup();
        let (first, rest) = object.split_at(1);
        let heading = first.to_uppercase();
        write!(
            text,
            "\n## {heading}{rest}\n\n| keyword | 2.0 | 3.0 | 3.1 | 3.2 | note |\n|---|---|---|---|---|---|\n"
        )
        .unwrap();
        for keyword in keywords {
            let [swagger2, openapi30, openapi31, openapi32] =
                DIALECTS.map(|dialect| effect(dialect, object, keyword));
            let reasons = reasons(object, keyword);
            writeln!(
                text,
                "| `{keyword}` | {swagger2} | {openapi30} | {openapi31} | {openapi32} | {reasons} |"
            )
            .unwrap();
        }
    }
    text + END
}

#[test]
fn the_chapter_of_keywords_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide/keywords.md");
    let page = page();
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == page, "{} is out of date: bless with BLESS=1", path.display());
    assert!(page.lines().filter(|line| line.starts_with("| `")).count() > 250);
    for row in [
        "| `basePath` | enforced | – | – | – | in OpenAPI 3, use `servers` |",
        "| `const` | – | newer | enforced | enforced |  |",
        "| `$dynamicRef` | – | – | enforced | enforced |  |",
        "| `query` | – | – | – | enforced |  |",
        "| `xml` | ignored | ignored | ignored | ignored | only JSON is supported |",
    ] {
        assert!(page.contains(&format!("\n{row}\n")), "{row}");
    }
}

/// A keyword that its object does not have would have no effect.
#[test]
fn each_keyword_that_is_new_in_3_1_is_one_of_its_object() {
    for (object, keywords) in NEW_IN_31 {
        for keyword in *keywords {
            let dialect = &crate::dialect::openapi3::OPENAPI_31;
            assert!(has(dialect, object, keyword), "{keyword} of {object}");
        }
    }
}
