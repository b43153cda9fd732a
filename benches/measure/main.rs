//! How long measuring takes, beside a plain implementation of the same formulas: `cargo bench --bench measure`.
//!
//! Each time is the smallest of many runs: what else the machine does can only make a run longer.

#![expect(clippy::indexing_slicing, reason = "a benchmark that panics is a benchmark that fails")]

mod plain;

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use hitquiz::advice::fit::Contrasts;
use hitquiz::advice::ranking::{Draws, ranking};
use hitquiz::advice::readiness::{Curve, readiness};
use hitquiz::framework::N_DOMAINS;
use hitquiz::measure::eap::expected_ability;
use hitquiz::measure::grid::LogLikelihood;
use hitquiz::measure::item::Item;
use hitquiz::measure::posterior::Abilities;
use hitquiz::power::people::Told;
use hitquiz::power::pool::Pool;
use hitquiz::seed::{Seed, Stream};
use hitquiz::selection::adaptive::Adaptive;
use hitquiz::selection::placement::{Candidate, Placement};

/// Questions of the one-dimensional pool.
const N_ITEMS: usize = 500;

/// Questions of a placement.
const N_PLACED: usize = 66;

/// Runs of which the shortest counts.
const N_RUNS: usize = 200;

/// Runs of the plain implementation.
const N_PLAIN_RUNS: usize = 12;

/// A line of the table.
struct Line {
    what: &'static str,
    limit: Duration,
    ours: Duration,
    plain: Duration,
}

fn main() -> ExitCode {
    let lines = [one_dimension(), placement(), report()];
    println!("{:<58}{:>10}{:>10}{:>12}{:>8}", "", "limit", "here", "plain", "ratio");
    for Line { what, limit, ours, plain } in &lines {
        let ratio = plain.as_secs_f64() / ours.as_secs_f64();
        println!("{what:<58}{:>10}{:>10}{:>12}{ratio:>8.1}", said(*limit), said(*ours), said(*plain));
    }
    ExitCode::from(u8::from(lines.iter().any(|line| line.ours > line.limit)))
}

fn said(time: Duration) -> String {
    let us = time.as_secs_f64() * 1e6;
    if us < 1_000.0 { format!("{us:.3} us") } else { format!("{:.3} ms", us / 1_000.0) }
}

/// Returns the shortest time of a run of `n`, divided by `share`.
fn shortest(n: usize, share: usize, mut run: impl FnMut()) -> Duration {
    let one = |()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    std::iter::repeat_n((), n).map(one).min().unwrap_or_default() / share as u32
}

fn pool() -> Vec<Candidate> {
    let drawn = Pool::Standard.drawn(Told::Levels, &mut Seed(1).stream(Stream::Simulation));
    drawn.into_iter().map(|question| question.candidate).collect()
}

fn right(n: usize) -> f64 {
    f64::from(u8::from(!n.is_multiple_of(3)))
}

/// An answer taken in and the next question found among 500, for each of the 500.
fn one_dimension() -> Line {
    let pool: Vec<Candidate> = pool().into_iter().take(N_ITEMS).collect();
    let exam = Adaptive::new(pool.clone(), [N_ITEMS; N_DOMAINS], Seed(1));
    let asked: Vec<usize> = (0..20).collect();
    let answered = || {
        let mut answers = LogLikelihood::default();
        for (n, candidate) in pool.iter().take(asked.len()).enumerate() {
            answers.add(&candidate.item, right(n), 1.0);
        }
        answers
    };
    let mut answers = answered();
    let items: Vec<Item> = pool.iter().map(|candidate| candidate.item).collect();
    let marks: Vec<f64> = (0..asked.len()).map(right).collect();
    let mean = plain::expected_ability(&items[..asked.len()], &marks);
    assert!((mean - expected_ability(&answers).mean).abs() < 1e-6);
    let ours = shortest(N_RUNS, N_ITEMS, || {
        answers.add(&pool[0].item, black_box(1.0), 1.0);
        black_box(exam.next(&asked, &answers));
    });
    let plain = shortest(N_PLAIN_RUNS, N_ITEMS, || {
        black_box(plain::next_of_exam(&items, asked.len(), black_box(&marks)));
    });
    let limit = Duration::from_micros(1);
    Line { what: "one ability: answer and next of 500, a question", limit, ours, plain }
}

