//! Published specs, and those of other tools' test suites: for each of them, the generator does not panic, ends soon,
//! and gives code or a diagnostic with a place. The corpus is not part of the repository: `STUBSMITH_CORPUS` names its
//! folder. `corpus_whole.rs` compiles the generated code of all of it.

#[path = "../shared/corpus_documents.rs"]
mod corpus_documents;

use corpus_documents::{Crate, Document, corpus_or_say, documents, served, specs};
use std::fs;
use std::path::PathBuf;
use std::time::Duration;
use stubsmith::{Config, Generated};
use stubsmith_tests::processor_time;

fn check_report(document: &Document, generated: &Generated) {
    assert_eq!(generated.files.is_empty(), generated.report.has_errors(), "{}", document.name);
    for finding in generated.report.findings() {
        assert_ne!(finding.code, "internal", "{}: {finding}", document.name);
        let text = fs::read_to_string(&finding.position.path).unwrap_or_default();
        let lines = text.lines().count().max(1);
        assert!(finding.position.line <= lines, "{}: {finding}", document.name);
    }
}

#[test]
fn every_spec_gives_code_or_a_diagnostic() {
    let Some(folder) = corpus_or_say() else { return };
    let mut documents = documents(&folder);
    documents.retain(|document| document.bytes < 150_000);
    assert!(documents.len() > 800, "where is the corpus? {} documents", documents.len());
    // For published specs and for test suites: their number, and the number of those that give code.
    let (mut published, mut suites) = ((0, 0), (0, 0));
    for document in &documents {
        let start = processor_time();
        let generated = document.generate();
        let took = processor_time().saturating_sub(start);
        assert!(took < Duration::from_secs(10), "{}: {took:?}", document.name);
        check_report(document, &generated);
        let lost = document.operations > 0 && served(&generated) == 0;
        let count = if document.is_published { &mut published } else { &mut suites };
        count.0 += 1;
        count.1 += usize::from(!generated.report.has_errors() && !lost);
    }
    // tests/tables/corpus.txt lists the specs that are rejected rightly; if there are more, that is a fault of Stubsmith.
    assert!(published.1 * 100 >= published.0 * 97, "{published:?} of published ones give code");
    assert!(suites.1 * 100 >= suites.0 * 93, "{suites:?} of the suites' give code");
}

/// Together they use most of Swagger 2.0: see the corpus' survey.
const SAMPLE: [&str; 25] = [
    "connexion/tests/fixtures/secure_endpoint/swagger.yaml",
    "autorest-testserver/swagger/url-multi-collectionFormat.json",
    "autorest-testserver/swagger/extensible-enums-swagger.json",
    "autorest-testserver/swagger/non-string-enum.json",
    "autorest-testserver/swagger/reserved-words.json",
    "autorest-testserver/swagger/body-file.json",
    "go-swagger/testdata/codegen/todolist.discriminators.yml",
    "swagger-codegen/modules/swagger-codegen/src/test/resources/2_0/allOfTest.yaml",
    "matrix-2015/api/client-server/sync.yaml",
    "petstores-oai/examples/v2.0/json/petstore-separate/spec/swagger.json",
    "alertmanager/api/v2/openapi.yaml",
    "apis-guru-swagger2/netatmo.json",
    "autorest-testserver/swagger/header.json",
    "autorest-testserver/swagger/required-optional.json",
    "bravado-core/test-data/2.0/petstore/swagger.json",
    "etcd/Documentation/dev-guide/apispec/swagger/v3lock.swagger.json",
    "firecracker/src/firecracker/swagger/firecracker.yaml",
    "ga4gh/openapi/v2/ga4gh-tool-discovery.yaml",
    "grpc-gateway/examples/internal/proto/examplepb/opaque.swagger.json",
    "lnd/lnrpc/walletunlocker.swagger.json",
    "matrix-2015/api/client-server/guest_events.yaml",
    "matrix-swagger2-2023/data/api/client-server/content-repo.yaml",
    "nytimes/article_search/article_search_v2.yaml",
    "swagger-codegen/modules/swagger-codegen/src/test/resources/2_0/petstore-with-fake-endpoints-models-for-testing.yaml",
    "unofficial/stride.com/1.0/swagger.yaml",
];

#[test]
fn a_sample_compiles_without_a_warning() {
    let Some(corpus) = corpus_or_say() else { return };
    let documents = documents(&corpus);
    let folder = tempfile::TempDir::new().unwrap();
    let (all, some) = (folder.path().join("all"), folder.path().join("some"));
    let (mut all, mut some) = (Crate::new(&all), Crate::new(&some));
    for (index, name) in SAMPLE.iter().enumerate() {
        let document = documents.iter().find(|document| document.name == *name);
        let generated = document.expect("the corpus has the sample").generate();
        assert!(!generated.files.is_empty(), "{name}:\n{}", generated.report.render(stubsmith::Style::Short));
        all.add(name, &generated);
        if index < 10 {
            some.add(name, &generated);
        }
    }
    all.run("2024", &["check", "--quiet"]);
    some.run("2021", &["clippy", "--quiet", "--", "-D", "warnings"]);
}

#[test]
fn output_does_not_depend_on_the_order_of_the_inputs() {
    let Some(corpus) = corpus_or_say() else { return };
    for folder in ["matrix-swagger2-2023", "matrix-head-oas31"] {
        let part = format!("{folder}/data/api/client-server/");
        let inputs = specs(&corpus).into_iter().filter(|document| document.name.starts_with(&part));
        let mut inputs: Vec<PathBuf> = inputs.map(|document| document.path).collect();
        assert!(inputs.len() > 40, "{} documents in {folder}", inputs.len());
        let generate = |inputs: &[PathBuf]| {
            let config = Config::new(&inputs[0]).ref_root(corpus.join(folder));
            let generated = inputs.iter().skip(1).fold(config, Config::input).generate();
            assert!(!generated.files.is_empty(), "{}", generated.report.render(stubsmith::Style::Short));
            generated.files
        };
        let forwards = generate(&inputs);
        inputs.reverse();
        assert!(generate(&inputs) == forwards, "{folder}: the output depends on the order of the inputs");
        inputs.rotate_left(20);
        assert!(generate(&inputs) == forwards, "{folder}: the output depends on the order of the inputs");
    }
}
