//! The sides of an API: the server, the client, or both. Settings of a server conflict with `server: false`.

use crate::choices::Sides;
use crate::codes;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::model::Model;
use crate::sources::Sources;

/// Returns the sides that are generated.
pub(crate) fn sides(config: &Config) -> Sides {
    match (config.server, config.client) {
        (Some(false), _) => Sides::Client,
        (_, Some(true)) => Sides::Both,
        _ => Sides::Server,
    }
}

/// Reports the settings that conflict with `server: false`, and clears those of a server. `own` are the settings of the
/// caller. If it generates only the client, the settings of a server in `stubsmith.yaml` have no effect: another run
/// with the same file may generate the server.
pub(crate) fn check_sides(
    own: &Config,
    config: &mut Config,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) {
    if config.server != Some(false) {
        return;
    }
    if config.client != Some(true) {
        let message = "neither a server nor a client would be generated, because `server` is `false`";
        let diagnostic = Diagnostic::new(codes::NO_SERVER, place_of("server", sources), message.to_owned());
        diagnostics.push(diagnostic.help("also set `client: true`, `--client` or `Config::client(true)`"));
    }
    let is_shared = own.server == Some(false);
    for (key, is_set, is_own) in of_server(config).into_iter().zip(of_server(own)).map(joined) {
        if is_set && (is_own || !is_shared) {
            let place = if is_own { sources.options_place() } else { place_of(key, sources) };
            let message = format!("`{key}` is a setting of a server, but `server` is `false`");
            let diagnostic = Diagnostic::new(codes::NO_SERVER, place, message);
            diagnostics.push(diagnostic.help("omit one of the two settings"));
        }
    }
    (config.receive_webhooks, config.embed_description, config.example_server) = (None, None, None);
}

/// Returns the diagnostic of a command that needs a server, if there is only a client.
pub(crate) fn nothing_to_implement(model: &Model, sources: &Sources) -> Option<Diagnostic> {
    if !model.is_only_client {
        return None;
    }
    let message = "there is no server to implement, because `server` is `false`".to_owned();
    let diagnostic = Diagnostic::new(codes::NO_SERVER, place_of("server", sources), message);
    Some(diagnostic.help("remove `server: false` from `stubsmith.yaml`, or omit `--no-server`"))
}

/// Returns the settings of a server, and whether each is set.
fn of_server(config: &Config) -> [(&'static str, bool); 7] {
    [
        ("receive-webhooks", config.receive_webhooks.is_some()),
        ("embed-description", config.embed_description.is_some()),
        ("example-server", config.example_server == Some(true)),
        ("unimplemented", config.unimplemented.is_some()),
        ("check-responses", config.check_responses.is_some()),
        ("head", config.head.is_some()),
        ("form-buffer", config.form_buffer.is_some()),
    ]
}

fn joined(((key, is_set), (_, is_own)): ((&'static str, bool), (&str, bool))) -> (&'static str, bool, bool) {
    (key, is_set, is_own)
}

/// Returns the place of a key in `stubsmith.yaml`, or else that of the options.
fn place_of(key: &str, sources: &Sources) -> Place {
    let settings = sources.file(FileId(0)).and_then(|file| file.value.as_ref());
    match settings.filter(|settings| settings.get(key).is_some()) {
        Some(_) => Place::file(FileId(0)).member(key).key(),
        None => sources.options_place(),
    }
}
