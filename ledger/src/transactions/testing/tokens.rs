//! Tokens for the bench: what it can be given, and what holds of the books of every state.

use alloc::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use bytes::Bytes;
use hapi_proto::services::{
    CustomFee, FixedFee, Fraction, FractionalFee, RoyaltyFee, Timestamp, TokenId, TransactionBody,
    TransactionRecord, custom_fee::Fee, transaction_body::Data,
};

use super::{Bench, NOW, key};
use crate::{
    records::Moves,
    state::{EntityNum, Nft, Relation, Store, Token, TokenKeys, TokenKind},
};

/// A number for a fungible token: see [`Bench::fungible`].
pub(in super::super) const TOKEN: EntityNum = 1006;
/// A number for a non-fungible token: see [`Bench::non_fungible`].
pub(in super::super) const UNIQUE: EntityNum = 1007;
/// The treasury of the tokens of the bench.
pub(in super::super) const TREASURY: EntityNum = 1008;
/// How many units of a fungible token its treasury has at first.
pub(in super::super) const UNITS: i64 = 1_000;
/// How many NFTs the treasury of a non-fungible token has at first, with the serial numbers from 1.
pub(in super::super) const SERIALS: u64 = 5;

/// What stands for the keys of the roles, where keys of accounts are named by their numbers.
pub(in super::super) mod role {
    use crate::state::EntityNum;

    pub(in super::super::super) const ADMIN: EntityNum = 9001;
    pub(in super::super::super) const KYC: EntityNum = 9002;
    pub(in super::super::super) const FREEZE: EntityNum = 9003;
    pub(in super::super::super) const WIPE: EntityNum = 9004;
    pub(in super::super::super) const SUPPLY: EntityNum = 9005;
    pub(in super::super::super) const FEE_SCHEDULE: EntityNum = 9006;
    pub(in super::super::super) const PAUSE: EntityNum = 9007;
    pub(in super::super::super) const METADATA: EntityNum = 9008;
}

impl Bench {
    /// Makes a fungible token with all keys, and its treasury [`TREASURY`], which has [`UNITS`]; or changes a token.
    pub(in super::super) fn fungible(self, num: EntityNum, change: impl FnOnce(&mut Token)) -> Self {
        let bench = self.token(num, TokenKind::Fungible);
        bench.changed(num, change)
    }

    /// Makes a non-fungible token with all keys, and its treasury [`TREASURY`], which has the NFTs from 1 to [`SERIALS`]; or
    /// changes a token.
    pub(in super::super) fn non_fungible(self, num: EntityNum, change: impl FnOnce(&mut Token)) -> Self {
        let mut bench = self.token(num, TokenKind::NonFungible);
        for serial in 1..=SERIALS {
            let metadata = Bytes::copy_from_slice(&serial.to_be_bytes());
            let nft = Nft { owner: None, spender: None, minted: Timestamp::new(NOW - 1, 0), metadata };
            if bench.state.nfts.get(&(num, serial)).is_none() {
                bench.state.nfts.insert((num, serial), nft);
                bench = bench.account(TREASURY, |treasury| treasury.tokens.owned_nfts += 1);
            }
        }
        bench.changed(num, change)
    }

    /// Associates an account with a token, with KYC and not frozen; or changes their relation.
    pub(in super::super) fn associated(
        self,
        account: EntityNum,
        token: EntityNum,
        change: impl FnOnce(&mut Relation),
    ) -> Self {
        let mut relation = self.state.relations.get(&(account, token)).copied().unwrap_or(Relation {
            balance: 0,
            frozen: false,
            kyc_granted: true,
            automatic: false,
            since: 0,
        });
        let was_automatic = relation.automatic;
        change(&mut relation);
        let balance = relation.balance;
        let mut bench = self.account(account, |account| {
            account.used_auto_associations += i32::from(relation.automatic) - i32::from(was_automatic);
            if relation.since == 0 {
                account.tokens.associations += 1;
                account.tokens.last_association += 1;
                relation.since = account.tokens.last_association;
            }
        });
        assert_eq!(balance, bench.balance(account, token), "`holds` changes balances");
        bench.state.relations.insert((account, token), relation);
        bench
    }

    /// Associates an account with a fungible token, if need be, and gives it this much more of it out of the treasury.
    pub(in super::super) fn holds(self, account: EntityNum, token: EntityNum, amount: i64) -> Self {
        let bench = self.associated(account, token, |_| {});
        let treasury = bench.get_token(token).treasury;
        bench.adjusted(treasury, token, -amount).adjusted(account, token, amount)
    }

    /// Associates an account with a non-fungible token, if need be, and gives it an NFT of the treasury's.
    pub(in super::super) fn owns(self, account: EntityNum, token: EntityNum, serial: u64) -> Self {
        let mut bench = self.holds(account, token, 1);
        let treasury = bench.get_token(token).treasury;
        let nft = bench.state.nfts.get_mut(&(token, serial)).expect("no such NFT");
        assert_eq!(nft.owner.replace(account), None, "it is not the treasury's");
        bench
            .account(treasury, |treasury| treasury.tokens.owned_nfts -= 1)
            .account(account, |account| account.tokens.owned_nfts += 1)
    }

