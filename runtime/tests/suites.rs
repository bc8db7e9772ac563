//! Suites in whole runs: this very binary, started as a program of specs whose hooks and tests say what they do.

use std::{
    env,
    process::{self, Command},
};

use hapi_proto::{HbarExt, services::AccountId};
use hapi_test_runtime::{
    fixtures::{SpecAccount, StaticEntry, StaticFixture},
    harness::{self, HarnessMain},
    networks,
    ops::*,
    session::SpecManager,
    spec::{Spec, SpecError, SpecResult},
    test_case::{Body, ContextRequirement, Hook, Leaky, Moment, Place, Suite, TestCase, Traits},
};

/// The variable that holds the command line of the program.
const ARGUMENTS: &str = "SUITES_TEST_ARGUMENTS";
/// What a line begins with that says what a hook or a test does.
const DOES: &str = "does: ";
/// A property that nothing else here depends on.
const PROPERTY: &str = "ledger.maxAutoAssociations";

/// Turns this process into the program.
#[test]
#[ignore = "the program that the other tests start"]
fn program() {
    let Ok(arguments) = env::var(ARGUMENTS) else { panic!("started by hand: set {ARGUMENTS}") };
    let target = HarnessMain {
        module_path: "suites",
        file: "tests/harness/sources/clean.rs",
        manifest_dir: env!("CARGO_MANIFEST_DIR"),
        flags: &[],
        plain: &[],
    };
    let arguments = arguments.split(' ').filter(|argument| !argument.is_empty()).map(str::to_owned);
    let arguments = ["suites".to_owned()].into_iter().chain(arguments);
    process::exit(harness::main_with(&target, arguments, networks::start_default).into());
}

macro_rules! place {
    () => {
        Place { file: file!(), line: line!(), column: column!() }
    };
}

macro_rules! suite {
    ($path:literal, ordered: $ordered:literal, leaky: $leaky:expr) => {
        inventory::submit! {
            Suite {
                path: $path,
                display: "",
                place: place!(),
                tags: &[],
                ordered_in_isolation: $ordered,
                leaky: $leaky,
            }
        }
    };
}

macro_rules! hook {
    ($moment:ident $suite:literal, $name:literal, $body:expr) => {
        inventory::submit! {
            Hook {
                suite: $suite,
                name: $name,
                place: place!(),
                moment: Moment::$moment,
                body: |manager| Box::pin(async move {
                    eprintln!("{DOES}{}", $name);
                    let body: for<'a> fn(&'a SpecManager) -> futures::future::BoxFuture<'a, SpecResult> = $body;
                    body(manager).await
                }),
            }
        }
    };
}

macro_rules! test {
    ($path:literal, order: $order:expr, $body:expr) => {
        inventory::submit! {
            TestCase {
                path: $path,
                display: "",
                place: place!(),
                ignore: None,
                tags: &[],
                traits: &Traits { order: $order, ..Traits::PLAIN },
                fixtures: |_| {},
                body: Body::Async(|spec, _| Box::pin(async move {
                    eprintln!("{DOES}{}", $path.rsplit_once("::").map_or("", |(_, name)| name));
                    let body: for<'a> fn(&'a Spec) -> futures::future::BoxFuture<'a, SpecResult> = $body;
                    body(spec).await
                })),
            }
        }
    };
    ($path:literal, $body:expr) => {
        test!($path, order: None, $body);
    };
}

const PROPERTIES: Option<Leaky> = Some(Leaky::new(&[ContextRequirement::PropertyOverrides]));

/// Fails unless the property is overridden with this value, or with none.
async fn overridden(spec: &Spec, value: Option<&'static str>) -> SpecResult {
    let file = get_file_contents("APP_PROPERTIES");
    spec.run_all(match value {
        Some(value) => file.has_settings([(PROPERTY, value)]),
        None => file.has_no_setting(PROPERTY),
    })
    .await
}

// One account for all tests of the suite, and one for those of the suite in it.
hook!(BeforeAll "suites::shared", "up", |manager| Box::pin(async {
    manager.do_adhoc(crypto_create("common").balance(5.hbar())).await
}));
hook!(AfterAll "suites::shared", "down", |manager| Box::pin(async {
    manager.do_adhoc(get_account_balance("common").has_hbar(3.hbar())).await
}));
hook!(BeforeAll "suites::shared::inner", "inner up", |manager| Box::pin(async {
    manager.do_adhoc(get_account_info("common")).await
}));
hook!(AfterAll "suites::shared::inner", "inner down", |_| Box::pin(async { Ok(()) }));
test!("suites::shared::gives", |spec| Box::pin(async {
    spec.run(crypto_transfer(send(1.hbar()).from("common").to("FUNDING"))).await
}));
test!("suites::shared::inner::gives_too", |spec| Box::pin(async {
    spec.run(crypto_transfer(send(1.hbar()).from("common").to("FUNDING"))).await
}));

