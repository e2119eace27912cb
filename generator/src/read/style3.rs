//! The `style` of a parameter or header (OpenAPI 3).

use crate::api::{Location, Style, StyleForm};
use crate::codes;
use crate::cursor::Object;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::dialect::Version;

pub(super) const NEW: &str = "it is new in OpenAPI 3.2; to use it, write `openapi: 3.2.0`";

/// `style` and `explode`. "Default values (based on value of in): for query - form; for path - simple; for header -
/// simple; for cookie - form." "When style is "form" or "cookie", the default value [of explode] is true. For all other
/// styles, the default value is false."
pub(super) fn read_style(
    object: &mut Object<'_>,
    location: Location,
    diagnostics: &mut Diagnostics,
) -> Style {
    let explode = object.take("explode").and_then(|explode| explode.boolean(diagnostics));
    let default = match location {
        Location::Query | Location::Querystring | Location::Form | Location::Cookie => StyleForm::Form,
        Location::Path | Location::Header => StyleForm::Simple,
    };
    let style = object.take("style");
    let has_cookie = object.dialect().version >= Version::OpenApi32;
    let form = style.as_ref().and_then(|style| match (style.string(diagnostics)?, location) {
        ("simple", Location::Path | Location::Header) => Some(StyleForm::Simple),
        ("label", Location::Path) => Some(StyleForm::Label),
        ("matrix", Location::Path) => Some(StyleForm::Matrix),
        ("form", Location::Query | Location::Cookie) => Some(StyleForm::Form),
        ("cookie", Location::Cookie) if has_cookie => Some(StyleForm::Cookie),
        ("deepObject", Location::Query) => Some(StyleForm::DeepObject),
        ("spaceDelimited", Location::Query) => Some(StyleForm::Delimited(' ')),
        ("pipeDelimited", Location::Query) => Some(StyleForm::Delimited('|')),
        (other, _) => {
            let message = format!("`{other}` is not a valid `style` of this parameter");
            let help = match location {
                Location::Cookie if has_cookie => "the styles in a cookie are `form` and `cookie`",
                Location::Cookie if other == "cookie" => NEW,
                Location::Path => "the styles in a path are `simple`, `label` and `matrix`",
                Location::Header => "the style in a header is `simple`",
                Location::Cookie => "the style in a cookie is `form`",
                Location::Query | Location::Querystring | Location::Form => {
                    "the styles in a query are `form`, `spaceDelimited`, `pipeDelimited` and `deepObject`"
                }
            };
            diagnostics.push(Diagnostic::new(codes::BAD_PARAMETER, style.place.clone(), message).help(help));
            None
        }
    });
    let form = form.unwrap_or(default);
    Style { form, explode: explode.unwrap_or(matches!(form, StyleForm::Form | StyleForm::Cookie)) }
}
