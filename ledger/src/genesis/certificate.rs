//! The little of X.509 that an address book needs.

/// The DER of the subject's public key (`SubjectPublicKeyInfo`) in a DER certificate.
pub(super) fn public_key(certificate: &[u8]) -> Option<&[u8]> {
    const SEQUENCE: u8 = 0x30;
    const VERSION: u8 = 0xa0;
    let (_, to_be_signed) = element(certificate)?.expect(SEQUENCE)?;
    let (_, mut fields) = element(to_be_signed)?.expect(SEQUENCE)?;
    let first = element(fields)?;
    if first.tag == VERSION {
        fields = first.rest;
    }
    // Serial number, signature algorithm, issuer, validity, subject.
    for _ in 0..5 {
        fields = element(fields)?.rest;
    }
    let (whole, _) = element(fields)?.expect(SEQUENCE)?;
    Some(whole)
}

struct Element<'a> {
    tag: u8,
    whole: &'a [u8],
    contents: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Element<'a> {
    /// The element as a whole and its contents, if it has this tag.
    fn expect(&self, tag: u8) -> Option<(&'a [u8], &'a [u8])> {
        (self.tag == tag).then_some((self.whole, self.contents))
    }
}

/// The first element of some DER.
fn element(der: &[u8]) -> Option<Element<'_>> {
    let (&[tag, first], after) = der.split_first_chunk::<2>()?;
    let (length, after) = if first < 0x80 {
        (usize::from(first), after)
    } else {
        let (digits, after) = after.split_at_checked(usize::from(first & 0x7f))?;
        let length = digits
            .iter()
            .try_fold(0_usize, |length, digit| length.checked_mul(256)?.checked_add(usize::from(*digit)))?;
        (length, after)
    };
    let (contents, rest) = after.split_at_checked(length)?;
    let whole = der.get(..der.len() - rest.len())?;
    Some(Element { tag, whole, contents, rest })
}

#[cfg(test)]
mod tests {
    use alloc::{vec, vec::Vec};

    use super::*;

    fn der(tag: u8, contents: &[u8]) -> Vec<u8> {
        let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
        [&[tag, 0x82][..], &length, contents].concat()
    }

    fn certificate(version: bool, key: &[u8]) -> Vec<u8> {
        let mut fields = if version { vec![der(0xa0, &[2, 1, 2])] } else { vec![] };
        fields.push(vec![2, 1, 7]);
        fields.extend((0..4).map(|_| der(0x30, &[5, 0])));
        fields.push(key.to_vec());
        der(0x30, &[der(0x30, &fields.concat()), der(0x30, &[])].concat())
    }

    #[test]
    fn the_key_is_found_with_and_without_a_version() {
        let key = der(0x30, &[9; 300]);
        assert_eq!(public_key(&certificate(true, &key)), Some(&key[..]));
        assert_eq!(public_key(&certificate(false, &key)), Some(&key[..]));
    }

    #[test]
    fn what_is_no_certificate_has_no_key() {
        let whole = certificate(true, &der(0x30, &[9; 300]));
        for end in 0..whole.len() {
            assert_eq!(public_key(&whole[..end]), None, "cut at {end}");
        }
    }
}
