//! Creation of accounts.

mod legacy;

use bytes::Bytes;
use hapi_proto::services::{
    AccountId, CryptoCreateTransactionBody, Duration, HederaFunctionality, Key, ResponseCodeEnum,
    crypto_create_transaction_body::StakedId, transaction_body::Data,
};
use prost::Message;

use self::legacy::Legacy;
use crate::{
    keys::{ControlledShape, KeyGenerator, PublicKey, SECP256K1, SIMPLE, SigControl, Signer},
    ops::exposed::Exposed,
    ops::{Resolved, TransactionOp, Txn, assertions::IntoTinybars, crypto::recharge::Recharging},
    registry::{Amount, Memo, ReceiverSigRequired, Subject},
    spec::{OpError, OpResult, Spec},
};

/// Creates an account, and gives it and its key a name. Without further ado it has a new simple key and the setup's
/// default balance. The payer and the new key sign.
#[track_caller]
pub fn crypto_create(name: impl Into<String>) -> Txn<CryptoCreate> {
    Txn::new(CryptoCreate { name: name.into(), remembered: true, ..CryptoCreate::default() })
}

/// See [`crypto_create`].
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one modifier, independent of the others")]
pub struct CryptoCreate {
    name: String,
    key: NewKey,
    generated: Option<Key>,
    balance: Option<u64>,
    alias: Alias,
    receiver_sig_required: bool,
    max_associations: i32,
    staked_id: Option<Staked>,
    decline_reward: bool,
    auto_renew: AutoRenew,
    memo: String,
    legacy: Legacy,
    advertised: bool,
    recharging: bool,
    remembered: bool,
    created_id: Exposed<AccountId>,
    evm_address: Exposed<[u8; 20]>,
}

/// Which key the account gets.
#[derive(Clone, Debug)]
enum NewKey {
    Shaped(ControlledShape),
    Existing(Signer),
    Absent,
}

impl Default for NewKey {
    fn default() -> Self {
        Self::Shaped(SIMPLE.into())
    }
}

/// Which alias the account gets.
#[derive(Clone, Debug, Default)]
enum Alias {
    #[default]
    None,
    Bytes(Bytes),
    /// The serialized key of this name.
    Key(Signer),
    /// The EVM address of this key.
    EvmAddressOf(Signer),
    /// The EVM address of the account's own key.
    OwnEvmAddress,
}

#[derive(Clone, Debug)]
enum Staked {
    Node(i64),
    Account(Subject<AccountId>),
}

/// How long until the account is renewed.
#[derive(Clone, Debug, Default)]
enum AutoRenew {
    #[default]
    Setup,
    Seconds(i64),
    Absent,
}

/// What comes of creating an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountCreated {
    /// The new account; without a number if the creation failed, as expected, or its status is not waited for.
    pub account_id: AccountId,
    /// The status.
    pub status: ResponseCodeEnum,
}

impl From<&AccountCreated> for Subject<AccountId> {
    fn from(created: &AccountCreated) -> Self {
        Self::Id(created.account_id.clone())
    }
}

impl Txn<CryptoCreate> {
    /// Starts the account with this balance, which the payer pays.
    #[track_caller]
    pub fn balance(self, balance: impl IntoTinybars) -> Self {
        let balance = balance.into_tinybars().cast_unsigned();
        self.with_op(|op| op.balance = Some(balance))
    }

    /// Gives it this key, by name or itself.
    pub fn key(self, key: impl Into<Signer>) -> Self {
        self.with_op(|op| op.key = NewKey::Existing(key.into()))
    }

    /// Gives it a new key of this shape.
    pub fn key_shape(self, shape: impl Into<ControlledShape>) -> Self {
        self.with_op(|op| op.key = NewKey::Shaped(shape.into()))
    }

    /// Leaves the key out.
    pub fn without_key(self) -> Self {
        self.with_op(|op| op.key = NewKey::Absent)
    }

    /// Gives it these bytes as alias.
    pub fn alias(self, alias: impl Into<Bytes>) -> Self {
        self.with_op(|op| op.alias = Alias::Bytes(alias.into()))
    }

    /// Gives it the serialized key of this name as alias (HIP-32).
    pub fn key_alias(self, key: impl Into<Signer>) -> Self {
        self.with_op(|op| op.alias = Alias::Key(key.into()))
    }

    /// Gives it this EVM address as alias (HIP-583).
    pub fn evm_address(self, address: [u8; 20]) -> Self {
        self.alias(address.to_vec())
    }

