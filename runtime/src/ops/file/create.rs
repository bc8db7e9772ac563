//! Creation of files.

use std::{path::PathBuf, sync::Arc};

use bytes::Bytes;
use hapi_proto::services::{
    FileCreateTransactionBody, FileId, HederaFunctionality, Key, KeyList, ResponseCodeEnum, Timestamp,
    transaction_body::Data,
};

use super::{
    contents::{Contents, contents_modifiers},
    keys::{as_key, as_list, as_list_control, as_list_shape},
};
use crate::{
    keys::{ControlledShape, KeyGenerator, SIMPLE, SigControl, Signer},
    ops::{Resolved, TransactionOp, Txn, exposed::Exposed},
    registry::{Expiry, Memo, Subject},
    spec::{OpError, OpResult, Spec},
};

/// Creates a file, and gives it and its key list a name. Without further ado it has a list of one new simple key, the
/// setup's default contents, and expires after the setup's renewal period. The payer and the file's keys sign.
///
/// The contents go into one transaction; for more than fit, see [`create_large_file`](super::create_large_file).
#[track_caller]
pub fn file_create(name: impl Into<String>) -> Txn<FileCreate> {
    Txn::new(FileCreate { name: name.into(), ..FileCreate::default() })
}

/// See [`file_create`].
#[derive(Clone, Debug, Default)]
pub struct FileCreate {
    name: String,
    keys: NewKeys,
    generated: Option<Key>,
    contents: Contents,
    expires: Expires,
    expiry: Option<Timestamp>,
    memo: String,
    advertised: bool,
    created_id: Exposed<FileId>,
}

/// Which keys the file gets.
#[derive(Clone, Debug)]
enum NewKeys {
    Shaped(ControlledShape),
    Existing(Signer),
    /// None: nobody can change it.
    Absent,
}

impl Default for NewKeys {
    fn default() -> Self {
        Self::Shaped(as_list_shape(SIMPLE.into()))
    }
}

/// When the file expires.
#[derive(Clone, Copy, Debug, Default)]
enum Expires {
    #[default]
    Setup,
    After(i64),
    At(i64),
    Unsaid,
}

/// What comes of creating a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileCreated {
    /// The new file; number 0 if the creation failed, as expected, or its status is not waited for.
    pub file_id: FileId,
    /// The status.
    pub status: ResponseCodeEnum,
}

impl From<&FileCreated> for Subject<FileId> {
    fn from(created: &FileCreated) -> Self {
        Self::Id(created.file_id)
    }
}

contents_modifiers!(FileCreate);

impl Txn<FileCreate> {
    /// Gives it this key list, by name or itself; a key that is no list becomes the only part of one.
    pub fn key(self, key: impl Into<Signer>) -> Self {
        self.with_op(|op| op.keys = NewKeys::Existing(key.into()))
    }

    /// Gives it new keys of this shape; a shape that is no list becomes the only part of one.
    pub fn wacl_shape(self, shape: impl Into<ControlledShape>) -> Self {
        self.with_op(|op| op.keys = NewKeys::Shaped(as_list_shape(shape.into())))
    }

    /// Gives it no keys: nobody can change it.
    pub fn unmodifiable(self) -> Self {
        self.with_op(|op| op.keys = NewKeys::Absent)
    }

    /// Has it expire so many seconds from now.
    pub fn lifetime(self, seconds: i64) -> Self {
        self.with_op(|op| op.expires = Expires::After(seconds))
    }

    /// Has it expire at this second of consensus time.
    pub fn expiry(self, seconds: i64) -> Self {
        self.with_op(|op| op.expires = Expires::At(seconds))
    }

    /// Leaves the expiry out.
    pub fn without_expiry(self) -> Self {
        self.with_op(|op| op.expires = Expires::Unsaid)
    }

    /// Gives the file, not the transaction, this memo.
    pub fn entity_memo(self, memo: impl Into<String>) -> Self {
        self.with_op(|op| op.memo = memo.into())
    }

