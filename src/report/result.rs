//! What an attempt came to, in words.

use crate::clock::Millis;
use crate::report::phrase::{chance, counted, duration, numbers, percent, percent_interval, subject};
use crate::scoring::Mark;
use crate::scoring::answer::Answer;
use crate::session::Session;
use crate::session::event::{Manner, Place, Started};
use crate::session::outcome::{MIN_FOR_FULL_BAR, Outcome, Tally, outcome};

/// Weak topics that a report names; the rest are counted.
pub const MAX_WEAK_TOPICS: usize = 8;

/// Returns what an attempt is, in words: `Trainer: practice, 20 questions`.
#[must_use]
pub fn heading(session: &Session) -> String {
    let started = session.started();
    subject(&started.title, started.mode, session.n_questions())
}

/// Returns the result of an attempt, line by line; `used` is the time spent on it until its end.
#[must_use]
pub fn result(session: &Session, used: Millis) -> Vec<String> {
    let outcome = outcome(session);
    let started = session.started();
    let is_exam = started.mode.manner() == Manner::Exam;
    let mut lines = vec![format!("Result of {}", heading(session)), score(&outcome, is_exam)];
    if is_exam {
        lines.extend(pass(&outcome));
    }
    lines.push(counts(session, &outcome));
    lines.push(time_used(started, used));
    lines.extend(late(session, &outcome));
    lines.push("By domain:".to_owned());
    lines.extend(
        outcome.domains.iter().map(|(domain, tally)| format!("{}: {}", domain.title(), cell(*tally))),
    );
    lines.extend(weak_topics(&outcome));
    if !is_exam {
        lines.extend(missed(&outcome));
    }
    lines
}

/// Returns the score in words: `Score: 27 of 40 (68 %), 95 % interval 52 to 80 %`, the interval for exams only.
fn score(outcome: &Outcome, is_exam: bool) -> String {
    let score = format!("Score: {}", points(outcome.total));
    if is_exam && outcome.total.n > 0 {
        return format!("{score}, 95 % interval {}", percent_interval(outcome.total.interval()));
    }
    score
}

/// Returns a tally in words: `27 of 40 (68 %)`.
#[must_use]
pub fn points(tally: Tally) -> String {
    format!("{} of {} ({})", tally.points(), tally.n, percent(tally.share()))
}

fn pass(outcome: &Outcome) -> [String; 2] {
    let cut_score = percent(outcome.pass.cut_score);
    let verdict = if outcome.pass.passed { "Passed" } else { "Not passed" };
    [
        format!("{verdict}: the cut score is {cut_score}."),
        format!(
            "P(pass), the chance that your true share reaches {cut_score}: {} ({})",
            chance(outcome.pass.probability),
            percent(outcome.pass.probability)
        ),
    ]
}

fn counts(session: &Session, outcome: &Outcome) -> String {
    let (mut n_right, mut n_partly, mut n_wrong) = (0, 0, 0);
    let answers = session.places().iter().filter_map(|state| state.answered.as_ref());
    for answered in answers.filter(|answered| answered.answer != Answer::DontKnow) {
        match answered.mark {
            Mark::FULL => n_right += 1,
            Mark::ZERO => n_wrong += 1,
            _ => n_partly += 1,
        }
    }
    format!(
        "Right: {n_right}. Partly right: {n_partly}. Wrong: {n_wrong}. I don't know: {}. Unanswered: {}.",
        outcome.n_dont_know, outcome.n_unanswered
    )
}

fn time_used(started: &Started, used: Millis) -> String {
    match started.limit {
        Some(limit) => format!("Time used: {} of {}", duration(used), duration(limit)),
        None => format!("Time used: {}", duration(used)),
    }
}

fn late(session: &Session, outcome: &Outcome) -> Option<String> {
    let in_time = outcome.in_time?;
    let answers = session.places().iter().filter_map(|state| state.answered.as_ref());
    let n_late = answers.filter(|answered| answered.late).count();
    Some(format!(
        "{} given late. Score in time: {}; in all: {}",
        counted(n_late, "answer"),
        points(in_time),
        points(outcome.total)
    ))
}

fn cell(tally: Tally) -> String {
    if tally.n < MIN_FOR_FULL_BAR {
        return format!("{}, few questions", points(tally));
    }
    format!("{}, 95 % interval {}", points(tally), percent_interval(tally.interval()))
}

fn weak_topics(outcome: &Outcome) -> Option<String> {
    let named: Vec<String> = outcome
        .weak_topics
        .iter()
        .take(MAX_WEAK_TOPICS)
        .map(|(topic, tally)| format!("{} ({} of {})", topic.words(), tally.points(), tally.n))
        .collect();
    let n_more = outcome.weak_topics.len() - named.len();
    let more = if n_more > 0 { format!(", and {n_more} more") } else { String::new() };
    (!named.is_empty()).then(|| format!("Weak topics: {}{more}", named.join(", ")))
}

fn missed(outcome: &Outcome) -> Option<String> {
    let missed: Vec<usize> = outcome.missed.iter().copied().map(Place::number).collect();
    (!missed.is_empty()).then(|| {
        format!(
            "Missed questions: {}. `hitquiz practice --missed` asks what was missed again.",
            numbers(&missed)
        )
    })
}
