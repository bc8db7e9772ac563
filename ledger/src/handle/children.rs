//! Transactions that the ledger makes because of another.

use alloc::vec::Vec;

use hapi_proto::services::{
    HederaFunctionality, TransactionBody, TransactionReceipt, TransactionRecord, transaction_body::Data,
};
use prost::Message;

use super::{
    Handle, Prices,
    charging::{self, solvency},
};
use crate::{
    ResponseCode,
    crypto::sha384,
    fees::{Multiplier, Size},
    records::transfer_list,
    transactions::{self, PureChecks},
};

/// How many children may precede a transaction (`consensus.handle.maxPrecedingRecords`).
pub const MAX_PRECEDING: usize = 3;

/// Who pays for a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charge {
    /// Its parent's payer, in full; superusers do not.
    Payer,
    /// Nobody.
    Free,
}

impl Handle<'_, '_> {
    /// Does something that must have happened before this transaction, as a transaction of its own with its own
    /// record. What it changed, and its fee, are undone with what this transaction changes.
    ///
    /// # Errors
    /// `MaxChildRecordsExceeded`, `InsufficientPayerBalance` when the payer cannot pay for it, and what its type fails
    /// with.
    pub fn preceding(&mut self, data: Data, charge: Charge) -> Result<TransactionReceipt, ResponseCode> {
        if self.preceding.len() >= MAX_PRECEDING {
            return Err(ResponseCode::MaxChildRecordsExceeded);
        }
        let body =
            TransactionBody { data: Some(data), high_volume: self.body.high_volume, ..Default::default() };
        self.store.begin();
        match self.run_child(&body, charge) {
            Ok(record) => {
                self.store.commit();
                let receipt = record.receipt.clone().unwrap_or_default();
                self.preceding.push(record);
                Ok(receipt)
            }
            Err(code) => {
                self.store.rollback();
                Err(code)
            }
        }
    }

    fn run_child(
        &mut self,
        body: &TransactionBody,
        charge: Charge,
    ) -> Result<TransactionRecord, ResponseCode> {
        let (fee, multiplier) = match (charge, self.prices) {
            (Charge::Payer, Some(prices)) => self.charge_child(prices, body)?,
            _ => (0, Multiplier::ONE),
        };
        let kind = transactions::typed(body.data.as_ref().ok_or(ResponseCode::InvalidTransactionBody)?);
        kind.pure_checks(&PureChecks { config: self.config, body })?;
        let mut child = Handle::new(self.store, self.config, body, self.payer, self.now);
        kind.handle(&mut child)?;
        let Handle { mut record, mut receipt, .. } = child;
        let changes: Vec<_> = self.store.balance_changes().collect();
        receipt.set_status(ResponseCode::Success);
        record.receipt = Some(receipt);
        record.transaction_fee = fee;
        record.high_volume_pricing_multiplier = multiplier.shown();
        record.transfer_list = Some(transfer_list(self.config, changes));
        record.transaction_hash = child_hash(body).into();
        Ok(record)
    }

    /// Charges the whole fee of a child without a node: all of it is the network's.
    fn charge_child(
        &mut self,
        Prices { settings, creation_utilisation }: Prices<'_>,
        body: &TransactionBody,
    ) -> Result<(u64, Multiplier), ResponseCode> {
        if charging::is_waived(settings, self.payer, body)
            || body.function() == Some(HederaFunctionality::CryptoUpdate)
        {
            return Ok((0, Multiplier::ONE));
        }
        let size = Size { signatures: 0, bytes: body.encoded_len() as u64 };
        let multiplier = charging::multiplier(settings, body, creation_utilisation);
        let fees = charging::fees(self.store, settings, body, size, multiplier, self.now.seconds);
        let balance = self.store.account(&self.payer).map_or(0, |payer| charging::balance(payer.balance));
        solvency(balance, None, fees.network, fees.total(), 0).map_err(charging::Shortfall::code)?;
        Ok((charging::charge(self.store, settings, self.payer, fees.total()), multiplier))
    }
}

/// The hash of a child: of a signed transaction with its body and no signatures.
fn child_hash(body: &TransactionBody) -> Vec<u8> {
    let signed = hapi_proto::services::SignedTransaction {
        body_bytes: body.encode_to_vec().into(),
        ..Default::default()
    };
    sha384(&signed.encode_to_vec()).to_vec()
}
