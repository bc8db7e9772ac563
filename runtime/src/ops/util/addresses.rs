//! EVM addresses.

use futures::FutureExt;
use hapi_proto::{EntityId, services::AccountId};

use super::step::Step;
use crate::{
    keys::Signer,
    registry::Subject,
    spec::{OpError, Operation, here},
};

/// Builds an operation from the EVM address of the ECDSA key of this name, and runs it.
#[track_caller]
pub fn with_address_of_key<O: Operation + 'static>(
    key: impl Into<String>,
    build: impl FnOnce([u8; 20]) -> O + Send + 'static,
) -> Step<O::Output> {
    let name = key.into();
    Step::new("with_address_of_key", name.clone(), here(), move |spec| {
        async move {
            let address = Signer::Named(name).evm_address(spec)?;
            spec.run(build(address)).await
        }
        .boxed()
    })
}

/// Builds an operation from the EVM addresses of the ECDSA keys of these names, in their order, and runs it.
#[track_caller]
pub fn with_addresses_of_keys<O: Operation + 'static, N: Into<String>>(
    keys: impl IntoIterator<Item = N>,
    build: impl FnOnce(Vec<[u8; 20]>) -> O + Send + 'static,
) -> Step<O::Output> {
    let names: Vec<String> = keys.into_iter().map(Into::into).collect();
    Step::new("with_addresses_of_keys", names.join(", "), here(), move |spec| {
        async move {
            let addresses = names.into_iter().map(|name| Signer::Named(name).evm_address(spec));
            let addresses = addresses.collect::<Result<Vec<_>, OpError>>()?;
            spec.run(build(addresses)).await
        }
        .boxed()
    })
}

/// Builds an operation from the EVM address that an account has by its number, and runs it.
#[track_caller]
pub fn with_long_zero_address<O: Operation + 'static>(
    account: impl Into<Subject<AccountId>>,
    build: impl FnOnce([u8; 20]) -> O + Send + 'static,
) -> Step<O::Output> {
    let account = account.into();
    Step::new("with_long_zero_address", account.to_string(), here(), move |spec| {
        async move {
            let id = account.resolve(spec)?;
            let address = long_zero_address(&id)
                .ok_or_else(|| OpError::new(format!("{id} has no number, and so no address by it")))?;
            spec.run(build(address)).await
        }
        .boxed()
    })
}

/// The EVM address that an account or a token has by its number: twelve zero bytes and the number. `None` for an id
/// without one.
pub fn long_zero_address(id: &impl EntityId) -> Option<[u8; 20]> {
    let mut address = [0; 20];
    address[12..].copy_from_slice(&id.number()?.to_be_bytes());
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_by_number_end_with_the_number() {
        let address = long_zero_address(&AccountId::from_num(0x0102)).unwrap();
        assert_eq!(hex::encode(address), format!("{}0102", "00".repeat(18)));
        assert!(long_zero_address(&AccountId::from_alias(vec![1; 20])).is_none());
    }
}
