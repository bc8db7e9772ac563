//! Ways by which a transaction gets to its network.

use bytes::Bytes;
use futures::future::BoxFuture;
use hapi_proto::services::{AccountId, HederaFunctionality, TransactionResponse};

use crate::networks::{HederaNetwork, NetworkError};

/// A way by which a signed transaction gets to its network, other than being sent once to the node that it names: for
/// `.with_submission_strategy(..)`.
///
/// A strategy may send other bytes, or several times, or elsewhere; what it answers counts as the answer of the node.
/// The spec goes on with the id of the transaction as it was built.
pub trait SubmissionStrategy: Send + Sync {
    /// Brings the serialized `Transaction` to the network; `node` is the account of the node that it goes to, and
    /// `function` tells the gRPC method.
    ///
    /// # Errors
    /// When no node answers, as [`HederaNetwork::submit`].
    fn submit<'a>(
        &'a self,
        network: &'a dyn HederaNetwork,
        node: &'a AccountId,
        function: HederaFunctionality,
        transaction: Bytes,
    ) -> BoxFuture<'a, Result<TransactionResponse, NetworkError>>;
}
