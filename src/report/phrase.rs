//! Turns of phrase that reports share: attempts, counts, shares, chances and times.

use crate::clock::Millis;
use crate::measure::interval::Interval;
use crate::session::event::Mode;
use crate::text::SafeText;

/// Returns a count with its noun, for example `1 question` or `20 questions`.
#[must_use]
pub fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// Returns the problems of a bank in numbers, for example `1 error, 2 warnings`.
#[must_use]
pub fn problems(n_errors: usize, n_warnings: usize) -> String {
    format!("{}, {}", counted(n_errors, "error"), counted(n_warnings, "warning"))
}

/// Returns what an attempt is: `Trainer: practice, 20 questions`.
#[must_use]
pub fn subject(title: &SafeText, mode: Mode, n_questions: usize) -> String {
    format!("{title}: {}, {}", mode.as_str(), counted(n_questions, "question"))
}

/// Returns a share, 0 to 1, as whole percent: `68 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{} %", whole_percent(share))
}

/// Returns an interval of shares as whole percent: `52 to 80 %`.
#[must_use]
pub fn percent_interval(interval: Interval) -> String {
    format!("{} to {} %", whole_percent(interval.low), whole_percent(interval.high))
}

/// Returns a probability, 0 to 1, as people say it: `about 4 in 10`, `under 1 in 20`, `over 19 in 20`.
#[must_use]
pub fn chance(probability: f64) -> String {
    if probability < 0.05 {
        return "under 1 in 20".to_owned();
    }
    if probability > 0.95 {
        return "over 19 in 20".to_owned();
    }
    format!("about {:.0} in 10", (probability * 10.0).round().clamp(1.0, 9.0))
}

/// Returns numbers in order with runs of three and more drawn together: `3, 7 to 9, 12`; `none` for no number.
#[must_use]
pub fn numbers(numbers: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            Some(_) | None => runs.push((*number, *number)),
        }
    }
    if runs.is_empty() {
        return "none".to_owned();
    }
    let words = |(first, last): &(usize, usize)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first} to {last}"),
    };
    runs.iter().map(words).collect::<Vec<_>>().join(", ")
}

/// Returns a length of time in words: `57 minutes 36 seconds`.
#[must_use]
pub fn duration(time: Millis) -> String {
    let (n_minutes, n_seconds) = (time.seconds() / 60, time.seconds() % 60);
    let words = |n: u64, noun: &str| counted(usize::try_from(n).unwrap_or(usize::MAX), noun);
    match (n_minutes, n_seconds) {
        (0, _) => words(n_seconds, "second"),
        (_, 0) => words(n_minutes, "minute"),
        (_, _) => format!("{} {}", words(n_minutes, "minute"), words(n_seconds, "second")),
    }
}

/// Returns the time left of a limit in the words of the exam's timer; `Err` is the time over it.
///
/// # Example
/// ```
/// use hitquiz::{clock::Millis, report::phrase::time_left};
/// assert_eq!(time_left(Some(Ok(Millis(2_472_000)))), "time left 41:12");
/// assert_eq!(time_left(Some(Err(Millis(130_000)))), "over time +02:10");
/// ```
#[must_use]
pub fn time_left(left: Option<Result<Millis, Millis>>) -> String {
    match left {
        Some(Ok(left)) => format!("time left {}", left.minutes_seconds()),
        Some(Err(over)) => format!("over time +{}", over.minutes_seconds()),
        None => "this attempt has no time limit".to_owned(),
    }
}

/// Returns a number of a bank without the noise of binary fractions: `0.3`, not `0.30000000000000004`.
#[must_use]
pub fn number(value: f64) -> String {
    let rounded = format!("{value:.9}");
    let short = rounded.trim_end_matches('0').trim_end_matches('.');
    if short.trim_start_matches('-') == "0" { value.to_string() } else { short.to_owned() }
}

/// Returns a clause of an error as a sentence: capital letter first, full stop last.
#[must_use]
pub fn sentence(clause: &str) -> String {
    let mut characters = clause.chars();
    let first: String = characters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", characters.as_str().trim_end_matches('.'))
}

/// Returns `text` with every line after the first moved in by `n_columns` spaces.
#[must_use]
pub fn hanging(text: &str, n_columns: usize) -> String {
    text.replace('\n', &format!("\n{}", " ".repeat(n_columns)))
}

fn whole_percent(share: f64) -> String {
    format!("{:.0}", (share * 100.0).round())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_whole_percent_rounded_half_up() {
        assert_eq!(percent(27.0 / 40.0), "68 %");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent_interval(Interval { low: 0.516, high: 1.0 }), "52 to 100 %");
    }

    #[test]
    fn chances_stay_away_from_certainty() {
        for (probability, words) in [
            (0.0, "under 1 in 20"),
            (0.05, "about 1 in 10"),
            (0.44, "about 4 in 10"),
            (0.95, "about 9 in 10"),
            (1.0, "over 19 in 20"),
        ] {
            assert_eq!(chance(probability), words);
        }
    }

    #[test]
    fn runs_of_numbers_are_drawn_together() {
        assert_eq!(numbers(&[]), "none");
        assert_eq!(numbers(&[4]), "4");
        assert_eq!(numbers(&[1, 2, 4, 5, 6, 9]), "1, 2, 4 to 6, 9");
    }

    #[test]
    fn times_are_said_in_words() {
        assert_eq!(duration(Millis(3_456_000)), "57 minutes 36 seconds");
        assert_eq!(duration(Millis(60_000)), "1 minute");
        assert_eq!(duration(Millis(1_999)), "1 second");
        assert_eq!(time_left(None), "this attempt has no time limit");
    }

    #[test]
    fn bank_numbers_are_said_without_binary_noise() {
        for (value, words) in
            [(0.1 + 0.2, "0.3"), (5.0, "5"), (-1.50, "-1.5"), (1e-12, "0.000000000001"), (0.0, "0")]
        {
            assert_eq!(number(value), words);
        }
    }

    #[test]
    fn a_clause_becomes_a_sentence() {
        assert_eq!(sentence("an exam gives no hints"), "An exam gives no hints.");
        assert_eq!(sentence(""), ".");
    }
}
