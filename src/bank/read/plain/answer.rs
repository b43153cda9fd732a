//! What is answered in a plain question, of any type.

use crate::bank::json::Cursor;
use crate::bank::question::{Body, Choice, ChoiceIx, Exhibit, LineNumber, Pair};
use crate::bank::read::body::LINES;
use crate::bank::read::choices::{MAX_CHOICES, MIN_CHOICES, are_surely_unlike};
use crate::bank::read::numeric::ends;
use crate::bank::read::plain::{block, line, once};
use crate::text::SafeText;

/// The keys that belong to one type or to few, as far as they have been read.
#[derive(Default)]
pub(super) struct Answer<'text> {
    /// What `choices`, `pairs`, `accept` or `lines` say; a type has one of them or none.
    asked: Option<Asked>,
    answer: Option<Number<'text>>,
    tolerance: Option<Number<'text>>,
    unit: Option<SafeText>,
    exact: Option<bool>,
}

/// A number as it is written and its value.
type Number<'text> = (&'text str, f64);

/// Among what, or by what, is answered.
enum Asked {
    Choices(Choices),
    Pairs(Vec<Pair>),
    Accept(Vec<SafeText>),
    Lines(Vec<LineNumber>),
}

/// What has been read of choices.
struct Choices {
    choices: Vec<Choice>,
    key: Vec<ChoiceIx>,
    /// Does any say whether it is right?
    say_so: bool,
}

impl<'text> Answer<'text> {
    /// Reads the value of a key; nothing where it is no key of an answer, or not plain.
    pub(super) fn member(&mut self, cursor: &mut Cursor<'text, '_>, key: &[u8]) -> Option<()> {
        match key {
            b"choices" => once(&mut self.asked, choices(cursor).map(Asked::Choices)),
            b"pairs" => once(&mut self.asked, pairs(cursor).map(Asked::Pairs)),
            b"accept" => once(&mut self.asked, accept(cursor).map(Asked::Accept)),
            b"lines" => once(&mut self.asked, lines(cursor).map(Asked::Lines)),
            b"answer" => once(&mut self.answer, number(cursor)),
            b"tolerance" => once(&mut self.tolerance, number(cursor)),
            b"unit" => once(&mut self.unit, line(cursor)),
            b"exact" => once(&mut self.exact, cursor.boolean()),
            _ => None,
        }
    }

    /// Returns what is answered in a question of this type that shows this exhibit.
    pub(super) fn into_body(self, kind: &str, exhibit: Option<&Exhibit>) -> Option<Body> {
        let Self { asked, answer, tolerance, unit, exact } = self;
        let is_numeric = answer.is_some() || tolerance.is_some() || unit.is_some();
        match (kind, asked) {
            ("numeric", None) if exact.is_none() => {
                let (low, high) = ends(answer?, tolerance.unwrap_or(("0", 0.0)));
                let answer = Some(answer?.1);
                (low.is_finite() && high.is_finite()).then_some(Body::Numeric { low, high, answer, unit })
            }
            ("text", Some(Asked::Accept(accept))) if !is_numeric => {
                Some(Body::Text { accept, exact: exact.unwrap_or(false) })
            }
            (_, Some(asked)) if !is_numeric && exact.is_none() => asked.into_body(kind, exhibit),
            _ => None,
        }
    }
}

impl Asked {
    fn into_body(self, kind: &str, exhibit: Option<&Exhibit>) -> Option<Body> {
        match (kind, self) {
            ("match", Self::Pairs(pairs)) => Some(Body::Match { pairs, distractors: Vec::new() }),
            ("locate", Self::Lines(mut lines)) => {
                lines.sort_unstable();
                lines.dedup();
                let n_lines = exhibit?.lines().count();
                let is_there = lines.last().is_some_and(|LineNumber(last)| *last as usize <= n_lines);
                is_there.then_some(Body::Locate { lines })
            }
            (kind, Self::Choices(choices)) => choices.into_body(kind),
            _ => None,
        }
    }
}

impl Choices {
    fn into_body(self, kind: &str) -> Option<Body> {
        let Self { choices, key, say_so } = self;
        match (kind, key.as_slice()) {
            ("single", [key]) => Some(Body::Single { key: *key, choices }),
            ("multiple", [_, ..]) if key.len() < choices.len() => {
                Some(Body::Multiple { choices, key, select: None })
            }
            ("order", []) if !say_so => Some(Body::Order { choices }),
            _ => None,
        }
    }
}

fn choices(cursor: &mut Cursor<'_, '_>) -> Option<Choices> {
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
        read.choices.push(Choice { text: text?, rationale });
        (read.choices.len() <= MAX_CHOICES).then_some(())
    })?;
    let texts = read.choices.iter().map(|choice| choice.text.as_str());
    (read.choices.len() >= MIN_CHOICES && are_surely_unlike(texts)).then_some(read)
}

fn pairs(cursor: &mut Cursor<'_, '_>) -> Option<Vec<Pair>> {
    let mut pairs = Vec::with_capacity(MAX_CHOICES);
    cursor.list(|cursor| {
        let (mut left, mut right, mut rationale) = (None, None, None);
        cursor.object(|cursor, key| match key {
            b"left" => once(&mut left, line(cursor)),
            b"right" => once(&mut right, line(cursor)),
            b"rationale" => once(&mut rationale, block(cursor)),
            _ => None,
        })?;
        pairs.push(Pair { left: left?, right: right?, rationale });
        (pairs.len() <= MAX_CHOICES).then_some(())
    })?;
    let are_unlike = are_surely_unlike(pairs.iter().map(|pair| pair.left.as_str()))
        && are_surely_unlike(pairs.iter().map(|pair| pair.right.as_str()));
    (pairs.len() >= MIN_CHOICES && are_unlike).then_some(pairs)
}

fn accept(cursor: &mut Cursor<'_, '_>) -> Option<Vec<SafeText>> {
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
