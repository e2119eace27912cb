//! What the caller chooses of security and of responses: schemes that a description names and does not define,
//! and when answers are checked.

use std::fs;
use std::path::Path;
use stubsmith::{CheckResponses, Config, Generated, Head, SecurityScheme, Style};
use tempfile::TempDir;

const LACKING: &str = "swagger: '2.0'
info: {title: Rooms, version: '1'}
security: [{token: []}]
paths: {/rooms: {get: {operationId: getRooms, responses: {204: {description: Done.}}}}}
";

fn defining(path: &str, scheme: &str) -> String {
    format!(
        "swagger: '2.0'
info: {{title: Users, version: '1'}}
securityDefinitions: {{token: {scheme}}}
security: [{{token: []}}]
paths: {{/{path}: {{get: {{operationId: get_{path}, responses: {{204: {{description: Done.}}}}}}}}}}
"
    )
}

/// The config for these documents.
fn config(folder: &Path, documents: &[&str]) -> Config {
    let paths = documents.iter().enumerate().map(|(index, text)| {
        let path = folder.join(format!("{index}.yaml"));
        fs::write(&path, text).unwrap();
        path
    });
    paths.fold(Config::default(), Config::input)
}

fn report(generated: &Generated) -> String {
    generated.report.render(Style::Plain)
}

fn all(generated: &Generated) -> String {
    generated.files.iter().map(|file| file.text.as_str()).collect()
}

#[test]
fn a_scheme_is_looked_for_in_the_other_documents() {
    let folder = TempDir::new().unwrap();
    let users = defining("users", "{type: apiKey, in: query, name: t, description: One.}");
    let things = defining("things", "{type: apiKey, in: query, name: t, description: Another.}");
    let generated = config(folder.path(), &[LACKING, &users, &things]).generate();
    assert_eq!(report(&generated), "");
    assert_eq!(all(&generated).matches("query().secret(\"t\")").count(), 1);

    // Where they disagree, none of them is right.
    let files = defining("files", "{type: basic}").replace("token", "other");
    let things = defining("things", "{type: apiKey, in: query, name: other}");
    let documents = [LACKING, &users, &files, &things];
    let generated = config(folder.path(), &documents).generate();
    assert!(
        report(&generated).contains("the security scheme `token` is not defined"),
        "{}",
        report(&generated)
    );
}

#[test]
fn a_scheme_can_be_supplied() {
    let folder = TempDir::new().unwrap();
    let supply = |scheme| config(folder.path(), &[LACKING]).security_scheme("token", scheme).generate();
    for (scheme, read) in [
        (SecurityScheme::Bearer, "cx.bearer(scopes[0])"),
        (SecurityScheme::Basic, "cx.basic()"),
        (SecurityScheme::Header("X-Token".to_owned()), "cx.secret(\"X-Token\")"),
        (SecurityScheme::Query("t".to_owned()), "query().secret(\"t\")"),
        (SecurityScheme::Cookie("SID".to_owned()), "cx.cookie_secret(\"SID\")"),
        (SecurityScheme::Http("Digest".to_owned()), "cx.http_credentials(\"Digest\")"),
        (SecurityScheme::Http("BEARER".to_owned()), "cx.bearer(scopes[0])"),
        (SecurityScheme::MutualTls, "cx.client_certificate()"),
    ] {
        let generated = supply(scheme);
        assert_eq!(report(&generated), "");
        assert!(all(&generated).contains(read), "{read}");
    }
    for (scheme, mistake) in [
        (SecurityScheme::Header("X Token".to_owned()), "`X Token` is not a valid header name"),
        (SecurityScheme::Cookie("a=b".to_owned()), "`a=b` is not a valid cookie name"),
        (SecurityScheme::Http("My Token".to_owned()), "`My Token` is not a valid scheme name"),
    ] {
        let said = report(&supply(scheme));
        assert!(said.contains(mistake), "{said}");
    }
    for (text, scheme) in [
        ("cookie:SID", SecurityScheme::Cookie("SID".to_owned())),
        ("http:Digest", SecurityScheme::Http("Digest".to_owned())),
        ("mutualTLS", SecurityScheme::MutualTls),
    ] {
        assert_eq!(text.parse(), Ok(scheme));
    }
    for text in ["cookie", "cookie:", "http:", "mutualTLS:a", "mtls", ""] {
        assert!(text.parse::<SecurityScheme>().is_err(), "{text}");
    }

    // What is so anyway is a mistake: the description has changed.
    for (defined, scheme) in [
        ("{type: basic}", SecurityScheme::Basic),
        ("{type: apiKey, in: query, name: t}", SecurityScheme::Query("t".to_owned())),
        ("{type: apiKey, in: header, name: X-T}", SecurityScheme::Header("x-t".to_owned())),
        (
            "{type: oauth2, flow: implicit, authorizationUrl: 'https://a.example', scopes: {}}",
            SecurityScheme::Bearer,
        ),
    ] {
        let users = defining("users", defined);
        let generated = config(folder.path(), &[&users]).security_scheme("token", scheme).generate();
        assert!(report(&generated).contains("in the same way as the spec"), "{}", report(&generated));
    }
    // So is a name that nobody asks for.
    let generated =
        config(folder.path(), &[LACKING]).security_scheme("tokn", SecurityScheme::Basic).generate();
    let said = report(&generated);
    assert!(
        said.contains("`tokn`, which no operation requires") && said.contains("did you mean `token`?"),
        "{said}"
    );
}

