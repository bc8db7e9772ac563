//! The command that runs one test again.

use std::env;

/// Who runs the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runner {
    /// `cargo test`.
    Cargo,
    /// `cargo nextest`, one process for each test.
    Nextest,
}

/// What it takes to find a test again.
#[derive(Clone, Copy, Debug)]
pub struct TestAddress<'a> {
    /// What Cargo calls the package, where that is known.
    pub package: Option<&'a str>,
    /// The crate of its target.
    pub krate: &'a str,
    /// The file it is written in.
    pub file: &'a str,
    /// Its path in the crate.
    pub name: &'a str,
    /// Whether it runs only when ignored tests are asked for.
    pub ignored: bool,
}

impl Runner {
    /// The runner of this process.
    pub fn detect() -> Self {
        match env::var("NEXTEST_EXECUTION_MODE") {
            Ok(mode) if mode == "process-per-test" => Self::Nextest,
            _ => Self::Cargo,
        }
    }

    /// The command that runs `test` alone.
    pub fn rerun(self, test: &TestAddress<'_>) -> String {
        let TestAddress { package, krate, file, name, ignored } = *test;
        let package = package.map(|package| format!(" -p {package}")).unwrap_or_default();
        let target = target(krate, file);
        match self {
            Self::Cargo => {
                // An example is its own program; `cargo test` would give it libtest's harness.
                let verb = if target.starts_with("--example") { "run" } else { "test" };
                let ignored = if ignored { " --ignored" } else { "" };
                format!("cargo {verb}{package} {target} -- --exact {name}{ignored}")
            }
            Self::Nextest => {
                let ignored = if ignored { " --run-ignored only" } else { "" };
                format!("cargo nextest run{package} {target}{ignored} -E 'test(={name})'")
            }
        }
    }
}

/// The target's flag. A crate cannot have a dash in its name, but its file can.
fn target(krate: &str, file: &str) -> String {
    let mut parts = file.split(['/', '\\']);
    let flag = match parts.find(|part| matches!(*part, "tests" | "examples" | "benches")) {
        None => return "--lib".to_owned(),
        Some("examples") => "--example",
        Some("benches") => "--bench",
        Some(_) => "--test",
    };
    let root = parts.next().unwrap_or_default();
    let root = root.strip_suffix(".rs").unwrap_or(root);
    let name = if root.replace('-', "_") == krate { root } else { krate };
    format!("{flag} {name}")
}

#[cfg(test)]
mod tests {
    use super::{
        Runner::{Cargo, Nextest},
        TestAddress,
    };

    const A: TestAddress<'_> = TestAddress {
        package: Some("bank"),
        krate: "specs",
        file: "tests/specs/crypto.rs",
        name: "crypto::a",
        ignored: false,
    };

    #[test]
    fn tests_are_named_with_their_target() {
        assert_eq!(Cargo.rerun(&A), "cargo test -p bank --test specs -- --exact crypto::a");
        let target = |krate, file| Cargo.rerun(&TestAddress { package: None, krate, file, ..A });
        assert_eq!(
            target("my_specs", "a/tests/my-specs.rs"),
            "cargo test --test my-specs -- --exact crypto::a"
        );
        assert_eq!(target("all", "tests/common/x.rs"), "cargo test --test all -- --exact crypto::a");
        assert_eq!(target("bank", "src/lib.rs"), "cargo test --lib -- --exact crypto::a");
        assert_eq!(target("first", "examples/first.rs"), "cargo run --example first -- --exact crypto::a");
        assert_eq!(target("load", "benches/load/main.rs"), "cargo test --bench load -- --exact crypto::a");
    }

    #[test]
    fn nextest_has_its_own_form() {
        assert_eq!(Nextest.rerun(&A), "cargo nextest run -p bank --test specs -E 'test(=crypto::a)'");
    }

    #[test]
    fn ignored_tests_are_asked_for() {
        let ignored = TestAddress { package: None, ignored: true, ..A };
        assert_eq!(Cargo.rerun(&ignored), "cargo test --test specs -- --exact crypto::a --ignored");
        assert_eq!(
            Nextest.rerun(&ignored),
            "cargo nextest run --test specs --run-ignored only -E 'test(=crypto::a)'"
        );
    }
}
