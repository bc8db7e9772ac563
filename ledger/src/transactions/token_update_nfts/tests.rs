use alloc::{sync::Arc, vec, vec::Vec};

use hapi_proto::{
    fees::Extra,
    services::{TokenUpdateNftsTransactionBody, transaction_body::Data},
};

use super::super::testing::{
    ALICE, Bench, NOBODY, TOKEN, TREASURY, UNIQUE, codes::*, key, role, signs, token_id,
};
use crate::{
    ResponseCode,
    keys::{Key, Requirement},
    state::TokenKeys,
};

type Op = TokenUpdateNftsTransactionBody;

fn valid() -> Op {
    Op { token: Some(token_id(UNIQUE)), serial_numbers: vec![1, 2], metadata: Some(b"new".to_vec()) }
}

/// Alice has the NFT 5.
fn bench() -> Bench {
    Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {}).owns(ALICE, UNIQUE, 5)
}

fn with_keys(change: fn(&mut TokenKeys)) -> Bench {
    bench().non_fungible(UNIQUE, |token| change(Arc::make_mut(&mut token.keys)))
}

#[test]
fn refuses() {
    bench().refuses(
        Data::TokenUpdateNfts,
        &valid(),
        &[
            ("no token", |op| op.token = None, InvalidTokenId),
            ("unknown token", |op| op.token = Some(token_id(NOBODY)), InvalidTokenId),
            ("no NFT", |op| op.serial_numbers.clear(), MissingSerialNumbers),
            ("unknown", |op| op.serial_numbers = vec![1, 9], InvalidNftId),
            ("no serial number", |op| op.serial_numbers = vec![0], InvalidNftId),
            ("of a fungible token", |op| op.token = Some(token_id(TOKEN)), InvalidNftId),
            ("unknown after another's", |op| op.serial_numbers = vec![5, 9], InvalidNftId),
            (
                "no serial number after another's",
                |op| op.serial_numbers = vec![5, -1],
                InvalidTokenNftSerialNumber,
            ),
            ("long metadata", |op| op.metadata = Some(vec![0; 101]), MetadataTooLong),
            ("too many", |op| op.serial_numbers = vec![1; 11], BatchSizeLimitExceeded),
            ("more than there are", |op| op.serial_numbers = vec![5, 6, 7, 8, 9, -1], InvalidNftId),
        ],
    );
}

#[test]
fn metadata_is_replaced() {
    let metadata = |bench: &Bench| -> Vec<Vec<u8>> {
        (1..=3).map(|serial| bench.nft(UNIQUE, serial).metadata.to_vec()).collect()
    };
    let mut bench = bench();
    let before = metadata(&bench);
    bench.run(Data::TokenUpdateNfts(valid())).unwrap();
    assert_eq!(metadata(&bench), [b"new".to_vec(), b"new".to_vec(), before[2].clone()]);
    bench.run(Data::TokenUpdateNfts(Op { metadata: None, serial_numbers: vec![1, 1], ..valid() })).unwrap();
    assert_eq!(bench.nft(UNIQUE, 1).metadata, "new", "nothing said, nothing changed");
    bench
        .run(Data::TokenUpdateNfts(Op { metadata: Some(vec![]), serial_numbers: vec![1], ..valid() }))
        .unwrap();
    assert_eq!(bench.nft(UNIQUE, 1).metadata, "");
    let resting = bench.non_fungible(UNIQUE, |token| token.paused = true);
    assert!(resting.clone().run(Data::TokenUpdateNfts(valid())).is_ok(), "though it is paused");
    let ended = resting.non_fungible(UNIQUE, |token| (token.paused, token.deleted) = (false, true));
    assert!(ended.clone().run(Data::TokenUpdateNfts(valid())).is_ok(), "or deleted");
}

#[test]
fn the_metadata_key_signs_and_in_the_treasury_the_supply_key_may() {
    let signers = |bench: Bench, serials: &[i64]| {
        bench.signers(Data::TokenUpdateNfts(Op { serial_numbers: serials.into(), ..valid() }))
    };
    let keys = [role::METADATA, role::SUPPLY].map(|num| Key::clone(&key(num))).to_vec();
    let either = Requirement::Key(Arc::new(Key::Threshold { threshold: 1, keys }));
    let no_supply = || with_keys(|keys| keys.supply = None);
    let no_metadata = || with_keys(|keys| keys.metadata = None);
    let neither = || with_keys(|keys| (keys.supply, keys.metadata) = (None, None));

    assert_eq!(signers(bench(), &[1]), Ok(vec![either]));
    assert_eq!(signers(no_supply(), &[1]), Ok(vec![signs(role::METADATA)]));
    assert_eq!(signers(no_metadata(), &[1]), Ok(vec![signs(role::SUPPLY)]));
    assert_eq!(signers(neither(), &[1]), Err(TokenHasNoMetadataOrSupplyKey));

    assert_eq!(signers(bench(), &[1, 5]), Ok(vec![signs(role::METADATA)]));
    assert_eq!(signers(no_supply(), &[5]), Ok(vec![signs(role::METADATA)]));
    assert_eq!(signers(no_metadata(), &[1, 5]), Err(TokenHasNoMetadataKey));
    assert_eq!(signers(neither(), &[5]), Err(TokenHasNoMetadataKey));
    assert_eq!(signers(bench().paid_by(TREASURY), &[5, 9]), Ok(vec![signs(role::METADATA)]));
}

#[test]
fn each_nft_costs_even_twice() {
    let usage = bench().usage(Data::TokenUpdateNfts(Op { serial_numbers: vec![1, 2, 2], ..valid() }));
    assert_eq!(usage.extras(), [(Extra::NftUpdate, 3)]);
    let answer: Result<(), ResponseCode> = bench().handle_only(Data::TokenUpdateNfts(Op::default()));
    assert_eq!(answer, Err(InvalidTokenId));
}
