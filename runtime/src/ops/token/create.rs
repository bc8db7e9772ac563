//! Creation of tokens.

mod modifiers;

use std::collections::BTreeMap;

use bytes::Bytes;
use hapi_proto::services::{
    AccountId, ContractId, Duration, HederaFunctionality, Key, ResponseCodeEnum, Timestamp,
    TokenCreateTransactionBody, TokenId, TokenSupplyType, TokenType, transaction_body::Data,
};

use super::{TokenFee, TokenRole};
use crate::{
    fixtures::StaticEntry,
    keys::Signer,
    ops::{Resolved, TransactionOp, Txn, exposed::Exposed},
    registry::{DEFAULT_PAYER, Memo, Subject, TokenMetadata, TokenName, TokenSymbol, TokenTreasury},
    spec::{OpError, OpResult, Spec},
};

/// Creates a token, and gives it and its keys names (see [`TokenRole::key_of`]). Without further ado it is a fungible one
/// without keys or limit, called as here; the default payer is its treasury and has the setup's initial supply. The payer,
/// the treasury, the admin key, the auto-renew account, and the collectors of custom fees that have to, sign.
///
/// ```
/// # use hapi_test_runtime::{hapi_spec, ops::*, spec::IntoSpec};
/// fn gold_is_minted_by_its_mint() -> impl IntoSpec {
///     hapi_spec![
///         new_key_named("mint"),
///         token_create("gold").decimals(2).initial_supply(500).max_supply(1_000).supply_key("mint"),
///         mint_token("gold", 500),
///         get_token_info("gold").has_total_supply(1_000).has_supply_key("mint"),
///     ]
/// }
/// # assert_eq!(gold_is_minted_by_its_mint().into_spec().len(), 4);
/// ```
#[track_caller]
pub fn token_create(name: impl Into<String>) -> Txn<TokenCreate> {
    Txn::new(TokenCreate::called(name.into()))
}

/// See [`token_create`].
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is one modifier, independent of the others")]
pub struct TokenCreate {
    called: String,
    name: String,
    symbol: String,
    memo: String,
    metadata: Bytes,
    kind: TokenType,
    supply_type: Option<TokenSupplyType>,
    initial_supply: Option<u64>,
    max_supply: i64,
    decimals: Option<u32>,
    treasury: Option<Subject<AccountId>>,
    keys: BTreeMap<TokenRole, Signer>,
    freeze_default: bool,
    fees: Vec<TokenFee>,
    auto_renew_account: Option<Subject<AccountId>>,
    auto_renew: AutoRenew,
    expiry: Expires,
    advertised: bool,
    callable: bool,
    remembered: bool,
    created_id: Exposed<TokenId>,
    address: Exposed<[u8; 20]>,
}

/// How long until the token is renewed.
#[derive(Clone, Copy, Debug)]
enum AutoRenew {
    /// The setup's period, if an account pays for it.
    Setup,
    Seconds(i64),
    Absent,
}

/// When the token expires.
#[derive(Clone, Copy, Debug)]
enum Expires {
    /// After the setup's period; nodes heed that only where no account renews it.
    Setup,
    At(i64),
    Absent,
}

/// What comes of creating a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenCreated {
    /// The new token; without a number if the creation failed, as expected, or its status is not waited for.
    pub token_id: TokenId,
    /// The status.
    pub status: ResponseCodeEnum,
}

impl From<&TokenCreated> for Subject<TokenId> {
    fn from(created: &TokenCreated) -> Self {
        Self::Id(created.token_id)
    }
}

impl TokenCreate {
    fn called(called: String) -> Self {
        let name = StaticEntry::shown(&called).to_owned();
        Self {
            symbol: symbol_of(&name),
            called,
            name,
            memo: String::new(),
            metadata: Bytes::new(),
            kind: TokenType::FungibleCommon,
            supply_type: None,
            initial_supply: None,
            max_supply: 0,
            decimals: None,
            treasury: Some(DEFAULT_PAYER.into()),
            keys: BTreeMap::new(),
            freeze_default: false,
            fees: Vec::new(),
            auto_renew_account: None,
            auto_renew: AutoRenew::Setup,
            expiry: Expires::Setup,
            advertised: false,
            callable: false,
            remembered: true,
            created_id: Exposed::default(),
            address: Exposed::default(),
        }
    }

    fn resolved_key(&self, spec: &Spec, role: TokenRole) -> Result<Option<Key>, OpError> {
        let signer = self.keys.get(&role);
        Ok(signer.map(|signer| signer.resolve(spec)).transpose()?.map(|(key, _)| key))
    }

    fn supply_type(&self) -> TokenSupplyType {
        let implied = if self.max_supply == 0 { TokenSupplyType::Infinite } else { TokenSupplyType::Finite };
        self.supply_type.unwrap_or(implied)
    }

    fn renewal_secs(&self, spec: &Spec) -> Option<i64> {
        match self.auto_renew {
            AutoRenew::Setup => self.auto_renew_account.as_ref().map(|_| spec.setup().auto_renew_secs),
            AutoRenew::Seconds(seconds) => Some(seconds),
            AutoRenew::Absent => None,
        }
    }

    fn expiry_secs(&self, spec: &Spec) -> Option<i64> {
        match self.expiry {
            Expires::Setup => Some(spec.consensus_time().seconds + spec.setup().auto_renew_secs),
            Expires::At(seconds) => Some(seconds),
            Expires::Absent => None,
        }
    }

