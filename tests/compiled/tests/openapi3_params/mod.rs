//! OpenAPI 3: every combination of location, `style` and type on the wire, from the bytes of the request to the value or
//! the rejection.

mod objects;

use crate::client::{Seen, send, with_headers};
use std::sync::Arc;
use stubsmith_golden::openapi3_params::*;

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

macro_rules! mirror {
    ($($method:ident $request:ident $response:ident,)*) => {
        impl Api for Mirror {
            type Principal = ();
            type Error = Seen;
            async fn authenticate(&self, _: &Context, _: Credentials) -> Result<(), Seen> {
                Ok(())
            }
            async fn get_free(&self, _: Context, (): (), request: GetFreeRequest) -> Result<GetFreeResponse, Seen> {
                Seen::request(&request)
            }
            $(async fn $method(&self, _: Context, request: $request) -> Result<$response, Seen> {
                Seen::request(&request)
            })*
        }
    };
}

mirror! {
    get_simple GetSimpleRequest GetSimpleResponse,
    get_label GetLabelRequest GetLabelResponse,
    get_matrix GetMatrixRequest GetMatrixResponse,
    get_query GetQueryRequest GetQueryResponse,
    get_undefined GetUndefinedRequest GetUndefinedResponse,
    get_headers GetHeadersRequest GetHeadersResponse,
    get_cookies GetCookiesRequest GetCookiesResponse,
    get_content GetContentRequest GetContentResponse,
    get_objects_in_path GetObjectsInPathRequest GetObjectsInPathResponse,
    get_objects GetObjectsRequest GetObjectsResponse,
    get_exploded GetExplodedRequest GetExplodedResponse,
    get_unions GetUnionsRequest GetUnionsResponse,
    find_cars FindCarsRequest FindCarsResponse,
}

/// The headers of a request.
type Headers = &'static [(&'static str, &'static str)];

/// Sends each request, and compares the fields of the handler's request, or the reason of the rejection.
async fn check(rows: &[(&str, Headers, &str)]) {
    let router = service(Arc::new(Mirror));
    for (uri, headers, expected) in rows {
        let seen = send(&router, with_headers("GET", uri, headers)).await;
        let seen = match seen.strip_prefix("200 ").and_then(|debug| debug.split_once(" { ")) {
            Some((_, fields)) => fields.strip_suffix(" }").unwrap(),
            None => seen.strip_prefix("400 parameter ").unwrap_or(&seen),
        };
        assert_eq!(seen, *expected, "{uri} {headers:?}");
    }
}

/// The fields of a request, of which all but one are as if nothing had been sent.
fn only(fields: &[&str], index: usize, field: &str) -> String {
    let fields = fields.iter().enumerate().map(|(at, absent)| if at == index { field } else { absent });
    fields.collect::<Vec<_>>().join(", ")
}

