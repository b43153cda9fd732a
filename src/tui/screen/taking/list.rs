//! The list of all questions of an attempt, to jump to one.

use crate::session::event::{Manner, Place};
use crate::session::{Session, Stage};
use crate::text::layout::{shortened, width};
use crate::text::markup::plain;
use crate::tui::intent::Intent;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::taking::feedback::{Unknown, verdict};
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{cursor, moved};
use crate::tui::widget::prose::prose;

/// Which questions the list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filter {
    All,
    Open,
    Flagged,
}

const FILTERS: [(Filter, &str); 3] =
    [(Filter::All, "all"), (Filter::Open, "not answered"), (Filter::Flagged, "flagged")];

/// The list of questions.
#[derive(Debug)]
pub struct List {
    /// How far it is scrolled.
    pub scroll: Scroll,
    filter: Filter,
    focus: usize,
}

/// What was chosen in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing yet.
    Nothing,
    /// To go back.
    Back,
    /// A question.
    Place(Place),
    /// The summary before handing in.
    Summary,
}

impl List {
    /// Returns the list with the cursor on a place.
    #[must_use]
    pub fn new(session: &Session, place: Place) -> Self {
        let filter = Filter::All;
        let focus = places(session, filter).iter().position(|listed| *listed == place).unwrap_or(0);
        Self { scroll: Scroll { offset: 0, reveals: true }, filter, focus }
    }

    /// Returns the position of the cursor.
    #[must_use]
    pub fn focus(&self) -> usize {
        self.focus
    }

    /// Moves the cursor.
    pub fn go_to(&mut self, item: usize) {
        self.focus = item;
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        vec![
            Situation::Moves,
            Situation::GoesThere,
            Situation::Filters,
            Situation::Backable,
            Situation::Lists,
        ]
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent, session: &Session) -> Chosen {
        let listed = places(session, self.filter);
        let n_items = listed.len() + usize::from(can_be_submitted(session));
        if let Some(to) = moved(self.focus, n_items, intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Chosen::Nothing;
        }
        match intent {
            Intent::Previous | Intent::Next => {
                self.filter = turned(self.filter, intent);
                self.focus = 0;
                self.scroll = Scroll::default();
                Chosen::Nothing
            }
            Intent::Accept => match listed.get(self.focus) {
                Some(place) => Chosen::Place(*place),
                None if can_be_submitted(session) => Chosen::Summary,
                None => Chosen::Nothing,
            },
            Intent::Back | Intent::List => Chosen::Back,
            _ => Chosen::Nothing,
        }
    }

    /// Appends the list to a page.
    pub fn push(&self, page: &mut Page, canvas: &Canvas, session: &Session) {
        let is_named = |filter: Filter| canvas.is_wide() || filter == self.filter;
        let names: Vec<String> = FILTERS
            .iter()
            .filter(|(filter, _)| is_named(*filter))
            .map(|(filter, name)| {
                let n = places(session, *filter).len();
                if *filter == self.filter { format!("‹ {name}: {n} ›") } else { format!("{name}: {n}") }
            })
            .collect();
        page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, &names.join("   ")));
        page.push_gap(canvas);
        let listed = places(session, self.filter);
        for (item, place) in listed.iter().enumerate() {
            page.push_item(item, [line(canvas, session, *place, item == self.focus)]);
        }
        if listed.is_empty() {
            page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, "None."));
        }
        if can_be_submitted(session) {
            let is_here = self.focus == listed.len();
            let tone = if is_here { Tone::Chosen } else { Tone::Plain };
            let words = canvas.span(tone, "Summary, and hand in");
            page.push_gap(canvas);
            page.push_item(listed.len(), [vec![cursor(canvas, is_here), words].into()]);
        }
        page.focus_on(self.focus);
    }
}

fn is_exam(session: &Session) -> bool {
    session.started().mode.manner() == Manner::Exam
}

/// Is it an exam that is not handed in yet, so that the summary leads somewhere?
fn can_be_submitted(session: &Session) -> bool {
    is_exam(session) && session.stage() == Stage::Open
}

/// Returns the places that a filter leaves, as far as they may be seen.
fn places(session: &Session, filter: Filter) -> Vec<Place> {
    let n_seen = match session.first_open() {
        Some(open) if !is_exam(session) => open.number(),
        Some(_) | None => session.n_questions(),
    };
    let passes = |place: &Place| {
        session.place(*place).is_some_and(|state| match filter {
            Filter::All => true,
            Filter::Open => state.answered.is_none(),
            Filter::Flagged => state.flagged,
        })
    };
    (0..n_seen).map(Place::at).filter(passes).collect()
}

fn turned(filter: Filter, intent: Intent) -> Filter {
    let position = FILTERS.iter().position(|(known, _)| *known == filter).unwrap_or(0);
    let to = if intent == Intent::Next { position + 1 } else { position + FILTERS.len() - 1 };
    FILTERS.get(to % FILTERS.len()).map_or(filter, |(filter, _)| *filter)
}

fn line(canvas: &Canvas, session: &Session, place: Place, is_here: bool) -> ratatui::text::Line<'static> {
    let state = session.place(place);
    let answered = state.and_then(|state| state.answered.as_ref());
    let (glyph, words, tone) = match (answered, session.shown_mark(place)) {
        (Some(answered), Some(mark)) => verdict(&answered.answer, mark, Unknown::of(session.started().mode)),
        (Some(_), None) => ("●", "answered".to_owned(), Tone::Plain),
        (None, _) => ("○", "not answered".to_owned(), Tone::Quiet),
    };
    let flag = if state.is_some_and(|state| state.flagged) { "⚑ " } else { "  " };
    let words = words.split([':', '.']).next().unwrap_or_default().to_owned();
    let mut spans = vec![
        cursor(canvas, is_here),
        canvas.span(if is_here { Tone::Chosen } else { Tone::Plain }, format!("{:>2} ", place.number())),
        canvas.span(Tone::Warning, flag),
        canvas.span(tone, format!("{glyph} {words:<14}")),
    ];
    let used: usize = spans.iter().map(ratatui::text::Span::width).sum();
    let stem = session.question(place).map_or_else(String::new, |question| plain(question.stem.as_str()));
    let stem = shortened(&stem.replace('\n', " "), canvas.columns.saturating_sub(used + 1));
    if width(&stem) > 0 {
        spans.push(canvas.span(Tone::Quiet, stem));
    }
    spans.into()
}
