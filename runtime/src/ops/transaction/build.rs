//! From an operation to the bytes of a signed transaction.

use bytes::Bytes;
use hapi_proto::services::{AccountId, Key, Timestamp, Transaction, TransactionBody, TransactionId};
use prost::Message;

use super::{
    TransactionOp, Txn,
    settings::{Id, Node, Signers, ValidStart},
};
use crate::{
    keys::{ControlForKey, PublicKey, SigMapPrefixes, Signer, Signing},
    registry::{DEFAULT_PAYER, Subject},
    spec::{OpError, Spec},
    txns::{SignedParts, UNKNOWN_FIELD, UnknownFieldIn, body_bytes},
};

/// The longest memo that nodes accept, in bytes.
const MEMO_BYTES: usize = 100;

/// A transaction that can be sent.
#[derive(Clone, Debug)]
pub(crate) struct Built {
    /// Its id; all zeros where the transaction has none.
    pub(crate) id: TransactionId,
    /// The node it goes to.
    pub(crate) node: AccountId,
    pub(crate) body: Box<TransactionBody>,
    pub(crate) transaction: Transaction,
    pub(crate) bytes: Bytes,
}

impl<B: TransactionOp> Txn<B> {
    /// The transaction, signed. `attempt` counts how often it was sent before: each has its own id, unless the spec
    /// gives one.
    pub(crate) async fn build(&self, spec: &Spec, attempt: usize) -> Result<Box<Built>, OpError> {
        let node = self.node(spec, attempt)?;
        let payer = self.payer(spec)?;
        let id = self.id(spec, &payer)?;
        let signing = self.signing(spec, &payer)?;
        let mut body = Box::new(self.unsigned(spec, id.clone(), &node)?);
        body.transaction_fee = self.offer(spec, &body, signing.on.len() as u64).await?;
        for change in &self.settings.mutations {
            change(spec, &mut body);
        }
        let transaction = self.signed(spec, &body, &signing)?;
        let mut bytes = transaction.encode_to_vec();
        if self.settings.unknown == Some(UnknownFieldIn::Transaction) {
            bytes.extend_from_slice(&UNKNOWN_FIELD);
        }
        Ok(Box::new(Built { id: id.unwrap_or_default(), node, body, transaction, bytes: bytes.into() }))
    }

    /// The fee to offer, in tinybars; who wants to see the computed fee is shown it.
    async fn offer(&self, spec: &Spec, body: &TransactionBody, signatures: u64) -> Result<u64, OpError> {
        let signatures = self.settings.payer_signatures.unwrap_or(signatures);
        let fees = spec.target().fees();
        if !self.settings.fee_observers.is_empty() {
            let fee = fees.estimate(spec, body, signatures).await?.ok_or_else(|| {
                OpError::new("the network has no fee schedule (file 0.0.113) to compute a fee from")
            })?;
            self.settings.fee_observers.iter().for_each(|observer| observer(fee));
        }
        match self.settings.fee.or(spec.setup().fixed_fee_offer.map(i64::cast_unsigned)) {
            Some(stated) => Ok(stated),
            None => fees.offer(spec, body, signatures).await,
        }
    }

    fn unsigned(
        &self,
        spec: &Spec,
        id: Option<TransactionId>,
        node: &AccountId,
    ) -> Result<TransactionBody, OpError> {
        let settings = &self.settings;
        let batch_key = match &settings.batch_key {
            Some(signer) => Some(signer.resolve(spec)?.0),
            None => None,
        };
        let named_node = match settings.node {
            Node::Unnamed => None,
            Node::Default if batch_key.is_some() => Some(AccountId::from_num(0)),
            _ => Some(node.clone()),
        };
        let seconds = settings.valid_duration_secs.unwrap_or(spec.setup().valid_duration_secs);
        Ok(TransactionBody {
            transaction_id: id,
            node_account_id: named_node,
            transaction_valid_duration: Some(hapi_proto::services::Duration { seconds }),
            memo: self.memo_text(spec),
            batch_key,
            max_custom_fees: settings.max_custom_fees.clone(),
            high_volume: settings.high_volume,
            data: Some(self.op.body(spec)?),
            ..TransactionBody::default()
        })
    }

    fn memo_text(&self, spec: &Spec) -> String {
        let from_setup = || spec.setup().memo.clone();
        self.settings.memo.clone().or_else(from_setup).unwrap_or_else(|| {
            // The end of a path tells more than its begin.
            let name = spec.name();
            let cut = (0..=name.len()).find(|&at| name.is_char_boundary(at) && name.len() - at <= MEMO_BYTES);
            name[cut.unwrap_or(0)..].to_owned()
        })
    }

