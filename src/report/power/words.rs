//! The figures of `bank power` as lines of at most 80 columns.

use crate::advice::certainty::QUESTIONS;
use crate::advice::gates::Training;
use crate::power::apart::Pair;
use crate::power::gating::Gate;
use crate::power::limits::{FEWEST_PEOPLE, Missed, missed};
use crate::power::table::{Extra, Gating, Table, TableRow};
use crate::report::phrase::{counted, number, percent};
use crate::report::power::{Simulated, role_at};

/// What the columns mean.
const LEGEND: [&str; 12] = [
    "top-1, top-3  share of people whose truly best role is first, in the first 3",
    "regret        fit lost by taking the first, in standard deviations among people",
    "Brier, ECE    errors of the probability of being ready; 0 is perfect",
    "cover, set    share of people whose truly best role is in the 90 % set; its size",
    "by score      the same people, roles ordered by percent correct on an even form",
    "gated         behind the questions about the person",
    "flat          people who are as able in every domain: nothing should be found",
    "dont-know     \"I don't know\" said whenever it is not known",
    "below-prior   people a logit less able than is taken for granted",
    "worthless-levels  authors' levels drawn at random in two domains",
    "pass          P(pass) against drawn 40-question forms",
    "These figures hold for simulated people; no real ones have been compared yet.",
];

/// Returns everything, ready to be printed.
#[must_use]
pub fn lines(table: &Table, simulated: &Simulated) -> Vec<String> {
    let mut lines = said_of(simulated);
    lines.push(String::new());
    lines.push(format!(
        "{:<25}{:>9}{:>7}{:>6}{:>7}{:>7}{:>6}{:>6}{:>6}",
        "condition", "questions", "top-1", "top-3", "regret", "Brier", "ECE", "cover", "set"
    ));
    lines.extend(table.rows.iter().flat_map(row));
    lines.push(String::new());
    lines.extend(LEGEND.map(str::to_owned));
    lines.push(String::new());
    lines.extend(likeness(&table.pairs));
    lines.push(String::new());
    lines.extend(leaning(table));
    if simulated.n_banks.is_none() {
        lines.extend(reached(&table.rows));
    }
    lines
}

fn said_of(simulated: &Simulated) -> Vec<String> {
    let wanted = simulated.wanted;
    let questions = match simulated.n_banks {
        None => format!("{} simulated questions", simulated.n_pool),
        Some(n_banks) => {
            format!("{} of {}", counted(simulated.n_pool, "question"), counted(n_banks, "bank"))
        }
    };
    let mut lines =
        vec![format!("{} simulated people a row, {questions}, seed {}.", wanted.n_people, wanted.seed.0)];
    if !simulated.empty_domains.is_empty() {
        let domains: Vec<&str> = simulated.empty_domains.iter().map(|domain| domain.as_str()).collect();
        lines.push(format!(
            "No question in: {}. What is said of them rests on the others.",
            domains.join(", ")
        ));
    }
    lines
}

fn row(row: &TableRow) -> Vec<String> {
    let figures = &row.row;
    let name = format!("{}{}", row.condition, gate(row.gating));
    let mut lines = Vec::new();
    if let Extra::Flat { stands_out, leans_to, largest_share } = row.extra {
        lines.push(format!("{name:<25}{:>9}", row.n_questions));
        lines.push(format!("  stands out {}, leans to {},", percent(stands_out), percent(leans_to)));
        lines
            .push(format!("  one role is first {largest_share:.2} times as often as its fair share at most"));
        return lines;
    }
    lines.push(format!(
        "{name:<25}{:>9}{:>7.3}{:>6.3}{:>7.3}{:>7.4}{:>6.3}{:>6.3}{:>6.1}",
        row.n_questions,
        figures.suggestion.top1,
        figures.suggestion.top3,
        figures.suggestion.regret,
        figures.brier,
        figures.suggestion.ece,
        figures.coverage,
        figures.set_size,
    ));
    let naive = figures.naive;
    lines.push(format!(
        "{:<34}{:>7.3}{:>6.3}{:>7.3}{:>7}{:>6.3}",
        "  by score", naive.top1, naive.top3, naive.regret, "", naive.ece
    ));
    match row.extra {
        Extra::DontKnow { bias } => lines
            .push(format!("  farthest domain mean from that of the same people guessing: {bias:+.3} logits")),
        Extra::Pass { brier, ece } => lines.push(format!("  P(pass): Brier {brier:.4}, ECE {ece:.3}")),
        Extra::None | Extra::Flat { .. } => {}
    }
    lines
}

