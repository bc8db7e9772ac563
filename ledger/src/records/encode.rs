//! Records as bytes, in one pass.
//!
//! Each transaction leaves a record, and most records are of the same few fields. Those are written here from front to
//! back, each message before its length is known; prost, which measures a message before it writes it and again at each
//! level, does all others. The bytes are the same.

use alloc::{sync::Arc, vec::Vec};

use hapi_proto::services::{
    AccountAmount, AccountId, ExchangeRate, ExchangeRateSet, Timestamp, TransactionId, TransactionReceipt,
    TransactionRecord, TransferList, account_id,
};
use prost::Message;

/// More than a record of a transfer between two accounts takes, with some memo.
const USUAL: usize = 512;

/// The encoding of a record.
pub(super) fn encode(record: &TransactionRecord) -> Arc<[u8]> {
    let mut out = Vec::with_capacity(USUAL);
    match plain(&mut out, record) {
        // As small as it can be kept: `out` has room left.
        Some(()) => (&*out).into(),
        None => record.encode_to_vec().into(),
    }
}

/// Writes a record; `None` when it has a field that few have.
fn plain(out: &mut Vec<u8>, record: &TransactionRecord) -> Option<()> {
    let TransactionRecord {
        receipt,
        transaction_hash,
        consensus_timestamp,
        transaction_id,
        memo,
        transaction_fee,
        transfer_list,
        token_transfer_lists,
        schedule_ref: None,
        assessed_custom_fees,
        automatic_token_associations,
        parent_consensus_timestamp: None,
        alias,
        ethereum_hash,
        paid_staking_rewards,
        evm_address,
        new_pending_airdrops,
        high_volume_pricing_multiplier,
        body: None,
        entropy: None,
    } = record
    else {
        return None;
    };
    let rare = [alias, ethereum_hash, evm_address].into_iter().any(|bytes| !bytes.is_empty())
        || !token_transfer_lists.is_empty()
        || !assessed_custom_fees.is_empty()
        || !automatic_token_associations.is_empty()
        || !paid_staking_rewards.is_empty()
        || !new_pending_airdrops.is_empty();
    if rare {
        return None;
    }
    message(out, 1, receipt.as_ref(), receipt_fields)?;
    bytes(out, 2, transaction_hash);
    message(out, 3, consensus_timestamp.as_ref(), timestamp)?;
    message(out, 4, transaction_id.as_ref(), id)?;
    bytes(out, 5, memo.as_bytes());
    number(out, 6, *transaction_fee);
    message(out, 10, transfer_list.as_ref(), transfers)?;
    number(out, 23, *high_volume_pricing_multiplier);
    Some(())
}

fn receipt_fields(out: &mut Vec<u8>, receipt: &TransactionReceipt) -> Option<()> {
    let TransactionReceipt {
        status,
        account_id,
        file_id: None,
        contract_id: None,
        exchange_rate,
        topic_id: None,
        topic_sequence_number: 0,
        topic_running_hash,
        topic_running_hash_version: 0,
        token_id: None,
        new_total_supply: 0,
        schedule_id: None,
        scheduled_transaction_id: None,
        serial_numbers,
        node_id: 0,
        registered_node_id: 0,
    } = receipt
    else {
        return None;
    };
    if !topic_running_hash.is_empty() || !serial_numbers.is_empty() {
        return None;
    }
    signed(out, 1, (*status).into());
    message(out, 2, account_id.as_ref(), account)?;
    message(out, 5, exchange_rate.as_ref(), rates)
}

fn rates(out: &mut Vec<u8>, ExchangeRateSet { current_rate, next_rate }: &ExchangeRateSet) -> Option<()> {
    message(out, 1, current_rate.as_ref(), rate)?;
    message(out, 2, next_rate.as_ref(), rate)
}

fn rate(out: &mut Vec<u8>, rate: &ExchangeRate) -> Option<()> {
    let ExchangeRate { hbar_equiv, cent_equiv, expiration_time } = rate;
    signed(out, 1, (*hbar_equiv).into());
    signed(out, 2, (*cent_equiv).into());
    message(out, 3, expiration_time.as_ref(), |out, time| {
        signed(out, 1, time.seconds);
        Some(())
    })
}

