//! The state of the terminal face: messages change it, effects are what it wants done.
//!
//! Invariant: nothing here reads the clock, a file or the terminal.

use crate::clock::{Millis, Moment};
use crate::settings::{Settings, Theme as Colours};
use crate::tui::Exit;
use crate::tui::keymap::{Intent, Situation};
use crate::tui::message::{Done, Effect, Failure, Message};
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::help::Help;
use crate::tui::screen::history::Attempts;
use crate::tui::screen::home::Home;
use crate::tui::screen::taking::Taking;
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::{Lines, Palette, Theme};

/// Columns and rows below which nothing but the size needed is shown.
pub const LEAST_SIZE: (u16, u16) = (40, 12);

/// Columns that a screen uses at most, since longer lines are hard to read.
pub const MAX_COLUMNS: u16 = 100;

/// Rows that one turn of the wheel scrolls.
const WHEEL_ROWS: i32 = 3;

/// The state of the terminal face.
#[derive(Debug)]
pub struct Model {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What is kept between starts.
    pub settings: Settings,
    look: Look,
    screens: Vec<Screen>,
    notice: Option<Failure>,
    leaving: Option<Leaving>,
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

/// Where to, once it is confirmed that what is half made may be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaving {
    Program,
    ToHome,
}

impl Model {
    /// Returns the face as it begins: the home menu.
    #[must_use]
    pub fn new(size: (u16, u16), settings: Settings, look: Look) -> Self {
        Self {
            size,
            settings,
            look,
            screens: vec![Screen::Home(Home::default())],
            notice: None,
            leaving: None,
        }
    }

    /// Takes in what the terminal and the command line allow.
    pub fn set_look(&mut self, look: Look) {
        self.look = look;
    }

