//! The servers of a document for clients that have it from the server itself, such as a docs page: they send requests
//! to the host that sent them the document, so the URLs are relative.

use super::node::Node;
use crate::server_url::{path_of, substitute};
use std::collections::HashMap;

/// Removes `host` and `schemes`, and replaces each list of servers with its base path.
pub(super) fn make_relative(document: &mut Node) {
    let is_3 = document.get_mut("openapi").is_some();
    let Node::Map(members) = document else { return };
    if !is_3 {
        members.retain(|(key, _)| key != "host" && key != "schemes");
    }
    for (key, value) in members.iter_mut() {
        match (key.as_str(), &mut *value) {
            ("servers", list) if is_3 => replace(list),
            ("paths", Node::Map(paths)) => paths.iter_mut().for_each(|(_, item)| in_path_item(item, is_3)),
            _ => {}
        }
    }
}

fn in_path_item(item: &mut Node, is_3: bool) {
    let Node::Map(members) = item else { return };
    for (key, value) in members {
        match (key.as_str(), value) {
            ("servers", list) if is_3 => replace(list),
            (_, Node::Map(operation)) if !is_3 => operation.retain(|(key, _)| key != "schemes"),
            (_, operation @ Node::Map(_)) => {
                if let Some(list) = operation.get_mut("servers") {
                    replace(list);
                }
            }
            _ => {}
        }
    }
}

/// Replaces the servers with the path of the first one, which is the base path of generated code.
fn replace(list: &mut Node) {
    let Node::List(servers) = list else { return };
    let Some(first) = servers.first_mut() else { return };
    let Some(Node::Text(url)) = first.get_mut("url").cloned() else { return };
    let mut defaults = HashMap::new();
    if let Some(Node::Map(variables)) = first.get_mut("variables") {
        for (name, variable) in variables.iter_mut() {
            if let Some(Node::Text(default)) = variable.get_mut("default") {
                defaults.insert(name.clone(), default.clone());
            }
        }
    }
    let Some(url) = substitute(&url, |name| defaults.get(name).map(String::as_str)) else { return };
    let path = path_of(&url);
    let path = if path.is_empty() { "/".to_owned() } else { path };
    *servers = vec![Node::Map(vec![("url".to_owned(), Node::Text(path))])];
}
