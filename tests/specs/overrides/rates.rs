//! Exchange rates.

use hapi_test::prelude::*;
use prost::Message;

/// What costs as many dollars as before costs fewer hbar when these are worth more
#[leaky_test(FeeScheduleOverrides)]
async fn rates_hold_at_once(spec: &Spec, alice: SpecAccount) -> SpecResult {
    spec.run(alice.transfer_hbars_to(FUNDING, 1).via("before")).await?;
    spec.run(update_rates(1, 24)).await?;
    spec.run(alice.transfer_hbars_to(FUNDING, 1).via("after")).await?;
    spec.run(validate_charged_usd("before", 0.0001)).await?;
    spec.run(validate_charged_usd("after", 0.0001)).await?;
    let fee = async |name: &str| {
        let record = spec.run(get_txn_record(name)).await?;
        Ok::<_, SpecError>(record.record.transaction_fee)
    };
    assert_eq!((fee("before").await?, fee("after").await?), (83_333, 41_666));
    Ok(())
}

/// Receipts carry the rates that held
#[leaky_test(FeeScheduleOverrides)]
async fn receipts_carry_the_rates(spec: &Spec, alice: SpecAccount) -> SpecResult {
    spec.run(update_rates_with(|rates| {
        if let Some(rate) = &mut rates.current_rate {
            (rate.hbar_equiv, rate.cent_equiv) = (7, 90);
        }
    }))
    .await?;
    spec.run(alice.transfer_hbars_to(FUNDING, 1).via("transfer")).await?;
    let rates = spec.run(get_receipt("transfer")).await?.receipt.exchange_rate.unwrap_or_default();
    let current = rates.current_rate.expect("each receipt has it");
    assert_eq!((current.hbar_equiv, current.cent_equiv), (7, 90));
    Ok(())
}

/// Who keeps the rates may move them by a quarter a day, superusers by as much as they like
#[leaky_test(FeeScheduleOverrides)]
fn rates_move_within_limits() -> impl IntoSpec {
    // lint: allow(operations): a table of rates
    let update = |hbars, cents| {
        file_update("EXCHANGE_RATES").contents(rate_set_with(hbars, cents).encode_to_vec()).fee(0)
    };
    let keeper = "EXCHANGE_RATES_CONTROL";
    hapi_spec![
        // The rates at midnight become these, too.
        update(1, 100).paying_with("SYSTEM_ADMIN"),
        fund_an_account(keeper),
        update(1, 124).paying_with(keeper),
        update(1, 81).paying_with(keeper),
        update(1, 126).paying_with(keeper).fails_with(ExchangeRateChangeLimitExceeded),
        update(1, 79).paying_with(keeper).fails_with(ExchangeRateChangeLimitExceeded),
        update(0, 100).paying_with(keeper).fails_with(ExchangeRateChangeLimitExceeded),
        update(1, 1_000).paying_with(GENESIS),
        get_file_contents("EXCHANGE_RATES").has_contents(rate_set_with(1, 1_000).encode_to_vec()),
    ]
}

/// The limit is a property
#[leaky_test(FeeScheduleOverrides, PropertyOverrides)]
fn the_limit_is_a_property() -> impl IntoSpec {
    let update = |hbars, cents| {
        file_update("EXCHANGE_RATES").contents(rate_set_with(hbars, cents).encode_to_vec()).fee(0)
    };
    hapi_spec![
        update(1, 100).paying_with("SYSTEM_ADMIN"),
        fund_an_account("EXCHANGE_RATES_CONTROL"),
        overriding("rates.intradayChangeLimitPercent", 5),
        update(1, 110).paying_with("EXCHANGE_RATES_CONTROL").fails_with(ExchangeRateChangeLimitExceeded),
        update(1, 104).paying_with("EXCHANGE_RATES_CONTROL"),
    ]
}
