//! What compiles, what does not, and what is then said.
//!
//! One file alone: `HAPI_UI=unknown_value cargo test -p hapi-test-macros --test ui`. After a message has changed on
//! purpose: `TRYBUILD=overwrite`, and read the difference.

use std::{env, path::Path, process::Command};

use trybuild::TestCases;

/// The compiler whose words are in `fail_rustc`.
const COMPILER: &str = "rustc 1.95.";

/// The messages there are the macros' own, so any compiler says the same.
#[test]
fn ui() {
    let cases = TestCases::new();
    for path in files("tests/ui/pass") {
        cases.pass(path);
    }
    for path in files("tests/ui/fail") {
        cases.compile_fail(path);
    }
    let compiler = compiler();
    if compiler.starts_with(COMPILER) {
        for path in files("tests/ui/fail_rustc") {
            cases.compile_fail(path);
        }
    } else {
        println!("skipped tests/ui/fail_rustc: it holds the words of {COMPILER}x, and this is {compiler}");
    }
}

/// The files of a directory, or those that `HAPI_UI` names.
fn files(directory: &str) -> Vec<String> {
    let only = env::var("HAPI_UI").ok();
    let wanted = |path: &Path| {
        let is_source = path.extension().is_some_and(|extension| extension == "rs");
        is_source
            && only.as_ref().is_none_or(|only| path.file_stem().is_some_and(|stem| stem == only.as_str()))
    };
    let entries = std::fs::read_dir(directory).expect("the directory of UI tests is there");
    let paths = entries.map(|entry| entry.expect("its entries can be read").path());
    let mut files: Vec<String> =
        paths.filter(|path| wanted(path)).map(|path| path.display().to_string()).collect();
    files.sort();
    files
}

fn compiler() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-V").output().expect("the compiler that built this is there");
    String::from_utf8(output.stdout).expect("a version is UTF-8").trim().to_owned()
}
