//! Placement: balance, caps, replay, and the knowledge gradient against a second way of computing it.

use proptest::prelude::*;

use super::*;
use crate::measure::item::Difficulty;
use crate::measure::normal::density;

fn candidates(n_of_domain: usize, n_domains: usize) -> Vec<Candidate> {
    (0..n_of_domain * n_domains)
        .map(|n| Candidate {
            domain_ix: n % n_domains,
            item: Item::new(1.0, Difficulty::of_author_level((n / n_domains % 5 + 1) as u8), 0.2),
        })
        .collect()
}

fn taken(placement: &Placement, n: usize, is_right: &dyn Fn(&Candidate, usize) -> bool) -> Vec<usize> {
    let contrasts = Contrasts::of_framework();
    let open: Vec<usize> = (0..12).collect();
    let mut abilities = Abilities::default();
    let mut asked = Vec::new();
    while asked.len() < n {
        let Some(next) = placement.next(&asked, &abilities, &contrasts, &open) else { break };
        let candidate = *placement.candidate(next).unwrap();
        let mark = f64::from(u8::from(is_right(&candidate, asked.len())));
        abilities.answer(candidate.domain_ix, &candidate.item, mark);
        asked.push(next);
    }
    asked
}

fn counts(placement: &Placement, asked: &[usize]) -> [usize; N_DOMAINS] {
    placement.asked(asked).n_of_domain
}

proptest! {
    #[test]
    fn the_knowledge_gradient_agrees_with_a_dense_sum(means in prop::collection::vec(-2.0..2.0_f64, 1..13), slopes in prop::collection::vec(-1.0..1.0_f64, 13)) {
        let mut lines: Vec<Line> = means.iter().zip(&slopes).map(|(mean, slope)| Line { mean: *mean, slope: *slope }).collect();
        let step = 1e-3;
        let largest = |z: f64| lines.iter().map(|line| line.mean + line.slope * z).fold(f64::MIN, f64::max);
        let expected: f64 = (-8_000..=8_000).map(|n| f64::from(n) * step).map(|z| density(z) * largest(z) * step).sum();
        let wanted = expected - largest(0.0);
        prop_assert!((knowledge_gradient(&mut lines) - wanted).abs() < 1e-5);
    }
}

#[test]
fn two_lines_give_the_worked_gradient_and_parallels_none() {
    let line = |mean, slope| Line { mean, slope };
    assert!((knowledge_gradient(&mut [line(0.0, 1.0), line(0.0, 0.0)]) - 0.398_942).abs() < 1e-6);
    assert_eq!(knowledge_gradient(&mut [line(0.0, 0.5), line(1.0, 0.5), line(1.0, 0.5)]), 0.0);
    assert_eq!(knowledge_gradient(&mut []), 0.0);
}

#[test]
fn a_placement_begins_with_two_a_domain_and_keeps_the_cap() {
    let placement = Placement::new(candidates(50, 11), Seed(4));
    for is_right in
        [|_: &Candidate, n: usize| n.is_multiple_of(2), |candidate: &Candidate, _| candidate.domain_ix == 4]
    {
        let asked = taken(&placement, 66, &is_right);
        assert_eq!(counts(&placement, &asked[..11]), [1; 11]);
        assert_eq!(counts(&placement, &asked[..22]), [2; 11]);
        for n in 23..=66 {
            assert!(counts(&placement, &asked[..n]).iter().all(|of_domain| 3 * of_domain <= n));
        }
        let mut different = asked.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), 66);
    }
}

#[test]
fn a_placement_replays_from_its_seed_and_another_seed_differs() {
    let asked = |seed| taken(&Placement::new(candidates(50, 11), Seed(seed)), 66, &|_, n| n % 3 > 0);
    assert_eq!(asked(5), asked(5));
    assert_ne!(asked(5), asked(6));
}

#[test]
fn a_pool_that_is_too_small_gives_all_of_it() {
    assert_eq!(taken(&Placement::new(candidates(3, 2), Seed(1)), 44, &|_, _| true).len(), 6);
    assert_eq!(taken(&Placement::new(Vec::new(), Seed(1)), 44, &|_, _| true), [0_usize; 0]);
    let stranger = Candidate { domain_ix: 99, item: candidates(1, 1)[0].item };
    assert_eq!(taken(&Placement::new(vec![stranger], Seed(1)), 44, &|_, _| true), [0_usize; 0]);
}

#[test]
fn where_nothing_separates_the_roles_a_placement_asks_for_the_level_they_ask_for() {
    let mut blueprint = [0.0; N_DOMAINS];
    blueprint[3] = 1.0;
    let contrasts = Contrasts::of(&[blueprint, blueprint]);
    let slope = |domain_ix| if domain_ix == 3 { 1.0 } else { 1.2 };
    let candidates: Vec<Candidate> = (0..6 * N_DOMAINS)
        .map(|n| n % N_DOMAINS)
        .map(|domain_ix| Candidate {
            domain_ix,
            item: Item::new(slope(domain_ix), Difficulty::known(0.0), 0.2),
        })
        .collect();
    let placement = Placement::new(candidates, Seed(1));
    let warm_up: Vec<usize> = (0..N_WARM_UP * N_DOMAINS).collect();
    let next = placement.next(&warm_up, &Abilities::default(), &contrasts, &[0, 1]).unwrap();
    assert_eq!(placement.candidate(next).unwrap().domain_ix, 3);
}
