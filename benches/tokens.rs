//! The token service beside hbar: `cargo bench --bench tokens`.
//!
//! Each figure is the time of a transaction from its signed bytes to its record, on one thread, over that of a transfer of hbar in
//! the same run; all have one signature, and a payer who pays. Memory is the growth of this process, on Linux. It prints a table
//! and never fails for a time; it fails when a transaction does not succeed.

mod bodies;
mod direct;
mod memory;
mod report;
mod rounds;

use std::{io, sync::Arc, time::Duration};

use hapi_ledger::{
    genesis::DEVELOPMENT_PUBLIC_KEY,
    keys::Key,
    state::{Account, CustomFee, Fee, FixedFee, Nft, Relation, State, Token, TokenKeys, TokenKind},
};
use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, NftTransfer, Timestamp,
    TokenAirdropTransactionBody, TokenId, TokenMintTransactionBody, TokenTransferList, TransactionBody,
    transaction_body::Data,
};

use bodies::BALANCE;
use direct::{Direct, FIRST};
use memory::resident;
use report::{Row, note, print};
use rounds::{Rounds, timed};

/// How many accounts there are; each is associated with each token but the one that is airdropped.
const ACCOUNTS: u64 = 1_000;
/// How much of a fungible token each account has.
const UNITS: i64 = 1_000_000_000;
/// How many there are of what there is much of.
const MANY: u64 = 1_000_000;

/// The numbers of the tokens, after those of all accounts.
const PLAIN: u64 = 9_000_000;
const FEES: u64 = PLAIN + 1;
const UNIQUE: u64 = PLAIN + 2;
const MINTED: u64 = PLAIN + 3;
/// Only the first account is associated with it, and owns this many.
const AIRDROPPED: u64 = PLAIN + 4;
const WAITING: u64 = 20_000;

fn main() -> io::Result<()> {
    note("transactions of tokens, and transfers of hbar");
    let mut rows = kinds();
    note("a million NFTs and a million associations");
    rows.extend(sizes());
    print(&rows)
}

/// What each kind of transaction costs.
fn kinds() -> Vec<Row> {
    let mut hbar = Bench::new(ACCOUNTS);
    let mut units = Bench::new(ACCOUNTS);
    let mut nfts = Bench::new(ACCOUNTS);
    let mut fees = Bench::new(ACCOUNTS);
    let mut mints = Bench::new(ACCOUNTS);
    let mut drops = Bench::new(ACCOUNTS);
    let rounds = Rounds::take(
        30,
        50,
        [
            &mut || hbar.transfer(),
            &mut || units.transfer_units(PLAIN),
            &mut || nfts.transfer_nft(),
            &mut || fees.transfer_units(FEES),
            &mut || mints.mint(),
            &mut || drops.airdrop(),
        ],
    );
    let row = |what: &str, at: usize, budget| {
        rounds::ratio(what, rounds.ratio(at, 0), [rounds.time(at), rounds.time(0)], budget)
    };
    vec![
        row("transfer of a fungible token over one of hbar", 1, 1.3),
        row("transfer of an NFT over one of hbar", 2, 1.3),
        row("transfer with a fixed and a fractional fee over one of hbar", 3, 2.0),
        row("mint of 10 NFTs over a transfer of hbar", 4, 2.0),
        row("airdrop to 10 over a transfer of hbar", 5, 6.0),
    ]
}

/// What many NFTs and associations take, and what they do to a transfer.
fn sizes() -> Vec<Row> {
    const LIMIT: u64 = 2048;
    let before = resident();
    let mut many = Bench::new(MANY);
    let mebibytes = resident().saturating_sub(before) >> 20;
    let mut few = Bench::new(ACCOUNTS);
    let rounds = Rounds::take(60, 50, [&mut || many.transfer_nft(), &mut || few.transfer_nft()]);
    let what = "memory of 1,000,000 accounts, each with an NFT and four associations";
    let memory = Row {
        what: what.into(),
        figure: format!("{mebibytes} MiB"),
        budget: Some((format!("<= {LIMIT} MiB"), mebibytes <= LIMIT)),
    };
    let times = [rounds.time(0), rounds.time(1)];
    let what = "transfer of an NFT among 1,000,000 over one among 1,000";
    vec![memory, rounds::ratio(what, rounds.ratio(0, 1), times, 1.5)]
}

