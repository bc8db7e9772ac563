//! How far the start of a node is.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use hapi_daemon::Emitter;
use serde_json::json;

/// What a node says while it reads its directory, on a thread that cannot be ended: nothing more once nobody waits for that.
#[derive(Clone, Debug)]
pub(super) struct Voice {
    emitter: Emitter,
    is_silenced: Arc<Mutex<bool>>,
}

/// Silences a node when it is dropped.
#[derive(Debug)]
pub(super) struct Silencer(Arc<Mutex<bool>>);

impl Voice {
    pub(super) fn new(emitter: Emitter) -> (Self, Silencer) {
        let is_silenced = Arc::<Mutex<bool>>::default();
        (Self { emitter, is_silenced: Arc::clone(&is_silenced) }, Silencer(is_silenced))
    }

    /// Has something said, if anything is said at all.
    pub(super) fn say(&self, say: impl FnOnce(&Emitter)) {
        let is_silenced = self.is_silenced.lock().unwrap_or_else(PoisonError::into_inner);
        if !*is_silenced {
            say(&self.emitter);
        }
    }
}

impl Drop for Silencer {
    fn drop(&mut self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
    }
}

/// Says how far a start is, but not too often: to its log, and as events `progress` with `{"what", "done", "of"}`. Whoever waits for the
/// node sees by them that it gets on, however long it takes.
#[derive(Debug)]
pub(super) struct Progress {
    voice: Voice,
    every: Duration,
    told: Option<Instant>,
}

impl Progress {
    /// Says so at most once in `every`.
    pub(super) fn new(voice: Voice, every: Duration) -> Self {
        Self { voice, every, told: None }
    }

    /// So much is done of so much.
    pub(super) fn tell(&mut self, what: &'static str, done: u64, of: u64) {
        if self.is_due(Instant::now()) {
            self.voice.say(|emitter| {
                tracing::info!(what, done, of, "starting");
                emitter.emit("progress", &json!({ "what": what, "done": done, "of": of }));
            });
        }
    }

    fn is_due(&mut self, now: Instant) -> bool {
        let is_due = self.told.is_none_or(|told| now.saturating_duration_since(told) >= self.every);
        if is_due {
            self.told = Some(now);
        }
        is_due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_silenced_says_nothing_more() {
        let (voice, silencer) = Voice::new(Emitter::disconnected());
        let said = || {
            let mut said = false;
            voice.clone().say(|_| said = true);
            said
        };
        assert!(said());
        drop(silencer);
        assert!(!said());
    }

    #[test]
    fn it_is_told_at_once_and_then_no_more_often_than_wanted() {
        let second = Duration::from_secs(1);
        let (voice, _silencer) = Voice::new(Emitter::disconnected());
        let mut progress = Progress::new(voice, second);
        let begun = Instant::now();
        let due = [0, 1, 999, 1000, 1001, 1999, 2500, 3400, 3500]
            .map(|millis| progress.is_due(begun + Duration::from_millis(millis)));
        assert_eq!(due, [true, false, false, true, false, false, true, false, true]);
    }
}
