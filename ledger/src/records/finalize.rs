//! From what changed to what a record shows.

use hapi_proto::services::{AccountAmount, TransferList};

use crate::{config::Config, handle::account_id, state::EntityNum};

/// The transfer list with these net changes. They come in the order of account numbers; accounts that changed by nothing
/// are left out.
pub(crate) fn transfer_list(
    config: &Config,
    changes: impl IntoIterator<Item = (EntityNum, i64)>,
) -> TransferList {
    let account_amounts = changes
        .into_iter()
        .filter(|(_, amount)| *amount != 0)
        .map(|(num, amount)| AccountAmount {
            account_id: Some(account_id(config, num)),
            amount,
            ..AccountAmount::default()
        })
        .collect();
    TransferList { account_amounts }
}
