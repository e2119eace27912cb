//! Groups of operations, each of which becomes a trait, and their names.

use super::*;
use crate::api::Method;
use crate::diagnostic::FileId;
use crate::model::{Access, Docs, Path, Role};

fn called(text: &str) -> Called {
    Called { text: text.to_owned(), is_tag: true, renamed: None }
}

#[test]
fn a_group_is_named_after_its_words() {
    let long = "a tag of many words that goes on and on until nobody would want to write its name";
    let short = "a_tag_of_many_words_that_goes_on_and_on_until_nobody_would";
    // The text; the trait, its module, the module with its functions, and the module as others import it.
    let rows = [
        ("pets", "PetsApi", ["pets", "pets", "pets"]),
        ("Room Events", "RoomEventsApi", ["room_events", "room_events", "room_events"]),
        ("types", "TypesApi", ["types_", "types_", "types_"]),
        ("serde", "SerdeApi", ["serde_", "serde_", "serde_"]),
        ("self", "SelfApi", ["self_", "self_", "self_"]),
        (long, "ATagOfManyWordsThatGoesOnAndOnUntilNobodyWouldApi", [short, short, short]),
    ];
    for (text, trait_name, modules) in rows {
        let group = group_of(called(text), false);
        assert_eq!(group.trait_name, trait_name, "{text}");
        assert_eq!([&group.module, &group.server_module, &group.local], modules, "{text}");
        assert!(!group.tests.is_empty() && group.files.0 == file_name(&group.module), "{text}");
    }
}

#[test]
fn the_first_word_of_a_group_is_kept_up_to_the_greatest_length() {
    let word = "x".repeat(100);
    assert_eq!(bounded(&[word.clone(), "y".to_owned()]), ["x".repeat(60)]);
    assert_eq!(bounded(&["y".to_owned(), word]), ["y"]);
    assert_eq!(bounded(&[]), Vec::<String>::new());
}

fn operation(tag: Option<&str>) -> Operation {
    let place = Place::file(FileId(0));
    let path = Path {
        template: "/".to_owned(),
        place: place.clone(),
        segments: Vec::new(),
        route: "/".to_owned(),
        selectors: Vec::new(),
    };
    Operation {
        place,
        role: Role::Served,
        receiver: Vec::new(),
        document: FileId(0),
        operation_id: None,
        method: Method::Get,
        path,
        summary: None,
        docs: Docs::default(),
        tags: tag.into_iter().map(str::to_owned).collect(),
        parameters: Vec::new(),
        body: None,
        form: None,
        responses: Vec::new(),
        accept: Vec::new(),
        negotiates: false,
        unused_media_types: Vec::new(),
        access: Access::Open,
        methods: Vec::new(),
        example_response: None,
    }
}

/// The first tags of operations; of each group its trait and its operations.
type Row<'a> = (&'a [Option<&'a str>], &'a [(&'a str, &'a [usize])]);

#[test]
fn operations_are_grouped_by_their_first_tags() {
    let rows: [Row<'_>; 6] = [
        (&[], &[("Api", &[])]),
        (&[None, None], &[("Api", &[0, 1])]),
        (&[Some("pets"), Some("pets")], &[("Api", &[0, 1])]),
        (&[Some("pets"), None], &[("Api", &[0, 1])]),
        (&[Some("pets"), Some("rooms"), Some("Pets")], &[("PetsApi", &[0, 2]), ("RoomsApi", &[1])]),
        (&[None, Some("pets"), Some("rooms")], &[("RestApi", &[0]), ("PetsApi", &[1]), ("RoomsApi", &[2])]),
    ];
    for (tags, expected) in rows {
        let operations = tags.iter().map(|tag| operation(*tag)).collect();
        let model = Model { operations, ..Model::default() };
        let (groups, members) = group_operations(&model, |operation| match operation.tags.first() {
            Some(tag) => called(tag),
            None => Called { is_tag: false, ..called("rest") },
        });
        let names: Vec<(&str, &[usize])> =
            groups.iter().map(|group| (group.trait_name.as_str(), group.operations.as_slice())).collect();
        assert_eq!(names, expected, "{tags:?}");
        for (index, group) in members.into_iter().enumerate() {
            assert!(groups[group.unwrap()].operations.contains(&index), "{tags:?}");
        }
    }
}
