//! Whatever twenty accounts do with five tokens, the books are kept, and everybody who does the same comes to the same.

use std::collections::BTreeMap;

use hapi_ledger::{
    ResponseCode,
    crypto::SecretKey,
    handle::CheckedTx,
    state::{State, Token},
};
use hapi_proto::services::{
    AccountId, AssessedCustomFee, Timestamp, TransactionRecord, transaction_body::Data,
};
use proptest::prelude::*;

use crate::{
    support::{Network, ed25519, public, sign},
    token_story::{self, Cast, Deed, Step},
};

/// How much of which token a spender may spend of an owner.
type Allowances = BTreeMap<(u64, u64, u64), i64>;

struct Story {
    network: Network,
    cast: Cast,
    keys: [SecretKey; 2],
    /// What happened since the accounts and tokens were there.
    told: Vec<(CheckedTx, Timestamp)>,
    /// How each kind of transaction ended.
    successes: BTreeMap<&'static str, usize>,
}

impl Story {
    fn begin() -> Self {
        let mut network = Network::new();
        let keys = [ed25519(1), ed25519(2)];
        let [first, second] = [public(&keys[0]), public(&keys[1])];
        let mut cast = Cast::default();
        for account in token_story::accounts([&first, &second]) {
            let record = network.must(Data::CryptoCreateAccount(account), &[&keys[0], &keys[1]]);
            cast.accounts.push(created(&record, |receipt| receipt.account_id.as_ref()?.num()));
        }
        let expiry = network.now.plus_seconds(7_776_000);
        for token in token_story::tokens(&cast, &first, expiry) {
            let data = Data::TokenCreation(token.into());
            let treasury = super::support::TREASURY;
            let body = network.body(treasury, data);
            let body = hapi_proto::services::TransactionBody { transaction_fee: u64::MAX >> 8, ..body };
            let outcome = network.submit(&body, &[&super::support::treasury_key(), &keys[0]]);
            assert_eq!(outcome.status(), ResponseCode::Success);
            let record = outcome.record().expect("a record").clone();
            cast.tokens.push(created(&record, |receipt| Some(receipt.token_id?.token_num)));
        }
        Self { network, cast, keys, told: Vec::new(), successes: BTreeMap::new() }
    }

    /// Does what a step says, if a node lets it in, and looks at what became of the allowances.
    fn go_on(&mut self, step: &Step) {
        let payer = self.cast.accounts[step.payer];
        let body = self.network.body(payer, step.data(&self.cast));
        let shy = step.payer >= token_story::ACCOUNTS - token_story::SHY;
        let [first, second] = &self.keys;
        let keys: &[_] = if step.second_key || shy { &[first, second] } else { &[first] };
        let Ok(tx) = self.network.check(&sign(&body, keys)) else { return };
        let before = allowances(self.network.ledger.state());
        let outcome = self.network.handle(&tx);
        let status = outcome.status();
        let fees = outcome.record().map_or(&[][..], |record| &record.assessed_custom_fees);
        let paid = self.paid(step, fees);
        self.told.push((tx, self.network.now));
        assert_ne!(status, ResponseCode::FailInvalid, "{step:?}");
        let succeeded = status == ResponseCode::Success;
        let after = allowances(self.network.ledger.state());
        assert_eq!(after, self.expected(before, &after, step, succeeded, paid), "{step:?}: {status:?}");
        *self.successes.entry(kind(&step.deed)).or_default() += usize::from(succeeded);
    }

    /// The custom fees that who sends units pays in the same token. Those that the token takes itself are part of what is sent, and
    /// so an allowance pays for them, too; those that a fee's own token takes are not.
    fn paid(&self, step: &Step, fees: &[AssessedCustomFee]) -> i64 {
        let Deed::Send { token, from, .. } = step.deed else { return 0 };
        let (token, from) = (self.cast.tokens[token], self.cast.accounts[from]);
        let is_paid = |fee: &&AssessedCustomFee| {
            fee.token_id.is_some_and(|id| id.token_num.unsigned_abs() == token)
                && fee.effective_payer_account_id.contains(&AccountId::from_num(from))
        };
        fees.iter().filter(is_paid).map(|fee| fee.amount).sum()
    }

    /// The allowances as a step leaves them: only approvals and spending change them.
    fn expected(
        &self,
        mut allowances: Allowances,
        after: &Allowances,
        step: &Step,
        succeeded: bool,
        paid: i64,
    ) -> Allowances {
        let num = |index: usize| self.cast.accounts[index];
        match step.deed {
            Deed::Allow { token, owner, spender, units } if succeeded => {
                allowances.insert((num(owner), num(spender), self.cast.tokens[token]), units);
            }
            Deed::Send { token, from, units, allowed: true, .. } if succeeded && units > 0 => {
                let key = (num(from), num(step.payer), self.cast.tokens[token]);
                let allowance = allowances.get_mut(&key).expect("an allowance");
                let spent = *allowance - after.get(&key).copied().unwrap_or(0);
                assert!((units..=units + paid).contains(&spent), "{step:?} spent {spent} of {allowance}");
                *allowance -= spent;
            }
            _ => {}
        }
        allowances.retain(|_, amount| *amount > 0);
        allowances
    }
}

