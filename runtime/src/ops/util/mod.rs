//! Operations that steer the flow of a spec, remember, compare and spoil.
//!
//! Of the reference's utilities these are missing: `run_with_provider`, random load; whatever is about contracts,
//! tokens, record and block streams, and upgrades.

mod addresses;
mod body;
mod child_records;
mod clock;
mod context;
mod creations;
mod customized;
mod fees;
mod groups;
mod ledger_id;
mod modified;
mod overriding;
mod private_keys;
mod restart;
mod snapshots;
mod state;
mod step;
mod txn_id;

pub use addresses::{long_zero_address, with_address_of_key, with_addresses_of_keys, with_long_zero_address};
pub use body::{AtOnce, InTime, IntoOutcome, OpBody};
pub use child_records::{child_records_check, empty_child_records_check};
pub use clock::{expose_spec_second_to, save_spec_time, sleep_for, sleep_for_seconds};
pub use context::{
    OpLog, all_run_for, assertions_hold, do_adhoc, doing_contextual, given, log_it, sourcing,
    sourcing_contextual, verify, with_op_context,
};
pub use creations::{
    CreateByTransfer, create_hip32_auto, create_hollow, fund_an_account, new_aliased_account,
};
pub use customized::{WithSetup, with_setup};
pub use fees::{
    ValidateChargedUsd, charged_usd, record_fee_amount, validate_charged_usd,
    validate_charged_usd_with_child, validate_charged_usd_within, validate_record_transaction_fees,
    with_strict_cost_answer_validation,
};
pub use groups::{BlockingOrder, InParallel, blocking_order, in_parallel, no_op, spec_ops};
pub use ledger_id::{expose_target_ledger_id_to, with_target_ledger_id};
pub use modified::{
    Modification, Modify, SendModified, SubmitModified, send_modified, send_modified_with_fixed_payer,
    submit_modified, submit_modified_with_fixed_payer, with_successively_varied_body_ids,
    with_successively_varied_query_ids,
};
pub use overriding::{
    Remembering, do_several_with_startup_config, do_several_with_startup_config_now, do_with_startup_config,
    do_with_startup_config_now, do_with_startup_duration, override_system_file, overriding,
    overriding_all_of, overriding_fees, overriding_permission, overriding_permissions, overriding_three,
    overriding_throttles, overriding_throttles_fails, overriding_two, rate_set_with, reduce_fee_for,
    remembering, restore_default, restore_default_permission, update_rates, update_rates_with,
    upload_scheduled_contract_prices,
};
pub use private_keys::{get_ecdsa_private_key_from_spec, get_ed25519_private_key_from_spec};
pub(crate) use restart::network_has_restarted;
pub use restart::restart_network;
pub use snapshots::{
    ValidateTransferList, balance_snapshot, take_balance_snapshots, token_balance_snapshot,
    validate_transfer_list_for_balances,
};
pub use state::{
    mutate_account, mutate_singleton, mutate_state, view_account, view_file, view_node, view_singleton,
    view_state,
};
pub use step::Step;
pub use txn_id::{UsableTxnId, usable_txn_id_named};
