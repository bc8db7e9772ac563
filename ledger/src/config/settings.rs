//! What the system files of a state control, each parsed once.

use alloc::{collections::BTreeMap, string::String, sync::Arc};

use bytes::Bytes;
use hapi_proto::{
    services::{
        CurrentAndNextFeeSchedule, ExchangeRateSet, HederaFunctionality, ServicesConfigurationList,
        ThrottleDefinitions,
    },
    strict::{self, StrictMessage},
};

use super::{Config, PermissionError, Permissions, PropertyError};
use crate::{
    ResponseCode,
    fees::{ExchangeRates, FeeSchedule, RatesError, ScheduleError},
    handle::is_superuser,
    state::{EntityNum, State},
    throttles::{DefinitionError, Definitions},
};

/// The numbers of the system files.
pub mod system_file {
    use core::ops::RangeInclusive;

    use crate::state::EntityNum;

    /// The address book that clients read.
    pub const ADDRESS_BOOK: EntityNum = 101;
    /// The address book with descriptions and gossip keys.
    pub const NODE_DETAILS: EntityNum = 102;
    /// The resource-based fee schedule, which transactions no longer use.
    pub const FEE_SCHEDULES: EntityNum = 111;
    /// The exchange rates.
    pub const EXCHANGE_RATES: EntityNum = 112;
    /// The fee schedule in force (HIP-1261).
    pub const SIMPLE_FEES: EntityNum = 113;
    /// Properties that override the configuration.
    pub const NETWORK_PROPERTIES: EntityNum = 121;
    /// Who may use which functionality.
    pub const HAPI_PERMISSIONS: EntityNum = 122;
    /// The throttle definitions.
    pub const THROTTLE_DEFINITIONS: EntityNum = 123;
    /// Software updates.
    pub const SOFTWARE_UPDATES: RangeInclusive<EntityNum> = 150..=159;
}

/// Typed views of the system files. A clone is cheap.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The configuration with the properties of file 0.0.121.
    pub config: Arc<Config>,
    /// File 0.0.113, as it was when it last was a valid schedule.
    pub fees: Arc<FeeSchedule>,
    /// What [`Settings::fees`] was read from.
    pub fees_source: Bytes,
    /// File 0.0.112.
    pub rates: ExchangeRates,
    /// File 0.0.123.
    pub throttles: Arc<Definitions>,
    /// File 0.0.122.
    pub permissions: Arc<Permissions>,
    base: Arc<Config>,
}