/// An API key in `Authorization` is often a bearer token in truth.
#[test]
fn a_scheme_can_be_redefined() {
    let folder = TempDir::new().unwrap();
    let users = defining("users", "{type: apiKey, in: header, name: Authorization, description: A JWT.}");
    let redefine = |scheme| config(folder.path(), &[&users]).security_scheme("token", scheme).generate();
    for (scheme, read) in [
        (SecurityScheme::Bearer, "cx.bearer(scopes[0])"),
        (SecurityScheme::Basic, "cx.basic()"),
        (SecurityScheme::Header("X-Token".to_owned()), "cx.secret(\"X-Token\")"),
        (SecurityScheme::Query("t".to_owned()), "query().secret(\"t\")"),
    ] {
        let generated = redefine(scheme);
        assert_eq!(report(&generated), "");
        assert!(all(&generated).contains(read) && all(&generated).contains("A JWT."), "{read}");
    }
    // In each document that asks for it: here one has a basic one, and one none.
    let things = defining("things", "{type: basic}");
    let generated =
        config(folder.path(), &[&users, &things, LACKING]).security_scheme("token", SecurityScheme::Basic);
    let generated = generated.generate();
    assert_eq!(report(&generated), "");
    assert!(all(&generated).contains("cx.basic()") && !all(&generated).contains("cx.secret("));

    // It is still renamed where it is defined.
    let config = config(folder.path(), &[&users]).security_scheme("token", SecurityScheme::Bearer);
    let generated = config.rename("#/securityDefinitions/token", "jwt").generate();
    assert_eq!(report(&generated), "");
    assert!(all(&generated).contains("jwt: Bearer"));
}

/// As alternatives, a key in that header and credentials of another scheme are told apart.
#[test]
fn alternatives_that_cannot_be_told_apart_are_reported() {
    let spec = |security: &str| {
        format!(
            "swagger: '2.0'
info: {{title: Keys, version: '1'}}
securityDefinitions:
  key: {{type: apiKey, in: header, name: Authorization}}
  jwt: {{type: apiKey, in: header, name: AUTHORIZATION}}
  user: {{type: basic}}
  a: {{type: apiKey, in: query, name: a}}
  b: {{type: apiKey, in: query, name: b}}
security: {security}
paths: {{/a: {{get: {{operationId: get, responses: {{204: {{description: Done.}}}}}}}}}}
"
        )
    };
    for (security, expected) in [
        ("[{key: []}, {user: []}]", 0),
        ("[{user: []}, {key: []}]", 0),
        ("[{key: []}, {jwt: []}]", 1),
        ("[{a: [], b: []}, {a: []}, {b: []}]", 0),
        ("[{a: []}, {b: []}, {a: [], b: []}]", 1),
        ("[{a: []}, {a: [], b: []}, {b: [], a: [], user: []}]", 2),
        ("[{a: []}, {a: []}]", 0),
        ("[{}, {a: []}]", 0),
        ("[{key: [], user: []}]", 1),
    ] {
        let folder = TempDir::new().unwrap();
        let report = report(&config(folder.path(), &[&spec(security)]).generate());
        assert_eq!(report.matches("warning[alike-credentials]").count(), expected, "{security}: {report}");
    }
    // The way out that is given.
    let folder = TempDir::new().unwrap();
    let config = config(folder.path(), &[&spec("[{key: []}, {jwt: []}]")]);
    assert_eq!(report(&config.security_scheme("jwt", SecurityScheme::Bearer).generate()), "");
}

