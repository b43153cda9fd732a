//! Feedback: the choices stay where they were, each with its verdict and its reason.

use ratatui::text::{Line, Span};

use crate::bank::question::{Body, Choice, ChoiceIx, LineNumber, Question, Teaching};
use crate::report::answer::right;
use crate::report::feedback::source;
use crate::scoring::answer::{Answer, ShownOrder};
use crate::scoring::{Mark, near_miss};
use crate::session::event::{Answered, Mode};
use crate::settings::Feedback;
use crate::text::layout::width;
use crate::tui::page::{Canvas, Page};
use crate::tui::theme::Tone;
use crate::tui::widget::exhibit::{Numbered, numbered, title};
use crate::tui::widget::prose::{hanging, prose, verbatim};

/// What is fed back on: the question, the order it was shown in, and the answer; none where it stayed open.
pub type Subject<'session> = (&'session Question, Option<&'session ShownOrder>, &'session Answered);

/// What "I don't know" means in an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// It counts as a wrong answer does.
    CountsZero,
    /// It costs nothing.
    IsFree,
}

/// A thing that was chosen from, with what is to be said of it.
struct Verdict<'text> {
    tone: Tone,
    glyph: &'static str,
    label: String,
    text: &'text str,
    tag: String,
    rationale: Option<&'text str>,
}

impl Unknown {
    /// Returns what it means in this mode.
    #[must_use]
    pub fn of(mode: Mode) -> Self {
        match mode {
            Mode::Placement => Self::IsFree,
            Mode::Practice | Mode::Exam | Mode::Cram | Mode::Adaptive => Self::CountsZero,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::CountsZero => "I don't know: counts 0.",
            Self::IsFree => "I don't know: costs nothing.",
        }
    }
}

/// Appends verdict, choices with their reasons, explanation and sources; the page's focus is all of it.
pub fn push_feedback(
    page: &mut Page,
    canvas: &Canvas,
    subject: Subject<'_>,
    (feedback, unknown): (Feedback, Unknown),
) {
    let (question, shown, answered) = subject;
    page.push_gap(canvas);
    let start = page.rows.len();
    page.push_lines(verdict_lines(canvas, question, (answered, unknown)));
    let verdicts = match &question.body {
        Body::Single { choices, .. } | Body::Multiple { choices, .. } => {
            chosen(choices, question, shown, &answered.answer)
        }
        Body::Order { choices } => ordered(choices, &answered.answer),
        Body::Match { .. } => matched(question, &answered.answer),
        Body::Numeric { .. } | Body::Text { .. } | Body::Locate { .. } => Vec::new(),
    };
    for verdict in &verdicts {
        push_verdict(page, canvas, verdict, feedback);
    }
    match &question.body {
        Body::Order { choices } if verdicts.is_empty() => {
            // Nobody put them in an order, so that the reasons have not been told yet.
            page.push_lines(prose(canvas, canvas.margin(), Tone::Title, "The right order"));
            for verdict in ordered(choices, &Answer::right(question)) {
                push_verdict(page, canvas, &verdict, feedback);
            }
        }
        Body::Order { choices } if answered.mark < Mark::FULL => push_right_order(page, canvas, choices),
        Body::Numeric { .. } | Body::Text { .. } => {
            push_typed(page, canvas, (question, shown), &answered.answer);
        }
        Body::Locate { lines } => push_located(page, canvas, question, (lines, &answered.answer)),
        Body::Single { .. } | Body::Multiple { .. } | Body::Order { .. } | Body::Match { .. } => {}
    }
    push_teaching(page, canvas, &question.teaching);
    page.focus = Some(start..page.rows.len());
}

