//! Earlier attempts, and those that can be gone on with.

use crate::history::attempt::AttemptRow;
use crate::report::result::points;
use crate::session::Stage;
use crate::tui::intent::Intent;
use crate::tui::message::Effect;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::Reply;
use crate::tui::screen::taking::header::title;
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{Entry, moved, push_menu};
use crate::tui::widget::prose::prose;

/// A list of attempts.
#[derive(Debug)]
pub struct Attempts {
    /// The attempt under the cursor.
    pub focus: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
    rows: Vec<AttemptRow>,
}

impl Attempts {
    /// Returns the list of all attempts.
    #[must_use]
    pub fn all(rows: Vec<AttemptRow>) -> Self {
        Self { focus: 0, scroll: Scroll::default(), rows }
    }

    /// Takes in the list as it has become; the cursor stays where it is.
    pub fn set_rows(&mut self, rows: Vec<AttemptRow>) {
        self.focus = self.focus.min(rows.len().saturating_sub(1));
        self.rows = rows;
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        match self.rows.get(self.focus) {
            None => vec![Situation::Backable],
            Some(row) if row.stage == Stage::Open => {
                vec![Situation::Moves, Situation::Resumes, Situation::GivesUp, Situation::Backable]
            }
            Some(_) => vec![Situation::Moves, Situation::Opens, Situation::Backable],
        }
    }

    /// Puts the list into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let n = self.rows.len();
        let aside = if n == 1 { "1 attempt".to_owned() } else { format!("{n} attempts, the newest first") };
        let mut page = Page { header: title(canvas, "History", &aside), ..Page::default() };
        if self.rows.is_empty() {
            let says = "Nothing yet. What you practise and every exam is listed here.";
            page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, says));
            return page;
        }
        let entries: Vec<Entry> = self.rows.iter().map(|row| entry(canvas, row)).collect();
        push_menu(&mut page, canvas, &entries, self.focus);
        page
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Reply {
        if let Some(to) = moved(self.focus, self.rows.len(), intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Reply::Nothing;
        }
        match (intent, self.rows.get(self.focus)) {
            (Intent::Back, _) => Reply::Back,
            (Intent::Accept, Some(row)) if row.stage == Stage::Open => Reply::Do(Effect::Resume(row.id)),
            (Intent::GiveUp, Some(row)) if row.stage == Stage::Open => Reply::AskToGiveUp(row.id),
            (Intent::Accept, Some(row)) => Reply::Do(Effect::Show(row.id)),
            _ => Reply::Nothing,
        }
    }
}

fn entry(canvas: &Canvas, row: &AttemptRow) -> Entry {
    if canvas.is_wide() {
        let name = format!("{}  {:<9}  {}", row.at.local_minute(), row.mode.as_str(), row.title);
        return Entry::new(name, standing(row));
    }
    Entry::new(format!("{} {} {}: {}", row.at.local_day(), row.mode.as_str(), row.title, standing(row)), "")
}

/// Returns how far an attempt has come, or what it came to.
#[must_use]
pub fn standing(row: &AttemptRow) -> String {
    match (row.stage, row.score) {
        (Stage::Done, Some(score)) => points(score),
        (Stage::Done, None) => "done".to_owned(),
        (Stage::Closed, _) => format!("given up after {} of {}", row.n_answered, row.n_questions),
        (Stage::Open, _) => format!("open: {} of {} answered", row.n_answered, row.n_questions),
    }
}

/// Returns what an attempt is about and how far it has come, in words for the home menu.
#[must_use]
pub fn progress_words(row: &AttemptRow) -> String {
    let (n, of) = (row.n_answered, row.n_questions);
    format!("{} · {}, {n} of {of} answered", row.title, row.mode.as_str())
}
