//! Effects of "Find my role" and of adaptive exams: the next question, the suggestion, more questions.

use std::sync::Arc;

use crate::advice::certainty::FEWEST_ANSWERS;
use crate::advice::gates::Person;
use crate::bank::question::{Question, Status};
use crate::clock::{Moment, UnixMillis};
use crate::history::attempt::{AttemptId, AttemptRow};
use crate::library::proposal::Proposal;
use crate::report::person::N_QUESTIONS;
use crate::session::event::{Event, Mode};
use crate::session::{Command, Session, Stage};
use crate::suggestion::chooser::{Chooser, Step, interests};
use crate::suggestion::evidence::Evidence;
use crate::suggestion::explanation::N_PRACTISE_NEXT;
use crate::suggestion::gathered::AtHand;
use crate::suggestion::scale::Scale;
use crate::suggestion::{Advisor, RoleAdvice};
use crate::text::SafeText;
use crate::tui::message::{Before, Done, Failure, Taken};
use crate::tui::screen::find::picture::Advice;
use crate::tui::world::{MAX_LISTED, World, no_attempt, of_history};

/// Placements that are looked through for what somebody has said of themselves.
const N_LOOKED_THROUGH: usize = 20;

/// What somebody said of themselves: the person, and how much they like each role's work, in the framework's order.
type Told = (Person, Vec<Option<f64>>);

/// What a suggestion is made of.
struct Grounds {
    evidence: Evidence,
    told: Told,
    left: Vec<Arc<Question>>,
    at: UnixMillis,
    attempt: Option<AttemptId>,
}

impl World {
    /// Chooses the next question of an attempt and puts it on disk, or that there is none.
    pub(super) fn show_next(
        &mut self,
        attempt: AttemptId,
        session: &Session,
        now: Moment,
    ) -> Result<Done, Failure> {
        let step = self.chooser(attempt, session)?.next(session);
        self.stepped(attempt, session, step, now).map(|event| Done::Recorded(event, None))
    }

    /// Puts on disk that a question is shown, or that no further one is asked.
    fn stepped(
        &mut self,
        attempt: AttemptId,
        session: &Session,
        step: Step,
        now: Moment,
    ) -> Result<Event, Failure> {
        let command = match step {
            Step::Show(drawn) => Command::Show(drawn),
            Step::Enough(_)
            | Step::Finish
            | Step::Interests { .. }
            | Step::Person { .. }
            | Step::Answer(_)
            | Step::Picture => Command::SetLength(session.n_answered()),
        };
        let event = decided(session, command, now)?;
        self.stored(attempt, &event)?;
        Ok(event)
    }

    /// Notes how many questions are wanted of an attempt whose questions are chosen one after the other.
    pub(super) fn with_length(
        &mut self,
        begun: Done,
        n_wanted: Option<usize>,
        now: Moment,
    ) -> Result<Done, Failure> {
        let (mut taken, n_wanted) = match (begun, n_wanted) {
            (Done::Taken(taken), Some(n_wanted)) => (taken, n_wanted),
            (begun, _) => return Ok(begun),
        };
        let usual = taken.session.started().mode.usual_length();
        if usual.is_some_and(|usual| usual != n_wanted) {
            let event = decided(&taken.session, Command::SetLength(n_wanted), now)?;
            self.stored(taken.attempt, &event)?;
            taken.session.apply(&event);
        }
        Ok(Done::Taken(taken))
    }

    fn stored(&mut self, attempt: AttemptId, event: &Event) -> Result<(), Failure> {
        self.history()?.append(attempt, event).map(drop).map_err(|error| of_history(&error))
    }

    /// Returns what chooses the questions of an attempt, made at the first call.
    fn chooser(&mut self, attempt: AttemptId, session: &Session) -> Result<&Chooser, Failure> {
        if self.chooser.as_ref().is_none_or(|(known, _)| *known != attempt) {
            let chooser = self.new_chooser(attempt, session)?;
            self.chooser = Some((attempt, chooser));
        }
        let chooser = self.chooser.as_ref().map(|(_, chooser)| chooser);
        chooser.ok_or_else(|| Failure::new("there is nothing to choose from", ""))
    }

