//! Generates a module for each spec, some with a client, and the module `apis` with two APIs that share the support code.

use stubsmith::{Apis, Config};

fn main() {
    Config::new("spec/documents.yaml").build_script();
    Config::new("spec/news.yaml").build_script();
    Config::new("spec/notes.yaml").build_script();
    Config::new("spec/parcels.yaml").receive_webhooks("/hooks").build_script();
    Config::new("spec/tasks.yaml").build_script();
    Apis::new([Config::new("spec/orders.yaml"), Config::new("spec/stock.yaml")]).build_script();
    Config::new("spec/containers.yaml").client(true).build_script();
    let events = Config::new("../../spec/api/client-server/guest_events.yaml").ref_root("../../spec");
    events.client(true).server(false).name("poll").build_script();
    Config::new("spec/rooms.yaml").client(true).name("api").build_script();
}
