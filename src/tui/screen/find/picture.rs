//! The suggestion: how sure it is, the open roles with their chances, and why the one under the cursor.

use std::sync::Arc;

use ratatui::text::Line;

use crate::advice::certainty::Certainty;
use crate::clock::UnixMillis;
use crate::framework::RoleId;
use crate::history::attempt::AttemptId;
use crate::report::advice::{
    CAVEAT, SHORT_CAVEAT, difference, for_and_against, gates, heading, how_sure, interests, readiness,
};
use crate::report::names::short_role;
use crate::report::phrase::{counted, percent, sentence};
use crate::report::suggestion::FIGURES;
use crate::settings::Settings;
use crate::suggestion::explanation::{Explanation, Part};
use crate::suggestion::{MIDDLE_INTEREST, RoleAdvice, Suggestion};
use crate::tui::intent::Intent;
use crate::tui::message::Effect;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::find::advised::Advised;
use crate::tui::screen::find::closed::ClosedRoles;
use crate::tui::screen::find::ranks::{push_headings, push_row};
use crate::tui::screen::find::weighing::Weighing;
use crate::tui::screen::{Reply, Screen};
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::menu::moved;
use crate::tui::widget::prose::{prose, spread};

/// A suggestion with all that its screens say.
#[derive(Debug)]
pub struct Advice {
    /// The suggestion.
    pub suggestion: Suggestion,
    /// Why each role, in the order of the suggestion.
    pub explanations: Vec<Explanation>,
    /// The domains that would tell the first two open roles apart.
    pub separating: Vec<Part>,
    /// How many questions there are that would tell most.
    pub n_more: usize,
    /// Share right that counts as passing, in the framework's order of roles.
    pub cuts: Vec<f64>,
    /// When the last answer behind it was given, or when it was made.
    pub at: UnixMillis,
    /// The placement it is of; none where it rests on the history alone.
    pub attempt: Option<AttemptId>,
}

/// The screen of a suggestion.
#[derive(Debug)]
pub struct Picture {
    /// The open role under the cursor.
    pub focus: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
    advice: Arc<Advice>,
}

impl Advice {
    /// Returns why a role.
    #[must_use]
    pub fn explanation(&self, role: RoleId) -> Option<&Explanation> {
        self.explanations.iter().find(|explanation| explanation.role == role)
    }

    /// Returns the open roles in the order they are shown: by fit, and with interest where it was given a weight; where
    /// knowledge does not decide by interest alone, and then by the names that are shown.
    #[must_use]
    pub fn order(&self, weight: f64) -> Vec<&RoleAdvice> {
        if self.suggestion.certainty == Certainty::Open {
            let mut open: Vec<&RoleAdvice> = self.suggestion.open().collect();
            let interest = |role: &RoleAdvice| role.interest.unwrap_or(MIDDLE_INTEREST);
            open.sort_by(|a, b| {
                let names = short_role(a.role).cmp(short_role(b.role));
                interest(b).total_cmp(&interest(a)).then(names)
            });
            return open;
        }
        let order = self.suggestion.order_with_interest(weight);
        order.into_iter().filter_map(|role| self.suggestion.role(role)).collect()
    }

    /// Returns the share right that counts as passing a role's form.
    #[must_use]
    pub fn cut(&self, role: RoleId) -> f64 {
        self.cuts.get(role.index()).copied().unwrap_or(crate::bank::DEFAULT_CUT_SCORE)
    }

    /// Returns the two lines over every screen of a suggestion: what it is, and what it is not.
    #[must_use]
    pub fn header(&self, canvas: &Canvas, words: &str) -> Vec<Line<'static>> {
        let n = counted(self.suggestion.n_answers, "question");
        let aside = if canvas.is_wide() { format!("{n}, {}", self.at.local_day()) } else { String::new() };
        let caveat = if canvas.is_wide() { CAVEAT } else { SHORT_CAVEAT };
        let first = spread(
            canvas,
            vec![canvas.span(Tone::Title, format!(" {words}"))],
            vec![canvas.span(Tone::Quiet, aside)],
        );
        vec![first, Line::from(canvas.span(Tone::Quiet, format!(" {caveat}")))]
    }
}

