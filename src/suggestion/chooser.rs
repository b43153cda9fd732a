//! Which question comes next in a placement or an adaptive exam, for both faces.
//!
//! Invariant: what comes next follows from the banks, the seed, what was known before the attempt and what was shown
//! and answered in it; what was shown is read from the attempt and never chosen again.

use std::collections::HashMap;
use std::sync::Arc;

use crate::advice::gates::{gates, open_roles};
use crate::advice::interest::by_role;
use crate::bank::QuestionKey;
use crate::bank::question::{Question, Status};
use crate::clock::UnixMillis;
use crate::framework::{N_DOMAINS, RoleId};
use crate::history::History;
use crate::history::attempt::AttemptId;
use crate::history::error::HistoryError;
use crate::history::evidence::REST_MILLIS;
use crate::library::Library;
use crate::measure::grid::LogLikelihood;
use crate::scoring::answer::ShownOrder;
use crate::seed::Stream;
use crate::selection::adaptive::{Adaptive, Verdict, verdict};
use crate::selection::placement::{Placement, REGRET_TO_STOP};
use crate::selection::pool::{candidates, item};
use crate::selection::sequence::shown_order;
use crate::session::Session;
use crate::session::course::{Course, Part};
use crate::session::event::{Drawn, Place, Started};
use crate::suggestion::evidence::{Evidence, Said};
use crate::suggestion::gathered::AtHand;
use crate::suggestion::room::Room;
use crate::suggestion::scale::Scale;
use crate::suggestion::{Advisor, Suggestion};

/// Answers of a placement after which a first wide picture is shown.
pub const FIRST_PICTURE: usize = 22;

/// Answers of an adaptive exam before which it does not end, though they decide: two wrong answers can be all that the
/// likelihood ratio needs, and nobody would call that an exam.
pub const FEWEST_TO_DECIDE: usize = 10;

/// What a face does next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Ask the questions about the person, of which so many are answered.
    Person {
        /// How many.
        n_told: u8,
    },
    /// Show this question: [`crate::session::Command::Show`].
    Show(Drawn),
    /// Ask for the answer at a place, whose question is shown already.
    Answer(Place),
    /// Show the first wide picture, and ask whether to go on ([`Chooser::next`]) or to stop here
    /// ([`crate::session::Command::SetLength`]).
    Picture,
    /// Ask no further question, and note so: [`crate::session::Command::SetLength`] to the number answered.
    Enough(Enough),
    /// Ask the statements of interest, of which so many were answered or passed over.
    Interests {
        /// How many.
        n_rated: usize,
    },
    /// Finish the attempt, and show its result.
    Finish,
}

/// Why no further question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enough {
    /// As many as wanted are answered.
    AllAsked,
    /// The banks have no further question to ask.
    NoneLeft,
    /// More would change little: little fit is lost on average by taking the first role.
    Settled,
    /// The answers decide about passing.
    Decided(Verdict),
}

/// What chooses.
#[derive(Clone, Debug)]
enum Engine {
    /// In Find my role.
    Placement {
        placement: Placement,
        /// Positions of questions that must not be asked: they were seen lately.
        rested: Vec<usize>,
    },
    /// In an adaptive exam.
    Adaptive { adaptive: Adaptive, ability_at_cut: f64, room: Room },
}

/// Chooses the questions of one attempt.
#[derive(Clone, Debug)]
pub struct Chooser {
    advisor: Arc<Advisor>,
    pool: Vec<Arc<Question>>,
    orders: Vec<ShownOrder>,
    positions: HashMap<QuestionKey, usize>,
    base: Evidence,
    engine: Engine,
}

