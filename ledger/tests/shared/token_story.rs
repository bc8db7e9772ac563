//! Random stories of tokens: what twenty accounts do with five tokens, most of it possible, some of it not.
//!
//! A story is told by transaction bodies alone, so that whatever takes transactions can be put through it: a ledger, a
//! network in this process, one of several. Create [`accounts`], then [`tokens`] of these accounts, then do [`Step::data`] for
//! each step of the [`prologue`] and of [`steps`], signed by the first key and, if the step says so, by the second.

use hapi_proto::services::{
    AccountAmount, AccountId, CryptoApproveAllowanceTransactionBody, CryptoCreateTransactionBody,
    CryptoDeleteAllowanceTransactionBody, CryptoTransferTransactionBody, CustomFee, Duration, FixedFee,
    Fraction, FractionalFee, Key, NftAllowance, NftId, NftRemoveAllowance, NftTransfer, PendingAirdropId,
    RoyaltyFee, Timestamp, TokenAirdropTransactionBody, TokenAllowance, TokenAssociateTransactionBody,
    TokenBurnTransactionBody, TokenCancelAirdropTransactionBody, TokenClaimAirdropTransactionBody,
    TokenCreateTransactionBody, TokenDissociateTransactionBody, TokenFeeScheduleUpdateTransactionBody,
    TokenFreezeAccountTransactionBody, TokenGrantKycTransactionBody, TokenId, TokenMintTransactionBody,
    TokenPauseTransactionBody, TokenReference, TokenRejectTransactionBody, TokenRevokeKycTransactionBody,
    TokenTransferList, TokenUnfreezeAccountTransactionBody, TokenUnpauseTransactionBody,
    TokenUpdateTransactionBody, TokenWipeAccountTransactionBody, TransferList, custom_fee::Fee,
    pending_airdrop_id::TokenReference as PendingToken, token_reference::TokenIdentifier,
    transaction_body::Data,
};
use proptest::prelude::*;

/// How many accounts there are. The last [`SHY`] have the second key, and sign what they receive.
pub(crate) const ACCOUNTS: usize = 20;
/// How many of them do not get tokens that they do not sign for.
pub(crate) const SHY: usize = 4;
/// How many of them are associated with everything by the [`prologue`].
pub(crate) const KNOWN: usize = 6;
/// How many tokens are fungible; they come first.
pub(crate) const FUNGIBLE: usize = 3;
/// How many tokens there are.
pub(crate) const TOKENS: usize = 5;
/// The units of a fungible token in the beginning.
pub(crate) const UNITS: u64 = 10_000;

/// The numbers of the accounts and tokens of a story.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cast {
    pub(crate) accounts: Vec<u64>,
    pub(crate) tokens: Vec<u64>,
}

/// What is done, and who pays.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) payer: usize,
    /// Whether the second key signs, too.
    pub(crate) second_key: bool,
    pub(crate) deed: Deed,
}

/// Something that is done with tokens; accounts, tokens and serial numbers by index.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    Send { token: usize, from: usize, to: usize, units: i64, allowed: bool },
    Give { token: usize, from: usize, to: usize, serial: i64, price: i64, allowed: bool },
    Supply { token: usize, units: u64, mint: bool, serial: i64 },
    Wipe { token: usize, account: usize, units: u64, serial: i64 },
    Associate { account: usize, token: usize, on: bool },
    Freeze { account: usize, token: usize, on: bool },
    Know { account: usize, token: usize, on: bool },
    Pause { token: usize, on: bool },
    Allow { token: usize, owner: usize, spender: usize, units: i64 },
    AllowNft { token: usize, owner: usize, spender: usize, serial: Option<i64>, all: Option<bool> },
    Forbid { token: usize, owner: usize, serial: i64 },
    Airdrop { token: usize, from: usize, to: [usize; 2], units: i64 },
    AirdropNft { token: usize, from: usize, to: usize, serial: i64 },
    Claim { token: usize, from: usize, to: usize, serial: i64 },
    Cancel { token: usize, from: usize, to: usize, serial: i64 },
    Reject { token: usize, owner: usize, serial: i64 },
    Charge { token: usize, fee: Option<(usize, u8)> },
    Succeed { token: usize, treasury: usize },
}

/// So many steps.
pub(crate) fn steps(count: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = (0..ACCOUNTS, prop::bool::weighted(0.8), deed());
    prop::collection::vec(step.prop_map(|(payer, second_key, deed)| Step { payer, second_key, deed }), count)
}