// Overrides hold from the first test of the suite to its last, and stack.
suite!("suites::overriding", ordered: false, leaky: PROPERTIES);
suite!("suites::overriding::inner", ordered: false, leaky: PROPERTIES);
hook!(BeforeAll "suites::overriding", "overrides", |manager| {
    Box::pin(manager.override_in_suite([(PROPERTY, "11")]))
});
hook!(BeforeAll "suites::overriding::inner", "overrides again", |manager| {
    Box::pin(manager.override_in_suite([(PROPERTY, "12")]))
});
test!("suites::overriding::a_outer", |spec| Box::pin(overridden(spec, Some("11"))));
test!("suites::overriding::inner::b_inner", |spec| Box::pin(overridden(spec, Some("12"))));
test!("suites::overriding::z_outer", |spec| Box::pin(overridden(spec, Some("11"))));
test!("suites::overridden_elsewhere", |spec| Box::pin(overridden(spec, None)));

// One of the two suites cannot be set up.
suite!("suites::halves::broken", ordered: false, leaky: PROPERTIES);
hook!(BeforeAll "suites::halves::broken", "overrides half", |manager| {
    Box::pin(manager.override_in_suite([(PROPERTY, "13")]))
});
hook!(BeforeAll "suites::halves::broken", "breaks", |manager| Box::pin(async {
    manager.do_adhoc(crypto_transfer(send(1.hbar()).from("nobody").to("FUNDING"))).await
}));
hook!(AfterAll "suites::halves::broken", "tidies up", |_| Box::pin(async { Ok(()) }));
test!("suites::halves::broken::one", |_| Box::pin(async { Ok(()) }));
test!("suites::halves::broken::two", |_| Box::pin(async { Ok(()) }));
test!("suites::halves::healthy", |spec| Box::pin(overridden(spec, None)));

// All tests pass, and yet the run does not.
hook!(AfterAll "suites::ends_badly", "fails", |_| Box::pin(async {
    Err(SpecError::new("the floor is wet"))
}));
test!("suites::ends_badly::fine", |_| Box::pin(async { Ok(()) }));

// Tests in an order of their own, which see what those before them did.
suite!("suites::ordered", ordered: true, leaky: None);
hook!(BeforeAll "suites::ordered", "begins", |manager| Box::pin(async {
    manager.do_adhoc(crypto_create("purse").balance(10.hbar())).await
}));
test!("suites::ordered::third", order: Some(3), |spec| Box::pin(async {
    spec.run_all(get_account_balance("purse").has_hbar(7.hbar())).await
}));
test!("suites::ordered::first", order: Some(1), |spec| Box::pin(async {
    spec.run(crypto_transfer(send(1.hbar()).from("purse").to("FUNDING"))).await
}));
test!("suites::ordered::second", order: Some(2), |spec| Box::pin(async {
    spec.run(crypto_transfer(send(2.hbar()).from("purse").to("FUNDING"))).await
}));

// A hook names a static, a test names it, and a leaky test on a fork does.
static SHARED: SpecAccount = {
    static FIXTURE: StaticFixture<SpecAccount> =
        StaticFixture::<SpecAccount>::new("suites::statics::SHARED", place!(), |attributes| {
            attributes.memo = "one for all".into();
            eprintln!("{DOES}declare");
        });
    inventory::submit! { StaticEntry::new(&FIXTURE) }
    <SpecAccount>::of_static(&FIXTURE)
};
test!("suites::statics::plain", |spec| Box::pin(async {
    spec.run_all(get_account_info(&SHARED).has(account_with().memo("one for all"))).await
}));
macro_rules! leaky_test_of_the_static {
    ($path:literal) => {
        inventory::submit! {
            TestCase {
                path: $path,
                display: "",
                place: place!(),
                ignore: None,
                tags: &[],
                traits: &Traits { leaky: PROPERTIES, attribute: "leaky_test", ..Traits::PLAIN },
                fixtures: |_| {},
                body: Body::Async(|spec, _| Box::pin(async {
                    spec.run(overriding(PROPERTY, "14")).await?;
                    let id: AccountId = SHARED.id(spec)?;
                    spec.run_all(get_account_info(id).has(account_with().memo("one for all"))).await
                })),
            }
        }
    };
}
leaky_test_of_the_static!("suites::statics::leaky");
leaky_test_of_the_static!("suites::statics::leaky_too");

/// What the program came to.
struct Ran {
    status: Option<i32>,
    output: String,
    /// What hooks and tests did, in order.
    did: Vec<String>,
}