impl Chooser {
    /// Returns what chooses the questions of a placement, over the pools without a role.
    ///
    /// Answers that count from before the attempt are taken along; questions seen in the 90 days before it are not
    /// asked, since their answers would not count.
    ///
    /// # Errors
    /// [`HistoryError`] where the history cannot be read.
    pub fn placement(
        library: &Library,
        history: &History,
        attempt: AttemptId,
        started: &Started,
    ) -> Result<Self, HistoryError> {
        let counting = history.that_count(Some(attempt))?;
        let base = Evidence::gathered(&counting, &AtHand::of(library), started.at);
        let pool = live(library.drawn_from(None).into_iter().flat_map(|found| found.questions));
        let seen = history.last_seen()?;
        let advisor = Arc::new(Advisor::new(Scale::of(library)));
        Ok(Self::over(advisor, pool, started, base, &|key| seen.get(key).copied()))
    }

    /// Returns what chooses the questions of a placement over `pool`; `last_seen` says when a question was last seen.
    #[must_use]
    pub fn over(
        advisor: Arc<Advisor>,
        pool: Vec<Arc<Question>>,
        started: &Started,
        base: Evidence,
        last_seen: &dyn Fn(&QuestionKey) -> Option<UnixMillis>,
    ) -> Self {
        let was_seen_lately = |(_, question): &(usize, &Arc<Question>)| {
            last_seen(&question.key).is_some_and(|at| is_lately(at, started.at))
        };
        let rested = (0..).zip(&pool).filter(was_seen_lately).map(|(ix, _)| ix).collect();
        let placement = Placement::new(candidates(&pool), started.seed);
        Self::new(advisor, pool, started, base, Engine::Placement { placement, rested })
    }

    /// Returns what chooses the questions of an adaptive exam for its role: those of the role's banks.
    #[must_use]
    pub fn adaptive(library: &Library, started: &Started, n_questions: usize) -> Self {
        let found = library.drawn_from(started.role);
        Self::adaptive_over(live(found.into_iter().flat_map(|found| found.questions)), started, n_questions)
    }

    /// Returns what chooses the questions of an adaptive exam over `pool`.
    #[must_use]
    pub fn adaptive_over(pool: Vec<Arc<Question>>, started: &Started, n_questions: usize) -> Self {
        let room = Room::of(started.role, &pool, n_questions);
        let advisor = Arc::new(Advisor::new(Scale::of_pool(&pool)));
        let ability_at_cut = room.ability_at_cut(advisor.scale().curves(), started.cut_score);
        let adaptive = Adaptive::new(candidates(&pool), room.quotas, started.seed);
        let engine = Engine::Adaptive { adaptive, ability_at_cut, room };
        Self::new(advisor, pool, started, Evidence::default(), engine)
    }

    fn new(
        advisor: Arc<Advisor>,
        pool: Vec<Arc<Question>>,
        started: &Started,
        base: Evidence,
        engine: Engine,
    ) -> Self {
        let mut random = started.seed.stream(Stream::Choices);
        let orders = pool.iter().map(|question| shown_order(question, &mut random)).collect();
        let positions = pool.iter().enumerate().map(|(ix, question)| (question.key.clone(), ix)).collect();
        Self { advisor, pool, orders, positions, base, engine }
    }

    /// Returns what suggestions are made with here.
    #[must_use]
    pub fn advisor(&self) -> &Advisor {
        &self.advisor
    }

    /// Returns the shares of the domains that this attempt is about.
    #[must_use]
    pub fn blueprint(&self) -> [f64; N_DOMAINS] {
        match &self.engine {
            Engine::Placement { .. } => [1.0 / N_DOMAINS as f64; N_DOMAINS],
            Engine::Adaptive { room, .. } => room.blueprint,
        }
    }

    /// Returns how many questions can be asked at most.
    #[must_use]
    pub fn n_available(&self) -> usize {
        match &self.engine {
            Engine::Placement { rested, .. } => self.pool.len().saturating_sub(rested.len()),
            Engine::Adaptive { adaptive, .. } => adaptive.length(),
        }
    }

    /// Returns the questions that may still be asked.
    #[must_use]
    pub fn left(&self, session: &Session) -> Vec<Arc<Question>> {
        let asked = self.asked(session);
        let is_left = |(ix, _): &(usize, &Arc<Question>)| !asked.contains(ix);
        (0..).zip(&self.pool).filter(is_left).map(|(_, question)| Arc::clone(question)).collect()
    }

