//! Where effects are carried out: history, banks and settings.
//!
//! Invariant: what is answered to an effect has happened; a failure has changed nothing.

use std::path::PathBuf;

use crate::bank::rule::Severity;
use crate::clock::Moment;
use crate::history::attempt::{AttemptId, AttemptRow};
use crate::history::backup::Upkeep;
use crate::history::closing::GivingUp;
use crate::history::error::HistoryError;
use crate::history::{Access, History};
use crate::library::proposal::{Proposal, Wish};
use crate::library::{Found, LeftOut, Library, Origin, Reason};
use crate::report::phrase::counted;
use crate::seed::Seed;
use crate::session::event::Mode;
use crate::session::{Session, Stage};
use crate::settings::Settings;
use crate::suggestion::chooser::Chooser;
use crate::text::SafeText;
use crate::tui::message::{Done, Effect, Failure, Forecast, Message, Taken};
use crate::tui::screen::banks::BankLine;
use crate::tui::{Context, Opening, TuiError};

/// Attempts that the history lists.
pub(super) const MAX_LISTED: usize = 200;

/// Mistakes of a bank that the list of banks tells of.
const MAX_MISTAKES: usize = 3;

/// History, banks and settings.
#[derive(Debug)]
pub struct World {
    pub(super) history: Result<History, Failure>,
    pub(super) library: Option<Library>,
    /// What chooses the questions of the attempt that was taken up last.
    pub(super) chooser: Option<(AttemptId, Chooser)>,
    data_directory: PathBuf,
    settings_file: Option<PathBuf>,
    seed: Option<Seed>,
    upkeep: Option<Upkeep>,
}

impl World {
    /// Opens the history; reads banks only where some were named on the command line.
    ///
    /// # Errors
    /// [`TuiError::Bank`] where a named bank cannot be used, [`TuiError::History`] where an attempt was asked for and
    /// the history cannot be opened.
    pub fn open(context: Context) -> Result<Self, TuiError> {
        let library = if context.banks.is_empty() {
            None
        } else {
            Some(Library::load(Some(&context.data_directory), &context.banks)?)
        };
        let history = match History::open(&context.data_directory, Access::Write) {
            Ok(history) => Ok(history),
            Err(error) if context.opening == Opening::Home => Err(of_history(&error)),
            Err(error) => return Err(error.into()),
        };
        Ok(Self {
            history,
            library,
            chooser: None,
            data_directory: context.data_directory,
            settings_file: context.settings_file,
            seed: context.seed,
            upkeep: None,
        })
    }

    /// Returns what is to be said before anything is done.
    #[must_use]
    pub fn warning(&self) -> Option<Failure> {
        match &self.history {
            Ok(history) => history.warnings().first().map(|warning| Failure::of(warning, warning.help())),
            Err(failure) => Some(failure.clone()),
        }
    }

    /// Carries out an effect.
    pub fn carry_out(&mut self, effect: Effect, now: Moment) -> Message {
        self.done(effect, now).map_or_else(Message::Failed, Message::Done)
    }

    fn done(&mut self, effect: Effect, now: Moment) -> Result<Done, Failure> {
        match effect {
            Effect::Begin(wish) => {
                let proposal = self.proposal(&wish)?;
                let begun = self.begin(&proposal, now)?;
                self.with_length(begun, wish.n, now)
            }
            Effect::BeginWith(questions, role) => {
                let title = SafeText::line("Missed questions");
                let proposal = Proposal::of_questions(questions, title, role, self.seed());
                self.begin(&proposal, now)
            }
            Effect::Resume(attempt) => self.resume(attempt, now),
            Effect::ResumeNewest => match self.open_attempts()?.first() {
                Some(newest) => self.resume(newest.id, now),
                None => Err(Failure::new("there is no open attempt", "Practise or Exam begins one")),
            },
            Effect::GiveUp(attempt) => self.give_up(attempt, now),
            Effect::Record(attempt, event) => {
                let recorded = self.history()?.append(attempt, &event).map_err(|error| of_history(&error))?;
                Ok(Done::Recorded(event, recorded.answer))
            }
            Effect::Foresee(wish) => self.proposal(&wish).map(|proposal| Done::Forecast(forecast(&proposal))),
            Effect::FindOpenAttempts => {
                // Without a history there is nothing to go on with, which has been said already.
                Ok(Done::OpenAttempts(self.open_attempts().unwrap_or_default()))
            }
            Effect::ListAttempts => {
                let attempts = self.history()?.attempts(None, MAX_LISTED);
                attempts.map(Done::Attempts).map_err(|error| of_history(&error))
            }
            Effect::Show(attempt) => self.shown(attempt, now),
            Effect::ShowNext(attempt, session) => self.show_next(attempt, &session, now),
            Effect::LookMidway(taken) => self.look_midway(taken, now),
            Effect::Suggest(attempt) => self.suggest(attempt, now),
            Effect::SuggestFor(person) => self.suggest_for((person, Vec::new()), now),
            Effect::TakeMore(attempt) => self.take_more(attempt, now),
            Effect::Measure(attempt) => self.measured(attempt, now),
            Effect::LookBefore => self.look_before(),
            Effect::CountKnown => Ok(Done::Known(self.n_known())),
            Effect::ListBanks => {
                let library = self.library()?;
                let at_hand = library.all().iter().map(found_line).collect();
                Ok(Done::Banks(at_hand, library.left_out().iter().map(left_out_line).collect()))
            }
            Effect::KeepSettings(settings) => self.keep(settings),
            Effect::ShowHelp => Ok(Done::HelpWanted),
            Effect::BeginUpkeep => {
                self.upkeep = self.history.as_ref().ok().map(Upkeep::begin);
                Ok(Done::Nothing)
            }
            // These are the loop's and the preview's.
            Effect::Suspend | Effect::Leave(_) | Effect::LookAtFile => Ok(Done::Nothing),
        }
    }

