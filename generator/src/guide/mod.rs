//! The guide to Stubsmith, by chapter.
//!
//! | chapter | your question |
//! |---|---|
//! | [Quick start][quick_start] | How do I get from a spec to a running server? |
//! | [The program][program] | Which commands does `stubsmith` have? |
//! | [Handlers][handlers] | Which methods do I write, and what do they return? |
//! | [Types][types] | Which Rust type does a schema become? |
//! | [Security][security] | How do I authenticate requests? |
//! | [Uploads and streams][uploads] | How do I read files, and bodies that are not JSON? |
//! | [Requests that the server sends][outgoing] | How do I send webhooks and callbacks, and how do I receive webhooks? |
//! | [Settings][settings] | What can I configure? What if the spec is wrong? |
//! | [Changing a spec][changing] | How does a change of the spec affect clients and my build? |
//! | [Recipes][recipes] | How do I add CORS, tracing, timeouts, limits or metrics? |
//! | [Messages][messages] | What does an error mean? |
//! | [Deployment and limits][deployment] | What is my server protected against, and what must I add? |
//! | [Supported features][supported] | Does Stubsmith support this keyword? |
//! | [How it works][how_it_works] | How does Stubsmith generate code, and how fast is the result? |
//!
//! All Rust snippets are compiled, and most are run. This includes those that rustdoc marks as not tested, which are
//! parts of the files that the text names. File paths are relative to the root of Stubsmith's repository.
#![doc = links!()]

/// The targets of links between chapters. Each chapter defines the same labels again at its end, with file names, for
/// readers of the repository. If a label is defined twice, Markdown uses the first definition.
macro_rules! links {
    () => {
        "

[quick_start]: crate::guide::quick_start
[program]: crate::guide::program
[handlers]: crate::guide::handlers
[types]: crate::guide::types
[security]: crate::guide::security
[uploads]: crate::guide::uploads
[outgoing]: crate::guide::outgoing
[settings]: crate::guide::settings
[changing]: crate::guide::changing
[recipes]: crate::guide::recipes
[messages]: crate::guide::messages
[deployment]: crate::guide::deployment
[supported]: crate::guide::supported
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
    /// The Rust types of schemas: properties, null, enums, discriminators and your own types.
    types: "types.md";
    /// Security schemes, credentials and the principal.
    security: "security.md";
    /// Files in forms, and bodies that are streams.
    uploads: "uploads.md";
    /// Webhooks and callbacks.
    outgoing: "outgoing.md";
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
    /// The supported features of Swagger 2.0, OpenAPI 3.0, OpenAPI 3.1 and JSON Schema, one by one.
    supported: "supported.md";
    /// The stages of the generator, and the cost of the generated code.
    how_it_works: "how_it_works.md";
}
