//! The modifiers that all transactions share.

use std::sync::Arc;

use hapi_proto::services::{
    AccountId, CustomFeeLimit, HederaFunctionality, ResponseCodeEnum, Timestamp, Transaction,
    TransactionBody, TransactionId,
};

use super::{
    Resolved, TransactionOp, Txn,
    settings::{Id, Log, Node, Settings, Signers, ValidStart},
};
use crate::{
    fees::TinybarFee,
    keys::{ControlForKey, SigMapPrefixes, Signer},
    ops::assertions::IntoTinybars,
    registry::{IntoMany, Subject},
    spec::{OpResult, Spec},
    txns::{Layout, SubmissionStrategy, UnknownFieldIn},
};

/// Who pays and who signs.
impl<B: TransactionOp> Txn<B> {
    fn set(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    /// Has this account pay; it signs first. Without it, the spec's default payer does.
    pub fn paying_with(self, payer: impl Into<Subject<AccountId>>) -> Self {
        self.set(|settings| settings.payer = Some(payer.into()))
    }

    /// Has this account pay without signing.
    pub fn paying_with_no_sig(self, payer: impl Into<Subject<AccountId>>) -> Self {
        self.paying_with(payer).set(|settings| settings.payer_signs = false)
    }

    /// Has the account pay whose alias is the key of this name; the transaction's id has the alias.
    pub fn paying_with_aliased(self, key: impl Into<String>) -> Self {
        self.set(|settings| settings.payer_alias = Some(key.into()))
    }

    /// Has these keys sign, and no others: `.signed_by(&bob)`, `.signed_by(["key", "bob"])`.
    pub fn signed_by(self, signers: impl IntoMany<Signer>) -> Self {
        self.set(|settings| settings.signers = Signers::Only(signers.into_many()))
    }

    /// Has the payer and these keys sign, and no others.
    pub fn signed_by_payer_and(self, signers: impl IntoMany<Signer>) -> Self {
        self.set(|settings| settings.signers = Signers::PayerAnd(signers.into_many()))
    }

    /// Says which parts of a named key sign here; see [`for_key`](crate::keys::for_key).
    pub fn sig_control(self, control: ControlForKey) -> Self {
        self.set(|settings| settings.controls.push(control))
    }

    /// Says how much of each public key the signature map shows.
    pub fn sig_map_prefixes(self, prefixes: SigMapPrefixes) -> Self {
        self.set(|settings| settings.prefixes = prefixes)
    }

    /// Has the fee computed as if the transaction had so many signatures.
    pub fn num_payer_sigs(self, count: u64) -> Self {
        self.set(|settings| settings.payer_signatures = Some(count))
    }
}

/// What the body says.
impl<B: TransactionOp> Txn<B> {
    /// Gives the transaction's id, and so its receipt and record, a name.
    pub fn via(self, name: impl Into<String>) -> Self {
        self.set(|settings| settings.name = Some(name.into()))
    }

    /// Offers this fee. Without it the fee is computed from the network's schedule, with a margin.
    #[track_caller]
    pub fn fee(self, offer: impl IntoTinybars) -> Self {
        // A negative offer cannot be told on the wire; nodes reject the number that its bits mean.
        let offer = offer.into_tinybars().cast_unsigned();
        self.set(|settings| settings.fee = Some(offer))
    }

    /// Shows `observer` what the transaction costs by the network's fee schedule, whatever it offers: computed, as
    /// its client does, each time that it is built.
    pub fn exposing_fees_to(self, observer: impl Fn(TinybarFee) + Send + Sync + 'static) -> Self {
        self.set(|settings| settings.fee_observers.push(Arc::new(observer)))
    }

    /// Gives the transaction this memo.
    pub fn memo(self, memo: impl Into<String>) -> Self {
        self.set(|settings| settings.memo = Some(memo.into()))
    }

    /// Gives the transaction no memo.
    pub fn blank_memo(self) -> Self {
        self.memo("")
    }

    /// Uses the transaction id of this name, registered before.
    pub fn txn_id(self, name: impl Into<String>) -> Self {
        self.set(|settings| settings.id = Id::Named(name.into()))
    }

    /// Uses this transaction id.
    pub fn with_txn_id(self, id: TransactionId) -> Self {
        self.set(|settings| settings.id = Id::Given(id))
    }

