use alloc::vec;

use hapi_proto::{
    fees::Extra,
    services::{CryptoDeleteAllowanceTransactionBody, NftRemoveAllowance, TokenId, transaction_body::Data},
};

use super::super::testing::{ALICE, Bench, GONE, NOBODY, PAYER, codes::*, id, signs};

type Op = CryptoDeleteAllowanceTransactionBody;

fn one() -> NftRemoveAllowance {
    NftRemoveAllowance { token_id: Some(TokenId::default()), owner: Some(id(ALICE)), serial_numbers: vec![1] }
}

fn op(allowance: NftRemoveAllowance) -> Data {
    Data::CryptoDeleteAllowance(Op { nft_allowances: vec![allowance] })
}

/// There are no tokens, so nothing is ever accepted; the order of the checks is visible all the same.
#[test]
fn refuses() {
    let refusal = |bench: Bench, data: Data| bench.clone().run(data).map(drop).unwrap_err();
    let of = |data| refusal(Bench::new(), data);
    assert_eq!(of(Data::CryptoDeleteAllowance(Op::default())), EmptyAllowances);
    assert_eq!(
        of(op(NftRemoveAllowance { token_id: None, serial_numbers: vec![], ..one() })),
        InvalidTokenId
    );
    assert_eq!(of(op(NftRemoveAllowance { serial_numbers: vec![], ..one() })), EmptyAllowances);
    assert_eq!(of(op(NftRemoveAllowance { owner: Some(id(NOBODY)), ..one() })), InvalidAllowanceOwnerId);
    assert_eq!(of(op(NftRemoveAllowance { serial_numbers: vec![1; 21], ..one() })), MaxAllowancesExceeded);
    assert_eq!(of(op(one())), InvalidTokenId);
    assert_eq!(refusal(Bench::new().paid_by(NOBODY), op(one())), InvalidPayerAccountId);
    assert_eq!(refusal(Bench::new().paid_by(GONE), op(one())), AccountDeleted);
}

#[test]
fn owners_sign() {
    assert_eq!(Bench::new().signers(op(one())), Ok(vec![signs(ALICE)]));
    assert_eq!(Bench::new().signers(op(NftRemoveAllowance { owner: None, ..one() })), Ok(vec![]));
    assert_eq!(Bench::new().signers(op(NftRemoveAllowance { owner: Some(id(PAYER)), ..one() })), Ok(vec![]));
    assert_eq!(Bench::new().usage(op(one())).extras(), [(Extra::Allowances, 1)]);
}
