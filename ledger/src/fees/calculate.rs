//! From what was used to what is due.

use hapi_proto::{
    fees::Extra,
    services::{HederaFunctionality, Key, key::Key as Kind},
};

use super::{FeeSchedule, Rate, Usage, schedule::Included};

/// What every transaction is also charged for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Signature pairs: in the map at ingest, verified at handle.
    pub signatures: u64,
    /// Length of the serialized `SignedTransaction`.
    pub bytes: u64,
}

/// What multiplies a price: high volume or congestion, never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Multiplier {
    /// A high-volume multiplier in thousandths (HIP-1313).
    Thousandths(u64),
    /// A congestion multiplier.
    Times(u64),
}

impl Multiplier {
    /// Nothing is multiplied.
    pub const ONE: Self = Self::Times(1);

    /// As a record shows it: thousandths of a raised high-volume price, else 0.
    pub fn shown(self) -> u64 {
        match self {
            Self::Thousandths(thousandths) if thousandths > 1000 => thousandths,
            _ => 0,
        }
    }

    /// So many times an amount, rounded down.
    pub(crate) fn apply(self, amount: u64) -> u64 {
        match self {
            Self::Thousandths(thousandths) => {
                let product = u128::from(amount) * u128::from(thousandths) / 1000;
                u64::try_from(product).unwrap_or(u64::MAX)
            }
            Self::Times(times) => amount.saturating_mul(times),
        }
    }
}

/// A price by component, in tinycents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TinycentFees {
    /// For the node that submits.
    pub node: u64,
    /// For consensus.
    pub network: u64,
    /// For the execution.
    pub service: u64,
}

impl TinycentFees {
    /// The sum.
    pub fn total(&self) -> u64 {
        self.node.saturating_add(self.network).saturating_add(self.service)
    }

    /// In tinybar, each component rounded down by itself.
    pub fn tinybars(&self, rate: Rate) -> Fees {
        Fees {
            node: rate.tinybars(self.node),
            network: rate.tinybars(self.network),
            service: rate.tinybars(self.service),
        }
    }
}

/// A price by component, in tinybar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fees {
    /// For the node that submits.
    pub node: u64,
    /// For consensus.
    pub network: u64,
    /// For the execution.
    pub service: u64,
}

impl Fees {
    /// Nothing.
    pub const ZERO: Self = Self { node: 0, network: 0, service: 0 };

    /// The sum; at most [`i64::MAX`], so that it is an amount.
    pub fn total(&self) -> u64 {
        self.node.saturating_add(self.network).saturating_add(self.service).min(i64::MAX.cast_unsigned())
    }

    /// Without the service component, as failures before execution are charged.
    pub fn without_service(self) -> Self {
        Self { service: 0, ..self }
    }
}

impl FeeSchedule {
    /// What a transaction costs (HIP-1261). Arithmetic saturates.
    ///
    /// `None` when the function has no price: such a transaction is `InvalidTransactionBody`.
    pub fn calculate(
        &self,
        function: HederaFunctionality,
        size: Size,
        usage: &Usage,
        multiplier: Multiplier,
    ) -> Option<TinycentFees> {
        let fee = self.function(function)?;
        if fee.free || usage.is_free() {
            return Some(TinycentFees::default());
        }
        let executed = usage.foreign_price().map_or(Some(fee), |function| self.function(function))?;
        let node = if fee.node_network_fee_exempt { 0 } else { multiplier.apply(self.node_fee(size)) };
        Some(TinycentFees {
            node,
            network: node.saturating_mul(self.network_multiplier),
            service: multiplier.apply(service_fee(executed.base, &executed.extras, usage)),
        })
    }

    /// What high volume multiplies the price of a function by, with its high-volume buckets so full, in basis points
    /// (HIP-1313). Functions without a curve cost what they always cost.
    pub fn high_volume(&self, function: HederaFunctionality, utilisation: u32) -> Multiplier {
        let curve = self.function(function).and_then(|fee| fee.high_volume.as_ref());
        curve.map_or(Multiplier::ONE, |curve| Multiplier::Thousandths(curve.multiplier(utilisation)))
    }

