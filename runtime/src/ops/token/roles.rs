//! The keys of tokens: what each is for, and what the registry calls it.

use hapi_proto::services::{Key, TokenId};

use crate::{
    keys::Signer,
    registry::Subject,
    spec::{OpError, Spec},
};

/// What a key of a token lets its holder do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenRole {
    /// Change and delete the token.
    Admin,
    /// Say which accounts are known to whom they have to be.
    Kyc,
    /// Freeze accounts, and unfreeze them.
    Freeze,
    /// Take units and NFTs away from accounts.
    Wipe,
    /// Mint and burn.
    Supply,
    /// Change the custom fees (HIP-18).
    FeeSchedule,
    /// Pause the token (HIP-24).
    Pause,
    /// Change the metadata of the token and of its NFTs (HIP-646, HIP-657).
    Metadata,
}

impl TokenRole {
    /// Every role.
    pub const ALL: [Self; 8] = [
        Self::Admin,
        Self::Kyc,
        Self::Freeze,
        Self::Wipe,
        Self::Supply,
        Self::FeeSchedule,
        Self::Pause,
        Self::Metadata,
    ];

    /// The name under which the registry has this key of the token of that name: `gold_SUPPLY_KEY`.
    pub fn key_of(self, token: &str) -> String {
        let role = match self {
            Self::Admin => "ADMIN_KEY",
            Self::Kyc => "KYC_KEY",
            Self::Freeze => "FREEZE_KEY",
            Self::Wipe => "WIPE_KEY",
            Self::Supply => "SUPPLY_KEY",
            Self::FeeSchedule => "FEE_SCHEDULE_KEY",
            Self::Pause => "PAUSE_KEY",
            Self::Metadata => "METADATA_KEY",
        };
        format!("{token}_{role}")
    }

    /// Who signs for this role of a token; `None` if the token has no such key, as far as the spec knows.
    pub(crate) fn signer(self, spec: &Spec, token: &Subject<TokenId>) -> Option<Signer> {
        let name = token.name(spec)?;
        // A static is entered with all that belongs to it, but only when it is itself asked for.
        spec.registry().find::<TokenId>(&name)?;
        let key = self.key_of(&name);
        spec.registry().find::<Key>(&key).map(|_| Signer::Named(key))
    }

    /// Has the registry know this key of the token of that name.
    pub(super) fn remember(self, spec: &Spec, token: &str, signer: &Signer) -> Result<(), OpError> {
        let (key, control) = signer.resolve(spec)?;
        let name = self.key_of(token);
        if key.is_empty_list() {
            spec.registry().remove::<Key>(&name);
            return Ok(());
        }
        spec.keys().set_control(&name, control);
        spec.registry().put(name, key);
        Ok(())
    }

    /// Has the registry know that the token of that name has no such key.
    pub(super) fn forget(self, spec: &Spec, token: &str) {
        spec.registry().remove::<Key>(&self.key_of(token));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_role_has_a_name_of_its_own() {
        let names: BTreeSet<_> = TokenRole::ALL.map(|role| role.key_of("gold")).into_iter().collect();
        assert_eq!(names.len(), TokenRole::ALL.len());
        assert!(names.contains("gold_FEE_SCHEDULE_KEY"));
    }
}
