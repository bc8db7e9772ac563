//! Movements as transfers list them.

use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, Key, NftTransfer, TokenId, TokenTransferList,
    TransferList,
};

use super::{
    AccountRef,
    movement::{Change, Movement, What},
};
use crate::{
    keys::Signer,
    registry::{ReceiverSigRequired, Subject},
    spec::{OpError, Spec},
};

/// The lists of a transfer that makes these movements: one of hbar, one for each token, in the order of their first
/// mention. Where they are `aggregated`, each list has one entry for an account: nodes accept no more.
pub(crate) fn lists<'a>(
    movements: impl IntoIterator<Item = &'a Movement>,
    aggregated: bool,
    spec: &Spec,
) -> Result<CryptoTransferTransactionBody, OpError> {
    let mut body = CryptoTransferTransactionBody::default();
    for Movement { what, changes } in movements {
        match what {
            What::Tinybars => {
                let list = body.transfers.get_or_insert_with(TransferList::default);
                add(&mut list.account_amounts, changes, aggregated, spec)?;
            }
            What::Units { token, decimals } => {
                let list = token_list(&mut body.token_transfers, spec, token)?;
                list.expected_decimals = list.expected_decimals.or(*decimals);
                add(&mut list.transfers, changes, aggregated, spec)?;
            }
            What::Serials { token, serials } => {
                let list = token_list(&mut body.token_transfers, spec, token)?;
                list.nft_transfers.extend(nft_transfers(spec, serials, changes)?);
            }
        }
    }
    Ok(body)
}

