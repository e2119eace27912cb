//! The invariants of the generator that CONTRIBUTING.md lists.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
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

/// Only these files contain one of these words.
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
    only(&["load.rs", "load/", "write.rs"], &["fs"]);
    // The package of a new server has the version of this crate, which cargo sets during compilation, and names the
    // feature `env-filter`.
    only(&["load/", "build_script.rs", "package.rs", "emit/package/"], &["env"]);
}

#[test]
fn only_loading_knows_yaml() {
    only(&["parse.rs"], &["serde_yaml"]);
    only(&["yaml.rs", "yaml/"], &["granit_parser"]);
}

#[test]
fn only_the_end_of_the_pipeline_knows_rust() {
    only(&["emit/", "format.rs", "output.rs"], &["proc_macro2", "quote!", "quote::", "syn", "prettyplease"]);
    // Both share the list of imports: `emit` writes them, and `names` avoids them.
    only(&["emit/", "names/reserved.rs"], &["axum"]);
    only(&["lower/routes.rs"], &["matchit"]);
}

/// Windows and macOS build the generator too. Code for one system has a `cfg` of that system, in an item of its own.
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
    // The skeleton prints: it is the server author's program.
    only(&["build_script.rs", "emit/stub.rs"], &["eprintln"]);
}

/// A stage takes data and returns data. Only the driver knows the stages.
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

/// The workspace's crates, the other packages and the generated code contain no `unsafe`, so Miri would have nothing to
/// find.
#[test]
fn nothing_is_unsafe() {
    let workspace = fs::read_to_string("../Cargo.toml").unwrap();
    assert!(workspace.contains("unsafe_code = \"forbid\""));
    let lists = workspace.lines().filter(|line| line.starts_with("members") || line.starts_with("exclude"));
    let packages: Vec<&str> = lists.flat_map(|list| list.split('"').skip(1).step_by(2)).collect();
    assert!(packages.len() > 9, "where are the packages?");
    // The manifest of the generated crate belongs to the user.
    for package in packages.into_iter().filter(|package| *package != "generated") {
        let manifest = fs::read_to_string(format!("../{package}/Cargo.toml")).unwrap();
        let forbids = ["[lints]\nworkspace = true", "[lints.rust]\nunsafe_code = \"forbid\""];
        assert!(forbids.iter().any(|forbids| manifest.contains(forbids)), "{package} allows unsafe code");
    }
    let roots = rust_files("golden").into_iter().filter(|path| path.ends_with("expected/mod.rs"));
    let written_by_hand = rust_files("../generated/examples");
    for root in roots.chain(written_by_hand).chain(["../generated/src/lib.rs".into()]) {
        let text = fs::read_to_string(&root).unwrap();
        assert!(text.contains("#![forbid(unsafe_code)]"), "{} allows unsafe code", root.display());
    }
}

/// Chosen keys that collide cost no more than others: the hashers of maps have random keys. serde_json uses std's
/// hasher as long as it has its default feature `std`; http switches to std's when header names collide.
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
    assert_eq!(packages.find(is_unkeyed), None, "check which keys it hashes");
    let manifests = [
        "../Cargo.toml",
        "../generator/Cargo.toml",
        "../generator/cli/Cargo.toml",
        "../generated/Cargo.toml",
    ];
    let shown = [
        "../README.md",
        "../generator/src/guide/quick_start.md",
        "../generator/src/guide/program.md",
        "../generator/src/emit/crates.rs",
    ];
    for path in manifests.into_iter().chain(shown) {
        let text = fs::read_to_string(path).unwrap();
        let mut lines = text.lines().filter(|line| line.contains("serde_json"));
        assert!(!lines.any(|line| line.contains("default-features")), "{path}");
    }
}

#[test]
fn files_stay_small() {
    for path in FOLDERS.iter().chain(&TESTS).flat_map(|folder| rust_files(folder)) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 500, "{} has {lines} lines", path.display());
    }
}

const FOLDERS: [&str; 3] = ["../generator/src", "../generator/cli/src", "../generator/support"];
/// Tests are files of the same size.
const TESTS: [&str; 3] = ["../generator/cli/tests", "../tests/compiled/tests", "../tests/tests"];

