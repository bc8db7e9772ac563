//! How much of what a fee schedule has a price for a body uses.

use hapi_proto::{
    fees::Extra,
    services::{
        AccountAmount, AccountId, CryptoTransferTransactionBody, Key, TokenTransferList, TransactionBody,
        account_id::Account, key, schedulable_transaction_body, transaction_body::Data,
    },
};

/// How much of each extra a body uses.
#[derive(Clone, Debug, Default)]
pub(super) struct Usage {
    /// Few: a map would be more to walk through than they are.
    extras: Vec<(Extra, u64)>,
    gas: u64,
    auto_creations: u64,
    auto_associations: u64,
}

impl Usage {
    /// What can be counted in `body`; what only state tells is counted as if it cost more.
    pub(super) fn of(body: &TransactionBody) -> Self {
        let mut usage = Self::default();
        if let Some(data) = &body.data {
            usage.count_keys(data);
            usage.count_data(data);
        }
        usage
    }

    pub(super) fn add(&mut self, extra: Extra, count: u64) {
        match self.extras.iter_mut().find(|(known, _)| *known == extra) {
            Some((_, total)) => *total = total.saturating_add(count),
            None => self.extras.push((extra, count)),
        }
    }

    pub(super) fn count(&self, extra: Extra) -> u64 {
        self.extras.iter().find(|(known, _)| *known == extra).map_or(0, |(_, total)| *total)
    }

    /// Gas that is paid for in advance.
    pub(super) fn gas(&self) -> u64 {
        self.gas
    }

    /// Accounts that may be created on the side, for aliases that receive something.
    pub(super) fn auto_creations(&self) -> u64 {
        self.auto_creations
    }

    /// Associations that may be made on the side, for accounts that an airdrop reaches.
    pub(super) fn auto_associations(&self) -> u64 {
        self.auto_associations
    }

    fn count_keys(&mut self, data: &Data) {
        let keys: Vec<&Option<Key>> = match data {
            Data::CryptoCreateAccount(op) => vec![&op.key],
            Data::CryptoUpdateAccount(op) => vec![&op.key],
            Data::ContractCreateInstance(op) => vec![&op.admin_key],
            Data::ContractUpdateInstance(op) => vec![&op.admin_key],
            Data::ScheduleCreate(op) => vec![&op.admin_key],
            Data::ConsensusCreateTopic(op) => vec![&op.admin_key, &op.submit_key, &op.fee_schedule_key],
            Data::ConsensusUpdateTopic(op) => vec![&op.admin_key, &op.submit_key, &op.fee_schedule_key],
            Data::TokenCreation(op) => vec![
                &op.admin_key,
                &op.kyc_key,
                &op.freeze_key,
                &op.wipe_key,
                &op.supply_key,
                &op.fee_schedule_key,
                &op.pause_key,
                &op.metadata_key,
            ],
            Data::TokenUpdate(op) => vec![
                &op.admin_key,
                &op.kyc_key,
                &op.freeze_key,
                &op.wipe_key,
                &op.supply_key,
                &op.fee_schedule_key,
                &op.pause_key,
                &op.metadata_key,
            ],
            _ => Vec::new(),
        };
        let mut count: u64 = keys.into_iter().flatten().map(primitive_keys).sum();
        count += match data {
            Data::FileCreate(op) => op.keys.iter().flat_map(|list| &list.keys).map(primitive_keys).sum(),
            Data::FileUpdate(op) => op.keys.iter().flat_map(|list| &list.keys).map(primitive_keys).sum(),
            Data::ConsensusUpdateTopic(op) => {
                op.fee_exempt_key_list.iter().flat_map(|list| &list.keys).map(primitive_keys).sum::<u64>()
            }
            _ => 0,
        };
        self.add(Extra::Keys, count);
    }

