//! Handling one transaction: who is at fault, who pays, what changes, and the records.

use alloc::{sync::Arc, vec::Vec};

use bytes::Bytes;
use hapi_proto::services::{HederaFunctionality, TransactionRecord};

use super::{
    CheckedTx, Handle, Preceding, Prices,
    charging::{self, Shortfall, charge, solvency},
    children::made,
    effects, signing,
    workflow::{Tools, Top},
};
use crate::{
    ResponseCode,
    envelope::{Signatures, check_body, check_prefixes, check_size, check_size_for_payer, check_time},
    fees::{Fees, Multiplier, Size},
    keys::{Key, RequiredKeys, Requirement},
    records::{Duplicate, Moves},
    state::{Account, EntityNum, Store},
    throttles::Demand,
    transactions::{self, Privilege, PureChecks, TransactionType},
};

/// What is known of a transaction before anybody is charged.
struct Screened {
    payer: EntityNum,
    /// What must be signed, or why it fails before it is handled.
    required: Result<Vec<Requirement>, ResponseCode>,
    payer_signed: bool,
    all_signed: bool,
    shown_keys: Vec<(EntityNum, [u8; 33])>,
    offered_keys: Vec<Arc<Key>>,
    signatures: u64,
}

/// Who pays, and how far it goes.
enum Verdict {
    /// The node was careless: it pays the network fee.
    NodeFault(ResponseCode),
    /// The payer pays; with a failure that is all that happens.
    Charge { fees: Fees, failure: Option<ResponseCode> },
}

/// One transaction on its way.
pub(super) struct Dispatch<'a, 's> {
    top: Top<'a>,
    store: &'a mut Store<'s>,
    checked: &'a CheckedTx,
    tools: Tools<'a>,
    /// What multiplies the price.
    multiplier: Multiplier,
    /// What the node earned by submitting it.
    earned: u64,
}

/// What became of a transaction, besides what it changed in the store.
pub(super) struct Done {
    /// Its records in order, its own last.
    pub(super) records: Vec<TransactionRecord>,
    /// The transactions of all records but its own.
    pub(super) made: Vec<Bytes>,
    /// Who is answerable for its own record.
    pub(super) answerable: EntityNum,
    /// What the node earned by submitting it, in tinybar.
    pub(super) earned: u64,
}

/// The records of a transaction in order, its own last, and the transactions of the others.
struct Told {
    records: Vec<TransactionRecord>,
    made: Vec<Bytes>,
}

impl<'a, 's> Dispatch<'a, 's> {
    pub(super) fn new(
        top: Top<'a>,
        store: &'a mut Store<'s>,
        checked: &'a CheckedTx,
        tools: Tools<'a>,
    ) -> Self {
        let throttles = &tools.throttles;
        let utilisation = throttles.high_volume_utilisation(top.tx.function, top.now);
        let multiplier =
            charging::multiplier(top.settings, &top.tx.body, utilisation, throttles.congestion());
        Self { top, store, checked, tools, multiplier, earned: 0 }
    }

    /// Handles it, in the top layer of the store.
    pub(super) fn run(mut self) -> Done {
        let (Told { records, made }, answerable) = self.records();
        Done { records, made, answerable, earned: self.earned }
    }

    /// The records in order, and who is answerable for the transaction's own.
    fn records(&mut self) -> (Told, EntityNum) {
        let mut record = self.top.blank_record();
        let screened = match self.screen() {
            Ok(screened) => screened,
            Err(code) => return (self.blame_node(record, Vec::new(), code, 1), self.top.creator_account),
        };
        let preceding = self.complete_hollow(&screened);
        let charging_verdict = self.judge(&screened);
        let (fees, failure) = match charging_verdict {
            Verdict::Charge { fees, failure } => (fees, failure),
            Verdict::NodeFault(code) => {
                let records = self.blame_node(record, preceding, code, screened.signatures);
                return (records, self.top.creator_account);
            }
        };
        record.transaction_fee = self.charge_payer(screened.payer, fees);
        let records = match failure.or_else(|| self.refusal(&screened)) {
            Some(code) => self.finish(record, preceding, code),
            None => self.execute(&screened, fees, record, preceding),
        };
        (records, screened.payer)
    }

