//! What a change of a system file brings about, at once: the next transaction is handled under it.

use core::ops::RangeInclusive;

use bytes::Bytes;
use hapi_proto::{
    services::{ExchangeRateSet, transaction_body::Data},
    strict,
};

use super::is_superuser;
use crate::{
    ResponseCode,
    config::{Settings, SettingsError, system_file},
    fees::{ExchangeRates, RatesError},
    state::{EntityNum, Store},
    throttles::ConsensusThrottles,
};

/// The files that control something, and few others.
const CONTROLLING: RangeInclusive<EntityNum> = system_file::FEE_SCHEDULES..=system_file::THROTTLE_DEFINITIONS;

/// What a transaction that was done brought about.
pub(super) struct Effect {
    /// How it ended: not all that succeeds is a plain success.
    pub(super) status: ResponseCode,
    /// The settings from now on, when they changed.
    pub(super) settings: Option<Settings>,
}

impl Effect {
    const NONE: Self = Self { status: ResponseCode::Success, settings: None };

    fn new(settings: Settings) -> Self {
        Self { settings: Some(settings), ..Self::NONE }
    }
}

/// Puts into force what a transaction wrote into a system file.
///
/// # Errors
/// Why the file does not hold what it should; the transaction has then failed. But schedules of fees may come in parts:
/// the one in force stays until the new one is whole.
pub(super) fn apply(
    data: &Data,
    payer: EntityNum,
    store: &mut Store<'_>,
    settings: &Settings,
    throttles: &mut ConsensusThrottles,
) -> Result<Effect, ResponseCode> {
    let Some(num) = changed_file(data).filter(|num| CONTROLLING.contains(num)) else {
        return Ok(Effect::NONE);
    };
    let Some(contents) = store.file(&num).map(|file| file.contents.clone()) else { return Ok(Effect::NONE) };
    let mut new = settings.clone();
    match num {
        system_file::FEE_SCHEDULES | system_file::SIMPLE_FEES => Ok(fees(num, &contents, store, new)),
        system_file::EXCHANGE_RATES => rates(&contents, payer, store, new),
        system_file::NETWORK_PROPERTIES => {
            new.update(num, &contents).map_err(|error| error.code())?;
            throttles.reconfigure(&new.config);
            Ok(Effect::new(new))
        }
        system_file::HAPI_PERMISSIONS => {
            new.update(num, &contents).map_err(|error| error.code())?;
            Ok(Effect::new(new))
        }
        system_file::THROTTLE_DEFINITIONS => {
            new.update(num, &contents).map_err(|error| error.code())?;
            *throttles = ConsensusThrottles::empty(&new);
            let complete = new.throttles.missing_operations().is_empty();
            let status = if complete {
                ResponseCode::Success
            } else {
                ResponseCode::SuccessButMissingExpectedOperation
            };
            Ok(Effect { status, settings: Some(new) })
        }
        _ => Ok(Effect::NONE),
    }
}

/// The file that a transaction of this kind changed, by number.
fn changed_file(data: &Data) -> Option<EntityNum> {
    let id = match data {
        Data::FileUpdate(op) => op.file_id.as_ref(),
        Data::FileAppend(op) => op.file_id.as_ref(),
        _ => None,
    };
    EntityNum::try_from(id?.file_num).ok()
}

/// A schedule that is not whole, or not valid, waits for more; what is in force is kept, since the file no longer holds
/// it.
fn fees(num: EntityNum, contents: &Bytes, store: &mut Store<'_>, mut new: Settings) -> Effect {
    let in_force = new.fees_source.clone();
    match new.update(num, contents) {
        Ok(()) => {
            if store.in_force(&num).is_some() {
                store.remove_in_force(num);
            }
            Effect::new(new)
        }
        Err(error) => {
            if num == system_file::SIMPLE_FEES && store.in_force(&num).is_none() {
                store.put_in_force(num, in_force);
            }
            Effect { status: error.code(), settings: None }
        }
    }
}

/// Rates move within bounds around those at midnight, but for superusers; the system admin sets those of midnight too.
fn rates(
    contents: &Bytes,
    payer: EntityNum,
    store: &mut Store<'_>,
    mut new: Settings,
) -> Result<Effect, ResponseCode> {
    let bounded = !is_superuser(&new.config, payer);
    match new.update(system_file::EXCHANGE_RATES, contents) {
        // What is not positive is also out of bounds, which is what the reference says about it.
        Err(SettingsError::Rates(RatesError::NotPositive)) if bounded => {
            return Err(ResponseCode::ExchangeRateChangeLimitExceeded);
        }
        result => result.map_err(|error| error.code())?,
    }
    let set: ExchangeRateSet = strict::decode(contents).map_err(|_| ResponseCode::InvalidExchangeRateFile)?;
    let limit = new.config.fees.intraday_change_limit;
    let midnight = ExchangeRates::parse(&store.network().midnight_rates);
    if bounded && !midnight.is_ok_and(|midnight| new.rates.are_within(limit, &midnight)) {
        return Err(ResponseCode::ExchangeRateChangeLimitExceeded);
    }
    let network = store.network_mut();
    network.rates = set;
    if payer == new.config.accounts.system_admin {
        network.midnight_rates = set;
    }
    Ok(Effect::new(new))
}
