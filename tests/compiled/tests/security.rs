//! Security on the wire: the golden case `authorization`, bytes in and bytes out.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use std::sync::{Arc, Mutex};
use stubsmith_golden::authorization::{self, Context, Credentials, Rejection};
use tower::ServiceExt as _;

/// Records its credentials, and accepts everybody except `bad`.
#[derive(Default)]
struct Notes(Mutex<Vec<String>>);

impl Notes {
    fn note(&self, what: &impl std::fmt::Debug) {
        self.0.lock().unwrap().push(format!("{what:?}"));
    }
}

/// The author's own error, with an error body of its own.
#[derive(Debug)]
enum Refused {
    Rejected(Rejection),
    BadToken,
    Stranger,
    Forbidden,
}

impl From<Rejection> for Refused {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Rejected(rejection) => (rejection.status(), rejection.to_string()).into_response(),
            Self::BadToken => {
                let challenge = [("www-authenticate", "Bearer error=\"invalid_token\"")];
                (StatusCode::UNAUTHORIZED, challenge, "bad").into_response()
            }
            Self::Stranger => (StatusCode::UNAUTHORIZED, "who?").into_response(),
            Self::Forbidden => (StatusCode::FORBIDDEN, "not you").into_response(),
        }
    }
}

type Answer<T> = Result<T, Refused>;

impl authorization::Api for Notes {
    type Principal = String;
    type Error = Refused;

    async fn authenticate(&self, cx: &Context, credentials: Credentials) -> Answer<String> {
        self.note(&credentials);
        self.note(&cx.headers());
        let name = match credentials {
            Credentials::Account { account } => {
                if account.scopes.contains(&"write:notes") && account.token.expose() == "reader" {
                    return Err(Refused::Forbidden);
                }
                format!("token {} for {:?}", account.token.expose(), account.scopes)
            }
            Credentials::Password { password } => {
                format!("user {:?} {:?}", password.user, password.password.expose())
            }
            Credentials::PasswordQuery { password, query } => {
                format!("user {:?} key {:?}", password.user, query.expose())
            }
            Credentials::CxQuery { cx, query } => format!("keys {} {}", cx.expose(), query.expose()),
            Credentials::Header { header } => format!("header {}", header.expose()),
            Credentials::Cookie { cookie } => format!("cookie {}", cookie.expose()),
            Credentials::AccountCx { account, cx } => {
                format!("token {} key {}", account.token.expose(), cx.expose())
            }
        };
        match name {
            name if name.contains("bad") => Err(Refused::BadToken),
            name if name.contains("stranger") => Err(Refused::Stranger),
            name => Ok(name),
        }
    }

    async fn list_notes(&self, _: Context, caller: String) -> Answer<authorization::ListNotesResponse> {
        self.note(&caller);
        Ok(authorization::ListNotesResponse::NoContent)
    }

    async fn add_note(
        &self,
        _: Context,
        caller: String,
        _: authorization::AddNoteRequest,
    ) -> Answer<authorization::AddNoteResponse> {
        self.note(&caller);
        Ok(authorization::AddNoteResponse::NoContent)
    }

    async fn log_in(&self, _: Context, caller: String) -> Answer<authorization::LogInResponse> {
        self.note(&caller);
        Ok(authorization::LogInResponse::NoContent)
    }

    async fn either(&self, _: Context, caller: String) -> Answer<authorization::EitherResponse> {
        self.note(&caller);
        Ok(authorization::EitherResponse::NoContent)
    }

    async fn keyed(&self, cx: Context, caller: String) -> Answer<authorization::KeyedResponse> {
        self.note(&(&cx, cx.uri(), cx.headers()));
        self.note(&caller);
        Ok(authorization::KeyedResponse::Unauthorized)
    }

    async fn keyed_again(&self, _: Context, caller: String) -> Answer<authorization::KeyedAgainResponse> {
        self.note(&caller);
        Ok(authorization::KeyedAgainResponse::NoContent)
    }

    async fn open(&self, cx: Context) -> Answer<authorization::OpenResponse> {
        self.note(&cx.headers());
        Ok(authorization::OpenResponse::NoContent)
    }

    async fn optional(&self, _: Context, caller: Option<String>) -> Answer<authorization::OptionalResponse> {
        self.note(&caller);
        Ok(authorization::OptionalResponse::NoContent)
    }

    async fn by_key(&self, _: Context, caller: String) -> Answer<authorization::ByKeyResponse> {
        self.note(&caller);
        Ok(authorization::ByKeyResponse::NoContent)
    }

