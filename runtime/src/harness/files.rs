//! Files that runs read and write by the name that somebody gave.

use std::path::{Path, PathBuf};

use super::{HarnessMain, options::Options, record};

/// A file named by a flag or a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NamedFile {
    /// This one: by a flag.
    This(PathBuf),
    /// One beside it for each target: by a variable, which all targets see.
    OfTarget(PathBuf),
}

impl NamedFile {
    /// The file to read for this target.
    pub(super) fn to_read(&self, target: &HarnessMain) -> PathBuf {
        match self {
            Self::This(path) => path.clone(),
            Self::OfTarget(path) => beside(path, &record::name(target).unwrap_or_default()),
        }
    }

    /// The file to write for this target; `None` where the run is one of many, each of which would overwrite the last.
    pub(super) fn to_write(&self, target: &HarnessMain, options: &Options) -> Option<PathBuf> {
        let single = options.process_per_test || (options.exact && !options.filters.is_empty());
        match self {
            Self::OfTarget(_) if single => None,
            Self::This(_) | Self::OfTarget(_) => Some(self.to_read(target)),
        }
    }
}

/// `out/results.xml` and `bank-specs`: `out/results-bank-specs.xml`.
fn beside(path: &Path, name: &str) -> PathBuf {
    let mut file = path.file_stem().unwrap_or_default().to_owned();
    file.push("-");
    file.push(name);
    if let Some(extension) = path.extension() {
        file.push(".");
        file.push(extension);
    }
    path.with_file_name(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TARGET: HarnessMain = HarnessMain {
        module_path: "specs",
        file: "tests/specs.rs",
        manifest_dir: "/home/me/bank",
        flags: &[],
        plain: &[],
    };

    #[test]
    fn targets_that_see_one_variable_have_files_of_their_own() {
        let whole = Options::default();
        let path = |file: NamedFile| file.to_write(&TARGET, &whole);
        assert_eq!(path(NamedFile::This("out/a.xml".into())), Some("out/a.xml".into()));
        assert_eq!(path(NamedFile::OfTarget("out/a.b.xml".into())), Some("out/a.b-bank-specs.xml".into()));
        assert_eq!(path(NamedFile::OfTarget("times".into())), Some("times-bank-specs".into()));
    }

    #[test]
    fn a_single_test_does_not_overwrite_the_file_of_them_all() {
        let exact = Options { exact: true, filters: vec!["a".into()], ..Options::default() };
        let alone = Options { process_per_test: true, ..Options::default() };
        for options in [exact, alone] {
            assert_eq!(NamedFile::OfTarget("a.xml".into()).to_write(&TARGET, &options), None);
            assert!(NamedFile::This("a.xml".into()).to_write(&TARGET, &options).is_some());
        }
        assert_eq!(NamedFile::OfTarget("a.json".into()).to_read(&TARGET), PathBuf::from("a-bank-specs.json"));
    }
}
