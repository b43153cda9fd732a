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
use crate::bank::view::{List, ReferenceText, View};
use crate::bank::{QuestionId, QuestionKey};
use crate::framework::{DomainId, TopicId};
use crate::text::SafeText;

/// A plain question, whose texts are borrowed.
pub(super) struct Plain<'text> {
    pub(super) id: QuestionId,
    stem: &'text str,
    kind: &'static Type,
    domain: DomainId,
    topic: Option<TopicId>,
    level: Option<Level>,
    difficulty: u8,
    explanation: Option<&'text str>,
    references: Vec<ReferenceText<'text>>,
    as_of: Option<&'text str>,
    review_by: Option<&'text str>,
    shuffle: bool,
    exhibit: Option<Exhibit>,
    answer: Answer<'text>,
}

/// What has been read of one.
#[derive(Default)]
struct Found<'text> {
    id: Option<&'text str>,
    stem: Option<&'text str>,
    kind: Option<&'static Type>,
    domain: Option<DomainId>,
    topic: Option<&'text str>,
    level: Option<Level>,
    difficulty: Option<u8>,
    explanation: Option<&'text str>,
    references: Option<Vec<ReferenceText<'text>>>,
    as_of: Option<&'text str>,
    review_by: Option<&'text str>,
    shuffle: Option<bool>,
    exhibit: Option<Exhibit>,
    answer: answer::Found<'text>,
}

/// Reads a question; nothing where it is not plain and sound.
pub(super) fn plain_question<'text>(cursor: &mut Cursor<'text, '_>) -> Option<Plain<'text>> {
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
    found.into_plain()
}

/// Keeps what is read first, and nothing where there is nothing or it is read a second time.
fn once<T>(place: &mut Option<T>, read: Option<T>) -> Option<()> {
    if place.is_some() {
        return None;
    }
    *place = read;
    place.as_ref().map(|_| ())
}

fn block<'text>(cursor: &mut Cursor<'text, '_>) -> Option<&'text str> {
    sound(cursor.told_text()?, Room::Block)
}

fn line<'text>(cursor: &mut Cursor<'text, '_>) -> Option<&'text str> {
    sound(cursor.told_text()?, Room::Line)
}

fn month<'text>(cursor: &mut Cursor<'text, '_>) -> Option<&'text str> {
    cursor.text().filter(|text| is_month(text))
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

fn references<'text>(cursor: &mut Cursor<'text, '_>) -> Option<Vec<ReferenceText<'text>>> {
    let mut references = Vec::new();
    cursor.list(|cursor| {
        let (mut title, mut section, mut url) = (None, None, None);
        cursor.object(|cursor, key| match key {
            b"title" => once(&mut title, line(cursor)),
            b"section" => once(&mut section, line(cursor)),
            b"url" => once(&mut url, line(cursor)),
            _ => None,
        })?;
        references.push(ReferenceText { title: title?, section, url });
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
    let [title, description] = [title, description].map(|text| text.map(SafeText::block));
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

impl<'text> Found<'text> {
    fn into_plain(self) -> Option<Plain<'text>> {
        let kind = self.kind.or(TYPES.first().map(|(_, kind)| *kind))?;
        let domain = self.domain?;
        let topic = match self.topic {
            Some(topic) => Some(TopicId::named(domain, topic)?),
            None => None,
        };
        let are_dates_sound = match (self.as_of, self.review_by) {
            (Some(as_of), Some(review_by)) => as_of <= review_by,
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        let answer = self.answer.into_answer(kind.name, self.exhibit.as_ref())?;
        are_dates_sound.then_some(Plain {
            id: QuestionId::from(self.id?),
            stem: self.stem?,
            kind,
            domain,
            topic,
            level: self.level,
            difficulty: self.difficulty.unwrap_or(DEFAULT_DIFFICULTY),
            explanation: self.explanation,
            references: self.references.unwrap_or_default(),
            as_of: self.as_of,
            review_by: self.review_by,
            shuffle: self.shuffle.unwrap_or(true),
            exhibit: self.exhibit,
            answer,
        })
    }
}

impl Plain<'_> {
    /// Returns the question as who checks it looks at it.
    pub(super) fn view(&self) -> View<'_> {
        View {
            id: &self.id,
            stem: self.stem,
            asks: self.answer.asks(),
            choices: List::Borrowed(self.answer.choices()),
            explanation: self.explanation,
            references: List::Borrowed(&self.references),
            as_of: self.as_of,
            review_by: self.review_by,
            case: None,
            own_exhibit: self.exhibit.as_ref(),
            shuffle: self.shuffle,
            status: Status::Live,
        }
    }

    /// Returns the question with texts of its own.
    pub(super) fn into_question(self, context: &Context<'_>) -> Question {
        let reference = |reference: &ReferenceText<'_>| Reference {
            title: SafeText::block(reference.title),
            section: reference.section.map(SafeText::block),
            url: reference.url.map(SafeText::block),
        };
        Question {
            key: QuestionKey { bank: context.bank.clone(), question: self.id },
            stem: SafeText::block(self.stem),
            body: self.answer.into_body(),
            subject: Subject {
                domain: self.domain,
                topic: self.topic,
                level: self.level,
                difficulty: self.difficulty,
                tags: Vec::new(),
            },
            material: Material { exhibit: self.exhibit, ..Material::default() },
            teaching: Teaching {
                explanation: self.explanation.map(SafeText::block),
                references: self.references.iter().map(reference).collect(),
                as_of: self.as_of.map(SafeText::block),
                review_by: self.review_by.map(SafeText::block),
                jurisdiction: None,
            },
            rules: Rules {
                shuffle: self.shuffle,
                scoring: scoring(self.kind, context),
                seconds: None,
                parameters: None,
                status: Status::Live,
            },
        }
    }
}

/// Returns how a question that does not say it is marked.
fn scoring(kind: &Type, context: &Context<'_>) -> Scoring {
    context.scoring.filter(|_| kind.has_parts).unwrap_or(kind.scoring)
}
