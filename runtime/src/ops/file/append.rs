//! Additions to files.

use std::{path::PathBuf, sync::Arc};

use bytes::Bytes;
use hapi_proto::services::{FileAppendTransactionBody, FileId, HederaFunctionality, transaction_body::Data};

use super::{
    contents::{Contents, contents_modifiers},
    keys::signer,
};
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::Subject,
    spec::{OpError, Spec},
    system_files,
    test_case::Resources,
};

/// Adds to the end of a file what [`contents`](Txn::contents) and kin say. The payer and the file's keys sign.
#[track_caller]
pub fn file_append(file: impl Into<Subject<FileId>>) -> Txn<FileAppend> {
    Txn::new(FileAppend { file: file.into(), contents: Contents::Absent })
}

/// See [`file_append`].
#[derive(Clone, Debug)]
pub struct FileAppend {
    file: Subject<FileId>,
    contents: Contents,
}

contents_modifiers!(FileAppend);

impl TransactionOp for FileAppend {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::FileAppend;

    fn verb(&self) -> &'static str {
        "file_append"
    }

    fn subject(&self) -> String {
        self.file.to_string()
    }

    fn changes(&self, spec: &Spec) -> Result<Resources, OpError> {
        Ok(system_files::changed_by(&self.file.resolve(spec)?))
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::FileAppend(FileAppendTransactionBody {
            file_id: Some(self.file.resolve(spec)?),
            contents: self.contents.resolve(spec)?.unwrap_or_default(),
        }))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(signer(&self.file, spec).into_iter().collect())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