/// Appends what is right and every reason, as somebody sees them who looks at a question without answering it.
pub fn push_key(page: &mut Page, canvas: &Canvas, (question, shown): (&Question, Option<&ShownOrder>)) {
    page.push_gap(canvas);
    let start = page.rows.len();
    page.push_lines(prose(canvas, canvas.margin(), Tone::Title, "The answer"));
    let key = Answer::right(question);
    let verdicts = match &question.body {
        Body::Single { choices, .. } | Body::Multiple { choices, .. } => {
            chosen(choices, question, shown, &Answer::DontKnow)
        }
        Body::Order { choices } => ordered(choices, &key),
        Body::Match { .. } => matched(question, &key),
        Body::Numeric { .. } | Body::Text { .. } | Body::Locate { .. } => Vec::new(),
    };
    for verdict in &verdicts {
        push_verdict(page, canvas, verdict, Feedback::Full);
    }
    match &question.body {
        Body::Numeric { .. } | Body::Text { .. } => {
            push_typed(page, canvas, (question, shown), &Answer::DontKnow);
        }
        Body::Locate { lines } => push_located(page, canvas, question, (lines, &Answer::DontKnow)),
        Body::Single { .. } | Body::Multiple { .. } | Body::Order { .. } | Body::Match { .. } => {}
    }
    push_teaching(page, canvas, &question.teaching);
    page.focus = Some(start..page.rows.len());
}

/// Appends what would have been right at a question that stayed open.
pub fn push_unanswered(
    page: &mut Page,
    canvas: &Canvas,
    (question, shown): (&Question, Option<&ShownOrder>),
) {
    page.push_gap(canvas);
    page.push_lines(prose(canvas, canvas.margin(), Tone::Warning, "○ Not answered: counts 0."));
    let right = shown.map_or_else(String::new, |shown| right(question, shown));
    let label = vec![Span::raw(format!("{}  Right: ", " ".repeat(canvas.margin())))];
    page.push_lines(verbatim(canvas, label, Tone::Right, &right));
    push_teaching(page, canvas, &question.teaching);
}

/// Returns what an answer was worth: a glyph, a word, and the meaning that colours it.
#[must_use]
pub fn verdict(answer: &Answer, mark: Mark, unknown: Unknown) -> (&'static str, String, Tone) {
    match (answer, mark) {
        (Answer::DontKnow, _) => ("○", unknown.words().to_owned(), Tone::Warning),
        (_, Mark::FULL) => ("✓", "Right.".to_owned(), Tone::Right),
        (_, Mark::ZERO) => ("✗", "Wrong.".to_owned(), Tone::Wrong),
        (_, partly) => ("◐", format!("Partly right: {:.2} of 1.", partly.share()), Tone::Warning),
    }
}

fn verdict_lines(
    canvas: &Canvas,
    question: &Question,
    (answered, unknown): (&Answered, Unknown),
) -> Vec<Line<'static>> {
    let (glyph, words, tone) = verdict(&answered.answer, answered.mark, unknown);
    let mut notes = Vec::new();
    if let (Mark::ZERO, Some(wanted)) = (answered.mark, near_miss(question, &answered.answer)) {
        notes.push(format!("One letter off `{wanted}`."));
    }
    if answered.late {
        notes.push("Answered over time.".to_owned());
    }
    let prefix = vec![Span::raw(" ".repeat(canvas.margin())), canvas.span(tone, format!("{glyph} "))];
    hanging(canvas, prefix, tone, &[vec![words], notes].concat().join(" "))
}

