//! Generates a module for each version of the spec.

fn main() {
    for version in ["openapi30", "openapi31"] {
        stubsmith::Config::new(format!("spec/{version}.yaml")).build_script();
    }
}
