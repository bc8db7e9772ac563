//! Whatever a body says, it is answered and not stumbled over.

mod tokens;
mod wire;

use alloc::{vec, vec::Vec};

use hapi_proto::{
    node::hooks::HookCreationDetails,
    services::{
        AccountAmount, AccountId, CryptoAllowance, CryptoApproveAllowanceTransactionBody,
        CryptoCreateTransactionBody, CryptoDeleteAllowanceTransactionBody, CryptoDeleteTransactionBody,
        CryptoTransferTransactionBody, CryptoUpdateTransactionBody, Duration, FileAppendTransactionBody,
        FileCreateTransactionBody, FileDeleteTransactionBody, FileId, FileUpdateTransactionBody, Key,
        KeyList, NftAllowance, NftRemoveAllowance, NftTransfer, SystemDeleteTransactionBody,
        SystemUndeleteTransactionBody, Timestamp, TimestampSeconds, TokenAllowance, TokenId,
        TokenTransferList, TransferList, UtilPrngTransactionBody, account_id, crypto_create_transaction_body,
        crypto_update_transaction_body, system_delete_transaction_body, system_undelete_transaction_body,
        transaction_body::Data,
    },
};
use proptest::{collection::vec as vec_of, option, prelude::*};
use prost::Message;

use super::testing::{ALICE, BOB, Bench, FILE, GONE, NODE, NOW, PAYER, ecdsa, long_zero};
use crate::ResponseCode;

/// Numbers that mean something, and any.
fn number() -> impl Strategy<Value = i64> {
    prop_oneof![
        prop::sample::select(vec![0, 2, 50, 800, 801, 802, NODE, PAYER, ALICE, BOB, GONE])
            .prop_map(|num| i64::try_from(num).unwrap_or(0)),
        -2..20_i64,
        any::<i64>(),
        Just(i64::MIN),
        Just(i64::MAX),
    ]
}

fn alias() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec_of(any::<u8>(), 0..40),
        key().prop_map(|key| key.encode_to_vec()),
        Just(long_zero(ALICE).to_vec()),
        Just(ecdsa().1.to_vec()),
    ]
}

fn account() -> impl Strategy<Value = AccountId> {
    let named = prop_oneof![
        6 => number().prop_map(account_id::Account::AccountNum),
        2 => alias().prop_map(|alias| account_id::Account::Alias(alias.into())),
    ];
    (prop_oneof![9 => Just(0), 1 => any::<i64>()], option::weighted(0.95, named))
        .prop_map(|(realm_num, account)| AccountId { shard_num: 0, realm_num, account })
}

fn key() -> impl Strategy<Value = Key> {
    let leaf = prop_oneof![
        Just(Key::ed25519(vec![9; 32])),
        Just(Key::ecdsa(ecdsa().0.to_vec())),
        Just(Key { key: None }),
        vec_of(any::<u8>(), 0..40).prop_map(Key::ed25519),
        vec_of(any::<u8>(), 33).prop_map(Key::ecdsa),
    ];
    leaf.prop_recursive(20, 40, 3, |inner| {
        (vec_of(inner, 0..3), option::of(0..4_u32)).prop_map(|(keys, threshold)| match threshold {
            Some(threshold) => Key::threshold(threshold, keys),
            None => Key::list(keys),
        })
    })
}

fn amount() -> impl Strategy<Value = AccountAmount> {
    (option::weighted(0.95, account()), number(), any::<bool>()).prop_map(
        |(account_id, amount, is_approval)| AccountAmount {
            account_id,
            amount,
            is_approval,
            hook_call: None,
        },
    )
}

/// Adjustments, half of them balanced by their last one.
fn amounts() -> impl Strategy<Value = Vec<AccountAmount>> {
    (vec_of(amount(), 0..12), any::<bool>()).prop_map(|(mut amounts, balanced)| {
        let sum: i128 = amounts.iter().map(|amount| i128::from(amount.amount)).sum();
        if let (true, Some(last)) = (balanced, amounts.last_mut()) {
            last.amount = i64::try_from(i128::from(last.amount) - sum).unwrap_or(last.amount);
        }
        amounts
    })
}

fn token_list() -> impl Strategy<Value = TokenTransferList> {
    let nft =
        (option::of(account()), option::of(account()), number()).prop_map(|(sender, receiver, serial)| {
            NftTransfer {
                sender_account_id: sender,
                receiver_account_id: receiver,
                serial_number: serial,
                ..Default::default()
            }
        });
    (option::of(number()), amounts(), vec_of(nft, 0..3)).prop_map(|(token, transfers, nft_transfers)| {
        TokenTransferList { token: token.map(token_id), transfers, nft_transfers, expected_decimals: None }
    })
}

fn token_id(token_num: i64) -> TokenId {
    TokenId { token_num, ..Default::default() }
}

