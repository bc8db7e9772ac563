//! Queries with one id missing.

use std::{
    panic::Location,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use futures::future::BoxFuture;
use hapi_proto::services::{Query as QueryMessage, query};

use super::{Modification, Modifications, PAYER, clearings, expected};
use crate::{
    ops::{
        assertions::show,
        crypto_create,
        queries::{Query, QueryOp},
    },
    spec::{OpDescription, OpError, OpResult, Operation, Spec, here},
};

/// All ways to clear one entity id of a query, each with what nodes answer then: for [`send_modified`].
pub fn with_successively_varied_query_ids()
-> impl Fn(&QueryMessage) -> Result<Vec<Modification<QueryMessage>>, OpError> + Send + Sync + 'static {
    |query| clearings(query, expected::of_query)
}

/// Asks what `build` makes; there must be an answer. Then asks again, once for each modification of the query, and
/// expects the code that belongs to that, when asking for the cost or for the answer.
///
/// An ordinary account that is made for it pays.
#[track_caller]
pub fn send_modified<Q, M, F>(modifications: M, build: F) -> SendModified<Q>
where
    Q: QueryOp,
    M: Fn(&QueryMessage) -> Result<Vec<Modification<QueryMessage>>, OpError> + Send + Sync + 'static,
    F: Fn() -> Query<Q> + Send + Sync + 'static,
{
    SendModified {
        modifications: Box::new(modifications),
        build: Box::new(build),
        fixed_payer: false,
        place: here(),
    }
}

/// The same as [`send_modified`], paid for as `build` says.
#[track_caller]
pub fn send_modified_with_fixed_payer<Q, M, F>(modifications: M, build: F) -> SendModified<Q>
where
    Q: QueryOp,
    M: Fn(&QueryMessage) -> Result<Vec<Modification<QueryMessage>>, OpError> + Send + Sync + 'static,
    F: Fn() -> Query<Q> + Send + Sync + 'static,
{
    SendModified { fixed_payer: true, ..send_modified(modifications, build) }
}

/// See [`send_modified`].
#[must_use = "an operation does nothing until a spec runs it"]
pub struct SendModified<Q: QueryOp> {
    modifications: Modifications<QueryMessage>,
    build: Box<dyn Fn() -> Query<Q> + Send + Sync>,
    fixed_payer: bool,
    place: &'static Location<'static>,
}

impl<Q: QueryOp> SendModified<Q> {
    async fn send(&self, spec: &Spec) -> OpResult {
        if !self.fixed_payer {
            spec.run(crypto_create(PAYER)).await?;
        }
        let query = self.send_unmodified(spec).await?;
        let modifications = (self.modifications)(&QueryMessage { query: Some(query) })?;
        if modifications.is_empty() {
            return Err(OpError::new("there is nothing to modify in this query; ask it by itself"));
        }
        for modification in modifications {
            let summary = modification.summary.clone();
            spec.note(format!("{summary}: {}", show::codes(modification.expected)));
            self.send_spoilt(spec, modification).await.map_err(|error| error.context(summary))?;
        }
        Ok(())
    }

    fn built(&self) -> Query<Q> {
        let query = (self.build)();
        if self.fixed_payer { query } else { query.paying_with(PAYER) }
    }

    /// Gives the query that was sent, without its header.
    async fn send_unmodified(&self, spec: &Spec) -> Result<query::Query, OpError> {
        let seen = Arc::new(Mutex::new(None));
        let sink = Arc::clone(&seen);
        let watched = self.built().with_query_mutation(move |_, query| {
            *sink.lock().unwrap_or_else(PoisonError::into_inner) = Some(query.clone());
        });
        spec.run(watched).await?;
        let query = seen.lock().unwrap_or_else(PoisonError::into_inner).take();
        query.ok_or_else(|| OpError::new("the unmodified query was not sent"))
    }

    async fn send_spoilt(&self, spec: &Spec, modification: Modification<QueryMessage>) -> OpResult {
        let Modification { modify, expected, .. } = modification;
        let found = Arc::new(AtomicBool::new(false));
        let finds = Arc::clone(&found);
        let spoilt = self.built().with_query_mutation(move |_, query| {
            let modified = modify(&QueryMessage { query: Some(query.clone()) });
            if let Some(modified) = modified.and_then(|modified| modified.query) {
                *query = modified;
                finds.store(true, Ordering::Relaxed);
            }
        });
        spec.run(spoilt.fails_with_one_of(expected.iter().copied())).await?;
        if found.load(Ordering::Relaxed) {
            return Ok(());
        }
        Err(OpError::new("the query, built anew, has nothing in the place to modify"))
    }
}

impl<Q: QueryOp> Operation for SendModified<Q> {
    type Output = ();

    fn describe(&self) -> OpDescription {
        let verb = if self.fixed_payer { "send_modified_with_fixed_payer" } else { "send_modified" };
        let inner = Operation::describe(&(self.build)());
        OpDescription::new(verb, inner.to_string(), self.place)
    }

    fn perform<'a>(&'a mut self, spec: &'a Spec) -> BoxFuture<'a, OpResult> {
        Box::pin(async move { self.send(spec).await })
    }
}

impl<Q: QueryOp> std::fmt::Debug for SendModified<Q> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", Operation::describe(self))
    }
}
