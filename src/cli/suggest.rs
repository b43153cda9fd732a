//! `suggest`: which roles a profile leans to, by a placement or from what is known already.

use crate::advice::gates::Person;
use crate::cli::arguments::{Format, Suggest};
use crate::cli::attempt::{
    begin_plain, library, proposed, screen, with_dialogue, with_dialogue_aside, writable,
};
use crate::cli::failure::{Failure, Status, say_warning};
use crate::cli::listing::print;
use crate::cli::{Face, Run};
use crate::clock::{Moment, now};
use crate::history::attempt::AttemptId;
use crate::history::{Access, History};
use crate::library::Library;
use crate::library::proposal::{Filter, Timing, Wish};
use crate::plain::attempt::advised::After;
use crate::plain::dialogue::Dialogue;
use crate::report::suggestion as words;
use crate::session::Session;
use crate::session::event::Mode;
use crate::settings::Settings;
use crate::suggestion::chooser::{Chooser, askable, interests};
use crate::suggestion::evidence::Evidence;
use crate::suggestion::gathered::AtHand;
use crate::suggestion::scale::Scale;
use crate::suggestion::{Advisor, Suggestion};
use crate::tui;

/// Placements that are looked through for what somebody has said of themselves.
const N_LOOKED_THROUGH: usize = 20;

/// Runs `suggest`.
///
/// # Errors
/// A [`Failure`] where banks or history cannot be used or nothing can be written.
pub fn suggest(run: &Run, arguments: &Suggest) -> Result<Status, Failure> {
    if arguments.answers_from_history {
        return from_history(run);
    }
    let wish = wish(arguments.n.map(usize::from));
    match (run.global.format, run.face) {
        (Format::Json, _) => in_json(run, &wish),
        (Format::Text | Format::Sarif, Face::Screen) => screen(run, tui::Opening::Wish(Box::new(wish)), &[]),
        (Format::Text | Format::Sarif, Face::Plain) => {
            with_dialogue(|dialogue| placement(run, dialogue, &wish, &run.settings))
        }
    }
}

/// Returns the wish for a placement of `n` questions.
#[must_use]
pub fn wish(n: Option<usize>) -> Wish {
    Wish { mode: Mode::Placement, role: None, filter: Filter::default(), n, timing: Timing::Untimed }
}

/// Takes a placement in plain mode.
///
/// # Errors
/// A [`Failure`] where it cannot begin or be stored, or nothing can be written.
pub fn placement(
    run: &Run,
    dialogue: &mut Dialogue<'_>,
    wish: &Wish,
    settings: &Settings,
) -> Result<Status, Failure> {
    placed(run, dialogue, wish, (settings, After::Ask)).map(|(status, _)| status)
}

fn placed(
    run: &Run,
    dialogue: &mut Dialogue<'_>,
    wish: &Wish,
    manner: (&Settings, After),
) -> Result<(Status, AttemptId), Failure> {
    let library = library(run, &[])?;
    let proposal = proposed(run, &library, wish)?;
    let mut history = writable(run)?;
    begin_plain(dialogue, &mut history, &library, &proposal, manner)
}

/// Takes a placement with what is asked on standard error, and prints the suggestion on standard output.
fn in_json(run: &Run, wish: &Wish) -> Result<Status, Failure> {
    let (status, attempt) =
        with_dialogue_aside(|dialogue| placed(run, dialogue, wish, (&run.settings, After::Nothing)))?;
    if status != Status::Done {
        return Ok(status);
    }
    let history = History::open(&run.data_directory()?, Access::Read)?;
    let Some(stored) = history.attempt(attempt)? else { return Ok(status) };
    let chooser = Chooser::placement(&library(run, &[])?, &history, attempt, &stored.started)?;
    let session = Session::replayed(stored.started.clone(), stored.replayable(), Moment::default());
    let (evidence, suggestion) = (chooser.evidence(&session), chooser.suggestion(&session));
    print(&[json(chooser.advisor(), &evidence, &suggestion)])
}

/// Returns the object of a suggestion, with the study plan for the role that is shown first.
fn json(advisor: &Advisor, evidence: &Evidence, suggestion: &Suggestion) -> String {
    let first = suggestion.roles.first().map(|advice| advice.role);
    words::json(suggestion, &advisor.plan(evidence, first))
}

/// Says what the answers of the history suggest, without asking anything.
fn from_history(run: &Run) -> Result<Status, Failure> {
    let known = known(run)?;
    print(&match run.global.format {
        Format::Json => vec![json(&known.advisor, &known.evidence, &known.suggestion)],
        Format::Text | Format::Sarif => known.lines(run.settings.interest_weight),
    })
}

/// Returns what the answers of the history suggest, line by line.
///
/// # Errors
/// A [`Failure`] where banks or history cannot be used.
pub fn known_lines(run: &Run, settings: &Settings) -> Result<Vec<String>, Failure> {
    Ok(known(run)?.lines(settings.interest_weight))
}

fn known(run: &Run) -> Result<Known, Failure> {
    let history = History::open(&run.data_directory()?, Access::Read)?;
    history.warnings().iter().for_each(say_warning);
    Known::of(&library(run, &[])?, &history)
}

/// What the history says of somebody.
struct Known {
    n_left: usize,
    advisor: Advisor,
    evidence: Evidence,
    suggestion: Suggestion,
}

impl Known {
    fn of(library: &Library, history: &History) -> Result<Self, Failure> {
        let now = now().wall;
        let evidence = Evidence::gathered(&history.that_count(None)?, &AtHand::of(library), now);
        let n_left = askable(library, &history.last_seen()?, now);
        let (person, interests) = told(history)?;
        let advisor = Advisor::new(Scale::of(library));
        let suggestion = advisor.suggestion(&evidence, &person, &interests);
        Ok(Self { n_left, advisor, evidence, suggestion })
    }

    /// Returns the suggestion, and what belongs to each role that is named.
    fn lines(&self, interest_weight: f64) -> Vec<String> {
        let why = |role| self.advisor.explanation(&self.evidence, &self.suggestion, role);
        let first = self.suggestion.two_best().first().copied().map(why);
        let mut lines = words::lines(&self.suggestion, first.as_ref(), self.n_left);
        lines.extend(words::weighted(&self.suggestion, interest_weight));
        for role in &self.suggestion.named {
            let Some(advice) = self.suggestion.role(*role) else { continue };
            lines.push(String::new());
            lines.extend(words::role(advice, &why(*role), self.advisor.scale().cut(*role)));
        }
        if self.n_left > 0 {
            lines.push(String::new());
            lines.push("`hitquiz suggest` asks the questions that would tell most now.".to_owned());
        }
        lines
    }
}

/// Returns what somebody said of themselves and their interests in the newest placement that asked.
fn told(history: &History) -> Result<(Person, Vec<Option<f64>>), Failure> {
    for id in history.newest(Mode::Placement, N_LOOKED_THROUGH)? {
        let Some(stored) = history.attempt(id)? else { continue };
        let session = Session::replayed(stored.started.clone(), stored.replayable(), Moment::default());
        if session.course().told.n_told > 0 {
            let course = session.course();
            return Ok((course.person().clone(), interests(course)));
        }
    }
    Ok((Person::default(), Vec::new()))
}
