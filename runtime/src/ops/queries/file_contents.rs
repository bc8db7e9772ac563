//! The contents of a file.

use std::fmt::Display;

use bytes::Bytes;
use hapi_proto::services::{
    FileGetContentsQuery, FileId, file_get_contents_response::FileContents, query, response,
};

use super::{Query, QueryOp};
use crate::{
    registry::Subject,
    spec::{OpError, Spec},
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
