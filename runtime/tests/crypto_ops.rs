//! The operations on accounts, against a ledger in this process.

use std::sync::Arc;

use hapi_node::EmbeddedConfig;
use hapi_proto::{
    HbarExt,
    services::{
        AccountId, Key,
        ResponseCodeEnum::{
            AccountDeleted, InsufficientPayerBalance, InsufficientTxFee, InvalidAccountAmounts,
            InvalidSignature, InvalidTransaction, InvalidTransactionBody, MemoTooLong, PayerAccountNotFound,
            Success, TransactionHasUnknownFields,
        },
    },
};
use hapi_test_runtime::{
    fixtures::{Fixtures, SpecAccount, SpecKey},
    hapi_spec,
    keys::{
        ED25519, FULL_PREFIXES, KeyGenerator, KeyShape, OFF, ON, SECP256K1, for_key, list_of, thresh_of,
        unique_with_full_prefixes_for,
    },
    networks::{ConcurrentEmbeddedNetwork, HederaNetwork},
    ops::*,
    registry::{DEFAULT_PAYER, GENESIS},
    sigs,
    spec::{KeyAlgorithm, Outcome, Spec, SpecContext, SpecResult, SpecSetup, Target, WireForm},
    test_case::Resources,
    txns::{Layout, UnknownFieldIn},
};

fn target() -> Target {
    let network = ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default());
    Target::new(Arc::new(network) as Arc<dyn HederaNetwork>)
}

fn spec_with(setup: SpecSetup) -> Spec {
    let context = SpecContext::new(target(), "crypto_ops", setup);
    Spec::new(SpecContext { may_write: Resources::ALL, ..context }).unwrap()
}

/// Runs a test over a fresh ledger.
fn run<F: Future<Output = SpecResult>>(test: impl FnOnce(Spec) -> F) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().unwrap();
    let spec = spec_with(SpecSetup::default());
    let result = runtime.block_on(test(spec.clone()));
    result.unwrap_or_else(|error| panic!("{error:?}\n{}", spec.trace()));
}

#[test]
fn a_created_account_is_known_by_its_name_and_by_its_receipt() {
    run(async |spec: Spec| {
        let carol = spec.run(crypto_create("carol").entity_memo("hi").via("creation")).await?;
        assert_eq!(spec.registry().get::<AccountId>("carol")?, carol.account_id);
        assert_eq!(carol.status, Success);
        assert!(carol.account_id.num().unwrap() > 1_000);
        spec.run(crypto_update(&carol).max_automatic_associations(2)).await?;
        spec.run(crypto_update(carol.account_id.clone()).entity_memo("ho")).await?;
        spec.run(crypto_update(carol.account_id.to_string()).memo("by address")).await
    });
}

#[test]
fn the_default_payer_is_an_ordinary_account_that_specs_share() {
    run(async |spec: Spec| {
        spec.run(crypto_create("one")).await?;
        let payer = spec.registry().get::<AccountId>(DEFAULT_PAYER)?;
        assert!(payer.num().unwrap() > 1_000);
        let context = SpecContext::new(spec.target().clone(), "other", SpecSetup::default());
        let other = Spec::new(context)?;
        other.run(crypto_create("one")).await?;
        assert_eq!(other.registry().get::<AccountId>(DEFAULT_PAYER)?, payer);
        assert_ne!(other.registry().get::<Key>("one")?, spec.registry().get::<Key>("one")?);
        Ok(())
    });
}

