//! The invariants of the generator, as CONTRIBUTING.md states them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A source file of the generator, without its tests.
struct Source {
    /// The path in `generator/src`.
    path: String,
    code: String,
}

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![PathBuf::from(folder)];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            match path.extension() {
                _ if path.is_dir() => waiting.push(path),
                Some(extension) if extension == "rs" => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let root = Path::new("../generator/src");
    let files = rust_files("../generator/src")
        .into_iter()
        .filter(|path| !path.parent().is_some_and(|parent| parent.ends_with("tests")));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code: String =
            code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        Source { path: path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), code }
    };
    let sources: Vec<Source> = files.map(read).collect();
    assert!(sources.len() > 30, "where is the generator?");
    sources
}

/// Only these files have one of these words.
#[track_caller]
fn only(allowed: &[&str], words: &[&str]) {
    for source in sources() {
        if !allowed
            .iter()
            .any(|path| source.path == *path || (path.ends_with('/') && source.path.starts_with(path)))
        {
            for word in words {
                assert!(!has_word(&source.code, word), "{} has `{word}`; only {allowed:?} may", source.path);
            }
        }
    }
    let uses = |path: &&str| {
        let mut of_path = sources().into_iter().filter(|source| source.path.starts_with(*path));
        of_path.any(|source| words.iter().any(|word| has_word(&source.code, word)))
    };
    assert!(allowed.iter().all(uses), "not all of {allowed:?} use {words:?}: the rule is out of date");
}

fn has_word(code: &str, word: &str) -> bool {
    let part_of_name = |character: char| character.is_alphanumeric() || character == '_';
    code.match_indices(word).any(|(index, _)| {
        let before = code[..index].chars().next_back().is_some_and(part_of_name);
        let after = code[index + word.len()..].chars().next().is_some_and(part_of_name);
        !before && !after
    })
}

#[test]
fn only_load_and_write_touch_the_disk() {
    only(&["load.rs", "write.rs"], &["fs"]);
    only(&["load.rs", "build_script.rs"], &["env"]);
}

#[test]
fn only_loading_knows_yaml() {
    only(&["parse.rs"], &["serde_yaml"]);
    only(&["yaml.rs", "yaml/"], &["granit_parser"]);
}

#[test]
fn only_the_end_of_the_pipeline_knows_rust() {
    only(&["emit/", "format.rs", "output.rs"], &["proc_macro2", "quote!", "quote::", "syn", "prettyplease"]);
    // The list of imports is one for both: `emit` writes them, and no name is one of them.
    only(&["emit/", "names/reserved.rs"], &["axum"]);
    only(&["lower/routes.rs"], &["matchit"]);
}

/// Windows and macOS build the generator too. What only one system has stands in a `cfg` of that system, in an item
/// of its own.
#[test]
fn library_code_names_no_system() {
    for source in sources() {
        let mut in_cfg = false;
        for line in source.code.lines() {
            in_cfg = line.contains("cfg(unix)")
                || line.contains("cfg(windows)")
                || (in_cfg && !line.starts_with('}'));
            for system in ["os::unix", "os::linux", "os::windows", "os::fd", "libc", "nix", "rustix"] {
                let named = has_word(line, system) || line.contains(&format!("{system}::"));
                assert!(in_cfg || !named, "{} names `{system}`: {line}", source.path);
            }
        }
        assert!(!source.code.contains("\"/dev"), "{} names a device", source.path);
    }
    for path in ["../generator/Cargo.toml", "../generator/cli/Cargo.toml"] {
        let manifest = fs::read_to_string(path).unwrap();
        assert!(!manifest.contains("[target."), "{path} has dependencies of one system");
    }
}

#[test]
fn identifiers_are_chosen_in_names_and_made_in_one_place() {
    only(&["emit/paths.rs"], &["Ident::new"]);
    for source in sources() {
        for word in ["format_ident", "parse_str", "parse_quote", "TokenStream::from_str", "new_raw"] {
            assert!(!has_word(&source.code, word), "{} has `{word}`", source.path);
        }
    }
}

#[test]
fn a_library_does_not_print() {
    only(&["build_script.rs"], &["println", "eprint"]);
    // The skeleton prints: it is a program of the server author's.
    only(&["build_script.rs", "emit/stub.rs"], &["eprintln"]);
}

/// A stage takes data and gives data. The driver alone knows the stages.
#[test]
fn no_stage_calls_another() {
    let stages = ["load", "read", "lower", "emit", "format", "write"];
    for source in sources() {
        let own = source.path.split(['/', '.']).next().unwrap_or_default();
        if !stages.contains(&own) && own != "names" {
            continue;
        }
        for stage in stages.iter().filter(|stage| **stage != own) {
            let path = format!("crate::{stage}");
            assert!(!has_word(&source.code, &path), "{} uses {path}", source.path);
        }
    }
}

