//! What is known of somebody: the answers that count, taken together.

use std::collections::BTreeMap;

use crate::advice::plan::TopicRecord;
use crate::bank::question::Question;
use crate::framework::{N_DOMAINS, TopicId};
use crate::measure::grid::weight_of_age;
use crate::measure::item::Item;
use crate::measure::posterior::Abilities;
use crate::scoring::Mark;
use crate::scoring::answer::Answer;
use crate::selection::pool::item;
use crate::session::event::Answered;

/// What an answer says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said {
    /// "I don't know": weighs like a blind guess, so that honesty does not bend the profile.
    DontKnow,
    /// An answer of this worth.
    Marked(Mark),
}

/// The answers that count, taken together.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    abilities: Abilities<N_DOMAINS>,
    topics: BTreeMap<TopicId, (usize, f64)>,
    n_answers: usize,
}

impl Said {
    /// Returns what a stored answer says.
    #[must_use]
    pub fn of(answered: &Answered) -> Self {
        if answered.answer == Answer::DontKnow { Self::DontKnow } else { Self::Marked(answered.mark) }
    }

    /// Returns the mark with which it enters the measurement, 0 to 1.
    fn mark(self, item: &Item) -> f64 {
        match self {
            Self::DontKnow => item.guessing(),
            Self::Marked(mark) => mark.share(),
        }
    }
}

impl Evidence {
    /// Returns the abilities as far as they are known.
    #[must_use]
    pub fn abilities(&self) -> &Abilities<N_DOMAINS> {
        &self.abilities
    }

    /// Returns how many answers count.
    #[must_use]
    pub fn n_answers(&self) -> usize {
        self.n_answers
    }

    /// Returns the answers by topic.
    #[must_use]
    pub fn topics(&self) -> Vec<TopicRecord> {
        self.topics.iter().map(|(topic, (n, sum))| TopicRecord { topic: *topic, n: *n, sum: *sum }).collect()
    }

    /// Takes in an answer that is being given, at once.
    pub fn answer(&mut self, question: &Question, said: Said) {
        let item = item(question);
        let mark = said.mark(&item);
        self.abilities.answer(question.subject.domain.index(), &item, mark);
        self.count(question, said);
    }

    /// Takes in an answer of `days` ago; [`Self::settle`] has to follow after the last.
    pub fn record(&mut self, question: &Question, said: Said, days: f64) {
        let item = item(question);
        let mark = said.mark(&item);
        self.abilities.record(question.subject.domain.index(), &item, mark, weight_of_age(days));
        self.count(question, said);
    }

    /// Finds the abilities anew from the answers alone: the same answers give the same digits in any order.
    pub fn settle(&mut self) {
        self.abilities.settle();
    }

    fn count(&mut self, question: &Question, said: Said) {
        self.n_answers += 1;
        let Some(topic) = question.subject.topic else { return };
        let (n, sum) = self.topics.entry(topic).or_default();
        *n += 1;
        // What somebody says they do not know is there to be learnt, so it weighs nothing in the plan.
        *sum += match said {
            Said::DontKnow => 0.0,
            Said::Marked(mark) => mark.share(),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::sample;

    fn one(said: Said, days: f64) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.record(&sample::single("q", 4), said, days);
        evidence.settle();
        evidence
    }

    #[test]
    fn not_knowing_weighs_like_a_blind_guess_and_leaves_the_topic_to_be_learnt() {
        let (honest, guessing) = (one(Said::DontKnow, 0.0), one(Said::Marked(Mark::of_share(0.25)), 0.0));
        assert_eq!(honest.abilities().mean(), guessing.abilities().mean());
        assert!(honest.abilities().mean()[0] > one(Said::Marked(Mark::ZERO), 0.0).abilities().mean()[0]);
        let mut question = sample::single("q", 4);
        question.subject.topic = TopicId::of_any_domain("hl7-v2").first().copied();
        let mut evidence = Evidence::default();
        evidence.record(&question, Said::DontKnow, 0.0);
        assert_eq!(
            evidence.topics().iter().map(|record| (record.n, record.sum)).collect::<Vec<_>>(),
            [(1, 0.0)]
        );
    }

    #[test]
    fn an_old_answer_says_less_than_a_new_one() {
        let mean = |days| one(Said::Marked(Mark::FULL), days).abilities().mean().iter().sum::<f64>();
        assert!(mean(0.0) > mean(500.0) && mean(500.0) > 0.0);
        assert_eq!(mean(-30.0), mean(0.0));
    }
}
