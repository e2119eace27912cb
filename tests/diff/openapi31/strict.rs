//! A server that writes each field and each variant, and responds with `.into()`.

use api::boats::{
    BoatsApi, BuyBoatRequest, BuyBoatResponse, GetBoatOk, GetBoatRequest, GetBoatResponse, ListBoatsKind,
    ListBoatsOkHeaders, ListBoatsRequest, ListBoatsResponse, RefitBoatRequest, RefitBoatResponse,
    ReplaceBoatRequest, ReplaceBoatResponse, WriteLogBodyForm, WriteLogRequest, WriteLogResponse,
};
use api::crew::{CrewApi, HireSailorRequest, HireSailorResponse, ListSailorsResponse};
use api::harbour::{HarbourApi, ListTrafficResponse, ReportRequest, ReportResponse};
use api::outgoing::{StormRequest, StormResponse};
use api::types::inline::{BoatFlag, SailorRank};
use api::types::{
    Arrival, Berth, Boat, Cargo, Departure, Entry, Failure, Move, Purchase, Refit, Sailor, Size, Warning,
};
use api::{Api, Context, Credentials, Nullable, Rejection};
use axum::http::StatusCode;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

#[derive(Default)]
struct Server {
    boats: Mutex<Vec<Boat>>,
    sailors: Mutex<Vec<Sailor>>,
}

fn failure(reason: &str) -> Failure {
    Failure { reason: reason.to_owned(), advice: Some(Nullable::Null) }
}

impl Api for Server {
    type Principal = String;
    type Error = Rejection;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<String, Rejection> {
        match credentials {
            Credentials::Badge { badge } => Ok(badge.expose().to_owned()),
            Credentials::Login { login } => Ok(login.token.expose().to_owned()),
        }
    }
}

impl BoatsApi for Server {
    async fn list_boats(
        &self,
        _: Context,
        caller: String,
        request: ListBoatsRequest,
    ) -> Result<ListBoatsResponse, Rejection> {
        let shortest = match request.kind {
            Some(ListBoatsKind::Dinghy) => 2.0,
            Some(ListBoatsKind::Yacht) => 9.0,
            None => 0.0,
        };
        let Size { least, most } = request.size.unwrap_or(Size { least: None, most: None });
        let page: i32 = request.page;
        let colours = request.colour.join(" ");
        if least.unwrap_or(shortest) > most.unwrap_or(99.0) || request.session == Some(caller) {
            let body = failure(&colours);
            return Ok(ListBoatsResponse::ClientError { status: StatusCode::CONFLICT, body });
        }
        let headers = ListBoatsOkHeaders { x_pages: page, x_berth: Some("here".to_owned()) };
        Ok(ListBoatsResponse::Ok { headers, body: self.boats.lock().unwrap().clone() })
    }

    async fn buy_boat(
        &self,
        _: Context,
        _: String,
        request: BuyBoatRequest,
    ) -> Result<BuyBoatResponse, Rejection> {
        let Purchase { name, price, crew } = request.body;
        if price.is_some_and(|price| price > 1e6) || crew.is_some_and(|crew| crew.len() > 9) {
            return Ok(failure("too much").into());
        }
        let berth = Some(Nullable::Value(Berth { pier: "east".to_owned() }));
        let flag = Some(BoatFlag::Red);
        let boat = Boat { number: Some(1), name, owner: None, berth, secret: None, flag };
        Ok(boat.into())
    }

    async fn get_boat(
        &self,
        _: Context,
        _: String,
        request: GetBoatRequest,
    ) -> Result<GetBoatResponse, Rejection> {
        let boats = self.boats.lock().unwrap();
        let boat = boats.iter().find(|boat| boat.number == Some(request.boat));
        Ok(match boat {
            Some(boat) => boat.clone().into(),
            None => GetBoatOk::Text("none".to_owned()).into(),
        })
    }

