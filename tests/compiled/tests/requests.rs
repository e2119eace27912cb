//! Parameters on the wire: arrays of every format, empty values, and the place of a mistake in an array.

use crate::client::{Seen, request, send, with_body, with_headers};
use std::sync::Arc;
use stubsmith_golden::parameters::*;

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Mirror {
    type Error = Seen;
    async fn get_rows(&self, _: Context, request: GetRowsRequest) -> Result<GetRowsResponse, Seen> {
        Seen::request(&request)
    }
    async fn get_grid(&self, _: Context, request: GetGridRequest) -> Result<GetGridResponse, Seen> {
        Seen::request(&request)
    }
    async fn get_lists(&self, _: Context, request: GetListsRequest) -> Result<GetListsResponse, Seen> {
        Seen::request(&request)
    }
    async fn put_lists(&self, _: Context, request: PutListsRequest) -> Result<PutListsResponse, Seen> {
        Seen::request(&request)
    }
    async fn post_lists(&self, _: Context, request: PostListsRequest) -> Result<PostListsResponse, Seen> {
        Seen::request(&request)
    }
    async fn get_flags(&self, _: Context, request: GetFlagsRequest) -> Result<GetFlagsResponse, Seen> {
        Seen::request(&request)
    }
}

#[tokio::test]
async fn arrays_are_read_in_every_format_and_place() {
    let router = service(Arc::new(Mirror));
    let uri = "/rows/1%2C2%2C3/a%7Cb-c?tag=x&tag=a%2Cb&page=1&page=2&kind=a&kind=a&words=two+words%20more&columns=1%091.5";
    let headers = [("x-flags", "true,  false"), ("X-Parts", "a|b,c"), ("X-Flags", "true")];
    assert_eq!(
        send(&router, with_headers("GET", uri, &headers)).await,
        r#"200 GetRowsRequest { ids: [1, 2, 3], kinds: [A, BC], tag: ["x", "a,b"], page: [1, 2], kind: [A, A], words: ["two", "words", "more"], columns: [1.0, 1.5], x_flags: [true, false, true], x_parts: ["a", "b,c"] }"#
    );
    assert_eq!(
        send(&router, request("GET", "/rows/0/a?words=")).await,
        "200 GetRowsRequest { ids: [0], kinds: [A], tag: [], page: [], kind: [], words: [], columns: [], x_flags: [], x_parts: [] }"
    );
}

