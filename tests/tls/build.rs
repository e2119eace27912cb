//! Generates the module `containers`, without a server.

fn main() {
    let spec = stubsmith::Config::new("../recipes/spec/containers.yaml");
    spec.client(true).server(false).build_script();
}
