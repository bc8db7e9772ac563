//! What each attribute registers besides a test.
#![deny(warnings)]
#![forbid(unsafe_code)]

use hapi_test::{ContextRequirement, EmbeddedReason, Need, RepeatableReason, RestartType, Traits, Venue, prelude::*};

#[leaky_test(PropertyOverrides, SystemAccountBalances, overrides = ["a.b", "c"], reads = [], tags("quick"))]
fn leaky() -> impl IntoSpec {
    hapi_spec![]
}

#[leaky_test(
    ThrottleOverrides,
    FeeScheduleOverrides,
    throttles = "throttles.json",
    fees = "fees.json",
    reads = [PropertyOverrides],
    extended,
)]
async fn files(spec: &Spec) -> SpecResult {
    spec.run("files").await
}

#[embedded_test(MustSkipIngest, NeedsStateAccess, reset)]
fn embedded() -> impl IntoSpec {
    hapi_spec![]
}

#[leaky_embedded_test(NeedsStateAccess, SystemAccountKeys)]
fn leaky_embedded(#[case(1, 2)] _number: i64) -> impl IntoSpec {
    hapi_spec![]
}

#[repeatable_test(ThrottleOverrides)]
fn repeatable() -> impl IntoSpec {
    hapi_spec![]
}

#[leaky_repeatable_test(ThrottleOverrides, throttles = "throttles.json")]
fn leaky_repeatable() -> impl IntoSpec {
    hapi_spec![]
}

#[genesis_test(overrides = {"ledger.id" = "0x01", "a" = ""})]
fn genesis() -> impl IntoSpec {
    hapi_spec![]
}

#[restart_test(restart_type = SameVersion, setup_overrides = {"a" = "1"}, restart_overrides = {"a" = "2"})]
fn restart() -> impl IntoSpec {
    hapi_spec!["works"]
}

#[restart_test]
async fn restart_apart(spec: &Spec) -> SpecResult {
    spec.run("works").await
}

#[restart_test]
async fn restart_with_cases(spec: &Spec, #[case(1)] _number: i64) -> Result<(), String> {
    spec.run("works").await
}

#[hapi_test(reset, extended, needs(state_access, virtual_time))]
#[order(7)]
fn needy(_endpoint: GrpcEndpoint) -> impl IntoSpec {
    hapi_spec![]
}

#[order(8)]
#[hapi_test]
fn ordered(#[file_spec(contents = b"\x00\xff", lifetime = 5)] notes: SpecFile) -> impl IntoSpec {
    hapi_spec![format!("{:?}", notes.attributes.contents)]
}

fn traits(name: &str) -> &'static Traits {
    hapi_test::traits(name)
}

fn main() {
    use ContextRequirement::*;

    let Traits { attribute, leaky: Some(leaky), extended: false, .. } = traits("::leaky") else { panic!() };
    assert_eq!(*attribute, "leaky_test");
    assert_eq!(leaky.reasons, [PropertyOverrides, SystemAccountBalances]);
    assert_eq!((leaky.overrides, leaky.reads), (&["a.b", "c"][..], Some(&[][..])));
    assert_eq!((leaky.throttles, leaky.fees), (None, None));

    let Traits { leaky: Some(leaky), extended: true, .. } = traits("::files") else { panic!() };
    assert_eq!((leaky.throttles, leaky.fees), (Some("throttles.json"), Some("fees.json")));
    assert_eq!(leaky.reads, Some(&[PropertyOverrides][..]));
    assert_eq!(hapi_test::run("::files"), ["files"]);

    let embedded = traits("::embedded");
    let (skip, state) = (EmbeddedReason::MustSkipIngest, EmbeddedReason::NeedsStateAccess);
    assert_eq!(embedded.needs, [Need::Embedded(skip), Need::Embedded(state)]);
    assert!(matches!(embedded.venue, Venue::Reset) && embedded.leaky.is_none());

    let both = traits("::leaky_embedded::case_2_2");
    assert_eq!(both.needs, [Need::Embedded(state)]);
    assert_eq!(both.leaky.unwrap().reasons, [SystemAccountKeys]);

    let throttled = [Need::Repeatable(RepeatableReason::ThrottleOverrides)];
    assert_eq!(traits("::repeatable").needs, throttled);
    assert!(traits("::repeatable").leaky.is_none());
    assert_eq!(traits("::leaky_repeatable").needs, throttled);
    assert_eq!(traits("::leaky_repeatable").leaky.unwrap().reasons, [ThrottleOverrides]);

    let Venue::Genesis { overrides } = traits("::genesis").venue else { panic!() };
    assert_eq!(overrides, [("ledger.id", "0x01"), ("a", "")]);
    let Venue::Restart(restart) = traits("::restart").venue else { panic!() };
    assert_eq!(restart.restart_type, RestartType::SameVersion);
    assert_eq!((restart.setup_overrides, restart.restart_overrides), (&[("a", "1")][..], &[("a", "2")][..]));
    for name in ["::restart", "::restart_apart", "::restart_with_cases::case_1_1"] {
        assert_eq!(hapi_test::run(name), ["works", "restarted"], "{name}");
    }

    let needy = traits("::needy");
    assert_eq!(needy.needs, [Need::Grpc, Need::StateAccess, Need::VirtualTime]);
    assert!(matches!(needy.venue, Venue::Reset) && needy.extended);
    assert_eq!(needy.order, Some(7));
    assert_eq!(traits("::ordered").order, Some(8));
    assert_eq!(hapi_test::run("::ordered"), ["[0, 255]"]);
}
