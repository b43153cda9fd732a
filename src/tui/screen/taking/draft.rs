//! An answer that is being put together, for each type of question.
//!
//! Invariant: positions are those that are shown, from 0; only [`Draft::answer`] goes to file order.

use std::collections::BTreeSet;

use crate::bank::question::{Body, Question};
use crate::scoring::answer::{Answer, NoAnswer, ShownOrder};
use crate::tui::field::Field;
use crate::tui::intent::Intent;
use crate::tui::situation::Situation;
use crate::tui::widget::menu::moved;

/// An answer that is being put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Draft {
    /// One of the choices, or a line of an exhibit.
    One {
        /// The choice under the cursor.
        focus: usize,
        /// How many there are.
        n: usize,
    },
    /// Ticked choices.
    Ticks {
        /// The choice under the cursor.
        focus: usize,
        /// How many there are.
        n: usize,
        /// The ticked ones.
        ticked: BTreeSet<usize>,
    },
    /// Choices in the order given so far; after the last stands the line that answers.
    Order {
        /// The place under the cursor.
        focus: usize,
        /// What stands at each place.
        order: Vec<usize>,
        /// Is what stands at `focus` being carried?
        carries: bool,
    },
    /// Rights for the lefts; after the last left stands the line that answers.
    Match {
        /// The left under the cursor.
        focus: usize,
        /// The right of each left.
        rights: Vec<Option<usize>>,
        /// How many rights there are.
        n_rights: usize,
        /// The right under the cursor while one is being picked.
        picking: Option<usize>,
    },
    /// Typed text.
    Field {
        /// The text.
        field: Field,
        /// Do keys go into it?
        typing: bool,
    },
}

impl Draft {
    /// Returns the draft that a question begins with.
    #[must_use]
    pub fn new(question: &Question) -> Self {
        match &question.body {
            Body::Single { choices, .. } => Self::One { focus: 0, n: choices.len() },
            Body::Multiple { choices, .. } => {
                Self::Ticks { focus: 0, n: choices.len(), ticked: BTreeSet::new() }
            }
            Body::Order { choices } => {
                Self::Order { focus: 0, order: (0..choices.len()).collect(), carries: false }
            }
            Body::Match { pairs, distractors } => Self::Match {
                focus: 0,
                rights: vec![None; pairs.len()],
                n_rights: pairs.len() + distractors.len(),
                picking: None,
            },
            Body::Numeric { .. } | Body::Text { .. } => Self::Field { field: Field::default(), typing: true },
            Body::Locate { .. } => {
                Self::One { focus: 0, n: question.exhibit().map_or(0, |exhibit| exhibit.lines().count()) }
            }
        }
    }

    /// Returns the draft that gives `answer` again.
    #[must_use]
    pub fn of_answer(question: &Question, shown: &ShownOrder, answer: &Answer) -> Self {
        let mut draft = Self::new(question);
        let line = answer.shown_line(shown);
        let numbers: Vec<usize> =
            line.split(' ').filter_map(|number| number.parse::<usize>().ok()?.checked_sub(1)).collect();
        match &mut draft {
            Self::One { focus, n } => *focus = numbers.first().copied().filter(|at| at < n).unwrap_or(0),
            Self::Ticks { ticked, .. } => ticked.extend(numbers),
            Self::Order { order, .. } if numbers.len() == order.len() => *order = numbers,
            Self::Order { .. } => {}
            Self::Match { rights, .. } => {
                for (right, number) in rights.iter_mut().zip(numbers) {
                    *right = Some(number);
                }
            }
            Self::Field { field, .. } => {
                if let Answer::Number(_) | Answer::Text(_) = answer {
                    *field = Field::of(line.strip_prefix('=').unwrap_or(&line));
                }
            }
        }
        draft
    }

