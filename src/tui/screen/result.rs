//! What an attempt came to: score with interval, by domain, weak topics, and where to go from there.

use std::sync::Arc;

use ratatui::text::{Line, Span};

use crate::bank::question::Question;
use crate::report::phrase::{chance, counted, percent, percent_interval};
use crate::report::result::{MAX_WEAK_TOPICS, points};
use crate::session::event::{Manner, Place};
use crate::session::outcome::{MIN_FOR_FULL_BAR, Outcome as Marks, Tally, outcome};
use crate::session::{Session, Stage};
use crate::tui::intent::Intent;
use crate::tui::message::Effect;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::review::Review;
use crate::tui::screen::taking::header::title;
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::Tone;
use crate::tui::widget::bar::{interval, share};
use crate::tui::widget::menu::{Entry, moved, push_menu};
use crate::tui::widget::prose::{hanging, prose};

/// Columns of a bar.
const BAR_COLUMNS: usize = 20;

/// What an attempt came to.
#[derive(Debug)]
pub struct Outcome {
    /// The action under the cursor.
    pub focus: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
    session: Session,
    marks: Marks,
}

/// Where to go from the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Retry,
    Review,
    Home,
}

impl Outcome {
    /// Returns the result of an attempt.
    #[must_use]
    pub fn new(session: Session) -> Self {
        let marks = outcome(&session);
        Self { focus: 0, scroll: Scroll::default(), session, marks }
    }

    fn is_exam(&self) -> bool {
        self.session.started().mode.manner() == Manner::Exam
    }

    fn is_done(&self) -> bool {
        self.session.stage() == Stage::Done
    }

    fn actions(&self) -> Vec<Action> {
        if !self.is_done() {
            return vec![Action::Review, Action::Home];
        }
        let retry = (!self.marks.missed.is_empty()).then_some(Action::Retry);
        if self.is_exam() {
            [Some(Action::Review), retry, Some(Action::Home)].into_iter().flatten().collect()
        } else {
            [retry, Some(Action::Review), Some(Action::Home)].into_iter().flatten().collect()
        }
    }

    fn entry(&self, action: Action) -> Entry {
        match action {
            Action::Retry => Entry::new(format!("Retry the missed ({})", self.marks.missed.len()), ""),
            Action::Review => Entry::new("Review every question", ""),
            Action::Home => Entry::new("Home", ""),
        }
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Reply {
        let actions = self.actions();
        if let Some(to) = moved(self.focus, actions.len(), intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Reply::Nothing;
        }
        match (intent, actions.get(self.focus)) {
            (Intent::Accept, Some(Action::Retry)) => {
                Reply::Do(Effect::BeginWith(self.missed(), self.session.started().role))
            }
            (Intent::Accept, Some(Action::Review)) => {
                Reply::Open(Screen::Review(Box::new(Review::new(self.session.clone(), Place::at(0)))))
            }
            (Intent::Accept, Some(Action::Home)) => Reply::Home,
            (Intent::Back, _) => Reply::Back,
            _ => Reply::Nothing,
        }
    }

    fn missed(&self) -> Vec<Arc<Question>> {
        let drawn = &self.session.started().drawn;
        self.marks
            .missed
            .iter()
            .filter_map(|place| drawn.get(place.index()))
            .map(|drawn| Arc::clone(&drawn.question))
            .collect()
    }

    /// Puts the result into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let started = self.session.started();
        let heading = format!("{} · {}", started.title, started.mode.as_str());
        let n = counted(self.session.n_questions(), "question");
        let aside = format!("{n}, {}", started.at.local_day());
        let mut page = Page { header: title(canvas, &heading, &aside), ..Page::default() };
        if self.is_done() {
            self.push_score(&mut page, canvas);
        } else {
            self.push_given_up(&mut page, canvas);
        }
        page.push_gap(canvas);
        let entries: Vec<Entry> = self.actions().into_iter().map(|action| self.entry(action)).collect();
        push_menu(&mut page, canvas, &entries, self.focus);
        if self.is_done() {
            self.push_domains(&mut page, canvas);
            self.push_topics(&mut page, canvas);
        }
        page
    }