/// An encoded separator belongs to an item, unless the client encodes all separators.
#[tokio::test]
async fn arrays_are_split_before_they_are_decoded() {
    let router = service(Arc::new(Mirror));
    let rows = [
        ("/rows/1,2%2C3/a", "400 parameter `ids` at `/1` must be a 64-bit integer"),
        ("/rows/1/a%7Cb-c|a", "400 parameter `kinds` at `/0` must be one of `a`, `b-c`"),
        ("/rows/1/a|b%2Dc", "kinds: [A, BC]"),
        ("/rows/1/a?words=two%20words+more", r#"words: ["two", "words", "more"]"#),
        ("/grid?grid=1%2C2|3", "grid: [[1, 2], [3]]"),
        ("/grid?grid=1%2C2%7C3", "grid: [[1, 2], [3]]"),
        ("/grid?grid=1%7C2|3", "400 parameter `grid` at `/0/0` must be a 64-bit integer"),
        ("/grid?grid=1|%FF", "400 parameter `grid` at `/1` is not percent-encoded UTF-8"),
        ("/grid?grid=%FF", "400 parameter `grid` is not percent-encoded UTF-8"),
    ];
    for (uri, expected) in rows {
        let seen = send(&router, request("GET", uri)).await;
        assert!(seen.contains(expected), "{uri}: {seen}");
    }
}

#[tokio::test]
async fn the_item_at_fault_is_named() {
    let router = service(Arc::new(Mirror));
    let refused = [
        ("/rows/1,x/a", "`ids` at `/1` must be a 64-bit integer"),
        ("/rows/1,/a", "`ids` at `/1` must be a 64-bit integer"),
        ("/rows/1/a|b", "`kinds` at `/1` must be one of `a`, `b-c`"),
        ("/rows/1/a,b-c", "`kinds` at `/0` must be one of `a`, `b-c`"),
        ("/rows/1/a?tag=x&tag=", "`tag` at `/1` must have at least 1 character"),
        ("/rows/1/a?tag=x&tag=x", "`tag` at `/1` repeats an earlier item: items must be unique"),
        ("/rows/1/a?tag=%FF", "`tag` at `/0` is not percent-encoded UTF-8"),
        ("/rows/1/a?page=1&page=2&page=3", "`page` must have at most 2 items"),
        ("/rows/1/a?page=1,2", "`page` at `/0` must be a 64-bit integer"),
        ("/rows/1/a?page=", "`page` at `/0` must be a 64-bit integer"),
        ("/rows/1/a?columns=", "`columns` must have at least 1 item"),
        ("/rows/1/a?columns=1%09-1", "`columns` at `/1` must be at least 0"),
        ("/rows/1/a?columns=1&columns=2", "`columns` appears more than once"),
        ("/grid", "`grid` is missing"),
        ("/grid?grid=1,2|3,x", "`grid` at `/1/1` must be a 64-bit integer"),
        ("/grid?grid=1,2|3,10", "`grid` at `/1/1` must be at most 9"),
        ("/grid?grid=1|1,2,3,4", "`grid` at `/1` must have at most 3 items"),
        ("/grid?grid=1&line=1,2%203,x&line=", "`line` at `/0/1/1` must be a number"),
    ];
    for (uri, fault) in refused {
        let uri = uri.replace('|', "%7C");
        assert_eq!(send(&router, request("GET", &uri)).await, format!("400 parameter {fault}"), "{uri}");
    }
    let flags = with_headers("GET", "/rows/1/a", &[("X-Flags", "true,yes")]);
    assert_eq!(send(&router, flags).await, "400 parameter `X-Flags` at `/1` must be `true` or `false`");
}

#[tokio::test]
async fn arrays_of_arrays_have_a_separator_for_each_depth() {
    let router = service(Arc::new(Mirror));
    assert_eq!(
        send(&router, request("GET", "/grid?grid=1,2%7C%7C3&line=1,2+3,4.5&line=&line=6")).await,
        "200 GetGridRequest { grid: [[1, 2], [], [3]], line: [[[1.0, 2.0], [3.0, 4.5]], [], [[6.0]]] }"
    );
    assert_eq!(
        send(&router, request("GET", "/grid?grid=")).await,
        "200 GetGridRequest { grid: [], line: [] }"
    );
}

#[tokio::test]
async fn an_empty_value_is_absent_if_it_is_allowed_and_not_a_string() {
    let router = service(Arc::new(Mirror));
    assert_eq!(
        send(&router, request("GET", "/flags?limit=&deep&text=&id=&id=7&must=")).await,
        r#"200 GetFlagsRequest { limit: None, deep: None, text: Some(""), id: [7], plain: None, must: [""] }"#
    );
    let refused = [
        ("/flags?must=a", "`deep` is missing"),
        ("/flags?deep=yes&must=a", "`deep` must be `true` or `false`"),
        ("/flags?deep=TRUE&must=a", "`deep` must be `true` or `false`"),
        ("/flags?deep=true&plain=&must=a", "`plain` must be `true` or `false`"),
        ("/flags?deep=true&limit=0&must=a", "`limit` must be at least 1"),
        ("/flags?deep=true&limit=%201&must=a", "`limit` must be a 64-bit integer"),
        ("/flags?deep=true&deep=true&must=a", "`deep` appears more than once"),
        ("/flags?deep=true", "`must` is missing"),
        ("/flags?deep=true&must=%C3", "`must` at `/0` is not percent-encoded UTF-8"),
        ("/flags?deep=true&must=%zz", "`must` at `/0` is not percent-encoded UTF-8"),
    ];
    for (uri, fault) in refused {
        assert_eq!(send(&router, request("GET", uri)).await, format!("400 parameter {fault}"), "{uri}");
    }
}

/// An array that is sent empty is present, and its rules apply; they do not apply to an absent one.
#[tokio::test]
async fn an_optional_array_that_is_sent_empty_keeps_to_its_rules() {
    let router = service(Arc::new(Mirror));
    let seen = |ids, words, page| {
        format!(
            "200 GetListsRequest {{ ids: {ids}, words: {words}, rows: [], each: [], page: {page}, free: [], x_ids: [] }}"
        )
    };
    let absent = seen("[]", "[]", "[1, 2]");
    assert_eq!(send(&router, request("GET", "/lists")).await, absent);
    assert_eq!(send(&router, request("GET", "/lists?free=")).await, absent);
    assert_eq!(send(&router, request("GET", "/lists?page=3")).await, seen("[]", "[]", "[3]"));
    assert_eq!(
        send(&router, request("GET", "/lists?ids=1,2&words=a")).await,
        seen("[1, 2]", "[\"a\"]", "[1, 2]")
    );
    let refused = [
        ("ids=", "`ids` must have at least 2 items"),
        ("ids", "`ids` must have at least 2 items"),
        ("ids=1", "`ids` must have at least 2 items"),
        ("words=", "`words` must have at least 1 item"),
        ("rows=", "`rows` must have at least 1 item"),
        ("each=", "`each` at `/0` must be a 64-bit integer"),
        ("each=1", "`each` must have at least 2 items"),
        ("page=", "`page` must have at least 1 item"),
        ("page", "`page` must have at least 1 item"),
        ("free=0", "`free` at `/0` must be at least 1"),
    ];
    for (query, fault) in refused {
        let sent = send(&router, request("GET", &format!("/lists?{query}"))).await;
        assert_eq!(sent, format!("400 parameter {fault}"), "{query}");
    }
    let header = with_headers("GET", "/lists", &[("x-ids", "")]);
    assert_eq!(send(&router, header).await, "400 parameter `X-Ids` must have at least 1 item");
}

#[tokio::test]
async fn an_empty_array_is_absent_if_an_empty_value_is_allowed() {
    let router = service(Arc::new(Mirror));
    let seen = |ids, words, must, each| {
        format!("200 PutListsRequest {{ ids: {ids}, words: {words}, rows: [], must: {must}, each: {each} }}")
    };
    let none = seen("[]", r#"["a", "b"]"#, "[]", "[]");
    assert_eq!(send(&router, request("PUT", "/lists?ids=&words=&rows=&must=&each=")).await, none);
    assert_eq!(send(&router, request("PUT", "/lists?ids&words&rows&must&each")).await, none);
    assert_eq!(send(&router, request("PUT", "/lists?must=&each=&each=")).await, none);
    assert_eq!(
        send(&router, request("PUT", "/lists?ids=1,2&words=c,&must=3&each=4&each=")).await,
        seen("[1, 2]", r#"["c", ""]"#, "[3]", "[4]")
    );
    let refused = [
        ("each=", "`must` is missing"),
        ("must=", "`each` is missing"),
        ("must=&each=&ids=1", "`ids` must have at least 2 items"),
        ("must=&each=&words=c", "`words` must have at least 2 items"),
        ("must=&each=x", "`each` at `/0` must be a 64-bit integer"),
    ];
    for (query, fault) in refused {
        let sent = send(&router, request("PUT", &format!("/lists?{query}"))).await;
        assert_eq!(sent, format!("400 parameter {fault}"), "{query}");
    }
}

#[tokio::test]
async fn an_array_in_a_form_is_sent_empty_as_in_a_query() {
    let router = service(Arc::new(Mirror));
    let urlencoded = [("content-type", "application/x-www-form-urlencoded")];
    let parts = [("content-type", "multipart/form-data; boundary=b")];
    let absent = "200 PostListsRequest { ids: [], rows: [], page: [1, 2], deep: [] }";
    let cases = [
        ("other", absent),
        ("deep", absent),
        ("ids", "400 parameter `ids` must have at least 2 items"),
        ("rows", "400 parameter `rows` must have at least 1 item"),
        ("page", "400 parameter `page` must have at least 1 item"),
    ];
    for (name, answer) in cases {
        let form = with_body("POST", "/lists", &urlencoded, format!("{name}="));
        assert_eq!(send(&router, form).await, answer, "{name}, urlencoded");
        let part = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n\r\n--b--");
        assert_eq!(
            send(&router, with_body("POST", "/lists", &parts, part)).await,
            answer,
            "{name}, in parts"
        );
    }
}
