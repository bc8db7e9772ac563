//! What changed, as bytes, in one pass.
//!
//! Nearly all changes are of accounts, and each is six messages deep. They are written here from front to back, straight from
//! the account; prost, which measures a message at each level above it and wants a copy of it first, does all others.

use alloc::vec::Vec;

use hapi_proto::block::output::StateIdentifier;
use prost::Message;

use super::{Account, ChangeSet, EntityNum, Holdings, StakedId, streamed::account_change};
use crate::{
    config::Config,
    handle::{account_id, token_id},
    keys::Key,
    records::encode::{self, DELIMITED, VARINT, bytes, key, message, number, signed, varint},
};

/// The field of `StateChanges` that each change is.
const CHANGE: u8 = 2;

impl ChangeSet {
    /// What [`ChangeSet::to_stream`] gives, encoded as the field `state_changes` of a `StateChanges`, in a fraction of the time.
    pub fn encode(&self, config: &Config) -> Vec<u8> {
        let mut out = Vec::with_capacity(1024);
        for (num, _, account) in self.changes.accounts.iter() {
            match account {
                Some(account) => write_account_change(&mut out, config, *num, account),
                None => write(&mut out, &account_change(config, *num, None)),
            }
        }
        for change in self.without_accounts(config) {
            write(&mut out, &change);
        }
        out
    }
}

fn write(out: &mut Vec<u8>, change: &impl Message) {
    key(out, CHANGE, DELIMITED);
    varint(out, change.encoded_len() as u64);
    change.encode_raw(out);
}

/// Writes a message whose fields cannot fail to be written.
fn nested(out: &mut Vec<u8>, tag: u8, fields: impl FnOnce(&mut Vec<u8>)) {
    let _always = message(out, tag, Some(&()), |out, ()| {
        fields(out);
        Some(())
    });
}

fn write_account_change(out: &mut Vec<u8>, config: &Config, num: EntityNum, account: &Account) {
    nested(out, CHANGE, |out| {
        signed(out, 1, i32::from(StateIdentifier::StateIdAccounts).into());
        nested(out, 5, |out| {
            nested(out, 1, |out| write_id(out, 1, config, num));
            nested(out, 2, |out| nested(out, 1, |out| write_account(out, config, account)));
        });
    });
}

fn write_id(out: &mut Vec<u8>, tag: u8, config: &Config, num: EntityNum) {
    let _always = message(out, tag, Some(&account_id(config, num)), encode::account);
}

fn write_token_id(out: &mut Vec<u8>, tag: u8, config: &Config, num: EntityNum) {
    nested(out, tag, |out| token_id(config, num).encode_raw(out));
}

fn write_account(out: &mut Vec<u8>, config: &Config, account: &Account) {
    let Account {
        num,
        key: owner,
        balance,
        alias,
        memo,
        receiver_sig_required,
        deleted,
        expiry,
        auto_renew_period,
        max_auto_associations,
        used_auto_associations,
        staked_to,
        decline_reward,
        stake_period_start,
        staked_to_me,
        ethereum_nonce,
        smart_contract,
        hbar_allowances,
        tokens,
    } = account;
    write_id(out, 1, config, *num);
    bytes(out, 2, alias);
    write_key(out, 3, owner);
    signed(out, 4, *expiry);
    signed(out, 5, *balance);
    bytes(out, 6, memo.as_bytes());
    number(out, 7, (*deleted).into());
    signed(out, 8, *staked_to_me);
    signed(out, 9, *stake_period_start);
    match staked_to {
        Some(StakedId::Account(num)) => write_id(out, 10, config, *num),
        Some(StakedId::Node(node)) => {
            key(out, 11, VARINT);
            varint(out, i64::try_from(*node).unwrap_or(i64::MAX).cast_unsigned());
        }
        None => {}
    }
    number(out, 12, (*decline_reward).into());
    number(out, 13, (*receiver_sig_required).into());
    number(out, 17, tokens.owned_nfts);
    signed(out, 18, (*max_auto_associations).into());
    signed(out, 19, (*used_auto_associations).into());
    signed(out, 20, tokens.associations.into());
    number(out, 21, (*smart_contract).into());
    signed(out, 22, tokens.positive_balances.into());
    signed(out, 23, *ethereum_nonce);
    // No rewards are paid yet.
    signed(out, 24, -1);
    signed(out, 26, *auto_renew_period);
    for allowance in hbar_allowances.iter() {
        nested(out, 28, |out| {
            write_id(out, 1, config, allowance.spender);
            signed(out, 2, allowance.amount);
        });
    }
    write_holdings(out, config, tokens);
}

/// The last fields of an account, of what it has to do with tokens.
fn write_holdings(out: &mut Vec<u8>, config: &Config, tokens: &Holdings) {
    for allowance in &tokens.nft_allowances {
        nested(out, 29, |out| {
            write_token_id(out, 1, config, allowance.token);
            write_id(out, 2, config, allowance.spender);
        });
    }
    for allowance in &tokens.token_allowances {
        nested(out, 30, |out| {
            write_token_id(out, 1, config, allowance.token);
            write_id(out, 2, config, allowance.spender);
            signed(out, 3, allowance.amount);
        });
    }
    number(out, 31, tokens.treasury_titles.into());
    number(out, 35, tokens.pending_airdrops.into());
}

