//! Interest beside knowledge: the weight that the user gives it, and the order of the roles with and without.

use std::sync::Arc;

use ratatui::text::{Line, Span};

use crate::report::advice::interests;
use crate::report::names::short_role;
use crate::settings::Settings;
use crate::suggestion::RoleAdvice;
use crate::tui::intent::Intent;
use crate::tui::message::Effect;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::Reply;
use crate::tui::screen::find::picture::Advice;
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::prose::prose;

/// The weights that can be chosen, in standard deviations of fit a step of interest.
const WEIGHTS: [f64; 5] = [0.0, 0.1, 0.25, 0.5, 1.0];

/// Columns of a role's name.
const NAME_COLUMNS: usize = 22;

/// Interest beside knowledge.
#[derive(Debug)]
pub struct Weighing {
    /// How far it is scrolled.
    pub scroll: Scroll,
    advice: Arc<Advice>,
}

impl Weighing {
    /// Returns interest beside knowledge for a suggestion.
    #[must_use]
    pub fn new(advice: Arc<Advice>) -> Self {
        Self { scroll: Scroll::default(), advice }
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        let adjusts = self.advice.suggestion.has_interests().then_some(Situation::Adjusts);
        adjusts.into_iter().chain([Situation::Backable]).collect()
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent, settings: &Settings) -> Reply {
        match intent {
            Intent::Accept | Intent::Next | Intent::Previous if self.advice.suggestion.has_interests() => {
                let interest_weight = weight_beside(settings.interest_weight, intent);
                Reply::Do(Effect::KeepSettings(Settings { interest_weight, ..settings.clone() }))
            }
            Intent::Back | Intent::ShowInterests => Reply::Back,
            _ => Reply::Nothing,
        }
    }

    /// Puts it into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas, settings: &Settings) -> Page {
        let suggestion = &self.advice.suggestion;
        let mut page =
            Page { header: self.advice.header(canvas, "Interest and knowledge"), ..Page::default() };
        let margin = canvas.margin();
        if canvas.is_tall() {
            page.push_lines([Line::default()]);
        }
        page.push_lines(prose(canvas, margin, Tone::Plain, &interests(suggestion)));
        if !suggestion.has_interests() {
            let says = "Find my role asks 24 statements of what one does in the roles; they can be answered next time.";
            page.push_lines(prose(canvas, margin, Tone::Plain, says));
            return page;
        }
        let weight = settings.interest_weight;
        page.push_item(
            0,
            [Line::from(vec![
                Span::raw(" ".repeat(margin)),
                canvas.span(Tone::Chosen, format!("Weight of interest ‹ {weight} ›")),
            ])],
        );
        if canvas.is_wide() {
            let says =
                "0: knowledge alone. 1: a step of interest counts as much as a standard deviation of fit.";
            page.push_lines(prose(canvas, margin, Tone::Quiet, says));
        }
        page.push_gap(canvas);
        self.push_orders(&mut page, canvas, weight);
        page
    }

    /// Appends both orders side by side, or one below the other where that does not fit.
    fn push_orders(&self, page: &mut Page, canvas: &Canvas, weight: f64) {
        let suggestion = &self.advice.suggestion;
        let by_fit = suggestion.order_with_interest(0.0);
        let with_interest = suggestion.order_with_interest(weight);
        let interest = |role| suggestion.role(role).and_then(interest_words).unwrap_or_default();
        let margin = " ".repeat(canvas.margin());
        let agree = if by_fit == with_interest { " (the same)" } else { "" };
        if canvas.is_wide() {
            let heading = format!("{margin}   {:<34}with interest{agree}", "by knowledge");
            page.push_lines([Line::from(canvas.span(Tone::Title, heading))]);
        } else {
            let heading = format!("{margin}With interest{agree}; was");
            page.push_lines([Line::from(canvas.span(Tone::Title, heading))]);
        }
        for (place, (before, now)) in by_fit.iter().zip(&with_interest).enumerate() {
            let number = place + 1;
            let tone = if before == now { Tone::Plain } else { Tone::Warning };
            let now_words = format!("{:<NAME_COLUMNS$} {}", short_role(*now), interest(*now));
            let line = if canvas.is_wide() {
                format!("{margin}{number:>2} {:<31}{number:>2} {now_words}", short_role(*before))
            } else {
                let was = by_fit.iter().position(|role| role == now).map_or(0, |was| was + 1);
                format!(
                    "{margin}{number:>2} {:<NAME_COLUMNS$} {was:>2}  {}",
                    short_role(*now),
                    interest(*now)
                )
            };
            page.push_lines([Line::from(canvas.span(tone, line))]);
        }
        page.push_gap(canvas);
        let says = "Behind a role: your interest in it, 1 to 5. 0 gives knowledge alone.";
        page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, says));
    }
}

fn interest_words(role: &RoleAdvice) -> Option<String> {
    role.interest.map(|interest| format!("{interest:.1}"))
}

/// Returns the weight before or after, round.
fn weight_beside(weight: f64, intent: Intent) -> f64 {
    let position = WEIGHTS.iter().position(|known| (known - weight).abs() < 1e-9).unwrap_or(0);
    let n = WEIGHTS.len();
    let to = if intent == Intent::Previous { position + n - 1 } else { position + 1 };
    WEIGHTS.get(to % n).copied().unwrap_or(0.0)
}