    fn new_chooser(&mut self, attempt: AttemptId, session: &Session) -> Result<Chooser, Failure> {
        self.library()?;
        let (Some(library), Ok(history)) = (&self.library, &self.history) else {
            return Err(Failure::new("there are no banks", ""));
        };
        let started = session.started();
        match started.mode {
            Mode::Adaptive => Ok(Chooser::adaptive(library, started, session.n_questions())),
            Mode::Placement | Mode::Practice | Mode::Exam | Mode::Cram => {
                Chooser::placement(library, history, attempt, started).map_err(|error| of_history(&error))
            }
        }
    }

    /// Says which roles a placement leans to half way, or goes on where enough is known by then.
    pub(super) fn look_midway(&mut self, mut taken: Box<Taken>, now: Moment) -> Result<Done, Failure> {
        let step = self.chooser(taken.attempt, &taken.session)?.step(&taken.session);
        if step == Step::Picture {
            let advice = self.advice_of(taken.attempt, &taken.session)?;
            return Ok(Done::Midway(taken, advice));
        }
        let event = self.stepped(taken.attempt, &taken.session, step, now)?;
        taken.session.apply(&event);
        Ok(Done::Taken(taken))
    }

    /// Says which roles a profile leans to: from a placement, or from all that the history knows.
    pub(super) fn suggest(&mut self, attempt: Option<AttemptId>, now: Moment) -> Result<Done, Failure> {
        if let Some(attempt) = attempt {
            let session = self.replayed(attempt, now)?;
            return Ok(Done::Suggested(self.advice_of(attempt, &session)?));
        }
        match self.last_told(now)? {
            Some(told) => self.suggest_for(told, now),
            None => Ok(Done::PersonWanted),
        }
    }

    /// Says which roles this person's profile leans to, from all that the history knows.
    pub(super) fn suggest_for(&mut self, told: Told, now: Moment) -> Result<Done, Failure> {
        let grounds = self.grounds_of_history(told, now)?;
        let advisor = Advisor::new(Scale::of(self.library()?));
        Ok(Done::Suggested(advice(&advisor, grounds)))
    }

    fn replayed(&mut self, attempt: AttemptId, now: Moment) -> Result<Session, Failure> {
        let stored = self.history()?.attempt(attempt).map_err(|error| of_history(&error))?;
        let stored = stored.ok_or_else(|| no_attempt(attempt))?;
        Ok(Session::replayed(stored.started.clone(), stored.replayable(), now))
    }

    fn advice_of(&mut self, attempt: AttemptId, session: &Session) -> Result<Arc<Advice>, Failure> {
        let chooser = self.chooser(attempt, session)?;
        let grounds = Grounds {
            evidence: chooser.evidence(session),
            told: told(session),
            left: chooser.left(session),
            at: session.started().at,
            attempt: Some(attempt),
        };
        Ok(advice(chooser.advisor(), grounds))
    }

    fn grounds_of_history(&mut self, told: Told, now: Moment) -> Result<Grounds, Failure> {
        let history = self.history()?;
        let counting = history.that_count(None).map_err(|error| of_history(&error))?;
        let seen = history.last_seen().map_err(|error| of_history(&error))?;
        let library = self.library()?;
        let is_new = |question: &Arc<Question>| {
            question.rules.status == Status::Live && !seen.contains_key(&question.key)
        };
        let pool = library.drawn_from(None).into_iter().flat_map(|found| found.questions);
        Ok(Grounds {
            evidence: Evidence::gathered(&counting, &AtHand::of(library), now.wall),
            told,
            left: pool.filter(is_new).collect(),
            at: now.wall,
            attempt: None,
        })
    }

    /// Returns what was said in the newest placement in which all about the person was answered.
    fn last_told(&mut self, now: Moment) -> Result<Option<Told>, Failure> {
        let newest = self.history()?.newest(Mode::Placement, N_LOOKED_THROUGH);
        for attempt in newest.map_err(|error| of_history(&error))? {
            let session = self.replayed(attempt, now)?;
            if usize::from(session.course().told.n_told) >= N_QUESTIONS {
                return Ok(Some(told(&session)));
            }
        }
        Ok(None)
    }

