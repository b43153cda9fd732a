//! What "Find my role" can begin with, where something is known already.

use crate::advice::certainty::FEWEST_ANSWERS;
use crate::library::proposal::Wish;
use crate::selection::placement::DEFAULT_LENGTH;
use crate::session::event::Mode;
use crate::tui::intent::Intent;
use crate::tui::message::{Before, Effect};
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::Reply;
use crate::tui::screen::setup::practice_of_all;
use crate::tui::screen::taking::header::title;
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{Entry, moved, push_menu};
use crate::tui::widget::prose::prose;

/// What it can begin with.
#[derive(Debug)]
pub struct Start {
    /// The entry under the cursor.
    pub focus: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
    before: Before,
}

/// An entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    GoOn,
    LastResult,
    FromHistory,
    Anew,
}

/// Returns the wish for a placement.
#[must_use]
pub fn placement() -> Wish {
    Wish { mode: Mode::Placement, ..practice_of_all() }
}

impl Start {
    /// Returns the screen; nothing where there is nothing to choose from.
    #[must_use]
    pub fn of(before: Before) -> Option<Self> {
        let start = Self { focus: 0, scroll: Scroll::default(), before };
        (start.items().len() > 1).then_some(start)
    }

    fn items(&self) -> Vec<Item> {
        let before = &self.before;
        [
            (Item::GoOn, before.open.is_some()),
            (Item::LastResult, before.done.is_some()),
            (Item::FromHistory, before.n_known >= FEWEST_ANSWERS),
            (Item::Anew, true),
        ]
        .into_iter()
        .filter(|(_, holds)| *holds)
        .map(|(item, _)| item)
        .collect()
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        let enter = match self.items().get(self.focus) {
            Some(Item::GoOn) => Situation::Resumes,
            Some(Item::Anew) => Situation::Starts,
            Some(Item::LastResult | Item::FromHistory) | None => Situation::Opens,
        };
        vec![Situation::Moves, enter, Situation::Backable]
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Reply {
        let items = self.items();
        if let Some(to) = moved(self.focus, items.len(), intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Reply::Nothing;
        }
        match (intent, items.get(self.focus)) {
            (Intent::Accept, Some(item)) => self.begun(*item).map_or(Reply::Nothing, Reply::Do),
            (Intent::Back, _) => Reply::Back,
            _ => Reply::Nothing,
        }
    }

    fn begun(&self, item: Item) -> Option<Effect> {
        match item {
            Item::GoOn => self.before.open.as_ref().map(|row| Effect::Resume(row.id)),
            Item::LastResult => self.before.done.as_ref().map(|row| Effect::Suggest(Some(row.id))),
            Item::FromHistory => Some(Effect::Suggest(None)),
            Item::Anew => Some(Effect::Begin(placement())),
        }
    }

    /// Puts the screen into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let header = title(canvas, "Find my role", "which roles your profile leans to");
        let mut page = Page { header, ..Page::default() };
        let entries: Vec<Entry> = self.items().into_iter().map(|item| self.entry(canvas, item)).collect();
        push_menu(&mut page, canvas, &entries, self.focus);
        let focus = page.focus.clone();
        page.push_gap(canvas);
        let says = "A suggestion needs 22 answers that count: the first to a question that you had not seen for 90 days, \
                    without a hint. Older ones weigh less.";
        page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, says));
        page.focus = focus;
        page
    }

    fn entry(&self, canvas: &Canvas, item: Item) -> Entry {
        let (name, detail) = match item {
            Item::GoOn => {
                let words = |row: &crate::history::attempt::AttemptRow| {
                    format!("{} of {} answered", row.n_answered, row.n_questions)
                };
                ("Go on", self.before.open.as_ref().map(words).unwrap_or_default())
            }
            Item::LastResult => {
                let day = |row: &crate::history::attempt::AttemptRow| row.last_at.local_day();
                ("The last result", self.before.done.as_ref().map(day).unwrap_or_default())
            }
            Item::FromHistory => {
                ("From all you have answered", "enough is known for a suggestion".to_owned())
            }
            Item::Anew => ("Begin anew", format!("{DEFAULT_LENGTH} questions, about 35 minutes")),
        };
        Entry::new(name, if canvas.is_wide() { detail } else { String::new() })
    }
}
