//! What a message does to the model.

use crate::clock::Moment;
use crate::tui::Exit;
use crate::tui::intent::Intent;
use crate::tui::message::{Done, Effect, Message, Taken};
use crate::tui::model::{Asked, Leaving, Model};
use crate::tui::screen::expected::ExpectedScore;
use crate::tui::screen::find::asking::Asking;
use crate::tui::screen::find::midway::is_midway;
use crate::tui::screen::find::person::PersonForm;
use crate::tui::screen::find::picture::Picture;
use crate::tui::screen::find::start::{Start, placement};
use crate::tui::screen::help::Help;
use crate::tui::screen::history::Attempts;
use crate::tui::screen::taking::Taking;
use crate::tui::screen::{Reply, Screen};

impl Model {
    /// Takes in a message, and returns what is to be done.
    pub fn update(&mut self, message: Message, now: Moment) -> Vec<Effect> {
        let effects = match message {
            Message::Intent(intent) => self.update_intent(intent, now),
            Message::Character(character) => self.insert(&character.to_string()),
            Message::Paste(text) => self.insert(&text),
            Message::Click(row) => self.click(row, now),
            Message::Wheel(turns) => {
                self.turn_wheel(turns, now);
                Vec::new()
            }
            Message::Resize(columns, rows) => {
                self.size = (columns, rows);
                if let Some(screen) = self.screens.last_mut() {
                    screen.scroll_mut().reveals = true;
                }
                Vec::new()
            }
            Message::Second => match self.screens.first_mut() {
                Some(Screen::Preview(preview)) => {
                    preview.looks(now);
                    return vec![Effect::LookAtFile];
                }
                Some(_) | None => Vec::new(),
            },
            // Nothing has changed that could be out of sight now.
            Message::Done(Done::Looked(None)) => return Vec::new(),
            Message::Done(done) => self.done(done, now),
            Message::Failed(failure) => {
                self.notify(failure);
                Vec::new()
            }
        };
        self.settle(now);
        effects
    }

    fn insert(&mut self, text: &str) -> Vec<Effect> {
        self.notice = None;
        if let (Some(screen), None) = (self.screens.last_mut(), self.asked) {
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
        if let Some(asked) = self.asked.take() {
            return self.confirmed(asked, intent);
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
                self.follow(reply, now)
            }
        }
    }

    fn show_help(&mut self, now: Moment) {
        let help = Help::new(self.situations(now), self.n_numbered());
        self.screens.push(Screen::Help(help));
    }

    fn confirmed(&mut self, asked: Asked, intent: Intent) -> Vec<Effect> {
        if intent != Intent::Yes {
            return Vec::new();
        }
        match asked {
            Asked::Leave(Leaving::Program) => vec![Effect::Leave(Exit::Left)],
            Asked::Leave(Leaving::ToHome) => self.go_home(),
            Asked::GiveUp(attempt) => vec![Effect::GiveUp(attempt)],
        }
    }

    /// Leaves, asking first if something that is half made would be lost.
    fn leave(&mut self, leaving: Leaving) -> Vec<Effect> {
        let would_lose =
            self.screens.iter().any(|screen| matches!(screen, Screen::Taking(taking) if taking.would_lose()));
        if would_lose {
            self.asked = Some(Asked::Leave(leaving));
            return Vec::new();
        }
        match leaving {
            Leaving::Program => vec![Effect::Leave(Exit::Left)],
            Leaving::ToHome => self.go_home(),
        }
    }

    fn go_home(&mut self) -> Vec<Effect> {
        self.screens.truncate(1);
        vec![Effect::FindOpenAttempts, Effect::CountKnown]
    }

    /// Shows a result in the place of the attempt that it is of.
    fn show_result(&mut self, result: Screen) {
        self.screens
            .retain(|screen| !matches!(screen, Screen::Taking(_) | Screen::Asking(_) | Screen::AboutYou(_)));
        self.screens.push(result);
    }

    /// Shows an attempt where it stands: what it asks beside questions, a question, or its end.
    fn take_up(&mut self, taken: Taken, now: Moment) -> Vec<Effect> {
        self.screens.truncate(1);
        if let Some(asking) = Asking::of(&taken) {
            self.screens.push(Screen::Asking(Box::new(asking)));
            return Vec::new();
        }
        if is_midway(&taken.session) {
            return vec![Effect::LookMidway(Box::new(taken))];
        }
        let taking = Taking::new(taken, now);
        let follows = taking.follows(now);
        self.screens.push(Screen::Taking(Box::new(taking)));
        follows.into_iter().collect()
    }

    fn follow(&mut self, reply: Reply, now: Moment) -> Vec<Effect> {
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
            Reply::TakeUp(taken) => self.take_up(*taken, now),
            Reply::AskToGiveUp(attempt) => {
                self.asked = Some(Asked::GiveUp(attempt));
                Vec::new()
            }
            Reply::Refuse(failure) => {
                self.notify(failure);
                Vec::new()
            }
        }
    }

    fn done(&mut self, done: Done, now: Moment) -> Vec<Effect> {
        match done {
            Done::Taken(taken) => return self.take_up(*taken, now),
            Done::Recorded(event, number) => {
                let reply = match self.screens.last_mut() {
                    Some(Screen::Taking(taking)) => taking.recorded(&event, number, &self.settings, now),
                    Some(Screen::Asking(asking)) => asking.recorded(&event, number, now),
                    Some(_) | None => Reply::Nothing,
                };
                return self.follow(reply, now);
            }
            Done::PersonWanted => {
                self.screens.push(Screen::AboutYou(PersonForm::before_suggestion()));
            }
            Done::Before(before) => match Start::of(before) {
                Some(start) => self.screens.push(Screen::Start(start)),
                None => return vec![Effect::Begin(placement())],
            },
            Done::Known(n_known) => {
                if let Some(Screen::Home(home)) = self.screens.first_mut() {
                    home.set_known(n_known);
                }
            }
            Done::Midway(taken, advice) => {
                self.screens.truncate(1);
                self.screens.push(Screen::Asking(Box::new(Asking::midway(*taken, advice))));
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
            Done::GivenUp => return self.listed_anew(),
            Done::Attempts(rows) => match self.screens.last_mut() {
                Some(Screen::Attempts(attempts)) => attempts.set_rows(rows),
                Some(_) | None => self.screens.push(Screen::Attempts(Attempts::all(rows))),
            },
            Done::Shown(session) => self.screens.push(Screen::result(*session)),
            Done::Suggested(advice) => self.show_result(Screen::Picture(Picture::new(advice))),
            Done::Measured(session, expected) => {
                self.show_result(Screen::Expected(Box::new(ExpectedScore::new(*session, *expected))));
            }
            Done::Banks(at_hand, left_out) => {
                if let Some(Screen::Banks(banks)) = self.screens.last_mut() {
                    banks.set(at_hand, left_out);
                }
            }
            Done::Looked(sight) => {
                if let (Some(Screen::Preview(preview)), Some(sight)) = (self.screens.first_mut(), sight) {
                    preview.take_in(*sight);
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

    /// Asks again for what the home menu and the list of attempts show.
    fn listed_anew(&self) -> Vec<Effect> {
        let list = matches!(self.screen(), Some(Screen::Attempts(_))).then_some(Effect::ListAttempts);
        std::iter::once(Effect::FindOpenAttempts).chain(list).collect()
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
            (Some(target), Some(screen)) if self.asked.is_none() => {
                let reply = screen.click(target, &self.settings, now);
                self.follow(reply, now)
            }
            _ => Vec::new(),
        }
    }
}
