//! What a network tells: balances and accounts, the files that it is run by, its version; and what it does not tell.
//!
//! - <https://hips.hedera.com/hip/hip-1261>

// lint: allow(closures): each closure looks at one answer as a whole

use hapi_test::{
    prelude::*,
    proto::{
        fees,
        services::{
            self as hapi, CurrentAndNextFeeSchedule, ExchangeRateSet, NodeAddressBook,
            ServicesConfigurationList, ThrottleDefinitions, query,
        },
    },
};
use prost::Message;

/// The file's contents as the message that they are.
fn decoded<M: Message + Default>(contents: &[u8]) -> Result<M, String> {
    M::decode(contents).map_err(|error| error.to_string())
}

/// An error with this text, unless it is so.
fn ensure(holds: bool, text: impl Into<String>) -> Result<(), String> {
    if holds { Ok(()) } else { Err(text.into()) }
}

// Accounts

/// A balance is told by the account's number, and by either of its aliases
#[hapi_test]
fn balances_are_told_by_any_name(#[key_spec(kind = ecdsa)] key: SpecKey) -> impl IntoSpec {
    hapi_spec![
        crypto_transfer(send(3.hbar()).from(DEFAULT_PAYER).to(by_alias(&key))),
        get_auto_created_account_balance(&key).has_hbar(3.hbar()),
        get_aliased_account_info(&key).has_expected_alias_key().saving_id_as("created"),
        get_account_balance("created").has_hbar(3.hbar()),
        with_address_of_key(key.name(), |address| {
            get_aliased_account_balance(address.to_vec())
                .has_hbar(3.hbar())
                .has_expected_account_id("created")
        }),
    ]
}

/// There is no balance where there is no account
#[hapi_test]
fn unknown_accounts_have_no_balance(
    #[case(AccountId::from_num(999_999_999), AccountId::from_evm_address([7; 20]))] nobody: AccountId,
) -> impl IntoSpec {
    get_account_balance(&nobody).has_answer_only_precheck(InvalidAccountId)
}

/// Of deleted accounts nothing is told but that they were deleted
#[hapi_test]
fn deleted_accounts_are_gone(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        get_account_balance(&alice).has_hbar(10.hbar()),
        alice.delete_with_transfer(FUNDING),
        get_account_balance(&alice).has_answer_only_precheck(AccountDeleted),
        get_account_info(&alice).fails_with(AccountDeleted),
    ]
}

/// Without the id of an account, a question is about nobody
#[hapi_test]
fn questions_name_their_account(alice: SpecAccount) -> impl IntoSpec {
    let (balance, info, records) = (alice.clone(), alice.clone(), alice);
    hapi_spec![
        send_modified(with_successively_varied_query_ids(), move || get_account_balance(&balance)),
        send_modified(with_successively_varied_query_ids(), move || get_account_info(&info)),
        send_modified(with_successively_varied_query_ids(), move || get_account_records(&records)),
    ]
}

/// An account's info has what the account was created with
#[hapi_test]
fn info_is_what_was_given(
    #[account_spec(balance = 7.hbar(), memo = "seven", max_auto_associations = 7, receiver_sig_required = true)]
    seven: SpecAccount,
) -> impl IntoSpec {
    get_account_info(&seven).has(
        account_with()
            .account_id(&seven)
            .key(&seven)
            .balance(7.hbar())
            .memo("seven")
            .max_auto_associations(7)
            .receiver_sig_req(true)
            .deleted(false)
            .no_alias(),
    )
}

/// Allowances are for the eyes of governance accounts
#[hapi_test]
fn details_are_restricted(alice: SpecAccount, bob: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        alice.approve_crypto_allowance(&bob, 5.hbar()),
        get_account_details(&alice).has(account_details_with().crypto_allowances_containing(&bob, 5.hbar())),
        get_account_details(&alice).paying_with(&alice).has_answer_only_precheck(NotSupported),
    ]
}

// Files

