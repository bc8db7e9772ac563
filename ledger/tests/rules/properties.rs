//! Whatever the properties of a ledger are set to, it goes on.

use hapi_ledger::{ResponseCode, config::Config};
use hapi_proto::services::{
    CryptoCreateTransactionBody, Duration, FileCreateTransactionBody, FileId, FileUpdateTransactionBody,
    ServicesConfigurationList, Setting, transaction_body::Data,
};
use proptest::{prelude::*, sample::Index};
use prost::Message;

use crate::{
    hollow::to_alias,
    support::{HBAR, Network, ed25519, public, sign, transfer, treasury_key},
};

/// Properties with an effect. How much hbar there is can only be said at genesis, and the test kit checks it.
fn properties() -> Vec<&'static str> {
    let all = Config::PROPERTIES.iter().copied();
    all.filter(|name| *name != "ledger.totalTinyBarFloat").collect()
}

fn value() -> impl Strategy<Value = String> {
    let extremes = [0, 1, -1, 7, 802, i64::from(i32::MAX), i64::from(i32::MIN), i64::MAX, i64::MIN];
    prop_oneof![
        prop::sample::select(extremes.to_vec()).prop_map(|number| number.to_string()),
        any::<i16>().prop_map(|number| number.to_string()),
        prop::sample::select(vec![
            "true",
            "false",
            "0x",
            "0-0",
            "0,1x",
            "FileCreate",
            "18446744073709551615"
        ])
        .prop_map(String::from),
    ]
}

fn file_update(contents: Vec<u8>) -> Data {
    Data::FileUpdate(FileUpdateTransactionBody {
        file_id: Some(FileId { file_num: 121, ..Default::default() }),
        contents: contents.into(),
        ..Default::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn it_goes_on(overrides in prop::collection::vec((any::<Index>(), value()), 1..6)) {
        let mut network = Network::new();
        let key = ed25519(1);
        let alice = network.account(&key, 1_000 * HBAR);
        // One at a time: a value that is refused must not keep the others out.
        let mut name_value: Vec<Setting> = Vec::new();
        for (index, value) in overrides {
            let name = (*index.get(&properties())).to_owned();
            name_value.push(Setting { name, value, ..Setting::default() });
            let list = ServicesConfigurationList { name_value: name_value.clone() };
            let body = network.body(2, file_update(list.encode_to_vec()));
            let outcome = network.force_if_readable(&sign(&body, &[&treasury_key()]));
            if outcome.is_none_or(|outcome| outcome.status() != ResponseCode::Success) {
                name_value.pop();
            }
        }
        let create = CryptoCreateTransactionBody {
            key: Some(public(&key)),
            initial_balance: 5,
            auto_renew_period: Some(Duration { seconds: 7_776_000 }),
            ..Default::default()
        };
        let file = FileCreateTransactionBody {
            expiration_time: Some(network.now.plus_seconds(7_776_000)),
            contents: vec![1; 10].into(),
            ..Default::default()
        };
        for (wait, data) in [
            (0, transfer(&[(alice, -1), (3, 1)])),
            (1, to_alias(alice, vec![5; 20], 10)),
            (100_000, Data::CryptoCreateAccount(create)),
            (200, Data::FileCreate(file)),
            (0, file_update(Vec::new())),
        ] {
            network.now = network.now.plus_seconds(wait);
            for payer in [alice, 2] {
                let body = network.body(payer, data.clone());
                let bytes = sign(&body, &[&key, &treasury_key()]);
                let _ = network.precheck(&bytes);
                network.force_if_readable(&bytes);
            }
        }
        network.ledger.state_hash();
    }
}
