//! Taking questions: one question after the other, its feedback, the list of all, the summary before handing in.
//!
//! Invariant: the session changes only by events that are on disk.

pub mod answers;
pub mod draft;
pub mod feedback;
mod forward;
pub mod header;
pub mod list;
pub mod question;
pub mod summary;
pub mod zoom;

use std::collections::BTreeMap;

use crate::bank::question::Question;
use crate::clock::{Millis, Moment};
use crate::history::answer::AnswerNumber;
use crate::history::attempt::AttemptId;
use crate::scoring::answer::{Answer, ShownOrder};
use crate::session::event::{Event, Happened, Manner, Place};
use crate::session::{Command, Session};
use crate::settings::Settings;
use crate::tui::intent::Intent;
use crate::tui::message::{Effect, Failure, Taken};
use crate::tui::page::{Canvas, Page, Scroll, Target};
use crate::tui::screen::Reply;
use crate::tui::screen::taking::draft::Draft;
use crate::tui::screen::taking::list::List;
use crate::tui::screen::taking::summary::Summary;
use crate::tui::screen::taking::zoom::Zoom;
use crate::tui::situation::Situation;

/// An attempt that is being taken.
#[derive(Debug)]
pub struct Taking {
    attempt: AttemptId,
    session: Session,
    saved: Option<AnswerNumber>,
    place: Place,
    face: Face,
    drafts: BTreeMap<Place, Draft>,
    looked: Looked,
    scroll: Scroll,
}

/// What of the attempt is shown.
#[derive(Debug)]
enum Face {
    /// The question, or its feedback, with so many lines of the exhibit out of sight above.
    Question(usize),
    /// The exhibit on the full screen.
    Zoom(Zoom),
    /// The list of all questions.
    List(List),
    /// What is answered and what is not, before handing in.
    Summary(Summary),
}

/// How long each question was looked at.
#[derive(Debug)]
struct Looked {
    since: Moment,
    before: BTreeMap<Place, Millis>,
}

impl Taking {
    /// Returns the screen of an attempt, where it was left.
    #[must_use]
    pub fn new(taken: Taken, now: Moment) -> Self {
        let place = taken.session.where_left().unwrap_or_else(|| Place::at(0));
        let is_all_answered = taken.session.first_open().is_none();
        let mut taking = Self {
            attempt: taken.attempt,
            session: taken.session,
            saved: taken.saved,
            place,
            face: Face::Question(0),
            drafts: BTreeMap::new(),
            looked: Looked { since: now, before: BTreeMap::new() },
            scroll: Scroll::default(),
        };
        if is_all_answered && taking.is_exam() {
            taking.face = Face::Summary(Summary::new(&taking.session));
        } else if is_all_answered {
            taking.place = Place::at(taking.session.places().len().saturating_sub(1));
        }
        taking
    }

    /// Returns the attempt as it stands.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Returns how far the screen is scrolled.
    pub fn scroll_mut(&mut self) -> &mut Scroll {
        match &mut self.face {
            Face::Question(_) => &mut self.scroll,
            Face::Zoom(zoom) => &mut zoom.scroll,
            Face::List(list) => &mut list.scroll,
            Face::Summary(summary) => &mut summary.scroll,
        }
    }

    /// Returns how far the screen is scrolled.
    #[must_use]
    pub fn scroll(&self) -> Scroll {
        match &self.face {
            Face::Question(_) => self.scroll,
            Face::Zoom(zoom) => zoom.scroll,
            Face::List(list) => list.scroll,
            Face::Summary(summary) => summary.scroll,
        }
    }

    /// Would leaving lose an answer that is half made?
    #[must_use]
    pub fn would_lose(&self) -> bool {
        self.drafts.iter().any(|(place, draft)| {
            let is_open = self.is_exam() || self.answered(*place).is_none();
            is_open && self.kept_draft(*place).is_some_and(|kept| draft.differs(&kept))
        })
    }

    /// Returns how long until the clock in the header moves; nothing where none is shown.
    #[must_use]
    pub fn next_second(&self, settings: &Settings, now: Moment) -> Option<Millis> {
        if !header::shows_clock(&self.session, settings) {
            return None;
        }
        // What is left counts down to the full second below, what is over up to the one above.
        Some(match self.session.time_left(now)? {
            Ok(left) => Millis(left.0 % 1_000 + 1),
            Err(over) => Millis(1_000 - over.0 % 1_000),
        })
    }