/// A ledger where every account has some of everything, and one after the other pays.
struct Bench {
    direct: Direct,
    accounts: u64,
    next: u64,
    /// Who owns the NFT that moves next, and which it is.
    moved: u64,
}

impl Bench {
    fn new(accounts: u64) -> Self {
        Self { direct: Direct::new(state(accounts)), accounts, next: 0, moved: 0 }
    }

    /// The next payer, and who comes after it.
    fn pair(&mut self) -> (u64, u64) {
        let payer = self.next;
        self.next = (self.next + 1) % self.accounts;
        (FIRST + payer, FIRST + self.next)
    }

    fn transfer(&mut self) -> Duration {
        let (from, to) = self.pair();
        let now = self.direct.tick();
        self.run(&bodies::transfer(from, to, now))
    }

    fn transfer_units(&mut self, token: u64) -> Duration {
        let (from, to) = self.pair();
        let list = units(token, from, &[to]);
        self.send(
            from,
            Data::CryptoTransfer(CryptoTransferTransactionBody {
                token_transfers: vec![list],
                ..CryptoTransferTransactionBody::default()
            }),
        )
    }

    /// Each account gives away its own NFT, and once all have, the one that it got.
    fn transfer_nft(&mut self) -> Duration {
        let (serial, passes) = (self.moved % self.accounts, self.moved / self.accounts);
        self.moved += 1;
        let owner = |passes: u64| FIRST + (serial + passes) % self.accounts;
        let nft = NftTransfer {
            sender_account_id: Some(AccountId::from_num(owner(passes))),
            receiver_account_id: Some(AccountId::from_num(owner(passes + 1))),
            serial_number: serial.cast_signed() + 1,
            ..NftTransfer::default()
        };
        let list = TokenTransferList {
            token: Some(TokenId::from_num(UNIQUE)),
            nft_transfers: vec![nft],
            ..TokenTransferList::default()
        };
        self.send(
            owner(passes),
            Data::CryptoTransfer(CryptoTransferTransactionBody {
                token_transfers: vec![list],
                ..CryptoTransferTransactionBody::default()
            }),
        )
    }

    fn mint(&mut self) -> Duration {
        let (payer, _) = self.pair();
        let metadata = (0..10_u8).map(|serial| vec![serial].into()).collect();
        let mint = TokenMintTransactionBody {
            token: Some(TokenId::from_num(MINTED)),
            metadata,
            ..TokenMintTransactionBody::default()
        };
        self.send(payer, Data::TokenMint(mint))
    }

    /// Ten NFTs to an account each, none of which is associated: all wait for them.
    fn airdrop(&mut self) -> Duration {
        let nft = |nth: u64| NftTransfer {
            sender_account_id: Some(AccountId::from_num(FIRST)),
            receiver_account_id: Some(AccountId::from_num(FIRST + nth)),
            serial_number: (self.moved + nth).cast_signed(),
            ..NftTransfer::default()
        };
        let list = TokenTransferList {
            token: Some(TokenId::from_num(AIRDROPPED)),
            nft_transfers: (1..=10).map(nft).collect(),
            ..TokenTransferList::default()
        };
        self.moved += 10;
        self.send(FIRST, Data::TokenAirdrop(TokenAirdropTransactionBody { token_transfers: vec![list] }))
    }

    fn send(&mut self, payer: u64, data: Data) -> Duration {
        let now = self.direct.tick();
        self.run(&bodies::body(payer, now, data))
    }

    /// The time from the signed bytes to the record.
    fn run(&mut self, body: &TransactionBody) -> Duration {
        let bytes = self.direct.signed(body);
        timed(|| {
            let tx = self.direct.check(&bytes);
            self.direct.handle(&tx);
        })
    }
}

