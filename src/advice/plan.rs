//! The study plan: the topics with the largest expected gain in readiness.

use crate::advice::readiness::Curve;
use crate::framework::{DomainId, N_DOMAINS, TopicId, framework};
use crate::measure::posterior::Abilities;

/// Answers that the domain's expectation weighs like in judging one of its topics.
const PRIOR_ANSWERS: f64 = 4.0;

/// Answers on one topic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TopicRecord {
    /// The topic.
    pub topic: TopicId,
    /// How many answers count.
    pub n: usize,
    /// Sum of their marks, each 0 to 1.
    pub sum: f64,
}

/// A topic to study.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Its domain.
    pub domain: DomainId,
    /// The topic.
    pub topic: TopicId,
    /// Share right on the role's form that there is to gain if it were known, 0 to 1.
    pub gain: f64,
}

/// Returns all topics of the role's domains, the largest gain first, ties in the framework's order.
///
/// Gain = w_d / n_topics × (1 − p), p = (4 τ_d(m_d) + Σ marks) / (4 + n): the share right expected on the topic, from
/// the domain's and its own answers. Worked: a share of 0.25, 5 topics, an expectation of 0.6 and 4 answers with 1
/// right give p = 0.425 and a gain of 0.02875.
#[must_use]
pub fn plan(
    blueprint: &[f64; N_DOMAINS],
    curves: &[Curve; N_DOMAINS],
    abilities: &Abilities<N_DOMAINS>,
    records: &[TopicRecord],
) -> Vec<Step> {
    let mut steps: Vec<Step> = framework()
        .domains()
        .zip(blueprint)
        .zip(curves.iter().zip(abilities.mean()))
        .filter(|((_, share), _)| **share > 0.0)
        .flat_map(|((domain, share), (curve, mean))| steps_of(domain, *share, curve.at(*mean), records))
        .collect();
    steps.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    steps
}

fn steps_of(domain: DomainId, share: f64, expected: f64, records: &[TopicRecord]) -> Vec<Step> {
    let n_topics = domain.topics().len().max(1) as f64;
    let step = |topic: TopicId| {
        let own = records.iter().filter(|record| record.topic == topic);
        let (n, sum) = own.fold((0.0, 0.0), |(n, sum), record| (n + record.n as f64, sum + record.sum));
        let p = (PRIOR_ANSWERS * expected + sum) / (PRIOR_ANSWERS + n);
        Step { domain, topic, gain: (share / n_topics * (1.0 - p)).max(0.0) }
    };
    domain.topics().iter().filter_map(|slug| TopicId::named(domain, slug)).map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::item::{Difficulty, Item};

    fn curves() -> [Curve; N_DOMAINS] {
        std::array::from_fn(|_| Curve::of(&[Item::new(1.0, Difficulty::known(0.0), 0.2)]))
    }

    fn topic(domain: &str, topic: &str) -> TopicId {
        TopicId::named(DomainId::named(domain).unwrap(), topic).unwrap()
    }

    #[test]
    fn the_gain_is_the_worked_one() {
        let standards = DomainId::named("standards").unwrap();
        let cda = topic("standards", "cda");
        let records = [TopicRecord { topic: cda, n: 4, sum: 1.0 }];
        let steps = steps_of(standards, 0.25 * standards.topics().len() as f64 / 5.0, 0.6, &records);
        let step = steps.iter().find(|step| step.topic == cda).unwrap();
        assert!((step.gain - 0.028_75).abs() < 1e-12, "{step:?}");
    }

    #[test]
    fn a_topic_that_was_missed_comes_before_one_that_was_known() {
        let blueprint =
            crate::framework::RoleId::named("hie-specialist").unwrap().role().blueprint.proportions();
        let (missed, known) = (topic("standards", "cda"), topic("standards", "loinc-ucum"));
        let records =
            [TopicRecord { topic: missed, n: 5, sum: 0.0 }, TopicRecord { topic: known, n: 5, sum: 5.0 }];
        let steps = plan(&blueprint, &curves(), &Abilities::default(), &records);
        let place = |topic| steps.iter().position(|step| step.topic == topic).unwrap();
        assert!(place(missed) < place(known));
        assert!(
            steps.windows(2).all(|pair| pair[0].gain >= pair[1].gain)
                && steps.iter().all(|step| step.gain >= 0.0)
        );
        assert!(steps.iter().all(|step| blueprint[step.domain.index()] > 0.0));
    }

    #[test]
    fn all_gains_together_are_what_is_missing_to_everything_right() {
        let blueprint = crate::framework::RoleId::named("trainer").unwrap().role().blueprint.proportions();
        let abilities = Abilities::default();
        let sum: f64 = plan(&blueprint, &curves(), &abilities, &[]).iter().map(|step| step.gain).sum();
        let expected = crate::advice::readiness::true_share(&blueprint, &curves(), abilities.mean());
        assert!((sum - (1.0 - expected)).abs() < 1e-12);
    }
}
