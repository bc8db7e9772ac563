use std::{future, sync::LazyLock};

use hapi_node::EmbeddedConfig;
use hapi_proto::services::{AccountId, ServicesConfigurationList};
use prost::Message as _;
use tokio::runtime::{Builder, Runtime};

use super::*;
use crate::{
    networks::ConcurrentEmbeddedNetwork,
    ops::{crypto_create, get_account_balance, new_key_named, overriding},
    spec::{SpecContext, SpecResult},
    test_case::{Body, ContextRequirement, Hook, Leaky, Moment, Place, Suite, Traits},
};

type Manager = crate::session::SpecManager;

/// What hooks did, in order, by the outermost suite: tests run side by side.
static DONE: LazyLock<Mutex<BTreeMap<&'static str, Vec<&'static str>>>> = LazyLock::new(Mutex::default);

fn did(suite: &'static str, what: &'static str) {
    DONE.lock().unwrap().entry(suite).or_default().push(what);
}

fn done(suite: &'static str) -> Vec<&'static str> {
    DONE.lock().unwrap().get(suite).cloned().unwrap_or_default()
}

macro_rules! hook {
    ($moment:ident $suite:literal, $name:literal, $body:expr) => {
        Hook {
            suite: $suite,
            name: $name,
            place: Place { file: file!(), line: line!(), column: column!() },
            moment: Moment::$moment,
            body: |manager| {
                did($suite.split_once("::").map_or($suite, |(outermost, _)| outermost), $name);
                let body: fn(&Manager) -> BoxFuture<'_, SpecResult> = $body;
                body(manager)
            },
        }
    };
}

fn nothing(_: &Manager) -> BoxFuture<'_, SpecResult> {
    Box::pin(future::ready(Ok(())))
}

