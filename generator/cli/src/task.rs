//! The task of `generate` and `check`: one API, or several that share the support code.

use crate::arguments::Target;
use stubsmith::{Apis, Config, Generated};

/// One API, or several.
#[derive(Debug)]
pub(crate) enum Task {
    One(Box<Config>),
    Several(Apis),
}

impl Task {
    /// The task of a command line. Specs with the same name form one API.
    pub(crate) fn new(target: &Target) -> Self {
        if target.api.is_empty() {
            return Self::One(Box::new(target.config(&target.source.specs)));
        }
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in &target.api {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let configs = names.into_iter().map(|name| {
            let specs = target.api.iter().filter(|(other, _)| other == name);
            target.config(specs.map(|(_, spec)| spec)).name(name)
        });
        Self::Several(Apis::new(configs))
    }

    pub(crate) fn generate(&self) -> Generated {
        match self {
            Self::One(config) => config.generate(),
            Self::Several(apis) => apis.generate(),
        }
    }

    pub(crate) fn inventory(&self) -> Generated {
        match self {
            Self::One(config) => config.inventory(),
            Self::Several(apis) => apis.inventory(),
        }
    }
}
