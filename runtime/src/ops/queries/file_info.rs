//! What is known of a file, but for its contents.

use std::ops::RangeInclusive;

use bytes::Bytes;
use hapi_proto::services::{
    FileGetInfoQuery, FileId, Key, KeyList, file_get_info_response::FileInfo, query, response,
};

use super::{Query, QueryOp};
use crate::{
    keys::Signer,
    ops::assertions::show,
    registry::{Kind, Subject},
    spec::{OpError, Spec},
};

/// See [`get_file_info`].
#[derive(Clone, Debug)]
pub struct GetFileInfo(Subject<FileId>);

/// Asks for what is known of a file, but for its contents.
#[track_caller]
pub fn get_file_info(file: impl Into<Subject<FileId>>) -> Query<GetFileInfo> {
    Query::new(GetFileInfo(file.into()))
}

impl Kind for FileInfo {
    const NOUN: &'static str = "file info";
}

impl QueryOp for GetFileInfo {
    type Answer = FileInfo;

    fn verb(&self) -> &'static str {
        "get_file_info"
    }

    fn subject(&self) -> String {
        self.0.to_string()
    }

    fn query(&self, spec: &Spec) -> Result<query::Query, OpError> {
        let file_id = Some(self.0.resolve(spec)?);
        Ok(query::Query::FileGetInfo(FileGetInfoQuery { header: None, file_id }))
    }

    fn read(response: response::Response) -> Option<Self::Answer> {
        match response {
            response::Response::FileGetInfo(answer) => answer.file_info,
            _ => None,
        }
    }
}

impl Query<GetFileInfo> {
    /// Expects this memo.
    pub fn has_memo(self, memo: impl Into<String>) -> Self {
        let expected = memo.into();
        self.with_check(move |answer, _, findings| {
            findings.equal("memo", &expected, &answer.memo);
            Ok(())
        })
    }

    /// Expects it to be deleted, or not to be.
    pub fn has_deleted(self, deleted: bool) -> Self {
        self.with_check(move |answer, _, findings| {
            findings.equal("deletion", &deleted, &answer.deleted);
            Ok(())
        })
    }

    /// Expects so many bytes of contents.
    pub fn has_size(self, bytes: i64) -> Self {
        self.with_check(move |answer, _, findings| {
            findings.equal("size", &bytes, &answer.size);
            Ok(())
        })
    }

    /// Expects this expiry, in seconds since 1970.
    pub fn has_expiry(self, seconds: i64) -> Self {
        self.has_expiry_within(seconds..=seconds)
    }

    /// Expects an expiry in this range, in seconds since 1970.
    pub fn has_expiry_within(self, seconds: RangeInclusive<i64>) -> Self {
        self.with_check(move |answer, _, findings| {
            let actual = answer.expiration_time.as_ref();
            let holds = actual.is_some_and(|expiry| seconds.contains(&expiry.seconds));
            let expected = format_args!("from {} to {} s", seconds.start(), seconds.end());
            findings.expect("expiry", holds, expected, show::optional(actual));
            Ok(())
        })
    }

    /// Expects these keys: a key list, or the name of one; a key that is no list is the only part of one.
    pub fn has_wacl(self, key: impl Into<Signer>) -> Self {
        let expected = key.into();
        self.with_check(move |answer, spec, findings| {
            let expected = as_key(crate::ops::file::as_list(expected.resolve(spec)?.0));
            let actual = answer.keys.clone().map(as_key);
            let holds = actual.as_ref() == Some(&expected);
            findings.expect("keys", holds, show::key(Some(&expected)), show::key(actual.as_ref()));
            Ok(())
        })
    }

    /// Expects a file without keys, which nobody can change.
    pub fn is_unmodifiable(self) -> Self {
        self.with_check(|answer, _, findings| {
            let keys = answer.keys.clone().unwrap_or_default();
            let none = keys.keys.is_empty();
            findings.expect(
                "keys",
                none,
                show::key(Some(&Key::list(vec![]))),
                show::key(Some(&as_key(keys))),
            );
            Ok(())
        })
    }

    /// Expects the answer to carry this ledger id.
    pub fn has_encoded_ledger_id(self, ledger_id: impl Into<Bytes>) -> Self {
        let expected = ledger_id.into();
        self.with_check(move |answer, _, findings| {
            findings.equal("ledger id", &show::bytes(&expected), &show::bytes(&answer.ledger_id));
            Ok(())
        })
    }

    /// Expects an expiry, in seconds since 1970, that `test` accepts.
    pub fn has_expiry_passing(self, test: impl Fn(i64) -> bool + Send + Sync + 'static) -> Self {
        self.with_check(move |answer, _, findings| {
            let actual = answer.expiration_time.unwrap_or_default().seconds;
            findings.expect("expiry", test(actual), "one that passes", actual);
            Ok(())
        })
    }

    /// Expects the memo to be the SHA-384 hash of these contents, as that of an upgrade file is.
    pub fn has_memo_hash_of(self, contents: impl Into<Bytes>) -> Self {
        let contents = contents.into();
        self.has_memo(hex::encode(hapi_node::sha384(&contents)))
    }

    /// Shows `observer` the expiry, in seconds since 1970.
    pub fn exposing_expiry_to(self, mut observer: impl FnMut(i64) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(move |answer| observer(answer.expiration_time.unwrap_or_default().seconds))
    }

    /// Shows `observer` the keys.
    pub fn exposing_keys_to(self, mut observer: impl FnMut(Key) + Send + Sync + 'static) -> Self {
        self.exposing_answer_to(move |answer| observer(as_key(answer.keys.clone().unwrap_or_default())))
    }

    /// Stores the answer in the registry under `name`.
    pub fn save_to_registry(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with_after(move |spec, answer| {
            spec.registry().put(name.clone(), answer.clone());
            Ok(())
        })
    }
}

fn as_key(keys: KeyList) -> Key {
    Key::list(keys.keys)
}
