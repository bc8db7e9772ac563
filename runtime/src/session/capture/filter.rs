//! The part of `RUST_LOG` that people use: levels, and levels of targets.

use tracing::{Level, level_filters::LevelFilter};

/// Which events are kept.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Filter {
    default: LevelFilter,
    /// Longest target first, so that the first match is the most telling one.
    targets: Vec<(String, LevelFilter)>,
}

impl Filter {
    /// Reads directives: `debug`, `off`, `my_crate=trace,my_crate::quiet=warn`. What is none of them is left out.
    pub(super) fn parse(directives: Option<&str>) -> Self {
        let mut filter = Self { default: LevelFilter::INFO, targets: Vec::new() };
        for directive in directives.unwrap_or_default().split(',').map(str::trim).filter(|d| !d.is_empty()) {
            if let Some((target, level)) = directive.split_once('=') {
                if let Ok(level) = level.parse() {
                    filter.targets.push((target.to_owned(), level));
                }
            } else if let Ok(level) = directive.parse() {
                filter.default = level;
            } else {
                filter.targets.push((directive.to_owned(), LevelFilter::TRACE));
            }
        }
        filter.targets.sort_by_key(|(target, _)| std::cmp::Reverse(target.len()));
        filter
    }

    /// Whether events of this level from this target are kept.
    pub(super) fn admits(&self, target: &str, level: Level) -> bool {
        let below = |prefix: &str| {
            target.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        let found = self.targets.iter().find(|(prefix, _)| below(prefix));
        level <= found.map_or(self.default, |(_, limit)| *limit)
    }

    /// The most that is kept from anywhere.
    pub(super) fn max(&self) -> LevelFilter {
        self.targets.iter().map(|(_, limit)| *limit).fold(self.default, Ord::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn info_is_the_default() {
        for directives in [None, Some(""), Some(" , ")] {
            let filter = Filter::parse(directives);
            assert!(filter.admits("x", Level::INFO) && !filter.admits("x", Level::DEBUG));
        }
        assert_eq!(Filter::parse(Some("off")).max(), LevelFilter::OFF);
    }

    #[test]
    fn the_longest_target_decides() {
        let filter = Filter::parse(Some("warn,a=debug,a::b=error,c"));
        assert!(filter.admits("a", Level::DEBUG) && filter.admits("a::x", Level::DEBUG));
        assert!(!filter.admits("a::b::c", Level::WARN) && filter.admits("a::b", Level::ERROR));
        assert!(filter.admits("c", Level::TRACE));
        assert!(!filter.admits("ab", Level::INFO) && filter.admits("ab", Level::WARN));
        assert_eq!(filter.max(), LevelFilter::TRACE);
    }
}
