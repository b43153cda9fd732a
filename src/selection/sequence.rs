//! The order in which a form asks its questions and shows their choices.

use std::collections::HashMap;
use std::sync::Arc;

use crate::bank::question::{Body, ChoiceIx, Question};
use crate::framework::TopicId;
use crate::scoring::answer::ShownOrder;
use crate::seed::Random;

/// Questions that are asked together: those of one case, or a single one.
type Unit = Vec<Arc<Question>>;

/// Returns `questions` in a random order: those of a case together and in the order of their ids, and no two of one
/// topic next to each other where that can be avoided.
#[must_use]
pub fn sequenced(questions: Vec<Arc<Question>>, random: &mut Random) -> Vec<Arc<Question>> {
    let mut left = units(questions);
    random.shuffle(&mut left);
    let mut sequence: Vec<Arc<Question>> = Vec::new();
    while !left.is_empty() {
        let before = sequence.last().and_then(|question| question.subject.topic);
        let unit_ix = next_unit(&left, before);
        sequence.extend(left.remove(unit_ix));
    }
    sequence
}

/// Returns the position of the unit to ask next: the first that does not repeat the topic `before`, but one of the
/// most frequent topic as soon as anything else would leave that topic with itself for a neighbour.
fn next_unit(left: &[Unit], before: Option<TopicId>) -> usize {
    let mut n_of_topic: HashMap<TopicId, usize> = HashMap::new();
    for topic in left.iter().filter_map(first_topic) {
        *n_of_topic.entry(topic).or_default() += 1;
    }
    // Of n left, a topic with more than half of them has to come now; at most one topic can.
    let pressing = n_of_topic.iter().find(|(_, n)| **n * 2 > left.len()).map(|(topic, _)| *topic);
    let differs = |unit: &Unit| before.is_none() || first_topic(unit) != before;
    let position = |wanted: &dyn Fn(&Unit) -> bool| left.iter().position(wanted);
    position(&|unit| differs(unit) && pressing.is_some() && first_topic(unit) == pressing)
        .or_else(|| position(&differs))
        .unwrap_or(0)
}

fn first_topic(unit: &Unit) -> Option<TopicId> {
    unit.first().and_then(|question| question.subject.topic)
}

/// Returns the questions grouped by case, each group in the order of its ids.
fn units(mut questions: Vec<Arc<Question>>) -> Vec<Unit> {
    questions.sort_by(|a, b| a.key.cmp(&b.key));
    let mut units: Vec<Unit> = Vec::new();
    let mut unit_of_case = HashMap::new();
    for question in questions {
        let case = question.material.case.as_ref().map(|case| (question.key.bank.clone(), case.id.clone()));
        let known = case.as_ref().and_then(|case| unit_of_case.get(case)).copied();
        match known.and_then(|unit_ix: usize| units.get_mut(unit_ix)) {
            Some(unit) => unit.push(question),
            None => {
                if let Some(case) = case {
                    unit_of_case.insert(case, units.len());
                }
                units.push(vec![question]);
            }
        }
    }
    units
}

/// Returns the order in which a question's choices, or the rights of a `match`, are shown for one attempt.
///
/// `order` questions are shuffled whatever their `shuffle` says, since their file order is the key; one with more
/// than two choices is not shown in the right order.
#[must_use]
pub fn shown_order(question: &Question, random: &mut Random) -> ShownOrder {
    let in_file: Vec<ChoiceIx> =
        (0..=u8::MAX).zip(0..question.body.n_shuffled()).map(|(choice, _)| ChoiceIx(choice)).collect();
    let is_order = matches!(question.body, Body::Order { .. });
    if !is_order && !question.rules.shuffle {
        return ShownOrder(in_file);
    }
    let mut shown = in_file.clone();
    random.shuffle(&mut shown);
    if is_order && shown.len() > 2 && shown == in_file {
        shown.reverse();
    }
    ShownOrder(shown)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bank::question::Case;
    use crate::bank::sample;
    use crate::framework::DomainId;
    use crate::seed::{Seed, Stream};
    use crate::text::SafeText;

    fn question(id: usize, topic: &str) -> Question {
        let mut question = sample::single(&format!("q-{id:03}"), 4);
        question.subject.topic = TopicId::named(DomainId::named("standards").unwrap(), topic);
        question
    }

    fn topics(sequence: &[Arc<Question>]) -> Vec<Option<TopicId>> {
        sequence.iter().map(|question| question.subject.topic).collect()
    }

    proptest! {
        #[test]
        fn topics_are_apart_where_they_can_be(
            n_hl7 in 0_usize..12, n_cda in 0_usize..12, n_fhir in 0_usize..12, seed in 0_u64..50
        ) {
            let names = [("hl7-v2", n_hl7), ("cda", n_cda), ("fhir-core", n_fhir)];
            let questions: Vec<_> = names.iter()
                .flat_map(|(topic, n)| (0..*n).map(move |_| *topic))
                .enumerate()
                .map(|(id, topic)| Arc::new(question(id, topic)))
                .collect();
            let n = questions.len();
            let sequence = sequenced(questions, &mut Seed(seed).stream(Stream::Sequence));
            prop_assert_eq!(sequence.len(), n);
            let largest = n_hl7.max(n_cda).max(n_fhir);
            let n_touching = topics(&sequence).windows(2).filter(|pair| pair[0] == pair[1]).count();
            let n_unavoidable = (2 * largest).saturating_sub(n + 1);
            prop_assert_eq!(n_touching, n_unavoidable);
        }
    }

    #[test]
    fn questions_of_a_case_stay_together() {
        let case = Arc::new(Case {
            id: "c".to_owned(),
            title: None,
            text: SafeText::line("A ward."),
            exhibit: None,
        });
        let questions: Vec<_> = (0..12)
            .map(|id| {
                let mut question = question(id, if id % 2 == 0 { "cda" } else { "hl7-v2" });
                if id % 4 == 0 {
                    question.material.case = Some(Arc::clone(&case));
                }
                Arc::new(question)
            })
            .collect();
        for seed in 0..20 {
            let sequence = sequenced(questions.clone(), &mut Seed(seed).stream(Stream::Sequence));
            let of_case: Vec<usize> =
                (0..sequence.len()).filter(|position| sequence[*position].material.case.is_some()).collect();
            assert_eq!(of_case.last().unwrap() - of_case[0], 2, "seed {seed}");
        }
    }

    #[test]
    fn choices_keep_file_order_only_where_the_bank_says_so() {
        let mut fixed = sample::single("q", 8);
        fixed.rules.shuffle = false;
        let orders = |question: &Question| {
            let order = |seed| shown_order(question, &mut Seed(seed).stream(Stream::Choices)).0;
            (0..40).map(order).collect::<Vec<_>>()
        };
        let in_file: Vec<ChoiceIx> = (0..8).map(ChoiceIx).collect();
        assert!(orders(&fixed).iter().all(|order| *order == in_file));
        assert!(orders(&sample::single("q", 8)).iter().any(|order| *order != in_file));
        let Body::Single { choices, .. } = sample::single("q", 3).body else { panic!() };
        let mut order = sample::question("q", Body::Order { choices });
        order.rules.shuffle = false;
        assert!(orders(&order).iter().all(|order| *order != in_file[..3]));
    }
}
