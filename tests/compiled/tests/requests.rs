//! Parameters on the wire: arrays of every format, empty values, and which item is at fault.

mod client;

use client::{Seen, request, send, with_headers};
use std::sync::Arc;
use stubsmith_golden::parameters::{
    Api, Context, GetFlagsRequest, GetFlagsResponse, GetGridRequest, GetGridResponse, GetRowsRequest,
    GetRowsResponse, Rejection, service,
};

/// Answers with what it was asked for.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::refused(rejection.status(), &rejection)
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
    async fn get_flags(&self, _: Context, request: GetFlagsRequest) -> Result<GetFlagsResponse, Seen> {
        Seen::request(&request)
    }
}

#[tokio::test]
async fn arrays_are_read_in_every_format_and_place() {
    let router = service(Arc::new(Mirror));
    let uri = "/rows/1,2%2C3/a%7Cb-c?tag=x&tag=a%2Cb&page=1&page=2&kind=a&kind=a&words=two+words%20more&columns=1%091.5";
    let headers = [("x-flags", "true,  false"), ("X-Parts", "a|b,c"), ("X-Flags", "true")];
    assert_eq!(
        send(&router, with_headers("GET", uri, &headers)).await,
        r#"200 GetRowsRequest { ids: [1, 2, 3], kinds: [A, BC], tag: ["x", "a,b"], page: [1, 2], kind: [A, A], words: ["two", "words", "more"], columns: [1.0, 1.5], x_flags: [true, false, true], x_parts: ["a", "b,c"] }"#
    );
    assert_eq!(
        send(&router, request("GET", "/rows/0/a?words=&columns=")).await,
        "200 GetRowsRequest { ids: [0], kinds: [A], tag: [], page: [], kind: [], words: [], columns: [], x_flags: [], x_parts: [] }"
    );
}

#[tokio::test]
async fn the_item_at_fault_is_named() {
    let router = service(Arc::new(Mirror));
    let refused = [
        ("/rows/1,x/a", "`ids` at `/1` must be an integer of at most 64 bits"),
        ("/rows/1,/a", "`ids` at `/1` must be an integer of at most 64 bits"),
        ("/rows/1/a|b", "`kinds` at `/1` must be one of `a`, `b-c`"),
        ("/rows/1/a,b-c", "`kinds` at `/0` must be one of `a`, `b-c`"),
        ("/rows/1/a?tag=x&tag=", "`tag` at `/1` must have at least 1 character"),
        ("/rows/1/a?tag=x&tag=x", "`tag` at `/1` is there already: items must differ"),
        ("/rows/1/a?tag=%FF", "`tag` is not percent-encoded UTF-8"),
        ("/rows/1/a?page=1&page=2&page=3", "`page` must have at most 2 entries"),
        ("/rows/1/a?page=1,2", "`page` at `/0` must be an integer of at most 64 bits"),
        ("/rows/1/a?page=", "`page` at `/0` must be an integer of at most 64 bits"),
        ("/rows/1/a?columns=1%09-1", "`columns` at `/1` must be at least 0"),
        ("/rows/1/a?columns=1&columns=2", "`columns` is given more than once"),
        ("/grid", "`grid` is missing"),
        ("/grid?grid=1,2|3,x", "`grid` at `/1/1` must be an integer of at most 64 bits"),
        ("/grid?grid=1,2|3,10", "`grid` at `/1/1` must be at most 9"),
        ("/grid?grid=1|1,2,3,4", "`grid` at `/1` must have at most 3 entries"),
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
async fn an_empty_value_is_none_where_it_is_allowed_and_no_string() {
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
        ("/flags?deep=true&limit=%201&must=a", "`limit` must be an integer of at most 64 bits"),
        ("/flags?deep=true&deep=true&must=a", "`deep` is given more than once"),
        ("/flags?deep=true", "`must` is missing"),
        ("/flags?deep=true&must=%C3", "`must` is not percent-encoded UTF-8"),
        ("/flags?deep=true&must=%zz", "`must` is not percent-encoded UTF-8"),
    ];
    for (uri, fault) in refused {
        assert_eq!(send(&router, request("GET", uri)).await, format!("400 parameter {fault}"), "{uri}");
    }
}