#[expect(clippy::unnecessary_wraps, reason = "it is one of the functions that write a message")]
fn timestamp(out: &mut Vec<u8>, Timestamp { seconds, nanos }: &Timestamp) -> Option<()> {
    signed(out, 1, *seconds);
    signed(out, 2, (*nanos).into());
    Some(())
}

fn id(out: &mut Vec<u8>, id: &TransactionId) -> Option<()> {
    let TransactionId { transaction_valid_start, account_id, scheduled, nonce } = id;
    message(out, 1, transaction_valid_start.as_ref(), timestamp)?;
    message(out, 2, account_id.as_ref(), account)?;
    number(out, 3, (*scheduled).into());
    signed(out, 4, (*nonce).into());
    Some(())
}

pub(crate) fn account(out: &mut Vec<u8>, id: &AccountId) -> Option<()> {
    let AccountId { shard_num, realm_num, account } = id;
    signed(out, 1, *shard_num);
    signed(out, 2, *realm_num);
    match account {
        // What is one of several is there even when it is zero.
        Some(account_id::Account::AccountNum(num)) => {
            key(out, 3, VARINT);
            varint(out, num.cast_unsigned());
        }
        Some(account_id::Account::Alias(_)) => return None,
        None => {}
    }
    Some(())
}

fn transfers(out: &mut Vec<u8>, list: &TransferList) -> Option<()> {
    list.account_amounts.iter().try_for_each(|amount| message(out, 1, Some(amount), adjustment))
}

fn adjustment(out: &mut Vec<u8>, adjustment: &AccountAmount) -> Option<()> {
    let AccountAmount { account_id, amount, is_approval, hook_call: None } = adjustment else { return None };
    message(out, 1, account_id.as_ref(), account)?;
    number(out, 2, ((amount << 1) ^ (amount >> 63)).cast_unsigned());
    number(out, 3, (*is_approval).into());
    Some(())
}

/// Writes a message, if there is one, and then its length before it.
pub(crate) fn message<M>(
    out: &mut Vec<u8>,
    tag: u8,
    message: Option<&M>,
    fields: impl FnOnce(&mut Vec<u8>, &M) -> Option<()>,
) -> Option<()> {
    let Some(message) = message else { return Some(()) };
    key(out, tag, DELIMITED);
    let at = out.len();
    out.push(0);
    fields(out, message)?;
    set_length(out, at);
    Some(())
}

/// Puts the length of all that follows the byte at `at` into its place, and has it move on if that takes more.
fn set_length(out: &mut Vec<u8>, at: usize) {
    let end = out.len();
    let length = end - at - 1;
    if let Ok(short @ ..0x80) = u8::try_from(length) {
        out[at] = short;
        return;
    }
    let (encoded, size) = long_varint(length as u64);
    out.resize(end + size - 1, 0);
    out.copy_within(at + 1..end, at + size);
    out[at..at + size].copy_from_slice(&encoded[..size]);
}

pub(crate) fn bytes(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    if !bytes.is_empty() {
        key(out, tag, DELIMITED);
        varint(out, bytes.len() as u64);
        out.extend_from_slice(bytes);
    }
}

/// Negative numbers take ten bytes, of whatever width they are.
pub(crate) fn signed(out: &mut Vec<u8>, tag: u8, value: i64) {
    number(out, tag, value.cast_unsigned());
}

pub(crate) fn number(out: &mut Vec<u8>, tag: u8, value: u64) {
    if value != 0 {
        key(out, tag, VARINT);
        varint(out, value);
    }
}

pub(crate) const VARINT: u8 = 0;
pub(crate) const DELIMITED: u8 = 2;

pub(crate) fn key(out: &mut Vec<u8>, tag: u8, kind: u8) {
    varint(out, u64::from(tag) << 3 | u64::from(kind));
}

#[inline]
pub(crate) fn varint(out: &mut Vec<u8>, value: u64) {
    if let Ok(short @ ..0x80) = u8::try_from(value) {
        out.push(short);
    } else {
        let (encoded, size) = long_varint(value);
        out.extend_from_slice(&encoded[..size]);
    }
}

