//! Running one hook.

use std::{sync::Arc, thread, time::Duration};

use tokio::{runtime::Handle, sync::oneshot, time};

use crate::{
    session::{
        SpecManager,
        capture::{Captured, TestLog},
        panics,
    },
    spec::{SpecError, SpecResult},
    test_case::{Hook, Moment},
};

/// Past its limit, a hook that is waiting ends by itself within this; one that blocks its thread is left behind.
const GRACE: Duration = Duration::from_secs(2);

/// Runs a hook to its end, on a thread of its own: what it does is the user's code, which may block, and panic.
pub(super) async fn run(hook: Hook, manager: Arc<SpecManager>, limit: Option<Duration>) -> SpecResult {
    let runtime = Handle::current();
    let (tell, told) = oneshot::channel();
    let drive = move || {
        let log = TestLog::new(hook.suite, false);
        let caught = {
            let _captured = Captured::begin(&log);
            panics::catch(|| runtime.block_on(limited(limit, (hook.body)(&manager))))
        };
        let result = caught.unwrap_or_else(|panic| {
            let place = panic.place.map(|(file, line)| format!(" at {file}:{line}"));
            Err(SpecError::new(format!("panicked{}: {}", place.unwrap_or_default(), panic.message)))
        });
        // Nobody may be waiting any longer.
        let _ = tell.send(result.map_err(|error| error.followed_by(&background(&manager, &log))));
    };
    let began = thread::Builder::new().name("hapi-test-hook".into()).spawn(drive);
    began.map_err(|error| SpecError::new(format!("no thread could be started for it: {error}")))?;
    let ended = limited(limit.map(|limit| limit + GRACE), async {
        told.await.unwrap_or_else(|_| Err(SpecError::new("its thread ended without a result")))
    });
    ended.await.map_err(|error| error.context(named(&hook)))
}

/// What the hooks of the suite did, and what this one logged: tests that fail for it have nothing of their own to tell.
fn background(manager: &SpecManager, log: &TestLog) -> String {
    let (trace, log) = (manager.spec().trace().to_string(), log.take());
    let headed = |head, text: String| if text.is_empty() { text } else { format!("\n{head}:\n{text}") };
    headed("what the hooks of the suite did", trace) + &headed("what the hook logged", log)
}

/// The hook in an error: what it is, and where it stands.
fn named(hook: &Hook) -> String {
    let moment = match hook.moment {
        Moment::BeforeAll => "before_all",
        Moment::AfterAll => "after_all",
    };
    format!("`#[{moment}] {}` of suite `{}` failed", hook.name, hook.suite)
}

async fn limited(limit: Option<Duration>, future: impl Future<Output = SpecResult>) -> SpecResult {
    match limit {
        None => future.await,
        Some(limit) => time::timeout(limit, future)
            .await
            .unwrap_or_else(|_| Err(SpecError::new(format!("it did not end in {limit:.1?}")))),
    }
}
