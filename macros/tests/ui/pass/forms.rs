//! Both forms, in a crate that warns of everything and forbids most of it.
#![deny(warnings, unused, unexpected_cfgs, missing_docs, unreachable_pub, let_underscore_drop)]
#![forbid(unsafe_code)]

use hapi_test::prelude::*;

const NODE: i64 = 3;

/// Transfer moves exactly the given amount,
/// and the sender pays for it.
///
/// See <https://hips.hedera.com/hip/hip-904>.
#[hapi_test]
pub fn operations(
    #[account_spec(
        name = "Alice",
        balance = 100.hbar(),
        key = ecdsa,
        memo = "hello",
        max_auto_associations = -1,
        receiver_sig_required = true,
        decline_reward = true,
        staked_node_id = NODE,
    )]
    alice: SpecAccount,
    #[account_spec(cents = 5, staked_node_id = 0)] mut bob: SpecAccount,
    #[key_spec(kind = ecdsa)] admin: SpecKey,
    r#type: SpecKey,
) -> impl IntoSpec {
    bob.name.push('!');
    hapi_spec![
        format!("{alice} {:?}", alice.attributes),
        format!("{bob} {:?} {:?}", bob.attributes.cents, bob.attributes.staked_node_id),
        format!("{admin} {:?}", admin.attributes.kind),
        r#type,
    ]
}

/// An `async` test
#[hapi_test(tags("slow", "hip-904"))]
#[ignore = "an example"]
async fn asynchronous(spec: &Spec, carol: SpecAccount) -> SpecResult {
    spec.run(carol.name).await?;
    spec.run("done").await
}

#[hapi_test()]
#[expect(clippy::unused_async, unused_variables)]
async fn alone(spec: &Spec) -> SpecResult {
    Ok(())
}

#[hapi_test]
async fn in_one_line(spec: &Spec) -> SpecResult { spec.run("one line").await }

#[hapi_test]
async fn unnamed(_: &Spec, _dave: SpecAccount) -> SpecResult {
    Ok(())
}

#[hapi_test]
async fn with_an_attribute_inside(spec: &Spec) -> SpecResult {
    #![expect(unused_variables)]
    let unused = 1;
    spec.run("attribute").await
}

/// Its parameters can be changed, and its errors are converted.
#[hapi_test]
async fn changed(
    spec: &Spec,
    // An attribute of a parameter, which must arrive where the parameter does.
    #[allow(unused_mut)] mut erin: SpecAccount,
    #[expect(unused_variables)] unused: SpecKey,
) -> SpecResult {
    erin.name.push('!');
    if erin.name.is_empty() {
        return Err("no name")?;
    }
    spec.run(erin.name).await
}

#[hapi_test]
fn empty() -> Vec<String> {
    vec![]
}

fn main() {
    assert_eq!(
        hapi_test::names(),
        [
            "operations",
            "asynchronous",
            "alone",
            "in_one_line",
            "unnamed",
            "with_an_attribute_inside",
            "changed",
            "empty",
        ]
    );
    let [operations, asynchronous, ..] = hapi_test::tests()[..] else { panic!("four tests") };
    assert_eq!(
        operations.display,
        "Transfer moves exactly the given amount, and the sender pays for it. See <https://hips.hedera.com/hip/hip-904>."
    );
    assert!(operations.place.file.ends_with("forms.rs"), "{:?}", operations.place);
    assert_eq!((operations.place.line, operations.place.column), (13, 1));
    assert_eq!((operations.ignore, operations.tags), (None, &[][..]));
    assert_eq!(asynchronous.ignore, Some("an example"));
    assert_eq!(asynchronous.tags, ["slow", "hip-904"]);
    assert_eq!(
        hapi_test::run("operations"),
        [
            "Alice AccountAttributes { balance: Some(Hbar(100)), cents: None, key: Secp256k1, memo: \"hello\", \
             max_auto_associations: -1, receiver_sig_required: true, decline_reward: true, staked_node_id: Some(3) }",
            "bob! Some(5) Some(0)",
            "admin Secp256k1",
            "type",
        ]
    );
    assert_eq!(hapi_test::run("asynchronous"), ["carol", "done"]);
    assert_eq!(hapi_test::run("in_one_line"), ["one line"]);
    assert_eq!(hapi_test::run("with_an_attribute_inside"), ["attribute"]);
    assert_eq!(hapi_test::run("changed"), ["erin!"]);
}