#[test]
fn transfers_need_the_giver() {
    run(async |spec: Spec| {
        let ops = hapi_spec![
            crypto_create("alice").balance(100.hbar()),
            crypto_create("bob").balance(0),
            crypto_transfer(send(10.hbar()).from("alice").to("bob")).paying_with("alice").via("xfer"),
            get_account_balance("bob").has_hbar(10.hbar()),
            crypto_transfer(send(1.hbar()).from("alice").to("bob"))
                .signed_by("bob")
                .fails_with(InvalidSignature),
            crypto_transfer(send(1.hbar()).from("alice").to("bob"))
                .signed_by([DEFAULT_PAYER, "bob"])
                .has_known_status(InvalidSignature),
            crypto_transfer((
                moving_hbar(2.hbar()).distributing("alice", ["bob", GENESIS]),
                tiny_bars_from_to("bob", "alice", 5),
            )),
            crypto_transfer_with(|_, body| body.transfers = None).via("empty"),
            crypto_transfer(send(1.hbar()).from("alice").to("bob"))
                .with_body_mutation(|_, body| {
                    use hapi_proto::services::transaction_body::Data;
                    let Some(Data::CryptoTransfer(transfer)) = &mut body.data else { unreachable!() };
                    transfer.transfers.as_mut().unwrap().account_amounts.truncate(1);
                })
                .has_precheck(InvalidAccountAmounts),
        ];
        spec.run_all(ops).await?;
        assert!(spec.trace().steps.iter().all(|step| step.outcome == Outcome::Passed));
        Ok(())
    });
}

#[test]
fn controls_decide_which_leaves_sign() {
    run(async |spec: Spec| {
        let shape = thresh_of(2, [ED25519, SECP256K1, list_of(2)]);
        let short = || for_key("payer", sigs![ON, OFF, sigs![ON, OFF]]);
        let enough = || for_key("payer", sigs![OFF, ON, ON]);
        let touch = || crypto_transfer(tiny_bars_from_to("payer", GENESIS, 1)).paying_with("payer");
        // A new key signs only where the account must sign to be credited.
        let strict = || crypto_create("strict").key("usually short").receiver_sig_required(true);
        let ops = hapi_spec![
            crypto_create("payer").key_shape(shape).balance(50.hbar()),
            touch().sig_control(short()).has_precheck(InvalidSignature),
            touch().sig_control(enough()),
            touch().sig_map_prefixes(FULL_PREFIXES),
            touch().sig_map_prefixes(unique_with_full_prefixes_for(["payer"])),
            new_key_named("usually short").shape(list_of(2).signed_with(sigs![ON, OFF])),
            strict().fails_with(InvalidSignature),
            strict().sig_control(for_key("usually short", sigs![ON, ON])),
        ];
        spec.run_all(ops).await
    });
}

#[test]
fn overlapping_prefixes_are_told_apart() {
    run(async |spec: Spec| {
        let ops = hapi_spec![
            new_key_named("close").shape(list_of(4)).generator(KeyGenerator::Overlapping(1)),
            crypto_create("close").key("close"),
            crypto_transfer(tiny_bars_from_to("close", GENESIS, 1)).paying_with("close"),
        ];
        spec.run_all(ops).await
    });
}

#[test]
fn a_new_key_replaces_the_old_one() {
    run(async |spec: Spec| {
        let ops = hapi_spec![
            new_key_named("new").shape(SECP256K1),
            crypto_create("alice").key_shape(ED25519),
            key_from_mutation("old", "alice", |key| key),
            crypto_update("alice").key("new").signed_by_payer_and("alice").fails_with(InvalidSignature),
            crypto_update("alice").key("new"),
            crypto_update("alice").entity_memo("x").signed_by_payer_and("old").fails_with(InvalidSignature),
            crypto_update("alice").entity_memo("x"),
            new_key_list_named("both", ["new", "old"]),
            crypto_update("alice").key("both"),
            crypto_delete("alice").transfer(GENESIS),
            crypto_update("alice").entity_memo("y").fails_with(AccountDeleted),
        ];
        spec.run_all(ops).await
    });
}

#[test]
fn allowances_let_another_pay_from_the_owner() {
    run(async |spec: Spec| {
        let spend = |amount| {
            let movement = send(amount).from_allowance("owner").to("bob");
            crypto_transfer(movement).paying_with("spender")
        };
        let ops = hapi_spec![
            crypto_create("owner").balance(10.hbar()),
            crypto_create("spender"),
            crypto_create("bob").balance(0),
            spend(1.hbar())
                .has_known_status_from([hapi_proto::services::ResponseCodeEnum::SpenderDoesNotHaveAllowance]),
            crypto_approve_allowance()
                .add_crypto_allowance("owner", "spender", 3.hbar())
                .signed_by_payer_and("owner"),
            spend(2.hbar()),
            spend(2.hbar()).has_known_status(hapi_proto::services::ResponseCodeEnum::AmountExceedsAllowance),
            get_account_balance("bob").has_hbar(2.hbar()),
        ];
        spec.run_all(ops).await
    });
}

