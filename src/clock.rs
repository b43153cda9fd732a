//! The one reader of time: wall time for records, monotonic time for durations.

use std::sync::LazyLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970 UTC, as stored; negative before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixMillis(pub i64);

/// A length of time in milliseconds, never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub u64);

/// A reading of both clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Wall time; may jump.
    pub wall: UnixMillis,
    /// Time since the program started; never goes back.
    pub monotonic: Millis,
}

impl Moment {
    /// Returns how long ago `earlier` was by the monotonic clock.
    #[must_use]
    pub fn since(self, earlier: Self) -> Millis {
        self.monotonic.minus(earlier.monotonic)
    }
}

impl Millis {
    /// Returns the sum, at most the largest number.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Returns the difference, 0 where it would be negative.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Returns whole seconds.
    #[must_use]
    pub fn seconds(self) -> u64 {
        self.0 / 1_000
    }

    /// Returns the time as `MM:SS`, minutes growing past 99 as needed.
    #[must_use]
    pub fn minutes_seconds(self) -> String {
        format!("{:02}:{:02}", self.seconds() / 60, self.seconds() % 60)
    }
}

impl UnixMillis {
    /// Returns how long after `earlier` this is, 0 where the clock was set back.
    #[must_use]
    pub fn since(self, earlier: Self) -> Millis {
        Millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// Returns the time as RFC 3339 in UTC with milliseconds, for example `2026-11-21T23:16:37.000Z`.
    ///
    /// Times outside the years −9999 to 9999 are drawn to that range.
    #[must_use]
    pub fn rfc3339(self) -> String {
        format!("{:.3}", self.timestamp())
    }

    /// Returns the time that is written in RFC 3339, nothing where it is none.
    #[must_use]
    pub fn of_rfc3339(text: &str) -> Option<Self> {
        text.parse().ok().map(|timestamp: jiff::Timestamp| Self(timestamp.as_millisecond()))
    }

    /// Returns day and minute in the user's time zone, for example `2026-11-21 23:16`.
    #[must_use]
    pub fn local_minute(self) -> String {
        self.timestamp().to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// Returns the time of day in the user's time zone, for example `23:16:37`.
    #[must_use]
    pub fn local_time(self) -> String {
        self.timestamp().to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M:%S").to_string()
    }

    /// Returns the day in the user's time zone, for example `2026-11-21`.
    #[must_use]
    pub fn local_day(self) -> String {
        self.timestamp().to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d").to_string()
    }

    fn timestamp(self) -> jiff::Timestamp {
        let (low, high) = (jiff::Timestamp::MIN, jiff::Timestamp::MAX);
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 { low } else { high })
    }
}

/// Returns the present moment.
#[must_use]
pub fn now() -> Moment {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let monotonic = Millis(u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX));
    let wall = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |ms| -ms),
    };
    Moment { wall: UnixMillis(wall), monotonic }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_times_read_as_utc_with_milliseconds() {
        assert_eq!(UnixMillis(1_795_302_997_008).rfc3339(), "2026-11-21T23:16:37.008Z");
        assert_eq!(UnixMillis(0).rfc3339(), "1970-01-01T00:00:00.000Z");
        assert_eq!(UnixMillis(-1).rfc3339(), "1969-12-31T23:59:59.999Z");
        assert_eq!(UnixMillis::of_rfc3339("1969-12-31T23:59:59.999Z"), Some(UnixMillis(-1)));
        assert_eq!(UnixMillis::of_rfc3339("yesterday"), None);
    }

    #[test]
    fn no_stored_time_is_too_large_to_be_written() {
        for millis in [i64::MIN, i64::MAX] {
            assert!(UnixMillis(millis).rfc3339().contains('T'));
            assert!(!UnixMillis(millis).local_minute().is_empty());
        }
    }

    #[test]
    fn durations_are_never_negative() {
        assert_eq!(UnixMillis(5).since(UnixMillis(9)), Millis(0));
        assert_eq!(UnixMillis(i64::MAX).since(UnixMillis(i64::MIN)), Millis(i64::MAX as u64));
        assert_eq!(Millis(61_000).minutes_seconds(), "01:01");
    }
}
