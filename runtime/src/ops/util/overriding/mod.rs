//! Changes of the files that run a network.
//!
//! They are real updates of files 0.0.111 to 0.0.123, paid and signed by the treasury, and take effect for everybody at
//! once. A test that uses one says so in its attribute (`#[leaky_test(PropertyOverrides)]`), and the session restores the
//! file after it.

mod edit;
mod fees;
mod permissions;
mod properties;
mod rates;
mod startup;
mod throttles;
mod whole;

pub use fees::{overriding_fees, reduce_fee_for, upload_scheduled_contract_prices};
pub use permissions::{overriding_permission, overriding_permissions, restore_default_permission};
pub use properties::{
    Remembering, overriding, overriding_all_of, overriding_three, overriding_two, remembering,
    restore_default,
};
pub use rates::{rate_set_with, update_rates, update_rates_with};
pub use startup::{
    do_several_with_startup_config, do_several_with_startup_config_now, do_with_startup_config,
    do_with_startup_config_now, do_with_startup_duration,
};
pub use throttles::{overriding_throttles, overriding_throttles_fails};
pub use whole::override_system_file;
