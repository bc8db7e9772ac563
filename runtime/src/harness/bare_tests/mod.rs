//! The search for tests that rustc has dropped.
//!
//! In a target with `harness = false`, a function under a bare `#[test]` is compiled as if it were not there: the test
//! is gone and nothing says so. So the sources of the target are read when a session starts, and a bare `#[test]` fails
//! it. Any attribute whose path ends in `test` counts (`#[tokio::test]` expands to a bare one), also inside of macros.
//!
//! What cannot be found this way: attributes that expand to `#[test]` under another name (`#[rstest]`), and files named
//! by a computed `include!`.

pub(crate) mod lexer;
mod syntax;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, io,
    path::{Component, Path, PathBuf},
};

use syntax::Link;

/// A test that does not exist in the compiled target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LostTest {
    /// As the compiler would name it.
    file: PathBuf,
    line: u32,
    column: u32,
    attribute: String,
    function: Option<String>,
}

impl fmt::Display for LostTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: `#[{}]`", self.file.display(), self.line, self.column, self.attribute)?;
        match &self.function {
            Some(function) => write!(f, " on `{function}`"),
            None => Ok(()),
        }
    }
}

/// Why nothing was searched, or not everything.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotSearched {
    /// The program has left the machine or directory where it was built.
    #[error("its source `{0}` is not here")]
    NoSource(String),
    /// A module's file is missing, or is no text.
    #[error("`{file}`, which `{from}` names, cannot be read")]
    NoModule {
        /// The file that was expected.
        file: String,
        /// The file that names it.
        from: String,
    },
}

/// What a search found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Search {
    pub(crate) lost: Vec<LostTest>,
    pub(crate) not_searched: Vec<NotSearched>,
}

/// Searches the target whose root is `file` (as `file!()` gives it) in the package at `manifest_dir`.
pub(crate) fn search(manifest_dir: &Path, file: &str) -> Search {
    search_with(manifest_dir, file, &|path| std::fs::read_to_string(path))
}

type Read<'a> = &'a dyn Fn(&Path) -> io::Result<String>;

fn search_with(manifest_dir: &Path, file: &str, read: Read<'_>) -> Search {
    let mut search = Search::default();
    // The compiler was started at the root of the workspace: the package itself, or a directory above it.
    let Some(base) = manifest_dir.ancestors().find(|base| read(&base.join(file)).is_ok()) else {
        search.not_searched.push(NotSearched::NoSource(file.to_owned()));
        return search;
    };
    let mut walk = Walk { base, read, seen: BTreeSet::new(), sources: BTreeMap::new(), search };
    let root = base.join(file);
    let directory = root.parent().unwrap_or(base).to_owned();
    walk.visit(&root, &directory, None);
    walk.search
}

/// Whether a source can hold a bare test, or lead to another file. Far cheaper than reading it, and most files of a large
/// suite hold neither.
fn is_worth_reading(source: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
    let edge = |byte: Option<&u8>| byte.is_none_or(|byte| !is_part(*byte));
    ["test", "mod", "include"].into_iter().any(|word| {
        source.match_indices(word).any(|(at, _)| {
            let (before, after) = (&source.as_bytes()[..at], &source.as_bytes()[at + word.len()..]);
            edge(before.last()) && edge(after.first())
        })
    })
}

/// A walk over the files of one target.
struct Walk<'a> {
    base: &'a Path,
    read: Read<'a>,
    seen: BTreeSet<PathBuf>,
    sources: BTreeMap<PathBuf, String>,
    search: Search,
}

impl Walk<'_> {
    /// Reads `file`, whose modules without `#[path]` are in `directory`.
    fn visit(&mut self, file: &Path, directory: &Path, from: Option<&Path>) {
        let file = normal(file);
        if !self.seen.insert(file.clone()) {
            return;
        }
        if !self.load(&file) {
            self.missing(&file, from);
            return;
        }
        let source = self.sources.remove(&file).unwrap_or_default();
        if !is_worth_reading(&source) {
            return;
        }
        let findings = syntax::read(&source);
        for bare in findings.bare {
            self.search.lost.push(LostTest {
                file: self.shown(&file),
                line: bare.line,
                column: bare.column,
                attribute: bare.attribute,
                function: bare.function,
            });
        }
        for link in findings.links {
            self.follow(&file, directory, link);
        }
    }

    fn follow(&mut self, file: &Path, directory: &Path, link: Link) {
        let here = file.parent().unwrap_or(directory);
        match link {
            // An included file's modules are looked up where the including file's are.
            Link::Include(path) => self.visit(&here.join(path), directory, Some(file)),
            Link::Module { inside, path: Some(path), conditional, .. } => {
                // Outside inline modules, `#[path]` starts at the file's own directory.
                let start = if inside.is_empty() { here.to_owned() } else { joined(directory, &inside) };
                let target = start.join(path);
                // rustc treats a file given by `#[path]` as a `mod.rs`: its modules are beside it.
                let below = target.parent().map(Path::to_owned).unwrap_or_default();
                self.visit_module(&[(target, below)], file, conditional);
            }
            Link::Module { name, inside, path: None, conditional } => {
                let start = joined(directory, &inside);
                let below = start.join(&name);
                let candidates =
                    [(start.join(format!("{name}.rs")), below.clone()), (below.join("mod.rs"), below)];
                self.visit_module(&candidates, file, conditional);
            }
        }
    }

    /// Visits the candidate that exists. A module under a `cfg` need not exist.
    fn visit_module(&mut self, candidates: &[(PathBuf, PathBuf)], from: &Path, conditional: bool) {
        let found = candidates.iter().find(|(file, _)| self.load(&normal(file)));
        match found {
            Some((file, directory)) => self.visit(file, directory, Some(from)),
            None if conditional => {}
            None => self.missing(&candidates[0].0, Some(from)),
        }
    }

    fn missing(&mut self, file: &Path, from: Option<&Path>) {
        let from = from.unwrap_or(file);
        self.search.not_searched.push(NotSearched::NoModule {
            file: self.shown(file).display().to_string(),
            from: self.shown(from).display().to_string(),
        });
    }

    /// Reads `file`, if it is there, and keeps its text for the visit.
    fn load(&mut self, file: &Path) -> bool {
        if !self.sources.contains_key(file) {
            let Ok(source) = (self.read)(file) else { return false };
            self.sources.insert(file.to_owned(), source);
        }
        true
    }

    /// The path as the compiler shows it.
    fn shown(&self, file: &Path) -> PathBuf {
        file.strip_prefix(self.base).unwrap_or(file).to_owned()
    }
}

