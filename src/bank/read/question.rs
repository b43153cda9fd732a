//! A question: everything but its answer.

use crate::bank::finding::{Finding, quoted};
use crate::bank::json::{Member, Node};
use crate::bank::question::{
    DEFAULT_DIFFICULTY, Level, Material, Parameters, Question, Reference, Rules, Scoring, Status, Subject,
    Teaching,
};
use crate::bank::read::body::{Parts, TYPES, Type, body, body_of_unknown_type};
use crate::bank::read::fields::{Fields, Owner};
use crate::bank::read::head::{domain, id_of, scoring};
use crate::bank::read::material::{Cases, FoundCase, exhibit};
use crate::bank::read::number::Range;
use crate::bank::read::value::{Name, Reader, known_help};
use crate::bank::rule::{
    LONE_DATE, MISPLACED_KEY, REVERSED_DATES, TOO_MANY_HINTS, UNKNOWN_TOPIC, UNKNOWN_TYPE, UNKNOWN_WORD,
};
use crate::bank::{BankId, QuestionId, QuestionKey};
use crate::framework::{DomainId, TopicId};
use crate::text::SafeText;

/// Keys of a question, those of all types among them.
pub(super) const KEYS: &[&str] = &[
    "id",
    "stem",
    "type",
    "choices",
    "domain",
    "topic",
    "level",
    "difficulty",
    "exhibit",
    "case",
    "explanation",
    "references",
    "as_of",
    "review_by",
    "jurisdiction",
    "shuffle",
    "scoring",
    "seconds",
    "hints",
    "tags",
    "parameters",
    "status",
    "select",
    "pairs",
    "distractors",
    "answer",
    "tolerance",
    "range",
    "unit",
    "accept",
    "exact",
    "lines",
];

/// Keys of a reference.
pub(super) const REFERENCE_KEYS: &[&str] = &["title", "section", "url"];

/// Keys of the parameters.
pub(super) const PARAMETER_KEYS: &[&str] = &["a", "b", "c", "n"];

/// Hints of a question.
pub(super) const MAX_HINTS: usize = 3;

pub(super) const DIFFICULTY: Range = Range { low: 1.0, high: 5.0, words: "a whole number from 1 to 5" };

/// Advisory time in seconds: up to a day.
pub(super) const SECONDS: Range = Range { low: 1.0, high: 86_400.0, words: "a whole number from 1 to 86400" };

/// Slope; no item of use is above 10, and 0 tells nobody from anybody.
pub(super) const SLOPE: Range = Range { low: 0.01, high: 10.0, words: "0.01 to 10" };

/// Difficulty in logits.
pub(super) const LOGITS: Range = Range { low: -10.0, high: 10.0, words: "-10 to 10" };

/// Lower asymptote: an item that nine in ten guess right says nothing.
pub(super) const GUESSING: Range = Range { low: 0.0, high: 0.9, words: "0 to 0.9" };

pub(super) const PEOPLE: Range = Range { low: 0.0, high: 1e12, words: "a whole number from 0" };

/// Ways of marking by name.
pub(super) const SCORINGS: &[(&str, Scoring)] = &[
    ("all-or-nothing", Scoring::AllOrNothing),
    ("net-correct", Scoring::NetCorrect),
    ("each-answer", Scoring::EachAnswer),
];

pub(super) const LEVELS: &[(&str, Level)] =
    &[("recall", Level::Recall), ("application", Level::Application), ("analysis", Level::Analysis)];

pub(super) const STATUSES: &[(&str, Status)] =
    &[("live", Status::Live), ("draft", Status::Draft), ("retired", Status::Retired)];

/// What the questions of a bank have from it.
pub(super) struct Context<'node> {
    pub(super) bank: BankId,
    pub(super) scoring: Option<Scoring>,
    pub(super) cases: Cases<'node>,
}

