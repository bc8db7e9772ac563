//! The system files of a new ledger.

use alloc::{sync::Arc, vec, vec::Vec};

use bytes::Bytes;
use hapi_proto::services::{AccountId, NodeAddress, NodeAddressBook, ServicesConfigurationList};
use prost::Message;

use super::{Genesis, GenesisNode, certificate, data};
use crate::{
    config::system_file,
    keys::Key,
    state::{EntityNum, File, State},
};

impl Genesis {
    pub(super) fn create_files(&self, state: &mut State) {
        let keys = Arc::new(Key::List(vec![(*self.treasury_key).clone()]));
        let memo: Arc<str> = "".into();
        let expiry = self.consensus_time.seconds.saturating_add(self.config.entities.max_lifetime);
        for (num, contents) in self.contents() {
            let (keys, memo) = (Some(Arc::clone(&keys)), Arc::clone(&memo));
            let file = File { num, keys, contents, memo, expiry, deleted: false, pre_delete_expiry: 0 };
            state.files.insert(num, file);
        }
    }

    fn contents(&self) -> impl Iterator<Item = (EntityNum, Bytes)> {
        let named = [
            (system_file::ADDRESS_BOOK, self.address_book()),
            (system_file::NODE_DETAILS, self.node_details()),
            (system_file::FEE_SCHEDULES, encode(&data::fee_schedules())),
            (system_file::EXCHANGE_RATES, encode(&data::exchange_rates(&self.config.bootstrap))),
            (system_file::SIMPLE_FEES, encode(&data::simple_fees())),
            (system_file::NETWORK_PROPERTIES, encode(&ServicesConfigurationList::default())),
            (system_file::HAPI_PERMISSIONS, encode(&data::permissions_list())),
            (system_file::THROTTLE_DEFINITIONS, encode(&data::throttles(self.throttles))),
        ];
        named.into_iter().chain(system_file::SOFTWARE_UPDATES.map(|num| (num, Bytes::new())))
    }

    /// File 0.0.101: how to reach each node and how to tell its certificate.
    fn address_book(&self) -> Bytes {
        self.book(|node| self.address(node))
    }

    /// File 0.0.102: also what each node is called, weighs and signs with.
    #[expect(deprecated, reason = "the reference still writes the weight there")]
    fn node_details(&self) -> Bytes {
        self.book(|node| NodeAddress {
            description: self.node(node).description,
            stake: i64::try_from(node.weight).unwrap_or(i64::MAX),
            rsa_pub_key: hex::encode(
                certificate::public_key(&node.gossip_ca_certificate).unwrap_or_default(),
            ),
            ..self.address(node)
        })
    }

    fn book(&self, address: impl Fn(&GenesisNode) -> NodeAddress) -> Bytes {
        let mut nodes: Vec<&GenesisNode> = self.nodes.iter().collect();
        nodes.sort_by_key(|node| node.id);
        encode(&NodeAddressBook { node_address: nodes.into_iter().map(address).collect() })
    }

    fn address(&self, node: &GenesisNode) -> NodeAddress {
        NodeAddress {
            node_id: i64::try_from(node.id).unwrap_or(i64::MAX),
            node_account_id: Some(AccountId {
                shard_num: self.config.ledger.shard,
                realm_num: self.config.ledger.realm,
                ..AccountId::from_num(node.account)
            }),
            // Hexadecimal as text, which is how the book has always carried it.
            node_cert_hash: hex::encode(&node.grpc_certificate_hash).into(),
            service_endpoint: node.service_endpoints.clone(),
            ..NodeAddress::default()
        }
    }
}

fn encode(message: &impl Message) -> Bytes {
    message.encode_to_vec().into()
}
