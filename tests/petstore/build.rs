//! Generates `petstore` from its spec.

fn main() {
    stubsmith::Config::new("spec/petstore.yaml")
        .client(true)
        .example_tests(true)
        .embed_description("/openapi.json")
        .build_script();
}