    /// Has `receiver` called with the new file.
    pub fn exposing_created_id_to(self, receiver: impl Fn(FileId) + Send + Sync + 'static) -> Self {
        self.with_op(|op| op.created_id.set(receiver))
    }

    /// Shows the new file in the trace.
    pub fn advertising_creation(self) -> Self {
        self.with_op(|op| op.advertised = true)
    }
}

impl FileCreate {
    fn new_keys(&self, spec: &Spec) -> Result<Option<KeyList>, OpError> {
        match &self.keys {
            NewKeys::Shaped(_) => Ok(self.generated.clone().map(as_list)),
            NewKeys::Existing(signer) => Ok(Some(as_list(signer.resolve(spec)?.0))),
            NewKeys::Absent => Ok(None),
        }
    }

    /// Who of the file's keys signs from now on.
    fn control(&self, spec: &Spec) -> Result<SigControl, OpError> {
        match &self.keys {
            NewKeys::Shaped(shape) => Ok(shape.clone().into()),
            NewKeys::Existing(signer) => {
                let (key, control) = signer.resolve(spec)?;
                Ok(as_list_control(&key, control))
            }
            NewKeys::Absent => Ok(SigControl::On),
        }
    }
}

impl TransactionOp for FileCreate {
    type Receipt = FileCreated;

    const FUNCTION: HederaFunctionality = HederaFunctionality::FileCreate;

    fn verb(&self) -> &'static str {
        "file_create"
    }

    fn subject(&self) -> String {
        self.name.clone()
    }

    fn prepare(&mut self, spec: &Spec) -> OpResult {
        if let NewKeys::Shaped(shape) = &self.keys {
            let generator = KeyGenerator::default();
            self.generated = Some(spec.keys().generate(spec.registry(), shape, generator, None)?);
        }
        // The same for each attempt.
        let now = spec.consensus_time().seconds;
        let at = match self.expires {
            Expires::Setup => Some(now.saturating_add(spec.setup().auto_renew_secs)),
            Expires::After(seconds) => Some(now.saturating_add(seconds)),
            Expires::At(seconds) => Some(seconds),
            Expires::Unsaid => None,
        };
        self.expiry = at.map(|seconds| Timestamp::new(seconds, 0));
        Ok(())
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let contents = self.contents.resolve(spec)?;
        Ok(Data::FileCreate(FileCreateTransactionBody {
            expiration_time: self.expiry,
            keys: self.new_keys(spec)?,
            contents: contents.unwrap_or_else(|| spec.setup().default_file_contents.clone().into()),
            memo: self.memo.clone(),
            ..FileCreateTransactionBody::default()
        }))
    }

    fn default_signers(&self, _spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(match (&self.keys, &self.generated) {
            (NewKeys::Existing(signer), _) => vec![signer.clone()],
            // The name may still stand for another file, if this creation is to fail.
            (NewKeys::Shaped(shape), Some(key)) => {
                let (name, control) = (self.name.clone(), shape.clone().into());
                vec![Signer::New { name, key: key.clone(), control }]
            }
            _ => Vec::new(),
        })
    }

    fn on_success(&self, spec: &Spec, resolved: &Resolved) -> OpResult {
        let missing = || OpError::new("the receipt of a successful creation has no file");
        let id = resolved.receipt.file_id.ok_or_else(missing)?;
        let registry = spec.registry();
        registry.put(&self.name, id);
        if let Some(keys) = self.new_keys(spec)? {
            registry.put(&self.name, as_key(&keys));
            spec.keys().set_control(&self.name, self.control(spec)?);
        }
        registry.put(&self.name, Memo(self.memo.clone()));
        if let Some(expiry) = self.expiry {
            registry.put(&self.name, Expiry(expiry.seconds));
        }
        if self.advertised {
            spec.note(format!("created file {id} ({})", self.name));
        }
        self.created_id.give(id);
        Ok(())
    }

    fn receipt(&self, resolved: &Resolved) -> FileCreated {
        FileCreated { file_id: resolved.receipt.file_id.unwrap_or_default(), status: resolved.status }
    }
}
