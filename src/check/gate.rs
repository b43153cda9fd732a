//! The gates that a bank passes or fails as a whole: one table of figures, thresholds and verdicts.
//!
//! Invariant: a gate that looks at cues judges only from [`MIN_TO_JUDGE`] `single` questions on; below that it says its
//! figure and no verdict.

mod chance;
mod content;
mod cue;

use std::fmt;
use std::sync::Arc;

use crate::bank::question::Question;
use crate::check::cues::Surface;
use crate::check::facts::Facts;
use crate::check::gate::chance::mean;
use crate::check::gate::cue::Extreme;
use crate::check::guesser::{Guesses, guesses};
use crate::seed::Seed;

/// `single` questions from which cues are judged.
pub const MIN_TO_JUDGE: usize = 100;

/// Seed of the guesser's splits.
pub const GUESSER_SEED: Seed = Seed(2026);

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
    facts: &'bank [&'bank Facts],
    surfaces: Vec<&'bank Surface>,
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
    let each = Facts::of_each(questions.iter().map(Arc::as_ref));
    let facts: Vec<Facts> = each.map(|(_, facts)| facts).collect();
    gates_of(questions, &facts.iter().collect::<Vec<_>>(), n_warnings, scope)
}

/// Returns the gates of questions of which the facts are known, in the same order.
#[must_use]
pub fn gates_of(questions: &[Arc<Question>], facts: &[&Facts], n_warnings: usize, scope: Scope) -> Gates {
    let seen = facts.iter().enumerate();
    let seen = seen.filter_map(|(question_ix, facts)| Some((question_ix, facts.surface.as_ref()?)));
    let (single, surfaces): (Vec<usize>, Vec<&Surface>) = seen.unzip();
    let guesses = guesses(&surfaces, GUESSER_SEED);
    let sample = Sample { questions, facts, surfaces };
    let mut gates = vec![
        cue::key_position(&sample),
        cue::extreme_length(&sample, Extreme::Longest),
        cue::extreme_length(&sample, Extreme::Shortest),
        cue::length_rank(&sample),
        cue::conspicuous(&sample),
        cue::length_ratio(&sample),
        cue::cue_words(&sample),
        cue::absolutes(&sample),
    ];
    gates.extend(guesses.as_ref().map(|guesses| cue::guesser(guesses, sample.n_single(), scope)));
    gates.extend([
        content::duplicates(&sample),
        content::negatives(&sample),
        content::grade(&sample),
        content::above_recall(&sample),
        content::rationales(&sample),
        content::references(&sample),
        content::dates(&sample),
        content::warnings(&sample, n_warnings),
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

    /// Returns the questions with their facts.
    fn facts_of_questions(&self) -> impl Iterator<Item = (&Question, &Facts)> {
        self.questions.iter().map(Arc::as_ref).zip(self.facts.iter().copied())
    }
}

fn judged(passes: bool) -> Verdict {
    if passes { Verdict::Passes } else { Verdict::Fails }
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
