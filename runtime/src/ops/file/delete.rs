//! Deletion of files.

use hapi_proto::services::{
    FileDeleteTransactionBody, FileId, HederaFunctionality, Key, transaction_body::Data,
};

use super::keys::signer;
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::Subject,
    spec::{OpError, OpResult, Spec},
};

/// Deletes a file: its contents are gone. The payer and the file's keys sign, though one part of these is enough.
#[track_caller]
pub fn file_delete(file: impl Into<Subject<FileId>>) -> Txn<FileDelete> {
    Txn::new(FileDelete { file: file.into(), forgets: false })
}

/// See [`file_delete`].
#[derive(Clone, Debug)]
pub struct FileDelete {
    file: Subject<FileId>,
    forgets: bool,
}

impl Txn<FileDelete> {
    /// Takes the file's name out of the registry.
    pub fn purging(self) -> Self {
        self.with_op(|op| op.forgets = true)
    }
}

impl TransactionOp for FileDelete {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::FileDelete;

    fn verb(&self) -> &'static str {
        "file_delete"
    }

    fn subject(&self) -> String {
        self.file.to_string()
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::FileDelete(FileDeleteTransactionBody { file_id: Some(self.file.resolve(spec)?) }))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(signer(&self.file, spec).into_iter().collect())
    }

    fn on_success(&self, spec: &Spec, _resolved: &Resolved) -> OpResult {
        if let (Some(name), true) = (self.file.name(spec), self.forgets) {
            spec.registry().remove::<FileId>(&name);
            spec.registry().remove::<Key>(&name);
        }
        Ok(())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
