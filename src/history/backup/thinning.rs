//! Which backups are kept as they grow old.

use std::collections::HashSet;

use crate::clock::UnixMillis;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Days from a Monday to the first of January 1970, a Thursday.
const DAYS_BEHIND_MONDAY: i64 = 3;

/// How many of the newest are kept, whatever their days.
const N_NEWEST: usize = 3;

/// Of how many of the latest days, weeks and months the newest is kept. Only those count in which a backup was made, so
/// that nothing is lost by not practising for a year.
const SPANS: [(usize, SpanOf); 3] = [(7, day), (5, week), (12, month)];

/// A day, a week or a month, told apart from others of its kind.
type Span = String;

/// Which of its kind a time falls in.
type SpanOf = fn(UnixMillis) -> Span;

/// Returns which backups are kept of some that are ordered from the newest to the oldest.
///
/// Those are the newest three, and the newest of each of the latest seven days, five weeks (from Monday) and twelve
/// months in UTC with a backup: at most 27.
pub(crate) fn kept(newest_first: &[UnixMillis]) -> Vec<bool> {
    let mut kept = vec![false; newest_first.len()];
    kept.iter_mut().take(N_NEWEST).for_each(|is_kept| *is_kept = true);
    for (n_spans, span) in SPANS {
        let mut seen = HashSet::new();
        for (at, is_kept) in newest_first.iter().zip(&mut kept) {
            let is_first_of_span = seen.len() < n_spans && seen.insert(span(*at));
            *is_kept |= is_first_of_span;
        }
    }
    kept
}

fn day(at: UnixMillis) -> Span {
    at.0.div_euclid(DAY).to_string()
}

fn week(at: UnixMillis) -> Span {
    (at.0.div_euclid(DAY) + DAYS_BEHIND_MONDAY).div_euclid(7).to_string()
}

fn month(at: UnixMillis) -> Span {
    let written = at.rfc3339();
    let (month, _) = written.rsplit_once('-').unwrap_or((&written, ""));
    month.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> UnixMillis {
        UnixMillis::of_rfc3339(text).unwrap()
    }

    /// Returns the days that are kept of one backup at noon of each of the last `n` days.
    fn kept_of_days(n: i64) -> Vec<String> {
        let last = at("2026-11-22T12:00:00Z");
        let days: Vec<UnixMillis> = (0..n).map(|back| UnixMillis(last.0 - back * DAY)).collect();
        let kept = kept(&days);
        days.iter()
            .zip(kept)
            .filter(|(_, is_kept)| *is_kept)
            .map(|(at, _)| at.rfc3339()[..10].to_owned())
            .collect()
    }

    #[test]
    fn days_then_weeks_then_months_are_kept() {
        assert_eq!(
            kept_of_days(400),
            [
                "2026-11-22",
                "2026-11-21",
                "2026-11-20",
                "2026-11-19",
                "2026-11-18",
                "2026-11-17",
                "2026-11-16",
                "2026-11-15",
                "2026-11-08",
                "2026-11-01",
                "2026-10-31",
                "2026-10-25",
                "2026-09-30",
                "2026-08-31",
                "2026-07-31",
                "2026-06-30",
                "2026-05-31",
                "2026-04-30",
                "2026-03-31",
                "2026-02-28",
                "2026-01-31",
                "2025-12-31",
            ]
        );
    }

    #[test]
    fn of_one_day_the_newest_three_are_kept() {
        let day: Vec<UnixMillis> =
            (0..50).map(|minute| UnixMillis(at("2026-11-22T12:00:00Z").0 - minute * 60_000)).collect();
        assert_eq!(kept(&day).iter().filter(|is_kept| **is_kept).count(), 3);
    }

    #[test]
    fn old_backups_stay_where_no_newer_ones_were_made() {
        let years =
            ["2020-01-01T00:00:00Z", "2010-01-01T00:00:00Z", "2000-01-01T00:00:00Z", "1969-12-31T00:00:00Z"];
        assert_eq!(kept(&years.map(at)), [true; 4]);
    }

    #[test]
    fn there_are_never_more_than_27() {
        let all: Vec<UnixMillis> =
            (0..5_000).map(|n| UnixMillis(at("2026-11-22T12:00:00Z").0 - n * DAY / 3)).collect();
        assert!(kept(&all).iter().filter(|is_kept| **is_kept).count() <= 27);
    }
}