/// Reads a question; `number` counts from 1 and names a question without an id.
pub(super) fn question<'text>(
    reader: &mut Reader<'text>,
    node: &Node<'text>,
    number: usize,
    context: &mut Context<'_>,
) -> Option<Question> {
    let owner = Owner::Question(id_of(node).map(|(id, _)| id), number);
    let fields = reader.fields(owner, node, KEYS)?;
    let id = reader.required(&fields, "id", Reader::id);
    let stem = reader.required(&fields, "stem", Reader::block);
    let subject = subject(reader, &fields);
    let case = reader.optional(&fields, "case", |reader, name, node| context.cases.find(reader, name, node));
    let case = case.unwrap_or_default();
    let has_exhibit = fields.get("exhibit").is_some() || case.has_exhibit;
    let material = material(reader, &fields, case);
    let teaching = teaching(reader, &fields);
    let question_type = question_type(reader, &fields);
    let rules = rules(reader, &fields, question_type, context.scoring);
    let body = match question_type {
        Some(row) => body(reader, &Parts { fields: &fields, row, material: &material, has_exhibit }),
        None => {
            body_of_unknown_type(reader, &fields, &material, has_exhibit);
            None
        }
    };
    let key = QuestionKey { bank: context.bank.clone(), question: QuestionId::from(id?) };
    Some(Question {
        key,
        stem: stem?,
        body: body?,
        subject: subject?,
        material,
        teaching: teaching?,
        rules: rules?,
    })
}

/// Returns the question's type, `single` where it names none, having noted keys of other types.
fn question_type(reader: &mut Reader<'_>, fields: &Fields<'_, '_>) -> Option<&'static Type> {
    let row = match fields.get("type") {
        Some(node) => reader.word(Name::Key("type"), node, UNKNOWN_TYPE, TYPES)?,
        None => TYPES.first()?.1,
    };
    let is_of_type = |key: &&str| TYPES.iter().any(|(_, other)| other.keys.contains(key));
    let there = KEYS.iter().filter_map(|key| Some((key, fields.member(key)?)));
    for (_, member) in there.filter(|(key, _)| !row.keys.contains(key) && is_of_type(key)) {
        reader.note(misplaced(fields.owner, member, row.name));
    }
    Some(row)
}

fn misplaced(owner: Owner<'_>, member: &Member<'_>, question_type: &str) -> Finding {
    let key = member.key;
    let of_key = TYPES.iter().filter(|(_, row)| row.keys.contains(&key));
    let types: Vec<String> = of_key.map(|(name, _)| format!("`{name}`")).collect();
    let message = format!("{owner} is of type `{question_type}`, which has no `{key}`");
    Finding::new(MISPLACED_KEY, member.key_span, message)
        .help(format!("`{key}` belongs to {}", types.join(", ")))
}

fn subject<'text>(reader: &mut Reader<'text>, fields: &Fields<'_, 'text>) -> Option<Subject> {
    let domain = reader.required(fields, "domain", |reader, name, node| {
        let id = reader.string(name, node)?;
        domain(reader, id, node.span)
    });
    let topic = reader.optional(fields, "topic", |reader, name, node| topic(reader, name, node, domain?));
    let level =
        reader.optional(fields, "level", |reader, name, node| reader.word(name, node, UNKNOWN_WORD, LEVELS));
    let difficulty =
        reader.optional(fields, "difficulty", |reader, name, node| reader.whole(name, node, DIFFICULTY));
    let difficulty = difficulty.and_then(|difficulty| u8::try_from(difficulty).ok());
    let tags = reader.optional(fields, "tags", Reader::lines).unwrap_or_default();
    Some(Subject {
        domain: domain?,
        topic,
        level,
        difficulty: difficulty.unwrap_or(DEFAULT_DIFFICULTY),
        tags,
    })
}

fn topic(reader: &mut Reader<'_>, name: Name<'_>, node: &Node<'_>, domain: DomainId) -> Option<TopicId> {
    let id = reader.string(name, node)?;
    let topic = TopicId::named(domain, id);
    if topic.is_none() {
        reader.note_with(UNKNOWN_TOPIC, node.span, || {
            let message = format!("unknown topic {} of the domain `{}`", quoted(id), domain.as_str());
            let help = match TopicId::of_any_domain(id).first() {
                Some(topic) => format!("it is a topic of the domain `{}`", topic.domain().as_str()),
                None => known_help("topic", id, domain.topics().iter().map(String::as_str)),
            };
            Finding::new(UNKNOWN_TOPIC, node.span, message).help(help)
        });
    }
    topic
}

fn material<'text>(reader: &mut Reader<'text>, fields: &Fields<'_, 'text>, case: FoundCase) -> Material {
    let exhibit = reader.optional(fields, "exhibit", exhibit);
    let hints = reader.optional(fields, "hints", hints).unwrap_or_default();
    Material { case: case.case, exhibit, hints }
}

