//! What is shown with a question: exhibits, and the cases that several questions share.

use std::collections::HashMap;
use std::sync::Arc;

use crate::bank::finding::{Finding, quoted};
use crate::bank::json::{Node, Value};
use crate::bank::question::{Case, Exhibit, ExhibitKind};
use crate::bank::read::characters::Room;
use crate::bank::read::fields::{Fields, Owner};
use crate::bank::read::head::{id_of, note_duplicate_ids};
use crate::bank::read::value::{Name, Reader, known_help};
use crate::bank::rule::{EMPTY_TEXT, UNDESCRIBED_DIAGRAM, UNKNOWN_CASE, UNKNOWN_WORD, UNUSED_CASE};
use crate::bank::source::Span;
use crate::text::SafeText;

/// Keys of an exhibit.
pub(super) const EXHIBIT_KEYS: &[&str] = &["kind", "title", "text", "description"];

/// Keys of a case.
pub(super) const CASE_KEYS: &[&str] = &["id", "title", "text", "exhibit"];

/// Bytes of the longest document that is shown.
const MAX_DOCUMENT_BYTES: usize = 1 << 20;

/// Kinds of exhibit by name.
pub(super) const KINDS: &[(&str, ExhibitKind)] = &[
    ("text", ExhibitKind::Text),
    ("code", ExhibitKind::Code),
    ("table", ExhibitKind::Table),
    ("diagram", ExhibitKind::Diagram),
    ("hl7v2", ExhibitKind::Hl7v2),
    ("json", ExhibitKind::Json),
    ("xml", ExhibitKind::Xml),
];

/// The cases of a bank by id.
#[derive(Default)]
pub(super) struct Cases<'node>(HashMap<&'node str, Entry>);

/// A case as it was read.
struct Entry {
    /// Nothing if something is wrong with it.
    case: Option<Arc<Case>>,
    has_exhibit: bool,
    id_span: Span,
    is_used: bool,
}

/// A case as a question finds it.
#[derive(Default)]
pub(super) struct FoundCase {
    pub(super) case: Option<Arc<Case>>,
    /// Has it an exhibit, be it sound or not?
    pub(super) has_exhibit: bool,
}

impl<'node> Cases<'node> {
    /// Reads the list of cases.
    pub(super) fn read<'text>(&mut self, reader: &mut Reader<'text>, node: &'node Node<'text>) {
        let Some(nodes) = reader.list(Name::Key("cases"), node) else { return };
        note_duplicate_ids(reader, "case", nodes);
        for node in nodes {
            let case = case(reader, node);
            let Some((id, id_span)) = id_of(node) else { continue };
            let has_exhibit = has_key(node, "exhibit");
            self.0.entry(id).or_insert(Entry { case, has_exhibit, id_span, is_used: false });
        }
    }

    /// Returns the case that a question names.
    pub(super) fn find(
        &mut self,
        reader: &mut Reader<'_>,
        name: Name<'_>,
        node: &Node<'_>,
    ) -> Option<FoundCase> {
        let id = reader.string(name, node)?;
        if let Some(entry) = self.0.get_mut(id) {
            entry.is_used = true;
            return Some(FoundCase { case: entry.case.clone(), has_exhibit: entry.has_exhibit });
        }
        let mut known: Vec<&str> = self.0.keys().copied().collect();
        known.sort_unstable();
        let help = match known.is_empty() {
            true => "describe the case in `cases` of the bank".to_owned(),
            false => known_help("case", id, known.into_iter()),
        };
        reader.note(Finding::new(UNKNOWN_CASE, node.span, format!("unknown case {}", quoted(id))).help(help));
        None
    }

    /// Notes the cases that no question has named.
    pub(super) fn note_unused(&self, reader: &mut Reader<'_>) {
        for (id, entry) in &self.0 {
            if !entry.is_used {
                let message = format!("no question has the case {}", quoted(id));
                let help = format!(
                    "write `\"case\": \"{}\"` in its questions, or leave the case out",
                    SafeText::line(id)
                );
                reader.note(Finding::new(UNUSED_CASE, entry.id_span, message).help(help));
            }
        }
    }
}

