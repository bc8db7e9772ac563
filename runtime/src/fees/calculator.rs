//! The simple fees of HIP-1261.

use hapi_proto::{
    fees::{Extra, ExtraFeeReference, FeeSchedule, ServiceFeeDefinition},
    services::{HederaFunctionality, TransactionBody},
};
use prost::Message;

use super::{Rate, function_of, usage::Usage};

/// What a signature adds to a transaction, at most: its key in full, itself, and the framing.
const SIGNATURE_BYTES: u64 = 33 + 64 + 8;

/// The three parts of a fee, in tinycents (10^-10 USD).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fee {
    /// For the node that takes the transaction in.
    pub node: u64,
    /// For the network that orders it.
    pub network: u64,
    /// For what it does.
    pub service: u64,
}

impl Fee {
    /// The sum, in tinycents.
    pub fn tinycents(self) -> u64 {
        self.node.saturating_add(self.network).saturating_add(self.service)
    }

    /// The parts in tinybars: each is rounded down by itself, as nodes do.
    pub fn in_tinybars(self, rate: Rate) -> TinybarFee {
        let [node, network, service] =
            [self.node, self.network, self.service].map(|part| rate.tinybars(part));
        TinybarFee { node, network, service }
    }
}

/// The three parts of a fee, in tinybars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TinybarFee {
    /// For the node that takes the transaction in.
    pub node: u64,
    /// For the network that orders it.
    pub network: u64,
    /// For what it does.
    pub service: u64,
}

impl TinybarFee {
    /// The sum, in tinybars.
    pub fn total(self) -> u64 {
        self.node.saturating_add(self.network).saturating_add(self.service)
    }
}

/// What this body costs with so many signatures by this schedule (HIP-1261). What only the state of the network tells
/// is taken for the dearer: a topic or token with custom fees, the top of a high-volume price curve (HIP-1313).
pub fn fee_of(schedule: &FeeSchedule, body: &TransactionBody, signatures: u64) -> Fee {
    let size = body.encoded_len() as u64 + signatures * SIGNATURE_BYTES;
    let mut usage = Usage::of(body);
    usage.add(Extra::Signatures, signatures);
    usage.add(Extra::ProcessingBytes, size);
    let definition = body.data.as_ref().and_then(|data| definition(schedule, function_of(data)));
    let node = schedule
        .node
        .as_ref()
        .map_or(0, |node| node.base_fee.saturating_add(extras(schedule, &node.extras, &usage)));
    let service = definition.map_or(0, |definition| {
        definition.base_fee.saturating_add(extras(schedule, &definition.extras, &usage))
    });
    let multiplier = schedule.network.as_ref().map_or(0, |network| u64::from(network.multiplier));
    let gas = usage.gas().saturating_mul(unit(schedule, Extra::Gas));
    let scale = if body.high_volume { high_volume_scale(definition) } else { 1_000 };
    let scaled = |tinycents: u64| tinycents.saturating_mul(scale) / 1_000;
    let node = scaled(node);
    let fee =
        Fee { node, network: node.saturating_mul(multiplier), service: scaled(service).saturating_add(gas) };
    match definition {
        Some(definition) if definition.free => Fee::default(),
        Some(definition) if definition.node_network_fee_exempt => Fee { node: 0, network: 0, ..fee },
        _ => fee,
    }
    .with_auto_creations(schedule, &usage)
}

impl Fee {
    /// Adds what consensus charges for accounts that a transfer creates.
    fn with_auto_creations(self, schedule: &FeeSchedule, usage: &Usage) -> Self {
        let create =
            definition(schedule, HederaFunctionality::CryptoCreate).map_or(0, |create| create.base_fee);
        let created = create.saturating_mul(usage.auto_creations());
        Self { service: self.service.saturating_add(created), ..self }
    }
}

fn definition(schedule: &FeeSchedule, function: HederaFunctionality) -> Option<&ServiceFeeDefinition> {
    let definitions = schedule.services.iter().flat_map(|service| &service.schedule);
    definitions.into_iter().find(|definition| definition.name == i32::from(function))
}

fn extras(schedule: &FeeSchedule, references: &[ExtraFeeReference], usage: &Usage) -> u64 {
    let charged = |reference: &ExtraFeeReference| {
        let extra = Extra::try_from(reference.name).ok()?;
        let count = usage.count(extra).saturating_sub(reference.included_count.into());
        Some(count.saturating_mul(unit(schedule, extra)))
    };
    references.iter().filter_map(charged).fold(0, u64::saturating_add)
}

fn unit(schedule: &FeeSchedule, extra: Extra) -> u64 {
    let found = schedule.extras.iter().find(|definition| definition.name == i32::from(extra));
    found.map_or(0, |definition| definition.fee)
}

