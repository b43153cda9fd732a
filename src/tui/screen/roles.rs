//! The roles, with a search that knows job titles: to browse, or to pick one to take questions for.

use crate::framework::RoleId;
use crate::framework::search::roles_matching;
use crate::session::event::Mode;
use crate::tui::field::Field;
use crate::tui::intent::Intent;
use crate::tui::message::Effect;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::role::RoleCard;
use crate::tui::screen::setup::Setup;
use crate::tui::screen::taking::header::title;
use crate::tui::screen::{Reply, Screen};
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{Entry, moved, push_menu};
use crate::tui::widget::prose::prose;
use crate::tui::widget::search::search_line;

/// What a role is looked for for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To read about it.
    Browse,
    /// To take questions for it.
    Take(Mode),
}

/// The list of roles.
#[derive(Debug)]
pub struct Roles {
    /// The role under the cursor.
    pub focus: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
    purpose: Purpose,
    search: Field,
    is_typing: bool,
}

impl Roles {
    /// Returns all roles.
    #[must_use]
    pub fn new(purpose: Purpose) -> Self {
        Self { focus: 0, scroll: Scroll::default(), purpose, search: Field::default(), is_typing: false }
    }

    fn found(&self) -> Vec<RoleId> {
        roles_matching(&self.search.text())
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        if self.is_typing {
            return vec![Situation::Typing, Situation::Opens, Situation::Backable];
        }
        vec![Situation::Moves, Situation::Opens, Situation::Searches, Situation::Backable]
    }

    /// Puts the list into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let heading = match self.purpose {
            Purpose::Browse => "Roles",
            Purpose::Take(Mode::Exam) => "Exam: for which role?",
            Purpose::Take(Mode::Adaptive) => "Adaptive exam: for which role?",
            Purpose::Take(Mode::Practice | Mode::Cram | Mode::Placement) => "Practise: for which role?",
        };
        let found = self.found();
        let mut page = Page { header: title(canvas, heading, ""), ..Page::default() };
        if self.is_typing || !self.search.is_blank() {
            page.header.insert(1, search_line(canvas, &self.search, self.is_typing));
        }
        let entries: Vec<Entry> = found.iter().map(|role| self.entry(*role)).collect();
        push_menu(&mut page, canvas, &entries, self.focus);
        if found.is_empty() {
            let says = "No role has these words in its name, job titles, credentials or summary.";
            page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, says));
        }
        page
    }

    /// Returns a role with the job title that the search found it by.
    fn entry(&self, role: RoleId) -> Entry {
        let typed = self.search.text().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let profile = &role.role().profile;
        let entry_titles = profile.entry_titles.iter().flat_map(|entry| &entry.titles);
        let by = profile.titles.iter().chain(entry_titles).chain(&profile.aliases).find(|name| {
            let name = name.to_lowercase();
            !words.is_empty() && words.iter().all(|word| name.contains(word))
        });
        Entry::new(role.title(), by.cloned().unwrap_or_default())
    }

    /// Puts typed or pasted text into the search.
    pub fn insert(&mut self, text: &str) {
        if self.is_typing {
            self.search.insert(text);
            self.focus = 0;
            self.scroll = Scroll::default();
        }
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Reply {
        let found = self.found();
        if let Some(to) = moved(self.focus, found.len(), intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Reply::Nothing;
        }
        if self.is_typing && self.search.edit(intent) {
            self.focus = 0;
            return Reply::Nothing;
        }
        match intent {
            Intent::Search => self.is_typing = true,
            Intent::SwitchFocus => self.is_typing = !self.is_typing,
            Intent::Back if self.is_typing || !self.search.is_blank() => {
                self.is_typing = false;
                self.search = Field::default();
                self.focus = 0;
            }
            Intent::Back => return Reply::Back,
            Intent::Accept => return found.get(self.focus).map_or(Reply::Nothing, |role| self.opened(*role)),
            _ => {}
        }
        Reply::Nothing
    }

    fn opened(&self, role: RoleId) -> Reply {
        match self.purpose {
            Purpose::Browse => Reply::Open(Screen::Role(RoleCard::new(role))),
            Purpose::Take(mode) => {
                let setup = Setup::new(mode, Some(role));
                let wish = setup.wish();
                Reply::OpenAnd(Screen::Setup(setup), Effect::Foresee(wish))
            }
        }
    }
}
