//! The layouts of a transaction on the wire, the wrong ones too.

use bytes::Bytes;
use hapi_proto::services::{SignatureMap, SignedTransaction, Transaction};
use prost::Message;

/// The layout of a transaction on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// `signedTransactionBytes`, as it should be.
    Signed,
    /// The deprecated `bodyBytes` and `sigMap`, which nodes accept as well.
    BodyAndSigMap,
    /// `sigMap` without anything it could be of. Nodes reject it.
    OnlySigMap,
    /// `signedTransactionBytes` and `sigMap`. Nodes reject it.
    SignedAndSigMap,
    /// `signedTransactionBytes` and `bodyBytes`. Nodes reject it.
    SignedAndBody,
}

/// A body and its signatures.
#[derive(Clone, Debug)]
pub(crate) struct SignedParts {
    pub(crate) body_bytes: Bytes,
    pub(crate) sig_map: SignatureMap,
}

impl SignedParts {
    /// The serialized `SignedTransaction`, with `extra` bytes after it.
    pub(crate) fn signed_transaction_bytes(&self, extra: &[u8]) -> Bytes {
        let signed = SignedTransaction {
            body_bytes: self.body_bytes.clone(),
            sig_map: Some(self.sig_map.clone()),
            use_serialized_tx_message_hash_algorithm: false,
        };
        let mut bytes = signed.encode_to_vec();
        bytes.extend_from_slice(extra);
        bytes.into()
    }

    /// The transaction in this layout; `extra` goes behind its `SignedTransaction`.
    #[expect(deprecated, reason = "the deprecated fields are what some layouts are about")]
    pub(crate) fn in_layout(&self, layout: Layout, extra: &[u8]) -> Transaction {
        let signed = |transaction| Transaction {
            signed_transaction_bytes: self.signed_transaction_bytes(extra),
            ..transaction
        };
        let sig_map = Transaction { sig_map: Some(self.sig_map.clone()), ..Transaction::default() };
        let body = Transaction { body_bytes: self.body_bytes.clone(), ..Transaction::default() };
        match layout {
            Layout::Signed => signed(Transaction::default()),
            Layout::BodyAndSigMap => Transaction { body_bytes: self.body_bytes.clone(), ..sig_map },
            Layout::OnlySigMap => sig_map,
            Layout::SignedAndSigMap => signed(sig_map),
            Layout::SignedAndBody => signed(body),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(deprecated, reason = "the deprecated fields are what some layouts are about")]
    fn each_layout_fills_its_fields_only() {
        let parts = SignedParts { body_bytes: vec![1, 2].into(), sig_map: SignatureMap::default() };
        let filled = |layout| {
            let transaction = parts.in_layout(layout, &[]);
            let Transaction { body, sigs, sig_map, body_bytes, signed_transaction_bytes } = transaction;
            assert!(body.is_none() && sigs.is_none());
            (sig_map.is_some(), !body_bytes.is_empty(), !signed_transaction_bytes.is_empty())
        };
        assert_eq!(filled(Layout::Signed), (false, false, true));
        assert_eq!(filled(Layout::BodyAndSigMap), (true, true, false));
        assert_eq!(filled(Layout::OnlySigMap), (true, false, false));
        assert_eq!(filled(Layout::SignedAndSigMap), (true, false, true));
        assert_eq!(filled(Layout::SignedAndBody), (false, true, true));
    }
}
