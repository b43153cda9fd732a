//! The gates of a bank in words.

use std::sync::Arc;

use crate::bank::question::Question;
use crate::check::gate::{Gate, Gates};
use crate::check::guesser::Guesses;
use crate::report::phrase::percent;

/// Cues that are named.
const N_CUES: usize = 3;

/// Weight below which a cue says next to nothing.
const LEAST_WEIGHT: f64 = 0.1;

/// Questions that are listed as most easily guessed.
const N_SUREST: usize = 20;

/// Returns a line for each gate: verdict, name, figure, threshold.
#[must_use]
pub fn table(gates: &[Gate]) -> Vec<String> {
    gates
        .iter()
        .map(|Gate { name, figure, threshold, verdict }| {
            format!("  {verdict:<16}  {name}: {figure}; wanted: {threshold}")
        })
        .collect()
}

/// Returns what the blind guesser learned about these questions.
#[must_use]
pub fn guesser(gates: &Gates, questions: &[Arc<Question>]) -> Vec<String> {
    let Some(guesses) = &gates.guesses else {
        return vec!["  too few questions to learn cues from".to_owned()];
    };
    let mut lines =
        vec![format!("  {}", reader(guesses)), format!("  cues (+ speaks for a choice): {}", cues(guesses))];
    let id = |single_ix: usize| {
        let question = gates.single.get(single_ix).and_then(|question_ix| questions.get(*question_ix));
        question.map(|question| question.key.question.as_str())
    };
    let surest = guesses.surest.iter().take(N_SUREST);
    let named =
        surest.filter_map(|(single_ix, chance)| Some(format!("{} {}", id(*single_ix)?, percent(*chance))));
    lines.push(format!("  most surely guessed: {}", named.collect::<Vec<_>>().join(", ")));
    lines
}

/// Returns what a reader who never reads gets.
#[must_use]
pub fn reader(guesses: &Guesses) -> String {
    format!("a reader who never reads gets {}", reached(guesses))
}

/// Returns the share that the blind guesser gets right: `46 % (30 to 63; chance 25 %)`.
#[must_use]
pub fn reached(guesses: &Guesses) -> String {
    let (share, chance) = (percent(guesses.share), percent(guesses.chance));
    let (low, high) = (100.0 * guesses.interval.low, 100.0 * guesses.interval.high);
    format!("{share} ({low:.0} to {high:.0}; chance {chance})")
}

/// Returns the heaviest cues, each with what it speaks for.
fn cues(guesses: &Guesses) -> String {
    let heavy = guesses.weights.iter().filter(|(_, weight)| weight.abs() >= LEAST_WEIGHT).take(N_CUES);
    let words: Vec<String> = heavy.map(|(cue, weight)| format!("{cue} ({weight:+.2})")).collect();
    if words.is_empty() { "none of weight".to_owned() } else { words.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::sample;
    use crate::check::gate::{Scope, Verdict, gates};

    #[test]
    fn a_gate_is_one_line_with_its_verdict_first() {
        let gate = Gate {
            name: "key position",
            figure: "p = 0.5".to_owned(),
            threshold: "p at least 0.01",
            verdict: Verdict::Fails,
        };
        assert_eq!(table(&[gate]), ["  FAILS             key position: p = 0.5; wanted: p at least 0.01"]);
    }

    #[test]
    fn what_a_blind_reader_gets_is_said_with_the_cues_and_the_easiest_questions() {
        let questions: Vec<_> = (0..12).map(|n| Arc::new(sample::single(&format!("q-{n}"), 4))).collect();
        let gates = gates(&questions, 0, Scope::Bank);
        let lines = guesser(&gates, &questions);
        assert!(lines[0].starts_with("  a reader who never reads gets 100 % ("), "{}", lines[0]);
        assert!(lines[1].contains("place: first (+"), "{}", lines[1]);
        assert!(lines[2].starts_with("  most surely guessed: q-"), "{}", lines[2]);
        assert_eq!(guesser(&super::Gates { guesses: None, ..gates }, &questions).len(), 1);
    }
}
