//! What an attempt came to: the score with its interval, by domain, by topic, and what was missed.

use std::collections::BTreeMap;

use crate::framework::{DomainId, TopicId};
use crate::measure::interval::{Interval, probability_at_least, wilson};
use crate::scoring::Mark;
use crate::scoring::answer::Answer;
use crate::session::Session;
use crate::session::event::Place;

/// Questions from which a domain's share is drawn as a full bar.
pub const MIN_FOR_FULL_BAR: usize = 8;

/// What an attempt came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// All questions.
    pub total: Tally,
    /// How many were answered with "I don't know".
    pub n_dont_know: usize,
    /// How many were not answered at all.
    pub n_unanswered: usize,
    /// The score of answers given in time, where some were late.
    pub in_time: Option<Tally>,
    /// The share that counts as passing, and how likely the true share reaches it.
    pub pass: Pass,
    /// By domain, in the framework's order.
    pub domains: Vec<(DomainId, Tally)>,
    /// Topics with less than the share that counts as passing, the weakest first.
    pub weak_topics: Vec<(TopicId, Tally)>,
    /// Places that did not get the full mark, in order.
    pub missed: Vec<Place>,
}

/// Marks over a number of questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Questions, unanswered ones among them.
    pub n: usize,
    /// Sum of marks in units of 1e-7.
    pub units: u64,
}

/// A score against the share that counts as passing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pass {
    /// The share that counts as passing, 0 to 1.
    pub cut_score: f64,
    /// Does the score reach it?
    pub passed: bool,
    /// Probability that the true share reaches it, 0 to 1.
    pub probability: f64,
}

impl Tally {
    /// Counts one question with its mark.
    pub fn add(&mut self, mark: Mark) {
        self.n += 1;
        self.units += u64::from(mark.units());
    }

    /// Returns the sum of marks, 0 to `n`.
    #[must_use]
    pub fn sum(self) -> f64 {
        self.units as f64 / f64::from(Mark::UNITS)
    }

    /// Returns the share of marks, 0 to 1; 0 for no question.
    #[must_use]
    pub fn share(self) -> f64 {
        if self.n == 0 { 0.0 } else { self.sum() / self.n as f64 }
    }

    /// Returns the Wilson 95 % interval of the share.
    #[must_use]
    pub fn interval(self) -> Interval {
        wilson(self.sum(), self.n)
    }

    /// Returns the sum as screens show it: `7`, or `7.5` where marks are partial.
    #[must_use]
    pub fn points(self) -> String {
        let hundredths = (self.sum() * 100.0).round() / 100.0;
        format!("{hundredths}")
    }
}

/// Returns what a session has come to so far; unanswered questions count 0.
#[must_use]
pub fn outcome(session: &Session) -> Outcome {
    let mut total = Tally::default();
    let mut in_time = Tally::default();
    let mut domains: BTreeMap<DomainId, Tally> = BTreeMap::new();
    let mut topics: BTreeMap<TopicId, Tally> = BTreeMap::new();
    let mut missed = Vec::new();
    let (mut n_dont_know, mut n_late) = (0, 0);
    for (place_ix, (state, drawn)) in session.places().iter().zip(session.drawn()).enumerate() {
        let answered = state.answered.as_ref();
        let mark = answered.map_or(Mark::ZERO, |answered| answered.mark);
        let is_late = answered.is_some_and(|answered| answered.late);
        n_late += usize::from(is_late);
        n_dont_know += usize::from(answered.is_some_and(|answered| answered.answer == Answer::DontKnow));
        total.add(mark);
        in_time.add(if is_late { Mark::ZERO } else { mark });
        domains.entry(drawn.question.subject.domain).or_default().add(mark);
        if let Some(topic) = drawn.question.subject.topic {
            topics.entry(topic).or_default().add(mark);
        }
        if mark < Mark::FULL {
            missed.push(Place::at(place_ix));
        }
    }
    let cut_score = session.started().cut_score;
    let mut weak_topics: Vec<(TopicId, Tally)> =
        topics.into_iter().filter(|(_, tally)| tally.share() < cut_score).collect();
    weak_topics.sort_by(|(_, a), (_, b)| a.share().total_cmp(&b.share()).then(b.n.cmp(&a.n)));
    Outcome {
        total,
        n_dont_know,
        n_unanswered: session.n_questions() - session.n_answered(),
        in_time: (n_late > 0).then_some(in_time),
        pass: Pass {
            cut_score,
            // A sum of marks is exact, a share is not: 28 of 40 reaches 0.7.
            passed: total.sum() >= cut_score * total.n as f64 - 1e-9,
            probability: probability_at_least(cut_score, total.sum(), total.n),
        },
        domains: domains.into_iter().collect(),
        weak_topics,
        missed,
    }
}
