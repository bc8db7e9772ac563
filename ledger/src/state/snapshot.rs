//! State as one hash, and as bytes.

use alloc::vec::Vec;
use core::{convert::Infallible, fmt};

use super::{FromCanonical, Map, State, canonical::Canonical, lthash::LtHash, pieces::Pieces};

/// What a snapshot begins with.
const MAGIC: &[u8; 16] = b"HAPI-LEDGER-SNAP";
/// The version of the encoding. It grows when any table's encoding changes, or what the hash of a state is, which is signed and kept
/// beside it.
const VERSION: u32 = 5;

/// The hash of all that a state holds. Equal content has an equal hash, however it came about.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StateHash(pub [u8; 32]);

impl fmt::Display for StateHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for StateHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StateHash({self})")
    }
}

/// Bytes are not a snapshot that can be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// They do not begin as one.
    #[error("this is not a ledger snapshot")]
    NotASnapshot,
    /// It was saved by another version.
    #[error("snapshot version {0} is not supported, this is version {VERSION}: start from genesis instead")]
    Version(u32),
    /// The checksum is wrong: bytes were lost or changed.
    #[error("the snapshot is damaged: its checksum does not match")]
    Damaged,
    /// The checksum is right but the contents make no sense.
    #[error("the snapshot does not decode, although its checksum matches")]
    Malformed,
}

impl State {
    /// The hash of the content, in time proportional to what changed since the last [`State::rehash`].
    pub fn hash(&self) -> StateHash {
        self.combine(&self.table_hashes())
    }

    /// As [`State::hash`]; the next one starts from here. Until the first call nothing is tracked, and a hash takes time
    /// proportional to everything.
    pub fn rehash(&mut self) -> StateHash {
        let sums = self.rehash_tables();
        self.combine(&sums)
    }

    fn combine(&self, tables: &[(&str, LtHash)]) -> StateHash {
        let mut hasher = blake3::Hasher::new();
        let mut buffer = Vec::new();
        for (name, sum) in tables {
            buffer.clear();
            (name.len() as u64).write(&mut buffer);
            buffer.extend_from_slice(name.as_bytes());
            hasher.update(&buffer).update(&sum.bytes());
        }
        buffer.clear();
        self.network.write(&mut buffer);
        StateHash(hasher.update(&buffer).finalize().into())
    }

    /// The state as bytes, with a version and a checksum.
    pub fn save(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let Ok(()) = self.save_to(|piece| {
            out.extend_from_slice(piece);
            Ok::<(), Infallible>(())
        });
        out
    }

    /// As [`State::save`], for states that need not be in memory a second time: passes on the same bytes in pieces of some 128 KiB.
    ///
    /// # Errors
    /// The first error of the sink, which gets nothing more after it.
    pub fn save_to<E>(&self, mut sink: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let mut out = Pieces::new(&mut sink);
        out.put(MAGIC)?;
        out.put(&VERSION)?;
        out.put(&self.network)?;
        self.write_tables(&mut out)?;
        out.finish()
    }

    /// The state that was saved as these bytes.
    ///
    /// # Errors
    /// When they are not all of a snapshot of this version, unchanged.
    pub fn load(bytes: &[u8]) -> Result<Self, LoadError> {
        let mut input = bytes.strip_prefix(MAGIC).ok_or(LoadError::NotASnapshot)?;
        let version = u32::read(&mut input).ok_or(LoadError::Damaged)?;
        if version != VERSION {
            return Err(LoadError::Version(version));
        }
        let (input, checksum) = input.split_last_chunk::<32>().ok_or(LoadError::Damaged)?;
        if blake3::hash(&bytes[..bytes.len() - checksum.len()]) != *checksum {
            return Err(LoadError::Damaged);
        }
        Self::read(input).ok_or(LoadError::Malformed)
    }

    fn read(mut input: &[u8]) -> Option<Self> {
        let mut state = Self::new(FromCanonical::read(&mut input)?);
        state.read_tables(&mut input)?;
        input.is_empty().then_some(state)
    }
}

