//! A made-up spec with any number of operations: each resource is listed, added, read and written, in twenty tags,
//! with a few constraints and a response for problems.

use std::fmt::Write as _;

/// The spec of a resource.
const PATHS: &str = "  /itemsN:
    get:
      tags: [tagT]
      operationId: listItemsN
      parameters:
        - {name: limit, in: query, type: integer, minimum: 1, maximum: 100}
        - {name: sort, in: query, type: array, items: {type: string}}
      responses: {200: {description: All., schema: {type: array, items: {$ref: '#/definitions/ItemN'}}}, default: {description: A problem., schema: {$ref: '#/definitions/Problem'}}}
    post:
      tags: [tagT]
      operationId: addItemN
      parameters: [{name: item, in: body, required: true, schema: {$ref: '#/definitions/ItemN'}}]
      responses: {201: {description: It is there., schema: {$ref: '#/definitions/ItemN'}}, default: {description: A problem., schema: {$ref: '#/definitions/Problem'}}}
  /itemsN/{id}:
    get:
      tags: [tagT]
      operationId: getItemN
      parameters: [{name: id, in: path, required: true, type: integer}]
      responses: {200: {description: It., schema: {$ref: '#/definitions/ItemN'}}, default: {description: A problem., schema: {$ref: '#/definitions/Problem'}}}
    put:
      tags: [tagT]
      operationId: putItemN
      parameters: [{name: id, in: path, required: true, type: integer}, {name: item, in: body, required: true, schema: {$ref: '#/definitions/ItemN'}}]
      responses: {200: {description: It., schema: {$ref: '#/definitions/ItemN'}}, default: {description: A problem., schema: {$ref: '#/definitions/Problem'}}}
";

const TYPES: &str = "  ItemN:
    type: object
    required: [id, name, size]
    properties:
      id: {type: integer}
      name: {type: string, maxLength: 64}
      kind: {type: string, enum: [small, large]}
      parts: {type: array, items: {type: string}}
      size: {$ref: '#/definitions/SizeN'}
      note: {type: string}
  SizeN:
    type: object
    required: [width, height]
    properties:
      width: {type: number, minimum: 0}
      height: {type: number, minimum: 0}
      unit: {type: string}
      exact: {type: boolean}
";