#[test]
fn user_input_cannot_panic() {
    let library = fs::read_to_string("../generator/src/lib.rs").unwrap();
    let lints =
        ["unwrap_used", "expect_used", "panic", "todo", "unimplemented", "unreachable", "indexing_slicing"];
    let program = fs::read_to_string("../generator/cli/src/main.rs").unwrap();
    for lint in lints {
        assert!(library.contains(&format!("clippy::{lint}")), "lib.rs does not deny {lint}");
        assert!(program.contains(&format!("clippy::{lint}")), "main.rs does not deny {lint}");
    }
    for source in sources() {
        let exempt = ["unwrap_used", "expect_used", "indexing_slicing"]
            .iter()
            .any(|lint| source.path != "lib.rs" && source.code.contains(lint));
        assert!(!exempt, "{} makes an exception", source.path);
    }
}

/// The crates of the workspace, what stands beside it, and what is generated: no undefined behaviour is ours, and Miri
/// has nothing to look for.
#[test]
fn nothing_is_unsafe() {
    let workspace = fs::read_to_string("../Cargo.toml").unwrap();
    assert!(workspace.contains("unsafe_code = \"forbid\""));
    let lists = workspace.lines().filter(|line| line.starts_with("members") || line.starts_with("exclude"));
    let packages: Vec<&str> = lists.flat_map(|list| list.split('"').skip(1).step_by(2)).collect();
    assert!(packages.len() > 9, "where are the packages?");
    // Of the crate that is generated, `Cargo.toml` is the user's.
    for package in packages.into_iter().filter(|package| *package != "generated") {
        let manifest = fs::read_to_string(format!("../{package}/Cargo.toml")).unwrap();
        let forbids = ["[lints]\nworkspace = true", "[lints.rust]\nunsafe_code = \"forbid\""];
        assert!(forbids.iter().any(|forbids| manifest.contains(forbids)), "{package} may be unsafe");
    }
    let roots = rust_files("golden").into_iter().filter(|path| path.ends_with("expected/mod.rs"));
    let written_by_hand = rust_files("../generated/examples");
    for root in roots.chain(written_by_hand).chain(["../generated/src/lib.rs".into()]) {
        let text = fs::read_to_string(&root).unwrap();
        assert!(text.contains("#![forbid(unsafe_code)]"), "{} may be unsafe", root.display());
    }
}

/// Keys that are chosen to collide cost no more than others: the hashers of maps have keys that nobody knows. serde_json
/// has std's as long as it has the feature `std`, which is a default one; http changes to std's where headers collide.
#[test]
fn hashers_have_random_keys() {
    let written =
        ["../generator/src", "../generator/cli/src", "../generator/support", "../generated/src", "golden"];
    for path in
        written.iter().flat_map(|folder| rust_files(folder)).filter(|path| !path.ends_with("tests/cycles.rs"))
    {
        let text = fs::read_to_string(&path).unwrap();
        for word in
            ["BuildHasherDefault", "DefaultHasher", "with_hasher", "impl Hasher for", "impl BuildHasher for"]
        {
            assert!(!has_word(&text, word), "{} has `{word}`", path.display());
        }
    }
    let lock = fs::read_to_string("../Cargo.lock").unwrap();
    let mut packages = lock.lines().filter_map(|line| line.strip_prefix("name = "));
    let unkeyed = ["ahash", "fnv", "fxhash", "nohash-hasher", "rustc-hash", "seahash", "twox-hash"];
    let is_unkeyed = |package: &&str| unkeyed.contains(&package.trim_matches('"'));
    assert_eq!(packages.find(is_unkeyed), None, "look at what it hashes");
    let manifests = [
        "../Cargo.toml",
        "../generator/Cargo.toml",
        "../generator/cli/Cargo.toml",
        "../generated/Cargo.toml",
    ];
    for path in manifests.into_iter().chain(["../README.md", "../generator/src/emit/crates.rs"]) {
        let text = fs::read_to_string(path).unwrap();
        let mut lines = text.lines().filter(|line| line.contains("serde_json"));
        assert!(!lines.any(|line| line.contains("default-features")), "{path}");
    }
}

