//! The security schemes of OpenAPI 3 on the wire: the golden case `openapi3_security`.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use std::sync::Arc;
use stubsmith_golden::openapi3_security::{self, ClientCertificate, Context, Credentials, Rejection};
use tower::ServiceExt as _;

/// Accepts all credentials except `bad`. The principal describes them.
struct Sessions;

/// Implements operations that return the principal in a header of a 204 response.
macro_rules! operations {
    ($($method:ident $response:ident $principal:ty;)*) => {
        impl openapi3_security::Api for Sessions {
            type Principal = String;
            type Error = Rejection;

            async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<String, Rejection> {
                assert!(!format!("{credentials:?}").contains("s3cret"), "secrets are not shown");
                let caller = describe(credentials);
                if caller.contains("bad") { Err(Rejection::MissingCredentials) } else { Ok(caller) }
            }

            $(async fn $method(
                &self,
                cx: Context,
                caller: $principal,
            ) -> Result<openapi3_security::$response, Rejection> {
                if let Some(seen) = cx.extension::<Seen>() {
                    *seen.0.lock().unwrap() = format!("{caller:?}");
                }
                Ok(openapi3_security::$response::NoContent)
            })*

            async fn open(&self, _: Context) -> Result<openapi3_security::OpenResponse, Rejection> {
                Ok(openapi3_security::OpenResponse::NoContent)
            }
        }
    };
}

operations! {
    get_me GetMeResponse String;
    get_session GetSessionResponse String;
    put_session PutSessionResponse Option<String>;
    delete_session DeleteSessionResponse Option<String>;
    by_query ByQueryResponse String;
    by_basic ByBasicResponse String;
    by_digest ByDigestResponse String;
    by_digest_or_nobody ByDigestOrNobodyResponse Option<String>;
    by_digest_or_key ByDigestOrKeyResponse String;
    by_login ByLoginResponse String;
    by_open_id ByOpenIdResponse String;
    by_role ByRoleResponse String;
    by_partner ByPartnerResponse String;
    by_partner_and_key ByPartnerAndKeyResponse String;
    by_partner_and_key_or_nobody ByPartnerAndKeyOrNobodyResponse Option<String>;
    by_shared BySharedResponse String;
    nobody NobodyResponse String;
}

fn describe(credentials: Credentials) -> String {
    match credentials {
        Credentials::SessionCsrf { session, csrf } => {
            format!("session {} {}", session.expose(), csrf.expose())
        }
        Credentials::Session { session } => format!("session {}", session.expose()),
        Credentials::Query { query } => format!("query {}", query.expose()),
        Credentials::Password { password } => {
            format!("user {} {}", password.user, password.password.expose())
        }
        Credentials::Digest { digest } => format!("digest {}", digest.credentials.expose()),
        Credentials::Authorization { authorization } => format!("key {}", authorization.expose()),
        Credentials::Token { token } => format!("token {} {:?}", token.token.expose(), token.scopes),
        Credentials::Login { login } => format!("login {} {:?}", login.token.expose(), login.scopes),
        Credentials::Openid { openid } => format!("openid {} {:?}", openid.token.expose(), openid.scopes),
        Credentials::Partner { partner } => format!("partner {:?} {partner:?}", partner.der()),
        Credentials::PartnerQuery { partner, query } => {
            format!("partner {:?} query {}", partner.der(), query.expose())
        }
        Credentials::Shared { shared } => format!("shared {}", shared.expose()),
    }
}

/// The principal that a handler got.
#[derive(Clone, Default)]
struct Seen(Arc<std::sync::Mutex<String>>);

const CERTIFICATE: &[u8] = &[0x30, 0x82];

/// The status, and the principal or the body. The headers `certificate` are not sent: they add an extension.
async fn call(method: &str, uri: &str, headers: &[(&str, &[u8])]) -> String {
    let (status, _, text) = exchange(method, uri, headers).await;
    format!("{status} {text}").trim_end().to_owned()
}

