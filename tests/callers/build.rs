//! Generates clients without servers, for each version of OpenAPI.

use stubsmith::Config;

fn main() {
    let specs = [
        ("petstore", "../petstore/spec/petstore.yaml"),
        ("params", "../golden/openapi3_params/spec.yaml"),
        ("streams", "../golden/typed_client_streams/spec.yaml"),
        ("petstore31", "../petstore31/spec/petstore.yaml"),
    ];
    for (name, spec) in specs {
        let client = Config::new(spec).client(true).server(false).name(name);
        client.allow("no-client-method").allow("not-enforced").build_script();
    }
}
