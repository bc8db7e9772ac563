//! What nodes answer when an entity id is missing.
//!
//! A table for transactions, one for the transactions in schedules, one for queries: as the reference network's own
//! suite has them, for the messages of this schema. An id that is in none of them fails the spec, so that no id is
//! ever cleared without an expectation.

use hapi_proto::{
    services::{
        AccountAmount, ConsensusCreateTopicTransactionBody, ConsensusDeleteTopicTransactionBody,
        ConsensusGetTopicInfoQuery, ConsensusSubmitMessageTransactionBody,
        ConsensusUpdateTopicTransactionBody, ContractCallLocalQuery, ContractCallTransactionBody,
        ContractCreateTransactionBody, ContractDeleteTransactionBody, ContractGetBytecodeQuery,
        ContractGetInfoQuery, ContractUpdateTransactionBody, CryptoAllowance, CryptoCreateTransactionBody,
        CryptoDeleteTransactionBody, CryptoGetAccountBalanceQuery, CryptoGetAccountRecordsQuery,
        CryptoGetInfoQuery, CryptoUpdateTransactionBody, CustomFee, EthereumTransactionBody,
        FileAppendTransactionBody, FileDeleteTransactionBody, FileGetContentsQuery, FileGetInfoQuery,
        FileUpdateTransactionBody, FixedFee, GetAccountDetailsQuery, NftAllowance, NftId, NftRemoveAllowance,
        NftTransfer, PendingAirdropId,
        ResponseCodeEnum::{
            self, AccountIdDoesNotExist, InvalidAccountId, InvalidAllowanceSpenderId, InvalidContractId,
            InvalidCustomFeeCollector, InvalidEthereumTransaction, InvalidFileId, InvalidNodeAccount,
            InvalidPendingAirdropId, InvalidScheduleId, InvalidSignature, InvalidTokenId, InvalidTopicId,
            InvalidTransactionBody, InvalidTransactionId, InvalidTransferAccountId,
            InvalidTreasuryAccountForToken, ObtainerRequired, PayerAccountNotFound, Success,
            TokenAlreadyAssociatedToAccount, TokenNotAssociatedToAccount,
        },
        ScheduleCreateTransactionBody, ScheduleDeleteTransactionBody, ScheduleGetInfoQuery,
        ScheduleSignTransactionBody, SystemDeleteTransactionBody, SystemUndeleteTransactionBody,
        TokenAllowance, TokenAssociateTransactionBody, TokenBurnTransactionBody, TokenCreateTransactionBody,
        TokenDeleteTransactionBody, TokenDissociateTransactionBody, TokenFeeScheduleUpdateTransactionBody,
        TokenFreezeAccountTransactionBody, TokenGetInfoQuery, TokenGrantKycTransactionBody,
        TokenMintTransactionBody, TokenPauseTransactionBody, TokenRevokeKycTransactionBody,
        TokenTransferList, TokenUnfreezeAccountTransactionBody, TokenUnpauseTransactionBody,
        TokenUpdateNftsTransactionBody, TokenUpdateTransactionBody, TokenWipeAccountTransactionBody,
        TransactionBody, TransactionId,
    },
    strict::StrictMessage,
};

use super::ids::IdField;
use crate::spec::OpError;

/// What comes of clearing the id in one field.
struct Row {
    owner: u16,
    number: u32,
    /// The field, for the trace.
    name: &'static str,
    codes: &'static [ResponseCodeEnum],
}

macro_rules! table {
    ($($message:ident: $($number:literal $field:literal => $($code:ident)|+),+;)*) => {
        &[$($(Row {
            owner: $message::TABLE_INDEX,
            number: $number,
            name: concat!(stringify!($message), ".", $field),
            codes: &[$($code),+],
        }),+),*]
    };
}