    pub(super) fn history(&mut self) -> Result<&mut History, Failure> {
        self.history.as_mut().map_err(|failure| failure.clone())
    }

    pub(super) fn seed(&self) -> Seed {
        self.seed.unwrap_or_else(Seed::fresh)
    }

    /// Returns the banks, read at the first call.
    pub(super) fn library(&mut self) -> Result<&Library, Failure> {
        if self.library.is_none() {
            let library = Library::load(Some(&self.data_directory), &[]);
            self.library = Some(library.map_err(|error| Failure::of(&error, ""))?);
        }
        self.library.as_ref().ok_or_else(|| Failure::new("there are no banks", ""))
    }

    fn proposal(&mut self, wish: &Wish) -> Result<Proposal, Failure> {
        let seed = self.seed();
        let last_seen = self.history()?.last_seen().map_err(|error| of_history(&error))?;
        let library = self.library()?;
        let proposal = library.propose(wish, &|key| last_seen.get(key).copied(), seed);
        proposal.map_err(|error| Failure::of(&error, error.help()))
    }

    pub(super) fn begin(&mut self, proposal: &Proposal, now: Moment) -> Result<Done, Failure> {
        let started = proposal.started(now.wall);
        let attempt = self.history()?.begin(&started).map_err(|error| of_history(&error))?;
        Ok(Done::Taken(Box::new(Taken { attempt, session: Session::new(started, now), saved: None })))
    }

    fn open_attempts(&mut self) -> Result<Vec<AttemptRow>, Failure> {
        self.history()?.open_attempts().map_err(|error| of_history(&error))
    }

    fn resume(&mut self, attempt: AttemptId, now: Moment) -> Result<Done, Failure> {
        let stored = self.history()?.resume(attempt).map_err(|error| of_history(&error))?;
        let stored = stored.ok_or_else(|| no_attempt(attempt))?;
        let saved = stored.events.iter().rev().find_map(|(_, number)| *number);
        let session = stored.session(now);
        if session.stage() != Stage::Open {
            return self.shown(attempt, now);
        }
        Ok(Done::Taken(Box::new(Taken { attempt, session, saved })))
    }

    fn give_up(&mut self, attempt: AttemptId, now: Moment) -> Result<Done, Failure> {
        match self.history()?.give_up(attempt, now).map_err(|error| of_history(&error))? {
            GivingUp::Done => Ok(Done::GivenUp),
            GivingUp::NoAttempt => Err(no_attempt(attempt)),
            GivingUp::Refused(refusal) => {
                Err(Failure::new(&refusal.to_string(), "History lists what it came to"))
            }
        }
    }

    fn shown(&mut self, attempt: AttemptId, now: Moment) -> Result<Done, Failure> {
        let stored = self.history()?.attempt(attempt).map_err(|error| of_history(&error))?;
        let stored = stored.ok_or_else(|| no_attempt(attempt))?;
        let session = stored.session(now);
        match (session.started().mode, session.stage()) {
            (Mode::Placement, Stage::Done) => self.suggest(Some(attempt), now),
            (Mode::Adaptive, Stage::Done) => self.measured(attempt, now),
            _ => Ok(Done::Shown(Box::new(session))),
        }
    }

    fn keep(&self, settings: Settings) -> Result<Done, Failure> {
        let kept = match &self.settings_file {
            Some(file) => settings.write(file).map_err(|error| Failure::of(&error, error.help())),
            None => Ok(()),
        };
        // A choice that cannot be kept holds until the end all the same.
        Ok(Done::SettingsChosen(settings, kept.err()))
    }
}

pub(super) fn of_history(error: &HistoryError) -> Failure {
    Failure::of(error, &error.help())
}

pub(super) fn no_attempt(attempt: AttemptId) -> Failure {
    Failure::new(&format!("there is no attempt {attempt} any more"), "look in History for what there is")
}

fn forecast(proposal: &Proposal) -> Forecast {
    Forecast {
        n_questions: proposal.form.questions.len(),
        minutes: proposal.limit.map(|limit| limit.seconds().div_ceil(60)),
        notes: proposal.notes(),
    }
}

fn found_line(found: &Found) -> BankLine {
    let bank = &found.bank;
    let origin = match found.origin {
        Origin::CommandLine | Origin::DataDirectory => found.name.to_string(),
        Origin::BuiltIn => "built in".to_owned(),
    };
    let own = counted(bank.questions.len(), "question");
    let all = found.questions.len();
    let n = if all > bank.questions.len() { format!("{own} of its own, {all} in all") } else { own };
    let name = SafeText::line(bank.label.title.as_str());
    BankLine { name, says: vec![SafeText::line(&format!("{} · {n} · {origin}", bank.id))] }
}

fn left_out_line(left_out: &LeftOut) -> BankLine {
    let mut says = vec![SafeText::line(&left_out.reason.to_string())];
    if let Reason::Errors(diagnostics) = &left_out.reason {
        let lines =
            diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).take(MAX_MISTAKES);
        says.extend(lines.map(|diagnostic| {
            let start = diagnostic.place.start;
            SafeText::line(&format!("{}:{}: {}", start.line, start.column, diagnostic.message))
        }));
    }
    says.push(SafeText::line(&format!("help: {}", left_out.reason.help())));
    BankLine { name: left_out.name.clone(), says }
}