    /// Returns what is known from before the attempt and from it, the same digits however it came about.
    #[must_use]
    pub fn evidence(&self, session: &Session) -> Evidence {
        let mut evidence = self.base.clone();
        for (question, said) in answers(session) {
            evidence.record(question, said, 0.0);
        }
        evidence.settle();
        evidence
    }

    /// Returns what is suggested after a placement, from all that counts.
    #[must_use]
    pub fn suggestion(&self, session: &Session) -> Suggestion {
        let course = session.course();
        self.advisor.suggestion(&self.evidence(session), course.person(), &interests(course))
    }

    /// Returns what a face does next in an open attempt.
    #[must_use]
    pub fn step(&self, session: &Session) -> Step {
        match session.part() {
            Part::Person { n_told } => Step::Person { n_told },
            Part::Interests { n_rated } => Step::Interests { n_rated },
            Part::Result => Step::Finish,
            Part::Questions if self.is_at_picture(session) => Step::Picture,
            Part::Questions => self.next(session),
        }
    }

    /// Returns the question to answer or to show now, or why there is none.
    #[must_use]
    pub fn next(&self, session: &Session) -> Step {
        if let Some(place) = session.first_open() {
            return Step::Answer(place);
        }
        if session.n_answered() >= session.n_questions() {
            return Step::Enough(Enough::AllAsked);
        }
        if let Some(enough) = self.enough(session) {
            return Step::Enough(enough);
        }
        let asked = self.asked(session);
        let next = self.of_case(session, &asked).or_else(|| self.chosen(session, &asked));
        let drawn = next.and_then(|ix| Some((self.pool.get(ix)?, self.orders.get(ix)?)));
        drawn.map_or(Step::Enough(Enough::NoneLeft), |(question, order)| {
            Step::Show(Drawn { question: Arc::clone(question), order: order.clone() })
        })
    }

    /// Returns what the answers so far decide; undecided in a placement.
    #[must_use]
    pub fn verdict(&self, session: &Session) -> Verdict {
        match &self.engine {
            Engine::Placement { .. } => Verdict::Undecided,
            Engine::Adaptive { ability_at_cut, .. } => verdict(&log_likelihood(session), *ability_at_cut),
        }
    }

    fn is_at_picture(&self, session: &Session) -> bool {
        let is_placement = matches!(self.engine, Engine::Placement { .. });
        let n_shown = session.places().len();
        let is_due = n_shown == FIRST_PICTURE && session.n_answered() == n_shown;
        is_placement && is_due && !session.course().was_lengthened && self.enough(session).is_none()
    }

    fn enough(&self, session: &Session) -> Option<Enough> {
        match &self.engine {
            Engine::Placement { .. } => {
                let is_due = session.n_answered() >= FIRST_PICTURE && !session.course().was_lengthened;
                let regret = || {
                    let evidence = self.evidence(session);
                    self.advisor.ranking(&evidence, session.course().person()).regret
                };
                (is_due && regret() <= REGRET_TO_STOP).then_some(Enough::Settled)
            }
            Engine::Adaptive { .. } => match self.verdict(session) {
                _ if session.n_answered() < FEWEST_TO_DECIDE => None,
                Verdict::Undecided => None,
                decided @ (Verdict::Above | Verdict::Below) => Some(Enough::Decided(decided)),
            },
        }
    }

    /// Returns the positions of the questions that were shown, and of those that must not be.
    fn asked(&self, session: &Session) -> Vec<usize> {
        let shown: Vec<usize> = session
            .drawn()
            .iter()
            .filter_map(|drawn| self.positions.get(&drawn.question.key).copied())
            .collect();
        let Engine::Placement { rested, .. } = &self.engine else { return shown };
        let others = rested.iter().copied().filter(|ix| !shown.contains(ix));
        others.chain(shown.iter().copied()).collect()
    }

