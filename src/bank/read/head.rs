//! The bank itself: its label, its form, its includes, and the list of questions.

use std::collections::HashMap;
use std::sync::Arc;

use crate::bank::diagnostic::Spot;
use crate::bank::finding::{Finding, quoted};
use crate::bank::json::{Node, Value};
use crate::bank::question::{Question, Scoring};
use crate::bank::read::fields::{Fields, Owner};
use crate::bank::read::material::Cases;
use crate::bank::read::number::Range;
use crate::bank::read::question::{Context, SCORINGS, question};
use crate::bank::read::value::{Name, Reader, known_help};
use crate::bank::read::{ReadBank, diagnostics};
use crate::bank::rule::{
    CIRCULAR_INCLUDE, CUT_SCORE_PERCENT, DUPLICATE_ID, DUPLICATE_INCLUDE, NEWER_FORMAT, NO_QUESTIONS,
    OUT_OF_RANGE, UNKNOWN_DOMAIN, UNKNOWN_ROLE, UNKNOWN_WORD, WEIGHTLESS_BLUEPRINT,
};
use crate::bank::source::{Source, Span};
use crate::bank::{Bank, BankId, DEFAULT_CUT_SCORE, FormRules, Label, NEWEST_FORMAT};
use crate::framework::{Blueprint, DomainId, RoleId, framework};
use crate::text::SafeText;

/// Keys of a bank.
pub(super) const KEYS: &[&str] = &[
    "$schema",
    "format",
    "id",
    "title",
    "language",
    "license",
    "authors",
    "version",
    "role",
    "include",
    "blueprint",
    "cut_score",
    "minutes",
    "scoring",
    "cases",
    "questions",
];

/// Time limits in minutes: a second to a day.
pub(super) const MINUTES: Range =
    Range { low: 1.0 / 60.0, high: 1440.0, words: "more than 0 and at most 1440" };

/// Weights of a domain in a blueprint.
pub(super) const WEIGHT: Range = Range { low: 0.0, high: 10_000.0, words: "a whole number from 0 to 10000" };

/// The largest number that can be meant as a percentage.
const PERCENT: f64 = 100.0;

/// A bank with the places in its file.
pub(super) struct Parts {
    bank: Bank,
    includes: Vec<Span>,
    questions: Vec<Span>,
}

impl Parts {
    pub(super) fn into_read_bank(self, name: &SafeText, text: &str, findings: &[Finding]) -> ReadBank {
        // Counting lines takes a tenth of the time of reading: most banks have nothing to point at.
        let has_places = !findings.is_empty() || !self.includes.is_empty();
        let source = Source::new(name, if has_places { text } else { "" });
        ReadBank {
            bank: Arc::new(self.bank),
            warnings: diagnostics(&source, findings),
            includes: self.includes.iter().map(|span| Spot::new(&source, *span)).collect(),
            questions: self.questions,
        }
    }
}

/// What a bank says besides its questions; nothing where it is not sound.
pub(super) struct Head {
    id: Option<BankId>,
    label: Option<Label>,
    role: Option<RoleId>,
    include: Vec<(BankId, Span)>,
    form: FormRules,
}

impl Head {
    /// Returns the bank with these questions and where they stand, if what is needed of it is sound.
    pub(super) fn with(self, questions: Vec<Arc<Question>>, spans: Vec<Span>) -> Option<Parts> {
        let (include, includes) = self.include.into_iter().unzip();
        let (id, label) = (self.id?, self.label?);
        let bank = Bank { id, label, role: self.role, include, form: self.form, questions };
        Some(Parts { bank, includes, questions: spans })
    }
}

/// Reads a bank.
pub(super) fn bank<'text>(reader: &mut Reader<'text>, node: &Node<'text>) -> Option<Parts> {
    let fields = fields(reader, node)?;
    let (head, mut context) = head(reader, &fields);
    let questions = reader
        .required(&fields, "questions", |reader, name, node| questions(reader, name, node, &mut context));
    context.cases.note_unused(reader);
    let (questions, spans) = questions?.into_iter().unzip();
    head.with(questions, spans)
}

/// Returns the keys of a bank of a format that is read here.
pub(super) fn fields<'node, 'text>(
    reader: &mut Reader<'text>,
    node: &'node Node<'text>,
) -> Option<Fields<'node, 'text>> {
    // The keys of a newer format may be unknown and its values odd for the best of reasons.
    if is_newer_format(reader, node) { None } else { reader.fields(Owner::Bank, node, KEYS) }
}