impl Picture {
    /// Returns the screen of a suggestion, the cursor on its first role.
    #[must_use]
    pub fn new(advice: Arc<Advice>) -> Self {
        Self { focus: 0, scroll: Scroll::default(), advice }
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        let advice = &self.advice;
        let some = [
            (Situation::TakesMore, advice.n_more > 0),
            (Situation::ShowsClosed, advice.suggestion.closed().next().is_some()),
        ];
        [Situation::Moves, Situation::Explains, Situation::ShowsInterests, Situation::Backable]
            .into_iter()
            .chain(some.into_iter().filter(|(_, holds)| *holds).map(|(situation, _)| situation))
            .collect()
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent, settings: &Settings) -> Reply {
        let order = self.advice.order(settings.interest_weight);
        if let Some(to) = moved(self.focus, order.len(), intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Reply::Nothing;
        }
        let advice = || Arc::clone(&self.advice);
        match (intent, order.get(self.focus)) {
            (Intent::Accept, Some(role)) => Reply::Open(Screen::Advised(Advised::new(advice(), role.role))),
            (Intent::ShowClosed, _) => Reply::Open(Screen::Closed(ClosedRoles::new(advice()))),
            (Intent::ShowInterests, _) => Reply::Open(Screen::Weighing(Weighing::new(advice()))),
            (Intent::TakeMore, _) if self.advice.n_more > 0 => {
                Reply::Do(Effect::TakeMore(self.advice.attempt))
            }
            (Intent::Back, _) => Reply::Back,
            _ => Reply::Nothing,
        }
    }

    /// Puts the suggestion into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas, settings: &Settings) -> Page {
        let advice = &self.advice;
        let suggestion = &advice.suggestion;
        let mut page = Page { header: advice.header(canvas, &heading(suggestion)), ..Page::default() };
        self.push_how_sure(&mut page, canvas);
        page.push_gap(canvas);
        push_gates(&mut page, canvas, suggestion);
        let order = advice.order(settings.interest_weight);
        if settings.interest_weight > 0.0 && suggestion.certainty != Certainty::Open {
            let says = "Ordered by knowledge and interest; the numbers are the order by knowledge alone.";
            page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, says));
        }
        push_headings(&mut page, canvas, advice);
        for (item, role) in order.iter().enumerate() {
            push_row(&mut page, canvas, advice, (item, role, item == self.focus));
            if item == self.focus {
                page.push_item(item, self.reasons(canvas, role));
            }
        }
        page.focus_on(self.focus);
        page.push_gap(canvas);
        page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, FIGURES));
        page
    }

    fn push_how_sure(&self, page: &mut Page, canvas: &Canvas) {
        let advice = &self.advice;
        let sure = how_sure(&advice.suggestion, &advice.separating, advice.n_more);
        let margin = canvas.margin();
        if canvas.is_tall() {
            page.push_lines([Line::default()]);
        }
        page.push_lines(prose(canvas, margin, Tone::Plain, &sure.known));
        page.push_lines(prose(canvas, margin, Tone::Plain, &sure.unknown));
        page.push_lines(prose(canvas, margin, Tone::Plain, &sure.settles));
        page.push_lines(prose(canvas, margin, Tone::Plain, &interests(&advice.suggestion)));
    }

    /// Returns why a role, below it in the list.
    fn reasons(&self, canvas: &Canvas, role: &RoleAdvice) -> Vec<Line<'static>> {
        let Some(explanation) = self.advice.explanation(role.role) else { return Vec::new() };
        let indent = canvas.margin() + 4;
        let mut lines = Vec::new();
        if !canvas.is_wide() {
            let cut = percent(self.advice.cut(role.role));
            let says = format!("Expected score {}, pass {cut}.", readiness(&role.readiness));
            lines.extend(prose(canvas, indent, Tone::Quiet, &says));
        }
        lines.extend(prose(canvas, indent, Tone::Quiet, &for_and_against(explanation)));
        if let Some(difference) = difference(explanation) {
            lines.extend(prose(canvas, indent, Tone::Quiet, &difference));
        }
        for note in &role.notes {
            lines.extend(prose(canvas, indent, Tone::Quiet, &sentence(note)));
        }
        lines
    }
}

/// Appends which answers opened and closed roles, and the key to the closed ones.
fn push_gates(page: &mut Page, canvas: &Canvas, suggestion: &Suggestion) {
    let margin = canvas.margin();
    match (suggestion.closed().count(), canvas.is_wide()) {
        (0, _) => page.push_lines(prose(canvas, margin, Tone::Plain, &format!("{}.", gates(suggestion)))),
        (n_closed, true) => {
            let says = canvas.span(Tone::Plain, format!("{}{}", " ".repeat(margin), gates(suggestion)));
            let aside = canvas.span(Tone::Quiet, format!("(c: {}, why)", counted(n_closed, "closed role")));
            page.push_lines([spread(canvas, vec![says], vec![aside])]);
        }
        (n_closed, false) => {
            let says = format!("{}. {} (c).", gates(suggestion), counted(n_closed, "closed role"));
            page.push_lines(prose(canvas, margin, Tone::Plain, &says));
        }
    }
}
