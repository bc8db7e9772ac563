//! The transaction types: one file each, one trait for all.
//!
//! The body message itself implements [`TransactionType`]; [`typed`] is the one place that names them all, and a
//! variant that the schema gains does not compile until it is named there.
//!
//! To add a type, copy `crypto_delete.rs`, the smallest one that has everything, with its tests.

use hapi_proto::services::{TransactionBody, transaction_body::Data};

use crate::{
    ResponseCode,
    config::Config,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::{EntityNum, Store},
};

mod airdrops;
mod allowances;
mod checks;
mod crypto_approve_allowance;
mod crypto_create;
mod crypto_delete;
mod crypto_delete_allowance;
mod crypto_transfer;
mod crypto_update;
mod file_append;
mod file_create;
mod file_delete;
mod file_update;
mod files;
mod privilege;
#[cfg(test)]
mod robustness;
mod system_delete;
mod system_undelete;
#[cfg(test)]
mod testing;
mod token_airdrop;
mod token_associate;
mod token_burn;
mod token_cancel_airdrop;
mod token_claim_airdrop;
mod token_create;
mod token_delete;
mod token_dissociate;
mod token_fee_schedule_update;
mod token_freeze;
mod token_grant_kyc;
mod token_holder;
mod token_mint;
mod token_pause;
mod token_reject;
mod token_revoke_kyc;
mod token_supply;
mod token_unfreeze;
mod token_unpause;
mod token_update;
mod token_update_nfts;
mod token_wipe;
pub(crate) mod tokens;
mod unsupported;

pub use privilege::Privilege;
pub use unsupported::Unsupported;

/// What a transaction type does, in the order in which it is asked.
///
/// No method may panic: whatever a transaction says is answered with a [`ResponseCode`].
pub trait TransactionType {
    /// Checks what can be known from the body alone. Runs at ingest and again before handling.
    fn pure_checks(&self, cx: &PureChecks<'_>) -> Result<(), ResponseCode>;

    /// Names what must be signed besides by the payer.
    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode>;

    /// Checks against state, and changes it. An error undoes every change; the fee is charged all the same.
    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode>;

    /// What it uses beyond its base price (HIP-1261).
    fn fees(&self, cx: &FeeContext<'_>) -> Usage;

    /// How many accounts it seems to create besides what it is for: throttles count these instead of it.
    fn implicit_creations(&self, _store: &Store<'_>, _config: &Config) -> u64 {
        0
    }

    /// Whether what it does to a system entity takes a privileged payer.
    fn privilege(&self, _config: &Config, _payer: EntityNum) -> Privilege {
        Privilege::Unnecessary
    }
}

/// What the checks of a body may look at.
#[derive(Debug)]
pub struct PureChecks<'a> {
    /// The ledger's properties.
    pub config: &'a Config,
    /// The whole body.
    pub body: &'a TransactionBody,
}

/// Whether this is the body of a transaction that the ledger itself made: it has no id yet, or one with a nonce, which
/// no client may set.
pub fn is_internal(body: &TransactionBody) -> bool {
    body.transaction_id.as_ref().is_none_or(|id| id.nonce != 0)
}

/// The transaction type behind the data of a body.
#[expect(deprecated, reason = "what the protocol gave up is named like everything else")]
pub fn typed(data: &Data) -> &dyn TransactionType {
    match data {
        Data::CryptoCreateAccount(op) => op,
        Data::CryptoUpdateAccount(op) => op,
        Data::CryptoDelete(op) => op,
        Data::CryptoTransfer(op) => op,
        Data::CryptoApproveAllowance(op) => op,
        Data::CryptoDeleteAllowance(op) => op,
        Data::FileCreate(op) => op,
        Data::FileUpdate(op) => op,
        Data::FileAppend(op) => op,
        Data::FileDelete(op) => op,
        Data::SystemDelete(op) => op,
        Data::SystemUndelete(op) => op,
        Data::TokenCreation(op) => &**op,
        Data::TokenUpdate(op) => &**op,
        Data::TokenDeletion(op) => op,
        Data::TokenPause(op) => op,
        Data::TokenUnpause(op) => op,
        Data::TokenFeeScheduleUpdate(op) => op,
        Data::TokenMint(op) => op,
        Data::TokenBurn(op) => op,
        Data::TokenWipe(op) => op,
        Data::TokenFreeze(op) => op,
        Data::TokenUnfreeze(op) => op,
        Data::TokenGrantKyc(op) => op,
        Data::TokenRevokeKyc(op) => op,
        Data::TokenAssociate(op) => op,
        Data::TokenDissociate(op) => op,
        Data::TokenUpdateNfts(op) => op,
        Data::TokenAirdrop(op) => op,
        Data::TokenCancelAirdrop(op) => op,
        Data::TokenClaimAirdrop(op) => op,
        Data::TokenReject(op) => op,

        // The protocol gave up the first three.
        Data::CryptoAddLiveHash(_)
        | Data::CryptoDeleteLiveHash(_)
        | Data::UncheckedSubmit(_)
        // This version does not have the services of these yet: network, contracts, topics, schedules, nodes.
        | Data::Freeze(_)
        | Data::UtilPrng(_)
        | Data::AtomicBatch(_)
        | Data::ContractCall(_)
        | Data::ContractCreateInstance(_)
        | Data::ContractUpdateInstance(_)
        | Data::ContractDeleteInstance(_)
        | Data::EthereumTransaction(_)
        | Data::HookStore(_)
        | Data::HookDispatch(_)
        | Data::ConsensusCreateTopic(_)
        | Data::ConsensusUpdateTopic(_)
        | Data::ConsensusDeleteTopic(_)
        | Data::ConsensusSubmitMessage(_)
        | Data::ScheduleCreate(_)
        | Data::ScheduleDelete(_)
        | Data::ScheduleSign(_)
        | Data::NodeCreate(_)
        | Data::NodeUpdate(_)
        | Data::NodeDelete(_)
        | Data::RegisteredNodeCreate(_)
        | Data::RegisteredNodeUpdate(_)
        | Data::RegisteredNodeDelete(_)
        // Only nodes say these, to each other; from a client they are refused.
        | Data::NodeStakeUpdate(_)
        | Data::StateSignatureTransaction(_)
        | Data::HintsPreprocessingVote(_)
        | Data::HintsKeyPublication(_)
        | Data::HintsPartialSignature(_)
        | Data::HistoryProofSignature(_)
        | Data::HistoryProofKeyPublication(_)
        | Data::HistoryProofVote(_)
        | Data::CrsPublication(_)
        | Data::LedgerIdPublication(_)
        | Data::MigrationRootHashVote(_) => &Unsupported,
    }
}
