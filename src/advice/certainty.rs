//! How sure a suggestion is, in three words.

use crate::advice::ranking::Ranking;

/// P(best) at which a role stands out.
const STANDS_OUT: f64 = 0.7;

/// Fewest answers that count for anything but *open*.
pub const FEWEST_ANSWERS: usize = 22;

/// Share of the first role's P(best) that a role needs to be named with it.
const NAMED_SHARE: f64 = 0.5;

/// Most roles named.
const MOST_NAMED: usize = 3;

/// Questions of the columns of [`LEANS_TO`].
pub const QUESTIONS: [usize; 6] = [22, 33, 44, 66, 88, 110];

/// For so many open roles: the 80th percentile of the largest P(best) among simulated people without a profile, after
/// as many questions as [`QUESTIONS`] says, right to about 0.005 and rounded up to it.
///
/// What `hitquiz bank power` prints ([`crate::power::leaning::thresholds`], mean of seeds 1 and 2 with 1,000 people each);
/// where several gates leave as many roles, the largest of them; where none does, roles drawn at random.
pub const LEANS_TO: [(usize, [f64; 6]); 8] = [
    (2, [0.650, 0.705, 0.735, 0.760, 0.785, 0.800]),
    (3, [0.500, 0.570, 0.600, 0.630, 0.655, 0.670]),
    (4, [0.415, 0.490, 0.515, 0.540, 0.560, 0.585]),
    (5, [0.375, 0.455, 0.485, 0.510, 0.535, 0.550]),
    (6, [0.325, 0.405, 0.435, 0.465, 0.490, 0.505]),
    (8, [0.255, 0.325, 0.355, 0.395, 0.415, 0.435]),
    (10, [0.205, 0.285, 0.310, 0.345, 0.370, 0.385]),
    (12, [0.185, 0.250, 0.280, 0.310, 0.335, 0.350]),
];

/// How sure a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// One role fits best with a probability of at least 0.7.
    StandsOut,
    /// The profile leans to a few roles more than people without a profile would.
    LeansTo,
    /// Knowledge does not separate the roles for this person.
    Open,
}

impl Certainty {
    /// Returns the words on screens and in JSON.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::StandsOut => "stands out",
            Self::LeansTo => "leans to",
            Self::Open => "open",
        }
    }
}

/// Returns how sure a ranking of open roles is after `n_answers` that count.
#[must_use]
pub fn certainty(ranking: &Ranking, n_answers: usize) -> Certainty {
    let p_first = ranking.first().map_or(0.0, |first| first.p_best);
    if n_answers < FEWEST_ANSWERS || ranking.roles.is_empty() {
        Certainty::Open
    } else if p_first >= STANDS_OUT {
        Certainty::StandsOut
    } else if p_first >= leaning_threshold(ranking.roles.len(), n_answers) {
        Certainty::LeansTo
    } else {
        Certainty::Open
    }
}

/// Returns the roles that are named: the one that stands out; or the first and those with at least half its P(best),
/// three at most; none where it is open.
#[must_use]
pub fn named(ranking: &Ranking, certainty: Certainty) -> Vec<usize> {
    let p_first = ranking.first().map_or(0.0, |first| first.p_best);
    let n_most = match certainty {
        Certainty::StandsOut => 1,
        Certainty::LeansTo => MOST_NAMED,
        Certainty::Open => 0,
    };
    let is_named = |p_best: f64| p_best >= NAMED_SHARE * p_first;
    ranking.roles.iter().filter(|role| is_named(role.p_best)).map(|role| role.role_ix).take(n_most).collect()
}

/// Returns the P(best) from which on a profile leans to its first role, between the table's entries straight.
///
/// Beyond the table its last entry; 1 for a single role. Worked: 12 open roles and 55 questions give 0.295.
#[must_use]
pub fn leaning_threshold(n_open: usize, n_answers: usize) -> f64 {
    let of_roles = |(n_roles, thresholds): &(usize, [f64; 6])| {
        (*n_roles as f64, between(QUESTIONS.iter().map(|n| *n as f64).zip(*thresholds), n_answers as f64))
    };
    between(std::iter::once((1.0, 1.0)).chain(LEANS_TO.iter().map(of_roles)), n_open as f64)
}

/// Returns the value at `x` of the line through the points, which ascend in x; beyond them that of the nearest.
fn between(points: impl Iterator<Item = (f64, f64)>, x: f64) -> f64 {
    let mut last: Option<(f64, f64)> = None;
    for (right, value) in points {
        if x <= right {
            return last
                .map_or(value, |(left, before)| before + (value - before) * (x - left) / (right - left));
        }
        last = Some((right, value));
    }
    last.map_or(0.0, |(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::advice::ranking::Ranked;

    fn ranking(p_best: &[f64]) -> Ranking {
        let role = |(role_ix, p_best): (usize, &f64)| Ranked { role_ix, p_best: *p_best, p_top3: 0.5 };
        Ranking { roles: p_best.iter().enumerate().map(role).collect(), regret: 0.4, set_90: Vec::new() }
    }

    #[test]
    fn the_three_degrees_have_their_bounds() {
        let rest = |first: f64| {
            let mut p_best = vec![(1.0 - first) / 11.0; 12];
            p_best[0] = first;
            ranking(&p_best)
        };
        assert_eq!(certainty(&rest(0.70), 44), Certainty::StandsOut);
        assert_eq!(certainty(&rest(0.699), 44), Certainty::LeansTo);
        let bound = leaning_threshold(12, 44);
        assert_eq!(certainty(&rest(bound), 44), Certainty::LeansTo);
        assert_eq!(certainty(&rest(bound - 1e-9), 44), Certainty::Open);
        assert_eq!(certainty(&rest(0.9), 21), Certainty::Open);
        assert_eq!(certainty(&ranking(&[]), 44), Certainty::Open);
        assert_eq!(certainty(&ranking(&[1.0]), 44), Certainty::StandsOut);
    }

    #[test]
    fn those_with_half_of_the_first_are_named_with_it_three_at_most() {
        let leaning = ranking(&[0.4, 0.2, 0.19, 0.21]);
        assert_eq!(named(&leaning, Certainty::LeansTo), [0, 1, 3]);
        assert_eq!(named(&ranking(&[0.25; 4]), Certainty::LeansTo), [0, 1, 2]);
        assert_eq!(named(&leaning, Certainty::StandsOut), [0]);
        assert_eq!(named(&leaning, Certainty::Open), [0_usize; 0]);
    }

    #[test]
    fn the_threshold_is_straight_between_entries_and_falls_with_the_roles() {
        let (four, six) = (leaning_threshold(12, 44), leaning_threshold(12, 66));
        assert!((leaning_threshold(12, 55) - f64::midpoint(four, six)).abs() < 1e-12);
        assert!((leaning_threshold(12, 55) - 0.295).abs() < 1e-12);
        assert_eq!(leaning_threshold(12, 900), leaning_threshold(12, 110));
        assert_eq!((leaning_threshold(1, 44), leaning_threshold(40, 44)), (1.0, four));
        assert!(leaning_threshold(2, 44) > leaning_threshold(5, 44) && leaning_threshold(5, 44) > four);
    }
}
