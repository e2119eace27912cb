//! Bearer tokens that are JSON Web Tokens (RFC 7519). The server verifies the signature, the issuer, the audience, the
//! time and the scopes before it calls a method.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use stubsmith_recipes::notes::types::Note;
use stubsmith_recipes::notes::{
    AddNoteRequest, AddNoteResponse, Api, Context, Credentials, ListNotesResponse, Rejection, service,
};
use tower::ServiceExt as _;

/// The claims that the server reads. `Validation` reads the others itself.
#[derive(Serialize, Deserialize)]
struct Claims {
    /// The user.
    sub: String,
    /// The scopes, separated by spaces (RFC 8693, section 4.2).
    #[serde(default)]
    scope: String,
    #[serde(flatten)]
    others: BTreeMap<String, serde_json::Value>,
}

struct Server {
    key: DecodingKey,
    validation: Validation,
    notes: Mutex<BTreeMap<String, Vec<Note>>>,
}

impl Server {
    /// The key is shared with the issuer here. For tokens of an OpenID provider, use its public key, such as
    /// `DecodingKey::from_jwk` with the key of its JWK set whose `kid` the token's header names, and list only its
    /// algorithms, such as `RS256`.
    fn new(key: &[u8]) -> Result<Self, jsonwebtoken::errors::Error> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&["https://login.example.com"]);
        validation.set_audience(&["notes"]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        Ok(Self { key: DecodingKey::from_secret(key)?, validation, notes: Mutex::default() })
    }
}

/// The caller of a method.
struct User(String);

enum Refusal {
    /// The token is not valid, for example because it has expired. The client does not learn the reason.
    InvalidToken,
    /// The token does not have this scope.
    MissingScope(&'static str),
    Rejected(Rejection),
}

impl From<Rejection> for Refusal {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::InvalidToken => (StatusCode::UNAUTHORIZED, "the token is not valid").into_response(),
            Self::MissingScope(scope) => {
                let challenge = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
                (StatusCode::FORBIDDEN, [(header::WWW_AUTHENTICATE, challenge)]).into_response()
            }
            Self::Rejected(rejection) => rejection.into_response(),
        }
    }
}

impl Api for Server {
    type Principal = User;
    type Error = Refusal;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<User, Refusal> {
        let Credentials::Login { login } = credentials;
        let token = decode::<Claims>(login.token.expose(), &self.key, &self.validation);
        let claims = token.map_err(|_| Refusal::InvalidToken)?.claims;
        let granted: Vec<&str> = claims.scope.split(' ').collect();
        match login.scopes.iter().find(|required| !granted.contains(required)) {
            Some(scope) => Err(Refusal::MissingScope(scope)),
            None => Ok(User(claims.sub)),
        }
    }

    async fn list_notes(&self, _: Context, user: User) -> Result<ListNotesResponse, Refusal> {
        let notes = self.notes.lock().unwrap();
        Ok(ListNotesResponse::Ok(notes.get(&user.0).cloned().unwrap_or_default()))
    }

    async fn add_note(
        &self,
        _: Context,
        user: User,
        request: AddNoteRequest,
    ) -> Result<AddNoteResponse, Refusal> {
        self.notes.lock().unwrap().entry(user.0).or_default().push(request.body);
        Ok(AddNoteResponse::NoContent)
    }
}

/// Creates a token as the issuer does. `changes` replaces claims; null removes one.
fn token(key: &[u8], changes: &[(&str, serde_json::Value)]) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let mut claims = BTreeMap::from([
        ("iss", "https://login.example.com".into()),
        ("aud", "notes".into()),
        ("sub", "ada".into()),
        ("exp", (now + 600).into()),
        ("scope", "notes.read notes.write".into()),
    ]);
    claims.extend(changes.iter().cloned());
    claims.retain(|_, value: &mut serde_json::Value| !value.is_null());
    encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(key).unwrap()).unwrap()
}

async fn list(server: &Arc<Server>, token: &str) -> (StatusCode, String) {
    let request = Request::get("/notes").header("Authorization", format!("Bearer {token}"));
    let response = service(Arc::clone(server)).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let challenge = response.headers().get(header::WWW_AUTHENTICATE);
    let challenge = challenge.map_or("", |value| value.to_str().unwrap()).to_owned();
    (response.status(), challenge)
}

#[tokio::test]
async fn only_a_valid_token_with_the_scope_is_accepted() {
    let key = b"a key of at least 256 bits, that the issuer has too";
    let server = Arc::new(Server::new(key).unwrap());
    assert_eq!(list(&server, &token(key, &[])).await, (StatusCode::OK, String::new()));

    let invalid = [
        token(b"another key of at least 256 bits, not the issuer's", &[]),
        token(key, &[("exp", 1_000_000_000.into())]),
        token(key, &[("exp", serde_json::Value::Null)]),
        token(key, &[("iss", "https://evil.example.com".into())]),
        token(key, &[("aud", "mail".into())]),
        token(key, &[("sub", serde_json::Value::Null)]),
        "e30.e30.".to_owned(),
    ];
    for token in invalid {
        let (status, challenge) = list(&server, &token).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{token}");
        assert!(challenge.contains("error=\"invalid_token\""), "{challenge}");
    }

    let (status, challenge) = list(&server, &token(key, &[("scope", "notes.write".into())])).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(challenge, "Bearer error=\"insufficient_scope\", scope=\"notes.read\"");
}