fn gate(gating: Gating) -> String {
    match gating {
        Gating::Off => String::new(),
        Gating::Mean => ", mean of the four".to_owned(),
        Gating::Of(Gate { licence, training }) => {
            let licence = if licence { "licence" } else { "none" };
            let training = match training {
                Training::Short => "short",
                Training::Long => "long",
                Training::Either => "either",
            };
            format!(", {licence}, {training}")
        }
    }
}

fn likeness(pairs: &[Pair]) -> Vec<String> {
    let n_roles = pairs.iter().map(|pair| pair.roles.1 + 1).max().unwrap_or(0);
    let code = |role_ix: usize| role_at(role_ix).map_or("", |role| role.role().code.as_str());
    let cell = |row_ix: usize, column_ix: usize| {
        let roles = (row_ix.min(column_ix), row_ix.max(column_ix));
        let pair = pairs.iter().find(|pair| pair.roles == roles);
        pair.map_or_else(|| format!("{:>6}", "-"), |pair| format!("{:>6.2}", pair.likeness))
    };
    let mut lines = vec!["How alike roles are: correlation of their fits among people.".to_owned()];
    lines.push(
        format!("{:4}", "")
            + &(0..n_roles).map(|role_ix| format!("{:>6}", code(role_ix))).collect::<String>(),
    );
    lines.extend((0..n_roles).map(|row_ix| {
        format!("{:<4}", code(row_ix))
            + &(0..n_roles).map(|column_ix| cell(row_ix, column_ix)).collect::<String>()
    }));
    lines.push(String::new());
    lines.push("Roles that cannot be told apart: their fits differ less from each other than a".to_owned());
    lines.push("fit does among people (likeness over 0.5).".to_owned());
    let alike = pairs.iter().filter(|pair| pair.is_alike());
    let said =
        |pair: &Pair| format!("  {} and {}: {:.2}", code(pair.roles.0), code(pair.roles.1), pair.likeness);
    let before = lines.len();
    lines.extend(alike.map(said));
    if lines.len() == before {
        lines.push("  none".to_owned());
    }
    let told_apart = || pairs.iter().map(|pair| pair.told_apart);
    lines.push(format!(
        "Of two roles the better has the larger expected fit for {} to {} of people.",
        percent(told_apart().fold(1.0, f64::min)),
        percent(told_apart().fold(0.0, f64::max))
    ));
    lines
}

fn leaning(table: &Table) -> Vec<String> {
    let mut lines = vec![
        "P(best) from which on a profile leans to a role, by open roles and questions:".to_owned(),
        "the 80th percentile among people without a profile.".to_owned(),
        format!("{:>5}", "open") + &QUESTIONS.map(|n_questions| format!("{n_questions:>8}")).concat(),
    ];
    lines.extend(table.leaning.iter().map(|(n_open, thresholds)| {
        format!("{n_open:>5}") + &thresholds.map(|threshold| format!("{threshold:>8.3}")).concat()
    }));
    lines
}

fn reached(rows: &[TableRow]) -> Vec<String> {
    if rows.iter().all(|row| row.n_people < FEWEST_PEOPLE) {
        return vec![
            String::new(),
            format!("From {FEWEST_PEOPLE} people a row on the figures are held against limits."),
        ];
    }
    let missed = missed(rows);
    let mut lines = vec![String::new()];
    if missed.is_empty() {
        lines.push("All figures are within the limits of docs/measurement.md.".to_owned());
    } else {
        lines.push("Not within the limits of docs/measurement.md:".to_owned());
        lines.extend(missed.iter().map(not_reached));
    }
    lines
}

fn not_reached(missed: &Missed) -> String {
    let Missed { condition, n_questions, figure, found, range: (low, high) } = missed;
    format!(
        "  {condition}, {n_questions} questions: {figure} {found:.4}, limits {} to {}",
        number(*low),
        number(*high)
    )
}
