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
    /// The transaction in this layout; `extra` goes behind its `SignedTransaction`.
    #[expect(deprecated, reason = "the deprecated fields are what some layouts are about")]
    pub(crate) fn in_layout(self, layout: Layout, extra: &[u8]) -> Transaction {
        let mut transaction = Transaction::default();
        if matches!(layout, Layout::BodyAndSigMap | Layout::OnlySigMap | Layout::SignedAndSigMap) {
            transaction.sig_map = Some(self.sig_map.clone());
        }
        if matches!(layout, Layout::BodyAndSigMap | Layout::SignedAndBody) {
            transaction.body_bytes = self.body_bytes.clone();
        }
        if matches!(layout, Layout::Signed | Layout::SignedAndSigMap | Layout::SignedAndBody) {
            transaction.signed_transaction_bytes = self.signed_transaction_bytes(extra);
        }
        transaction
    }

    /// The serialized `SignedTransaction`, with `extra` bytes after it.
    fn signed_transaction_bytes(self, extra: &[u8]) -> Bytes {
        let signed = SignedTransaction {
            body_bytes: self.body_bytes,
            sig_map: Some(self.sig_map),
            use_serialized_tx_message_hash_algorithm: false,
        };
        let mut bytes = signed.encode_to_vec();
        bytes.extend_from_slice(extra);
        bytes.into()
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
            let transaction = parts.clone().in_layout(layout, &[]);
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
