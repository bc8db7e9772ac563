//! Transfers for nothing but that balances change.

use std::panic::Location;

use futures::future::BoxFuture;
use hapi_proto::{HbarExt, services::AccountId};

use super::{crypto_transfer, send};
use crate::{
    ops::queries::get_txn_record,
    registry::{DEFAULT_PAYER, IntoMany, Subject},
    spec::{OpDescription, OpResult, Operation, Spec, here},
};

/// Gives each of these accounts one tinybar, so that whatever a change of their balances entails happens: pending staking
/// rewards are paid.
#[track_caller]
pub fn touch_balance_of(accounts: impl IntoMany<Subject<AccountId>>) -> TouchBalance {
    TouchBalance {
        accounts: accounts.into_many(),
        payer: Subject::from(DEFAULT_PAYER),
        rewarded: None,
        place: here(),
    }
}

/// See [`touch_balance_of`].
#[derive(Debug)]
#[must_use = "an operation does nothing until a spec runs it"]
pub struct TouchBalance {
    accounts: Vec<Subject<AccountId>>,
    payer: Subject<AccountId>,
    rewarded: Option<usize>,
    place: &'static Location<'static>,
}

impl TouchBalance {
    /// Who pays, and gives the tinybars.
    pub fn paying_with(mut self, payer: impl Into<Subject<AccountId>>) -> Self {
        self.payer = payer.into();
        self
    }

    /// Expects that so many accounts get staking rewards.
    pub fn and_assert_staking_reward_count(mut self, count: usize) -> Self {
        self.rewarded = Some(count);
        self
    }

    async fn touch(&self, spec: &Spec) -> OpResult {
        let one =
            |account: &Subject<AccountId>| send(1.tinybars()).from(self.payer.clone()).to(account.clone());
        let movements: Vec<_> = self.accounts.iter().map(one).collect();
        let name = format!("touch_balance_of({})", self.subject());
        spec.run(crypto_transfer(movements).paying_with(self.payer.clone()).via(&name)).await?;
        if let Some(count) = self.rewarded {
            spec.run(get_txn_record(&name).has_paid_staking_rewards_count(count)).await?;
        }
        Ok(())
    }

    fn subject(&self) -> String {
        self.accounts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}

impl Operation for TouchBalance {
    type Output = ();

    fn describe(&self) -> OpDescription {
        OpDescription::new("touch_balance_of", self.subject(), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, OpResult> {
        Box::pin(self.touch(spec))
    }
}