/// Reads everything but the questions, and what they have from it.
pub(super) fn head<'node, 'text>(
    reader: &mut Reader<'text>,
    fields: &Fields<'node, 'text>,
) -> (Head, Context<'node>) {
    reader.required(fields, "format", format);
    reader.optional(fields, "$schema", Reader::line);
    let id = reader.required(fields, "id", Reader::id).map(BankId::from);
    let label = label(reader, fields);
    let role = reader.optional(fields, "role", role);
    let include =
        reader.optional(fields, "include", |reader, name, node| include(reader, name, node, id.as_ref()));
    let form = form(reader, fields);
    let scoring = reader.optional(fields, "scoring", scoring);
    let mut cases = Cases::default();
    if let Some(node) = fields.get("cases") {
        cases.read(reader, node);
    }
    let bank = id.clone().unwrap_or_else(|| BankId::from(""));
    (Head { id, label, role, include: include.unwrap_or_default(), form }, Context { bank, scoring, cases })
}

/// Notes a format number above the newest that is read here.
fn is_newer_format(reader: &mut Reader<'_>, node: &Node<'_>) -> bool {
    let Value::Object(members) = &node.value else { return false };
    let Some(format) = members.iter().find(|member| member.key == "format") else { return false };
    let Value::Number(written) = format.node.value else { return false };
    if !written.parse().is_ok_and(|format: f64| format.fract() == 0.0 && format > NEWEST_FORMAT as f64) {
        return false;
    }
    let message =
        format!("the bank is of format {written}; the newest that this program reads is {NEWEST_FORMAT}");
    let help = "read it with a newer version of the program";
    reader.note(Finding::new(NEWER_FORMAT, format.node.span, message).help(help));
    true
}

fn format(reader: &mut Reader<'_>, name: Name<'_>, node: &Node<'_>) -> Option<()> {
    let (written, value) = reader.number(name, node)?;
    if value != NEWEST_FORMAT as f64 {
        let message = format!("{name} is {}, which is no format", quoted(written));
        reader.note(Finding::new(OUT_OF_RANGE, node.span, message).help("write `\"format\": 1`"));
    }
    Some(())
}

fn label<'text>(reader: &mut Reader<'text>, fields: &Fields<'_, 'text>) -> Option<Label> {
    let title = reader.required(fields, "title", Reader::line);
    let language = reader.optional(fields, "language", Reader::language);
    let license = reader.optional(fields, "license", Reader::line);
    let authors = reader.optional(fields, "authors", Reader::lines);
    let version = reader.optional(fields, "version", Reader::line);
    Some(Label {
        title: title?,
        language: language.unwrap_or_else(|| SafeText::line("en")),
        license,
        authors: authors.unwrap_or_default(),
        version,
    })
}

fn role(reader: &mut Reader<'_>, name: Name<'_>, node: &Node<'_>) -> Option<RoleId> {
    let id = reader.string(name, node)?;
    let named = RoleId::named(id);
    if named.is_some_and(|role| role.as_str() == id) {
        return named;
    }
    // The command line takes codes and titles too; a file names a role in one way.
    let help = match named {
        Some(role) => format!("a known role is `{}`", role.as_str()),
        None => {
            known_help("role", id, framework().roles().map(RoleId::as_str).collect::<Vec<_>>().into_iter())
        }
    };
    reader.note(Finding::new(UNKNOWN_ROLE, node.span, format!("unknown role {}", quoted(id))).help(help));
    None
}

/// Reads a domain; in a question and in a blueprint.
pub(super) fn domain(reader: &mut Reader<'_>, id: &str, span: Span) -> Option<DomainId> {
    let domain = DomainId::named(id);
    if domain.is_none() {
        reader.note_with(UNKNOWN_DOMAIN, span, || {
            let known: Vec<&str> = framework().domains().map(DomainId::as_str).collect();
            let help = known_help("domain", id, known.into_iter());
            Finding::new(UNKNOWN_DOMAIN, span, format!("unknown domain {}", quoted(id))).help(help)
        });
    }
    domain
}

pub(super) fn scoring(reader: &mut Reader<'_>, name: Name<'_>, node: &Node<'_>) -> Option<Scoring> {
    reader.word(name, node, UNKNOWN_WORD, SCORINGS)
}

fn include<'text>(
    reader: &mut Reader<'text>,
    name: Name<'_>,
    node: &Node<'text>,
    bank: Option<&BankId>,
) -> Option<Vec<(BankId, Span)>> {
    let nodes = reader.list(name, node)?;
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let ids = reader.each(nodes, |reader, node| Some((reader.id(name.entry(), node)?, node.span)))?;
    for (id, span) in &ids {
        if bank.is_some_and(|bank| bank.as_str() == *id) {
            let message = format!("the bank `{id}` includes itself");
            reader.note(Finding::new(CIRCULAR_INCLUDE, *span, message).help("leave the entry out"));
        } else if let Some(first) = seen.insert(id, *span) {
            let message = format!("the bank `{id}` is included twice");
            let finding = Finding::conflict(DUPLICATE_INCLUDE, first, *span, message);
            reader.note(finding.help("leave one of them"));
        }
    }
    Some(ids.into_iter().map(|(id, span)| (BankId::from(id), span)).collect())
}