/// Functions with more than 60 statements, and the reason for each.
const LONG_FUNCTIONS: [(&str, &str); 0] = [];

/// Counts the statements of a function, including those of its blocks and closures. A table, a struct literal and a
/// `match` whose arms are expressions are a part of their statement, however many lines they have.
#[derive(Default)]
struct Functions {
    /// Each function's name and number of statements.
    all: Vec<(String, usize)>,
    statements: usize,
}

impl Functions {
    fn enter(&mut self, name: &syn::Ident, block: &syn::Block) {
        let around = std::mem::take(&mut self.statements);
        syn::visit::visit_block(self, block);
        let own = std::mem::replace(&mut self.statements, around);
        self.all.push((name.to_string(), own));
    }
}

impl<'ast> syn::visit::Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.enter(&function.sig.ident, &function.block);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.enter(&function.sig.ident, &function.block);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.enter(&function.sig.ident, block);
        }
    }

    fn visit_stmt(&mut self, statement: &'ast syn::Stmt) {
        self.statements += 1;
        syn::visit::visit_stmt(self, statement);
    }
}

#[test]
fn functions_have_at_most_60_statements() {
    let mut counts = Vec::new();
    for path in FOLDERS.iter().flat_map(|folder| rust_files(folder)) {
        let mut functions = Functions::default();
        let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
        syn::visit::Visit::visit_file(&mut functions, &file);
        for (name, statements) in functions.all {
            let is_listed = LONG_FUNCTIONS.iter().any(|(long, _)| *long == name);
            assert!(
                statements <= 60 || is_listed,
                "{}: `{name}` has {statements} statements: split it, or list it with the reason",
                path.display()
            );
            counts.push(statements);
        }
    }
    counts.sort_unstable();
    assert!(counts.len() > 1000, "found only {} functions", counts.len());
    let at = |percent: usize| counts[counts.len() * percent / 100];
    println!(
        "{} functions; statements: median {}, 90 % {}, most {:?}",
        counts.len(),
        at(50),
        at(90),
        counts.last()
    );
}

#[test]
fn support_names_no_generated_code() {
    for path in rust_files("../generator/support") {
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("super::super") && !text.contains("crate::"), "{}", path.display());
    }
}