fn high_volume_scale(definition: Option<&ServiceFeeDefinition>) -> u64 {
    let rates = definition.and_then(|definition| definition.high_volume_rates.as_ref());
    rates.map_or(1_000, |rates| u64::from(rates.max_multiplier).max(1_000))
}

#[cfg(test)]
mod tests {
    use hapi_proto::{
        fees::{ExtraFeeDefinition, NetworkFee, NodeFee, ServiceFeeSchedule},
        services::{
            AccountAmount, AccountId, CryptoCreateTransactionBody, CryptoTransferTransactionBody, Key,
            TransferList, transaction_body::Data,
        },
    };

    use super::*;

    fn reference(extra: Extra, included_count: u32) -> ExtraFeeReference {
        ExtraFeeReference { name: extra.into(), included_count }
    }

    /// The rows of the genesis schedule that the cases need.
    fn schedule() -> FeeSchedule {
        let extra = |extra: Extra, fee| ExtraFeeDefinition { name: extra.into(), fee };
        let service = |function: HederaFunctionality, base_fee, extras| ServiceFeeDefinition {
            name: function.into(),
            base_fee,
            extras,
            ..ServiceFeeDefinition::default()
        };
        let crypto = vec![
            service(HederaFunctionality::CryptoCreate, 499_000_000, vec![reference(Extra::Keys, 1)]),
            service(HederaFunctionality::CryptoTransfer, 0, vec![reference(Extra::Accounts, 2)]),
        ];
        let node = NodeFee {
            base_fee: 100_000,
            extras: vec![reference(Extra::Signatures, 1), reference(Extra::ProcessingBytes, 1350)],
        };
        FeeSchedule {
            node: Some(node),
            network: Some(NetworkFee { multiplier: 9 }),
            extras: vec![
                extra(Extra::Signatures, 100_000),
                extra(Extra::ProcessingBytes, 10_000),
                extra(Extra::Keys, 100_000_000),
                extra(Extra::Accounts, 1_000_000),
            ],
            services: vec![ServiceFeeSchedule { name: "Crypto".into(), schedule: crypto }],
            ..FeeSchedule::default()
        }
    }

    fn body(data: Data) -> TransactionBody {
        TransactionBody { data: Some(data), ..TransactionBody::default() }
    }

    fn transfer(accounts: impl IntoIterator<Item = AccountId>) -> TransactionBody {
        let amount = |account| AccountAmount { account_id: Some(account), ..AccountAmount::default() };
        let transfers = TransferList { account_amounts: accounts.into_iter().map(amount).collect() };
        body(Data::CryptoTransfer(CryptoTransferTransactionBody {
            transfers: Some(transfers),
            ..CryptoTransferTransactionBody::default()
        }))
    }

    /// 0.0001 USD for a transfer, 0.05 for an account, 0.0001 more for each further signature.
    #[test]
    fn typical_totals_are_the_published_ones() {
        let two = [2, 3].map(AccountId::from_num);
        assert_eq!(fee_of(&schedule(), &transfer(two.clone()), 1).tinycents(), 1_000_000);
        assert_eq!(fee_of(&schedule(), &transfer(two), 2).tinycents(), 2_000_000);
        let key = Key::ed25519(vec![1; 32]);
        let create = |key| {
            body(Data::CryptoCreateAccount(CryptoCreateTransactionBody {
                key: Some(key),
                ..Default::default()
            }))
        };
        assert_eq!(fee_of(&schedule(), &create(key.clone()), 1).tinycents(), 500_000_000);
        let list = Key::list(vec![key.clone(), Key::threshold(1, vec![key.clone(), key])]);
        assert_eq!(fee_of(&schedule(), &create(list), 1).tinycents(), 700_000_000);
    }

    #[test]
    fn further_accounts_bytes_and_creations_cost_more() {
        let three = [2, 3, 4, 4].map(AccountId::from_num);
        assert_eq!(fee_of(&schedule(), &transfer(three), 1).service, 1_000_000);
        let alias = AccountId::from_alias(vec![1; 20]);
        assert_eq!(fee_of(&schedule(), &transfer([AccountId::from_num(2), alias]), 1).service, 499_000_000);
        let mut long = transfer([]);
        long.memo = "x".repeat(1_350);
        let beyond = long.encoded_len() as u64 + SIGNATURE_BYTES - 1_350;
        assert_eq!(fee_of(&schedule(), &long, 1).node, 100_000 + beyond * 10_000);
    }

    #[test]
    fn each_part_is_rounded_down() {
        let fee = Fee { node: 23, network: 23, service: 23 };
        let fee = fee.in_tinybars(Rate { hbars: 1, cents: 12 });
        assert_eq!((fee, fee.total()), (TinybarFee { node: 1, network: 1, service: 1 }, 3));
    }
}
