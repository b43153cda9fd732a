//! The lines over a preview: the file, the question, how many problems, that nothing is stored.

use ratatui::text::{Line, Span};

use crate::bank::rule::Severity;
use crate::library::preview::PreviewedQuestion;
use crate::report::phrase::{counted, problems};
use crate::text::SafeText;
use crate::text::layout::{shortened, width};
use crate::tui::page::Canvas;
use crate::tui::screen::preview::state::{State, Trouble};
use crate::tui::theme::Tone;
use crate::tui::widget::prose::spread;

/// What the header tells of.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'preview> {
    /// The name of the file.
    pub name: &'preview SafeText,
    /// What is known of it.
    pub state: &'preview State,
    /// The question that is shown, with its position; none where all of them are.
    pub question: Option<(usize, &'preview PreviewedQuestion)>,
}

/// Returns the header: two lines, and an empty one where there is room.
#[must_use]
pub fn lines(canvas: &Canvas, facts: &Facts<'_>) -> Vec<Line<'static>> {
    let mut lines = if canvas.is_wide() { wide(canvas, facts) } else { narrow(canvas, facts) };
    if canvas.is_tall() {
        lines.push(Line::default());
    }
    lines
}

fn wide(canvas: &Canvas, facts: &Facts<'_>) -> Vec<Line<'static>> {
    let position = canvas.span(Tone::Plain, format!("  {}   ", position(facts, "Question ")));
    let right = vec![position, count(canvas, facts.state)];
    let mode = " · preview";
    let taken = right.iter().map(Span::width).sum::<usize>() + width(mode) + 4;
    let name = file_name(facts.name.as_str(), canvas.columns.saturating_sub(taken));
    let left = vec![canvas.span(Tone::Title, format!(" {name}")), canvas.span(Tone::Quiet, mode)];
    let aside = format!("read {} · not stored", facts.state.read_at.local_time());
    vec![spread(canvas, left, right), second(canvas, facts, &aside)]
}

fn narrow(canvas: &Canvas, facts: &Facts<'_>) -> Vec<Line<'static>> {
    let count = count(canvas, facts.state);
    let has_room = |words: &str| width(words) + count.width() + 3 <= canvas.columns;
    let words = position(facts, "Question ");
    let words = if has_room(&words) { words } else { position(facts, "") };
    let left = vec![canvas.span(Tone::Plain, format!(" {words}"))];
    let aside = format!("not stored {}", facts.state.read_at.local_time());
    vec![spread(canvas, left, vec![count]), second(canvas, facts, &aside)]
}

fn position(facts: &Facts<'_>, before: &str) -> String {
    match (facts.question, facts.state.n_questions()) {
        (Some((question_ix, _)), n) => format!("{before}{} of {n}", question_ix + 1),
        (None, 0) => String::new(),
        (None, n) => counted(n, "question"),
    }
}

/// Returns the problems in numbers.
fn count(canvas: &Canvas, state: &State) -> Span<'static> {
    match (state.n(Severity::Error), state.n(Severity::Warning), &state.trouble) {
        (_, _, Some(Trouble::Unreadable(_))) => canvas.span(Tone::Wrong, "✗ cannot be read"),
        (0, 0, _) => canvas.span(Tone::Right, "✓ no problems"),
        (0, n_warnings, _) => canvas.span(Tone::Warning, problems(0, n_warnings)),
        (n_errors, n_warnings, _) => canvas.span(Tone::Wrong, problems(n_errors, n_warnings)),
    }
}

/// Returns the second line: that what is shown is no longer so, else domain and topic as learners see them.
fn second(canvas: &Canvas, facts: &Facts<'_>, aside: &str) -> Line<'static> {
    let right = vec![canvas.span(Tone::Quiet, aside.to_owned())];
    let room = canvas.columns.saturating_sub(width(aside) + 4);
    let left = match (&facts.state.trouble, facts.state.n_questions()) {
        (Some(_), 1..) if facts.question.is_some() => {
            let says = if canvas.is_wide() {
                "✗ not as it is now: the last good state"
            } else {
                "✗ last good state"
            };
            canvas.span(Tone::Wrong, format!(" {}", shortened(says, room)))
        }
        (None, _) if facts.state.n_left_out() > 0 => {
            let says = left_out(canvas, facts.state.n_left_out());
            canvas.span(Tone::Wrong, format!(" {}", shortened(&says, room)))
        }
        _ => canvas.span(Tone::Quiet, format!(" {}", shortened(&subject(facts, room), room))),
    };
    spread(canvas, vec![left], right)
}

/// Returns that the file has more questions than can be shown.
fn left_out(canvas: &Canvas, n: usize) -> String {
    if canvas.is_wide() {
        format!("✗ {} with errors left out", counted(n, "question"))
    } else {
        format!("✗ {n} left out")
    }
}

fn subject(facts: &Facts<'_>, room: usize) -> String {
    let Some((_, previewed)) = facts.question else { return String::new() };
    let subject = &previewed.question.subject;
    let domain = subject.domain.title();
    let both = subject.topic.map(|topic| format!("{domain} · {}", topic.words()));
    both.filter(|both| width(both) <= room).unwrap_or_else(|| domain.to_owned())
}

/// Returns the end of a path where all of it has no room: folders go first.
fn file_name(path: &str, room: usize) -> String {
    if width(path) <= room {
        return path.to_owned();
    }
    shortened(path.rsplit(['/', '\\']).next().unwrap_or(path), room)
}
