//! What can be checked of a transaction from its bytes, the configuration and the time.

use alloc::vec::Vec;

use hapi_proto::services::{CustomFeeLimit, HederaFunctionality, SignaturePair, Timestamp};

use super::ParsedTx;
use crate::{ResponseCode, config::Config, state::EntityNum};

/// Checks that no two public key prefixes are ambiguous: one is a prefix of the next longer one.
///
/// As in the reference, prefixes are compared only with their neighbours in the order of their lengths.
///
/// # Errors
/// `KeyPrefixMismatch`.
pub fn check_prefixes(pairs: &[SignaturePair]) -> Result<(), ResponseCode> {
    if pairs.len() < 2 {
        return Ok(());
    }
    let mut prefixes: Vec<&[u8]> = pairs.iter().map(|pair| &*pair.pub_key_prefix).collect();
    // Bytes are compared as signed numbers, as the reference's are.
    prefixes.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| signed(a).cmp(signed(b))));
    let ambiguous = prefixes.windows(2).any(|pair| pair[1].starts_with(pair[0]));
    if ambiguous { Err(ResponseCode::KeyPrefixMismatch) } else { Ok(()) }
}

fn signed(bytes: &[u8]) -> impl Iterator<Item = i8> {
    bytes.iter().map(|byte| byte.cast_signed())
}

/// Checks what every body must have, whatever its type.
///
/// # Errors
/// In this order: `PayerAccountNotFound`, `TransactionIdFieldNotAllowed`, `InvalidTransactionStart`, `MemoTooLong`,
/// `InvalidZeroByteInString`, `MaxCustomFeesIsNotSupported`, `InvalidMaxCustomFees`, `InsufficientTxFee` for a negative
/// fee, `InvalidTransactionDuration` when there is none.
pub fn check_body(tx: &ParsedTx, config: &Config) -> Result<(), ResponseCode> {
    check_id(tx, config)?;
    let body = &tx.body;
    if body.memo.len() > config.transaction.max_memo_bytes {
        return Err(ResponseCode::MemoTooLong);
    }
    if body.memo.as_bytes().contains(&0) {
        return Err(ResponseCode::InvalidZeroByteInString);
    }
    check_max_custom_fees(&body.max_custom_fees, tx.function)?;
    // The schema has the fee unsigned; nodes read it as signed.
    if body.transaction_fee.cast_signed() < 0 {
        return Err(ResponseCode::InsufficientTxFee);
    }
    if body.transaction_valid_duration.is_none() {
        return Err(ResponseCode::InvalidTransactionDuration);
    }
    Ok(())
}

fn check_id(tx: &ParsedTx, config: &Config) -> Result<(), ResponseCode> {
    let id = tx.id();
    let here = id.account_id.as_ref().is_some_and(|account| {
        (account.shard_num, account.realm_num) == (config.ledger.shard, config.ledger.realm)
    });
    if !here || tx.payer().is_none() {
        return Err(ResponseCode::PayerAccountNotFound);
    }
    if id.scheduled || id.nonce != 0 {
        return Err(ResponseCode::TransactionIdFieldNotAllowed);
    }
    if id.transaction_valid_start.is_none() {
        return Err(ResponseCode::InvalidTransactionStart);
    }
    Ok(())
}

fn check_max_custom_fees(
    limits: &[CustomFeeLimit],
    function: HederaFunctionality,
) -> Result<(), ResponseCode> {
    if limits.is_empty() {
        return Ok(());
    }
    if function != HederaFunctionality::ConsensusSubmitMessage {
        return Err(ResponseCode::MaxCustomFeesIsNotSupported);
    }
    let valid = limits.iter().all(|limit| {
        limit.account_id.is_some() && !limit.fees.is_empty() && limit.fees.iter().all(|fee| fee.amount >= 0)
    });
    if valid { Ok(()) } else { Err(ResponseCode::InvalidMaxCustomFees) }
}

/// Checks the size that no payer may exceed.
///
/// # Errors
/// `TransactionOversize`.
pub fn check_size(tx: &ParsedTx, config: &Config) -> Result<(), ResponseCode> {
    let limits = &config.transaction;
    within(tx, if limits.governance_enabled { limits.governance_max_bytes } else { largest_of(tx, config) })
}

/// Checks the size that this payer may use: governance accounts send long transactions of every type (HIP-1300), others
/// only those that carry Ethereum transactions.
///
/// # Errors
/// `TransactionOversize`.
pub fn check_size_for_payer(tx: &ParsedTx, payer: EntityNum, config: &Config) -> Result<(), ResponseCode> {
    let limits = &config.transaction;
    let governance = limits.governance_enabled && limits.governance_accounts.contains(payer);
    within(tx, if governance { limits.governance_max_bytes } else { largest_of(tx, config) })
}

/// How long a transaction may be at most, whatever its type and payer: longer ones are not even read.
pub fn largest(config: &Config) -> usize {
    let limits = &config.transaction;
    if limits.governance_enabled {
        limits.governance_max_bytes
    } else if limits.jumbo_enabled {
        limits.jumbo_max_bytes
    } else {
        limits.max_bytes
    }
}

/// How long a transaction of this type may be, whoever pays.
fn largest_of(tx: &ParsedTx, config: &Config) -> usize {
    let limits = &config.transaction;
    let jumbo = limits.jumbo_enabled && limits.jumbo_functions.contains(tx.function);
    if jumbo { limits.jumbo_max_bytes } else { limits.max_bytes }
}

fn within(tx: &ParsedTx, max: usize) -> Result<(), ResponseCode> {
    use HederaFunctionality::{CrsPublication, HintsPreprocessingVote, HistoryProofVote};
    let exempt = matches!(tx.function, CrsPublication | HistoryProofVote | HintsPreprocessingVote);
    if tx.signed_bytes.len() > max && !exempt { Err(ResponseCode::TransactionOversize) } else { Ok(()) }
}

/// Checks that a transaction is valid at a time: `buffer` seconds before its end it counts as expired already.
///
/// # Errors
/// In this order: `InvalidTransactionDuration`, `TransactionExpired`, `InvalidTransactionStart`.
pub fn check_time(tx: &ParsedTx, now: Timestamp, buffer: i64, config: &Config) -> Result<(), ResponseCode> {
    let limits = &config.transaction;
    let duration = tx.body.transaction_valid_duration.map_or(0, |duration| duration.seconds);
    if !(limits.min_valid_duration..=limits.max_valid_duration).contains(&duration) {
        return Err(ResponseCode::InvalidTransactionDuration);
    }
    let start = tx.valid_start();
    if start.plus_seconds(duration.saturating_sub(buffer)).as_nanos() < now.as_nanos() {
        return Err(ResponseCode::TransactionExpired);
    }
    if start.as_nanos() > now.as_nanos() {
        return Err(ResponseCode::InvalidTransactionStart);
    }
    Ok(())
}
