//! The figures of `bank power` as one JSON object.

use serde_json::{Map, Value, json};

use crate::advice::certainty::QUESTIONS;
use crate::advice::gates::Training;
use crate::power::apart::Pair;
use crate::power::gating::Gate;
use crate::power::limits::missed;
use crate::power::table::{Extra, Gating, Table, TableRow};
use crate::report::power::{Simulated, role_at};

/// Returns the object: `rows`, and beside them what was simulated, how alike roles are, the thresholds of *leans to*,
/// and, for the standard pool, the figures that are not reached.
#[must_use]
pub fn object(table: &Table, simulated: &Simulated) -> Value {
    let not_reached: Vec<Value> = missed(&table.rows)
        .into_iter()
        .map(|missed| {
            json!({
                "condition": missed.condition, "questions": missed.n_questions, "figure": missed.figure,
                "found": missed.found, "from": missed.range.0, "to": missed.range.1,
            })
        })
        .collect();
    json!({
        "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
        "seed": simulated.wanted.seed,
        "pool": { "banks": simulated.n_banks, "questions": simulated.n_pool },
        "likeness": table.pairs.iter().map(pair).collect::<Vec<_>>(),
        "leans_to": table.leaning.iter().map(thresholds).collect::<Vec<_>>(),
        "not_reached": if simulated.n_banks.is_none() { json!(not_reached) } else { Value::Null },
    })
}

fn row(row: &TableRow) -> Value {
    let figures = &row.row;
    // Of people without a profile no role is the best, so that none can be hit or missed.
    let is_flat = matches!(row.extra, Extra::Flat { .. });
    let of_best = |value: f64| if is_flat { Value::Null } else { json!(value) };
    let mut object = json!({
        "condition": row.condition,
        "questions": row.n_questions,
        "people": row.n_people,
        "top1": of_best(figures.suggestion.top1),
        "top3": of_best(figures.suggestion.top3),
        "regret": of_best(figures.suggestion.regret),
        "brier": figures.brier,
        "ece": figures.suggestion.ece,
        "coverage": of_best(figures.coverage),
        "set_size": figures.set_size,
        "gate": gate(row.gating),
        "naive_top1": of_best(figures.naive.top1),
        "naive_top3": of_best(figures.naive.top3),
        "naive_regret": of_best(figures.naive.regret),
        "naive_ece": figures.naive.ece,
    });
    if let Some(object) = object.as_object_mut() {
        object.extend(extra(row.extra));
    }
    object
}

fn gate(gating: Gating) -> Value {
    match gating {
        Gating::Off => Value::Null,
        Gating::Of(Gate { licence, training }) => {
            json!({ "licence": licence, "training": training_word(training) })
        }
        Gating::Mean => json!("mean"),
    }
}

fn training_word(training: Training) -> &'static str {
    match training {
        Training::Short => "short",
        Training::Long => "long",
        Training::Either => "either",
    }
}

fn extra(extra: Extra) -> Map<String, Value> {
    let of =
        |pairs: &[(&str, f64)]| pairs.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
    match extra {
        Extra::None => Map::new(),
        Extra::Flat { stands_out, leans_to, largest_share } => {
            of(&[("stands_out", stands_out), ("leans_to", leans_to), ("largest_share", largest_share)])
        }
        Extra::DontKnow { bias } => of(&[("bias", bias)]),
        Extra::Pass { brier, ece } => of(&[("pass_brier", brier), ("pass_ece", ece)]),
    }
}

fn pair(pair: &Pair) -> Value {
    let id = |role_ix| role_at(role_ix).map(|role| role.as_str());
    json!({
        "roles": [id(pair.roles.0), id(pair.roles.1)],
        "likeness": pair.likeness,
        "told_apart": pair.told_apart,
        "cannot_be_told_apart": pair.is_alike(),
    })
}

fn thresholds((n_open, of_lengths): &(usize, [f64; QUESTIONS.len()])) -> Value {
    let of_lengths: Vec<Value> = QUESTIONS
        .iter()
        .zip(of_lengths)
        .map(|(n_questions, p_best)| json!({ "questions": n_questions, "p_best": p_best }))
        .collect();
    json!({ "open": n_open, "thresholds": of_lengths })
}