fn created(
    record: &TransactionRecord,
    num: impl Fn(&hapi_proto::services::TransactionReceipt) -> Option<i64>,
) -> u64 {
    record.receipt.as_ref().and_then(num).expect("a number").unsigned_abs()
}

fn kind(deed: &Deed) -> &'static str {
    match deed {
        Deed::Send { allowed: true, .. } => "spend",
        Deed::Send { .. } => "send",
        Deed::Give { .. } => "give",
        Deed::Supply { .. } => "supply",
        Deed::Wipe { .. } => "wipe",
        Deed::Associate { .. } => "associate",
        Deed::Allow { .. } => "allow",
        Deed::AllowNft { .. } => "allow NFT",
        Deed::Airdrop { .. } => "airdrop",
        Deed::AirdropNft { .. } => "airdrop NFT",
        Deed::Claim { .. } => "claim",
        Deed::Cancel { .. } => "cancel",
        Deed::Reject { .. } => "reject",
        _ => "else",
    }
}

fn allowances(state: &State) -> Allowances {
    let accounts = state.accounts.iter();
    let all = accounts.flat_map(|(owner, account)| {
        let granted = account.tokens.token_allowances.iter();
        granted.map(|one| ((*owner, one.spender, one.token), one.amount))
    });
    all.collect()
}

/// What accounts say of themselves.
#[derive(Debug, Default, PartialEq, Eq)]
struct Books {
    associations: u32,
    positive: u32,
    automatic: i32,
    nfts: u64,
    titles: u32,
    airdrops: u32,
}

/// Supplies are what is held, each NFT has one owner who knows of it, and accounts count right.
fn check(state: &State) {
    let mut held: BTreeMap<u64, i64> = BTreeMap::new();
    let mut nfts_of: BTreeMap<(u64, u64), i64> = BTreeMap::new();
    let mut books: BTreeMap<u64, Books> = BTreeMap::new();
    for ((account, token), relation) in state.relations.iter() {
        assert!(relation.balance >= 0, "{account} owes {token}");
        *held.entry(*token).or_default() += relation.balance;
        let books = books.entry(*account).or_default();
        books.associations += 1;
        books.positive += u32::from(relation.balance > 0);
        books.automatic += i32::from(relation.automatic);
    }
    for ((num, serial), nft) in state.nfts.iter() {
        let token: &Token = state.tokens.get(num).expect("its token");
        assert!((1..=token.last_serial).contains(serial), "{num}/{serial} was minted");
        let owner = nft.owner.unwrap_or(token.treasury);
        *nfts_of.entry((owner, *num)).or_default() += 1;
        books.entry(owner).or_default().nfts += 1;
    }
    for (num, token) in state.tokens.iter() {
        assert_eq!(held.get(num).copied().unwrap_or(0), token.total_supply, "the supply of {num}");
        books.entry(token.treasury).or_default().titles += 1;
    }
    for ((account, token), relation) in state.relations.iter() {
        if state.tokens.get(token).is_some_and(Token::is_non_fungible) {
            let nfts = nfts_of.remove(&(*account, *token)).unwrap_or(0);
            assert_eq!(relation.balance, nfts, "NFTs of {account} of {token}");
        }
    }
    assert!(nfts_of.is_empty(), "owners are associated: {nfts_of:?}");
    state.airdrops.iter().for_each(|(key, _)| books.entry(key.sender).or_default().airdrops += 1);
    for (num, account) in state.accounts.iter() {
        let tokens = &account.tokens;
        let own = Books {
            associations: tokens.associations,
            positive: tokens.positive_balances,
            automatic: account.used_auto_associations,
            nfts: tokens.owned_nfts,
            titles: tokens.treasury_titles,
            airdrops: tokens.pending_airdrops,
        };
        assert_eq!(own, books.remove(num).unwrap_or_default(), "the books of {num}");
        let max = account.max_auto_associations;
        assert!(max == -1 || account.used_auto_associations <= max, "{num} has so many slots");
    }
    assert!(books.is_empty(), "only accounts have something: {books:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 100, ..ProptestConfig::default() })]

    #[test]
    fn books_are_kept_and_forks_agree(steps in token_story::steps(1_000)) {
        let mut story = Story::begin();
        let mut fork = story.network.ledger.fork();
        for (index, step) in token_story::prologue().iter().chain(&steps).enumerate() {
            story.go_on(step);
            if index % 20 == 0 {
                check(story.network.ledger.state());
            }
        }
        check(story.network.ledger.state());
        for (tx, now) in &story.told {
            fork.handle(tx, *now, 0);
        }
        prop_assert_eq!(fork.state_hash(), story.network.ledger.state_hash());
        // Much of it was possible, or little is shown.
        let done: usize = story.successes.values().sum();
        prop_assert!(done >= 300, "only {:?}", story.successes);
    }
}