/// So many units of a token from an account to others, one each.
fn units(token: u64, from: u64, to: &[u64]) -> TokenTransferList {
    let entry = |num: u64, amount| AccountAmount {
        account_id: Some(AccountId::from_num(num)),
        amount,
        ..AccountAmount::default()
    };
    // Of ten, a fractional fee of a tenth takes one.
    let each = 10;
    let given = entry(from, -each * i64::try_from(to.len()).expect("few"));
    let transfers = std::iter::once(given).chain(to.iter().map(|num| entry(*num, each))).collect();
    TokenTransferList { token: Some(TokenId::from_num(token)), transfers, ..TokenTransferList::default() }
}

/// A state with so many accounts, each with an NFT and some of each fungible token, but of what is airdropped, which only
/// the first has.
fn state(accounts: u64) -> State {
    let mut state = Direct::genesis();
    let key = Arc::new(Key::Ed25519(DEVELOPMENT_PUBLIC_KEY));
    // It pays no custom fees: one more than those that are measured.
    let treasury = FIRST + accounts;
    let supply = i64::try_from(accounts).expect("few") * UNITS;
    for (num, kind) in [
        (PLAIN, TokenKind::Fungible),
        (FEES, TokenKind::Fungible),
        (UNIQUE, TokenKind::NonFungible),
        (MINTED, TokenKind::NonFungible),
        (AIRDROPPED, TokenKind::NonFungible),
    ] {
        state.tokens.insert(num, token(num, kind, treasury, supply, &key));
    }
    let related = [PLAIN, FEES, UNIQUE, MINTED];
    for nth in 0..=accounts {
        let num = FIRST + nth;
        // The first pays for all airdrops: a tenth of a dollar for each account that one waits for.
        let balance = if nth == 0 { 1_000 * BALANCE } else { BALANCE };
        let mut account = Account { balance, ..Account::new(num, Arc::new((*key).clone())) };
        let airdropped: &[u64] = if nth == 0 { &[AIRDROPPED] } else { &[] };
        for token in related.iter().chain(airdropped) {
            let balance = match *token {
                UNIQUE => 1,
                MINTED => 0,
                AIRDROPPED => WAITING.cast_signed(),
                _ => UNITS,
            };
            account.tokens.associations += 1;
            account.tokens.last_association += 1;
            account.tokens.positive_balances += u32::from(balance > 0);
            let since = account.tokens.last_association;
            let relation = Relation { balance, frozen: false, kyc_granted: true, automatic: false, since };
            state.relations.insert((num, *token), relation);
        }
        account.tokens.owned_nfts = if nth == 0 { 1 + WAITING } else { 1 };
        state.accounts.insert(num, account);
        state.nfts.insert((UNIQUE, nth + 1), nft(num));
    }
    for serial in 1..=WAITING {
        state.nfts.insert((AIRDROPPED, serial), nft(FIRST));
    }
    state.network.next_entity = PLAIN + 1_000;
    state
}

/// An NFT of this account's.
fn nft(owner: u64) -> Nft {
    Nft { owner: Some(owner), minted: Timestamp::new(1, 0), metadata: vec![1].into(), spender: None }
}

/// A token that all may mint.
fn token(num: u64, kind: TokenKind, treasury: u64, supply: i64, key: &Arc<Key>) -> Token {
    let custom_fees = if num == FEES { custom_fees() } else { Vec::new() };
    let keys = TokenKeys { supply: Some(Arc::clone(key)), ..TokenKeys::default() };
    Token {
        num,
        kind,
        name: "a token".into(),
        symbol: "TOKEN".into(),
        memo: "".into(),
        metadata: Vec::new().into(),
        decimals: 0,
        treasury,
        total_supply: supply,
        max_supply: None,
        last_serial: if num == MINTED { 0 } else { MANY + 1 },
        keys: Arc::new(keys),
        custom_fees: Arc::new(custom_fees),
        freeze_default: false,
        paused: false,
        deleted: false,
        auto_renew_account: None,
        auto_renew_period: 0,
        expiry: i64::MAX,
    }
}

/// A tinybar, and a tenth.
fn custom_fees() -> Vec<CustomFee> {
    let collector = FIRST + 500;
    let fixed = Fee::Fixed(FixedFee { amount: 1, token: None });
    let tenth = Fee::Fractional { numerator: 1, denominator: 10, min: 0, max: 0, net_of_transfers: false };
    [fixed, tenth].map(|fee| CustomFee { fee, collector, all_collectors_are_exempt: false }).into()
}