fn chosen<'text>(
    choices: &'text [Choice],
    question: &Question,
    shown: Option<&ShownOrder>,
    answer: &Answer,
) -> Vec<Verdict<'text>> {
    let is_multiple = matches!(question.body, Body::Multiple { .. });
    let order = shown.map_or(&[][..], |shown| shown.0.as_slice());
    let verdicts = order.iter().enumerate().filter_map(|(position, choice_ix)| {
        let choice = choices.get(usize::from(choice_ix.0))?;
        let is_key = question.body.is_key(*choice_ix);
        let is_chosen = is_chosen(answer, *choice_ix);
        let (glyph, tone) = match (is_key, is_chosen) {
            (true, _) => ("✓", Tone::Right),
            (false, true) => ("✗", Tone::Wrong),
            (false, false) => (" ", Tone::Plain),
        };
        let tag = match (is_key, is_chosen) {
            (true, true) => "your answer, right",
            (false, true) => "your answer",
            (true, false) => "right",
            (false, false) => "",
        };
        let tick = match (is_multiple, is_chosen) {
            (false, _) => " ",
            (true, true) => "[x] ",
            (true, false) => "[ ] ",
        };
        Some(Verdict {
            tone,
            glyph,
            label: format!("{} {tick}", position + 1),
            text: choice.text.as_str(),
            tag: tag.to_owned(),
            rationale: choice.rationale.as_ref().map(|rationale| rationale.as_str()),
        })
    });
    verdicts.collect()
}

fn is_chosen(answer: &Answer, choice: ChoiceIx) -> bool {
    match answer {
        Answer::Choice(chosen) => *chosen == choice,
        Answer::Choices(ticked) => ticked.contains(&choice),
        Answer::Order(_)
        | Answer::Match(_)
        | Answer::Number(_)
        | Answer::Text(_)
        | Answer::Line(_)
        | Answer::DontKnow => false,
    }
}

/// Returns the choices in the order they were put in; right is what follows the one it should follow.
fn ordered<'text>(choices: &'text [Choice], answer: &Answer) -> Vec<Verdict<'text>> {
    let Answer::Order(order) = answer else { return Vec::new() };
    let verdicts = order.iter().enumerate().filter_map(|(place, choice_ix)| {
        let choice = choices.get(usize::from(choice_ix.0))?;
        let is_there = place == usize::from(choice_ix.0);
        Some(Verdict {
            tone: if is_there { Tone::Right } else { Tone::Wrong },
            glyph: if is_there { "✓" } else { "✗" },
            label: format!("{}  ", place + 1),
            text: choice.text.as_str(),
            tag: if is_there { String::new() } else { format!("belongs at {}", choice_ix.0 + 1) },
            rationale: choice.rationale.as_ref().map(|rationale| rationale.as_str()),
        })
    });
    verdicts.collect()
}

fn push_right_order(page: &mut Page, canvas: &Canvas, choices: &[Choice]) {
    page.push_gap(canvas);
    page.push_lines(prose(canvas, canvas.margin(), Tone::Title, "The right order"));
    for (place, choice) in choices.iter().enumerate() {
        let number = Span::raw(format!("{}  {}  ", " ".repeat(canvas.margin()), place + 1));
        page.push_lines(hanging(canvas, vec![number], Tone::Plain, choice.text.as_str()));
    }
}

fn matched<'text>(question: &'text Question, answer: &Answer) -> Vec<Verdict<'text>> {
    let Body::Match { pairs, .. } = &question.body else { return Vec::new() };
    let rights = question.body.rights();
    let given: &[ChoiceIx] = match answer {
        Answer::Match(given) => given,
        _ => &[],
    };
    let verdicts = pairs.iter().enumerate().map(|(left_ix, pair)| {
        let chosen = given.get(left_ix).map(|right| usize::from(right.0));
        let is_right = chosen == Some(left_ix);
        let yours = chosen.and_then(|right| rights.get(right)).map(|right| format!("your answer: {right}"));
        let tag = if is_right {
            format!("→ {}", pair.right)
        } else {
            [yours, Some(format!("right: {}", pair.right))]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("; ")
        };
        Verdict {
            tone: if is_right { Tone::Right } else { Tone::Wrong },
            glyph: if is_right { "✓" } else { "✗" },
            label: String::new(),
            text: pair.left.as_str(),
            tag,
            rationale: pair.rationale.as_ref().map(|rationale| rationale.as_str()),
        }
    });
    verdicts.collect()
}