/// The address book lists each node with its account, and so do the node details
#[hapi_test]
fn the_books_list_all_nodes(#[case("ADDRESS_BOOK", "NODE_DETAILS")] book: &'static str) -> impl IntoSpec {
    get_file_contents(book).satisfies(|spec, answer| {
        let book: NodeAddressBook = decoded(&answer.contents)?;
        let listed = book.node_address.into_iter().filter_map(|node| node.node_account_id);
        let listed: Vec<_> = listed.collect();
        let missing = spec.network().nodes().iter().find(|node| !listed.contains(&node.account));
        ensure(missing.is_none(), format!("{missing:?} is not among {listed:?}"))
    })
}

/// The old fee schedule is kept, though nothing is charged by it any more (HIP-1261)
///
/// <https://hips.hedera.com/hip/hip-1261>
#[hapi_test]
fn the_old_fee_schedule_is_kept() -> impl IntoSpec {
    get_file_contents("FEE_SCHEDULE").and_validate(|contents| {
        let CurrentAndNextFeeSchedule { current_fee_schedule: current, .. } = decoded(contents)?;
        ensure(!current.unwrap_or_default().transaction_fee_schedule.is_empty(), "no fees")
    })
}

/// The fee schedule says what creating an account costs (HIP-1261)
#[hapi_test]
fn the_fee_schedule_has_prices() -> impl IntoSpec {
    get_file_contents("SIMPLE_FEE_SCHEDULE").and_validate(|contents| {
        let schedule: fees::FeeSchedule = decoded(contents)?;
        let mut fees = schedule.services.iter().flat_map(|service| &service.schedule);
        let create = fees.find(|fee| fee.name() == hapi::HederaFunctionality::CryptoCreate);
        ensure(create.is_some_and(|fee| fee.base_fee == 499_000_000), format!("{create:?}"))
    })
}

/// Exchange rates are there for now and for what comes after, and of positive numbers
#[hapi_test]
fn there_are_exchange_rates() -> impl IntoSpec {
    get_file_contents("EXCHANGE_RATES").and_validate(|contents| {
        let rates: ExchangeRateSet = decoded(contents)?;
        let positive = |rate: Option<hapi::ExchangeRate>| {
            rate.is_some_and(|rate| rate.cent_equiv > 0 && rate.hbar_equiv > 0)
        };
        ensure(positive(rates.current_rate) && positive(rates.next_rate), format!("{rates:?}"))
    })
}

/// Permissions say which accounts may use what: anybody may transfer, few may freeze
#[hapi_test]
fn permissions_are_public() -> impl IntoSpec {
    get_file_contents("API_PERMISSIONS").and_validate(|contents| {
        let list: ServicesConfigurationList = decoded(contents)?;
        let permission = |name: &str| {
            list.name_value.iter().find(|setting| setting.name == name).map(|setting| setting.value.as_str())
        };
        ensure(permission("cryptoTransfer") == Some("0-*"), "transfers are for all")?;
        ensure(permission("freeze") == Some("2-58"), "freezing is for governance accounts")
    })
}

/// Network properties are a list of settings, which may be empty
#[hapi_test]
fn properties_are_settings() -> impl IntoSpec {
    get_file_contents("APP_PROPERTIES").and_validate(|contents| {
        let list: ServicesConfigurationList = decoded(contents)?;
        ensure(list.name_value.iter().all(|setting| !setting.name.is_empty()), "a setting without a name")
    })
}

/// Throttles leave room for transfers
#[hapi_test]
fn throttles_are_public() -> impl IntoSpec {
    get_file_contents("THROTTLE_DEFINITIONS").and_validate(|contents| {
        let definitions: ThrottleDefinitions = decoded(contents)?;
        let mut groups = definitions.throttle_buckets.iter().flat_map(|bucket| &bucket.throttle_groups);
        let transfers = groups.any(|group| {
            group.milli_ops_per_sec > 0
                && group.operations().any(|op| op == hapi::HederaFunctionality::CryptoTransfer)
        });
        ensure(transfers, "no bucket has room for transfers")
    })
}

