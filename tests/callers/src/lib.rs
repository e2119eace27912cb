//! Clients without servers. The dependencies of this package do not include axum.

/// The client of a spec in Swagger 2.0.
pub mod swagger2 {
    include!(concat!(env!("OUT_DIR"), "/petstore.rs"));
}

/// The client of a spec in OpenAPI 3.0.
pub mod openapi30 {
    include!(concat!(env!("OUT_DIR"), "/params.rs"));
}

/// The client of a spec in OpenAPI 3.1.
pub mod openapi31 {
    include!(concat!(env!("OUT_DIR"), "/petstore31.rs"));
}

/// The client of a spec in OpenAPI 3.2, with streams of items.
pub mod openapi32 {
    include!(concat!(env!("OUT_DIR"), "/streams.rs"));
}
