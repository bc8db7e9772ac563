//! The contents of a file.

use std::{collections::BTreeMap, fmt::Display, fs, path::PathBuf};

use bytes::Bytes;
use hapi_proto::services::{
    FileGetContentsQuery, FileId, file_get_contents_response::FileContents, query, response,
};

use prost::Message;

use super::{Query, QueryOp};
use crate::{
    registry::Subject,
    resources,
    spec::{OpError, Spec},
    system_files::Settings,
};

/// See [`get_file_contents`].
#[derive(Clone, Debug)]
pub struct GetFileContents(Subject<FileId>);

/// Asks for the contents of a file.
#[track_caller]
pub fn get_file_contents(file: impl Into<Subject<FileId>>) -> Query<GetFileContents> {
    Query::new(GetFileContents(file.into()))
}

impl QueryOp for GetFileContents {
    type Answer = FileContents;

    fn verb(&self) -> &'static str {
        "get_file_contents"
    }

    fn subject(&self) -> String {
        self.0.to_string()
    }

    fn query(&self, spec: &Spec) -> Result<query::Query, OpError> {
        let file_id = Some(self.0.resolve(spec)?);
        Ok(query::Query::FileGetContents(FileGetContentsQuery { header: None, file_id }))
    }

    fn read(response: response::Response) -> Option<Self::Answer> {
        match response {
            response::Response::FileGetContents(answer) => answer.file_contents,
            _ => None,
        }
    }
}

impl Query<GetFileContents> {
    /// Expects these contents.
    pub fn has_contents(self, contents: impl Into<Bytes>) -> Self {
        let expected = contents.into();
        self.with_check(move |answer, _, findings| {
            let actual = &answer.contents;
            findings.expect("contents", *actual == expected, excerpt(&expected), excerpt(actual));
            Ok(())
        })
    }

    /// Expects the contents that the registry has under this name.
    pub fn has_named_contents(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with_check(move |answer, spec, findings| {
            let expected: Bytes = spec.registry().get(&name)?;
            let actual = &answer.contents;
            findings.expect("contents", *actual == expected, excerpt(&expected), excerpt(actual));
            Ok(())
        })
    }

    /// Expects contents that `look` finds nothing wrong with.
    pub fn and_validate<E: Display>(
        self,
        look: impl Fn(&[u8]) -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        self.satisfies(move |_, answer| look(&answer.contents))
    }

    /// Expects contents that are a message of this type, with which `look` finds nothing wrong: of the system files,
    /// which hold `ExchangeRateSet`, `ThrottleDefinitions`, `NodeAddressBook` and the like.
    pub fn and_validate_message<M: Message + Default, E: Display>(
        self,
        look: impl Fn(M) -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        self.with_check(move |answer, _, findings| {
            match M::decode(answer.contents.clone()) {
                Ok(message) => {
                    if let Err(error) = look(message) {
                        findings.expect("message", false, "as it should be", error);
                    }
                }
                Err(error) => findings.expect("contents", false, "a message", error),
            }
            Ok(())
        })
    }

    /// Expects a list of settings, as in files 0.0.121 and 0.0.122, in which these have these values.
    pub fn has_settings<N: Into<String>, V: Into<String>>(
        self,
        settings: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let expected: BTreeMap<String, String> =
            settings.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        self.with_check(move |answer, _, findings| {
            let actual = Settings::parse(&answer.contents, "asked for")?;
            for (name, value) in &expected {
                let found = actual.get(name);
                findings.expect(name, found == Some(value), value, found.unwrap_or("not set"));
            }
            Ok(())
        })
    }

    /// Expects a list of settings, as in files 0.0.121 and 0.0.122, in which this one does not occur.
    pub fn has_no_setting(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with_check(move |answer, _, findings| {
            let actual = Settings::parse(&answer.contents, "asked for")?;
            let found = actual.get(&name);
            findings.expect(&name, found.is_none(), "not set", found.unwrap_or_default());
            Ok(())
        })
    }

    /// Shows `observer` the list of settings, as in files 0.0.121 and 0.0.122.
    pub fn exposing_settings_to(
        self,
        mut observer: impl FnMut(BTreeMap<String, String>) + Send + Sync + 'static,
    ) -> Self {
        self.with_after(move |_, answer| {
            observer(Settings::parse(&answer.contents, "asked for")?.to_map());
            Ok(())
        })
    }

    /// Writes the contents to the file at this path; a relative one begins at the crate's `Cargo.toml`.
    pub fn save_to(self, path: impl Into<PathBuf>) -> Self {
        self.save_readable_to(<[u8]>::to_vec, path)
    }

    /// Writes what `form` makes of the contents to the file at this path.
    pub fn save_readable_to<T: AsRef<[u8]>>(
        self,
        form: impl Fn(&[u8]) -> T + Send + Sync + 'static,
        path: impl Into<PathBuf>,
    ) -> Self {
        let path = path.into();
        self.with_after(move |_, answer| {
            let path = resources::path_of(&path);
            let written = fs::write(&path, form(&answer.contents));
            written.map_err(|error| OpError::new(format!("cannot write {}: {error}", path.display())))
        })
    }

    /// Stores the contents in the registry under `name`.
    pub fn save_to_registry(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with_after(move |spec, answer| {
            spec.registry().put(name.clone(), answer.contents.clone());
            Ok(())
        })
    }

    /// Shows `observer` the contents.
    pub fn consumed_by(self, mut observer: impl FnMut(&Bytes) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(move |answer| observer(&answer.contents))
    }
}

/// Contents may be long: a mismatch shows their length, their begin, and what tells others of this length apart.
fn excerpt(contents: &[u8]) -> String {
    const SHOWN: usize = 64;
    let begin = &contents[..contents.len().min(SHOWN)];
    let shown = match std::str::from_utf8(begin) {
        Ok(text) => format!("{text:?}"),
        Err(_) => hex::encode(begin),
    };
    let digest = blake3::hash(contents).to_hex();
    let more = if contents.len() > SHOWN { ".." } else { "" };
    format!("{} bytes {shown}{more} (blake3 {})", contents.len(), &digest.as_str()[..8])
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn contents_of_equal_begin_are_told_apart() {
        let long = vec![b'a'; 100];
        let mut other = long.clone();
        other[99] = b'b';
        assert!(excerpt(&long).starts_with("100 bytes \"aaaa"));
        assert_ne!(excerpt(&long), excerpt(&other));
        assert!(excerpt(&[0xff, 0]).starts_with("2 bytes ff00 (blake3 "));
    }
}