    fn count_data(&mut self, data: &Data) {
        match data {
            Data::CryptoTransfer(op) => self.count_transfer(op),
            Data::TokenAirdrop(op) => {
                let lists = CryptoTransferTransactionBody {
                    token_transfers: op.token_transfers.clone(),
                    ..CryptoTransferTransactionBody::default()
                };
                self.count_transfer(&lists);
                let units = op.token_transfers.iter().flat_map(|list| &list.transfers);
                let nfts = op.token_transfers.iter().map(|list| list.nft_transfers.len()).sum::<usize>();
                let received = (units.filter(|entry| entry.amount > 0).count() + nfts) as u64;
                self.add(Extra::Airdrops, received);
                self.auto_associations = received;
            }
            Data::CryptoApproveAllowance(op) => {
                let count = op.crypto_allowances.len() + op.token_allowances.len() + op.nft_allowances.len();
                self.add(Extra::Allowances, count as u64);
            }
            Data::CryptoDeleteAllowance(op) => self.add(Extra::Allowances, op.nft_allowances.len() as u64),
            Data::CryptoCreateAccount(op) => {
                self.add(Extra::HookUpdates, op.hook_creation_details.len() as u64);
            }
            Data::CryptoUpdateAccount(op) => {
                let count = op.hook_creation_details.len() + op.hook_ids_to_delete.len();
                self.add(Extra::HookUpdates, count as u64);
            }
            Data::TokenCreation(op) => {
                let custom = !op.custom_fees.is_empty() || op.fee_schedule_key.is_some();
                self.add(Extra::TokenCreateWithCustomFee, custom.into());
            }
            Data::TokenMint(op) if op.amount == 0 && !op.metadata.is_empty() => {
                self.add(Extra::TokenMintNftBase, 1);
                self.add(Extra::TokenMintNft, op.metadata.len() as u64);
            }
            Data::TokenAssociate(op) => self.add(Extra::TokenAssociate, op.tokens.len() as u64),
            Data::TokenUpdateNfts(op) => self.add(Extra::NftUpdate, op.serial_numbers.len() as u64),
            Data::ConsensusCreateTopic(op) => {
                self.add(Extra::ConsensusCreateTopicWithCustomFee, (!op.custom_fees.is_empty()).into());
            }
            Data::ConsensusSubmitMessage(op) => {
                let bytes = op.message.len() as u64;
                self.add(Extra::ConsensusSubmitMessageWithCustomFee, 1);
                self.add(Extra::ConsensusSubmitMessageWithCustomFeeBytes, bytes);
                self.add(Extra::ConsensusSubmitMessageWithoutCustomFeeBytes, bytes);
            }
            Data::FileCreate(op) => self.add(Extra::StateBytes, op.contents.len() as u64),
            Data::FileUpdate(op) => self.add(Extra::StateBytes, op.contents.len() as u64),
            Data::FileAppend(op) => self.add(Extra::StateBytes, op.contents.len() as u64),
            Data::ScheduleCreate(op) => {
                let scheduled = op.scheduled_transaction_body.as_ref().and_then(|body| body.data.as_ref());
                let calls = matches!(scheduled, Some(schedulable_transaction_body::Data::ContractCall(_)));
                self.add(Extra::ScheduleCreateContractCallBase, calls.into());
            }
            Data::ContractCall(op) => self.gas = gas(op.gas),
            Data::ContractCreateInstance(op) => self.gas = gas(op.gas),
            _ => {}
        }
    }

    fn count_transfer(&mut self, op: &CryptoTransferTransactionBody) {
        let lists = &op.token_transfers;
        let hbar = op.transfers.iter().flat_map(|list| &list.account_amounts);
        let units = lists.iter().flat_map(|list: &TokenTransferList| &list.transfers);
        let (mut accounts, mut aliases) = (Vec::new(), Vec::new());
        for account in hbar.chain(units).filter_map(|entry: &AccountAmount| entry.account_id.as_ref()) {
            accounts.push(account);
            aliases.extend(is_alias(account).then_some(account));
        }
        for nft in lists.iter().flat_map(|list| &list.nft_transfers) {
            accounts.extend(nft.sender_account_id.iter().chain(&nft.receiver_account_id));
            aliases.extend(nft.receiver_account_id.iter().filter(|account| is_alias(account)));
        }
        let fungible = lists.iter().filter(|list| !list.transfers.is_empty()).count();
        let nfts: usize = lists.iter().map(|list| list.nft_transfers.len()).sum();
        self.add(Extra::Accounts, different(accounts));
        self.add(Extra::TokenTypes, (fungible + nfts) as u64);
        // The price of tokens with custom fees takes the place of that of tokens without.
        self.add(Extra::TokenTransferBaseCustomFees, (fungible + nfts > 0).into());
        self.auto_creations = different(aliases);
    }
}

/// How many different accounts these are.
fn different(mut accounts: Vec<&AccountId>) -> u64 {
    accounts.sort_unstable();
    accounts.dedup();
    accounts.len() as u64
}

fn is_alias(id: &AccountId) -> bool {
    matches!(&id.account, Some(Account::Alias(alias)) if !alias.is_empty())
}

fn gas(gas: i64) -> u64 {
    u64::try_from(gas).unwrap_or(0)
}

/// Lists and thresholds count by their parts, contracts not at all (HIP-1261).
fn primitive_keys(key: &Key) -> u64 {
    match &key.key {
        Some(key::Key::KeyList(list)) => list.keys.iter().map(primitive_keys).sum(),
        Some(key::Key::ThresholdKey(threshold)) => {
            threshold.keys.iter().flat_map(|list| &list.keys).map(primitive_keys).sum()
        }
        Some(key::Key::ContractId(_) | key::Key::DelegatableContractId(_)) | None => 0,
        Some(_) => 1,
    }
}
