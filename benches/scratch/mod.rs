//! Workspaces below `target` with tests as users have them, built in the project's dev profile.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A workspace of one package, with a target directory of its own, so that no other build is waited for.
#[derive(Debug)]
pub(crate) struct Scratch {
    /// Its directory.
    pub(crate) root: PathBuf,
    package: &'static str,
}

impl Scratch {
    /// The workspace `package`, whose package has these dependencies for its tests, and these targets of tests without
    /// libtest's harness. `HAPI` in a dependency stands for the directory of this project.
    pub(crate) fn write(package: &'static str, dependencies: &str, targets: &[&str]) -> io::Result<Self> {
        let project = Path::new(env!("CARGO_MANIFEST_DIR"));
        let this = Self { root: Path::new(env!("CARGO_TARGET_TMPDIR")).join(package), package };
        fs::create_dir_all(this.source("any").with_file_name(""))?;
        let profile = profile(&fs::read_to_string(project.join("Cargo.toml"))?);
        let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = [\"{package}\"]\n\n{profile}");
        fs::write(this.root.join("Cargo.toml"), workspace)?;
        // The versions that the project is built with; cargo adds what is only here.
        fs::copy(project.join("Cargo.lock"), this.root.join("Cargo.lock"))?;
        let dependencies = dependencies.replace("HAPI", &project.display().to_string());
        let target = |target: &&str| format!("\n[[test]]\nname = \"{target}\"\nharness = false\n");
        let targets = targets.iter().map(target).collect::<Vec<_>>().concat();
        let manifest = format!(
            "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dev-dependencies]\n{dependencies}{targets}"
        );
        fs::write(this.root.join(package).join("Cargo.toml"), manifest)?;
        Ok(this)
    }

    /// Where the tests of a target are.
    pub(crate) fn source(&self, target: &str) -> PathBuf {
        self.root.join(self.package).join(format!("tests/{target}.rs"))
    }

    /// `cargo ARGS` in the workspace.
    pub(crate) fn cargo(&self, args: &[&str]) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root).args(args);
        cargo.env("CARGO_TARGET_DIR", self.root.join("target")).stdin(Stdio::null());
        cargo
    }
}

/// The project's dev profile, which the README has users copy.
fn profile(manifest: &str) -> String {
    let from = manifest.find("[profile.dev]").unwrap_or(manifest.len());
    let rest = &manifest[from..];
    rest[..rest.find("[package]").unwrap_or(rest.len())].to_owned()
}