fn push_verdict(page: &mut Page, canvas: &Canvas, verdict: &Verdict<'_>, feedback: Feedback) {
    let margin = " ".repeat(canvas.margin());
    let prefix = vec![
        canvas.span(verdict.tone, format!("{margin}{} ", verdict.glyph)),
        canvas.span(verdict.tone, verdict.label.clone()),
    ];
    let indent: usize = prefix.iter().map(Span::width).sum();
    let mut lines = hanging(canvas, prefix, verdict.tone, verdict.text);
    let used = lines.last().map_or(0, Line::width);
    if used + 3 + width(&verdict.tag) < canvas.columns {
        if let (Some(line), false) = (lines.last_mut(), verdict.tag.is_empty()) {
            line.spans.push(canvas.span(verdict.tone, format!("   {}", verdict.tag)));
        }
    } else {
        lines.extend(prose(canvas, indent, verdict.tone, &verdict.tag));
    }
    if let (Some(rationale), Feedback::Full) = (verdict.rationale, feedback) {
        lines.extend(prose(canvas, indent, Tone::Plain, rationale));
    }
    page.push_lines(lines);
}

fn push_typed(
    page: &mut Page,
    canvas: &Canvas,
    (question, shown): (&Question, Option<&ShownOrder>),
    answer: &Answer,
) {
    let unit = match &question.body {
        Body::Numeric { unit: Some(unit), .. } => format!(" {unit}"),
        _ => String::new(),
    };
    let yours = match answer {
        Answer::Number(number) => Some(format!("{}{unit}", number.as_str())),
        Answer::Text(text) => Some(crate::text::SafeText::line(text).to_string()),
        _ => None,
    };
    let label = |words: &str| vec![Span::raw(format!("{}  {words}", " ".repeat(canvas.margin())))];
    if let Some(yours) = yours {
        page.push_lines(verbatim(canvas, label("Your answer: "), Tone::Plain, &yours));
    }
    let right = shown.map_or_else(String::new, |shown| right(question, shown));
    page.push_lines(verbatim(canvas, label("Right: "), Tone::Right, &right));
}

fn push_located(
    page: &mut Page,
    canvas: &Canvas,
    question: &Question,
    (lines, answer): (&[LineNumber], &Answer),
) {
    let right: Vec<usize> = lines.iter().map(|line| line.0 as usize).collect();
    let Some(exhibit) = question.exhibit() else { return };
    let chosen = match answer {
        Answer::Line(line) => Some(line.0 as usize),
        _ => None,
    };
    page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, &title(exhibit)));
    let Numbered { margin, number_width, pieces } = numbered(canvas, exhibit);
    for piece in pieces {
        let (glyph, tone) = match (right.contains(&piece.number), chosen == Some(piece.number)) {
            (true, _) => ("✓", Tone::Right),
            (false, true) => ("✗", Tone::Wrong),
            (false, false) => (" ", Tone::Plain),
        };
        let glyph = if piece.is_start { glyph } else { " " };
        let number = if piece.is_start { piece.number.to_string() } else { String::new() };
        page.push_lines([Line::from(vec![
            canvas.span(tone, format!("{}{glyph} ", " ".repeat(margin))),
            canvas.span(Tone::Quiet, format!("{number:>number_width$}  ")),
            canvas.span(tone, piece.text),
        ])]);
    }
    let numbers = right.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
    let says = match chosen {
        Some(line) => format!("Your answer: line {line}. Right: line {numbers}."),
        None => format!("Right: line {numbers}."),
    };
    page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, &says));
}

fn push_teaching(page: &mut Page, canvas: &Canvas, teaching: &Teaching) {
    page.push_gap(canvas);
    if let Some(explanation) = &teaching.explanation {
        page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, explanation.as_str()));
    }
    for reference in &teaching.references {
        page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, &source(reference)));
    }
    if let Some(as_of) = &teaching.as_of {
        let place = teaching.jurisdiction.as_ref().map_or_else(String::new, |code| format!(" ({code})"));
        page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, &format!("As of {as_of}{place}.")));
    }
}
