//! The gates that a bank passes or fails as a whole: one table of figures, thresholds and verdicts.
//!
//! Invariant: a gate that looks at cues judges only from [`MIN_TO_JUDGE`] `single` questions on; below that it says its
//! figure and no verdict.

use std::fmt;
use std::sync::Arc;

use statrs::function::beta::beta_reg;
use statrs::function::gamma::gamma_ur;

use crate::bank::question::{Level, Question};
use crate::check::cues::{Surface, surface};
use crate::check::duplicate::near_duplicates;
use crate::check::guesser::{Guesses, guesses};
use crate::check::prose::{Asking, asking, reading_grade};
use crate::measure::interval::wilson;
use crate::seed::Seed;

/// `single` questions from which cues are judged.
pub const MIN_TO_JUDGE: usize = 100;

/// Probability below which a figure is not put down to chance.
const SIGNIFICANT: f64 = 0.01;

/// Points above chance that a simple guess may reach.
const ALLOWANCE: f64 = 0.05;

/// Seed of the guesser's splits.
const GUESSER_SEED: Seed = Seed(2026);

/// What a gate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The figure is within the threshold.
    Passes,
    /// It is not.
    Fails,
    /// There are too few questions to judge by.
    TooFew,
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    /// Stable name.
    pub name: &'static str,
    /// The figure in words.
    pub figure: String,
    /// When it passes, in words.
    pub threshold: &'static str,
    /// What it says.
    pub verdict: Verdict,
}

/// Are the questions one bank, or all shipped banks pooled? Pooled, the guesser's figure itself counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A bank with its includes.
    Bank,
    /// All banks together.
    Pooled,
}

/// All gates of a set of questions, with what the guesser learned.
#[derive(Clone, Debug, PartialEq)]
pub struct Gates {
    /// The table.
    pub gates: Vec<Gate>,
    /// What the blind guesser reaches, where there are questions enough to learn from.
    pub guesses: Option<Guesses>,
    /// Positions, in what was given, of the questions that the guesser saw, in its own order.
    pub single: Vec<usize>,
}

/// What the gates look at.
struct Sample<'bank> {
    questions: &'bank [Arc<Question>],
    surfaces: Vec<Surface>,
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Passes => "passes",
            Self::Fails => "FAILS",
            Self::TooFew => "too few to judge",
        })
    }
}

/// Returns the gates of a set of questions; `n_warnings` is how many warnings the rules give for them.
#[must_use]
pub fn gates(questions: &[Arc<Question>], n_warnings: usize, scope: Scope) -> Gates {
    let seen: Vec<(usize, Surface)> = questions
        .iter()
        .enumerate()
        .filter_map(|(question_ix, question)| Some((question_ix, surface(question)?)))
        .collect();
    let (single, surfaces): (Vec<usize>, Vec<Surface>) = seen.into_iter().unzip();
    let guesses = guesses(&surfaces, GUESSER_SEED);
    let sample = Sample { questions, surfaces };
    let mut gates = vec![
        key_position(&sample),
        extreme_length(&sample, Extreme::Longest),
        extreme_length(&sample, Extreme::Shortest),
        length_rank(&sample),
        conspicuous(&sample),
        length_ratio(&sample),
        cue_words(&sample),
        absolutes(&sample),
    ];
    gates.extend(guesses.as_ref().map(|guesses| guesser(guesses, sample.surfaces.len(), scope)));
    gates.extend([
        duplicates(&sample),
        negatives(&sample),
        grade(&sample),
        above_recall(&sample),
        rationales(&sample),
        references(&sample),
        warnings(&sample, n_warnings),
    ]);
    Gates { gates, guesses, single }
}

impl Sample<'_> {
    fn n_single(&self) -> usize {
        self.surfaces.len()
    }

    /// Returns the chance of a blind choice, mean over the `single` questions.
    fn chance(&self) -> f64 {
        mean(self.surfaces.iter().map(|surface| 1.0 / surface.choices.len() as f64))
    }

    /// Judges a figure about cues.
    fn judged(&self, passes: bool) -> Verdict {
        if self.n_single() < MIN_TO_JUDGE { Verdict::TooFew } else { judged(passes) }
    }

    /// Returns the share of questions of which something holds.
    fn share(&self, holds: impl Fn(&Question) -> bool) -> f64 {
        mean(self.questions.iter().map(|question| f64::from(u8::from(holds(question)))))
    }
}

fn judged(passes: bool) -> Verdict {
    if passes { Verdict::Passes } else { Verdict::Fails }
}