fn hints<'text>(reader: &mut Reader<'text>, name: Name<'_>, node: &Node<'text>) -> Option<Vec<SafeText>> {
    let nodes = reader.list(name, node)?;
    if let Some(fourth) = nodes.get(MAX_HINTS) {
        let message = format!("{name} has {} entries, not at most {MAX_HINTS}", nodes.len());
        reader.note(Finding::new(TOO_MANY_HINTS, fourth.span, message).help("leave the weakest out"));
    }
    reader.each(nodes, |reader, node| reader.block(name.entry(), node))
}

fn teaching<'text>(reader: &mut Reader<'text>, fields: &Fields<'_, 'text>) -> Option<Teaching> {
    let explanation = reader.optional(fields, "explanation", Reader::block);
    let references = reader.optional(fields, "references", |reader, name, node| {
        let nodes = reader.list(name, node)?;
        reader.each(nodes, reference)
    });
    let as_of = reader.optional(fields, "as_of", Reader::month);
    let review_by = reader.optional(fields, "review_by", Reader::month);
    note_dates(reader, fields, as_of.as_ref().zip(review_by.as_ref()));
    let jurisdiction = reader.optional(fields, "jurisdiction", Reader::country);
    let references = references.unwrap_or_default();
    Some(Teaching { explanation, references, as_of, review_by, jurisdiction })
}

fn reference<'text>(reader: &mut Reader<'text>, node: &Node<'text>) -> Option<Reference> {
    let fields = reader.fields(Owner::Part("the reference"), node, REFERENCE_KEYS)?;
    let title = reader.required(&fields, "title", Reader::line);
    let section = reader.optional(&fields, "section", Reader::line);
    let url = reader.optional(&fields, "url", Reader::line);
    Some(Reference { title: title?, section, url })
}

/// Notes a date without its partner, and a review before the month that the facts are of.
fn note_dates(reader: &mut Reader<'_>, fields: &Fields<'_, '_>, dates: Option<(&SafeText, &SafeText)>) {
    match (fields.member("as_of"), fields.member("review_by")) {
        (Some(member), None) | (None, Some(member)) => {
            let missing = if member.key == "as_of" { "review_by" } else { "as_of" };
            let message = format!("{} has `{}` but no `{missing}`", fields.owner, member.key);
            reader.note(Finding::new(LONE_DATE, member.key_span, message).help(format!("add `{missing}`")));
        }
        // Year and month of fixed length compare as text.
        (Some(as_of), Some(review_by)) if dates.is_some_and(|(as_of, review_by)| review_by < as_of) => {
            let message = format!("{} is to be reviewed before the month that it is true of", fields.owner);
            let finding = Finding::new(REVERSED_DATES, review_by.span(), message);
            reader.note(finding.label(as_of.span(), "true of").label(review_by.span(), "to be reviewed"));
        }
        (Some(_) | None, _) => {}
    }
}

fn rules<'text>(
    reader: &mut Reader<'text>,
    fields: &Fields<'_, 'text>,
    question_type: Option<&Type>,
    of_bank: Option<Scoring>,
) -> Option<Rules> {
    let shuffle = reader.optional(fields, "shuffle", Reader::boolean);
    let own = reader.optional(fields, "scoring", scoring);
    let of_bank = of_bank.filter(|_| question_type.is_some_and(|row| row.has_parts));
    let of_type = question_type.map(|row| row.scoring);
    let seconds = reader.optional(fields, "seconds", |reader, name, node| reader.whole(name, node, SECONDS));
    let parameters = reader.optional(fields, "parameters", parameters);
    let status = reader
        .optional(fields, "status", |reader, name, node| reader.word(name, node, UNKNOWN_WORD, STATUSES));
    Some(Rules {
        shuffle: shuffle.unwrap_or(true),
        scoring: own.or(of_bank).or(of_type)?,
        seconds: seconds.and_then(|seconds| u32::try_from(seconds).ok()),
        parameters,
        status: status.unwrap_or(Status::Live),
    })
}

fn parameters<'text>(reader: &mut Reader<'text>, _: Name<'_>, node: &Node<'text>) -> Option<Parameters> {
    let fields = reader.fields(Owner::Part("`parameters`"), node, PARAMETER_KEYS)?;
    let mut number =
        |key, range| reader.required(&fields, key, |reader, name, node| reader.ranged(name, node, range));
    let (a, b, c) = (number("a", SLOPE), number("b", LOGITS), number("c", GUESSING));
    let n = reader.required(&fields, "n", |reader, name, node| reader.whole(name, node, PEOPLE));
    Some(Parameters { a: a?, b: b?, c: c?, n: n? })
}
