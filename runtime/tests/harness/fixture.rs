//! The program under test: specs and plain tests that end in every way there is.

use std::{
    env, future,
    panic::Location,
    process,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use futures::future::BoxFuture;
use hapi_test_runtime::{
    fixtures::Fixtures,
    harness::{self, HarnessMain},
    ops::new_key_named,
    spec::{OpDescription, OpResult, Operation, Spec, SpecError, SpecOperation, SpecResult},
    test_case::{Body, ContextRequirement, Leaky, Need, Place, TestCase, Traits},
};

use super::network;

/// The variable that holds the command line.
pub(crate) const ARGUMENTS: &str = "HARNESS_TEST_ARGUMENTS";
/// What stands between two arguments.
pub(crate) const SEPARATOR: &str = "\u{1f}";
/// The variable that names another root of the target.
pub(crate) const ROOT: &str = "HARNESS_TEST_ROOT";
/// The variable that gives the target another name.
pub(crate) const TARGET: &str = "HARNESS_TEST_TARGET";
/// The line after which the runner's output begins.
pub(crate) const BEGINS: &str = "---- the fixture begins ----\n";

/// Turns this process into the program under test.
#[test]
#[ignore = "the program that the other tests start"]
fn program() {
    let Ok(arguments) = env::var(ARGUMENTS) else { panic!("started by hand: set {ARGUMENTS}") };
    let file = match env::var(ROOT).as_deref() {
        Ok("lost") => "tests/harness/sources/lost.rs",
        Ok("gone") => "tests/harness/sources/gone.rs",
        _ => "tests/harness/sources/clean.rs",
    };
    let target = HarnessMain {
        module_path: match env::var(TARGET) {
            Ok(name) => name.leak(),
            Err(_) => module_path!().split_once("::").map_or("", |(krate, _)| krate),
        },
        file,
        manifest_dir: env!("CARGO_MANIFEST_DIR"),
        flags: &[],
        plain: &[
            ("plain_error", || harness::outcome(plain_error)),
            ("plain_panic", || harness::outcome(plain_panic)),
            ("plain_pass", || harness::outcome(plain_pass)),
        ],
    };
    let arguments = arguments.split(SEPARATOR).filter(|argument| !argument.is_empty()).map(str::to_owned);
    print!("{BEGINS}");
    let code =
        harness::main_with(&target, ["fixture".to_owned()].into_iter().chain(arguments), network::start);
    process::exit(code.into());
}

fn plain_pass() {}

fn plain_panic() {
    panic!("a plain panic");
}

fn plain_error() -> Result<(), String> {
    Err("a plain error".into())
}

/// Registers a spec as the attribute macros do.
macro_rules! spec {
    ($name:literal $(ignore $reason:literal)? $(with $traits:expr)?, $body:expr) => {
        inventory::submit! {
            TestCase {
                path: concat!("harness::", $name),
                display: concat!("About ", $name),
                place: Place { file: file!(), line: line!(), column: column!() },
                ignore: { let reason: &[&'static str] = &[$($reason)?]; reason.first().copied() },
                tags: &["fixture"],
                traits: { let traits: &[&'static Traits] = &[$($traits,)? &Traits::PLAIN]; traits[0] },
                fixtures: |_| {},
                body: $body,
            }
        }
    };
}

spec!(
    "m::fails",
    Body::Operations(|_: &Fixtures| vec![
        op("first", Does::Pass),
        op("second", Does::Fail),
        op("third", Does::Pass)
    ])
);
spec!("m::ignored" ignore "for a reason", Body::Operations(|_: &Fixtures| vec![op("first", Does::Pass)]));
spec!(
    "m::panics",
    Body::Operations(|_: &Fixtures| vec![
        op("first", Does::Pass),
        op("second", Does::Panic),
        op("third", Does::Pass)
    ])
);
spec!("m::passes", Body::Operations(|_: &Fixtures| vec![op("first", Does::Pass), op("second", Does::Pass)]));
spec!(
    "m::passes_async",
    Body::Async(|spec, _| Box::pin(async move { spec.run(Op::new("only", Does::Pass)).await }))
);

// One of each kind: `model` says what becomes of them.
const EXTENDED: Traits = Traits { extended: true, ..Traits::PLAIN };
const VIRTUAL_TIME: Traits = Traits { needs: &[Need::VirtualTime], ..Traits::PLAIN };
const CREATIONS: Leaky = Leaky::new(&[ContextRequirement::NoConcurrentCreations]);
const LEAKY: Traits = Traits { leaky: Some(CREATIONS), ..Traits::PLAIN };
spec!("model::extended" with &EXTENDED, Body::Async(|_, _| Box::pin(async { Ok(()) })));
spec!("model::fails", Body::Async(|_, _| Box::pin(async { Err(SpecError::new("no")) })));
spec!("model::flaky", Body::Async(|spec, _| Box::pin(flaky(spec))));
spec!("model::hangs", Body::Operations(|_: &Fixtures| vec![op("waits", Does::Hang)]));
spec!("model::ignored" ignore "an attribute says so", Body::Async(|_, _| Box::pin(async { panic!("it must not run") })));
spec!("model::leak_a_hangs" with &LEAKY, Body::Operations(|_: &Fixtures| vec![op("waits", Does::Hang)]));
spec!("model::leak_b_waits" with &LEAKY, Body::Async(|_, _| Box::pin(async { Ok(()) })));
spec!("model::panics", Body::Async(|_, _| Box::pin(async { panic!("no") })));
spec!("model::passes", Body::Async(|_, _| Box::pin(async { Ok(()) })));
spec!("model::unmet" with &VIRTUAL_TIME, Body::Async(|_, _| Box::pin(async { panic!("it must not run") })));

/// Fails when it runs for the first time in this process.
async fn flaky(spec: &Spec) -> SpecResult {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    draw(spec).await?;
    match RUNS.fetch_add(1, Ordering::SeqCst) {
        0 => Err(SpecError::new("not yet")),
        _ => Ok(()),
    }
}

/// Logs a key.
async fn draw(spec: &Spec) -> SpecResult {
    let key = spec.run(new_key_named("it")).await?;
    tracing::info!("drew {key:?}");
    Ok(())
}

// For seeds and loops.
spec!("again::draws" ignore "run again and again", Body::Async(|spec, _| Box::pin(draw(spec))));
spec!("again::third_run_fails" ignore "run again and again", Body::Async(|_, _| Box::pin(async {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    if RUNS.fetch_add(1, Ordering::SeqCst) == 2 { Err(SpecError::new("the third time")) } else { Ok(()) }
})));

// What stops a run, or takes long, is ignored: it runs when a test here asks for it.
spec!("end::blocks" ignore "blocks", Body::Operations(|_: &Fixtures| vec![op("blocks", Does::Block)]));
spec!("end::exits" ignore "exits", Body::Operations(|_: &Fixtures| vec![op("exits", Does::Exit)]));
spec!("end::exits_elsewhere" ignore "exits", Body::Operations(|_: &Fixtures| vec![op("exits", Does::ExitElsewhere)]));
spec!("end::hangs" ignore "hangs", Body::Operations(|_: &Fixtures| vec![op("outer", Does::RunHanging), op("never", Does::Pass)]));

// The counterparts of the libtest tests in `mirror`.
spec!("mirror::error" ignore "run by its mirror", Body::Async(|_, _| Box::pin(async { Err(SpecError::new("no")) })));
spec!("mirror::panics" ignore "run by its mirror", Body::Async(|_, _| Box::pin(async { panic!("no") })));
spec!("mirror::passes" ignore "run by its mirror", Body::Async(|_, _| Box::pin(async { Ok(()) })));

/// What an operation of the fixture does.
#[derive(Clone, Copy)]
enum Does {
    Pass,
    Fail,
    Panic,
    Exit,
    ExitElsewhere,
    Block,
    Hang,
    RunHanging,
}

struct Op {
    verb: &'static str,
    does: Does,
    place: &'static Location<'static>,
}

impl Op {
    #[track_caller]
    fn new(verb: &'static str, does: Does) -> Self {
        Self { verb, does, place: Location::caller() }
    }
}

#[track_caller]
fn op(verb: &'static str, does: Does) -> Box<dyn SpecOperation> {
    Box::new(Op::new(verb, does))
}

impl Operation for Op {
    type Output = ();

    fn describe(&self) -> OpDescription {
        OpDescription::new(self.verb, "it", self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, OpResult> {
        Box::pin(async move {
            tracing::info!("doing {}", self.verb);
            match self.does {
                Does::Pass => Ok(()),
                Does::Fail => Err(SpecError::mismatch("the answer is wrong", "42", "41")),
                Does::Panic => panic!("the operation panicked"),
                Does::Exit => process::exit(0),
                Does::ExitElsewhere => {
                    thread::spawn(|| process::exit(0));
                    future::pending().await
                }
                Does::Block => loop {
                    thread::park();
                },
                Does::Hang => {
                    let _told = ToldWhenDropped;
                    future::pending().await
                }
                Does::RunHanging => spec.run(Op::new("inner", Does::Hang)).await,
            }
        })
    }
}

/// What is printed to standard error when an operation that hangs is dropped.
pub(crate) const DROPPED: &str = "the operation was dropped";

struct ToldWhenDropped;

impl Drop for ToldWhenDropped {
    fn drop(&mut self) {
        eprintln!("{DROPPED}");
    }
}
