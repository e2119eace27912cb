//! A call of each operation, by the client of the old spec, and a receiver of its webhook.

use old::client::{Client, ClientError};
use old::{boats, crew, harbour, types};

pub async fn call(client: &Client, operation: &str) -> Result<(), ClientError> {
    match operation {
        "listBoats" => client.list_boats(boats::ListBoatsRequest::default()).await.map(drop),
        "buyBoat" => {
            let body = types::Purchase::new("Ada");
            client.buy_boat(boats::BuyBoatRequest { body }).await.map(drop)
        }
        "getBoat" => client.get_boat(boats::GetBoatRequest { boat: 1 }).await.map(drop),
        "replaceBoat" => {
            let body = types::Boat { secret: Some("s".to_owned()), ..types::Boat::new("Ada") };
            client.replace_boat(boats::ReplaceBoatRequest { boat: 1, body }).await.map(drop)
        }
        "refitBoat" => client.refit_boat(boats::RefitBoatRequest { boat: 1, body: None }).await.map(drop),
        "writeLog" => {
            let body = boats::WriteLogBodyForm::new("a");
            client.write_log(boats::WriteLogRequest { boat: 1, body }).await.map(drop)
        }
        "listSailors" => client.list_sailors().await.map(drop),
        "hireSailor" => {
            let body = types::Sailor::new("west");
            client.hire_sailor(crew::HireSailorRequest { body }).await.map(drop)
        }
        "listTraffic" => client.list_traffic().await.map(drop),
        "report" => {
            let body = types::Cargo::Integer(1);
            client.report(harbour::ReportRequest { body }).await.map(drop)
        }
        _ => panic!("{operation} is not an operation of the old spec"),
    }
}

pub fn receive(webhook: &str, body: &str) -> serde_json::Result<()> {
    assert_eq!(webhook, "storm");
    serde_json::from_str::<types::Warning>(body).map(drop)
}