/// A system file does not hold what it should.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// There is no such file.
    #[error("system file 0.0.{0} is missing")]
    Missing(EntityNum),
    /// It is not the protobuf message it should be.
    #[error("system file 0.0.{0} does not parse")]
    Malformed(EntityNum),
    /// File 0.0.111 or 0.0.113 is only the beginning of one, as after the first part of an upload.
    #[error("system file 0.0.{0} is not whole")]
    Partial(EntityNum),
    /// File 0.0.113 is not a valid schedule.
    #[error("fee schedule: {0}")]
    Fees(#[from] ScheduleError),
    /// File 0.0.112 has no usable rates.
    #[error("exchange rates: {0}")]
    Rates(#[from] RatesError),
    /// File 0.0.123 does not define buckets.
    #[error("throttle definitions: {0}")]
    Throttles(#[from] DefinitionError),
    /// File 0.0.122 has an unusable value.
    #[error("permissions: {0}")]
    Permissions(#[from] PermissionError),
    /// File 0.0.121 has an unusable value.
    #[error("network properties: {0}")]
    Properties(#[from] PropertyError),
}

impl SettingsError {
    /// The receipt status of the file change that caused it.
    pub fn code(&self) -> ResponseCode {
        match self {
            Self::Fees(_) | Self::Partial(_) => ResponseCode::FeeScheduleFilePartUploaded,
            Self::Rates(_) | Self::Malformed(system_file::EXCHANGE_RATES) => {
                ResponseCode::InvalidExchangeRateFile
            }
            Self::Throttles(error) => error.code(),
            Self::Malformed(_) => ResponseCode::UnparseableThrottleDefinitions,
            Self::Missing(_) => ResponseCode::InvalidFileId,
            // The reference does not expect these.
            Self::Permissions(_) | Self::Properties(_) => ResponseCode::FailInvalid,
        }
    }
}

impl Settings {
    /// What the system files of `state` say, over the configuration that the node was started with.
    pub fn from_state(state: &State, base: Arc<Config>) -> Result<Self, SettingsError> {
        let contents = |num| {
            let last_valid = state.in_force.get(&num);
            last_valid
                .or_else(|| state.files.get(&num).map(|file| &file.contents))
                .ok_or(SettingsError::Missing(num))
        };
        let (fees, rates, throttles, permissions) = (
            parse_fees(contents(system_file::SIMPLE_FEES)?)?,
            parse_rates(contents(system_file::EXCHANGE_RATES)?)?,
            parse_throttles(contents(system_file::THROTTLE_DEFINITIONS)?)?,
            parse_permissions(contents(system_file::HAPI_PERMISSIONS)?)?,
        );
        let config = parse_config(&base, contents(system_file::NETWORK_PROPERTIES)?)?;
        Ok(Self {
            config: Arc::new(config),
            fees: Arc::new(fees),
            fees_source: contents(system_file::SIMPLE_FEES)?.clone(),
            rates,
            throttles: Arc::new(throttles),
            permissions: Arc::new(permissions),
            base,
        })
    }

    /// Takes over the new contents of a system file; nothing happens for a file that controls nothing.
    ///
    /// Contents of files 0.0.121 and 0.0.122 that are no list of settings count as an empty list, as in the reference:
    /// they may be the first part of an upload.
    ///
    /// # Errors
    /// When the contents are not usable; the settings are then as they were.
    pub fn update(&mut self, file: EntityNum, contents: &Bytes) -> Result<(), SettingsError> {
        match file {
            system_file::FEE_SCHEDULES => {
                // Transactions no longer use it, but it must be one.
                strict::decode::<CurrentAndNextFeeSchedule>(contents)
                    .map_err(|_| SettingsError::Partial(file))?;
            }
            system_file::SIMPLE_FEES => {
                self.fees = Arc::new(parse_fees(contents)?);
                self.fees_source = contents.clone();
            }
            system_file::EXCHANGE_RATES => self.rates = parse_rates(contents)?,
            system_file::THROTTLE_DEFINITIONS => self.throttles = Arc::new(parse_throttles(contents)?),
            system_file::HAPI_PERMISSIONS => self.permissions = Arc::new(parse_permissions(contents)?),
            system_file::NETWORK_PROPERTIES => self.config = Arc::new(parse_config(&self.base, contents)?),
            _ => {}
        }
        Ok(())
    }

    /// The configuration that the ledger was started with.
    pub(crate) fn base(&self) -> &Arc<Config> {
        &self.base
    }

    /// The value that the ledger was started with of a property, as a file would write it: what is in force when file
    /// 0.0.121 says nothing else. `None` when the name is not [`known`](super::known).
    pub fn startup(&self, property: &str) -> Option<String> {
        self.base.get(property)
    }

    /// Whether this payer may use this functionality: superusers may use everything, others what the permissions allow.
    pub fn allows(&self, payer: EntityNum, function: HederaFunctionality) -> bool {
        is_superuser(&self.config, payer) || self.permissions.allow(payer, function)
    }
}

fn decode<M: StrictMessage>(file: EntityNum, contents: &Bytes) -> Result<M, SettingsError> {
    strict::decode(contents).map_err(|_| SettingsError::Malformed(file))
}

fn parse_fees(contents: &Bytes) -> Result<FeeSchedule, SettingsError> {
    let message = strict::decode::<hapi_proto::fees::FeeSchedule>(contents)
        .map_err(|_| SettingsError::Partial(system_file::SIMPLE_FEES))?;
    Ok(FeeSchedule::parse(&message)?)
}

fn parse_rates(contents: &Bytes) -> Result<ExchangeRates, SettingsError> {
    Ok(ExchangeRates::parse(&decode::<ExchangeRateSet>(system_file::EXCHANGE_RATES, contents)?)?)
}

fn parse_throttles(contents: &Bytes) -> Result<Definitions, SettingsError> {
    Ok(Definitions::parse(&decode::<ThrottleDefinitions>(system_file::THROTTLE_DEFINITIONS, contents)?)?)
}

fn parse_permissions(contents: &Bytes) -> Result<Permissions, SettingsError> {
    Ok(Permissions::parse(&settings_list(contents))?)
}

/// Of several settings of one property the last counts.
fn parse_config(base: &Config, contents: &Bytes) -> Result<Config, SettingsError> {
    let overrides = settings_list(contents);
    let last: BTreeMap<_, _> =
        overrides.name_value.iter().map(|setting| (&setting.name, &setting.value)).collect();
    let mut config = base.clone();
    for (name, value) in last {
        config.set(name, value)?;
    }
    Ok(config)
}

fn settings_list(contents: &Bytes) -> ServicesConfigurationList {
    strict::decode(contents).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use alloc::{string::String, vec::Vec};

    use hapi_proto::services::Setting;
    use proptest::{collection::vec as vec_of, prelude::*};
    use prost::Message;

    use super::*;
    use crate::{config::known_properties, genesis::Genesis};

    fn genesis() -> Settings {
        let genesis = Genesis::default();
        Settings::from_state(&genesis.build(), Arc::new(genesis.config)).unwrap()
    }

    const FILES: [EntityNum; 7] = [
        system_file::FEE_SCHEDULES,
        system_file::EXCHANGE_RATES,
        system_file::SIMPLE_FEES,
        system_file::NETWORK_PROPERTIES,
        system_file::HAPI_PERMISSIONS,
        system_file::THROTTLE_DEFINITIONS,
        system_file::ADDRESS_BOOK,
    ];

    /// Values that mean something to some property.
    fn value() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<i64>().prop_map(|number| alloc::format!("{number}")),
            prop::sample::select(alloc::vec![
                "0",
                "-1",
                "",
                "true",
                "0x",
                "0x1",
                "2-50",
                "0-*",
                "9-",
                "90,10x",
                "0,1x,1,2x",
                ",",
                "1s",
            ])
            .prop_map(String::from),
            "\\PC{0,12}",
        ]
    }

    proptest! {
        /// Whatever bytes a system file holds, and however genesis contents are spoilt.
        #[test]
        fn any_contents_are_answered(
            file in prop::sample::select(&FILES[..]),
            random in vec_of(any::<u8>(), 0..200),
            spoilt in vec_of((any::<usize>(), any::<u8>()), 0..4),
            cut in any::<usize>(),
        ) {
            let mut settings = genesis();
            let _ = settings.update(file, &random.into());
            let state = Genesis::default().build();
            let mut contents = state.files.get(&file).map(|file| file.contents.to_vec()).unwrap_or_default();
            for (at, to) in spoilt {
                let length = contents.len().max(1);
                if let Some(byte) = contents.get_mut(at % length) {
                    *byte = to;
                }
            }
            if cut % 3 == 0 {
                contents.truncate(cut % (contents.len() + 1));
            }
            if let Err(error) = settings.update(file, &contents.into()) {
                prop_assert_ne!(error.code(), ResponseCode::Success);
            }
        }

        /// Whatever properties and permissions say, they say it, or nothing changes.
        #[test]
        fn any_values_are_answered(
            which in vec_of((any::<prop::sample::Index>(), value()), 0..5),
            file in prop::sample::select(&FILES[3..5]),
        ) {
            let names: Vec<_> = known_properties().map(|property| property.name).collect();
            let name_value: Vec<_> = which
                .iter()
                .map(|(index, value)| Setting {
                    name: (*index.get(&names)).into(),
                    value: value.clone(),
                    ..Setting::default()
                })
                .collect();
            let contents = ServicesConfigurationList { name_value }.encode_to_vec().into();
            let mut settings = genesis();
            let before = settings.clone();
            if settings.update(file, &contents).is_err() {
                prop_assert_eq!(&settings.config, &before.config);
                prop_assert_eq!(&settings.permissions, &before.permissions);
            }
        }
    }

    #[test]
    fn the_last_setting_of_a_property_counts() {
        let setting = |value: &str| Setting {
            name: "ledger.transfers.maxLen".into(),
            value: value.into(),
            ..Setting::default()
        };
        let list = ServicesConfigurationList { name_value: alloc::vec![setting("none"), setting("4")] };
        let mut settings = genesis();
        settings.update(system_file::NETWORK_PROPERTIES, &list.encode_to_vec().into()).unwrap();
        assert_eq!(settings.config.ledger.transfers_max_len, 4);
    }
}
