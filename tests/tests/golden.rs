//! Golden outputs: each folder of `golden` has a description and what it becomes. `BLESS=1` writes what
//! it becomes now. `compiled` compiles all of them.

use std::path::{Path, PathBuf};
use std::{env, fs};
use stubsmith::{Config, KeepUnknown, Style, Unimplemented};

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> =
        fs::read_dir("golden").unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

/// The options in the description's first line.
fn config(case: &Path) -> Config {
    let spec = case.join("spec.yaml");
    let text = fs::read_to_string(&spec).unwrap();
    let options = text.lines().next().and_then(|line| line.strip_prefix("# options:")).unwrap_or_default();
    options.split_whitespace().fold(Config::new(spec), |config, option| match option {
        "keep-unknown" => config.keep_unknown(KeepUnknown::All),
        "skip-unsupported" => config.skip_unsupported(true),
        "unimplemented" => config.unimplemented(Unimplemented::NotImplemented),
        other => panic!("{}: no such option: {other}", case.display()),
    })
}

#[test]
fn outputs_are_the_golden_ones() {
    let bless = env::var_os("BLESS").is_some();
    let cases = cases();
    assert!(cases.len() >= 4, "where are the cases?");
    for case in cases {
        let generated = config(&case).generate();
        let report = generated.report.render(Style::Plain);
        assert!(!generated.report.has_errors(), "{}:\n{report}", case.display());
        let (report_path, expected) = (case.join("report.txt"), case.join("expected"));
        let module = format!("crate::{}", case.file_name().unwrap().display());
        let stub = config(&case).stub(Some(&module)).files.into_iter().next().unwrap().text;
        if bless {
            fs::write(case.join("stub.rs"), &stub).unwrap();
            stubsmith::write(&expected, &generated.files).unwrap();
            fs::write(&report_path, &report).unwrap();
        }
        let difference = stubsmith::compare(&expected, &generated.files).unwrap();
        assert!(
            difference.is_empty(),
            "{}: {difference:?}: bless with BLESS=1, and read the diff",
            case.display()
        );
        assert!(
            fs::read_to_string(case.join("stub.rs")).unwrap_or_default() == stub,
            "{}: stub.rs",
            case.display()
        );
        assert_eq!(fs::read_to_string(&report_path).unwrap_or_default(), report, "{}", report_path.display());
    }
}

#[test]
fn every_golden_output_is_compiled() {
    let library = fs::read_to_string("compiled/src/lib.rs").unwrap();
    for case in cases() {
        for file in ["expected/mod.rs", "stub.rs"] {
            let module = format!("#[path = \"../../{}/{file}\"]", case.display());
            assert!(library.contains(&module), "compiled/src/lib.rs does not have {module}");
        }
    }
}

#[test]
fn output_is_the_same_each_time() {
    for case in cases() {
        assert_eq!(config(&case).generate().files, config(&case).generate().files, "{}", case.display());
    }
}
