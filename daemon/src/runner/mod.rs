mod ssh;

use std::{
    ffi::OsStr,
    fmt, fs, io,
    io::Write as _,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
};

pub use self::ssh::Ssh;
pub(crate) use self::ssh::quote;
use crate::Exit;

/// The machine that daemons run on, and files on its side: this one, or another that is reached over SSH.
///
/// Operations on files over SSH are shell commands over there, each on a connection of its own.
#[derive(Clone, Debug, Default)]
pub struct Runner {
    /// Nothing for this machine.
    pub(crate) ssh: Option<Arc<Ssh>>,
}

/// What a command said, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandOutput {
    /// How it ended.
    pub exit: Exit,
    /// What it wrote to its standard output.
    pub stdout: Vec<u8>,
    /// What it wrote to its standard error.
    pub stderr: Vec<u8>,
}

/// Why something on a runner's side was not done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunnerError {
    /// A file operation failed on this machine, or the `ssh` program could not be run.
    #[error("{what}: {source}")]
    Io {
        /// What was to be done.
        what: String,
        /// What the system says.
        source: io::Error,
    },
    /// The other machine could not be reached, or said nothing that can be understood.
    #[error("{host} cannot be reached over SSH: {says}")]
    Connection {
        /// Which machine.
        host: String,
        /// What the `ssh` program says.
        says: String,
    },
    /// A command failed over there.
    #[error("{what} on {host}: it {exit}: {says}")]
    Failed {
        /// What was to be done.
        what: String,
        /// Which machine.
        host: String,
        /// How the command ended.
        exit: Exit,
        /// What it wrote to its standard error.
        says: String,
    },
}

impl Runner {
    /// This machine.
    pub fn local() -> Self {
        Self::default()
    }

    /// Another machine.
    pub fn ssh(ssh: Ssh) -> Self {
        Self { ssh: Some(Arc::new(ssh)) }
    }

    /// Where what listens over there is found from here: `127.0.0.1`, or the host's name as it was given.
    pub fn address(&self) -> &str {
        self.ssh.as_ref().map_or("127.0.0.1", |ssh| ssh.host())
    }

    /// Runs a program to its end, without input.
    ///
    /// # Errors
    ///
    /// The program cannot be started (over SSH that is exit code 127), or the machine cannot be reached (code 255 of the `ssh` program).
    pub async fn run(
        &self,
        program: impl AsRef<OsStr>,
        args: impl IntoIterator<Item = impl AsRef<OsStr>>,
    ) -> Result<CommandOutput, RunnerError> {
        let args: Vec<_> = args.into_iter().map(|arg| arg.as_ref().to_owned()).collect();
        let program = program.as_ref();
        let command = match &self.ssh {
            None => {
                let mut command = Command::new(program);
                command.args(args);
                command
            }
            Some(ssh) => ssh.command(&quote([program].into_iter().chain(args.iter().map(AsRef::as_ref)))),
        };
        self.finish(command, Vec::new(), program.to_string_lossy().into_owned()).await
    }

    /// Runs a command of this machine, which may be `ssh`, with this input.
    async fn finish(
        &self,
        command: Command,
        input: Vec<u8>,
        what: String,
    ) -> Result<CommandOutput, RunnerError> {
        let failed = |source| RunnerError::Io { what, source };
        let done = tokio::task::spawn_blocking(move || finish(command, &input)).await;
        let output = match done {
            Ok(output) => output.map_err(failed)?,
            Err(error) => return Err(failed(io::Error::other(error))),
        };
        match &self.ssh {
            Some(ssh) if output.exit == Exit::Code(255) => {
                Err(RunnerError::Connection { host: ssh.host().to_owned(), says: text(&output.stderr) })
            }
            _ => Ok(output),
        }
    }

    /// Runs a line of shell over there, with arguments `$1` and so on, which must succeed.
    pub(crate) async fn shell(
        &self,
        ssh: &Ssh,
        script: &str,
        args: &[&OsStr],
        input: Vec<u8>,
        what: String,
    ) -> Result<Vec<u8>, RunnerError> {
        let words = ["sh", "-c", script, "sh"].map(OsStr::new);
        let command = ssh.command(&quote(words.into_iter().chain(args.iter().copied())));
        let output = self.finish(command, input, what.clone()).await?;
        if output.exit.is_success() {
            return Ok(output.stdout);
        }
        let host = ssh.host().to_owned();
        Err(RunnerError::Failed { what, host, exit: output.exit, says: text(&output.stderr) })
    }

