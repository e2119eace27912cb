//! The guide to Stubsmith, by chapter.
#![doc = links!()]
#![doc = include_str!("README.md")]

/// The targets of links between chapters. Each chapter defines the same labels again at its end, with file names, for
/// readers of the repository. If a label is defined twice, Markdown uses the first definition.
macro_rules! links {
    () => {
        "

[quick_start]: crate::guide::quick_start
[program]: crate::guide::program
[handlers]: crate::guide::handlers
[types]: crate::guide::types
[unions]: crate::guide::unions
[security]: crate::guide::security
[uploads]: crate::guide::uploads
[streams]: crate::guide::streams
[outgoing]: crate::guide::outgoing
[clients]: crate::guide::clients
[testing]: crate::guide::testing
[settings]: crate::guide::settings
[changing]: crate::guide::changing
[recipes]: crate::guide::recipes
[messages]: crate::guide::messages
[deployment]: crate::guide::deployment
[supported]: crate::guide::supported
[keywords]: crate::guide::keywords
[how_it_works]: crate::guide::how_it_works

"
    };
}
use links;

pub mod codes;

/// Declares a module for each chapter. The documentation of the module is a file.
macro_rules! chapters {
    ($($(#[doc = $summary:literal])+ $chapter:ident: $file:literal;)*) => {
        $(
            $(#[doc = $summary])+
            #[doc = links!()]
            #[doc = include_str!($file)]
            pub mod $chapter {}
        )*
    };
}

chapters! {
    /// How to get from a spec to a running server.
    quick_start: "quick_start.md";
    /// The commands of `stubsmith`.
    program: "program.md";
    /// The trait, its methods, responses and errors.
    handlers: "handlers.md";
    /// The Rust types of schemas: properties, null, enums and your own types.
    types: "types.md";
    /// The enums of `oneOf`, `anyOf` and discriminators.
    unions: "unions.md";
    /// Security schemes, credentials and the principal.
    security: "security.md";
    /// Forms, and files in forms.
    uploads: "uploads.md";
    /// Bodies that are not JSON, and streams of events and of JSON Lines.
    streams: "streams.md";
    /// Webhooks and callbacks.
    outgoing: "outgoing.md";
    /// The generated client: calls, errors, connections, and clients without a server.
    clients: "clients.md";
    /// Tests of a server, without a socket.
    testing: "testing.md";
    /// All settings, and overrides for an incorrect spec.
    settings: "settings.md";
    /// Changes of a spec, and their effects on clients and on your build.
    changing: "changing.md";
    /// Code to use with the generated router, such as layers.
    recipes: "recipes.md";
    /// How to read, filter and explain messages.
    messages: "messages.md";
    /// The limits of a generated server, and those that a proxy must add.
    deployment: "deployment.md";
    /// The supported features of Swagger 2.0, OpenAPI 3.0 to 3.2 and JSON Schema, one by one.
    supported: "supported.md";
    /// All keywords, with their effect in each version.
    keywords: "keywords.md";
    /// The stages of the generator, and the cost of the generated code.
    how_it_works: "how_it_works.md";
}
