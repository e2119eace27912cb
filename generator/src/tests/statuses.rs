//! Names of responses.

use super::*;

#[test]
fn a_response_is_named_after_its_reason_phrase() {
    let rows = [
        (Status::Code(200), "Ok"),
        (Status::Code(203), "NonAuthoritativeInformation"),
        (Status::Code(226), "ImUsed"),
        (Status::Code(404), "NotFound"),
        (Status::Code(413), "ContentTooLarge"),
        (Status::Code(422), "UnprocessableContent"),
        (Status::Code(511), "NetworkAuthenticationRequired"),
        // Not in the registry, or without a meaning there.
        (Status::Code(218), "Status218"),
        (Status::Code(306), "Status306"),
        (Status::Code(418), "Status418"),
        (Status::Code(599), "Status599"),
        (Status::Range(1), "Informational"),
        (Status::Range(2), "Success"),
        (Status::Range(3), "Redirection"),
        (Status::Range(4), "ClientError"),
        (Status::Range(5), "ServerError"),
        (Status::Default, "Default"),
    ];
    for (status, expected) in rows {
        assert_eq!(status_name(status), expected);
    }
}

#[test]
fn no_two_statuses_have_one_name() {
    let mut names: Vec<String> = (100..=599).map(|code| status_name(Status::Code(code))).collect();
    names.extend((1..=5).map(|digit| status_name(Status::Range(digit))));
    names.push(status_name(Status::Default));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 506);
    assert!(REASONS.is_sorted());
}
