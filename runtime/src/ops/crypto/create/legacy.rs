//! The fields of a creation that are deprecated, or that only one value is right for.

use hapi_proto::services::{AccountId, CryptoCreateTransactionBody, RealmId, ShardId};

use super::CryptoCreate;
use crate::{
    ops::{Txn, assertions::IntoTinybars},
    registry::Subject,
    spec::{OpError, Spec},
};

/// What of these fields was set.
#[derive(Clone, Debug, Default)]
pub(super) struct Legacy {
    shard: Option<i64>,
    realm: Option<i64>,
    proxy: Option<Subject<AccountId>>,
    send_record_threshold: u64,
    receive_record_threshold: u64,
}

impl Legacy {
    #[expect(deprecated, reason = "nodes still look at them")]
    pub(super) fn added_to(
        &self,
        body: CryptoCreateTransactionBody,
        spec: &Spec,
    ) -> Result<CryptoCreateTransactionBody, OpError> {
        Ok(CryptoCreateTransactionBody {
            shard_id: self.shard.map(|shard_num| ShardId { shard_num }),
            realm_id: self.realm.map(|realm_num| RealmId { shard_num: self.shard.unwrap_or(0), realm_num }),
            proxy_account_id: self.proxy.as_ref().map(|proxy| proxy.resolve(spec)).transpose()?,
            send_record_threshold: self.send_record_threshold,
            receive_record_threshold: self.receive_record_threshold,
            ..body
        })
    }
}

impl Txn<CryptoCreate> {
    /// Asks for an account in this shard. Networks have one shard.
    pub fn shard_id(self, shard: i64) -> Self {
        self.with_op(|op| op.legacy.shard = Some(shard))
    }

    /// Asks for an account in this realm. Networks have one realm.
    pub fn realm_id(self, realm: i64) -> Self {
        self.with_op(|op| op.legacy.realm = Some(realm))
    }

    /// Stakes by proxy to this account, as before HIP-406. Nodes reject that.
    pub fn proxy_account_id(self, proxy: impl Into<Subject<AccountId>>) -> Self {
        self.with_op(|op| op.legacy.proxy = Some(proxy.into()))
    }

    /// Asks for a record of each transfer from the account above this amount. Nodes keep none.
    #[track_caller]
    pub fn send_record_threshold(self, amount: impl IntoTinybars) -> Self {
        let amount = amount.into_tinybars().cast_unsigned();
        self.with_op(|op| op.legacy.send_record_threshold = amount)
    }

    /// Asks for a record of each transfer to the account above this amount. Nodes keep none.
    #[track_caller]
    pub fn receive_record_threshold(self, amount: impl IntoTinybars) -> Self {
        let amount = amount.into_tinybars().cast_unsigned();
        self.with_op(|op| op.legacy.receive_record_threshold = amount)
    }
}
