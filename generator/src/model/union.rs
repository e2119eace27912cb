//! Values of one of several alternatives.

use super::Expr;
use crate::diagnostic::Place;
use serde_json::Value;

/// One of several alternatives: an enum with a variant for each.
#[derive(Debug)]
pub struct Union {
    pub choose: Choose,
    pub variants: Vec<Variant>,
}

/// How the alternative of a value is found.
#[derive(Debug)]
pub enum Choose {
    /// By the value of this property, the tag: each variant has its own.
    Tag(String),
}

/// An alternative.
#[derive(Debug)]
pub struct Variant {
    /// The value of the tag.
    pub tag: String,
    pub expr: Expr,
    /// The schema, which gives the variant its name.
    pub place: Option<Place>,
}

impl Union {
    /// The property that tells the alternatives apart.
    pub fn tag(&self) -> &str {
        match &self.choose {
            Choose::Tag(property) => property,
        }
    }

    /// The alternative that a value is of, with its position.
    ///
    /// # Errors
    /// Why there is none, in words about the value.
    pub fn variant_of(&self, value: &Value) -> Result<(usize, &Variant), String> {
        let Choose::Tag(property) = &self.choose;
        let tag = value.get(property).and_then(Value::as_str);
        let mut variants = self.variants.iter().enumerate();
        match (variants.find(|(_, variant)| Some(variant.tag.as_str()) == tag), tag) {
            (Some(found), _) => Ok(found),
            (None, Some(_)) => Err(format!("`{property}` names no schema that inherits from it")),
            (None, None) => Err(format!("`{property}` is missing")),
        }
    }
}
