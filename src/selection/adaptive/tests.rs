//! Adaptive exam: blueprint, replay, and the stopping rule.

use super::*;
use crate::framework::RoleId;
use crate::measure::item::{Difficulty, Item};

fn candidates(n_of_domain: usize) -> Vec<Candidate> {
    let item = |n: usize| Item::new(1.0, Difficulty::known(n as f64 * 0.1 - 2.5), 0.2);
    (0..N_DOMAINS)
        .flat_map(|domain_ix| (0..n_of_domain).map(move |n| Candidate { domain_ix, item: item(n) }))
        .collect()
}

fn quotas(role: &str) -> [usize; N_DOMAINS] {
    RoleId::named(role).unwrap().role().blueprint.proportions().map(|share| (share * 40.0).round() as usize)
}

/// Takes an exam: a question is right where its difficulty is below `level`.
fn taken(exam: &Adaptive, level: f64) -> (Vec<usize>, LogLikelihood) {
    let mut answers = LogLikelihood::default();
    let mut asked = Vec::new();
    while let Some(next) = exam.next(&asked, &answers) {
        let item = exam.candidate(next).unwrap().item;
        answers.add(&item, f64::from(u8::from(item.probability(level) > 0.6)), 1.0);
        asked.push(next);
    }
    (asked, answers)
}

#[test]
fn the_exam_has_exactly_the_blueprint_and_no_question_twice() {
    let exam = Adaptive::new(candidates(50), quotas("trainer"), Seed(3));
    let (asked, _) = taken(&exam, 0.4);
    let mut n_of_domain = [0; N_DOMAINS];
    for candidate_ix in &asked {
        n_of_domain[exam.candidate(*candidate_ix).unwrap().domain_ix] += 1;
    }
    assert_eq!(n_of_domain, quotas("trainer"));
    let mut different = asked.clone();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), 40);
}

#[test]
fn the_seed_decides_and_late_questions_fit_the_ability() {
    let exam = |seed| taken(&Adaptive::new(candidates(50), quotas("hie-specialist"), Seed(seed)), 1.0);
    assert_eq!(exam(1).0, exam(1).0);
    assert_ne!(exam(1).0, exam(2).0);
    let (asked, answers) = exam(1);
    let ability = expected_ability(&answers).mean;
    assert!((ability - 1.0).abs() < 0.5, "{ability}");
    let information = |part: &[usize]| -> f64 {
        part.iter().map(|ix| candidates(50)[*ix].item.information(ability)).sum::<f64>() / part.len() as f64
    };
    assert!(information(&asked[25..]) > information(&asked[..15]));
}

#[test]
fn a_short_domain_gives_its_places_to_the_others() {
    let exam = Adaptive::new(candidates(5), quotas("privacy-security-specialist"), Seed(1));
    assert_eq!((exam.length(), taken(&exam, 0.0).0.len()), (40, 40));
    let none = Adaptive::new(Vec::new(), quotas("trainer"), Seed(1));
    assert_eq!(none.next(&[], &LogLikelihood::default()), None);
}

#[test]
fn the_verdict_follows_the_answers_and_waits_for_enough() {
    let answered = |n: usize, mark: f64| {
        let mut answers = LogLikelihood::default();
        for _ in 0..n {
            answers.add(&Item::new(1.0, Difficulty::known(0.0), 0.2), mark, 1.0);
        }
        answers
    };
    assert_eq!(verdict(&answered(0, 0.0), 0.3), Verdict::Undecided);
    assert_eq!(verdict(&answered(2, 1.0), 0.3), Verdict::Undecided);
    assert_eq!(verdict(&answered(20, 1.0), 0.3), Verdict::Above);
    assert_eq!(verdict(&answered(20, 0.0), 0.3), Verdict::Below);
}

#[test]
fn the_ability_at_the_cut_has_that_expected_share() {
    let items: Vec<Item> =
        (1..=5).map(|level| Item::new(1.0, Difficulty::of_author_level(level), 0.2)).collect();
    let curves: [Curve; N_DOMAINS] = std::array::from_fn(|_| Curve::of(&items));
    let blueprint = RoleId::named("trainer").unwrap().role().blueprint.proportions();
    let ability = ability_at_cut(&blueprint, &curves, 0.7);
    assert!((true_share(&blueprint, &curves, &[ability; N_DOMAINS]) - 0.7).abs() < 1e-9);
    assert!((ability_at_cut(&blueprint, &curves, 2.0) - SPAN).abs() < 1e-9);
}

#[test]
fn wrong_verdicts_are_rare() {
    let mut random = Seed(8).stream(Stream::Simulation);
    let item = |n: usize| Item::new(1.0, Difficulty::known((n % 5) as f64 * 0.4 - 0.8), 0.2);
    for (theta, wrong) in [(0.75, Verdict::Below), (-0.25, Verdict::Above)] {
        let n_wrong = (0..400)
            .filter(|_| {
                let mut answers = LogLikelihood::default();
                for n in 0..60 {
                    let is_right = random.unit() < item(n).probability(theta);
                    answers.add(&item(n), f64::from(u8::from(is_right)), 1.0);
                    let verdict = verdict(&answers, 0.25);
                    if verdict != Verdict::Undecided {
                        return verdict == wrong;
                    }
                }
                false
            })
            .count();
        assert!(n_wrong <= 24, "{n_wrong} of 400");
    }
}
