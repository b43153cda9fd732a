//! Suggestions: order, probabilities, and people who answer in odd ways.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::advice::gates::{Background, Training};
use crate::bank::question::Question;
use crate::bank::sample;
use crate::framework::N_DOMAINS;
use crate::scoring::Mark;
use crate::suggestion::evidence::Said;
use crate::suggestion::explanation::N_PRACTISE_NEXT;

/// A pool of `n` questions a domain, of four choices and of all difficulties.
pub(crate) fn pool(n: usize) -> Vec<Arc<Question>> {
    let question = |domain: DomainId, n: usize| {
        let mut question = sample::single(&format!("{}-{n}", domain.as_str()), 4);
        question.subject.domain = domain;
        question.subject.topic = None;
        question.subject.difficulty = (n % 5 + 1) as u8;
        Arc::new(question)
    };
    framework().domains().flat_map(|domain| (0..n).map(move |n| question(domain, n))).collect()
}

fn advisor() -> Advisor {
    Advisor::new(Scale::of_pool(&pool(5)))
}

/// Somebody who answered every question of a pool of `n` a domain.
fn answered(n: usize, said: impl Fn(&Question, usize) -> Said) -> Evidence {
    let mut evidence = Evidence::default();
    for (question_ix, question) in pool(n).iter().enumerate() {
        evidence.record(question, said(question, question_ix), 0.0);
    }
    evidence.settle();
    evidence
}

fn knowing(known: &str) -> Evidence {
    answered(6, |question, _| Said::Marked(Mark::full_if(question.subject.domain.as_str() == known)))
}

fn assert_sound(suggestion: &Suggestion) {
    let n_open = suggestion.open().count();
    let sum = |of: &dyn Fn(&RoleAdvice) -> f64| suggestion.roles.iter().map(of).sum::<f64>();
    assert_eq!(suggestion.roles.len(), 12);
    assert!((sum(&|role| role.p_best) - 1.0).abs() < 1e-9);
    assert!((sum(&|role| role.p_top3) - n_open.min(3) as f64).abs() < 1e-9);
    assert!(suggestion.regret.is_finite() && suggestion.regret >= 0.0);
    for role in &suggestion.roles {
        let readiness = role.readiness;
        for share in
            [role.p_best, role.p_top3, readiness.low, readiness.mean, readiness.high, readiness.p_pass]
        {
            assert!((0.0..=1.0).contains(&share), "{role:?}");
        }
        assert!(role.fit.low < role.fit.mean && role.fit.mean < role.fit.high, "{role:?}");
        assert!(readiness.low < readiness.mean && readiness.mean < readiness.high, "{role:?}");
    }
    for domain in &suggestion.domains {
        assert!(domain.mean.is_finite() && domain.sd > 0.0 && domain.sd <= 1.0 + 1e-9, "{domain:?}");
    }
}

#[test]
fn nothing_known_is_open_and_alphabetical() {
    let suggestion = advisor().suggestion(&Evidence::default(), &Person::default(), &[]);
    assert_sound(&suggestion);
    assert_eq!((suggestion.certainty, suggestion.n_answers), (Certainty::Open, 0));
    assert!(suggestion.named.is_empty());
    let titles: Vec<&str> = suggestion.open().map(|role| role.role.title()).collect();
    assert!(titles.is_sorted(), "{titles:?}");
}

#[test]
fn knowing_one_domain_leans_to_the_roles_that_ask_for_it() {
    let suggestion = advisor().suggestion(&knowing("training"), &Person::default(), &[]);
    assert_sound(&suggestion);
    assert_eq!(suggestion.roles[0].role.as_str(), "trainer");
    assert_ne!(suggestion.certainty, Certainty::Open);
    assert_eq!(suggestion.named[0].as_str(), "trainer");
    let means: Vec<f64> = suggestion.open().map(|role| role.fit.mean).collect();
    assert!(means.windows(2).all(|pair| pair[0] >= pair[1]));
}

#[test]
fn closed_roles_stand_behind_the_open_ones_and_are_never_the_best() {
    let person = Person { training: Training::Short, ..Person::default() };
    let suggestion = advisor().suggestion(&knowing("leadership"), &person, &[]);
    assert_sound(&suggestion);
    let is_open: Vec<bool> = suggestion.roles.iter().map(RoleAdvice::is_open).collect();
    assert_eq!(is_open, [vec![true; 5], vec![false; 7]].concat());
    assert!(suggestion.closed().all(|role| role.p_best == 0.0 && role.p_top3 == 0.0));
    assert_eq!((suggestion.n_closed(Closed::Background), suggestion.n_closed(Closed::Training)), (2, 5));
    let licensed = Person { backgrounds: vec![Background::LicensedClinician], ..person };
    assert_eq!(advisor().suggestion(&knowing("leadership"), &licensed, &[]).open().count(), 6);
}

