//! The files by which the network is run: who may change them, and what is refused in them.

use hapi_test::{prelude::*, proto::services::FileId};

/// Only the keepers of a file of the network's change it
#[hapi_test]
fn keepers_alone_change_files(
    #[case(
        ("ADDRESS_BOOK", "FEE_SCHEDULE_CONTROL"),
        ("NODE_DETAILS", "EXCHANGE_RATES_CONTROL"),
        ("FEE_SCHEDULE", "EXCHANGE_RATES_CONTROL"),
        ("SIMPLE_FEE_SCHEDULE", "ADDRESS_BOOK_CONTROL"),
        ("EXCHANGE_RATES", "FEE_SCHEDULE_CONTROL"),
        ("APP_PROPERTIES", "FEE_SCHEDULE_CONTROL"),
        ("API_PERMISSIONS", "FREEZE_ADMIN"),
        ("THROTTLE_DEFINITIONS", "SOFTWARE_UPDATE_ADMIN"),
        ("UPDATE_FEATURE", "ADDRESS_BOOK_CONTROL")
    )]
    case: (&'static str, &'static str),
    stranger: SpecAccount,
) -> impl IntoSpec {
    let (file, wrong_keeper) = case;
    hapi_spec![
        get_file_contents(file).save_to_registry("before"),
        fund_an_account(wrong_keeper),
        file_update(file).contents("spoilt").paying_with(wrong_keeper).fails_with(AuthorizationFailed),
        file_append(file).contents("spoilt").paying_with(wrong_keeper).fails_with(AuthorizationFailed),
        file_update(file).contents("spoilt").paying_with(&stranger).fails_with(AuthorizationFailed),
        file_append(file).contents("spoilt").paying_with(&stranger).fails_with(AuthorizationFailed),
        get_file_contents(file).has_named_contents("before"),
    ]
}

/// The key of a file of the network's is no privilege
#[hapi_test]
fn signatures_are_no_privilege(stranger: SpecAccount) -> impl IntoSpec {
    file_update("APP_PROPERTIES")
        .contents("spoilt")
        .paying_with(&stranger)
        .signed_by((&stranger.name().to_owned(), GENESIS))
        .fails_with(AuthorizationFailed)
}

/// The keepers change their file without its key, and pay nothing
#[leaky_test(PropertyOverrides, PermissionOverrides, ThrottleOverrides, FeeScheduleOverrides)]
fn keepers_change_their_files(
    #[case(
        ("FEE_SCHEDULE", "FEE_SCHEDULE_CONTROL"),
        ("SIMPLE_FEE_SCHEDULE", "FEE_SCHEDULE_CONTROL"),
        ("EXCHANGE_RATES", "EXCHANGE_RATES_CONTROL"),
        ("API_PERMISSIONS", "ADDRESS_BOOK_CONTROL"),
        ("API_PERMISSIONS", "EXCHANGE_RATES_CONTROL"),
        ("THROTTLE_DEFINITIONS", "ADDRESS_BOOK_CONTROL"),
        ("THROTTLE_DEFINITIONS", "EXCHANGE_RATES_CONTROL"),
        ("THROTTLE_DEFINITIONS", "SYSTEM_ADMIN"),
        ("API_PERMISSIONS", GENESIS)
    )]
    case: (&'static str, &'static str),
) -> impl IntoSpec {
    let (file, keeper) = case;
    hapi_spec![
        get_file_contents(file).save_to_registry("before"),
        fund_an_account(keeper),
        // Longer than others may send, where the file is large (HIP-1300).
        file_update(file).named_contents("before").paying_with(keeper).signed_by(keeper).fee(0).via("update"),
        get_txn_record("update").has_priority(record_with().fee(0)),
        get_file_contents(file).has_named_contents("before"),
    ]
}

/// What is no system file cannot be made one
#[hapi_test]
fn other_numbers_are_no_files(
    #[case(FileId::from_num(100), FileId::from_num(120), FileId::from_num(750))] reserved: FileId,
) -> impl IntoSpec {
    hapi_spec![
        file_update(reserved).contents("mine").fails_with_one_of([AuthorizationFailed, InvalidFileId]),
        file_update(reserved)
            .contents("mine")
            .paying_with(GENESIS)
            .fails_with_one_of([AuthorizationFailed, InvalidFileId]),
    ]
}

