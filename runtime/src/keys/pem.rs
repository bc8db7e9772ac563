//! The PEM envelope (RFC 7468).

use base64::{Engine, engine::general_purpose::STANDARD};

use super::ParseKeyError;

const LINE: usize = 64;

/// `bytes` in a PEM envelope with this label.
pub(super) fn encode(label: &str, bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let mut pem = format!("-----BEGIN {label}-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, tail) = rest.split_at(rest.len().min(LINE));
        pem.push_str(line);
        pem.push('\n');
        rest = tail;
    }
    pem + &format!("-----END {label}-----\n")
}

/// The content of the first envelope that holds a private key; OpenSSL may write the curve's parameters before it.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, ParseKeyError> {
    let mut content = None;
    for line in text.lines().map(str::trim) {
        match (&mut content, line) {
            (None, _) if is_boundary(line, "BEGIN") => {
                if line.contains("ENCRYPTED") {
                    return Err(ParseKeyError("it is encrypted; decrypt it first (`openssl pkcs8`)"));
                }
                content = Some(String::new());
            }
            (Some(content), _) if is_boundary(line, "END") => {
                return STANDARD.decode(&*content).map_err(|_| ParseKeyError("its base64 is malformed"));
            }
            // Headers of the old style (`Proc-Type: 4,ENCRYPTED`) announce encryption as well.
            (Some(_), _) if line.contains(':') => {
                return Err(ParseKeyError("it is encrypted; decrypt it first (`openssl pkcs8`)"));
            }
            (Some(content), _) => content.push_str(line),
            (None, _) => {}
        }
    }
    Err(ParseKeyError("it has no PEM envelope of a private key"))
}

fn is_boundary(line: &str, word: &str) -> bool {
    line.strip_prefix("-----").is_some_and(|rest| rest.starts_with(word))
        && line.ends_with("PRIVATE KEY-----")
}