    fn is_exam(&self) -> bool {
        self.session.started().mode.manner() == Manner::Exam
    }

    fn question(&self) -> Option<&Question> {
        self.session.question(self.place)
    }

    fn answered(&self, place: Place) -> Option<&Answer> {
        self.session.place(place)?.answered.as_ref().map(|answered| &answered.answer)
    }

    /// Is feedback shown in place of the question?
    fn is_feedback(&self) -> bool {
        self.session.started().mode.marks_at_once() && self.answered(self.place).is_some()
    }

    /// Returns the draft that a place begins with: the answer that stands, or nothing yet.
    fn kept_draft(&self, place: Place) -> Option<Draft> {
        let question = self.session.question(place)?;
        let shown = self.session.shown_order(place)?;
        let answer = self.answered(place).filter(|_| self.is_exam());
        Some(answer.map_or_else(|| Draft::new(question), |answer| Draft::of_answer(question, shown, answer)))
    }

    /// Returns the draft of the place that is shown.
    fn draft(&self) -> Option<Draft> {
        self.drafts.get(&self.place).cloned().or_else(|| self.kept_draft(self.place))
    }

    /// Puts the screen into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas, settings: &Settings) -> Page {
        let mut page = Page { header: self.header(canvas, settings), ..Page::default() };
        match &self.face {
            Face::Question(pane) => self.push_question(&mut page, canvas, (settings, *pane)),
            Face::Zoom(zoom) => zoom.push(&mut page, canvas, self.question()),
            Face::List(list) => list.push(&mut page, canvas, &self.session),
            Face::Summary(summary) => summary.push(&mut page, canvas, &self.session),
        }
        page
    }

    fn header(&self, canvas: &Canvas, settings: &Settings) -> Vec<ratatui::text::Line<'static>> {
        let place = match &self.face {
            Face::Question(_) | Face::Zoom(_) => Some(self.place),
            Face::List(_) | Face::Summary(_) => None,
        };
        header::lines(canvas, settings, &header::Facts { session: &self.session, place, saved: self.saved })
    }

    /// Returns what is possible now.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        match &self.face {
            Face::Question(_) => self.question_situations(),
            Face::Zoom(_) => vec![Situation::Exhibit, Situation::Backable],
            Face::List(list) => list.situations(),
            Face::Summary(summary) => summary.situations(),
        }
    }

    /// Returns how many choices have a number.
    #[must_use]
    pub fn n_numbered(&self) -> usize {
        match &self.face {
            Face::Question(_) => self.draft().map_or(0, |draft| draft.n_numbered()),
            Face::Zoom(_) | Face::List(_) | Face::Summary(_) => 0,
        }
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent, now: Moment) -> Reply {
        match &mut self.face {
            Face::Question(_) => self.update_question(intent, now),
            Face::Zoom(zoom) => {
                if matches!(intent, Intent::Zoom | Intent::Back) {
                    self.face = Face::Question(0);
                } else {
                    zoom.update(intent);
                }
                Reply::Nothing
            }
            Face::List(list) => match list.update(intent, &self.session) {
                list::Chosen::Nothing => Reply::Nothing,
                list::Chosen::Back => self.show_question(self.place, now),
                list::Chosen::Place(place) => self.show_question(place, now),
                list::Chosen::Summary => self.show_summary(),
            },
            Face::Summary(summary) => match summary.update(intent) {
                summary::Chosen::Nothing => Reply::Nothing,
                summary::Chosen::Back => self.show_question(self.place, now),
                summary::Chosen::Place(place) => self.show_question(place, now),
                summary::Chosen::List => self.show_list(),
                summary::Chosen::Submit => self.decide(Command::Submit, now),
            },
        }
    }

    /// Puts typed or pasted text into the field, if there is one.
    pub fn insert(&mut self, text: &str) {
        if !matches!(self.face, Face::Question(_)) || self.is_feedback() {
            return;
        }
        if let Some(mut draft) = self.draft()
            && draft.insert(text)
        {
            self.scroll.reveals = true;
            self.drafts.insert(self.place, draft);
        }
    }

    /// Moves the cursor to where the mouse was pressed; a second press there does what Enter does.
    pub fn click(&mut self, target: Target, now: Moment) -> Reply {
        let Target::Item(item) = target else { return self.update(Intent::Zoom, now) };
        match &mut self.face {
            Face::Question(_) => return self.click_choice(item, now),
            Face::List(list) if list.focus() != item => list.go_to(item),
            Face::Summary(summary) if summary.focus() != item => summary.go_to(item),
            Face::Zoom(_) => return Reply::Nothing,
            Face::List(_) | Face::Summary(_) => return self.update(Intent::Accept, now),
        }
        Reply::Nothing
    }

    fn click_choice(&mut self, item: usize, now: Moment) -> Reply {
        if self.is_feedback() {
            return Reply::Nothing;
        }
        let Some(mut draft) = self.draft() else { return Reply::Nothing };
        if draft.press(item) {
            return self.update(Intent::Accept, now);
        }
        self.drafts.insert(self.place, draft);
        Reply::Nothing
    }

    /// Takes in an event that is on disk, and goes where it leads.
    pub fn recorded(
        &mut self,
        event: &Event,
        number: Option<AnswerNumber>,
        settings: &Settings,
        now: Moment,
    ) -> Reply {
        self.session.apply(event);
        self.saved = number.or(self.saved);
        self.scroll.reveals = true;
        match &event.happened {
            Happened::Answered(answered) => {
                self.drafts.remove(&answered.place);
                self.looked.before.remove(&answered.place);
                self.looked.since = now;
                self.after_answer(answered.place, settings, now)
            }
            Happened::Undone { place } => self.show_question(*place, now),
            Happened::Shown(_) => {
                self.show_question(Place::at(self.session.places().len().saturating_sub(1)), now)
            }
            Happened::LengthSet { .. } => Reply::TakeUp(Box::new(self.taken())),
            Happened::HintShown { .. }
            | Happened::Flagged { .. }
            | Happened::PersonTold(_)
            | Happened::InterestRated(_)
            | Happened::InterestsEnded => Reply::Nothing,
            Happened::Submitted | Happened::Finished => self.ended(),
            Happened::Closed => Reply::Home,
        }
    }

    /// Goes to the next question, and from the last one to the summary.
    pub(super) fn after_exam_answer(&mut self, place: Place, now: Moment) -> Reply {
        let next = place.index() + 1;
        if next < self.session.n_questions() {
            return self.show_question(Place::at(next), now);
        }
        self.show_summary()
    }

    fn show_summary(&mut self) -> Reply {
        self.face = Face::Summary(Summary::new(&self.session));
        Reply::Nothing
    }

    fn show_list(&mut self) -> Reply {
        self.face = Face::List(List::new(&self.session, self.place));
        Reply::Nothing
    }

    /// Shows the question at a place, from its beginning.
    fn show_question(&mut self, place: Place, now: Moment) -> Reply {
        let looked = now.since(self.looked.since);
        let before = self.looked.before.entry(self.place).or_default();
        *before = before.plus(looked);
        self.looked.since = now;
        self.place = place;
        self.face = Face::Question(0);
        self.scroll = Scroll { offset: 0, reveals: self.is_feedback() };
        Reply::Nothing
    }

    fn took(&self, now: Moment) -> Millis {
        let before = self.looked.before.get(&self.place).copied().unwrap_or_default();
        before.plus(now.since(self.looked.since))
    }

    /// Decides a command, and has its event put on disk.
    fn decide(&self, command: Command, now: Moment) -> Reply {
        match self.session.decide(command, now) {
            Ok(event) => Reply::Do(Effect::Record(self.attempt, event)),
            Err(refusal) => Reply::Refuse(Failure::new(&refusal.to_string(), "")),
        }
    }

    fn give(&self, answer: Answer, now: Moment) -> Reply {
        self.decide(Command::Answer { place: self.place, answer, took: self.took(now) }, now)
    }

    fn shown_order(&self) -> Option<&ShownOrder> {
        self.session.shown_order(self.place)
    }
}
