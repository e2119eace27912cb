//! Matrix's own specs: those of 2015 one by one and as one crate, those of 2023 as one crate, and the JSON Schemas of
//! events. The generated code is compiled, and reads and writes their examples. The current specs are a server and a
//! client in one crate. The corpus is not part of the repository: `STUBSMITH_CORPUS` names its folder.

mod client_server;
mod package;

use package::{Package, documents, events, skipped};
use std::env;
use std::path::{Path, PathBuf};
use stubsmith::{Config, KeepUnknown, Style};

/// The folder of one set of specs, if there is a corpus.
fn corpus(folder: &str) -> Option<PathBuf> {
    let found = env::var_os("STUBSMITH_CORPUS").map(|corpus| Path::new(&corpus).join(folder));
    found.or_else(skipped)
}

fn config(documents: &[PathBuf], root: &Path) -> Config {
    let config = Config::new(&documents[0]).ref_root(root).keep_unknown(KeepUnknown::All);
    documents[1..].iter().fold(config, Config::input)
}

#[test]
fn each_document_of_2015_is_a_crate() {
    let Some(root) = corpus("matrix-2015") else { return };
    let package = Package::new("matrix-2015-alone");
    let documents = documents(&root.join("api/client-server"));
    assert_eq!(documents.len(), 32);
    for document in documents {
        let name = document.file_stem().unwrap().to_str().unwrap().replace('-', "_");
        package.add(&name, &config(&[document], &root));
    }
    package.check();
}

#[test]
fn the_documents_of_2015_are_one_crate() {
    let Some(root) = corpus("matrix-2015") else { return };
    let mut documents = documents(&root.join("api/client-server"));
    documents.retain(|document| !document.ends_with("old_sync.yaml"));
    assert_eq!(documents.len(), 31);
    let package = Package::new("matrix-2015");
    // Two files have the name `event.json`.
    let config = config(&documents, &root).rename("definitions/event.json#", "SyncEvent").example_tests(true);
    package.add("matrix", &config);
    package.test(&[]);
}

#[test]
fn two_documents_of_2015_declare_one_route() {
    let Some(root) = corpus("matrix-2015") else { return };
    let folder = root.join("api/client-server");
    let generated =
        config(&[folder.join("guest_events.yaml"), folder.join("old_sync.yaml")], &root).generate();
    let errors: Vec<_> =
        generated.report.findings().filter(|finding| finding.code == "route-conflict").collect();
    let [error] = errors.as_slice() else { panic!("{}", generated.report.render(Style::Plain)) };
    assert!(error.message.contains("two operations serve `GET /_matrix/client/api/v1/events`"));
    assert!(
        error.position.path.ends_with("old_sync.yaml")
            && error.related[0].0.path.ends_with("guest_events.yaml")
    );
}

#[test]
fn the_documents_of_2023_are_one_crate() {
    let Some(root) = corpus("matrix-swagger2-2023/data") else { return };
    let documents = documents(&root.join("api/client-server"));
    assert_eq!(documents.len(), 64);
    let package = Package::new("matrix-2023");
    package.add("matrix", &config(&documents, &root).example_tests(true));
    package.test(&WRONG_IN_2023);
}

#[test]
fn events_of_2015_are_read_and_written() {
    let Some(root) = corpus("matrix-2015/event-schemas") else { return };
    let package = Package::new("matrix-events");
    package.add("events", &config(&[root.join("schema")], &root));
    package.add_examples(&events(&root.join("examples")));
    package.test(&[]);
}

/// The mistakes in the examples of 2023.
const WRONG_IN_2023: [&str; 19] = [
    // `$ref` in an example is a property: Swagger 2.0 has no references there.
    "event_context.yaml#/paths/~1rooms~1{roomId}~1context~1{eventId}/get/responses/200/",
    "message_pagination.yaml#/paths/~1rooms~1{roomId}~1messages/get/responses/200/",
    "notifications.yaml#/paths/~1notifications/get/responses/200/",
    "old_sync.yaml#/paths/~1events/get/responses/200/",
    "old_sync.yaml#/paths/~1events~1{eventId}/get/responses/200/",
    "old_sync.yaml#/paths/~1initialSync/get/responses/200/",
    "peeking_events.yaml#/paths/~1events /get/responses/200/",
    "relations.yaml#/paths/~1rooms~1{roomId}~1relations~1{eventId}/get/responses/200/",
    "relations.yaml#/paths/~1rooms~1{roomId}~1relations~1{eventId}~1{relType}/get/responses/200/",
    "relations.yaml#/paths/~1rooms~1{roomId}~1relations~1{eventId}~1{relType}~1{eventType}/get/responses/200/",
    "room_initial_sync.yaml#/paths/~1rooms~1{roomId}~1initialSync/get/responses/200/",
    "rooms.yaml#/paths/~1rooms~1{roomId}~1event~1{eventId}/get/responses/200/",
    "rooms.yaml#/paths/~1rooms~1{roomId}~1members/get/responses/200/",
    "rooms.yaml#/paths/~1rooms~1{roomId}~1state/get/responses/200/",
    "search.yaml#/paths/~1search/post/responses/200/",
    "sync.yaml#/paths/~1sync/get/responses/200/",
    "threads_list.yaml#/paths/~1rooms~1{roomId}~1threads/get/responses/200/",
    // A room type is a string, and is null in the example.
    "list_public_rooms.yaml#/paths/~1publicRooms/post/parameters/1/schema/example",
    // A protocol has an icon, which is missing for gitter.
    "protocol_metadata.yaml#/example",
];
