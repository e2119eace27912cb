//! The keywords of a specification as tables: the fixed fields of each object, and the fate of each keyword. Spelling
//! suggestions, the search for references and the report use them. A keyword has its fate only if the reader took it,
//! so the log records which ones it took.

pub(crate) mod openapi3;
pub(crate) mod openapi31;
pub(crate) mod openapi32;
pub(crate) mod swagger2;

use crate::diagnostic::{FileId, Place};
use crate::pointer::Pointer;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashMap;

impl Version {
    /// Returns the version in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Swagger2 => "Swagger 2.0",
            Self::OpenApi30 => "OpenAPI 3.0",
            Self::OpenApi31 => "OpenAPI 3.1",
            Self::OpenApi32 => "OpenAPI 3.2",
        }
    }
}

/// The fixed fields of an object, such as those of the "Schema Object".
#[derive(Debug)]
pub(crate) struct FixedFields {
    /// The object in messages, such as "a schema".
    pub of: &'static str,
    /// Its keywords: its own list, and lists that it shares with other objects.
    pub keywords: &'static [&'static [Keyword]],
}

impl FixedFields {
    /// Returns the word for a key of the object. A table without keywords is not of a specification, but of
    /// `stubsmith.yaml`.
    pub(crate) fn key(&self) -> &'static str {
        if self.keywords.is_empty() { "setting" } else { "keyword" }
    }

    /// Returns the row of a keyword.
    pub(crate) fn find(&self, keyword: &str) -> Option<&'static Keyword> {
        self.rows().find(|row| row.name == keyword)
    }

    /// Returns every row.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &'static Keyword> + Clone {
        self.keywords.iter().copied().flatten()
    }
}

/// A keyword of an object.
#[derive(Debug)]
pub(crate) struct Keyword {
    pub name: &'static str,
    pub fate: Fate,
    pub holds: Holds,
    pub is: Is,
    /// Whether an object without effect must have it. The reader checks the others itself.
    pub is_required: bool,
}

/// The effect of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It decides which requests are accepted, or which responses are valid.
    Enforced,
    /// It becomes a type, a name, a default or documentation: no value violates it.
    Typed,
    /// It has no effect, for this reason.
    Ignored(&'static str),
    /// It belongs to another version of the specification. The second string says what to write instead.
    OtherVersion(&'static str, &'static str),
}

/// The content of a keyword's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Objects of the specification, or scalars.
    Objects,
    /// A map whose keys the author chose.
    Names,
    /// Values or text of the author, in which `$ref` is not a reference.
    Data,
    /// A map of "Example Object"s, which can be references; or a list of the author's values.
    Examples,
}

/// The type of the value of a keyword without effect. The reader checks the other keywords itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Is {
    Any,
    Text,
    Boolean,
}

impl Keyword {
    const fn new(name: &'static str, fate: Fate) -> Self {
        Self { name, fate, holds: Holds::Objects, is: Is::Any, is_required: false }
    }

    const fn enforced(name: &'static str) -> Self {
        Self::new(name, Fate::Enforced)
    }

    const fn typed(name: &'static str) -> Self {
        Self::new(name, Fate::Typed)
    }

    const fn ignored(name: &'static str, reason: &'static str) -> Self {
        Self::new(name, Fate::Ignored(reason))
    }

    const fn swagger2(name: &'static str, instead: &'static str) -> Self {
        Self::new(name, Fate::OtherVersion("Swagger 2.0", instead))
    }

    const fn openapi3(name: &'static str, instead: &'static str) -> Self {
        Self::new(name, Fate::OtherVersion("OpenAPI 3", instead))
    }

    const fn text(mut self) -> Self {
        self.is = Is::Text;
        self
    }

    const fn boolean(mut self) -> Self {
        self.is = Is::Boolean;
        self
    }

    const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    const fn names(mut self) -> Self {
        self.holds = Holds::Names;
        self
    }

    const fn examples(mut self) -> Self {
        self.holds = Holds::Examples;
        self
    }

    const fn data(mut self) -> Self {
        self.holds = Holds::Data;
        self
    }
}

/// A version of the OpenAPI Specification, with its version of JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Version {
    /// Swagger 2.0, and JSON Schema draft 4.
    Swagger2,
    /// OpenAPI 3.0, whose schemas are an extended subset of draft 4.
    OpenApi30,
    /// OpenAPI 3.1, and JSON Schema 2020-12.
    OpenApi31,
    /// OpenAPI 3.2, and JSON Schema 2020-12.
    OpenApi32,
}

