//! Webhooks and callbacks: who sends the requests of an operation.

use crate::diagnostic::{Place, Placed};

/// Who sends the requests of an operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    /// Clients send them to the server.
    #[default]
    Served,
    /// The server sends them to others.
    Sent(Source),
    /// Others send them, and the generated code receives them because of a setting. This is the name of the webhook.
    Received(String),
}

/// The part of the spec that describes requests of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// An entry in `webhooks`, by its key.
    Webhook(String),
    /// An entry in the `callbacks` of an operation, by its key.
    Callback(String),
}

impl Role {
    /// Returns whether the router has a route for the operation.
    pub(crate) fn is_served(&self) -> bool {
        !matches!(self, Self::Sent(_))
    }

    /// Returns whether the generated code can create requests of the operation.
    pub(crate) fn is_sent(&self) -> bool {
        !matches!(self, Self::Served)
    }

    /// Returns the name of the webhook, if it is one. It can be sent or received.
    pub(crate) fn webhook(&self) -> Option<&str> {
        match self {
            Self::Sent(Source::Webhook(name)) | Self::Received(name) => Some(name),
            Self::Served | Self::Sent(Source::Callback(_)) => None,
        }
    }

    /// Returns whether it is a callback.
    pub(crate) fn is_callback(&self) -> bool {
        matches!(self, Self::Sent(Source::Callback(_)))
    }
}

/// An entry of a "Callback Object".
#[derive(Clone, Debug)]
pub(crate) struct Callback {
    /// The operation with the callback.
    pub of: Place,
    /// The key in `callbacks`.
    pub name: String,
    /// "A runtime expression, evaluated in the context of the parent operation", which gives the URL of the requests.
    pub expression: Placed<String>,
}
