//! What an adaptive exam came to: the share right to expect on the role's form, never the share that was right.

use ratatui::text::Line;

use crate::measure::interval::Interval;
use crate::report::advice::readiness;
use crate::report::names::short_domain;
use crate::report::phrase::{chance, counted, percent};
use crate::selection::adaptive::Verdict;
use crate::session::Session;
use crate::session::event::Place;
use crate::suggestion::expected::{Expected, ExpectedOfDomain};
use crate::tui::intent::Intent;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::review::Review;
use crate::tui::screen::taking::header::title;
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::Tone;
use crate::tui::widget::bar::interval;
use crate::tui::widget::menu::{Entry, moved, push_menu};
use crate::tui::widget::prose::prose;

/// Columns of a bar on a wide and on a narrow screen.
const BAR_COLUMNS: (usize, usize) = (24, 10);

/// Columns of the longest short name of a domain.
const NAME_COLUMNS: usize = 22;

/// The actions.
const ACTIONS: [&str; 2] = ["Review every question", "Home"];

/// What an adaptive exam came to.
#[derive(Debug)]
pub struct ExpectedScore {
    /// The action under the cursor.
    pub focus: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
    session: Session,
    expected: Expected,
}

impl ExpectedScore {
    /// Returns the result of an adaptive exam.
    #[must_use]
    pub fn new(session: Session, expected: Expected) -> Self {
        Self { focus: 0, scroll: Scroll::default(), session, expected }
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Reply {
        if let Some(to) = moved(self.focus, ACTIONS.len(), intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Reply::Nothing;
        }
        match (intent, self.focus) {
            (Intent::Accept, 0) => {
                Reply::Open(Screen::Review(Box::new(Review::new(self.session.clone(), Place::at(0)))))
            }
            (Intent::Accept, _) => Reply::Home,
            (Intent::Back, _) => Reply::Back,
            _ => Reply::Nothing,
        }
    }

    /// Puts the result into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let started = self.session.started();
        let heading = format!("{} · {}", started.title, started.mode.as_str());
        let n = counted(self.expected.n_answers, "question");
        let aside = format!("{n}, {}", started.at.local_day());
        let mut page = Page { header: title(canvas, &heading, &aside), ..Page::default() };
        self.push_score(&mut page, canvas);
        page.push_gap(canvas);
        let entries = ACTIONS.map(|words| Entry::new(words, ""));
        push_menu(&mut page, canvas, &entries, self.focus);
        let focus = page.focus.clone();
        page.push_gap(canvas);
        page.push_lines(prose(canvas, canvas.margin(), Tone::Title, "By domain"));
        for domain in &self.expected.domains {
            push_domain(&mut page, canvas, domain);
        }
        page.focus = focus;
        page
    }

    fn push_score(&self, page: &mut Page, canvas: &Canvas) {
        let expected = &self.expected;
        let margin = canvas.margin();
        let mut say = |tone, says: &str| page.push_lines(prose(canvas, margin, tone, says));
        say(
            Tone::Title,
            &format!("Expected on the form of 40 questions: {}", readiness(&expected.readiness)),
        );
        let cut = percent(expected.cut_score);
        let p_pass = expected.readiness.p_pass;
        say(
            Tone::Plain,
            &format!("P(pass) {}: you reach {cut} in {} cases.", percent(p_pass), chance(p_pass)),
        );
        say(Tone::Plain, verdict(expected.verdict));
        say(
            Tone::Quiet,
            "The questions followed your answers, so the share you had right says nothing and is not shown. \
             In brackets: the 90 % interval.",
        );
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Above => "✓ Your answers put you above the cut score.",
        Verdict::Below => "✗ Your answers put you below the cut score.",
        Verdict::Undecided => "○ Your answers do not decide on which side of the cut score you are.",
    }
}

fn push_domain(page: &mut Page, canvas: &Canvas, domain: &ExpectedOfDomain) {
    let (wide, narrow) = BAR_COLUMNS;
    let columns = if canvas.is_wide() { wide } else { narrow };
    let share = domain.readiness;
    let bar = interval(columns, share.mean, Interval { low: share.low, high: share.high });
    let margin = " ".repeat(canvas.margin());
    let n = counted(domain.n_answers, "question");
    let name = short_domain(domain.domain);
    let line = if canvas.is_wide() {
        format!("{margin}{name:<NAME_COLUMNS$} {bar} {:<17} {n}", readiness(&share))
    } else {
        page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, &format!("{name}, {n}")));
        format!("{margin}{bar} {}", readiness(&share))
    };
    page.push_lines([Line::from(canvas.span(Tone::Plain, line))]);
}