    fn id(&self, spec: &Spec, payer: &Payer) -> Result<Option<TransactionId>, OpError> {
        let mut id = match &self.settings.id {
            Id::Absent => return Ok(None),
            Id::Given(id) => id.clone(),
            Id::Named(name) => spec.registry().get(name)?,
            Id::Fresh => {
                let start = spec.target().next_valid_start(spec.setup().start_offset_secs);
                TransactionId::new(payer.account.clone(), start)
            }
        };
        match &self.settings.valid_start {
            Some(ValidStart::At(start)) => id.transaction_valid_start = Some(*start),
            Some(ValidStart::Named(name)) => {
                id.transaction_valid_start = Some(spec.registry().get::<Timestamp>(name)?);
            }
            None => {}
        }
        Ok(Some(id))
    }

    fn payer(&self, spec: &Spec) -> Result<Payer, OpError> {
        let settings = &self.settings;
        if let Some(name) = &settings.payer_alias {
            let key: Key = spec.registry().get(name)?;
            let account = AccountId::from_alias(key.encode_to_vec());
            return Ok(Payer { account, signer: Signer::Named(name.clone()) });
        }
        let of_id = match &settings.id {
            Id::Given(id) => id.account_id.clone(),
            Id::Named(name) => spec.registry().get::<TransactionId>(name)?.account_id,
            Id::Fresh | Id::Absent => None,
        };
        let stated = settings.payer.clone().or(of_id.map(Subject::Id));
        let subject = stated.unwrap_or_else(|| Subject::from(DEFAULT_PAYER));
        Ok(Payer { account: subject.resolve(spec)?, signer: subject.into() })
    }

    fn node(&self, spec: &Spec, attempt: usize) -> Result<AccountId, OpError> {
        match &self.settings.node {
            Node::Default | Node::Unnamed => Ok(spec.default_node().clone()),
            Node::Account(subject) => Ok(subject.resolve(spec)?),
            Node::OneOf(subjects) => match subjects.len() {
                0 => Err(OpError::new("`set_node_from` was given no nodes")),
                count => Ok(subjects[attempt % count].resolve(spec)?),
            },
        }
    }

    fn signing(&self, spec: &Spec, payer: &Payer) -> Result<Signing, OpError> {
        let settings = &self.settings;
        let payer_signer = settings.payer_signs.then(|| payer.signer.clone());
        let signers: Vec<Signer> = match &settings.signers {
            Signers::Only(signers) => signers.clone(),
            Signers::PayerAnd(signers) => payer_signer.into_iter().chain(signers.iter().cloned()).collect(),
            Signers::Default => payer_signer.into_iter().chain(self.op.default_signers(spec)?).collect(),
        };
        let mut signing = Signing::default();
        for (at, signer) in signers.iter().enumerate() {
            // Who pays often gives, too.
            if signers[..at].contains(signer) {
                continue;
            }
            let (key, usual) = signer.resolve(spec)?;
            let label = signer.label();
            // The key of a role of a token has a name of its own besides the one that it was given by.
            let is_of_same_key = |control: &&ControlForKey| {
                control.name == label || spec.registry().find::<Key>(&control.name).as_ref() == Some(&key)
            };
            let stated = settings.controls.iter().rev().find(is_of_same_key);
            let control = stated.map_or(&usual, |stated| &stated.control);
            let added = signing.add(&key, control);
            added.map_err(|error| OpError::from(error).context(format!("cannot sign with `{label}`")))?;
        }
        Ok(signing)
    }

    fn signed(&self, spec: &Spec, body: &TransactionBody, signing: &Signing) -> Result<Transaction, OpError> {
        let settings = &self.settings;
        let body_bytes = body_bytes(body, settings.unknown);
        let full = self.keys_with_full_prefix(spec)?;
        let sig_map = signing.sign(spec.keys(), &settings.prefixes, &full, &body_bytes)?;
        let parts = SignedParts { body_bytes, sig_map };
        let in_signed = settings.unknown == Some(UnknownFieldIn::SignedTransaction);
        let extra: &[u8] = if in_signed { &UNKNOWN_FIELD } else { &[] };
        let layout = match settings.layout {
            Some(layout) => layout,
            None if in_signed => crate::txns::Layout::Signed,
            None => spec.txns().next_layout(),
        };
        let transaction = parts.in_layout(layout, extra);
        Ok(settings.transforms.iter().fold(transaction, |transaction, change| change(transaction)))
    }

    fn keys_with_full_prefix(&self, spec: &Spec) -> Result<Vec<PublicKey>, OpError> {
        let SigMapPrefixes::UniqueWithFullFor(names) = &self.settings.prefixes else { return Ok(Vec::new()) };
        let mut all = Signing::default();
        for name in names {
            let (key, _) = Signer::from(name).resolve(spec)?;
            all.add(&key, &crate::keys::ON)?;
        }
        Ok(all.on)
    }
}

/// Who pays, as the transaction's id names it, and who signs for that.
struct Payer {
    account: AccountId,
    signer: Signer,
}