fn case<'text>(reader: &mut Reader<'text>, node: &Node<'text>) -> Option<Arc<Case>> {
    let fields = reader.fields(Owner::Part("the case"), node, CASE_KEYS)?;
    let id = reader.required(&fields, "id", Reader::id);
    let title = reader.optional(&fields, "title", Reader::line);
    let text = reader.required(&fields, "text", Reader::block);
    let exhibit = reader.optional(&fields, "exhibit", exhibit);
    Some(Arc::new(Case { id: id?.to_owned(), title, text: text?, exhibit }))
}

/// Reads an exhibit.
pub(super) fn exhibit<'text>(reader: &mut Reader<'text>, _: Name<'_>, node: &Node<'text>) -> Option<Exhibit> {
    let fields = reader.fields(Owner::Part("the exhibit"), node, EXHIBIT_KEYS)?;
    let kind =
        reader.required(&fields, "kind", |reader, name, node| reader.word(name, node, UNKNOWN_WORD, KINDS));
    let title = reader.optional(&fields, "title", Reader::line);
    let room = if kind == Some(ExhibitKind::Hl7v2) { Room::Segments } else { Room::Block };
    let text = reader.required(&fields, "text", |reader, name, node| document(reader, name, node, room));
    let description = reader.optional(&fields, "description", Reader::block);
    if kind == Some(ExhibitKind::Diagram) {
        note_undescribed(reader, &fields);
    }
    Some(Exhibit { kind: kind?, title, text: text?, description })
}

fn note_undescribed(reader: &mut Reader<'_>, fields: &Fields<'_, '_>) {
    let (None, Some(kind)) = (fields.get("description"), fields.member("kind")) else { return };
    let finding = Finding::new(UNDESCRIBED_DIAGRAM, kind.span(), "the diagram has no `description`");
    reader.note(finding.help("say in sentences what it shows, without giving the answer away"));
}

/// Reads the text of an exhibit: a string, or an array of lines.
fn document<'text>(
    reader: &mut Reader<'text>,
    name: Name<'_>,
    node: &Node<'text>,
    room: Room,
) -> Option<SafeText> {
    match &node.value {
        Value::Text(_) => reader
            .text_up_to(MAX_DOCUMENT_BYTES, name, node, room)
            .map(|text| SafeText::block(&lines_of(text, room))),
        Value::List(nodes) => {
            let rows = reader.each(nodes, |reader, node| row(reader, name.entry(), node))?;
            if rows.iter().map(|row| row.len() + 1).sum::<usize>() > MAX_DOCUMENT_BYTES {
                reader.note_too_long(name, node, MAX_DOCUMENT_BYTES);
                return None;
            }
            if rows.iter().all(|row| row.trim().is_empty()) {
                reader.note(Finding::new(EMPTY_TEXT, node.span.opening(), format!("{name} is empty")));
                return None;
            }
            Some(SafeText::block(&rows.join("\n")))
        }
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Object(_) => {
            reader.note_kind(name, node, "a string or an array of lines", None);
            None
        }
    }
}

/// Returns the text with a line feed between two lines and none behind the last.
fn lines_of(text: &str, room: Room) -> String {
    let text = match room {
        Room::Segments => text.replace("\r\n", "\n").replace('\r', "\n"),
        Room::Line | Room::Row | Room::Block => text.to_owned(),
    };
    text.strip_suffix('\n').map(str::to_owned).unwrap_or(text)
}

/// Reads a line of an exhibit; it may be empty.
fn row<'node>(reader: &mut Reader<'_>, name: Name<'_>, node: &'node Node<'_>) -> Option<&'node str> {
    match &node.value {
        Value::Text(text) if text.trim().is_empty() && !text.contains(['\n', '\r']) => Some(text),
        _ => reader.text_in(name, node, Room::Row),
    }
}

fn has_key(node: &Node<'_>, key: &str) -> bool {
    matches!(&node.value, Value::Object(members) if members.iter().any(|member| member.key == key))
}
