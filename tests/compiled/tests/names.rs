//! Names on the wire: requests and responses have the names of the spec, whatever their names are in Rust.

use crate::client::{Seen, request, send, with_body};
use axum::body::Body;
use axum::http::Request;
use std::sync::Arc;
use stubsmith_golden::scripts::types::{Buch, Œuvre};
use stubsmith_golden::scripts::{Api, Context, Credentials, Rejection};
use stubsmith_golden::scripts::{bücher, service, книги, 用户管理};
use stubsmith_golden::{enums, renamed};

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Mirror {
    type Principal = &'static str;
    type Error = Seen;
    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<&'static str, Seen> {
        Ok(match credentials {
            Credentials::Schlüssel { .. } => "Schlüssel",
            Credentials::Ключ { .. } => "Ключ",
        })
    }
}

impl 用户管理::用户管理Api for Mirror {
    async fn 获取用户列表(
        &self,
        _: Context,
        caller: &'static str,
        request: 用户管理::获取用户列表Request,
    ) -> Result<用户管理::获取用户列表Response, Seen> {
        Seen::request(&(caller, request))
    }
}

impl bücher::BücherApi for Mirror {
    async fn bücher_liste(
        &self,
        _: Context,
        request: bücher::BücherListeRequest,
    ) -> Result<bücher::BücherListeResponse, Seen> {
        if request.sortierung.is_some() {
            return Seen::request(&request);
        }
        let λόγος = Some("α".to_owned());
        let œuvre = Some(Œuvre { λόγος, ..Œuvre::default() });
        Ok(Buch { größe: request.größe, titel_autor: None, œuvre }.into())
    }
}

impl книги::КнигиApi for Mirror {
    async fn добавить_книгу(
        &self,
        _: Context,
        request: книги::ДобавитьКнигуRequest,
    ) -> Result<книги::ДобавитьКнигуResponse, Seen> {
        Seen::request(&request)
    }
}

#[tokio::test]
async fn letters_beyond_ascii_are_sent_as_they_are() {
    let router = service(Arc::new(Mirror));
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for (request, expected) in [
        (
            request("GET", "/books/3?sortierung=-gr%C3%B6%C3%9Fe"),
            "200 BücherListeRequest { größe: 3, sortierung: Some(MinusGröße) }",
        ),
        (request("GET", "/books/3"), r#"200 {"größe":3,"œuvre":{"λόγος":"α"}}"#),
        (request("GET", "/books/0"), "400 parameter `größe` must be at least 1"),
        (
            request("GET", "/books/3?sortierung=groesse"),
            "400 parameter `sortierung` must be one of `größe`, `-größe`, `Titel`",
        ),
        (
            crate::client::with_headers(
                "GET",
                "/users?%E9%A1%B5%E7%A0%81=2&%D1%80%D0%BE%D1%81%D1%82=5&gro%CC%88%C3%9Fe=x&%EF%AC%81rma=y",
                &[("x-key", "k")],
            ),
            "200 (\"Schlüssel\", 获取用户列表Request { 页码: Some(2), 用户_id: None, u0440u043eu0441u0442: Some(\"5\"), grou0308ße: Some(\"x\"), ufb01rma: Some(\"y\") })",
        ),
        (
            request("GET", "/users?%D0%BA%D0%BB%D1%8E%D1%87=k"),
            "200 (\"Ключ\", 获取用户列表Request { 页码: None, 用户_id: None, u0440u043eu0441u0442: None, grou0308ße: None, ufb01rma: None })",
        ),
        (
            with_body(
                "POST",
                "/%D0%BA%D0%BD%D0%B8%D0%B3%D0%B8",
                &form,
                "%D0%BD%D0%B0%D0%B7%D0%B2%D0%B0%D0%BD%D0%B8%D0%B5=a",
            ),
            "200 ДобавитьКнигуRequest { название: \"a\" }",
        ),
    ] {
        assert_eq!(send(&router, request).await, expected);
    }
}

/// A name that the caller chooses has no effect on the wire.
#[test]
fn renamed_items_are_sent_as_before() {
    use renamed::types::inline::{Address, Other, Sorting, UserAddress, Vote};
    use renamed::types::{Cat, Person};
    let street = || Some("s".to_owned());
    let person = Person {
        iri: Some("i".to_owned()),
        id: Some(1),
        lives_at: Some(UserAddress { street: street() }),
        home: Some(Address { street: street() }),
        mood: Some(Vote::Good),
        additional: Some(vec![Other { since: Some(2) }]),
        additional_members: [("z".to_owned(), "9".to_owned())].into(),
    };
    let json = r#"{"@id":"i","id":1,"address":{"street":"s"},"home":{"street":"s"},"mood":"+1","Others":[{"since":2}],"z":"9"}"#;
    assert_eq!(serde_json::to_string(&person).unwrap(), json);
    assert_eq!(serde_json::from_str::<Person>(json).unwrap(), person);
    assert_eq!((Sorting::Date.as_str(), Vote::Minus1.as_str()), ("date", "-1"));
    let _ =
        (Cat {}, renamed::users::Page::First, renamed::users::Speed::Slow, renamed::users::Nobody::default());
    assert_eq!(renamed::OPERATIONS[0].tags, ["用户"]);
}

#[test]
fn values_have_the_names_of_the_spec() {
    use enums::types::inline::RoomGrade;
    use enums::types::{Language, Level, Open, Order};
    let read = |text: &str| serde_json::from_str::<Level>(text).ok();
    assert_eq!([read("0"), read("2"), read("3")], [Some(Level::LevelLow), Some(Level::LevelHigh), None]);
    assert_eq!((Order::NameUp.as_str(), Order::NameDown.as_str()), ("name", "-name"));
    assert_eq!(serde_json::from_str::<Language>("\"EN\"").unwrap(), Language::English);
    assert_eq!(serde_json::from_str::<Open>("\"z\"").unwrap(), Open::AnyOther("z".to_owned()));
    let grades = [RoomGrade::A, RoomGrade::APlus, RoomGrade::AMinus, RoomGrade::CPlusPlus, RoomGrade::CHash];
    assert_eq!(grades.map(RoomGrade::as_str), ["A", "A+", "A-", "C++", "C#"]);
}

/// A sort order has both directions, and a default of them.
#[tokio::test]
async fn a_sign_is_part_of_a_value() {
    struct Rooms;
    impl enums::Api for Rooms {
        type Error = enums::Rejection;
        async fn list_rooms(
            &self,
            _: enums::Context,
            request: enums::ListRoomsRequest,
        ) -> Result<enums::ListRoomsResponse, enums::Rejection> {
            let mood = format!("{:?}", request.sort);
            Ok(enums::types::Room {
                version: None,
                any: Some(enums::types::inline::RoomAny::Other(mood.into())),
                ..Default::default()
            }
            .into())
        }
        async fn add_room(
            &self,
            _: enums::Context,
            request: enums::AddRoomRequest,
        ) -> Result<enums::AddRoomResponse, enums::Rejection> {
            Ok(request.body.into())
        }
    }
    let router = enums::service(Arc::new(Rooms));
    for (query, expected) in
        [("", "[Name, MinusName]"), ("?sort=-name,name,%2Bdate,date", "[MinusName, Name, PlusDate, Date]")]
    {
        let request: Request<Body> = request("GET", &format!("/rooms/0{query}"));
        assert_eq!(send(&router, request).await, format!("200 {{\"any\":\"{expected}\"}}"), "{query}");
    }
}
