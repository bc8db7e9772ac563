use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// How much an event matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// What only who looks for a fault wants to see.
    Debug,
    /// What happens in normal running. Events have this level unless they say otherwise.
    #[default]
    Info,
    /// What happens rarely, and changes how the daemon runs.
    Notice,
    /// What should not happen, and does no harm.
    Warning,
    /// What went wrong.
    Error,
}

impl Level {
    const ALL: [(Self, &str); 5] = [
        (Self::Debug, "debug"),
        (Self::Info, "info"),
        (Self::Notice, "notice"),
        (Self::Warning, "warning"),
        (Self::Error, "error"),
    ];
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::ALL.iter().find(|(level, _)| level == self).map_or("", |(_, name)| name);
        f.pad(name)
    }
}

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        let found = Self::ALL.iter().find(|(_, name)| *name == text);
        found.map(|(level, _)| *level).ok_or_else(|| UnknownLevel { text: text.to_owned() })
    }
}

/// A level that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no level of events: write debug, info, notice, warning or error")]
pub struct UnknownLevel {
    /// What was written.
    pub text: String,
}

/// Which events a daemon emits: those of a level at least, which may differ by section.
///
/// Sections have names with dots: what is said of `gossip` holds for `gossip.peers` too, unless that has a level of its own.
/// Written as text, as the child finds it in its environment, it is `info,gossip=debug`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    default: Level,
    sections: BTreeMap<String, Level>,
}

impl Levels {
    /// Events of a level at least, whatever their section.
    pub fn at_least(level: Level) -> Self {
        Self { default: level, sections: BTreeMap::new() }
    }

    /// Gives a section a level of its own.
    pub fn section(mut self, section: impl Into<String>, level: Level) -> Self {
        self.sections.insert(section.into(), level);
        self
    }

    /// Changes the level of sections that have none of their own.
    pub fn with_default(mut self, level: Level) -> Self {
        self.default = level;
        self
    }

    /// Whether an event of this section and level is emitted.
    pub fn emits(&self, section: &str, level: Level) -> bool {
        let mut prefix = section;
        loop {
            if let Some(least) = self.sections.get(prefix) {
                return level >= *least;
            }
            match prefix.rfind('.') {
                Some(dot) => prefix = &prefix[..dot],
                None => return level >= self.default,
            }
        }
    }
}

impl fmt::Display for Levels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.default)?;
        self.sections.iter().try_for_each(|(section, level)| write!(f, ",{section}={level}"))
    }
}

impl FromStr for Levels {
    type Err = UnknownLevel;

    fn from_str(text: &str) -> Result<Self, UnknownLevel> {
        let mut levels = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some((section, level)) => levels = levels.section(section.trim(), level.trim().parse()?),
                None => levels.default = part.parse()?,
            }
        }
        Ok(levels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_section_decides() {
        let levels: Levels = "notice, gossip=debug,gossip.peers=error".parse().expect("levels");
        assert!(levels.emits("gossip", Level::Debug));
        assert!(levels.emits("gossip.sync.tips", Level::Debug));
        assert!(!levels.emits("gossip.peers", Level::Warning));
        assert!(!levels.emits("gossiping", Level::Info), "a section is no prefix of a word");
        assert!(!levels.emits("", Level::Info));
        assert!(levels.emits("disk", Level::Notice));
        assert_eq!(levels.to_string(), "notice,gossip=debug,gossip.peers=error");
        assert_eq!(levels.to_string().parse(), Ok(levels));
    }

    #[test]
    fn what_is_no_level_is_refused() {
        assert_eq!("info,gossip=loud".parse::<Levels>(), Err(UnknownLevel { text: "loud".to_owned() }));
    }
}
