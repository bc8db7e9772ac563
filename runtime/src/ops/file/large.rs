//! Files of more contents than a transaction has room for.

use std::{num::NonZeroUsize, panic::Location};

use bytes::Bytes;
use futures::future::BoxFuture;
use hapi_proto::services::{AccountId, FileId, ResponseCodeEnum};

use super::{file_append, file_create, file_update};
use crate::{
    keys::Signer,
    ops::{TransactionOp, Txn, assertions::IntoTinybars},
    registry::{GENESIS, Subject},
    spec::{OpDescription, OpError, OpResult, Operation, Spec, here},
    system_files::PIECE,
};

/// Creates a file of any size: with the first 4 KiB of its contents, to which the rest is appended.
#[track_caller]
pub fn create_large_file(name: impl Into<String>, contents: impl Into<Bytes>) -> LargeFile {
    LargeFile::new("create_large_file", First::Create(name.into()), contents.into())
}

/// Gives a file other contents of any size: the first 4 KiB replace what it has, the rest is appended.
#[track_caller]
pub fn update_large_file(file: impl Into<Subject<FileId>>, contents: impl Into<Bytes>) -> LargeFile {
    LargeFile::new("update_large_file", First::Update(file.into()), contents.into())
}

/// Gives a file of the network's, such as an upgrade file, other contents of any size: the treasury pays and signs.
#[track_caller]
pub fn update_special_file(file: impl Into<Subject<FileId>>, contents: impl Into<Bytes>) -> LargeFile {
    LargeFile::new("update_special_file", First::Update(file.into()), contents.into())
        .paying_with(GENESIS)
        .signed_by_payer_alone()
}

/// See [`create_large_file`] and [`update_large_file`].
#[derive(Clone, Debug)]
#[must_use = "an operation does nothing until a spec runs it"]
pub struct LargeFile {
    verb: &'static str,
    first: First,
    contents: Bytes,
    payer: Option<Subject<AccountId>>,
    payer_alone: bool,
    fee: Option<i64>,
    piece: NonZeroUsize,
    statuses: Option<Vec<ResponseCodeEnum>>,
    place: &'static Location<'static>,
}

#[derive(Clone, Debug)]
enum First {
    Create(String),
    Update(Subject<FileId>),
}

impl LargeFile {
    #[track_caller]
    fn new(verb: &'static str, first: First, contents: Bytes) -> Self {
        Self {
            verb,
            first,
            contents,
            payer: None,
            payer_alone: false,
            fee: None,
            piece: NonZeroUsize::new(PIECE).unwrap_or(NonZeroUsize::MIN),
            statuses: None,
            place: here(),
        }
    }

    /// Has this account pay for all of the transactions.
    pub fn paying_with(mut self, payer: impl Into<Subject<AccountId>>) -> Self {
        self.payer = Some(payer.into());
        self
    }

    /// Has the payer sign, and not the file's keys: those of system files need not.
    pub fn signed_by_payer_alone(mut self) -> Self {
        self.payer_alone = true;
        self
    }

    /// Offers this fee for each of the transactions.
    #[track_caller]
    pub fn fee(mut self, offer: impl IntoTinybars) -> Self {
        self.fee = Some(offer.into_tinybars());
        self
    }

    /// Sends so many bytes with each transaction.
    pub fn in_pieces_of(mut self, bytes: NonZeroUsize) -> Self {
        self.piece = bytes;
        self
    }

    /// Expects one of these statuses of each of the transactions.
    pub fn has_known_status_from(mut self, codes: impl IntoIterator<Item = ResponseCodeEnum>) -> Self {
        self.statuses = Some(codes.into_iter().collect());
        self
    }

    fn with_settings<B: TransactionOp>(&self, mut transaction: Txn<B>) -> Txn<B> {
        if let Some(payer) = &self.payer {
            transaction = transaction.paying_with(payer.clone());
        }
        if self.payer_alone {
            transaction = transaction.signed_by_payer_and(Vec::<Signer>::new());
        }
        if let Some(fee) = self.fee {
            transaction = transaction.fee(fee);
        }
        match &self.statuses {
            Some(statuses) => transaction.has_known_status_from(statuses.iter().copied()),
            None => transaction,
        }
    }

    async fn upload(&self, spec: &Spec) -> OpResult {
        let mut rest = self.contents.clone();
        let first = rest.split_to(self.piece.get().min(rest.len()));
        let file = match &self.first {
            First::Create(name) => {
                spec.run(self.with_settings(file_create(name).contents(first))).await?;
                Subject::from(name)
            }
            First::Update(file) => {
                spec.run(self.with_settings(file_update(file.clone()).contents(first))).await?;
                file.clone()
            }
        };
        while !rest.is_empty() {
            let next = rest.split_to(self.piece.get().min(rest.len()));
            spec.run(self.with_settings(file_append(file.clone()).contents(next))).await?;
        }
        Ok(())
    }
}

impl Operation for LargeFile {
    type Output = ();

    fn describe(&self) -> OpDescription {
        let subject = match &self.first {
            First::Create(name) => name.clone(),
            First::Update(file) => file.to_string(),
        };
        OpDescription::new(self.verb, format!("{subject}, {} bytes", self.contents.len()), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, Result<(), OpError>> {
        Box::pin(self.upload(spec))
    }
}
