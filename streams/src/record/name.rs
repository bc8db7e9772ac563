//! Files are named by the consensus time at which they begin.

use hapi_proto::services::Timestamp;

const DAY: i64 = 86_400;

/// The name of the file that begins at a time, without its ending: ISO 8601 in UTC with nine digits of nanoseconds and `_`
/// for `:`. Names have the order of times.
pub(crate) fn stem(time: Timestamp) -> String {
    let (year, month, day) = date(time.seconds.div_euclid(DAY));
    let second = time.seconds.rem_euclid(DAY);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}_{minute:02}_{second:02}.{:09}Z", time.nanos)
}

/// The Gregorian date that is so many days after 1970-01-01.
fn date(days: i64) -> (i64, i64, i64) {
    // Years begin in March here: the day that is sometimes added is then the last of its year.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_times() {
        let name = |seconds, nanos| stem(Timestamp::new(seconds, nanos));
        assert_eq!(name(1_640_995_200, 0), "2022-01-01T00_00_00.000000000Z");
        assert_eq!(name(1_709_251_199, 999_999_999), "2024-02-29T23_59_59.999999999Z");
        assert_eq!(name(1_709_251_200, 1), "2024-03-01T00_00_00.000000001Z");
        assert_eq!(name(0, 7), "1970-01-01T00_00_00.000000007Z");
        assert_eq!(name(-1, 0), "1969-12-31T23_59_59.000000000Z");
        assert_eq!(name(951_782_400, 0), "2000-02-29T00_00_00.000000000Z");
        assert_eq!(name(4_107_542_400, 0), "2100-03-01T00_00_00.000000000Z");
    }

    #[test]
    fn each_day_follows_the_one_before() {
        let mut before = date(-1000);
        for day in -999..200_000 {
            let next = date(day);
            let (year, month, day) = before;
            let follows = next == (year, month, day + 1)
                || next == (year, month + 1, 1)
                || (month == 12 && next == (year + 1, 1, 1));
            assert!(follows, "{before:?} {next:?}");
            before = next;
        }
    }
}
