//! The state of the terminal face: messages change it, effects are what it wants done.
//!
//! Invariant: nothing here reads the clock, a file or the terminal.

use crate::clock::{Millis, Moment};
use crate::history::attempt::AttemptId;
use crate::settings::{Settings, Theme as Colours};
use crate::tui::message::Failure;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::Screen;
use crate::tui::screen::home::Home;
use crate::tui::screen::preview::Previewing;
use crate::tui::situation::Situation;
use crate::tui::theme::{Lines, Palette, Theme};

/// Columns and rows below which nothing but the size needed is shown.
pub const LEAST_SIZE: (u16, u16) = (40, 12);

/// Columns that a screen uses at most, since longer lines are hard to read.
pub const MAX_COLUMNS: u16 = 100;

/// The state of the terminal face.
#[derive(Debug)]
pub struct Model {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What is kept between starts.
    pub settings: Settings,
    look: Look,
    pub(super) screens: Vec<Screen>,
    pub(super) notice: Option<Failure>,
    pub(super) asked: Option<Asked>,
}

/// What the terminal and the command line allow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Are there colours at all?
    pub colours: Colour,
    /// Which characters can be shown.
    pub lines: Lines,
}

/// Are there colours at all?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// As the theme says.
    #[default]
    OfTheme,
    /// None, whatever the theme says.
    Off,
}

/// What waits for a yes or a no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Leave(Leaving),
    GiveUp(AttemptId),
}

/// Where to, once it is confirmed that what is half made may be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaving {
    Program,
    ToHome,
}

impl Model {
    /// Returns the face as it begins: the home menu.
    #[must_use]
    pub fn new(size: (u16, u16), settings: Settings, look: Look) -> Self {
        Self { size, settings, look, screens: vec![Screen::Home(Home::default())], notice: None, asked: None }
    }

    /// Returns the face as it begins where a file is previewed.
    #[must_use]
    pub fn previewing(self, preview: Previewing) -> Self {
        Self { screens: vec![Screen::Preview(Box::new(preview))], ..self }
    }

    /// Takes in what the terminal and the command line allow.
    pub fn set_look(&mut self, look: Look) {
        self.look = look;
    }

    /// Are there colours at all?
    #[must_use]
    pub fn has_colours(&self) -> bool {
        self.look.colours == Colour::OfTheme
    }

    /// Shows a failure until the next key; what is under the cursor stays in sight above it.
    pub fn notify(&mut self, failure: Failure) {
        self.notice = Some(failure);
        if let Some(screen) = self.screens.last_mut() {
            screen.scroll_mut().reveals = true;
        }
    }

    /// Returns how text looks now.
    #[must_use]
    pub fn theme(&self) -> Theme {
        let palette = match (self.look.colours, self.settings.theme) {
            (Colour::Off, _) | (_, Colours::NoColour) => Palette::NoColour,
            (Colour::OfTheme, Colours::Dark) => Palette::Dark,
            (Colour::OfTheme, Colours::Light) => Palette::Light,
            (Colour::OfTheme, Colours::HighContrast) => Palette::HighContrast,
        };
        Theme { palette, lines: self.look.lines }
    }

    /// Returns what is said above the footer, if anything.
    #[must_use]
    pub fn notice(&self) -> Option<&Failure> {
        self.notice.as_ref()
    }

    /// Returns what is asked above the footer, if anything waits for a yes or a no.
    #[must_use]
    pub fn question(&self) -> Option<&'static str> {
        self.asked.map(|asked| match asked {
            Asked::Leave(_) => "Leave? An answer that is not given yet would be lost.",
            Asked::GiveUp(_) => "Give up this attempt? Its answers stay in the history.",
        })
    }

    /// Is the terminal large enough to show anything?
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.size.0 >= LEAST_SIZE.0 && self.size.1 >= LEAST_SIZE.1
    }

    /// Returns the screen that is shown.
    #[must_use]
    pub fn screen(&self) -> Option<&Screen> {
        self.screens.last()
    }

    /// Returns the room for header and body when `n_below` rows are taken by notice and footer.
    #[must_use]
    pub fn canvas(&self, now: Moment) -> Canvas {
        let columns = usize::from(self.size.0.min(MAX_COLUMNS));
        let n_below = crate::tui::draw::n_rows_below(self, columns);
        let rows = usize::from(self.size.1).saturating_sub(n_below);
        Canvas { columns, rows, theme: self.theme(), now }
    }

    /// Returns the page of the screen that is shown, and how far it is scrolled.
    #[must_use]
    pub fn page(&self, now: Moment) -> (Page, Scroll) {
        let canvas = self.canvas(now);
        self.screen()
            .map_or_else(Default::default, |screen| (screen.page(&canvas, &self.settings), screen.scroll()))
    }

    /// Returns what is possible now.
    #[must_use]
    pub fn situations(&self, now: Moment) -> Vec<Situation> {
        match self.asked {
            Some(Asked::Leave(_)) => return vec![Situation::AskedToLeave],
            Some(Asked::GiveUp(_)) => return vec![Situation::AskedToGiveUp],
            None => {}
        }
        let mut situations = self.screen().map_or_else(Vec::new, Screen::situations);
        if !situations.contains(&Situation::Typing) {
            situations.push(Situation::Commands);
        }
        let canvas = self.canvas(now);
        let (page, scroll) = self.page(now);
        if situations.contains(&Situation::Answers) && !page.is_focus_seen(scroll, &canvas) {
            situations.retain(|situation| *situation != Situation::Answers);
            situations.push(Situation::Reveals);
        }
        if page.overflows(&canvas) || page.n_hidden_in_pane > 0 {
            situations.push(Situation::Scrolls);
        }
        if page.n_hidden_across > 0 {
            situations.push(Situation::ScrollsAcross);
        }
        situations
    }

    /// Returns how many choices have a number to choose them by.
    #[must_use]
    pub fn n_numbered(&self) -> usize {
        self.screen().map_or(0, Screen::n_numbered)
    }

    /// Returns how long until a clock that is shown moves or a file is looked at; nothing where neither is to come.
    #[must_use]
    pub fn next_second(&self, now: Moment) -> Option<Millis> {
        if let Some(Screen::Preview(preview)) = self.screens.first() {
            return Some(preview.until_next_look(now));
        }
        match self.screen() {
            Some(Screen::Taking(taking)) if self.has_room() => taking.next_second(&self.settings, now),
            Some(_) | None => None,
        }
    }
}
