//! A generated client over TLS.

include!(concat!(env!("OUT_DIR"), "/containers.rs"));

use containers::client::{Body, BoxError, Client};
use http::Uri;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::Client as Pool;
use hyper_util::rt::TokioExecutor;

/// A client that trusts the certificates of the operating system.
pub fn connect(url: &Uri) -> Result<Client, BoxError> {
    let builder = HttpsConnectorBuilder::new().with_native_roots()?;
    let connector = builder.https_only().enable_http1().enable_http2().build();
    let pool = Pool::builder(TokioExecutor::new()).build::<_, Body>(connector);
    Ok(Client::new(pool).with_base_url(url))
}
