//! Handwritten code as in axum's documentation: `Form`, `Multipart`, `Json`, and serde's `untagged` for unions. Less
//! strict than the generated code: it checks no constraint, accepts several parts with one name, and does not know the
//! constants of a schema.

use super::{Bodies, PHOTO};
use axum::Router;
use axum::extract::{Form, Json, Multipart, multipart::MultipartError};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Room {
    Single,
    Double,
    Suite,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "only decoded")]
struct Guest {
    name: String,
    email: String,
    arrival: String,
    nights: i64,
    breakfast: Option<bool>,
    room: Option<Room>,
    note: Option<String>,
}

async fn add_guest(Form(guest): Form<Guest>) -> StatusCode {
    assert_eq!((guest.nights, guest.breakfast), (3, Some(true)));
    StatusCode::NO_CONTENT
}

/// A form that cannot be read, or lacks a field.
enum Problem {
    Form(MultipartError),
    Field(&'static str),
}

impl From<MultipartError> for Problem {
    fn from(error: MultipartError) -> Self {
        Self::Form(error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        match self {
            Self::Form(error) => error.into_response(),
            Self::Field(name) => (StatusCode::BAD_REQUEST, name).into_response(),
        }
    }
}

async fn add_photo(mut form: Multipart) -> Result<StatusCode, Problem> {
    let (mut title, mut album, mut photo) = (None, None, None);
    while let Some(field) = form.next_field().await? {
        match field.name() {
            Some("title") => title = Some(field.text().await?),
            Some("album") => {
                album = Some(field.text().await?.parse::<i64>().map_err(|_| Problem::Field("album"))?)
            }
            Some("photo") => photo = Some(field.bytes().await?),
            _ => {}
        }
    }
    title.ok_or(Problem::Field("title"))?;
    let album = album.ok_or(Problem::Field("album"))?;
    let photo = photo.ok_or(Problem::Field("photo"))?;
    assert_eq!((album, photo.len()), (12, PHOTO));
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "only decoded")]
struct Button {
    #[serde(rename = "type")]
    kind: i64,
    id: Option<i64>,
    custom_id: Option<String>,
    style: i64,
    label: Option<String>,
    disabled: Option<bool>,
    url: Option<String>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "only decoded")]
struct Select {
    #[serde(rename = "type")]
    kind: i64,
    id: Option<i64>,
    custom_id: String,
    placeholder: Option<String>,
    min_values: Option<i64>,
    max_values: Option<i64>,
    disabled: Option<bool>,
    options: Vec<Choice>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "only decoded")]
struct Choice {
    label: String,
    value: String,
    description: Option<String>,
    default: Option<bool>,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "only decoded")]
struct UserSelect {
    #[serde(rename = "type")]
    kind: i64,
    id: Option<i64>,
    custom_id: String,
    placeholder: Option<String>,
    min_values: Option<i64>,
    max_values: Option<i64>,
    disabled: Option<bool>,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "only decoded")]
enum Component {
    Button(Button),
    Select(Select),
    UserSelect(UserSelect),
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "only decoded")]
struct Product {
    id: String,
    object: String,
    active: bool,
    created: i64,
    description: Option<String>,
    images: Vec<String>,
    livemode: bool,
    metadata: BTreeMap<String, String>,
    name: String,
    updated: i64,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "only decoded")]
struct DeletedProduct {
    id: String,
    object: String,
    deleted: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "only decoded")]
enum Expandable {
    Id(String),
    Product(Box<Product>),
    Deleted(DeletedProduct),
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "only decoded")]
enum Scalar {
    String(String),
    Integer(i64),
    Boolean(bool),
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "only decoded")]
enum Values {
    Strings(Vec<String>),
    Integers(Vec<i64>),
}

#[derive(Deserialize)]
#[serde(untagged)]
#[allow(dead_code, reason = "only decoded")]
enum Match {
    Value { value: Scalar },
    Text { text: String },
    Any { any: Values },
    Except { except: Values },
}

#[derive(Deserialize)]
struct All {
    component: Option<Component>,
    expandable: Option<Expandable>,
    #[serde(rename = "match")]
    matched: Option<Match>,
}

async fn all(Json(body): Json<All>) -> StatusCode {
    assert!(matches!(body.component, Some(Component::Select(_))));
    assert!(matches!(body.expandable, Some(Expandable::Product(_))));
    assert!(matches!(body.matched, Some(Match::Any { .. })));
    StatusCode::NO_CONTENT
}

pub(super) fn bodies() -> Bodies {
    let forms = Router::new().route("/guests", post(add_guest)).route("/photos", post(add_photo));
    Bodies { forms, unions: Router::new().route("/all", post(all)) }
}
