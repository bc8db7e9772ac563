//! Whether one `cargo test` runs several targets with specs.
//!
//! A process cannot know which others Cargo starts before and after it, but Cargo's command line and the manifests tell
//! which test targets there are, and their root files whether they hold specs. It is a guess on the safe side: a target
//! that is overlooked has a network of its own, as it would without any of this.

use std::{
    fs,
    path::{Path, PathBuf},
};

use toml::{Table, Value};

use super::process::Process;

/// Whether this Cargo runs more than one target with specs.
pub(super) fn targets_run(cargo: &Process) -> bool {
    let arguments = cargo.arguments();
    let Some(line) = Line::parse(arguments.iter().skip(1).map(String::as_str)) else { return false };
    if !line.may_run_several() {
        return false;
    }
    let Ok(dir) = cargo.current_dir() else { return false };
    let manifest = line.manifest.map_or_else(|| manifest_above(&dir), |path| Some(dir.join(path)));
    manifest.is_some_and(|manifest| {
        line.packages(&manifest).iter().map(|package| line.targets(package)).sum::<usize>() > 1
    })
}

/// What `cargo test` was asked to run.
#[derive(Debug, Default, PartialEq, Eq)]
struct Line<'a> {
    manifest: Option<&'a str>,
    workspace: bool,
    packages: Vec<&'a str>,
    tests: Vec<&'a str>,
    /// One of `--lib`, `--bin` and the like: tests in `tests` run only where they are named, too.
    others: bool,
    all: bool,
}

impl<'a> Line<'a> {
    /// `None` when it is not `cargo test`.
    fn parse(arguments: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut words = arguments.take_while(|word| *word != "--").peekable();
        let command = words.by_ref().find(|word| !word.starts_with(['-', '+']))?;
        if !matches!(command, "test" | "t") {
            return None;
        }
        let mut line = Self::default();
        while let Some(word) = words.next() {
            let (name, glued) = match word.split_once('=') {
                Some((name, value)) if word.starts_with('-') => (name, Some(value)),
                _ => (word, None),
            };
            let mut value = || glued.or_else(|| words.next());
            match name {
                "--test" => line.tests.extend(value()),
                "-p" | "--package" => line.packages.extend(value()),
                "--manifest-path" => line.manifest = value(),
                "--workspace" | "--all" => line.workspace = true,
                "--tests" | "--all-targets" => line.all = true,
                "--lib" | "--bins" | "--examples" | "--benches" | "--doc" => line.others = true,
                "--bin" | "--example" | "--bench" => {
                    line.others = true;
                    value();
                }
                _ => {}
            }
        }
        Some(line)
    }

    fn may_run_several(&self) -> bool {
        let one = self.tests.len() == 1 && !self.tests[0].contains(['*', '?', '[']);
        let none = self.tests.is_empty() && self.others;
        self.all || !(none || one && self.packages.len() == 1)
    }

    /// The directories of the packages whose targets run.
    fn packages(&self, manifest: &Path) -> Vec<PathBuf> {
        let Some((root, table)) = workspace_of(manifest) else {
            return manifest.parent().map(Path::to_path_buf).into_iter().collect();
        };
        let own = manifest.parent().map(Path::to_path_buf);
        let key = if table.contains_key("default-members") { "default-members" } else { "members" };
        let is_root = own.as_deref() == Some(&root);
        let has_package = read(manifest).is_some_and(|table| table.contains_key("package"));
        let several = self.workspace || !self.packages.is_empty();
        if !several && (!is_root || has_package && key == "members") {
            return own.into_iter().collect();
        }
        let key = if several { "members" } else { key };
        let mut dirs = members(&root, table.get(key));
        if several && read(&root.join("Cargo.toml")).is_some_and(|table| table.contains_key("package")) {
            dirs.push(root);
        }
        dirs.sort();
        dirs.dedup();
        dirs.retain(|dir| {
            self.packages.is_empty() || name_of(dir).is_some_and(|name| self.packages.contains(&&*name))
        });
        dirs
    }

    /// How many targets of a package run and hold specs.
    fn targets(&self, package: &Path) -> usize {
        let named =
            |name: &str| self.tests.iter().any(|test| *test == name || test.contains(['*', '?', '[']));
        let runs = |name: &str| self.all || if self.tests.is_empty() { !self.others } else { named(name) };
        let roots = test_roots(package).into_iter().filter(|(name, _)| runs(name));
        roots.filter(|(_, root)| fs::read_to_string(root).is_ok_and(|text| holds_specs(&text))).count()
    }
}

/// Whether the root file of a target says that there are specs in it: it has our `main!`, or names us.
fn holds_specs(text: &str) -> bool {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.into_iter().any(|line| line.contains("::main!(") || line.contains("hapi_test::"))
}