/// With a separator for thousands; sizes in MiB if they are whole ones.
fn written(number: u64) -> String {
    if number >= 1 << 20 && number.is_multiple_of(1 << 20) {
        return format!("{} MiB", number >> 20);
    }
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// All bounds except those that nobody can exceed: they choose a form, or whether a name is suggested.
#[test]
fn each_bound_is_explained() {
    let text = fs::read_to_string("../generator/src/bounds.rs").unwrap();
    let explanation = stubsmith::explain("limit").unwrap();
    let bounds = text.lines().filter_map(|line| line.strip_prefix("pub(crate) const ")?.split_once(':'));
    let mut explained = 0;
    for (name, rest) in bounds.filter(|(name, _)| !["INLINED", "SUGGESTED_BYTES"].contains(name)) {
        let (_, value) = rest.trim_end_matches(';').split_once(" = ").unwrap();
        let factors = value.split(" * ").map(|factor| factor.replace('_', "").parse::<u64>().unwrap());
        let number = written(factors.product());
        assert!(explanation.contains(&number), "`stubsmith explain limit` does not mention {name}, {number}");
        explained += 1;
    }
    assert!(explained > 10, "where are the bounds?");
}

/// The path of a module, without the crate.
type ModulePath = Vec<String>;

/// The paths in each module that start with `crate` or `super` and name other modules.
fn uses_of_modules() -> BTreeMap<ModulePath, BTreeSet<ModulePath>> {
    let root = Path::new("../generator/src");
    let files: BTreeMap<ModulePath, String> = sources()
        .into_iter()
        .filter(|source| source.path != "lib.rs")
        .map(|source| {
            let path = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
            let module = path.split('/').map(str::to_owned).collect();
            (module, fs::read_to_string(root.join(&source.path)).unwrap())
        })
        .collect();
    let mut uses = BTreeMap::new();
    for (module, text) in &files {
        let mut paths = Vec::new();
        collect_paths(text.parse().unwrap(), &mut paths);
        let used = paths.iter().map(|path| resolve(module, path, &files));
        // A module and its submodules count as one: they may use each other.
        uses.insert(module.clone(), used.filter(|used| !module.starts_with(used)).collect());
    }
    uses
}

/// Every path that starts with `crate` or `super`, with nested imports expanded. Tests and quoted code are ignored.
fn collect_paths(tokens: TokenStream, paths: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut index = 0;
    while index < tokens.len() {
        match &tokens[index..] {
            [TokenTree::Ident(module), TokenTree::Ident(_), TokenTree::Group(_), ..] if module == "mod" => {
                index += 3;
            }
            [TokenTree::Ident(quote), TokenTree::Punct(mark), TokenTree::Group(_), ..]
                if quote == "quote" && mark.as_char() == '!' =>
            {
                index += 3;
            }
            [TokenTree::Ident(start), ..] if start == "crate" || start == "super" => {
                index += collect_path(&[], &tokens[index..], paths);
            }
            [TokenTree::Group(group), ..] => {
                collect_paths(group.stream(), paths);
                index += 1;
            }
            _ => index += 1,
        }
    }
}

/// Collects a path, or those of the list at its end, and returns the number of its tokens.
fn collect_path(before: &[String], tokens: &[TokenTree], paths: &mut Vec<Vec<String>>) -> usize {
    let mut path = before.to_vec();
    let mut index = 0;
    loop {
        match &tokens[index..] {
            [TokenTree::Ident(name), ..] => path.push(name.to_string()),
            [TokenTree::Group(list), ..] if list.delimiter() == Delimiter::Brace => {
                let items: Vec<TokenTree> = list.stream().into_iter().collect();
                let is_comma =
                    |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
                for item in items.split(is_comma).filter(|item| !item.is_empty()) {
                    collect_path(&path, item, paths);
                }
                return index + 1;
            }
            _ => break,
        }
        index += 1;
        match &tokens[index..] {
            [TokenTree::Punct(first), TokenTree::Punct(second), ..]
                if first.as_char() == ':' && second.as_char() == ':' =>
            {
                index += 2;
            }
            _ => break,
        }
    }
    paths.push(path);
    index.max(1)
}

/// The module to which a path leads.
fn resolve(module: &[String], path: &[String], files: &BTreeMap<ModulePath, String>) -> ModulePath {
    let mut place = module.to_vec();
    for segment in path {
        match segment.as_str() {
            "crate" => place.clear(),
            "super" => _ = place.pop(),
            _ => {
                place.push(segment.clone());
                if !files.contains_key(&place) {
                    place.pop();
                    break;
                }
            }
        }
    }
    place
}

fn reachable(start: &ModulePath, uses: &BTreeMap<ModulePath, BTreeSet<ModulePath>>) -> BTreeSet<ModulePath> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&ModulePath> = uses[start].iter().collect();
    while let Some(module) = waiting.pop() {
        if reached.insert(module.clone()) {
            waiting.extend(&uses[module]);
        }
    }
    reached
}

/// Modules in a cycle can only be understood together.
#[test]
fn imports_have_no_cycles() {
    let uses = uses_of_modules();
    let module = |path: &str| -> ModulePath { path.split('/').map(str::to_owned).collect() };
    for (one, other) in [("pipeline", "lower"), ("emit/server", "emit/paths"), ("lower/check", "diagnostic")]
    {
        assert!(uses[&module(one)].contains(&module(other)), "{one} uses {other}");
    }
    let reached: BTreeMap<&ModulePath, _> =
        uses.keys().map(|module| (module, reachable(module, &uses))).collect();
    let mut circles: BTreeSet<BTreeSet<String>> = BTreeSet::new();
    for module in uses.keys().filter(|module| reached[module].contains(*module)) {
        let circle = reached[module].iter().filter(|other| reached[other].contains(module));
        circles.insert(circle.map(|module| module.join("/")).collect());
    }
    assert_eq!(circles, BTreeSet::new());
}

/// The reference server has to be readable in an evening.
#[test]
fn the_reference_server_is_short() {
    let files = rust_files("../generated/server");
    assert!(files.len() > 20, "where is the server?");
    for path in files {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 300, "{} has {lines} lines", path.display());
    }
}
