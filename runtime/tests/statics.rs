//! Static fixtures, registered as the attribute macros do, against a ledger in this process.

use std::{
    collections::BTreeSet,
    sync::{
        Arc, Barrier,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

use hapi_node::EmbeddedConfig;
use hapi_proto::{
    HbarExt,
    services::{AccountId, Key, ResponseCodeEnum::InvalidSignature},
};
use hapi_test_runtime::{
    fixtures::{SpecAccount, SpecKey, StaticEntry, StaticFixture},
    hapi_spec,
    keys::{KeyShape, Signer},
    networks::{ConcurrentEmbeddedNetwork, HederaNetwork},
    ops::*,
    spec::{Spec, SpecContext, SpecResult, SpecSetup, Target},
    test_case::Place,
};
use tokio::runtime::{Builder, Runtime};

/// Declares a static as the attribute macros do.
macro_rules! statics {
    ($($(#[$($field:ident = $value:expr),*])? $name:ident: $type:ty;)*) => {$(
        static $name: $type = {
            static FIXTURE: StaticFixture<$type> = StaticFixture::<$type>::new(
                concat!(module_path!(), "::", stringify!($name)),
                Place { file: file!(), line: line!(), column: column!() },
                |_attributes| { $($(_attributes.$field = ($value).into();)*)? },
            );
            inventory::submit! { StaticEntry::new(&FIXTURE) }
            <$type>::of_static(&FIXTURE)
        };
    )*};
}

static TRIES: AtomicU32 = AtomicU32::new(0);

statics! {
    #[balance = 50.hbar(), memo = "one for all"] ALICE: SpecAccount;
    BOB: SpecAccount;
    CAROL: SpecAccount;
    #[kind = KeyShape::Secp256k1] ADMIN: SpecKey;
    #[key = &ADMIN, receiver_sig_required = true] GUARDED: SpecAccount;
    #[memo = { TRIES.fetch_add(1, Ordering::Relaxed); "x".repeat(1_000) }] IMPOSSIBLE: SpecAccount;
    #[memo = panicking()] PANICS: SpecAccount;
    #[key = Signer::from(&EGG)] HEN: SpecAccount;
    #[key = Signer::from(&HEN)] EGG: SpecAccount;
}

fn panicking() -> String {
    panic!("no memo today")
}

mod other {
    use super::*;

    statics! {
        ALICE: SpecAccount;
        TWICE: SpecAccount;
    }

    pub(super) fn alice() -> &'static SpecAccount {
        &ALICE
    }

    pub(super) fn twice() -> &'static SpecAccount {
        &TWICE
    }
}

// The same name again.
inventory::submit! {
    StaticEntry::new({
        static AGAIN: StaticFixture<SpecAccount> = StaticFixture::<SpecAccount>::new(
            concat!(module_path!(), "::other::TWICE"),
            Place { file: "elsewhere.rs", line: 1, column: 1 },
            |_| {},
        );
        &AGAIN
    })
}

fn target() -> Target {
    let network = ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default());
    Target::new(Arc::new(network) as Arc<dyn HederaNetwork>)
}

fn spec(target: &Target, name: &str) -> Spec {
    Spec::new(SpecContext::new(target.clone(), name, SpecSetup::default())).unwrap()
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap()
}

/// Runs a test over a fresh ledger.
fn run<F: Future<Output = SpecResult>>(test: impl FnOnce(Target) -> F) {
    let result = runtime().block_on(test(target()));
    result.unwrap_or_else(|error| panic!("{error:?}"));
}

#[test]
fn all_specs_of_a_network_get_the_same_entity_with_its_keys() {
    run(async |target: Target| {
        let [one, other] = ["one", "other"].map(|name| spec(&target, name));
        // By an operation first, and by its id first.
        one.run_all(hapi_spec![
            get_account_info(&ALICE).has(account_with().memo("one for all").balance(50.hbar())),
            crypto_transfer(send(1.hbar()).from(&ALICE).to(&BOB)),
        ])
        .await?;
        assert_eq!(ALICE.id(&other)?, ALICE.id(&one)?);
        other.run(crypto_transfer(send(1.hbar()).from(&ALICE).to(&BOB)).paying_with(&ALICE)).await?;
        other.run(get_account_balance(&BOB).has_hbar(12.hbar())).await?;
        assert_eq!(other.registry().get::<Key>(BOB.name())?, one.registry().get::<Key>(BOB.name())?);
        let elsewhere = spec(&self::target(), "one");
        elsewhere.run_all(get_account_balance(&BOB).has_hbar(10.hbar())).await
    });
}

#[test]
fn statics_of_one_name_in_two_modules_are_two() {
    run(async |target: Target| {
        let spec = spec(&target, "both");
        assert_ne!(ALICE.name(), other::alice().name());
        spec.run(crypto_transfer(send(1.hbar()).from(&ALICE).to(other::alice()))).await?;
        assert_ne!(ALICE.id(&spec)?, other::alice().id(&spec)?);
        let trace = spec.trace().to_string();
        assert!(trace.contains("from ALICE to ALICE"), "reports show short names: {trace}");
        let error = spec.run(get_account_balance("BOB")).await.unwrap_err().to_string();
        assert!(error.contains("the static `statics::BOB` is named by `&BOB`"), "{error}");
        let error = other::twice().id(&spec).unwrap_err().to_string();
        assert!(error.contains("have the same name") && error.contains("elsewhere.rs:1:1"), "{error}");
        Ok(())
    });
}