/// The same resource in OpenAPI 3.
const PATHS3: &str = "  /itemsN:
    get:
      tags: [tagT]
      operationId: listItemsN
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}
        - {name: sort, in: query, explode: false, schema: {type: array, items: {type: string}}}
      responses:
        '200': {description: All., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/ItemN'}}}}}
        default: {description: A problem., content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
    post:
      tags: [tagT]
      operationId: addItemN
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/ItemN'}}}}
      responses:
        '201': {description: It is there., content: {application/json: {schema: {$ref: '#/components/schemas/ItemN'}}}}
        default: {description: A problem., content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
  /itemsN/{id}:
    get:
      tags: [tagT]
      operationId: getItemN
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses:
        '200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/ItemN'}}}}
        default: {description: A problem., content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
    put:
      tags: [tagT]
      operationId: putItemN
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/ItemN'}}}}
      responses:
        '200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/ItemN'}}}}
        default: {description: A problem., content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
";

/// The spec, in YAML.
pub fn description(operations: usize) -> String {
    let mut text = "swagger: '2.0'\ninfo: {title: Made up, version: '1'}\nsecurityDefinitions:\n  token: {type: apiKey, in: header, name: X-Token}\nsecurity: [{token: []}]\npaths:\n".to_owned();
    let resources = 0..operations.div_ceil(4);
    resources.clone().for_each(|index| text += &of(PATHS, index));
    text += "definitions:\n  Problem: {type: object, required: [message], properties: {message: {type: string}}}\n";
    resources.for_each(|index| text += &of(TYPES, index));
    text
}

/// The same API in OpenAPI 3.1, in YAML.
pub fn description3(operations: usize) -> String {
    let mut text =
        "openapi: 3.1.0\ninfo: {title: Made up, version: '1'}\nsecurity: [{token: []}]\npaths:\n".to_owned();
    let resources = 0..operations.div_ceil(4);
    resources.clone().for_each(|index| text += &of(PATHS3, index));
    text +=
        "components:\n  securitySchemes:\n    token: {type: apiKey, in: header, name: X-Token}\n  schemas:\n";
    text += "    Problem: {type: object, required: [message], properties: {message: {type: string}}}\n";
    let types = TYPES.replace("#/definitions/", "#/components/schemas/");
    let types: String = types.lines().map(|line| format!("  {line}\n")).collect();
    resources.for_each(|index| text += &of(&types, index));
    text
}

fn of(template: &str, index: usize) -> String {
    template.replace('N', &index.to_string()).replace("tagT", &format!("tag{}", index % 20))
}

/// The handwritten code for a resource, by a person in a hurry: serde's derives, axum's extractors, a trait with the
/// same methods, and a check of the token.
const BY_HAND: &str = r#"
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemN {
    pub id: i64,
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ItemNKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<String>>,
    pub size: SizeN,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemNKind {
    Small,
    Large,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SizeN {
    pub width: f64,
    pub height: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exact: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct ListItemsNQuery {
    pub limit: Option<i64>,
    pub sort: Option<String>,
}

async fn list_items_N<A: Api>(
    State(api): State<Arc<A>>,
    headers: HeaderMap,
    Query(query): Query<ListItemsNQuery>,
) -> Result<Json<Vec<ItemN>>, A::Error> {
    let caller = api.authenticate(token(&headers)).await?;
    let sort = query.sort.unwrap_or_default().split(',').map(str::to_owned).collect();
    Ok(Json(api.list_items_N(caller, query.limit, sort).await?))
}

async fn add_item_N<A: Api>(
    State(api): State<Arc<A>>,
    headers: HeaderMap,
    Json(item): Json<ItemN>,
) -> Result<(StatusCode, Json<ItemN>), A::Error> {
    let caller = api.authenticate(token(&headers)).await?;
    Ok((StatusCode::CREATED, Json(api.add_item_N(caller, item).await?)))
}

async fn get_item_N<A: Api>(
    State(api): State<Arc<A>>,
    headers: HeaderMap,
    Path(id): Path<i64>,
) -> Result<Json<ItemN>, A::Error> {
    let caller = api.authenticate(token(&headers)).await?;
    Ok(Json(api.get_item_N(caller, id).await?))
}

async fn put_item_N<A: Api>(
    State(api): State<Arc<A>>,
    headers: HeaderMap,
    Path(id): Path<i64>,
    Json(item): Json<ItemN>,
) -> Result<Json<ItemN>, A::Error> {
    let caller = api.authenticate(token(&headers)).await?;
    Ok(Json(api.put_item_N(caller, id, item).await?))
}
"#;

const METHODS: &str = "
    fn list_items_N(&self, caller: Self::Principal, limit: Option<i64>, sort: Vec<String>) -> impl Future<Output = Result<Vec<ItemN>, Self::Error>> + Send;
    fn add_item_N(&self, caller: Self::Principal, item: ItemN) -> impl Future<Output = Result<ItemN, Self::Error>> + Send;
    fn get_item_N(&self, caller: Self::Principal, id: i64) -> impl Future<Output = Result<ItemN, Self::Error>> + Send;
    fn put_item_N(&self, caller: Self::Principal, id: i64, item: ItemN) -> impl Future<Output = Result<ItemN, Self::Error>> + Send;
";

const ROUTES: &str = r#"        .route("/itemsN", get(list_items_N::<A>).post(add_item_N::<A>))
        .route("/itemsN/{id}", get(get_item_N::<A>).put(put_item_N::<A>))
"#;

/// The shared part of the handwritten crate.
const FRAME: &str = "//! As one writes it by hand in a hurry.
#![allow(dead_code)]

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::sync::Arc;

fn token(headers: &HeaderMap) -> Option<&str> {
    headers.get(\"x-token\").and_then(|token| token.to_str().ok())
}
";

/// The `lib.rs` of the handwritten crate with the same operations.
pub fn by_hand(operations: usize) -> String {
    let resources = 0..operations.div_ceil(4);
    let each = |template: &str| resources.clone().map(|index| of(template, index)).collect::<String>();
    let mut text = FRAME.to_owned() + &each(BY_HAND);
    write!(
        text,
        "\npub trait Api: Send + Sync + 'static {{
    type Principal: Send;
    type Error: IntoResponse + Send + 'static;
    fn authenticate(&self, token: Option<&str>) -> impl Future<Output = Result<Self::Principal, Self::Error>> + Send;
{}}}

pub fn service<A: Api>(api: Arc<A>) -> Router {{
    Router::new()
{}        .with_state(api)
}}
",
        each(METHODS),
        each(ROUTES),
    )
    .expect("a string takes everything");
    text
}

/// An implementation of the handwritten trait, whose methods all return a problem.
pub fn by_hand_implementation(operations: usize) -> String {
    let methods = "
    async fn list_items_N(&self, (): (), _limit: Option<i64>, _sort: Vec<String>) -> Result<Vec<ItemN>, Problem> {
        Err(Problem)
    }

    async fn add_item_N(&self, (): (), _item: ItemN) -> Result<ItemN, Problem> {
        Err(Problem)
    }

    async fn get_item_N(&self, (): (), _id: i64) -> Result<ItemN, Problem> {
        Err(Problem)
    }

    async fn put_item_N(&self, (): (), _id: i64, _item: ItemN) -> Result<ItemN, Problem> {
        Err(Problem)
    }
";
    let methods: String = (0..operations.div_ceil(4)).map(|index| of(methods, index)).collect();
    format!(
        "use crate::api::*;
use axum::http::StatusCode;
use axum::response::{{IntoResponse, Response}};

pub struct Server;

pub struct Problem;

impl IntoResponse for Problem {{
    fn into_response(self) -> Response {{
        StatusCode::NOT_IMPLEMENTED.into_response()
    }}
}}

impl Api for Server {{
    type Principal = ();
    type Error = Problem;

    async fn authenticate(&self, token: Option<&str>) -> Result<(), Problem> {{
        token.map(drop).ok_or(Problem)
    }}
{methods}}}
"
    )
}
