//! One role of a suggestion: what speaks for it, what against, what separates it from the next, what to study.

use std::sync::Arc;

use ratatui::text::Span;

use crate::framework::{RoleId, TopicId};
use crate::library::proposal::{DEFAULT_PRACTICE_LENGTH, Filter, Timing, Wish};
use crate::report::advice::{closed_because, points, readiness, training_of};
use crate::report::names::{listed, short_domain, short_role};
use crate::report::phrase::{chance, percent, sentence};
use crate::report::suggestion::{FIGURES, N_PLANNED};
use crate::session::event::Mode;
use crate::suggestion::RoleAdvice;
use crate::suggestion::explanation::{Explanation, Part};
use crate::tui::intent::Intent;
use crate::tui::message::Effect;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::find::picture::Advice;
use crate::tui::screen::role::RoleCard;
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{Entry, moved, push_menu};
use crate::tui::widget::prose::{hanging, prose};

/// One role of a suggestion.
#[derive(Debug)]
pub struct Advised {
    /// The action under the cursor.
    pub focus: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
    advice: Arc<Advice>,
    role: RoleId,
}

impl Advised {
    /// Returns the screen of a role.
    #[must_use]
    pub fn new(advice: Arc<Advice>, role: RoleId) -> Self {
        Self { focus: 0, scroll: Scroll::default(), advice, role }
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Reply {
        if let Some(to) = moved(self.focus, 2, intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Reply::Nothing;
        }
        match (intent, self.focus) {
            (Intent::Accept, 0) => Reply::Do(Effect::Begin(self.practice())),
            (Intent::Accept, _) => Reply::Open(Screen::Role(RoleCard::new(self.role))),
            (Intent::Back, _) => Reply::Back,
            _ => Reply::Nothing,
        }
    }

    /// Returns the practice of what is to be studied.
    fn practice(&self) -> Wish {
        let topics = self.topics();
        Wish {
            mode: Mode::Practice,
            role: Some(self.role),
            filter: Filter { topics, ..Filter::default() },
            n: Some(DEFAULT_PRACTICE_LENGTH),
            timing: Timing::OfForm,
        }
    }

    fn topics(&self) -> Vec<TopicId> {
        let explanation = self.advice.explanation(self.role);
        let steps = explanation.map_or(&[][..], |explanation| explanation.plan.as_slice());
        steps.iter().take(N_PLANNED).map(|step| step.topic).collect()
    }

    /// Puts the role into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let title = if canvas.is_wide() { self.role.title() } else { short_role(self.role) };
        let mut page = Page { header: self.advice.header(canvas, title), ..Page::default() };
        if canvas.is_tall() {
            page.push_lines([ratatui::text::Line::default()]);
        }
        let entries = [Entry::new("Practise what there is to study", ""), Entry::new("About this role", "")];
        push_menu(&mut page, canvas, &entries, self.focus);
        let focus = page.focus.clone();
        if let Some(role) = self.advice.suggestion.role(self.role) {
            self.push_numbers(&mut page, canvas, role);
        }
        if let Some(explanation) = self.advice.explanation(self.role) {
            push_reasons(&mut page, canvas, explanation);
            push_plan(&mut page, canvas, explanation);
        }
        push_heading(&mut page, canvas, "Training that covers it");
        page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, &training_of(self.role)));
        page.push_gap(canvas);
        page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, FIGURES));
        page.focus = focus;
        page
    }

    fn push_numbers(&self, page: &mut Page, canvas: &Canvas, role: &RoleAdvice) {
        page.push_gap(canvas);
        let margin = canvas.margin();
        let mut say = |tone, says: &str| page.push_lines(prose(canvas, margin, tone, says));
        match role.closed {
            Some(reason) => {
                let why = closed_because(role.role, reason);
                say(Tone::Warning, &sentence(&format!("closed by your answers: {why}")));
            }
            None => say(
                Tone::Plain,
                &format!(
                    "Chance that it is your strongest profile: {}; among the first three: {}.",
                    chance(role.p_best),
                    chance(role.p_top3)
                ),
            ),
        }
        let cut = percent(self.advice.cut(role.role));
        say(
            Tone::Plain,
            &format!(
                "How far you are: expected score {} on its 40 questions; to pass ({cut}): {}.",
                readiness(&role.readiness),
                chance(role.readiness.p_pass)
            ),
        );
        if let Some(interest) = role.interest {
            say(Tone::Plain, &format!("Your interest in it: {interest:.1} of 5."));
        }
        for note in &role.notes {
            say(Tone::Plain, &sentence(note));
        }
    }
}

fn push_heading(page: &mut Page, canvas: &Canvas, words: &str) {
    page.push_gap(canvas);
    page.push_lines(prose(canvas, canvas.margin(), Tone::Title, words));
}

fn push_reasons(page: &mut Page, canvas: &Canvas, explanation: &Explanation) {
    let domains = |parts: &[Part]| {
        let names: Vec<&str> = parts.iter().take(4).map(|part| short_domain(part.domain)).collect();
        if names.is_empty() { "nothing yet".to_owned() } else { listed(&names) }
    };
    push_heading(page, canvas, "Why");
    let mut say = |label: &str, says: &str| {
        let label = canvas.span(Tone::Quiet, format!("{}{label:<9}", " ".repeat(canvas.margin())));
        page.push_lines(hanging(canvas, vec![label], Tone::Plain, says));
    };
    say("For", &domains(&explanation.speaks_for));
    say("Against", &domains(&explanation.speaks_against));
    if let Some(other) = explanation.other {
        let says = format!("{} in {}", short_role(other), domains(&explanation.separating));
        say("Unlike", &says);
    }
}

fn push_plan(page: &mut Page, canvas: &Canvas, explanation: &Explanation) {
    push_heading(page, canvas, "What to study, by what there is to gain on its form");
    for step in explanation.plan.iter().take(N_PLANNED) {
        let says = format!("{} ({})", step.topic.words(), short_domain(step.domain));
        let gain =
            canvas.span(Tone::Quiet, format!("{}{:>10}  ", " ".repeat(canvas.margin()), points(step.gain)));
        page.push_lines(hanging(canvas, vec![gain, Span::raw("")], Tone::Plain, &says));
    }
}