fn deed() -> impl Strategy<Value = Deed> {
    // Most things happen between few, who are associated with everything; airdrops go to others.
    let account = || prop_oneof![9 => 0..KNOWN, 1 => 0..ACCOUNTS];
    let giver = || prop_oneof![9 => 0..3_usize, 1 => 0..ACCOUNTS];
    let stranger = || prop_oneof![9 => KNOWN..KNOWN + 3, 1 => 0..ACCOUNTS];
    let fungible = || 0..FUNGIBLE;
    let unique = || FUNGIBLE..TOKENS;
    let token = || 0..TOKENS;
    let serial = || 1..14_i64;
    let units = || prop_oneof![9 => 1..100_i64, 1 => 100..UNITS.cast_signed(), 1 => Just(0)];
    let moves = prop_oneof![
        (fungible(), account(), account(), units(), prop::bool::weighted(0.3))
            .prop_map(|(token, from, to, units, allowed)| Deed::Send { token, from, to, units, allowed }),
        (unique(), account(), account(), serial(), 0..100_i64, prop::bool::weighted(0.3)).prop_map(
            |(token, from, to, serial, price, allowed)| Deed::Give {
                token,
                from,
                to,
                serial,
                price,
                allowed
            }
        ),
    ];
    let supplies = prop_oneof![
        3 => (token(), units(), prop::bool::weighted(0.7), serial()).prop_map(|(token, units, mint, serial)| {
            Deed::Supply { token, units: units.unsigned_abs(), mint, serial }
        }),
        1 => (token(), account(), units(), serial()).prop_map(|(token, account, units, serial)| {
            Deed::Wipe { token, account, units: units.unsigned_abs(), serial }
        }),
    ];
    let standings = prop_oneof![
        3 => (stranger(), token(), prop::bool::weighted(0.7)).prop_map(
            |(account, token, on)| Deed::Associate { account, token, on }
        ),
        1 => (account(), token(), prop::bool::weighted(0.2)).prop_map(
            |(account, token, on)| Deed::Freeze { account, token, on }
        ),
        2 => (stranger(), token(), prop::bool::weighted(0.8)).prop_map(
            |(account, token, on)| Deed::Know { account, token, on }
        ),
        1 => (token(), prop::bool::weighted(0.1)).prop_map(|(token, on)| Deed::Pause { token, on }),
    ];
    let allowances = prop_oneof![
        3 => (fungible(), account(), account(), units()).prop_map(
            |(token, owner, spender, units)| Deed::Allow { token, owner, spender, units }
        ),
        2 => (unique(), account(), account(), prop::option::of(serial()), any::<Option<bool>>()).prop_map(
            |(token, owner, spender, serial, all)| Deed::AllowNft { token, owner, spender, serial, all }
        ),
        1 => (unique(), account(), serial()).prop_map(
            |(token, owner, serial)| Deed::Forbid { token, owner, serial }
        ),
    ];
    let airdrops = prop_oneof![
        4 => (fungible(), giver(), [stranger(), stranger()], units()).prop_map(
            |(token, from, to, units)| Deed::Airdrop { token, from, to, units }
        ),
        4 => (unique(), giver(), stranger(), serial()).prop_map(
            |(token, from, to, serial)| Deed::AirdropNft { token, from, to, serial }
        ),
        5 => (token(), giver(), stranger(), serial()).prop_map(
            |(token, from, to, serial)| Deed::Claim { token, from, to, serial }
        ),
        2 => (token(), giver(), stranger(), serial()).prop_map(
            |(token, from, to, serial)| Deed::Cancel { token, from, to, serial }
        ),
        1 => (token(), stranger(), serial()).prop_map(
            |(token, owner, serial)| Deed::Reject { token, owner, serial }
        ),
    ];
    let changes = prop_oneof![
        (token(), prop::option::of((account(), any::<u8>())))
            .prop_map(|(token, fee)| Deed::Charge { token, fee }),
        (token(), account()).prop_map(|(token, treasury)| Deed::Succeed { token, treasury }),
    ];
    prop_oneof![8 => moves, 3 => supplies, 3 => standings, 4 => allowances, 8 => airdrops, 1 => changes]
}