#[test]
fn the_same_stands_in_a_file() {
    let folder = TempDir::new().unwrap();
    let settings = |text: &str| {
        fs::write(folder.path().join("stubsmith.yaml"), text).unwrap();
        config(folder.path(), &[LACKING])
    };
    let generated = settings("security-scheme: {token: 'header:X-Token'}\n").generate();
    assert_eq!(report(&generated), "");
    assert!(all(&generated).contains("cx.secret(\"X-Token\")"));
    // What the caller says itself comes first.
    let config = settings("security-scheme: {token: basic}\n");
    assert!(all(&config.security_scheme("token", SecurityScheme::Bearer).generate()).contains("cx.bearer("));
    let said = report(&settings("security-scheme: {token: digest}\ncheck-responses: often\n").generate());
    assert!(
        said.contains(
            "a security scheme must be `basic`, `bearer`, `header:X-Key`, `query:key`, `cookie:SID`"
        ),
        "{said}"
    );
    assert!(said.contains("`check-responses` must be `always`, `debug` or `never`"), "{said}");
}

#[test]
fn answers_are_checked_when_the_caller_says() {
    let folder = TempDir::new().unwrap();
    let open = defining("users", "{type: basic}")
        .replace("{description: Done.}", "{description: Done., schema: {type: string}}");
    let config = || config(folder.path(), &[&open.replace("204", "200")]);
    for (check, value) in [
        (CheckResponses::Always, "true"),
        (CheckResponses::Debug, "cfg!(debug_assertions)"),
        (CheckResponses::Never, "false"),
    ] {
        let text = all(&config().check_responses(check).generate());
        assert!(text.contains(&format!("pub const CHECK_RESPONSES: bool = {value};")), "{check:?}");
    }
    assert_eq!(config().generate().files, config().check_responses(CheckResponses::Debug).generate().files);
}

/// What the caller says itself comes before what the file says.
#[test]
fn head_is_answered_unless_the_caller_says_otherwise() {
    let folder = TempDir::new().unwrap();
    let config = || config(folder.path(), &[LACKING]).security_scheme("token", SecurityScheme::Basic);
    let answered = |config: Config| {
        let generated = config.generate();
        assert_eq!(report(&generated), "");
        all(&generated).contains("allow: \"GET, HEAD\",")
    };
    assert!(answered(config()) && answered(config().head(Head::Answer)));
    assert!(!answered(config().head(Head::Reject)));
    fs::write(folder.path().join("stubsmith.yaml"), "head: reject\n").unwrap();
    assert!(!answered(config()) && answered(config().head(Head::Answer)));
    fs::write(folder.path().join("stubsmith.yaml"), "head: 405\n").unwrap();
    let said = report(&config().generate());
    assert!(said.contains("error[wrong-type]: `head` must be `answer` or `reject`"), "{said}");
}

/// Three of one name, and a requirement that has two of them.
const ALIKE: &str = "swagger: '2.0'
info: {title: Keys, version: '1'}
securityDefinitions:
  Key: {type: apiKey, in: header, name: X-A}
  key: {type: apiKey, in: header, name: X-B}
  KEY: {type: apiKey, in: query, name: c}
paths:
  /a: {get: {operationId: a, security: [{Key: []}], responses: {204: {description: Done.}}}}
  /b: {get: {operationId: b, security: [{key: []}, {KEY: [], Key: []}], responses: {204: {description: Done.}}}}
  /c: {get: {operationId: c, security: [{KEY: []}], responses: {204: {description: Done.}}}}
";

#[test]
fn schemes_of_one_name_are_told_apart() {
    let folder = TempDir::new().unwrap();
    let config = || config(folder.path(), &[ALIKE]);
    let refused = report(&config().generate());
    assert_eq!(
        refused.matches("two alternatives of `security` have the name `Key` in the generated code").count(),
        2,
        "{refused}"
    );
    assert!(
        refused.contains("two security schemes of one alternative have the name `key` in the generated code"),
        "{refused}"
    );
    assert!(refused.contains("first used here") && refused.contains("used again here"), "{refused}");
    assert!(refused.contains("--rename '#/securityDefinitions/key=AnotherName'"), "{refused}");

    let renamed =
        config().rename("#/securityDefinitions/key", "lower").rename("#/securityDefinitions/KEY", "inQuery");
    let renamed = renamed.generate();
    assert_eq!(report(&renamed), "");
    for expected in ["Key {", "Lower {", "lower: Secret", "InQueryKey {", "in_query: Secret", "InQuery {"] {
        assert!(all(&renamed).contains(expected), "{expected}: {}", all(&renamed));
    }

    let numbered = config().skip_unsupported(true).generate();
    assert!(!numbered.report.has_errors(), "{}", report(&numbered));
    assert!(report(&numbered).contains("used again here; this one gets a number"), "{}", report(&numbered));
    for expected in ["Key {", "Key2 {", "key_2: Secret", "Key3 {", "Key3Key {"] {
        assert!(all(&numbered).contains(expected), "{expected}: {}", all(&numbered));
    }
}

