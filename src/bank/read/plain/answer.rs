//! What is answered in a plain question, of any type.

use crate::bank::json::Cursor;
use crate::bank::question::{Body, Choice, ChoiceIx, Exhibit, LineNumber, Pair};
use crate::bank::read::body::LINES;
use crate::bank::read::choices::{MAX_CHOICES, MIN_CHOICES, are_surely_unlike};
use crate::bank::read::numeric::ends;
use crate::bank::read::plain::{block, line, once};
use crate::bank::view::{Asks, ChoiceText};
use crate::text::SafeText;

/// The keys that belong to one type or to few, as far as they have been read.
#[derive(Default)]
pub(super) struct Found<'text> {
    /// What `choices`, `pairs`, `accept` or `lines` say; a type has one of them or none.
    parts: Option<Parts<'text>>,
    answer: Option<Number<'text>>,
    tolerance: Option<Number<'text>>,
    unit: Option<&'text str>,
    exact: Option<bool>,
}

/// A number as it is written and its value.
type Number<'text> = (&'text str, f64);

/// Among what, or by what, is answered.
enum Parts<'text> {
    Choices(Choices<'text>),
    Pairs(Vec<PairText<'text>>),
    Accept(Vec<&'text str>),
    Lines(Vec<LineNumber>),
}

/// What has been read of choices.
struct Choices<'text> {
    choices: Vec<ChoiceText<'text>>,
    key: Vec<ChoiceIx>,
    /// Does any say whether it is right?
    say_so: bool,
}

/// A left and the right that matches it.
pub(super) struct PairText<'text> {
    left: &'text str,
    right: &'text str,
    rationale: Option<&'text str>,
}

/// What is answered.
pub(super) enum Answer<'text> {
    Single { choices: Vec<ChoiceText<'text>>, key: ChoiceIx },
    Multiple { choices: Vec<ChoiceText<'text>>, key: Vec<ChoiceIx> },
    Order { choices: Vec<ChoiceText<'text>> },
    Match { pairs: Vec<PairText<'text>> },
    Numeric { low: f64, high: f64, answer: f64, unit: Option<&'text str> },
    Text { accept: Vec<&'text str>, exact: bool },
    Locate { lines: Vec<LineNumber> },
}

impl<'text> Found<'text> {
    /// Reads the value of a key; nothing where it is no key of an answer, or not plain.
    pub(super) fn member(&mut self, cursor: &mut Cursor<'text, '_>, key: &[u8]) -> Option<()> {
        match key {
            b"choices" => once(&mut self.parts, choices(cursor).map(Parts::Choices)),
            b"pairs" => once(&mut self.parts, pairs(cursor).map(Parts::Pairs)),
            b"accept" => once(&mut self.parts, accept(cursor).map(Parts::Accept)),
            b"lines" => once(&mut self.parts, lines(cursor).map(Parts::Lines)),
            b"answer" => once(&mut self.answer, number(cursor)),
            b"tolerance" => once(&mut self.tolerance, number(cursor)),
            b"unit" => once(&mut self.unit, line(cursor)),
            b"exact" => once(&mut self.exact, cursor.boolean()),
            _ => None,
        }
    }

    /// Returns what is answered in a question of this type that shows this exhibit.
    pub(super) fn into_answer(self, kind: &str, exhibit: Option<&Exhibit>) -> Option<Answer<'text>> {
        let Self { parts, answer, tolerance, unit, exact } = self;
        let is_numeric = answer.is_some() || tolerance.is_some() || unit.is_some();
        match (kind, parts) {
            ("numeric", None) if exact.is_none() => {
                let answer = answer?;
                let (low, high) = ends(answer, tolerance.unwrap_or(("0", 0.0)));
                let are_finite = low.is_finite() && high.is_finite();
                are_finite.then_some(Answer::Numeric { low, high, answer: answer.1, unit })
            }
            ("text", Some(Parts::Accept(accept))) if !is_numeric => {
                Some(Answer::Text { accept, exact: exact.unwrap_or(false) })
            }
            (_, Some(parts)) if !is_numeric && exact.is_none() => parts.into_answer(kind, exhibit),
            _ => None,
        }
    }
}

impl<'text> Parts<'text> {
    fn into_answer(self, kind: &str, exhibit: Option<&Exhibit>) -> Option<Answer<'text>> {
        match (kind, self) {
            ("match", Self::Pairs(pairs)) => Some(Answer::Match { pairs }),
            ("locate", Self::Lines(mut lines)) => {
                lines.sort_unstable();
                lines.dedup();
                let n_lines = exhibit?.lines().count();
                let is_there = lines.last().is_some_and(|LineNumber(last)| *last as usize <= n_lines);
                is_there.then_some(Answer::Locate { lines })
            }
            (kind, Self::Choices(choices)) => choices.into_answer(kind),
            _ => None,
        }
    }
}

impl<'text> Choices<'text> {
    fn into_answer(self, kind: &str) -> Option<Answer<'text>> {
        let Self { choices, key, say_so } = self;
        match (kind, key.as_slice()) {
            ("single", [key]) => Some(Answer::Single { key: *key, choices }),
            ("multiple", [_, ..]) if key.len() < choices.len() => Some(Answer::Multiple { choices, key }),
            ("order", []) if !say_so => Some(Answer::Order { choices }),
            _ => None,
        }
    }
}

impl<'text> Answer<'text> {
    /// Returns the choices of the types that have them.
    pub(super) fn choices(&self) -> &[ChoiceText<'text>] {
        match self {
            Self::Single { choices, .. } | Self::Multiple { choices, .. } | Self::Order { choices } => {
                choices
            }
            Self::Match { .. } | Self::Numeric { .. } | Self::Text { .. } | Self::Locate { .. } => &[],
        }
    }

    pub(super) fn asks(&self) -> Asks<'text> {
        match self {
            Self::Single { key: ChoiceIx(key), .. } => Asks::Single { key: usize::from(*key) },
            Self::Multiple { .. } => Asks::Multiple,
            Self::Order { .. } => Asks::Order,
            Self::Match { .. } => Asks::Match,
            Self::Numeric { unit, .. } => Asks::Numeric { unit: *unit },
            Self::Text { accept, .. } => Asks::Text { accepted: accept.first().copied() },
            Self::Locate { .. } => Asks::Locate,
        }
    }

    pub(super) fn into_body(self) -> Body {
        match self {
            Self::Single { choices, key } => Body::Single { choices: kept(&choices), key },
            Self::Multiple { choices, key } => Body::Multiple { choices: kept(&choices), key, select: None },
            Self::Order { choices } => Body::Order { choices: kept(&choices) },
            Self::Match { pairs } => {
                Body::Match { pairs: pairs.iter().map(PairText::kept).collect(), distractors: Vec::new() }
            }
            Self::Numeric { low, high, answer, unit } => {
                Body::Numeric { low, high, answer: Some(answer), unit: unit.map(SafeText::block) }
            }
            Self::Text { accept, exact } => {
                Body::Text { accept: accept.into_iter().map(SafeText::block).collect(), exact }
            }
            Self::Locate { lines } => Body::Locate { lines },
        }
    }
}

impl PairText<'_> {
    fn kept(&self) -> Pair {
        let [left, right] = [self.left, self.right].map(SafeText::block);
        Pair { left, right, rationale: self.rationale.map(SafeText::block) }
    }
}

