//! The documents of the corpus that are invalid on purpose: each has an error or a warning, or a reason why it is
//! accepted. `tests/tables/corpus-invalid.txt` lists the diagnostics of each. `BLESS=1` writes it.

#[path = "../shared/corpus_documents.rs"]
mod corpus_documents;

use corpus_documents::{Document, corpus_or_say, specs};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use stubsmith::{Config, Severity};

/// The file with the diagnostics.
const TABLE: &str = "tables/corpus-invalid.txt";

/// The number of diagnostics that are listed for a document.
const LISTED: usize = 8;

const NULL: &str = "a keyword with null is absent";
const URL: &str = "a URL without effect is text";
const LIMIT_OF_OGEN: &str = "valid: ogen does not support it";
const EXTENSION: &str = "valid: an extension of ogen";

/// The OpenAPI 3 documents that are accepted without a warning, and why. The name ends with the text.
const ACCEPTED: [(&str, &str); 23] = [
    ("fuzz1/18fad628-44d6-41cd-b6d1-29a05c9582dd.yaml", NULL),
    ("fuzz1/7665f29f-7502-4846-840c-7205870447fd.yaml", URL),
    ("fuzz1/8eed4b36-fe95-48d5-9968-5af531a2dcb3.yaml", URL),
    ("malicious/rapid7-html.json", "valid: the HTML is text in a description, which is escaped"),
    ("allOf/string_patterns.json", LIMIT_OF_OGEN),
    ("convenient_errors/no_default.json", LIMIT_OF_OGEN),
    ("cyclic/allOf_property.yaml", LIMIT_OF_OGEN),
    ("field_naming/conflict_additional_props.yaml", LIMIT_OF_OGEN),
    ("field_naming/extension_additional_props.yaml", EXTENSION),
    ("cookie/combination_schema_type_anyOf.json", LIMIT_OF_OGEN),
    ("cookie/combination_schema_type_oneOf.json", LIMIT_OF_OGEN),
    ("parameters/x_unexported_param_name.json", EXTENSION),
    ("securityScheme/invalid_oauth2_implicit_refreshUrl.json", URL),
    ("securityScheme/invalid_oauth2_password_tokenUrl.json", URL),
    ("securityScheme/unknown_http_scheme.json", "valid: a scheme should be registered, but need not be"),
    ("servers/duplicate_enum_value.json", "valid: the values of the `enum` may repeat"),
    ("servers/x_duplicate_server_name.json", EXTENSION),
    ("servers/x_empty_server_name.json", EXTENSION),
    ("servers/x_invalid_server_name.json", EXTENSION),
    ("servers/x_wrong_type_server_name.json", EXTENSION),
    ("resources/bad_format.yaml", "valid: a schema may have any `format`; a note says that it is not known"),
    ("invalid/no-paths.yaml", "valid: `paths` may be empty"),
    ("invalid/unsupported-version.yaml", "valid: it declares OpenAPI 3.0.0"),
];

/// The diagnostics of a document that are not notes: the first of each code.
fn diagnostics(document: &Document) -> Vec<String> {
    let generated = Config::new(&document.path).ref_root(&document.root).generate();
    let mut codes = BTreeSet::new();
    let found = generated.report.findings().filter(|finding| finding.severity > Severity::Note);
    let mut first: Vec<_> = found.filter(|finding| codes.insert(finding.code)).collect();
    first.sort_by_key(|finding| (finding.position.line, finding.position.column));
    let line = |finding: &stubsmith::Finding| {
        let (line, column) = (finding.position.line, finding.position.column);
        let folder = format!("{}/", document.root.display());
        let message = finding.message.lines().next().unwrap_or_default().replace(&folder, "");
        let message: String = message.chars().take(110).collect();
        format!("{line}:{column} {}: {message}", finding.code)
    };
    first.iter().take(LISTED).map(line).collect()
}

#[test]
fn invalid_documents_have_a_diagnostic_or_a_reason() {
    let Some(corpus) = corpus_or_say() else { return };
    let mut documents = specs(&corpus);
    documents
        .retain(|document| document.status == "invalid-on-purpose" && document.version.starts_with("oas3"));
    documents.sort_by(|one, other| one.name.cmp(&other.name));
    let (mut table, mut accepted) = (String::new(), BTreeSet::new());
    for document in &documents {
        writeln!(table, "{}", document.name).unwrap();
        let diagnostics = diagnostics(document);
        for line in &diagnostics {
            writeln!(table, "    {line}").unwrap();
        }
        if diagnostics.is_empty() {
            let why = ACCEPTED.iter().find(|(name, _)| document.name.ends_with(name));
            writeln!(table, "    accepted: {}", why.map_or("without a reason", |(_, why)| why)).unwrap();
            accepted.insert(document.name.clone());
        }
    }
    let counts = format!(
        "{} documents of OpenAPI 3 that are invalid on purpose: {} have an error or a warning, {} are accepted.\n\n",
        documents.len(),
        documents.len() - accepted.len(),
        accepted.len()
    );
    let table = counts + &table;
    if std::env::var_os("BLESS").is_some() {
        fs::write(TABLE, &table).unwrap();
    }
    let unknown: Vec<_> =
        accepted.iter().filter(|name| !ACCEPTED.iter().any(|(known, _)| name.ends_with(known))).collect();
    assert!(unknown.is_empty(), "accepted without a reason: {unknown:#?}");
    assert_eq!(accepted.len(), ACCEPTED.len(), "documents with a reason are not accepted");
    assert_eq!(fs::read_to_string(TABLE).unwrap_or_default(), table, "bless with BLESS=1, and read the diff");
}
