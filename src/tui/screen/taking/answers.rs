//! What is chosen from, ordered, matched or typed, while it is being answered.

use ratatui::text::{Line, Span};

use crate::bank::question::{Body, Question};
use crate::scoring::answer::{Answer, ShownOrder};
use crate::text::SafeText;
use crate::tui::field::Field;
use crate::tui::page::{Canvas, Page};
use crate::tui::screen::taking::draft::Draft;
use crate::tui::theme::Tone;
use crate::tui::widget::exhibit::{Numbered, numbered, title};
use crate::tui::widget::menu::{cursor, cursor_after};
use crate::tui::widget::prose::{hanging, prose};

/// Columns that a typed text has at least.
const MIN_FIELD_COLUMNS: usize = 8;

/// Appends what can be answered with, as the draft has it; `kept` is the answer that stands in an exam.
pub fn push_answers(
    page: &mut Page,
    canvas: &Canvas,
    question: &Question,
    shown: Option<&ShownOrder>,
    (draft, kept): (&Draft, Option<&Answer>),
) {
    let texts = shown.map_or_else(Vec::new, |shown| shown_texts(question, shown));
    match draft {
        Draft::One { focus, .. } if matches!(question.body, Body::Locate { .. }) => {
            push_lines_of_exhibit(page, canvas, question, (*focus, kept));
        }
        Draft::One { focus, .. } => {
            let kept = kept_position(shown, kept);
            for (position, text) in texts.iter().enumerate() {
                let mark = match kept {
                    Some(kept) if kept == position => "● ",
                    Some(_) => "○ ",
                    None => " ",
                };
                page.push_item(position, choice(canvas, position, *focus == position, (mark, text)));
            }
        }
        Draft::Ticks { focus, ticked, .. } => {
            push_how_many(page, canvas, question);
            for (position, text) in texts.iter().enumerate() {
                let mark = if ticked.contains(&position) { "[x] " } else { "[ ] " };
                page.push_item(position, choice(canvas, position, *focus == position, (mark, text)));
            }
        }
        Draft::Order { focus, order, carries } => {
            for (place, position) in order.iter().enumerate() {
                let is_carried = *carries && place == *focus;
                let text = texts.get(*position).map_or("", |text| *text);
                let mark = if is_carried { "⇅ " } else { "  " };
                page.push_item(place, choice(canvas, place, *focus == place, (mark, text)));
            }
            push_answer_line(page, canvas, (order.len(), *focus), "Answer with this order");
        }
        Draft::Match { .. } => push_match(page, canvas, question, (draft, &texts)),
        Draft::Field { field, typing } => push_field(page, canvas, question, (field, *typing)),
    }
}

/// Returns the texts of the choices, or of the rights of a `match`, in the order they are shown.
#[must_use]
pub fn shown_texts<'question>(question: &'question Question, shown: &ShownOrder) -> Vec<&'question str> {
    let in_file: Vec<&SafeText> = match &question.body {
        Body::Match { .. } => question.body.rights(),
        body => body.choices().iter().map(|choice| &choice.text).collect(),
    };
    shown.0.iter().map(|choice| in_file.get(usize::from(choice.0)).map_or("", |text| text.as_str())).collect()
}

fn kept_position(shown: Option<&ShownOrder>, kept: Option<&Answer>) -> Option<usize> {
    match kept {
        Some(Answer::Choice(choice)) => shown?.shown(*choice),
        _ => None,
    }
}

/// Returns a choice with its number and a mark before its text.
fn choice(
    canvas: &Canvas,
    position: usize,
    is_chosen: bool,
    (mark, text): (&str, &str),
) -> Vec<Line<'static>> {
    let tone = if is_chosen { Tone::Chosen } else { Tone::Plain };
    let number = canvas.span(tone, format!("{} {mark}", position + 1));
    hanging(canvas, vec![cursor(canvas, is_chosen), number], tone, text)
}

fn push_how_many(page: &mut Page, canvas: &Canvas, question: &Question) {
    let says = match question.body {
        Body::Multiple { select: Some(1), .. } => "One is right.".to_owned(),
        Body::Multiple { select: Some(n), .. } => format!("{n} are right."),
        _ => "Any number can be right.".to_owned(),
    };
    page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, &says));
}

