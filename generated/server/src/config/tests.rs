use super::{Config, StoreUrl};
use std::path::Path;

fn load(text: &str) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("server.toml");
    std::fs::write(&file, text).unwrap();
    Config::load(Some(&file)).map_err(|error| error.to_string())
}

#[test]
fn the_example_has_the_defaults() {
    let example = Config::load(Some(Path::new("guest-events.toml"))).unwrap();
    assert_eq!(format!("{example:?}"), format!("{:?}", Config::default()));
}

#[test]
fn without_a_file_there_are_defaults() {
    assert_eq!(format!("{:?}", Config::load(None).unwrap()), format!("{:?}", Config::default()));
}

#[test]
fn a_part_of_the_keys_can_be_given() {
    let config = load("listen = '[::1]:0'\nstore = 'postgres://db/events'\nlimits = { page = 7 }").unwrap();
    assert_eq!(config.listen.to_string(), "[::1]:0");
    assert!(matches!(config.store, StoreUrl::Postgres(url) if url == "postgres://db/events"));
    assert_eq!((config.limits.page, config.limits.parked_per_token), (7, 16));
}

#[test]
fn mistakes_are_errors() {
    for (text, expected) in [
        ("listn = '127.0.0.1:1'", "unknown field `listn`"),
        ("limits = { pages = 1 }", "unknown field `pages`"),
        ("limits = { page = 0 }", "`limits.page` must be at least 1"),
        ("limits = { page = -1 }", "-1"),
        ("limits = { page = 'many' }", "many"),
        ("listen = 'localhost'", "listen"),
        ("store = 'events.db'", "`store` must be `sqlite:` and a path"),
        ("store = 'sqlite:'", "`store` must be `sqlite:` and a path"),
        ("log = 'loud'", "`log` must be `error`"),
        ("log = 'info,tokio_postgres=debug'", "`log` must be `error`"),
        ("listen = ", "server.toml"),
    ] {
        let error = load(text).unwrap_err();
        assert!(error.contains(expected), "{text}: {error}");
    }
    assert!(Config::load(Some(Path::new("absent.toml"))).is_err());
}

#[test]
fn passwords_are_not_shown() {
    let config = load("store = 'postgres://me:hunter2@db/events'").unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
    let error = load("store = 'mysql://me:hunter2@db/events'").unwrap_err();
    assert!(!error.contains("hunter2"), "{error}");
}
