//! One role: who it is, its job titles, its credentials, its blueprint, its training.

use ratatui::text::{Line, Span};

use crate::framework::{Credential, Profile, Role, RoleId, Track};
use crate::session::event::Mode;
use crate::tui::intent::Intent;
use crate::tui::message::Effect;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::setup::Setup;
use crate::tui::screen::taking::header::title;
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::Tone;
use crate::tui::widget::prose::{hanging, prose};

/// One role.
#[derive(Debug)]
pub struct RoleCard {
    /// How far it is scrolled.
    pub scroll: Scroll,
    role: RoleId,
}

impl RoleCard {
    /// Returns the card of a role.
    #[must_use]
    pub fn new(role: RoleId) -> Self {
        Self { scroll: Scroll::default(), role }
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Reply {
        match intent {
            Intent::Accept => {
                let setup = Setup::new(Mode::Practice, Some(self.role));
                let wish = setup.wish();
                Reply::OpenAnd(Screen::Setup(setup), Effect::Foresee(wish))
            }
            Intent::Back => Reply::Back,
            _ => Reply::Nothing,
        }
    }

    /// Puts the card into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let role = self.role.role();
        let track = match role.track {
            Track::CommunityCollege => "community college, six months or less",
            Track::University => "university, one year or more",
        };
        let mut page = Page { header: title(canvas, &role.title, &role.code), ..Page::default() };
        page.push_item(
            0,
            [Line::from(vec![
                Span::raw(" ".repeat(canvas.margin())),
                canvas.span(Tone::Chosen, "▸ Take questions for this role"),
            ])],
        );
        page.push_gap(canvas);
        page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, &role.profile.summary));
        if let Some(says) = &role.profile.background.says {
            push_part(&mut page, canvas, "Background", says);
        }
        push_titles(&mut page, canvas, &role.profile);
        push_part(&mut page, canvas, "Training", &format!("{} ({track})", role.profile.training));
        push_heading(&mut page, canvas, "Credentials");
        for credential in &role.profile.credentials {
            push_credential(&mut page, canvas, credential);
        }
        push_blueprint(&mut page, canvas, role);
        page
    }
}

fn push_heading(page: &mut Page, canvas: &Canvas, words: &str) {
    page.push_gap(canvas);
    page.push_lines(prose(canvas, canvas.margin(), Tone::Title, words));
}

fn push_part(page: &mut Page, canvas: &Canvas, heading: &str, text: &str) {
    push_heading(page, canvas, heading);
    page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, text));
}

fn push_bullet(page: &mut Page, canvas: &Canvas, text: &str) {
    let bullet = Span::raw(format!("{}· ", " ".repeat(canvas.margin())));
    page.push_lines(hanging(canvas, vec![bullet], Tone::Plain, text));
}

fn push_titles(page: &mut Page, canvas: &Canvas, profile: &Profile) {
    push_heading(page, canvas, "Job titles");
    for title in &profile.titles {
        push_bullet(page, canvas, title);
    }
    if let Some(entry) = &profile.entry_titles {
        push_part(page, canvas, "Entry titles of the field", &entry.says);
        for title in &entry.titles {
            push_bullet(page, canvas, title);
        }
    }
}

fn push_credential(page: &mut Page, canvas: &Canvas, credential: &Credential) {
    let past = if credential.status == "current" { "" } else { ", no longer given" };
    push_bullet(page, canvas, &format!("**{}** ({}{past})", credential.name, credential.body));
    let who = format!("who may sit: {}", credential.who_may_sit);
    page.push_lines(prose(canvas, canvas.margin() + 2, Tone::Quiet, &who));
}

/// Appends the blueprint as bars: a block a question of the form of 40.
fn push_blueprint(page: &mut Page, canvas: &Canvas, role: &Role) {
    push_heading(page, canvas, "What its form of 40 questions asks");
    let most = role.blueprint.weights().map(|(_, weight)| weight).max().unwrap_or(1) as usize;
    let mut weights: Vec<_> = role.blueprint.weights().collect();
    weights.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    for (domain, weight) in weights {
        let bar = "█".repeat(weight as usize);
        let gap = " ".repeat(most.saturating_sub(weight as usize));
        let prefix = Span::raw(format!("{}{weight:>2} {bar}{gap}  ", " ".repeat(canvas.margin())));
        page.push_lines(hanging(canvas, vec![prefix], Tone::Plain, domain.title()));
    }
}