#[test]
fn every_accepted_layout_is_accepted_and_the_others_are_not() {
    run(async |spec: Spec| {
        let touch = || crypto_transfer(tiny_bars_from_to(DEFAULT_PAYER, GENESIS, 1));
        let unknown = |place| touch().with_unknown_field_in(place).has_precheck(TransactionHasUnknownFields);
        let ops = hapi_spec![
            touch().with_proto_structure(Layout::Signed),
            touch().with_proto_structure(Layout::BodyAndSigMap),
            touch().as_txn_with_only_sig_map().has_precheck(InvalidTransactionBody),
            touch().as_txn_with_signed_txn_bytes_and_sig_map().has_precheck(InvalidTransaction),
            touch().as_txn_with_signed_txn_bytes_and_body_bytes().has_precheck(InvalidTransaction),
            unknown(UnknownFieldIn::Transaction),
            unknown(UnknownFieldIn::SignedTransaction),
            unknown(UnknownFieldIn::TransactionBody),
            unknown(UnknownFieldIn::OpBody),
            touch().memo("x".repeat(101)).has_precheck(MemoTooLong),
            touch().fee(1).has_precheck(InsufficientTxFee),
        ];
        spec.run_all(ops).await
    });
}

#[test]
fn deferred_statuses_are_judged_at_the_end() {
    run(async |spec: Spec| {
        let wrong = crypto_transfer(send(1.hbar()).from("alice").to(GENESIS)).signed_by(DEFAULT_PAYER);
        let ops = || {
            hapi_spec![crypto_create("alice"), wrong.clone().defer_status_resolution(), crypto_create("bob")]
        };
        let error = spec.run_all(ops()).await.unwrap_err();
        assert_eq!(error.operation().unwrap().verb, "crypto_transfer");
        assert_eq!(error.comparison().unwrap().actual, "INVALID_SIGNATURE");
        assert!(spec.registry().get::<AccountId>("bob").is_ok());
        let outcomes: Vec<_> = spec.trace().steps.iter().map(|step| step.outcome).collect();
        assert_eq!(outcomes, [Outcome::Passed, Outcome::Failed, Outcome::Passed]);
        spec.run(wrong.clone().fire_and_forget()).await
    });
}

#[test]
fn payers_can_be_recharged() {
    run(async |spec: Spec| {
        let drain = || crypto_transfer(send(90.tinybars()).from("poor").to(GENESIS)).paying_with("poor");
        let ops = hapi_spec![
            crypto_create("broke").balance(100),
            crypto_transfer(send(1.tinybars()).from("broke").to(GENESIS))
                .paying_with("broke")
                .has_precheck(InsufficientPayerBalance),
            crypto_create("poor").balance(200_000).with_recharging(),
            drain(),
            drain(),
            drain(),
        ];
        spec.run_all(ops).await
    });
}

#[test]
fn fixtures_are_accounts_and_keys_with_what_they_were_given() {
    run(async |spec: Spec| {
        let mut fixtures = Fixtures::default();
        fixtures.declare::<SpecAccount>("alice", |alice| {
            alice.balance = Some(7.hbar());
            alice.key = KeyShape::Secp256k1.into();
            alice.memo = "memo".into();
            alice.receiver_sig_required = true;
        });
        fixtures.declare::<SpecKey>("admin", |_| {});
        fixtures.declare::<SpecAccount>("bob", |bob| bob.cents = Some(12));
        fixtures.create(&spec).await?;
        let (alice, admin, bob) =
            (fixtures.get::<SpecAccount>(0), fixtures.get::<SpecKey>(1), fixtures.get::<SpecAccount>(2));
        spec.run_all(hapi_spec![
            alice.get_balance().has_hbar(7.hbar()),
            bob.get_balance().has_hbar(1.hbar()),
            crypto_update(&bob).key(&admin),
            bob.transfer_hbars_to(&alice, 1).signed_by(&bob).has_known_status(InvalidSignature),
            bob.transfer_hbars_to(&alice, 1),
            alice.approve_crypto_allowance(&bob, 5),
            alice.delete_with_transfer(&bob),
        ])
        .await
    });
}

