//! The fee schedule of file 0.0.113.

use alloc::{collections::BTreeMap, vec::Vec};

use hapi_proto::{
    fees::{self as hapi, Extra, ExtraFeeReference},
    services::HederaFunctionality,
};

use super::Curve;

/// A validated fee schedule. All prices are in tinycents: 10^10 a US dollar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeSchedule {
    /// What the node gets for every transaction.
    pub(super) node_base: u64,
    pub(super) node_extras: Vec<Included>,
    /// The network fee is so many times the node fee.
    pub(super) network_multiplier: u64,
    prices: BTreeMap<Extra, u64>,
    functions: BTreeMap<HederaFunctionality, FunctionFee>,
}

/// What a functionality costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionFee {
    /// The service fee before extras.
    pub base: u64,
    pub(super) extras: Vec<Included>,
    /// Whether it costs nothing at all.
    pub free: bool,
    /// Whether only the service fee is due.
    pub node_network_fee_exempt: bool,
    /// How high volume multiplies the price; `None` where the flag has no effect.
    pub high_volume: Option<Curve>,
}

/// An extra that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Included {
    pub(super) extra: Extra,
    /// How many units are free.
    pub(super) quota: u64,
    /// What each further unit costs, in tinycents.
    pub(super) price: u64,
}

/// Why a fee schedule is refused (the rules of HIP-1261).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// There is no node or no network fee.
    #[error("the node or network fee is missing")]
    Missing,
    /// The network multiplier is zero.
    #[error("the network multiplier is below 1")]
    Multiplier,
    /// An extra is unknown, defined twice, or has no price.
    #[error("an extra is unknown, defined twice or without a price")]
    Extra,
    /// An extra is referenced that is not defined, or twice by the same fee.
    #[error("a referenced extra is not defined, or referenced twice")]
    Reference,
    /// There is no service, or one without a name or a price, or two of the same name.
    #[error("there is no service, or a service without a name of its own or without prices")]
    Service,
    /// A functionality is unknown or priced twice.
    #[error("a functionality is unknown or priced twice")]
    Function,
}

impl FeeSchedule {
    /// Reads and validates a schedule.
    pub fn parse(schedule: &hapi::FeeSchedule) -> Result<Self, ScheduleError> {
        let (Some(node), Some(network)) = (&schedule.node, &schedule.network) else {
            return Err(ScheduleError::Missing);
        };
        if network.multiplier == 0 {
            return Err(ScheduleError::Multiplier);
        }
        let prices = parse_prices(&schedule.extras)?;
        Ok(Self {
            node_base: node.base_fee,
            node_extras: parse_references(&prices, &node.extras)?,
            network_multiplier: network.multiplier.into(),
            functions: parse_services(&prices, &schedule.services)?,
            prices,
        })
    }

    /// What a functionality costs; `None` when it has no price.
    pub fn function(&self, function: HederaFunctionality) -> Option<&FunctionFee> {
        self.functions.get(&function)
    }

    /// What one unit of an extra costs; nothing when it has no price.
    pub fn price(&self, extra: Extra) -> u64 {
        self.prices.get(&extra).copied().unwrap_or(0)
    }
}

fn parse_prices(extras: &[hapi::ExtraFeeDefinition]) -> Result<BTreeMap<Extra, u64>, ScheduleError> {
    let mut prices = BTreeMap::new();
    for definition in extras {
        let extra = Extra::try_from(definition.name).map_err(|_| ScheduleError::Extra)?;
        if definition.fee == 0 || prices.insert(extra, definition.fee).is_some() {
            return Err(ScheduleError::Extra);
        }
    }
    Ok(prices)
}

fn parse_references(
    prices: &BTreeMap<Extra, u64>,
    references: &[ExtraFeeReference],
) -> Result<Vec<Included>, ScheduleError> {
    let mut parsed: Vec<Included> = Vec::with_capacity(references.len());
    for reference in references {
        let extra = Extra::try_from(reference.name).map_err(|_| ScheduleError::Reference)?;
        let price = *prices.get(&extra).ok_or(ScheduleError::Reference)?;
        if parsed.iter().any(|other| other.extra == extra) {
            return Err(ScheduleError::Reference);
        }
        parsed.push(Included { extra, quota: reference.included_count.into(), price });
    }
    Ok(parsed)
}

fn parse_services(
    prices: &BTreeMap<Extra, u64>,
    services: &[hapi::ServiceFeeSchedule],
) -> Result<BTreeMap<HederaFunctionality, FunctionFee>, ScheduleError> {
    if services.is_empty() {
        return Err(ScheduleError::Service);
    }
    let mut functions = BTreeMap::new();
    for (at, service) in services.iter().enumerate() {
        if service.name.is_empty() || services[..at].iter().any(|other| other.name == service.name) {
            return Err(ScheduleError::Service);
        }
        if service.schedule.is_empty() {
            return Err(ScheduleError::Service);
        }
        for definition in &service.schedule {
            let function = HederaFunctionality::try_from(definition.name)
                .ok()
                .filter(|function| *function != HederaFunctionality::None)
                .ok_or(ScheduleError::Function)?;
            let fee = FunctionFee {
                base: definition.base_fee,
                extras: parse_references(prices, &definition.extras)?,
                free: definition.free,
                node_network_fee_exempt: definition.node_network_fee_exempt,
                high_volume: definition.high_volume_rates.as_ref().map(Curve::parse),
            };
            if functions.insert(function, fee).is_some() {
                return Err(ScheduleError::Function);
            }
        }
    }
    Ok(functions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genesis::data;

    /// Spoils the genesis schedule, which is valid, and says what is then wrong with it.
    fn spoiled(spoil: impl FnOnce(&mut hapi::FeeSchedule)) -> Option<ScheduleError> {
        let mut schedule = data::simple_fees();
        spoil(&mut schedule);
        FeeSchedule::parse(&schedule).err()
    }

    #[test]
    fn the_genesis_schedule_is_valid_and_each_rule_is_checked() {
        assert_eq!(spoiled(|_| ()), None);
        assert_eq!(spoiled(|s| s.node = None), Some(ScheduleError::Missing));
        assert_eq!(spoiled(|s| s.network = None), Some(ScheduleError::Missing));
        assert_eq!(spoiled(|s| s.network.as_mut().unwrap().multiplier = 0), Some(ScheduleError::Multiplier));
        assert_eq!(spoiled(|s| s.extras[0].fee = 0), Some(ScheduleError::Extra));
        assert_eq!(spoiled(|s| s.extras[0].name = 9999), Some(ScheduleError::Extra));
        assert_eq!(spoiled(|s| s.extras.push(s.extras[0])), Some(ScheduleError::Extra));
        assert_eq!(spoiled(|s| s.extras.clear()), Some(ScheduleError::Reference));
        assert_eq!(
            spoiled(|s| s.node.as_mut().unwrap().extras[1] = s.node.as_ref().unwrap().extras[0]),
            Some(ScheduleError::Reference)
        );
        assert_eq!(spoiled(|s| s.services.clear()), Some(ScheduleError::Service));
        assert_eq!(spoiled(|s| s.services[0].schedule.clear()), Some(ScheduleError::Service));
        assert_eq!(
            spoiled(|s| s.services[1].name = s.services[0].name.clone()),
            Some(ScheduleError::Service)
        );
        assert_eq!(spoiled(|s| s.services[0].schedule[0].name = 9999), Some(ScheduleError::Function));
        assert_eq!(
            spoiled(|s| s.services[0].schedule[1].name = s.services[0].schedule[0].name),
            Some(ScheduleError::Function)
        );
    }
}
