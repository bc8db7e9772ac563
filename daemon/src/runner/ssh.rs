use std::{
    ffi::{OsStr, OsString},
    path::PathBuf,
    process::Command,
};

/// Another machine, reached with the `ssh` program: keys, agents and `~/.ssh/config` are that program's business.
///
/// The machine needs a POSIX shell and OpenSSH's server (which gives each command a session of its own: that is how what runs there is
/// found again and killed).
///
/// A daemon over there runs below a shell, which tells how it ended: a code above 128 counts as a signal.
#[derive(Clone, Debug)]
#[must_use = "this only says how to connect"]
pub struct Ssh {
    host: String,
    user: Option<String>,
    port: Option<u16>,
    identity: Option<PathBuf>,
    config: Option<PathBuf>,
    options: Vec<String>,
    program: OsString,
}

impl Ssh {
    /// A host, by name, address, or alias of the ssh configuration.
    pub fn new(host: impl Into<String>) -> Self {
        Self {
            host: host.into(),
            user: None,
            port: None,
            identity: None,
            config: None,
            options: Vec::new(),
            program: "ssh".into(),
        }
    }

    /// Who to be there.
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// The port of the server, if it is not 22.
    pub fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// The file with the private key; no other key is tried then.
    pub fn identity(mut self, path: impl Into<PathBuf>) -> Self {
        self.identity = Some(path.into());
        self
    }

    /// A configuration file in place of the user's.
    pub fn config(mut self, path: impl Into<PathBuf>) -> Self {
        self.config = Some(path.into());
        self
    }

    /// An option as `ssh -o` takes it: `UserKnownHostsFile=/path`.
    pub fn option(mut self, option: impl Into<String>) -> Self {
        self.options.push(option.into());
        self
    }

    /// Another program for `ssh`.
    pub fn program(mut self, program: impl AsRef<OsStr>) -> Self {
        program.as_ref().clone_into(&mut self.program);
        self
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The program that runs a line of shell over there.
    pub(crate) fn command(&self, line: &OsStr) -> Command {
        let mut command = Command::new(&self.program);
        if let Some(path) = &self.config {
            command.arg("-F").arg(path);
        }
        for option in &self.options {
            command.arg("-o").arg(option);
        }
        // Never a question that nobody answers; never a connection shared with another process, which would have to outlive this one.
        let fixed = ["BatchMode=yes", "ConnectTimeout=10", "ServerAliveInterval=5", "ServerAliveCountMax=3"];
        for option in fixed.iter().chain(&["ControlMaster=no", "ControlPath=none"]) {
            command.arg("-o").arg(option);
        }
        if let Some(port) = self.port {
            command.arg("-p").arg(port.to_string());
        }
        if let Some(path) = &self.identity {
            command.args(["-o", "IdentitiesOnly=yes", "-i"]).arg(path);
        }
        if let Some(user) = &self.user {
            command.arg("-l").arg(user);
        }
        command.args(["-T", "--"]).arg(&self.host).arg(line);
        command
    }
}

/// Words as a line that a shell takes apart into the same words.
pub(crate) fn quote<'a>(words: impl IntoIterator<Item = &'a OsStr>) -> OsString {
    use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
    let mut line = Vec::new();
    for word in words {
        if !line.is_empty() {
            line.push(b' ');
        }
        line.push(b'\'');
        for byte in word.as_bytes() {
            match byte {
                b'\'' => line.extend_from_slice(br"'\''"),
                byte => line.push(*byte),
            }
        }
        line.push(b'\'');
    }
    OsString::from_vec(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_takes_the_line_apart_again() {
        let words = ["printf", "%s|", "it's", "", "$HOME `id` \\ \"x\"", "new\nline", "*"].map(OsStr::new);
        let output = Command::new("sh").arg("-c").arg(quote(words)).output().expect("sh runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "it's||$HOME `id` \\ \"x\"|new\nline|*|");
    }
}
