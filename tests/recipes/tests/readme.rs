//! What the README shows is what is generated, and what is compiled and run.

use serde_yaml::Value;
use std::fs;
use std::path::Path;

fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).collect()
}

/// The files of recipes: where each is, and what is in it.
fn recipes() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recipes");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| !path.ends_with("main.rs"));
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            (format!("tests/recipes/tests/recipes/{name}"), fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// A file of the repository.
fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap()
}

/// A section of the README.
fn section(heading: &str) -> String {
    let readme = read("README.md");
    let (_, section) = readme.split_once(&format!("\n## {heading}\n")).unwrap();
    section.split("\n## ").next().unwrap().to_owned()
}

/// Each snippet of a section stands in one of these files, line by line; how many there are.
fn check_snippets(section: &str, files: &[String]) -> usize {
    let blocks = section.split("```rust\n").skip(1);
    let snippets: Vec<&str> = blocks.map(|rest| rest.split("```").next().unwrap()).collect();
    for snippet in &snippets {
        let wanted = lines(snippet);
        let has = |text: &String| lines(text).windows(wanted.len()).any(|window| window == wanted);
        assert!(files.iter().any(has), "in no file:\n{snippet}");
    }
    snippets.len()
}

/// What is in the code blocks of this language in front of the first heading.
fn first_blocks(language: &str) -> Vec<String> {
    let readme = read("README.md");
    let (start, _) = readme.split_once("\n## ").unwrap();
    let fence = format!("```{language}\n");
    let blocks = start.split(&fence).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

/// Rust without comments and attributes, and however its lines are broken.
fn tokens(text: &str) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with("//") && !line.trim_start().starts_with("#[");
    let code: String = text.lines().filter(is_code).flat_map(str::split_whitespace).collect();
    code.replace(",)", ")")
}

/// Every item of the README is one that is generated, to the letter; members it may leave out.
#[test]
fn the_first_snippet_is_generated() {
    let [rust, _] = <[_; 2]>::try_from(first_blocks("rust")).unwrap();
    let contract = tokens(&read("generated/src/contract.rs"));
    let (traits, types) = rust.split_once("\n}\n").unwrap();
    let (traits, types) = (tokens(traits), tokens(types));
    let parts = traits.split_inclusive([';', '{']).chain(types.split_inclusive([',', '{', '}']));
    let parts: Vec<&str> = parts.collect();
    assert!(parts.len() > 12, "{parts:?}");
    for part in parts {
        assert!(contract.contains(part), "{part} is not in the contract");
    }
}

#[test]
fn the_first_server_is_compiled_and_run() {
    let [_, server] = <[_; 2]>::try_from(first_blocks("rust")).unwrap();
    let file = tokens(&read("tests/recipes/tests/first.rs"));
    for part in server.split("\n\n").map(tokens) {
        assert!(file.contains(&part), "{part} is not in the file");
    }
}

/// Whether all of the first is in the second.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Mapping(part), Value::Mapping(whole)) => {
            part.iter().all(|(key, part)| whole.get(key).is_some_and(|whole| is_part(part, whole)))
        }
        (Value::Sequence(parts), Value::Sequence(whole)) => {
            parts.iter().all(|part| whole.iter().any(|whole| is_part(part, whole)))
        }
        _ => part == whole,
    }
}

#[test]
fn the_first_description_is_part_of_the_one_that_is_generated_from() {
    let [yaml] = <[_; 1]>::try_from(first_blocks("yaml")).unwrap();
    let part: Value = serde_yaml::from_str(&yaml).unwrap();
    let whole = read("spec/api/client-server/guest_events.yaml");
    assert!(is_part(&part, &serde_yaml::from_str(&whole).unwrap()), "{part:#?}");
}

#[test]
fn each_snippet_is_in_a_recipe() {
    let recipes: Vec<String> = recipes().into_iter().map(|(_, text)| text).collect();
    assert!(check_snippets(&section("Recipes"), &recipes) >= 9);
}

#[test]
fn each_snippet_of_handlers_is_in_a_file_that_is_named() {
    let section = section("Handlers");
    let links = section.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
    let files: Vec<String> = links.map(read).collect();
    assert!(check_snippets(&section, &files) >= 7);
}

#[test]
fn each_recipe_is_in_the_readme() {
    let section = section("Recipes");
    for (name, _) in recipes() {
        assert!(section.contains(&format!("]({name})")), "{name}");
    }
}