    /// Gives it the EVM address of this ECDSA key as alias. That key signs; nodes want to see all of it:
    /// `.sig_map_prefixes(FULL_PREFIXES)`.
    pub fn evm_address_of(self, key: impl Into<Signer>) -> Self {
        self.with_op(|op| op.alias = Alias::EvmAddressOf(key.into()))
    }

    /// Gives it an ECDSA key, unless it has one given, and that key's EVM address as alias.
    pub fn with_matching_evm_address(self) -> Self {
        self.with_op(|op| {
            if matches!(&op.key, NewKey::Shaped(shaped) if shaped.shape == SIMPLE) {
                op.key = NewKey::Shaped(SECP256K1.into());
            }
            op.alias = Alias::OwnEvmAddress;
        })
    }

    /// Says whether it must sign to be credited.
    pub fn receiver_sig_required(self, required: bool) -> Self {
        self.with_op(|op| op.receiver_sig_required = required)
    }

    /// Lets it receive so many tokens that it is not associated with; -1: any number.
    pub fn max_automatic_token_associations(self, count: i32) -> Self {
        self.with_op(|op| op.max_associations = count)
    }

    /// Stakes to this node.
    pub fn staked_node_id(self, node: i64) -> Self {
        self.with_op(|op| op.staked_id = Some(Staked::Node(node)))
    }

    /// Stakes to this account.
    pub fn staked_account_id(self, account: impl Into<Subject<AccountId>>) -> Self {
        self.with_op(|op| op.staked_id = Some(Staked::Account(account.into())))
    }

    /// Says whether it declines staking rewards.
    pub fn decline_reward(self, declined: bool) -> Self {
        self.with_op(|op| op.decline_reward = declined)
    }

    /// Renews it after so long.
    pub fn auto_renew_secs(self, seconds: i64) -> Self {
        self.with_op(|op| op.auto_renew = AutoRenew::Seconds(seconds))
    }

    /// Leaves the renewal period out.
    pub fn without_auto_renew_period(self) -> Self {
        self.with_op(|op| op.auto_renew = AutoRenew::Absent)
    }

    /// Gives the account, not the transaction, this memo.
    pub fn entity_memo(self, memo: impl Into<String>) -> Self {
        self.with_op(|op| op.memo = memo.into())
    }

    /// Has `receiver` called with the new account.
    pub fn exposing_created_id_to(self, receiver: impl Fn(AccountId) + Send + Sync + 'static) -> Self {
        self.with_op(|op| op.created_id.set(receiver))
    }

    /// Has `receiver` called with the EVM address of the account's ECDSA key.
    pub fn exposing_evm_address_to(self, receiver: impl Fn([u8; 20]) + Send + Sync + 'static) -> Self {
        self.with_op(|op| op.evm_address.set(receiver))
    }

    /// Shows the new account in the trace.
    pub fn advertising_creation(self) -> Self {
        self.with_op(|op| op.advertised = true)
    }

    /// From now on refills the account from the default payer whenever it cannot pay.
    pub fn with_recharging(self) -> Self {
        self.with_op(|op| op.recharging = true)
    }

    /// Keeps the account out of the registry.
    pub fn remembering_nothing(self) -> Self {
        self.with_op(|op| op.remembered = false)
    }
}

impl CryptoCreate {
    fn starting_balance(&self, spec: &Spec) -> u64 {
        self.balance.unwrap_or(spec.setup().default_balance.cast_unsigned())
    }

    fn new_key(&self, spec: &Spec) -> Result<Option<Key>, OpError> {
        match &self.key {
            NewKey::Shaped(_) => Ok(self.generated.clone()),
            NewKey::Existing(signer) => Ok(Some(signer.resolve(spec)?.0)),
            NewKey::Absent => Ok(None),
        }
    }

    /// Who of the account's key signs from now on.
    fn control(&self, spec: &Spec) -> SigControl {
        match &self.key {
            NewKey::Shaped(shape) => shape.clone().into(),
            NewKey::Existing(Signer::Named(name)) => spec.keys().control(name),
            NewKey::Existing(_) | NewKey::Absent => SigControl::On,
        }
    }

