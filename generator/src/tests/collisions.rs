//! Numbers for names that another place has.

use super::*;
use crate::choices::Rename;
use crate::codes;
use crate::diagnostic::FileId;
use crate::pointer::Pointer;

fn place(name: &str) -> Place {
    Place::value(FileId(0), Pointer::default().member(name))
}

fn collision(at: &str, name: &str) -> Collision {
    let diagnostic = Diagnostic::new(codes::NAME_COLLISION, place(at), "two places give one name");
    Collision { place: place(at), named: Named::Itself, name: name.to_owned(), diagnostic }
}

fn name<'r>(renames: &'r Renames, at: &str) -> Option<&'r str> {
    renames.peek(&place(at), Named::Itself)
}

#[test]
fn each_later_place_gets_the_next_number() {
    let mut renames = Renames::default();
    let mut numbered = Numbered::default();
    let all = [collision("b", "pet"), collision("c", "pet"), collision("d", "type_"), collision("b", "pet")];
    assert!(numbered.rename(&all, &mut renames));
    assert_eq!(
        ["a", "b", "c", "d"].map(|at| name(&renames, at)),
        [None, Some("pet 2"), Some("pet 3"), Some("type 2")]
    );

    // The number is taken as well: the place gets another one, after the name that it had at first.
    assert!(numbered.rename(&[collision("c", "pet3")], &mut renames));
    assert_eq!(name(&renames, "c"), Some("pet 4"));

    let mut diagnostics = Diagnostics::default();
    numbered.report(&mut diagnostics);
    assert!(!diagnostics.has_errors());
    assert_eq!(diagnostics.into_vec().len(), 3);
}

#[test]
fn a_name_from_an_option_gets_no_number() {
    let rename = Rename { place: place("b"), named: Named::Itself, name: "pet".to_owned(), origin: None };
    let mut renames = Renames::new(vec![rename]);
    assert!(!Numbered::default().rename(&[collision("b", "pet")], &mut renames));
    assert_eq!(name(&renames, "b"), Some("pet"));
}

#[test]
fn numbering_has_an_end() {
    let mut renames = Renames::default();
    let mut numbered = Numbered::default();
    let rounds = (0..100).take_while(|_| numbered.rename(&[collision("b", "pet")], &mut renames)).count();
    assert_eq!(rounds, ROUNDS);
}
