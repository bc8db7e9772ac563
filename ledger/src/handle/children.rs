//! Transactions that the ledger makes because of another.

use bytes::Bytes;
use hapi_proto::services::{
    SignedTransaction, TransactionBody, TransactionReceipt, TransactionRecord, transaction_body::Data,
};
use prost::Message;

use super::{
    Handle, Preceding, Prices,
    charging::{self, solvency},
};
use crate::{
    ResponseCode,
    crypto::{Sha384, sha384},
    fees::{Multiplier, Size},
    records::Moves,
    throttles::Demand,
    transactions::{self, PureChecks},
};

/// Who pays for a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charge {
    /// Its parent's payer, in full; superusers do not. It also counts to the throttles.
    Payer,
    /// Nobody.
    Free,
}

impl Handle<'_, '_> {
    /// Does something that must have happened before this transaction, as a transaction of its own with its own
    /// record. What it changed, and its fee, are undone with what this transaction changes.
    ///
    /// # Errors
    /// `MaxChildRecordsExceeded`, `InsufficientPayerBalance` when the payer cannot pay for it, `ThrottledAtConsensus`, and
    /// what its type fails with.
    pub fn preceding(&mut self, data: Data, charge: Charge) -> Result<TransactionReceipt, ResponseCode> {
        if self.preceding.len() >= self.config.transaction.max_preceding {
            return Err(ResponseCode::MaxChildRecordsExceeded);
        }
        let body =
            TransactionBody { data: Some(data), high_volume: self.body.high_volume, ..Default::default() };
        self.store.begin();
        match self.run_child(&body, charge) {
            Ok(record) => {
                self.store.commit();
                let receipt = record.receipt.clone().unwrap_or_default();
                self.preceding.push(Preceding { body, record });
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
        let (fee, multiplier) = match charge {
            Charge::Payer => self.charge_child(body)?,
            Charge::Free => (0, Multiplier::ONE),
        };
        let kind = transactions::typed(body.data.as_ref().ok_or(ResponseCode::InvalidTransactionBody)?);
        kind.pure_checks(&PureChecks { config: self.config, body })?;
        let mut child = Handle::new(self.store, self.config, body, self.payer, self.now);
        kind.handle(&mut child)?;
        let Handle { mut record, mut receipt, .. } = child;
        let is_transfer = matches!(body.data, Some(Data::CryptoTransfer(_)));
        let moves = Moves::of(self.store, is_transfer);
        receipt.set_status(ResponseCode::Success);
        record.receipt = Some(receipt);
        record.transaction_fee = fee;
        record.high_volume_pricing_multiplier = multiplier.shown();
        moves.show(self.config, &mut record);
        Ok(record)
    }

    /// Charges the whole fee of a child without a node, all of it the network's, and takes its capacity.
    fn charge_child(&mut self, body: &TransactionBody) -> Result<(u64, Multiplier), ResponseCode> {
        let (Some(Prices { settings, throttles }), Some(function)) = (&mut self.prices, body.function())
        else {
            return Ok((0, Multiplier::ONE));
        };
        let utilisation = throttles.high_volume_utilisation(function, self.now);
        let waived = charging::is_waived(settings, self.payer, body);
        let (mut charged, mut multiplier) = (0, Multiplier::ONE);
        if !waived {
            let size = Size { signatures: 0, bytes: body.encoded_len() as u64 };
            multiplier = charging::multiplier(settings, body, utilisation, throttles.congestion());
            let fees = charging::fees(self.store, settings, body, size, multiplier, self.now.seconds);
            let balance = self.store.account(&self.payer).map_or(0, |payer| charging::balance(payer.balance));
            solvency(balance, None, fees.network, fees.total(), 0).map_err(charging::Shortfall::code)?;
            charged = charging::charge(self.store, settings, self.payer, fees.total());
        }
        // What the parent took for its children goes back first: now they take it one by one.
        throttles.reset(&self.store.network().throttle_usage);
        let demand = Demand::of(function, body, self.store, self.config);
        if !throttles.screen(self.config, demand, self.now, self.payer) {
            throttles.track_charge(self.config, self.now);
            return Err(ResponseCode::ThrottledAtConsensus);
        }
        throttles.save(self.store.network_mut());
        Ok((charged, multiplier))
    }
}

/// A transaction of the ledger's own as it is streamed, a `SignedTransaction` that nobody signed, and its hash.
pub(super) fn made(body: &TransactionBody) -> (Bytes, Sha384) {
    let signed = SignedTransaction { body_bytes: body.encode_to_vec().into(), ..Default::default() };
    let signed = Bytes::from(signed.encode_to_vec());
    let hash = sha384(&signed);
    (signed, hash)
}