    /// Returns the answer.
    ///
    /// # Errors
    /// [`NoAnswer`] where it is not one yet.
    pub fn answer(&self, question: &Question, shown: &ShownOrder) -> Result<Answer, NoAnswer> {
        let numbers = |positions: &mut dyn Iterator<Item = usize>| {
            positions.map(|position| (position + 1).to_string()).collect::<Vec<_>>().join(" ")
        };
        let line = match self {
            Self::One { focus, .. } => (focus + 1).to_string(),
            Self::Ticks { ticked, .. } => {
                let line = numbers(&mut ticked.iter().copied());
                return Answer::read(question, shown, &line)
                    .map_err(|_| NoAnswer { expected: ticks_expected(question, ticked.len()) });
            }
            Self::Order { order, .. } => numbers(&mut order.iter().copied()),
            Self::Match { rights, .. } => {
                let n_open = rights.iter().filter(|right| right.is_none()).count();
                if n_open > 0 {
                    let expected = format!("a match for each on the left: {n_open} to go");
                    return Err(NoAnswer { expected });
                }
                numbers(&mut rights.iter().flatten().copied())
            }
            Self::Field { field, .. } if matches!(question.body, Body::Text { .. }) => {
                format!("={}", field.text())
            }
            Self::Field { field, .. } => field.text(),
        };
        Answer::read(question, shown, &line)
    }

    /// Would something be lost if it were given up, compared with `kept`?
    #[must_use]
    pub fn differs(&self, kept: &Self) -> bool {
        match (self, kept) {
            (Self::Ticks { ticked, .. }, Self::Ticks { ticked: kept, .. }) => ticked != kept,
            (Self::Order { order, .. }, Self::Order { order: kept, .. }) => order != kept,
            (Self::Match { rights, .. }, Self::Match { rights: kept, .. }) => rights != kept,
            (Self::Field { field, .. }, Self::Field { field: kept, .. }) => field.text() != kept.text(),
            _ => false,
        }
    }

    /// Returns the position under the cursor, as pages number their items.
    #[must_use]
    pub fn focus(&self) -> usize {
        match self {
            Self::One { focus, .. } | Self::Ticks { focus, .. } | Self::Order { focus, .. } => *focus,
            Self::Match { rights, picking: Some(right), .. } => rights.len() + 1 + right,
            Self::Match { focus, .. } => *focus,
            Self::Field { .. } => 0,
        }
    }

    /// Moves the cursor to a position as pages number their items.
    pub fn go_to(&mut self, item: usize) {
        match self {
            Self::One { focus, n } | Self::Ticks { focus, n, .. } => *focus = item.min(n.saturating_sub(1)),
            Self::Order { focus, order, carries: false } => *focus = item.min(order.len()),
            Self::Order { focus, order, carries: true } => carry_to(order, focus, item),
            Self::Match { focus, rights, picking, .. } => match item.checked_sub(rights.len() + 1) {
                None => {
                    *focus = item;
                    *picking = None;
                }
                Some(right) => {
                    if *focus < rights.len() {
                        *picking = Some(right);
                    }
                }
            },
            Self::Field { typing, .. } => *typing = true,
        }
    }

    /// Takes in a press of the mouse on an item: the cursor goes there, a tick is set or taken away. Says whether the
    /// cursor was there before, so that the press means what Enter does.
    pub fn press(&mut self, item: usize) -> bool {
        match self {
            Self::Ticks { .. } => {
                self.go_to(item);
                self.update(Intent::Tick);
                false
            }
            Self::One { .. } | Self::Order { .. } | Self::Match { .. } if self.focus() == item => true,
            Self::One { .. } | Self::Order { .. } | Self::Match { .. } | Self::Field { .. } => {
                self.go_to(item);
                false
            }
        }
    }

    /// Takes in what a key asks for, and says whether it was for the draft.
    pub fn update(&mut self, intent: Intent) -> bool {
        match self {
            Self::One { focus, n } => set(focus, moved(*focus, *n, intent)),
            Self::Ticks { focus, n, ticked } => {
                let is_moved = set(focus, moved(*focus, *n, intent));
                let ticks = intent == Intent::Tick || (is_moved && matches!(intent, Intent::Choose(_)));
                if ticks && !ticked.remove(focus) {
                    ticked.insert(*focus);
                }
                is_moved || ticks
            }
            Self::Order { focus, order, carries } => update_order(focus, order, carries, intent),
            Self::Match { .. } => self.update_match(intent),
            Self::Field { typing, .. } if intent == Intent::SwitchFocus => {
                *typing = !*typing;
                true
            }
            Self::Field { field, typing: true } => field.edit(intent),
            Self::Field { typing: false, .. } => false,
        }
    }

    /// Puts typed or pasted text in, and says whether there is a field for it.
    pub fn insert(&mut self, text: &str) -> bool {
        match self {
            Self::Field { field, typing: true } => {
                field.insert(text);
                true
            }
            Self::Field { .. }
            | Self::One { .. }
            | Self::Ticks { .. }
            | Self::Order { .. }
            | Self::Match { .. } => false,
        }
    }

