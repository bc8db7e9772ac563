//! The users' projects: their files, written where Cargo keeps what tests leave behind.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
    sync::LazyLock,
};

use crate::readme;

/// The workspace of the users' projects, written by the first who asks.
pub(crate) static WORKSPACE: LazyLock<PathBuf> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scaffold");
    write_all(&root).unwrap_or_else(|error| panic!("cannot write {}: {error}", root.display()));
    root
});

/// Where everything is built: next to our own `debug`, whose lock the Cargo that runs this test may hold.
pub(crate) fn target_dir() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("scaffold")
}

/// The facade's directory.
fn facade() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn write_all(root: &Path) -> io::Result<()> {
    let file = |path: &str, text: &str| write(&root.join(path), text);
    file("Cargo.toml", &workspace_manifest())?;
    if !root.join("Cargo.lock").exists() || is_newer(&facade().join("Cargo.lock"), &root.join("Cargo.lock")) {
        file("Cargo.lock", &fs::read_to_string(facade().join("Cargo.lock"))?)?;
    }

    // The manifest's lines and the specs as the README has them; the second target has libtest's harness.
    let [manifest, specs] = readme::in_your_project();
    file("reader/Cargo.toml", &format!("{}\n{manifest}", package("reader")))?;
    file("reader/src/lib.rs", "")?;
    file("reader/tests/specs.rs", specs)?;
    file("reader/tests/under_libtest.rs", specs)?;

    file("bank/Cargo.toml", &with_targets("bank", &["outcomes", "exits", "bare", "twice", "empty"]))?;
    file("bank/src/lib.rs", "")?;
    file("bank/tests/outcomes.rs", include_str!("sources/outcomes.rs"))?;
    file("bank/tests/exits.rs", include_str!("sources/exits.rs"))?;
    file("bank/tests/bare.rs", include_str!("sources/bare.rs"))?;
    file("bank/tests/twice.rs", include_str!("sources/twice.rs"))?;
    file("bank/tests/empty.rs", include_str!("sources/empty.rs"))?;

    // Two targets with our `main!` and one with libtest's.
    file("sharing/Cargo.toml", &with_targets("sharing", &["one", "two"]))?;
    file("sharing/src/lib.rs", "")?;
    for name in ["one", "two", "three"] {
        let main = if name == "three" { "" } else { "\nhapi_test::main!();\n" };
        let specs = include_str!("sources/sharing.rs").replace("NAME", name) + main;
        file(&format!("sharing/tests/{name}.rs"), &specs)?;
    }

    file("held/Cargo.toml", &with_targets("held", &["specs"]))?;
    file("held/src/lib.rs", "")?;
    file("held/tests/specs.rs", include_str!("sources/held.rs"))?;

    file(
        "leaking/Cargo.toml",
        &with_targets("leaking", &["locks", "leaves", "suite_leaves", "serves", "misspelt"]),
    )?;
    file("leaking/src/lib.rs", "")?;
    file("leaking/tests/locks.rs", include_str!("sources/locks.rs"))?;
    file("leaking/tests/leaves.rs", include_str!("sources/leaves.rs"))?;
    file("leaking/tests/suite_leaves.rs", include_str!("sources/suite_leaves.rs"))?;
    file("leaking/tests/serves.rs", include_str!("sources/serves.rs"))?;
    let misspelt = include_str!("sources/misspelt.rs");
    file("leaking/tests/misspelt.rs", &format!("{misspelt}\nhapi_test::main!();\n"))?;
    file("leaking/tests/misspelt_under_libtest.rs", misspelt)?;

    file("renamed/Cargo.toml", &renamed_manifest())?;
    file("renamed/src/lib.rs", "")?;
    file("renamed/tests/specs.rs", include_str!("sources/renamed.rs"))?;

    file("mistaken/Cargo.toml", &mistaken_manifest())?;
    file("mistaken/src/lib.rs", "")?;
    file("mistaken/tests/specs.rs", include_str!("sources/mistaken.rs"))?;
    file("mistaken/tests/twice.rs", include_str!("sources/twice.rs"))
}

/// The README's `hapi-test = "0.1"` is this very tree.
fn workspace_manifest() -> String {
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"reader\", \"bank\", \"renamed\", \"mistaken\", \
         \"sharing\", \"held\", \"leaking\"]\n\n\
         [patch.crates-io]\nhapi-test = {{ path = '{}' }}\n",
        facade().display()
    )
}

fn package(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n")
}

/// A package with test targets that have no harness of libtest's.
fn with_targets(package_name: &str, targets: &[&str]) -> String {
    let target = |name: &&str| format!("\n[[test]]\nname = \"{name}\"\nharness = false\n");
    let targets: String = targets.iter().map(target).collect();
    format!("{}\n[dev-dependencies]\nhapi-test = \"0.1\"\n{targets}", package(package_name))
}

fn renamed_manifest() -> String {
    format!(
        "{}\n[dev-dependencies]\nht = {{ package = \"hapi-test\", version = \"0.1\" }}\n\n\
         [[test]]\nname = \"specs\"\nharness = false\n",
        package("renamed")
    )
}

fn mistaken_manifest() -> String {
    format!("{}\n[dev-dependencies]\nhapi-test = \"0.1\"\n", package("mistaken"))
}

fn is_newer(a: &Path, b: &Path) -> bool {
    let modified = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    modified(a) > modified(b)
}

/// Writes a file unless it is already so, for Cargo builds again what is newer than before. Processes of other tests may
/// be doing the same, and none must see half a file.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|present| present == text) {
        return Ok(());
    }
    let directory = path.parent().expect("files lie in a directory");
    fs::create_dir_all(directory)?;
    let draft = path.with_extension(format!("draft-{}", process::id()));
    fs::write(&draft, text)?;
    fs::rename(&draft, path)
}