pub(super) fn write_table<K, V, E>(table: &Map<K, V>, out: &mut Pieces<'_, E>) -> Result<(), E>
where
    K: Ord + Clone + Canonical,
    V: Clone + Canonical,
{
    out.put(&(table.len() as u64))?;
    table.iter().try_for_each(|entry| out.put(&entry))
}

pub(super) fn read_table<K, V>(table: &mut Map<K, V>, input: &mut &[u8]) -> Option<()>
where
    K: Ord + Clone + FromCanonical,
    V: Clone + FromCanonical,
{
    for _ in 0..u64::read(input)? {
        let (key, value) = <(K, V)>::read(input)?;
        if table.insert(key, value).is_some() {
            return None;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use alloc::{sync::Arc, vec};

    use hapi_proto::services::{ExchangeRateSet, Timestamp};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        fees::Congestion,
        genesis::Genesis,
        keys::Key,
        state::{
            Account, Airdrop, AirdropKey, ApprovalForAll, CustomFee, EntityNum, Fee, FixedFee, HbarAllowance,
            Holdings, Network, Nft, Relation, StakedId, Token, TokenAllowance, TokenKeys, TokenKind,
        },
    };

    /// A write to the accounts of a state: the balance of an account, or its removal.
    type Write = (EntityNum, Option<i64>);

    fn write((num, balance): Write, state: &mut State) {
        let Some(balance) = balance else {
            state.accounts.remove(&num);
            return;
        };
        if let Some(account) = state.accounts.get_mut(&num) {
            account.balance = balance;
            return;
        }
        let mut account = Account::new(num, Arc::new(Key::Ed25519([7; 32])));
        account.balance = balance;
        state.accounts.insert(num, account);
    }

    fn write_all(writes: &[Write], state: &mut State) {
        for step in writes {
            write(*step, state);
        }
    }

    fn writes() -> impl Strategy<Value = Vec<Write>> {
        prop::collection::vec((1_u64..40, prop::option::of(0_i64..4)), 0..120)
    }

    fn empty() -> State {
        State::new(Network {
            next_entity: 1001,
            last_consensus_time: Timestamp::new(1, 2),
            rates: ExchangeRateSet::default(),
            midnight_rates: ExchangeRateSet::default(),
            node_payments: vec![(3, 4)],
            last_fee_distribution: Some(5),
            throttle_usage: Arc::default(),
            congestion: Congestion::default(),
        })
    }

    fn small() -> State {
        let mut state = empty();
        write_all(&[(1, Some(2)), (3, Some(4))], &mut state);
        state
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Hashing in between, forking, detours and order change nothing: content alone decides.
        #[test]
        fn the_hash_depends_on_content_only(writes in writes(), detours in writes(), hash_every in 1_usize..20) {
            let (mut incremental, mut forked) = (empty(), empty());
            forked.rehash();
            for (at, step) in writes.iter().enumerate() {
                write(*step, &mut incremental);
                if at % hash_every == 0 {
                    incremental.rehash();
                    let mut fork = forked.clone();
                    write_all(&detours, &mut fork);
                    fork.rehash();
                }
                write(*step, &mut forked);
            }
            let mut fresh = empty();
            let content: Vec<_> = incremental.accounts.iter().map(|(num, account)| (*num, account.clone())).collect();
            for (num, account) in content.into_iter().rev() {
                fresh.accounts.insert(num, account);
            }
            prop_assert_eq!(incremental.hash(), fresh.hash());
            prop_assert_eq!(forked.rehash(), fresh.hash());
            prop_assert_eq!(incremental.rehash(), incremental.hash());
        }

        #[test]
        fn any_change_changes_the_hash(writes in writes(), num in 1_u64..40, balance in 4_i64..) {
            let mut state = empty();
            write_all(&writes, &mut state);
            let before = state.rehash();
            write((num, Some(balance)), &mut state);
            prop_assert_ne!(state.hash(), before);
        }

        #[test]
        fn what_is_saved_is_loaded(writes in writes()) {
            let mut state = empty();
            write_all(&writes, &mut state);
            let loaded = State::load(&state.save()).unwrap();
            prop_assert_eq!(loaded.hash(), state.hash());
            prop_assert_eq!(loaded.save(), state.save());
        }

        #[test]
        fn damage_is_noticed(at in 0_usize..10_000, bit in 0_u8..8, cut in 0_usize..10_000) {
            let saved = small().save();
            let mut damaged = saved.clone();
            let at = at % damaged.len();
            damaged[at] ^= 1 << bit;
            let error = State::load(&damaged).unwrap_err();
            let expected = match at {
                0..16 => LoadError::NotASnapshot,
                16..20 => LoadError::Version(u32::from_le_bytes(damaged[16..20].try_into().unwrap())),
                _ => LoadError::Damaged,
            };
            prop_assert_eq!(error, expected);
            prop_assert!(State::load(&saved[..cut % saved.len()]).is_err());
        }
    }

    #[test]
    fn every_field_of_an_account_survives() {
        let mut state = empty();
        let account = Account {
            num: 7,
            key: Arc::new(Key::Threshold { threshold: 1, keys: vec![Key::Ecdsa([2; 33]), Key::Contract(9)] }),
            balance: 1,
            alias: bytes::Bytes::from_static(&[5; 20]),
            memo: "memo".into(),
            receiver_sig_required: true,
            deleted: true,
            expiry: 2,
            auto_renew_period: 3,
            max_auto_associations: -1,
            used_auto_associations: 4,
            staked_to: Some(StakedId::Node(0)),
            decline_reward: true,
            stake_period_start: 5,
            staked_to_me: 6,
            ethereum_nonce: 7,
            smart_contract: true,
            hbar_allowances: vec![HbarAllowance { spender: 8, amount: 9 }].into(),
            tokens: holdings().into(),
        };
        state.accounts.insert(7, account.clone());
        let loaded = State::load(&state.save()).unwrap();
        assert_eq!(loaded.accounts.get(&7), Some(&account));
    }

    fn holdings() -> Holdings {
        Holdings {
            associations: 1,
            positive_balances: 2,
            owned_nfts: 3,
            treasury_titles: 4,
            pending_airdrops: 5,
            last_association: 6,
            token_allowances: vec![TokenAllowance { spender: 7, token: 8, amount: 9 }],
            nft_allowances: vec![ApprovalForAll { spender: 10, token: 11 }],
        }
    }

    fn token() -> Token {
        let key = |byte| Some(Arc::new(Key::Ed25519([byte; 32])));
        let fixed = FixedFee { amount: 1, token: Some(2) };
        let fees = [
            Fee::Fixed(fixed),
            Fee::Fractional { numerator: 3, denominator: 4, min: 5, max: 6, net_of_transfers: true },
            Fee::Royalty {
                numerator: 7,
                denominator: 8,
                fallback: Some(FixedFee { amount: 9, token: None }),
            },
        ];
        let fee = |fee| CustomFee { fee, collector: 10, all_collectors_are_exempt: true };
        Token {
            num: 7,
            kind: TokenKind::NonFungible,
            name: "name".into(),
            symbol: "symbol".into(),
            memo: "memo".into(),
            metadata: bytes::Bytes::from_static(&[1, 2]),
            decimals: 1,
            treasury: 2,
            total_supply: 3,
            max_supply: Some(4),
            last_serial: 5,
            keys: Arc::new(TokenKeys {
                admin: key(1),
                kyc: key(2),
                freeze: key(3),
                wipe: key(4),
                supply: key(5),
                fee_schedule: key(6),
                pause: key(7),
                metadata: key(8),
            }),
            custom_fees: Arc::new(fees.into_iter().map(fee).collect()),
            freeze_default: true,
            paused: true,
            deleted: true,
            auto_renew_account: Some(6),
            auto_renew_period: 7,
            expiry: 8,
        }
    }

    #[test]
    fn every_field_of_tokens_survives() {
        let mut state = empty();
        let relation = Relation { balance: 1, frozen: true, kyc_granted: true, automatic: true, since: 2 };
        let minted = Timestamp::new(1, 2);
        let nft = Nft { owner: Some(1), spender: Some(2), minted, metadata: vec![3; 3].into() };
        let airdrop = AirdropKey { sender: 1, receiver: 2, token: 3, serial: Some(4) };
        state.tokens.insert(7, token());
        state.relations.insert((1, 7), relation);
        state.nfts.insert((7, 1), nft.clone());
        state.airdrops.insert(airdrop, Airdrop { amount: 5 });
        let loaded = State::load(&state.save()).unwrap();
        assert_eq!(loaded.tokens.get(&7), Some(&token()));
        assert_eq!(loaded.relations.get(&(1, 7)), Some(&relation));
        assert_eq!(loaded.nfts.get(&(7, 1)), Some(&nft));
        assert_eq!(loaded.airdrops.get(&airdrop), Some(&Airdrop { amount: 5 }));
        assert_eq!(loaded.hash(), state.hash());
        for change in [
            (|state| drop(state.tokens.remove(&7))) as fn(&mut State),
            |state| drop(state.relations.remove(&(1, 7))),
            |state| drop(state.nfts.remove(&(7, 1))),
            |state| state.airdrops = Map::default(),
        ] {
            let mut changed = state.clone();
            change(&mut changed);
            assert_ne!(changed.hash(), state.hash(), "the hash tells of each");
        }
    }

    #[test]
    fn a_genesis_is_saved_and_loaded_whole() {
        let state = Genesis::default().build();
        let loaded = State::load(&state.save()).unwrap();
        assert_eq!(loaded.save(), state.save());
        assert_eq!(loaded.hash(), state.hash());
        assert_ne!(loaded.hash(), empty().hash());
    }

    #[test]
    fn a_snapshot_of_another_version_or_shape_is_refused() {
        let mut newer = small().save();
        newer[16..20].copy_from_slice(&(VERSION + 1).to_le_bytes());
        assert_eq!(State::load(&newer).unwrap_err(), LoadError::Version(VERSION + 1));
        let mut longer = empty().save();
        longer.truncate(longer.len() - 32);
        longer.push(0);
        let checksum = blake3::hash(&longer);
        longer.extend_from_slice(checksum.as_bytes());
        assert_eq!(State::load(&longer).unwrap_err(), LoadError::Malformed);
        assert_eq!(State::load(b"").unwrap_err(), LoadError::NotASnapshot);
    }
}
