//! Who hears about a run.

use std::{
    io::{self, IsTerminal as _},
    num::NonZeroUsize,
};

use super::{
    coverage::CoverageText,
    events::Listener,
    files::NamedFile,
    json::Json,
    junit::{Destination, Junit},
    live::{Line, Notices, Progress, Screen},
    logfile::LogFile,
    options::{Color, Format},
    printer::{Look, Printer},
    record::Recorder,
    report::Reporter,
    run::Runs,
};

impl Runs<'_> {
    /// Who hears about the run.
    pub(super) fn listeners(
        &self,
        threads: NonZeroUsize,
        tests: usize,
        seed: Option<u64>,
    ) -> Vec<Box<dyn Listener>> {
        let options = self.options;
        let line = if self.live(tests) { Line::on_stderr() } else { Line::none() };
        let look = Look {
            format: options.format,
            color: colored(options.color),
            // The live line names what runs; a line that waits for its end would be in its way.
            names_first: threads == NonZeroUsize::MIN && !line.is_there(),
            report_time: options.report_time,
            show_output: options.show_output,
        };
        let target = self.target.module_path;
        let screen = || Screen::new(io::stdout(), line.clone());
        let is_pretty = options.format == Format::Pretty;
        let coverage = (options.coverage && is_pretty).then(|| CoverageText::new(screen()));
        // The live line first: what is printed at the end must not stand above it.
        let mut listeners: Vec<Box<dyn Listener>> =
            vec![Box::new(Progress::new(line.clone())), Box::new(Notices)];
        listeners.push(match options.format {
            Format::Pretty | Format::Terse => Box::new(Printer::new(screen(), look)),
            Format::Json => Box::new(Json::new(screen(), options.report_time, options.show_output)),
            Format::Junit => Box::new(Junit::new(target, Destination::Output)),
        });
        if let Some(coverage) = coverage {
            listeners.push(Box::new(coverage));
        }
        let to_write =
            |file: &Option<NamedFile>| file.as_ref().and_then(|file| file.to_write(self.target, options));
        if let Some(path) = to_write(&options.junit) {
            listeners.push(Box::new(Junit::new(target, Destination::File(path))));
        }
        if let Some(path) = to_write(&options.record) {
            listeners.push(Box::new(Recorder::asked_for(path)));
        }
        if let Some(passed) = &self.passed {
            listeners.push(Box::new(passed.recorder()));
        }
        if let Some(path) = &options.logfile {
            listeners.push(Box::new(LogFile::new(path.clone())));
        }
        if let Some((path, linked)) = &self.keep {
            listeners.push(Box::new(Recorder::kept(path.clone(), self.known.clone(), linked)));
        }
        listeners.extend(
            Reporter::asked_for(self.target, options, seed)
                .map(|reporter| Box::new(reporter) as Box<dyn Listener>),
        );
        listeners
    }

    /// Whether somebody looks at a live line: not where lines of tests appear beside it, and not in the output of another
    /// runner.
    fn live(&self, tests: usize) -> bool {
        let options = self.options;
        tests > 1
            && options.format == Format::Pretty
            && options.capture
            && !options.process_per_test
            && io::stderr().is_terminal()
    }
}

fn colored(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => io::stdout().is_terminal(),
    }
}
