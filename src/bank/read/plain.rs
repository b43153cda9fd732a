//! A plain question, read in one pass without a tree: of any type, and with no key that few have.
//!
//! Nine in ten questions are so. Whatever else stands there, or is not as it should be, is left to
//! [`question`](super::question::question), which knows all keys and how to speak about them; what is read here it reads
//! the same.

mod answer;

use crate::bank::json::Cursor;
use crate::bank::question::{
    DEFAULT_DIFFICULTY, Exhibit, ExhibitKind, Level, Material, Question, Reference, Rules, Scoring, Status,
    Subject, Teaching,
};
use crate::bank::read::body::{TYPES, Type};
use crate::bank::read::characters::Room;
use crate::bank::read::form::{is_month, is_slug};
use crate::bank::read::material::KINDS;
use crate::bank::read::plain::answer::Answer;
use crate::bank::read::question::{Context, LEVELS};
use crate::bank::read::value::{MAX_TEXT_BYTES, sound};
use crate::bank::{QuestionId, QuestionKey};
use crate::framework::{DomainId, TopicId};
use crate::text::SafeText;

/// What has been read of a question.
#[derive(Default)]
struct Found<'text> {
    id: Option<&'text str>,
    stem: Option<SafeText>,
    kind: Option<&'static Type>,
    domain: Option<DomainId>,
    topic: Option<&'text str>,
    level: Option<Level>,
    difficulty: Option<u8>,
    explanation: Option<SafeText>,
    references: Option<Vec<Reference>>,
    as_of: Option<SafeText>,
    review_by: Option<SafeText>,
    shuffle: Option<bool>,
    exhibit: Option<Exhibit>,
    answer: Answer<'text>,
}

/// Reads a question; nothing where it is not plain and sound.
pub(super) fn plain_question<'text>(
    cursor: &mut Cursor<'text, '_>,
    context: &Context<'_>,
) -> Option<Question> {
    let mut found = Found::default();
    cursor.object(|cursor, key| match key {
        b"id" => once(&mut found.id, cursor.text().filter(|id| is_slug(id))),
        b"stem" => once(&mut found.stem, block(cursor)),
        b"type" => once(&mut found.kind, meaning(cursor, TYPES)),
        b"domain" => once(&mut found.domain, DomainId::named(cursor.text()?)),
        b"topic" => once(&mut found.topic, cursor.text()),
        b"level" => once(&mut found.level, meaning(cursor, LEVELS)),
        b"difficulty" => once(&mut found.difficulty, difficulty(cursor.number()?)),
        b"explanation" => once(&mut found.explanation, block(cursor)),
        b"references" => once(&mut found.references, references(cursor)),
        b"as_of" => once(&mut found.as_of, month(cursor)),
        b"review_by" => once(&mut found.review_by, month(cursor)),
        b"shuffle" => once(&mut found.shuffle, cursor.boolean()),
        b"exhibit" => once(&mut found.exhibit, exhibit(cursor)),
        key => found.answer.member(cursor, key),
    })?;
    found.into_question(context)
}

/// Keeps what is read first, and nothing where there is nothing or it is read a second time.
fn once<T>(place: &mut Option<T>, read: Option<T>) -> Option<()> {
    if place.is_some() {
        return None;
    }
    *place = read;
    place.as_ref().map(|_| ())
}

fn block(cursor: &mut Cursor<'_, '_>) -> Option<SafeText> {
    text(cursor, Room::Block)
}

fn line(cursor: &mut Cursor<'_, '_>) -> Option<SafeText> {
    text(cursor, Room::Line)
}

fn text(cursor: &mut Cursor<'_, '_>, room: Room) -> Option<SafeText> {
    sound(cursor.told_text()?, room)
}

fn month(cursor: &mut Cursor<'_, '_>) -> Option<SafeText> {
    cursor.text().filter(|text| is_month(text)).map(SafeText::line)
}

fn meaning<T: Copy>(cursor: &mut Cursor<'_, '_>, words: &[(&str, T)]) -> Option<T> {
    let word = cursor.text()?;
    words.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

fn difficulty(number: &str) -> Option<u8> {
    match number.as_bytes() {
        [digit @ b'1'..=b'5'] => Some(digit - b'0'),
        _ => None,
    }
}

fn references(cursor: &mut Cursor<'_, '_>) -> Option<Vec<Reference>> {
    let mut references = Vec::new();
    cursor.list(|cursor| {
        let (mut title, mut section, mut url) = (None, None, None);
        cursor.object(|cursor, key| match key {
            b"title" => once(&mut title, line(cursor)),
            b"section" => once(&mut section, line(cursor)),
            b"url" => once(&mut url, line(cursor)),
            _ => None,
        })?;
        references.push(Reference { title: title?, section, url });
        Some(())
    })?;
    Some(references)
}

/// Reads an exhibit whose text is an array of lines.
fn exhibit(cursor: &mut Cursor<'_, '_>) -> Option<Exhibit> {
    let (mut kind, mut title, mut text, mut description) = (None, None, None, None);
    cursor.object(|cursor, key| match key {
        b"kind" => once(&mut kind, meaning(cursor, KINDS)),
        b"title" => once(&mut title, line(cursor)),
        b"text" => once(&mut text, document(cursor)),
        b"description" => once(&mut description, block(cursor)),
        _ => None,
    })?;
    let is_described = kind? != ExhibitKind::Diagram || description.is_some();
    is_described.then_some(Exhibit { kind: kind?, title, text: text?, description })
}

fn document(cursor: &mut Cursor<'_, '_>) -> Option<SafeText> {
    let mut text = String::new();
    let mut shows = false;
    cursor.list(|cursor| {
        let row = cursor.told_text()?;
        let row = row.is_plain().then_some(row.as_str())?;
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(row);
        shows |= !row.is_empty();
        // Empty lines at the start are left to the other reader.
        (shows && text.len() < MAX_TEXT_BYTES).then_some(())
    })?;
    (!text.trim().is_empty()).then(|| SafeText::block(&text))
}

impl Found<'_> {
    fn into_question(self, context: &Context<'_>) -> Option<Question> {
        let Self { id, stem, domain, topic, as_of, review_by, .. } = self;
        let kind = self.kind.or(TYPES.first().map(|(_, kind)| *kind))?;
        let domain = domain?;
        let topic = match topic {
            Some(topic) => Some(TopicId::named(domain, topic)?),
            None => None,
        };
        let are_dates_sound = match (&as_of, &review_by) {
            (Some(as_of), Some(review_by)) => as_of <= review_by,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !are_dates_sound {
            return None;
        }
        let question = QuestionId::from(id?);
        Some(Question {
            key: QuestionKey { bank: context.bank.clone(), question },
            stem: stem?,
            body: self.answer.into_body(kind.name, self.exhibit.as_ref())?,
            subject: Subject {
                domain,
                topic,
                level: self.level,
                difficulty: self.difficulty.unwrap_or(DEFAULT_DIFFICULTY),
                tags: Vec::new(),
            },
            material: Material { exhibit: self.exhibit, ..Material::default() },
            teaching: Teaching {
                explanation: self.explanation,
                references: self.references.unwrap_or_default(),
                as_of,
                review_by,
                jurisdiction: None,
            },
            rules: Rules {
                shuffle: self.shuffle.unwrap_or(true),
                scoring: scoring(kind, context),
                seconds: None,
                parameters: None,
                status: Status::Live,
            },
        })
    }
}

/// Returns how a question that does not say it is marked.
fn scoring(kind: &Type, context: &Context<'_>) -> Scoring {
    context.scoring.filter(|_| kind.has_parts).unwrap_or(kind.scoring)
}