/// The properties are a list of settings, or nothing changes
#[leaky_test(PropertyOverrides)]
fn properties_are_settings() -> impl IntoSpec {
    hapi_spec![
        overriding("ledger.maxAutoAssociations", 7),
        file_update("APP_PROPERTIES")
            .overriding_props([("ledger.maxAutoAssociations", "several")])
            .paying_with(GENESIS)
            .fails_with(FailInvalid),
        get_file_contents("APP_PROPERTIES").has_settings([("ledger.maxAutoAssociations", "7")]),
        crypto_create("carol").max_automatic_token_associations(7),
        crypto_create("dave").max_automatic_token_associations(8).fails_with(InvalidMaxAutoAssociations),
    ]
}

/// Empty contents take all overrides away, when a superuser sends them
#[leaky_test(PropertyOverrides)]
fn superusers_clear_the_properties() -> impl IntoSpec {
    hapi_spec![
        overriding("ledger.maxAutoAssociations", 7),
        file_update("APP_PROPERTIES").contents("").paying_with("ADDRESS_BOOK_CONTROL").fee(0),
        get_file_contents("APP_PROPERTIES").has_settings([("ledger.maxAutoAssociations", "7")]),
        override_system_file(SystemFile::Properties, ""),
        get_file_contents("APP_PROPERTIES").has_contents(""),
        crypto_create("carol").max_automatic_token_associations(8),
    ]
}

/// Throttle definitions with a mistake are refused, each with its code, and the old ones hold
#[leaky_test(ThrottleOverrides)]
fn wrong_throttles_are_refused(
    #[case(
        ("duplicated-operation", OperationRepeatedInBucketGroups),
        ("zero-ops-group", ThrottleGroupHasZeroOpsPerSec),
        ("lcm-overflow-throttles", ThrottleGroupLcmOverflow)
    )]
    case: (&'static str, ResponseCodeEnum),
) -> impl IntoSpec {
    hapi_spec![
        get_file_contents("THROTTLE_DEFINITIONS").save_to_registry("before"),
        overriding_throttles_fails(case.0, case.1),
        get_file_contents("THROTTLE_DEFINITIONS").has_named_contents("before"),
    ]
}

/// What is no message at all is refused, too
#[leaky_test(ThrottleOverrides, FeeScheduleOverrides)]
fn gibberish_is_refused() -> impl IntoSpec {
    hapi_spec![
        file_update("THROTTLE_DEFINITIONS")
            .contents("gibberish")
            .paying_with(GENESIS)
            .fails_with(UnparseableThrottleDefinitions),
        file_update("EXCHANGE_RATES")
            .contents("gibberish")
            .paying_with(GENESIS)
            .fails_with(InvalidExchangeRateFile),
    ]
}

/// A fee schedule may come in parts: until it is whole, the one before holds
#[leaky_test(FeeScheduleOverrides)]
fn fee_schedules_come_in_parts(payer: SpecAccount) -> impl IntoSpec {
    let parts = |at: usize| {
        move |spec: &Spec| {
            let whole: bytes::Bytes = spec.registry().get("before")?;
            Ok(if at == 0 { whole.slice(..1_000) } else { whole.slice(1_000..) })
        }
    };
    hapi_spec![
        get_file_contents("SIMPLE_FEE_SCHEDULE").save_to_registry("before"),
        file_update("SIMPLE_FEE_SCHEDULE")
            .contents_from(parts(0))
            .paying_with(GENESIS)
            .has_known_status(FeeScheduleFilePartUploaded),
        crypto_transfer(send(1).from(&payer).to(FUNDING)).paying_with(&payer).fee(1.hbar()).via("meanwhile"),
        file_append("SIMPLE_FEE_SCHEDULE").contents_from(parts(1)).paying_with(GENESIS),
        get_file_contents("SIMPLE_FEE_SCHEDULE").has_named_contents("before"),
        validate_charged_usd("meanwhile", 0.0001),
    ]
}
