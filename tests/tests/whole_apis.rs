//! Published APIs that Stubsmith serves whole, without `--skip-unsupported`: without settings, or with a few `rename`
//! lines. Two specs have a mistake that needs an override. `tests/tables/whole-apis.txt` is the table, and `tests/whole-apis` has
//! the settings. The APIs are part of the corpus: `STUBSMITH_CORPUS` names its folder.
//!
//! ```sh
//! STUBSMITH_CORPUS=<folder> cargo test --release -p stubsmith-tests --test whole_apis -- --ignored table
//! STUBSMITH_CORPUS=<folder> cargo test --release -p stubsmith-tests --test whole_apis -- --ignored --nocapture compile
//! ```
//!
//! The first one compares the whole table; `BLESS=1` writes it. The second one compiles the generated code with both
//! editions, which takes a quarter of an hour.

#[path = "../shared/corpus_documents.rs"]
mod corpus_documents;

use corpus_documents::{Crate, Document, corpus, corpus_or_say, served, specs};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};
use stubsmith::{Config, Finding, Generated, Severity};
use tempfile::TempDir;

/// The file with the table, next to the settings.
const TABLE: &str = "tables/whole-apis.txt";

/// The APIs: a name, and the document. If it is a folder, all its documents are one API.
const APIS: [(&str, &str); 32] = [
    ("petstore", "openapi-petstore/src/main/resources/openapi.yaml"),
    ("petstore-simple", "petstores-oai/examples/v3.0/petstore.yaml"),
    ("petstore-expanded", "petstores-oai/examples/v3.0/petstore-expanded.json"),
    ("museum", "museum/openapi.yaml"),
    ("meilisearch", "meilisearch/open-api.json"),
    ("stripe", "stripe/openapi/spec3.yaml"),
    ("discord", "discord/specs/openapi.json"),
    ("matrix-sync", "matrix-head-oas31/data/api/client-server/sync.yaml"),
    ("matrix-login", "matrix-head-oas31/data/api/client-server/login.yaml"),
    ("matrix-filter", "matrix-head-oas31/data/api/client-server/filter.yaml"),
    ("matrix-content", "matrix-head-oas31/data/api/client-server/content-repo.yaml"),
    ("matrix-pushrules", "matrix-head-oas31/data/api/client-server/pushrules.yaml"),
    ("matrix-client-server", "matrix-head-oas31/data/api/client-server/"),
    ("matrix-application-service", "matrix-head-oas31/data/api/application-service/"),
    ("matrix-identity", "matrix-head-oas31/data/api/identity/"),
    ("matrix-push-gateway", "matrix-head-oas31/data/api/push-gateway/"),
    ("xero-files", "xero/xero_files.yaml"),
    ("xero-payroll", "xero/xero-payroll-nz.yaml"),
    ("adyen-checkout", "adyen/yaml/CheckoutService-v71.yaml"),
    ("adyen-transfer", "adyen/yaml/TransferService-v4.yaml"),
    ("qdrant", "qdrant/docs/redoc/master/openapi.json"),
    ("algolia-abtesting", "algolia/specs/bundled/abtesting.yml"),
    ("algolia-ingestion", "algolia/specs/bundled/ingestion.yml"),
    ("algolia-insights", "algolia/specs/bundled/insights.yml"),
    ("algolia-query-suggestions", "algolia/specs/bundled/query-suggestions.yml"),
    ("digitalocean", "digitalocean/specification/DigitalOcean-public.v2.yaml"),
    ("intercom", "intercom/descriptions/2.15/api.intercom.io.yaml"),
    ("paypal-orders", "paypal/openapi/checkout_orders_v2.json"),
    ("paypal-disputes", "paypal/openapi/customer_disputes_v1.json"),
    ("paypal-invoicing", "paypal/openapi/invoicing_v2.json"),
    ("paypal-payments", "paypal/openapi/payments_payment_v2.json"),
    ("paypal-shipments", "paypal/openapi/shipping_shipment_tracking_v1.json"),
];

/// The APIs whose spec has a mistake that only an override corrects.
const WITH_OVERRIDES: [&str; 2] = ["algolia-ingestion", "intercom"];

/// An API with its settings.
struct Api {
    name: &'static str,
    documents: Vec<Document>,
    /// The entries of the settings file.
    renames: usize,
    overrides: usize,
    root: Root,
}

/// The folder that references may reach. A settings file is next to the spec, so an API with settings is copied.
enum Root {
    Corpus(PathBuf),
    Copy(TempDir),
}

impl Root {
    fn path(&self) -> &Path {
        match self {
            Self::Corpus(folder) => folder,
            Self::Copy(folder) => folder.path(),
        }
    }
}