    /// What the answer to a query costs, in tinycents: a service fee alone, which the payment in its header transfers.
    ///
    /// `None` when the query has no price here. (The reference prices those few by the older schedule of file
    /// 0.0.111; none of them is among the queries that this ledger answers.)
    pub fn query(&self, function: HederaFunctionality, usage: &Usage) -> Option<u64> {
        let fee = self.function(function)?;
        Some(if fee.free { 0 } else { service_fee(fee.base, &fee.extras, usage) })
    }

    fn node_fee(&self, size: Size) -> u64 {
        self.node_extras.iter().fold(self.node_base, |sum, reference| {
            let used = match reference.extra {
                Extra::Signatures => size.signatures,
                Extra::ProcessingBytes => size.bytes,
                _ => 0,
            };
            sum.saturating_add(reference.due(used))
        })
    }
}

fn service_fee(base: u64, references: &[Included], usage: &Usage) -> u64 {
    references.iter().fold(base, |sum, reference| {
        let used = usage
            .extras()
            .iter()
            .filter(|(extra, _)| *extra == reference.extra)
            .fold(0_u64, |used, (_, count)| used.saturating_add(*count));
        sum.saturating_add(reference.due(used))
    })
}

impl Included {
    /// What so many units cost.
    fn due(self, used: u64) -> u64 {
        self.price.saturating_mul(used.saturating_sub(self.quota))
    }
}

/// How many primitive keys a key of a transaction holds: lists and thresholds count what they hold, contract ids and
/// empty keys nothing. Works on keys that are not valid too, since fees are due for those as well.
#[expect(deprecated, reason = "the schema keeps kinds that never verify, but are paid for")]
pub fn key_count(key: &Key) -> u64 {
    let sum = |keys: &[Key]| keys.iter().map(key_count).fold(0, u64::saturating_add);
    match &key.key {
        Some(Kind::Ed25519(_) | Kind::EcdsaSecp256k1(_) | Kind::Ecdsa384(_)) => 1,
        Some(Kind::KeyList(list)) => sum(&list.keys),
        Some(Kind::ThresholdKey(threshold)) => threshold.keys.as_ref().map_or(0, |list| sum(&list.keys)),
        Some(Kind::ContractId(_) | Kind::DelegatableContractId(_) | Kind::Rsa3072(_)) | None => 0,
    }
}

#[cfg(test)]
mod tests {
    use HederaFunctionality as Function;
    use hapi_proto::services::{KeyList, ThresholdKey};

    use super::*;
    use crate::genesis::data;

    const USD: u64 = 10_000_000_000;
    const ONE_SIGNATURE: Size = Size { signatures: 1, bytes: 200 };

    fn genesis() -> FeeSchedule {
        FeeSchedule::parse(&data::simple_fees()).unwrap()
    }

    fn total(function: Function, size: Size, usage: &Usage) -> u64 {
        genesis().calculate(function, size, usage, Multiplier::ONE).unwrap().total()
    }

    #[test]
    fn typical_totals_are_those_published() {
        let transfer =
            |usage: Usage| total(Function::CryptoTransfer, ONE_SIGNATURE, &usage.with(Extra::Accounts, 2));
        assert_eq!(transfer(Usage::BASE), USD / 10_000);
        let token = Usage::BASE.with(Extra::TokenTypes, 1);
        assert_eq!(transfer(token.clone().with(Extra::TokenTransferBase, 1)), USD / 1000);
        assert_eq!(transfer(token.with(Extra::TokenTransferBaseCustomFees, 1)), USD / 500);
        let keys = Usage::BASE.with(Extra::Keys, 1);
        assert_eq!(total(Function::CryptoCreate, ONE_SIGNATURE, &keys), USD / 20);
        assert_eq!(total(Function::TokenCreate, ONE_SIGNATURE, &keys), USD);
    }

    #[test]
    fn airdrops_are_executed_at_the_price_of_transfers() {
        let usage = Usage::BASE.with(Extra::TokenTypes, 1).with(Extra::TokenTransferBase, 1);
        let transfer = total(Function::CryptoTransfer, ONE_SIGNATURE, &usage);
        let usage = usage.priced_as(Function::CryptoTransfer);
        assert_eq!(total(Function::TokenAirdrop, ONE_SIGNATURE, &usage), transfer);
    }

