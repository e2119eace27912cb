//! From the options to what the stages take: places that are there, paths that can be written, security schemes.
//! What an option names and the description does not have is reported.

use crate::api::Scheme;
use crate::config::{Config, KeepUnknown, SecurityScheme};
use crate::diagnostic::Diagnostics;
use crate::lower::Options;
use crate::names::{Named, Rename, Renames};
use crate::places::find_place;
use crate::sources::Sources;
use crate::type_paths::{derive_path, type_path};

impl Config {
    fn schemes(&self, sources: &Sources) -> Vec<Scheme> {
        let scheme = |(name, scheme): &(String, SecurityScheme)| Scheme {
            name: name.clone(),
            place: self.origins.of(name, sources),
            description: None,
            kind: scheme.kind(),
        };
        self.security_schemes.iter().map(scheme).collect()
    }

    pub(crate) fn resolve_places(
        &self,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> (Options, Renames) {
        let mut find = |place: &str| find_place(place, sources, &self.origins, diagnostics);
        let mut options = Options {
            keep_unknown: self.keep_unknown.contains(&KeepUnknown::All),
            skip_unsupported: self.skip_unsupported.unwrap_or_default(),
            answers: self.example_server.unwrap_or_default(),
            head: self.head.unwrap_or_default(),
            schemes: self.schemes(sources),
            ..Options::default()
        };
        for keep in &self.keep_unknown {
            if let KeepUnknown::At(place) = keep {
                options.keep_unknown_at.extend(find(place));
            }
        }
        options.open_enum_at = self.open_enums.iter().filter_map(|place| find(place)).collect();
        let mut renames = Vec::new();
        for (list, named) in [(&self.renames, Named::Itself), (&self.type_renames, Named::Type)] {
            for (place, name) in list {
                let origin = self.origins.find(place).cloned();
                renames.extend(find(place).map(|place| Rename { place, named, name: name.clone(), origin }));
            }
        }
        self.resolve_types(&mut options, sources, diagnostics);
        (options, Renames::new(renames))
    }

    /// The paths of types and traits.
    fn resolve_types(&self, options: &mut Options, sources: &Sources, diagnostics: &mut Diagnostics) {
        let origin = |text: &str| self.origins.of(text, sources);
        for (format, text) in &self.formats {
            let path = type_path(text, origin(format), diagnostics);
            options.formats.extend(path.map(|path| (format.clone(), path, origin(format))));
        }
        for (place, text) in &self.replacements {
            let found = find_place(place, sources, &self.origins, diagnostics);
            let path = type_path(text, origin(place), diagnostics);
            options.replacements.extend(found.zip(path));
        }
        for (place, text) in &self.derives {
            let found = place.as_ref().map(|place| find_place(place, sources, &self.origins, diagnostics));
            let path = derive_path(text, origin(text), diagnostics);
            match (found, path) {
                (None, Some(path)) => options.derives.push((None, path)),
                (Some(Some(place)), Some(path)) => options.derives.push((Some(place), path)),
                _ => {}
            }
        }
    }
}
