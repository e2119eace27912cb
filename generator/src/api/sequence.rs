//! Sequential media types, whose bodies are streams of items (OpenAPI 3.2, "Sequential Media Types").

use super::SchemaId;

/// The format of a sequential media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sequence {
    /// JSON values: in lines, or after record separators (RFC 7464).
    Json,
    /// Server-sent events.
    Events,
}

impl Sequence {
    /// Returns the format of a media type, or `None` if it is not sequential.
    ///
    /// | media type | format |
    /// |---|---|
    /// | `application/jsonl`, `application/ndjson` and their other names | JSON in lines |
    /// | `application/json-seq`, and others that end with `+json-seq` (RFC 8091) | JSON after record separators |
    /// | `text/event-stream` | events |
    pub(crate) fn of(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "text/event-stream" => Some(Self::Events),
            "application/jsonl"
            | "application/x-jsonl"
            | "application/jsonlines"
            | "application/x-jsonlines"
            | "application/ndjson"
            | "application/x-ndjson"
            | "application/json-seq" => Some(Self::Json),
            other => other.ends_with("+json-seq").then_some(Self::Json),
        }
    }
}

/// The items of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StreamItems {
    /// JSON values with this schema, if there is one.
    Values(Option<SchemaId>),
    /// Not a stream, but an array that is sent and received as a whole. Only OpenAPI 3.2 has this.
    List,
    /// Events whose data has this schema. A setting says that the schema is that of the data.
    Data(Option<SchemaId>),
    /// Events. The schema is that of an object with the fields of an event: `itemSchema`.
    Events {
        event: SchemaId,
        /// `contentSchema` of `data`, if its `contentMediaType` is JSON.
        content: Option<SchemaId>,
    },
}

impl StreamItems {
    /// Returns the same items with another schema in place of this one.
    pub(crate) fn with(self, schema: Option<SchemaId>, other: Option<SchemaId>) -> Self {
        match self {
            Self::Values(own) if own == schema => Self::Values(other),
            Self::Data(own) if own == schema => Self::Data(other),
            Self::Values(_) | Self::Data(_) | Self::List | Self::Events { .. } => self,
        }
    }

    /// Returns all schemas.
    pub(crate) fn schemas(self) -> impl Iterator<Item = SchemaId> {
        let (first, second) = match self {
            Self::List => (None, None),
            Self::Values(schema) | Self::Data(schema) => (schema, None),
            Self::Events { event, content } => (Some(event), content),
        };
        first.into_iter().chain(second)
    }
}
