//! Answers against questions: the mark.

pub mod answer;
pub mod number;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::bank::question::{Body, ChoiceIx, Question, Scoring};
use crate::scoring::answer::Answer;
use crate::text::{SafeText, fold};

/// What an answer is worth, 0 to 1, in steps of 1e-7, so that sums are exact in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mark(u32);

impl Mark {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// Everything.
    pub const FULL: Self = Self(Self::UNITS);
    /// Units of a full mark.
    pub const UNITS: u32 = 10_000_000;

    /// Returns the mark of a share, drawn to 0 to 1; not a number counts as 0.
    #[must_use]
    pub fn of_share(share: f64) -> Self {
        // The cast saturates and takes NaN to 0.
        Self((share.clamp(0.0, 1.0) * f64::from(Self::UNITS)).round() as u32)
    }

    /// Returns the share, 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        f64::from(self.0) / f64::from(Self::UNITS)
    }

    /// Returns the mark in units of 1e-7.
    #[must_use]
    pub fn units(self) -> u32 {
        self.0
    }

    /// Returns 1 or 0.
    #[must_use]
    pub fn full_if(is_right: bool) -> Self {
        if is_right { Self::FULL } else { Self::ZERO }
    }
}

/// Returns what `answer` is worth; an answer of another type than the question's is worth nothing.
///
/// The rules are those of the bank format: all-or-nothing; net-correct = max(0, right ticked / K − wrong ticked / W)
/// with K right and W wrong choices; each-answer = max(0, 2 × share of choices decided rightly − 1), 0 where all are
/// ticked; for `order` each-answer = neighbours of the key that stand next to each other in that order / (m − 1);
/// for `match` = share of lefts right. Worked: 2 of 2 right and 1 of 2 wrong choices ticked gives net-correct 0.5
/// and each-answer 0.5.
#[must_use]
pub fn mark(question: &Question, answer: &Answer) -> Mark {
    let scoring = question.rules.scoring;
    match (&question.body, answer) {
        (Body::Single { key, .. }, Answer::Choice(chosen)) => Mark::full_if(key == chosen),
        (Body::Multiple { choices, key, .. }, Answer::Choices(ticked)) => {
            mark_of_ticks(choices.len(), key, ticked, scoring)
        }
        (Body::Order { choices }, Answer::Order(order)) => mark_of_order(choices.len(), order, scoring),
        (Body::Match { pairs, .. }, Answer::Match(rights)) => {
            let n_right =
                rights.iter().enumerate().filter(|(left, right)| *left == usize::from(right.0)).count();
            if rights.len() != pairs.len() {
                return Mark::ZERO;
            }
            mark_of_parts(n_right, pairs.len(), scoring)
        }
        (Body::Numeric { low, high, .. }, Answer::Number(number)) => {
            Mark::full_if((*low..=*high).contains(&number.value()))
        }
        (Body::Text { accept, exact }, Answer::Text(text)) => {
            Mark::full_if(accept.iter().any(|accepted| is_same_text(accepted.as_str(), text, *exact)))
        }
        (Body::Locate { lines }, Answer::Line(line)) => Mark::full_if(lines.contains(line)),
        (
            Body::Single { .. }
            | Body::Multiple { .. }
            | Body::Order { .. }
            | Body::Match { .. }
            | Body::Numeric { .. }
            | Body::Text { .. }
            | Body::Locate { .. },
            _,
        ) => Mark::ZERO,
    }
}

/// Returns the text that a wrong `text` answer is one typing mistake away from, if there is one.
///
/// One mistake is a letter left out, put in, replaced, or two neighbours exchanged (Damerau 1964); answers of fewer
/// than four characters have no near misses, since there one letter is another word.
#[must_use]
pub fn near_miss<'question>(question: &'question Question, answer: &Answer) -> Option<&'question SafeText> {
    let (Body::Text { accept, exact }, Answer::Text(text)) = (&question.body, answer) else { return None };
    let typed: Vec<char> = folded(text, *exact).chars().collect();
    accept.iter().find(|accepted| {
        let wanted: Vec<char> = folded(accepted.as_str(), *exact).chars().collect();
        wanted.len() >= 4 && is_one_mistake(&wanted, &typed)
    })
}

fn mark_of_ticks(n_choices: usize, key: &[ChoiceIx], ticked: &[ChoiceIx], scoring: Scoring) -> Mark {
    let n_right_ticked = ticked.iter().filter(|choice| key.contains(choice)).count();
    let n_wrong_ticked = ticked.len() - n_right_ticked;
    let n_wrong = n_choices.saturating_sub(key.len());
    match scoring {
        Scoring::AllOrNothing => Mark::full_if(n_right_ticked == key.len() && n_wrong_ticked == 0),
        Scoring::NetCorrect => {
            Mark::of_share(share(n_right_ticked, key.len()) - share(n_wrong_ticked, n_wrong))
        }
        Scoring::EachAnswer if ticked.len() >= n_choices => Mark::ZERO,
        Scoring::EachAnswer => {
            let n_decided_rightly = n_right_ticked + n_wrong.saturating_sub(n_wrong_ticked);
            Mark::of_share(2.0 * share(n_decided_rightly, n_choices) - 1.0)
        }
    }
}

fn mark_of_order(n_choices: usize, order: &[ChoiceIx], scoring: Scoring) -> Mark {
    let mut seen = order.to_vec();
    seen.sort_unstable();
    seen.dedup();
    if order.len() != n_choices || seen.len() != n_choices {
        return Mark::ZERO;
    }
    let n_neighbours =
        order.iter().zip(order.iter().skip(1)).filter(|(before, after)| before.0 + 1 == after.0).count();
    mark_of_parts(n_neighbours, n_choices - 1, scoring)
}

fn mark_of_parts(n_right: usize, n_parts: usize, scoring: Scoring) -> Mark {
    match scoring {
        Scoring::AllOrNothing => Mark::full_if(n_right == n_parts),
        Scoring::NetCorrect | Scoring::EachAnswer => Mark::of_share(share(n_right, n_parts)),
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Are the two the same after trimming, and after folding of case and width unless `exact`?
fn is_same_text(accepted: &str, typed: &str, exact: bool) -> bool {
    folded(accepted, exact) == folded(typed, exact)
}

/// Returns the text trimmed and, unless `exact`, in one case, one width (NFKC) and with single spaces.
fn folded(text: &str, exact: bool) -> String {
    if exact {
        return text.trim().nfc().collect();
    }
    fold::folded(text)
}

fn is_one_mistake(wanted: &[char], typed: &[char]) -> bool {
    let n_same_start = wanted.iter().zip(typed).take_while(|(a, b)| a == b).count();
    let (wanted, typed) =
        (wanted.get(n_same_start..).unwrap_or_default(), typed.get(n_same_start..).unwrap_or_default());
    match (wanted, typed) {
        ([], []) => false,
        ([_, rest @ ..], []) | ([], [_, rest @ ..]) => rest.is_empty(),
        ([a, wanted_rest @ ..], [b, typed_rest @ ..]) => {
            let is_exchanged =
                matches!((wanted_rest, typed_rest), ([c, w @ ..], [d, t @ ..]) if a == d && b == c && w == t);
            is_exchanged || wanted_rest == typed_rest || wanted_rest == typed || wanted == typed_rest
        }
    }
}

#[cfg(test)]
mod tests;