    #[test]
    fn further_signatures_and_bytes_cost_node_and_network() {
        let fees = |size| {
            genesis().calculate(Function::CryptoTransfer, size, &Usage::BASE, Multiplier::ONE).unwrap()
        };
        let one = fees(ONE_SIGNATURE);
        assert_eq!(one, TinycentFees { node: 100_000, network: 900_000, service: 0 });
        assert_eq!(fees(Size { signatures: 2, bytes: 200 }).total() - one.total(), USD / 10_000);
        assert_eq!(fees(Size { signatures: 1, bytes: 1350 }), one);
        assert_eq!(fees(Size { signatures: 1, bytes: 1351 }).total() - one.total(), USD / 100_000);
        assert_eq!(fees(Size { signatures: 0, bytes: 0 }), one);
    }

    #[test]
    fn each_component_is_floored_to_tinybars_by_itself() {
        let fees = TinycentFees { node: 100_000, network: 900_000, service: 23 };
        let tinybars = fees.tinybars(Rate::new(1, 12).unwrap());
        assert_eq!(tinybars, Fees { node: 8333, network: 75_000, service: 1 });
        assert_eq!(tinybars.total(), 83_334);
        assert_eq!(tinybars.without_service().total(), 83_333);
    }

    #[test]
    fn multipliers_apply_to_every_component() {
        let create = |multiplier| {
            let usage = Usage::BASE.with(Extra::Keys, 1);
            genesis().calculate(Function::CryptoCreate, ONE_SIGNATURE, &usage, multiplier).unwrap()
        };
        assert_eq!(create(Multiplier::Times(10)).total(), 10 * create(Multiplier::ONE).total());
        assert_eq!(create(Multiplier::Thousandths(4000)).total(), 4 * create(Multiplier::ONE).total());
        assert_eq!(create(Multiplier::Thousandths(1500)).node, 150_000);
    }

    #[test]
    fn exempt_free_and_unpriced_functions() {
        let exempt =
            genesis().calculate(Function::ContractCall, ONE_SIGNATURE, &Usage::BASE, Multiplier::ONE);
        assert_eq!(exempt, Some(TinycentFees::default()));
        assert_eq!(genesis().calculate(Function::Freeze, ONE_SIGNATURE, &Usage::BASE, Multiplier::ONE), None);
    }

    #[test]
    fn queries_cost_their_service_fee() {
        let schedule = genesis();
        assert_eq!(schedule.query(Function::CryptoGetAccountBalance, &Usage::BASE), Some(0));
        assert_eq!(schedule.query(Function::CryptoGetInfo, &Usage::BASE), Some(84));
        let records = Usage::BASE.with(Extra::Records, 3);
        assert_eq!(schedule.query(Function::TransactionGetRecord, &records), Some(84 + 2 * 1_000_000));
        let bytes = Usage::BASE.with(Extra::ProcessingBytes, 1001);
        assert_eq!(schedule.query(Function::FileGetContents, &bytes), Some(84 + 10_000));
    }

    #[test]
    fn absurd_usage_saturates() {
        let usage = Usage::BASE.with(Extra::Keys, u64::MAX).with(Extra::Keys, u64::MAX);
        let size = Size { signatures: u64::MAX, bytes: u64::MAX };
        let fees = genesis().calculate(Function::CryptoCreate, size, &usage, Multiplier::Times(100)).unwrap();
        assert_eq!(fees.total(), u64::MAX);
        assert_eq!(fees.tinybars(Rate::new(i32::MAX, 1).unwrap()).total(), i64::MAX.cast_unsigned());
    }

    #[test]
    fn keys_count_what_they_hold() {
        let key = |kind| Key { key: Some(kind) };
        let ed25519 = key(Kind::Ed25519(bytes::Bytes::from_static(&[1; 32])));
        let list = KeyList { keys: alloc::vec![ed25519.clone(), ed25519.clone(), Key::default()] };
        let threshold = key(Kind::ThresholdKey(ThresholdKey { threshold: 1, keys: Some(list.clone()) }));
        let nested = KeyList { keys: alloc::vec![threshold, key(Kind::KeyList(list)), ed25519] };
        assert_eq!(key_count(&key(Kind::KeyList(nested))), 5);
        assert_eq!(key_count(&key(Kind::ContractId(hapi_proto::services::ContractId::default()))), 0);
    }
}