#[test]
fn interest_orders_what_knowledge_does_not_and_nothing_else() {
    let mut interests = vec![None; 12];
    let hie = RoleId::named("hie-specialist").unwrap();
    interests[hie.index()] = Some(5.0);
    let advisor = advisor();
    let unknown = advisor.suggestion(&Evidence::default(), &Person::default(), &interests);
    assert_eq!(unknown.roles[0].role, hie);
    let known = advisor.suggestion(&knowing("training"), &Person::default(), &interests);
    let without = advisor.suggestion(&knowing("training"), &Person::default(), &[]);
    let order = |suggestion: &Suggestion| suggestion.roles.iter().map(|role| role.role).collect::<Vec<_>>();
    assert_eq!(order(&known), order(&without));
    assert_eq!(known.order_with_interest(0.0), order(&known)[..10]);
    assert_eq!(known.order_with_interest(9.0)[0], hie);
}

#[test]
fn those_who_know_everything_nothing_or_say_so_get_sound_numbers() {
    let all = |mark: Mark| answered(10, move |_, _| Said::Marked(mark));
    for (evidence, is_able) in [
        (all(Mark::FULL), Some(true)),
        (all(Mark::ZERO), Some(false)),
        (answered(10, |_, _| Said::DontKnow), None),
        (answered(10, |_, n| Said::Marked(Mark::full_if(n % 4 == 0))), None),
    ] {
        let suggestion = advisor().suggestion(&evidence, &Person::default(), &[]);
        assert_sound(&suggestion);
        let p_pass = suggestion.roles.iter().map(|role| role.readiness.p_pass);
        match is_able {
            Some(true) => assert!(p_pass.fold(1.0, f64::min) > 0.9),
            Some(false) => assert!(p_pass.fold(0.0, f64::max) < 0.1),
            None => assert!(suggestion.roles.iter().all(|role| role.readiness.mean < 0.7)),
        }
    }
}

#[test]
fn an_explanation_says_what_speaks_for_and_against_and_adds_up_to_the_gap() {
    let advisor = advisor();
    let evidence = knowing("training");
    let suggestion = advisor.suggestion(&evidence, &Person::default(), &[]);
    let [first, second] = suggestion.two_best()[..] else { panic!() };
    let why = advisor.explanation(&evidence, &suggestion, first);
    assert_eq!(why.speaks_for.iter().map(|part| part.domain.as_str()).collect::<Vec<_>>(), ["training"]);
    assert!(why.speaks_against.windows(2).all(|pair| pair[0].value <= pair[1].value));
    assert_eq!(why.other, Some(second));
    let sum: f64 = why.gap.iter().map(|part| part.value).sum();
    let fit = |role: RoleId| suggestion.role(role).unwrap().fit.mean;
    assert!((sum - (fit(first) - fit(second))).abs() < 1e-12);
    assert!((1..=3).contains(&why.separating.len()));
    assert!(why.plan.iter().all(|step| step.gain >= 0.0) && !why.plan.is_empty());
    let last = suggestion.open().last().unwrap().role;
    assert!(advisor.explanation(&evidence, &suggestion, last).other.is_some());
}

#[test]
fn the_questions_that_tell_most_are_of_the_domains_that_separate_the_first_two() {
    let advisor = advisor();
    let evidence = knowing("training");
    let suggestion = advisor.suggestion(&evidence, &Person::default(), &[]);
    let next = advisor.practise_next(&evidence, &suggestion, &pool(9), N_PRACTISE_NEXT);
    let [first, second] = suggestion.two_best()[..] else { panic!() };
    let separating = advisor.separating(&evidence, first, second);
    assert_eq!(next.len(), 6);
    assert!(next.iter().all(|question| separating.iter().any(|part| part.domain == question.subject.domain)));
    let mut keys: Vec<_> = next.iter().map(|question| &question.key).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 6);
    assert!(advisor.practise_next(&evidence, &suggestion, &[], 6).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_answers_give_sound_numbers(
        answers in prop::collection::vec((0_usize..55, 0_u32..4, -400.0..4_000.0_f64), 0..80),
        training in prop_oneof![Just(Training::Short), Just(Training::Long), Just(Training::Either)],
    ) {
        let pool = pool(5);
        let mut evidence = Evidence::default();
        for (question_ix, mark, days) in answers {
            let said = if mark == 3 { Said::DontKnow } else { Said::Marked(Mark::of_share(f64::from(mark) / 2.0)) };
            evidence.record(&pool[question_ix], said, days);
        }
        evidence.settle();
        prop_assert!(evidence.abilities().n_answers().len() == N_DOMAINS);
        assert_sound(&advisor().suggestion(&evidence, &Person { training, ..Person::default() }, &[]));
    }
}