    async fn replace_boat(
        &self,
        _: Context,
        _: String,
        request: ReplaceBoatRequest,
    ) -> Result<ReplaceBoatResponse, Rejection> {
        let Boat { number: _, name, owner, berth, secret, flag } = request.body;
        let owner = match owner {
            Some(Nullable::Value(owner)) => Some(Nullable::Value(owner.to_lowercase())),
            Some(Nullable::Null) | None => None,
        };
        match flag {
            Some(BoatFlag::Red) | None => {}
        }
        let secret = secret.filter(|secret| !secret.is_empty());
        self.boats.lock().unwrap().push(Boat {
            number: Some(request.boat),
            name,
            owner,
            berth,
            secret,
            flag,
        });
        Ok(ReplaceBoatResponse::NoContent)
    }

    async fn refit_boat(
        &self,
        _: Context,
        _: String,
        request: RefitBoatRequest,
    ) -> Result<RefitBoatResponse, Rejection> {
        let Refit { name, parts } = request.body.unwrap_or(Refit { name: None, parts: None });
        let parts: BTreeMap<String, String> = parts.unwrap_or_default();
        for boat in self.boats.lock().unwrap().iter_mut() {
            match &name {
                Some(Nullable::Value(name)) => boat.name = format!("{name} {}", parts.len()),
                Some(Nullable::Null) | None => {}
            }
        }
        Ok(RefitBoatResponse::NoContent)
    }

    async fn write_log(
        &self,
        _: Context,
        _: String,
        request: WriteLogRequest,
    ) -> Result<WriteLogResponse, Rejection> {
        let WriteLogBodyForm { entry, tags } = request.body;
        let tags = tags.unwrap_or_default().into_iter().map(|tag| (tag, String::new()));
        Ok(Entry { words: entry, additional: tags.collect() }.into())
    }
}

impl CrewApi for Server {
    async fn list_sailors(&self, _: Context) -> Result<ListSailorsResponse, Rejection> {
        let mut all = self.sailors.lock().unwrap().clone();
        all.push(Sailor { pier: "west".to_owned(), rank: SailorRank::Captain });
        Ok(all.into())
    }

    async fn hire_sailor(
        &self,
        _: Context,
        _: String,
        request: HireSailorRequest,
    ) -> Result<HireSailorResponse, Rejection> {
        let Sailor { pier, rank } = request.body;
        let rank = match rank {
            SailorRank::Mate => SailorRank::Mate,
            SailorRank::Captain => SailorRank::Mate,
        };
        self.sailors.lock().unwrap().push(Sailor { pier, rank });
        Ok(HireSailorResponse::NoContent)
    }
}

impl HarbourApi for Server {
    async fn list_traffic(&self, _: Context, _: String) -> Result<ListTrafficResponse, Rejection> {
        let mut all: Vec<Move> = vec![Arrival { berth: None }.into(), Departure {}.into()];
        all.retain(|one| match one {
            Move::Arrival(Arrival { berth }) => berth.is_none(),
            Move::Departure(Departure {}) => true,
        });
        Ok(all.into())
    }

    async fn report(
        &self,
        _: Context,
        _: String,
        request: ReportRequest,
    ) -> Result<ReportResponse, Rejection> {
        let force = match request.body {
            Cargo::String(text) => i64::try_from(text.len()).unwrap(),
            Cargo::Integer(weight) => weight,
            Cargo::Berth(Berth { pier }) => i64::try_from(pier.len()).unwrap(),
        };
        storm(force);
        Ok(ReportResponse::NoContent)
    }
}

/// Sends the webhook.
fn storm(force: i64) -> StormResponse {
    let request = StormRequest { body: Warning { force, text: Some("hold on".to_owned()) } };
    request.into_request(&"http://localhost/".parse().unwrap()).unwrap();
    StormResponse::NoContent
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    axum::serve(listener, api::service(Arc::new(Server::default()))).await
}