#[test]
fn schemes_of_two_documents_are_told_apart() {
    let folder = TempDir::new().unwrap();
    let users = defining("users", "{type: apiKey, in: query, name: t}");
    let things = defining("things", "{type: apiKey, in: header, name: X-T}");
    let config = config(folder.path(), &[&users, &things]);
    let refused = report(&config.generate());
    let place = format!("{}#/securityDefinitions/token", folder.path().join("1.yaml").display());
    assert!(refused.contains(&format!("--rename '{place}=AnotherName'")), "{refused}");
    let renamed = config.rename(place, "HeaderToken").generate();
    assert_eq!(report(&renamed), "");
    assert!(all(&renamed).contains("HeaderToken {") && all(&renamed).contains("Token {"));

    // The same scheme in both is one: it may be renamed in either.
    let folder = TempDir::new().unwrap();
    let same = defining("things", "{type: apiKey, in: query, name: t}");
    let renamed =
        self::config(folder.path(), &[&users, &same]).rename("1.yaml#/securityDefinitions/token", "Other");
    assert_eq!(report(&renamed.generate()), "");
    assert!(all(&renamed.generate()).contains("other: Secret"));
}

#[test]
fn the_buffer_of_forms_is_what_the_caller_says() {
    let folder = TempDir::new().unwrap();
    let form = LACKING.replace("security: [{token: []}]\n", "").replace(
        "get: {operationId: getRooms,",
        "post: {operationId: addRoom, parameters: [{name: photo, in: formData, type: file}],",
    );
    let config = || config(folder.path(), &[&form]);
    let buffer = |config: Config, bytes: &str| {
        let generated = config.generate();
        assert_eq!(report(&generated), "");
        assert!(all(&generated).contains(&format!("pub const FORM_BUFFER: usize = {bytes};")), "{bytes}");
    };
    buffer(config(), "1048576");
    buffer(config().form_buffer(0), "0");
    fs::write(folder.path().join("stubsmith.yaml"), "form-buffer: 4294967295\n").unwrap();
    buffer(config(), "4294967295");
    buffer(config().form_buffer(7), "7");
    for wrong in ["-1", "4294967296", "1.5", "1 MiB"] {
        fs::write(folder.path().join("stubsmith.yaml"), format!("form-buffer: {wrong}\n")).unwrap();
        let said = report(&config().generate());
        assert!(
            said.contains("`form-buffer` must be a number of bytes, and less than 4 GiB"),
            "{wrong}: {said}"
        );
    }
}

/// Where mistakes are ignored: the path that is probably meant, or none.
#[test]
fn a_base_path_is_mended_or_ignored() {
    let path = |base: &str, skip: bool| {
        let folder = TempDir::new().unwrap();
        let spec = format!(
            "swagger: '2.0'
info: {{title: Base, version: '1'}}
basePath: {base}
paths: {{/ok: {{get: {{operationId: ok, responses: {{204: {{description: Done.}}}}}}}}}}
"
        );
        let generated = config(folder.path(), &[&spec]).skip_unsupported(skip).generate();
        let text = all(&generated);
        let route =
            text.split_once("    path: \"").and_then(|(_, rest)| Some(rest.split_once('"')?.0.to_owned()));
        (generated.report.findings().count(), generated.report.has_errors(), route)
    };
    for (base, expected) in [
        ("v1/", "/v1/ok"),
        ("','", "/,/ok"),
        ("http://localhost:80/v1", "/v1/ok"),
        ("https://a.example", "/ok"),
        ("'localhost:80/v1'", "/ok"),
        ("'/{version}'", "/ok"),
        ("'v1?a=b'", "/ok"),
        ("'#'", "/ok"),
        ("[v1]", "/ok"),
    ] {
        assert_eq!(path(base, false), (1, true, None), "{base}");
        assert_eq!(path(base, true), (1, false, Some(expected.to_owned())), "{base}");
    }
    for (base, expected) in [("/v1:a/", "/v1:a/ok"), ("/", "/ok"), ("''", "/ok")] {
        assert_eq!(path(base, false), (0, false, Some(expected.to_owned())), "{base}");
    }
}

