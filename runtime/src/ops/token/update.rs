//! Changes of tokens.

use std::collections::BTreeMap;

use bytes::Bytes;
use hapi_proto::services::{
    AccountId, Duration, HederaFunctionality, Key, Timestamp, TokenId, TokenKeyValidation,
    TokenUpdateTransactionBody, transaction_body::Data,
};

use super::TokenRole;
use crate::{
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn},
    registry::{Memo, Subject, TokenMetadata, TokenName, TokenSymbol, TokenTreasury},
    spec::{OpError, OpResult, Spec},
};

/// Changes a token. The payer and the token's admin key sign; where it has none, the keys that may change what changes
/// (HIP-540, HIP-646), and new keys with them. So do a new admin key, a new treasury and a new auto-renew account.
#[track_caller]
pub fn token_update(token: impl Into<Subject<TokenId>>) -> Txn<TokenUpdate> {
    Txn::new(TokenUpdate {
        token: token.into(),
        name: None,
        symbol: None,
        memo: None,
        metadata: None,
        treasury: None,
        keys: BTreeMap::new(),
        validated: true,
        auto_renew_account: None,
        auto_renew_secs: None,
        expiry: None,
    })
}

/// See [`token_update`].
#[derive(Clone, Debug)]
pub struct TokenUpdate {
    token: Subject<TokenId>,
    name: Option<String>,
    symbol: Option<String>,
    memo: Option<String>,
    metadata: Option<Bytes>,
    treasury: Option<Subject<AccountId>>,
    keys: BTreeMap<TokenRole, NewKey>,
    validated: bool,
    auto_renew_account: Option<Subject<AccountId>>,
    auto_renew_secs: Option<i64>,
    expiry: Option<i64>,
}

#[derive(Clone, Debug)]
enum NewKey {
    Existing(Signer),
    Empty,
    Invalid,
}

impl NewKey {
    fn resolve(&self, spec: &Spec) -> Result<Key, OpError> {
        match self {
            Self::Existing(signer) => Ok(signer.resolve(spec)?.0),
            Self::Empty => Ok(Key::list(Vec::new())),
            Self::Invalid => Ok(Key::ed25519(&b"too short"[..])),
        }
    }
}

/// What becomes of the token.
impl Txn<TokenUpdate> {
    /// Calls it this on the network; its name in the registry stays. An empty one changes nothing.
    pub fn name(self, name: impl Into<String>) -> Self {
        self.with_op(|op| op.name = Some(name.into()))
    }

    /// Gives it this symbol. An empty one changes nothing.
    pub fn symbol(self, symbol: impl Into<String>) -> Self {
        self.with_op(|op| op.symbol = Some(symbol.into()))
    }

    /// Gives the token, not the transaction, this memo.
    pub fn entity_memo(self, memo: impl Into<String>) -> Self {
        self.with_op(|op| op.memo = Some(memo.into()))
    }

    /// Gives it, not its NFTs, these metadata (HIP-646).
    pub fn new_metadata(self, metadata: impl Into<Bytes>) -> Self {
        self.with_op(|op| op.metadata = Some(metadata.into()))
    }

    /// Has this account hold what is minted from now on; it gets what the treasury before it has.
    pub fn treasury(self, account: impl Into<Subject<AccountId>>) -> Self {
        self.with_op(|op| op.treasury = Some(account.into()))
    }

    /// Has this account pay for the renewal.
    pub fn auto_renew_account(self, account: impl Into<Subject<AccountId>>) -> Self {
        self.with_op(|op| op.auto_renew_account = Some(account.into()))
    }

    /// Has nobody pay for the renewal any more: account 0.0.0 says so.
    pub fn without_auto_renew_account(self) -> Self {
        self.auto_renew_account(AccountId::from_num(0))
    }

    /// Renews it after so many seconds.
    pub fn auto_renew_period(self, seconds: i64) -> Self {
        self.with_op(|op| op.auto_renew_secs = Some(seconds))
    }

    /// Lets it expire at this second of consensus time.
    pub fn expiry(self, seconds: i64) -> Self {
        self.with_op(|op| op.expiry = Some(seconds))
    }

    /// Lets the token get keys that nobody can sign with, and keys that do not sign (HIP-540).
    pub fn apply_no_validation_to_keys(self) -> Self {
        self.with_op(|op| op.validated = false)
    }

    /// Lets this key do what the role may, in place of another.
    pub fn key(self, role: TokenRole, key: impl Into<Signer>) -> Self {
        self.with_key(role, NewKey::Existing(key.into()))
    }

    /// Takes the key of this role away for ever (HIP-540).
    pub fn properly_emptying(self, role: TokenRole) -> Self {
        self.with_key(role, NewKey::Empty)
    }

    /// Gives the role a key that is too short to be one. Nodes reject that.
    pub fn using_invalid(self, role: TokenRole) -> Self {
        self.with_key(role, NewKey::Invalid)
    }

    fn with_key(self, role: TokenRole, key: NewKey) -> Self {
        self.with_op(|op| drop(op.keys.insert(role, key)))
    }
}

