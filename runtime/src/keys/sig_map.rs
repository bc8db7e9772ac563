//! How much of each public key a signature map shows.

use super::PublicKey;

/// How much of each public key a signature map shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SigMapPrefixes {
    /// As few bytes as tell the keys of the transaction apart, at least one.
    Unique,
    /// All bytes.
    Full,
    /// Only bytes that another key of the transaction begins with too: the node cannot tell them apart.
    Ambiguous,
    /// Bytes that tell the keys apart, but each pair shows those of another key.
    Confused,
    /// As few bytes as tell the keys apart, but all of these keys, by name.
    UniqueWithFullFor(Vec<String>),
}

/// See [`SigMapPrefixes::Unique`]: what transactions use that do not say.
pub const UNIQUE_PREFIXES: SigMapPrefixes = SigMapPrefixes::Unique;
/// See [`SigMapPrefixes::Full`].
pub const FULL_PREFIXES: SigMapPrefixes = SigMapPrefixes::Full;
/// See [`SigMapPrefixes::Ambiguous`].
pub const AMBIGUOUS_PREFIXES: SigMapPrefixes = SigMapPrefixes::Ambiguous;
/// See [`SigMapPrefixes::Confused`].
pub const CONFUSED_PREFIXES: SigMapPrefixes = SigMapPrefixes::Confused;

/// See [`SigMapPrefixes::UniqueWithFullFor`]. Only a full prefix makes a key active for a contract, or completes a
/// hollow account.
pub fn unique_with_full_prefixes_for<N: Into<String>>(names: impl IntoIterator<Item = N>) -> SigMapPrefixes {
    SigMapPrefixes::UniqueWithFullFor(names.into_iter().map(Into::into).collect())
}

impl SigMapPrefixes {
    /// The prefixes for the keys that sign (`on`), in their order.
    pub(super) fn choose(&self, on: &[PublicKey], off: &[PublicKey], full: &[PublicKey]) -> Vec<Vec<u8>> {
        let longest_shared = |key: &PublicKey| {
            let others = on.iter().chain(off).filter(|other| *other != key);
            others.map(|other| shared(key, other)).max().unwrap_or(0)
        };
        let prefix =
            |key: &PublicKey, length: usize| key.as_bytes()[..length.min(key.as_bytes().len())].to_vec();
        let unique = |key: &PublicKey| prefix(key, longest_shared(key) + 1);
        match self {
            Self::Unique => on.iter().map(unique).collect(),
            Self::Full => on.iter().map(|key| key.as_bytes().to_vec()).collect(),
            Self::Ambiguous => on.iter().map(|key| prefix(key, longest_shared(key))).collect(),
            Self::Confused => {
                let mut prefixes: Vec<_> = on.iter().map(unique).collect();
                if !prefixes.is_empty() {
                    prefixes.rotate_left(1);
                }
                prefixes
            }
            Self::UniqueWithFullFor(_) => {
                let chosen = |key| if full.contains(key) { key.as_bytes().to_vec() } else { unique(key) };
                on.iter().map(chosen).collect()
            }
        }
    }
}

/// How many first bytes two keys have in common.
fn shared(a: &PublicKey, b: &PublicKey) -> usize {
    a.as_bytes().iter().zip(b.as_bytes()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(first: &[u8]) -> PublicKey {
        let mut bytes = [0xee; 32];
        bytes[..first.len()].copy_from_slice(first);
        PublicKey::Ed25519(bytes)
    }

    const NONE: &[u8] = &[];

    #[test]
    fn unique_prefixes_are_as_short_as_can_be() {
        let keys = [key(&[1, 1, 1]), key(&[1, 1, 2]), key(&[2])];
        assert_eq!(UNIQUE_PREFIXES.choose(&keys, &[], &[]), [&[1, 1, 1][..], &[1, 1, 2], &[2]]);
        assert_eq!(UNIQUE_PREFIXES.choose(&keys[2..], &[], &[]), [[2]]);
        // A key that does not sign is told apart too.
        assert_eq!(UNIQUE_PREFIXES.choose(&keys[2..], &[key(&[2, 7])], &[]), [[2, 0xee]]);
    }

    #[test]
    fn other_strategies_do_what_they_say() {
        let keys = [key(&[1, 1, 1]), key(&[1, 1, 2]), key(&[2])];
        assert_eq!(FULL_PREFIXES.choose(&keys, &[], &[])[2], keys[2].as_bytes());
        assert_eq!(AMBIGUOUS_PREFIXES.choose(&keys, &[], &[]), [&[1, 1][..], &[1, 1], NONE]);
        assert_eq!(CONFUSED_PREFIXES.choose(&keys, &[], &[]), [&[1, 1, 2][..], &[2], &[1, 1, 1]]);
        let some = unique_with_full_prefixes_for(["third"]).choose(&keys, &[], &keys[2..]);
        assert_eq!(some, [&[1, 1, 1][..], &[1, 1, 2], keys[2].as_bytes()]);
    }
}
