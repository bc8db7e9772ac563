//! Ports that must be free before anything is started.

use std::{io, net::TcpListener};

use super::{ClusterError, NodeName, holder::holder_of};
use crate::process::NodeSettings;

/// Sees that nobody listens where these nodes are to: an error now names the one who does.
///
/// # Errors
/// When a port is taken, or the properties name one that is none.
pub(super) fn check(settings: &[NodeSettings]) -> Result<(), ClusterError> {
    for node in settings {
        let (listen, operator) = (&node.listen, node.operator()?);
        for &address in [listen.gossip].iter().chain(&listen.grpc).chain(&operator) {
            // A free port is free, and closed again at once. What else is wrong with an address the node says itself.
            let bound = if address.port() == 0 { Ok(()) } else { TcpListener::bind(address).map(drop) };
            if bound.is_err_and(|error| error.kind() == io::ErrorKind::AddrInUse) {
                return Err(ClusterError::PortTaken {
                    node: NodeName(node.node_id),
                    address,
                    holder: holder_of(address),
                });
            }
        }
    }
    Ok(())
}
