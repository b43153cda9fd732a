//! What the model is told, and what it wants done: messages in, effects out.

use std::sync::Arc;

use crate::advice::gates::Person;
use crate::bank::question::Question;
use crate::clock::UnixMillis;
use crate::framework::RoleId;
use crate::history::answer::AnswerNumber;
use crate::history::attempt::{AttemptId, AttemptRow};
use crate::library::preview::Preview;
use crate::library::proposal::Wish;
use crate::session::Session;
use crate::session::event::Event;
use crate::settings::Settings;
use crate::suggestion::expected::Expected;
use crate::text::SafeText;
use crate::tui::Exit;
use crate::tui::intent::Intent;
use crate::tui::screen::banks::BankLine;
use crate::tui::screen::find::picture::Advice;

/// Something that happened.
#[derive(Debug)]
pub enum Message {
    /// A key asked for something.
    Intent(Intent),
    /// A character was typed into a text.
    Character(char),
    /// Text was pasted.
    Paste(String),
    /// The mouse was pressed on this row of the screen, from 0.
    Click(u16),
    /// The wheel was turned, down where positive.
    Wheel(i32),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// A second of a timer that is shown has passed.
    Second,
    /// An effect was carried out.
    Done(Done),
    /// An effect could not be carried out; nothing has changed.
    Failed(Failure),
}

/// What came of an effect.
#[derive(Debug)]
pub enum Done {
    /// An attempt has begun, or is taken up again.
    Taken(Box<Taken>),
    /// An event is on disk.
    Recorded(Event, Option<AnswerNumber>),
    /// An attempt was given up.
    GivenUp,
    /// What an attempt of that kind would be.
    Forecast(Forecast),
    /// The attempts that can be taken up again, the newest first.
    OpenAttempts(Vec<AttemptRow>),
    /// All attempts, the newest first.
    Attempts(Vec<AttemptRow>),
    /// An attempt to look back at.
    Shown(Box<Session>),
    /// Which roles a profile leans to.
    Suggested(Arc<Advice>),
    /// The file of a preview was looked at; what it is now, if that is something else than before.
    Looked(Option<Box<Sight>>),
    /// The person has to be asked about before roles can be suggested.
    PersonWanted,
    /// Which roles a placement leans to half way.
    Midway(Box<Taken>, Arc<Advice>),
    /// What an adaptive exam came to.
    Measured(Box<Session>, Box<Expected>),
    /// What is known before "Find my role" begins.
    Before(Before),
    /// How many answers of the history count, as far as that matters.
    Known(usize),
    /// The banks at hand, and those left out with the reason.
    Banks(Vec<BankLine>, Vec<BankLine>),
    /// Settings hold from now on; they could not be kept where there is a failure.
    SettingsChosen(Settings, Option<Failure>),
    /// The keys of the screen are to be shown.
    HelpWanted,
    /// Nothing is to be told.
    Nothing,
}

/// What a look at a file has shown.
#[derive(Debug)]
pub struct Sight {
    /// What it holds, or why it cannot be read.
    pub preview: Result<Preview, Failure>,
    /// When it was read.
    pub at: UnixMillis,
}

/// An attempt to go on with.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Its id.
    pub attempt: AttemptId,
    /// Its state.
    pub session: Session,
    /// The number of its newest answer, if it has one.
    pub saved: Option<AnswerNumber>,
}

impl Taken {
    /// Returns what has the next question chosen, put on disk and shown.
    #[must_use]
    pub fn next_question(&self) -> Effect {
        Effect::ShowNext(self.attempt, Box::new(self.session.clone()))
    }
}

/// What is known before "Find my role" begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Before {
    /// A placement that is open.
    pub open: Option<AttemptRow>,
    /// The newest placement with a result.
    pub done: Option<AttemptRow>,
    /// How many answers of the history count, as far as that matters.
    pub n_known: usize,
}

/// What an attempt would be, said before it begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forecast {
    /// How many questions it would have.
    pub n_questions: usize,
    /// Its time limit in minutes, if any.
    pub minutes: Option<u64>,
    /// What is short.
    pub notes: Vec<String>,
}

/// Why something could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong.
    pub sentence: SafeText,
    /// What to do about it.
    pub help: Option<SafeText>,
}

impl Failure {
    /// Returns a failure in the program's own words.
    #[must_use]
    pub fn new(sentence: &str, help: &str) -> Self {
        let help = (!help.is_empty()).then(|| SafeText::block(help));
        Self { sentence: SafeText::block(sentence), help }
    }

    /// Returns the failure that an error and its causes tell of.
    #[must_use]
    pub fn of(error: &dyn std::error::Error, help: &str) -> Self {
        let mut sentence = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            let words = error.to_string();
            if !sentence.contains(&words) {
                sentence = format!("{sentence}: {words}");
            }
            cause = error.source();
        }
        Self::new(&sentence, help)
    }
}

/// Something to be done outside the model.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Begin an attempt.
    Begin(Wish),
    /// Begin a practice of these questions.
    BeginWith(Vec<Arc<Question>>, Option<RoleId>),
    /// Take an attempt up again.
    Resume(AttemptId),
    /// Take up the attempt that something last happened in.
    ResumeNewest,
    /// Give an attempt up.
    GiveUp(AttemptId),
    /// Put an event on disk.
    Record(AttemptId, Event),
    /// Choose the next question of an attempt as it stands, and put it on disk.
    ShowNext(AttemptId, Box<Session>),
    /// Say which roles a placement leans to half way.
    LookMidway(Box<Taken>),
    /// Say what is known before "Find my role" begins.
    LookBefore,
    /// Count the answers of the history that count.
    CountKnown,
    /// Say what an attempt would be.
    Foresee(Wish),
    /// Find the attempts that can be taken up again.
    FindOpenAttempts,
    /// List all attempts.
    ListAttempts,
    /// Read an attempt to look back at.
    Show(AttemptId),
    /// Suggest roles: from a placement, or from all that is known.
    Suggest(Option<AttemptId>),
    /// Suggest roles to this person from all that is known.
    SuggestFor(Person),
    /// Say what an adaptive exam came to.
    Measure(AttemptId),
    /// Take the questions that would tell most after a placement, or after all that is known.
    TakeMore(Option<AttemptId>),
    /// List the banks.
    ListBanks,
    /// Look whether the file of a preview was saved.
    LookAtFile,
    /// Keep settings.
    KeepSettings(Settings),
    /// Give the terminal back for a while.
    Suspend,
    /// Begin what is done beside everything else, such as a backup that is owed.
    BeginUpkeep,
    /// Show the keys of the screen.
    ShowHelp,
    /// Leave.
    Leave(Exit),
}