    /// A token that exists.
    #[track_caller]
    pub(in super::super) fn get_token(&self, num: EntityNum) -> &Token {
        self.state.tokens.get(&num).expect("no such token")
    }

    /// A relation that exists.
    #[track_caller]
    pub(in super::super) fn relation(&self, account: EntityNum, token: EntityNum) -> &Relation {
        self.state.relations.get(&(account, token)).expect("not associated")
    }

    /// An NFT that exists.
    #[track_caller]
    pub(in super::super) fn nft(&self, token: EntityNum, serial: u64) -> &Nft {
        self.state.nfts.get(&(token, serial)).expect("no such NFT")
    }

    /// How much of a token an account has: nothing where it is not associated.
    pub(in super::super) fn balance(&self, account: EntityNum, token: EntityNum) -> i64 {
        self.state.relations.get(&(account, token)).map_or(0, |relation| relation.balance)
    }

    /// A token as if it had just been created, if there is none.
    fn token(self, num: EntityNum, kind: TokenKind) -> Self {
        if self.state.tokens.get(&num).is_some() {
            return self;
        }
        let unique = kind == TokenKind::NonFungible;
        let supply = if unique { SERIALS.cast_signed() } else { UNITS };
        let mut bench = self.account(TREASURY, |treasury| treasury.tokens.treasury_titles += 1);
        let token = Token {
            num,
            kind,
            name: "name".into(),
            symbol: "SYMBOL".into(),
            memo: "".into(),
            metadata: Bytes::new(),
            decimals: if unique { 0 } else { 2 },
            treasury: TREASURY,
            total_supply: supply,
            max_supply: None,
            last_serial: if unique { SERIALS } else { 0 },
            keys: Arc::new(all_keys()),
            custom_fees: Arc::default(),
            freeze_default: false,
            paused: false,
            deleted: false,
            auto_renew_account: None,
            auto_renew_period: 0,
            expiry: NOW + 1,
        };
        bench.state.tokens.insert(num, token);
        bench.associated(TREASURY, num, |_| {}).adjusted(TREASURY, num, supply)
    }

    fn changed(mut self, num: EntityNum, change: impl FnOnce(&mut Token)) -> Self {
        let token = self.state.tokens.get_mut(&num).expect("no such token");
        let deleted = token.deleted;
        change(token);
        let (ended, treasury) = (token.deleted && !deleted, token.treasury);
        // The treasury of a deleted token has that title no more.
        if ended { self.account(treasury, |treasury| treasury.tokens.treasury_titles -= 1) } else { self }
    }

    fn adjusted(mut self, account: EntityNum, token: EntityNum, change: i64) -> Self {
        let relation = self.state.relations.get_mut(&(account, token)).expect("not associated");
        let before = relation.balance > 0;
        relation.balance += change;
        let after = relation.balance > 0;
        self.account(account, |account| match (before, after) {
            (false, true) => account.tokens.positive_balances += 1,
            (true, false) => account.tokens.positive_balances -= 1,
            _ => {}
        })
    }

    /// A record of what changed can be told, and what a transfer takes from some others get.
    pub(super) fn check_moves(&self, store: &Store<'_>, body: &TransactionBody) {
        let is_transfer = matches!(body.data, Some(Data::CryptoTransfer(_)));
        let mut record = TransactionRecord::default();
        Moves::of(store, is_transfer).show(&self.config, &mut record);
        for list in record.token_transfer_lists.iter().filter(|_| is_transfer) {
            let sum: i64 = list.transfers.iter().map(|amount| amount.amount).sum();
            assert_eq!(sum, 0, "{list:?}");
        }
    }

    /// What holds of the books of every state.
    pub(super) fn check_tokens(&self) {
        self.check_supplies();
        self.check_counts();
        for (airdrop, value) in self.state.airdrops.iter() {
            assert_eq!(airdrop.serial.is_none(), value.amount > 0, "{airdrop:?}");
        }
    }

    /// Supplies are what the holders have together. What they have of a deleted token may be given up.
    fn check_supplies(&self) {
        let mut held: BTreeMap<EntityNum, i64> = BTreeMap::new();
        for ((account, token), relation) in self.state.relations.iter() {
            assert!(relation.balance >= 0, "{account} owes {token}");
            *held.entry(*token).or_default() += relation.balance;
        }
        let mut serials: BTreeMap<EntityNum, i64> = BTreeMap::new();
        self.state.nfts.iter().for_each(|((token, _), _)| *serials.entry(*token).or_default() += 1);
        for (num, token) in self.state.tokens.iter().filter(|(_, token)| !token.deleted) {
            let held = held.get(num).copied().unwrap_or(0);
            assert_eq!((*num, held), (token.num, token.total_supply), "the supply of {num}");
            assert!(token.max_supply.is_none_or(|max| token.total_supply <= max), "{num}");
            let serials = serials.get(num).copied().unwrap_or(0);
            assert_eq!(serials, if token.is_non_fungible() { held } else { 0 }, "the NFTs of {num}");
        }
    }

