//! Parameters that are objects, in each style.

use super::{Headers, check, only};

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