    fn alias_bytes(&self, spec: &Spec) -> Result<Bytes, OpError> {
        match &self.alias {
            Alias::None => Ok(Bytes::new()),
            Alias::Bytes(bytes) => Ok(bytes.clone()),
            Alias::Key(signer) => Ok(signer.resolve(spec)?.0.encode_to_vec().into()),
            Alias::EvmAddressOf(signer) => Ok(signer.evm_address(spec)?.to_vec().into()),
            Alias::OwnEvmAddress => match self.own_evm_address(spec)? {
                Some(address) => Ok(address.to_vec().into()),
                None => {
                    Err(OpError::new("only an ECDSA key has an EVM address; give `.key_shape(SECP256K1)`"))
                }
            },
        }
    }

    fn own_evm_address(&self, spec: &Spec) -> Result<Option<[u8; 20]>, OpError> {
        let key = self.new_key(spec)?;
        Ok(key.as_ref().and_then(PublicKey::of).and_then(|public| public.evm_address()))
    }
}

impl TransactionOp for CryptoCreate {
    type Receipt = AccountCreated;

    const FUNCTION: HederaFunctionality = HederaFunctionality::CryptoCreate;

    fn verb(&self) -> &'static str {
        "crypto_create"
    }

    fn subject(&self) -> String {
        self.name.clone()
    }

    fn prepare(&mut self, spec: &Spec) -> OpResult {
        if let NewKey::Shaped(shape) = &self.key {
            let generator = KeyGenerator::default();
            self.generated = Some(spec.keys().generate(spec.registry(), shape, generator, None)?);
        }
        Ok(())
    }

    fn body(&self, spec: &Spec) -> Result<Data, OpError> {
        let seconds = match self.auto_renew {
            AutoRenew::Setup => Some(spec.setup().auto_renew_secs),
            AutoRenew::Seconds(seconds) => Some(seconds),
            AutoRenew::Absent => None,
        };
        let staked_id = match &self.staked_id {
            Some(Staked::Node(node)) => Some(StakedId::StakedNodeId(*node)),
            Some(Staked::Account(account)) => Some(StakedId::StakedAccountId(account.resolve(spec)?)),
            None => None,
        };
        let body = CryptoCreateTransactionBody {
            key: self.new_key(spec)?,
            initial_balance: self.starting_balance(spec),
            receiver_sig_required: self.receiver_sig_required,
            auto_renew_period: seconds.map(|seconds| Duration { seconds }),
            memo: self.memo.clone(),
            max_automatic_token_associations: self.max_associations,
            decline_reward: self.decline_reward,
            alias: self.alias_bytes(spec)?,
            staked_id,
            ..CryptoCreateTransactionBody::default()
        };
        Ok(Data::CryptoCreateAccount(self.legacy.added_to(body, spec)?))
    }

    fn default_signers(&self, _spec: &Spec) -> Result<Vec<Signer>, OpError> {
        let own = match (&self.key, &self.generated) {
            (NewKey::Existing(signer), _) => vec![signer.clone()],
            // The name may still stand for another account, if this creation is to fail.
            (NewKey::Shaped(shape), Some(key)) => {
                let (name, control) = (self.name.clone(), shape.clone().into());
                vec![Signer::New { name, key: key.clone(), control }]
            }
            _ => Vec::new(),
        };
        let alias = match &self.alias {
            Alias::Key(signer) | Alias::EvmAddressOf(signer) => Some(signer.clone()),
            _ => None,
        };
        Ok(own.into_iter().chain(alias).collect())
    }

    fn on_success(&self, spec: &Spec, resolved: &Resolved) -> OpResult {
        let missing = || OpError::new("the receipt of a successful creation has no account");
        let id = resolved.receipt.account_id.clone().ok_or_else(missing)?;
        let key = self.new_key(spec)?;
        if self.remembered {
            let registry = spec.registry();
            registry.put(&self.name, id.clone());
            if let Some(key) = &key {
                registry.put(&self.name, key.clone());
                spec.keys().set_control(&self.name, self.control(spec));
            }
            registry.put(&self.name, Memo(self.memo.clone()));
            registry.put(&self.name, ReceiverSigRequired(self.receiver_sig_required));
            if self.recharging {
                let refill = i64::try_from(self.starting_balance(spec)).unwrap_or(i64::MAX);
                registry.put(&self.name, Recharging(Amount(refill)));
            }
        }
        if self.advertised {
            spec.note(format!("created account {id} ({})", self.name));
        }
        if let Some(address) = self.own_evm_address(spec)? {
            self.evm_address.give(address);
        }
        self.created_id.give(id);
        Ok(())
    }

    fn receipt(&self, resolved: &Resolved) -> AccountCreated {
        AccountCreated {
            account_id: resolved.receipt.account_id.clone().unwrap_or_default(),
            status: resolved.status,
        }
    }
}
