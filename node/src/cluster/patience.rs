//! How long a node is waited for that starts.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use hapi_daemon::Event;
use tokio::sync::watch;

/// The events by which a node shows that its start gets on.
const SIGNS: [&str; 3] = ["bound", "progress", "status"];

/// When the nodes of a network last showed that their starts get on. A cheap handle: clones are the same.
///
/// It counts for all of them together: one that has nothing left to do may wait for another that has.
#[derive(Clone, Debug)]
pub(crate) struct Signs(Arc<watch::Sender<Instant>>);

impl Signs {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(Instant::now())))
    }

    /// Returns after the next sign, of whichever node.
    pub(super) fn watch(&self) -> watch::Receiver<Instant> {
        self.0.subscribe()
    }
}

/// What one node last said of its start.
#[derive(Debug, Default)]
pub(super) struct LastSign(Mutex<Option<String>>);

impl LastSign {
    /// Looks at what the node says; tells the others who wait if it is a sign.
    pub(super) fn hear(&self, event: &Event, signs: &Signs) {
        if SIGNS.contains(&event.name.as_str()) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(told(event));
            signs.0.send_replace(Instant::now());
        }
    }

    pub(super) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// What it was, if there was any.
    pub(super) fn get(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A sign in words.
fn told(event: &Event) -> String {
    let text = |key: &str| event.value[key].as_str().unwrap_or("?").to_owned();
    match event.name.as_str() {
        "status" => text("to"),
        "progress" => format!("{} of {} {}", event.value["done"], event.value["of"], text("what")),
        _ => "where it listens".to_owned(),
    }
}

/// How long somebody waits on: so long as no silence has lasted longer than a limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    limit: Duration,
    since: Instant,
}

impl Patience {
    pub(super) fn new(limit: Duration, now: Instant) -> Self {
        Self { limit, since: now }
    }

    /// There was a sign.
    pub(super) fn renew(&mut self, sign: Instant) {
        self.since = self.since.max(sign);
    }

    /// When it ends if there is no other; `None` if that is beyond all clocks.
    pub(super) fn end(&self) -> Option<Instant> {
        self.since.checked_add(self.limit)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn event(name: &str, value: Value) -> Event {
        let timestamp = Duration::ZERO;
        Event {
            name: name.to_owned(),
            value,
            timestamp,
            level: hapi_daemon::Level::Info,
            section: String::new(),
        }
    }

    #[test]
    fn it_is_silence_that_is_measured_and_not_the_whole() {
        let (limit, begun) = (Duration::from_secs(30), Instant::now());
        let at = |seconds| begun + Duration::from_secs(seconds);
        let mut patience = Patience::new(limit, begun);
        assert_eq!(patience.end(), Some(at(30)));
        for sign in [29, 58, 87] {
            assert!(patience.end() > Some(at(sign)), "the sign at {sign} s comes in time");
            patience.renew(at(sign));
        }
        // One of another node's that was heard before.
        patience.renew(at(1));
        assert_eq!(patience.end(), Some(at(117)));
        assert_eq!(Patience::new(Duration::MAX, begun).end(), None);
    }

    #[test]
    fn what_a_node_says_of_its_start_is_a_sign_and_nothing_else_is() {
        let (signs, last) = (Signs::new(), LastSign::default());
        let mut watch = signs.watch();
        let mut hear = |name: &str, value| {
            last.hear(&event(name, value), &signs);
            let is_new = watch.has_changed().unwrap();
            watch.mark_unchanged();
            (is_new, last.get())
        };
        assert_eq!(hear("round", json!({})), (false, None));
        assert_eq!(hear("bound", json!({})), (true, Some("where it listens".to_owned())));
        let progress = json!({ "what": "rounds of the log handled again", "done": 7, "of": 20 });
        let seven = Some("7 of 20 rounds of the log handled again".to_owned());
        assert_eq!(hear("progress", progress), (true, seven.clone()));
        assert_eq!(hear("saved", json!({})), (false, seven));
        assert_eq!(hear("status", json!({ "to": "OBSERVING" })), (true, Some("OBSERVING".to_owned())));
    }
}