/// What happens first, so that much is possible later: the first few are associated with everything, and have something
/// of everything.
pub(crate) fn prologue() -> Vec<Step> {
    let step = |deed| Step { payer: 0, second_key: true, deed };
    let mut steps = Vec::new();
    for token in 0..TOKENS {
        for account in 0..KNOWN {
            steps.push(step(Deed::Associate { account, token, on: true }));
            steps.push(step(Deed::Know { account, token, on: true }));
        }
    }
    for token in 0..FUNGIBLE {
        let given = (0..KNOWN).filter(|to| *to != token);
        steps
            .extend(given.map(|to| step(Deed::Send { token, from: token, to, units: 1000, allowed: false })));
    }
    for token in FUNGIBLE..TOKENS {
        steps.extend((0..4).map(|_| step(Deed::Supply { token, units: 2, mint: true, serial: 0 })));
        let given = (0..KNOWN).filter(|to| *to != token).zip(1..);
        steps.extend(given.map(|(to, serial)| {
            step(Deed::Give { token, from: token, to, serial, price: 0, allowed: false })
        }));
    }
    steps
}

/// The accounts: each with hbar, some with slots for automatic associations.
pub(crate) fn accounts(keys: [&Key; 2]) -> impl Iterator<Item = CryptoCreateTransactionBody> {
    (0..ACCOUNTS).map(move |index| {
        let shy = index >= ACCOUNTS - SHY;
        CryptoCreateTransactionBody {
            key: Some(keys[usize::from(shy)].clone()),
            initial_balance: 1_000_000_000_000,
            receiver_sig_required: shy,
            max_automatic_token_associations: [0, 1, 3, -1][index % 4],
            auto_renew_period: Some(Duration { seconds: 7_776_000 }),
            ..Default::default()
        }
    })
}

/// The tokens of these accounts, which expire then. The first and the fourth have no keys for KYC and freezing.
pub(crate) fn tokens(cast: &Cast, key: &Key, expiry: Timestamp) -> Vec<TokenCreateTransactionBody> {
    let token = |index: usize| {
        let key = || Some(key.clone());
        let strict = !index.is_multiple_of(FUNGIBLE);
        let fungible = index < FUNGIBLE;
        TokenCreateTransactionBody {
            name: format!("token {index}"),
            symbol: format!("T{index}"),
            treasury: cast.account(index),
            token_type: i32::from(!fungible),
            initial_supply: if fungible { UNITS } else { 0 },
            admin_key: key(),
            kyc_key: key().filter(|_| strict),
            freeze_key: key().filter(|_| strict),
            wipe_key: key(),
            supply_key: key(),
            fee_schedule_key: key(),
            pause_key: key(),
            expiry: Some(expiry),
            ..Default::default()
        }
    };
    (0..TOKENS).map(token).collect()
}

impl Cast {
    fn account(&self, index: usize) -> Option<AccountId> {
        self.accounts.get(index).copied().map(AccountId::from_num)
    }

    fn token(&self, index: usize) -> Option<TokenId> {
        self.tokens.get(index).copied().map(TokenId::from_num)
    }

    fn nft(&self, token: usize, serial_number: i64) -> NftId {
        NftId { token_id: self.token(token), serial_number }
    }

    fn amount(&self, account: usize, amount: i64, is_approval: bool) -> AccountAmount {
        AccountAmount { account_id: self.account(account), amount, is_approval, ..Default::default() }
    }

    fn moved(
        &self,
        token: usize,
        from: usize,
        to: usize,
        serial: i64,
        is_approval: bool,
    ) -> TokenTransferList {
        let nft = NftTransfer {
            sender_account_id: self.account(from),
            receiver_account_id: self.account(to),
            serial_number: serial,
            is_approval,
            ..Default::default()
        };
        TokenTransferList { token: self.token(token), nft_transfers: vec![nft], ..Default::default() }
    }

    fn waiting(&self, token: usize, from: usize, to: usize, serial: i64) -> PendingAirdropId {
        let reference = if token < FUNGIBLE {
            PendingToken::FungibleTokenType(self.token(token).unwrap_or_default())
        } else {
            PendingToken::NonFungibleToken(self.nft(token, serial))
        };
        let (sender_id, receiver_id) = (self.account(from), self.account(to));
        PendingAirdropId { sender_id, receiver_id, token_reference: Some(reference) }
    }

