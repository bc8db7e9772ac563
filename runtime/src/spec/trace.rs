//! What a spec did, for its report.

use std::{
    fmt, mem,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use hapi_proto::services::{ResponseCodeEnum, TransactionId};

use super::OpDescription;

/// What a spec did so far: its operations in the order in which they began, each with those it ran itself.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The top-level operations.
    pub steps: Vec<Step>,
}

/// One operation of a [`Trace`].
#[derive(Clone, Debug)]
pub struct Step {
    /// What it is called, and where it was built.
    pub description: OpDescription,
    /// What became of it.
    pub outcome: Outcome,
    /// Wall-clock time from its begin to its end, or until now.
    pub elapsed: Duration,
    /// What it had to say: the transaction's id and status, a logged answer.
    pub notes: Vec<String>,
    /// The operations it ran.
    pub children: Vec<Step>,
}

/// What became of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has not ended: the spec was cut off in it.
    Running,
    /// It did what it was to do.
    Passed,
    /// It failed, and the spec with it.
    Failed,
    /// An earlier one failed.
    Skipped,
}

impl Outcome {
    /// Its mark in a report.
    pub fn mark(self) -> char {
        match self {
            Self::Running => '…',
            Self::Passed => '✓',
            Self::Failed => '✗',
            Self::Skipped => '·',
        }
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.steps.iter().try_for_each(|step| step.write(f, 0))
    }
}

impl Step {
    fn write(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        let indent = depth * 2;
        write!(f, "{:indent$}{} {}", "", self.outcome.mark(), self.description)?;
        if self.outcome != Outcome::Skipped {
            write!(f, " {:.1?}", self.elapsed)?;
        }
        writeln!(f)?;
        for note in &self.notes {
            writeln!(f, "{:indent$}    {note}", "")?;
        }
        self.children.iter().try_for_each(|child| child.write(f, depth + 1))
    }
}

/// Where a handle on the spec stands in the trace: inside an operation, or at the top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope(Option<usize>);

/// Gathers the trace while operations run, side by side too.
#[derive(Debug, Default)]
pub(crate) struct Recorder(Mutex<Vec<Recorded>>);

#[derive(Clone, Debug)]
struct Recorded {
    parent: Scope,
    description: OpDescription,
    outcome: Outcome,
    begun: Instant,
    elapsed: Option<Duration>,
    notes: Vec<Note>,
}

/// What an operation has to say. It becomes text where somebody reads it, which for most tests is nowhere.
#[derive(Clone, Debug)]
pub(crate) enum Note {
    /// This.
    Text(String),
    /// What became of a transaction.
    Status(TransactionId, ResponseCodeEnum),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Status(id, status) => write!(f, "{id} {}", status.as_str_name()),
        }
    }
}

impl Recorder {
    pub(crate) fn begin(&self, parent: Scope, description: OpDescription) -> Scope {
        self.add(parent, description, Outcome::Running)
    }

    pub(crate) fn skip(&self, parent: Scope, description: OpDescription) {
        self.add(parent, description, Outcome::Skipped);
    }

    pub(crate) fn end(&self, step: Scope, outcome: Outcome) {
        self.update(step, |recorded| {
            recorded.outcome = outcome;
            recorded.elapsed = Some(recorded.begun.elapsed());
        });
    }

    pub(crate) fn note(&self, step: Scope, note: Note) {
        self.update(step, |recorded| recorded.notes.push(note));
    }

    /// How many steps the trace has at its top.
    pub(crate) fn top_steps(&self) -> usize {
        self.lock().iter().filter(|recorded| recorded.parent == Scope::default()).count()
    }

    pub(crate) fn trace(&self) -> Trace {
        assemble(self.lock().clone())
    }

    /// What [`Recorder::trace`] gives, and forgets it.
    pub(crate) fn take(&self) -> Trace {
        assemble(mem::take(&mut *self.lock()))
    }

    fn add(&self, parent: Scope, description: OpDescription, outcome: Outcome) -> Scope {
        let mut recorded = self.lock();
        recorded.push(Recorded {
            parent,
            description,
            outcome,
            begun: Instant::now(),
            elapsed: None,
            notes: Vec::new(),
        });
        Scope(Some(recorded.len() - 1))
    }

    fn update(&self, step: Scope, change: impl FnOnce(&mut Recorded)) {
        if let Some(index) = step.0 {
            self.lock().get_mut(index).map(change);
        }
    }

    /// A panic in a test must not hide its trace, so a poisoned lock is as good as any.
    fn lock(&self) -> MutexGuard<'_, Vec<Recorded>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Each operation with those that it ran.
fn assemble(recorded: Vec<Recorded>) -> Trace {
    let parents: Vec<_> = recorded.iter().map(|recorded| recorded.parent.0).collect();
    let mut steps: Vec<_> = recorded.into_iter().map(|recorded| Some(recorded.step())).collect();
    let mut top = Vec::new();
    // A step begins after the one that runs it: from the end, each is complete when it is its turn.
    for (index, parent) in parents.into_iter().enumerate().rev() {
        let Some(mut step) = steps[index].take() else { continue };
        step.children.reverse();
        match parent.and_then(|parent| steps.get_mut(parent)?.as_mut()) {
            Some(parent) => parent.children.push(step),
            None => top.push(step),
        }
    }
    top.reverse();
    Trace { steps: top }
}

impl Recorded {
    fn step(self) -> Step {
        let elapsed = match self.outcome {
            Outcome::Skipped => Duration::ZERO,
            _ => self.elapsed.unwrap_or_else(|| self.begun.elapsed()),
        };
        let Self { description, outcome, notes, .. } = self;
        let notes = notes.iter().map(ToString::to_string).collect();
        Step { description, outcome, elapsed, notes, children: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::here;

    fn described(verb: &'static str) -> OpDescription {
        OpDescription::new(verb, "x", here())
    }

    #[test]
    fn steps_nest_in_the_order_in_which_they_began() {
        let recorder = Recorder::default();
        let outer = recorder.begin(Scope::default(), described("outer"));
        let first = recorder.begin(outer, described("first"));
        let second = recorder.begin(outer, described("second"));
        recorder.note(second, Note::Text("says this".into()));
        recorder.end(second, Outcome::Passed);
        recorder.end(first, Outcome::Failed);
        recorder.skip(Scope::default(), described("last"));
        let Trace { steps } = recorder.trace();
        let told = |steps: &[Step]| -> Vec<(&str, Outcome)> {
            steps.iter().map(|step| (step.description.verb, step.outcome)).collect()
        };
        assert_eq!(told(&steps), [("outer", Outcome::Running), ("last", Outcome::Skipped)]);
        assert_eq!(told(&steps[0].children), [("first", Outcome::Failed), ("second", Outcome::Passed)]);
        let text = Trace { steps }.to_string();
        let lines: Vec<_> = text.lines().map(|line| line.split(") ").next().unwrap_or(line)).collect();
        assert_eq!(lines, ["… outer(x", "  ✗ first(x", "  ✓ second(x", "      says this", "· last(x)"]);
    }
}
