//! The tables and the reader agree: every keyword that is read has a row, and every row that says so is read.

use crate::choices::Choices;
use crate::diagnostic::{Diagnostics, FileId};
use crate::dialect::openapi3::OPENAPI_32;
use crate::dialect::openapi32::NEW_IN_32;
use crate::dialect::swagger2::SWAGGER_2;
use crate::dialect::{DIALECTS, Dialect, Fate, Holds, Log};
use crate::parse::{Parsed, parse};
use crate::read;
use crate::sources::{File, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Each object of Swagger 2.0 once; a security scheme of each type.
const SWAGGER_2_OBJECTS: &str = "swagger: '2.0'
info: {title: Rooms, version: '1', contact: {name: a}, license: {name: a}}
externalDocs: {url: 'http://a'}
tags: [{name: rooms}]
securityDefinitions:
  key: {type: apiKey, in: header, name: X-Key}
  login: {type: oauth2, flow: implicit, authorizationUrl: 'http://a', scopes: {read: Reads.}}
paths:
  /rooms:
    post:
      parameters:
        - {name: room, in: body, schema: {$ref: '#/definitions/Room'}}
        - {name: size, in: query, type: integer}
      responses:
        200: {description: The room., headers: {X-Size: {type: integer}}}
definitions:
  Room: {type: object, properties: {next: {$ref: '#/definitions/Room', x-nullable: true}}, xml: {name: room}}
";

/// Each object of OpenAPI 3.2 once; a security scheme of each type.
const OPENAPI_3_OBJECTS: &str = "openapi: 3.2.0
$self: https://example.com/rooms
info: {title: Rooms, version: '1', contact: {name: a}, license: {name: a}}
servers: [{url: '/{stage}', variables: {stage: {default: v1}}}]
externalDocs: {url: 'http://a'}
tags: [{name: rooms}]
paths:
  /rooms:
    post:
      parameters:
        - {name: size, in: query, schema: {type: integer}}
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Room'}
            examples: {one: {value: {}}}
            encoding: {name: {contentType: text/plain}}
      responses:
        200: {description: The room., headers: {X-Size: {schema: {type: integer}}, X-All: {content: {text/plain: {schema: {type: string}}}}}, links: {next: {operationId: addRoom}}}
    additionalOperations:
      COPY: {responses: {204: {summary: The copy.}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: http, scheme: bearer}
    who: {type: openIdConnect, openIdConnectUrl: 'http://a'}
    login: {type: oauth2, flows: {implicit: {authorizationUrl: 'http://a', scopes: {read: Reads.}}}}
  schemas:
    Room:
      type: object
      required: [kind]
      properties: {kind: {type: string}}
      discriminator: {propertyName: kind, mapping: {room: Room}}
      xml: {name: room}
";

/// The specifications, each with its objects and the number of mistakes in them.
const CASES: [(&[&Dialect], &str, usize); 2] = [
    // The `$ref` with `x-nullable` next to it.
    (&[&SWAGGER_2], SWAGGER_2_OBJECTS, 1),
    (&[&OPENAPI_32], OPENAPI_3_OBJECTS, 0),
];

fn sources(text: &str) -> Sources {
    let path = PathBuf::from("spec.yaml");
    let file = FileId(0);
    let parsed = parse(file, Path::new("spec.yaml"), text, &mut Diagnostics::default());
    let Parsed { value, spans, .. } = parsed;
    let mut sources = Sources { log: Some(Log::default()), inputs: vec![file], ..Sources::default() };
    sources.by_path.insert(path.clone(), file);
    sources.resolved.insert((file, String::new()), file);
    let dialect = value.as_ref().and_then(Dialect::declared_by);
    sources.files.push(File { path, text: text.to_owned(), value, spans, referrer: None, dialect });
    sources
}

/// Every keyword that the reader takes, by the object.
fn taken(sources: &Sources, mistakes: usize) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut diagnostics = Diagnostics::default();
    read::read(sources, &Choices::default(), &mut diagnostics);
    let messages: Vec<_> = diagnostics.all().iter().map(|found| found.message.clone()).collect();
    assert_eq!(messages.len(), mistakes, "{messages:?}");
    let mut taken: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for object in sources.log.as_ref().unwrap().all() {
        taken.entry(object.fields.of).or_default().extend(object.keywords);
    }
    taken
}

#[test]
fn keywords_that_are_read_are_in_the_tables() {
    for (dialects, text, mistakes) in CASES {
        let sources = sources(text);
        let taken = taken(&sources, mistakes);
        for fields in dialects.iter().flat_map(|dialect| dialect.objects) {
            let taken = taken.get(fields.of).unwrap_or_else(|| panic!("{} is not read", fields.of));
            for keyword in taken {
                let row =
                    fields.find(keyword).unwrap_or_else(|| panic!("{keyword} of {} has no row", fields.of));
                assert!(!matches!(row.fate, Fate::OtherVersion(..)), "{keyword} of {} is read", fields.of);
            }
            let unread = fields.rows().filter(|row| matches!(row.fate, Fate::Enforced | Fate::Typed));
            for row in unread {
                assert!(taken.contains(row.name), "{} of {} is not read", row.name, fields.of);
            }
        }
    }
}

#[test]
fn each_keyword_has_one_row_and_one_content() {
    for dialect in DIALECTS {
        let mut contents: BTreeMap<&str, Holds> = BTreeMap::new();
        for fields in dialect.objects {
            let mut names = BTreeSet::new();
            for row in fields.rows() {
                assert!(names.insert(row.name), "{} of {} has two rows", row.name, fields.of);
                // References are collected before it is known which object a key belongs to.
                if !matches!(row.fate, Fate::OtherVersion(..)) {
                    let first = contents.entry(row.name).or_insert(row.holds);
                    assert_eq!(*first, row.holds, "{} of {}", row.name, fields.of);
                }
                assert!(!dialect.others.contains(&row.name), "{} is not of another version alone", row.name);
            }
        }
    }
}

/// A row for a keyword that its object does not have would have no effect.
#[test]
fn each_keyword_that_is_new_in_3_2_is_one_of_its_object() {
    for (of, keywords) in NEW_IN_32 {
        let fields = OPENAPI_32.objects.iter().find(|fields| fields.of == *of).unwrap();
        for keyword in *keywords {
            assert!(fields.find(keyword).is_some(), "{keyword} of {of}");
        }
    }
}

/// Before OpenAPI 3.2, the reader does not take the new keywords, and reports each of them.
#[test]
fn keywords_that_are_new_in_3_2_are_not_read_before() {
    let sources = sources(&OPENAPI_3_OBJECTS.replace("3.2.0", "3.1.0"));
    // `$self`, `additionalOperations`.
    let taken = taken(&sources, 2);
    for (of, keywords) in NEW_IN_32 {
        for keyword in *keywords {
            assert!(!taken[of].contains(keyword), "{keyword} of {of}");
        }
    }
    let log = sources.log.as_ref().unwrap();
    let server = log.all().into_iter().find(|object| object.fields.of == "a server").unwrap();
    assert!(matches!(server.fate("description"), Some(Fate::Ignored(_))));
    assert_eq!(server.fate("name"), None, "of OpenAPI 3.2");
}

#[test]
fn a_keyword_that_is_not_taken_is_not_enforced() {
    let sources = sources(SWAGGER_2_OBJECTS);
    taken(&sources, 1);
    let log = sources.log.as_ref().unwrap();
    let document = log.all().into_iter().find(|object| object.fields.of == "the document").unwrap();
    assert_eq!(document.fate("paths"), Some(Fate::Enforced));
    assert_eq!(document.fate("tags"), Some(Fate::Typed));
    assert!(matches!(document.fate("host"), Some(Fate::Ignored(_))));
    assert_eq!(document.fate("servers"), None, "of OpenAPI 3");
    assert_eq!(document.fate("x-own"), None);
    let unread = crate::dialect::Taken { keywords: Vec::new(), ..document };
    assert_eq!(unread.fate("paths"), None);
}