    fn custom_fee(&self, collector: usize, kind: u8) -> CustomFee {
        let fixed = |amount, token: Option<usize>| FixedFee {
            amount,
            denominating_token_id: token.and_then(|token| self.token(token)),
        };
        let part = Some(Fraction { numerator: 1, denominator: 10 });
        let royalty = |fallback_fee| RoyaltyFee { exchange_value_fraction: part, fallback_fee };
        let fractional = |net_of_transfers| FractionalFee {
            fractional_amount: part,
            minimum_amount: 1,
            maximum_amount: 50,
            net_of_transfers,
        };
        let fee = match kind % 7 {
            0 => Fee::FixedFee(fixed(100, None)),
            1 => Fee::FixedFee(fixed(3, Some(0))),
            2 => Fee::FixedFee(fixed(3, Some(1))),
            3 => Fee::FractionalFee(fractional(false)),
            4 => Fee::FractionalFee(fractional(true)),
            5 => Fee::RoyaltyFee(royalty(None)),
            _ => Fee::RoyaltyFee(royalty(Some(fixed(7, Some(0))))),
        };
        CustomFee {
            fee: Some(fee),
            fee_collector_account_id: self.account(collector),
            all_collectors_are_exempt: kind.is_multiple_of(2),
        }
    }
}

impl Step {
    /// What is done, as a transaction says it.
    pub(crate) fn data(&self, cast: &Cast) -> Data {
        match &self.deed {
            Deed::Send { .. } | Deed::Give { .. } => Data::CryptoTransfer(self.transfer(cast)),
            Deed::Supply { .. } | Deed::Wipe { .. } => self.supply(cast),
            Deed::Associate { .. } | Deed::Freeze { .. } | Deed::Know { .. } | Deed::Pause { .. } => {
                self.standing(cast)
            }
            Deed::Allow { .. } | Deed::AllowNft { .. } | Deed::Forbid { .. } => self.allowance(cast),
            Deed::Charge { token, fee } => {
                Data::TokenFeeScheduleUpdate(TokenFeeScheduleUpdateTransactionBody {
                    token_id: cast.token(*token),
                    custom_fees: fee
                        .iter()
                        .map(|(collector, kind)| cast.custom_fee(*collector, *kind))
                        .collect(),
                })
            }
            Deed::Succeed { token, treasury } => Data::TokenUpdate(Box::new(TokenUpdateTransactionBody {
                token: cast.token(*token),
                treasury: cast.account(*treasury),
                ..Default::default()
            })),
            _ => self.airdrop(cast),
        }
    }

    fn transfer(&self, cast: &Cast) -> CryptoTransferTransactionBody {
        match self.deed {
            Deed::Send { token, from, to, units, allowed } => {
                let transfers = vec![cast.amount(from, -units, allowed), cast.amount(to, units, false)];
                let list = TokenTransferList { token: cast.token(token), transfers, ..Default::default() };
                CryptoTransferTransactionBody { transfers: None, token_transfers: vec![list] }
            }
            Deed::Give { token, from, to, serial, price, allowed } => {
                let paid = vec![cast.amount(from, price, false), cast.amount(to, -price, false)];
                let paid = TransferList { account_amounts: paid };
                CryptoTransferTransactionBody {
                    transfers: Some(paid).filter(|_| price > 50),
                    token_transfers: vec![cast.moved(token, from, to, serial, allowed)],
                }
            }
            _ => unreachable!("no transfer"),
        }
    }

    fn supply(&self, cast: &Cast) -> Data {
        match self.deed {
            Deed::Supply { token, units, mint: true, .. } if token < FUNGIBLE => {
                Data::TokenMint(TokenMintTransactionBody {
                    token: cast.token(token),
                    amount: units,
                    metadata: vec![],
                })
            }
            Deed::Supply { token, units, mint: true, .. } => {
                let metadata = vec![vec![7; 3].into(); usize::try_from(units % 3 + 1).unwrap_or(1)];
                Data::TokenMint(TokenMintTransactionBody { token: cast.token(token), amount: 0, metadata })
            }
            Deed::Supply { token, units, serial, .. } => {
                let fungible = token < FUNGIBLE;
                Data::TokenBurn(TokenBurnTransactionBody {
                    token: cast.token(token),
                    amount: if fungible { units } else { 0 },
                    serial_numbers: if fungible { vec![] } else { vec![serial] },
                })
            }
            Deed::Wipe { token, account, units, serial } => {
                let fungible = token < FUNGIBLE;
                Data::TokenWipe(TokenWipeAccountTransactionBody {
                    token: cast.token(token),
                    account: cast.account(account),
                    amount: if fungible { units } else { 0 },
                    serial_numbers: if fungible { vec![] } else { vec![serial] },
                })
            }
            _ => unreachable!("no supply"),
        }
    }

