//! The list of a file's questions, with a search in ids, texts and problems.

use ratatui::text::{Line, Span};

use crate::library::preview::{Preview, PreviewedQuestion};
use crate::text::layout::{shortened, width};
use crate::text::markup::plain;
use crate::tui::field::Field;
use crate::tui::intent::Intent;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::preview::problem::mark;
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{cursor, moved};
use crate::tui::widget::prose::prose;
use crate::tui::widget::search::search_line;

/// Characters of a stem for each column that it may take: some are markup.
const MARKUP_SHARE: usize = 2;

/// The list of questions.
#[derive(Debug)]
pub struct Finder {
    /// How far it is scrolled.
    pub scroll: Scroll,
    /// The question under the cursor, among those that are found.
    pub focus: usize,
    search: Field,
    is_typing: bool,
}

/// What was chosen in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// Nothing yet.
    Nothing,
    /// To go back.
    Back,
    /// The question at a position in the file.
    Question(usize),
}

impl Finder {
    /// Returns the list of all questions, the cursor on one of them.
    #[must_use]
    pub fn new(question_ix: usize) -> Self {
        let scroll = Scroll { offset: 0, reveals: true };
        Self { scroll, focus: question_ix, search: Field::default(), is_typing: false }
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        if self.is_typing {
            return vec![Situation::Typing, Situation::GoesThere, Situation::Backable];
        }
        vec![Situation::Moves, Situation::GoesThere, Situation::Searches, Situation::Backable]
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent, preview: &Preview) -> Chosen {
        let found = self.found(preview);
        if let Some(to) = moved(self.focus, found.len(), intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Chosen::Nothing;
        }
        if self.is_typing && self.search.edit(intent) {
            self.focus = 0;
            return Chosen::Nothing;
        }
        match intent {
            Intent::Search => self.is_typing = true,
            Intent::SwitchFocus => self.is_typing = !self.is_typing,
            Intent::Back if self.is_typing || !self.search.is_blank() => *self = Self::new(0),
            Intent::Back | Intent::List => return Chosen::Back,
            Intent::Accept => {
                return found.get(self.focus).map_or(Chosen::Nothing, |at| Chosen::Question(*at));
            }
            _ => {}
        }
        Chosen::Nothing
    }

    /// Puts typed or pasted text into the search.
    pub fn insert(&mut self, text: &str) {
        if self.is_typing {
            self.search.insert(text);
            self.focus = 0;
            self.scroll = Scroll::default();
        }
    }

    /// Appends the list to a page.
    pub fn push(&self, page: &mut Page, canvas: &Canvas, preview: &Preview) {
        if self.is_typing || !self.search.is_blank() {
            page.header.push(search_line(canvas, &self.search, self.is_typing));
        }
        let found = self.found(preview);
        for (item, question_ix) in found.iter().enumerate() {
            page.push_item(item, [line(canvas, preview, *question_ix, item == self.focus)]);
        }
        if found.is_empty() {
            let says = "No question has these words in its id, text, domain, type or problems.";
            page.push_lines(prose(canvas, canvas.margin(), Tone::Plain, says));
        }
        page.focus_on(self.focus);
    }

    fn found(&self, preview: &Preview) -> Vec<usize> {
        let typed = self.search.text().to_lowercase();
        let words: Vec<&str> = typed.split_whitespace().collect();
        let has_all = |question_ix: &usize| {
            let said = preview.questions.get(*question_ix).map(|of| said_of(preview, of)).unwrap_or_default();
            words.iter().all(|word| said.contains(word))
        };
        (0..preview.questions.len()).filter(|at| words.is_empty() || has_all(at)).collect()
    }
}

/// Returns what a question can be found by.
fn said_of(preview: &Preview, previewed: &PreviewedQuestion) -> String {
    let question = &previewed.question;
    let topic = question.subject.topic.map(|topic| topic.words()).unwrap_or_default();
    let own = [
        question.key.question.as_str(),
        &plain(question.stem.as_str()),
        question.subject.domain.as_str(),
        question.subject.domain.title(),
        &topic,
        question.body.type_name(),
    ];
    let of_problem = |at: &usize| preview.diagnostics.get(*at).map(|problem| problem.code);
    let codes = previewed.problems.iter().filter_map(of_problem);
    own.into_iter().chain(codes).collect::<Vec<_>>().join(" ").to_lowercase()
}

fn line(canvas: &Canvas, preview: &Preview, question_ix: usize, is_here: bool) -> Line<'static> {
    let Some(previewed) = preview.questions.get(question_ix) else { return Line::default() };
    let digits = preview.questions.len().to_string().len();
    let tone = if is_here { Tone::Chosen } else { Tone::Plain };
    let worst = preview.problems(question_ix).map(|problem| problem.severity).max();
    let (glyph, of_glyph) = worst.map_or((" ", Tone::Plain), mark);
    let mut spans: Vec<Span<'static>> = vec![
        cursor(canvas, is_here),
        canvas.span(tone, format!("{:>digits$} ", question_ix + 1)),
        canvas.span(of_glyph, format!("{glyph} ")),
        canvas.span(tone, format!("{}  ", previewed.question.key.question)),
    ];
    let used: usize = spans.iter().map(Span::width).sum();
    // A list of ten thousand is put into lines at each key: no more of a stem is looked at than can be shown.
    let start: String =
        previewed.question.stem.as_str().chars().take(MARKUP_SHARE * canvas.columns).collect();
    let stem = plain(&start).replace('\n', " ");
    let stem = shortened(&stem, canvas.columns.saturating_sub(used + 1));
    if width(&stem) > 0 {
        spans.push(canvas.span(Tone::Quiet, stem));
    }
    spans.into()
}
