//! Generates `petstore` from its spec.

fn main() {
    // The handler checks the media type of a photo.
    let config = stubsmith::Config::new("spec/petstore.yaml").allow("not-enforced");
    config.client(true).example_tests(true).build_script();
}
