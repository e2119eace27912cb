//! Formats with types of other crates, on the wire: each text is read by the grammar of its format, wherever it is.

use crate::client::{Seen, request, send, with_body, with_headers};
use axum::Router;
use chrono::Datelike as _;
use std::sync::Arc;
use stubsmith_golden::formats::*;

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Mirror {
    type Error = Seen;
    async fn get_day(&self, _: Context, request: GetDayRequest) -> Result<GetDayResponse, Seen> {
        if request.day.year() != 2000 {
            return Seen::request(&request);
        }
        let at = request.since.unwrap_or_default();
        let headers = GetDayOkHeaders { last_change: at, versions: request.ids };
        Ok(GetDayResponse::Ok { headers, body: types::Day::new(request.day, at) })
    }
    async fn put_day(&self, _: Context, request: PutDayRequest) -> Result<PutDayResponse, Seen> {
        Ok(request.body.into())
    }
    async fn post_form(&self, _: Context, request: PostFormRequest) -> Result<PostFormResponse, Seen> {
        Ok(vec![request.body.at; 1 + request.body.days.unwrap_or_default().len()].into())
    }
    async fn post_parts(&self, _: Context, request: PostPartsRequest) -> Result<PostPartsResponse, Seen> {
        Seen::request(&request.body)
    }
    async fn post_text(&self, _: Context, request: PostTextRequest) -> Result<PostTextResponse, Seen> {
        let day = chrono::NaiveDate::from_yo_opt(2024, request.body.as_bytes()[0].into());
        Ok(day.unwrap_or_default().into())
    }
}

fn router() -> Router {
    stubsmith_golden::formats::router(Arc::new(Mirror))
}

/// Sends a `Day` with this property, and returns the property of the response, or the reason of the rejection.
async fn put(property: &str, value: &str) -> String {
    let mut day = serde_json::json!({"date": "2024-02-09", "at": "2024-02-09T12:30:00Z"});
    day[property] = serde_json::from_str(value).unwrap();
    let body = day.to_string();
    let sent = with_body("PUT", "/days", &[("content-type", "application/json")], body);
    let response = send(&router(), sent).await;
    match response.strip_prefix("200 ") {
        Some(day) => serde_json::from_str::<serde_json::Value>(day).unwrap()[property].to_string(),
        None => response,
    }
}

async fn puts(property: &str, same: &[&str]) {
    for text in same {
        assert_eq!(put(property, text).await, *text);
    }
}

async fn rejects(property: &str, reason: &str, texts: &[&str]) {
    for text in texts {
        let expected = format!("400 the body at `/{property}`: {reason}");
        assert_eq!(put(property, text).await, expected, "{text}");
    }
}

const DATE_TIME: &str = "must be an RFC 3339 date-time, such as `2024-02-09T12:30:00Z`";
const DATE: &str = "must be an RFC 3339 date, such as `2024-02-09`";
const UUID: &str = "must be a UUID, such as `123e4567-e89b-42d3-a456-426614174000`";
const URL: &str = "must be an absolute URL (RFC 3986), such as `https://example.com/a`";
const BASE64: &str = "must be Base64 with padding, such as `aGVsbG8=`";

