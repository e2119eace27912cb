//! Published descriptions, and those of other tools' test suites: whatever they say, the generator does
//! not panic, is done soon, and gives code or a diagnostic with a place. The corpus is no part of the
//! repository: `STUBSMITH_CORPUS` names its folder.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};
use stubsmith::{Config, KeepUnknown, Severity};

/// The Swagger 2.0 documents of the corpus with what may be referred to, smaller than this.
fn documents(folder: &Path, bytes: usize) -> Vec<(PathBuf, PathBuf)> {
    let manifest = fs::read_to_string(folder.join("manifest.tsv")).unwrap();
    let mut rows = manifest.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = rows.next().unwrap();
    let column = |name: &str| head.iter().position(|title| *title == name).unwrap();
    let (path, version, size, kind, status) =
        (column("path"), column("version"), column("bytes"), column("kind"), column("status"));
    let rows = rows.filter(|row| row[version] == "swagger2" && row[kind] == "spec" && row[status] == "ok");
    let rows = rows.filter(|row| row[size].parse::<usize>().unwrap() < bytes);
    rows.map(|row| (folder.join(row[path]), folder.join(row[path].split('/').next().unwrap()))).collect()
}

#[test]
fn every_description_gives_code_or_a_diagnostic() {
    let Some(folder) = env::var_os("STUBSMITH_CORPUS").map(PathBuf::from) else {
        // Not through `println!`, which a test that passes swallows.
        let said = writeln!(io::stderr(), "skipped: STUBSMITH_CORPUS does not name the corpus");
        return said.unwrap();
    };
    let documents = documents(&folder, 150_000);
    assert!(documents.len() > 800, "where is the corpus? {} documents", documents.len());
    let mut code = 0;
    for (path, root) in &documents {
        let start = Instant::now();
        let config = Config::new(path).ref_root(root).keep_unknown(KeepUnknown::All).skip_unsupported(true);
        let generated = config.generate();
        let findings: Vec<_> = generated.report.findings().collect();
        assert!(start.elapsed() < Duration::from_secs(10), "{}: {:?}", path.display(), start.elapsed());
        assert_eq!(generated.files.is_empty(), generated.report.has_errors(), "{}", path.display());
        for finding in &findings {
            assert_ne!(finding.code, "internal", "{}: {finding}", path.display());
            let text = fs::read_to_string(&finding.position.path).unwrap_or_default();
            let lines = text.lines().count().max(1);
            assert!(finding.position.line <= lines, "{}: {finding}", path.display());
        }
        let refused = findings.iter().any(|finding| finding.severity == Severity::Error);
        code += usize::from(!refused);
    }
    // What is refused rightly is for a person to judge; that many fewer would be a mistake of ours.
    assert!(code * 100 >= documents.len() * 88, "only {code} of {} give code", documents.len());
}
