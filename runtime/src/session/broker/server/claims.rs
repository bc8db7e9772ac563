//! Things that are made once for the session: who makes them, who waits for that, and what came of it.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::oneshot;

use crate::session::broker::wire::Made;

/// All that was ever claimed, by key.
#[derive(Debug, Default)]
pub(super) struct Claims(Mutex<BTreeMap<String, Claim>>);

#[derive(Debug)]
enum Claim {
    /// Somebody makes it; these wait.
    InTheMaking(VecDeque<oneshot::Sender<Turn>>),
    Made(Made),
}

/// What one who asked is told.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is there, or cannot be made.
    Made(Made),
    /// Make it.
    Yours,
}

impl Claims {
    /// Asks for the thing called `key`, and waits while somebody else makes it.
    pub(super) async fn claim(&self, key: &str) -> Turn {
        loop {
            let waiting = {
                let mut claims = self.claims();
                match claims.get_mut(key) {
                    None => {
                        claims.insert(key.to_owned(), Claim::InTheMaking(VecDeque::new()));
                        return Turn::Yours;
                    }
                    Some(Claim::Made(made)) => return Turn::Made(made.clone()),
                    Some(Claim::InTheMaking(waiting)) => {
                        let (sender, receiver) = oneshot::channel();
                        waiting.push_back(sender);
                        Waiting { claims: self, key, receiver }
                    }
                }
            };
            // Nobody drops a sender unanswered; if it were, asking again is right.
            if let Some(turn) = waiting.turn().await {
                return turn;
            }
        }
    }

    /// It is made, or cannot be.
    pub(super) fn settle(&self, key: &str, made: &Made) {
        let before = self.claims().insert(key.to_owned(), Claim::Made(made.clone()));
        if let Some(Claim::InTheMaking(waiting)) = before {
            for sender in waiting {
                // Whoever has gone meanwhile does not need it.
                let _ = sender.send(Turn::Made(made.clone()));
            }
        }
    }

    /// Its maker has gone: the next one who still waits makes it.
    pub(super) fn abandon(&self, key: &str) {
        let mut claims = self.claims();
        let Some(Claim::InTheMaking(waiting)) = claims.get_mut(key) else { return };
        while let Some(next) = waiting.pop_front() {
            if next.send(Turn::Yours).is_ok() {
                return;
            }
        }
        claims.remove(key);
    }

    fn claims(&self) -> MutexGuard<'_, BTreeMap<String, Claim>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One who waits, and may be gone in the very moment in which it is told to make the thing.
struct Waiting<'a> {
    claims: &'a Claims,
    key: &'a str,
    receiver: oneshot::Receiver<Turn>,
}

impl Waiting<'_> {
    async fn turn(mut self) -> Option<Turn> {
        (&mut self.receiver).await.ok()
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.receiver.close();
        if let Ok(Turn::Yours) = self.receiver.try_recv() {
            self.claims.abandon(self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures::{FutureExt as _, future::join};

    use super::*;

    fn seven() -> Made {
        Made { value: Some(Bytes::from_static(b"7")), failure: None }
    }

    #[tokio::test]
    async fn the_first_makes_it_and_the_others_get_it() {
        let claims = Claims::default();
        assert_eq!(claims.claim("payer").await, Turn::Yours);
        assert_eq!(claims.claim("other").await, Turn::Yours);
        let mut waiting = Box::pin(claims.claim("payer"));
        assert!((&mut waiting).now_or_never().is_none(), "it is not there yet");
        claims.settle("payer", &seven());
        assert_eq!(waiting.await, Turn::Made(seven()));
        assert_eq!(claims.claim("payer").await, Turn::Made(seven()));
    }

    #[tokio::test]
    async fn when_the_maker_dies_the_next_one_makes_it() {
        let claims = Claims::default();
        assert_eq!(claims.claim("payer").await, Turn::Yours);
        let mut gone = Box::pin(claims.claim("payer"));
        let mut second = Box::pin(claims.claim("payer"));
        let mut third = Box::pin(claims.claim("payer"));
        for waiting in [&mut gone, &mut second, &mut third] {
            assert!(waiting.now_or_never().is_none());
        }
        drop(gone);
        claims.abandon("payer");
        assert_eq!(second.await, Turn::Yours);
        assert!((&mut third).now_or_never().is_none(), "one of them is enough");
        let ((), turn) = join(async { claims.settle("payer", &seven()) }, third).await;
        assert_eq!(turn, Turn::Made(seven()));
    }

    #[tokio::test]
    async fn one_that_dies_in_its_turn_leaves_it_to_the_next() {
        let claims = Claims::default();
        assert_eq!(claims.claim("payer").await, Turn::Yours);
        let mut second = Box::pin(claims.claim("payer"));
        let mut third = Box::pin(claims.claim("payer"));
        assert!((&mut second).now_or_never().is_none() && (&mut third).now_or_never().is_none());
        claims.abandon("payer");
        drop(second);
        assert_eq!(third.await, Turn::Yours);
    }

    #[tokio::test]
    async fn what_everybody_left_can_be_claimed_again() {
        let claims = Claims::default();
        assert_eq!(claims.claim("payer").await, Turn::Yours);
        claims.abandon("payer");
        assert_eq!(claims.claim("payer").await, Turn::Yours);
        claims.settle("payer", &Made { value: None, failure: Some("no hbar".to_owned()) });
        claims.abandon("payer");
        assert!(matches!(claims.claim("payer").await, Turn::Made(made) if made.failure.is_some()));
    }
}
