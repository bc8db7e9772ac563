//! What names can stand for.

use std::str::FromStr;

use hapi_proto::services::{
    AccountId, ContractId, FileId, Key, ScheduleId, Timestamp, TokenId, TopicId, TransactionId,
    TransactionRecord,
};

/// A type of values that names can stand for.
pub trait Kind: Clone + Send + Sync + 'static {
    /// What an error calls it: `account`.
    const NOUN: &'static str;

    /// The value's text, if it is an id that the failure report should list.
    fn id(&self) -> Option<String> {
        None
    }
}

/// A kind whose values are entity ids.
pub trait EntityKind: Kind + PartialEq {
    /// The id that `text` spells, as an address or a plain number.
    fn literal(text: &str) -> Option<Self>;
}

macro_rules! entity_kinds {
    ($($id:ident $noun:literal,)*) => {$(
        impl Kind for $id {
            const NOUN: &'static str = $noun;

            fn id(&self) -> Option<String> {
                Some(self.to_string())
            }
        }

        impl EntityKind for $id {
            fn literal(text: &str) -> Option<Self> {
                // Nearly all texts are names.
                if !text.starts_with(|first: char| first.is_ascii_digit()) {
                    return None;
                }
                text.parse::<u64>().ok().map(Self::from_num).or_else(|| Self::from_str(text).ok())
            }
        }
    )*};
}

entity_kinds! {
    AccountId "account",
    ContractId "contract",
    FileId "file",
    ScheduleId "schedule",
    TokenId "token",
    TopicId "topic",
}

impl Kind for TransactionId {
    const NOUN: &'static str = "transaction";

    fn id(&self) -> Option<String> {
        Some(self.to_string())
    }
}

macro_rules! plain_kinds {
    ($($kind:ty: $noun:literal,)*) => {$(
        impl Kind for $kind {
            const NOUN: &'static str = $noun;
        }
    )*};
}

plain_kinds! {
    Key: "key",
    TransactionRecord: "record",
    Timestamp: "timestamp",
    Amount: "amount",
    BalanceSnapshot: "balance snapshot",
    TokenBalanceSnapshot: "token balance snapshot",
    Memo: "memo",
    Expiry: "expiry",
    ReceiverSigRequired: "receiver signature requirement",
    TokenName: "token name",
    TokenSymbol: "token symbol",
    TokenMetadata: "token metadata",
    TokenTreasury: "token treasury",
    LastMint: "mint",
    bytes::Bytes: "byte string",
}

/// A number that a spec remembers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount(pub i64);

/// The tinybars that an account had when a snapshot was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BalanceSnapshot(pub u64);

/// The units of a token that an account had when a snapshot was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenBalanceSnapshot(pub u64);

/// The memo that an entity was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memo(pub String);

/// When an entity expires, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry(pub i64);

/// Whether an account must sign to be credited: its key is then among the default signers of a transfer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReceiverSigRequired(pub bool);

/// The name that a token was given on the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenName(pub String);

/// The symbol that a token was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSymbol(pub String);

/// The metadata that a token, not one of its NFTs, was given (HIP-646).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenMetadata(pub bytes::Bytes);

/// The account that holds what is minted of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenTreasury(pub AccountId);

/// The transaction that minted a token last: its record says when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastMint(pub TransactionId);