    /// The checks that a node makes before it submits, and what the type says before handling.
    ///
    /// # Errors
    /// What a careful node would not have submitted.
    fn screen(&mut self) -> Result<Screened, ResponseCode> {
        let Top { tx, settings, .. } = self.top;
        let config = &*settings.config;
        if !self.top.is_creator(tx.body.node_account_id.as_ref()) {
            return Err(ResponseCode::InvalidNodeAccount);
        }
        check_prefixes(&tx.sig_map.sig_pair)?;
        check_body(tx, config)?;
        check_size(tx, config)?;
        let payer = tx.payer().ok_or(ResponseCode::PayerAccountNotFound)?;
        let account = payer_account(self.store, payer)?;
        check_size_for_payer(tx, payer, config)?;
        let required = self.pre_handle(payer);
        let mut signatures = Signatures::new(tx, self.checked.verdicts(), self.tools.verifier);
        let payer_signed = signing::payer_signed(&mut signatures, account);
        let (all_signed, shown_keys) = match &required {
            Ok(required) => (
                signing::all_signed(&mut signatures, self.store, required),
                signing::shown_keys(&mut signatures, self.store, account, required),
            ),
            Err(_) => (false, Vec::new()),
        };
        let offered_keys = signing::offered_keys(&mut signatures, required.as_deref().unwrap_or_default());
        let signatures = signatures.count();
        Ok(Screened { payer, required, payer_signed, all_signed, shown_keys, offered_keys, signatures })
    }

    fn pre_handle(&self, payer: EntityNum) -> Result<Vec<Requirement>, ResponseCode> {
        let config = &*self.top.settings.config;
        let body = &self.top.tx.body;
        if body.batch_key.is_some() {
            return Err(ResponseCode::BatchKeySetOnNonInnerTransaction);
        }
        let kind = self.kind()?;
        kind.pure_checks(&PureChecks { config, body })?;
        let mut keys = RequiredKeys::new(self.store, config, body, payer);
        kind.required_keys(&mut keys)?;
        Ok(keys.finish())
    }

