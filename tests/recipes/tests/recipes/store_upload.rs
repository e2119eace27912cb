//! An upload that is written to a file while it arrives.

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use stubsmith_recipes::documents::{
    AddDocumentCreated, AddDocumentFields, AddDocumentRequest, AddDocumentResponse, Api, Context, Rejection,
    service,
};
use tempfile::NamedTempFile;
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use tower::ServiceExt as _;

/// The maximum number of bytes of a document.
const LARGEST: u64 = 20_000_000;

struct Server {
    folder: PathBuf,
    last: AtomicI64,
}

impl Api for Server {
    type Error = Failure;

    async fn add_document(
        &self,
        _: Context,
        request: AddDocumentRequest,
    ) -> Result<AddDocumentResponse, Failure> {
        let mut upload = request.file.limit(LARGEST);
        // If an error occurs or the client disconnects, the temporary file is removed.
        let (file, path) = NamedTempFile::new_in(&self.folder)?.into_parts();
        let mut file = File::from_std(file);
        let mut size = 0;
        while let Some(chunk) = upload.chunk().await? {
            file.write_all(&chunk).await?;
            size += chunk.len();
        }
        file.sync_all().await?;
        let AddDocumentFields { note } = upload.late_fields().await?;
        // The name that the client sent can contain any characters, so the server chooses one.
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        path.persist(self.folder.join(id.to_string())).map_err(io::Error::from)?;
        Ok(AddDocumentCreated {
            note,
            ..AddDocumentCreated::new(id, i64::try_from(size).unwrap_or(i64::MAX))
        }
        .into())
    }
}

enum Failure {
    Rejected(Rejection),
    Disk(io::Error),
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Rejected(rejection) => rejection.into_response(),
            Self::Disk(error) => {
                eprintln!("{error}");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// The body is larger than its file. Without the layer, the limit for a body is 2 MB.
fn app(server: Arc<Server>) -> Router {
    service(server).layer(DefaultBodyLimit::max(21_000_000))
}

async fn send(folder: &Path, file: &[u8], end: &str) -> Response {
    let server = Server { folder: folder.to_owned(), last: AtomicI64::new(0) };
    let head = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"../../a.pdf\"\r\n\
                content-type: application/pdf\r\n\r\n";
    let body = [head.as_bytes(), file, end.as_bytes()].concat();
    let request = Request::post("/documents").header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
    app(Arc::new(server)).oneshot(request.body(Body::from(body)).unwrap()).await.unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap();
    names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn a_document_is_stored_and_a_broken_one_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let note = "\r\n--x\r\ncontent-disposition: form-data; name=\"note\"\r\n\r\nHi\r\n--x--\r\n";
    let file = vec![b'a'; 3_000_000];
    let response = send(folder.path(), &file, note).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let body = axum::body::to_bytes(response.into_body(), 1_000).await.unwrap();
    assert_eq!(body, r#"{"id":1,"size":3000000,"note":"Hi"}"#);
    assert_eq!(names(folder.path()), ["1"]);
    assert!(std::fs::read(folder.path().join("1")).unwrap() == file);

    let response = send(folder.path(), &file, "").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST, "the form does not end");
    assert_eq!(names(folder.path()), ["1"]);
}
