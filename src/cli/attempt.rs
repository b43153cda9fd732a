//! Practice, exam and resume, in either face.

use std::io::{self, BufReader};
use std::path::PathBuf;

use crate::cli::arguments::{Color, Exam, Practice};
use crate::cli::failure::{Failure, Status, say, say_left_out, say_warning};
use crate::cli::leaving::back_up_after;
use crate::cli::{Face, Run, wish};
use crate::clock::now;
use crate::history::attempt::AttemptId;
use crate::history::backup::Upkeep;
use crate::history::closing::GivingUp;
use crate::history::{Access, History};
use crate::library::Library;
use crate::library::proposal::{Proposal, Wish};
use crate::plain::attempt::advised::After;
use crate::plain::attempt::{Ending, Opening, Options, take};
use crate::plain::dialogue::Dialogue;
use crate::plain::menu::confirm;
use crate::seed::Seed;
use crate::session::event::{Event, Mode};
use crate::session::{Command, Session};
use crate::settings::Settings;
use crate::suggestion::chooser::Chooser;
use crate::tui;

/// Runs `practice`.
///
/// # Errors
/// A [`Failure`] where it cannot begin.
pub fn practice(run: &Run, arguments: &Practice) -> Result<Status, Failure> {
    let missed = || {
        let history = History::open(&run.data_directory()?, Access::Read)?;
        Ok(history.missed()?)
    };
    begin(run, wish::practice(arguments, missed)?, &arguments.bank)
}

/// Runs `exam`.
///
/// # Errors
/// A [`Failure`] where it cannot begin.
pub fn exam(run: &Run, arguments: &Exam) -> Result<Status, Failure> {
    begin(run, wish::exam(arguments)?, &arguments.bank)
}

/// Runs `resume`.
///
/// # Errors
/// A [`Failure`] where nothing is open.
pub fn resume(run: &Run) -> Result<Status, Failure> {
    match run.face {
        Face::Screen => screen(run, tui::Opening::Resume, &[]),
        Face::Plain => {
            let mut history = writable(run)?;
            let newest = history.open_attempts()?.into_iter().next();
            let newest = newest.ok_or_else(|| {
                Failure::new("there is no open attempt", "`hitquiz practice` or `hitquiz exam` begins one")
            })?;
            let library = library(run, &[])?;
            with_dialogue(|dialogue| go_on(dialogue, &mut history, &library, newest.id, &run.settings))
        }
    }
}

fn begin(run: &Run, wish: Wish, banks: &[PathBuf]) -> Result<Status, Failure> {
    match run.face {
        Face::Screen => screen(run, tui::Opening::Wish(Box::new(wish)), banks),
        Face::Plain => {
            // What cannot be drawn is said before a store is made for it.
            let library = library(run, banks)?;
            let proposal = proposed(run, &library, &wish)?;
            let mut history = writable(run)?;
            let manner = (&run.settings, After::Ask);
            with_dialogue(|dialogue| {
                begin_plain(dialogue, &mut history, &library, &proposal, manner).map(|(status, _)| status)
            })
        }
    }
}

/// Opens the terminal face.
///
/// # Errors
/// A [`Failure`] where banks, history or terminal cannot be used.
pub fn screen(run: &Run, opening: tui::Opening, banks: &[PathBuf]) -> Result<Status, Failure> {
    let directory = run.data_directory()?;
    let context = tui::Context {
        data_directory: directory.clone(),
        banks: banks.to_vec(),
        settings: run.settings.clone(),
        settings_file: run.settings_file.clone(),
        seed: run.global.seed.map(Seed),
        colour: colour(run),
        opening,
    };
    let ran = tui::run(context);
    back_up_after(&directory);
    ran?;
    Ok(Status::Done)
}

/// Returns when colours are used, as the command line says.
#[must_use]
pub fn colour(run: &Run) -> tui::Colour {
    match run.global.color {
        Color::Auto => tui::Colour::Auto,
        Color::Always => tui::Colour::Always,
        Color::Never => tui::Colour::Never,
    }
}