    fn chosen(&self, session: &Session, asked: &[usize]) -> Option<usize> {
        match &self.engine {
            Engine::Placement { placement, .. } => {
                let mut known = self.base.clone();
                for (question, said) in answers(session) {
                    known.answer(question, said);
                }
                let open = open_roles(&gates(session.course().person()));
                placement.next(asked, known.abilities(), self.advisor.contrasts(), &open)
            }
            Engine::Adaptive { adaptive, .. } => adaptive.next(asked, &log_likelihood(session)),
        }
    }

    /// Returns the next question of the case that was asked last, where its domain has room for it.
    fn of_case(&self, session: &Session, asked: &[usize]) -> Option<usize> {
        let last = session.drawn().last()?;
        let case = last.question.material.case.as_ref()?;
        let is_same = |question: &Question| {
            question.key.bank == last.question.key.bank
                && question.material.case.as_ref().is_some_and(|other| other.id == case.id)
        };
        let next = (0..self.pool.len())
            .find(|ix| !asked.contains(ix) && self.pool.get(*ix).is_some_and(|question| is_same(question)))?;
        let domain_ix = self.pool.get(next)?.subject.domain.index();
        let domains = asked.iter().filter_map(|ix| self.pool.get(*ix));
        let n_of_domain = domains.filter(|question| question.subject.domain.index() == domain_ix).count();
        let has_room = match &self.engine {
            Engine::Placement { .. } => Placement::has_room(n_of_domain, asked.len()),
            Engine::Adaptive { room, .. } => {
                room.quotas.get(domain_ix).is_some_and(|quota| n_of_domain < *quota)
            }
        };
        has_room.then_some(next)
    }
}

/// Returns how many questions a placement at `now` could ask.
#[must_use]
pub fn askable(library: &Library, seen: &HashMap<QuestionKey, UnixMillis>, now: UnixMillis) -> usize {
    let pool = live(library.drawn_from(None).into_iter().flat_map(|found| found.questions));
    let was_seen_lately =
        |question: &&Arc<Question>| seen.get(&question.key).is_some_and(|at| is_lately(*at, now));
    pool.len() - pool.iter().filter(was_seen_lately).count()
}

/// Was something so short before `now` that a question seen then must rest? A clock set back makes it just now.
fn is_lately(at: UnixMillis, now: UnixMillis) -> bool {
    now.0.saturating_sub(at.0) < REST_MILLIS
}

/// Returns the live questions, no two the same, by key, so that neither files nor folders decide what is asked.
fn live(questions: impl Iterator<Item = Arc<Question>>) -> Vec<Arc<Question>> {
    let mut pool: Vec<Arc<Question>> =
        questions.filter(|question| question.rules.status == Status::Live).collect();
    pool.sort_by(|a, b| a.key.cmp(&b.key));
    pool.dedup_by(|a, b| a.key == b.key);
    pool
}

/// Returns the interest in each role, in the framework's order.
#[must_use]
pub fn interests(course: &Course) -> Vec<Option<f64>> {
    let ratings = course.ratings();
    let rated: Vec<(RoleId, u8)> =
        ratings.iter().filter_map(|rated| rated.rating.map(|rating| (rated.role, rating))).collect();
    by_role(&rated)
}

/// Returns the answers of an attempt in order, with their questions.
pub(crate) fn answers(session: &Session) -> impl Iterator<Item = (&Question, Said)> {
    session.drawn().iter().zip(session.places()).filter_map(|(drawn, state)| {
        state.answered.as_ref().map(|answered| (drawn.question.as_ref(), Said::of(answered)))
    })
}

/// Returns what the answers of an exam say of one ability; "I don't know" counts 0 there.
fn log_likelihood(session: &Session) -> LogLikelihood {
    let mut sum = LogLikelihood::default();
    for (question, said) in answers(session) {
        let mark = match said {
            Said::DontKnow => 0.0,
            Said::Marked(mark) => mark.share(),
        };
        sum.add(&item(question), mark, 1.0);
    }
    sum
}

#[cfg(test)]
mod tests;
