//! What workers say on its way to the watcher, which is woken for few words.
//!
//! To wake a thread costs both sides more than a short test does. So the watcher, once it has read what there is, looks
//! away for a moment: what arrives meanwhile is read together, and only what cannot wait wakes it. When nothing arrived
//! it sleeps, and the next word wakes it.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How long the watcher looks away: too short for an eye on the terminal to see.
const MOMENT: Duration = Duration::from_millis(5);

/// A queue with one reader.
#[derive(Debug)]
pub(super) struct Mailbox<T> {
    inner: Mutex<Inner<T>>,
    arrived: Condvar,
}

#[derive(Debug)]
struct Inner<T> {
    letters: VecDeque<T>,
    /// Whether the reader sleeps until it is woken.
    asleep: bool,
}

impl<T> Mailbox<T> {
    /// An empty one.
    pub(super) fn new() -> Self {
        let inner = Inner { letters: VecDeque::new(), asleep: false };
        Self { inner: Mutex::new(inner), arrived: Condvar::new() }
    }

    /// Puts in what may be read in a moment.
    pub(super) fn post(&self, letter: T) {
        self.put(letter, false);
    }

    /// Puts in what is to be read now, after all that was put in before.
    pub(super) fn post_at_once(&self, letter: T) {
        self.put(letter, true);
    }

    fn put(&self, letter: T, at_once: bool) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.letters.push_back(letter);
        let wake = inner.asleep || at_once;
        drop(inner);
        if wake {
            self.arrived.notify_one();
        }
    }

    /// Whether there are letters to read.
    pub(super) fn has_letters(&self) -> bool {
        !self.inner.lock().unwrap_or_else(PoisonError::into_inner).letters.is_empty()
    }

    /// The next letter, in the order in which they were put in; `None` when there is none until `deadline`.
    pub(super) fn take(&self, deadline: Option<Instant>) -> Option<T> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(letter) = inner.letters.pop_front() {
            return Some(letter);
        }
        let moment = Instant::now() + MOMENT;
        loop {
            let now = Instant::now();
            if deadline.is_some_and(|deadline| deadline <= now) {
                return None;
            }
            inner.asleep = moment <= now;
            let until =
                if inner.asleep { deadline } else { Some(deadline.map_or(moment, |at| at.min(moment))) };
            inner = match until {
                Some(at) => {
                    let waited = self.arrived.wait_timeout(inner, at - now);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.arrived.wait(inner).unwrap_or_else(PoisonError::into_inner),
            };
            inner.asleep = false;
            if let Some(letter) = inner.letters.pop_front() {
                return Some(letter);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, thread};

    use super::*;

    #[test]
    fn letters_are_read_in_their_order() {
        let mailbox = Mailbox::new();
        mailbox.post(1);
        mailbox.post_at_once(2);
        mailbox.post(3);
        assert_eq!([1, 2, 3].map(Some), [(); 3].map(|()| mailbox.take(None)));
    }

    #[test]
    fn nothing_arrives_until_the_deadline() {
        let mailbox = Mailbox::<u8>::new();
        let deadline = Instant::now() + 2 * MOMENT;
        assert_eq!(mailbox.take(Some(deadline)), None);
        assert!(deadline <= Instant::now());
    }

    #[test]
    fn whoever_writes_is_heard_whatever_the_reader_does() {
        let mailbox = Arc::new(Mailbox::new());
        let (writer, letters) = (Arc::clone(&mailbox), 2_000);
        let writing = thread::spawn(move || {
            for letter in 0..letters {
                // Some find the reader awake, some find it looking away, some asleep.
                match letter % 500 {
                    0 => thread::park_timeout(2 * MOMENT),
                    1 => thread::park_timeout(MOMENT / 2),
                    _ => thread::yield_now(),
                }
                if letter % 7 == 0 { writer.post_at_once(letter) } else { writer.post(letter) }
            }
        });
        for letter in 0..letters {
            assert_eq!(mailbox.take(Some(Instant::now() + Duration::from_secs(30))), Some(letter));
        }
        writing.join().expect("it wrote all");
    }
}