#[test]
fn what_a_static_names_is_created_before_it() {
    run(async |target: Target| {
        let first = spec(&target, "first");
        first.run(get_account_info(&GUARDED).has(account_with().key(&ADMIN))).await?;
        // The key that it has signs, also where nothing but the account is named.
        let second = spec(&target, "second");
        let transfer = || crypto_transfer(send(1.hbar()).from(&ALICE).to(&GUARDED));
        second
            .run(transfer().signed_by([ALICE.name(), "DEFAULT_PAYER"]).fails_with(InvalidSignature))
            .await?;
        second.run(transfer()).await
    });
}

#[test]
fn those_who_name_it_at_the_same_time_wait_for_one_creation() {
    const SPECS: usize = 16;
    let (runtime, target) = (runtime(), target());
    let begin = Barrier::new(SPECS);
    let drive = |index: usize| {
        let spec = spec(&target, &format!("spec {index}"));
        begin.wait();
        runtime.block_on(async {
            // Half of them name the statics in the opposite order, and all of them side by side.
            let mut statics = [&ALICE, &BOB, &CAROL];
            if index % 2 == 1 {
                statics.reverse();
            }
            spec.run(in_parallel(statics.map(|account| get_account_balance(account)))).await.unwrap();
            [&ALICE, &BOB, &CAROL].map(|account| account.id(&spec).unwrap())
        })
    };
    let ids: Vec<[AccountId; 3]> = thread::scope(|scope| {
        let threads: Vec<_> = (0..SPECS)
            .map(|index| {
                scope.spawn({
                    let drive = &drive;
                    move || drive(index)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 1, "{ids:?}");
    // They and the default payer are all that was created.
    let next = runtime.block_on(async { spec(&target, "next").run(crypto_create("next")).await }).unwrap();
    let numbers: BTreeSet<i64> = ids[0].iter().chain([&next.account_id]).filter_map(AccountId::num).collect();
    assert_eq!(numbers.last().unwrap() - numbers.first().unwrap(), 3);
}

#[test]
fn a_failed_creation_fails_everyone_with_its_cause_and_is_not_tried_again() {
    run(async |target: Target| {
        let errors = ["one", "other"].map(|name| {
            let spec = spec(&target, name);
            async move {
                let by_operation = spec.run(get_account_info(&IMPOSSIBLE)).await.unwrap_err();
                (by_operation.to_string(), IMPOSSIBLE.id(&spec).unwrap_err().to_string())
            }
        });
        for error in errors {
            let (by_operation, by_id) = error.await;
            for error in [by_operation, by_id] {
                assert!(error.contains("`statics::IMPOSSIBLE` could not be created: "), "{error}");
                assert!(error.contains("MEMO_TOO_LONG") && error.contains("tests/statics.rs:"), "{error}");
            }
        }
        assert_eq!(TRIES.load(Ordering::Relaxed), 1);
        Ok(())
    });
}

#[test]
fn a_creation_that_panics_fails_with_what_it_said() {
    run(async |target: Target| {
        let error = PANICS.id(&spec(&target, "any")).unwrap_err().to_string();
        assert!(error.contains("panicked: no memo today"), "{error}");
        Ok(())
    });
}

#[test]
fn statics_that_need_each_other_fail_whoever_is_named_first() {
    for account in [&HEN, &EGG] {
        run(async |target: Target| {
            let error = account.id(&spec(&target, "any")).unwrap_err().to_string();
            assert!(error.contains("statics need each other: "), "{error}");
            Ok(())
        });
    }
    // Both are being created, and each asks for the other.
    run(async |target: Target| {
        let spec = spec(&target, "any");
        let error = spec.run(in_parallel([&HEN, &EGG].map(|one| get_account_info(one)))).await.unwrap_err();
        assert!(error.to_string().contains("statics need each other: "), "{error}");
        Ok(())
    });
}

#[test]
fn what_a_spec_makes_of_a_static_is_its_own_affair() {
    run(async |target: Target| {
        let (one, other) = (spec(&target, "one"), spec(&target, "other"));
        one.run(new_key_named("mine")).await?;
        one.run(crypto_update(&CAROL).key("mine").entity_memo("changed")).await?;
        one.registry().remove::<AccountId>(CAROL.name());
        assert!(CAROL.id(&one).is_err(), "what was removed stays removed");
        // The ledger has one of it all the same.
        other.run_all(get_account_info(&CAROL).has(account_with().memo("changed"))).await
    });
}

#[test]
fn a_fork_has_the_statics_that_were_there() {
    run(async |target: Target| {
        let alice = ALICE.id(&spec(&target, "base"))?;
        // This fork is a network that has nothing, so what is known of it comes from the base.
        let network = ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default());
        let fork = target.forked(|| Arc::new(network) as Arc<dyn HederaNetwork>);
        assert_eq!(ALICE.id(&spec(&fork, "fork"))?, alice);
        Ok(())
    });
}

#[test]
fn without_threads_to_create_it_a_static_says_so() {
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let error = runtime.block_on(async { ALICE.id(&spec(&target(), "any")).unwrap_err().to_string() });
    assert!(error.contains("multi-threaded"), "{error}");
}