#[tokio::test]
async fn parameters_in_a_path() {
    let simple = r#"color: "b%, c", ids: [1, 2], each: ["a,b", "c"]"#;
    check(&[
        ("/simple/b%25%2C%20c/1,2/a%2Cb,c", &[], simple),
        ("/simple/b+c/1/a%2Cb", &[], r#"color: "b+c", ids: [1], each: ["a", "b"]"#),
        ("/simple/a/1%2C2/a,", &[], r#"color: "a", ids: [1, 2], each: ["a", ""]"#),
        ("/simple/a/1,x/a", &[], "`ids` at `/1` must be a 64-bit integer"),
        ("/simple/%F/1/a", &[], "`color` is not percent-encoded UTF-8"),
        ("/simple/a/1/b,%FF", &[], "`each` at `/1` is not percent-encoded UTF-8"),
        ("/label/.blue/.1,2/.a.b%2Ec", &[], r#"color: "blue", ids: [1, 2], each: ["a", "b.c"]"#),
        ("/label/.a.b/.1%2C2/.a", &[], r#"color: "a.b", ids: [1, 2], each: ["a"]"#),
        ("/label/./././", &[], "404 there is nothing at this path"),
        ("/label/././.", &[], r#"color: "", ids: [], each: []"#),
        ("/label/%2Eblue/%2E1,2/%2Ea%2Eb", &[], r#"color: "blue", ids: [1, 2], each: ["a", "b"]"#),
        ("/label/blue/.1/.a", &[], "`color` must start with `.`"),
        ("/label/.blue/1/.a", &[], "`ids` must start with `.`"),
        ("/label/.blue/.1.2/.a", &[], "`ids` at `/0` must be a 64-bit integer"),
        (
            "/matrix;color=light%20green/;ids=1,2/;each=a;each=b%3Bc",
            &[],
            r#"color: LightGreen, ids: [1, 2], each: ["a", "b;c"]"#,
        ),
        ("/matrix;color=red/;ids/;each", &[], "color: Red, ids: [], each: []"),
        (
            "/matrix%3Bcolor%3Dred/%3Bids%3D1%2C2/%3Beach%3Da%3Beach%3Db",
            &[],
            r#"color: Red, ids: [1, 2], each: ["a", "b"]"#,
        ),
        (
            "/matrix;color=red;color=red/;ids=1/;each=a",
            &[],
            "`color` must be written as `;color=` and its value",
        ),
        ("/matrix;color=red/;id=1/;each=a", &[], "`ids` must be written as `;ids=` and its value"),
        ("/matrix;color=red/;ids=1/;each=a;other=b", &[], "`each` must be written as `;each=` and its value"),
        ("/matrix;color=red/;ids=1,10/;each=a", &[], "`ids` at `/1` must be at most 9"),
        ("/matrix;color/;ids=1/;each=a", &[], "`color` must be one of `red`, `light green`"),
    ])
    .await;
}

#[tokio::test]
async fn parameters_in_a_query() {
    let absent = [
        "color: None",
        "size: None",
        "ids: []",
        "sort: []",
        "joined: []",
        "spaced: []",
        "piped: []",
        "given: [1, 2]",
        "grid: []",
    ];
    let only = |index, field| only(&absent, index, field);
    let rows = [
        ("", absent.join(", ")),
        ("color=a%2Cb+c/?:@", only(0, r#"color: Some("a,b c/?:@")"#)),
        ("color=", only(0, r#"color: Some("")"#)),
        ("color", only(0, r#"color: Some("")"#)),
        ("c%6Flor=a", only(0, r#"color: Some("a")"#)),
        ("color=null", only(0, r#"color: Some("null")"#)),
        ("color=a&color=b", "`color` appears more than once".to_owned()),
        ("size=", only(1, "size: None")),
        ("size=2", only(1, "size: Some(2)")),
        ("size=0", "`size` must be at least 1".to_owned()),
        ("size=null", "`size` must be a 64-bit integer".to_owned()),
        ("ids=1&ids=2", only(2, "ids: [1, 2]")),
        ("ids=1,2", "`ids` at `/0` must be a 64-bit integer".to_owned()),
        ("sort[]=a&sort%5B%5D=b", only(3, r#"sort: ["a", "b"]"#)),
        ("sort=a", absent.join(", ")),
        ("joined=a%2Cb,c", only(4, r#"joined: ["a,b", "c"]"#)),
        ("joined=a%2Cb", only(4, r#"joined: ["a", "b"]"#)),
        ("joined=a+b,c%20d", only(4, r#"joined: ["a b", "c d"]"#)),
        ("joined=", only(4, "joined: []")),
        ("joined=a&joined=b", "`joined` appears more than once".to_owned()),
        ("spaced=a%20b+c%2Cd", only(5, r#"spaced: ["a", "b", "c,d"]"#)),
        ("piped=a%7Cb", only(6, r#"piped: ["a", "b"]"#)),
        ("piped=a|b%7Cc", only(6, r#"piped: ["a", "b|c"]"#)),
        ("piped=a", "`piped` must have at least 2 items".to_owned()),
        ("piped=a&piped=b", "`piped` appears more than once".to_owned()),
        ("given=", only(7, "given: []")),
        ("given=3", only(7, "given: [3]")),
        ("grid=1,2%7C3", only(8, "grid: [[1, 2], [3]]")),
        ("grid=1%2C2|3%2Cx", "`grid` at `/1/1` must be a 64-bit integer".to_owned()),
    ];
    for (query, expected) in rows {
        check(&[(&format!("/query?{query}"), &[], &expected)]).await;
    }
}

#[tokio::test]
async fn styles_that_the_specification_does_not_define() {
    let absent = ["color: None", "size: None", "piped: []", "expand: []"];
    let only = |index, field| only(&absent, index, field);
    let rows = [
        ("color=a|b", only(0, r#"color: Some("a|b")"#)),
        ("size=1", only(1, "size: Some(1)")),
        ("piped=a&piped=b%7Cc", only(2, r#"piped: ["a", "b|c"]"#)),
        ("expand[]=a&expand%5B%5D=b", only(3, r#"expand: ["a", "b"]"#)),
        ("expand[1]=b&expand[0]=a&expand[10]=c", only(3, r#"expand: ["a", "b", "c"]"#)),
        ("expand=a&expand=b", only(3, r#"expand: ["a", "b"]"#)),
        ("expand[4294967295]=a", only(3, r#"expand: ["a"]"#)),
        ("expand[99999999999]=a", "`expand` has an index that is not a number".to_owned()),
        ("expand[x]=a", "`expand` has an index that is not a number".to_owned()),
        ("expand[0]=a&expand[0]=b", "`expand` has an item more than once".to_owned()),
        ("expanded=a&expand[=a", absent.join(", ")),
    ];
    for (query, expected) in rows {
        check(&[(&format!("/undefined?{query}"), &[], &expected)]).await;
    }
}

#[tokio::test]
async fn parameters_in_headers() {
    let none = "x_color: None, cookie: None, x_ids: [], x_each: []";
    check(&[
        ("/headers", &[], none),
        (
            "/headers",
            &[("X-Color", "a%2Cb, c")],
            r#"x_color: Some("a%2Cb, c"), cookie: None, x_ids: [], x_each: []"#,
        ),
        ("/headers", &[("X-Color", "a"), ("X-Color", "b")], "`X-Color` appears more than once"),
        (
            "/headers",
            &[("X-Ids", "1 ,\t2"), ("x-ids", "3")],
            "x_color: None, cookie: None, x_ids: [1, 2, 3], x_each: []",
        ),
        ("/headers", &[("X-Ids", "1,x")], "`X-Ids` at `/1` must be a 64-bit integer"),
        (
            "/headers",
            &[("Cookie", "a=1"), ("Cookie", "b=%2C")],
            r#"x_color: None, cookie: Some("a=1; b=%2C"), x_ids: [], x_each: []"#,
        ),
        (
            "/headers",
            &[("X-Each", "a%2Cb,c")],
            r#"x_color: None, cookie: None, x_ids: [], x_each: ["a%2Cb", "c"]"#,
        ),
    ])
    .await;
}

#[tokio::test]
async fn parameters_in_cookies() {
    let fields = |theme: &str, seen: &str, tag: &str, size: i64| {
        format!("theme: {theme}, seen: {seen}, tag: {tag}, size_cookie: {size}, size: None")
    };
    let rows: Vec<(Headers, String)> = vec![
        (&[("Cookie", "size=1")], fields("Light", "[]", "[]", 1)),
        (&[("Cookie", "a=b; theme=dark; size=1")], fields("Dark", "[]", "[]", 1)),
        (&[("Cookie", "theme=dark"), ("Cookie", "a=\u{e9}; size=1")], fields("Dark", "[]", "[]", 1)),
        (&[("Cookie", "theme=dark;size=1;a")], fields("Dark", "[]", "[]", 1)),
        (&[("Cookie", "theme=blue; size=1")], "`theme` must be one of `light`, `dark`".to_owned()),
        (&[("Cookie", "Theme=dark; size=1")], fields("Light", "[]", "[]", 1)),
        (&[("Cookie", "theme=\"dark\"; size=1")], "`theme` must be one of `light`, `dark`".to_owned()),
        (&[("Cookie", "theme=dark; theme=dark; size=1")], "`theme` appears more than once".to_owned()),
        (&[("Cookie", "theme=dark"), ("Cookie", "theme=light")], "`theme` appears more than once".to_owned()),
        (&[("Cookie", "seen=1%2C2; size=1")], fields("Light", "[1, 2]", "[]", 1)),
        (&[("Cookie", "seen=1,2; size=1")], fields("Light", "[1, 2]", "[]", 1)),
        (&[("Cookie", "seen=; size=1")], fields("Light", "[]", "[]", 1)),
        (&[("Cookie", "seen=x; size=1")], "`seen` at `/0` must be a 64-bit integer".to_owned()),
        (&[("Cookie", "tag=a+b%20c; size=%31; tag=d,e")], fields("Light", "[]", r#"["a+b c", "d,e"]"#, 1)),
        (&[("Cookie", "size=%")], "`size` is not percent-encoded UTF-8".to_owned()),
        (&[("Cookie", "theme=dark")], "`size` is missing".to_owned()),
        (&[], "`size` is missing".to_owned()),
    ];
    for (headers, expected) in rows {
        check(&[("/cookies", headers, &expected)]).await;
    }
}

#[tokio::test]
async fn parameters_with_content() {
    let absent = [
        "point: Point { x: 1, y: None, id: None }",
        "near: None",
        "ids: []",
        "any: None",
        "count: None",
        "shape: None",
        "x_point: None",
        "last: None",
        "note: None",
    ];
    let only = |index, field| only(&absent, index, field);
    let path = |query: &str| format!("/content/%7B%22x%22:1%7D?{query}");
    let rows: Vec<(String, Headers, String)> = vec![
        (path(""), &[], absent.join(", ")),
        ("/content/%7B%22x%22:1,%22id%22:%22a%22%7D".to_owned(), &[], absent.join(", ")),
        ("/content/%7B%22x%22:10%7D".to_owned(), &[], "`point` at `/x` must be at most 9".to_owned()),
        ("/content/%7B%7D".to_owned(), &[], "`point` is invalid: property `x` is missing".to_owned()),
        ("/content/x".to_owned(), &[], "`point` is not JSON: expected value at line 1 column 1".to_owned()),
        (path("near="), &[], absent.join(", ")),
        (
            path("near=%7B%22of%22:%7B%22x%22:2,%22y%22:null%7D%7D"),
            &[],
            only(
                1,
                "near: Some(GetContentNear { of: Point { x: 2, y: Some(Null), id: None }, within: None })",
            ),
        ),
        (
            path("near=%7B%22of%22:%7B%22x%22:%22secret%22%7D%7D"),
            &[],
            "`near` at `/of/x` must be an integer".to_owned(),
        ),
        (path("near={%22of%22:{}}"), &[], "`near` at `/of` is invalid: property `x` is missing".to_owned()),
        (path("near=[]&near=[]"), &[], "`near` appears more than once".to_owned()),
        (path("ids=[1,+2]"), &[], only(2, "ids: [1, 2]")),
        (path("ids=[1,2,3]"), &[], "`ids` must have at most 2 items".to_owned()),
        (path("ids=[1"), &[], "`ids` is not JSON: EOF while parsing a list at line 1 column 2".to_owned()),
        (path("any=null"), &[], only(3, "any: Some(Null)")),
        (path("count=%31"), &[], only(4, "count: Some(1)")),
        (path("count=x"), &[], "`count` must be a 64-bit integer".to_owned()),
        (path("shape=%3Ca/%3E"), &[], only(5, r#"shape: Some("<a/>")"#)),
        (path(""), &[("X-Point", r#"{"x":3}"#)], only(6, "x_point: Some(Point { x: 3, y: None, id: None })")),
        (
            path(""),
            &[("X-Point", "%7B%22x%22:3%7D")],
            "`X-Point` is not JSON: expected value at line 1 column 1".to_owned(),
        ),
        (
            path(""),
            &[("Cookie", r#"last={"x":4}; note=a%20b"#)],
            only(7, "last: Some(Point { x: 4, y: None, id: None })")
                .replace("note: None", r#"note: Some("a%20b")"#),
        ),
    ];
    for (uri, headers, expected) in rows {
        check(&[(&uri, headers, &expected)]).await;
    }
}

#[tokio::test]
async fn parameters_of_several_types() {
    let absent = [
        "scalar: None",
        "color: None",
        "maybe: None",
        "list: None",
        "created: None",
        "items: []",
        "no: None",
        "json: None",
    ];
    let only = |index, field| only(&absent, index, field);
    let rows = [
        ("", absent.join(", ")),
        ("scalar=5", only(0, "scalar: Some(Integer(5))")),
        ("scalar=all", only(0, "scalar: Some(All)")),
        ("scalar=10", "`scalar` must be at most 9".to_owned()),
        ("scalar=x", "`scalar` must be `all`".to_owned()),
        ("color=red", only(1, r"color: Some(Red)")),
        ("color=blue", "`color` must be one of `red`, `light green`".to_owned()),
        ("maybe=red", only(2, "maybe: Some(Red)")),
        ("maybe=blue", "`maybe` must be one of `red`, `light green`".to_owned()),
        ("list=a", only(3, r#"list: Some(String("a"))"#)),
        ("list=a&list=b", only(3, r#"list: Some(StringList(["a", "b"]))"#)),
        ("list[]=a&list[]=b", only(3, r#"list: Some(StringList(["a", "b"]))"#)),
        ("list[a]=b", "`list` must be a string or an array".to_owned()),
        ("created=5", only(4, "created: Some(Integer(5))")),
        ("created[gt]=5", only(4, "created: Some(Gt(GetUnionsCreatedGt { gt: Some(5) }))")),
        ("created[gt]=x", "`created` at `/gt` must be an integer".to_owned()),
        ("created[lt]=5", "`created` is invalid: property `lt` is not allowed".to_owned()),
        ("created=x", "`created` must be an integer or an object".to_owned()),
        ("created=5&created[gt]=5", "`created` appears with and without brackets".to_owned()),
        ("items=1&items=true", only(5, r#"items: ["1", "true"]"#)),
        ("items=1&items=x", "`items` at `/1` matches none of the alternatives".to_owned()),
        ("no=4", only(6, r#"no: Some("4")"#)),
        ("no=5", "`no` matches a schema that `not` excludes".to_owned()),
        ("json=5", only(7, "json: Some(Integer(5))")),
        ("json=%225%22", "`json` must be a boolean or an integer".to_owned()),
    ];
    for (query, expected) in rows {
        check(&[(&format!("/unions?{query}"), &[], &expected)]).await;
    }
}