    fn update_match(&mut self, intent: Intent) -> bool {
        let Self::Match { focus, rights, n_rights, picking } = self else { return false };
        let is_left = *focus < rights.len();
        match (*picking, intent) {
            (_, Intent::Choose(number)) if is_left && usize::from(number) <= *n_rights => {
                pick(focus, rights, picking, usize::from(number).saturating_sub(1));
            }
            (Some(right), Intent::Accept) => pick(focus, rights, picking, right),
            (Some(_), Intent::Back) => *picking = None,
            (Some(right), Intent::Up | Intent::Down) => *picking = moved(right, *n_rights, intent),
            (None, Intent::Accept) if is_left => {
                *picking = Some(rights.get(*focus).copied().flatten().unwrap_or(0));
            }
            (None, Intent::Up | Intent::Down) => return set(focus, moved(*focus, rights.len() + 1, intent)),
            _ => return false,
        }
        true
    }

    /// Returns what is possible with it.
    #[must_use]
    pub fn situations(&self) -> Vec<Situation> {
        match self {
            Self::One { .. } => vec![Situation::Numbered, Situation::Answers],
            Self::Ticks { .. } => vec![Situation::Numbered, Situation::Ticks, Situation::Answers],
            Self::Order { carries: true, .. } => vec![Situation::Carries],
            Self::Order { focus, order, .. } if *focus < order.len() => {
                vec![Situation::Numbered, Situation::Grabs]
            }
            Self::Order { .. } => vec![Situation::Numbered, Situation::Answers],
            Self::Match { picking: Some(_), .. } => vec![Situation::Numbered, Situation::PicksMatch],
            Self::Match { focus, rights, .. } if *focus < rights.len() => {
                vec![Situation::Numbered, Situation::OpensMatch]
            }
            Self::Match { .. } => vec![Situation::Moves, Situation::Answers],
            Self::Field { typing: true, .. } => vec![Situation::Typing, Situation::Answers],
            Self::Field { typing: false, .. } => vec![Situation::FieldAtHand, Situation::Answers],
        }
    }

    /// Returns how many things have a number to choose them by, at most 8.
    #[must_use]
    pub fn n_numbered(&self) -> usize {
        let n = match self {
            Self::One { n, .. } | Self::Ticks { n, .. } => *n,
            Self::Order { order, .. } => order.len(),
            Self::Match { n_rights, .. } => *n_rights,
            Self::Field { .. } => 0,
        };
        n.min(8)
    }
}

/// Sets `focus` where there is somewhere to go, and says so.
fn set(focus: &mut usize, to: Option<usize>) -> bool {
    if let Some(to) = to {
        *focus = to;
    }
    to.is_some()
}

fn pick(focus: &mut usize, rights: &mut [Option<usize>], picking: &mut Option<usize>, right: usize) {
    if let Some(place) = rights.get_mut(*focus) {
        *place = Some(right);
    }
    *picking = None;
    // On to the next left without a match, else to the line that answers.
    *focus = rights.iter().position(Option::is_none).unwrap_or(rights.len());
}

fn update_order(focus: &mut usize, order: &mut [usize], carries: &mut bool, intent: Intent) -> bool {
    match intent {
        Intent::Accept if *focus < order.len() => *carries = !*carries,
        Intent::Tick if *focus < order.len() => *carries = !*carries,
        Intent::Back if *carries => *carries = false,
        _ if *carries => match moved(*focus, order.len(), intent) {
            Some(to) => carry_to(order, focus, to),
            None => return false,
        },
        _ => return set(focus, moved(*focus, order.len() + 1, intent)),
    }
    true
}

fn carry_to(order: &mut [usize], focus: &mut usize, to: usize) {
    let to = to.min(order.len().saturating_sub(1));
    while *focus < to {
        order.swap(*focus, *focus + 1);
        *focus += 1;
    }
    while *focus > to {
        order.swap(*focus, *focus - 1);
        *focus -= 1;
    }
}

/// Returns what is to be ticked, for somebody who sees boxes and not a line to type.
fn ticks_expected(question: &Question, n_ticked: usize) -> String {
    match &question.body {
        Body::Multiple { select: Some(n), .. } => format!("{n} ticks, by Space or number: {n_ticked} so far"),
        _ => "at least one tick, by Space or number".to_owned(),
    }
}
