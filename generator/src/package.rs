//! The settings of the package of a new server.

use crate::names::{check_crate_name, is_other_crate};

/// A package for [`Config::package`](crate::Config::package).
#[derive(Clone, Debug)]
pub struct Package {
    pub(crate) name: String,
    /// The dependency on this crate, in TOML.
    pub(crate) generator: String,
    pub(crate) docs_page: bool,
}

/// The crates that the package itself depends on.
const DEPENDENCIES: [&str; 6] =
    ["stubsmith", "tower", "tower_http", "tracing", "tracing_subscriber", "utoipa_swagger_ui"];

impl Package {
    /// The oldest Rust that the build script needs.
    pub(crate) const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

    /// Creates the settings of a package with this name, whose build script uses this version of Stubsmith.
    ///
    /// # Errors
    /// Returns a message if cargo or Rust would not accept the name, or if the package depends on a crate with this
    /// name.
    pub fn new(name: impl Into<String>) -> Result<Self, String> {
        let name = name.into();
        check_crate_name(&name)?;
        let package = Self { name, generator: format!("{:?}", env!("CARGO_PKG_VERSION")), docs_page: false };
        let library = package.library();
        if Self::depends_on(&library) {
            return Err(format!("the package depends on a crate with the name `{}`", package.name));
        }
        Ok(package)
    }

    /// Uses the crate `stubsmith` in this folder, which is an absolute path or relative to the package.
    #[must_use]
    pub fn generator_path(mut self, folder: &str) -> Self {
        // TOML on Windows: a backslash in a string begins an escape.
        self.generator = format!("{{ path = {:?} }}", folder.replace('\\', "/"));
        self
    }

    /// Sets whether the server has a docs page: Swagger UI at `/docs`, which the feature `docs` of the package adds.
    #[must_use]
    pub fn docs_page(mut self, has: bool) -> Self {
        self.docs_page = has;
        self
    }

    /// Returns whether each package depends on a crate with this name in code.
    pub(crate) fn depends_on(name: &str) -> bool {
        DEPENDENCIES.contains(&name) || is_other_crate(name)
    }

    /// Returns the name of the library in code.
    pub(crate) fn library(&self) -> String {
        self.name.replace('-', "_")
    }
}
