//! Messages as people read them: without what is not set, ids as `0.0.2`, and as few lines as fit.
//!
//! prost can print any message by `Debug`, in the same regular form; that form is read back here, so that no message needs
//! code of its own.

mod layout;
mod reader;

use std::fmt::Debug;

/// The text of a message.
pub(crate) fn decoded(message: &impl Debug) -> String {
    let verbatim = format!("{message:?}");
    match reader::read(&verbatim) {
        Some(value) => layout::text(&simplified(value)),
        None => format!("{message:#?}"),
    }
}

/// What `Debug` writes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    /// A number, a string, a word: `7`, `"memo"`, `Success`.
    Atom(String),
    /// `Name { field: value, .. }`
    Struct(String, Vec<(String, Value)>),
    /// `Name(value, ..)`
    Tuple(String, Vec<Value>),
    /// `[value, ..]`
    List(Vec<Value>),
}

fn simplified(value: Value) -> Value {
    match value {
        Value::Tuple(name, mut values) if name == "Some" && values.len() == 1 => simplified(values.remove(0)),
        Value::Tuple(name, values) => Value::Tuple(name, values.into_iter().map(simplified).collect()),
        Value::List(values) => Value::List(values.into_iter().map(simplified).collect()),
        Value::Struct(name, fields) => {
            let fields: Vec<_> =
                fields.into_iter().map(|(field, value)| (field, simplified(value))).collect();
            match known(&name, &fields) {
                Some(text) => Value::Atom(text),
                None => {
                    Value::Struct(name, fields.into_iter().filter(|(_, value)| !is_default(value)).collect())
                }
            }
        }
        atom @ Value::Atom(_) => atom,
    }
}

/// The usual text of ids and times.
fn known(name: &str, fields: &[(String, Value)]) -> Option<String> {
    let number = |index: usize, field: &str| match fields.get(index)? {
        (name, Value::Atom(number)) if name == field => Some(number.as_str()),
        _ => None,
    };
    match (name, fields) {
        ("Timestamp", [_, _]) => {
            let nanos: u32 = number(1, "nanos")?.parse().ok()?;
            Some(format!("{}.{nanos:09}", number(0, "seconds")?))
        }
        ("Duration", [_]) => Some(format!("{} s", number(0, "seconds")?)),
        (_, [_, _, (_, entity)]) if name.ends_with("Id") => {
            let (shard, realm) = (number(0, "shard_num")?, number(1, "realm_num")?);
            let entity = match entity {
                Value::Tuple(_, entity) => entity.first()?,
                entity => entity,
            };
            let Value::Atom(entity) = entity else { return None };
            Some(format!("{shard}.{realm}.{entity}"))
        }
        _ => None,
    }
}

/// Whether a field says nothing: protobuf does not even send it.
fn is_default(value: &Value) -> bool {
    match value {
        Value::Atom(text) => matches!(text.as_str(), "None" | "0" | "false" | "\"\"" | "0x" | "0.0"),
        Value::List(values) => values.is_empty(),
        Value::Struct(..) | Value::Tuple(..) => false,
    }
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::{
        AccountAmount, AccountId, CryptoTransferTransactionBody, Duration, Timestamp, TransactionBody,
        TransactionId, TransferList, transaction_body::Data,
    };

    use super::decoded;

    fn transfer(memo: &str) -> TransactionBody {
        let amount = |num, amount| AccountAmount {
            account_id: Some(AccountId::from_num(num)),
            amount,
            ..AccountAmount::default()
        };
        TransactionBody {
            transaction_id: Some(TransactionId {
                account_id: Some(AccountId::from_num(2)),
                transaction_valid_start: Some(Timestamp { seconds: 1234, nanos: 5 }),
                ..TransactionId::default()
            }),
            node_account_id: Some(AccountId::from_num(3)),
            transaction_valid_duration: Some(Duration { seconds: 120 }),
            memo: memo.to_owned(),
            data: Some(Data::CryptoTransfer(CryptoTransferTransactionBody {
                transfers: Some(TransferList { account_amounts: vec![amount(2, -7), amount(1001, 7)] }),
                ..CryptoTransferTransactionBody::default()
            })),
            ..TransactionBody::default()
        }
    }

    #[test]
    fn shows_what_is_set_and_nothing_else() {
        let expected = r#"TransactionBody {
  transaction_id: TransactionId { transaction_valid_start: 1234.000000005, account_id: 0.0.2 }
  node_account_id: 0.0.3
  transaction_valid_duration: 120 s
  memo: "a \"quoted\" memo, with { and ["
  data: CryptoTransfer(CryptoTransferTransactionBody {
    transfers: TransferList {
      account_amounts: [
        AccountAmount { account_id: 0.0.2, amount: -7 }
        AccountAmount { account_id: 0.0.1001, amount: 7 }
      ]
    }
  })
}"#;
        assert_eq!(decoded(&transfer("a \"quoted\" memo, with { and [")), expected);
    }

    #[test]
    fn aliases_are_hexadecimal() {
        let alias = AccountId::from_evm_address([0xab; 20]);
        assert_eq!(decoded(&alias), format!("0.0.0x{}", "ab".repeat(20)));
    }

    #[test]
    fn what_debug_does_not_write_regularly_is_shown_as_it_is() {
        struct Odd;
        impl std::fmt::Debug for Odd {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("{ odd")
            }
        }
        assert_eq!(decoded(&Odd), "{ odd");
    }
}