/// The test targets of a package: name and root file.
fn test_roots(package: &Path) -> Vec<(String, PathBuf)> {
    let mut roots = Vec::new();
    for entry in fs::read_dir(package.join("tests")).into_iter().flatten().flatten() {
        let path = entry.path();
        let root = if path.is_dir() { path.join("main.rs") } else { path.clone() };
        if root.extension().is_some_and(|extension| extension == "rs")
            && root.is_file()
            && let Some(name) = path.file_stem()
        {
            roots.push((name.to_string_lossy().into_owned(), root));
        }
    }
    let manifest = read(&package.join("Cargo.toml")).unwrap_or_default();
    for target in manifest.get("test").and_then(Value::as_array).into_iter().flatten() {
        let (name, path) =
            (target.get("name").and_then(Value::as_str), target.get("path").and_then(Value::as_str));
        if let (Some(name), Some(path)) = (name, path) {
            let root = package.join(path);
            if roots.iter().all(|(_, known)| *known != root) {
                roots.push((name.to_owned(), root));
            }
        }
    }
    roots
}

/// The workspace that a manifest is of: its directory and its table.
fn workspace_of(manifest: &Path) -> Option<(PathBuf, Table)> {
    manifest.ancestors().skip(1).find_map(|dir| {
        let table = read(&dir.join("Cargo.toml"))?;
        Some((dir.to_path_buf(), table.get("workspace")?.as_table()?.clone()))
    })
}

/// The directories that a list of members names; a `*` at the end stands for all that are there.
fn members(root: &Path, list: Option<&Value>) -> Vec<PathBuf> {
    let names = list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let dirs = names.flat_map(|name| match name.strip_suffix("/*") {
        Some(parent) => {
            let entries = fs::read_dir(root.join(parent)).into_iter().flatten().flatten();
            entries.map(|entry| entry.path()).filter(|dir| dir.join("Cargo.toml").is_file()).collect()
        }
        None if name == "." => vec![root.to_path_buf()],
        None => vec![root.join(name)],
    });
    dirs.collect()
}

fn name_of(package: &Path) -> Option<String> {
    Some(read(&package.join("Cargo.toml"))?.get("package")?.get("name")?.as_str()?.to_owned())
}

fn manifest_above(dir: &Path) -> Option<PathBuf> {
    dir.ancestors().map(|dir| dir.join("Cargo.toml")).find(|manifest| manifest.is_file())
}

fn read(manifest: &Path) -> Option<Table> {
    fs::read_to_string(manifest).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Option<Line<'_>> {
        Line::parse(text.split_whitespace())
    }

    /// A workspace of two packages, the first with two targets of specs and one without, the second with one.
    struct Workspace(PathBuf);

    impl Workspace {
        fn write(name: &str) -> Self {
            let root = std::env::temp_dir().join(format!("hapi-test-several-{}-{name}", std::process::id()));
            let write = |path: &str, text: &str| {
                let path = root.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            };
            write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\", \"far\"]\n");
            write(
                "crates/a/Cargo.toml",
                "[package]\nname = \"a\"\n[[test]]\nname = \"odd\"\npath = \"odd.rs\"\n",
            );
            write("crates/a/tests/specs/main.rs", "hapi_test::main!();");
            write("crates/a/tests/plain.rs", "// Not `hapi_test::main!()`.\n#[test]\nfn t() {}");
            write("crates/a/odd.rs", "use hapi_test::prelude::*;");
            write("far/Cargo.toml", "[package]\nname = \"far\"\n");
            write("far/tests/specs.rs", "ht::main!();");
            Self(root)
        }

        fn targets(&self, text: &str, manifest: &str) -> usize {
            let line = line(text).unwrap();
            line.packages(&self.0.join(manifest)).iter().map(|package| line.targets(package)).sum()
        }
    }

    impl Drop for Workspace {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn only_cargo_test_is_looked_at() {
        assert_eq!(line("run --example a"), None);
        assert_eq!(line("nextest run"), None);
        assert_eq!(line("--version"), None);
        assert!(line("-q t").is_some() && line("+nightly test").is_some());
    }

    #[test]
    fn what_names_one_target_runs_one() {
        let several = |text: &str| line(text).unwrap().may_run_several();
        assert!(!several("test -p a --test specs"));
        assert!(!several("test --lib"));
        assert!(!several("test --example first"));
        assert!(several("test"));
        assert!(several("test -p a"));
        assert!(several("test --test specs"), "packages may each have one");
        assert!(several("test -p a --test specs --test=odd"));
        assert!(several("test -p a --test *"));
        assert!(!several("test -p a --test specs -- --test x"));
    }

    #[test]
    fn targets_are_counted_where_the_command_line_looks() {
        let workspace = Workspace::write("count");
        assert_eq!(workspace.targets("test", "Cargo.toml"), 3);
        assert_eq!(workspace.targets("test", "crates/a/Cargo.toml"), 2);
        assert_eq!(workspace.targets("test", "far/Cargo.toml"), 1);
        assert_eq!(workspace.targets("test --workspace", "far/Cargo.toml"), 3);
        assert_eq!(workspace.targets("test -p far", "Cargo.toml"), 1);
        assert_eq!(workspace.targets("test -p a -p far --test specs", "Cargo.toml"), 2);
        assert_eq!(workspace.targets("test --test odd --test plain", "crates/a/Cargo.toml"), 1);
    }
}
