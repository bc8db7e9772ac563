//! Transactions as schedules hold them, and as they run.

use crate::services::{
    SchedulableTransactionBody, TransactionBody, TransactionId, schedulable_transaction_body,
    transaction_body,
};
use core::fmt;

impl SchedulableTransactionBody {
    /// The body that runs when the schedule does, under `transaction_id`: the schedule's own id of the scheduled
    /// transaction. Everything that a schedule does not say stays empty.
    pub fn into_body(self, transaction_id: TransactionId) -> TransactionBody {
        TransactionBody {
            transaction_id: Some(transaction_id),
            transaction_fee: self.transaction_fee,
            memo: self.memo,
            max_custom_fees: self.max_custom_fees,
            data: self.data.map(Into::into),
            ..TransactionBody::default()
        }
    }
}

/// A transaction of this kind cannot be scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotSchedulableError;

impl fmt::Display for NotSchedulableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("transactions of this kind cannot be scheduled")
    }
}

impl core::error::Error for NotSchedulableError {}

/// Keeps what a schedule has room for: fee limits, memo and data. Fails on data that cannot be scheduled.
impl TryFrom<TransactionBody> for SchedulableTransactionBody {
    type Error = NotSchedulableError;

    fn try_from(body: TransactionBody) -> Result<Self, NotSchedulableError> {
        Ok(Self {
            transaction_fee: body.transaction_fee,
            memo: body.memo,
            max_custom_fees: body.max_custom_fees,
            data: body.data.map(TryInto::try_into).transpose()?,
        })
    }
}

/// The variants have the same names and contents in both; the first conversion is exhaustive.
macro_rules! schedulable {
    ($($variant:ident,)*) => {
        impl From<schedulable_transaction_body::Data> for transaction_body::Data {
            fn from(data: schedulable_transaction_body::Data) -> Self {
                match data {
                    $(schedulable_transaction_body::Data::$variant(inner) => Self::$variant(inner),)*
                }
            }
        }

        impl TryFrom<transaction_body::Data> for schedulable_transaction_body::Data {
            type Error = NotSchedulableError;

            fn try_from(data: transaction_body::Data) -> Result<Self, NotSchedulableError> {
                match data {
                    $(transaction_body::Data::$variant(inner) => Ok(Self::$variant(inner)),)*
                    _ => Err(NotSchedulableError),
                }
            }
        }
    };
}

schedulable! {
    ContractCall,
    ContractCreateInstance,
    ContractUpdateInstance,
    ContractDeleteInstance,
    CryptoCreateAccount,
    CryptoDelete,
    CryptoTransfer,
    CryptoUpdateAccount,
    FileAppend,
    FileCreate,
    FileDelete,
    FileUpdate,
    SystemDelete,
    SystemUndelete,
    Freeze,
    ConsensusCreateTopic,
    ConsensusUpdateTopic,
    ConsensusDeleteTopic,
    ConsensusSubmitMessage,
    TokenCreation,
    TokenFreeze,
    TokenUnfreeze,
    TokenGrantKyc,
    TokenRevokeKyc,
    TokenDeletion,
    TokenUpdate,
    TokenMint,
    TokenBurn,
    TokenWipe,
    TokenAssociate,
    TokenDissociate,
    ScheduleDelete,
    TokenPause,
    TokenUnpause,
    CryptoApproveAllowance,
    CryptoDeleteAllowance,
    TokenFeeScheduleUpdate,
    UtilPrng,
    TokenUpdateNfts,
    NodeCreate,
    NodeUpdate,
    NodeDelete,
    TokenReject,
    TokenCancelAirdrop,
    TokenClaimAirdrop,
    TokenAirdrop,
    RegisteredNodeCreate,
    RegisteredNodeUpdate,
    RegisteredNodeDelete,
}