/// Adds the changes of units or tinybars.
fn add(
    entries: &mut Vec<AccountAmount>,
    changes: &[Change],
    aggregated: bool,
    spec: &Spec,
) -> Result<(), OpError> {
    for change in changes {
        let account_id = Some(change.account.resolve(spec)?);
        let same = |entry: &&mut AccountAmount| {
            aggregated && entry.account_id == account_id && entry.is_approval == change.by_allowance
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

/// All serial numbers to the one receiver, or one to each of several.
fn nft_transfers(spec: &Spec, serials: &[i64], changes: &[Change]) -> Result<Vec<NftTransfer>, OpError> {
    let (givers, receivers): (Vec<&Change>, Vec<&Change>) =
        changes.iter().partition(|change| change.amount < 0);
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    if receivers.len() > 1 && receivers.len() != serials.len() {
        let (serials, receivers) = (serials.len(), receivers.len());
        let advice = "give all to one, or one to each";
        return Err(OpError::new(format!(
            "{serials} serial numbers do not divide among {receivers} receivers: {advice}"
        )));
    }
    let giver = givers.first();
    let sender = giver.map(|change| change.account.resolve(spec)).transpose()?;
    let mut transfers = Vec::with_capacity(serials.len());
    for (index, serial) in serials.iter().enumerate() {
        let receiver = receivers.get(index).or(receivers.first());
        transfers.push(NftTransfer {
            sender_account_id: sender.clone(),
            receiver_account_id: receiver.map(|change| change.account.resolve(spec)).transpose()?,
            serial_number: *serial,
            is_approval: giver.is_some_and(|change| change.by_allowance),
            ..NftTransfer::default()
        });
    }
    Ok(transfers)
}

/// Who signs for these movements, as far as the spec knows their keys: who gives, unless by an allowance, and who must
/// sign to be credited.
pub(crate) fn signers<'a>(movements: impl IntoIterator<Item = &'a Movement>, spec: &Spec) -> Vec<Signer> {
    let changes = movements.into_iter().flat_map(|movement| &movement.changes);
    changes.filter_map(|change| signer(spec, change)).collect()
}

/// Who of these signs where receivers need not: who gives, unless by an allowance.
pub(crate) fn givers<'a>(movements: impl IntoIterator<Item = &'a Movement>, spec: &Spec) -> Vec<Signer> {
    let changes = movements.into_iter().flat_map(|movement| &movement.changes);
    changes.filter(|change| change.amount < 0).filter_map(|change| signer(spec, change)).collect()
}

/// The same as [`signers`] for lists that no movement came to.
pub(super) fn signers_of_lists(body: &CryptoTransferTransactionBody, spec: &Spec) -> Vec<Signer> {
    changes_of_lists(body).filter_map(|change| signer(spec, &change)).collect()
}

/// The same as [`givers`] for lists that no movement came to.
pub(crate) fn givers_of_lists(body: &CryptoTransferTransactionBody, spec: &Spec) -> Vec<Signer> {
    let given = changes_of_lists(body).filter(|change| change.amount < 0);
    given.filter_map(|change| signer(spec, &change)).collect()
}

fn changes_of_lists(body: &CryptoTransferTransactionBody) -> impl Iterator<Item = Change> {
    let units = body.token_transfers.iter().flat_map(|list| &list.transfers);
    let amounts = body.transfers.iter().flat_map(|list| &list.account_amounts).chain(units);
    let nfts = body.token_transfers.iter().flat_map(|list| &list.nft_transfers);
    let change = |account: &Option<AccountId>, amount, by_allowance| {
        Some(Change { account: AccountRef::from(account.clone()?), amount, by_allowance })
    };
    let of_amounts =
        amounts.filter_map(move |entry| change(&entry.account_id, entry.amount, entry.is_approval));
    let of_nfts = nfts.flat_map(move |nft| {
        [change(&nft.sender_account_id, -1, nft.is_approval), change(&nft.receiver_account_id, 1, false)]
    });
    of_amounts.chain(of_nfts.flatten())
}

/// Who signs for a change, if anybody needs to that the spec knows a key of.
fn signer(spec: &Spec, change: &Change) -> Option<Signer> {
    let gives = change.amount < 0 && !change.by_allowance;
    match &change.account {
        AccountRef::KeyAlias(signer) | AccountRef::EvmAddressOf(signer) => gives.then(|| signer.clone()),
        AccountRef::Alias(_) => None,
        AccountRef::Known(subject) => {
            let (name, registry) = (subject.name(spec)?, spec.registry());
            let required = || registry.find(&name).is_some_and(|ReceiverSigRequired(required)| required);
            if !gives && (change.amount <= 0 || !required()) {
                return None;
            }
            let has_key = registry.has::<Key>(&name);
            let signer = Signer::Named(name);
            (has_key || signer.resolve(spec).is_ok()).then_some(signer)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::{
        assertions::testing,
        crypto::{SerialsExt, UnitsExt, moving, moving_unique, send},
    };

    fn spec() -> Spec {
        let spec = testing::spec();
        for (name, num) in [("a", 1001), ("b", 1002), ("c", 1003)] {
            spec.registry().put(name, AccountId::from_num(num));
        }
        spec.registry().put("t", TokenId::from_num(2001));
        spec.registry().put("n", TokenId::from_num(2002));
        spec
    }

    fn told(body: &CryptoTransferTransactionBody) -> Vec<String> {
        let id = |account: &Option<AccountId>| account.as_ref().map_or("?".into(), ToString::to_string);
        let list = |list: &TokenTransferList| {
            let units = list.transfers.iter().map(|each| {
                format!(
                    "{} {:+}{}",
                    id(&each.account_id),
                    each.amount,
                    if each.is_approval { "!" } else { "" }
                )
            });
            let nfts = list.nft_transfers.iter().map(|each| {
                let (from, to) = (id(&each.sender_account_id), id(&each.receiver_account_id));
                format!("{from} -> {to} #{}{}", each.serial_number, if each.is_approval { "!" } else { "" })
            });
            let token = list.token.as_ref().expect("each list is of a token");
            format!(
                "{token} {:?}: {}",
                list.expected_decimals,
                units.chain(nfts).collect::<Vec<_>>().join(", ")
            )
        };
        body.token_transfers.iter().map(list).collect()
    }

    #[test]
    fn each_token_has_one_list_and_each_account_one_entry() {
        let movements = [
            send(5.of("t")).from("a").to("b"),
            send("n".serial(1)).from("a").to("b"),
            moving(6, "t").distributing("a", ["b", "c"]),
            moving(1, "t").with_allowance().between("a", "c"),
        ];
        let expected = [
            "0.0.2001 None: 0.0.1001 -11, 0.0.1002 +8, 0.0.1003 +4, 0.0.1001 -1!",
            "0.0.2002 None: 0.0.1001 -> 0.0.1002 #1",
        ];
        assert_eq!(told(&lists(&movements, true, &spec()).unwrap()), expected);
        let apart = lists(&movements[..1], false, &spec()).unwrap();
        assert_eq!(apart.token_transfers[0].transfers.len(), 2);
    }

    #[test]
    fn serials_go_to_one_or_one_to_each() {
        let movements = [
            moving_unique("n", [1, 2]).with_allowance().between("a", "b"),
            moving_unique("n", [3, 4]).distributing("a", ["b", "c"]),
        ];
        let expected = "0.0.2002 None: 0.0.1001 -> 0.0.1002 #1!, 0.0.1001 -> 0.0.1002 #2!, \
                        0.0.1001 -> 0.0.1002 #3, 0.0.1001 -> 0.0.1003 #4";
        assert_eq!(told(&lists(&movements, true, &spec()).unwrap()), [expected]);
        let uneven = moving_unique("n", [1, 2, 3]).distributing("a", ["b", "c"]);
        let error = lists([&uneven], true, &spec()).unwrap_err();
        assert!(error.message().starts_with("3 serial numbers do not divide among 2 receivers"), "{error}");
    }

    #[test]
    fn decimals_are_those_of_the_list_and_empty_lists_are_kept() {
        let movements = [send(5.of("t").with_decimals(2)).from("a").to("b"), moving_unique("n", [1]).empty()];
        let expected = ["0.0.2001 Some(2): 0.0.1001 -5, 0.0.1002 +5", "0.0.2002 None: "];
        assert_eq!(told(&lists(&movements, true, &spec()).unwrap()), expected);
    }

    #[test]
    fn a_token_that_nobody_has_named_is_an_error() {
        let error = lists([&moving(1, "nowhere").between("a", "b")], true, &spec()).unwrap_err();
        assert!(error.message().contains("no token is named `nowhere`"), "{error}");
    }
}
