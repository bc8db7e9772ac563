//! Ids, amounts and times as text, there and back.

use bytes::Bytes;
use hapi_proto::{
    EntityId, Hbar, HbarExt, ParseHbarError, ParseIdError,
    services::{
        AccountId, ContractId, FileId, NftId, ScheduleId, Timestamp, TokenId, TopicId, TransactionId,
    },
};
use proptest::prelude::*;

/// The vectors that HIP-15 publishes.
#[test]
fn checksums_are_those_of_hip_15() {
    let mainnet = [
        "0.0.1-dfkxr",
        "0.0.4-cjcuq",
        "0.0.5-ktach",
        "0.0.6-tcxjy",
        "0.0.12-uuuup",
        "0.0.123-vfmkw",
        "0.0.1234567890-zbhlt",
        "12.345.6789-aoyyt",
        "1.23.456-adpbr",
    ];
    let other = [
        "0.0.1-xzlgq",
        "0.0.4-xdddp",
        "0.0.5-fnalg",
        "0.0.6-nwxsx",
        "0.0.12-povdo",
        "0.0.123-pzmtv",
        "0.0.1234567890-tvhus",
        "12.345.6789-vizhs",
        "1.23.456-uxpkq",
    ];
    for (ledger_id, other_id, texts) in [(&[0][..], &[1][..], mainnet), (&[0xa1, 0xff, 0x01], &[0], other)] {
        for text in texts {
            let id = AccountId::parse_checked(text, ledger_id).unwrap();
            assert_eq!(id.to_string_with_checksum(ledger_id), text);
            assert_eq!(text.parse(), Ok(id), "a checksum is no obstacle to FromStr");
            let wrong = AccountId::parse_checked(text, other_id);
            assert!(matches!(wrong, Err(ParseIdError::WrongChecksum { .. })), "{text}: {wrong:?}");
        }
    }
}

#[test]
fn checked_parsing_needs_a_checksum() {
    assert_eq!(TokenId::parse_checked("0.0.1", &[0]), Err(ParseIdError::MissingChecksum));
    assert_eq!(TokenId::parse_checked("0.0.1-dfkxr", &[0]), Ok(TokenId::from_num(1)));
    let alias = AccountId::from_evm_address([7; 20]);
    assert_eq!(alias.checksum(&[0]), None);
    assert_eq!(alias.to_string_with_checksum(&[0]), alias.to_string());
    let text = format!("{alias}-dfkxr");
    assert_eq!(AccountId::parse_checked(&text, &[0]), Err(ParseIdError::UnexpectedChecksum));
}

#[test]
fn ids_of_every_kind_read_what_they_write() {
    fn check<Id: EntityId + PartialEq + core::fmt::Debug>(id: &Id) {
        assert_eq!(id.to_string(), "0.0.1001");
        assert_eq!("0.0.1001".parse::<Id>().as_ref(), Ok(id));
        assert_eq!((id.shard(), id.realm(), id.number()), (0, 0, Some(1001)));
    }
    check(&AccountId::from_num(1001));
    check(&ContractId::from_num(1001));
    check(&FileId::from_num(1001));
    check(&ScheduleId::from_num(1001));
    check(&TokenId::from_num(1001));
    check(&TopicId::from_num(1001));
    let nft = NftId::new(TokenId::from_num(1001), 7);
    assert_eq!(nft.to_string(), "0.0.1001/7");
    assert_eq!("0.0.1001/7".parse(), Ok(nft));
}

#[test]
fn digits_are_an_address_only_at_the_length_of_one() {
    let zeros = format!("0.0.{:040}", 2);
    let mut address = [0; 20];
    address[19] = 2;
    assert_eq!(zeros.parse(), Ok(AccountId::from_evm_address(address)));
    assert_eq!(zeros.parse(), Ok(ContractId::from_evm_address(address)));
    assert_eq!("0.0.0x1234".parse(), Ok(AccountId::from_alias(&[0x12, 0x34][..])));
    assert_eq!("0.0.0x1234".parse::<ContractId>(), Err(ParseIdError::NotAnEvmAddress));
    assert_eq!(zeros.parse::<TokenId>(), Err(ParseIdError::NotNumbered));
}

#[test]
fn what_is_no_id_says_why() {
    let cases = [
        ("", ParseIdError::NotANumber),
        ("0.0", ParseIdError::NotThreeParts),
        ("0.0.1.2", ParseIdError::NotThreeParts),
        ("0.0.", ParseIdError::NotANumber),
        ("0.0.+1", ParseIdError::NotANumber),
        ("0.0.9223372036854775808", ParseIdError::NotANumber),
        ("0.0.abcd", ParseIdError::NotANumber),
        ("0.0.0xabc", ParseIdError::NotANumber),
        ("0.0.1-ABCDE", ParseIdError::MalformedChecksum),
        ("0.0.1-abcd", ParseIdError::MalformedChecksum),
        ("0.0.1-", ParseIdError::MalformedChecksum),
    ];
    for (text, error) in cases {
        assert_eq!(text.parse::<AccountId>(), Err(error), "{text:?}");
    }
    assert_eq!("0.0.2".parse::<TransactionId>(), Err(ParseIdError::MissingPart));
    assert_eq!("0.0.2@1".parse::<TransactionId>(), Err(ParseIdError::MissingPart));
    assert_eq!("0.0.2@1.2?later".parse::<TransactionId>(), Err(ParseIdError::UnknownSuffix));
    assert_eq!("0.0.2@1.9999999999".parse::<TransactionId>(), Err(ParseIdError::NotANumber));
    assert_eq!("0.0.2".parse::<NftId>(), Err(ParseIdError::MissingPart));
}

