use std::sync::Arc;

use hapi_node::EmbeddedConfig;
use tokio::runtime::Builder;

use super::{check::check, *};
use crate::{
    networks::ConcurrentEmbeddedNetwork,
    ops::*,
    spec::{SpecContext, SpecSetup, Target},
    system_files,
    test_case::{Body, Place, TestCase, Traits},
};

const LEAKY: Leaky = Leaky::new(&[
    ContextRequirement::PropertyOverrides,
    ContextRequirement::PermissionOverrides,
    ContextRequirement::ThrottleOverrides,
    ContextRequirement::FeeScheduleOverrides,
]);

fn spec(may_write: Resources) -> Spec {
    let network = ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default());
    let target = Target::new(Arc::new(network));
    let context = SpecContext::new(target, "leaky", SpecSetup::default());
    Spec::new(SpecContext { may_write, ..context }).unwrap()
}

fn block_on<T>(test: impl Future<Output = T>) -> T {
    Builder::new_current_thread().enable_time().build().unwrap().block_on(test)
}

async fn all(spec: &Spec) -> Remembered {
    let patient = |setup: &mut SpecSetup| (setup.valid_duration_secs, setup.memo) = (30, Some(String::new()));
    let spec = &spec.with_setup(patient).unwrap();
    Remembered::of(spec, SystemFile::ALL.into_iter()).await.unwrap()
}

#[test]
fn all_files_are_restored_whatever_was_done_to_them() {
    block_on(async {
        let spec = spec(Resources::ALL);
        let before = all(&spec).await;
        let guard = Guard::remember(&spec, &LEAKY).await.unwrap();
        assert_eq!(guard.remembered(), &before);
        spec.run_all((
            overriding_permission("createAccount", "2-50"),
            update_rates(3, 7),
            overriding_throttles("artificial-limits"),
            // From here on the spec's own transactions are valid for too long, and so would be those that restore.
            overriding_all_of([
                ("ledger.maxAutoAssociations", 1),
                ("hedera.transaction.maxMemoUtf8Bytes", 0),
                ("hedera.transaction.maxValidDuration", 60),
            ]),
        ))
        .await
        .unwrap();
        assert_ne!(all(&spec).await, before);
        guard.restore().await.unwrap();
        assert_eq!(all(&spec).await, before);
        spec.run(crypto_create("anyone")).await.unwrap();
    });
}

#[test]
fn files_that_did_not_change_are_not_written() {
    block_on(async {
        let spec = spec(Resources::ALL);
        let guard = Guard::remember(&spec, &LEAKY).await.unwrap();
        let written = |guard: &Guard| guard.spec.trace().steps.len();
        assert_eq!(written(&guard), 0);
        let restoring = guard.spec.clone();
        guard.restore().await.unwrap();
        assert!(restoring.trace().steps.is_empty(), "{}", restoring.trace());
    });
}

#[test]
fn another_process_can_restore_from_plain_data() {
    block_on(async {
        let spec = spec(Resources::ALL);
        let guard = Guard::remember(&spec, &LEAKY).await.unwrap();
        let text = serde_json::to_string(guard.remembered()).unwrap();
        spec.run(overriding("ledger.maxAutoAssociations", "1")).await.unwrap();
        let remembered: Remembered = serde_json::from_str(&text).unwrap();
        assert_eq!(&remembered, guard.remembered());
        remembered.restore(spec.target(), spec.setup(), "killed").await.unwrap();
        assert_eq!(all(&spec).await, remembered);
    });
}

#[test]
fn files_of_the_attribute_hold_during_the_test() {
    block_on(async {
        let spec = spec(LEAKY.access().writes);
        let leaky =
            Leaky { throttles: Some("extreme-limits"), fees: Some("scheduled-contract-fees"), ..LEAKY };
        let guard = Guard::remember(&spec, &leaky).await.unwrap();
        Guard::apply(&spec, &leaky).await.unwrap();
        let now = system_files::contents(&spec, 123).await.unwrap().unwrap();
        let wanted = crate::resources::ThrottleFile::read("extreme-limits").unwrap().to_contents();
        assert_eq!(now, wanted);
        guard.restore().await.unwrap();
    });
}

#[test]
fn a_file_that_cannot_be_restored_is_named_with_the_test() {
    block_on(async {
        let spec = spec(Resources::ALL);
        let text = r#"{"112": "ff"}"#;
        let remembered: Remembered = serde_json::from_str(text).unwrap();
        let error = remembered.restore(spec.target(), spec.setup(), "culprit").await.unwrap_err();
        assert!(error.contains("culprit") && error.contains("0.0.112"), "{error}");
    });
}

#[test]
fn what_is_declared_wrong_is_found_before_anything_runs() {
    const WRONG: Traits = Traits {
        leaky: Some(Leaky {
            overrides: &["ledger.maxAutoAsociations"],
            throttles: Some("no-such-throttles"),
            ..Leaky::new(&[ContextRequirement::PropertyOverrides])
        }),
        ..Traits::PLAIN
    };
    let case = TestCase {
        path: "specs::wrong",
        display: "",
        place: Place { file: "specs.rs", line: 3, column: 1 },
        ignore: None,
        tags: &[],
        traits: &WRONG,
        fixtures: |_| {},
        body: Body::Operations(|_| Vec::new()),
    };
    let error = check(&[&case]).unwrap_err();
    for part in [
        "specs.rs:3:1: wrong: there is no property `ledger.maxAutoAsociations`: did you mean `ledger.maxAuto",
        "no throttle definitions called `no-such-throttles`",
        "`throttles = ..` needs the reason `ThrottleOverrides`",
    ] {
        assert!(error.contains(part), "{part} is not in {error}");
    }
}
