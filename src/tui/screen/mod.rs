//! The screens: each one's state, what keys do to it, and how it is put into lines stand in one file.

pub mod banks;
pub mod expected;
pub mod find;
pub mod help;
pub mod history;
pub mod home;
pub mod preview;
pub mod result;
pub mod review;
pub mod role;
pub mod roles;
pub mod settings;
pub mod setup;
pub mod taking;

use crate::clock::Moment;
use crate::history::attempt::AttemptId;
use crate::session::Session;
use crate::settings::Settings;
use crate::tui::intent::Intent;
use crate::tui::message::{Effect, Failure, Taken};
use crate::tui::page::{Canvas, Page, Scroll, Target};
use crate::tui::screen::banks::Banks;
use crate::tui::screen::expected::ExpectedScore;
use crate::tui::screen::find::advised::Advised;
use crate::tui::screen::find::asking::Asking;
use crate::tui::screen::find::closed::ClosedRoles;
use crate::tui::screen::find::person::PersonForm;
use crate::tui::screen::find::picture::Picture;
use crate::tui::screen::find::start::Start;
use crate::tui::screen::find::weighing::Weighing;
use crate::tui::screen::help::Help;
use crate::tui::screen::history::Attempts;
use crate::tui::screen::home::Home;
use crate::tui::screen::preview::Previewing;
use crate::tui::screen::result::Outcome;
use crate::tui::screen::review::Review;
use crate::tui::screen::role::RoleCard;
use crate::tui::screen::roles::Roles;
use crate::tui::screen::settings::SettingsList;
use crate::tui::screen::setup::Setup;
use crate::tui::screen::taking::Taking;
use crate::tui::situation::Situation;

/// What is on the screen.
#[derive(Debug)]
pub enum Screen {
    /// The home menu.
    Home(Home),
    /// The roles, to browse or to pick one.
    Roles(Roles),
    /// One role.
    Role(RoleCard),
    /// What an attempt is to be like.
    Setup(Setup),
    /// Taking questions.
    Taking(Box<Taking>),
    /// What a placement asks beside its questions.
    Asking(Box<Asking>),
    /// The questions about the person, where nothing else is asked.
    AboutYou(PersonForm),
    /// What "Find my role" can begin with.
    Start(Start),
    /// What an attempt came to.
    Result(Box<Outcome>),
    /// What an adaptive exam came to.
    Expected(Box<ExpectedScore>),
    /// The questions of an attempt, looked back at.
    Review(Box<Review>),
    /// Which roles a profile leans to.
    Picture(Picture),
    /// One of these roles.
    Advised(Advised),
    /// The roles that are closed.
    Closed(ClosedRoles),
    /// Interest beside knowledge.
    Weighing(Weighing),
    /// Earlier attempts.
    Attempts(Attempts),
    /// The banks.
    Banks(Banks),
    /// The settings.
    Settings(SettingsList),
    /// A bank file as learners will see it.
    Preview(Box<Previewing>),
    /// The keys of another screen.
    Help(Help),
}

/// What follows from a key on a screen.
#[derive(Debug)]
pub enum Reply {
    /// No more than the screen has done itself.
    Nothing,
    /// Another screen is laid over this one.
    Open(Screen),
    /// Another screen takes this one's place.
    Replace(Screen),
    /// Back to the screen below.
    Back,
    /// Back to the home menu.
    Home,
    /// Something is to be done outside the model.
    Do(Effect),
    /// A screen is laid over this one and wants something done.
    OpenAnd(Screen, Effect),
    /// The attempt is given up, if that is confirmed.
    AskToGiveUp(AttemptId),
    /// The attempt is taken up where it stands now.
    TakeUp(Box<Taken>),
    /// It cannot be done.
    Refuse(Failure),
}

impl Screen {
    /// Returns the screen that says what an attempt came to.
    #[must_use]
    pub fn result(session: Session) -> Self {
        Self::Result(Box::new(Outcome::new(session)))
    }