    /// Sends no transaction id.
    pub fn sans_txn_id(self) -> Self {
        self.set(|settings| settings.id = Id::Absent)
    }

    /// Takes the valid start from the registry's timestamp of this name.
    pub fn use_preset_timestamp(self, name: impl Into<String>) -> Self {
        self.set(|settings| settings.valid_start = Some(ValidStart::Named(name.into())))
    }

    /// Makes the transaction valid from this time on.
    pub fn valid_start(self, start: Timestamp) -> Self {
        self.set(|settings| settings.valid_start = Some(ValidStart::At(start)))
    }

    /// Makes the transaction valid for so long.
    pub fn valid_duration_secs(self, seconds: i64) -> Self {
        self.set(|settings| settings.valid_duration_secs = Some(seconds))
    }

    /// Names, and goes to, the node with this account.
    pub fn set_node(self, node: impl Into<Subject<AccountId>>) -> Self {
        self.set(|settings| settings.node = Node::Account(node.into()))
    }

    /// Names, and goes to, one of these nodes; each attempt another one.
    pub fn set_node_from(self, nodes: impl IntoMany<Subject<AccountId>>) -> Self {
        self.set(|settings| settings.node = Node::OneOf(nodes.into_many()))
    }

    /// Names no node.
    pub fn sans_node_account(self) -> Self {
        self.set(|settings| settings.node = Node::Unnamed)
    }

    /// Marks it as part of an atomic batch that this key signs (HIP-551): it then names node 0.0.0.
    pub fn batch_key(self, key: impl Into<Signer>) -> Self {
        self.set(|settings| settings.batch_key = Some(key.into()))
    }

    /// Limits the custom fees that it may cost (HIP-991).
    pub fn max_custom_fee(self, limit: CustomFeeLimit) -> Self {
        self.set(|settings| settings.max_custom_fees.push(limit))
    }

    /// Asks for high-volume throttles and prices (HIP-1313).
    pub fn high_volume(self) -> Self {
        self.set(|settings| settings.high_volume = true)
    }

    /// Changes the body before it is signed.
    pub fn with_body_mutation(
        self,
        change: impl Fn(&Spec, &mut TransactionBody) + Send + Sync + 'static,
    ) -> Self {
        self.set(|settings| settings.mutations.push(Arc::new(change)))
    }
}

/// How it is laid out and sent.
impl<B: TransactionOp> Txn<B> {
    /// Lays it out like this on the wire.
    pub fn with_proto_structure(self, layout: Layout) -> Self {
        self.set(|settings| settings.layout = Some(layout))
    }

    /// Sends `sigMap` alone.
    pub fn as_txn_with_only_sig_map(self) -> Self {
        self.with_proto_structure(Layout::OnlySigMap)
    }

    /// Sends `signedTransactionBytes` and `sigMap`.
    pub fn as_txn_with_signed_txn_bytes_and_sig_map(self) -> Self {
        self.with_proto_structure(Layout::SignedAndSigMap)
    }

    /// Sends `signedTransactionBytes` and `bodyBytes`.
    pub fn as_txn_with_signed_txn_bytes_and_body_bytes(self) -> Self {
        self.with_proto_structure(Layout::SignedAndBody)
    }

    /// Adds a field that no message has.
    pub fn with_unknown_field_in(self, place: UnknownFieldIn) -> Self {
        self.set(|settings| settings.unknown = Some(place))
    }

    /// Changes the transaction after it was signed.
    pub fn with_txn_transform(
        self,
        change: impl Fn(Transaction) -> Transaction + Send + Sync + 'static,
    ) -> Self {
        self.set(|settings| settings.transforms.push(Arc::new(change)))
    }

    /// Sends it to the gRPC method of another type of transaction.
    pub fn with_overridden_functionality(self, function: HederaFunctionality) -> Self {
        self.set(|settings| settings.function = Some(function))
    }

    /// Has `strategy` bring it to the network.
    pub fn with_submission_strategy(self, strategy: impl SubmissionStrategy + 'static) -> Self {
        self.set(|settings| settings.strategy = Some(Arc::new(strategy)))
    }