    /// One operation on a path: here, or as shell over there.
    async fn file<T: Send + 'static>(
        &self,
        what: &str,
        path: &Path,
        here: impl FnOnce(&Path) -> io::Result<T>,
        script: &str,
        input: Vec<u8>,
        there: impl FnOnce(Vec<u8>) -> T,
    ) -> Result<T, RunnerError> {
        let what = format!("{what} {}", path.display());
        match &self.ssh {
            None => here(path).map_err(|source| RunnerError::Io { what, source }),
            Some(ssh) => Ok(there(self.shell(ssh, script, &[path.as_os_str()], input, what).await?)),
        }
    }

    /// Reads a file.
    pub async fn read(&self, path: impl AsRef<Path>) -> Result<Vec<u8>, RunnerError> {
        let path = path.as_ref();
        self.file("read", path, |path| fs::read(path), r#"exec cat -- "$1""#, Vec::new(), |bytes| bytes).await
    }

    /// Writes a file, in place of what it held.
    pub async fn write(&self, path: impl AsRef<Path>, bytes: impl Into<Vec<u8>>) -> Result<(), RunnerError> {
        let (path, bytes) = (path.as_ref(), bytes.into());
        match &self.ssh {
            None => fs::write(path, bytes)
                .map_err(|source| RunnerError::Io { what: format!("write {}", path.display()), source }),
            Some(_) => self.file("write", path, |_| Ok(()), r#"exec cat > "$1""#, bytes, drop).await,
        }
    }

    /// Makes a directory, and those that it is in.
    pub async fn create_dir_all(&self, path: impl AsRef<Path>) -> Result<(), RunnerError> {
        let script = r#"exec mkdir -p -- "$1""#;
        self.file("make", path.as_ref(), |path| fs::create_dir_all(path), script, Vec::new(), drop).await
    }

    /// Removes a directory and all that is in it. A symbolic link is removed, not followed. It is no error if there is none.
    pub async fn remove_dir_all(&self, path: impl AsRef<Path>) -> Result<(), RunnerError> {
        let here = |path: &Path| match fs::remove_dir_all(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        self.file("remove", path.as_ref(), here, r#"exec rm -rf -- "$1""#, Vec::new(), drop).await
    }

    /// Whether there is such a file or directory.
    pub async fn exists(&self, path: impl AsRef<Path>) -> Result<bool, RunnerError> {
        let script = r#"if [ -e "$1" ]; then echo yes; fi"#;
        let there = |answer: Vec<u8>| !answer.is_empty();
        self.file("look for", path.as_ref(), Path::try_exists, script, Vec::new(), there).await
    }

    /// Makes a directory of its own, below the machine's directory for temporary files, that only this user can read.
    pub async fn temp_dir(&self) -> Result<PathBuf, RunnerError> {
        match &self.ssh {
            None => crate::run::fresh_directory()
                .map_err(|source| RunnerError::Io { what: "make a temporary directory".to_owned(), source }),
            Some(ssh) => {
                let what = "make a temporary directory".to_owned();
                let script = r#"exec mktemp -d "${TMPDIR:-/tmp}/hapi-daemon-XXXXXXXX""#;
                let answer = self.shell(ssh, script, &[], Vec::new(), what).await?;
                Ok(Path::new(OsStr::from_bytes(answer.trim_ascii_end())).to_owned())
            }
        }
    }
}

impl fmt::Display for Runner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.ssh.as_ref().map_or("this machine", |ssh| ssh.host()))
    }
}

/// Runs a command to its end, with this input.
fn finish(mut command: Command, input: &[u8]) -> io::Result<CommandOutput> {
    let stdin = if input.is_empty() { Stdio::null() } else { Stdio::piped() };
    let mut child = command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    // The commands read all of their input before they write any output: neither waits for the other. One that ends before it has
    // read all says so by its exit code.
    let written = child.stdin.take().map(|mut stdin| stdin.write_all(input));
    let output = child.wait_with_output()?;
    match written {
        Some(Err(error)) if output.status.success() => Err(error),
        _ => {
            Ok(CommandOutput { exit: Exit::of(output.status), stdout: output.stdout, stderr: output.stderr })
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}
