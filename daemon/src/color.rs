use std::sync::atomic::{AtomicUsize, Ordering};

use anstyle::{AnsiColor, Style};

/// The colour of a daemon's name in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "colours speak for themselves")]
pub enum Color {
    Red,
    Green,
    Yellow,
    Blue,
    Magenta,
    Cyan,
    BrightRed,
    BrightGreen,
    BrightYellow,
    BrightBlue,
    BrightMagenta,
    BrightCyan,
}

impl Color {
    /// In the order in which daemons get them: neighbours look unlike each other.
    const ALL: [Self; 12] = [
        Self::Cyan,
        Self::Magenta,
        Self::Yellow,
        Self::Green,
        Self::Blue,
        Self::Red,
        Self::BrightCyan,
        Self::BrightMagenta,
        Self::BrightYellow,
        Self::BrightGreen,
        Self::BrightBlue,
        Self::BrightRed,
    ];

    /// The next colour in turn: twelve daemons that are made one after the other have twelve colours.
    pub fn next() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        Self::ALL[NEXT.fetch_add(1, Ordering::Relaxed) % Self::ALL.len()]
    }

    /// As a style for terminals.
    pub fn style(self) -> Style {
        let color = match self {
            Self::Red => AnsiColor::Red,
            Self::Green => AnsiColor::Green,
            Self::Yellow => AnsiColor::Yellow,
            Self::Blue => AnsiColor::Blue,
            Self::Magenta => AnsiColor::Magenta,
            Self::Cyan => AnsiColor::Cyan,
            Self::BrightRed => AnsiColor::BrightRed,
            Self::BrightGreen => AnsiColor::BrightGreen,
            Self::BrightYellow => AnsiColor::BrightYellow,
            Self::BrightBlue => AnsiColor::BrightBlue,
            Self::BrightMagenta => AnsiColor::BrightMagenta,
            Self::BrightCyan => AnsiColor::BrightCyan,
        };
        Style::new().fg_color(Some(color.into()))
    }
}