impl Ran {
    fn ended(&self, test: &str, how: &str) {
        let line = format!("test {test} ... {how}\n");
        assert!(self.output.contains(&line), "no {line:?} in:\n{}", self.output);
    }

    fn position(&self, what: &str) -> usize {
        let at = self.did.iter().position(|did| did == what);
        at.unwrap_or_else(|| panic!("nobody did {what:?}, but {:?}", self.did))
    }
}

fn run(arguments: &str) -> Ran {
    let mut command = Command::new(env::current_exe().unwrap());
    for (name, _) in env::vars_os() {
        let about_tests = ["RUST_TEST_", "HAPI_", "NEXTEST", "RUST_LOG", "RUST_BACKTRACE"];
        if about_tests.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command.args(["--exact", "program", "--ignored", "--nocapture"]).env(ARGUMENTS, arguments);
    let output = command.output().unwrap();
    let [stdout, stderr] =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let did = stderr.lines().filter_map(|line| line.strip_prefix(DOES)).map(str::to_owned).collect();
    Ran { status: output.status.code(), output: format!("{stdout}{stderr}"), did }
}

/// Runs these tests in every way that must come to the same.
fn each_way(tests: &str, check: impl Fn(&Ran)) {
    for isolation in ["lock", "fork"] {
        for threads in [1, 4] {
            let arguments = format!("{tests} --isolation={isolation} --test-threads={threads}");
            let ran = run(&arguments);
            println!("{arguments}\n{}", ran.output);
            check(&ran);
        }
    }
}

#[test]
fn hooks_run_around_the_tests_of_their_suite_and_share_names_and_keys() {
    each_way("shared::", |ran| {
        assert_eq!(ran.status, Some(0));
        ran.ended("shared::gives", "ok");
        ran.ended("shared::inner::gives_too", "ok");
        assert_eq!(ran.did.len(), 6, "each once: {:?}", ran.did);
        let order = ["up", "inner up", "gives_too", "inner down", "down"].map(|what| ran.position(what));
        assert!(order.is_sorted(), "{:?}", ran.did);
        assert!(ran.position("up") < ran.position("gives") && ran.position("gives") < ran.position("down"));
    });
}

#[test]
fn a_selection_has_the_hooks_of_its_suites_alone() {
    let ran = run("shared::gives");
    // The hook after it counts on both.
    assert_eq!(
        (ran.status, ran.did.as_slice()),
        (Some(101), &["up", "gives", "down"].map(str::to_owned)[..])
    );
    assert!(run("overridden_elsewhere").did == ["overridden_elsewhere"]);
}

#[test]
fn what_suites_override_holds_for_their_tests_alone() {
    each_way("over", |ran| {
        assert_eq!(ran.status, Some(0));
        for test in ["overriding::a_outer", "overriding::inner::b_inner", "overridden_elsewhere"] {
            ran.ended(test, "ok");
        }
    });
}

#[test]
fn a_suite_that_cannot_be_set_up_fails_with_its_cause_and_alone() {
    each_way("halves::", |ran| {
        assert_eq!(ran.status, Some(101));
        ran.ended("halves::healthy", "ok");
        for test in ["halves::broken::one", "halves::broken::two"] {
            ran.ended(test, "FAILED");
        }
        let cause = "`#[before_all] breaks` of suite `suites::halves::broken` failed";
        assert_eq!(ran.output.matches(cause).count(), 2, "once for each test");
        assert!(ran.output.contains("✗ crypto_transfer("), "what the hooks did is told:\n{}", ran.output);
        let mut did = ran.did.clone();
        did.retain(|what| what != "healthy");
        assert_eq!(did, ["overrides half", "breaks", "tidies up"]);
    });
}

#[test]
fn what_fails_behind_the_last_test_fails_the_run() {
    each_way("ends_badly::", |ran| {
        assert_eq!(ran.status, Some(101));
        ran.ended("ends_badly::fine", "ok");
        assert!(
            ran.output
                .contains("`#[after_all] fails` of suite `suites::ends_badly` failed: the floor is wet")
        );
    });
}

#[test]
fn ordered_tests_run_in_their_order() {
    each_way("ordered::", |ran| {
        assert_eq!(
            (ran.status, ran.did.as_slice()),
            (Some(0), &["begins", "first", "second", "third"].map(str::to_owned)[..])
        );
    });
}

#[test]
fn a_static_is_made_once_for_all_tests_and_forks() {
    each_way("statics::", |ran| {
        assert_eq!(ran.status, Some(0));
        let mut did = ran.did.clone();
        did.sort();
        assert_eq!(did, ["declare", "plain"], "once");
    });
    // Nobody has named it before the forks are taken.
    each_way("statics::leaky", |ran| {
        assert_eq!((ran.status, ran.did.as_slice()), (Some(0), &["declare".to_owned()][..]));
    });
}