#[test]
fn a_failure_says_what_where_and_why() {
    run(async |spec: Spec| {
        let line = line!() + 1;
        let ops = hapi_spec![crypto_create("alice"), crypto_delete("alise"), crypto_create("never")];
        let error = spec.run_all(ops).await.unwrap_err();
        assert!(error.message().contains("did you mean `alice`?"), "{error}");
        assert_eq!(error.place().map(|place| (place.file(), place.line())), Some((file!(), line)));
        let outcomes: Vec<_> = spec.trace().steps.iter().map(|step| step.outcome).collect();
        assert_eq!(outcomes, [Outcome::Passed, Outcome::Failed, Outcome::Skipped]);

        let transfer = crypto_transfer(send(1.hbar()).from("alice").to(GENESIS)).fails_with(MemoTooLong);
        let error = spec.run(transfer).await.unwrap_err();
        let comparison = error.comparison().unwrap();
        assert_eq!((&*comparison.expected, &*comparison.actual), ("MEMO_TOO_LONG", "SUCCESS"));
        assert!(error.transaction().unwrap().contains("CryptoTransfer"));
        Ok(())
    });
}

#[test]
fn a_creation_that_fails_leaves_the_name_to_who_has_it() {
    run(async |spec: Spec| {
        let ops = hapi_spec![
            crypto_create("alice"),
            crypto_create("alice").entity_memo("x".repeat(101)).fails_with(MemoTooLong),
            crypto_update("alice").entity_memo("still hers"),
            crypto_create("nobody").remembering_nothing(),
        ];
        spec.run_all(ops).await?;
        assert!(spec.registry().find::<Key>("nobody").is_none());
        Ok(())
    });
}

#[test]
fn accounts_are_reached_by_alias() {
    run(async |spec: Spec| {
        let ops = hapi_spec![
            new_key_named("alias").shape(SECP256K1),
            crypto_transfer(tiny_bars_from_account_to_alias(DEFAULT_PAYER, "alias", 1_000_000_000)),
            get_auto_created_account_balance("alias").has_hbar(10.hbar()),
            crypto_transfer(tiny_bars_from_to(by_alias("alias"), GENESIS, 5)),
            crypto_transfer(tiny_bars_from_to(by_alias("alias"), GENESIS, 5))
                .signed_by(DEFAULT_PAYER)
                .fails_with(InvalidSignature),
            crypto_transfer(tiny_bars_from_to(by_alias("alias"), GENESIS, 5))
                .paying_with_aliased("alias")
                .has_precheck(PayerAccountNotFound),
            crypto_create("evm").with_matching_evm_address(),
        ];
        spec.run_all(ops).await
    });
}

#[test]
fn setups_change_what_specs_leave_open() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let setup = SpecSetup::default().with(|setup| {
        setup.default_balance = 5;
        setup.key_algorithm = Some(KeyAlgorithm::Secp256k1);
        setup.wire_form = WireForm::BodyAndSigMap;
        setup.default_payer = Some(setup.genesis.clone());
    });
    let spec = spec_with(setup);
    let result = runtime.block_on(async {
        spec.run_all(hapi_spec![crypto_create("a"), get_account_balance("a").has_tiny_bars(5)]).await?;
        assert_eq!(spec.registry().get::<AccountId>(DEFAULT_PAYER)?, AccountId::from_num(2));
        let key: Key = spec.registry().get("a")?;
        assert!(matches!(key.key, Some(hapi_proto::services::key::Key::EcdsaSecp256k1(_))));
        SpecResult::Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error:?}\n{}", spec.trace()));
}
