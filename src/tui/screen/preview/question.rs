//! A question of the file as learners see it, and below it what is said of it.

use ratatui::text::{Line, Span};

use crate::bank::question::{Level, Question};
use crate::bank::rule::Severity;
use crate::library::preview::PreviewedQuestion;
use crate::report::banks::undrawn;
use crate::report::phrase::counted;
use crate::settings::Settings;
use crate::tui::page::{Canvas, Page};
use crate::tui::screen::preview::Previewing;
use crate::tui::screen::preview::problem::problem_lines;
use crate::tui::screen::preview::state::{State, Trouble};
use crate::tui::screen::preview::trial::Trial;
use crate::tui::screen::taking::feedback::Unknown;
use crate::tui::screen::taking::question::{Asked, Below, push_asked};
use crate::tui::theme::Tone;
use crate::tui::widget::prose::{prose, verbatim};

/// Problems of a broken file that are shown over its last good state; the list has all.
const MAX_OVER: usize = 1;

impl Previewing {
    /// Appends the question that is shown: what is wrong with the file, the question, what is said of it.
    pub(super) fn push_question(
        &self,
        page: &mut Page,
        canvas: &Canvas,
        (settings, pane_offset): (&Settings, usize),
    ) {
        push_trouble(page, canvas, &self.state);
        let (Some(previewed), Some(trial)) = (self.previewed(), &self.trial) else { return };
        let answered = trial.answered(&previewed.question);
        let asked = Asked {
            question: &previewed.question,
            shown: Some(&previewed.order),
            draft: &trial.draft,
            kept: None,
            n_hints: trial.n_hints,
            pane_offset,
        };
        let below = match &answered {
            Some(answered) => Below::Feedback(answered, (settings.feedback, Unknown::CountsZero)),
            None if self.shows_key => Below::Key,
            None => Below::Answers,
        };
        push_asked(page, canvas, &asked, below);
        self.push_said(page, canvas, previewed, trial);
    }

    /// Appends what only its author sees: where the question stands, what it is, its problems.
    fn push_said(&self, page: &mut Page, canvas: &Canvas, previewed: &PreviewedQuestion, trial: &Trial) {
        page.push_gap(canvas);
        page.push_lines(facts_lines(canvas, previewed, trial));
        if self.state.trouble.is_some() {
            return;
        }
        let problems = self.state.shown.iter().flat_map(|preview| preview.problems(self.question_ix));
        let lead = || Span::raw(" ".repeat(canvas.margin()));
        for diagnostic in problems {
            page.push_lines(problem_lines(canvas, lead(), diagnostic));
        }
    }
}

/// Appends what is wrong with a file whose last good state is shown.
fn push_trouble(page: &mut Page, canvas: &Canvas, state: &State) {
    let Some(trouble) = &state.trouble else { return };
    let lead = || Span::raw(" ".repeat(canvas.margin()));
    match trouble {
        Trouble::Unreadable(_) => push_unreadable(page, canvas, trouble),
        Trouble::Errors(diagnostics) => {
            let n = counted(state.n(Severity::Error), "error");
            let says = format!("✗ The file has {n} now; d lists them. Below it is as it was before.");
            page.push_lines(prose(canvas, canvas.margin(), Tone::Wrong, &says));
            let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
            for diagnostic in errors.take(MAX_OVER) {
                page.push_lines(problem_lines(canvas, lead(), diagnostic));
            }
        }
    }
    let rule = canvas.columns.saturating_sub(2 * canvas.margin());
    page.push_lines([Line::from(vec![lead(), canvas.span(Tone::Quiet, "─".repeat(rule))])]);
}

/// Appends why a file cannot be read.
pub(super) fn push_unreadable(page: &mut Page, canvas: &Canvas, trouble: &Trouble) {
    let Trouble::Unreadable(failure) = trouble else { return };
    let lead = |words: &str| vec![Span::raw(format!("{}{words}", " ".repeat(canvas.margin())))];
    page.push_lines(verbatim(canvas, lead("✗ "), Tone::Wrong, failure.sentence.as_str()));
    if let Some(help) = &failure.help {
        page.push_lines(verbatim(canvas, lead("help: "), Tone::Plain, help.as_str()));
    }
    let says = "It is shown again as soon as it can be read.";
    page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, says));
}

/// Returns id, line and what else an author wants to see at a question: `w3-02 · line 41 · single · recall`.
fn facts_lines(canvas: &Canvas, previewed: &PreviewedQuestion, trial: &Trial) -> Vec<Line<'static>> {
    let question: &Question = &previewed.question;
    let n_hints = question.material.hints.len() - trial.n_hints.min(question.material.hints.len());
    let facts = [
        Some(question.key.question.to_string()),
        Some(format!("line {}", previewed.start.line)),
        Some(question.body.type_name().to_owned()),
        question.subject.level.map(|level| level_word(level).to_owned()),
        Some(format!("difficulty {}", question.subject.difficulty)),
        undrawn(question).map(str::to_owned),
        (n_hints > 0).then(|| counted(n_hints, "more hint")),
    ];
    let says = facts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let lead = vec![canvas.span(Tone::Quiet, format!("{}── ", " ".repeat(canvas.margin())))];
    verbatim(canvas, lead, Tone::Quiet, &says)
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Recall => "recall",
        Level::Application => "application",
        Level::Analysis => "analysis",
    }
}
