//! The guards of operations, row by row.

use super::*;
use crate::api::OAuth2;
use crate::diagnostic::{FileId, Place};
use std::collections::HashSet;

fn scheme(name: &str, kind: SchemeKind) -> Scheme {
    Scheme { name: name.to_owned(), place: Place::file(FileId(0)), description: None, kind }
}

fn key(name: &str) -> Scheme {
    scheme(name, SchemeKind::ApiKey(ApiKey { location: KeyLocation::Header, name: name.to_owned() }))
}

/// Who may call, the schemes of each alternative, those with a key next to others, and the guard.
type Row<'a> = (fn(Vec<Alternative>) -> Access, &'a [&'a [Scheme]], &'a [usize], &'a str);

/// The guard of an operation with these alternatives, each with one scope; without blanks.
fn guard(
    access: fn(Vec<Alternative>) -> Access,
    requirements: &[&[Scheme]],
    next_to_others: &[usize],
) -> String {
    let mut names = Names::default();
    let mut alternatives = Vec::new();
    for (index, schemes) in requirements.iter().enumerate() {
        let reader = format!("read_{index}");
        names.requirements.push(RequirementName { reader, ..RequirementName::default() });
        let scopes = vec![vec!["write".to_owned()]; schemes.len()];
        alternatives.push(Alternative { requirement: index, scopes });
    }
    let model = Model {
        requirements: requirements.iter().map(|schemes| schemes.to_vec()).collect(),
        keys_next_to_others: next_to_others.iter().copied().collect::<HashSet<_>>(),
        ..Model::default()
    };
    let guard = emit_guard(&access(alternatives), &model, &names);
    guard.map(|tokens| tokens.to_string().replace(' ', "")).unwrap_or_default()
}

#[test]
fn a_guard_follows_from_the_alternatives() {
    let bearer = [scheme("token", SchemeKind::Http(HttpScheme::Bearer))];
    let oauth2 = [scheme("login", SchemeKind::OAuth2(OAuth2::default()))];
    let basic = [scheme("user", SchemeKind::Http(HttpScheme::Basic))];
    let one_key = [key("X-Key")];
    let two_keys = [key("X-Key"), key("X-Other")];
    let authorization = [key("Authorization")];
    let first_or_next = "authenticated,|call|matchCredentials::read_0(call,)?\
                         {None=>Credentials::read_1(call,),found=>Ok(found)}";
    let refused = "recognized,|call|matchCredentials::read_0(call,)?\
                   {Noneifcall.cx.presents(\"Authorization\")=>Err(Rejection::MissingCredentials),found=>Ok(found),}";
    let of_two = "recognized,|call|matchCredentials::read_0(call,)?\
                  {Noneifcall.cx.presents(\"X-Key\")||call.cx.presents(\"X-Other\")\
                  =>Err(Rejection::MissingCredentials),found=>Ok(found),}";
    let scoped = "authenticated,|call|Credentials::read_0(call,[&[\"write\"]],)";
    let next_to = "authenticated,|call|matchCredentials::read_0(call,&[\"Basic\"],)?\
                   {None=>Credentials::read_1(call,),found=>Ok(found)}";
    let required: fn(Vec<Alternative>) -> Access = Access::Required;
    let optional: fn(Vec<Alternative>) -> Access = Access::Optional;
    let open: fn(Vec<Alternative>) -> Access = |_| Access::Open;
    let cookie = [scheme(
        "session",
        SchemeKind::ApiKey(ApiKey { location: KeyLocation::Cookie, name: "SID".to_owned() }),
    )];
    let certificate = [scheme("partner", SchemeKind::MutualTls)];
    let both = [certificate[0].clone(), cookie[0].clone()];
    let digest = [scheme("digest", SchemeKind::Http(HttpScheme::Other("Digest".to_owned())))];
    let openid = [scheme("openid", SchemeKind::OpenIdConnect)];
    let of_both = "recognized,|call|matchCredentials::read_0(call,)?\
                   {Noneifcall.cx.client_certificate().is_some()||call.cx.presents_cookie(\"SID\")\
                   =>Err(Rejection::MissingCredentials),found=>Ok(found),}";
    let next_to_digest = next_to.replace("Basic", "Digest");
    let rows: [Row<'_>; 17] = [
        (open, &[], &[], ""),
        (required, &[], &[], "authenticated,|_|Ok(None)"),
        (required, &[&one_key], &[], "authenticated,Credentials::read_0"),
        (required, &[&bearer], &[], scoped),
        (required, &[&oauth2], &[], scoped),
        (required, &[&one_key, &basic], &[], first_or_next),
        (required, &[&authorization, &basic], &[0], next_to),
        (optional, &[&one_key], &[], "recognized,Credentials::read_0"),
        (optional, &[&two_keys], &[], of_two),
        (optional, &[&basic], &[], refused),
        (optional, &[&digest], &[], refused),
        (optional, &[&cookie], &[], "recognized,Credentials::read_0"),
        (optional, &[&certificate], &[], "recognized,Credentials::read_0"),
        (optional, &[&both], &[], of_both),
        (required, &[&digest], &[], "authenticated,Credentials::read_0"),
        (required, &[&openid], &[], scoped),
        (required, &[&authorization, &digest], &[0], &next_to_digest),
    ];
    for (access, requirements, next_to_others, expected) in rows {
        let kinds: Vec<_> =
            requirements.iter().map(|schemes| schemes.iter().map(|scheme| &scheme.name)).collect();
        assert_eq!(guard(access, requirements, next_to_others), expected, "{kinds:?}");
    }
}
