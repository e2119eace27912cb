//! The commands in the README and in the guide.
#![cfg(unix)]

use super::{repository, stderr};
use std::path::Path;
use std::process::{Command, Output};
use std::{env, fs};
use tempfile::TempDir;

/// The README and the chapters, by their paths.
fn pages() -> Vec<(String, String)> {
    let guide = repository().join("generator/src/guide");
    let files = fs::read_dir(guide).unwrap().map(|file| file.unwrap().path());
    let chapters = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let paths = chapters.chain([repository().join("README.md")]);
    paths.map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap())).collect()
}

/// The lines of shell blocks and the rows of tables that run the program.
fn commands(page: &str) -> Vec<String> {
    let mut is_shell = false;
    let mut commands = Vec::new();
    // A command can be several lines.
    for line in page.replace("\\\n", "").lines() {
        if let Some(language) = line.strip_prefix("```") {
            is_shell = language == "sh";
        } else if is_shell && line.starts_with("stubsmith ") {
            commands.push(line.to_owned());
        } else if line.starts_with("| `stubsmith ") {
            commands.push(line.split('`').nth(1).unwrap().to_owned());
        }
    }
    commands
}

/// Runs a command as a user does who has installed the program.
fn shell(folder: &Path, command: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_stubsmith")).parent().unwrap();
    let path = format!("{}:{}", program.display(), env::var("PATH").unwrap());
    Command::new("sh").args(["-c", command]).env("PATH", path).current_dir(folder).output().unwrap()
}

/// A folder with the spec of the README, next to a clone of the repository, which is also in the folder.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let (_, spec) = readme.split_once("```yaml\n").unwrap();
    let (spec, _) = spec.split_once("```").unwrap();
    let inner = folder.path().join("my");
    for path in ["api.yaml", "chat.yaml", "spec/api.yaml", "spec/chat.yaml", "old/api.yaml"] {
        let path = inner.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, spec).unwrap();
    }
    for path in ["src", "my-server/src"] {
        fs::create_dir_all(inner.join(path)).unwrap();
    }
    for path in ["stubsmith", "my/stubsmith"] {
        std::os::unix::fs::symlink(repository(), folder.path().join(path)).unwrap();
    }
    folder
}

#[test]
fn the_program_has_each_command_and_flag_of_the_guide() {
    let mut count = 0;
    for (page, text) in pages() {
        for command in commands(&text) {
            let folder = folder();
            let output = shell(&folder.path().join("my"), &command);
            // 2: wrong usage. Some commands need specs or versions that are not here.
            assert!(
                ![Some(2), Some(127), None].contains(&output.status.code()),
                "{page}: {command}: {}",
                stderr(&output)
            );
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn the_commands_of_a_workspace_give_a_crate_and_a_server() {
    let chapter = fs::read_to_string(repository().join("generator/src/guide/recipes.md")).unwrap();
    let (_, recipe) = chapter.split_once("## How do I use a generated crate in a workspace?").unwrap();
    let (recipe, _) = recipe.split_once("\n## ").unwrap();
    let folder = folder();
    let folder = folder.path().join("my");
    let commands = commands(recipe);
    assert_eq!(commands.len(), 3, "{commands:?}");
    for command in commands {
        let output = shell(&folder, &command);
        assert!(output.status.success(), "{command}: {}", stderr(&output));
    }
    let server = fs::read_to_string(folder.join("my-server/src/server.rs")).unwrap();
    assert!(server.contains("\nuse my_api::{"), "{server}");
    assert!(folder.join("my-api/src/client.rs").exists());
    assert!(fs::read_to_string(folder.join("my-api/Cargo.toml")).unwrap().contains("name = \"my-api\""));
}
