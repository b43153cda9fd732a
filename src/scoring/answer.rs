//! Answers, and the one line that each of them is written as.

use serde::{Deserialize, Serialize};

use crate::bank::question::{Body, ChoiceIx, LineNumber, Question};
use crate::scoring::number::TypedNumber;
use crate::text::SafeText;

/// An answer, always in file order of the choices, whatever order they were shown in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// One choice, for `single`.
    Choice(ChoiceIx),
    /// The ticked choices, ascending, for `multiple`.
    Choices(Vec<ChoiceIx>),
    /// All choices from first to last, for `order`.
    Order(Vec<ChoiceIx>),
    /// For each left in file order the position of its right among all rights, for `match`.
    Match(Vec<ChoiceIx>),
    /// A number, for `numeric`.
    Number(TypedNumber),
    /// A text, for `text`.
    Text(String),
    /// A line of the exhibit, for `locate`.
    Line(LineNumber),
    /// "I don't know."
    DontKnow,
}

/// The order in which the choices, or the rights of a `match`, are shown: file positions by shown position.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShownOrder(pub Vec<ChoiceIx>);

/// Why a line is no answer to a question, as a sentence that says what is expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{expected}")]
pub struct NoAnswer {
    /// What is expected.
    pub expected: String,
}

/// Commands of plain mode that are a single letter; a text answer that is one of them is written with `=` before it.
pub const COMMAND_LETTERS: &str = "xsufbrelt?q";

impl ShownOrder {
    /// Returns the file position of what is shown at `shown`, from 0.
    #[must_use]
    pub fn in_file(&self, shown: usize) -> Option<ChoiceIx> {
        self.0.get(shown).copied()
    }

    /// Returns the shown position, from 0, of what stands in the file at `choice`.
    #[must_use]
    pub fn shown(&self, choice: ChoiceIx) -> Option<usize> {
        self.0.iter().position(|in_file| *in_file == choice)
    }
}

impl Answer {
    /// Returns the answer as the line that plain mode takes, numbers from 1 in file order.
    #[must_use]
    pub fn line(&self) -> String {
        self.line_by(|choice| usize::from(choice.0))
    }

    /// Returns the answer as the line that plain mode takes, numbers from 1 as `order` shows them.
    #[must_use]
    pub fn shown_line(&self, order: &ShownOrder) -> String {
        self.line_by(|choice| order.shown(choice).unwrap_or(usize::from(choice.0)))
    }

    fn line_by(&self, position: impl Fn(ChoiceIx) -> usize) -> String {
        let number = |choice: &ChoiceIx| (position(*choice) + 1).to_string();
        let numbers = |choices: &[ChoiceIx]| choices.iter().map(number).collect::<Vec<_>>().join(" ");
        match self {
            Self::Choice(choice) => number(choice),
            Self::Choices(choices) => {
                let mut positions: Vec<usize> = choices.iter().map(|choice| position(*choice) + 1).collect();
                positions.sort_unstable();
                positions.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
            }
            Self::Order(choices) | Self::Match(choices) => numbers(choices),
            Self::Number(number) => number.as_str().to_owned(),
            Self::Text(text) if needs_escape(text) => format!("={text}"),
            Self::Text(text) => text.clone(),
            Self::Line(line) => line.0.to_string(),
            Self::DontKnow => "x".to_owned(),
        }
    }

