//! Bodies that two readers understand differently, and forms with malicious parts. Generated code reads them after
//! `authenticate`.

use crate::target::{KEY, Target};

const FILE: &str =
    "Content-Disposition: form-data; name=\"photo\"; filename=\"a.png\"\r\nContent-Type: image/png";

fn part(head: &str) -> String {
    format!("--b\r\n{head}\r\n\r\nx\r\n")
}

fn with_body(start: &str, more: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("{start}{more}Connection: close\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn json_that_readers_disagree_on_is_rejected() {
    let target = Target::petstore().await;
    let pet = r#"{"kind":"Cat","name":"Rex"}"#;
    let name = |value: &str| pet.replace("\"Rex\"", value).into_bytes();
    let size = |value: &str| pet.replace('}', &format!(",\"size\":{value}}}")).into_bytes();
    let nested = "[".repeat(10_000) + &"]".repeat(10_000);
    let cases: [(&str, &str, Vec<u8>, u16); 13] = [
        ("nested 10,000 deep", "", name(&nested), 400),
        ("a member twice", "", name("\"Rex\",\"name\":\"Max\""), 400),
        ("1e400", "", size("1e400"), 400),
        ("400 digits", "", size(&"9".repeat(400)), 400),
        ("half of a character", "", name("\"\\ud800\""), 400),
        ("no UTF-8", "", b"{\"kind\":\"Cat\",\"name\":\"\xff\"}".to_vec(), 400),
        ("a byte order mark", "", format!("\u{feff}{pet}").into_bytes(), 400),
        ("more behind it", "", format!("{pet}{pet}").into_bytes(), 400),
        ("compressed", "Content-Encoding: gzip\r\n", b"\x1f\x8b\x08\0\0\0".to_vec(), 400),
        ("two media types", "Content-Type: text/plain\r\n", pet.into(), 415),
        ("two secrets", "X-Till-Key: another\r\n", pet.into(), 400),
        ("two equal secrets", &format!("X-Till-Key: {KEY}\r\n"), pet.into(), 400),
        ("the pet itself", "", pet.into(), 201),
    ];
    for (name, more, body, status) in cases {
        assert_eq!(target.send(&with_body(&target.post, more, &body)).await, [status], "{name}");
    }
    target.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn malicious_parts_are_rejected() {
    let target = Target::petstore().await;
    let pet = with_body(&target.post, "", br#"{"kind":"Cat","name":"Rex"}"#);
    assert_eq!(target.send(&pet).await, [201]);
    let named = |name: &str| part(&format!("Content-Disposition: form-data; {name}"));
    let large = format!("\r\n{}\r\n", "x".repeat(1_900_000));
    let year = named("name=\"year\"").replace("\r\nx\r\n", "\r\n2024\r\n");
    let nested = "\r\nContent-Type: multipart/mixed; boundary=c";
    let caption = named("name=\"caption\"");
    let cases: [(&str, String, u16); 17] = [
        (
            "100,000 headers of a part",
            format!("--b\r\n{}{FILE}\r\n\r\nx\r\n", "X-A: a\r\n".repeat(100_000)),
            400,
        ),
        ("headers without an end", format!("--b\r\n{}", "X-A: a\r\n".repeat(200_000)), 400),
        ("25,000 unknown parts", named("name=\"other\"").repeat(25_000), 400),
        ("5,000 captions", named("name=\"caption\"").repeat(5_000), 400),
        ("a file name of 1 MB", named(&format!("name=\"photo\"; filename=\"{}\"", "a".repeat(1 << 20))), 400),
        ("a folder in the file name", named("name=\"photo\"; filename=\"../../etc/passwd\""), 415),
        ("line ends in the file name", named("name=\"photo\"; filename*=UTF-8''%0d%0aX:y"), 415),
        ("parts in a part", named(&format!("name=\"photo\"; filename=\"a\"{nested}")), 415),
        ("two files", part(FILE).repeat(2), 400),
        ("a caption on each side of the file", format!("{caption}{}{caption}", part(FILE)), 400),
        ("5,000 captions after the file", format!("{}{}", part(FILE), caption.repeat(5_000)), 400),
        ("another year after the file", format!("{}{year}", part(FILE)), 400),
        (
            "a year after a file that is not read ahead",
            format!("{}{year}", part(FILE).replace("\r\nx\r\n", &large)),
            413,
        ),
        ("a caption after the file", format!("{}{caption}", part(FILE)), 201),
        ("a part without a name", part("X-A: a"), 400),
        ("an escaped name", named("name=\"ph\\oto\"; filename=\"a.png\""), 400),
        ("the file itself", part(FILE), 201),
    ];
    for (name, parts, status) in cases {
        let head = target.post.replace("POST /v1/pets ", "PUT /v1/pets/1/photo ");
        let head = head.replace("application/json", "multipart/form-data; boundary=b");
        let body = format!("{year}{parts}--b--\r\n");
        let answers = target.send(&with_body(&head, "", body.as_bytes())).await;
        assert_eq!(answers, [status], "{name}");
    }
    target.has_at_most(64, "parts");
    target.ends().await;
}