#[test]
fn files_and_functions_stay_small() {
    let folders = ["../generator/src", "../generator/cli/src", "../generator/support"];
    for path in folders.iter().flat_map(|folder| rust_files(folder)) {
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() <= 500, "{} has {} lines", path.display(), lines.len());
        for (start, line) in lines.iter().enumerate() {
            let code = line.trim_start();
            let indent = &line[..line.len() - code.len()];
            let function = ["fn ", "pub fn ", "async fn ", "pub(crate) fn ", "pub(super) fn "];
            // What is quoted is output.
            if line.contains('#')
                || !function.iter().any(|start| code.starts_with(start))
                || !lines[start..].iter().any(|line| line.ends_with('{'))
            {
                continue;
            }
            let end = lines[start..].iter().position(|line| *line == format!("{indent}}}")).unwrap_or(0);
            let declared = code.ends_with(';') || code.ends_with(',');
            assert!(
                end <= 60 || declared || indent.len() > 8,
                "{}:{} is a function of {end} lines",
                path.display(),
                start + 1
            );
        }
    }
}

#[test]
fn support_names_nothing_that_is_generated() {
    for path in rust_files("../generator/support") {
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("super::super") && !text.contains("crate::"), "{}", path.display());
    }
}

/// With thousands apart, as a person writes it; sizes in MiB where they are whole ones.
fn written(number: u64) -> String {
    if number >= 1 << 20 && number.is_multiple_of(1 << 20) {
        return format!("{} MiB", number >> 20);
    }
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// All but those that nobody can pass: they choose a form, and whether something is suggested.
#[test]
fn each_bound_is_explained() {
    let text = fs::read_to_string("../generator/src/bounds.rs").unwrap();
    let explanation = stubsmith::explain("limit").unwrap();
    let bounds = text.lines().filter_map(|line| line.strip_prefix("pub const ")?.split_once(':'));
    let mut explained = 0;
    for (name, rest) in bounds.filter(|(name, _)| !["INLINED", "SUGGESTED_BYTES"].contains(name)) {
        let (_, value) = rest.trim_end_matches(';').split_once(" = ").unwrap();
        let factors = value.split(" * ").map(|factor| factor.replace('_', "").parse::<u64>().unwrap());
        let number = written(factors.product());
        assert!(explanation.contains(&number), "`stubsmith explain limit` does not say {name}, {number}");
        explained += 1;
    }
    assert!(explained > 10, "where are the bounds?");
}

/// The files of the generator that a file imports from, by the paths in it that start with `crate` or `super`. A folder's
/// `mod.rs` stands for what it gives on.
fn imports(source: &Source, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let own = module_of(&source.path);
    let parent = || own.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.to_owned());
    let mut found = BTreeSet::new();
    for (start, into) in [("crate::", String::new()), ("super::", parent())] {
        for (index, _) in source.code.match_indices(start) {
            if source.code[..index].ends_with("super::") {
                continue;
            }
            let (mut rest, mut at) = (&source.code[index + start.len()..], into.clone());
            while let Some(after) = rest.strip_prefix("super::") {
                at = at.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.to_owned());
                rest = after;
            }
            let end = rest.find(|letter: char| !letter.is_alphanumeric() && !"_:".contains(letter));
            let (path, group) = rest.split_at(end.unwrap_or(rest.len()));
            let group = group.strip_prefix('{').and_then(|group| group.split_once('}'));
            for name in group.map_or("", |(names, _)| names).split(',') {
                let path = format!("{path}{}", name.trim().split("::").next().unwrap_or_default());
                let names = path.split("::").filter(|name| !name.is_empty()).scan(at.clone(), |at, name| {
                    *at = if at.is_empty() { name.to_owned() } else { format!("{at}/{name}") };
                    Some(at.clone())
                });
                found.extend(
                    [at.clone()].into_iter().chain(names).filter(|name| modules.contains(name)).last(),
                );
            }
        }
    }
    found.remove(&own);
    found
}

fn module_of(path: &str) -> String {
    path.trim_end_matches(".rs").trim_end_matches("/mod").to_owned()
}

/// What a file needs can be read without it. The folders and files that are free of circles stay so.
#[test]
fn data_and_lowering_have_no_import_circles() {
    let sources = sources();
    let modules: BTreeSet<String> = sources.iter().map(|source| module_of(&source.path)).collect();
    let edges: BTreeMap<String, BTreeSet<String>> =
        sources.iter().map(|source| (module_of(&source.path), imports(source, &modules))).collect();
    assert!(
        edges["lower/check"].contains("lower/facts")
            && edges["lower/facts/kind"].contains("lower/facts/fact")
    );
    let free = ["api", "diagnostic", "lower", "model", "named", "pointer", "sources", "table"];
    for module in &modules {
        if !free.contains(&module.split('/').next().unwrap()) {
            continue;
        }
        let mut waiting: Vec<&String> = edges[module].iter().collect();
        let mut passed = BTreeSet::new();
        while let Some(next) = waiting.pop() {
            assert_ne!(next, module, "{module} is in a circle of imports with some of {passed:?}");
            if passed.insert(next) {
                waiting.extend(&edges[next]);
            }
        }
    }
}
