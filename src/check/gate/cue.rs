//! Gates of what somebody sees who does not read: places, lengths, words, and what the blind guesser makes of them.

use crate::check::cues::Surface;
use crate::check::gate::chance::{binomial_at_least, median, uniform_p};
use crate::check::gate::{Gate, MIN_TO_JUDGE, Sample, Scope, Verdict, judged};
use crate::check::guesser::Guesses;
use crate::measure::interval::wilson;

/// Probability below which a figure is not put down to chance.
const SIGNIFICANT: f64 = 0.01;

/// Points above chance that a simple guess may reach.
const ALLOWANCE: f64 = 0.05;

pub(super) fn key_position(sample: &Sample<'_>) -> Gate {
    let p = uniform_p(sample.surfaces.iter().map(|surface| {
        let counts = (0..surface.choices.len()).map(|place| f64::from(u8::from(place == surface.key)));
        counts.collect()
    }));
    Gate {
        name: "key position",
        figure: format!("chi-square p = {p:.3}"),
        threshold: "p at least 0.01",
        verdict: sample.judged(p >= SIGNIFICANT),
    }
}

/// Which end of the lengths a guesser takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extreme {
    Longest,
    Shortest,
}

pub(super) fn extreme_length(sample: &Sample<'_>, extreme: Extreme) -> Gate {
    let n_right: f64 = sample
        .surfaces
        .iter()
        .map(|surface| {
            let lengths = || surface.choices.iter().map(|choice| choice.length);
            let wanted = if extreme == Extreme::Longest { lengths().max() } else { lengths().min() };
            let n_tied = lengths().filter(|length| Some(*length) == wanted).count();
            let is_key = surface.choices.get(surface.key).map(|key| key.length) == wanted;
            if is_key { 1.0 / n_tied as f64 } else { 0.0 }
        })
        .sum();
    let (n, chance) = (sample.n_single(), sample.chance());
    let share = n_right / n.max(1) as f64;
    let p = binomial_at_least(n_right.round() as usize, n, chance);
    let interval = wilson(n_right, n);
    Gate {
        name: if extreme == Extreme::Longest {
            "longest choice is the key"
        } else {
            "shortest choice is the key"
        },
        figure: format!(
            "{:.0} % ({:.0} to {:.0}; chance {:.0} %)",
            100.0 * share,
            100.0 * interval.low,
            100.0 * interval.high,
            100.0 * chance
        ),
        threshold: "not above chance (p > 0.01), or at most chance + 5 points",
        verdict: sample.judged(p > SIGNIFICANT || share <= chance + ALLOWANCE),
    }
}

pub(super) fn length_rank(sample: &Sample<'_>) -> Gate {
    let p = uniform_p(sample.surfaces.iter().map(|surface| {
        let key = surface.choices.get(surface.key).map_or(0, |key| key.length);
        let n_longer = surface.choices.iter().filter(|choice| choice.length > key).count();
        let n_tied = surface.choices.iter().filter(|choice| choice.length == key).count();
        (0..surface.choices.len())
            .map(|rank| if (n_longer..n_longer + n_tied).contains(&rank) { 1.0 / n_tied as f64 } else { 0.0 })
            .collect()
    }));
    Gate {
        name: "rank of the key's length",
        figure: format!("chi-square p = {p:.3}"),
        threshold: "p at least 0.01",
        verdict: sample.judged(p >= SIGNIFICANT),
    }
}

pub(super) fn conspicuous(sample: &Sample<'_>) -> Gate {
    let n = sample.surfaces.iter().filter(|surface| is_conspicuous(surface)).count();
    let share = n as f64 / sample.n_single().max(1) as f64;
    Gate {
        name: "conspicuous keys",
        figure: format!("{n} of {} ({:.1} %)", sample.n_single(), 100.0 * share),
        threshold: "at most 7 % are 1.25 times the next longest and 10 characters more",
        verdict: sample.judged(share <= 0.07),
    }
}

