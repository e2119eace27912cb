//! OpenAPI 3: every combination of location, `style` and type on the wire, from the bytes of the request to the value or
//! the rejection.

mod client;

use client::{Seen, send, with_headers};
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
async fn objects_in_a_path() {
    let uri = |index: usize, segment: &str| {
        let mut segments = ["R,1", "R=1", ".R,1", ".R=1", ";matrix=R,1", ";R=1"].map(str::to_owned);
        segments[index] = segment.to_owned();
        format!("/objects/{}", segments.join("/"))
    };
    let fields = |index: usize, value: &str| {
        let mut values = ["Rgb { R: 1, G: None, name: None }"; 6].map(str::to_owned);
        value.clone_into(&mut values[index]);
        let names = ["plain", "each", "label", "labels", "matrix", "matrices"];
        let fields = names.iter().zip(values).map(|(name, value)| format!("{name}: {value}"));
        fields.collect::<Vec<_>>().join(", ").replace("R:", "r:").replace("G:", "g:")
    };
    let full = r#"Rgb { R: 10, G: Some(2), name: Some("a,b") }"#;
    let rows = [
        (0, "name,a%2Cb,G,2,R,10", Ok(full)),
        (0, "R%2C1", Ok("Rgb { R: 1, G: None, name: None }")),
        (0, "R,1,G", Err("`plain` must have names and values in turn")),
        (0, "R,256", Err("`plain` at `/R` must be at most 255")),
        (0, "G,1", Err("`plain` is invalid: property `R` is missing")),
        (0, "R,x", Err("`plain` at `/R` must be an integer")),
        (0, "R,1,R,2", Err("`plain` at `/R` appears more than once")),
        (0, "R,%FF", Err("`plain` is not percent-encoded UTF-8")),
        (1, "R=10,G=2,name=a%2Cb", Ok(full)),
        (1, "R=1,name=a=b", Ok(r#"Rgb { R: 1, G: None, name: Some("a=b") }"#)),
        (1, "R%3D1%2CG%3D2", Ok("Rgb { R: 1, G: Some(2), name: None }")),
        (1, "R=1,G", Err("`each` must have a name and `=` before each value")),
        (2, ".R,10,G,2,name,a%2Cb", Ok(full)),
        (2, "R,1", Err("`label` must start with `.`")),
        (2, ".", Err("`label` must have names and values in turn")),
        (3, ".R=10.G=2.name=a,b", Ok(full)),
        (3, ".R=1.G", Err("`labels` must have a name and `=` before each value")),
        (4, ";matrix=R,10,G,2,name,a%2Cb", Ok(full)),
        (4, ";matrix=R", Err("`matrix` must have names and values in turn")),
        (4, ";R=1", Err("`matrix` must be written as `;matrix=` and its value")),
        (5, ";R=10;G=2;name=a,b", Ok(full)),
        (5, ";R=1;name", Ok(r#"Rgb { R: 1, G: None, name: Some("") }"#)),
        (5, "%3BR%3D1%3BG%3D2", Ok("Rgb { R: 1, G: Some(2), name: None }")),
        (5, "R=1", Err("`matrices` must start with `;`")),
        (5, ";R=1;R=2", Err("`matrices` at `/R` appears more than once")),
    ];
    for (index, segment, expected) in rows {
        let expected = expected.map_or_else(str::to_owned, |value| fields(index, value));
        check(&[(&uri(index, segment), &[], &expected)]).await;
    }
}

#[tokio::test]
async fn objects_in_other_places() {
    let absent = [
        "joined: None",
        "spaced: None",
        "piped: None",
        "free: None",
        "x_rgb: None",
        "x_each: None",
        "plain: None",
        "each: None",
    ];
    let with = |index: usize, field: &str| only(&absent, index, field);
    let full = r#"Some(Rgb { r: 1, g: Some(2), name: Some("a,b") })"#;
    let only = |index: usize| with(index, &absent[index].replace("None", full));
    let rows: Vec<(&str, Headers, String)> = vec![
        ("", &[], absent.join(", ")),
        ("joined=R,1,G,2,name,a%2Cb", &[], only(0)),
        ("joined=R%2C1%2CG%2C2", &[], with(0, "joined: Some(Rgb { r: 1, g: Some(2), name: None })")),
        ("joined=", &[], absent.join(", ")),
        ("joined=R,1&joined=R,1", &[], "`joined` appears more than once".to_owned()),
        ("spaced=R%201+G%202+name+a,b", &[], only(1)),
        ("spaced=", &[], "`spaced` must have names and values in turn".to_owned()),
        ("piped=R|1|G|2|name|a,b", &[], only(2)),
        ("piped=R%7C1%7CG%7C2%7Cname%7Ca%2Cb", &[], only(2)),
        ("free=a,1,b%20,2", &[], with(3, r#"free: Some({"a": 1, "b ": 2})"#)),
        ("free=a,1,b,2,c,3", &[], "`free` must have at most 2 properties".to_owned()),
        ("free=a,x", &[], "`free` at `/a` must be an integer".to_owned()),
        ("", &[("X-Rgb", "R, 1, G ,2")], with(4, "x_rgb: Some(Rgb { r: 1, g: Some(2), name: None })")),
        (
            "",
            &[("X-Rgb", "R,1"), ("X-Rgb", "name,%20")],
            with(4, r#"x_rgb: Some(Rgb { r: 1, g: None, name: Some("%20") })"#),
        ),
        ("", &[("X-Each", "R=1, G=2")], with(5, "x_each: Some(Rgb { r: 1, g: Some(2), name: None })")),
        ("", &[("X-Each", "R:1")], "`X-Each` must have a name and `=` before each value".to_owned()),
        ("", &[("Cookie", "plain=R,1,G,2,name,a%2Cb")], only(6)),
        ("", &[("Cookie", "plain=R")], "`plain` must have names and values in turn".to_owned()),
        ("", &[("Cookie", "R=1; name=a%2Cb"), ("Cookie", "G=2; B=3")], only(7)),
        ("", &[("Cookie", "G=2")], "`each` is invalid: property `R` is missing".to_owned()),
        ("", &[("Cookie", "R=1; R=2")], "`R` appears more than once".to_owned()),
    ];
    for (query, headers, expected) in rows {
        check(&[(&format!("/objects?{query}"), headers, &expected)]).await;
    }
}

#[tokio::test]
async fn objects_whose_properties_are_parameters() {
    let range =
        "limit: None, rgb: None, range: Some(GetExplodedRange { from: 1, to: 9, sort: None, by: None })";
    check(&[
        ("/exploded", &[], "limit: None, rgb: None, range: None"),
        ("/exploded?other=1", &[], "limit: None, rgb: None, range: None"),
        ("/exploded?from=1", &[], range),
        ("/exploded?fr%6Fm=1&to=9", &[], range),
        ("/exploded?to=1", &[], "`range` is invalid: property `from` is missing"),
        ("/exploded?from=x", &[], "`range` at `/from` must be an integer"),
        ("/exploded?from=1&from=2", &[], "`range` at `/from` appears more than once"),
        (
            "/exploded?limit=3&from=1&sort=up&sort=down&by[name]=a%26b&R=1&G=2",
            &[],
            r#"limit: Some(3), rgb: Some(Rgb { r: 1, g: Some(2), name: None }), range: Some(GetExplodedRange { from: 1, to: 9, sort: Some([Up, Down]), by: Some(GetExplodedRangeBy { name: Some("a&b") }) })"#,
        ),
        ("/exploded?from=1&sort[]=up&sort[]=x", &[], "`range` at `/sort/1` must be one of `up`, `down`"),
        ("/free?api_key=k", &[], "limit: None, filter: None, labels: None, rgb: None"),
        (
            "/free?api_key=k&limit=1&filter[a]=b&filter[c]=1&R=1&x=1&x=2&y=3",
            &[],
            r#"limit: Some(1), filter: Some({"a": "b", "c": "1"}), labels: Some({"x": [1, 2], "y": [3]}), rgb: Some(Rgb { r: 1, g: None, name: None })"#,
        ),
        ("/free?api_key=k&x=1&y=z", &[], "`labels` at `/y/0` must be an integer"),
    ])
    .await;
}

#[tokio::test]
async fn deep_objects() {
    let absent = [
        "filter: None",
        "page: FindCarsPage { size: 20, after: None }",
        "any: None",
        "points: None",
        "given: FindCarsGiven { x: Some(7) }",
    ];
    let filter =
        |rest: &str| only(&absent, 0, &format!("filter: Some(FindCarsFilter {{ maker: \"vw\", {rest} }})"));
    let bare = filter("doors: None, colors: None, price: None, sold: None, code: None");
    let rows = [
        ("", absent.join(", ")),
        ("filter[maker]=vw", bare.clone()),
        ("filter%5Bmaker%5D=vw", bare.clone()),
        ("%66ilter[m%61ker]=v%77", bare),
        (
            "filter[maker]=vw&filter[doors]=4&filter[sold]=true&filter[code]=007",
            filter(
                r#"doors: Some(4), colors: None, price: None, sold: Some(true), code: Some(Value("007"))"#,
            ),
        ),
        ("filter[doors]=4", "`filter` is invalid: property `maker` is missing".to_owned()),
        ("filter[maker]=vw&filter[doors]=1", "`filter` at `/doors` must be at least 2".to_owned()),
        ("filter[maker]=vw&filter[doors]=x", "`filter` at `/doors` must be an integer".to_owned()),
        (
            "filter[maker]=vw&filter[wheels]=3",
            "`filter` is invalid: property `wheels` is not allowed".to_owned(),
        ),
        ("filter=vw", "`filter` must have the name of each property in brackets".to_owned()),
        ("filter[maker]=vw&filter[maker]=vw", "`filter` at `/maker` appears more than once".to_owned()),
        (
            "filter[maker]=vw&filter[colors]=red&filter[colors]=light+green",
            filter("doors: None, colors: Some([Red, LightGreen]), price: None, sold: None, code: None"),
        ),
        (
            "filter[maker]=vw&filter[colors][]=red",
            filter("doors: None, colors: Some([Red]), price: None, sold: None, code: None"),
        ),
        (
            "filter[maker]=vw&filter[colors][1]=red&filter[colors][0]=light%20green",
            filter("doors: None, colors: Some([LightGreen, Red]), price: None, sold: None, code: None"),
        ),
        (
            "filter[maker]=vw&filter[colors][7]=blue",
            "`filter` at `/colors/0` must be one of `red`, `light green`".to_owned(),
        ),
        (
            "filter[maker]=vw&filter[price][min]=1.5",
            filter(
                "doors: None, colors: None, price: Some(FindCarsFilterPrice { min: Some(1.5), max: None }), sold: None, code: None",
            ),
        ),
        ("filter[maker]=vw&filter[price][min]=x", "`filter` at `/price/min` must be a number".to_owned()),
        ("filter[maker]=vw&filter[price]=1", "`filter` at `/price` must be an object".to_owned()),
        (
            "filter[maker]=vw&filter[price]=1&filter[price][min]=1",
            "`filter` at `/price` appears with and without brackets".to_owned(),
        ),
        ("filter[maker]=%FF", "`filter` is not percent-encoded UTF-8".to_owned()),
        ("filters[maker]=vw&filter[maker=vw", absent.join(", ")),
        (
            "any[a]=1&any[b][c]=x",
            only(&absent, 2, r#"any: Some({"a": String("1"), "b": Object {"c": String("x")}})"#),
        ),
        (
            "points[0][x]=1&points[1][x]=2&points[1][y]=3",
            only(
                &absent,
                3,
                "points: Some([Point { x: 1, y: None, id: None }, Point { x: 2, y: Some(Value(3)), id: None }])",
            ),
        ),
        ("points[0][x]=1&points[1][x]=10", "`points` at `/1/x` must be at most 9".to_owned()),
        ("points[0][x]=1&points[1][x]=1&points[2][x]=1", "`points` must have at most 2 items".to_owned()),
        ("given[x]=1", only(&absent, 4, "given: FindCarsGiven { x: Some(1) }")),
    ];
    for (query, expected) in rows {
        check(&[(&format!("/cars?page[size]=20&{query}"), &[], &expected)]).await;
    }
    check(&[
        ("/cars", &[], "`page` is missing"),
        ("/cars?page[size]=x", &[], "`page` at `/size` must be an integer"),
    ])
    .await;
}

#[tokio::test]
async fn deep_objects_have_bounds() {
    let deep = format!("/cars?page[size]=1&any{}=1", "[a]".repeat(8));
    check(&[(&deep, &[], "`any` is nested more than 8 levels deep")]).await;
    let many: String = (0..1001).map(|index| format!("&any[{index}]=1")).collect();
    check(&[(&format!("/cars?page[size]=1{many}"), &[], "`any` has more than 1000 values")]).await;
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
        ("scalar=5", only(0, r#"scalar: Some("5")"#)),
        ("scalar=all", only(0, r#"scalar: Some("all")"#)),
        ("scalar=10", "`scalar` matches none of the alternatives".to_owned()),
        ("scalar=x", "`scalar` matches none of the alternatives".to_owned()),
        ("color=red", only(1, r"color: Some(Red)")),
        ("color=blue", "`color` must be one of `red`, `light green`".to_owned()),
        ("maybe=red", only(2, "maybe: Some(Red)")),
        ("maybe=blue", "`maybe` must be one of `red`, `light green`".to_owned()),
        ("list=a", only(3, r#"list: Some(String("a"))"#)),
        ("list=a&list=b", only(3, r#"list: Some(Array [String("a"), String("b")])"#)),
        ("list[]=a&list[]=b", only(3, r#"list: Some(Array [String("a"), String("b")])"#)),
        ("list[a]=b", "`list` matches none of the alternatives".to_owned()),
        ("created=5", only(4, r#"created: Some(String("5"))"#)),
        ("created[gt]=5", only(4, r#"created: Some(Object {"gt": String("5")})"#)),
        ("created[gt]=x", "`created` matches none of the alternatives".to_owned()),
        ("created[lt]=5", "`created` matches none of the alternatives".to_owned()),
        ("created=x", "`created` matches none of the alternatives".to_owned()),
        ("created=5&created[gt]=5", "`created` appears with and without brackets".to_owned()),
        ("items=1&items=true", only(5, r#"items: ["1", "true"]"#)),
        ("items=1&items=x", "`items` at `/1` matches none of the alternatives".to_owned()),
        ("no=4", only(6, r#"no: Some("4")"#)),
        ("no=5", "`no` matches a schema that `not` excludes".to_owned()),
        ("json=5", only(7, "json: Some(Number(5))")),
        ("json=%225%22", "`json` matches none of the alternatives".to_owned()),
    ];
    for (query, expected) in rows {
        check(&[(&format!("/unions?{query}"), &[], &expected)]).await;
    }
}
