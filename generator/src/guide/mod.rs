//! The guide: how to use Stubsmith, by chapter.
//!
//! | chapter | your question |
//! |---|---|
//! | [Quick start][quick_start] | How do I get from a spec to a running server? |
//! | [The program][program] | Which commands are there? |
//! | [Handlers][handlers] | What do I write, and what does a method return? |
//! | [Types][types] | Which Rust type does a schema become? |
//! | [Security][security] | How do I check credentials? |
//! | [Uploads and streams][uploads] | How do I read files, and bodies that are not JSON? |
//! | [Settings][settings] | What can I configure? What if the spec is wrong? |
//! | [Changing a spec][changing] | What happens to clients and to my build if the spec changes? |
//! | [Recipes][recipes] | How do I add CORS, tracing, timeouts, limits, metrics? |
//! | [Messages][messages] | What does this error mean? |
//! | [Deployment and limits][deployment] | What protects my server, and what does not? |
//! | [Supported features][supported] | Does Stubsmith support this keyword? |
//! | [How it works][how_it_works] | What happens between the spec and the code, and what does it cost? |
//!
//! All snippets of Rust are compiled and most are run, also those that rustdoc marks as not tested: these are parts of the files that the
//! text names. Paths of files start at the root of Stubsmith's repository.
#![doc = links!()]

/// The targets of links between chapters. A chapter defines the same labels at its end, as files, for those who read it in
/// the repository. Of two definitions, Markdown takes the first.
macro_rules! links {
    () => {
        "

[quick_start]: crate::guide::quick_start
[program]: crate::guide::program
[handlers]: crate::guide::handlers
[types]: crate::guide::types
[security]: crate::guide::security
[uploads]: crate::guide::uploads
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

/// Declares a module for each chapter, whose documentation is a file.
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
    /// From a spec to a running server.
    quick_start: "quick_start.md";
    /// The commands of `stubsmith`.
    program: "program.md";
    /// The trait, its methods, responses and errors.
    handlers: "handlers.md";
    /// The Rust types of schemas: properties, null, enums, discriminators, your own types.
    types: "types.md";
    /// Security schemes, credentials and the principal.
    security: "security.md";
    /// Files in forms, and bodies that are streams.
    uploads: "uploads.md";
    /// Every setting, and overrides for a spec that is wrong.
    settings: "settings.md";
    /// Changes of a spec, and what they do to clients and to your build.
    changing: "changing.md";
    /// Layers and other code around the generated router.
    recipes: "recipes.md";
    /// How to read, filter and explain messages.
    messages: "messages.md";
    /// Which limits a server has, and which it needs from a proxy.
    deployment: "deployment.md";
    /// The supported features of Swagger 2.0 and JSON Schema, one by one.
    supported: "supported.md";
    /// The stages of the generator, and the cost of generated code.
    how_it_works: "how_it_works.md";
}
