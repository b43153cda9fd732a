//! Can forms be drawn from a role bank: without repeats, and with every topic.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::bank::QuestionKey;
use crate::bank::question::{Question, Status};
use crate::check::gate::{Gate, Verdict};
use crate::clock::UnixMillis;
use crate::framework::{Blueprint, FORM_LENGTH};
use crate::seed::Seed;
use crate::selection::form::{form, largest_remainders};

/// Forms that somebody who prepares in earnest takes.
const N_FORMS: usize = 5;

/// Forms that share no question.
const N_WITHOUT_REPEAT: usize = 2;

/// Questions of a topic from which one can be asked again in other words.
const LEAST_OF_A_TOPIC: usize = 3;

/// Seed of the forms.
const SEED: Seed = Seed(2026);

/// Returns the gates of drawing for a role bank's questions, includes among them.
#[must_use]
pub fn drawing_gates(questions: &[Arc<Question>], blueprint: &Blueprint) -> Vec<Gate> {
    let repeats = repeats(questions, blueprint);
    let early = repeats.iter().take(N_WITHOUT_REPEAT).sum();
    let all = repeats.iter().sum();
    vec![two_forms(early), five_forms(all, unavoidable(questions, blueprint)), topics(questions, blueprint)]
}

fn gate(name: &'static str, figure: String, threshold: &'static str, passes: bool) -> Gate {
    Gate { name, figure, threshold, verdict: if passes { Verdict::Passes } else { Verdict::Fails } }
}

fn two_forms(n_repeats: usize) -> Gate {
    let figure = format!("{n_repeats} repeats in {N_WITHOUT_REPEAT} forms of {FORM_LENGTH}");
    gate("two forms", figure, "two forms without a repeat", n_repeats == 0)
}

fn five_forms(n_repeats: usize, n_unavoidable: usize) -> Gate {
    let figure = format!("{n_repeats} repeats in {N_FORMS} forms, {n_unavoidable} unavoidable");
    gate(
        "five forms",
        figure,
        "no more repeats than the sizes of the cells force",
        n_repeats <= n_unavoidable,
    )
}

/// Returns how many questions of each form have been on one before it, or are missing.
fn repeats(questions: &[Arc<Question>], blueprint: &Blueprint) -> Vec<usize> {
    let mut last_seen: HashMap<QuestionKey, UnixMillis> = HashMap::new();
    (0..N_FORMS)
        .map(|form_ix| {
            let number = form_ix as u64;
            let seed = Seed(SEED.0 + number);
            let drawn = form(questions, blueprint, FORM_LENGTH, &|key| last_seen.get(key).copied(), seed);
            let now = UnixMillis(i64::try_from(number).unwrap_or(i64::MAX));
            let seen = |question: &Arc<Question>| last_seen.insert(question.key.clone(), now).is_some();
            let n_missing = FORM_LENGTH.saturating_sub(drawn.questions.len());
            n_missing + drawn.questions.iter().map(seen).filter(|is_repeat| *is_repeat).count()
        })
        .collect()
}

/// Returns the repeats that no way of drawing avoids: what a cell gives to all forms beyond what it has.
fn unavoidable(questions: &[Arc<Question>], blueprint: &Blueprint) -> usize {
    let cells: Vec<(_, u32)> = blueprint.weights().collect();
    let weights: Vec<u32> = cells.iter().map(|(_, weight)| *weight).collect();
    let places = largest_remainders(&weights, FORM_LENGTH);
    let n_live = |domain| live(questions).filter(|question| question.subject.domain == domain).count();
    cells
        .iter()
        .zip(places)
        .map(|((domain, _), n_places)| (N_FORMS * n_places).saturating_sub(n_live(*domain)))
        .sum()
}

fn topics(questions: &[Arc<Question>], blueprint: &Blueprint) -> Gate {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (domain, _) in blueprint.weights().filter(|(_, weight)| *weight > 0) {
        for topic in domain.topics() {
            counts.insert(topic, 0);
        }
    }
    for topic in live(questions).filter_map(|question| question.subject.topic) {
        counts.entry(topic.as_str()).and_modify(|n| *n += 1);
    }
    let few: HashSet<&str> =
        counts.iter().filter(|(_, n)| **n < LEAST_OF_A_TOPIC).map(|(topic, _)| *topic).collect();
    let mut names: Vec<&str> = few.into_iter().collect();
    names.sort_unstable();
    let figure = match names.is_empty() {
        true => format!("{} topics, the least with {}", counts.len(), counts.values().min().unwrap_or(&0)),
        false => format!("{} of {} topics have fewer: {}", names.len(), counts.len(), names.join(", ")),
    };
    gate("questions a topic", figure, "every topic of the blueprint has 3 or more", names.is_empty())
}

fn live(questions: &[Arc<Question>]) -> impl Iterator<Item = &Arc<Question>> {
    questions.iter().filter(|question| question.rules.status == Status::Live)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::sample;
    use crate::framework::{DomainId, TopicId};

    /// Returns `n` questions of `standards`, on its topics in turn.
    fn questions(n: usize) -> Vec<Arc<Question>> {
        let domain = DomainId::named("standards").unwrap();
        let topics = domain.topics();
        (0..n)
            .map(|question_ix| {
                let mut question = sample::single(&format!("q-{question_ix}"), 4);
                question.subject.topic = TopicId::named(domain, &topics[question_ix % topics.len()]);
                Arc::new(question)
            })
            .collect()
    }

    fn verdicts(n: usize) -> Vec<(String, Verdict)> {
        let blueprint = Blueprint::of(&[(DomainId::named("standards").unwrap(), 1)]);
        drawing_gates(&questions(n), &blueprint).into_iter().map(|gate| (gate.figure, gate.verdict)).collect()
    }

    #[test]
    fn a_bank_of_two_forms_gives_two_and_repeats_no_more_than_it_must() {
        let [two, five, topics] = verdicts(80).try_into().unwrap();
        assert_eq!(two, ("0 repeats in 2 forms of 40".to_owned(), Verdict::Passes));
        assert_eq!(five, ("120 repeats in 5 forms, 120 unavoidable".to_owned(), Verdict::Passes));
        assert_eq!(topics.1, Verdict::Passes);
    }

    #[test]
    fn a_bank_of_fewer_fails_and_names_the_topics_that_lack_questions() {
        let [two, _, topics] = verdicts(1).try_into().unwrap();
        assert_eq!(two.1, Verdict::Fails);
        assert!(topics.0.contains(" topics have fewer: "), "{}", topics.0);
    }
}
