//! The questions of an attempt, looked back at one by one.

use crate::report::answer::given;
use crate::session::event::Place;
use crate::session::{Session, Stage};
use crate::settings::Feedback;
use crate::tui::intent::Intent;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::Reply;
use crate::tui::screen::taking::feedback::{Unknown, push_feedback, push_unanswered};
use crate::tui::screen::taking::header::title;
use crate::tui::screen::taking::list::{Chosen, List};
use crate::tui::screen::taking::question::push_stem;
use crate::tui::screen::taking::zoom::Zoom;
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::exhibit::{Pane, push_pane};
use crate::tui::widget::prose::verbatim;

/// Rows that an exhibit takes at most, so that the feedback is near.
const PANE_ROWS: usize = 8;

/// The questions of an attempt.
#[derive(Debug)]
pub struct Review {
    session: Session,
    place: Place,
    face: Face,
    scroll: Scroll,
}

/// What is shown of it.
#[derive(Debug)]
enum Face {
    Question,
    Zoom(Zoom),
    List(List),
}

impl Review {
    /// Returns the review of an attempt, at one of its questions.
    #[must_use]
    pub fn new(session: Session, place: Place) -> Self {
        Self { session, place, face: Face::Question, scroll: Scroll::default() }
    }

    /// Returns how far it is scrolled.
    #[must_use]
    pub fn scroll(&self) -> Scroll {
        match &self.face {
            Face::Question => self.scroll,
            Face::Zoom(zoom) => zoom.scroll,
            Face::List(list) => list.scroll,
        }
    }

    /// Returns how far it is scrolled, to be changed.
    pub fn scroll_mut(&mut self) -> &mut Scroll {
        match &mut self.face {
            Face::Question => &mut self.scroll,
            Face::Zoom(zoom) => &mut zoom.scroll,
            Face::List(list) => &mut list.scroll,
        }
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        match &self.face {
            Face::Zoom(_) => vec![Situation::Exhibit, Situation::Backable],
            Face::List(list) => list.situations(),
            Face::Question => {
                let mut situations = vec![Situation::Turns, Situation::Lists, Situation::Backable];
                let question = self.session.question(self.place);
                if question.is_some_and(|question| question.exhibit().is_some()) {
                    situations.push(Situation::Exhibit);
                }
                if self.place.number() < self.session.n_questions() {
                    situations.push(Situation::GoesOn);
                }
                situations
            }
        }
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Reply {
        match &mut self.face {
            Face::Zoom(_) if matches!(intent, Intent::Zoom | Intent::Back) => self.face = Face::Question,
            Face::Zoom(zoom) => zoom.update(intent),
            Face::List(list) => match list.update(intent, &self.session) {
                Chosen::Nothing => {}
                Chosen::Back | Chosen::Summary => self.face = Face::Question,
                Chosen::Place(place) => self.go_to(place),
            },
            Face::Question => return self.update_question(intent),
        }
        Reply::Nothing
    }

    fn update_question(&mut self, intent: Intent) -> Reply {
        let place_ix = self.place.index();
        match intent {
            Intent::Next | Intent::Accept if place_ix + 1 < self.session.n_questions() => {
                self.go_to(Place::at(place_ix + 1));
            }
            Intent::Previous if place_ix > 0 => self.go_to(Place::at(place_ix - 1)),
            Intent::List => self.face = Face::List(List::new(&self.session, self.place)),
            Intent::Zoom => self.face = Face::Zoom(Zoom::default()),
            Intent::Back => return Reply::Back,
            _ => {}
        }
        Reply::Nothing
    }

    /// Keeps the full screen from being scrolled past its end.
    pub fn settle(&mut self, page: &Page) {
        if let Face::Zoom(zoom) = &mut self.face {
            zoom.settle(page.n_hidden_across);
        }
    }

    fn go_to(&mut self, place: Place) {
        self.place = place;
        self.face = Face::Question;
        self.scroll = Scroll::default();
    }

    /// Puts the review into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let heading = format!("Question {} of {}", self.place, self.session.n_questions());
        let aside = format!("review · {}", self.session.started().title);
        let mut page = Page { header: title(canvas, &heading, &aside), ..Page::default() };
        match &self.face {
            Face::Question => self.push_question(&mut page, canvas),
            Face::Zoom(zoom) => zoom.push(&mut page, canvas, self.session.question(self.place)),
            Face::List(list) => list.push(&mut page, canvas, &self.session),
        }
        page
    }

    fn push_question(&self, page: &mut Page, canvas: &Canvas) {
        let Some(question) = self.session.question(self.place) else { return };
        push_stem(page, canvas, question);
        if let Some(exhibit) = question.exhibit() {
            push_pane(page, canvas, exhibit, Pane { room: PANE_ROWS, offset: 0, keys: "z" });
        }
        if !self.is_told() {
            self.push_told_later(page, canvas);
            return;
        }
        let shown = self.session.shown_order(self.place);
        match self.session.place(self.place).and_then(|state| state.answered.as_ref()) {
            Some(answered) => {
                let unknown = Unknown::of(self.session.started().mode);
                push_feedback(page, canvas, (question, shown, answered), (Feedback::Full, unknown));
            }
            None => push_unanswered(page, canvas, (question, shown)),
        }
        page.focus = None;
    }

    /// Is it told what was right? Of an attempt that was given up only where it was told before.
    fn is_told(&self) -> bool {
        self.session.stage() == Stage::Done || self.session.shown_mark(self.place).is_some()
    }

    /// Appends the answer without what it was worth.
    fn push_told_later(&self, page: &mut Page, canvas: &Canvas) {
        let (Some(question), Some(shown)) =
            (self.session.question(self.place), self.session.shown_order(self.place))
        else {
            return;
        };
        let says = match self.session.place(self.place).and_then(|state| state.answered.as_ref()) {
            Some(answered) => format!("● Your answer: {}", given(question, shown, &answered.answer)),
            None => "○ Not answered.".to_owned(),
        };
        page.push_gap(canvas);
        let margin = vec![ratatui::text::Span::raw(" ".repeat(canvas.margin()))];
        page.push_lines(verbatim(canvas, margin, Tone::Plain, &says));
    }
}
