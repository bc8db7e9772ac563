//! Timestamps and durations.

use core::time::Duration as CoreDuration;
use hapi_proto::services::{Duration, Timestamp};
use proptest::prelude::*;

#[test]
fn time_carries_over_and_stops_at_its_ends() {
    let time = Timestamp::new(1, 999_999_999);
    assert_eq!(time.plus_nanos(1), Timestamp::new(2, 0));
    assert_eq!(time.plus_nanos(-2_000_000_000), Timestamp::new(-1, 999_999_999));
    assert_eq!(time.plus_seconds(-2), Timestamp::new(-1, 999_999_999));
    assert_eq!(Timestamp::MAX.plus_nanos(1), Timestamp::MAX);
    assert_eq!(Timestamp::MIN.plus_seconds(i64::MIN), Timestamp::MIN);
    assert!(!Timestamp::new(0, -1).is_normal());
    assert!(!Timestamp::new(0, 1_000_000_000).is_normal());
}

#[test]
fn durations_convert_where_they_fit() {
    assert_eq!(Duration::try_from(CoreDuration::from_secs(120)), Ok(Duration::from_seconds(120)));
    assert_eq!(CoreDuration::try_from(Duration::from_seconds(120)), Ok(CoreDuration::from_secs(120)));
    assert!(CoreDuration::try_from(Duration::from_seconds(-1)).is_err());
    assert!(Duration::try_from(CoreDuration::from_millis(1500)).is_err());
    assert!(Duration::try_from(CoreDuration::MAX).is_err());
}

proptest! {
    #[test]
    fn nanoseconds_are_exact(seconds: i64, nanos in 0..1_000_000_000) {
        let time = Timestamp::new(seconds, nanos);
        prop_assert!(time.is_normal());
        prop_assert_eq!(Timestamp::from_nanos(time.as_nanos()), time);
    }

    #[test]
    fn timestamps_order_by_time(a: (i64, u8), b: (i64, u8)) {
        let (a, b) = (Timestamp::new(a.0, a.1.into()), Timestamp::new(b.0, b.1.into()));
        prop_assert_eq!(a.cmp(&b), a.as_nanos().cmp(&b.as_nanos()));
    }

    #[test]
    fn any_number_of_nanoseconds_is_some_time(nanos: i128) {
        prop_assert!(Timestamp::from_nanos(nanos).is_normal());
    }
}
