//! The question with what is needed to answer it, and what keys do there.

use crate::bank::question::{Body, Exhibit, Question};
use crate::clock::Moment;
use crate::scoring::answer::{Answer, ShownOrder};
use crate::session::Command;
use crate::session::event::{Answered, Mode, Place};
use crate::settings::{Feedback, Settings};
use crate::tui::intent::Intent;
use crate::tui::message::Failure;
use crate::tui::page::{Canvas, Page};
use crate::tui::screen::Reply;
use crate::tui::screen::taking::answers::push_answers;
use crate::tui::screen::taking::draft::Draft;
use crate::tui::screen::taking::feedback::{Unknown, push_feedback, push_key};
use crate::tui::screen::taking::zoom::Zoom;
use crate::tui::screen::taking::{Face, Taking};
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::exhibit::{Pane, push_pane};
use crate::tui::widget::prose::{hanging, prose};

/// Lines that a scroll key moves an exhibit in its pane.
pub const PANE_STEP: usize = 3;

/// A question as it is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'taking> {
    /// The question.
    pub question: &'taking Question,
    /// The order in which its choices are shown.
    pub shown: Option<&'taking ShownOrder>,
    /// The answer that is being put together.
    pub draft: &'taking Draft,
    /// The answer that stands in an exam.
    pub kept: Option<&'taking Answer>,
    /// Hints that are shown.
    pub n_hints: usize,
    /// Lines of the exhibit that are out of sight above in its pane.
    pub pane_offset: usize,
}

/// What stands below the question.
#[derive(Clone, Copy, Debug)]
pub enum Below<'taking> {
    /// What it can be answered with.
    Answers,
    /// What is said of an answer.
    Feedback(&'taking Answered, (Feedback, Unknown)),
    /// What is right, for somebody who has not answered.
    Key,
}

/// Appends a question: case, stem, exhibit, hints, and what stands below them.
pub fn push_asked(page: &mut Page, canvas: &Canvas, asked: &Asked<'_>, below: Below<'_>) {
    let Asked { question, shown, draft, n_hints, .. } = *asked;
    push_stem(page, canvas, question);
    let mut rest = Page::default();
    push_answers(&mut rest, canvas, question, shown, (draft, asked.kept));
    let taken = page.rows.len() + hint_rows(canvas, question, n_hints) + rest.rows.len() + 2;
    let room = page.body_height(canvas).saturating_sub(taken);
    let keys = if matches!(draft, Draft::Field { typing: true, .. }) { "Tab z" } else { "z" };
    if let Some(exhibit) = pane_exhibit(question) {
        let pane = Pane { room, offset: asked.pane_offset, keys };
        page.n_hidden_in_pane = push_pane(page, canvas, exhibit, pane);
    }
    push_hints(page, canvas, question, n_hints);
    match below {
        Below::Feedback(answered, feedback) => {
            push_feedback(page, canvas, (question, shown, answered), feedback);
        }
        Below::Key => push_key(page, canvas, (question, shown)),
        Below::Answers => {
            page.push_gap(canvas);
            page.rows.append(&mut rest.rows);
            page.focus_on(draft.focus());
        }
    }
}

impl Taking {
    /// Appends the question, or its feedback, to a page.
    pub(super) fn push_question(
        &self,
        page: &mut Page,
        canvas: &Canvas,
        (settings, pane_offset): (&Settings, usize),
    ) {
        let (Some(question), Some(draft)) = (self.question(), self.draft()) else { return };
        let state = self.session.place(self.place);
        let asked = Asked {
            question,
            shown: self.shown_order(),
            draft: &draft,
            kept: self.answered(self.place).filter(|_| self.is_exam()),
            n_hints: state.map_or(0, |state| state.n_hints),
            pane_offset,
        };
        let below = match state.and_then(|state| state.answered.as_ref()) {
            Some(answered) if self.is_feedback() => {
                let feedback = if self.is_forward() { Feedback::Short } else { settings.feedback };
                Below::Feedback(answered, (feedback, self.unknown()))
            }
            Some(_) | None => Below::Answers,
        };
        push_asked(page, canvas, &asked, below);
    }

