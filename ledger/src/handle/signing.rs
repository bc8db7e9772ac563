//! Whether everyone signed who must, and hollow accounts that show their key.

use alloc::{sync::Arc, vec::Vec};

use hapi_proto::services::{self as hapi, CryptoUpdateTransactionBody, transaction_body::Data};

use super::{Charge, Handle};
use crate::{
    envelope::Signatures,
    keys::{Key, Requirement},
    state::{Account, EntityNum, Store},
};

/// Whether the payer signed: with its key, or when hollow, with the key behind its alias.
pub(crate) fn payer_signed(signatures: &mut Signatures<'_>, payer: &Account) -> bool {
    if payer.is_hollow() {
        signatures.signed_by_address(&payer.alias).is_some()
    } else {
        signatures.signed_by(&payer.key)
    }
}

/// Whether all requirements are met. All are looked at, so that all their signatures are verified and counted.
pub(crate) fn all_signed(
    signatures: &mut Signatures<'_>,
    store: &Store<'_>,
    required: &[Requirement],
) -> bool {
    let mut all = true;
    for requirement in required {
        all &= match requirement {
            Requirement::Key(key) => signatures.signed_by(key),
            Requirement::Hollow { account } => store
                .account(account)
                .is_some_and(|account| signatures.signed_by_address(&account.alias).is_some()),
            Requirement::Address(address) => signatures.signed_by_address(address).is_some(),
            Requirement::Optional(key) => {
                signatures.signed_by(key);
                true
            }
        };
    }
    all
}

/// The keys that signed though they need not have.
pub(super) fn offered_keys(signatures: &mut Signatures<'_>, required: &[Requirement]) -> Vec<Arc<Key>> {
    let optional = required.iter().filter_map(|requirement| match requirement {
        Requirement::Optional(key) => Some(key),
        _ => None,
    });
    optional.filter(|key| signatures.signed_by(key)).cloned().collect()
}

/// The hollow accounts that a transaction involves and that signed it, with the keys they showed.
pub(crate) fn shown_keys(
    signatures: &mut Signatures<'_>,
    store: &Store<'_>,
    payer: &Account,
    required: &[Requirement],
) -> Vec<(EntityNum, [u8; 33])> {
    let others = required.iter().filter_map(|requirement| match requirement {
        Requirement::Hollow { account } => store.account(account),
        _ => None,
    });
    let hollow_payer = Some(payer).filter(|payer| payer.is_hollow());
    hollow_payer
        .into_iter()
        .chain(others)
        .filter_map(|account| Some((account.num, signatures.signed_by_address(&account.alias)?)))
        .collect()
}

impl Handle<'_, '_> {
    /// Gives hollow accounts the keys they showed, each by a preceding update of its own, as far as there is room.
    pub(super) fn complete_hollow(&mut self, shown: &[(EntityNum, [u8; 33])]) {
        for (account, key) in shown.iter().take(self.config.transaction.max_preceding) {
            let update = CryptoUpdateTransactionBody {
                account_id_to_update: Some(self.account_id(*account)),
                key: Some(hapi::Key::ecdsa(key.to_vec())),
                ..Default::default()
            };
            // A completion that fails leaves the account as it was; the transaction goes on without it.
            let _ = self.preceding(Data::CryptoUpdateAccount(update), Charge::Free);
        }
    }
}
