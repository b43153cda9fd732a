//! Fixed forms: blueprint cells filled exactly, the least recently seen questions first.

use std::sync::Arc;

use crate::bank::QuestionKey;
use crate::bank::question::{Question, Status};
use crate::clock::UnixMillis;
use crate::framework::{Blueprint, DomainId};
use crate::seed::{Random, Seed, Stream};
use crate::selection::sequence::sequenced;

/// The questions of an attempt in the order in which they are asked.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The questions, no two the same.
    pub questions: Vec<Arc<Question>>,
    /// How many were wanted.
    pub n_wanted: usize,
    /// Cells that could not be filled; their places went to the other cells.
    pub shortfalls: Vec<Shortfall>,
}

/// A cell of the blueprint with fewer questions than its weight asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The domain of the cell.
    pub domain: DomainId,
    /// How many questions the blueprint asks for.
    pub n_wanted: usize,
    /// How many there are.
    pub n_there: usize,
}

/// A domain's questions, best to draw first, and how many of them are drawn.
struct Cell {
    domain: DomainId,
    weight: u32,
    candidates: Vec<Arc<Question>>,
    n_drawn: usize,
}

impl Cell {
    fn n_spare(&self) -> usize {
        self.candidates.len() - self.n_drawn
    }

    /// Draws up to `n` more questions, and returns how many there were.
    fn draw(&mut self, n: usize) -> usize {
        let n_more = n.min(self.n_spare());
        self.n_drawn += n_more;
        n_more
    }
}

/// Returns a form of `n` live questions from `pool`, the cells of `blueprint` filled by largest remainder.
///
/// Within a cell the least recently seen come first, those never seen before all others; ties are broken by the seed,
/// questions of one case together. A cell that is too small gives its places to the others in proportion to their
/// weights; a pool smaller than `n` gives a shorter form. The pool must not hold a question twice.
#[must_use]
pub fn form(
    pool: &[Arc<Question>],
    blueprint: &Blueprint,
    n: usize,
    last_seen: &dyn Fn(&QuestionKey) -> Option<UnixMillis>,
    seed: Seed,
) -> Form {
    let mut random = seed.stream(Stream::Questions);
    let mut cells: Vec<Cell> = blueprint
        .weights()
        .map(|(domain, weight)| {
            let candidates = candidates(pool, domain, last_seen, &mut random);
            Cell { domain, weight, candidates, n_drawn: 0 }
        })
        .collect();
    let shortfalls = fill(&mut cells, n);
    let drawn = cells.into_iter().flat_map(|cell| cell.candidates.into_iter().take(cell.n_drawn)).collect();
    Form { questions: sequenced(drawn, &mut seed.stream(Stream::Sequence)), n_wanted: n, shortfalls }
}

/// Returns how `n` places fall on `weights` by the method of largest remainders (Hare quota), ties to the earlier.
///
/// Worked: 10 places on weights 1, 1, 1 give 4, 3, 3.
#[must_use]
pub fn largest_remainders(weights: &[u32], n: usize) -> Vec<usize> {
    let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if total == 0 {
        return vec![0; weights.len()];
    }
    let share = |weight: &u32| n as u128 * u128::from(*weight);
    let mut places: Vec<usize> = weights.iter().map(|weight| (share(weight) / total) as usize).collect();
    let n_left = n.saturating_sub(places.iter().sum());
    let mut by_remainder: Vec<(usize, u128)> =
        weights.iter().enumerate().map(|(cell_ix, weight)| (cell_ix, share(weight) % total)).collect();
    by_remainder.sort_by_key(|(cell_ix, remainder)| (std::cmp::Reverse(*remainder), *cell_ix));
    for (cell_ix, _) in by_remainder.into_iter().take(n_left) {
        if let Some(place) = places.get_mut(cell_ix) {
            *place += 1;
        }
    }
    places
}

/// Decides how many each cell gives, and returns the cells that are too small for their weight.
fn fill(cells: &mut [Cell], n: usize) -> Vec<Shortfall> {
    let weights: Vec<u32> = cells.iter().map(|cell| cell.weight).collect();
    let mut shortfalls = Vec::new();
    let mut n_left = n;
    for (cell, n_wanted) in cells.iter_mut().zip(largest_remainders(&weights, n)) {
        let n_there = cell.draw(n_wanted);
        n_left -= n_there;
        if n_there < n_wanted {
            shortfalls.push(Shortfall { domain: cell.domain, n_wanted, n_there });
        }
    }
    while n_left > 0 && cells.iter().any(|cell| cell.n_spare() > 0) {
        let weights: Vec<u32> =
            cells.iter().map(|cell| if cell.n_spare() > 0 { cell.weight } else { 0 }).collect();
        for (cell, n_places) in cells.iter_mut().zip(largest_remainders(&weights, n_left)) {
            n_left -= cell.draw(n_places);
        }
    }
    shortfalls
}

