//! Transfers of hbar and tokens.

use std::{fmt, sync::Arc};

use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, HederaFunctionality, NftTransfer, TokenId,
    TokenTransferList, TransferList, transaction_body::Data,
};

use super::{
    AccountRef,
    movement::{Change, IntoMovements, Movement, What},
};
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::{ReceiverSigRequired, Subject},
    spec::{OpError, Spec},
};

/// Moves hbar and tokens. The payer, every account that gives (unless by an allowance) and every one that must sign to
/// be credited sign, as far as the spec knows their keys.
#[track_caller]
pub fn crypto_transfer(movements: impl IntoMovements) -> Txn<CryptoTransfer> {
    Txn::new(CryptoTransfer::new(movements.into_movements(), None))
}

/// The same as [`crypto_transfer`], with the entries of each list in the order of the accounts: what consensus does in
/// the order of the list (it creates accounts, for example), it then does in an order that is known.
#[track_caller]
pub fn sorted_crypto_transfer(movements: impl IntoMovements) -> Txn<CryptoTransfer> {
    crypto_transfer(movements).with_op(|op| op.sorted = true)
}

/// Moves what `build` writes into the body: for bodies that no movement would come to.
#[track_caller]
pub fn crypto_transfer_with(
    build: impl Fn(&Spec, &mut CryptoTransferTransactionBody) + Send + Sync + 'static,
) -> Txn<CryptoTransfer> {
    Txn::new(CryptoTransfer::new(Vec::new(), Some(Arc::new(build))))
}

type RawBody = Arc<dyn Fn(&Spec, &mut CryptoTransferTransactionBody) + Send + Sync>;

/// See [`crypto_transfer`].
#[derive(Clone)]
pub struct CryptoTransfer {
    movements: Vec<Movement>,
    raw: Option<RawBody>,
    aggregated: bool,
    sorted: bool,
    unbalanced: bool,
}

impl Txn<CryptoTransfer> {
    /// Keeps changes of the same account apart, one entry each; nodes reject that.
    pub fn dont_fully_aggregate_transfers(self) -> Self {
        self.with_op(|op| op.aggregated = false)
    }

    /// Adds a tinybar to the first amount of hbar, so that the amounts no longer add up to zero; nodes reject that.
    pub fn breaking_net_zero_invariant(self) -> Self {
        self.with_op(|op| op.unbalanced = true)
    }
}

impl CryptoTransfer {
    fn new(movements: Vec<Movement>, raw: Option<RawBody>) -> Self {
        Self { movements, raw, aggregated: true, sorted: false, unbalanced: false }
    }

    fn write(&self, spec: &Spec) -> Result<CryptoTransferTransactionBody, OpError> {
        let mut body = CryptoTransferTransactionBody::default();
        for movement in &self.movements {
            match &movement.what {
                What::Tinybars => {
                    let list = body.transfers.get_or_insert_with(TransferList::default);
                    self.add(spec, &mut list.account_amounts, &movement.changes)?;
                }
                What::Units { token, decimals } => {
                    let list = token_list(&mut body.token_transfers, spec, token)?;
                    list.expected_decimals = list.expected_decimals.or(*decimals);
                    self.add(spec, &mut list.transfers, &movement.changes)?;
                }
                What::Serials { token, serials } => {
                    let list = token_list(&mut body.token_transfers, spec, token)?;
                    list.nft_transfers.extend(nft_transfers(spec, serials, &movement.changes)?);
                }
            }
        }
        if let Some(write) = &self.raw {
            write(spec, &mut body);
        }
        if self.sorted {
            sort(&mut body);
        }
        if self.unbalanced {
            unbalance(&mut body)?;
        }
        Ok(body)
    }

    /// Adds the changes of units or tinybars, one entry for each account: nodes accept no more.
    fn add(&self, spec: &Spec, entries: &mut Vec<AccountAmount>, changes: &[Change]) -> Result<(), OpError> {
        for change in changes {
            let account_id = Some(change.account.resolve(spec)?);
            let same = |entry: &&mut AccountAmount| {
                self.aggregated && entry.account_id == account_id && entry.is_approval == change.by_allowance
            };
            let merged = entries.iter_mut().find(same).and_then(|entry| {
                entry.amount = entry.amount.checked_add(change.amount)?;
                Some(())
            });
            if merged.is_none() {
                entries.push(AccountAmount {
                    account_id,
                    amount: change.amount,
                    is_approval: change.by_allowance,
                    hook_call: None,
                });
            }
        }
        Ok(())
    }
}

fn sort(body: &mut CryptoTransferTransactionBody) {
    let hbar = body.transfers.iter_mut().map(|list| &mut list.account_amounts);
    let units = body.token_transfers.iter_mut().map(|list| &mut list.transfers);
    hbar.chain(units).for_each(|entries| entries.sort_by(|a, b| a.account_id.cmp(&b.account_id)));
}

