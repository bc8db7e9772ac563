//! Who is meant by an alias, and the accounts that come into being because they are sent to (HIP-32, HIP-583).

use alloc::vec::Vec;

use hapi_proto::services::{
    AccountAmount, AccountId, CryptoCreateTransactionBody, CryptoTransferTransactionBody, Duration, Key,
    NftTransfer, TokenTransferList, account_id, transaction_body::Data,
};
use smallvec::SmallVec;

use super::{
    form, hbar,
    movement::{Change, Movements, NftChange, TokenMovement},
    require,
};
use crate::{
    ResponseCode,
    config::Config,
    handle::{Charge, Handle},
    keys::{ADDRESS_LEN, alias_key},
    state::{Alias, EntityNum, Store},
};

/// The auto-renew period of an account that is created by being sent to: 90 days, in seconds.
const AUTO_RENEW_PERIOD: i64 = 7_776_000;

/// A transfer in which everybody is known by number.
#[derive(Debug)]
pub(super) struct Resolved {
    /// What it moves.
    pub(super) movements: Movements,
    /// Who was named by alias, created just now or not: they do not pay custom fees of others' schedules.
    pub(super) aliased: SmallVec<[EntityNum; 2]>,
}

/// Finds out who is meant. Accounts that are sent to by an unknown alias are created: of the hbar list first, then of each
/// token's list, fungible amounts before NFTs.
///
/// # Errors
/// `InvalidAccountId` of who cannot be found, `AccountRepeatedInAccountAmounts` and, in the list of a token,
/// `InvalidAliasKey` of who is named twice, and what a creation fails with.
pub(super) fn resolve(
    cx: &mut Handle<'_, '_>,
    op: &CryptoTransferTransactionBody,
) -> Result<Resolved, ResponseCode> {
    let mut resolver = Resolver { cx, op, aliased: SmallVec::new() };
    let mut movements = Movements { hbar: resolver.hbar()?, tokens: Vec::new() };
    if !op.token_transfers.is_empty() {
        let lists = op.token_transfers.iter();
        movements.tokens = lists.map(|list| resolver.token(list)).collect::<Result<_, _>>()?;
    }
    let aliased = resolver.aliased;
    form::nobody_repeated(&movements)?;
    Ok(Resolved { movements, aliased })
}

struct Resolver<'a, 'h, 's> {
    cx: &'a mut Handle<'h, 's>,
    op: &'a CryptoTransferTransactionBody,
    aliased: SmallVec<[EntityNum; 2]>,
}

impl Resolver<'_, '_, '_> {
    fn hbar(&mut self) -> Result<SmallVec<[Change; 4]>, ResponseCode> {
        let amounts = hbar(self.op);
        let mut changes = SmallVec::with_capacity(amounts.len());
        for (index, amount) in amounts.iter().enumerate() {
            let repeated = is_repeated(amounts, index);
            require(!repeated, ResponseCode::AccountRepeatedInAccountAmounts)?;
            changes.push(self.change(amount)?);
        }
        Ok(changes)
    }

    fn token(&mut self, list: &TokenTransferList) -> Result<TokenMovement, ResponseCode> {
        let mut changes = Vec::with_capacity(list.transfers.len());
        for (index, amount) in list.transfers.iter().enumerate() {
            require(!is_repeated(&list.transfers, index), ResponseCode::InvalidAliasKey)?;
            changes.push(self.change(amount)?);
        }
        let nfts = list.nft_transfers.iter().map(|nft| self.nft(nft)).collect::<Result<_, _>>()?;
        let token = list.token.as_ref().and_then(|id| self.cx.store.named_token(self.cx.config, id));
        let token = token.ok_or(ResponseCode::InvalidTokenId)?.num;
        Ok(TokenMovement { token, decimals: list.expected_decimals, changes, nfts })
    }

    fn change(&mut self, amount: &AccountAmount) -> Result<Change, ResponseCode> {
        let account = self.account(amount.account_id.as_ref(), amount.amount > 0)?;
        Ok(Change { account, amount: amount.amount, by_allowance: amount.is_approval })
    }

    fn nft(&mut self, nft: &NftTransfer) -> Result<NftChange, ResponseCode> {
        Ok(NftChange {
            from: self.account(nft.sender_account_id.as_ref(), false)?,
            to: self.account(nft.receiver_account_id.as_ref(), true)?,
            serial: u64::try_from(nft.serial_number)
                .map_err(|_| ResponseCode::InvalidTokenNftSerialNumber)?,
            by_allowance: nft.is_approval,
        })
    }

    /// The account with this id; it is created when it is named by an unknown alias and gets something.
    fn account(&mut self, id: Option<&AccountId>, gets: bool) -> Result<EntityNum, ResponseCode> {
        let id = id.ok_or(ResponseCode::InvalidAccountId)?;
        let Some(account_id::Account::Alias(alias)) = &id.account else {
            return self.cx.store.resolve_account(self.cx.config, id).ok_or(ResponseCode::InvalidAccountId);
        };
        let num = match existing(self.cx, id) {
            Some(num) => num,
            None if gets => create(self.cx, alias, received_by(&self.op.token_transfers, id))?,
            None => return Err(ResponseCode::InvalidAccountId),
        };
        self.aliased.push(num);
        Ok(num)
    }
}

