//! Finds the certificates of clients.

use super::{ClientCertificate, Context};

impl Context {
    /// Returns the certificate of the client.
    pub(crate) fn client_certificate(&self) -> Option<ClientCertificate> {
        self.extension().cloned()
    }
}
