//! What types offer to the code that makes values of them: constructors, and the conversions of enums.

use stubsmith_golden::{constructors, enums};

use constructors::Nullable;
use constructors::types::inline::SevenLast;
use constructors::types::{Order, OrderRequiredFields, Seven, State};
use enums::UnknownValue;
use enums::types::{Azure, Color, Floor, Order as Sorting, Rating};

fn order() -> Order {
    Order::new(OrderRequiredFields {
        a: "a".to_owned(),
        b: "b".to_owned(),
        c: 3,
        d: true,
        e: 1.5,
        f: Nullable::Null,
        g: Vec::new(),
        type_: "t".to_owned(),
    })
}

#[test]
fn constructors_take_what_is_required() {
    let text = r#"{"a":"a","b":"b","c":3,"d":true,"e":1.5,"f":null,"g":[],"type":"t"}"#;
    assert_eq!(serde_json::to_string(&order()).unwrap(), text);
    assert_eq!(order(), serde_json::from_str(text).unwrap());
    let seven = Seven::new("id", String::from("name"), 2, Vec::new(), "now", order(), State::Paid);
    // The optional property has its default, and the rest can be changed with the syntax for struct updates.
    assert_eq!(seven.note, "none");
    let other = Seven { note: "n".to_owned(), ..seven.clone() };
    assert_eq!((other.id, other.child, other.state), (seven.id, seven.child, State::Paid));
}

/// A `Nullable` is created from a value, from an `Option`, or as a variant.
#[test]
fn nullable_values_come_from_values_and_options() {
    let from: [Nullable<String>; 3] = ["a".to_owned().into(), Some("a".to_owned()).into(), None.into()];
    let value = Nullable::Value("a".to_owned());
    assert_eq!(from, [value.clone(), value, Nullable::Null]);
}

#[test]
fn closed_enums_convert_from_and_to_their_values() {
    assert_eq!(Sorting::ALL, [Sorting::NameUp, Sorting::NameDown]);
    assert_eq!("-name".parse(), Ok(Sorting::NameDown));
    assert_eq!(Sorting::try_from("name").map(Sorting::as_str), Ok("name"));
    let unknown: UnknownValue = "size".parse::<Sorting>().unwrap_err();
    assert_eq!(unknown.to_string(), "must be one of `name`, `-name`");
    assert_eq!(format!("{:>6}", Sorting::NameDown), " -name");
    assert!(Sorting::NameUp < Sorting::NameDown);

    assert_eq!(Floor::try_from(-1), Ok(Floor::Minus1));
    assert_eq!(Floor::try_from(7).unwrap_err().to_string(), "must be one of `-1`, `0`, `1`, `2`");
    assert_eq!((Floor::Minus1.as_i64(), Floor::Minus1.to_string()), (-1, "-1".to_owned()));
}

#[test]
fn open_enums_convert_from_any_value() {
    assert_eq!(Azure::from("Running"), Azure::Running);
    assert_eq!(Azure::from("Gone"), Azure::Other("Gone".to_owned()));
    assert_eq!(Azure::from("Gone").as_str(), "Gone");
    assert_eq!(Color::from("other"), Color::Other);
    assert_eq!(Rating::from(0.5), Rating::N0Point5);
    assert_eq!(Rating::from(0.25).to_string(), "0.25");
}

#[test]
fn enums_with_the_same_values_convert_to_each_other() {
    use stubsmith_golden::defaults::{DeleteRoomsOrder, ListRoomsOrder, types};
    assert_eq!(types::Order::from(ListRoomsOrder::Desc), types::Order::Desc);
    assert_eq!(DeleteRoomsOrder::from(types::Order::Asc), DeleteRoomsOrder::Asc);
    assert_eq!(SevenLast::from(State::Paid), SevenLast::Paid);
}