impl Api {
    fn new(name: &'static str, documents: Vec<Document>) -> Self {
        let root = Root::Corpus(documents[0].root.clone());
        let mut api = Self { name, documents, renames: 0, overrides: 0, root };
        let settings = Path::new("whole-apis").join(format!("{name}.yaml"));
        if settings.exists() {
            let text = fs::read_to_string(&settings).unwrap();
            (api.renames, api.overrides) = entries(&text);
            let folder = TempDir::new().unwrap();
            copy(api.root.path(), folder.path());
            api.root = Root::Copy(folder);
            fs::write(api.inputs()[0].with_file_name("stubsmith.yaml"), text).unwrap();
        }
        api
    }

    fn inputs(&self) -> Vec<PathBuf> {
        let copied =
            |document: &Document| self.root.path().join(document.path.strip_prefix(&document.root).unwrap());
        self.documents.iter().map(copied).collect()
    }

    fn operations(&self) -> usize {
        self.documents.iter().map(|document| document.operations).sum()
    }

    fn generate(&self) -> Generated {
        let config = self.inputs().into_iter().fold(Config::default(), Config::input);
        config.ref_root(self.root.path()).generate()
    }

    /// The line of the table. Each error follows on a line of its own.
    fn row(&self, generated: &Generated) -> String {
        let errors = generated.report.findings().filter(|finding| finding.severity == Severity::Error);
        let errors: Vec<Finding> = errors.collect();
        let result = match errors.len() {
            0 if served(generated) == self.operations() => "whole".to_owned(),
            0 => format!("{} operations are served", served(generated)),
            count => format!("{count} errors"),
        };
        let numbers = [self.documents.len(), self.operations(), self.renames, self.overrides];
        let mut row =
            format!("{:28}{}   {result}\n", self.name, numbers.map(|each| format!("{each:>12}")).concat());
        for error in errors {
            let file = Path::new(&error.position.path).strip_prefix(self.root.path()).unwrap().display();
            let (line, column) = (error.position.line, error.position.column);
            writeln!(row, "    {} at {file}:{line}:{column}: {}", error.code, error.message).unwrap();
        }
        row
    }
}

/// The number of renames and of overrides in a settings file, which has nothing else.
fn entries(text: &str) -> (usize, usize) {
    let settings: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
    let renames = settings["rename"].as_mapping().map_or(0, serde_yaml::Mapping::len);
    let overrides = settings["override"].as_sequence().map_or(0, Vec::len);
    let kinds = usize::from(renames > 0) + usize::from(overrides > 0);
    assert_eq!(settings.as_mapping().unwrap().len(), kinds, "other settings than renames and overrides");
    (renames, overrides)
}

fn copy(folder: &Path, target: &Path) {
    fs::create_dir_all(target).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let target = target.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The APIs with at most this number of bytes.
fn apis(corpus: &Path, limit: usize) -> impl Iterator<Item = Api> {
    let specs = specs(corpus);
    APIS.iter().filter_map(move |(name, path)| {
        let is_of = |document: &&Document| document.status == "ok" && document.name.starts_with(path);
        let documents: Vec<Document> = specs.iter().filter(is_of).cloned().collect();
        assert!(!documents.is_empty(), "the corpus has no {path}");
        let bytes: usize = documents.iter().map(|document| document.bytes).sum();
        (bytes <= limit).then(|| Api::new(name, documents))
    })
}

#[test]
fn small_apis_give_the_rows_of_the_table() {
    let Some(corpus) = corpus_or_say() else { return };
    let table = fs::read_to_string(TABLE).unwrap();
    for api in apis(&corpus, 250_000) {
        let row = api.row(&api.generate());
        assert!(table.contains(&row), "not as in tests/{TABLE}; the command in this file blesses it:\n{row}");
    }
}

#[test]
#[ignore = "takes half a minute with optimization; see the head of the file"]
fn the_apis_give_the_table() {
    let corpus = corpus().expect("STUBSMITH_CORPUS names the corpus");
    let titles = ["documents", "operations", "renames", "overrides"].map(|title| format!("{title:>12}"));
    let mut table = format!("{:28}{}\n", "API", titles.concat());
    for api in apis(&corpus, usize::MAX) {
        let row = api.row(&api.generate());
        assert!(row.ends_with("whole\n"), "{row}");
        assert_eq!(api.overrides > 0, WITH_OVERRIDES.contains(&api.name), "{row}");
        table += &row;
    }
    if env::var_os("BLESS").is_some() {
        fs::write(TABLE, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(TABLE).unwrap_or_default(), table, "bless with BLESS=1, and read the diff");
}

#[test]
#[ignore = "takes a quarter of an hour; see the head of the file"]
fn the_apis_compile() {
    let corpus = corpus().expect("STUBSMITH_CORPUS names the corpus");
    let folder = TempDir::new().unwrap();
    for api in apis(&corpus, usize::MAX) {
        let generated = api.generate();
        if generated.files.is_empty() {
            continue;
        }
        let path = folder.path().join(api.name);
        let mut package = Crate::new(&path);
        package.add(api.name, &generated);
        for edition in ["2024", "2021"] {
            package.run(edition, &["check", "--quiet"]);
        }
        println!("{} compiles", api.name);
    }
}