    fn remember(&self, spec: &Spec, id: TokenId) -> OpResult {
        let (name, registry) = (&self.called, spec.registry());
        registry.put(name, id);
        registry.put(name, TokenName(self.name.clone()));
        registry.put(name, TokenSymbol(self.symbol.clone()));
        registry.put(name, TokenMetadata(self.metadata.clone()));
        registry.put(name, Memo(self.memo.clone()));
        if let Some(treasury) = &self.treasury {
            registry.put(name, TokenTreasury(treasury.resolve(spec)?));
        }
        for role in TokenRole::ALL {
            match self.keys.get(&role) {
                Some(signer) => role.remember(spec, name, signer)?,
                None => role.forget(spec, name),
            }
        }
        if self.callable {
            registry.put(name, ContractId::from_num(id.num().unsigned_abs()));
        }
        Ok(())
    }
}

/// The first capitals of a name; nodes want a symbol that is not empty.
fn symbol_of(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase());
    let symbol: String = letters.take(8).collect();
    if symbol.is_empty() { "TOKEN".into() } else { symbol }
}

/// The EVM address that a token has by its number: twelve zero bytes and the number.
fn address_of(id: TokenId) -> [u8; 20] {
    let mut address = [0; 20];
    address[12..].copy_from_slice(&id.num().to_be_bytes());
    address
}

impl TransactionOp for TokenCreate {
    type Receipt = TokenCreated;

    const FUNCTION: HederaFunctionality = HederaFunctionality::TokenCreate;

    fn verb(&self) -> &'static str {
        "token_create"
    }

    fn subject(&self) -> String {
        StaticEntry::shown(&self.called).to_owned()
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let account = |account: &Option<Subject<AccountId>>| {
            account.as_ref().map(|account| account.resolve(spec)).transpose()
        };
        let key = |role| self.resolved_key(spec, role);
        let fungible = self.kind == TokenType::FungibleCommon;
        let supply = || if fungible { spec.setup().default_token_initial_supply } else { 0 };
        let decimals = || if fungible { spec.setup().default_token_decimals } else { 0 };
        let custom_fees = self.fees.iter().map(|fee| fee.resolve(spec));
        Ok(Data::TokenCreation(Box::new(TokenCreateTransactionBody {
            name: self.name.clone(),
            symbol: self.symbol.clone(),
            memo: self.memo.clone(),
            metadata: self.metadata.clone(),
            token_type: self.kind.into(),
            supply_type: self.supply_type().into(),
            initial_supply: self.initial_supply.unwrap_or_else(supply),
            max_supply: self.max_supply,
            decimals: self.decimals.unwrap_or_else(decimals),
            treasury: account(&self.treasury)?,
            admin_key: key(TokenRole::Admin)?,
            kyc_key: key(TokenRole::Kyc)?,
            freeze_key: key(TokenRole::Freeze)?,
            wipe_key: key(TokenRole::Wipe)?,
            supply_key: key(TokenRole::Supply)?,
            fee_schedule_key: key(TokenRole::FeeSchedule)?,
            pause_key: key(TokenRole::Pause)?,
            metadata_key: key(TokenRole::Metadata)?,
            freeze_default: self.freeze_default,
            custom_fees: custom_fees.collect::<Result<_, _>>()?,
            auto_renew_account: account(&self.auto_renew_account)?,
            auto_renew_period: self.renewal_secs(spec).map(|seconds| Duration { seconds }),
            expiry: self.expiry_secs(spec).map(|seconds| Timestamp::new(seconds, 0)),
        })))
    }

    fn default_signers(&self, spec: &Spec) -> Result<Vec<Signer>, OpError> {
        let accounts = self.treasury.iter().chain(&self.auto_renew_account).cloned().map(Signer::from);
        let admin = self.keys.get(&TokenRole::Admin).cloned();
        let collectors = self.fees.iter().filter_map(|fee| fee.signer(spec, true));
        Ok(accounts.chain(admin).chain(collectors).collect())
    }

    fn on_success(&self, spec: &Spec, resolved: &Resolved) -> OpResult {
        let missing = || OpError::new("the receipt of a successful creation has no token");
        let id = resolved.receipt.token_id.ok_or_else(missing)?;
        if self.remembered {
            self.remember(spec, id)?;
        }
        if self.advertised {
            spec.note(format!("created token {id} ({})", self.subject()));
        }
        self.created_id.give(id);
        self.address.give(address_of(id));
        Ok(())
    }

    fn receipt(&self, resolved: &Resolved) -> TokenCreated {
        let token_id = resolved.receipt.token_id.unwrap_or_default();
        TokenCreated { token_id, status: resolved.status }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_capitals_of_names() {
        let cases =
            [("gold", "GOLD"), ("my first token", "MYFIRSTT"), ("t-1", "T1"), ("", "TOKEN"), ("ÄÖ", "TOKEN")];
        for (name, symbol) in cases {
            assert_eq!(symbol_of(name), symbol);
        }
    }

    #[test]
    fn addresses_end_with_the_number() {
        let address = address_of(TokenId::from_num(0x0102));
        assert_eq!(hex::encode(address), format!("{}0102", "00".repeat(18)));
    }

    #[test]
    fn a_maximum_makes_a_supply_finite_unless_told_otherwise() {
        let supply_type = |create: Txn<TokenCreate>| create.op.supply_type();
        assert_eq!(supply_type(token_create("t")), TokenSupplyType::Infinite);
        assert_eq!(supply_type(token_create("t").max_supply(5)), TokenSupplyType::Finite);
        let contradicting = token_create("t").max_supply(5).supply_type(TokenSupplyType::Infinite);
        assert_eq!(supply_type(contradicting), TokenSupplyType::Infinite);
    }
}
