//! One attempt, told whole.

use crate::cli::failure::{Failure, Status};
use crate::cli::listing::print;
use crate::cli::{Run, attempt};
use crate::clock::{Millis, Moment};
use crate::history::History;
use crate::history::attempt::AttemptId;
use crate::report::{attempts, expected, result, suggestion as words};
use crate::session::Session;
use crate::session::event::Mode;
use crate::suggestion::chooser::Chooser;

/// Prints one attempt, question by question.
///
/// # Errors
/// A [`Failure`] where the history cannot be read, has no such attempt, or nothing can be written.
pub(crate) fn show(run: &Run, history: &History, id: AttemptId) -> Result<Status, Failure> {
    let stored = history.attempt(id)?.ok_or_else(|| {
        Failure::new(format!("there is no attempt {id}"), "`hitquiz history list` shows all attempts")
    })?;
    let session = Session::replayed(stored.started.clone(), stored.replayable(), Moment::default());
    let chooser = match session.started().mode.usual_length() {
        Some(_) => {
            let library = attempt::library(run, &[])?;
            attempt::chooser(history, &library, id, &session, session.n_questions())?
        }
        None => None,
    };
    print(&attempts::attempt(&stored, |session, used| came_to(session, used, chooser.as_ref())))
}

/// Returns what an attempt came to: its score, or what its chooser makes of the answers.
fn came_to(session: &Session, used: Millis, chooser: Option<&Chooser>) -> Vec<String> {
    match (session.started().mode, chooser) {
        (Mode::Placement, Some(chooser)) => {
            let suggestion = chooser.suggestion(session);
            let first = suggestion.two_best().first().copied();
            let evidence = chooser.evidence(session);
            let why = first.map(|role| chooser.advisor().explanation(&evidence, &suggestion, role));
            words::lines(&suggestion, why.as_ref(), chooser.left(session).len())
        }
        (Mode::Adaptive, Some(chooser)) => {
            expected::lines(&result::heading(session), &chooser.expected(session))
        }
        (Mode::Practice | Mode::Exam | Mode::Cram | Mode::Placement | Mode::Adaptive, _) => {
            result::result(session, used)
        }
    }
}