async fn exchange(method: &str, uri: &str, headers: &[(&str, &[u8])]) -> (u16, Vec<String>, String) {
    let router: Router = openapi3_security::service(Arc::new(Sessions));
    let seen = Seen::default();
    let mut request = Request::builder().method(method).uri(uri).extension(seen.clone());
    for (name, value) in headers {
        request = match *name {
            "certificate" => request.extension(ClientCertificate::from_der(*value)),
            name => request.header(name, *value),
        };
    }
    let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    let challenges = parts.headers.get_all("www-authenticate").iter();
    let challenges = challenges.map(|value| value.to_str().unwrap().to_owned()).collect();
    let caller = seen.0.lock().unwrap().clone();
    (parts.status.as_u16(), challenges, body + &caller)
}

const MISSING: &str = "401 credentials are missing";

#[tokio::test]
async fn a_key_is_read_from_the_lines_of_the_cookie_header() {
    for (lines, expected) in [
        (&["SID=s3cret"][..], r#"204 "session s3cret""#),
        (&["a=b; theme=dark; SID=x"], r#"204 "session x""#),
        (&["a=b;SID=x;theme=dark"], r#"204 "session x""#),
        (&["a=b;\t SID =  x\t; theme=dark"], r#"204 "session x""#),
        // HTTP/2 splits cookies into several lines.
        (&["a=b", "SID=x", "theme=dark"], r#"204 "session x""#),
        (&["a=b; c=d", "e=f; SID=x"], r#"204 "session x""#),
        // Nothing of the value is decoded.
        (&["SID=\"x y\""], r#"204 "session "x y"""#),
        (&["SID=a%20b+c=="], r#"204 "session a%20b+c==""#),
        // Cookies with other names, and text without a name, do not matter.
        (&["sid=y; XSID=z; SID2=z; SID=x; SID"], r#"204 "session x""#),
        (&["other=SID=y; SID=x"], r#"204 "session x""#),
        (&[";;=;SID=x;"], r#"204 "session x""#),
        // Which one is meant is not known.
        (&["SID=x; SID=y"], "400 parameter `SID` appears more than once"),
        (&["SID=x; SID=x"], "400 parameter `SID` appears more than once"),
        (&["SID=x", "SID=y"], "400 parameter `SID` appears more than once"),
        (&["SID=; SID=y"], "400 parameter `SID` appears more than once"),
        // No value counts as missing.
        (&["SID="], MISSING),
        (&["SID"], MISSING),
        (&["sid=x"], MISSING),
        (&["a=b"], MISSING),
        (&[""], MISSING),
        (&[], MISSING),
        (&["SID=bad"], MISSING),
    ] {
        let headers: Vec<(&str, &[u8])> = lines.iter().map(|line| ("cookie", line.as_bytes())).collect();
        let answer = call("GET", "/session", &headers).await;
        let shown = answer.replace("\\\"", "\"");
        assert_eq!(shown, expected, "{lines:?}");
    }
    // Only the bytes of this cookie matter.
    assert_eq!(
        call("GET", "/session", &[("cookie", b"a=\xff; SID=x; \xc3\xa9=1")]).await,
        r#"204 "session x""#
    );
    assert_eq!(
        call("GET", "/session", &[("cookie", b"SID=\xff")]).await,
        "400 parameter `SID` must be visible ASCII"
    );
    // A key is not read from anywhere else.
    assert_eq!(call("GET", "/session?SID=x", &[("SID", b"x"), ("set-cookie", b"SID=x")]).await, MISSING);
}

#[tokio::test]
async fn a_cookie_and_a_header_are_one_alternative() {
    let cookie: (&str, &[u8]) = ("cookie", b"a=b; SID=x");
    let csrf: (&str, &[u8]) = ("x-csrf", b"y");
    let token: (&str, &[u8]) = ("authorization", b"bearer t");
    assert_eq!(call("GET", "/me", &[cookie, csrf]).await, r#"204 "session x y""#);
    assert_eq!(call("GET", "/me", &[cookie, csrf, token]).await, r#"204 "session x y""#);
    assert_eq!(call("GET", "/me", &[cookie, token]).await, r#"204 "token t []""#);
    assert_eq!(call("GET", "/me", &[token]).await, r#"204 "token t []""#);
    for headers in [&[cookie][..], &[csrf], &[]] {
        assert_eq!(call("GET", "/me", headers).await, MISSING, "{headers:?}");
    }
    // Half of an alternative is not anonymous.
    assert_eq!(call("DELETE", "/session", &[cookie, csrf]).await, r#"204 Some("session x y")"#);
    assert_eq!(call("DELETE", "/session", &[]).await, "204 None");
    assert_eq!(call("DELETE", "/session", &[("cookie", b"a=b; SID=")]).await, "204 None");
    assert_eq!(call("DELETE", "/session", &[cookie]).await, MISSING);
    assert_eq!(call("DELETE", "/session", &[csrf]).await, MISSING);
    // A cookie alone is either present or absent.
    assert_eq!(call("PUT", "/session", &[cookie]).await, r#"204 Some("session x")"#);
    assert_eq!(call("PUT", "/session", &[("cookie", b"a=b")]).await, "204 None");
}

#[tokio::test]
async fn other_http_schemes_are_told_apart_by_their_names() {
    let get = async |value: &str| call("GET", "/digest", &[("authorization", value.as_bytes())]).await;
    let digest = r#"username="u", uri="/a b", response="r""#;
    let expected = format!("204 {:?}", format!("digest {digest}"));
    assert_eq!(get(&format!("Digest {digest}")).await, expected);
    assert_eq!(get(&format!("dIGEST   {digest} ")).await, expected);
    assert_eq!(get("Digest dG9rZW4=").await, r#"204 "digest dG9rZW4=""#);
    assert_eq!(get("Basic YTpi").await, r#"204 "user a b""#);
    for value in ["Digest", "Digest ", "Bearer t", "DigestX t", "t", ""] {
        assert_eq!(get(value).await, MISSING, "{value}");
    }
    let twice: [(&str, &[u8]); 2] = [("authorization", b"Digest a"), ("authorization", b"Digest a")];
    let expected = "400 parameter `Authorization` appears more than once";
    assert_eq!(call("GET", "/digest", &twice).await, expected);
    // A key in the same header is any other value.
    let post = async |value: &str| call("POST", "/digest", &[("authorization", value.as_bytes())]).await;
    assert_eq!(post("DIGEST a").await, r#"204 "digest a""#);
    assert_eq!(post("Basic a").await, r#"204 "key Basic a""#);
    assert_eq!(call("PUT", "/digest", &[]).await, "204 None");
    assert_eq!(call("PUT", "/digest", &[("authorization", b"Digest a")]).await, r#"204 Some("digest a")"#);
    assert_eq!(call("PUT", "/digest", &[("authorization", b"Bearer a")]).await, MISSING);
}

#[tokio::test]
async fn tokens_have_the_scopes_or_roles_of_the_requirement() {
    let token: (&str, &[u8]) = ("authorization", b"Bearer t");
    assert_eq!(call("GET", "/login", &[token]).await, r#"204 "login t [\"read\"]""#);
    assert_eq!(call("GET", "/openid", &[token]).await, r#"204 "openid t [\"profile\", \"email\"]""#);
    assert_eq!(call("GET", "/roles", &[token]).await, r#"204 "token t [\"admin\"]""#);
    assert_eq!(call("GET", "/roles", &[("cookie", b"SID=x")]).await, r#"204 "session x""#);
    let roles = openapi3_security::OPERATIONS.iter().find(|operation| operation.id == "byRole").unwrap();
    assert_eq!(format!("{:?}", roles.security), r#"[[("token", ["admin"])], [("session", ["editor"])]]"#);
    assert_eq!(call("GET", "/openid", &[("authorization", b"Basic YTpi")]).await, MISSING);
    assert_eq!(
        call("GET", "/openid", &[("authorization", b"Bearer a b")]).await,
        "400 parameter `Authorization` has an invalid bearer token"
    );
    assert_eq!(call("GET", "/basic", &[("authorization", b"basic YTpi")]).await, r#"204 "user a b""#);
    assert_eq!(call("GET", "/query?key=k", &[]).await, r#"204 "query k""#);
}

#[tokio::test]
async fn a_certificate_is_an_extension_of_the_request() {
    let certificate = ("certificate", CERTIFICATE);
    let expected = r#"204 "partner [48, 130] ClientCertificate(2 bytes)""#;
    assert_eq!(call("GET", "/partner", &[certificate]).await, expected);
    assert_eq!(call("PUT", "/partner?key=k", &[certificate]).await, r#"204 "partner [48, 130] query k""#);
    // Without it, the operation is closed, whatever a client sends.
    let sent: [(&str, &[u8]); 2] = [("client-cert", b":MII=:"), ("x-ssl-client-verify", b"SUCCESS")];
    assert_eq!(call("GET", "/partner", &sent).await, MISSING);
    assert_eq!(call("PUT", "/partner?key=k", &sent).await, MISSING);
    assert_eq!(call("PUT", "/partner", &[certificate]).await, MISSING);
    // Half of an alternative is not anonymous.
    assert_eq!(call("POST", "/partner", &[]).await, "204 None");
    assert_eq!(call("POST", "/partner", &[certificate]).await, MISSING);
    assert_eq!(call("POST", "/partner?key=k", &[]).await, MISSING);
    let both = r#"204 Some("partner [48, 130] query k")"#;
    assert_eq!(call("POST", "/partner?key=k", &[certificate]).await, both);
}

/// A scheme that is defined in another file is required, and an undefined one is never satisfied.
#[tokio::test]
async fn no_scheme_opens_an_operation() {
    assert_eq!(call("GET", "/shared", &[("cookie", b"shared-session=x")]).await, r#"204 "shared x""#);
    let all: [(&str, &[u8]); 4] = [
        ("cookie", b"SID=x; sesion=x"),
        ("x-csrf", b"y"),
        ("authorization", b"Bearer t"),
        ("certificate", CERTIFICATE),
    ];
    assert_eq!(call("GET", "/shared?key=k", &all).await, MISSING);
    assert_eq!(call("GET", "/nobody?key=k", &all).await, MISSING);
    assert_eq!(call("GET", "/open", &[]).await, "204");
}

#[tokio::test]
async fn a_401_response_has_a_challenge_for_each_scheme() {
    let session = "ApiKey realm=\"session\", in=\"cookie\", name=\"SID\"";
    let csrf = "ApiKey realm=\"csrf\", in=\"header\", name=\"X-CSRF\"";
    let password = "Basic realm=\"password\", charset=\"UTF-8\"";
    for (method, uri, expected) in [
        ("GET", "/me", &[session, csrf, "Bearer realm=\"token\""][..]),
        ("GET", "/session", &[session]),
        ("GET", "/digest", &["digest", password]),
        ("GET", "/openid", &["Bearer realm=\"openid\", scope=\"profile email\""]),
        ("GET", "/roles", &["Bearer realm=\"token\", scope=\"admin\"", session]),
        ("GET", "/partner", &["MutualTLS realm=\"partner\""]),
        ("GET", "/nobody", &["Undefined realm=\"\""]),
    ] {
        let (status, challenges, _) = exchange(method, uri, &[]).await;
        assert_eq!(
            (status, challenges.as_slice()),
            (401, &expected.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()[..]),
            "{uri}"
        );
    }
    // RFC 6750, section 3.
    let (_, challenges, _) = exchange("GET", "/openid", &[("authorization", b"Bearer bad")]).await;
    assert_eq!(challenges, ["Bearer realm=\"openid\", scope=\"profile email\", error=\"invalid_token\""]);
}