const TRANSACTIONS: &[Row] = table! {
    TransactionId: 2 "account_id" => PayerAccountNotFound;
    TransactionBody: 2 "node_account_id" => InvalidNodeAccount;
    AccountAmount: 1 "account_id" => InvalidAccountId | InvalidTransferAccountId;
    NftTransfer: 1 "sender_account_id" => InvalidTransferAccountId, 2 "receiver_account_id" => InvalidTransferAccountId;
    TokenTransferList: 1 "token" => InvalidTokenId;
    CryptoCreateTransactionBody: 15 "staked_account_id" => Success;
    CryptoUpdateTransactionBody: 2 "account_id_to_update" => AccountIdDoesNotExist, 16 "staked_account_id" => Success;
    CryptoDeleteTransactionBody:
        1 "transfer_account_id" => AccountIdDoesNotExist,
        2 "delete_account_id" => AccountIdDoesNotExist;
    // Without an owner the payer is the owner.
    CryptoAllowance: 1 "owner" => Success, 2 "spender" => InvalidAllowanceSpenderId;
    TokenAllowance:
        1 "token_id" => InvalidTokenId,
        2 "owner" => TokenNotAssociatedToAccount,
        3 "spender" => InvalidAllowanceSpenderId;
    NftAllowance:
        1 "token_id" => InvalidTokenId,
        2 "owner" => TokenNotAssociatedToAccount,
        3 "spender" => InvalidAllowanceSpenderId,
        6 "delegating_spender" => InvalidSignature;
    NftRemoveAllowance: 1 "token_id" => InvalidTokenId, 2 "owner" => TokenNotAssociatedToAccount;
    ContractCallTransactionBody: 1 "contract_id" => InvalidContractId;
    ContractCreateTransactionBody: 1 "file_id" => InvalidFileId, 15 "auto_renew_account_id" => Success;
    ContractUpdateTransactionBody:
        1 "contract_id" => InvalidContractId,
        12 "auto_renew_account_id" => Success,
        13 "staked_account_id" => Success;
    ContractDeleteTransactionBody:
        1 "contract_id" => InvalidContractId,
        2 "transfer_account_id" => ObtainerRequired,
        3 "transfer_contract_id" => ObtainerRequired;
    EthereumTransactionBody: 2 "call_data" => InvalidEthereumTransaction;
    FileAppendTransactionBody: 2 "file_id" => InvalidFileId;
    FileUpdateTransactionBody: 1 "file_id" => InvalidFileId;
    FileDeleteTransactionBody: 2 "file_id" => InvalidFileId;
    SystemDeleteTransactionBody: 1 "file_id" => InvalidTransactionBody;
    SystemUndeleteTransactionBody: 1 "file_id" => InvalidTransactionBody;
    ConsensusCreateTopicTransactionBody: 7 "auto_renew_account" => Success;
    ConsensusUpdateTopicTransactionBody: 1 "topic_id" => InvalidTopicId, 9 "auto_renew_account" => Success;
    ConsensusDeleteTopicTransactionBody: 1 "topic_id" => InvalidTopicId;
    ConsensusSubmitMessageTransactionBody: 1 "topic_id" => InvalidTopicId;
    TokenCreateTransactionBody: 5 "treasury" => InvalidTreasuryAccountForToken, 14 "auto_renew_account" => Success;
    CustomFee: 3 "fee_collector_account_id" => InvalidCustomFeeCollector;
    FixedFee: 2 "denominating_token_id" => Success;
    TokenAssociateTransactionBody:
        1 "account" => InvalidAccountId,
        2 "tokens" => Success | TokenAlreadyAssociatedToAccount;
    TokenDissociateTransactionBody:
        1 "account" => InvalidAccountId,
        2 "tokens" => Success | TokenNotAssociatedToAccount;
    TokenFreezeAccountTransactionBody: 1 "token" => InvalidTokenId, 2 "account" => InvalidAccountId;
    TokenUnfreezeAccountTransactionBody: 1 "token" => InvalidTokenId, 2 "account" => InvalidAccountId;
    TokenGrantKycTransactionBody: 1 "token" => InvalidTokenId, 2 "account" => InvalidAccountId;
    TokenRevokeKycTransactionBody: 1 "token" => InvalidTokenId, 2 "account" => InvalidAccountId;
    TokenWipeAccountTransactionBody: 1 "token" => InvalidTokenId, 2 "account" => InvalidAccountId;
    TokenDeleteTransactionBody: 1 "token" => InvalidTokenId;
    TokenUpdateTransactionBody:
        1 "token" => InvalidTokenId,
        4 "treasury" => Success,
        10 "auto_renew_account" => Success;
    TokenMintTransactionBody: 1 "token" => InvalidTokenId;
    TokenBurnTransactionBody: 1 "token" => InvalidTokenId;
    TokenFeeScheduleUpdateTransactionBody: 1 "token_id" => InvalidTokenId;
    TokenPauseTransactionBody: 1 "token" => InvalidTokenId;
    TokenUnpauseTransactionBody: 1 "token" => InvalidTokenId;
    TokenUpdateNftsTransactionBody: 1 "token" => InvalidTokenId;
    PendingAirdropId:
        1 "sender_id" => InvalidPendingAirdropId,
        2 "receiver_id" => InvalidPendingAirdropId,
        3 "fungible_token_type" => InvalidPendingAirdropId;
    ScheduleCreateTransactionBody: 4 "payer_account_id" => Success;
    ScheduleDeleteTransactionBody: 1 "schedule_id" => InvalidScheduleId;
    ScheduleSignTransactionBody: 1 "schedule_id" => InvalidScheduleId;
};