fn transfer() -> impl Strategy<Value = Data> {
    (option::of(amounts()), prop_oneof![4 => Just(vec![]), 1 => vec_of(token_list(), 0..3)]).prop_map(
        |(hbar, token_transfers)| {
            let transfers = hbar.map(|account_amounts| TransferList { account_amounts });
            Data::CryptoTransfer(CryptoTransferTransactionBody { transfers, token_transfers })
        },
    )
}

fn create() -> impl Strategy<Value = Data> {
    use crypto_create_transaction_body::StakedId;
    let staked = prop_oneof![
        account().prop_map(StakedId::StakedAccountId),
        number().prop_map(StakedId::StakedNodeId),
    ];
    let first = (option::of(key()), 0..2_000_u64, option::of(period()), alias(), "\\PC{0,40}");
    (first, option::of(staked), any::<i32>(), any::<bool>(), 0..2_usize).prop_map(
        |((key, initial_balance, auto_renew_period, alias, memo), staked_id, associations, flag, hooks)| {
            Data::CryptoCreateAccount(CryptoCreateTransactionBody {
                key,
                initial_balance,
                auto_renew_period,
                alias: alias.into(),
                memo,
                staked_id,
                max_automatic_token_associations: associations % 6000,
                receiver_sig_required: flag,
                hook_creation_details: vec![HookCreationDetails::default(); hooks / 2],
                ..Default::default()
            })
        },
    )
}

fn update() -> impl Strategy<Value = Data> {
    use crypto_update_transaction_body::StakedId;
    let staked = prop_oneof![
        account().prop_map(StakedId::StakedAccountId),
        number().prop_map(StakedId::StakedNodeId),
    ];
    let expiry = option::of(prop_oneof![number(), (0..9_000_000_i64).prop_map(|ahead| NOW + ahead)]);
    (
        option::of(account()),
        option::of(key()),
        option::of(period()),
        expiry,
        option::of(staked),
        option::of(any::<i32>()),
    )
        .prop_map(|(account_id_to_update, key, auto_renew_period, expiry, staked_id, associations)| {
            Data::CryptoUpdateAccount(CryptoUpdateTransactionBody {
                account_id_to_update,
                key,
                auto_renew_period,
                expiration_time: expiry.map(|seconds| Timestamp::new(seconds, 0)),
                staked_id,
                max_automatic_token_associations: associations,
                ..Default::default()
            })
        })
}

fn period() -> impl Strategy<Value = Duration> {
    prop_oneof![number(), Just(7_776_000)].prop_map(|seconds| Duration { seconds })
}

fn approve() -> impl Strategy<Value = Data> {
    let hbar = (option::of(account()), option::of(account()), number())
        .prop_map(|(owner, spender, amount)| CryptoAllowance { owner, spender, amount });
    let token =
        (option::of(account()), option::of(account()), number()).prop_map(|(owner, spender, amount)| {
            TokenAllowance { token_id: Some(token_id(amount)), owner, spender, amount }
        });
    let nft =
        (option::of(account()), option::of(account()), option::of(account()), option::of(any::<bool>()))
            .prop_map(|(owner, spender, delegating_spender, approved_for_all)| NftAllowance {
                token_id: Some(token_id(1)),
                owner,
                spender,
                delegating_spender,
                approved_for_all,
                serial_numbers: vec![1],
            });
    (vec_of(hbar, 0..4), vec_of(token, 0..2), vec_of(nft, 0..2)).prop_map(
        |(crypto_allowances, token_allowances, nft_allowances)| {
            Data::CryptoApproveAllowance(CryptoApproveAllowanceTransactionBody {
                crypto_allowances,
                nft_allowances,
                token_allowances,
            })
        },
    )
}

fn delete() -> impl Strategy<Value = Data> {
    (option::of(account()), option::of(account())).prop_map(|(delete_account_id, transfer_account_id)| {
        Data::CryptoDelete(CryptoDeleteTransactionBody { transfer_account_id, delete_account_id })
    })
}

fn delete_allowance() -> impl Strategy<Value = Data> {
    let one = (option::of(number()), option::of(account()), vec_of(number(), 0..30)).prop_map(
        |(token, owner, serial_numbers)| NftRemoveAllowance {
            token_id: token.map(token_id),
            owner,
            serial_numbers,
        },
    );
    vec_of(one, 0..3).prop_map(|nft_allowances| {
        Data::CryptoDeleteAllowance(CryptoDeleteAllowanceTransactionBody { nft_allowances })
    })
}

fn file() -> impl Strategy<Value = FileId> {
    let number =
        prop_oneof![4 => Just(FILE), 2 => 100..160_u64, 1 => 2001..2005_u64].prop_map(u64::cast_signed);
    (prop_oneof![9 => Just(0), 1 => any::<i64>()], prop_oneof![4 => number, 1 => any::<i64>()])
        .prop_map(|(realm_num, file_num)| FileId { shard_num: 0, realm_num, file_num })
}

