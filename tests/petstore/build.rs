//! Generates `petstore` from its spec.

fn main() {
    stubsmith::Config::new("spec/petstore.yaml").example_tests(true).build_script();
}
