//! What handlers charge besides what a transaction cost to begin with.

use hapi_proto::{
    fees::Extra,
    services::{AccountId, TokenAssociateTransactionBody, TokenId, TransactionBody, transaction_body::Data},
};
use prost::Message;

use super::{
    Handle, Prices,
    charging::{self, charge},
};
use crate::{ResponseCode, fees::Size};

impl Handle<'_, '_> {
    /// Charges the payer more, in tinybar, superusers too; its record shows it as part of the fee. It is undone with what
    /// the transaction changes. Where nothing has prices, nothing is charged.
    ///
    /// # Errors
    /// `InsufficientPayerBalance` when the payer does not have so much.
    pub fn charge(&mut self, amount: u64) -> Result<(), ResponseCode> {
        let Some(Prices { settings, .. }) = &self.prices else { return Ok(()) };
        let charged = charge(self.store, settings, self.payer, amount);
        if charged < amount {
            return Err(ResponseCode::InsufficientPayerBalance);
        }
        self.record.transaction_fee = self.record.transaction_fee.saturating_add(charged);
        Ok(())
    }

    /// What it costs, in tinybar, to be associated with one token because of another transaction: the whole price of a
    /// `TokenAssociate` that nobody signed. Superusers owe nothing.
    pub fn association_fee(&self) -> u64 {
        let Some(Prices { settings, throttles }) = &self.prices else { return 0 };
        let (account, token) = (AccountId::default(), TokenId::default());
        let op = TokenAssociateTransactionBody { account: Some(account), tokens: [token].into() };
        let body = TransactionBody {
            data: Some(Data::TokenAssociate(op)),
            high_volume: self.body.high_volume,
            ..Default::default()
        };
        let Some(function) = body.function().filter(|_| !charging::is_waived(settings, self.payer, &body))
        else {
            return 0;
        };
        let utilisation = throttles.high_volume_utilisation(function, self.now);
        let multiplier = charging::multiplier(settings, &body, utilisation, throttles.congestion());
        let size = Size { signatures: 0, bytes: body.encoded_len() as u64 };
        charging::fees(self.store, settings, &body, size, multiplier, self.now.seconds).total()
    }

    /// What one unit of an extra costs, in tinybar, under the high volume of this transaction.
    pub fn extra_fee(&self, extra: Extra) -> u64 {
        let Some(Prices { settings, throttles }) = &self.prices else { return 0 };
        let utilisation =
            self.body.function().map_or(0, |function| throttles.high_volume_utilisation(function, self.now));
        let multiplier = charging::multiplier(settings, self.body, utilisation, 1);
        settings.rates.active(self.now.seconds).tinybars(multiplier.apply(settings.fees.price(extra)))
    }
}
