//! What an attempt is to be like, and what is short, said before it begins.

use crate::bank::DEFAULT_MINUTES_A_QUESTION;
use crate::framework::{DomainId, FORM_LENGTH, RoleId, framework};
use crate::library::proposal::{DEFAULT_PRACTICE_LENGTH, Filter, Timing, Wish};
use crate::session::event::Mode;
use crate::tui::intent::Intent;
use crate::tui::message::{Effect, Forecast};
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::Reply;
use crate::tui::screen::taking::header::title;
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{Entry, moved, push_menu};
use crate::tui::widget::prose::prose;

/// By how many questions one press changes the number.
const COUNT_STEP: usize = 5;

/// Most questions of an attempt that this screen offers.
const MAX_COUNT: usize = 200;

/// By how many minutes one press changes the limit.
const MINUTES_STEP: u32 = 5;

/// Longest limit that this screen offers, in minutes.
const MAX_MINUTES: u32 = 300;

/// Said of an adaptive exam before it begins.
const ADAPTIVE: &str = "Each question follows your answers, forward only, and it ends early once they decide about \
                        passing. It says what share of the role's 40 questions you can expect, not the share you had \
                        right. \"I don't know\" counts 0, as a wrong answer does.";

/// Columns of the names before the values, on a wide screen.
const LABEL_COLUMNS: usize = 10;

/// The kinds of attempt that can be chosen.
const KINDS: [Mode; 3] = [Mode::Practice, Mode::Exam, Mode::Adaptive];

/// What an attempt is to be like.
#[derive(Debug)]
pub struct Setup {
    /// How far it is scrolled.
    pub scroll: Scroll,
    focus: usize,
    wish: Wish,
    forecast: Option<Forecast>,
    domains: Option<usize>,
}

/// A line of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Start,
    Mode,
    Role,
    Domains,
    Count,
    Minutes,
}

/// Returns the wish for a practice over all domains.
#[must_use]
pub fn practice_of_all() -> Wish {
    Wish { mode: Mode::Practice, role: None, filter: Filter::default(), n: None, timing: Timing::OfForm }
}

impl Setup {
    /// Returns the set-up of an attempt; the cursor is on the line that starts it.
    #[must_use]
    pub fn new(mode: Mode, role: Option<RoleId>) -> Self {
        let wish = Wish { mode, role, ..practice_of_all() };
        Self { scroll: Scroll::default(), focus: 0, wish, forecast: None, domains: None }
    }

    /// Returns what is wished for as it stands.
    #[must_use]
    pub fn wish(&self) -> Wish {
        self.wish.clone()
    }

    /// Takes in what the attempt would be.
    pub fn foretold(&mut self, forecast: Forecast) {
        self.forecast = Some(forecast);
    }

    /// Returns the line under the cursor, to be changed.
    pub fn focus_mut(&mut self) -> &mut usize {
        match &mut self.domains {
            Some(focus) => focus,
            None => &mut self.focus,
        }
    }

