//! Gates of what the questions say: how alike, how hard to read, how well explained.

use crate::bank::question::{Level, Question};
use crate::check::duplicate::{MOST_PAIRS, near_duplicates};
use crate::check::gate::chance::{mean, median};
use crate::check::gate::{Gate, Sample, judged};
use crate::check::prose::Asking;

pub(super) fn duplicates(sample: &Sample<'_>) -> Gate {
    let stems: Vec<_> = sample.facts.iter().map(|facts| &facts.runs).collect();
    let pairs = near_duplicates(&stems);
    let more = if pairs.len() < MOST_PAIRS { "" } else { " or more" };
    let first = pairs.first().and_then(|pair| {
        let id = |question_ix: usize| sample.questions.get(question_ix).map(|q| q.key.question.clone());
        Some(format!(", first `{}` and `{}`", id(pair.first)?, id(pair.second)?))
    });
    Gate {
        name: "near-duplicate stems",
        figure: format!("{} pairs{more}{}", pairs.len(), first.unwrap_or_default()),
        threshold: "none with 70 % of three-word runs in common",
        verdict: judged(pairs.is_empty()),
    }
}

pub(super) fn negatives(sample: &Sample<'_>) -> Gate {
    let share_of = |holds: fn(Asking) -> bool| {
        mean(sample.facts.iter().map(|facts| f64::from(u8::from(holds(facts.asking)))))
    };
    let share = share_of(|asking| asking != Asking::Positive);
    let quiet = share_of(|asking| asking == Asking::Negative);
    Gate {
        name: "negative stems",
        figure: format!("{:.1} %, {:.1} % not in capitals", 100.0 * share, 100.0 * quiet),
        threshold: "at most 5 %, all in capitals",
        verdict: judged(share <= 0.05 && quiet == 0.0),
    }
}

pub(super) fn grade(sample: &Sample<'_>) -> Gate {
    let median = median(sample.facts.iter().map(|facts| f64::from(facts.grade)).collect());
    Gate {
        name: "reading grade of stems",
        figure: format!("median {median:.1}"),
        threshold: "median 7 to 12 (Flesch-Kincaid)",
        verdict: judged((7.0..=12.0).contains(&median)),
    }
}

pub(super) fn above_recall(sample: &Sample<'_>) -> Gate {
    let share =
        sample.share(|question| matches!(question.subject.level, Some(Level::Application | Level::Analysis)));
    Gate {
        name: "above recall",
        figure: format!("{:.0} %", 100.0 * share),
        threshold: "at least 40 % application or analysis",
        verdict: judged(share >= 0.40),
    }
}

pub(super) fn rationales(sample: &Sample<'_>) -> Gate {
    let is_missing =
        |question: &Question| question.body.choices().iter().any(|choice| choice.rationale.is_none());
    let n = sample.questions.iter().filter(|question| is_missing(question)).count();
    Gate {
        name: "rationales",
        figure: format!("{n} questions with a choice without one"),
        threshold: "every choice has one",
        verdict: judged(n == 0),
    }
}

pub(super) fn references(sample: &Sample<'_>) -> Gate {
    let n = sample.questions.iter().filter(|question| question.teaching.references.is_empty()).count();
    Gate {
        name: "references",
        figure: format!("{n} questions without one"),
        threshold: "every question has one",
        verdict: judged(n == 0),
    }
}

pub(super) fn dates(sample: &Sample<'_>) -> Gate {
    let is_dated =
        |question: &Question| question.teaching.as_of.is_some() && question.teaching.review_by.is_some();
    let changing = || {
        sample.facts_of_questions().filter(|(question, facts)| {
            facts.changes || question.teaching.as_of.is_some() || question.teaching.review_by.is_some()
        })
    };
    let n = changing().count();
    let n_dated = changing().filter(|(question, _)| is_dated(question)).count();
    Gate {
        name: "dates of facts that change",
        figure: format!("{n_dated} of {n} with `as_of` and `review_by`"),
        threshold: "every one has both",
        verdict: judged(n_dated == n),
    }
}

pub(super) fn warnings(sample: &Sample<'_>, n_warnings: usize) -> Gate {
    let rate = n_warnings as f64 / sample.questions.len().max(1) as f64;
    Gate {
        name: "warnings",
        figure: format!("{n_warnings}, {rate:.2} a question"),
        threshold: "at most 0.25 a question",
        verdict: judged(rate <= 0.25),
    }
}
