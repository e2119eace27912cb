//! Generates a module for each spec, and the module `apis` with two APIs that share the support code.

use stubsmith::{Apis, Config};

fn main() {
    Config::new("spec/documents.yaml").build_script();
    Config::new("spec/news.yaml").build_script();
    Config::new("spec/notes.yaml").build_script();
    Config::new("spec/parcels.yaml").receive_webhooks("/hooks").build_script();
    Config::new("spec/tasks.yaml").build_script();
    Apis::new([Config::new("spec/orders.yaml"), Config::new("spec/stock.yaml")]).build_script();
}
