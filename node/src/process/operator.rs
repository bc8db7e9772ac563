//! Where the front is for whoever runs the node.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use hapi_ledger::{
    config::PropertyError,
    genesis::{Genesis, OverrideError},
};
use serde::{Deserialize, Serialize};

const ENABLED: &str = "grpc.nodeOperatorPortEnabled";
const PORT: &str = "grpc.nodeOperatorPort";

/// Where the one who runs a node asks it for free, and stops it: a loopback address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperatorFront {
    /// Where the properties `grpc.nodeOperatorPortEnabled` and `grpc.nodeOperatorPort` have it: at the address that the node
    /// gossips at, if that is a loopback address, else at 127.0.0.1.
    #[default]
    Configured,
    /// Nowhere, whatever the properties say.
    Off,
    /// Here, whatever the properties say. Port 0 takes a free one.
    At(SocketAddr),
}

impl OperatorFront {
    /// Where it is for a node that gossips at `gossip` and runs with these properties; `None` if there is none.
    ///
    /// # Errors
    /// When the properties are asked, and one of them is none, or the port is no port.
    pub fn address<N: AsRef<str>, V: AsRef<str>>(
        self,
        gossip: IpAddr,
        properties: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Option<SocketAddr>, OverrideError> {
        match self {
            Self::Off => Ok(None),
            Self::At(address) => Ok(Some(address)),
            Self::Configured => {
                let own = if gossip.is_loopback() { gossip } else { Ipv4Addr::LOCALHOST.into() };
                Ok(configured_port(properties)?.map(|port| SocketAddr::new(own, port)))
            }
        }
    }
}

/// The port that it has with these properties, which replace defaults; `None` if it is switched off.
fn configured_port<N: AsRef<str>, V: AsRef<str>>(
    properties: impl IntoIterator<Item = (N, V)>,
) -> Result<Option<u16>, OverrideError> {
    let config = Genesis::default().with_properties(properties)?.config;
    let value = |name: &str| config.get(name).unwrap_or_default();
    // As the reference reads a boolean.
    if !matches!(&*value(ENABLED), "true" | "1") {
        return Ok(None);
    }
    let port = value(PORT);
    match port.parse() {
        Ok(port) => Ok(Some(port)),
        Err(_) => Err(PropertyError { name: PORT.to_owned(), value: port }.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: [(&str, &str); 0] = [];

    fn at<const N: usize>(front: OperatorFront, gossip: &str, properties: [(&str, &str); N]) -> String {
        match front.address(gossip.parse().unwrap(), properties) {
            Ok(address) => address.map_or("nowhere".to_owned(), |address| address.to_string()),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn it_is_where_the_properties_have_it() {
        let configured = |gossip, properties| at(OperatorFront::Configured, gossip, [properties]);
        assert_eq!(at(OperatorFront::Configured, "127.0.0.3", NONE), "127.0.0.3:50213");
        assert_eq!(configured("192.168.0.7", (PORT, "7000")), "127.0.0.1:7000", "never open to others");
        assert_eq!(configured("::1", (PORT, "0")), "[::1]:0");
        assert_eq!(configured("127.0.0.1", (ENABLED, "false")), "nowhere");
        assert_eq!(
            configured("127.0.0.1", (PORT, "70000")),
            format!("`70000` is not a value of property {PORT}")
        );
    }

    #[test]
    fn what_is_said_of_it_goes_before_the_properties() {
        let here = OperatorFront::At("127.0.0.9:1".parse().unwrap());
        assert_eq!(at(here, "127.0.0.1", [(ENABLED, "false")]), "127.0.0.9:1");
        assert_eq!(at(OperatorFront::Off, "127.0.0.1", NONE), "nowhere");
    }
}
