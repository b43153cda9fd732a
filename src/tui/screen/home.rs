//! The home menu.

use crate::advice::certainty::FEWEST_ANSWERS;
use crate::history::attempt::AttemptRow;
use crate::session::event::Mode;
use crate::tui::intent::Intent;
use crate::tui::message::Effect;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::banks::Banks;
use crate::tui::screen::history::progress_words;
use crate::tui::screen::roles::{Purpose, Roles};
use crate::tui::screen::settings::SettingsList;
use crate::tui::screen::setup::{Setup, practice_of_all};
use crate::tui::screen::taking::header::title;
use crate::tui::screen::{Reply, Screen};
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{Entry, moved, push_menu};
use crate::tui::widget::prose::prose;

/// Said first, for those who cannot follow a screen that is redrawn.
const SCREEN_READERS: &str = "Screen reader: `hitquiz --plain`, or Plain in Settings.";

/// Said of "Find my role" once the history holds enough for a suggestion.
const ENOUGH_KNOWN: &str = "you have answered enough for a suggestion";

/// The home menu.
#[derive(Debug)]
pub struct Home {
    /// The entry under the cursor.
    pub focus: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
    open: Vec<AttemptRow>,
    n_known: usize,
}

/// An entry of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Resume,
    FindRole,
    Practise,
    Exam,
    History,
    Roles,
    Banks,
    Settings,
    Help,
}

/// The menu: entry, name, what it leads to.
const ITEMS: [(Item, &str, &str); 9] = [
    (Item::Resume, "Resume", ""),
    (Item::FindRole, "Find my role", "44 questions, about 35 minutes, and how sure it is"),
    (Item::Practise, "Practise", "20 questions over all domains, feedback after each"),
    (Item::Exam, "Exam", "for one role, feedback at the end"),
    (Item::History, "History", "earlier attempts"),
    (Item::Roles, "Roles", "twelve roles; practise or be examined for one"),
    (Item::Banks, "Banks", "where the questions come from"),
    (Item::Settings, "Settings", "colours, timer, feedback, plain mode"),
    (Item::Help, "Help", "the keys of this screen"),
];

/// Where the cursor begins where nothing is open: one Enter, and the first question is there.
const PRACTISE: usize = 1;

impl Default for Home {
    fn default() -> Self {
        Self { focus: PRACTISE, scroll: Scroll::default(), open: Vec::new(), n_known: 0 }
    }
}

impl Home {
    /// Takes in which attempts are open; the cursor stays on its entry, or goes to what is offered anew.
    pub fn set_open(&mut self, open: Vec<AttemptRow>) {
        let was_offered = !self.open.is_empty();
        let is_offered = !open.is_empty();
        self.open = open;
        self.focus = match (was_offered, is_offered) {
            (false, true) => 0,
            (true, false) => self.focus.checked_sub(1).unwrap_or(PRACTISE),
            (true, true) | (false, false) => self.focus,
        };
    }

    /// Takes in how many answers of the history count.
    pub fn set_known(&mut self, n_known: usize) {
        self.n_known = n_known;
    }

    fn items(&self) -> Vec<(Item, &'static str, &'static str)> {
        let is_shown = |item: Item| item != Item::Resume || !self.open.is_empty();
        ITEMS.into_iter().filter(|(item, ..)| is_shown(*item)).collect()
    }

    /// Puts the menu into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let header = title(canvas, "hitquiz", "competency for the health-IT workforce");
        let mut page = Page { header, ..Page::default() };
        page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, SCREEN_READERS));
        page.push_gap(canvas);
        let entries: Vec<Entry> = self
            .items()
            .into_iter()
            .map(|(item, name, detail)| match (item, self.open.first()) {
                (Item::Resume, Some(open)) if canvas.is_wide() => Entry::new(name, progress_words(open)),
                (Item::Resume, Some(open)) => Entry::new(short_words(open), ""),
                (Item::FindRole, _) if self.n_known >= FEWEST_ANSWERS => Self::enough_known(canvas, name),
                _ => Entry::new(name, if canvas.is_wide() { detail } else { "" }),
            })
            .collect();
        push_menu(&mut page, canvas, &entries, self.focus);
        page
    }

    fn enough_known(canvas: &Canvas, name: &str) -> Entry {
        if canvas.is_wide() {
            Entry::new(name, ENOUGH_KNOWN)
        } else {
            Entry::new(format!("{name}: enough is known"), "")
        }
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        match self.items().get(self.focus) {
            Some((Item::Practise, ..)) => vec![Situation::Moves, Situation::Starts, Situation::SetsUp],
            Some((Item::Resume, ..)) => vec![Situation::Moves, Situation::Resumes, Situation::GivesUp],
            Some(_) | None => vec![Situation::Moves, Situation::Opens],
        }
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
            (Intent::Accept, Some((item, ..))) => self.open(*item),
            (Intent::GiveUp, Some((Item::Resume, ..))) => {
                self.open.first().map_or(Reply::Nothing, |newest| Reply::AskToGiveUp(newest.id))
            }
            (Intent::Next, Some((Item::Practise, ..))) => {
                let setup = Setup::new(Mode::Practice, None);
                let wish = setup.wish();
                Reply::OpenAnd(Screen::Setup(setup), Effect::Foresee(wish))
            }
            _ => Reply::Nothing,
        }
    }

    fn open(&self, item: Item) -> Reply {
        match item {
            Item::Resume => {
                self.open.first().map_or(Reply::Nothing, |newest| Reply::Do(Effect::Resume(newest.id)))
            }
            Item::FindRole => Reply::Do(Effect::LookBefore),
            Item::Practise => Reply::Do(Effect::Begin(practice_of_all())),
            Item::Exam => Reply::Open(Screen::Roles(Roles::new(Purpose::Take(Mode::Exam)))),
            Item::History => Reply::Do(Effect::ListAttempts),
            Item::Roles => Reply::Open(Screen::Roles(Roles::new(Purpose::Browse))),
            Item::Banks => Reply::OpenAnd(Screen::Banks(Banks::default()), Effect::ListBanks),
            Item::Settings => Reply::Open(Screen::Settings(SettingsList::default())),
            Item::Help => Reply::Do(Effect::ShowHelp),
        }
    }
}

/// Returns what can be gone on with, on one line of a narrow screen.
fn short_words(open: &AttemptRow) -> String {
    format!("Resume {}, {} of {}", open.mode.as_str(), open.n_answered, open.n_questions)
}