fn unbalance(body: &mut CryptoTransferTransactionBody) -> Result<(), OpError> {
    let first = body.transfers.as_mut().and_then(|list| list.account_amounts.first_mut());
    let first = first.ok_or_else(|| OpError::new("the transfer moves no hbar that could be unbalanced"))?;
    first.amount = first.amount.wrapping_add(1);
    Ok(())
}

fn token_list<'a>(
    lists: &'a mut Vec<TokenTransferList>,
    spec: &Spec,
    token: &Subject<TokenId>,
) -> Result<&'a mut TokenTransferList, OpError> {
    let token = Some(token.resolve(spec)?);
    let known = lists.iter().position(|list| list.token == token);
    let index = known.unwrap_or_else(|| {
        lists.push(TokenTransferList { token, ..TokenTransferList::default() });
        lists.len() - 1
    });
    Ok(&mut lists[index])
}

fn nft_transfers(spec: &Spec, serials: &[i64], changes: &[Change]) -> Result<Vec<NftTransfer>, OpError> {
    let (givers, receivers): (Vec<&Change>, Vec<&Change>) =
        changes.iter().partition(|change| change.amount < 0);
    let account =
        |changes: &[&Change]| changes.first().map(|change| change.account.resolve(spec)).transpose();
    let (sender, receiver) = (account(&givers)?, account(&receivers)?);
    let transfer = |serial: &i64| NftTransfer {
        sender_account_id: sender.clone(),
        receiver_account_id: receiver.clone(),
        serial_number: *serial,
        is_approval: givers.first().is_some_and(|change| change.by_allowance),
        ..NftTransfer::default()
    };
    Ok(serials.iter().map(transfer).collect())
}

impl TransactionOp for CryptoTransfer {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::CryptoTransfer;

    fn verb(&self) -> &'static str {
        "crypto_transfer"
    }

    fn subject(&self) -> String {
        if self.raw.is_some() {
            return "raw body".into();
        }
        self.movements.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        Ok(Data::CryptoTransfer(self.write(spec)?))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        if self.raw.is_none() {
            let changes = self.movements.iter().flat_map(|movement| &movement.changes);
            return Ok(changes.filter_map(|change| signer(spec, change)).collect());
        }
        let body = self.write(spec)?;
        let units = body.token_transfers.iter().flat_map(|list| &list.transfers);
        let amounts = body.transfers.iter().flat_map(|list| &list.account_amounts).chain(units);
        let nfts = body.token_transfers.iter().flat_map(|list| &list.nft_transfers);
        let change = |account: &Option<AccountId>, amount, by_allowance| {
            let account = AccountRef::from(account.clone()?);
            signer(spec, &Change { account, amount, by_allowance })
        };
        let of_amounts =
            amounts.filter_map(|entry| change(&entry.account_id, entry.amount, entry.is_approval));
        let of_nfts = nfts.flat_map(|nft| {
            [change(&nft.sender_account_id, -1, nft.is_approval), change(&nft.receiver_account_id, 1, false)]
        });
        Ok(of_amounts.chain(of_nfts.flatten()).collect())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}

/// Who signs for a change, if anybody needs to that the spec knows a key of.
fn signer(spec: &Spec, change: &Change) -> Option<Signer> {
    let gives = change.amount < 0 && !change.by_allowance;
    match &change.account {
        AccountRef::KeyAlias(signer) | AccountRef::EvmAddressOf(signer) => gives.then(|| signer.clone()),
        AccountRef::Alias(_) => None,
        AccountRef::Known(subject) => {
            let name = subject.name(spec)?;
            let required =
                || spec.registry().find(&name).is_some_and(|ReceiverSigRequired(required)| required);
            let signer = Signer::Named(name.clone());
            let signs = gives || (change.amount > 0 && required());
            (signs && signer.resolve(spec).is_ok()).then_some(signer)
        }
    }
}

impl fmt::Display for Movement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Tinybars => {
                let moved = self.changes.iter().map(|change| change.amount).find(|amount| *amount < 0);
                let amount = moved.or(self.changes.first().map(|change| change.amount)).unwrap_or(0);
                let amount = amount.checked_abs().unwrap_or(amount);
                write!(f, "{}", hapi_proto::Hbar::from_tinybars(amount))?;
            }
            What::Units { token, .. } => write!(f, "units of {token}")?,
            What::Serials { token, serials } => write!(f, "{token} {serials:?}")?,
        }
        let labels = |gives| {
            let side = self.changes.iter().filter(move |change| (change.amount < 0) == gives);
            side.map(|change| change.account.to_string()).collect::<Vec<_>>().join(" and ")
        };
        write!(f, " from {} to {}", labels(true), labels(false))
    }
}
