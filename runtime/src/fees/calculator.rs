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
    let function = body.data.as_ref().map(function_of);
    let definition = function.and_then(|function| definition(schedule, function));
    let node = schedule
        .node
        .as_ref()
        .map_or(0, |node| node.base_fee.saturating_add(extras(schedule, &node.extras, &usage)));
    // The lists of an airdrop cost what those of a transfer do.
    let of_lists = (function == Some(HederaFunctionality::TokenAirdrop))
        .then(|| self::definition(schedule, HederaFunctionality::CryptoTransfer));
    let service = definition.into_iter().chain(of_lists.flatten()).fold(0_u64, |sum, definition| {
        let price = definition.base_fee.saturating_add(extras(schedule, &definition.extras, &usage));
        sum.saturating_add(price)
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
    .with_side_effects(schedule, &usage)
}

impl Fee {
    /// Adds what consensus charges for accounts that a transfer creates, and for associations that an airdrop needs.
    fn with_side_effects(self, schedule: &FeeSchedule, usage: &Usage) -> Self {
        let times = |count: u64, function| match count {
            0 => 0,
            _ => definition(schedule, function).map_or(0, |found| found.base_fee.saturating_mul(count)),
        };
        let created = times(usage.auto_creations(), HederaFunctionality::CryptoCreate);
        let associated = times(usage.auto_associations(), HederaFunctionality::TokenAssociateToAccount);
        let service = self.service.saturating_add(created).saturating_add(associated);
        Self { service, ..self }
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
        // Most are free: what is included is enough.
        Some(if count == 0 { 0 } else { count.saturating_mul(unit(schedule, extra)) })
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
            AccountAmount, AccountId, CryptoCreateTransactionBody, CryptoTransferTransactionBody, CustomFee,
            Key, TokenAirdropTransactionBody, TokenAssociateTransactionBody, TokenCreateTransactionBody,
            TokenId, TokenMintTransactionBody, TokenTransferList, TransferList, transaction_body::Data,
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
            service(
                HederaFunctionality::CryptoTransfer,
                0,
                vec![
                    reference(Extra::Accounts, 2),
                    reference(Extra::TokenTypes, 1),
                    reference(Extra::TokenTransferBase, 0),
                    reference(Extra::TokenTransferBaseCustomFees, 0),
                ],
            ),
        ];
        let token = vec![
            service(HederaFunctionality::TokenAirdrop, 0, vec![reference(Extra::Airdrops, 0)]),
            service(
                HederaFunctionality::TokenAssociateToAccount,
                499_000_000,
                vec![reference(Extra::TokenAssociate, 1)],
            ),
            service(
                HederaFunctionality::TokenCreate,
                9_999_000_000,
                vec![reference(Extra::Keys, 1), reference(Extra::TokenCreateWithCustomFee, 0)],
            ),
            service(
                HederaFunctionality::TokenMint,
                9_000_000,
                vec![reference(Extra::TokenMintNftBase, 0), reference(Extra::TokenMintNft, 1)],
            ),
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
                extra(Extra::TokenTypes, 1_000_000),
                extra(Extra::TokenTransferBase, 9_000_000),
                extra(Extra::TokenTransferBaseCustomFees, 19_000_000),
                extra(Extra::Airdrops, 500_000_000),
                extra(Extra::TokenAssociate, 500_000_000),
                extra(Extra::TokenCreateWithCustomFee, 10_000_000_000),
                extra(Extra::TokenMintNftBase, 190_000_000),
                extra(Extra::TokenMintNft, 200_000_000),
            ],
            services: vec![
                ServiceFeeSchedule { name: "Crypto".into(), schedule: crypto },
                ServiceFeeSchedule { name: "Token".into(), schedule: token },
            ],
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

    fn lists(tokens: u64, receivers: i64) -> Vec<TokenTransferList> {
        let entry = |num: i64, amount| AccountAmount {
            account_id: Some(AccountId::from_num(num.unsigned_abs())),
            amount,
            ..AccountAmount::default()
        };
        let received = (0..receivers).map(|index| entry(1_001 + index, 1));
        let transfers: Vec<_> = received.chain([entry(1_000, -receivers)]).collect();
        let list = |num| TokenTransferList {
            token: Some(TokenId::from_num(num)),
            transfers: transfers.clone(),
            ..TokenTransferList::default()
        };
        (1..=tokens).map(list).collect()
    }

    /// 0.002 USD for a transfer of a token, if it has custom fees; 0.0001 for each further token.
    #[test]
    fn tokens_are_taken_to_have_custom_fees() {
        let cost = |tokens| {
            let token_transfers = lists(tokens, 1);
            let transfer = CryptoTransferTransactionBody { token_transfers, ..Default::default() };
            fee_of(&schedule(), &body(Data::CryptoTransfer(transfer)), 1).tinycents()
        };
        assert_eq!(cost(1), 20_000_000);
        assert_eq!(cost(3), 22_000_000);
    }

    /// An airdrop costs what a transfer does, and for each receiver 0.05 USD and an association.
    #[test]
    fn airdrops_are_taken_to_wait() {
        let airdrop = |receivers| {
            let op = TokenAirdropTransactionBody { token_transfers: lists(1, receivers) };
            fee_of(&schedule(), &body(Data::TokenAirdrop(op)), 1).tinycents()
        };
        assert_eq!(airdrop(1), 20_000_000 + 500_000_000 + 499_000_000);
        assert_eq!(airdrop(2), 20_000_000 + 1_000_000 + 2 * (500_000_000 + 499_000_000));
    }

    /// One USD for a token, two with custom fees; 0.02 for the first NFT that is minted; 0.05 for each association.
    #[test]
    fn token_operations_cost_what_is_published() {
        let cost = |data| fee_of(&schedule(), &body(data), 1).tinycents();
        let create = TokenCreateTransactionBody::default();
        assert_eq!(cost(Data::TokenCreation(create.clone().into())), 10_000_000_000);
        let with_fees =
            TokenCreateTransactionBody { custom_fees: vec![CustomFee::default()], ..create.clone() };
        assert_eq!(cost(Data::TokenCreation(with_fees.into())), 20_000_000_000);
        let fee_schedule_key = Some(Key::ed25519(vec![1; 32]));
        let with_key = TokenCreateTransactionBody { fee_schedule_key, ..create };
        assert_eq!(cost(Data::TokenCreation(with_key.into())), 20_000_000_000);
        let mint = |amount, count| {
            let metadata = vec![bytes::Bytes::from_static(b"a"); count];
            cost(Data::TokenMint(TokenMintTransactionBody { token: None, amount, metadata }))
        };
        assert_eq!((mint(5, 0), mint(0, 1), mint(0, 3)), (10_000_000, 200_000_000, 600_000_000));
        let associate = |count| {
            let tokens = (0..count).map(TokenId::from_num).collect();
            cost(Data::TokenAssociate(TokenAssociateTransactionBody { account: None, tokens }))
        };
        assert_eq!((associate(1), associate(3)), (500_000_000, 1_500_000_000));
    }

    #[test]
    fn each_part_is_rounded_down() {
        let fee = Fee { node: 23, network: 23, service: 23 };
        let fee = fee.in_tinybars(Rate { hbars: 1, cents: 12 });
        assert_eq!((fee, fee.total()), (TinybarFee { node: 1, network: 1, service: 1 }, 3));
    }
}