    /// Has it handled without the checks of ingest, as if a node had let it pass that should not have: what the precheck would
    /// refuse is judged at consensus. For a test that says `#[embedded_test(MustSkipIngest)]`.
    pub fn skipping_ingest(self) -> Self {
        self.set(|settings| settings.skips_ingest = true)
    }

    /// Sends it again while the precheck gives one of these codes.
    pub fn has_retry_precheck_from(self, codes: impl IntoIterator<Item = ResponseCodeEnum>) -> Self {
        self.set(|settings| settings.retry_prechecks.extend(codes))
    }

    /// Sends it again at most so often.
    pub fn set_retry_limit(self, limit: u32) -> Self {
        self.set(|settings| settings.retry_limit = Some(limit))
    }

    /// Goes on after the precheck; the status is waited for and judged at the end of the spec. The registry does not
    /// learn of the outcome before that.
    pub fn defer_status_resolution(self) -> Self {
        self.set(|settings| settings.deferred = true)
    }

    /// Goes on at once, whatever becomes of it.
    pub fn fire_and_forget(self) -> Self {
        self.has_any_precheck().has_any_status_at_all().or_unavailable_status()
    }

    /// Shows body and receipt in the trace.
    pub fn logged(self) -> Self {
        self.set(|settings| settings.log = Log::Full)
    }

    /// Keeps even id and status out of the trace.
    pub fn no_logging(self) -> Self {
        self.set(|settings| settings.log = Log::Nothing)
    }
}

/// What is expected of it. Without any of these: `Ok` at precheck, `Success` at consensus.
impl<B: TransactionOp> Txn<B> {
    /// Expects this code, at precheck or at consensus.
    pub fn fails_with(self, code: ResponseCodeEnum) -> Self {
        self.fails_with_one_of([code])
    }

    /// Expects one of these codes, at precheck or at consensus.
    pub fn fails_with_one_of(self, codes: impl IntoIterator<Item = ResponseCodeEnum>) -> Self {
        self.set(|settings| settings.expect.failure = codes.into_iter().collect())
    }

    /// Expects this code at precheck. If it is among the setup's streamlined ingest checks, the network may also leave
    /// it to consensus.
    pub fn has_precheck(self, code: ResponseCodeEnum) -> Self {
        self.has_precheck_from([code])
    }

    /// Expects one of these codes at precheck; see [`Txn::has_precheck`].
    pub fn has_precheck_from(self, codes: impl IntoIterator<Item = ResponseCodeEnum>) -> Self {
        self.set(|settings| settings.expect.precheck = Some(codes.into_iter().collect()))
    }

    /// Accepts any code at precheck.
    pub fn has_any_precheck(self) -> Self {
        self.set(|settings| settings.expect.any_precheck = true)
    }

    /// Expects this status at consensus.
    pub fn has_known_status(self, code: ResponseCodeEnum) -> Self {
        self.has_known_status_from([code])
    }

    /// Expects one of these statuses at consensus.
    pub fn has_known_status_from(self, codes: impl IntoIterator<Item = ResponseCodeEnum>) -> Self {
        self.set(|settings| settings.expect.status = Some(codes.into_iter().collect()))
    }

    /// Expects success; what is expected without any modifier.
    pub fn has_success_receipt(self) -> Self {
        self.has_known_status(ResponseCodeEnum::Success)
    }

    /// Waits for the status and accepts any.
    pub fn has_any_known_status(self) -> Self {
        self.set(|settings| settings.expect.any_status = true)
    }

    /// Does not even wait for the status.
    pub fn has_any_status_at_all(self) -> Self {
        self.set(|settings| settings.expect.no_status = true)
    }

    /// Accepts that the node, or the status, cannot be reached.
    pub fn or_unavailable_status(self) -> Self {
        self.set(|settings| settings.expect.unavailable = true)
    }

    /// Fails if the network has several receipts for the transaction's id: the status might be a duplicate's.
    pub fn ensuring_resolved_status_isnt_from_duplicate(self) -> Self {
        self.set(|settings| settings.unique = true)
    }

    /// Checks what became of it further.
    pub fn satisfies(self, condition: impl Fn(&Spec, &Resolved) -> OpResult + Send + Sync + 'static) -> Self {
        self.set(|settings| settings.conditions.push(Arc::new(condition)))
    }
}