#[tokio::test]
async fn date_times_of_chrono_keep_their_offset() {
    puts(
        "at",
        &[
            r#""2024-01-01T00:00:00Z""#,
            r#""2024-01-01T00:00:00+02:00""#,
            r#""2024-02-29T23:59:59.123-23:59""#,
            r#""2016-12-31T23:59:60Z""#,
            r#""0000-01-01T00:00:00Z""#,
            r#""9999-12-31T23:59:59.999999999Z""#,
        ],
    )
    .await;
    for (read, written) in [
        (r#""2024-01-01t00:00:00z""#, r#""2024-01-01T00:00:00Z""#),
        (r#""2024-01-01T00:00:00-00:00""#, r#""2024-01-01T00:00:00Z""#),
        (r#""2024-01-01T00:00:00.5Z""#, r#""2024-01-01T00:00:00.500Z""#),
        (r#""2024-01-01T00:00:00.1234567899Z""#, r#""2024-01-01T00:00:00.123456789Z""#),
        (r#""2017-01-01T00:59:60+01:00""#, r#""2017-01-01T00:59:60+01:00""#),
    ] {
        assert_eq!(put("at", read).await, written);
    }
    rejects(
        "at",
        DATE_TIME,
        &[
            r#""2024-01-01 00:00:00Z""#,
            r#""2024-01-01T00:00:00+0200""#,
            r#""2024-01-01T00:00:00+02""#,
            r#""2024-01-01T00:00:00""#,
            r#""2024-01-01T00:00Z""#,
            r#""2024-01-01T00:00:00[Europe/Paris]""#,
            r#""2024-01-01T00:00:00+01:00[Europe/Paris]""#,
            r#""2024-01-01T24:00:00Z""#,
            r#""2024-02-30T00:00:00Z""#,
            r#""2024-01-01T12:00:60Z""#,
            r#""2024-01-01T00:00:00+24:00""#,
            r#""+002024-01-01T00:00:00Z""#,
            r#"" 2024-01-01T00:00:00Z""#,
            r#""2024-01-01""#,
            r#""""#,
        ],
    )
    .await;
    assert_eq!(put("at", "1").await, "400 the body at `/at`: must be a string, not the integer `1`");
}

#[tokio::test]
async fn dates_have_ten_characters() {
    puts("date", &[r#""2024-02-29""#, r#""0001-01-01""#]).await;
    rejects(
        "date",
        DATE,
        &[
            r#""2024-2-9""#,
            r#""20240229""#,
            r#""2023-02-29""#,
            r#""2024-02-09T00:00:00Z""#,
            r#""2024-13-01""#,
            r#""２024-02-09""#,
        ],
    )
    .await;
}

#[tokio::test]
async fn uuids_have_hyphens_and_nothing_around_them() {
    let id = "123e4567-e89b-42d3-a456-426614174000";
    let upper = format!("{:?}", id.to_uppercase());
    assert_eq!(put("id", &upper).await, format!("{id:?}"), "RFC 9562, section 4");
    puts("id", &[&format!("{id:?}"), r#""00000000-0000-0000-0000-000000000000""#]).await;
    let texts = [
        format!("{{{id}}}"),
        format!("urn:uuid:{id}"),
        id.replace('-', ""),
        format!("{id} "),
        id.replace("-e89b", "e-89b"),
        id.replace('e', "g"),
    ];
    let texts: Vec<String> = texts.iter().map(|text| format!("{text:?}")).collect();
    rejects("id", UUID, &texts.iter().map(String::as_str).collect::<Vec<_>>()).await;
}

#[tokio::test]
async fn urls_are_absolute_and_written_in_their_normal_form() {
    puts("link", &[r#""https://example.org/a?b=c#d""#, r#""mailto:ada@example.org""#, r#""urn:isbn:1""#])
        .await;
    for (sent, written) in [
        ("https://example.org", "https://example.org/"),
        ("https://example.org?x=1", "https://example.org/?x=1"),
        ("HTTPS://EXAMPLE.org/A", "https://example.org/A"),
        ("https://example.org:443/", "https://example.org/"),
        ("http://[::1]:80/", "http://[::1]/"),
        ("https://example.org/a/../b", "https://example.org/b"),
        ("https://example.org/?a='b'", "https://example.org/?a=%27b%27"),
    ] {
        assert_eq!(put("link", &format!("{sent:?}")).await, format!("{written:?}"));
    }
    rejects(
        "link",
        URL,
        &[
            r#""http://0x7f.1/""#,
            r#""http://2130706433/""#,
            r#""https:///example.org""#,
            r#""https://example.org/%zz""#,
            r#""https://example.org/?a[]=1""#,
            r#""https://example.org/a b""#,
            r#"" https://example.org/""#,
            r#""https:example.org""#,
            r#""https://example.org\\a""#,
            r#""https://bücher.example/""#,
            r#""//example.org/""#,
            r#""/a""#,
            r#""a""#,
            r#""""#,
        ],
    )
    .await;
    puts("relative", &[r#""../a""#]).await;
}

#[tokio::test]
async fn bytes_are_base64_with_padding() {
    puts("key", &[r#""""#, r#""aA==""#, r#""aGU=""#, r#""aGVs""#, r#""+/+/""#]).await;
    rejects(
        "key",
        BASE64,
        &[
            r#""aA""#,
            r#""aA=""#,
            r#""aB==""#,
            r#""aGV=""#,
            r#""-_-_""#,
            r#""aGVs\n""#,
            r#""a===""#,
            r#""====""#,
            r#""aA==aA==""#,
        ],
    )
    .await;
    puts("token", &[r#""-_-_""#, r#""aGU=""#]).await;
    rejects("token", "must be Base64 for URLs with padding, such as `aGVsbG8=`", &[r#""+/+/""#]).await;
}

#[tokio::test]
async fn decimals_are_strings_that_keep_their_digits() {
    puts("price", &[r#""0.00""#, r#""-12.50""#, r#""79228162514264337593543950.33""#]).await;
    let reason = "must be a decimal number with at most 28 digits, such as `12.50`";
    rejects(
        "price",
        reason,
        &[
            r#""+1.00""#,
            r#""01.00""#,
            r#"".50""#,
            r#""1.""#,
            r#""1e2""#,
            r#""1_000.00""#,
            r#""1,00""#,
            r#""12345678901234567890123456789.00""#,
        ],
    )
    .await;
    assert_eq!(put("price", "1.5").await, "400 the body at `/price`: must be a string, not the number `1.5`");
    puts("amount", &["1.5"]).await;
}

#[tokio::test]
async fn integers_have_the_range_of_their_format() {
    puts("small", &["-128", "127"]).await;
    puts("port", &["0", "65535"]).await;
    puts("size", &["0", "18446744073709551615"]).await;
    rejects("small", "must be an 8-bit integer", &["128"]).await;
    rejects("port", "must be an unsigned 16-bit integer", &["-1", "65536"]).await;
    rejects("size", "must be an unsigned 64-bit integer", &["-1", "18446744073709551616"]).await;
    puts("even", &["2", "18446744073709551614"]).await;
    rejects("even", "must be at least 2", &["0"]).await;
    rejects("even", "must be a multiple of 2", &["18446744073709551615"]).await;
}

#[tokio::test]
async fn integers_of_128_bits_keep_their_digits() {
    let huge =
        |number: &str| format!(r#"{{"date":"2024-02-09","at":"2024-02-09T12:30:00Z","huge":{number}}}"#);
    for number in ["170141183460469231731687303715884105727", "-170141183460469231731687303715884105728", "1"]
    {
        let day: types::Day = serde_json::from_str(&huge(number)).unwrap();
        assert!(serde_json::to_string(&day).unwrap().contains(&format!(r#""huge":{number},"#)), "{number}");
    }
    assert!(serde_json::from_str::<types::Day>(&huge("170141183460469231731687303715884105728")).is_err());
}

#[tokio::test]
async fn constraints_next_to_a_format_are_enforced() {
    assert_eq!(
        put("key", r#""aGVsaGVsaGVs""#).await,
        "400 the body at `/key`: must have at most 8 characters"
    );
    assert_eq!(put("price", r#""1.5""#).await, r"400 the body at `/price`: must match `\.\d\d$`");
    assert_eq!(
        put("site", r#""http://example.org/""#).await,
        "400 the body at `/site`: must match `^https:`"
    );
    let long = format!("\"https://example.org/{}\"", "a".repeat(30));
    assert_eq!(
        put("pages", &format!("[{long}]")).await,
        "400 the body at `/pages/0`: must have at most 40 characters"
    );
    assert_eq!(put("pages", r#"["https://example.org/"]"#).await, r#"["https://example.org/"]"#);
    // The pattern is tested on the text as it is sent.
    let lower = r#""123e4567-e89b-42d3-a456-426614174000""#;
    assert_eq!(put("lower", lower).await, lower);
    assert_eq!(
        put("lower", &lower.to_uppercase()).await,
        "400 the body at `/lower`: must match `^[0-9a-f-]*$`"
    );
    assert_eq!(put("lower", r#""123""#).await, format!("400 the body at `/lower`: {UUID}"));
    assert_eq!(put("since", r#""2024-06-01T00:00:00Z""#).await.get(..24), Some("400 the body at `/since`"));
    assert_eq!(put("version", r#""2024-02-10""#).await, "400 the body at `/version`: must be `2024-02-09`");
}

#[tokio::test]
async fn formats_inside_other_types_are_enforced() {
    puts("ended", &["null", r#""2024-01-01T00:00:00Z""#]).await;
    rejects("ended", DATE_TIME, &[r#""2024""#]).await;
    puts("times", &[r#"{"a":"2024-01-01T00:00:00Z"}"#]).await;
    assert_eq!(put("times", r#"{"a":"now"}"#).await, format!("400 the body at `/times/a`: {DATE_TIME}"));
    puts("either", &["1", r#""2024-01-01T00:00:00Z""#]).await;
    rejects("either", DATE_TIME, &[r#""now""#]).await;
    let [day, id] = [r#""2024-02-09""#, r#""123e4567-e89b-42d3-a456-426614174000""#];
    for property in ["text", "exact", "untyped"] {
        puts(property, &[day, id]).await;
        rejects(property, "matches none of the alternatives", &[r#""any""#, r#""2024-2-9""#]).await;
    }
    puts("named", &[id, r#""2024-01-01T00:00:00Z""#, "1"]).await;
    assert!(put("named", r#""any""#).await.starts_with("400 the body at `/named`"));
    puts("texts", &[r#"["none","https://example.com/a"]"#]).await;
    assert!(put("texts", r#"["any"]"#).await.starts_with("400 the body at `/texts/0`"));
    puts("pair", &[r#"["2024-02-09","123e4567-e89b-42d3-a456-426614174000"]"#]).await;
    assert_eq!(put("pair", r#"["2024-2-9"]"#).await, format!("400 the body at `/pair/0`: {DATE}"));
}

#[tokio::test]
async fn defaults_are_values_of_the_type() {
    let day = serde_json::json!({"date": "2024-02-09", "at": "2024-02-09T12:30:00Z"});
    let day: types::Day = serde_json::from_value(day).unwrap();
    assert_eq!(day.started.to_rfc3339(), "2024-01-01T00:00:00+00:00");
    assert_eq!(day.owner.to_string(), "123e4567-e89b-42d3-a456-426614174000");
    assert_eq!(day, types::Day::new(day.date, day.at));
    assert!(send(&router(), request("GET", "/days/2024-02-09")).await.contains("from: 2024-02-29"));
}

#[tokio::test]
async fn parameters_have_the_same_grammar() {
    let key = ("x-key", "aGVsbG8=");
    let id = "123e4567-e89b-42d3-a456-426614174000";
    let cookie = format!("session={id}");
    let uri = format!(
        "/days/2024-02-09?since=2024-01-01T00:00:00%2B02:00&ids={id},{id}&count=18446744073709551615\
         &page=https://example.org/&filter[at]=2024-01-01T00:00:00Z&filter[days]=2024-02-09"
    );
    let sent = with_headers("GET", &uri, &[key, ("x-request", id), ("cookie", &cookie)]);
    let seen = send(&router(), sent).await;
    for expected in
        ["since: Some(2024-01-01T00:00:00+02:00)", "count: Some(18446744073709551615)", "Base64(b\"hello\")"]
    {
        assert!(seen.starts_with("200 ") && seen.contains(expected), "{expected}: {seen}");
    }
    for (uri, headers, expected) in [
        ("/days/2024-2-9", vec![], format!("parameter `day` {DATE}")),
        (
            "/days/2024-02-09?since=2024-01-01T00:00:00+02:00",
            vec![],
            format!("parameter `since` {DATE_TIME}"),
        ),
        ("/days/2024-02-09?until=now", vec![], format!("parameter `until` {DATE_TIME}")),
        ("/days/2024-02-09?ids=1", vec![], format!("parameter `ids` at `/0` {UUID}")),
        ("/days/2024-02-09?page=/a", vec![], format!("parameter `page` {URL}")),
        (
            "/days/2024-02-09?count=-1",
            vec![],
            "parameter `count` must be an unsigned 64-bit integer".to_owned(),
        ),
        ("/days/2024-02-09", vec![("x-request", "1")], format!("parameter `X-Request` {UUID}")),
        ("/days/2024-02-09", vec![("x-key", "?")], format!("parameter `X-Key` {BASE64}")),
        ("/days/2024-02-09", vec![("cookie", "session=1")], format!("parameter `session` {UUID}")),
        ("/days/2024-02-09?filter[at]=now", vec![], format!("parameter `filter` at `/at` {DATE_TIME}")),
    ] {
        let seen = send(&router(), with_headers("GET", uri, &headers)).await;
        assert_eq!(seen, format!("400 {expected}"), "{uri}");
    }
}

#[tokio::test]
async fn responses_write_the_text_of_the_format() {
    use tower::ServiceExt as _;
    let id = "123e4567-e89b-42d3-a456-426614174000";
    let uri = format!("/days/2000-02-09?since=2024-01-01T00:00:00.5Z&ids={id}");
    let response = router().oneshot(request("GET", &uri)).await.unwrap();
    assert_eq!(response.headers()["last-change"], "2024-01-01T00:00:00.500Z");
    assert_eq!(response.headers()["versions"], id);
    let text = with_body("POST", "/texts", &[("content-type", "text/plain")], id);
    assert_eq!(send(&router(), text).await, "200 2024-01-18");
    let text = with_body("POST", "/texts", &[("content-type", "text/plain")], "1");
    assert!(send(&router(), text).await.contains(UUID));
}

#[tokio::test]
async fn fields_of_forms_have_the_same_grammar() {
    let form = |body: &'static str| {
        with_body("POST", "/forms", &[("content-type", "application/x-www-form-urlencoded")], body)
    };
    let seen = send(&router(), form("at=2024-01-01T00:00:00%2B02:00&price=12.50&key=aGVsbG8%3D")).await;
    assert_eq!(seen, r#"200 ["2024-01-01T00:00:00+02:00"]"#);
    let seen = send(&router(), form("at=2024-01-01T00:00:00Z&days=2024-02-09")).await;
    assert!(seen.starts_with("500 "), "items repeat: {seen}");
    assert_eq!(send(&router(), form("at=now")).await, format!("400 the body at `/at`: {DATE_TIME}"));
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let parts = |body: String| {
        let media_type = ("content-type", "multipart/form-data; boundary=b");
        with_body("POST", "/parts", &[media_type], body + "--b--\r\n")
    };
    let seen = send(&router(), parts(part("at", "2024-01-01T00:00:00Z") + &part("days", "2024-02-09"))).await;
    assert!(seen.contains("days: Some([2024-02-09])"), "{seen}");
    let seen = send(&router(), parts(part("at", "2024-01-01T00:00:00Z") + &part("days", "2024-2-9"))).await;
    assert!(seen.contains(DATE), "{seen}");
}

/// The values that an example server makes from schemas have their formats.
#[tokio::test]
async fn example_servers_send_values_of_the_formats() {
    let router = stubsmith_golden::formats::router(Arc::new(example_server::Examples));
    let text = with_body(
        "POST",
        "/texts",
        &[("content-type", "text/plain")],
        "123e4567-e89b-42d3-a456-426614174000",
    );
    assert_eq!(send(&router, text).await, "200 2024-01-01");
    let form = ("content-type", "application/x-www-form-urlencoded");
    let form = with_body("POST", "/forms", &[form], "at=2024-01-01T00:00:00Z");
    assert_eq!(send(&router, form).await, r#"200 ["2024-02-09T12:30:00Z"]"#);
    let day = send(&router, request("GET", "/days/2024-02-09")).await;
    assert!(day.starts_with(r#"200 {"date":"2024-02-09","at":"2024-02-09T12:30:00.500+01:00""#), "{day}");
}
