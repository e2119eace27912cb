//! Runtime expressions, as the keys of callbacks write them.

use super::*;

fn body(pointer: &str) -> Source<'static> {
    Source::Body(Pointer::parse(pointer).unwrap())
}

#[test]
fn keys_are_parsed_into_texts_and_expressions() {
    let expression = |text, expression| Part::Expression(text, expression);
    let request = |text, source| expression(text, Expression::Request(source));
    let rows: Vec<(&str, Vec<Part<'_>>)> = vec![
        ("https://example.com/hook", vec![Part::Text("https://example.com/hook")]),
        ("$url", vec![expression("$url", Expression::Url)]),
        ("$method", vec![expression("$method", Expression::Method)]),
        ("$request.body#/a", vec![request("$request.body#/a", body("/a"))]),
        ("{$request.body}", vec![request("$request.body", body(""))]),
        ("{$request.body#}", vec![request("$request.body#", body(""))]),
        (
            "{$request.query.url}/data?id={$request.body#/id~1x}&m={$method}",
            vec![
                request("$request.query.url", Source::Query("url")),
                Part::Text("/data?id="),
                request("$request.body#/id~1x", body("/id~1x")),
                Part::Text("&m="),
                expression("$method", Expression::Method),
            ],
        ),
        (
            "{$response.header.Location}{$request.path.a.b}{$statusCode}",
            vec![
                expression("$response.header.Location", Expression::Response(Source::Header("Location"))),
                request("$request.path.a.b", Source::Path("a.b")),
                expression("$statusCode", Expression::StatusCode),
            ],
        ),
    ];
    for (key, expected) in rows {
        assert_eq!(parse(key), Ok(expected), "{key}");
    }
}

#[test]
fn other_texts_are_no_expressions() {
    let rows = [
        ("{webhookURL}", "webhookURL"),
        ("{$request.body#/a", "{$request.body#/a"),
        ("{}", ""),
        ("", ""),
        ("{$url}}", "}"),
        ("a}b{$url}", "a}b"),
        ("x{$requests.body}", "$requests.body"),
        ("$request.cookie.a", "$request.cookie.a"),
        ("$request.header.", "$request.header."),
        ("$request.body#a", "$request.body#a"),
        ("$request.body.url", "$request.body.url"),
        ("$URL", "$URL"),
    ];
    for (key, wrong) in rows {
        assert_eq!(parse(key), Err(wrong), "{key}");
    }
}