    /// Puts the screen into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas, settings: &Settings) -> Page {
        match self {
            Self::Home(screen) => screen.page(canvas),
            Self::Roles(screen) => screen.page(canvas),
            Self::Role(screen) => screen.page(canvas),
            Self::Setup(screen) => screen.page(canvas),
            Self::Taking(screen) => screen.page(canvas, settings),
            Self::Result(screen) => screen.page(canvas),
            Self::Review(screen) => screen.page(canvas),
            Self::Expected(screen) => screen.page(canvas),
            Self::Asking(screen) => screen.page(canvas),
            Self::AboutYou(screen) => screen.page(canvas),
            Self::Start(screen) => screen.page(canvas),
            Self::Picture(screen) => screen.page(canvas, settings),
            Self::Advised(screen) => screen.page(canvas),
            Self::Closed(screen) => screen.page(canvas),
            Self::Weighing(screen) => screen.page(canvas, settings),
            Self::Attempts(screen) => screen.page(canvas),
            Self::Banks(screen) => screen.page(canvas),
            Self::Settings(screen) => screen.page(canvas, settings),
            Self::Preview(screen) => screen.page(canvas, settings),
            Self::Help(screen) => screen.page(canvas),
        }
    }

    /// Returns what is possible on the screen, apart from what always is.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        match self {
            Self::Home(screen) => screen.situations(),
            Self::Roles(screen) => screen.situations(),
            Self::Role(_) => vec![Situation::Opens, Situation::Backable],
            Self::Setup(screen) => screen.situations(),
            Self::Taking(screen) => screen.situations(),
            Self::Result(_) | Self::Expected(_) | Self::Advised(_) => {
                vec![Situation::Moves, Situation::Opens, Situation::Backable]
            }
            Self::Review(screen) => screen.situations(),
            Self::Asking(screen) => screen.situations(),
            Self::AboutYou(screen) => screen.situations(),
            Self::Start(screen) => screen.situations(),
            Self::Picture(screen) => screen.situations(),
            Self::Closed(_) => vec![Situation::Moves, Situation::Explains, Situation::Backable],
            Self::Weighing(screen) => screen.situations(),
            Self::Attempts(screen) => screen.situations(),
            Self::Preview(screen) => screen.situations(),
            Self::Banks(_) | Self::Help(_) => vec![Situation::Backable],
            Self::Settings(_) => {
                vec![Situation::Moves, Situation::Adjusts, Situation::Backable]
            }
        }
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent, settings: &Settings, now: Moment) -> Reply {
        match self {
            Self::Home(screen) => screen.update(intent),
            Self::Roles(screen) => screen.update(intent),
            Self::Role(screen) => screen.update(intent),
            Self::Setup(screen) => screen.update(intent),
            Self::Taking(screen) => screen.update(intent, now),
            Self::Result(screen) => screen.update(intent),
            Self::Review(screen) => screen.update(intent),
            Self::Expected(screen) => screen.update(intent),
            Self::Asking(screen) => screen.update(intent, now),
            Self::AboutYou(screen) => screen.update_alone(intent),
            Self::Start(screen) => screen.update(intent),
            Self::Picture(screen) => screen.update(intent, settings),
            Self::Advised(screen) => screen.update(intent),
            Self::Closed(screen) => screen.update(intent),
            Self::Weighing(screen) => screen.update(intent, settings),
            Self::Attempts(screen) => screen.update(intent),
            Self::Banks(_) if intent == Intent::Back => Reply::Back,
            Self::Help(_) if matches!(intent, Intent::Back | Intent::Help) => Reply::Back,
            Self::Banks(_) | Self::Help(_) => Reply::Nothing,
            Self::Settings(screen) => screen.update(intent, settings),
            Self::Preview(screen) => screen.update(intent),
        }
    }

    /// Puts typed or pasted text into the field of the screen, if it has one.
    pub fn insert(&mut self, text: &str) {
        match self {
            Self::Roles(screen) => screen.insert(text),
            Self::Taking(screen) => screen.insert(text),
            Self::Preview(screen) => screen.insert(text),
            // Few screens have a field.
            _ => {}
        }
    }

    /// Moves the cursor to what the mouse was pressed on; a press where it stands already does what Enter does.
    pub fn click(&mut self, target: Target, settings: &Settings, now: Moment) -> Reply {
        if let Self::Taking(screen) = self {
            return screen.click(target, now);
        }
        if let Self::Preview(screen) = self {
            return screen.click(target);
        }
        let Target::Item(item) = target else { return self.update(Intent::Zoom, settings, now) };
        if let Self::Role(screen) = self {
            return screen.update(Intent::Accept);
        }
        if let Self::Asking(screen) = self {
            return screen.click(item, now);
        }
        let Some(focus) = self.focus_mut() else { return Reply::Nothing };
        if *focus == item {
            return self.update(Intent::Accept, settings, now);
        }
        *focus = item;
        Reply::Nothing
    }

    fn focus_mut(&mut self) -> Option<&mut usize> {
        match self {
            Self::Home(screen) => Some(&mut screen.focus),
            Self::Roles(screen) => Some(&mut screen.focus),
            Self::Setup(screen) => Some(screen.focus_mut()),
            Self::Result(screen) => Some(&mut screen.focus),
            Self::Attempts(screen) => Some(&mut screen.focus),
            Self::Settings(screen) => Some(&mut screen.focus),
            Self::Expected(screen) => Some(&mut screen.focus),
            Self::AboutYou(screen) => Some(&mut screen.focus),
            Self::Start(screen) => Some(&mut screen.focus),
            Self::Picture(screen) => Some(&mut screen.focus),
            Self::Advised(screen) => Some(&mut screen.focus),
            Self::Closed(screen) => Some(&mut screen.focus),
            // The others have nothing to move over, or know themselves what a press means.
            _ => None,
        }
    }

    /// Returns how far the screen is scrolled.
    #[must_use]
    pub fn scroll(&self) -> Scroll {
        match self {
            Self::Home(screen) => screen.scroll,
            Self::Roles(screen) => screen.scroll,
            Self::Role(screen) => screen.scroll,
            Self::Setup(screen) => screen.scroll,
            Self::Taking(screen) => screen.scroll(),
            Self::Result(screen) => screen.scroll,
            Self::Review(screen) => screen.scroll(),
            Self::Asking(screen) => screen.scroll(),
            Self::Expected(screen) => screen.scroll,
            Self::AboutYou(screen) => screen.scroll,
            Self::Start(screen) => screen.scroll,
            Self::Picture(screen) => screen.scroll,
            Self::Advised(screen) => screen.scroll,
            Self::Closed(screen) => screen.scroll,
            Self::Weighing(screen) => screen.scroll,
            Self::Attempts(screen) => screen.scroll,
            Self::Banks(screen) => screen.scroll,
            Self::Settings(screen) => screen.scroll,
            Self::Preview(screen) => screen.scroll(),
            Self::Help(screen) => screen.scroll,
        }
    }

    /// Returns how far the screen is scrolled, to be changed.
    pub fn scroll_mut(&mut self) -> &mut Scroll {
        match self {
            Self::Home(screen) => &mut screen.scroll,
            Self::Roles(screen) => &mut screen.scroll,
            Self::Role(screen) => &mut screen.scroll,
            Self::Setup(screen) => &mut screen.scroll,
            Self::Taking(screen) => screen.scroll_mut(),
            Self::Result(screen) => &mut screen.scroll,
            Self::Review(screen) => screen.scroll_mut(),
            Self::Asking(screen) => screen.scroll_mut(),
            Self::Expected(screen) => &mut screen.scroll,
            Self::AboutYou(screen) => &mut screen.scroll,
            Self::Start(screen) => &mut screen.scroll,
            Self::Picture(screen) => &mut screen.scroll,
            Self::Advised(screen) => &mut screen.scroll,
            Self::Closed(screen) => &mut screen.scroll,
            Self::Weighing(screen) => &mut screen.scroll,
            Self::Attempts(screen) => &mut screen.scroll,
            Self::Banks(screen) => &mut screen.scroll,
            Self::Settings(screen) => &mut screen.scroll,
            Self::Preview(screen) => screen.scroll_mut(),
            Self::Help(screen) => &mut screen.scroll,
        }
    }

    /// Returns how many choices have a number to choose them by.
    #[must_use]
    pub fn n_numbered(&self) -> usize {
        match self {
            Self::Taking(screen) => screen.n_numbered(),
            Self::Preview(screen) => screen.n_numbered(),
            Self::Asking(screen) => screen.n_numbered(),
            Self::AboutYou(screen) => screen.n_numbered(),
            // Only questions have numbered choices.
            _ => 0,
        }
    }
}
