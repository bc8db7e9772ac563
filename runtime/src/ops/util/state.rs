//! The state behind an embedded network, seen and changed without any transaction.
//!
//! For what gRPC does not show, and what no transaction can bring about. A test that does this has declared it:
//! `#[embedded_test(NeedsStateAccess)]` or `needs(state_access)`.

use futures::FutureExt;
use hapi_node::state::{Account, EntityNum, File, Network, Node, State};
use hapi_proto::services::{AccountId, FileId};

use super::step::Step;
use crate::{
    registry::Subject,
    spec::{OpError, Spec, here},
};

/// Shows `observer` an account as state holds it; a panic in it fails the test.
#[track_caller]
pub fn view_account(
    account: impl Into<Subject<AccountId>>,
    observer: impl FnOnce(&Account) + Send + 'static,
) -> Step<()> {
    let account = account.into();
    step("view_account", account.to_string(), move |spec| {
        let num = account_num(spec, &account)?;
        let ledger = spec.state_access()?.ledger();
        let found = ledger.state().accounts.get(&num).ok_or_else(|| OpError::new(no_such("account", num)))?;
        observer(found);
        Ok(())
    })
}

/// Has `change` change an account in state, in no transaction and past all rules.
#[track_caller]
pub fn mutate_account(
    account: impl Into<Subject<AccountId>>,
    change: impl FnOnce(&mut Account) + Send + 'static,
) -> Step<()> {
    let account = account.into();
    step("mutate_account", account.to_string(), move |spec| {
        let num = account_num(spec, &account)?;
        mutated(spec, |state| {
            let found = state.accounts.get_mut(&num).ok_or_else(|| OpError::new(no_such("account", num)))?;
            change(found);
            Ok(())
        })
    })
}

/// Shows `observer` a file as state holds it.
#[track_caller]
pub fn view_file(
    file: impl Into<Subject<FileId>>,
    observer: impl FnOnce(&File) + Send + 'static,
) -> Step<()> {
    let file = file.into();
    step("view_file", file.to_string(), move |spec| {
        let num = entity_num("file", file.resolve(spec)?.num())?;
        let ledger = spec.state_access()?.ledger();
        observer(ledger.state().files.get(&num).ok_or_else(|| OpError::new(no_such("file", num)))?);
        Ok(())
    })
}

/// Shows `observer` a node of the address book as state holds it.
#[track_caller]
pub fn view_node(id: u64, observer: impl FnOnce(&Node) + Send + 'static) -> Step<()> {
    step("view_node", id.to_string(), move |spec| {
        let ledger = spec.state_access()?.ledger();
        let node = ledger.state().nodes.get(&id);
        observer(node.ok_or_else(|| OpError::new(format!("the address book has no node {id}")))?);
        Ok(())
    })
}

/// Shows `observer` what the network has one of: the next entity's number, the last consensus time, rates, node payments,
/// throttle usage.
#[track_caller]
pub fn view_singleton(observer: impl FnOnce(&Network) + Send + 'static) -> Step<()> {
    step("view_singleton", "", move |spec| {
        observer(&spec.state_access()?.ledger().state().network);
        Ok(())
    })
}

/// Has `change` change what the network has one of.
#[track_caller]
pub fn mutate_singleton(change: impl FnOnce(&mut Network) + Send + 'static) -> Step<()> {
    step("mutate_singleton", "", move |spec| {
        mutated(spec, |state| {
            change(&mut state.network);
            Ok(())
        })
    })
}

/// Shows `observer` all of the state.
#[track_caller]
pub fn view_state(observer: impl FnOnce(&State) + Send + 'static) -> Step<()> {
    step("view_state", "", move |spec| {
        observer(spec.state_access()?.ledger().state());
        Ok(())
    })
}

/// Has `change` change any of the state; system files are read anew after it, and must be usable.
#[track_caller]
pub fn mutate_state(change: impl FnOnce(&mut State) + Send + 'static) -> Step<()> {
    step("mutate_state", "", move |spec| {
        mutated(spec, |state| {
            change(state);
            Ok(())
        })
    })
}

#[track_caller]
fn step(
    verb: &'static str,
    subject: impl Into<String>,
    work: impl FnOnce(&Spec) -> Result<(), OpError> + Send + 'static,
) -> Step<()> {
    Step::new(verb, subject, here(), move |spec| async move { work(spec) }.boxed())
}

fn mutated(spec: &Spec, change: impl FnOnce(&mut State) -> Result<(), OpError>) -> Result<(), OpError> {
    spec.state_access()?
        .mutate(change)
        .map_err(|error| OpError::from(error).context("the change is undone"))?
}

fn account_num(spec: &Spec, account: &Subject<AccountId>) -> Result<EntityNum, OpError> {
    entity_num("account", account.resolve(spec)?.num().unwrap_or(-1))
}

fn entity_num(noun: &str, num: i64) -> Result<EntityNum, OpError> {
    u64::try_from(num)
        .map_err(|_| OpError::new(format!("state knows a {noun} by its number, not by an alias")))
}

fn no_such(noun: &str, num: EntityNum) -> String {
    format!("state has no {noun} 0.0.{num}")
}