fn form<'text>(reader: &mut Reader<'text>, fields: &Fields<'_, 'text>) -> FormRules {
    FormRules {
        blueprint: reader.optional(fields, "blueprint", blueprint),
        cut_score: reader.optional(fields, "cut_score", cut_score).unwrap_or(DEFAULT_CUT_SCORE),
        minutes: reader.optional(fields, "minutes", |reader, name, node| reader.ranged(name, node, MINUTES)),
    }
}

fn blueprint(reader: &mut Reader<'_>, name: Name<'_>, node: &Node<'_>) -> Option<Blueprint> {
    let Value::Object(members) = &node.value else {
        reader.note_kind(
            name,
            node,
            "an object",
            Some("write it like `{ \"standards\": 10, \"workflow\": 5 }`"),
        );
        return None;
    };
    let mut weights = Vec::new();
    for member in *members {
        let domain = domain(reader, member.key, member.key_span);
        let weight = reader.whole(Name::Key(member.key), &member.node, WEIGHT);
        weights.push((domain, weight.and_then(|weight| u32::try_from(weight).ok())));
    }
    let weights: Vec<(DomainId, u32)> =
        weights.into_iter().map(|(domain, weight)| domain.zip(weight)).collect::<Option<_>>()?;
    let blueprint = Blueprint::of(&weights);
    if blueprint.total() == 0 {
        let finding = Finding::new(
            WEIGHTLESS_BLUEPRINT,
            node.span.opening(),
            "no domain of the blueprint weighs anything",
        );
        reader.note(finding.help("give a domain a weight above 0, or leave the blueprint out"));
        return None;
    }
    Some(blueprint)
}

fn cut_score(reader: &mut Reader<'_>, name: Name<'_>, node: &Node<'_>) -> Option<f64> {
    let (written, value) = reader.number(name, node)?;
    if (0.0..=1.0).contains(&value) {
        return Some(value);
    }
    if value > 1.0 && value <= PERCENT {
        let message = format!("{name} is {}, which is a percentage", quoted(written));
        let help = format!("write {}", value / PERCENT);
        reader.note(Finding::new(CUT_SCORE_PERCENT, node.span, message).help(help));
    } else {
        reader.note_range(name, node, written, "0 to 1");
    }
    None
}

fn questions<'text>(
    reader: &mut Reader<'text>,
    name: Name<'_>,
    node: &Node<'text>,
    context: &mut Context<'_>,
) -> Option<Vec<(Arc<Question>, Span)>> {
    let nodes = reader.list(name, node)?;
    if nodes.is_empty() {
        reader.note(Finding::new(NO_QUESTIONS, node.span, "the bank has no questions"));
    }
    note_duplicate_ids(reader, "question", nodes);
    let mut questions = Vec::with_capacity(nodes.len());
    for (question_ix, node) in nodes.iter().enumerate() {
        let n_errors = reader.findings.n_errors();
        let question = question(reader, node, question_ix + 1, context);
        // What is optional and wrong leaves a question, but not the one that its author means.
        let question = question.filter(|_| reader.findings.n_errors() == n_errors);
        questions.extend(question.map(|question| (Arc::new(question), node.span)));
    }
    if questions.len() == nodes.len() && !reader.findings.has_errors() {
        return Some(questions);
    }
    reader.questions = questions;
    None
}

/// Returns how many questions a bank lists.
pub(super) fn n_questions(root: &Node<'_>) -> Option<usize> {
    let Value::Object(members) = &root.value else { return None };
    let questions = members.iter().find(|member| member.key == "questions")?;
    if let Value::List(nodes) = &questions.node.value { Some(nodes.len()) } else { None }
}

/// Notes every `id` that two objects of a list share.
pub(super) fn note_duplicate_ids(reader: &mut Reader<'_>, noun: &str, nodes: &[Node<'_>]) {
    let mut seen: HashMap<&str, Span> = HashMap::with_capacity(nodes.len());
    for node in nodes {
        let Some((id, span)) = id_of(node) else { continue };
        if let Some(first) = seen.get(id) {
            let message = format!("two {noun}s have the id {}", quoted(id));
            let finding = Finding::conflict(DUPLICATE_ID, *first, span, message);
            reader.note(finding.help("give one of them another id"));
        } else {
            seen.insert(id, span);
        }
    }
}

/// Returns the `id` of an object as it stands.
pub(super) fn id_of<'node>(node: &'node Node<'_>) -> Option<(&'node str, Span)> {
    let Value::Object(members) = &node.value else { return None };
    let member = members.iter().find(|member| member.key == "id")?;
    let Value::Text(id) = &member.node.value else { return None };
    Some((id, member.node.span))
}
