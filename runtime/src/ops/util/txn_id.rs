//! Transaction ids made ahead.

use std::panic::Location;

use futures::future::{BoxFuture, FutureExt, ready};
use hapi_proto::services::{AccountId, Timestamp, TransactionId};

use crate::{
    registry::{DEFAULT_PAYER, Subject},
    spec::{OpDescription, OpError, Operation, Spec, here},
};

/// Makes a transaction id that no other transaction has, and gives it a name, for `.txn_id(name)`.
#[track_caller]
pub fn usable_txn_id_named(name: impl Into<String>) -> UsableTxnId {
    UsableTxnId {
        name: name.into(),
        payer: DEFAULT_PAYER.into(),
        modify: None,
        scheduled: false,
        place: here(),
    }
}

/// See [`usable_txn_id_named`].
#[must_use = "an operation does nothing until a spec runs it"]
pub struct UsableTxnId {
    name: String,
    payer: Subject<AccountId>,
    modify: Option<Box<dyn Fn(Timestamp) -> Timestamp + Send + Sync>>,
    scheduled: bool,
    place: &'static Location<'static>,
}

impl UsableTxnId {
    /// Has the id name this payer, not the default one.
    pub fn payer_id(mut self, payer: impl Into<Subject<AccountId>>) -> Self {
        self.payer = payer.into();
        self
    }

    /// Makes the transaction valid from what `modify` returns for the time that it would have been valid from.
    pub fn modify_valid_start(
        mut self,
        modify: impl Fn(Timestamp) -> Timestamp + Send + Sync + 'static,
    ) -> Self {
        self.modify = Some(Box::new(modify));
        self
    }

    /// Marks it as the id of a scheduled transaction, which no user may use.
    pub fn setting_scheduled(mut self) -> Self {
        self.scheduled = true;
        self
    }

    fn make(&self, spec: &Spec) -> Result<TransactionId, OpError> {
        let payer = self.payer.resolve(spec)?;
        let start = spec.target().next_valid_start(spec.setup().start_offset_secs);
        let start = self.modify.as_ref().map_or(start, |modify| modify(start));
        let id = TransactionId { scheduled: self.scheduled, ..TransactionId::new(payer, start) };
        spec.registry().put(&self.name, id.clone());
        Ok(id)
    }
}

impl Operation for UsableTxnId {
    type Output = TransactionId;

    fn describe(&self) -> OpDescription {
        OpDescription::new("usable_txn_id_named", &self.name, self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, Result<TransactionId, OpError>> {
        ready(self.make(spec)).boxed()
    }
}

impl std::fmt::Debug for UsableTxnId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", Operation::describe(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::assertions::testing;

    #[test]
    fn ids_are_named_unique_and_as_asked_for() {
        let spec = testing::spec();
        spec.registry().put("alice", AccountId::from_num(1001));
        let make = |op: UsableTxnId| op.make(&spec).unwrap();
        let first = make(usable_txn_id_named("a").payer_id("alice"));
        assert_eq!(spec.registry().get::<TransactionId>("a").unwrap(), first);
        assert_eq!(first.account_id, Some(AccountId::from_num(1001)));
        assert_ne!(make(usable_txn_id_named("b").payer_id("alice")), first);
        let later = usable_txn_id_named("c").payer_id("alice").modify_valid_start(|_| Timestamp::new(7, 8));
        assert_eq!(make(later).transaction_valid_start, Some(Timestamp::new(7, 8)));
        assert!(make(usable_txn_id_named("d").payer_id("alice").setting_scheduled()).scheduled);
    }
}
