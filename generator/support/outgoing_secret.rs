//! API keys in requests that the generated code creates.

use super::Secret;
use super::outgoing_query::{add_pair, percent_encoded};
use super::outgoing_request::OutgoingRequest;

impl OutgoingRequest {
    /// Adds an API key to the headers.
    pub(crate) fn present_header(&mut self, name: &'static str, secret: &Secret) {
        self.insert_secret(name, secret.expose());
    }

    /// Adds an API key to the query, in place of a parameter with the same name: a server rejects a key that appears
    /// twice. It is in the URI, which layers see.
    pub(crate) fn present_query(&mut self, name: &str, secret: &Secret) {
        let is_other = |pair: &&str| pair.split('=').next() != Some(&*percent_encoded(name));
        self.query = self.query.split('&').filter(is_other).collect::<Vec<_>>().join("&");
        add_pair(&mut self.query, name, &percent_encoded(secret.expose()));
    }

    /// Adds an API key to the cookies, in place of a parameter with the same name, and without quotes and escapes. (RFC
    /// 6265, section 4.1.1)
    pub(crate) fn present_cookie(&mut self, name: &str, secret: &Secret) {
        if secret.expose().contains([',', '"', '\\']) {
            self.fail(format!("the cookie `{name}` has a character that a cookie cannot have"));
        }
        self.insert_cookies(name, &[(name.to_owned(), secret.expose().to_owned())], true);
    }
}
