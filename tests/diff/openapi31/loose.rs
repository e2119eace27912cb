//! A server that breaks as seldom as Rust allows: `_` in each `match`, no patterns of structs, and no struct literals
//! without other values.

use api::types::inline::{BoatFlag, SailorRank};
use api::types::{Boat, Cargo, Entry, Failure, Move, Sailor};
use api::{Api, Context, Credentials, Nullable, Rejection, boats, crew, harbour};
use serde_json::json;
use std::sync::{Arc, Mutex};

#[derive(Default)]
struct Server {
    boats: Mutex<Vec<Boat>>,
    sailors: Mutex<Vec<Sailor>>,
}

fn failure(reason: &str) -> Failure {
    serde_json::from_value(json!({"reason": reason})).unwrap()
}

impl Api for Server {
    type Principal = String;
    type Error = Rejection;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<String, Rejection> {
        #[allow(unreachable_patterns)]
        match credentials {
            Credentials::Badge { badge, .. } => Ok(badge.expose().to_owned()),
            _ => Err(Rejection::MissingCredentials),
        }
    }
}

impl boats::BoatsApi for Server {
    async fn list_boats(
        &self,
        _: Context,
        _: String,
        request: boats::ListBoatsRequest,
    ) -> Result<boats::ListBoatsResponse, Rejection> {
        let is_yacht = request.kind.is_some_and(|kind| kind.as_str() == "yacht");
        let is_long = request.size.is_some_and(|size| size.least.is_some_and(|least| least > 9.0));
        let pages = request.page + 1;
        let berth = (is_yacht || is_long || request.session.is_some()).then(|| request.colour.concat());
        let headers = boats::ListBoatsOkHeaders { x_berth: berth, ..boats::ListBoatsOkHeaders::new(pages) };
        Ok(boats::ListBoatsResponse::Ok { headers, body: self.boats.lock().unwrap().clone() })
    }

    async fn buy_boat(
        &self,
        _: Context,
        _: String,
        request: boats::BuyBoatRequest,
    ) -> Result<boats::BuyBoatResponse, Rejection> {
        if request.body.name == "Titanic" {
            return Ok(boats::BuyBoatResponse::Conflict(failure("no")));
        }
        let mut boat = Boat::new(request.body.name);
        boat.number = Some(1);
        boat.flag = Some(BoatFlag::Red);
        Ok(boats::BuyBoatResponse::Created(boat))
    }

    async fn get_boat(
        &self,
        _: Context,
        _: String,
        request: boats::GetBoatRequest,
    ) -> Result<boats::GetBoatResponse, Rejection> {
        let boats = self.boats.lock().unwrap();
        let boat = boats.iter().find(|boat| boat.number == Some(request.boat));
        Ok(boat.cloned().unwrap_or_else(|| Boat::new("none")).into())
    }

    async fn replace_boat(
        &self,
        _: Context,
        _: String,
        request: boats::ReplaceBoatRequest,
    ) -> Result<boats::ReplaceBoatResponse, Rejection> {
        let mut boat = request.body;
        if let Some(Nullable::Value(owner)) = &mut boat.owner {
            owner.push('!');
        }
        if let Some(Nullable::Value(berth)) = &mut boat.berth {
            berth.pier.push('!');
        }
        boat.secret = boat.secret.filter(|secret| !secret.is_empty());
        boat.number = Some(request.boat);
        self.boats.lock().unwrap().push(boat);
        Ok(boats::ReplaceBoatResponse::NoContent)
    }

    async fn refit_boat(
        &self,
        _: Context,
        _: String,
        request: boats::RefitBoatRequest,
    ) -> Result<boats::RefitBoatResponse, Rejection> {
        let body = request.body.unwrap_or_default();
        if body.parts.is_some_and(|parts| !parts.is_empty()) {
            self.boats.lock().unwrap().clear();
        }
        Ok(boats::RefitBoatResponse::NoContent)
    }

    async fn write_log(
        &self,
        _: Context,
        _: String,
        request: boats::WriteLogRequest,
    ) -> Result<boats::WriteLogResponse, Rejection> {
        let entry: Entry = serde_json::from_value(json!({"words": request.body.entry})).unwrap();
        Ok(boats::WriteLogResponse::Created(entry))
    }
}

impl crew::CrewApi for Server {
    async fn list_sailors(&self, _: Context) -> Result<crew::ListSailorsResponse, Rejection> {
        let mut captain = Sailor::new("west");
        captain.rank = SailorRank::Captain;
        let mut all = self.sailors.lock().unwrap().clone();
        all.push(captain);
        Ok(crew::ListSailorsResponse::Ok(all))
    }

    async fn hire_sailor(
        &self,
        _: Context,
        _: String,
        request: crew::HireSailorRequest,
    ) -> Result<crew::HireSailorResponse, Rejection> {
        self.sailors.lock().unwrap().push(request.body);
        Ok(crew::HireSailorResponse::NoContent)
    }
}

impl harbour::HarbourApi for Server {
    async fn list_traffic(&self, _: Context, _: String) -> Result<harbour::ListTrafficResponse, Rejection> {
        let arrival: Move = serde_json::from_value(json!({"direction": "in"})).unwrap();
        let is_arrival = matches!(arrival, Move::Arrival(_));
        Ok(harbour::ListTrafficResponse::Ok(if is_arrival { vec![arrival] } else { Vec::new() }))
    }

    async fn report(
        &self,
        _: Context,
        _: String,
        request: harbour::ReportRequest,
    ) -> Result<harbour::ReportResponse, Rejection> {
        match request.body {
            Cargo::Integer(weight) if weight < 0 => Err(Rejection::MissingCredentials),
            Cargo::String(text) if text.is_empty() => Err(Rejection::MissingCredentials),
            _ => Ok(harbour::ReportResponse::NoContent),
        }
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    axum::serve(listener, api::service(Arc::new(Server::default()))).await
}