/// Is the key 1.25 times as long as the next longest choice, and ten characters longer?
#[must_use]
pub(super) fn is_conspicuous(surface: &Surface) -> bool {
    let Some(key) = surface.choices.get(surface.key) else { return false };
    let others = surface.choices.iter().enumerate().filter(|(choice_ix, _)| *choice_ix != surface.key);
    let next = others.map(|(_, choice)| choice.length).max().unwrap_or(0);
    f64::from(key.length) >= 1.25 * f64::from(next) && key.length >= next + 10
}

pub(super) fn length_ratio(sample: &Sample<'_>) -> Gate {
    let ratios = sample.surfaces.iter().map(|surface| {
        let key = f64::from(surface.choices.get(surface.key).map_or(0, |key| key.length));
        let all: u64 = surface.choices.iter().map(|choice| u64::from(choice.length)).sum();
        let n_others = surface.choices.len().saturating_sub(1).max(1) as f64;
        key * n_others / (all as f64 - key).max(1.0)
    });
    let median = median(ratios.collect());
    Gate {
        name: "key's length against the others",
        figure: format!("median {median:.2}"),
        threshold: "median 0.90 to 1.10",
        verdict: sample.judged((0.90..=1.10).contains(&median)),
    }
}

pub(super) fn cue_words(sample: &Sample<'_>) -> Gate {
    let (mut n_all, mut n_key, mut expected) = (0, 0, 0.0);
    for surface in &sample.surfaces {
        for (choice_ix, choice) in surface.choices.iter().enumerate() {
            let n = usize::from(choice.n_lone_stem_words);
            n_all += n;
            n_key += if choice_ix == surface.key { n } else { 0 };
            expected += n as f64 / surface.choices.len() as f64;
        }
    }
    let chance =
        if n_all == 0 { 0.25 } else { expected / f64::from(u32::try_from(n_all).unwrap_or(u32::MAX)) };
    let p = binomial_at_least(n_key, n_all, chance);
    Gate {
        name: "stem word in one choice alone",
        figure: format!("{n_key} of {n_all} are keys (chance {:.0} %, p = {p:.3})", 100.0 * chance),
        threshold: "not above chance (p > 0.01)",
        verdict: sample.judged(p > SIGNIFICANT),
    }
}

pub(super) fn absolutes(sample: &Sample<'_>) -> Gate {
    let (mut keys, mut wrong) = ((0, 0), (0, 0));
    for surface in &sample.surfaces {
        for (choice_ix, choice) in surface.choices.iter().enumerate() {
            let tally = if choice_ix == surface.key { &mut keys } else { &mut wrong };
            tally.0 += usize::from(choice.n_absolutes > 0);
            tally.1 += 1;
        }
    }
    let rate = |(n, of): (usize, usize)| n as f64 / of.max(1) as f64;
    let n_seen = keys.0 + wrong.0;
    let ratio = rate(wrong) / rate(keys).max(f64::MIN_POSITIVE);
    Gate {
        name: "absolutes in wrong choices against keys",
        figure: format!(
            "{:.1} % of wrong choices, {:.1} % of keys ({n_seen} seen)",
            100.0 * rate(wrong),
            100.0 * rate(keys)
        ),
        threshold: "at most 2 to 1, choice for choice, once 20 are seen",
        verdict: if n_seen < 20 { Verdict::TooFew } else { sample.judged(ratio <= 2.0) },
    }
}

pub(super) fn guesser(guesses: &Guesses, n_single: usize, scope: Scope) -> Gate {
    let limit = guesses.chance + ALLOWANCE;
    let passes = if scope == Scope::Pooled { guesses.share <= limit } else { guesses.interval.low <= limit };
    Gate {
        name: "blind guesser",
        figure: format!(
            "{:.0} % ({:.0} to {:.0}; chance {:.0} %)",
            100.0 * guesses.share,
            100.0 * guesses.interval.low,
            100.0 * guesses.interval.high,
            100.0 * guesses.chance
        ),
        threshold: match scope {
            Scope::Bank => "lower 95 % bound at most chance + 5 points",
            Scope::Pooled => "at most chance + 5 points",
        },
        verdict: if n_single < MIN_TO_JUDGE { Verdict::TooFew } else { judged(passes) },
    }
}