    fn placements(&mut self) -> Result<Vec<AttemptRow>, Failure> {
        let attempts = self.history()?.attempts(None, MAX_LISTED).map_err(|error| of_history(&error))?;
        Ok(attempts.into_iter().filter(|row| row.mode == Mode::Placement).collect())
    }

    /// Takes the questions that would tell most: in the placement, or as a practice of their own.
    pub(super) fn take_more(&mut self, attempt: Option<AttemptId>, now: Moment) -> Result<Done, Failure> {
        match attempt {
            Some(attempt) => self.lengthened(attempt, now),
            None => {
                let told = self.last_told(now)?.unwrap_or_default();
                let grounds = self.grounds_of_history(told, now)?;
                let advisor = Advisor::new(Scale::of(self.library()?));
                let (person, interests) = &grounds.told;
                let suggestion = advisor.suggestion(&grounds.evidence, person, interests);
                let evidence = &grounds.evidence;
                let next = advisor.practise_next(evidence, &suggestion, &grounds.left, N_PRACTISE_NEXT);
                let title = SafeText::line("Questions that tell most");
                self.begin(&Proposal::of_questions(next, title, None, self.seed()), now)
            }
        }
    }

    /// Goes on with a placement that has ended.
    fn lengthened(&mut self, attempt: AttemptId, now: Moment) -> Result<Done, Failure> {
        let stored = self.history()?.resume(attempt).map_err(|error| of_history(&error))?;
        let stored = stored.ok_or_else(|| no_attempt(attempt))?;
        let saved = stored.events.iter().rev().find_map(|(_, number)| *number);
        let mut session = Session::replayed(stored.started.clone(), stored.replayable(), now);
        let length = session.n_answered() + N_PRACTISE_NEXT;
        let event = decided(&session, Command::SetLength(length), now)?;
        self.stored(attempt, &event)?;
        session.apply(&event);
        Ok(Done::Taken(Box::new(Taken { attempt, session, saved })))
    }

    /// Says what is known before "Find my role" begins.
    pub(super) fn look_before(&mut self) -> Result<Done, Failure> {
        let placements = self.placements()?;
        let newest = |stage: Stage| placements.iter().find(|row| row.stage == stage).cloned();
        let (open, done) = (newest(Stage::Open), newest(Stage::Done));
        Ok(Done::Before(Before { open, done, n_known: self.n_known() }))
    }

    /// Returns how many answers of the history count, [`FEWEST_ANSWERS`] at most; 0 without a history.
    pub(super) fn n_known(&mut self) -> usize {
        // That there is no history has been said already.
        self.history().ok().and_then(|history| history.n_that_count(FEWEST_ANSWERS).ok()).unwrap_or(0)
    }

    /// Returns what an adaptive exam came to.
    pub(super) fn measured(&mut self, attempt: AttemptId, now: Moment) -> Result<Done, Failure> {
        let session = self.replayed(attempt, now)?;
        let expected = self.chooser(attempt, &session)?.expected(&session);
        Ok(Done::Measured(Box::new(session), Box::new(expected)))
    }
}

fn decided(session: &Session, command: Command, now: Moment) -> Result<Event, Failure> {
    session.decide(command, now).map_err(|refusal| Failure::new(&refusal.to_string(), ""))
}

/// Returns what was said in a placement.
fn told(session: &Session) -> Told {
    (session.course().person().clone(), interests(session.course()))
}

fn advice(advisor: &Advisor, grounds: Grounds) -> Arc<Advice> {
    let Grounds { evidence, told: (person, interests), left, at, attempt } = grounds;
    let suggestion = advisor.suggestion(&evidence, &person, &interests);
    let explain = |role: &RoleAdvice| advisor.explanation(&evidence, &suggestion, role.role);
    let explanations = suggestion.roles.iter().map(explain).collect();
    let separating = match suggestion.two_best()[..] {
        [first, second] => advisor.separating(&evidence, first, second),
        _ => Vec::new(),
    };
    let n_more = advisor.practise_next(&evidence, &suggestion, &left, N_PRACTISE_NEXT).len();
    let cuts = advisor.scale().cuts().collect();
    Arc::new(Advice { explanations, separating, n_more, cuts, at, attempt, suggestion })
}