fn case(path: &'static str) -> &'static TestCase {
    Box::leak(Box::new(TestCase {
        path,
        display: "",
        place: Place { file: file!(), line: 1, column: 1 },
        ignore: None,
        tags: &[],
        traits: &Traits::PLAIN,
        fixtures: |_| {},
        body: Body::Operations(|_| Vec::new()),
    }))
}

fn suites(hooks: Vec<Hook>, selected: &[&'static TestCase]) -> Suites {
    declared(Vec::new(), hooks, selected)
}

fn declared(suites: Vec<Suite>, hooks: Vec<Hook>, selected: &[&'static TestCase]) -> Suites {
    let limit = Some(Duration::from_secs(20));
    Suites::build(Plan::of(suites.into_iter(), hooks.into_iter()), selected, None, limit)
}

/// A suite that may change properties.
fn leaky(path: &'static str) -> Suite {
    Suite {
        path,
        display: "",
        place: Place { file: file!(), line: 1, column: 1 },
        tags: &[],
        ordered_in_isolation: false,
        leaky: Some(Leaky::new(&[ContextRequirement::PropertyOverrides])),
    }
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap()
}

fn target() -> Target {
    Target::new(Arc::new(ConcurrentEmbeddedNetwork::start(EmbeddedConfig::default())))
}

/// A spec of a test that has entered.
async fn entered(suites: &Suites, case: &'static TestCase, target: &Target) -> Result<Spec, SpecError> {
    let setup = SpecSetup::default();
    let inherited = suites.enter(case, target, &setup).await?;
    let spec = Spec::new(SpecContext::new(target.clone(), case.name(), setup))?;
    inherited.include_in(&spec);
    Ok(spec)
}

#[test]
fn hooks_run_once_around_all_tests_of_a_suite_and_of_those_in_it() {
    let hooks = vec![
        hook!(AfterAll "around", "down", nothing),
        hook!(BeforeAll "around", "up", |manager| Box::pin(async {
            manager.do_adhoc((crypto_create("shared"), new_key_named("outer"))).await
        })),
        hook!(BeforeAll "around::inner", "inner up", |manager| Box::pin(async {
            // What is set up around it is there, too.
            manager.do_adhoc((get_account_balance("shared"), crypto_create("own").key("outer"))).await
        })),
        hook!(AfterAll "around::inner", "inner down", |manager| Box::pin(async {
            manager.do_adhoc(get_account_balance("own")).await
        })),
    ];
    let [outer, inner, other] = ["around::one", "around::inner::two", "around::inner::three"].map(case);
    let suites = suites(hooks, &[outer, inner, other]);
    let target = target();
    runtime().block_on(async {
        let spec = entered(&suites, outer, &target).await.unwrap();
        let shared: AccountId = spec.registry().get("shared").unwrap();
        assert!(spec.registry().find::<AccountId>("own").is_none());
        suites.leave(outer).await.unwrap();
        assert_eq!(done("around"), ["up"]);

        // A retry enters again; then the test ends for good.
        for _ in 0..2 {
            let spec = entered(&suites, inner, &target).await.unwrap();
            assert_eq!(spec.registry().get::<AccountId>("shared").unwrap(), shared);
            // The keys came along: it signs.
            spec.run(crate::ops::crypto_update("own").entity_memo("known")).await.unwrap();
        }
        suites.leave(inner).await.unwrap();
        assert_eq!(done("around"), ["up", "inner up"]);

        entered(&suites, other, &target).await.unwrap();
        suites.leave(other).await.unwrap();
    });
    assert_eq!(done("around"), ["up", "inner up", "inner down", "down"]);
}

#[test]
fn tests_that_enter_meanwhile_wait_for_the_same_set_up() {
    let hooks = vec![hook!(BeforeAll "meanwhile", "up", |manager| Box::pin(async {
        for _ in 0..20 {
            manager.do_adhoc(crypto_create("shared")).await?;
        }
        Ok(())
    }))];
    let cases = ["meanwhile::a", "meanwhile::b", "meanwhile::c", "meanwhile::d"].map(case);
    let suites = suites(hooks, &cases);
    let (runtime, target) = (runtime(), target());
    std::thread::scope(|scope| {
        for case in cases {
            let (suites, runtime, target) = (&suites, &runtime, &target);
            scope.spawn(move || {
                let spec = runtime.block_on(entered(suites, case, target)).unwrap();
                assert!(spec.registry().find::<AccountId>("shared").is_some());
                runtime.block_on(suites.leave(case)).unwrap();
            });
        }
    });
    assert_eq!(done("meanwhile"), ["up"]);
}

#[test]
fn a_failed_set_up_fails_the_tests_of_its_suite_alone() {
    let hooks = vec![
        hook!(BeforeAll "failing", "up", nothing),
        hook!(BeforeAll "failing::broken", "first", nothing),
        hook!(BeforeAll "failing::broken", "breaks", |manager| Box::pin(async {
            manager.do_adhoc(get_account_balance("nobody")).await
        })),
        hook!(BeforeAll "failing::broken", "never", nothing),
        hook!(AfterAll "failing::broken", "tidies up", nothing),
        hook!(BeforeAll "failing::panics", "panics", |_| panic!("no set-up today")),
    ];
    let [healthy, one, two, panics] =
        ["failing::healthy", "failing::broken::one", "failing::broken::two", "failing::panics::one"]
            .map(case);
    let suites = suites(hooks, &[healthy, one, two, panics]);
    let target = target();
    runtime().block_on(async {
        for case in [one, two] {
            let error = entered(&suites, case, &target).await.unwrap_err();
            let text = error.to_string();
            assert!(text.contains("`#[before_all] breaks` of suite `failing::broken` failed"), "{text}");
            assert!(text.contains("get_account_balance(nobody)"), "{text}");
            suites.leave(case).await.unwrap();
        }
        let error = entered(&suites, panics, &target).await.unwrap_err().to_string();
        assert!(error.contains("panicked at ") && error.contains("no set-up today"), "{error}");
        suites.leave(panics).await.unwrap();
        entered(&suites, healthy, &target).await.unwrap();
        suites.leave(healthy).await.unwrap();
    });
    assert_eq!(done("failing"), ["up", "first", "breaks", "tidies up", "panics"]);
}

#[test]
fn what_fails_at_the_end_is_told_and_keeps_nothing_else_from_ending() {
    let hooks = vec![
        hook!(AfterAll "ending", "down", nothing),
        hook!(BeforeAll "ending::inner", "up", nothing),
        hook!(AfterAll "ending::inner", "breaks", |manager| Box::pin(async {
            manager.do_adhoc(get_account_balance("nobody")).await
        })),
        hook!(AfterAll "ending::inner", "still runs", nothing),
    ];
    let [one, never] = ["ending::inner::one", "ending::inner::never_began"].map(case);
    let suites = suites(hooks, &[one, never]);
    runtime().block_on(async {
        entered(&suites, one, &target()).await.unwrap();
        suites.leave(one).await.unwrap();
        assert_eq!(done("ending"), ["up"]);
        let error = suites.leave(never).await.unwrap_err();
        assert!(error.contains("`#[after_all] breaks` of suite `ending::inner` failed"), "{error}");
    });
    assert_eq!(done("ending"), ["up", "breaks", "still runs", "down"]);
}

#[test]
fn a_suite_that_no_test_began_has_nothing_to_end() {
    let hooks = vec![hook!(AfterAll "unbegun", "down", nothing)];
    let one = case("unbegun::one");
    let suites = suites(hooks, &[one]);
    runtime().block_on(suites.leave(one)).unwrap();
    assert!(done("unbegun").is_empty());
}

#[test]
fn a_run_that_stops_ends_what_has_begun_inside_out() {
    let hooks = vec![
        hook!(AfterAll "stopped", "down", nothing),
        hook!(AfterAll "stopped::inner", "inner down", nothing),
        hook!(AfterAll "stopped::other", "not begun", nothing),
    ];
    let [one, other] = ["stopped::inner::one", "stopped::other::one"].map(case);
    let suites = suites(hooks, &[one, other]);
    runtime().block_on(async {
        entered(&suites, one, &target()).await.unwrap();
        suites.close().await.unwrap();
        suites.leave(one).await.unwrap();
    });
    assert_eq!(done("stopped"), ["inner down", "down"]);
}

#[test]
fn a_hook_that_blocks_is_given_up() {
    let hooks = vec![hook!(BeforeAll "blocking", "blocks", |_| loop {
        std::thread::park();
    })];
    let one = case("blocking::one");
    let plan = Plan::of([].into_iter(), hooks.into_iter());
    let suites = Suites::build(plan, &[one], None, Some(Duration::from_millis(10)));
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_time().build().unwrap();
    let error = runtime.block_on(entered(&suites, one, &target())).unwrap_err().to_string();
    assert!(error.contains("did not end in"), "{error}");
}

#[test]
fn a_suite_on_a_fork_has_what_was_set_up_around_it_before() {
    let hooks = || {
        vec![
            hook!(BeforeAll "forked", "up", |manager| Box::pin(async {
                manager.do_adhoc(crypto_create("shared")).await
            })),
            hook!(BeforeAll "forked::inner", "inner up", nothing),
            hook!(BeforeAll "forked::inner::deep", "deep up", nothing),
            hook!(AfterAll "forked::inner", "inner down", nothing),
            hook!(AfterAll "forked", "down", nothing),
        ]
    };
    let one = case("forked::inner::deep::one");
    let base = suites(hooks(), &[one]);
    let target = target();
    runtime().block_on(async {
        let path = "forked::inner";
        let inherited = base.enter_around(path, &target, &SpecSetup::default()).await.unwrap();
        assert_eq!(done("forked"), ["up"]);
        let plan = Plan::of([].into_iter(), hooks().into_iter());
        let fork = Suites::build(plan, &[one], Some(Below { path, inherited }), None);
        let spec = entered(&fork, one, &target).await.unwrap();
        assert!(spec.registry().find::<AccountId>("shared").is_some());
        fork.leave(one).await.unwrap();
        assert_eq!(done("forked"), ["up", "inner up", "deep up", "inner down"]);
        base.leave(one).await.unwrap();
    });
    assert_eq!(done("forked"), ["up", "inner up", "deep up", "inner down", "down"]);
}

const LIMIT: &str = "ledger.maxAutoAssociations";
const OTHER: &str = "entities.maxLifetime";

/// What is overridden of the two properties, as file 0.0.121 says it.
async fn overridden(target: &Target) -> Vec<String> {
    let spec = Spec::new(SpecContext::new(target.clone(), "looks", SpecSetup::default())).unwrap();
    let contents = crate::system_files::contents(&spec, 121).await.unwrap().unwrap();
    let settings = ServicesConfigurationList::decode(contents).unwrap();
    let known = settings.name_value.iter().filter(|setting| [LIMIT, OTHER].contains(&setting.name.as_str()));
    let mut known: Vec<_> = known.map(|setting| format!("{}={}", setting.name, setting.value)).collect();
    known.sort();
    known
}

#[test]
fn overrides_stack_in_suites_and_unstack_behind_them() {
    let hooks = vec![
        hook!(BeforeAll "stacked", "up", |manager| Box::pin(async {
            manager.override_in_suite([(LIMIT, 1)]).await?;
            manager.override_in_suite([(LIMIT, 2), (OTHER, 9_999_999)]).await
        })),
        hook!(BeforeAll "stacked::inner", "inner up", |manager| Box::pin(async {
            manager.override_in_suite([(LIMIT, 3)]).await?;
            // What the suite says that it changes is restored, however it changes it.
            manager.do_adhoc(overriding(OTHER, "8888888")).await
        })),
    ];
    let [outer, inner] = ["stacked::one", "stacked::inner::one"].map(case);
    let suites = declared(vec![leaky("stacked"), leaky("stacked::inner")], hooks, &[outer, inner]);
    let target = target();
    runtime().block_on(async {
        let before = overridden(&target).await;
        entered(&suites, outer, &target).await.unwrap();
        let around = overridden(&target).await;
        assert_eq!(around, [format!("{OTHER}=9999999"), format!("{LIMIT}=2")]);
        entered(&suites, inner, &target).await.unwrap();
        assert_eq!(overridden(&target).await, [format!("{OTHER}=8888888"), format!("{LIMIT}=3")]);
        suites.leave(inner).await.unwrap();
        assert_eq!(overridden(&target).await, around);
        suites.leave(outer).await.unwrap();
        assert_eq!(overridden(&target).await, before);
    });
}

#[test]
fn a_failed_set_up_restores_at_once_what_it_overrode() {
    let hooks = vec![
        hook!(BeforeAll "half", "overrides", |manager| Box::pin(manager.override_in_suite([(LIMIT, 1)]))),
        hook!(BeforeAll "half", "panics", |_| panic!("half way")),
    ];
    let one = case("half::one");
    let suites = declared(vec![leaky("half")], hooks, &[one]);
    let target = target();
    runtime().block_on(async {
        let before = overridden(&target).await;
        let error = entered(&suites, one, &target).await.unwrap_err().to_string();
        assert!(error.contains("half way"), "{error}");
        assert_eq!(overridden(&target).await, before);
        suites.leave(one).await.unwrap();
    });
}

#[test]
fn who_overrides_must_say_so() {
    let hooks =
        vec![hook!(BeforeAll "silent", "up", |manager| Box::pin(manager.override_in_suite([(LIMIT, 1)])))];
    let one = case("silent::one");
    let suites = suites(hooks, &[one]);
    let error = runtime().block_on(entered(&suites, one, &target())).unwrap_err().to_string();
    assert!(error.contains("declare module `silent` as a suite that is leaky"), "{error}");
    assert!(error.contains("leaky(PropertyOverrides)"), "{error}");
}

#[test]
fn an_unknown_property_overrides_nothing() {
    let hooks = vec![hook!(BeforeAll "unknown", "up", |manager| Box::pin(
        manager.override_in_suite([(LIMIT, "1"), ("ledger.maxAutoAsociations", "1")])
    ))];
    let one = case("unknown::one");
    let suites = declared(vec![leaky("unknown")], hooks, &[one]);
    let target = target();
    runtime().block_on(async {
        let before = overridden(&target).await;
        let error = entered(&suites, one, &target).await.unwrap_err().to_string();
        assert!(error.contains("ledger.maxAutoAsociations"), "{error}");
        assert_eq!(overridden(&target).await, before);
    });
}