/// Whether an adjustment names the same alias as one before it, in whatever realm.
fn is_repeated(amounts: &[AccountAmount], index: usize) -> bool {
    fn alias(amount: &AccountAmount) -> Option<&Alias> {
        match amount.account_id.as_ref()?.account.as_ref()? {
            account_id::Account::Alias(alias) => Some(alias),
            account_id::Account::AccountNum(_) => None,
        }
    }
    let named = alias(&amounts[index]);
    named.is_some() && amounts[..index].iter().any(|before| alias(before) == named)
}

fn existing(cx: &Handle<'_, '_>, id: &AccountId) -> Option<EntityNum> {
    cx.store.resolve_account(cx.config, id).filter(|num| cx.store.account(num).is_some())
}

/// Whether a credit to this id looks like one that creates an account: by an alias that could be one and is not in use.
pub(super) fn would_create(store: &Store<'_>, config: &Config, id: &AccountId) -> bool {
    let Some(account_id::Account::Alias(alias)) = &id.account else { return false };
    (alias.len() == ADDRESS_LEN || alias_key(alias).is_some()) && store.resolve_account(config, id).is_none()
}

/// How many tokens an account gets: the associations it needs when it is created for them.
pub(super) fn received_by(lists: &[TokenTransferList], id: &AccountId) -> i32 {
    let gets = |list: &&TokenTransferList| {
        list.transfers.iter().any(|amount| amount.amount > 0 && amount.account_id.as_ref() == Some(id))
            || list.nft_transfers.iter().any(|nft| nft.receiver_account_id.as_ref() == Some(id))
    };
    i32::try_from(lists.iter().filter(gets).count()).unwrap_or(i32::MAX)
}

/// Creates the account behind an alias: with the key that the alias is, or hollow behind an EVM address.
fn create(cx: &mut Handle<'_, '_>, alias: &Alias, tokens: i32) -> Result<EntityNum, ResponseCode> {
    let key = match alias_key(alias) {
        Some(_) => prost::Message::decode(alias.clone()).map_err(|_| ResponseCode::InvalidAliasKey)?,
        None if alias.len() == ADDRESS_LEN => Key::list(Vec::new()),
        None => return Err(ResponseCode::InvalidAliasKey),
    };
    let account = CryptoCreateTransactionBody {
        key: Some(key),
        alias: alias.clone(),
        auto_renew_period: Some(Duration { seconds: AUTO_RENEW_PERIOD }),
        max_automatic_token_associations: if cx.config.entities.unlimited_auto_associations {
            -1
        } else {
            tokens
        },
        ..Default::default()
    };
    cx.preceding(Data::CryptoCreateAccount(account), Charge::Payer)?;
    cx.store.resolve_alias(alias).ok_or(ResponseCode::FailInvalid)
}
