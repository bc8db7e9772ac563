//! What can be done to the process of a node.

use std::{fmt, str::FromStr};

/// What can be done to the process of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeAction {
    /// It is asked to end, finishes what it has begun, and ends.
    Stop,
    /// It is started, with the ports and the directory that it had.
    Start,
    /// It is stopped and started.
    Restart,
    /// It ends at once, in the midst of whatever it does.
    Kill,
    /// It stands still until it is resumed: others take it for a node that does not answer.
    Suspend,
    /// It goes on after it was suspended.
    Resume,
    /// It runs when this is done, whatever was done to it before.
    Revive,
}

impl NodeAction {
    const ALL: [Self; 7] =
        [Self::Stop, Self::Start, Self::Restart, Self::Kill, Self::Suspend, Self::Resume, Self::Revive];

    const fn name(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Start => "start",
            Self::Restart => "restart",
            Self::Kill => "kill",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Revive => "revive",
        }
    }
}

impl fmt::Display for NodeAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that is nothing to do to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such action")]
pub struct NoSuchAction;

impl FromStr for NodeAction {
    type Err = NoSuchAction;

    fn from_str(name: &str) -> Result<Self, NoSuchAction> {
        Self::ALL.into_iter().find(|action| action.name() == name).ok_or(NoSuchAction)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_read_as_it_is_written() {
        for action in NodeAction::ALL {
            assert_eq!(action.to_string().parse(), Ok(action));
        }
        assert_eq!("freeze".parse::<NodeAction>(), Err(NoSuchAction));
    }
}
