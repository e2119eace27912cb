//! The code generated from a bundle is that of the spec, for the published documents of the corpus that refer to other
//! files. `bundles.txt` lists those for which it is not, with the reasons.

#[path = "../shared/bundle_outcome.rs"]
mod bundle_outcome;
#[path = "../shared/corpus_documents.rs"]
mod corpus_documents;

use bundle_outcome::{Outcome, compare};
use corpus_documents::{Document, corpus_or_say, specs};
use std::fmt::Write as _;
use std::{env, fs, thread};
use stubsmith::KeepUnknown;

/// The documents whose bundle does not give the same code, each with the reason.
const BY_DESIGN: [(&str, &str); 2] = [
    (
        "digitalocean/specification/DigitalOcean-public.v2.yaml",
        "by design: `generate` reports the same two types, and needs the same setting `rename`",
    ),
    (
        "redocly-starter/openapi/openapi.yaml",
        "by design: the enum of a parameter is named after its place, which is a file of its own, and `components` in the bundle",
    ),
];

/// An outcome, and the number of files of the spec.
fn check(document: &Document) -> (Outcome, usize) {
    compare(&document.path, &document.root, |config| {
        config.keep_unknown(KeepUnknown::All).skip_unsupported(true)
    })
}

/// Published specs of many small files, in Swagger 2.0 and in OpenAPI 3.
#[test]
fn bundles_of_a_sample_give_the_same_code() {
    let Some(folder) = corpus_or_say() else { return };
    let parts = [
        "matrix-2015/",
        "matrix-swagger2-2023/data/api/server-server",
        "matrix-head-oas31/data/api/identity",
    ];
    let mut documents = specs(&folder);
    documents.retain(|document| {
        document.status == "ok" && parts.iter().any(|part| document.name.starts_with(part))
    });
    let (mut several, mut same) = (0, 0);
    for document in &documents {
        let (outcome, count) = check(document);
        let is_whole = matches!(outcome, Outcome::Same | Outcome::More);
        assert!(is_whole, "{}: {outcome:?}", document.name);
        several += usize::from(count > 1);
        same += usize::from(outcome == Outcome::Same);
    }
    assert!(several > 40 && same * 20 > documents.len() * 19, "{several} {same} {}", documents.len());
}

#[test]
#[ignore = "takes minutes"]
fn bundles_give_the_same_code() {
    let Some(folder) = corpus_or_say() else { return };
    let mut documents = specs(&folder);
    documents
        .retain(|document| document.status == "ok" && document.is_published && refers_to_files(document));
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let results: Vec<(Outcome, usize)> = thread::scope(|scope| {
        let parts = documents.chunks(documents.len().div_ceil(workers));
        let parts = parts.map(|part| scope.spawn(move || part.iter().map(check).collect::<Vec<_>>()));
        let parts: Vec<_> = parts.collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    let text = table(&documents, &results);
    if env::var_os("BLESS").is_some() {
        fs::write("tables/bundles.txt", &text).unwrap();
    }
    assert!(
        fs::read_to_string("tables/bundles.txt").unwrap_or_default() == text,
        "bless with BLESS=1, and read the diff"
    );
}

/// Whether a `$ref` of the document has the name of a file.
fn refers_to_files(document: &Document) -> bool {
    let text = fs::read_to_string(&document.path).unwrap_or_default();
    text.split("$ref").skip(1).any(|rest| {
        let target = rest.lines().next().unwrap_or_default();
        [".json", ".yaml", ".yml"].iter().any(|ending| target.contains(ending))
    })
}

fn table(documents: &[Document], results: &[(Outcome, usize)]) -> String {
    let mut text = String::from(
        "The code generated from the bundle of each published document of several files, compared with that of the document. `more`: the bundle also
gives types for schemas that only an `allOf` or an ignored keyword uses.

| documents | the same | more | different | no bundle | without code |
|---|---|---|---|---|---|
",
    );
    for (title, versions) in
        [("Swagger 2.0", ["swagger2"].as_slice()), ("OpenAPI 3", &["oas30", "oas31", "oas32"])]
    {
        let count = |wanted: fn(&Outcome) -> bool| {
            let all = documents.iter().zip(results);
            let own = all.filter(|(document, _)| versions.contains(&document.version.as_str()));
            own.filter(|(_, (outcome, _))| wanted(outcome)).count()
        };
        writeln!(
            text,
            "| {title} | {} | {} | {} | {} | {} |",
            count(|outcome| *outcome == Outcome::Same),
            count(|outcome| *outcome == Outcome::More),
            count(|outcome| matches!(outcome, Outcome::Different(_))),
            count(|outcome| matches!(outcome, Outcome::None(_))),
            count(|outcome| *outcome == Outcome::Rejected),
        )
        .unwrap();
    }
    for (document, (outcome, _)) in documents.iter().zip(results) {
        let said = match outcome {
            Outcome::Same | Outcome::Rejected => continue,
            Outcome::More => "more".to_owned(),
            Outcome::None(why) => format!("no bundle: {why}"),
            Outcome::Different(why) => format!("different: {why}"),
        };
        write!(text, "\n{}\n    {said}\n", document.name).unwrap();
        if !matches!(outcome, Outcome::More) {
            let reason = BY_DESIGN.iter().find(|(name, _)| *name == document.name);
            writeln!(text, "    {}", reason.map_or("not by design", |(_, reason)| *reason)).unwrap();
        }
    }
    assert!(!text.contains("not by design"), "{text}");
    text
}
