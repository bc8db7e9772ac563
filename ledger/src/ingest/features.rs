//! What may not be submitted at all.

use hapi_proto::services::{
    CryptoTransferTransactionBody, HederaFunctionality, TokenTransferList,
    schedulable_transaction_body as schedulable, transaction_body::Data,
};

use crate::{ResponseCode, config::Config, envelope::ParsedTx};

/// Checks that the type of a transaction, and the features it uses, may be submitted by its payer.
///
/// # Errors
/// `NotSupported`, `HooksNotEnabled`.
#[expect(deprecated, reason = "the schema keeps what is no longer supported")]
pub(super) fn check_features(tx: &ParsedTx, config: &Config) -> Result<(), ResponseCode> {
    use HederaFunctionality::{Freeze, SystemDelete, SystemUndelete};
    if tx.body.high_volume && !config.fees.high_volume {
        return Err(ResponseCode::NotSupported);
    }
    if matches!(
        tx.function,
        HederaFunctionality::CryptoAddLiveHash | HederaFunctionality::CryptoDeleteLiveHash
    ) {
        return Err(ResponseCode::NotSupported);
    }
    let privileged = matches!(tx.function, Freeze | SystemDelete | SystemUndelete);
    if privileged && tx.payer().is_none_or(|payer| payer >= config.entities.first_user_entity) {
        return Err(ResponseCode::NotSupported);
    }
    if !config.hooks.enabled && tx.body.data.as_ref().is_some_and(uses_hooks) {
        return Err(ResponseCode::HooksNotEnabled);
    }
    Ok(())
}

fn uses_hooks(data: &Data) -> bool {
    use schedulable::Data as Scheduled;
    match data {
        Data::HookStore(_) => true,
        Data::CryptoCreateAccount(op) => !op.hook_creation_details.is_empty(),
        Data::ContractCreateInstance(op) => !op.hook_creation_details.is_empty(),
        Data::CryptoUpdateAccount(op) => {
            !op.hook_creation_details.is_empty() || !op.hook_ids_to_delete.is_empty()
        }
        Data::ContractUpdateInstance(op) => {
            !op.hook_creation_details.is_empty() || !op.hook_ids_to_delete.is_empty()
        }
        Data::CryptoTransfer(op) => transfer_uses_hooks(op),
        Data::TokenAirdrop(op) => tokens_use_hooks(&op.token_transfers),
        Data::ScheduleCreate(op) => {
            match op.scheduled_transaction_body.as_ref().and_then(|body| body.data.as_ref()) {
                Some(Scheduled::CryptoCreateAccount(op)) => !op.hook_creation_details.is_empty(),
                Some(Scheduled::ContractCreateInstance(op)) => !op.hook_creation_details.is_empty(),
                Some(Scheduled::CryptoUpdateAccount(op)) => {
                    !op.hook_creation_details.is_empty() || !op.hook_ids_to_delete.is_empty()
                }
                Some(Scheduled::ContractUpdateInstance(op)) => {
                    !op.hook_creation_details.is_empty() || !op.hook_ids_to_delete.is_empty()
                }
                Some(Scheduled::CryptoTransfer(op)) => transfer_uses_hooks(op),
                Some(Scheduled::TokenAirdrop(op)) => tokens_use_hooks(&op.token_transfers),
                _ => false,
            }
        }
        _ => false,
    }
}

fn transfer_uses_hooks(op: &CryptoTransferTransactionBody) -> bool {
    let mut adjustments = op.transfers.iter().flat_map(|list| &list.account_amounts);
    adjustments.any(|adjustment| adjustment.hook_call.is_some()) || tokens_use_hooks(&op.token_transfers)
}

fn tokens_use_hooks(lists: &[TokenTransferList]) -> bool {
    lists.iter().any(|list| {
        list.transfers.iter().any(|adjustment| adjustment.hook_call.is_some())
            || list.nft_transfers.iter().any(|transfer| {
                transfer.sender_allowance_hook_call.is_some()
                    || transfer.receiver_allowance_hook_call.is_some()
            })
    })
}
