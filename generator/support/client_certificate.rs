//! The certificates of clients, for mutual TLS.

use std::{fmt, sync::Arc};

/// The certificate of a client. It belongs to the connection, so you add it to the extensions of each request, in a
/// layer around the router: a request without it is rejected with 401. Add it only if your TLS library has verified the
/// certificate, and never from a header that a client can send.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientCertificate(Arc<[u8]>);

impl ClientCertificate {
    /// Creates it from the encoding in DER, such as the first certificate that rustls returns as `peer_certificates`.
    pub fn from_der(der: impl Into<Arc<[u8]>>) -> Self {
        Self(der.into())
    }

    /// Returns the encoding in DER.
    pub fn der(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientCertificate({} bytes)", self.0.len())
    }
}
