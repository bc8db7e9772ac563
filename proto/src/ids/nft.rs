//! One NFT: a token and a serial number, `0.0.1234/5`.

use super::{ParseIdError, parse::number};
use crate::services::{NftId, TokenId};
use core::{fmt, str::FromStr};

impl NftId {
    /// The NFT of `token` with this serial number; serials start at 1.
    pub const fn new(token: TokenId, serial_number: i64) -> Self {
        Self { token_id: Some(token), serial_number }
    }
}

/// An id without a token is written with a question mark: `?/5`.
impl fmt::Display for NftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.token_id {
            Some(token) => write!(f, "{token}/{}", self.serial_number),
            None => write!(f, "?/{}", self.serial_number),
        }
    }
}

impl FromStr for NftId {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let (token, serial) = text.split_once('/').ok_or(ParseIdError::MissingPart)?;
        Ok(Self::new(token.parse()?, number(serial)?))
    }
}
