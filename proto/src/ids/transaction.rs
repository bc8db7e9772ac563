//! Transaction ids: `0.0.2@1234567890.000000001`, then `?scheduled` and `/nonce` where they apply.

use super::{ParseIdError, parse::number};
use crate::services::{AccountId, Timestamp, TransactionId};
use core::{fmt, str::FromStr};

impl TransactionId {
    /// The id of a transaction that `payer` pays and that becomes valid at `valid_start`.
    pub const fn new(payer: AccountId, valid_start: Timestamp) -> Self {
        Self {
            transaction_valid_start: Some(valid_start),
            account_id: Some(payer),
            scheduled: false,
            nonce: 0,
        }
    }

    /// The id that a schedule with this creation id runs its transaction under.
    pub fn scheduled(self) -> Self {
        Self { scheduled: true, ..self }
    }

    /// The id of the `nonce`th transaction that the network itself adds below this one.
    pub fn with_nonce(self, nonce: i32) -> Self {
        Self { nonce, ..self }
    }
}

/// The nanoseconds always have nine digits, so that ids of one payer sort by time. Missing parts are written with
/// a question mark.
impl fmt::Display for TransactionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.account_id {
            Some(payer) => write!(f, "{payer}@")?,
            None => f.write_str("?@")?,
        }
        match &self.transaction_valid_start {
            Some(start) => start.fmt(f)?,
            None => f.write_str("?")?,
        }
        if self.scheduled {
            f.write_str("?scheduled")?;
        }
        if self.nonce != 0 {
            write!(f, "/{}", self.nonce)?;
        }
        Ok(())
    }
}

/// Nanoseconds count as a number, not as a fraction: `@5.1` and `@5.000000001` are the same time.
impl FromStr for TransactionId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let (payer, rest) = text.split_once('@').ok_or(ParseIdError::MissingPart)?;
        let (rest, nonce) = match rest.split_once('/') {
            Some((rest, nonce)) => (rest, number(nonce)?),
            None => (rest, 0),
        };
        let (start, scheduled) = match rest.split_once('?') {
            None => (rest, false),
            Some((start, "scheduled")) => (start, true),
            Some(_) => return Err(ParseIdError::UnknownSuffix),
        };
        let (seconds, nanos) = start.split_once('.').ok_or(ParseIdError::MissingPart)?;
        let narrow = |n: i64| i32::try_from(n).map_err(|_| ParseIdError::NotANumber);
        let start = Timestamp::new(number(seconds)?, narrow(number(nanos)?)?);
        Ok(Self { scheduled, ..Self::new(payer.parse()?, start).with_nonce(narrow(nonce)?) })
    }
}
