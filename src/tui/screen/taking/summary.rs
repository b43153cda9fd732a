//! The summary before an exam is handed in.

use crate::session::Session;
use crate::session::event::Place;
use crate::tui::intent::Intent;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{Entry, moved, push_menu};
use crate::tui::widget::prose::prose;

/// The summary.
#[derive(Debug)]
pub struct Summary {
    /// How far it is scrolled.
    pub scroll: Scroll,
    actions: Vec<Action>,
    focus: usize,
}

/// What can be done from the summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    FirstOpen(Place),
    FirstFlagged(Place),
    List,
    Submit,
}

/// What was chosen in the summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing yet.
    Nothing,
    /// To go back.
    Back,
    /// A question.
    Place(Place),
    /// The list.
    List,
    /// To hand the exam in.
    Submit,
}

impl Summary {
    /// Returns the summary of an exam; the cursor is on what is left to do.
    #[must_use]
    pub fn new(session: &Session) -> Self {
        let mut actions = Vec::new();
        actions.extend(session.first_open().map(Action::FirstOpen));
        actions.extend(numbered(session, |state| state.flagged).first().copied().map(Action::FirstFlagged));
        actions.extend([Action::List, Action::Submit]);
        let is_complete = session.first_open().is_none();
        let focus = if is_complete { actions.len() - 1 } else { 0 };
        Self { scroll: Scroll { offset: 0, reveals: true }, actions, focus }
    }

    /// Returns the position of the cursor.
    #[must_use]
    pub fn focus(&self) -> usize {
        self.focus
    }

    /// Moves the cursor.
    pub fn go_to(&mut self, item: usize) {
        self.focus = item;
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        let enter = match self.actions.get(self.focus) {
            Some(Action::Submit) => Situation::Submits,
            Some(Action::List) => Situation::Opens,
            Some(Action::FirstOpen(_) | Action::FirstFlagged(_)) | None => Situation::GoesThere,
        };
        vec![Situation::Moves, enter, Situation::Lists, Situation::Backable]
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Chosen {
        if let Some(to) = moved(self.focus, self.actions.len(), intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Chosen::Nothing;
        }
        match (intent, self.actions.get(self.focus)) {
            (Intent::Back, _) => Chosen::Back,
            (Intent::List, _) => Chosen::List,
            (Intent::Accept, Some(action)) => match action {
                Action::FirstOpen(place) | Action::FirstFlagged(place) => Chosen::Place(*place),
                Action::List => Chosen::List,
                Action::Submit => Chosen::Submit,
            },
            _ => Chosen::Nothing,
        }
    }

    /// Appends the summary to a page.
    pub fn push(&self, page: &mut Page, canvas: &Canvas, session: &Session) {
        let margin = canvas.margin();
        let open = numbered(session, |state| state.answered.is_none());
        let flagged = numbered(session, |state| state.flagged);
        page.push_lines(prose(canvas, margin, Tone::Title, "Before you hand it in"));
        page.push_gap(canvas);
        let says = format!("{} of {} answered.", session.n_answered(), session.n_questions());
        page.push_lines(prose(canvas, margin, Tone::Plain, &says));
        if !open.is_empty() {
            let says = format!("○ Not answered, counting 0: {}", listed(&open));
            page.push_lines(prose(canvas, margin, Tone::Warning, &says));
        }
        if !flagged.is_empty() {
            let says = format!("⚑ Flagged: {}", listed(&flagged));
            page.push_lines(prose(canvas, margin, Tone::Warning, &says));
        }
        page.push_gap(canvas);
        let entries: Vec<Entry> =
            self.actions.iter().map(|action| Entry::new(words(*action), String::new())).collect();
        push_menu(page, canvas, &entries, self.focus);
    }
}

fn words(action: Action) -> String {
    match action {
        Action::FirstOpen(place) => format!("Go to question {place}, not answered"),
        Action::FirstFlagged(place) => format!("Go to question {place}, flagged"),
        Action::List => "List of all questions".to_owned(),
        Action::Submit => "Submit the exam".to_owned(),
    }
}

fn numbered(session: &Session, passes: impl Fn(&crate::session::PlaceState) -> bool) -> Vec<Place> {
    session
        .places()
        .iter()
        .enumerate()
        .filter(|(_, state)| passes(state))
        .map(|(place_ix, _)| Place::at(place_ix))
        .collect()
}

fn listed(places: &[Place]) -> String {
    places.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