    fn kind(&self) -> Result<&'a dyn TransactionType, ResponseCode> {
        self.top.tx.body.data.as_ref().map(transactions::typed).ok_or(ResponseCode::InvalidTransactionBody)
    }

    /// Hollow accounts get the keys they showed even if the transaction then fails.
    fn complete_hollow(&mut self, screened: &Screened) -> Vec<Preceding> {
        if screened.shown_keys.is_empty() {
            return Vec::new();
        }
        let mut handle = self.handle(screened.payer);
        handle.complete_hollow(&screened.shown_keys);
        handle.preceding
    }

    fn handle(&mut self, payer: EntityNum) -> Handle<'_, 's> {
        let Top { settings, tx, now, .. } = self.top;
        let mut handle = Handle::new(self.store, &settings.config, &tx.body, payer, now);
        handle.prices = Some(Prices { settings, throttles: self.tools.throttles });
        handle
    }

    /// Decides who pays.
    fn judge(&self, screened: &Screened) -> Verdict {
        let Top { tx, settings, now, .. } = self.top;
        if let Err(code) = check_time(tx, now, 0, &settings.config) {
            return Verdict::NodeFault(code);
        }
        let Some(payer) = self.store.account(&screened.payer) else {
            return Verdict::NodeFault(ResponseCode::PayerAccountNotFound);
        };
        if !screened.payer_signed && !payer.is_hollow() {
            return Verdict::NodeFault(ResponseCode::InvalidPayerSignature);
        }
        let duplicate = match self.duplicate() {
            Duplicate::SameNode => return Verdict::NodeFault(ResponseCode::DuplicateTransaction),
            Duplicate::OtherNode => true,
            Duplicate::No => false,
        };
        let fees =
            if self.top.is_waived(screened.payer) { Fees::ZERO } else { self.fees(screened.signatures) };
        let due = if duplicate { fees.without_service() } else { fees };
        match self.solvency(payer, due) {
            Err(Shortfall::Network(code)) => return Verdict::NodeFault(code),
            Err(Shortfall::Fee(code) | Shortfall::Debits(code)) => {
                return Verdict::Charge { fees: due.without_service(), failure: Some(code) };
            }
            Ok(()) => {}
        }
        let failure = if duplicate {
            Some(ResponseCode::DuplicateTransaction)
        } else {
            screened.required.as_ref().err().copied()
        };
        Verdict::Charge { fees: due, failure }
    }

    fn solvency(&self, payer: &Account, due: Fees) -> Result<(), Shortfall> {
        if due == Fees::ZERO {
            return Ok(());
        }
        let offered = Some(self.top.tx.body.transaction_fee);
        solvency(charging::balance(payer.balance), offered, due.network, due.total(), 0)
    }

    fn duplicate(&self) -> Duplicate {
        let history = self.top.tx.key().and_then(|key| self.store.history(&key));
        history.map_or(Duplicate::No, |history| history.duplicate(self.top.creator))
    }

    fn fees(&self, signatures: u64) -> Fees {
        let Top { tx, settings, now, .. } = self.top;
        let size = Size { signatures, bytes: tx.signed_bytes.len() as u64 };
        charging::fees(self.store, settings, &tx.body, size, self.multiplier, now.seconds)
    }

    /// Takes the fees, of the node fee what is there, and notes what the node earned.
    fn charge_payer(&mut self, payer: EntityNum, fees: Fees) -> u64 {
        let settings = self.top.settings;
        let charged = charge(self.store, settings, payer, fees.total());
        let node = fees.node.min(charged.saturating_sub(fees.network.saturating_add(fees.service)));
        self.earned = node;
        charged
    }

    /// Charges the node that should not have submitted this, and ends it.
    fn blame_node(
        &mut self,
        mut record: TransactionRecord,
        preceding: Vec<Preceding>,
        code: ResponseCode,
        signatures: u64,
    ) -> Told {
        let network = self.fees(signatures).network;
        record.transaction_fee = charge(self.store, self.top.settings, self.top.creator_account, network);
        self.finish(record, preceding, code)
    }

    /// Why a paid transaction is not even tried: the payer may not do this, or somebody did not sign.
    fn refusal(&self, screened: &Screened) -> Option<ResponseCode> {
        let Top { tx, settings, .. } = self.top;
        if !settings.allows(screened.payer, tx.function) {
            let system_delete = tx.function == HederaFunctionality::SystemDelete;
            return Some(if system_delete { ResponseCode::NotSupported } else { ResponseCode::Unauthorized });
        }
        match self.kind().ok()?.privilege(&settings.config, screened.payer) {
            Privilege::Unauthorized => return Some(ResponseCode::AuthorizationFailed),
            Privilege::Impermissible => return Some(ResponseCode::EntityNotAllowedToDelete),
            Privilege::Authorized | Privilege::Unnecessary => {}
        }
        let signed = screened.payer_signed && screened.all_signed;
        (!signed).then_some(ResponseCode::InvalidSignature)
    }

    /// Runs the handler in a layer of its own, and completes the records.
    fn execute(
        &mut self,
        screened: &Screened,
        fees: Fees,
        mut record: TransactionRecord,
        preceding: Vec<Preceding>,
    ) -> Told {
        let kind = match self.kind() {
            Ok(kind) => kind,
            Err(code) => return self.finish(record, preceding, code),
        };
        if !self.has_capacity(screened.payer) {
            self.tools.throttles.track_charge(&self.top.settings.config, self.top.now);
            let refunded = self.refund(screened.payer, fees.service);
            record.transaction_fee = record.transaction_fee.saturating_sub(refunded);
            return self.finish(record, preceding, ResponseCode::ThrottledAtConsensus);
        }
        let (completed, fee) = (preceding.len(), record.transaction_fee);
        self.store.begin();
        let mut handle = self.handle(screened.payer);
        // What a handler reports is added to what the record already says.
        (handle.record, handle.preceding) = (record, preceding);
        handle.offered_keys.clone_from(&screened.offered_keys);
        let result = kind.handle(&mut handle);
        let Handle { mut record, receipt, mut preceding, .. } = handle;
        let sum: i128 = self.store.balance_changes().map(|(_, amount)| i128::from(amount)).sum();
        let result = match result {
            Ok(()) if sum == 0 => self.put_into_force(screened.payer),
            Ok(()) => Err(ResponseCode::FailInvalid),
            Err(code) => Err(code),
        };
        let status = match result {
            Ok(status) => {
                self.store.commit();
                record.receipt = Some(receipt);
                status
            }
            Err(code) => {
                self.store.rollback();
                preceding.truncate(completed);
                record = TransactionRecord { transaction_fee: fee, ..self.top.blank_record() };
                if code == ResponseCode::FailInvalid {
                    self.tools.throttles.track_charge(&self.top.settings.config, self.top.now);
                    record.transaction_fee = fee.saturating_sub(self.refund(screened.payer, fees.service));
                }
                code
            }
        };
        self.finish(record, preceding, status)
    }

    /// Lets what was written into system files take effect, and says how the transaction ended.
    fn put_into_force(&mut self, payer: EntityNum) -> Result<ResponseCode, ResponseCode> {
        let Top { tx, settings, .. } = self.top;
        let Some(data) = &tx.body.data else { return Ok(ResponseCode::Success) };
        let effects::Effect { status, settings } =
            effects::apply(data, payer, self.store, settings, self.tools.throttles)?;
        if settings.is_some() {
            *self.tools.renewed = settings;
        }
        Ok(status)
    }

    /// Whether the throttles of the ledger let it pass.
    fn has_capacity(&mut self, payer: EntityNum) -> bool {
        let Top { tx, settings, now, .. } = self.top;
        let demand = Demand::of(tx.function, &tx.body, self.store, &settings.config);
        self.tools.throttles.screen(&settings.config, demand, now, payer)
    }

    /// Gives back what was charged for a service that the ledger could not do.
    fn refund(&mut self, payer: EntityNum, amount: u64) -> u64 {
        charging::refund(self.store, self.top.settings, payer, amount)
    }

    /// Completes the records: ids and times of children, and who gained or lost what.
    fn finish(
        &self,
        mut record: TransactionRecord,
        mut preceding: Vec<Preceding>,
        status: ResponseCode,
    ) -> Told {
        let config = &*self.top.settings.config;
        let receipt = record.receipt.get_or_insert_default();
        receipt.set_status(status);
        receipt.exchange_rate = Some(self.store.network().rates);
        record.high_volume_pricing_multiplier = self.multiplier.shown();
        let is_transfer = self.top.tx.function == HederaFunctionality::CryptoTransfer;
        let mut moves = Moves::of(self.store, is_transfer);
        for child in &preceding {
            moves.deduct(&child.record);
        }
        moves.show(config, &mut record);
        let mut times = (1..).map(|before: i64| self.top.now.plus_nanos(-before));
        for child in preceding.iter_mut().rev() {
            child.record.consensus_timestamp = times.next();
        }
        // Few have any preceding: room for more than this record would be room for nothing.
        let mut records = Vec::with_capacity(preceding.len() + 1);
        let mut made = Vec::new();
        for (index, child) in preceding.into_iter().enumerate() {
            let (record, signed) = self.place(child, index);
            records.push(record);
            made.push(signed);
        }
        records.push(record);
        Told { records, made }
    }

    /// Children are numbered by nonce in the order they happened; their hash is over what then is the whole transaction.
    fn place(&self, child: Preceding, index: usize) -> (TransactionRecord, Bytes) {
        let Preceding { mut body, mut record } = child;
        let mut id = self.top.tx.id().clone();
        id.nonce += i32::try_from(index + 1).unwrap_or(i32::MAX);
        body.transaction_id = Some(id.clone());
        let (signed, hash) = made(&body);
        record.transaction_id = Some(id);
        record.transaction_hash = hash.to_vec().into();
        (record, signed)
    }
}

/// The payer of a transaction, as a careful node makes sure of.
fn payer_account<'s>(store: &'s Store<'_>, payer: EntityNum) -> Result<&'s Account, ResponseCode> {
    let account = store
        .account(&payer)
        .filter(|account| !account.smart_contract)
        .ok_or(ResponseCode::PayerAccountNotFound)?;
    if account.deleted { Err(ResponseCode::PayerAccountDeleted) } else { Ok(account) }
}
