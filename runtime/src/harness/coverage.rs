//! What of HAPI the tests of a run have called: as text after its closing lines, and as a condition of its success.

use std::io::{self, Write};

use super::{
    events::{Event, Listener},
    options::Options,
};
use crate::coverage;

/// Prints the coverage at the end of a run.
#[derive(Debug)]
pub(crate) struct CoverageText<W>(W);

impl<W: Write> CoverageText<W> {
    pub(crate) fn new(out: W) -> Self {
        Self(out)
    }
}

impl<W: Write> Listener for CoverageText<W> {
    fn hear(&mut self, event: &Event<'_>) -> io::Result<()> {
        if let Event::RunFinished(_) = event {
            writeln!(self.0, "{}", coverage::so_far())?;
            self.0.flush()?;
        }
        Ok(())
    }
}

/// Why the run has failed, if it was to call more than it did.
///
/// A process that runs one test of many cannot know what the others call.
pub(super) fn too_little(options: &Options) -> Option<String> {
    let least = options.coverage_fail_under.filter(|_| !options.process_per_test)?;
    let percent = coverage::so_far().percent();
    (percent < least).then(|| {
        format!("{percent:.1} % of the functions of HAPI were called, and --coverage-fail-under asks for {least} %")
    })
}