/// Returns the live questions of a domain, the best to draw first.
fn candidates(
    pool: &[Arc<Question>],
    domain: DomainId,
    last_seen: &dyn Fn(&QuestionKey) -> Option<UnixMillis>,
    random: &mut Random,
) -> Vec<Arc<Question>> {
    let mut questions: Vec<&Arc<Question>> = pool
        .iter()
        .filter(|question| question.subject.domain == domain && question.rules.status == Status::Live)
        .collect();
    // The order of files must not decide which of equally good questions is drawn.
    questions.sort_by(|a, b| a.key.cmp(&b.key));
    let mut cases: Vec<&str> = questions.iter().filter_map(|question| case_id(question)).collect();
    cases.sort_unstable();
    cases.dedup();
    let mut luck: Vec<usize> = (0..questions.len() + cases.len()).collect();
    random.shuffle(&mut luck);
    let (of_question, of_case) = luck.split_at(questions.len());
    let mut ranked: Vec<_> = questions
        .iter()
        .zip(of_question)
        .map(|(question, own_luck)| {
            let case = case_id(question).and_then(|case| cases.binary_search(&case).ok());
            let shared_luck = case.and_then(|case_ix| of_case.get(case_ix));
            (last_seen(&question.key), *shared_luck.unwrap_or(own_luck), *question)
        })
        .collect();
    // `None` sorts before any time. The sort is stable: questions of one case keep the order of their ids.
    ranked.sort_by_key(|(seen, luck, _)| (*seen, *luck));
    ranked.into_iter().map(|(_, _, question)| Arc::clone(question)).collect()
}

fn case_id(question: &Question) -> Option<&str> {
    question.material.case.as_ref().map(|case| case.id.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use proptest::prelude::*;

    use super::*;
    use crate::bank::sample;
    use crate::framework::{RoleId, TopicId, framework};

    fn pool(n_a_domain: usize) -> Vec<Arc<Question>> {
        framework()
            .domains()
            .flat_map(|domain| (0..n_a_domain).map(move |n| (domain, n)))
            .map(|(domain, n)| {
                let mut question = sample::single(&format!("{}-{n:03}", domain.as_str()), 4);
                question.subject.domain = domain;
                let topic = domain.topics().get(n % domain.topics().len()).unwrap();
                question.subject.topic = TopicId::named(domain, topic);
                Arc::new(question)
            })
            .collect()
    }

    fn counts(form: &Form) -> HashMap<DomainId, usize> {
        let mut counts = HashMap::new();
        for question in &form.questions {
            *counts.entry(question.subject.domain).or_default() += 1;
        }
        counts
    }

    #[test]
    fn largest_remainders_are_those_of_the_textbook() {
        // Six parties with 100,000 votes and ten seats, the example by which the method is commonly taught.
        assert_eq!(
            largest_remainders(&[47_000, 16_000, 15_800, 12_000, 6_100, 3_100], 10),
            [5, 2, 1, 1, 1, 0]
        );
        assert_eq!(largest_remainders(&[1, 1, 1], 10), [4, 3, 3]);
        assert_eq!(largest_remainders(&[0, 0], 3), [0, 0]);
    }

    #[test]
    fn a_full_form_has_exactly_the_blueprint() {
        let pool = pool(20);
        for role in framework().roles() {
            let blueprint = &role.role().blueprint;
            let form = form(&pool, blueprint, 40, &|_| None, Seed(1));
            assert_eq!(form.questions.len(), 40);
            for (domain, weight) in blueprint.weights() {
                assert_eq!(counts(&form).get(&domain), Some(&(weight as usize)), "{role:?} {domain:?}");
            }
        }
    }

    #[test]
    fn a_short_cell_gives_its_places_to_the_others() {
        let standards = DomainId::named("standards").unwrap();
        let is_kept = |question: &Arc<Question>| {
            question.subject.domain != standards || question.key.question.as_str().ends_with("000")
        };
        let pool: Vec<_> = pool(20).into_iter().filter(is_kept).collect();
        let blueprint = &RoleId::named("hie-specialist").unwrap().role().blueprint;
        let form = form(&pool, blueprint, 40, &|_| None, Seed(1));
        assert_eq!(form.questions.len(), 40);
        assert_eq!(form.shortfalls, [Shortfall { domain: standards, n_wanted: 10, n_there: 1 }]);
    }

    #[test]
    fn a_pool_smaller_than_the_form_gives_all_of_it() {
        let form = form(&pool(2), &Blueprint::even(), 40, &|_| None, Seed(1));
        assert_eq!(form.questions.len(), 22);
        assert_eq!(form.n_wanted, 40);
    }

    #[test]
    fn the_least_recently_seen_come_first() {
        let pool = pool(8);
        let blueprint = Blueprint::even();
        let first = form(&pool, &blueprint, 44, &|_| None, Seed(1));
        let seen: HashSet<_> = first.questions.iter().map(|question| question.key.clone()).collect();
        let last_seen = |key: &QuestionKey| seen.contains(key).then_some(UnixMillis(5));
        let second = form(&pool, &blueprint, 44, &last_seen, Seed(2));
        assert!(second.questions.iter().all(|question| !seen.contains(&question.key)));
    }

    #[test]
    fn drafts_and_retired_questions_are_not_drawn() {
        let mut pool = pool(1);
        for question in &mut pool {
            Arc::get_mut(question).unwrap().rules.status = Status::Retired;
        }
        assert!(form(&pool, &Blueprint::even(), 5, &|_| None, Seed(1)).questions.is_empty());
    }

    proptest! {
        #[test]
        fn no_question_comes_twice_and_the_seed_decides(seed in 0_u64..1000, n in 0_usize..200, size in 1_usize..12) {
            let pool = pool(size);
            let blueprint = &RoleId::named("trainer").unwrap().role().blueprint;
            let form_of = |pool: &[Arc<Question>]| form(pool, blueprint, n, &|_| None, Seed(seed));
            let ids = |form: Form| form.questions.iter().map(|q| q.key.clone()).collect::<Vec<_>>();
            let drawn = ids(form_of(&pool));
            prop_assert_eq!(drawn.iter().collect::<HashSet<_>>().len(), drawn.len());
            prop_assert_eq!(drawn.len(), n.min(size * 10));
            let reversed: Vec<_> = pool.iter().rev().cloned().collect();
            prop_assert_eq!(drawn, ids(form_of(&reversed)));
        }
    }
}
