//! Deletion of files by those who run the network, and its undoing.

use hapi_proto::services::{
    FileId, HederaFunctionality, SystemDeleteTransactionBody, SystemUndeleteTransactionBody,
    TimestampSeconds, system_delete_transaction_body, system_undelete_transaction_body,
    transaction_body::Data,
};

use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::Subject,
    spec::{OpError, Spec},
};

/// Deletes a user's file without the file's keys, so that it can still be brought back by [`system_file_undelete`]. The
/// payer alone signs, and must be the treasury, the system admin or the system delete admin
/// (`.paying_with("SYSTEM_DELETE_ADMIN")`).
#[track_caller]
pub fn system_file_delete(file: impl Into<Subject<FileId>>) -> Txn<SystemFileDelete> {
    Txn::new(SystemFileDelete { file: file.into(), expiry: None })
}

/// See [`system_file_delete`].
#[derive(Clone, Debug)]
pub struct SystemFileDelete {
    file: Subject<FileId>,
    expiry: Option<i64>,
}

impl Txn<SystemFileDelete> {
    /// Has the deleted file vanish for good at this second of consensus time; at one that has passed, at once.
    pub fn updating_expiry(self, seconds: i64) -> Self {
        self.with_op(|op| op.expiry = Some(seconds))
    }
}

impl TransactionOp for SystemFileDelete {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::SystemDelete;

    fn verb(&self) -> &'static str {
        "system_file_delete"
    }

    fn subject(&self) -> String {
        self.file.to_string()
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::SystemDelete(SystemDeleteTransactionBody {
            id: Some(system_delete_transaction_body::Id::FileId(self.file.resolve(spec)?)),
            expiration_time: self.expiry.map(|seconds| TimestampSeconds { seconds }),
        }))
    }

    fn default_signers(&self, _spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(Vec::new())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}

/// Brings back a file that [`system_file_delete`] deleted. The payer alone signs, and must be the treasury, the system
/// admin or the system undelete admin (`.paying_with("SYSTEM_UNDELETE_ADMIN")`).
#[track_caller]
pub fn system_file_undelete(file: impl Into<Subject<FileId>>) -> Txn<SystemFileUndelete> {
    Txn::new(SystemFileUndelete { file: file.into() })
}

/// See [`system_file_undelete`].
#[derive(Clone, Debug)]
pub struct SystemFileUndelete {
    file: Subject<FileId>,
}

impl TransactionOp for SystemFileUndelete {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::SystemUndelete;

    fn verb(&self) -> &'static str {
        "system_file_undelete"
    }

    fn subject(&self) -> String {
        self.file.to_string()
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let id = system_undelete_transaction_body::Id::FileId(self.file.resolve(spec)?);
        Ok(Data::SystemUndelete(SystemUndeleteTransactionBody { id: Some(id) }))
    }

    fn default_signers(&self, _spec: &Spec) -> Result<Vec<Signer>, OpError> {
        Ok(Vec::new())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
