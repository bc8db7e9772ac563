//! Why no node answered, there and back.

use std::io;

use crate::networks::NetworkError;

/// A [`NetworkError`], as it travels.
#[derive(Clone, PartialEq, Eq, prost::Message)]
pub(crate) struct NetworkFailure {
    #[prost(enumeration = "Kind", tag = "1")]
    kind: i32,
    /// The account of the node that was asked, the name of the network, or what was to be done to nodes.
    #[prost(string, tag = "2")]
    of: String,
    /// What the transport said, or the accounts there are.
    #[prost(string, tag = "3")]
    text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, prost::Enumeration)]
#[repr(i32)]
enum Kind {
    Unavailable = 0,
    UnknownNode = 1,
    NoGrpc = 2,
    Front = 3,
    NoControl = 4,
    Control = 5,
    NoOperator = 6,
}

impl From<NetworkError> for NetworkFailure {
    fn from(error: NetworkError) -> Self {
        let (kind, of, text) = match error {
            NetworkError::Unavailable { node, status } => (Kind::Unavailable, node, status),
            NetworkError::UnknownNode { node, known } => (Kind::UnknownNode, node, known),
            NetworkError::NoGrpc { network } => (Kind::NoGrpc, network, String::new()),
            NetworkError::NoControl { network } => (Kind::NoControl, network, String::new()),
            NetworkError::NoOperator { network } => (Kind::NoOperator, network, String::new()),
            NetworkError::Control { action, error } => (Kind::Control, action.to_string(), error),
            NetworkError::Front { network, error } => (Kind::Front, network, error.to_string()),
        };
        Self { kind: kind.into(), of, text }
    }
}

impl From<NetworkFailure> for NetworkError {
    fn from(failure: NetworkFailure) -> Self {
        let kind = failure.kind();
        let NetworkFailure { of, text, .. } = failure;
        match kind {
            Kind::Unavailable => Self::Unavailable { node: of, status: text },
            Kind::UnknownNode => Self::UnknownNode { node: of, known: text },
            Kind::NoGrpc => Self::NoGrpc { network: of },
            Kind::NoControl => Self::NoControl { network: of },
            Kind::NoOperator => Self::NoOperator { network: of },
            // Both sides are of the same version, and know the same actions.
            Kind::Control => match of.parse() {
                Ok(action) => Self::Control { action, error: text },
                Err(_) => Self::Unavailable { node: of, status: text },
            },
            Kind::Front => Self::Front { network: of, error: io::Error::other(text) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::networks::NodeAction;

    #[test]
    fn every_error_arrives_as_it_was() {
        let of = || "0.0.3".to_owned();
        let errors = [
            NetworkError::Unavailable { node: of(), status: "busy".to_owned() },
            NetworkError::UnknownNode { node: of(), known: "0.0.4".to_owned() },
            NetworkError::NoGrpc { network: of() },
            NetworkError::NoControl { network: of() },
            NetworkError::NoOperator { network: of() },
            NetworkError::Control { action: NodeAction::Suspend, error: "it has ended".to_owned() },
            NetworkError::Front { network: of(), error: io::Error::other("no port") },
        ];
        for error in errors {
            let told = error.to_string();
            assert_eq!(NetworkError::from(NetworkFailure::from(error)).to_string(), told);
        }
    }
}
