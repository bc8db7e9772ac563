//! Operations that depend on what the network was started with.

use std::time::Duration;

use futures::FutureExt;
use hapi_proto::services::Timestamp;

use super::properties::startup_value;
use crate::{
    ops::util::step::Step,
    spec::{IntoSpec, OpError, Operation, here},
};

/// Builds an operation from the value that a property had when the network was started, and runs it. What a test
/// overrides does not count.
#[track_caller]
pub fn do_with_startup_config<O: Operation + 'static>(
    property: impl Into<String>,
    make: impl FnOnce(&str) -> O + Send + 'static,
) -> Step<O::Output> {
    let property = property.into();
    Step::new("do_with_startup_config", property.clone(), here(), move |spec| {
        async move {
            let operation = make(&startup_value(spec, &property)?);
            spec.run(operation).await
        }
        .boxed()
    })
}

/// The same as [`do_with_startup_config`], for an operation that is built from the present consensus time, too.
#[track_caller]
pub fn do_with_startup_config_now<O: Operation + 'static>(
    property: impl Into<String>,
    make: impl FnOnce(&str, Timestamp) -> O + Send + 'static,
) -> Step<O::Output> {
    let property = property.into();
    Step::new("do_with_startup_config_now", property.clone(), here(), move |spec| {
        async move {
            let operation = make(&startup_value(spec, &property)?, spec.consensus_time());
            spec.run(operation).await
        }
        .boxed()
    })
}

/// The same as [`do_with_startup_config`], for several operations, which run in order.
#[track_caller]
pub fn do_several_with_startup_config<S: IntoSpec>(
    property: impl Into<String>,
    make: impl FnOnce(&str) -> S + Send + 'static,
) -> Step<()> {
    let property = property.into();
    Step::new("do_several_with_startup_config", property.clone(), here(), move |spec| {
        async move {
            let operations = make(&startup_value(spec, &property)?).into_spec();
            spec.in_order(operations).await
        }
        .boxed()
    })
}

/// The same as [`do_with_startup_config_now`], for several operations, which run in order.
#[track_caller]
pub fn do_several_with_startup_config_now<S: IntoSpec>(
    property: impl Into<String>,
    make: impl FnOnce(&str, Timestamp) -> S + Send + 'static,
) -> Step<()> {
    let property = property.into();
    Step::new("do_several_with_startup_config_now", property.clone(), here(), move |spec| {
        async move {
            let operations = make(&startup_value(spec, &property)?, spec.consensus_time()).into_spec();
            spec.in_order(operations).await
        }
        .boxed()
    })
}

/// The same as [`do_with_startup_config`], for a property that is a length of time: `10s`, `500ms`, `3m`, `2h`, `1d`.
#[track_caller]
pub fn do_with_startup_duration<O: Operation + 'static>(
    property: impl Into<String>,
    make: impl FnOnce(Duration) -> O + Send + 'static,
) -> Step<O::Output> {
    let property = property.into();
    Step::new("do_with_startup_duration", property.clone(), here(), move |spec| {
        async move {
            let value = startup_value(spec, &property)?;
            let duration = duration(&value).ok_or_else(|| {
                OpError::new(format!("property `{property}` is no length of time: it is `{value}`"))
            })?;
            spec.run(make(duration)).await
        }
        .boxed()
    })
}

/// A whole number and its unit.
fn duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits = text.find(|letter: char| !letter.is_ascii_digit())?;
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    match unit.trim() {
        "ns" => Some(Duration::from_nanos(number)),
        "us" => Some(Duration::from_micros(number)),
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "m" => Some(Duration::from_secs(number.checked_mul(60)?)),
        "h" => Some(Duration::from_secs(number.checked_mul(3_600)?)),
        "d" => Some(Duration::from_secs(number.checked_mul(86_400)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_have_a_unit() {
        let cases = [("2s", 2_000), ("500ms", 500), ("3m", 180_000), ("1 h", 3_600_000), ("1d", 86_400_000)];
        for (text, millis) in cases {
            assert_eq!(duration(text), Some(Duration::from_millis(millis)), "{text}");
        }
        for bad in ["", "5", "s", "-1s", "5 parsecs"] {
            assert_eq!(duration(bad), None, "{bad}");
        }
    }
}
