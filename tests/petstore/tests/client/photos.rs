//! The photos of pets.

use super::carriers::{add_pets, each, till};
use axum::http::HeaderValue;
use axum::http::header::ACCEPT;
use petstore::petstore::Upload;
use petstore::petstore::client::{Client, ClientError};
use petstore::petstore::pets::{
    GetPhotoRequest, GetPhotoResponse, PutPhotoFields, PutPhotoRequest, PutPhotoResponse,
};

async fn put(client: &Client, pet_id: i64, photo: Upload<PutPhotoFields>) -> PutPhotoResponse {
    let caption = Some("at the \"window\"\r\n100 % sure = \u{fc}".to_owned());
    let photo = photo.with_file_name("a \"b\".png").with_fields(PutPhotoFields { caption });
    till(client).put_photo(PutPhotoRequest { pet_id, year: 2024, photo }).await.unwrap()
}

#[tokio::test]
async fn a_photo_is_uploaded_and_downloaded() {
    each(async |client| {
        add_pets(&client).await;
        let bytes: Vec<u8> = (0..=255).collect();
        let photo = Upload::new(bytes.clone()).with_media_type("image/png");
        let created = put(&client, 1, photo).await;
        let PutPhotoResponse::Created { headers, body } = created else { panic!("{created:?}") };
        assert_eq!(headers.location.as_deref(), Some("/v1/pets/1/photo"));
        assert_eq!((body.bytes, body.year, &*body.media_type), (256, Some(2024), "image/png"));
        assert_eq!(body.caption.as_deref(), Some("at the \"window\"\r\n100 % sure = \u{fc}"));
        let photo = client.get_photo(GetPhotoRequest { pet_id: 1 }).await.unwrap();
        let GetPhotoResponse::Ok(photo) = photo else { panic!("{photo:?}") };
        assert_eq!(photo.media_type(), Some("image/png"));
        assert_eq!(photo.bytes().await.unwrap(), bytes);
        let missing = put(&client, 7, Upload::new("x").with_media_type("image/png")).await;
        let PutPhotoResponse::NotFound(error) = missing else { panic!("{missing:?}") };
        assert_eq!(error.message, "there is no pet 7");
    })
    .await;
}

#[tokio::test]
async fn a_photo_is_checked() {
    each(async |client| {
        add_pets(&client).await;
        let rejected = put(&client, 1, Upload::new("x").with_media_type("text/html")).await;
        let PutPhotoResponse::Default { status, body } = rejected else { panic!("{rejected:?}") };
        assert_eq!((status.as_u16(), &*body.code), (415, "unsupported-media-type"));
        let large = put(&client, 1, Upload::new("x".repeat(20_000)).with_media_type("image/png")).await;
        let PutPhotoResponse::Default { status, body } = large else { panic!("{large:?}") };
        assert_eq!((status.as_u16(), &*body.code), (413, "too-large"));
        let photo = Upload::new("x").with_media_type("image/png");
        let early = PutPhotoRequest { pet_id: 1, year: 1989, photo };
        let early = till(&client).put_photo(early).await.unwrap();
        let PutPhotoResponse::Default { status, body } = early else { panic!("{early:?}") };
        assert_eq!(status.as_u16(), 400);
        assert!(body.message.ends_with("must be at least 1990"), "{}", body.message);
        let video = client.with_header(ACCEPT, HeaderValue::from_static("video/*"));
        let error = video.get_photo(GetPhotoRequest { pet_id: 1 }).await.unwrap_err();
        assert!(matches!(error, ClientError::UndeclaredStatus { .. }), "{error:?}");
        assert_eq!(error.response().unwrap().status(), 406);
    })
    .await;
}
