//! Unions: values of one of several alternatives.

use super::Expr;
use crate::diagnostic::Place;
use serde_json::Value;

/// A value of one of several alternatives: an enum with a variant for each.
#[derive(Debug)]
pub(crate) struct Union {
    pub choose: Choose,
    pub variants: Vec<Variant>,
}

/// How the variant of a value is selected.
#[derive(Debug)]
pub(crate) enum Choose {
    /// By the value of this property, which differs from variant to variant.
    Tag(String),
}

/// A variant.
#[derive(Debug)]
pub(crate) struct Variant {
    /// The value of the property that selects it.
    pub tag: String,
    pub expr: Expr,
    /// The place of its schema, which decides its name.
    pub place: Option<Place>,
}

impl Union {
    /// Returns the property that selects the variant.
    pub(crate) fn tag(&self) -> &str {
        match &self.choose {
            Choose::Tag(property) => property,
        }
    }

    /// Returns the variant of a value, with its position.
    ///
    /// # Errors
    /// Returns the reason if the value selects no variant.
    pub(crate) fn variant_of(&self, value: &Value) -> Result<(usize, &Variant), String> {
        let Choose::Tag(property) = &self.choose;
        let tag = value.get(property).and_then(Value::as_str);
        let mut variants = self.variants.iter().enumerate();
        match (variants.find(|(_, variant)| Some(variant.tag.as_str()) == tag), tag) {
            (Some(found), _) => Ok(found),
            (None, Some(_)) => Err(format!("`{property}` is not the name of a subtype")),
            (None, None) => Err(format!("`{property}` is missing")),
        }
    }
}