    async fn by_key_alone(&self, _: Context, caller: String) -> Answer<authorization::ByKeyAloneResponse> {
        self.note(&caller);
        Ok(authorization::ByKeyAloneResponse::NoContent)
    }

    async fn by_key_or_nobody(
        &self,
        _: Context,
        caller: Option<String>,
    ) -> Answer<authorization::ByKeyOrNobodyResponse> {
        self.note(&caller);
        Ok(authorization::ByKeyOrNobodyResponse::NoContent)
    }
}

/// Status, challenges and body, in a line.
async fn call(router: &Router, method: &str, uri: &str, headers: &[(&str, &[u8])]) -> String {
    let request = Request::builder().method(method).uri(uri);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    let challenges = parts.headers.get_all("www-authenticate").iter();
    let challenges = challenges.map(|value| format!(" [{}]", value.to_str().unwrap())).collect::<String>();
    format!("{}{challenges} {body}", parts.status.as_u16())
}

fn server() -> (Arc<Notes>, Router) {
    let notes = Arc::new(Notes::default());
    (Arc::clone(&notes), authorization::service(notes))
}

const MISSING: &str = "credentials are missing";

#[tokio::test]
async fn basic_is_a_user_and_a_password_in_base64() {
    let (notes, router) = server();
    let log_in = async |value: &[u8]| {
        notes.0.lock().unwrap().clear();
        let answer = call(&router, "POST", "/login", &[("authorization", value)]).await;
        (answer, notes.0.lock().unwrap().pop().unwrap_or_default())
    };
    // RFC 7617: the scheme ignores case, the first colon separates, both are UTF-8 and may be empty.
    for (header, caller) in [
        ("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", r#""user \"Aladdin\" \"open sesame\"""#),
        ("bASIC  QWxhZGRpbjpvcGVuIHNlc2FtZQ==", r#""user \"Aladdin\" \"open sesame\"""#),
        ("Basic dGVzdDoxMjPCow==", r#""user \"test\" \"123£\"""#),
        ("Basic YTpiOmM=", r#""user \"a\" \"b:c\"""#),
        ("Basic YTo=", r#""user \"a\" \"\"""#),
        ("Basic OmI=", r#""user \"\" \"b\"""#),
    ] {
        assert_eq!(log_in(header.as_bytes()).await, ("204 ".to_owned(), caller.to_owned()), "{header}");
    }
    // Empty credentials, and those of another scheme, count as missing.
    let missing = format!("401 [Basic realm=\"password\", charset=\"UTF-8\"] {MISSING}");
    for header in ["", "Basic", "Basic ", "Basic Og==", "Bearer QWxhZGRpbjpvcGVu", "BasicQWxhZGRpbjpvcGVu"] {
        assert_eq!(log_in(header.as_bytes()).await, (missing.clone(), String::new()), "{header:?}");
    }
    // Credentials that cannot be read are rejected, and never shown.
    for (header, reason) in [
        (&b"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ"[..], "has Basic credentials that are not base64"),
        (b"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=", "has Basic credentials that are not base64"),
        (b"Basic QWxhZGRpbjpvcGVuIHNlc2FtZR==", "has Basic credentials that are not base64"),
        (b"Basic QWxh ZGRpbjpvcGVuIHNlc2FtZQ==", "has Basic credentials that are not base64"),
        (b"Basic QWxhZGR_bjpvcGVu", "has Basic credentials that are not base64"),
        (b"Basic ====", "has Basic credentials that are not base64"),
        (b"Basic YWI6/w==", "has Basic credentials that are not UTF-8"),
        (b"Basic QWxhZGRpbg==", "has Basic credentials without a colon"),
        (b"Basic YTpiCg==", "has Basic credentials with control characters"),
        (b"Basic \xff", "must be visible ASCII"),
    ] {
        let expected = format!("400 parameter `Authorization` {reason}");
        assert_eq!(log_in(header).await, (expected, String::new()), "{header:?}");
    }
    let twice = [("authorization", &b"Basic YTpi"[..]), ("authorization", b"Basic YTpi")];
    let answer = call(&router, "POST", "/login", &twice).await;
    assert_eq!(answer, "400 parameter `Authorization` appears more than once");
}

#[tokio::test]
async fn a_token_comes_with_the_scopes_that_the_operation_requires() {
    let (notes, router) = server();
    let get = async |method: &str, uri: &str, token: &str| {
        notes.0.lock().unwrap().clear();
        let answer = call(&router, method, uri, &[("authorization", token.as_bytes())]).await;
        (answer, notes.0.lock().unwrap().pop().unwrap_or_default())
    };
    let caller = r#""token a.B-c_~+/1== for [\"read:notes\"]""#.to_owned();
    assert_eq!(get("GET", "/notes", "bearer a.B-c_~+/1==").await, ("204 ".to_owned(), caller));
    let both = r#""token t for [\"read:notes\", \"write:notes\"]""#.to_owned();
    assert_eq!(get("POST", "/notes?size=1", "Bearer t").await, ("204 ".to_owned(), both));
    // The author chooses 403.
    assert_eq!(get("POST", "/notes?size=1", "Bearer reader").await.0, "403 not you");
    // The author can also send a challenge of their own.
    assert_eq!(get("GET", "/notes", "Bearer bad").await.0, "401 [Bearer error=\"invalid_token\"] bad");
    // Credentials are checked before the parameters: a stranger learns nothing about those.
    let challenge = "Bearer realm=\"account\", scope=\"read:notes write:notes\"";
    assert_eq!(get("POST", "/notes?size=x", "").await.0, format!("401 [{challenge}] {MISSING}"));
    let missing = format!("401 [Bearer realm=\"account\", scope=\"read:notes\"] {MISSING}");
    for token in ["Bearer", "Bearer  ", "Basic YTpi", "t", "BearerX t"] {
        assert_eq!(get("GET", "/notes", token).await, (missing.clone(), String::new()), "{token}");
    }
    for token in ["Bearer a b", "Bearer =", "Bearer a=b", "Bearer a,b", "Bearer \"a\""] {
        let expected = "400 parameter `Authorization` has an invalid bearer token";
        assert_eq!(get("GET", "/notes", token).await, (expected.to_owned(), String::new()), "{token}");
    }
}

/// RFC 6750, section 3: `error` is for a token that is not valid. Without a token, or with other credentials, there is
/// no error.
#[tokio::test]
async fn a_rejected_token_is_called_invalid() {
    let (_, router) = server();
    let basic = "[Basic realm=\"password\", charset=\"UTF-8\"]";
    let keys = "[ApiKey realm=\"cx\", in=\"header\", name=\"X-Key\"] \
                [ApiKey realm=\"query\", in=\"query\", name=\"key\"]";
    let error = ", error=\"invalid_token\"";
    for (uri, credentials, challenges) in [
        ("/notes", "Bearer stranger", format!("[Bearer realm=\"account\", scope=\"read:notes\"{error}]")),
        ("/either", "Bearer stranger", format!("[Bearer realm=\"account\"{error}] {basic}")),
        ("/either", "Basic c3RyYW5nZXI6eA==", format!("[Bearer realm=\"account\"] {basic}")),
        ("/optional", "Bearer stranger", format!("[Bearer realm=\"account\"{error}] {keys}")),
    ] {
        let answer = call(&router, "GET", uri, &[("authorization", credentials.as_bytes())]).await;
        assert_eq!(answer, format!("401 {challenges} who?"), "{uri}");
    }
}

#[tokio::test]
async fn alternatives_are_distinguished_by_the_name_of_the_scheme() {
    let (notes, router) = server();
    let either = async |headers: &[(&str, &[u8])], uri: &str| {
        notes.0.lock().unwrap().clear();
        let answer = call(&router, "GET", uri, headers).await;
        (answer, notes.0.lock().unwrap().pop().unwrap_or_default())
    };
    let answer = either(&[("authorization", b"Basic YTpi")], "/either").await;
    assert_eq!(answer, ("204 ".to_owned(), r#""user \"a\" \"b\"""#.to_owned()));
    let answer = either(&[("authorization", b"Bearer t")], "/either").await;
    assert_eq!(answer, ("204 ".to_owned(), r#""token t for []""#.to_owned()));
    let missing =
        format!("401 [Bearer realm=\"account\"] [Basic realm=\"password\", charset=\"UTF-8\"] {MISSING}");
    assert_eq!(either(&[], "/either").await.0, missing);
    assert_eq!(either(&[("authorization", b"Digest t")], "/either").await.0, missing);

    // A declared response 401 has the challenges as well.
    let challenges = "401 [Basic realm=\"password\", charset=\"UTF-8\"] [ApiKey realm=\"query\", in=\"query\", \
                      name=\"key\"] [ApiKey realm=\"cx\", in=\"header\", name=\"X-Key\"] ";
    let user: (&str, &[u8]) = ("authorization", b"Basic YTpi");
    let key: (&str, &[u8]) = ("x-key", b"k");
    let answer = either(&[user], "/keyed?key=q").await;
    assert_eq!(answer, (challenges.to_owned(), r#""user \"a\" key \"q\"""#.to_owned()));
    assert_eq!(either(&[user, key], "/keyed?key=q").await.1, r#""user \"a\" key \"q\"""#);
    assert_eq!(either(&[key], "/keyed?key=q").await.1, r#""keys k q""#);
    for headers in [&[user][..], &[key], &[user, key]] {
        assert_eq!(either(headers, "/keyed").await.0, format!("{challenges}{MISSING}"));
    }
    assert_eq!(
        either(&[("x-key", b"\xff")], "/keyed?key=q").await.0,
        "400 parameter `X-Key` must be visible ASCII"
    );
    assert_eq!(either(&[key, key], "/keyed?key=q").await.0, "400 parameter `X-Key` appears more than once");
    assert_eq!(either(&[key], "/keyed?key=q&key=q").await.0, "400 parameter `key` appears more than once");
}

/// A key in the header `Authorization` is a value without the prefix of another scheme of the operation.
#[tokio::test]
async fn a_key_is_not_the_credentials_of_another_scheme() {
    let (notes, router) = server();
    let by_key = async |method: &str, headers: &[(&str, &[u8])]| {
        notes.0.lock().unwrap().clear();
        let answer = call(&router, method, "/key", headers).await;
        (answer[..3].to_owned(), notes.0.lock().unwrap().pop().unwrap_or_default())
    };
    for (method, value, expected) in [
        ("GET", "token abc", "\"header token abc\""),
        ("GET", "abc", "\"header abc\""),
        ("GET", "Basic YTpi", r#""user \"a\" \"b\"""#),
        ("GET", "bASIC  YTpi", r#""user \"a\" \"b\"""#),
        ("GET", "bearer t", r#""token t for []""#),
        ("GET", "Basically YTpi", "\"header Basically YTpi\""),
        // If the operation has no such scheme, every value is a key.
        ("PUT", "Basic YTpi", "\"header Basic YTpi\""),
        ("PUT", "Bearer t", "\"header Bearer t\""),
        ("POST", "Basic YTpi", "Some(\"header Basic YTpi\")"),
    ] {
        let answer = by_key(method, &[("authorization", value.as_bytes())]).await;
        assert_eq!(answer, ("204".to_owned(), expected.to_owned()), "{method} {value}");
    }
    let token: (&str, &[u8]) = ("authorization", b"Bearer t");
    assert_eq!(by_key("POST", &[token, ("x-key", b"k")]).await.1, r#"Some("token t key k")"#);
    // Incomplete credentials do not count as anonymous.
    for (headers, status) in [
        (&[token][..], "401"),
        (&[("authorization", b"Bearer")], "401"),
        (&[("authorization", b"k"), ("authorization", b"k")], "400"),
        (&[("authorization", b"")], "204"),
        (&[], "204"),
    ] {
        assert_eq!(by_key("POST", headers).await.0, status, "{headers:?}");
    }
    for value in ["", "Basic", "Bearer"] {
        assert_eq!(by_key("GET", &[("authorization", value.as_bytes())]).await.0, "401", "{value}");
    }
}

/// HTTP/2 may send a field line for each cookie.
#[tokio::test]
async fn cookies_in_several_lines_are_one_header() {
    let (notes, router) = server();
    let cookies: [(&str, &[u8]); 2] = [("cookie", b"a=1"), ("cookie", b"b=2")];
    assert_eq!(call(&router, "POST", "/key", &cookies).await, "204 ");
    assert_eq!(notes.0.lock().unwrap().pop().unwrap(), r#"Some("cookie a=1; b=2")"#);
    assert_eq!(
        call(&router, "POST", "/key", &[("cookie", b"a=\xff")]).await,
        "400 parameter `Cookie` must be visible ASCII"
    );
}

#[tokio::test]
async fn only_a_request_without_credentials_is_anonymous() {
    let (notes, router) = server();
    let optional = async |headers: &[(&str, &[u8])], uri: &str| {
        notes.0.lock().unwrap().clear();
        let answer = call(&router, "GET", uri, headers).await;
        (answer[..3].to_owned(), notes.0.lock().unwrap().pop().unwrap_or_default())
    };
    let nobody = ("204".to_owned(), "None".to_owned());
    assert_eq!(optional(&[], "/optional").await, nobody);
    assert_eq!(optional(&[("x-key", b""), ("authorization", b"")], "/optional?key=").await, nobody);
    let answer = optional(&[("authorization", b"Bearer t")], "/optional").await;
    assert_eq!(answer, ("204".to_owned(), r#"Some("token t for []")"#.to_owned()));
    let answer = optional(&[("x-key", b"k")], "/optional?key=q").await;
    assert_eq!(answer, ("204".to_owned(), r#"Some("keys k q")"#.to_owned()));
    // Part of an alternative, or another kind of authorization, is not anonymous.
    assert_eq!(optional(&[("x-key", b"k")], "/optional").await.0, "401");
    assert_eq!(optional(&[], "/optional?key=q").await.0, "401");
    assert_eq!(optional(&[("authorization", b"Basic YTpi")], "/optional").await.0, "401");
    assert_eq!(optional(&[("authorization", b"Bearer a b")], "/optional").await.0, "400");
    // A bad token is never anonymous.
    assert_eq!(optional(&[("authorization", b"Bearer bad")], "/optional").await.0, "401");
}

/// The debug output of operations, with security and without, never shows a secret.
#[tokio::test]
async fn secrets_are_not_shown() {
    let (notes, router) = server();
    let secret: &[u8] = b"YWxpY2U6c2VjcmV0";
    let basic = [b"Basic ", secret].concat();
    let headers =
        [("authorization", &basic[..]), ("x-key", b"secret"), ("cookie", b"a=secret"), ("x-key", b"secret")];
    for (method, uri) in
        [("GET", "/open?key=secret"), ("POST", "/login?key=secret"), ("GET", "/keyed?key=secret")]
    {
        call(&router, method, uri, &headers[..3]).await;
    }
    call(&router, "GET", "/open", &headers).await;
    let notes = notes.0.lock().unwrap();
    let shown: Vec<_> = notes.iter().filter(|note| !note.starts_with("\"user")).collect();
    assert_eq!(shown.len(), 7, "{shown:?}");
    for note in shown {
        assert!(!note.contains("YWxp") && !note.contains("secret"), "{note}");
    }
    let presented = r#"Password { password: Basic { user: "alice", password: [redacted] } }"#;
    assert!(notes.iter().any(|note| note == presented), "{notes:?}");
}

/// However a request is written, it is rejected, or its path does not exist.
#[tokio::test]
async fn authenticate_cannot_be_bypassed() {
    let (notes, router) = server();
    let merged = Router::new().merge(authorization::router(Arc::clone(&notes)));
    let nested = Router::new().nest("/notes", authorization::router(Arc::clone(&notes)));
    let more: [(&str, &[u8]); 3] =
        [("x-http-method-override", b"PUT"), ("x-original-url", b"/open"), ("x-forwarded-uri", b"/open")];
    for method in ["GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE", "QUERY"] {
        for uri in [
            "/notes",
            "/notes/",
            "//notes",
            "/./notes",
            "/%6eotes",
            "/notes%2F",
            "/notes?size=1",
            "/open/../notes",
        ] {
            for router in [&router, &merged] {
                let answer = call(router, method, uri, &more).await;
                assert!(["401", "404", "405"].contains(&&answer[..3]), "{method} {uri}: {answer}");
            }
        }
        let answer = call(&nested, method, "/notes/notes", &more).await;
        assert!(["401", "405"].contains(&&answer[..3]), "{method}: {answer}");
    }
    assert_eq!(notes.0.lock().unwrap().len(), 0);
}

#[test]
fn security_is_available_as_data() {
    let security: Vec<_> = authorization::OPERATIONS
        .iter()
        .map(|operation| format!("{} {:?}", operation.id, operation.security))
        .collect();
    let expected = [
        r#"listNotes [[("account", ["read:notes"])]]"#,
        r#"addNote [[("account", ["read:notes", "write:notes"])]]"#,
        r#"logIn [[("password", [])]]"#,
        r#"either [[("account", [])], [("password", [])]]"#,
        r#"keyed [[("password", []), ("query", [])], [("cx", []), ("query", [])]]"#,
        r#"keyedAgain [[("cx", []), ("query", [])]]"#,
        "open [[]]",
        r#"optional [[("account", [])], [("cx", []), ("query", [])], []]"#,
        r#"byKey [[("header", [])], [("password", [])], [("account", [])]]"#,
        r#"byKeyAlone [[("header", [])]]"#,
        r#"byKeyOrNobody [[("header", [])], [("account", ["read:notes"]), ("cx", [])], [("cookie", [])], []]"#,
    ];
    assert_eq!(security, expected);
}
