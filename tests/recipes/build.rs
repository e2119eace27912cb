//! Generates the modules `news`, `notes` and `parcels`.

fn main() {
    stubsmith::Config::new("spec/news.yaml").build_script();
    stubsmith::Config::new("spec/notes.yaml").build_script();
    stubsmith::Config::new("spec/parcels.yaml").receive_webhooks("/hooks").build_script();
}
