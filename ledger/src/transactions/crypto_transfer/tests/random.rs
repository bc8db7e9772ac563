//! Whatever tokens cost and whoever moves them, nothing is made and nothing lost.

use proptest::{collection::vec as vec_of, prelude::*, strategy::ValueTree as _, test_runner::TestRunner};

use super::*;

/// How many transfers are tried.
const TRANSFERS: usize = 3000;
/// Those who hold tokens.
const PEOPLE: [EntityNum; 5] = [ALICE, BOB, PAYER, 1100, TREASURY];
/// Fungible tokens.
const AMOUNTS: [EntityNum; 3] = [1201, 1202, 1203];
/// Tokens of NFTs.
const NFTS: [EntityNum; 2] = [1301, 1302];

fn person() -> impl Strategy<Value = EntityNum> {
    prop::sample::select(&PEOPLE[..4])
}

/// Amounts that make sense, and others.
fn small() -> impl Strategy<Value = i64> {
    prop_oneof![8 => 1..20_i64, 1 => 50..2000_i64, 1 => Just(i64::MAX)]
}

fn fixed_fee() -> impl Strategy<Value = FixedFee> {
    let token = prop::option::of(prop::sample::select(&AMOUNTS[..]));
    (small(), token).prop_map(|(amount, token)| FixedFee { amount, token })
}

fn amount_fee() -> impl Strategy<Value = Fee> {
    let part = (small(), small(), 0..5_i64, 0..30_i64, any::<bool>());
    prop_oneof![
        fixed_fee().prop_map(Fee::Fixed),
        part.prop_map(|(numerator, denominator, min, max, net_of_transfers)| Fee::Fractional {
            numerator,
            denominator,
            min,
            max,
            net_of_transfers
        }),
    ]
}

fn nft_fee() -> impl Strategy<Value = Fee> {
    let royalty = (1..10_i64, 1..10_i64, prop::option::of(fixed_fee()));
    prop_oneof![
        fixed_fee().prop_map(Fee::Fixed),
        royalty.prop_map(|(one, other, fallback)| Fee::Royalty {
            numerator: one.min(other),
            denominator: one.max(other),
            fallback
        }),
    ]
}

fn schedule(fee: impl Strategy<Value = Fee>) -> impl Strategy<Value = Vec<CustomFee>> {
    let fee = (fee, person(), any::<bool>());
    let fee = fee.prop_map(|(fee, collector, all_collectors_are_exempt)| CustomFee {
        fee,
        collector,
        all_collectors_are_exempt,
    });
    vec_of(fee, 0..4)
}

/// A state with random schedules, in which everybody has something of most.
fn bench() -> impl Strategy<Value = Bench> {
    let amounts = vec_of(schedule(amount_fee()), AMOUNTS.len());
    let nfts = vec_of(schedule(nft_fee()), NFTS.len());
    (amounts, nfts, vec_of(-1..3_i32, PEOPLE.len())).prop_map(|(amounts, nfts, slots)| {
        let mut bench = PEOPLE.iter().zip(slots).fold(Bench::new(), |bench, (num, slots)| {
            bench.account(*num, |account| account.max_auto_associations = slots)
        });
        for (token, fees) in AMOUNTS.into_iter().zip(amounts) {
            bench = charging(bench, token, &fees);
            let holders = PEOPLE[..4].iter().filter(|num| !(**num + token).is_multiple_of(4));
            bench = holders.fold(bench, |bench, num| bench.holds(*num, token, 100));
        }
        for (token, fees) in NFTS.into_iter().zip(nfts) {
            bench = bench.non_fungible(token, |token| {
                Arc::make_mut(&mut token.keys).kyc = None;
                token.custom_fees = Arc::new(fees);
            });
            bench = bench.owns(ALICE, token, 1).owns(ALICE, token, 2).owns(BOB, token, 3);
        }
        bench
    })
}

/// From one to another, and perhaps a third.
fn changes() -> impl Strategy<Value = Vec<(EntityNum, i64)>> {
    let all = prop::sample::select(&PEOPLE[..]);
    (all.clone(), all.clone(), all, 0..40_i64, -10..20_i64).prop_map(|(from, to, third, much, little)| {
        let mut changes: Vec<(EntityNum, i64)> = Vec::new();
        for (num, amount) in [(from, -much), (to, much), (from, -little), (third, little)] {
            match changes.iter_mut().find(|(known, _)| *known == num) {
                Some((_, sum)) => *sum += amount,
                None => changes.push((num, amount)),
            }
        }
        changes
    })
}

fn lists() -> impl Strategy<Value = Vec<TokenTransferList>> {
    let amounts =
        (prop::sample::select(&AMOUNTS[..]), changes()).prop_map(|(token, changes)| moves(token, &changes));
    let nft = (prop::sample::select(&PEOPLE[..4]), 1..5_i64).prop_map(|(to, serial)| {
        let from = match serial {
            1 | 2 => ALICE,
            3 => BOB,
            _ => TREASURY,
        };
        (from, to, serial)
    });
    let nfts = (prop::sample::select(&NFTS[..]), vec_of(nft, 1..3))
        .prop_map(|(token, nfts): (_, Vec<_>)| gives(token, &nfts));
    vec_of(prop_oneof![2 => amounts, 1 => nfts], 1..4)
}

fn any_transfer() -> impl Strategy<Value = Op> {
    (lists(), prop::option::of(changes())).prop_map(|(lists, changes)| {
        let changes = changes.unwrap_or_default().into_iter();
        let list = changes.map(|(num, tinybar)| amount(id(num), tinybar)).collect();
        Op { token_transfers: lists, ..hbar(list) }
    })
}

#[test]
fn nothing_is_made_or_lost() {
    let mut runner = TestRunner::deterministic();
    let both = (bench(), any_transfer());
    let (mut done, mut charged) = (0, 0);
    for _ in 0..TRANSFERS {
        let (mut bench, op) = both.new_tree(&mut runner).unwrap().current();
        // The bench counts hbar and tokens, and what accounts say of them, after each.
        if let Ok(result) = bench.run(transfer(op)) {
            done += 1;
            charged += usize::from(!result.record.assessed_custom_fees.is_empty());
        }
    }
    assert!(
        done > TRANSFERS / 10 && charged > TRANSFERS / 30,
        "{done} were done, {charged} with custom fees"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn what_is_told_is_what_was_paid(mut bench in bench(), op in any_transfer()) {
        let before = bench.clone();
        let moved = op.clone();
        let Ok(done) = bench.run(transfer(op)) else { return Ok(()) };
        // Who neither sends, receives nor collects has what he had.
        for num in PEOPLE {
            let told = done.record.assessed_custom_fees.iter().any(|fee| {
                fee.fee_collector_account_id == Some(id(num)) || fee.effective_payer_account_id.contains(&id(num))
            });
            let named = amounts(&mut moved.clone()).iter().any(|amount| amount.account_id == Some(id(num)));
            if !told && !named {
                prop_assert_eq!(bench.get(num).balance, before.get(num).balance);
            }
        }
        for fee in &done.record.assessed_custom_fees {
            prop_assert!(fee.amount >= 0 && !fee.effective_payer_account_id.is_empty());
        }
    }
}
