//! The lines over a question: what it is part of, how far one is, the time, the number of the last stored answer.

use ratatui::text::{Line, Span};

use crate::history::answer::AnswerNumber;
use crate::report::advice::about;
use crate::report::phrase::counted;
use crate::session::event::{Manner, Mode, Place};
use crate::session::{Session, Stage};
use crate::settings::{Settings, Timer};
use crate::text::layout::{shortened, width};
use crate::tui::page::Canvas;
use crate::tui::theme::Tone;
use crate::tui::widget::bar::progress;
use crate::tui::widget::prose::spread;

/// Columns of the progress line on a wide screen.
const WIDE_PROGRESS: usize = 24;

/// What the header tells of.
#[derive(Debug)]
pub struct Facts<'session> {
    /// The attempt.
    pub session: &'session Session,
    /// The place that is shown; none where all of them are.
    pub place: Option<Place>,
    /// The number of the newest stored answer.
    pub saved: Option<AnswerNumber>,
}

/// Does the header of this attempt show a clock?
#[must_use]
pub fn shows_clock(session: &Session, settings: &Settings) -> bool {
    session.stage() == Stage::Open && session.started().limit.is_some() && settings.timer == Timer::Shown
}

/// Returns the header: two lines on a wide screen, one or two on a narrow one.
#[must_use]
pub fn lines(canvas: &Canvas, settings: &Settings, facts: &Facts<'_>) -> Vec<Line<'static>> {
    let clock = match facts.session.started().mode {
        Mode::Placement => Some(canvas.span(Tone::Quiet, about(facts.session.expected_left()))),
        _ if shows_clock(facts.session, settings) => clock(canvas, facts.session),
        _ => None,
    };
    if canvas.is_wide() { wide(canvas, facts, clock) } else { narrow(canvas, facts, clock) }
}

fn wide(canvas: &Canvas, facts: &Facts<'_>, clock: Option<Span<'static>>) -> Vec<Line<'static>> {
    let started = facts.session.started();
    let mut right = Vec::new();
    right.extend(clock);
    right.push(Span::raw(format!("   {}  ", position(facts))));
    right.extend(progress_line(canvas, facts, WIDE_PROGRESS));
    // The title of a placement says what it is.
    let mode = match started.mode {
        Mode::Placement => String::new(),
        mode => format!(" · {}", mode.as_str()),
    };
    let taken: usize = right.iter().map(Span::width).sum::<usize>() + width(&mode) + 3;
    let has_room = taken + width(started.title.as_str()) <= canvas.columns;
    // The code of a role is short and whole, where its name would be cut.
    let title = match started.role {
        Some(role) if !has_room => role.role().code.clone(),
        Some(_) | None => started.title.to_string(),
    };
    let left = vec![canvas.span(Tone::Title, format!(" {title}")), canvas.span(Tone::Quiet, mode)];
    let mut lines = vec![spread(canvas, left, right), second_line(canvas, facts)];
    if canvas.is_tall() {
        lines.push(Line::default());
    }
    lines
}

/// Returns domain and topic, the flag, and the number of the last stored answer; a topic that has no room is left out.
fn second_line(canvas: &Canvas, facts: &Facts<'_>) -> Line<'static> {
    let (flag, saved) = (flag(canvas, facts), saved(canvas, facts));
    let taken: usize = saved.width() + flag.iter().map(Span::width).sum::<usize>() + 4;
    let room = canvas.columns.saturating_sub(taken);
    let left = vec![canvas.span(Tone::Quiet, format!(" {}", shortened(&subject(facts, room), room)))];
    spread(canvas, [left, flag].concat(), vec![saved])
}

fn narrow(canvas: &Canvas, facts: &Facts<'_>, clock: Option<Span<'static>>) -> Vec<Line<'static>> {
    let position = Span::raw(format!(" {}", position(facts)));
    let saved = saved(canvas, facts);
    let flag = flag(canvas, facts);
    let Some(clock) = clock else {
        let used = position.width() + saved.width() + flag.iter().map(Span::width).sum::<usize>() + 3;
        let bar = progress_line(canvas, facts, canvas.columns.saturating_sub(used));
        let left = [vec![position, Span::raw(" ")], bar, flag].concat();
        return vec![spread(canvas, left, vec![saved])];
    };
    let first = spread(canvas, [vec![position], flag].concat(), vec![clock]);
    let bar = progress_line(canvas, facts, canvas.columns.saturating_sub(saved.width() + 4));
    vec![first, spread(canvas, [vec![Span::raw(" ")], bar].concat(), vec![saved])]
}

fn position(facts: &Facts<'_>) -> String {
    let n = facts.session.n_questions();
    facts.place.map_or_else(|| counted(n, "question"), |place| format!("Question {place} of {n}"))
}

fn progress_line(canvas: &Canvas, facts: &Facts<'_>, columns: usize) -> Vec<Span<'static>> {
    progress(canvas, columns, facts.session.n_answered(), facts.session.n_questions())
}

fn saved(canvas: &Canvas, facts: &Facts<'_>) -> Span<'static> {
    let words = facts.saved.map_or_else(String::new, |number| format!("saved #{number}"));
    canvas.span(Tone::Quiet, words)
}

fn flag(canvas: &Canvas, facts: &Facts<'_>) -> Vec<Span<'static>> {
    let is_flagged =
        facts.place.and_then(|place| facts.session.place(place)).is_some_and(|state| state.flagged);
    let words = if canvas.is_wide() { "   ⚑ flagged" } else { " ⚑" };
    if is_flagged { vec![canvas.span(Tone::Warning, words)] } else { Vec::new() }
}

/// Returns the domain, with the topic where it may be told and both fit into `room` columns.
fn subject(facts: &Facts<'_>, room: usize) -> String {
    let question = facts.place.and_then(|place| facts.session.question(place));
    let Some(question) = question else { return String::new() };
    let domain = question.subject.domain.title();
    // In an exam the topic could give the answer away.
    match question.subject.topic {
        Some(topic) if facts.session.started().mode.manner() == Manner::Practice => {
            let both = format!("{domain} · {}", topic.words());
            if width(&both) <= room { both } else { domain.to_owned() }
        }
        Some(_) | None => domain.to_owned(),
    }
}

fn clock(canvas: &Canvas, session: &Session) -> Option<Span<'static>> {
    Some(match session.time_left(canvas.now)? {
        Ok(left) => canvas.span(Tone::Plain, format!("{} left", left.minutes_seconds())),
        Err(over) => canvas.span(Tone::Warning, format!("over time +{}", over.minutes_seconds())),
    })
}

/// Returns `text` as a header of one line, for screens that have nothing more to say there.
#[must_use]
pub fn title(canvas: &Canvas, text: &str, aside: &str) -> Vec<Line<'static>> {
    let has_room = width(text) + width(aside) + 4 <= canvas.columns;
    let aside = if has_room { aside } else { "" };
    let line = spread(
        canvas,
        vec![canvas.span(Tone::Title, format!(" {text}"))],
        vec![canvas.span(Tone::Quiet, aside)],
    );
    if canvas.is_tall() { vec![line, Line::default()] } else { vec![line] }
}