/// System files are the treasury's to change, and there to stay
#[hapi_test]
fn system_files_have_keys() -> impl IntoSpec {
    hapi_spec![
        get_file_info("EXCHANGE_RATES").has_wacl("EXCHANGE_RATES").has_deleted(false).has_memo(""),
        get_file_info("THROTTLE_DEFINITIONS").has_wacl("THROTTLE_DEFINITIONS").has_deleted(false),
    ]
}

/// There is nothing to read where there is no file
#[hapi_test]
fn unknown_files_are_empty_handed() -> impl IntoSpec {
    hapi_spec![
        get_file_contents("0.0.999999999").fails_with(InvalidFileId),
        get_file_info("0.0.999999999").fails_with(InvalidFileId),
        send_modified(with_successively_varied_query_ids(), || get_file_contents("EXCHANGE_RATES")),
        send_modified(with_successively_varied_query_ids(), || get_file_info("EXCHANGE_RATES")),
    ]
}

// The network

/// A network tells which version of HAPI it speaks, and which version it is
#[hapi_test]
fn versions_are_told() -> impl IntoSpec {
    get_version_info().has_no_degenerate_semvers()
}

/// All answers are of one ledger
#[hapi_test]
fn answers_are_of_one_ledger(alice: SpecAccount) -> impl IntoSpec {
    with_target_ledger_id(move |ledger_id| {
        blocking_order(hapi_spec![
            get_account_info(&alice).has_encoded_ledger_id(ledger_id.clone()),
            get_file_info("EXCHANGE_RATES").has_encoded_ledger_id(ledger_id.clone()),
            get_account_details(&alice).has_encoded_ledger_id(ledger_id),
        ])
    })
}

/// No node gives state proofs, neither of answers nor of what they cost
#[hapi_test]
fn state_proofs_are_not_supported(alice: SpecAccount) -> impl IntoSpec {
    hapi_spec![
        get_account_balance(&alice).with_state_proof().has_answer_only_precheck(NotSupported),
        get_account_info(&alice).with_state_proof().has_cost_answer_precheck(NotSupported),
        get_account_info(&alice).with_state_proof().node_payment(100).has_answer_only_precheck(NotSupported),
    ]
}

/// Questions that were asked in other times are not answered any more
#[hapi_test]
fn old_questions_are_not_supported(
    #[case(
        "GetByKey",
        "GetBySolidityId",
        "CryptoGetLiveHash",
        "CryptoGetStakers",
        "TransactionGetFastRecord",
        "TokenGetAccountNftInfos",
        "TokenGetNftInfos"
    )]
    name: &'static str,
) -> impl IntoSpec {
    get_version_info()
        .with_query_mutation(move |_, query| *query = old_question(name))
        .fails_with(NotSupported)
}

/// A query of the past, by its name.
#[expect(deprecated, reason = "nodes must still know them, to refuse them")]
fn old_question(name: &str) -> query::Query {
    use query::Query;
    match name {
        "GetByKey" => Query::GetByKey(hapi::GetByKeyQuery::default()),
        "GetBySolidityId" => Query::GetBySolidityId(hapi::GetBySolidityIdQuery::default()),
        "CryptoGetLiveHash" => Query::CryptoGetLiveHash(hapi::CryptoGetLiveHashQuery::default()),
        "CryptoGetStakers" => Query::CryptoGetProxyStakers(hapi::CryptoGetStakersQuery::default()),
        "TransactionGetFastRecord" => {
            Query::TransactionGetFastRecord(hapi::TransactionGetFastRecordQuery::default())
        }
        "TokenGetAccountNftInfos" => {
            Query::TokenGetAccountNftInfos(hapi::TokenGetAccountNftInfosQuery::default())
        }
        "TokenGetNftInfos" => Query::TokenGetNftInfos(hapi::TokenGetNftInfosQuery::default()),
        other => panic!("{other} is none of the old questions"),
    }
}