/// The price is what it stands in; who may call is never guessed.
#[test]
fn a_value_of_the_wrong_kind_costs_no_more_than_itself() {
    let run = |more: &str, skip: bool| {
        let folder = TempDir::new().unwrap();
        let spec = format!(
            "swagger: '2.0'
info: {{title: Kinds, version: '1'}}
paths:
  /ok: {{get: {{operationId: ok, responses: {{204: {{description: Done.}}}}}}}}
{more}
"
        );
        let generated = config(folder.path(), &[&spec]).skip_unsupported(skip).generate();
        (generated.report.has_errors(), report(&generated))
    };
    for more in [
        "  /a: 5",
        "  /a: [get]",
        "  /a: text",
        "  /a: {$ref: '#/paths/~1b'}",
        "  /a: {get: 5}",
        "consumes: 5",
        "produces: {a: b}",
        "definitions: [a]",
        "tags: 5",
        "securityDefinitions: []",
        "parameters: 5",
        "responses: []",
    ] {
        let (refused, said) = run(more, true);
        assert!(!refused && !said.is_empty(), "{more}: {said}");
    }
    for nothing in ["  /a: null", "  /a:", "  /a: {get: }"] {
        let (refused, said) = run(nothing, false);
        assert!(!refused && said.contains("has no value; it is ignored"), "{nothing}: {said}");
    }
    // Its operations are closed: what they require is not known.
    let (refused, said) = run("security: {a: []}", true);
    assert!(!refused && said.contains("[undefined-scheme]"), "an operation would be open: {said}");
}

/// What generated code needs follows from the spec, whatever is written of it.
#[test]
fn each_run_says_what_generated_code_needs() {
    let folder = TempDir::new().unwrap();
    let dates = "swagger: '2.0'
info: {title: Dates, version: '1'}
paths:
  /day: {get: {operationId: day, responses: {200: {description: It., schema: {$ref: '#/definitions/Day'}}}}}
definitions: {Day: {properties: {day: {type: string, format: date}, no: {type: integer, maximum: 0, enum: [1]}}, required: [day, no]}}
";
    let config = config(folder.path(), &[dates]).format("date", "chrono::NaiveDate");
    let facts = |generated: Generated| {
        let names: Vec<_> = generated.dependencies.iter().map(|dependency| dependency.name).collect();
        (names, generated.named_crates, generated.unanswered)
    };
    let needed = |unanswered: &[&str]| {
        let unanswered: Vec<String> = unanswered.iter().copied().map(str::to_owned).collect();
        (vec!["axum", "serde", "serde_json"], vec!["chrono".to_owned()], unanswered)
    };
    for run in [Config::generate, Config::inventory, |config: &Config| config.stub(None)] {
        assert_eq!(facts(run(&config)), needed(&[]));
        assert_eq!(facts(run(&config.clone().example_server(true))), needed(&["GET /day"]));
        let rejected = run(&config.clone().open_enum("#/definitions/Nothing"));
        assert_eq!(facts(rejected), (Vec::new(), Vec::new(), Vec::new()));
    }
}

#[test]
fn an_attribute_is_one_attribute_with_an_effect() {
    let folder = TempDir::new().unwrap();
    let users = defining("users", "{type: basic}");
    let add = |place: &str, attribute: &str| {
        report(&config(folder.path(), &[&users]).attribute_at(place, attribute).generate())
    };
    assert!(add("#/info", "x").contains("`attribute` with `x` has no effect here"), "{}", add("#/info", "x"));
    let text = "x] struct Y; #[z";
    assert!(add("#/info", text).contains("is not an attribute"), "{}", add("#/info", text));
}

#[test]
fn enums_with_other_values_cannot_have_one_type() {
    let folder = TempDir::new().unwrap();
    let spec = "swagger: '2.0'
info: {title: Enums, version: '1'}
paths: {}
definitions:
  First: {type: string, enum: [a, b]}
  Second: {type: string, enum: [a, c]}
  Third: {type: string}
";
    let same = |place: &str, other: &str| {
        let config = config(folder.path(), &[spec]);
        report(
            &config.same_type(format!("#/definitions/{place}"), format!("#/definitions/{other}")).generate(),
        )
    };
    assert!(same("First", "Second").contains("has different values"), "{}", same("First", "Second"));
    assert!(
        same("First", "Third").contains("there is no `enum` of scalars at"),
        "{}",
        same("First", "Third")
    );
    assert!(same("Third", "First").contains("`same-type` has no effect here"), "{}", same("Third", "First"));
    assert!(same("First", "First").contains("leads back to this place"), "{}", same("First", "First"));
    // Of a cycle, each place is reported, and no type is lost.
    let spec = spec.replace("[a, c]", "[a, b]");
    let [first, second] = ["#/definitions/First", "#/definitions/Second"];
    let generated =
        config(folder.path(), &[&spec]).same_type(first, second).same_type(second, first).generate();
    assert_eq!(report(&generated).matches("leads back to this place").count(), 2, "{}", report(&generated));
}