/// A number in up to ten bytes, and in how many.
fn long_varint(mut value: u64) -> ([u8; 10], usize) {
    let (mut encoded, mut length) = ([0; 10], 0);
    while value >= 0x80 {
        encoded[length] = value.to_le_bytes()[0] | 0x80;
        value >>= 7;
        length += 1;
    }
    encoded[length] = value.to_le_bytes()[0];
    (encoded, length + 1)
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use hapi_proto::services::{HookCall, TimestampSeconds, account_amount};
    use proptest::prelude::*;

    use super::*;

    fn any_timestamp() -> impl Strategy<Value = Timestamp> {
        (any::<i64>(), any::<i32>()).prop_map(|(seconds, nanos)| Timestamp { seconds, nanos })
    }

    fn any_account() -> impl Strategy<Value = AccountId> {
        let account = prop_oneof![
            Just(None),
            (-1..3_i64).prop_map(|num| Some(account_id::Account::AccountNum(num))),
            any::<i64>().prop_map(|num| Some(account_id::Account::AccountNum(num))),
            Just(Some(account_id::Account::Alias(vec![7; 20].into()))),
        ];
        (0..2_i64, any::<i64>(), account).prop_map(|(shard_num, realm_num, account)| AccountId {
            shard_num,
            realm_num,
            account,
        })
    }

    fn any_rate() -> impl Strategy<Value = ExchangeRate> {
        let time = prop::option::of(any::<i64>().prop_map(|seconds| TimestampSeconds { seconds }));
        (any::<i32>(), 0..9_i32, time).prop_map(|(hbar_equiv, cent_equiv, expiration_time)| ExchangeRate {
            hbar_equiv,
            cent_equiv,
            expiration_time,
        })
    }

    fn any_receipt() -> impl Strategy<Value = TransactionReceipt> {
        let rates = (prop::option::of(any_rate()), prop::option::of(any_rate()))
            .prop_map(|(current_rate, next_rate)| ExchangeRateSet { current_rate, next_rate });
        (-1..400_i32, prop::option::of(any_account()), prop::option::of(rates), 0..20_u64).prop_map(
            |(status, account_id, exchange_rate, node)| TransactionReceipt {
                status,
                account_id,
                exchange_rate,
                node_id: node / 19,
                ..Default::default()
            },
        )
    }

    fn any_id() -> impl Strategy<Value = TransactionId> {
        (prop::option::of(any_timestamp()), prop::option::of(any_account()), any::<bool>(), -1..3_i32)
            .prop_map(|(transaction_valid_start, account_id, scheduled, nonce)| TransactionId {
                transaction_valid_start,
                account_id,
                scheduled,
                nonce,
            })
    }

    fn any_transfers() -> impl Strategy<Value = TransferList> {
        let hook = account_amount::HookCall::PreTxAllowanceHook(HookCall::default());
        let amount = (prop::option::of(any_account()), any::<i64>(), any::<bool>(), 0..40_u8).prop_map(
            move |(account_id, amount, is_approval, hooked)| AccountAmount {
                account_id,
                amount,
                is_approval,
                hook_call: Some(hook.clone()).filter(|_| hooked == 0),
            },
        );
        prop::collection::vec(amount, 0..12).prop_map(|account_amounts| TransferList { account_amounts })
    }

    prop_compose! {
        fn any_record()(
            receipt in prop::option::of(any_receipt()),
            hash in prop::collection::vec(any::<u8>(), 0..60),
            consensus_timestamp in prop::option::of(any_timestamp()),
            transaction_id in prop::option::of(any_id()),
            // More than 127 bytes, which the length of a message is no longer a byte for.
            memo in ".{0,200}",
            transaction_fee in prop_oneof![Just(0), any::<u64>()],
            transfer_list in prop::option::of(any_transfers()),
            parent_consensus_timestamp in prop::option::weighted(0.1, any_timestamp()),
            alias in prop::option::weighted(0.1, Just(vec![7_u8; 20])),
            multiplier in 0..2000_u64,
        ) -> TransactionRecord {
            TransactionRecord {
                receipt,
                transaction_hash: hash.into(),
                consensus_timestamp,
                transaction_id,
                memo,
                transaction_fee,
                transfer_list,
                parent_consensus_timestamp,
                alias: alias.unwrap_or_default().into(),
                high_volume_pricing_multiplier: multiplier / 1000 * multiplier,
                ..Default::default()
            }
        }
    }

    proptest! {
        #[test]
        fn it_is_the_encoding_that_prost_makes(record in any_record()) {
            prop_assert_eq!(&*encode(&record), &*record.encode_to_vec());
        }
    }
}
