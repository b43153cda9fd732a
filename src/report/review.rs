//! The review of an attempt in words: each question with the answer given and the right one.

use crate::report::answer::{given, right};
use crate::report::feedback::teaching;
use crate::scoring::Mark;
use crate::scoring::answer::Answer;
use crate::session::event::{Answered, Place};
use crate::session::{PlaceState, Session, Stage};
use crate::text::markup::plain;

/// How much a review says of each question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// For those who have just read the questions: no stems.
    Short,
    /// With each question's stem.
    WithStem,
}

/// Returns the review of every question, line by line, an empty line before each.
#[must_use]
pub fn review(session: &Session, detail: Detail) -> Vec<String> {
    (0..session.n_questions()).flat_map(|place_ix| reviewed(session, Place::at(place_ix), detail)).collect()
}

/// Returns the review of one question; a mark that is not to be shown yet is said to be open.
fn reviewed(session: &Session, place: Place, detail: Detail) -> Vec<String> {
    let (Some(question), Some(order), Some(state)) =
        (session.question(place), session.shown_order(place), session.place(place))
    else {
        return Vec::new();
    };
    let is_told = session.shown_mark(place).is_some() || session.stage() == Stage::Done;
    let verdict = if is_told { verdict(state) } else { told_later(state) };
    let mut lines = vec![String::new(), format!("{place}. [{}] {verdict}", question.key.question)];
    if detail == Detail::WithStem {
        lines.push(plain(question.stem.as_str()));
    }
    if let Some(answered) = state.answered.as_ref().filter(|answered| answered.answer != Answer::DontKnow) {
        lines.push(format!("Your answer: {}", given(question, order, &answered.answer)));
    }
    if is_told {
        lines.push(format!("Right answer: {}", right(question, order)));
        lines.extend(teaching(question));
    }
    lines
}

fn verdict(state: &PlaceState) -> String {
    let Some(answered) = state.answered.as_ref() else { return "unanswered".to_owned() };
    let late = if answered.late { ", late" } else { "" };
    let assisted = if answered.assisted { ", assisted" } else { "" };
    format!("{}{late}{assisted}", worth(answered))
}

fn worth(answered: &Answered) -> String {
    match answered.mark {
        _ if answered.answer == Answer::DontKnow => "I don't know".to_owned(),
        Mark::FULL => "right".to_owned(),
        Mark::ZERO => "wrong".to_owned(),
        mark => format!("partly right, {:.2} of 1", mark.share()),
    }
}

fn told_later(state: &PlaceState) -> String {
    match &state.answered {
        Some(_) => "answered".to_owned(),
        None => "unanswered".to_owned(),
    }
}
