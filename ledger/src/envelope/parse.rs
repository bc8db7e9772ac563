//! The two forms of a transaction, read strictly.

use bytes::Bytes;
use hapi_proto::{
    services::{
        HederaFunctionality, SignatureMap, SignedTransaction, Timestamp, Transaction, TransactionBody,
        TransactionId, account_id,
    },
    strict::{self, StrictError, StrictMessage},
};
use prost::Message;

use super::checks::largest;
use crate::{
    ResponseCode,
    config::Config,
    crypto::{Sha384, sha384},
    records::TransactionKey,
    state::EntityNum,
};

/// Which message some bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Envelope {
    /// A `Transaction`, as clients send it.
    Transaction,
    /// A `SignedTransaction`, as nodes gossip it and batches hold it.
    SignedTransaction,
}

/// A transaction that could be read: it has a body of a known type, a signature map, and an id with an account. Nothing
/// more was checked.
#[derive(Clone, Debug)]
pub struct ParsedTx {
    /// The serialized `SignedTransaction`: what is gossiped, measured and hashed.
    pub signed_bytes: Bytes,
    /// What was signed: the serialized body.
    pub body_bytes: Bytes,
    /// The body.
    pub body: TransactionBody,
    /// The signatures.
    pub sig_map: SignatureMap,
    /// What it asks for.
    pub function: HederaFunctionality,
    /// The hash by which records know it.
    pub hash: Sha384,
}

impl ParsedTx {
    /// Reads a transaction.
    ///
    /// # Errors
    /// In this order: too long for anyone `TransactionOversize`; at any depth a field that the schema does not have
    /// `TransactionHasUnknownFields`; unreadable `InvalidTransaction`; both forms at once `InvalidTransaction`;
    /// neither, no signature map, an unreadable body, or one without a type `InvalidTransactionBody`; no id
    /// `InvalidTransactionId`; no account in it `PayerAccountNotFound`.
    pub fn parse(bytes: &Bytes, envelope: Envelope, config: &Config) -> Result<Self, ResponseCode> {
        if bytes.len() > largest(config) {
            return Err(ResponseCode::TransactionOversize);
        }
        match envelope {
            Envelope::Transaction => Self::from_transaction(bytes),
            Envelope::SignedTransaction => {
                let signed: SignedTransaction = decode(bytes, ResponseCode::InvalidTransaction)?;
                let hash = if signed.use_serialized_tx_message_hash_algorithm {
                    legacy_hash(&signed)
                } else {
                    sha384(bytes)
                };
                Self::from_signed(signed, bytes.clone(), hash)
            }
        }
    }

    fn from_transaction(bytes: &Bytes) -> Result<Self, ResponseCode> {
        let tx: Transaction = decode(bytes, ResponseCode::InvalidTransaction)?;
        #[expect(deprecated, reason = "nodes still accept the deprecated form")]
        let (body_bytes, sig_map) = (tx.body_bytes, tx.sig_map);
        let signed_bytes = tx.signed_transaction_bytes;
        if signed_bytes.is_empty() {
            if body_bytes.is_empty() {
                return Err(ResponseCode::InvalidTransactionBody);
            }
            let signed =
                SignedTransaction { body_bytes, sig_map, use_serialized_tx_message_hash_algorithm: true };
            let hash = legacy_hash(&signed);
            let signed_bytes = encode(&signed);
            return Self::from_signed(signed, signed_bytes, hash);
        }
        if !body_bytes.is_empty() || sig_map.is_some() {
            return Err(ResponseCode::InvalidTransaction);
        }
        let signed: SignedTransaction = decode(&signed_bytes, ResponseCode::InvalidTransaction)?;
        if signed.use_serialized_tx_message_hash_algorithm {
            return Err(ResponseCode::InvalidSerializedTxMessageHashAlgorithm);
        }
        let hash = sha384(&signed_bytes);
        Self::from_signed(signed, signed_bytes, hash)
    }

    fn from_signed(
        signed: SignedTransaction,
        signed_bytes: Bytes,
        hash: Sha384,
    ) -> Result<Self, ResponseCode> {
        let sig_map = signed.sig_map.ok_or(ResponseCode::InvalidTransactionBody)?;
        let body: TransactionBody = decode(&signed.body_bytes, ResponseCode::InvalidTransactionBody)?;
        let function = body.function().ok_or(ResponseCode::InvalidTransactionBody)?;
        let id = body.transaction_id.as_ref().ok_or(ResponseCode::InvalidTransactionId)?;
        if id.account_id.is_none() {
            return Err(ResponseCode::PayerAccountNotFound);
        }
        Ok(Self { signed_bytes, body_bytes: signed.body_bytes, body, sig_map, function, hash })
    }

    /// The number of the paying account; `None` when the id names it by alias, or no account can have that number.
    pub fn payer(&self) -> Option<EntityNum> {
        match self.id().account_id.as_ref()?.account.as_ref()? {
            account_id::Account::AccountNum(num) => EntityNum::try_from(*num).ok().filter(|num| *num > 0),
            account_id::Account::Alias(_) => None,
        }
    }

    /// When it becomes valid; the epoch, when it does not say.
    pub fn valid_start(&self) -> Timestamp {
        self.id().transaction_valid_start.unwrap_or_default()
    }

    /// Its id.
    pub fn id(&self) -> &TransactionId {
        const NONE: &TransactionId =
            &TransactionId { transaction_valid_start: None, account_id: None, scheduled: false, nonce: 0 };
        self.body.transaction_id.as_ref().unwrap_or(NONE)
    }

    /// What receipts and duplicates know it by.
    pub fn key(&self) -> Option<TransactionKey> {
        Some(TransactionKey {
            payer: self.payer()?,
            start: self.valid_start(),
            scheduled: self.id().scheduled,
        })
    }
}

fn decode<M: StrictMessage>(bytes: &Bytes, malformed: ResponseCode) -> Result<M, ResponseCode> {
    strict::decode(bytes).map_err(|error| match error {
        StrictError::UnknownField(_) => ResponseCode::TransactionHasUnknownFields,
        StrictError::Malformed => malformed,
    })
}

/// Transactions in the deprecated form are known by the hash of their `Transaction` message.
fn legacy_hash(signed: &SignedTransaction) -> Sha384 {
    #[expect(deprecated, reason = "the hash is that of the deprecated form")]
    let tx = Transaction {
        body_bytes: signed.body_bytes.clone(),
        sig_map: signed.sig_map.clone(),
        ..Transaction::default()
    };
    sha384(&encode(&tx))
}

fn encode(message: &impl Message) -> Bytes {
    message.encode_to_vec().into()
}