/// A version of a specification.
#[derive(Debug)]
pub(crate) struct Dialect {
    pub version: Version,
    pub objects: &'static [&'static FixedFields],
    /// "Schema Object".
    pub schema: &'static FixedFields,
    /// Keywords of other versions that no object here has.
    pub others: &'static [&'static str],
    /// Whether its schemas follow one of the drafts 3 to 7 of JSON Schema, as far as their keywords are not those of
    /// 2020-12.
    pub is_draft: bool,
}

/// Returns whether a version has this major and minor number.
pub(crate) fn is_minor(version: &str, minor: &str) -> bool {
    version.strip_prefix(minor).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Returns whether the URI of a meta-schema is that of one of the drafts 3 to 7.
pub(crate) fn is_draft(uri: &str) -> bool {
    ["draft-03", "draft-04", "draft-05", "draft-06", "draft-07"].iter().any(|draft| uri.contains(draft))
}

impl Dialect {
    /// Returns the version that a file declares:
    ///
    /// | the file has | version |
    /// |---|---|
    /// | `swagger` | Swagger 2.0 |
    /// | `openapi: 3.0.x` | OpenAPI 3.0 |
    /// | `openapi: 3.2.x` | OpenAPI 3.2 |
    /// | `openapi` with another value | OpenAPI 3.1 |
    /// | `$schema` of draft 3 or 4 | Swagger 2.0, for its draft 4 |
    /// | `$schema` of OpenAPI 3.2 | OpenAPI 3.2 |
    /// | `$schema` of a later draft, or of OpenAPI 3.1 | OpenAPI 3.1, for its 2020-12 |
    /// | none of these | none: that of the file which refers to it |
    ///
    /// Since OpenAPI 3.1, the keywords of drafts 3 to 7 have their own meaning if `$schema` or `jsonSchemaDialect` declares
    /// one of these drafts.
    pub(crate) fn declared_by(root: &Value) -> Option<&'static Self> {
        if root.get("swagger").is_some() {
            return Some(&swagger2::SWAGGER_2);
        }
        if let Some(openapi) = root.get("openapi") {
            // YAML reads `3.1` as a number.
            let text = openapi.as_str().map_or_else(|| openapi.to_string(), str::to_owned);
            let schemas = root.get("jsonSchemaDialect").and_then(Value::as_str).unwrap_or_default();
            return Some(match (is_minor(&text, "3.0"), is_minor(&text, "3.2"), is_draft(schemas)) {
                (true, ..) => &openapi3::OPENAPI_30,
                (false, true, true) => &openapi3::OPENAPI_32_DRAFT,
                (false, true, false) => &openapi3::OPENAPI_32,
                // A version that is not supported is reported, and not also its keywords.
                (false, false, true) if !is_minor(&text, "3.1") => &openapi3::OPENAPI_32_DRAFT,
                (false, false, false) if !is_minor(&text, "3.1") => &openapi3::OPENAPI_32,
                (false, false, true) => &openapi3::OPENAPI_31_DRAFT,
                (false, false, false) => &openapi3::OPENAPI_31,
            });
        }
        let schema = root.get("$schema")?.as_str()?;
        let has = |part: &&str| schema.contains(*part);
        if ["draft-03", "draft-04"].iter().any(has) {
            return Some(&swagger2::SWAGGER_2);
        }
        if is_draft(schema) {
            return Some(&openapi3::OPENAPI_31_DRAFT);
        }
        if has(&"oas/3.2") {
            return Some(&openapi3::OPENAPI_32);
        }
        ["2019-09", "2020-12", "oas/3.1"].iter().any(has).then_some(&openapi3::OPENAPI_31)
    }

    /// Returns the version of a file that a file of another version leads to. A draft of JSON Schema is read as OpenAPI
    /// 3.1 there, which has all keywords of Swagger 2.0's schemas. A JSON Schema that a document of OpenAPI 3.2 refers to
    /// may have the keywords that are new there.
    pub(crate) fn of_file(root: &Value, around: Option<&'static Self>) -> Option<&'static Self> {
        let declared = Self::declared_by(root).or(around)?;
        let is_schema = root.get("swagger").is_none() && root.get("openapi").is_none();
        let inside = around.map(|around| around.version).filter(|_| is_schema);
        let of_draft = declared.is_draft || declared.version == Version::Swagger2;
        Some(match inside {
            Some(Version::OpenApi32) if of_draft => &openapi3::OPENAPI_32_DRAFT,
            Some(Version::OpenApi32) => &openapi3::OPENAPI_32,
            Some(Version::OpenApi30 | Version::OpenApi31) if declared.version == Version::Swagger2 => {
                &openapi3::OPENAPI_31_DRAFT
            }
            _ => declared,
        })
    }

    /// Returns whether a keyword of an object is new in a later version of OpenAPI 3. Such a keyword is not read.
    pub(crate) fn is_too_old_for(&self, object: &str, keyword: &str) -> bool {
        self.version < Version::OpenApi32 && openapi32::is_new(object, keyword)
    }

    /// Returns the help for a keyword in the wrong object, if only one or two objects have it.
    pub(crate) fn home_of(&self, keyword: &str) -> Option<String> {
        let has = |fields: &&&FixedFields| {
            fields.find(keyword).is_some_and(|row| !matches!(row.fate, Fate::OtherVersion(..)))
                && !self.is_too_old_for(fields.of, keyword)
        };
        let mut homes: Vec<&str> = self.objects.iter().filter(has).map(|fields| fields.of).collect();
        homes.dedup();
        matches!(homes.len(), 1 | 2).then(|| format!("it is a keyword of {}", homes.join(" and of ")))
    }

    /// Returns the keywords of `xml`.
    pub(crate) fn xml(&self) -> &'static FixedFields {
        if self.is_openapi3() { &openapi3::XML } else { &swagger2::XML }
    }

    /// Returns the keywords of a path item.
    pub(crate) fn path_item(&self) -> &'static FixedFields {
        if self.is_openapi3() { &openapi3::PATH_ITEM } else { &swagger2::PATH_ITEM }
    }

    /// Returns whether this is a version of OpenAPI 3.
    pub(crate) fn is_openapi3(&self) -> bool {
        match self.version {
            Version::Swagger2 => false,
            Version::OpenApi30 | Version::OpenApi31 | Version::OpenApi32 => true,
        }
    }

    /// Returns the content of a keyword's value, in any object.
    pub(crate) fn holds(&self, keyword: &str) -> Holds {
        let row = self.objects.iter().find_map(|fields| fields.find(keyword));
        row.map_or(Holds::Objects, |row| row.holds)
    }
}