    /// Returns what is possible at a question or its feedback.
    pub(super) fn question_situations(&self) -> Vec<Situation> {
        let (Some(question), Some(draft)) = (self.question(), self.draft()) else {
            return vec![Situation::Backable];
        };
        let is_forward = self.is_forward();
        let mut situations = vec![Situation::Backable];
        let mut add = |situation, holds: bool| situations.extend(holds.then_some(situation));
        let is_exam = self.is_exam();
        let is_feedback = self.is_feedback();
        let is_last = self.session.first_open().is_none();
        let n_hints = self.session.place(self.place).map_or(0, |state| state.n_hints);
        add(Situation::Exhibit, question.exhibit().is_some() || question.material.case.is_some());
        add(
            Situation::Turns,
            self.neighbour(Intent::Previous).is_some() || self.neighbour(Intent::Next).is_some(),
        );
        add(Situation::Undoes, self.session.undoable().is_some());
        add(Situation::Flags, is_exam);
        let may_hint = !is_exam && !is_forward && !is_feedback;
        let is_end = is_last && self.is_at_end() && !is_forward;
        add(Situation::Lists, !is_forward);
        add(self.dont_know(), is_exam || !is_feedback);
        add(Situation::Hints, may_hint && n_hints < question.material.hints.len());
        add(Situation::GoesOn, is_feedback && !is_end);
        add(Situation::Ends, is_feedback && is_end);
        if !is_feedback {
            situations.extend(draft.situations());
        }
        if situations.contains(&Situation::Typing) {
            // In a field letters are text, so that only these remain.
            situations.retain(|situation| {
                matches!(situation, Situation::Typing | Situation::Answers | Situation::Backable)
            });
        }
        situations
    }

    /// Takes in what a key asks for at a question or its feedback.
    pub(super) fn update_question(&mut self, intent: Intent, now: Moment) -> Reply {
        if !self.is_feedback() && self.update_draft(intent) {
            return Reply::Nothing;
        }
        match intent {
            Intent::Accept if self.is_feedback() || self.waits_for_next() => self.go_on(now),
            Intent::Accept => self.answer(now),
            Intent::DontKnow => self.give(Answer::DontKnow, now),
            Intent::Previous | Intent::Next => match self.neighbour(intent) {
                Some(place) => self.show_question(place, now),
                None => Reply::Nothing,
            },
            Intent::Undo => self.decide(Command::Undo, now),
            Intent::Hint => self.decide(Command::Hint(self.place), now),
            Intent::Flag => self.decide(Command::Flag(self.place), now),
            Intent::List if !self.is_forward() => self.show_list(),
            Intent::Zoom => {
                self.face = Face::Zoom(Zoom::default());
                Reply::Nothing
            }
            Intent::PageDown | Intent::HalfDown => self.scroll_pane(|offset| offset + PANE_STEP),
            Intent::PageUp | Intent::HalfUp => self.scroll_pane(|offset| offset.saturating_sub(PANE_STEP)),
            Intent::Back => Reply::Home,
            _ => Reply::Nothing,
        }
    }

    /// Returns what "I don't know" means here.
    fn unknown(&self) -> Unknown {
        Unknown::of(self.session.started().mode)
    }

    fn dont_know(&self) -> Situation {
        match self.session.started().mode {
            Mode::Placement => Situation::DontKnowFree,
            Mode::Exam | Mode::Adaptive => Situation::DontKnowScored,
            Mode::Practice | Mode::Cram => Situation::DontKnow,
        }
    }

    fn scroll_pane(&mut self, to: impl Fn(usize) -> usize) -> Reply {
        if let Face::Question(offset) = &mut self.face {
            *offset = to(*offset);
        }
        Reply::Nothing
    }

    /// Keeps what scrolls by itself from being scrolled past its end.
    pub fn settle(&mut self, page: &Page) {
        match &mut self.face {
            Face::Question(offset) => *offset = page.n_hidden_in_pane.min(*offset),
            Face::Zoom(zoom) => zoom.settle(page.n_hidden_across),
            Face::List(_) | Face::Summary(_) => {}
        }
    }

