use alloc::{sync::Arc, vec, vec::Vec};

use bytes::Bytes;
use hapi_proto::{
    fees::Extra,
    services::{Timestamp, TokenMintTransactionBody, transaction_body::Data},
};

use super::super::testing::{
    ALICE, Bench, NOBODY, NOW, SERIALS, TOKEN, TREASURY, UNIQUE, UNITS, codes::*, role, signs, token_id,
};
use crate::{
    ResponseCode,
    state::{Nft, Token, TokenKeys},
};

type Op = TokenMintTransactionBody;

fn units(amount: u64) -> Op {
    Op { token: Some(token_id(TOKEN)), amount, metadata: Vec::new() }
}

fn nfts(metadata: &[&'static str]) -> Op {
    let metadata = metadata.iter().map(|metadata| Bytes::from_static(metadata.as_bytes())).collect();
    Op { token: Some(token_id(UNIQUE)), amount: 0, metadata }
}

fn bench() -> Bench {
    Bench::new().fungible(TOKEN, |_| {}).non_fungible(UNIQUE, |_| {})
}

fn without_supply_key(token: &mut Token) {
    token.keys = Arc::new(TokenKeys::default());
}

fn run(mut bench: Bench, op: Op) -> Result<(), ResponseCode> {
    bench.run(Data::TokenMint(op)).map(drop)
}

#[test]
fn refuses() {
    let long = || vec![Bytes::from(vec![0; 101])];
    assert_eq!(run(bench(), Op { metadata: long(), ..nfts(&[]) }), Err(MetadataTooLong));
    assert_eq!(run(bench(), Op { metadata: vec![Bytes::from(vec![0; 100])], ..nfts(&[]) }), Ok(()));
    assert_eq!(run(bench(), nfts(&[])), Err(InvalidTokenMintMetadata));
    assert_eq!(run(bench(), Op { token: Some(token_id(UNIQUE)), ..units(1) }), Err(InvalidTokenMintMetadata));
    bench().refuses(
        Data::TokenMint,
        &units(1),
        &[
            ("no token", |op| op.token = None, InvalidTokenId),
            ("unknown", |op| op.token = Some(token_id(NOBODY)), InvalidTokenId),
            ("amount and metadata", |op| op.metadata = vec![Bytes::new()], InvalidTransactionBody),
            ("less than nothing", |op| op.amount = (-1_i64).cast_unsigned(), InvalidTokenMintAmount),
            ("more than there can be", |op| op.amount = i64::MAX.cast_unsigned(), InvalidTokenMintAmount),
            (
                "more metadata than may be",
                |op| *op = Op { amount: 0, metadata: vec![Bytes::new(); 11], ..op.clone() },
                BatchSizeLimitExceeded,
            ),
        ],
    );
    assert_eq!(bench().handle_only(Data::TokenMint(units(u64::MAX))), Err(InvalidTokenMintAmount));
}

#[test]
fn the_token_must_be_usable() {
    type Change = fn(&mut Token);
    let cases: [(Change, ResponseCode); 4] = [
        (|token| token.deleted = true, TokenWasDeleted),
        (|token| token.paused = true, TokenIsPaused),
        (without_supply_key, TokenHasNoSupplyKey),
        (|token| token.max_supply = Some(UNITS), TokenMaxSupplyReached),
    ];
    for (change, code) in cases {
        assert_eq!(run(bench().fungible(TOKEN, change), units(1)), Err(code));
    }
    assert_eq!(run(bench().fungible(TOKEN, |token| token.max_supply = Some(UNITS + 1)), units(1)), Ok(()));
    let unique = |change: Change| run(bench().non_fungible(UNIQUE, change), nfts(&["a", "b"]));
    let one_left = 0xffff_fffe;
    assert_eq!(unique(|token| token.max_supply = Some(6)), Err(TokenMaxSupplyReached));
    assert_eq!(unique(|token| token.max_supply = Some(7)), Ok(()));
    assert_eq!(unique(|token| token.last_serial = 0xffff_fffe), Err(SerialNumberLimitReached));
    assert_eq!(run(bench().non_fungible(UNIQUE, |token| token.last_serial = one_left), nfts(&["a"])), Ok(()));
    let full = bench().config(|config| config.nfts.max_number = SERIALS + 1);
    assert_eq!(run(full.clone(), nfts(&["a", "b"])), Err(MaxNftsInPriceRegimeHaveBeenMinted));
    assert_eq!(run(full, nfts(&["a"])), Ok(()));
}

#[test]
fn the_treasury_must_be_able_to_take_it() {
    let treasury = |change: fn(&mut crate::state::Relation)| bench().associated(TREASURY, TOKEN, change);
    assert_eq!(run(treasury(|relation| relation.frozen = true), units(1)), Err(AccountFrozenForToken));
    let unknown = treasury(|relation| relation.kyc_granted = false);
    assert_eq!(run(unknown.clone(), units(1)), Err(AccountKycNotGrantedForToken));
    let no_longer_asked = unknown.fungible(TOKEN, |token| Arc::make_mut(&mut token.keys).kyc = None);
    assert_eq!(run(no_longer_asked, units(1)), Ok(()));
    let gone = bench().account(TREASURY, |treasury| treasury.deleted = true);
    assert_eq!(run(gone.clone(), units(1)), Err(AccountDeleted));
    assert_eq!(run(gone, nfts(&["a"])), Err(AccountDeleted));
}

#[test]
fn units_are_the_treasurys() {
    let mut bench = bench();
    let done = bench.run(Data::TokenMint(units(30))).unwrap();
    assert_eq!(done.receipt.new_total_supply, 1030);
    assert_eq!((bench.get_token(TOKEN).total_supply, bench.balance(TREASURY, TOKEN)), (1030, 1030));
    let done = bench.run(Data::TokenMint(units(0))).unwrap();
    assert_eq!(done.receipt.new_total_supply, 1030, "nothing may be minted, too");
    let metadata = Op { metadata: vec![Bytes::from_static(b"a")], ..units(0) };
    bench.run(Data::TokenMint(metadata)).unwrap();
    assert_eq!(bench.balance(TREASURY, TOKEN), 1030, "units have no metadata");
}

#[test]
fn nfts_are_the_treasurys_and_numbered_on() {
    let mut bench = bench();
    let done = bench.run(Data::TokenMint(nfts(&["a", "b"]))).unwrap();
    assert_eq!((done.receipt.new_total_supply, &*done.receipt.serial_numbers), (7, &[6, 7][..]));
    let token = bench.get_token(UNIQUE);
    assert_eq!((token.total_supply, token.last_serial), (7, 7));
    assert_eq!((bench.balance(TREASURY, UNIQUE), bench.get(TREASURY).tokens.owned_nfts), (7, 7));
    let metadata = Bytes::from_static(b"b");
    let minted = Timestamp::new(NOW, 0);
    assert_eq!(bench.nft(UNIQUE, 7), &Nft { owner: None, spender: None, minted, metadata });
}

#[test]
fn the_supply_key_signs() {
    assert_eq!(bench().signers(Data::TokenMint(units(1))), Ok(vec![signs(role::SUPPLY)]));
    let keyless = bench().fungible(TOKEN, without_supply_key);
    assert_eq!(keyless.signers(Data::TokenMint(units(1))), Ok(vec![]), "which is refused later");
    assert_eq!(bench().signers(Data::TokenMint(Op::default())), Err(InvalidTokenId));
    assert_eq!(bench().paid_by(ALICE).signers(Data::TokenMint(nfts(&[]))), Ok(vec![signs(role::SUPPLY)]));
}

#[test]
fn each_nft_costs() {
    let extras = |op| bench().usage(Data::TokenMint(op)).extras().to_vec();
    assert_eq!(extras(units(7)), []);
    assert_eq!(extras(nfts(&["a", "b"])), [(Extra::TokenMintNftBase, 1), (Extra::TokenMintNft, 2)]);
    assert_eq!(extras(Op { amount: 1, ..nfts(&["a"]) }), [], "a body that is refused");
}