/// Reads the banks at hand, and says on standard error which were left out.
///
/// # Errors
/// A [`Failure`] where a named bank cannot be used.
pub fn library(run: &Run, banks: &[PathBuf]) -> Result<Library, Failure> {
    let library = Library::load(Some(&run.data_directory()?), banks)?;
    library.left_out().iter().for_each(say_left_out);
    for found in library.standing_in() {
        let id = &found.bank.id;
        say(&[
            format!("warning: bank `{id}` of `{}` stands in for the built-in bank of that id", found.name),
            "help: give it another `id` to keep their histories apart".to_owned(),
        ]);
    }
    Ok(library)
}

/// Opens the history for writing.
///
/// # Errors
/// A [`Failure`] where answers could not be stored.
pub fn writable(run: &Run) -> Result<History, Failure> {
    let history = History::open(&run.data_directory()?, Access::Write)?;
    history.warnings().iter().for_each(say_warning);
    Ok(history)
}

/// Returns what the banks give for a wish.
///
/// # Errors
/// A [`Failure`] where no question fits or the history cannot be read.
pub fn proposed(run: &Run, library: &Library, wish: &Wish) -> Result<Proposal, Failure> {
    let last_seen = History::open(&run.data_directory()?, Access::Read)?.last_seen()?;
    let seed = run.global.seed.map_or_else(Seed::fresh, Seed);
    Ok(library.propose(wish, &|key| last_seen.get(key).copied(), seed)?)
}

/// Runs something that asks and answers on the standard streams.
///
/// # Errors
/// A [`Failure`] of `ask`.
pub fn with_dialogue(
    ask: impl FnOnce(&mut Dialogue<'_>) -> Result<Status, Failure>,
) -> Result<Status, Failure> {
    let mut input = BufReader::new(io::stdin().lock());
    let mut output = io::stdout().lock();
    let mut dialogue = Dialogue::new(&mut input, &mut output, &now);
    ask(&mut dialogue)
}

/// Runs something that asks on standard error and reads answers from standard input: standard output is for what comes
/// of it.
///
/// # Errors
/// A [`Failure`] of `ask`.
pub fn with_dialogue_aside<Done>(
    ask: impl FnOnce(&mut Dialogue<'_>) -> Result<Done, Failure>,
) -> Result<Done, Failure> {
    let mut input = BufReader::new(io::stdin().lock());
    let mut output = io::stderr().lock();
    let mut dialogue = Dialogue::new(&mut input, &mut output, &now);
    ask(&mut dialogue)
}

/// Begins an attempt in plain mode and takes it; returns its number too.
///
/// # Errors
/// A [`Failure`] where no question can be asked, the attempt cannot be stored or nothing can be written.
pub fn begin_plain(
    dialogue: &mut Dialogue<'_>,
    history: &mut History,
    library: &Library,
    proposal: &Proposal,
    (settings, after): (&Settings, After),
) -> Result<(Status, AttemptId), Failure> {
    let now = dialogue.now();
    let started = proposal.started(now.wall);
    let mut session = Session::new(started.clone(), now);
    let to_come = AttemptId(history.n_attempts()?.saturating_add(1));
    let chooser = chooser(history, library, to_come, &session, proposal.form.n_wanted)?;
    let n_questions = chooser.as_ref().map(|chooser| chooser.n_available().min(proposal.form.n_wanted));
    if n_questions == Some(0) {
        let sentence = "every question was seen in the last 90 days, so no answer would count";
        return Err(Failure::new(sentence, "`hitquiz suggest --answers-from-history` uses what is known"));
    }
    let id = history.begin(&started)?;
    let other_length = n_questions.filter(|n| *n != session.n_questions());
    if let Some(Ok(event)) = other_length.map(|n| session.decide(Command::SetLength(n), now)) {
        history.append(id, &event).map(drop)?;
        session.apply(&event);
    }
    let notes = notes(proposal, n_questions);
    let options = options(settings, Opening::New(&notes), chooser.as_ref(), after);
    Ok((take_plain(dialogue, history, id, session, options)?, id))
}

/// Returns what has to be said before the start.
fn notes(proposal: &Proposal, n_questions: Option<usize>) -> Vec<String> {
    let n_wanted = proposal.form.n_wanted;
    match n_questions {
        Some(n) if proposal.mode == Mode::Placement && n < n_wanted => {
            vec![format!(
                "The banks hold {n} of the {n_wanted} questions wanted that you have not seen lately."
            )]
        }
        Some(_) if proposal.mode == Mode::Placement => Vec::new(),
        Some(_) | None => proposal.notes(),
    }
}

/// Takes up an open attempt in plain mode.
///
/// # Errors
/// A [`Failure`] where the attempt cannot be read or nothing can be written.
pub fn go_on(
    dialogue: &mut Dialogue<'_>,
    history: &mut History,
    library: &Library,
    id: AttemptId,
    settings: &Settings,
) -> Result<Status, Failure> {
    let session = taken_up(dialogue, history, id)?;
    let chooser = chooser(history, library, id, &session, session.n_questions())?;
    let options = options(settings, Opening::Resumed, chooser.as_ref(), After::Ask);
    take_plain(dialogue, history, id, session, options)
}

/// Returns what chooses an attempt's questions, where each is chosen after the answer before; `n_questions` are asked.
///
/// # Errors
/// A [`Failure`] where the history cannot be read.
pub fn chooser(
    history: &History,
    library: &Library,
    id: AttemptId,
    session: &Session,
    n_questions: usize,
) -> Result<Option<Chooser>, Failure> {
    let started = session.started();
    Ok(match started.mode {
        Mode::Practice | Mode::Exam | Mode::Cram => None,
        Mode::Placement => Some(Chooser::placement(library, history, id, started)?),
        Mode::Adaptive => Some(Chooser::adaptive(library, started, n_questions)),
    })
}

fn options<'taking>(
    settings: &Settings,
    opening: Opening<'taking>,
    chooser: Option<&'taking Chooser>,
    after: After,
) -> Options<'taking> {
    let (feedback, placement_feedback) = (settings.feedback, settings.placement);
    Options {
        opening,
        feedback,
        placement_feedback,
        chooser,
        after,
        interest_weight: settings.interest_weight,
    }
}