    /// Appends how far an attempt came that has no result.
    fn push_given_up(&self, page: &mut Page, canvas: &Canvas) {
        let (n, of) = (self.session.n_answered(), self.session.n_questions());
        let says = format!("Given up after {n} of {of}: no score");
        page.push_lines(prose(canvas, canvas.margin(), Tone::Title, &says));
        if self.is_exam() {
            let says = "Nothing is said about right and wrong of an exam that was not submitted.";
            page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, says));
        }
    }

    fn push_score(&self, page: &mut Page, canvas: &Canvas) {
        let margin = canvas.margin();
        let total = self.marks.total;
        page.push_lines(prose(canvas, margin, Tone::Title, &format!("Score  {}", points(total))));
        if self.is_exam() {
            let cut_score = percent(self.marks.pass.cut_score);
            let (glyph, words, tone) = if self.marks.pass.passed {
                ("✓", "Passed", Tone::Right)
            } else {
                ("✗", "Not passed", Tone::Wrong)
            };
            let says = format!("{glyph} {words}: the cut score is {cut_score}.");
            page.push_lines(prose(canvas, margin, tone, &says));
            push_interval(page, canvas, total);
            let says = format!(
                "P(pass) {}: your true share reaches {cut_score} in {} cases.",
                percent(self.marks.pass.probability),
                chance(self.marks.pass.probability)
            );
            page.push_lines(prose(canvas, margin, Tone::Plain, &says));
        }
        let mut notes = Vec::new();
        if let Some(in_time) = self.marks.in_time {
            notes.push(format!("In time: {}; in all: {}.", points(in_time), points(total)));
        }
        if self.marks.n_dont_know > 0 {
            notes.push(format!("\"I don't know\": {}.", self.marks.n_dont_know));
        }
        if self.marks.n_unanswered > 0 {
            notes.push(format!("Not answered: {}.", self.marks.n_unanswered));
        }
        if !notes.is_empty() {
            page.push_lines(prose(canvas, margin, Tone::Quiet, &notes.join(" ")));
        }
    }

    fn push_domains(&self, page: &mut Page, canvas: &Canvas) {
        let focus = page.focus.clone();
        page.push_gap(canvas);
        page.push_lines(prose(canvas, canvas.margin(), Tone::Title, "By domain"));
        for (domain, tally) in &self.marks.domains {
            push_domain(page, canvas, domain.title(), *tally);
        }
        if self.marks.domains.iter().any(|(_, tally)| tally.n < MIN_FOR_FULL_BAR) {
            let says = format!("░ fewer than {MIN_FOR_FULL_BAR} questions: too few to lean on");
            page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, &says));
        }
        page.focus = focus;
    }

    fn push_topics(&self, page: &mut Page, canvas: &Canvas) {
        if self.marks.weak_topics.is_empty() {
            return;
        }
        page.push_gap(canvas);
        page.push_lines(prose(canvas, canvas.margin(), Tone::Title, "Weak topics"));
        for (topic, tally) in self.marks.weak_topics.iter().take(MAX_WEAK_TOPICS) {
            let says = format!("· {}: {} of {}", topic.words(), tally.points(), tally.n);
            page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, &says));
        }
        let n_more = self.marks.weak_topics.len().saturating_sub(MAX_WEAK_TOPICS);
        if n_more > 0 {
            page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, &format!("and {n_more} more")));
        }
    }
}

fn push_interval(page: &mut Page, canvas: &Canvas, total: Tally) {
    let says = format!("95 % interval {}", percent_interval(total.interval()));
    let margin = " ".repeat(canvas.margin());
    if canvas.is_wide() {
        let line = interval(2 * BAR_COLUMNS, total.share(), total.interval());
        page.push_lines([Line::from(vec![
            canvas.span(Tone::Quiet, format!("{margin}0 ")),
            canvas.span(Tone::Plain, line),
            canvas.span(Tone::Quiet, format!(" 100 %   {says}")),
        ])]);
    } else {
        page.push_lines([Line::from(canvas.span(Tone::Plain, format!("{margin}{says}")))]);
    }
}

fn push_domain(page: &mut Page, canvas: &Canvas, name: &str, tally: Tally) {
    let columns = if canvas.is_wide() { BAR_COLUMNS } else { BAR_COLUMNS / 4 };
    let says = format!("{:>5} of {:<3}", tally.points(), tally.n);
    let mut spans = vec![Span::raw(" ".repeat(canvas.margin()))];
    spans.extend(share(canvas, columns, tally.share(), tally.n < MIN_FOR_FULL_BAR));
    spans.push(canvas.span(Tone::Plain, format!("{says}  ")));
    page.push_lines(hanging(canvas, spans, Tone::Plain, name));
}