    /// What accounts say of themselves is what the tables say of them.
    fn check_counts(&self) {
        let mut counted: BTreeMap<EntityNum, Counts> = BTreeMap::new();
        let mut times = BTreeSet::new();
        for ((account, _), relation) in self.state.relations.iter() {
            assert!(times.insert((*account, relation.since)), "{account} has no two relations of one time");
            let counts = counted.entry(*account).or_default();
            counts.associations += 1;
            counts.positive += u32::from(relation.balance > 0);
            counts.automatic += i32::from(relation.automatic);
        }
        for ((token, _), nft) in self.state.nfts.iter() {
            let token = self.get_token(*token);
            let counts = counted.entry(nft.owner.unwrap_or(token.treasury)).or_default();
            counts.nfts += u64::from(!token.deleted);
            counts.dead_nfts += u64::from(token.deleted);
        }
        for (_, token) in self.state.tokens.iter().filter(|(_, token)| !token.deleted) {
            counted.entry(token.treasury).or_default().titles += 1;
        }
        for (airdrop, _) in self.state.airdrops.iter() {
            counted.entry(airdrop.sender).or_default().airdrops += 1;
        }
        for (num, account) in self.state.accounts.iter() {
            let counts = counted.remove(num).unwrap_or_default();
            let tokens = &account.tokens;
            assert_eq!(tokens.associations, counts.associations, "associations of {num}");
            assert_eq!(tokens.positive_balances, counts.positive, "positive balances of {num}");
            assert_eq!(account.used_auto_associations, counts.automatic, "automatic associations of {num}");
            assert_eq!(tokens.treasury_titles, counts.titles, "titles of {num}");
            assert_eq!(tokens.pending_airdrops, counts.airdrops, "pending airdrops of {num}");
            let nfts = counts.nfts..=counts.nfts + counts.dead_nfts;
            assert!(nfts.contains(&tokens.owned_nfts), "NFTs of {num}: {} in {nfts:?}", tokens.owned_nfts);
            assert!(tokens.token_allowances.is_sorted_by_key(|one| (one.spender, one.token)), "{num}");
            assert!(tokens.token_allowances.iter().all(|one| one.amount > 0), "{num}");
            assert!(tokens.nft_allowances.is_sorted(), "{num}");
        }
        assert!(counted.is_empty(), "only accounts that exist have something: {:?}", counted.keys());
    }
}

#[derive(Default)]
struct Counts {
    associations: u32,
    positive: u32,
    automatic: i32,
    nfts: u64,
    dead_nfts: u64,
    titles: u32,
    airdrops: u32,
}

/// A key for each role.
pub(in super::super) fn all_keys() -> TokenKeys {
    let key = |num| Some(key(num));
    TokenKeys {
        admin: key(role::ADMIN),
        kyc: key(role::KYC),
        freeze: key(role::FREEZE),
        wipe: key(role::WIPE),
        supply: key(role::SUPPLY),
        fee_schedule: key(role::FEE_SCHEDULE),
        pause: key(role::PAUSE),
        metadata: key(role::METADATA),
    }
}

/// The id of a token by number.
pub(in super::super) fn token_id(num: EntityNum) -> TokenId {
    TokenId::from_num(num)
}

/// A custom fee of a fixed amount, in hbar where no token is named.
pub(in super::super) fn fixed(collector: EntityNum, amount: i64, token: Option<EntityNum>) -> CustomFee {
    custom_fee(collector, Fee::FixedFee(fixed_fee(amount, token)))
}

/// A custom fee that is a part of what is transferred, in percent.
pub(in super::super) fn fractional(collector: EntityNum, percent: i64) -> CustomFee {
    let fee = FractionalFee { fractional_amount: Some(of_hundred(percent)), ..Default::default() };
    custom_fee(collector, Fee::FractionalFee(fee))
}

/// A custom fee that is a part of what is given for an NFT, in percent, or else a fixed amount.
pub(in super::super) fn royalty(
    collector: EntityNum,
    percent: i64,
    fallback: Option<(i64, Option<EntityNum>)>,
) -> CustomFee {
    let fee = RoyaltyFee {
        exchange_value_fraction: Some(of_hundred(percent)),
        fallback_fee: fallback.map(|(amount, token)| fixed_fee(amount, token)),
    };
    custom_fee(collector, Fee::RoyaltyFee(fee))
}

fn custom_fee(collector: EntityNum, fee: Fee) -> CustomFee {
    let fee_collector_account_id = Some(super::id(collector));
    CustomFee { fee: Some(fee), fee_collector_account_id, all_collectors_are_exempt: false }
}

fn fixed_fee(amount: i64, token: Option<EntityNum>) -> FixedFee {
    FixedFee { amount, denominating_token_id: token.map(token_id) }
}

fn of_hundred(numerator: i64) -> Fraction {
    Fraction { numerator, denominator: 100 }
}