    /// Returns what is possible.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        if self.domains.is_some() {
            return vec![Situation::Moves, Situation::Ticks, Situation::Closes, Situation::Backable];
        }
        let of_line: &[Situation] = match self.items().get(self.focus) {
            Some(Item::Start) => &[Situation::Starts],
            Some(Item::Domains) => &[Situation::Opens],
            Some(Item::Mode | Item::Role | Item::Count | Item::Minutes) => &[Situation::Adjusts],
            None => &[],
        };
        [&[Situation::Moves, Situation::Backable], of_line].concat()
    }

    fn items(&self) -> Vec<Item> {
        match self.wish.mode {
            Mode::Exam | Mode::Adaptive => {
                vec![Item::Start, Item::Mode, Item::Role, Item::Count, Item::Minutes]
            }
            Mode::Practice | Mode::Cram | Mode::Placement => {
                vec![Item::Start, Item::Mode, Item::Role, Item::Domains, Item::Count]
            }
        }
    }

    /// Puts the screen into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let heading = match self.wish.mode {
            Mode::Exam => "Exam",
            Mode::Adaptive => "Adaptive exam",
            Mode::Practice | Mode::Cram | Mode::Placement => "Practise",
        };
        let role = self.wish.role.map_or("All domains", RoleId::title);
        let mut page = Page { header: title(canvas, heading, role), ..Page::default() };
        match self.domains {
            Some(focus) => self.push_domains(&mut page, canvas, focus),
            None => self.push_lines(&mut page, canvas),
        }
        page
    }

    fn push_lines(&self, page: &mut Page, canvas: &Canvas) {
        let entries: Vec<Entry> = self.items().into_iter().map(|item| self.entry(canvas, item)).collect();
        push_menu(page, canvas, &entries, self.focus);
        let focus = page.focus.clone();
        page.push_gap(canvas);
        let margin = canvas.margin();
        let Some(forecast) = &self.forecast else { return };
        for note in &forecast.notes {
            page.push_lines(prose(canvas, margin, Tone::Warning, note));
        }
        if self.wish.mode == Mode::Adaptive {
            page.push_lines(prose(canvas, margin, Tone::Quiet, ADAPTIVE));
        }
        if self.wish.mode == Mode::Exam {
            let says = "Nothing is said to an answer until the exam is handed in. At zero the time goes on, and \
                        later answers are marked late. \"I don't know\" counts 0, as a wrong answer does.";
            page.push_lines(prose(canvas, margin, Tone::Quiet, says));
        }
        page.focus = focus;
    }

    fn entry(&self, canvas: &Canvas, item: Item) -> Entry {
        let columns = if canvas.is_wide() { LABEL_COLUMNS } else { 0 };
        let labelled = |label: &str, value: &str| Entry::new(format!("{label:<columns$} ‹ {value} ›"), "");
        let n_drawn = self.forecast.as_ref().map(|forecast| forecast.n_questions);
        match item {
            Item::Start => Entry::new(
                match (n_drawn, self.wish.mode) {
                    (None, _) => "Start".to_owned(),
                    (Some(n), Mode::Adaptive) => format!("Start: up to {n} questions"),
                    (Some(n), _) => format!("Start: {n} questions"),
                },
                "",
            ),
            Item::Mode => labelled("Kind", self.wish.mode.as_str()),
            Item::Role => labelled("Role", self.wish.role.map_or("none, all domains", RoleId::title)),
            Item::Domains => {
                let n = self.wish.filter.domains.len();
                let says =
                    if n == 0 { "all, weighted as the role asks".to_owned() } else { format!("{n} chosen") };
                Entry::new(format!("{:<columns$}   {says}", "Domains"), "")
            }
            Item::Count => labelled("Questions", &self.count().to_string()),
            Item::Minutes => labelled("Time", &self.minutes_words()),
        }
    }

    fn minutes_words(&self) -> String {
        match self.wish.timing {
            Timing::Untimed => "no limit".to_owned(),
            Timing::Minutes(minutes) => format!("{minutes:.0} minutes"),
            Timing::OfForm => {
                let minutes = self.forecast.as_ref().and_then(|forecast| forecast.minutes);
                minutes
                    .map_or_else(|| "as the form has it".to_owned(), |minutes| format!("{minutes} minutes"))
            }
        }
    }

    fn push_domains(&self, page: &mut Page, canvas: &Canvas, focus: usize) {
        page.push_lines(prose(
            canvas,
            canvas.margin(),
            Tone::Quiet,
            "Only these domains; none ticked means all.",
        ));
        page.push_gap(canvas);
        let entries: Vec<Entry> = framework()
            .domains()
            .map(|domain| {
                let tick = if self.wish.filter.domains.contains(&domain) { "[x]" } else { "[ ]" };
                Entry::new(format!("{tick} {}", domain.title()), "")
            })
            .collect();
        push_menu(page, canvas, &entries, focus);
    }

    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent) -> Reply {
        if let Some(focus) = self.domains {
            return self.update_domains(focus, intent);
        }
        let items = self.items();
        if let Some(to) = moved(self.focus, items.len(), intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Reply::Nothing;
        }
        let item = items.get(self.focus).copied();
        match (intent, item) {
            (Intent::Back, _) => Reply::Back,
            (Intent::Accept, Some(Item::Start)) => Reply::Do(Effect::Begin(self.wish())),
            (Intent::Accept, Some(Item::Domains)) => {
                self.domains = Some(0);
                Reply::Nothing
            }
            (Intent::Accept | Intent::Next, Some(item)) => self.change(item, Intent::Next),
            (Intent::Previous, Some(item)) => self.change(item, Intent::Previous),
            _ => Reply::Nothing,
        }
    }

    fn update_domains(&mut self, focus: usize, intent: Intent) -> Reply {
        let domains: Vec<DomainId> = framework().domains().collect();
        if let Some(to) = moved(focus, domains.len(), intent) {
            self.domains = Some(to);
            self.scroll.reveals = true;
        }
        match (intent, domains.get(focus)) {
            (Intent::Tick, Some(domain)) => {
                let chosen = &mut self.wish.filter.domains;
                match chosen.iter().position(|known| known == domain) {
                    Some(position) => {
                        chosen.remove(position);
                    }
                    None => chosen.push(*domain),
                }
                Reply::Nothing
            }
            (Intent::Accept | Intent::Back, _) => {
                self.domains = None;
                self.scroll = Scroll::default();
                Reply::Do(Effect::Foresee(self.wish()))
            }
            _ => Reply::Nothing,
        }
    }

    fn change(&mut self, item: Item, direction: Intent) -> Reply {
        let is_more = direction == Intent::Next;
        match item {
            Item::Start | Item::Domains => return Reply::Nothing,
            Item::Mode => {
                self.wish.mode = mode_beside(self.wish.mode, is_more);
                self.wish.n = None;
                self.wish.filter = Filter::default();
            }
            Item::Role => self.wish.role = neighbour(self.wish.role, is_more),
            Item::Count => {
                let n = self.count();
                let to = if is_more { n + COUNT_STEP } else { n.saturating_sub(COUNT_STEP) };
                self.wish.n = Some((to / COUNT_STEP * COUNT_STEP).clamp(COUNT_STEP, MAX_COUNT));
            }
            Item::Minutes => self.wish.timing = self.timing_beside(is_more),
        }
        Reply::Do(Effect::Foresee(self.wish()))
    }

    fn count(&self) -> usize {
        let default = match self.wish.mode {
            Mode::Exam | Mode::Adaptive => FORM_LENGTH,
            Mode::Practice | Mode::Cram | Mode::Placement => DEFAULT_PRACTICE_LENGTH,
        };
        self.wish.n.unwrap_or(default)
    }

    /// Returns the limit a step beside the present one; above the longest and below the shortest there is none.
    fn timing_beside(&self, is_more: bool) -> Timing {
        let of_form = self.count() as f64 * DEFAULT_MINUTES_A_QUESTION;
        let foretold = self.forecast.as_ref().and_then(|forecast| forecast.minutes);
        let step = f64::from(MINUTES_STEP);
        let minutes = match self.wish.timing {
            Timing::Untimed if is_more => 0.0,
            Timing::Untimed => f64::from(MAX_MINUTES) + step,
            Timing::Minutes(minutes) => minutes,
            Timing::OfForm => foretold.map_or(of_form, |minutes| minutes as f64),
        };
        let to = if is_more {
            (minutes / step).floor() * step + step
        } else {
            (minutes / step).ceil() * step - step
        };
        if (step..=f64::from(MAX_MINUTES)).contains(&to) { Timing::Minutes(to) } else { Timing::Untimed }
    }
}

/// Returns the kind before or after.
fn mode_beside(mode: Mode, is_after: bool) -> Mode {
    let position = KINDS.iter().position(|known| *known == mode).unwrap_or(0);
    let to = if is_after { position + 1 } else { position + KINDS.len() - 1 };
    KINDS.get(to % KINDS.len()).copied().unwrap_or(Mode::Practice)
}

/// Returns the role before or after, with no role between the last and the first.
fn neighbour(role: Option<RoleId>, is_after: bool) -> Option<RoleId> {
    let roles: Vec<Option<RoleId>> = std::iter::once(None).chain(framework().roles().map(Some)).collect();
    let position = roles.iter().position(|known| *known == role).unwrap_or(0);
    let to = if is_after { position + 1 } else { position + roles.len() - 1 };
    roles.get(to % roles.len()).copied().flatten()
}