/// Times around the end of a file.
fn seconds() -> impl Strategy<Value = i64> {
    prop_oneof![number(), (-10..9_000_000_i64).prop_map(|ahead| NOW + ahead)]
}

fn any_file() -> impl Strategy<Value = Data> {
    let id = || option::weighted(0.95, file());
    let bytes = || vec_of(any::<u8>(), 0..50);
    let time = || option::of(seconds().prop_map(|seconds| Timestamp::new(seconds, 0)));
    let keys = || option::of(vec_of(key(), 0..3).prop_map(|keys| KeyList { keys }));
    let create =
        (time(), keys(), bytes(), "\\PC{0,40}").prop_map(|(expiration_time, keys, contents, memo)| {
            let contents = contents.into();
            let op =
                FileCreateTransactionBody { expiration_time, keys, contents, memo, ..Default::default() };
            Data::FileCreate(op)
        });
    let update = (id(), time(), keys(), bytes(), option::of("\\PC{0,40}")).prop_map(
        |(file_id, expiration_time, keys, contents, memo)| {
            let contents = contents.into();
            Data::FileUpdate(FileUpdateTransactionBody { file_id, expiration_time, keys, contents, memo })
        },
    );
    let append = (id(), bytes()).prop_map(|(file_id, contents)| {
        Data::FileAppend(FileAppendTransactionBody { file_id, contents: contents.into() })
    });
    let delete = id().prop_map(|file_id| Data::FileDelete(FileDeleteTransactionBody { file_id }));
    let system_delete = (id(), option::of(seconds())).prop_map(|(id, seconds)| {
        let id = id.map(system_delete_transaction_body::Id::FileId);
        let expiration_time = seconds.map(|seconds| TimestampSeconds { seconds });
        Data::SystemDelete(SystemDeleteTransactionBody { id, expiration_time })
    });
    let system_undelete = id().prop_map(|id| {
        let id = id.map(system_undelete_transaction_body::Id::FileId);
        Data::SystemUndelete(SystemUndeleteTransactionBody { id })
    });
    prop_oneof![create, update, append, delete, system_delete, system_undelete]
}

fn any_crypto() -> impl Strategy<Value = Data> {
    prop_oneof![
        4 => transfer(),
        1 => create(),
        1 => update(),
        1 => delete(),
        1 => approve(),
        1 => delete_allowance(),
    ]
}

proptest! {
    /// [`Bench::run`] checks after each transaction that the sum of all balances is what it was.
    #[test]
    fn any_sequence_is_answered(
        history in vec_of(
            (prop_oneof![any_crypto(), any_file()], prop::sample::select(vec![2, 50, PAYER, ALICE, BOB])),
            1..12,
        ),
        internal in any::<bool>(),
    ) {
        let mut bench = if internal { Bench::new().internal() } else { Bench::new() };
        for (data, payer) in history {
            bench = bench.paid_by(payer);
            let _ = bench.privilege(&data);
            let _ = bench.usage(data.clone());
            let _ = bench.signers(data.clone());
            let _ = bench.handle_only(data.clone());
            let _ = bench.run(data);
        }
    }

    /// Transfers between accounts that exist are the common case, and random bodies rarely hit it.
    #[test]
    fn transfers_add_up(moves in vec_of((0..3_usize, 0..3_usize, 0..1500_i64), 0..20)) {
        let mut bench = Bench::new();
        let accounts = [PAYER, ALICE, BOB];
        for (from, to, tinybar) in moves.into_iter().filter(|(from, to, _)| from != to) {
            let adjust = |at: usize, tinybar| super::testing::amount(AccountId::from_num(accounts[at]), tinybar);
            let list = TransferList { account_amounts: vec![adjust(from, -tinybar), adjust(to, tinybar)] };
            let op = CryptoTransferTransactionBody { transfers: Some(list), ..Default::default() };
            let covered = bench.get(accounts[from]).balance >= tinybar;
            let answer = bench.run(Data::CryptoTransfer(op)).map(drop);
            prop_assert_eq!(answer, if covered { Ok(()) } else { Err(ResponseCode::InsufficientAccountBalance) });
        }
    }
}

#[test]
fn what_is_not_there_is_not_supported() {
    let data = Data::UtilPrng(UtilPrngTransactionBody::default());
    let bench = Bench::new();
    assert_eq!(bench.clone().run(data.clone()).map(drop), Err(ResponseCode::NotSupported));
    assert_eq!(bench.signers(data.clone()), Err(ResponseCode::NotSupported));
    assert_eq!(bench.handle_only(data.clone()), Err(ResponseCode::NotSupported));
    assert!(bench.usage(data).extras().is_empty());
}