    fn standing(&self, cast: &Cast) -> Data {
        match self.deed {
            Deed::Associate { account, token, on } => {
                let (account, tokens) = (cast.account(account), cast.token(token).into_iter().collect());
                if on {
                    Data::TokenAssociate(TokenAssociateTransactionBody { account, tokens })
                } else {
                    Data::TokenDissociate(TokenDissociateTransactionBody { account, tokens })
                }
            }
            Deed::Freeze { account, token, on } => {
                let (account, token) = (cast.account(account), cast.token(token));
                if on {
                    Data::TokenFreeze(TokenFreezeAccountTransactionBody { token, account })
                } else {
                    Data::TokenUnfreeze(TokenUnfreezeAccountTransactionBody { token, account })
                }
            }
            Deed::Know { account, token, on } => {
                let (account, token) = (cast.account(account), cast.token(token));
                if on {
                    Data::TokenGrantKyc(TokenGrantKycTransactionBody { token, account })
                } else {
                    Data::TokenRevokeKyc(TokenRevokeKycTransactionBody { token, account })
                }
            }
            Deed::Pause { token, on: true } => {
                Data::TokenPause(TokenPauseTransactionBody { token: cast.token(token) })
            }
            Deed::Pause { token, .. } => {
                Data::TokenUnpause(TokenUnpauseTransactionBody { token: cast.token(token) })
            }
            _ => unreachable!("no standing"),
        }
    }

    fn allowance(&self, cast: &Cast) -> Data {
        match self.deed {
            Deed::Allow { token, owner, spender, units } => {
                let allowance = TokenAllowance {
                    token_id: cast.token(token),
                    owner: cast.account(owner),
                    spender: cast.account(spender),
                    amount: units,
                };
                Data::CryptoApproveAllowance(CryptoApproveAllowanceTransactionBody {
                    token_allowances: vec![allowance],
                    ..Default::default()
                })
            }
            Deed::AllowNft { token, owner, spender, serial, all } => {
                let allowance = NftAllowance {
                    token_id: cast.token(token),
                    owner: cast.account(owner),
                    spender: cast.account(spender),
                    serial_numbers: serial.into_iter().collect(),
                    approved_for_all: all,
                    ..Default::default()
                };
                Data::CryptoApproveAllowance(CryptoApproveAllowanceTransactionBody {
                    nft_allowances: vec![allowance],
                    ..Default::default()
                })
            }
            Deed::Forbid { token, owner, serial } => {
                let allowance = NftRemoveAllowance {
                    token_id: cast.token(token),
                    owner: cast.account(owner),
                    serial_numbers: vec![serial],
                };
                Data::CryptoDeleteAllowance(CryptoDeleteAllowanceTransactionBody {
                    nft_allowances: vec![allowance],
                })
            }
            _ => unreachable!("no allowance"),
        }
    }

    fn airdrop(&self, cast: &Cast) -> Data {
        match self.deed {
            Deed::Airdrop { token, from, to: [one, other], units } => {
                let mut transfers = vec![cast.amount(from, -units, false), cast.amount(one, units, false)];
                if one != other {
                    transfers[0].amount -= units;
                    transfers.push(cast.amount(other, units, false));
                }
                let list = TokenTransferList { token: cast.token(token), transfers, ..Default::default() };
                Data::TokenAirdrop(TokenAirdropTransactionBody { token_transfers: vec![list] })
            }
            Deed::AirdropNft { token, from, to, serial } => {
                let token_transfers = vec![cast.moved(token, from, to, serial, false)];
                Data::TokenAirdrop(TokenAirdropTransactionBody { token_transfers })
            }
            Deed::Claim { token, from, to, serial } => {
                let pending_airdrops = vec![cast.waiting(token, from, to, serial)];
                Data::TokenClaimAirdrop(TokenClaimAirdropTransactionBody { pending_airdrops })
            }
            Deed::Cancel { token, from, to, serial } => {
                let pending_airdrops = vec![cast.waiting(token, from, to, serial)];
                Data::TokenCancelAirdrop(TokenCancelAirdropTransactionBody { pending_airdrops })
            }
            Deed::Reject { token, owner, serial } => {
                let token = if token < FUNGIBLE {
                    TokenIdentifier::FungibleToken(cast.token(token).unwrap_or_default())
                } else {
                    TokenIdentifier::Nft(cast.nft(token, serial))
                };
                let rejections = vec![TokenReference { token_identifier: Some(token) }];
                Data::TokenReject(TokenRejectTransactionBody { owner: cast.account(owner), rejections })
            }
            _ => unreachable!("no airdrop"),
        }
    }
}
