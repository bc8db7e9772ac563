//! What a record says, as the items of a block.

use hapi_proto::{
    block::{
        block_item::Item,
        output::{
            CreateAccountOutput, CreateScheduleOutput, SignScheduleOutput, TransactionOutput,
            TransactionResult, UtilPrngOutput, transaction_output::Transaction as Output,
            util_prng_output::Entropy as Prng,
        },
    },
    services::{
        SignedTransaction, TransactionBody, TransactionReceipt, TransactionRecord, transaction_body::Data,
        transaction_record::Entropy,
    },
};
use prost::Message;

/// The result of a transaction.
pub(super) fn result(record: &TransactionRecord) -> Item {
    Item::TransactionResult(TransactionResult {
        status: record.receipt.as_ref().map_or(0, |receipt| receipt.status),
        consensus_timestamp: record.consensus_timestamp,
        parent_consensus_timestamp: record.parent_consensus_timestamp,
        schedule_ref: record.schedule_ref,
        transaction_fee_charged: record.transaction_fee,
        transfer_list: record.transfer_list.clone(),
        token_transfer_lists: record.token_transfer_lists.clone(),
        automatic_token_associations: record.automatic_token_associations.clone(),
        paid_staking_rewards: record.paid_staking_rewards.clone(),
        // Records do not tell it.
        congestion_pricing_multiplier: 0,
        assessed_custom_fees: record.assessed_custom_fees.clone(),
        high_volume_pricing_multiplier: record.high_volume_pricing_multiplier,
    })
}

/// What a transaction gave beyond its result. Contracts have theirs when the ledger has contracts.
pub(super) fn output(signed: &[u8], record: &TransactionRecord) -> Option<Item> {
    let receipt = record.receipt.as_ref()?;
    let output = match &record.entropy {
        Some(Entropy::PrngBytes(bytes)) => prng(Prng::PrngBytes(bytes.clone())),
        // Numbers are never negative.
        Some(Entropy::PrngNumber(number)) => prng(Prng::PrngNumber(u32::try_from(*number).unwrap_or(0))),
        None => of_receipt(signed, receipt)?,
    };
    Some(Item::TransactionOutput(TransactionOutput { transaction: Some(output) }))
}

fn prng(entropy: Prng) -> Output {
    Output::UtilPrng(UtilPrngOutput { entropy: Some(entropy) })
}

/// Few receipts tell more than a status: the transaction is read only then.
fn of_receipt(signed: &[u8], receipt: &TransactionReceipt) -> Option<Output> {
    let TransactionReceipt { account_id, schedule_id, scheduled_transaction_id, .. } = receipt;
    if account_id.is_none() && schedule_id.is_none() && scheduled_transaction_id.is_none() {
        return None;
    }
    Some(match kind(signed)? {
        Data::CryptoCreateAccount(_) => {
            Output::AccountCreate(CreateAccountOutput { created_account_id: account_id.clone() })
        }
        Data::ScheduleCreate(_) => Output::CreateSchedule(CreateScheduleOutput {
            schedule_id: *schedule_id,
            scheduled_transaction_id: scheduled_transaction_id.clone(),
        }),
        Data::ScheduleSign(_) => Output::SignSchedule(SignScheduleOutput {
            scheduled_transaction_id: scheduled_transaction_id.clone(),
        }),
        _ => return None,
    })
}

fn kind(signed: &[u8]) -> Option<Data> {
    let signed = SignedTransaction::decode(signed).ok()?;
    TransactionBody::decode(signed.body_bytes).ok()?.data
}
