//! Whatever happens to a log, at any moment: what was synced is there, in its order, and what is there beyond was appended next.

use std::{io, ops::Range};

use hapi_hashgraph::Event;
use hapi_storage::{EventLog, LogLimits, testing::LossyDisk};

use crate::support::{Rng, event, for_seeds, limits, open};

/// What was ever appended, and what must be there.
#[derive(Debug, Default)]
struct Model {
    history: Vec<Event>,
    /// How many of them a loss of power leaves.
    synced: usize,
    /// How many of them the death of the process leaves.
    flushed: usize,
    /// What was born before may be gone.
    pruned: u64,
    round: u64,
}

impl Model {
    /// Looks at what a log gave back, of which this much must be there. That is the history now, and it is on disk.
    fn reopened(&mut self, events: &[Event], at_least: usize, log: &EventLog) {
        let there = self.place_of(events, at_least);
        assert!(there.end >= at_least, "{} of {at_least} events are there", there.end);
        assert_eq!(&self.history[there.clone()], events, "they are in their order");
        let lost = &self.history[..there.start];
        assert!(
            lost.iter().all(|event| event.content().birth_round < self.pruned),
            "nothing else was pruned"
        );
        assert!(
            lost.iter().all(|event| event.content().birth_round < log.reaches()),
            "it knows how far it reaches"
        );
        assert!(log.reaches() <= self.pruned.max(1), "it reaches as far as it was pruned");
        self.history.truncate(there.end);
        (self.synced, self.flushed) = (there.end, there.end);
    }

    fn place_of(&self, events: &[Event], at_least: usize) -> Range<usize> {
        let Some(first) = events.first() else { return at_least..at_least };
        let start = self.history.iter().position(|event| event == first).expect("it was appended");
        assert!(start + events.len() <= self.history.len(), "no event is there that was not appended");
        start..start + events.len()
    }

    /// Does one thing with the log.
    fn step(&mut self, log: &mut EventLog, rng: &mut Rng) -> io::Result<()> {
        match rng.below(100) {
            0..70 => {
                self.round += rng.below(3) / 2;
                // Late events come at any time.
                let late = if rng.chance(5) { 15 } else { 3 };
                let birth_round = self.round.saturating_sub(rng.below(late));
                let event = event(rng, birth_round);
                self.history.push(event);
                match log.append(self.history.last().expect("just pushed")) {
                    Err(error) if error.kind() == io::ErrorKind::StorageFull => {
                        self.history.pop();
                    }
                    appended => appended?,
                }
            }
            70..80 => {
                log.flush()?;
                self.flushed = self.history.len();
            }
            80..95 => {
                log.sync()?;
                (self.synced, self.flushed) = (self.history.len(), self.history.len());
            }
            _ => {
                let below = self.round.saturating_sub(rng.below(20));
                self.pruned = self.pruned.max(below);
                log.prune(below)?;
            }
        }
        Ok(())
    }
}

/// One process after the other on one disk, which may do to it what it likes.
fn lives(seed: u64, mut trouble: impl FnMut(&LossyDisk, &mut Rng)) {
    let mut rng = Rng(seed);
    let mut disk = LossyDisk::new([512, 4096][usize::from(rng.chance(30))]);
    let mut model = Model { round: 1, ..Model::default() };
    let limits: LogLimits = limits(4_000 + rng.below(12_000), usize::from(rng.chance(70)) * 2);
    let mut at_least = 0;
    for _ in 0..2 + rng.below(5) {
        trouble(&disk, &mut rng);
        match open(&disk, limits) {
            Ok((mut log, events)) => {
                model.reopened(&events, at_least, &log);
                let steps = rng.below(120);
                // What fails for another reason than the power is told, and ends this life.
                let _ = (0..steps).try_for_each(|_| model.step(&mut log, &mut rng));
            }
            // Only the disk is to blame: nothing is damaged.
            Err(error) => assert!(matches!(error, hapi_storage::LogError::Io { .. }), "{error}"),
        }
        disk.set_capacity(None);
        if rng.chance(60) {
            model.flushed = model.synced;
            disk = disk.power_loss(rng.next());
        } else {
            disk = disk.killed();
        }
        at_least = model.flushed;
    }
    let (log, events) = open(&disk, limits).expect("nothing is damaged");
    model.reopened(&events, at_least, &log);
}

#[test]
fn between_steps() {
    for_seeds(500, |seed| lives(seed, |_, _| {}));
}

#[test]
fn in_the_middle_of_anything() {
    for_seeds(1_500, |seed| lives(seed, |disk, rng| disk.power_off_after(rng.below(120))));
}

#[test]
fn when_writes_and_syncs_fail() {
    for_seeds(500, |seed| {
        lives(seed, |disk, rng| {
            if rng.chance(70) {
                disk.fail_after(rng.below(60));
            }
        });
    });
}

#[test]
fn when_the_disk_is_full() {
    for_seeds(500, |seed| lives(seed, |disk, rng| disk.set_capacity(Some(20_000 + rng.below(60_000)))));
}