fn push_answer_line(page: &mut Page, canvas: &Canvas, (item, focus): (usize, usize), words: &str) {
    let tone = if item == focus { Tone::Chosen } else { Tone::Plain };
    page.push_gap(canvas);
    page.push_item(item, hanging(canvas, vec![cursor(canvas, item == focus)], tone, words));
}

fn push_match(page: &mut Page, canvas: &Canvas, question: &Question, (draft, texts): (&Draft, &[&str])) {
    let (Draft::Match { focus, rights, picking, .. }, Body::Match { pairs, .. }) = (draft, &question.body)
    else {
        return;
    };
    for (left_ix, (pair, right)) in pairs.iter().zip(rights).enumerate() {
        let is_here = *focus == left_ix;
        let tone = if is_here { Tone::Chosen } else { Tone::Plain };
        let mut lines =
            hanging(canvas, vec![cursor(canvas, is_here && picking.is_none())], tone, pair.left.as_str());
        let arrow = Span::raw(format!("{}    → ", " ".repeat(canvas.margin())));
        lines.extend(match right.and_then(|right| Some((right, texts.get(right)?))) {
            Some((right, text)) => hanging(canvas, vec![arrow], tone, &format!("{} {text}", right + 1)),
            None => hanging(canvas, vec![arrow], Tone::Quiet, "no match yet"),
        });
        page.push_item(left_ix, lines);
    }
    page.push_gap(canvas);
    for (right, text) in texts.iter().enumerate() {
        let is_here = *picking == Some(right);
        let is_used = rights.contains(&Some(right));
        let mark = if is_used { "● " } else { "○ " };
        let tone = if is_here { Tone::Chosen } else { Tone::Quiet };
        let number = canvas.span(tone, format!("{} {mark}", right + 1));
        let lines = hanging(
            canvas,
            vec![cursor(canvas, is_here), number],
            if is_here { Tone::Chosen } else { Tone::Plain },
            text,
        );
        page.push_item(rights.len() + 1 + right, lines);
    }
    push_answer_line(page, canvas, (rights.len(), *focus), "Answer with these matches");
}

fn push_field(page: &mut Page, canvas: &Canvas, question: &Question, (field, typing): (&Field, bool)) {
    let unit = match &question.body {
        Body::Numeric { unit: Some(unit), .. } => format!(" {unit}"),
        _ => String::new(),
    };
    let label = if matches!(question.body, Body::Numeric { .. }) { "Number: " } else { "Answer: " };
    let used = canvas.margin() + label.len() + crate::text::layout::width(&unit) + 2;
    let columns = canvas.columns.saturating_sub(used).max(MIN_FIELD_COLUMNS);
    let (before, under, after) = field.seen(columns);
    let cursor_style = if typing {
        canvas.theme.style(Tone::Plain).add_modifier(ratatui::style::Modifier::REVERSED)
    } else {
        canvas.theme.style(Tone::Quiet)
    };
    page.push_item(
        0,
        [Line::from(vec![
            Span::raw(" ".repeat(canvas.margin())),
            canvas.span(if typing { Tone::Chosen } else { Tone::Quiet }, label),
            canvas.span(Tone::Plain, before),
            Span::styled(under, cursor_style),
            canvas.span(Tone::Plain, after),
            canvas.span(Tone::Quiet, unit),
        ])],
    );
}

fn push_lines_of_exhibit(
    page: &mut Page,
    canvas: &Canvas,
    question: &Question,
    (focus, kept): (usize, Option<&Answer>),
) {
    let Some(exhibit) = question.exhibit() else { return };
    page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, &title(exhibit)));
    let Numbered { margin, number_width, pieces } = numbered(canvas, exhibit);
    for piece in pieces {
        let line_ix = piece.number - 1;
        let is_here = line_ix == focus;
        let tone = if is_here { Tone::Chosen } else { Tone::Plain };
        let is_kept = matches!(kept, Some(Answer::Line(line)) if line.0 as usize == piece.number);
        let number = if piece.is_start { piece.number.to_string() } else { String::new() };
        let mark = if is_kept && piece.is_start { "●" } else { " " };
        page.push_item(
            line_ix,
            [Line::from(vec![
                cursor_after(canvas, margin, is_here && piece.is_start),
                canvas.span(Tone::Quiet, format!("{number:>number_width$}{mark} ")),
                canvas.span(tone, piece.text),
            ])],
        );
    }
}
