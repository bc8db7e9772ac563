//! What a record says, as the items of a block.
//!
//! Each transaction has a result, which has most of what its record has: it is written straight from there. Prost would want a copy of
//! it first.

use hapi_proto::{
    block::{
        block_item::Item,
        output::{
            CreateAccountOutput, CreateScheduleOutput, SignScheduleOutput, TransactionOutput, UtilPrngOutput,
            transaction_output::Transaction as Output, util_prng_output::Entropy as Prng,
        },
    },
    services::{
        SignedTransaction, TransactionBody, TransactionReceipt, TransactionRecord, transaction_body::Data,
        transaction_record::Entropy,
    },
};
use prost::{
    Message,
    encoding::{int32, uint64},
};

use crate::wire::message_field;

/// Writes the fields of the `TransactionResult` of a transaction. Records do not tell of its congestion.
pub(super) fn write_result(out: &mut Vec<u8>, record: &TransactionRecord) {
    let status = record.receipt.as_ref().map_or(0, |receipt| receipt.status);
    if status != 0 {
        int32::encode(1, &status, out);
    }
    optional(out, 2, record.consensus_timestamp.as_ref());
    optional(out, 3, record.parent_consensus_timestamp.as_ref());
    optional(out, 5, record.schedule_ref.as_ref());
    if record.transaction_fee != 0 {
        uint64::encode(6, &record.transaction_fee, out);
    }
    optional(out, 7, record.transfer_list.as_ref());
    repeated(out, 8, &record.token_transfer_lists);
    repeated(out, 9, &record.automatic_token_associations);
    repeated(out, 10, &record.paid_staking_rewards);
    repeated(out, 12, &record.assessed_custom_fees);
    if record.high_volume_pricing_multiplier != 0 {
        uint64::encode(13, &record.high_volume_pricing_multiplier, out);
    }
}

fn optional(out: &mut Vec<u8>, tag: u32, field: Option<&impl Message>) {
    if let Some(message) = field {
        message_field(out, tag, message);
    }
}

fn repeated(out: &mut Vec<u8>, tag: u32, field: &[impl Message]) {
    for message in field {
        message_field(out, tag, message);
    }
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

#[cfg(test)]
mod tests {
    use hapi_proto::{
        block::output::TransactionResult,
        services::{
            AccountAmount, AccountId, AssessedCustomFee, ScheduleId, Timestamp, TokenAssociation,
            TokenTransferList, TransferList, account_id::Account,
        },
    };

    use super::*;

    fn amounts(count: i64) -> Vec<AccountAmount> {
        let amount = |num| AccountAmount {
            account_id: Some(AccountId { account: Some(Account::AccountNum(num)), ..Default::default() }),
            amount: 5 - num,
            ..Default::default()
        };
        (0..count).map(amount).collect()
    }

    #[test]
    fn a_result_is_written_as_the_message_it_is() {
        let full = TransactionRecord {
            receipt: Some(TransactionReceipt { status: 22, ..Default::default() }),
            consensus_timestamp: Some(Timestamp::new(7, 8)),
            parent_consensus_timestamp: Some(Timestamp::new(7, 7)),
            schedule_ref: Some(ScheduleId { schedule_num: 9, ..Default::default() }),
            transaction_fee: 300,
            transfer_list: Some(TransferList { account_amounts: amounts(20) }),
            token_transfer_lists: vec![TokenTransferList { transfers: amounts(2), ..Default::default() }; 2],
            automatic_token_associations: vec![TokenAssociation::default(); 3],
            paid_staking_rewards: amounts(1),
            assessed_custom_fees: vec![AssessedCustomFee { amount: 4, ..Default::default() }],
            high_volume_pricing_multiplier: 1000,
            ..Default::default()
        };
        for record in [full, TransactionRecord::default()] {
            let mut by_hand = Vec::new();
            write_result(&mut by_hand, &record);
            let message = TransactionResult {
                status: record.receipt.map_or(0, |receipt| receipt.status),
                consensus_timestamp: record.consensus_timestamp,
                parent_consensus_timestamp: record.parent_consensus_timestamp,
                schedule_ref: record.schedule_ref,
                transaction_fee_charged: record.transaction_fee,
                transfer_list: record.transfer_list,
                token_transfer_lists: record.token_transfer_lists,
                automatic_token_associations: record.automatic_token_associations,
                paid_staking_rewards: record.paid_staking_rewards,
                congestion_pricing_multiplier: 0,
                assessed_custom_fees: record.assessed_custom_fees,
                high_volume_pricing_multiplier: record.high_volume_pricing_multiplier,
            };
            assert_eq!(by_hand, message.encode_to_vec());
        }
    }
}
