//! Address checksums (HIP-15): five letters that catch a mistyped address or one meant for another ledger.

use crate::ids::ParseIdError;
use core::{fmt, str::FromStr};

/// The five letters behind an address, as in `0.0.123-vfmkw`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Checksum([u8; 5]);

/// 26^3 and 26^5, and the two multipliers that HIP-15 chose.
const P3: u64 = 26 * 26 * 26;
const P5: u64 = P3 * 26 * 26;
const WEIGHT: u64 = 31;
const MIX: u64 = 1_000_003;

impl Checksum {
    /// The checksum of `address` (`shard.realm.num`) on a ledger. Mainnet has the ledger id `[0]`, testnet `[1]`,
    /// previewnet `[2]`, a local network usually `[3]` (HIP-198).
    pub fn of(address: &str, ledger_id: &[u8]) -> Self {
        let digit = |b: u8| if b == b'.' { 10 } else { u64::from(b.wrapping_sub(b'0')) };
        let every_other = |from| address.bytes().skip(from).step_by(2).map(digit).sum::<u64>() % 11;
        let of_digits = address.bytes().fold(0, |sum, b| (sum * WEIGHT + digit(b)) % P3);
        let ledger = ledger_id.iter().chain(&[0; 6]);
        let of_ledger = ledger.fold(0, |sum, &b| (sum * WEIGHT + u64::from(b)) % P5);
        let length = address.len() as u64 % 5;
        let sum = ((length * 11 + every_other(0)) * 11 + every_other(1)) * P3 + of_digits + of_ledger;
        Self::in_letters(sum % P5 * MIX % P5)
    }

    /// `value` in base 26 with the digits `a` to `z`.
    fn in_letters(mut value: u64) -> Self {
        let mut letters = [b'a'; 5];
        for letter in letters.iter_mut().rev() {
            *letter += (value % 26).to_le_bytes()[0];
            value /= 26;
        }
        Self(letters)
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|&letter| fmt::Write::write_char(f, letter.into()))
    }
}

impl fmt::Debug for Checksum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Checksum({self})")
    }
}

impl FromStr for Checksum {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        let letters: [u8; 5] = text.as_bytes().try_into().map_err(|_| ParseIdError::MalformedChecksum)?;
        if !letters.iter().all(u8::is_ascii_lowercase) {
            return Err(ParseIdError::MalformedChecksum);
        }
        Ok(Self(letters))
    }
}