#[test]
fn transaction_ids_show_what_they_are_about() {
    let id = TransactionId::new(AccountId::from_num(2), Timestamp::new(1234, 567));
    assert_eq!(id.to_string(), "0.0.2@1234.000000567");
    assert_eq!("0.0.2@1234.567".parse(), Ok(id.clone()));
    let child = id.scheduled().with_nonce(3);
    assert_eq!(child.to_string(), "0.0.2@1234.000000567?scheduled/3");
    assert_eq!(TransactionId::default().to_string(), "?@?");
}

#[test]
fn amounts_are_exact() {
    let cases = [
        ("0 ℏ", Hbar::ZERO),
        ("10.5 ℏ", 10.hbar() + 50_000_000.tinybars()),
        ("0.00000001 ℏ", Hbar::TINYBAR),
        ("-0.1 ℏ", -10_000_000.tinybars()),
        ("92233720368.54775807 ℏ", Hbar::MAX),
        ("-92233720368.54775808 ℏ", Hbar::MIN),
    ];
    for (text, amount) in cases {
        assert_eq!(amount.to_string(), text);
        assert_eq!(text.parse(), Ok(amount));
    }
    assert_eq!("10.50".parse(), Ok(1_050_000_000.tinybars()));
    assert_eq!("5 tℏ".parse(), Ok(5.tinybars()));
    assert_eq!("92233720368.54775808".parse::<Hbar>(), Err(ParseHbarError::OutOfRange));
    assert_eq!("1.000000001".parse::<Hbar>(), Err(ParseHbarError::TooExact));
    assert_eq!("1.5 tℏ".parse::<Hbar>(), Err(ParseHbarError::TooExact));
    for text in ["", "-", "ℏ", ".5", "5.", "1e3", "+1", "1.-2", "--1"] {
        assert_eq!(text.parse::<Hbar>(), Err(ParseHbarError::NotANumber), "{text:?}");
    }
}

#[test]
fn amounts_never_wrap() {
    assert_eq!(Hbar::from_hbars(92_233_720_369), None);
    assert_eq!(Hbar::MAX.checked_add(Hbar::TINYBAR), None);
    assert_eq!(Hbar::MIN.checked_sub(Hbar::TINYBAR), None);
    assert_eq!(Hbar::MAX.checked_mul(2), None);
    assert_eq!(Hbar::MIN.checked_neg(), None);
    assert!(Hbar::try_from(u64::MAX).is_err());
    assert!(u64::try_from(-1.tinybars()).is_err());
    assert_eq!(u64::try_from(Hbar::ONE), Ok(100_000_000));
}

#[test]
#[should_panic(expected = "exceeds i64 tinybars")]
fn literals_out_of_range_panic() {
    let _ = i64::MAX.hbar();
}

proptest! {
    #[test]
    fn any_amount_survives_its_text(tinybars: i64) {
        let amount = Hbar::from_tinybars(tinybars);
        prop_assert_eq!(amount.to_string().parse(), Ok(amount));
    }

    #[test]
    fn any_account_survives_its_text(
        shard in 0..=i64::MAX, realm in 0..=i64::MAX, num in 0..=u64::MAX / 2, alias: Vec<u8>,
    ) {
        for id in [AccountId::from_num(num), AccountId::from_alias(Bytes::from(alias))] {
            let id = AccountId { shard_num: shard, realm_num: realm, ..id };
            prop_assert_eq!(id.to_string().parse(), Ok(id));
        }
    }

    #[test]
    fn any_transaction_id_survives_its_text(
        seconds in 0..=i64::MAX, nanos in 0..1_000_000_000, scheduled: bool, nonce in 0..=i32::MAX, num in 0..=u64::MAX / 2,
    ) {
        let start = Timestamp::new(seconds, nanos);
        let id = TransactionId { scheduled, ..TransactionId::new(AccountId::from_num(num), start).with_nonce(nonce) };
        prop_assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn texts_never_panic(text: String) {
        let _ = (text.parse::<AccountId>(), text.parse::<ContractId>(), text.parse::<TokenId>());
        let _ = (text.parse::<TransactionId>(), text.parse::<NftId>(), text.parse::<Hbar>());
        let _ = hapi_proto::Checksum::of(&text, text.as_bytes());
    }
}