    /// Hands a key to the draft, and says whether it was for it.
    fn update_draft(&mut self, intent: Intent) -> bool {
        let Some(mut draft) = self.draft() else { return false };
        let is_taken = draft.update(intent);
        if is_taken {
            self.scroll.reveals = true;
            self.drafts.insert(self.place, draft);
        }
        is_taken
    }

    fn answer(&mut self, now: Moment) -> Reply {
        let (Some(question), Some(shown), Some(draft)) = (self.question(), self.shown_order(), self.draft())
        else {
            return Reply::Nothing;
        };
        match draft.answer(question, shown) {
            Ok(answer) if self.is_exam() && self.answered(self.place) == Some(&answer) => {
                self.after_exam_answer(self.place, now)
            }
            Ok(answer) => self.give(answer, now),
            Err(no_answer) => {
                Reply::Refuse(Failure::new(&format!("an answer here is {}", no_answer.expected), ""))
            }
        }
    }

    /// Goes on from feedback: to the next question, or to the result after the last.
    fn go_on(&mut self, now: Moment) -> Reply {
        if self.is_forward() {
            return Reply::TakeUp(Box::new(self.taken()));
        }
        if let Some(next) = self.neighbour(Intent::Next) {
            return self.show_question(next, now);
        }
        match self.session.first_open() {
            Some(open) => self.show_question(open, now),
            None => self.decide(Command::Finish, now),
        }
    }

    fn is_at_end(&self) -> bool {
        self.place.number() >= self.session.n_questions()
    }

    /// Returns the question before or after, as far as it can be seen: practice shows none ahead of its turn.
    fn neighbour(&self, intent: Intent) -> Option<Place> {
        if self.is_forward() {
            return None;
        }
        let place_ix = self.place.index();
        let to = if intent == Intent::Previous { place_ix.checked_sub(1)? } else { place_ix + 1 };
        let n_open_to = match self.session.first_open() {
            Some(open) if !self.is_exam() => open.index() + 1,
            Some(_) | None => self.session.n_questions(),
        };
        (to < n_open_to).then(|| Place::at(to))
    }
}

/// Returns the exhibit that has a pane of its own: that of a `locate` question is moved over instead.
fn pane_exhibit(question: &Question) -> Option<&Exhibit> {
    match question.body {
        Body::Locate { .. } => None,
        Body::Single { .. }
        | Body::Multiple { .. }
        | Body::Order { .. }
        | Body::Match { .. }
        | Body::Numeric { .. }
        | Body::Text { .. } => question.exhibit(),
    }
}

/// Appends the case, if there is one, and the stem.
pub fn push_stem(page: &mut Page, canvas: &Canvas, question: &Question) {
    let margin = canvas.margin();
    if let Some(case) = &question.material.case {
        if let Some(title) = &case.title {
            page.push_lines(prose(canvas, margin, Tone::Title, title.as_str()));
        }
        page.push_lines(prose(canvas, margin, Tone::Plain, case.text.as_str()));
        page.push_gap(canvas);
    }
    // After a long situation the question itself has to stand out.
    let tone = if question.material.case.is_some() { Tone::Title } else { Tone::Plain };
    page.push_lines(prose(canvas, margin, tone, question.stem.as_str()));
}

fn hint_rows(canvas: &Canvas, question: &Question, n_hints: usize) -> usize {
    let mut page = Page::default();
    push_hints(&mut page, canvas, question, n_hints);
    page.rows.len()
}

fn push_hints(page: &mut Page, canvas: &Canvas, question: &Question, n_hints: usize) {
    let n_all = question.material.hints.len();
    for (hint_ix, hint) in question.material.hints.iter().take(n_hints).enumerate() {
        let label = canvas.span(Tone::Warning, format!("Hint {} of {n_all}  ", hint_ix + 1));
        let margin = ratatui::text::Span::raw(" ".repeat(canvas.margin()));
        page.push_lines(hanging(canvas, vec![margin, label], Tone::Plain, hint.as_str()));
    }
}