/// Answers of a placement with the choice of each question.
fn placement() -> Line {
    let contrasts = Contrasts::of_framework();
    let open: Vec<usize> = (0..contrasts.n_roles()).collect();
    let pool = pool();
    let placement = Placement::new(pool.clone(), Seed(2));
    let placed = || {
        let mut abilities = Abilities::default();
        let mut asked = Vec::new();
        while let Some(next) =
            placement.next(&asked, &abilities, &contrasts, &open).filter(|_| asked.len() < N_PLACED)
        {
            abilities.answer(pool[next].domain_ix, &pool[next].item, right(asked.len()));
            asked.push(next);
        }
        (asked, abilities)
    };
    let (asked, abilities) = placed();
    let answers: Vec<(usize, Item, f64)> =
        asked.iter().enumerate().map(|(n, ix)| (pool[*ix].domain_ix, pool[*ix].item, right(n))).collect();
    let by_plain = plain::posterior(&answers);
    for (a, b) in by_plain.mean.iter().zip(abilities.mean()) {
        assert!((a - b).abs() < 5e-3, "{a} {b}");
    }
    let ours = shortest(N_RUNS, N_PLACED, || {
        black_box(placed());
    });
    // The plain one for the middle of the placement: it takes longer with every answer.
    let half = &answers[..N_PLACED / 2];
    let plain = shortest(N_PLAIN_RUNS, 1, || {
        let known = plain::posterior(black_box(half));
        black_box(plain::next_of_placement(&known, &pool, &contrasts));
    });
    Line { what: "placement: an answer, of 66", limit: Duration::from_micros(30), ours, plain }
}

/// Draws, ranking, readiness.
fn report() -> Line {
    let contrasts = Contrasts::of_framework();
    let open: Vec<usize> = (0..contrasts.n_roles()).collect();
    let pool = pool();
    let mut abilities = Abilities::default();
    for (n, candidate) in pool.iter().step_by(8).enumerate() {
        abilities.record(candidate.domain_ix, &candidate.item, right(n), 1.0);
    }
    abilities.settle();
    let curves: [Curve; N_DOMAINS] = std::array::from_fn(|domain_ix| {
        let of_domain = pool.iter().filter(|candidate| candidate.domain_ix == domain_ix);
        Curve::of(&of_domain.map(|candidate| candidate.item).collect::<Vec<_>>())
    });
    let forms: Vec<_> = contrasts.blueprints().iter().map(|blueprint| (*blueprint, 0.7)).collect();
    let ours = shortest(N_RUNS, 1, || {
        let draws = Draws::new(black_box(Seed(3)));
        black_box(ranking(&contrasts, &abilities, &open, &draws));
        black_box(readiness(&forms, &curves, &abilities, &draws));
    });
    let draws = Draws::new(Seed(3));
    let found = readiness(&forms, &curves, &abilities, &draws);
    let by_plain = plain::report(&contrasts, &abilities, &curves);
    for (ours, (mean, p_pass)) in found.iter().zip(&by_plain) {
        assert!((ours.mean - mean).abs() < 0.02 && (ours.p_pass - p_pass).abs() < 0.05);
    }
    let plain = shortest(N_PLAIN_RUNS, 1, || {
        black_box(plain::report(&contrasts, black_box(&abilities), &curves));
    });
    Line {
        what: "report: draws, ranking and readiness of 12 roles",
        limit: Duration::from_millis(2),
        ours,
        plain,
    }
}