macro_rules! keys {
    ($($role:ident $what:literal $set:ident $empty:ident $invalid:ident;)*) => {
        /// The keys, by role.
        impl Txn<TokenUpdate> {$(
            #[doc = concat!("Replaces the ", $what, " key by this one.")]
            pub fn $set(self, key: impl Into<Signer>) -> Self {
                self.key(TokenRole::$role, key)
            }

            #[doc = concat!("Takes the ", $what, " key away for ever (HIP-540).")]
            pub fn $empty(self) -> Self {
                self.properly_emptying(TokenRole::$role)
            }

            #[doc = concat!("Replaces the ", $what, " key by one that is too short to be one. Nodes reject that.")]
            pub fn $invalid(self) -> Self {
                self.using_invalid(TokenRole::$role)
            }
        )*}
    };
}

keys! {
    Admin "admin" admin_key properly_emptying_admin_key using_invalid_admin_key;
    Kyc "KYC" kyc_key properly_emptying_kyc_key using_invalid_kyc_key;
    Freeze "freeze" freeze_key properly_emptying_freeze_key using_invalid_freeze_key;
    Wipe "wipe" wipe_key properly_emptying_wipe_key using_invalid_wipe_key;
    Supply "supply" supply_key properly_emptying_supply_key using_invalid_supply_key;
    FeeSchedule "fee schedule" fee_schedule_key properly_emptying_fee_schedule_key using_invalid_fee_schedule_key;
    Pause "pause" pause_key properly_emptying_pause_key using_invalid_pause_key;
    Metadata "metadata" metadata_key properly_emptying_metadata_key using_invalid_metadata_key;
}

impl TokenUpdate {
    /// Who may change what changes of a token without admin key: the holders of the keys of the roles.
    fn holders(&self, spec: &Spec) -> Vec<Signer> {
        let mut signers = Vec::new();
        if self.metadata.is_some() {
            signers.extend(TokenRole::Metadata.signer(spec, &self.token));
        }
        for (role, key) in &self.keys {
            signers.extend(role.signer(spec, &self.token));
            if let (NewKey::Existing(signer), true, false) = (key, self.validated, *role == TokenRole::Admin)
            {
                signers.push(signer.clone());
            }
        }
        signers
    }
}

impl TransactionOp for TokenUpdate {
    type Receipt = ();

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenUpdate;

    fn verb(&self) -> &'static str {
        "token_update"
    }

    fn subject(&self) -> String {
        self.token.to_string()
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let account = |account: &Option<Subject<AccountId>>| {
            account.as_ref().map(|account| account.resolve(spec)).transpose()
        };
        let key = |role| self.keys.get(&role).map(|key| key.resolve(spec)).transpose();
        let mode = if self.validated {
            TokenKeyValidation::FullValidation
        } else {
            TokenKeyValidation::NoValidation
        };
        Ok(Data::TokenUpdate(Box::new(TokenUpdateTransactionBody {
            token: Some(self.token.resolve(spec)?),
            name: self.name.clone().unwrap_or_default(),
            symbol: self.symbol.clone().unwrap_or_default(),
            memo: self.memo.clone(),
            metadata: self.metadata.as_ref().map(|metadata| metadata.to_vec()),
            treasury: account(&self.treasury)?,
            admin_key: key(TokenRole::Admin)?,
            kyc_key: key(TokenRole::Kyc)?,
            freeze_key: key(TokenRole::Freeze)?,
            wipe_key: key(TokenRole::Wipe)?,
            supply_key: key(TokenRole::Supply)?,
            fee_schedule_key: key(TokenRole::FeeSchedule)?,
            pause_key: key(TokenRole::Pause)?,
            metadata_key: key(TokenRole::Metadata)?,
            key_verification_mode: mode.into(),
            auto_renew_account: account(&self.auto_renew_account)?,
            auto_renew_period: self.auto_renew_secs.map(|seconds| Duration { seconds }),
            expiry: self.expiry.map(|seconds| Timestamp::new(seconds, 0)),
        })))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        let none = Subject::Id(AccountId::from_num(0));
        let accounts = self.treasury.iter().chain(&self.auto_renew_account);
        let accounts = accounts.filter(|account| **account != none).cloned().map(Signer::from);
        let new_admin = match self.keys.get(&TokenRole::Admin) {
            Some(NewKey::Existing(signer)) => Some(signer.clone()),
            _ => None,
        };
        let changing = match TokenRole::Admin.signer(spec, &self.token) {
            Some(admin) => vec![admin],
            None => self.holders(spec),
        };
        Ok(changing.into_iter().chain(new_admin).chain(accounts).collect())
    }

    fn on_success(&self, spec: &Spec, _resolved: &Resolved) -> OpResult {
        let Some(token) = self.token.name(spec) else { return Ok(()) };
        let registry = spec.registry();
        if let Some(name) = self.name.as_ref().filter(|name| !name.is_empty()) {
            registry.put(&token, TokenName(name.clone()));
        }
        if let Some(symbol) = self.symbol.as_ref().filter(|symbol| !symbol.is_empty()) {
            registry.put(&token, TokenSymbol(symbol.clone()));
        }
        if let Some(memo) = &self.memo {
            registry.put(&token, Memo(memo.clone()));
        }
        if let Some(metadata) = &self.metadata {
            registry.put(&token, TokenMetadata(metadata.clone()));
        }
        if let Some(treasury) = &self.treasury {
            registry.put(&token, TokenTreasury(treasury.resolve(spec)?));
        }
        for (role, key) in &self.keys {
            match key {
                NewKey::Existing(signer) => role.remember(spec, &token, signer)?,
                NewKey::Empty | NewKey::Invalid => role.forget(spec, &token),
            }
        }
        Ok(())
    }

    fn receipt(&self, _resolved: &Resolved) {}
}