const SCHEDULED: &[Row] = table! {
    AccountAmount: 1 "account_id" => InvalidAccountId;
};

const QUERIES: &[Row] = table! {
    TransactionId: 2 "account_id" => InvalidAccountId | InvalidTransactionId;
    CryptoGetAccountBalanceQuery: 2 "account_id" => InvalidAccountId;
    CryptoGetAccountRecordsQuery: 2 "account_id" => InvalidAccountId;
    CryptoGetInfoQuery: 2 "account_id" => InvalidAccountId;
    GetAccountDetailsQuery: 2 "account_id" => InvalidAccountId;
    ContractGetInfoQuery: 2 "contract_id" => InvalidContractId;
    ContractCallLocalQuery: 2 "contract_id" => InvalidContractId;
    ContractGetBytecodeQuery: 2 "contract_id" => InvalidContractId;
    FileGetContentsQuery: 2 "file_id" => InvalidFileId;
    FileGetInfoQuery: 2 "file_id" => InvalidFileId;
    ConsensusGetTopicInfoQuery: 2 "topic_id" => InvalidTopicId;
    TokenGetInfoQuery: 2 "token" => InvalidTokenId;
    ScheduleGetInfoQuery: 2 "schedule_id" => InvalidScheduleId;
    NftId: 1 "token_id" => InvalidTokenId;
};

/// What a cleared id is called, and the codes that may come of it.
pub(super) struct Expected {
    pub(super) name: &'static str,
    pub(super) codes: &'static [ResponseCodeEnum],
}

/// What to expect when this id of a transaction body is missing.
pub(super) fn of_body(id: &IdField) -> Result<Expected, OpError> {
    look_up(if id.scheduled { SCHEDULED } else { TRANSACTIONS }, id)
}

/// What to expect when this id of a query is missing.
pub(super) fn of_query(id: &IdField) -> Result<Expected, OpError> {
    look_up(QUERIES, id)
}

fn look_up(table: &[Row], id: &IdField) -> Result<Expected, OpError> {
    let row = table.iter().find(|row| row.owner == id.owner && row.number == id.number);
    let row = row.ok_or_else(|| {
        let scheduled = if id.scheduled { "scheduled " } else { "" };
        OpError::new(format!(
            "nothing is known of what nodes answer without the {scheduled}entity id in field {} of message {} of the \
             field table; add a row for it",
            id.number, id.owner,
        ))
    })?;
    Ok(Expected { name: row.name, codes: row.codes })
}

#[cfg(test)]
mod tests {
    use hapi_proto::strict::message_in;

    use super::*;

    /// A typing error in a field number would make its row useless without anybody noticing.
    #[test]
    fn each_row_is_about_a_field_that_holds_a_message() {
        for row in [TRANSACTIONS, SCHEDULED, QUERIES].into_iter().flatten() {
            let exists = message_in(row.owner, row.number).is_some();
            assert!(exists, "{} has no message in field {}", row.name, row.number);
        }
    }

    #[test]
    fn no_field_has_two_rows() {
        for table in [TRANSACTIONS, SCHEDULED, QUERIES] {
            for (index, row) in table.iter().enumerate() {
                let twice =
                    table[..index].iter().any(|other| (other.owner, other.number) == (row.owner, row.number));
                assert!(!twice, "{}", row.name);
            }
        }
    }
}
