//! The generated code, with a handler that never returns.

use super::generated::Error;
use axum::Router;
use std::future::pending;
use std::sync::Arc;

struct Parking {
    keeps_context: bool,
}

impl guest_events::Api for Parking {
    type Principal = ();
    type Error = Error;

    async fn authenticate(
        &self,
        _: &guest_events::Context,
        _: guest_events::Credentials,
    ) -> Result<(), Error> {
        Ok(())
    }

    async fn get_events(
        &self,
        cx: guest_events::Context,
        (): (),
        request: guest_events::GetEventsRequest,
    ) -> Result<guest_events::GetEventsResponse, Error> {
        // An unused argument lives as long as the call.
        let cx = self.keeps_context.then_some(cx);
        pending::<()>().await;
        drop(cx);
        Ok(guest_events::GetEventsOk { start: request.from, ..Default::default() }.into())
    }
}

pub fn router(keeps_context: bool) -> Router {
    guest_events::router(Arc::new(Parking { keeps_context }))
}
