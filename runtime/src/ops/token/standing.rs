//! What the four operations have in common that say how an account stands to a token.

/// Defines the type of an operation that is about one token and one account, and that the token's key of one role signs.
macro_rules! standing {
    ($(#[$doc:meta])* $op:ident, $verb:literal, $function:ident, $data:ident($body:ident), $role:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $op {
            token: $crate::registry::Subject<hapi_proto::services::TokenId>,
            account: $crate::ops::crypto::AccountRef,
        }

        impl $crate::ops::TransactionOp for $op {
            type Receipt = ();

            const FUNCTION: hapi_proto::services::HederaFunctionality =
                hapi_proto::services::HederaFunctionality::$function;

            fn verb(&self) -> &'static str {
                $verb
            }

            fn subject(&self) -> String {
                format!("{} of {}", self.token, self.account)
            }

            fn body(
                &self,
                spec: &$crate::spec::Spec,
            ) -> Result<hapi_proto::services::transaction_body::Data, $crate::spec::OpError> {
                let (token, account) =
                    (Some(self.token.resolve(spec)?), Some(self.account.resolve(spec)?));
                let body = hapi_proto::services::$body { token, account };
                Ok(hapi_proto::services::transaction_body::Data::$data(body))
            }

            fn default_signers(
                &self,
                spec: &$crate::spec::Spec,
            ) -> Result<Vec<$crate::keys::Signer>, $crate::spec::OpError> {
                Ok($crate::ops::TokenRole::$role.signer(spec, &self.token).into_iter().collect())
            }

            fn receipt(&self, _resolved: &$crate::ops::Resolved) {}
        }
    };
}
pub(super) use standing;