/// Gives an open attempt up in plain mode, once that is confirmed.
///
/// # Errors
/// A [`Failure`] where the attempt cannot be read or its end cannot be stored, or nothing can be written.
pub fn give_up(dialogue: &mut Dialogue<'_>, history: &mut History, id: AttemptId) -> Result<(), Failure> {
    if !confirm(dialogue, "Give up this attempt? Its answers stay in the history.")? {
        return Ok(());
    }
    match history.give_up(id, dialogue.now())? {
        GivingUp::Done => Ok(dialogue.say("Given up.")?),
        GivingUp::NoAttempt => Err(no_attempt(id)),
        GivingUp::Refused(refusal) => {
            Err(Failure::new(refusal.to_string(), "`hitquiz history list` says what it came to"))
        }
    }
}

fn no_attempt(id: AttemptId) -> Failure {
    Failure::new(format!("there is no attempt {id}"), "`hitquiz history list` shows all attempts")
}

/// Takes up an attempt as its events left it.
fn taken_up(dialogue: &Dialogue<'_>, history: &mut History, id: AttemptId) -> Result<Session, Failure> {
    let stored = history.resume(id)?.ok_or_else(|| no_attempt(id))?;
    Ok(stored.session(dialogue.now()))
}

fn take_plain(
    dialogue: &mut Dialogue<'_>,
    history: &mut History,
    id: AttemptId,
    session: Session,
    options: Options<'_>,
) -> Result<Status, Failure> {
    let directory = history.directory().to_owned();
    let upkeep = Upkeep::begin(history);
    let mut record = |event: &Event| history.append(id, event);
    let ending = take(dialogue, session, options, &mut record);
    drop(upkeep);
    back_up_after(&directory);
    Ok(match ending? {
        Ending::Finished => Status::Done,
        Ending::LeftOpen => Status::Findings,
        Ending::NotStored => {
            return Err(Failure::new(
                "the last answer could not be stored",
                "`hitquiz resume` goes on with what is stored, once that is mended",
            ));
        }
    })
}
