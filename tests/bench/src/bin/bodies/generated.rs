//! The generated code, with an implementation.

use super::{Bodies, PHOTO, forms, unions};
use std::sync::Arc;

struct Server;

impl forms::Api for Server {
    type Error = forms::Rejection;

    async fn add_guest(
        &self,
        _: forms::Context,
        request: forms::AddGuestRequest,
    ) -> Result<forms::AddGuestResponse, forms::Rejection> {
        let guest = request.body;
        assert_eq!((guest.nights, guest.breakfast), (3, Some(true)));
        Ok(forms::AddGuestResponse::NoContent)
    }

    async fn add_photo(
        &self,
        _: forms::Context,
        request: forms::AddPhotoRequest,
    ) -> Result<forms::AddPhotoResponse, forms::Rejection> {
        let mut photo = request.photo;
        let bytes = photo.bytes().await?;
        assert_eq!((request.album, bytes.len()), (12, PHOTO));
        Ok(forms::AddPhotoResponse::NoContent)
    }
}

impl unions::Api for Server {
    type Error = unions::Rejection;

    async fn all(
        &self,
        _: unions::Context,
        request: unions::AllRequest,
    ) -> Result<unions::AllResponse, unions::Rejection> {
        let body = request.body.unwrap_or_default();
        assert!(matches!(body.component, Some(unions::types::Component::Select(_))));
        assert!(matches!(body.expandable, Some(unions::types::Expandable::Product(_))));
        assert!(matches!(body.match_, Some(unions::types::Match::MatchAny(_))));
        Ok(unions::AllResponse::NoContent)
    }
}

pub(super) fn bodies() -> Bodies {
    let server = Arc::new(Server);
    Bodies { forms: forms::service(Arc::clone(&server)), unions: unions::service(server) }
}
