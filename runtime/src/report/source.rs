//! Lines of source, for excerpts.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The text of a line, if its file can be found from here.
///
/// The compiler names files relative to the workspace, and Cargo starts tests in the package, at or below that.
pub(super) fn line(file: &str, line: u32) -> Option<String> {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let starts = package.into_iter().chain(env::current_dir().ok());
    let text = starts.into_iter().find_map(|start| find(&start, file))?;
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    text.lines().nth(index).map(str::to_owned)
}

fn find(start: &Path, file: &str) -> Option<String> {
    start.ancestors().find_map(|base| fs::read_to_string(base.join(file)).ok())
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn this_line_is_found() {
        let here = line!();
        assert_eq!(line(file!(), here).as_deref().map(str::trim), Some("let here = line!();"));
    }

    #[test]
    fn lines_that_are_not_there_are_none() {
        assert_eq!(line("no/such/file.rs", 1), None);
        assert_eq!(line(file!(), 0), None);
        assert_eq!(line(file!(), 1_000_000), None);
    }
}