fn key_position(sample: &Sample<'_>) -> Gate {
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
enum Extreme {
    Longest,
    Shortest,
}

fn extreme_length(sample: &Sample<'_>, extreme: Extreme) -> Gate {
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

fn length_rank(sample: &Sample<'_>) -> Gate {
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

fn conspicuous(sample: &Sample<'_>) -> Gate {
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
pub fn is_conspicuous(surface: &Surface) -> bool {
    let Some(key) = surface.choices.get(surface.key) else { return false };
    let others = surface.choices.iter().enumerate().filter(|(choice_ix, _)| *choice_ix != surface.key);
    let next = others.map(|(_, choice)| choice.length).max().unwrap_or(0);
    key.length as f64 >= 1.25 * next as f64 && key.length >= next + 10
}

fn length_ratio(sample: &Sample<'_>) -> Gate {
    let ratios = sample.surfaces.iter().map(|surface| {
        let key = surface.choices.get(surface.key).map_or(0, |key| key.length) as f64;
        let all: usize = surface.choices.iter().map(|choice| choice.length).sum();
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

fn cue_words(sample: &Sample<'_>) -> Gate {
    let (mut n_all, mut n_key, mut expected) = (0, 0, 0.0);
    for surface in &sample.surfaces {
        for (choice_ix, choice) in surface.choices.iter().enumerate() {
            let n = choice.lone_stem_words.len();
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

fn absolutes(sample: &Sample<'_>) -> Gate {
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

fn guesser(guesses: &Guesses, n_single: usize, scope: Scope) -> Gate {
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

fn duplicates(sample: &Sample<'_>) -> Gate {
    let stems: Vec<&str> = sample.questions.iter().map(|question| question.stem.as_str()).collect();
    let pairs = near_duplicates(&stems);
    let first = pairs.first().and_then(|pair| {
        let id = |question_ix: usize| sample.questions.get(question_ix).map(|q| q.key.question.clone());
        Some(format!(", first `{}` and `{}`", id(pair.first)?, id(pair.second)?))
    });
    Gate {
        name: "near-duplicate stems",
        figure: format!("{} pairs{}", pairs.len(), first.unwrap_or_default()),
        threshold: "none with 70 % of three-word runs in common",
        verdict: judged(pairs.is_empty()),
    }
}

fn negatives(sample: &Sample<'_>) -> Gate {
    let share = sample.share(|question| asking(question.stem.as_str()) != Asking::Positive);
    let quiet = sample.share(|question| asking(question.stem.as_str()) == Asking::Negative);
    Gate {
        name: "negative stems",
        figure: format!("{:.1} %, {:.1} % not in capitals", 100.0 * share, 100.0 * quiet),
        threshold: "at most 5 %, all in capitals",
        verdict: judged(share <= 0.05 && quiet == 0.0),
    }
}

fn grade(sample: &Sample<'_>) -> Gate {
    let median = median(sample.questions.iter().map(|q| reading_grade(q.stem.as_str())).collect());
    Gate {
        name: "reading grade of stems",
        figure: format!("median {median:.1}"),
        threshold: "median 7 to 12 (Flesch-Kincaid)",
        verdict: judged((7.0..=12.0).contains(&median)),
    }
}

fn above_recall(sample: &Sample<'_>) -> Gate {
    let share =
        sample.share(|question| matches!(question.subject.level, Some(Level::Application | Level::Analysis)));
    Gate {
        name: "above recall",
        figure: format!("{:.0} %", 100.0 * share),
        threshold: "at least 40 % application or analysis",
        verdict: judged(share >= 0.40),
    }
}

fn rationales(sample: &Sample<'_>) -> Gate {
    let is_missing =
        |question: &Question| question.body.choices().iter().any(|choice| choice.rationale.is_none());
    let n = sample.questions.iter().filter(|question| is_missing(question)).count();
    Gate {
        name: "rationales",
        figure: format!("{n} questions with a choice without one"),
        threshold: "every choice has one",
        verdict: judged(n == 0),
    }
}

fn references(sample: &Sample<'_>) -> Gate {
    let n = sample.questions.iter().filter(|question| question.teaching.references.is_empty()).count();
    Gate {
        name: "references",
        figure: format!("{n} questions without one"),
        threshold: "every question has one",
        verdict: judged(n == 0),
    }
}

fn warnings(sample: &Sample<'_>, n_warnings: usize) -> Gate {
    let rate = n_warnings as f64 / sample.questions.len().max(1) as f64;
    Gate {
        name: "warnings",
        figure: format!("{n_warnings}, {rate:.2} a question"),
        threshold: "at most 0.25 a question",
        verdict: judged(rate <= 0.25),
    }
}

/// Returns the probability of counts as uneven as these, or more, if every place is as likely.
///
/// Pearson 1900: chi-square = Σ (observed − expected)² / expected. Questions with the same number of choices are
/// taken together; statistics and degrees of freedom of the numbers of choices are added.
fn uniform_p(counts: impl Iterator<Item = Vec<f64>>) -> f64 {
    let mut by_size: std::collections::BTreeMap<usize, (Vec<f64>, f64)> = std::collections::BTreeMap::new();
    for row in counts {
        let (sums, n) = by_size.entry(row.len()).or_insert_with(|| (vec![0.0; row.len()], 0.0));
        for (sum, count) in sums.iter_mut().zip(row) {
            *sum += count;
        }
        *n += 1.0;
    }
    let (mut statistic, mut freedom) = (0.0, 0.0);
    for (size, (sums, n)) in &by_size {
        let expected = n / *size as f64;
        statistic += sums.iter().map(|sum| (sum - expected).powi(2) / expected).sum::<f64>();
        freedom += *size as f64 - 1.0;
    }
    chi_square_at_least(statistic, freedom)
}

/// Returns the probability that a chi-square variable is at least `statistic`. Worked: 7.815 with 3 gives 0.05.
fn chi_square_at_least(statistic: f64, freedom: f64) -> f64 {
    if freedom <= 0.0 || statistic <= 0.0 { 1.0 } else { gamma_ur(freedom / 2.0, statistic / 2.0) }
}

/// Returns the probability of at least `k` of `n` where each has probability `p`. Worked: 8 of 10 at 0.5 gives 0.0547.
fn binomial_at_least(k: usize, n: usize, p: f64) -> f64 {
    if k == 0 || n == 0 {
        return 1.0;
    }
    beta_reg(k as f64, (n - k.min(n)) as f64 + 1.0, p.clamp(0.0, 1.0))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0_usize), |(sum, n), value| (sum + value, n + 1));
    if n == 0 { 0.0 } else { sum / n as f64 }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let at = |value_ix: usize| values.get(value_ix).copied().unwrap_or(0.0);
    if values.len().is_multiple_of(2) {
        f64::midpoint(at(middle.saturating_sub(1)), at(middle))
    } else {
        at(middle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::question::{Body, Choice, ChoiceIx};
    use crate::bank::sample;
    use crate::text::SafeText;

    /// Questions whose choices have the lengths that `length` gives for (is key, position).
    fn questions(n: usize, length: impl Fn(bool, usize) -> usize) -> Vec<Arc<Question>> {
        (0..n)
            .map(|question_ix| {
                // Every place of the key with every order of lengths, as often.
                let key = question_ix / 4 % 4;
                let choice = |place: usize| Choice {
                    text: SafeText::line(&"x".repeat(length(place == key, place + question_ix))),
                    rationale: None,
                };
                let choices = (0..4).map(choice).collect();
                let body = Body::Single { choices, key: ChoiceIx(u8::try_from(key).unwrap()) };
                Arc::new(sample::question(&format!("q-{question_ix}"), body))
            })
            .collect()
    }

    /// Returns what the gates of these names say.
    fn verdicts(questions: &[Arc<Question>], names: &[&str]) -> Vec<Verdict> {
        let gates = gates(questions, 0, Scope::Bank).gates;
        let gate = |name: &&str| gates.iter().find(|gate| gate.name == *name).unwrap().verdict;
        names.iter().map(gate).collect()
    }

    #[test]
    fn tails_are_those_of_the_tables() {
        assert!((chi_square_at_least(7.815, 3.0) - 0.05).abs() < 1e-4);
        assert!((binomial_at_least(8, 10, 0.5) - 0.0547).abs() < 1e-4);
        assert_eq!(binomial_at_least(0, 10, 0.5), 1.0);
    }

    #[test]
    fn a_key_that_is_longest_fails_every_gate_of_length() {
        let questions = questions(160, |is_key, place| if is_key { 60 } else { 20 + 5 * (place % 4) });
        let names = [
            "longest choice is the key",
            "rank of the key's length",
            "conspicuous keys",
            "key's length against the others",
            "blind guesser",
        ];
        assert_eq!(verdicts(&questions, &names), [Verdict::Fails; 5]);
        assert_eq!(verdicts(&questions, &["key position"]), [Verdict::Passes]);
    }

    #[test]
    fn lengths_without_a_pattern_pass_and_few_questions_are_not_judged() {
        let even = questions(160, |_, place| 20 + 7 * (place % 4));
        let names = [
            "longest choice is the key",
            "shortest choice is the key",
            "rank of the key's length",
            "blind guesser",
        ];
        assert_eq!(verdicts(&even, &names), [Verdict::Passes; 4]);
        assert_eq!(verdicts(&even[..48], &names), [Verdict::TooFew; 4]);
    }

    #[test]
    fn what_authors_leave_out_fails() {
        let names = ["near-duplicate stems", "rationales", "references", "above recall"];
        assert_eq!(verdicts(&questions(4, |_, _| 20), &names), [Verdict::Fails; 4]);
    }
}
