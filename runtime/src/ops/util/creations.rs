//! Accounts that transfers create.

use std::{panic::Location, sync::Arc};

use futures::future::BoxFuture;
use hapi_proto::{Hbar, services::AccountId};

use super::step::Step;
use crate::{
    keys::{ControlledShape, KeyShape, SECP256K1, SIMPLE},
    ops::{
        AccountRef, assertions::IntoTinybars, by_alias, by_evm_address_of, crypto_transfer, get_account_info,
        new_key_named, send,
    },
    registry::{DEFAULT_PAYER, GENESIS, Subject},
    spec::{OpDescription, OpError, Operation, Spec, here},
};

/// What a created account starts with, unless the spec says otherwise.
const STARTING_BALANCE: Hbar = Hbar::ONE;
/// What [`new_aliased_account`] starts with, in whole hbar.
const ALIASED_BALANCE: i64 = 100;
/// What [`fund_an_account`] gives, in whole hbar.
const FUNDS: i64 = 1_000_000;

/// Creates so many hollow accounts, by transfers to the EVM addresses of new ECDSA keys (HIP-583). `name` gives each
/// its name, by its index; key and account have the same.
#[track_caller]
pub fn create_hollow(
    count: usize,
    name: impl Fn(usize) -> String + Send + Sync + 'static,
) -> CreateByTransfer {
    CreateByTransfer::new(Kind::Hollow, count, SECP256K1, name, here())
}

/// Creates so many accounts, by transfers to new keys of this shape as their aliases (HIP-32). `name` gives each its
/// name, by its index; key and account have the same.
#[track_caller]
pub fn create_hip32_auto(
    count: usize,
    shape: KeyShape,
    name: impl Fn(usize) -> String + Send + Sync + 'static,
) -> CreateByTransfer {
    CreateByTransfer::new(Kind::Hip32, count, shape, name, here())
}

/// Creates one account by a transfer of 100 hbar to a new simple key as its alias (HIP-32); key and account have this
/// name.
#[track_caller]
pub fn new_aliased_account(name: impl Into<String>) -> CreateByTransfer {
    let name = name.into();
    let create = create_hip32_auto(1, SIMPLE, move |_| name.clone());
    CreateByTransfer { verb: "new_aliased_account", balance: Hbar::ONE * ALIASED_BALANCE, ..create }
}

/// See [`create_hollow`] and [`create_hip32_auto`].
#[derive(Clone)]
#[must_use = "an operation does nothing until a spec runs it"]
pub struct CreateByTransfer {
    kind: Kind,
    verb: &'static str,
    count: usize,
    shape: KeyShape,
    name: Arc<dyn Fn(usize) -> String + Send + Sync>,
    creator: Subject<AccountId>,
    balance: Hbar,
    place: &'static Location<'static>,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Hollow,
    Hip32,
}

impl CreateByTransfer {
    fn new(
        kind: Kind,
        count: usize,
        shape: KeyShape,
        name: impl Fn(usize) -> String + Send + Sync + 'static,
        place: &'static Location<'static>,
    ) -> Self {
        let creator = DEFAULT_PAYER.into();
        let verb = match kind {
            Kind::Hollow => "create_hollow",
            Kind::Hip32 => "create_hip32_auto",
        };
        Self { kind, verb, count, shape, name: Arc::new(name), creator, balance: STARTING_BALANCE, place }
    }

    /// Has this account send what creates them, and pay for it, not the default payer.
    pub fn created_by(mut self, creator: impl Into<Subject<AccountId>>) -> Self {
        self.creator = creator.into();
        self
    }

    /// Sends each so much.
    #[track_caller]
    pub fn balance(mut self, balance: impl IntoTinybars) -> Self {
        self.balance = Hbar::from_tinybars(balance.into_tinybars());
        self
    }

    async fn create(&self, spec: &Spec) -> Result<Vec<AccountId>, OpError> {
        let mut created = Vec::with_capacity(self.count);
        for index in 0..self.count {
            created.push(self.create_one(spec, (self.name)(index)).await?);
        }
        Ok(created)
    }

    async fn create_one(&self, spec: &Spec, name: String) -> Result<AccountId, OpError> {
        spec.run(new_key_named(name.clone()).shape(ControlledShape::from(self.shape.clone()))).await?;
        let receiver = match self.kind {
            Kind::Hollow => by_evm_address_of(name.clone()),
            Kind::Hip32 => by_alias(name.clone()),
        };
        let query = get_account_info(receiver.clone());
        let query = match self.kind {
            Kind::Hollow => query.is_hollow(),
            Kind::Hip32 => query.is_not_hollow(),
        };
        let transfer = send(self.balance).from(AccountRef::Known(self.creator.clone())).to(receiver);
        spec.run(crypto_transfer(transfer).paying_with(self.creator.clone())).await?;
        let info = spec.run(query.saving_id_as(name)).await?;
        info.account_id.ok_or_else(|| OpError::new("the answer names no account"))
    }
}

impl Operation for CreateByTransfer {
    type Output = Vec<AccountId>;

    fn describe(&self) -> OpDescription {
        let names: Vec<_> = (0..self.count).map(|index| (self.name)(index)).collect();
        OpDescription::new(self.verb, names.join(", "), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, Result<Vec<AccountId>, OpError>> {
        Box::pin(self.create(spec))
    }
}

impl std::fmt::Debug for CreateByTransfer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", Operation::describe(self))
    }
}

/// Gives an account a million hbar of the treasury's.
#[track_caller]
pub fn fund_an_account(account: impl Into<Subject<AccountId>>) -> Step<()> {
    let account = account.into();
    Step::new("fund_an_account", account.to_string(), here(), move |spec| {
        Box::pin(async move {
            let transfer = send(Hbar::ONE * FUNDS).from(GENESIS).to(AccountRef::Known(account));
            spec.run(crypto_transfer(transfer).paying_with(GENESIS)).await?;
            Ok(())
        })
    })
}