fn joined(directory: &Path, inside: &[String]) -> PathBuf {
    inside.iter().fold(directory.to_owned(), |path, module| path.join(module))
}

/// The path without `.` and `..`, so that one file has one name.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Searches a tree of files held in memory; the package is at `/ws/pkg`.
    fn searched(file: &str, tree: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let read = |path: &Path| {
            let found = tree.iter().find(|(name, _)| Path::new(name) == path);
            found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| io::ErrorKind::NotFound.into())
        };
        let search = search_with(Path::new("/ws/pkg"), file, &read);
        (
            search.lost.iter().map(ToString::to_string).collect(),
            search.not_searched.iter().map(ToString::to_string).collect(),
        )
    }

    const LOST: &str = "#[test]\nfn lost() {}";

    #[test]
    fn only_what_can_matter_is_read() {
        for source in
            [LOST, "#[tokio::test(flavor = \"x\")]", "#[ test ]", "mod a;", "include!(\"b.rs\");", "r#mod"]
        {
            assert!(is_worth_reading(source), "{source}");
        }
        for source in ["", "#[hapi_test]\nfn a() {}", "model, testing, attests, included, tést"] {
            assert!(!is_worth_reading(source), "{source}");
        }
    }

    #[test]
    fn the_root_is_found_from_the_package_or_the_workspace() {
        let expected = (vec!["tests/a.rs:1:1: `#[test]` on `lost`".to_owned()], vec![]);
        assert_eq!(searched("tests/a.rs", &[("/ws/pkg/tests/a.rs", LOST)]), expected);
        let (lost, _) = searched("pkg/tests/a.rs", &[("/ws/pkg/tests/a.rs", LOST)]);
        assert_eq!(lost, ["pkg/tests/a.rs:1:1: `#[test]` on `lost`"]);
    }

    #[test]
    fn a_target_without_sources_is_not_searched_and_says_so() {
        assert_eq!(
            searched("tests/a.rs", &[]),
            (vec![], vec!["its source `tests/a.rs` is not here".to_owned()])
        );
    }

    #[test]
    fn modules_are_followed_to_their_files() {
        let tree = [
            ("/ws/pkg/tests/specs/main.rs", "mod a; mod b; mod c { mod d; }"),
            ("/ws/pkg/tests/specs/a.rs", "mod x;"),
            ("/ws/pkg/tests/specs/a/x.rs", LOST),
            ("/ws/pkg/tests/specs/b/mod.rs", "mod y;"),
            ("/ws/pkg/tests/specs/b/y/mod.rs", LOST),
            ("/ws/pkg/tests/specs/c/d.rs", LOST),
            ("/ws/pkg/tests/specs/unused.rs", LOST),
        ];
        let (lost, skipped) = searched("tests/specs/main.rs", &tree);
        let files: Vec<_> = lost.iter().map(|l| l.split(':').next().unwrap_or_default()).collect();
        assert_eq!(files, ["tests/specs/a/x.rs", "tests/specs/b/y/mod.rs", "tests/specs/c/d.rs"]);
        assert!(skipped.is_empty(), "{skipped:?}");
    }

    #[test]
    fn given_paths_and_includes_are_followed() {
        let tree = [
            ("/ws/pkg/tests/t.rs", "#[path = \"../common/help.rs\"] mod help; include!(\"more.rs\");"),
            ("/ws/pkg/common/help.rs", "mod inner;"),
            ("/ws/pkg/common/inner.rs", LOST),
            ("/ws/pkg/tests/more.rs", "mod beside;"),
            ("/ws/pkg/tests/beside.rs", LOST),
        ];
        let (lost, skipped) = searched("tests/t.rs", &tree);
        let files: Vec<_> = lost.iter().map(|l| l.split(':').next().unwrap_or_default()).collect();
        assert_eq!(files, ["common/inner.rs", "tests/beside.rs"]);
        assert!(skipped.is_empty(), "{skipped:?}");
    }

    #[test]
    fn a_missing_module_is_told_unless_it_is_conditional() {
        let (_, skipped) = searched("t.rs", &[("/ws/pkg/t.rs", "mod gone; #[cfg(windows)] mod other;")]);
        assert_eq!(skipped, ["`gone.rs`, which `t.rs` names, cannot be read"]);
    }

    #[test]
    fn files_that_include_each_other_are_read_once() {
        let tree = [
            ("/ws/pkg/t.rs", "include!(\"u.rs\");"),
            ("/ws/pkg/u.rs", "include!(\"t.rs\"); #[test] fn a() {}"),
        ];
        assert_eq!(searched("t.rs", &tree).0.len(), 1);
    }
}