    /// Reads a line as plain mode takes it; choice numbers, from 1, are those that `order` shows.
    ///
    /// `x` is not read here: the face decides what its commands are.
    ///
    /// # Errors
    /// [`NoAnswer`] where the line is no answer to `question`.
    pub fn read(question: &Question, order: &ShownOrder, line: &str) -> Result<Self, NoAnswer> {
        let no_answer = || NoAnswer { expected: expected(question) };
        let line = line.trim();
        if line.is_empty() {
            return Err(no_answer());
        }
        let in_file = |shown: usize| shown.checked_sub(1).and_then(|shown| order.in_file(shown));
        let all_in_file = || -> Option<Vec<ChoiceIx>> { numbers(line)?.into_iter().map(in_file).collect() };
        match &question.body {
            Body::Single { .. } => whole_number(line).and_then(in_file).map(Self::Choice),
            Body::Multiple { .. } => all_in_file()
                .filter(|ticked| !ticked.is_empty() && are_distinct(ticked))
                .map(|mut choices| {
                    choices.sort_unstable();
                    Self::Choices(choices)
                }),
            Body::Order { choices } => all_in_file()
                .filter(|order| order.len() == choices.len() && are_distinct(order))
                .map(Self::Order),
            Body::Match { pairs, .. } => {
                all_in_file().filter(|rights| rights.len() == pairs.len()).map(Self::Match)
            }
            Body::Numeric { unit, .. } => {
                TypedNumber::read(line, unit.as_ref().map(SafeText::as_str)).map(Self::Number)
            }
            Body::Text { .. } => {
                let text = line.strip_prefix('=').unwrap_or(line).trim();
                (!text.is_empty()).then(|| Self::Text(text.to_owned()))
            }
            Body::Locate { .. } => {
                let n_lines = question.exhibit().map_or(0, |exhibit| exhibit.lines().count());
                whole_number(line)
                    .filter(|number| (1..=n_lines).contains(number))
                    .and_then(|number| u32::try_from(number).ok())
                    .map(|number| Self::Line(LineNumber(number)))
            }
        }
        .ok_or_else(no_answer)
    }

    /// Returns the right answer of a question, the one to show where several are right.
    #[must_use]
    pub fn right(question: &Question) -> Self {
        let first = |n: usize| (0..=u8::MAX).zip(0..n).map(|(choice, _)| ChoiceIx(choice)).collect();
        match &question.body {
            Body::Single { key, .. } => Self::Choice(*key),
            Body::Multiple { key, .. } => Self::Choices(key.clone()),
            Body::Order { choices } => Self::Order(first(choices.len())),
            Body::Match { pairs, .. } => Self::Match(first(pairs.len())),
            Body::Numeric { low, high, answer, .. } => {
                let value = answer.unwrap_or(f64::midpoint(*low, *high));
                TypedNumber::read(&value.to_string(), None).map_or(Self::DontKnow, Self::Number)
            }
            Body::Text { accept, .. } => {
                accept.first().map_or(Self::DontKnow, |text| Self::Text(text.to_string()))
            }
            Body::Locate { lines } => lines.first().map_or(Self::DontKnow, |line| Self::Line(*line)),
        }
    }
}

/// Returns what a question expects, in the words of both faces, for example `a number from 1 to 4`.
#[must_use]
pub fn expected(question: &Question) -> String {
    match &question.body {
        Body::Single { choices, .. } => format!("a number from 1 to {}", choices.len()),
        Body::Multiple { select: Some(n), choices, .. } => {
            format!("{n} numbers from 1 to {}, separated by spaces", choices.len())
        }
        Body::Multiple { choices, .. } => {
            format!("one or more numbers from 1 to {}, separated by spaces", choices.len())
        }
        Body::Order { choices } => {
            format!("all numbers from 1 to {}, first to last, separated by spaces", choices.len())
        }
        Body::Match { pairs, distractors } => format!(
            "{} numbers from 1 to {}, one on the right for each on the left, in order",
            pairs.len(),
            pairs.len() + distractors.len()
        ),
        Body::Numeric { unit: Some(unit), .. } => format!("a number, in {unit}"),
        Body::Numeric { unit: None, .. } => "a number".to_owned(),
        Body::Text { exact: true, .. } => "a word or a short text, case as it is written".to_owned(),
        Body::Text { exact: false, .. } => "a word or a short text".to_owned(),
        Body::Locate { .. } => {
            let n_lines = question.exhibit().map_or(0, |exhibit| exhibit.lines().count());
            format!("a line number of the exhibit, from 1 to {n_lines}")
        }
    }
}

fn needs_escape(text: &str) -> bool {
    text.starts_with('=') || (text.chars().count() == 1 && COMMAND_LETTERS.contains(&text.to_lowercase()))
}

fn whole_number(text: &str) -> Option<usize> {
    // `parse` takes a plus sign; a typed answer has none.
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn numbers(line: &str) -> Option<Vec<usize>> {
    line.split([' ', ',', '\t']).filter(|part| !part.is_empty()).map(whole_number).collect()
}

fn are_distinct(choices: &[ChoiceIx]) -> bool {
    let mut sorted = choices.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).all(|pair| pair.first() != pair.last())
}