    /// Shows a failure until the next key.
    pub fn notify(&mut self, failure: Failure) {
        self.notice = Some(failure);
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

    /// Is the screen waiting for a yes or a no?
    #[must_use]
    pub fn is_asking(&self) -> bool {
        self.leaving.is_some()
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
        if self.leaving.is_some() {
            return vec![Situation::Asked];
        }
        let mut situations = self.screen().map_or_else(Vec::new, Screen::situations);
        if !situations.contains(&Situation::Typing) {
            situations.push(Situation::Commands);
        }
        let canvas = self.canvas(now);
        let page = self.page(now).0;
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

    /// Returns how long until a clock that is shown moves; nothing where none is.
    #[must_use]
    pub fn next_second(&self, now: Moment) -> Option<Millis> {
        match self.screen() {
            Some(Screen::Taking(taking)) if self.has_room() => taking.next_second(&self.settings, now),
            Some(_) | None => None,
        }
    }

    /// Takes in a message, and returns what is to be done.
    pub fn update(&mut self, message: Message, now: Moment) -> Vec<Effect> {
        let effects = match message {
            Message::Intent(intent) => self.update_intent(intent, now),
            Message::Character(character) => self.insert(&character.to_string()),
            Message::Paste(text) => self.insert(&text),
            Message::Click(row) => self.click(row, now),
            Message::Wheel(turns) => {
                self.scroll_by(turns.saturating_mul(WHEEL_ROWS), now);
                Vec::new()
            }
            Message::Resize(columns, rows) => {
                self.size = (columns, rows);
                if let Some(screen) = self.screens.last_mut() {
                    screen.scroll_mut().reveals = true;
                }
                Vec::new()
            }
            Message::Second => Vec::new(),
            Message::Done(done) => self.done(done, now),
            Message::Failed(failure) => {
                self.notice = Some(failure);
                Vec::new()
            }
        };
        self.settle(now);
        effects
    }

    fn insert(&mut self, text: &str) -> Vec<Effect> {
        self.notice = None;
        if let (Some(screen), None) = (self.screens.last_mut(), self.leaving) {
            screen.insert(text);
        }
        Vec::new()
    }

    fn update_intent(&mut self, intent: Intent, now: Moment) -> Vec<Effect> {
        if intent == Intent::Leave {
            return vec![Effect::Leave(Exit::Left)];
        }
        if intent == Intent::Suspend {
            return vec![Effect::Suspend];
        }
        self.notice = None;
        if let Some(leaving) = self.leaving {
            return self.confirmed(leaving, intent);
        }
        if self.scrolls_first(intent, now) {
            return Vec::new();
        }
        match intent {
            Intent::Quit => self.leave(Leaving::Program),
            Intent::Help if !matches!(self.screen(), Some(Screen::Help(_))) => {
                self.show_help(now);
                Vec::new()
            }
            _ => {
                let Some(screen) = self.screens.last_mut() else { return Vec::new() };
                let reply = screen.update(intent, &self.settings, now);
                self.follow(reply)
            }
        }
    }

    fn show_help(&mut self, now: Moment) {
        let help = Help::new(self.situations(now), self.n_numbered());
        self.screens.push(Screen::Help(help));
    }

    fn confirmed(&mut self, leaving: Leaving, intent: Intent) -> Vec<Effect> {
        match (intent, leaving) {
            (Intent::Yes, Leaving::Program) => vec![Effect::Leave(Exit::Left)],
            (Intent::Yes, Leaving::ToHome) => {
                self.leaving = None;
                self.go_home()
            }
            _ => {
                self.leaving = None;
                Vec::new()
            }
        }
    }

    /// Leaves, asking first if something that is half made would be lost.
    fn leave(&mut self, leaving: Leaving) -> Vec<Effect> {
        let would_lose =
            self.screens.iter().any(|screen| matches!(screen, Screen::Taking(taking) if taking.would_lose()));
        if would_lose {
            self.leaving = Some(leaving);
            return Vec::new();
        }
        match leaving {
            Leaving::Program => vec![Effect::Leave(Exit::Left)],
            Leaving::ToHome => self.go_home(),
        }
    }

    fn go_home(&mut self) -> Vec<Effect> {
        self.screens.truncate(1);
        vec![Effect::FindOpenAttempts]
    }

    fn follow(&mut self, reply: Reply) -> Vec<Effect> {
        match reply {
            Reply::Nothing => Vec::new(),
            Reply::Open(screen) => {
                self.screens.push(screen);
                Vec::new()
            }
            Reply::Replace(screen) => {
                self.screens.pop();
                self.screens.push(screen);
                Vec::new()
            }
            Reply::Back => {
                if self.screens.len() <= 2 {
                    return self.go_home();
                }
                self.screens.pop();
                Vec::new()
            }
            Reply::Home => self.leave(Leaving::ToHome),
            Reply::Do(effect) => vec![effect],
            Reply::OpenAnd(screen, effect) => {
                self.screens.push(screen);
                vec![effect]
            }
            Reply::Refuse(failure) => {
                self.notice = Some(failure);
                Vec::new()
            }
        }
    }

    fn done(&mut self, done: Done, now: Moment) -> Vec<Effect> {
        match done {
            Done::Taken(taken) => {
                self.screens.truncate(1);
                self.screens.push(Screen::Taking(Box::new(Taking::new(*taken, now))));
            }
            Done::Recorded(event, number) => {
                if let Some(Screen::Taking(taking)) = self.screens.last_mut() {
                    let reply = taking.recorded(&event, number, now);
                    return self.follow(reply);
                }
            }
            Done::Forecast(forecast) => {
                if let Some(Screen::Setup(setup)) = self.screens.last_mut() {
                    setup.foretold(forecast);
                }
            }
            Done::OpenAttempts(rows) => {
                if let Some(Screen::Home(home)) = self.screens.first_mut() {
                    home.set_open(rows);
                }
            }
            Done::Attempts(rows) => self.screens.push(Screen::Attempts(Attempts::all(rows))),
            Done::Shown(session) => self.screens.push(Screen::result(*session)),
            Done::Banks(at_hand, left_out) => {
                if let Some(Screen::Banks(banks)) = self.screens.last_mut() {
                    banks.set(at_hand, left_out);
                }
            }
            Done::SettingsChosen(settings, failure) => {
                self.settings = settings;
                self.notice = failure;
            }
            Done::HelpWanted => self.show_help(now),
            Done::Nothing => {}
        }
        Vec::new()
    }

    fn click(&mut self, row: u16, now: Moment) -> Vec<Effect> {
        self.notice = None;
        let canvas = self.canvas(now);
        let (page, scroll) = self.page(now);
        let window = page.window(scroll, &canvas);
        let body_row = usize::from(row).checked_sub(page.header.len());
        let row_ix = body_row
            .map(|body_row| window.rows.start + body_row)
            .filter(|row_ix| window.rows.contains(row_ix));
        let target = row_ix.and_then(|row_ix| page.rows.get(row_ix)).and_then(|row| row.target);
        match (target, self.screens.last_mut()) {
            (Some(target), Some(screen)) if self.leaving.is_none() => {
                let reply = screen.click(target, &self.settings, now);
                self.follow(reply)
            }
            _ => Vec::new(),
        }
    }

    /// Scrolls where a key asks for that, or where what it is meant for is not in sight; says whether it did.
    fn scrolls_first(&mut self, intent: Intent, now: Moment) -> bool {
        let canvas = self.canvas(now);
        let (page, scroll) = self.page(now);
        let height = i32::try_from(page.body_height(&canvas)).unwrap_or(i32::MAX);
        let overflows = page.overflows(&canvas);
        let is_seen = page.is_focus_seen(scroll, &canvas);
        let by = match intent {
            Intent::PageDown if overflows => height - 2,
            Intent::PageUp if overflows => 2 - height,
            Intent::HalfDown if overflows => height / 2,
            Intent::HalfUp if overflows => -height / 2,
            Intent::Down if !is_seen || page.focus.is_none() => 1,
            Intent::Up if !is_seen || page.focus.is_none() => -1,
            Intent::Accept if !is_seen && overflows => {
                if let Some(screen) = self.screens.last_mut() {
                    screen.scroll_mut().reveals = true;
                }
                return true;
            }
            // Above the first thing stands what it belongs to.
            Intent::Up if scroll.offset > 0 && is_first(&page) => -1,
            _ => return false,
        };
        self.scroll_by(by, now);
        overflows
    }

    fn scroll_by(&mut self, by: i32, now: Moment) {
        let canvas = self.canvas(now);
        let (page, scroll) = self.page(now);
        let by_rows = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
        let offset = if by < 0 {
            scroll.offset.saturating_sub(by_rows)
        } else {
            scroll.offset.saturating_add(by_rows)
        };
        if let Some(screen) = self.screens.last_mut() {
            *screen.scroll_mut() = page.settled(Scroll { offset, reveals: false }, &canvas);
        }
    }

    /// Brings what is new under the cursor into sight.
    fn settle(&mut self, now: Moment) {
        let canvas = self.canvas(now);
        let (page, scroll) = self.page(now);
        if let Some(screen) = self.screens.last_mut() {
            *screen.scroll_mut() = page.settled(scroll, &canvas);
        }
        match self.screens.last_mut() {
            Some(Screen::Taking(taking)) => taking.settle(&page),
            Some(Screen::Review(review)) => review.settle(&page),
            Some(_) | None => {}
        }
    }
}

/// Is the focus on the first thing that one can move to?
fn is_first(page: &Page) -> bool {
    let first =
        page.rows.iter().position(|row| matches!(row.target, Some(crate::tui::page::Target::Item(_))));
    page.focus.as_ref().is_some_and(|focus| Some(focus.start) == first)
}