fn write_key(out: &mut Vec<u8>, tag: u8, owner: &Key) {
    nested(out, tag, |out| match owner {
        Key::Ed25519(public) => bytes(out, 2, public),
        Key::Ecdsa(public) => bytes(out, 7, public),
        Key::List(_) | Key::Threshold { .. } | Key::Contract(_) | Key::DelegatableContract(_) => {
            owner.to_proto().encode_raw(out);
        }
    });
}

#[cfg(test)]
mod tests {
    use alloc::{string::String, sync::Arc, vec};

    use hapi_proto::block::output::StateChanges;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        genesis::Genesis,
        state::{ApprovalForAll, HbarAllowance, State, Store, TokenAllowance},
    };

    fn keys() -> impl Strategy<Value = Key> {
        prop_oneof![
            any::<[u8; 32]>().prop_map(Key::Ed25519),
            any::<u8>().prop_map(|byte| Key::Ecdsa([byte; 33])),
            Just(Key::EMPTY),
            any::<u8>().prop_map(|byte| Key::Threshold {
                threshold: 1,
                keys: vec![Key::Ed25519([byte; 32]), Key::Contract(9)]
            }),
            any::<u64>().prop_map(Key::DelegatableContract),
        ]
    }

    prop_compose! {
        fn accounts()(
            key in keys(),
            (num, balance, staked_to_me, expiry) in any::<(u64, i64, i64, i64)>(),
            (memo, alias) in (0_usize..101, 0_usize..40),
            flags in any::<[bool; 4]>(),
            small in any::<[i32; 2]>(),
            staked_to in prop_oneof![
                Just(None),
                any::<u64>().prop_map(|num| Some(StakedId::Account(num))),
                (0_u64..3).prop_map(|node| Some(StakedId::Node(node))),
            ],
            (stake_period_start, ethereum_nonce, auto_renew_period) in (-1_i64..3, 0_i64..3, 0_i64..10_000_000),
            allowances in prop::collection::vec((any::<u64>(), any::<i64>()), 0..3),
            tokens in holdings(),
        ) -> Account {
            let [receiver_sig_required, deleted, decline_reward, smart_contract] = flags;
            let allowances = allowances.into_iter().map(|(spender, amount)| HbarAllowance { spender, amount });
            Account {
                num, key: Arc::new(key), balance,
                alias: vec![7; alias].into(), memo: "m".repeat(memo).into(),
                receiver_sig_required, deleted, expiry, auto_renew_period,
                max_auto_associations: small[0], used_auto_associations: small[1],
                staked_to, decline_reward, stake_period_start, staked_to_me, ethereum_nonce, smart_contract,
                hbar_allowances: allowances.collect::<Vec<_>>().into(),
                tokens: tokens.into(),
            }
        }
    }

    fn holdings() -> impl Strategy<Value = Holdings> {
        let token = prop::collection::vec(any::<(u64, u64, i64)>(), 0..3);
        let nft = prop::collection::vec(any::<(u64, u64)>(), 0..3);
        // The protocol's counts of these are signed.
        let signed = || 0..u32::MAX / 2;
        (token, nft, signed(), signed(), 0..u64::MAX / 2, any::<(u32, u32)>()).prop_map(
            |(
                token,
                nft,
                associations,
                positive_balances,
                owned_nfts,
                (treasury_titles, pending_airdrops),
            )| {
                let token = token.into_iter();
                let nft = nft.into_iter();
                Holdings {
                    associations,
                    positive_balances,
                    owned_nfts,
                    treasury_titles,
                    pending_airdrops,
                    last_association: 7,
                    token_allowances: token
                        .map(|(spender, token, amount)| TokenAllowance { spender, token, amount })
                        .collect(),
                    nft_allowances: nft.map(|(spender, token)| ApprovalForAll { spender, token }).collect(),
                }
            },
        )
    }

    fn both(state: &State, change: impl FnOnce(&mut Store<'_>)) -> (Vec<u8>, Vec<u8>) {
        let config = Genesis::default().config;
        let mut store = Store::new(state);
        change(&mut store);
        let changes = ChangeSet::new(state, &store.into_changes());
        let told = StateChanges { consensus_timestamp: None, state_changes: changes.to_stream(&config) };
        (changes.encode(&config), told.encode_to_vec())
    }

    proptest! {
        #[test]
        fn accounts_are_written_as_the_messages_they_are(accounts in prop::collection::vec(accounts(), 0..4)) {
            let state = Genesis::default().build();
            let (by_hand, as_messages) = both(&state, |store| {
                for account in accounts {
                    store.put_account(account.num, account);
                }
                store.remove_account(1000);
            });
            prop_assert_eq!(by_hand, as_messages);
        }
    }

    #[test]
    fn what_is_no_account_is_written_too() {
        let state = Genesis::default().build();
        let (by_hand, as_messages) = both(&state, |store| {
            store.put_alias(vec![1; 20].into(), 7);
            store.remove_alias(vec![2; 20].into());
            store.file_mut(&111).expect("it is there").memo = String::from("memo").into();
            store.node_mut(&0).expect("it is there").weight = 9;
            store.append_upgrade(150, vec![3; 300].into());
        });
        assert_eq!(by_hand, as_messages);
        assert!(by_hand.len() > 300);
    }
}
