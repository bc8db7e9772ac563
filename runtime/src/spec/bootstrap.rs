//! The account that pays where a spec does not say who does.

use futures::future::BoxFuture;
use hapi_proto::{Hbar, services::Key};

use super::{OpError, Operator, Payer, Spec, SpecContext, SpecSetup, Target};
use crate::{keys::PrivateKey, ops::crypto_create, registry::GENESIS};

const NAME: &str = "default payer";

/// The payer that the setup names, or else the one that all specs on the network share, created with the first of
/// them.
pub(super) fn default_payer<'a>(
    target: &'a Target,
    setup: &'a SpecSetup,
) -> BoxFuture<'a, Result<Payer, OpError>> {
    // Creating it runs a spec, whose own default payer is the treasury: the recursion ends there, but its type needs
    // the box.
    Box::pin(async move {
        if let Some(operator) = &setup.default_payer {
            return stated(operator);
        }
        target.payer().get_or_make(|| shared(target.clone(), setup.clone())).await
    })
}

fn stated(operator: &Operator) -> Result<Payer, OpError> {
    Ok(Payer { account: operator.account.parse()?, key: operator.key.parse::<PrivateKey>()? })
}

/// The payer of the session: created by whichever of its processes is the first.
async fn shared(target: Target, setup: SpecSetup) -> Result<Payer, OpError> {
    let Some(link) = target.link() else { return created(&target, &setup).await };
    let create = async {
        let Payer { account, key } = created(&target, &setup).await?;
        Ok(format!("{account} {}", key.to_der_hex()).into())
    };
    let made = link.once(NAME, Box::pin(create)).await?;
    let text = std::str::from_utf8(&made)?;
    let (account, key) =
        text.split_once(' ').ok_or_else(|| OpError::new("the session's payer cannot be read"))?;
    stated(&Operator { account: account.to_owned(), key: key.to_owned() })
}

/// Creates the default payer again, with the same id and key, on a network that has begun anew.
pub(crate) async fn recreate_default_payer(target: &Target, setup: &SpecSetup) -> Result<(), OpError> {
    let Some(before) = target.payer().get() else { return Ok(()) };
    let now = created(target, setup).await?;
    if now.account == before.account && now.key.public() == before.key.public() {
        return Ok(());
    }
    Err(OpError::mismatch("the default payer is another one now", &before.account, &now.account))
}

async fn created(target: &Target, setup: &SpecSetup) -> Result<Payer, OpError> {
    let setup = setup.clone().with(|setup| setup.default_payer = Some(setup.genesis.clone()));
    let balance = Hbar::from_tinybars(setup.default_payer_balance);
    let spec = Spec::new(SpecContext::new(target.clone(), NAME, setup))?;
    let create = crypto_create(NAME).balance(balance).paying_with(GENESIS);
    let created =
        spec.run(create).await.map_err(|error| error.context("the default payer cannot be created"))?;
    let key: Key = spec.registry().get(NAME)?;
    Ok(Payer { account: created.account_id, key: spec.keys().private_of(NAME, &key)? })
}