/// Every supported version.
pub(crate) const DIALECTS: [&Dialect; 4] =
    [&swagger2::SWAGGER_2, &openapi3::OPENAPI_30, &openapi3::OPENAPI_31, &openapi3::OPENAPI_32];

/// Returns whether a key is a keyword of any object of any version: such a key is not a typo.
pub(crate) fn is_known(key: &str) -> bool {
    DIALECTS.iter().any(|dialect| {
        dialect.others.contains(&key) || dialect.objects.iter().any(|fields| fields.find(key).is_some())
    })
}

/// The keywords that the reader took, by the place of their object.
#[derive(Debug, Default)]
pub(crate) struct Log(RefCell<HashMap<(FileId, Pointer), Taken>>);

/// The keywords of one object that were taken.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub fields: &'static FixedFields,
    pub keywords: Vec<&'static str>,
    /// The version of the file.
    pub dialect: &'static Dialect,
}

impl Taken {
    /// Returns the effect of a keyword, or `None` if the reader did not take it.
    pub(crate) fn fate(&self, keyword: &str) -> Option<Fate> {
        let row = self.fields.find(keyword)?;
        let is_ignored =
            matches!(row.fate, Fate::Ignored(_)) && !self.dialect.is_too_old_for(self.fields.of, keyword);
        (is_ignored || self.keywords.contains(&keyword)).then_some(row.fate)
    }
}

impl Log {
    /// Logs an object that was read.
    pub(crate) fn enter(
        &self,
        place: &Place,
        (fields, dialect): (&'static FixedFields, &'static Dialect),
        keywords: &[&'static str],
    ) {
        let taken = Taken { fields, keywords: keywords.to_vec(), dialect };
        self.0.borrow_mut().insert((place.file, place.pointer.clone()), taken);
    }

    /// Returns the object at a place.
    pub(crate) fn at(&self, place: &Place) -> Option<Taken> {
        self.0.borrow().get(&(place.file, place.pointer.clone())).cloned()
    }

    /// Returns the places of the objects of one kind that were read.
    pub(crate) fn places_of(&self, fields: &FixedFields) -> Vec<(FileId, Pointer)> {
        let objects = self.0.borrow();
        let of_kind = objects.iter().filter(|(_, taken)| taken.fields.of == fields.of);
        of_kind.map(|(place, _)| place.clone()).collect()
    }

    /// Returns every object that was read.
    #[cfg(test)]
    pub(crate) fn all(&self) -> Vec<Taken> {
        self.0.borrow().values().cloned().collect()
    }
}