fn kept(choices: &[ChoiceText<'_>]) -> Vec<Choice> {
    let kept = |choice: &ChoiceText<'_>| Choice {
        text: SafeText::block(choice.text),
        rationale: choice.rationale.map(SafeText::block),
    };
    choices.iter().map(kept).collect()
}

fn choices<'text>(cursor: &mut Cursor<'text, '_>) -> Option<Choices<'text>> {
    let mut read = Choices { choices: Vec::with_capacity(MAX_CHOICES), key: Vec::new(), say_so: false };
    cursor.list(|cursor| {
        let (mut text, mut rationale, mut correct) = (None, None, None);
        cursor.object(|cursor, key| match key {
            b"text" => once(&mut text, block(cursor)),
            b"rationale" => once(&mut rationale, block(cursor)),
            b"correct" => once(&mut correct, cursor.boolean()),
            _ => None,
        })?;
        read.say_so |= correct.is_some();
        if correct == Some(true) {
            read.key.push(ChoiceIx(u8::try_from(read.choices.len()).ok()?));
        }
        read.choices.push(ChoiceText { text: text?, rationale });
        (read.choices.len() <= MAX_CHOICES).then_some(())
    })?;
    let texts = read.choices.iter().map(|choice| choice.text);
    (read.choices.len() >= MIN_CHOICES && are_surely_unlike(texts)).then_some(read)
}

fn pairs<'text>(cursor: &mut Cursor<'text, '_>) -> Option<Vec<PairText<'text>>> {
    let mut pairs = Vec::with_capacity(MAX_CHOICES);
    cursor.list(|cursor| {
        let (mut left, mut right, mut rationale) = (None, None, None);
        cursor.object(|cursor, key| match key {
            b"left" => once(&mut left, line(cursor)),
            b"right" => once(&mut right, line(cursor)),
            b"rationale" => once(&mut rationale, block(cursor)),
            _ => None,
        })?;
        pairs.push(PairText { left: left?, right: right?, rationale });
        (pairs.len() <= MAX_CHOICES).then_some(())
    })?;
    let are_unlike = are_surely_unlike(pairs.iter().map(|pair| pair.left))
        && are_surely_unlike(pairs.iter().map(|pair| pair.right));
    (pairs.len() >= MIN_CHOICES && are_unlike).then_some(pairs)
}

fn accept<'text>(cursor: &mut Cursor<'text, '_>) -> Option<Vec<&'text str>> {
    let mut accept = Vec::new();
    cursor.list(|cursor| {
        accept.push(line(cursor)?);
        Some(())
    })?;
    (!accept.is_empty()).then_some(accept)
}

fn lines(cursor: &mut Cursor<'_, '_>) -> Option<Vec<LineNumber>> {
    let mut lines = Vec::new();
    cursor.list(|cursor| {
        let (_, line) = number(cursor)?;
        // Exact: the range ends far below 2^32.
        let is_line = line.fract() == 0.0 && (LINES.low..=LINES.high).contains(&line);
        lines.push(LineNumber(is_line.then_some(line as u32)?));
        Some(())
    })?;
    Some(lines)
}

/// Reads a number of 0 or more.
fn number<'text>(cursor: &mut Cursor<'text, '_>) -> Option<Number<'text>> {
    let written = cursor.number()?;
    let value: f64 = written.parse().ok()?;
    (value.is_finite() && value >= 0.0).then_some((written, value))
}
