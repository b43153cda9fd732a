//! The exhibits of the shipped questions, read by tools of their standards: one that is edited wrongly fails here.

use std::sync::Arc;

use hitquiz::bank::question::{Exhibit, ExhibitKind, Question};
use hitquiz::library::built_in;
use hl7_parser::Message;
use serde_json::Value;

/// Segments that a message of a structure must have, in this order (HL7 v2.5.1, chapters 2 to 10 and 4).
const STRUCTURES: [(&str, &[&str]); 11] = [
    ("ACK", &["MSH", "MSA"]),
    ("ADT_A01", &["MSH", "EVN", "PID", "PV1"]),
    ("ADT_A02", &["MSH", "EVN", "PID", "PV1"]),
    ("ADT_A39", &["MSH", "EVN", "PID", "MRG"]),
    ("MDM_T02", &["MSH", "EVN", "PID", "PV1", "TXA", "OBX"]),
    ("OML_O21", &["MSH", "ORC"]),
    ("ORM_O01", &["MSH", "ORC"]),
    ("ORU_R01", &["MSH", "OBR"]),
    ("RSP_K11", &["MSH", "MSA", "QAK", "QPD"]),
    ("SIU_S12", &["MSH", "SCH", "RGS"]),
    ("VXU_V04", &["MSH", "PID"]),
];

/// Fields that must not be empty where their segment stands (HL7 v2.5.1: usage R).
const REQUIRED_FIELDS: [(&str, &[usize]); 15] = [
    ("MSH", &[9, 10, 11, 12]),
    ("EVN", &[2]),
    ("PID", &[3, 5]),
    ("PV1", &[2]),
    ("MRG", &[1]),
    ("MSA", &[1, 2]),
    ("ERR", &[3, 4]),
    ("ORC", &[1]),
    ("OBR", &[4]),
    ("OBX", &[3, 11]),
    ("RXA", &[3, 5, 6]),
    ("RXR", &[1]),
    ("TXA", &[1, 2, 17]),
    ("QAK", &[2]),
    ("RGS", &[1]),
];

/// Elements that a resource must have (FHIR R4: minimum cardinality 1); `x` stands for any of a choice of types.
const RESOURCES: [(&str, &[&str]); 28] = [
    ("AllergyIntolerance", &["patient"]),
    ("Appointment", &["status", "participant"]),
    ("AuditEvent", &["type", "recorded", "agent", "source"]),
    ("Bundle", &["type"]),
    ("CapabilityStatement", &["status", "date", "kind", "fhirVersion", "format"]),
    ("ConceptMap", &["status"]),
    ("Condition", &["subject"]),
    ("Consent", &["status", "scope", "category"]),
    ("Coverage", &["status", "beneficiary", "payor"]),
    ("Device", &[]),
    ("DiagnosticReport", &["status", "code"]),
    ("DocumentReference", &["status", "content"]),
    ("Encounter", &["status", "class"]),
    ("Immunization", &["status", "vaccineCode", "patient", "occurrence[x]"]),
    ("Medication", &[]),
    ("MedicationRequest", &["status", "intent", "medication[x]", "subject"]),
    ("Observation", &["status", "code"]),
    ("OperationOutcome", &["issue"]),
    ("Organization", &[]),
    ("Patient", &[]),
    ("Practitioner", &[]),
    ("Procedure", &["status", "subject"]),
    ("Provenance", &["target", "recorded", "agent"]),
    ("ServiceRequest", &["status", "intent", "subject"]),
    ("Specimen", &[]),
    ("StructureDefinition", &["url", "name", "status", "kind", "abstract", "type"]),
    ("Task", &["status", "intent"]),
    ("ValueSet", &["status"]),
];

/// Returns every question of the shipped banks.
pub(crate) fn questions() -> Vec<Arc<Question>> {
    built_in::ids().flat_map(|id| built_in::read(&id).unwrap().bank.questions.clone()).collect()
}

/// Returns every exhibit of the shipped banks with the id of a question that shows it.
fn exhibits(kinds: &[ExhibitKind]) -> Vec<(String, Exhibit)> {
    let questions = questions();
    let shown = questions.iter().flat_map(|question| {
        let of_case = question.material.case.as_ref().and_then(|case| case.exhibit.clone());
        let id = question.key.question.to_string();
        [question.material.exhibit.clone(), of_case]
            .into_iter()
            .flatten()
            .map(move |exhibit| (id.clone(), exhibit))
    });
    shown.filter(|(_, exhibit)| kinds.contains(&exhibit.kind)).collect()
}

/// Returns the messages in an HL7 v2 exhibit; a log shows several.
fn messages(text: &str) -> Vec<String> {
    let mut messages: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with("MSH|") || messages.is_empty() {
            messages.push(String::new());
        }
        let message = messages.last_mut().unwrap();
        message.push_str(line);
        message.push('\r');
    }
    messages
}

/// Returns what is wrong with a message.
fn message_faults(text: &str) -> Vec<String> {
    let message = match Message::parse(text.trim_end_matches('\r')) {
        Ok(message) => message,
        Err(error) => return vec![error.to_string()],
    };
    let mut faults = Vec::new();
    let names: Vec<&str> = message.segments().map(|segment| segment.name).collect();
    let structure = message.query("MSH.9.3").or_else(|| message.query("MSH.9.1"));
    let structure = structure.map(|value| value.raw_value().to_owned()).unwrap_or_default();
    match STRUCTURES.iter().find(|(known, _)| *known == structure) {
        None => faults.push(format!("unknown message structure `{structure}`")),
        Some((_, required)) => {
            let mut from = 0;
            for wanted in *required {
                match names.iter().skip(from).position(|name| name == wanted) {
                    Some(after) => from += after + 1,
                    None => faults.push(format!("{structure} lacks {wanted} in its place")),
                }
            }
        }
    }
    for segment in message.segments() {
        let required = REQUIRED_FIELDS.iter().find(|(name, _)| *name == segment.name);
        for field in required.map_or(&[][..], |(_, fields)| *fields) {
            if segment.field(*field).is_none_or(|field| field.is_empty()) {
                faults.push(format!("{}-{field} is empty", segment.name));
            }
        }
    }
    faults
}

/// Returns what is wrong with a FHIR resource and those in it.
fn resource_faults(value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    if let Some(kind) = value.get("resourceType").and_then(Value::as_str) {
        match RESOURCES.iter().find(|(known, _)| *known == kind) {
            None => faults.push(format!("unknown resource type `{kind}`")),
            Some((_, required)) => {
                faults.extend(
                    required
                        .iter()
                        .filter(|element| !has_element(value, element))
                        .map(|element| format!("{kind} lacks {element}")),
                );
            }
        }
    }
    match value {
        Value::Array(values) => faults.extend(values.iter().flat_map(resource_faults)),
        Value::Object(values) => faults.extend(values.values().flat_map(resource_faults)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    faults
}

fn has_element(resource: &Value, element: &str) -> bool {
    match element.strip_suffix("[x]") {
        None => resource.get(element).is_some(),
        Some(stem) => resource.as_object().unwrap().keys().any(|key| key.starts_with(stem)),
    }
}

/// Returns the statements in an exhibit of program text: from a line that begins with SELECT and the like to its end.
pub(crate) fn statements(text: &str) -> Vec<String> {
    const BEGINNINGS: [&str; 6] = ["SELECT ", "WITH ", "INSERT ", "UPDATE ", "DELETE ", "CREATE "];
    let lines: Vec<&str> = text.lines().collect();
    let begins = |line: &str| BEGINNINGS.iter().any(|beginning| line.starts_with(beginning));
    let mut statements: Vec<String> = Vec::new();
    let mut is_inside = false;
    for line in lines {
        if begins(line) && !is_inside {
            statements.push(String::new());
            is_inside = true;
        }
        if is_inside {
            let statement = statements.last_mut().unwrap();
            statement.push_str(line);
            statement.push('\n');
            is_inside = !line.contains(';') && !line.trim().is_empty();
        }
    }
    statements
}

#[test]
fn hl7_v2_messages_are_read_by_a_parser_and_have_what_their_structure_asks_for() {
    let mut faults = Vec::new();
    for (id, exhibit) in exhibits(&[ExhibitKind::Hl7v2]) {
        for message in messages(exhibit.text.as_str()) {
            faults.extend(message_faults(&message).into_iter().map(|fault| format!("{id}: {fault}")));
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn a_message_that_is_edited_wrongly_is_found() {
    let sound = "MSH|^~\\&|A|B|C|D|20261102||ADT^A08^ADT_A01|1|P|2.5.1\rEVN||20261102\rPID|||7^^^N^MR||Doe^Jo\rPV1||I";
    assert_eq!(message_faults(sound), Vec::<String>::new());
    assert_eq!(message_faults(&sound.replace("PID|||7^^^N^MR", "PID|||")), ["PID-3 is empty"]);
    assert_eq!(message_faults(&sound.replace("EVN||20261102\r", "")), ["ADT_A01 lacks EVN in its place"]);
    assert_eq!(message_faults(&sound.replace("MSH|", "MSG|")).len(), 1);
}

#[test]
fn json_exhibits_are_json_and_resources_have_their_required_elements() {
    let mut faults = Vec::new();
    for (id, exhibit) in exhibits(&[ExhibitKind::Json]) {
        match serde_json::from_str::<Value>(exhibit.text.as_str()) {
            Ok(value) => {
                faults.extend(resource_faults(&value).into_iter().map(|fault| format!("{id}: {fault}")));
            }
            Err(error) => faults.push(format!("{id}: {error}")),
        }
    }
    assert_eq!(faults, Vec::<String>::new());
    let broken = serde_json::json!({ "resourceType": "Observation", "status": "final" });
    assert_eq!(resource_faults(&broken), ["Observation lacks code"]);
}

#[test]
fn xml_exhibits_are_well_formed() {
    for (id, exhibit) in exhibits(&[ExhibitKind::Xml]) {
        if let Err(error) = roxmltree::Document::parse(exhibit.text.as_str()) {
            panic!("{id}: {error}");
        }
    }
}

#[test]
fn queries_in_exhibits_are_sql_that_sqlite_reads() {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let mut n_read = 0;
    for (id, exhibit) in exhibits(&[ExhibitKind::Code]) {
        for statement in statements(exhibit.text.as_str()) {
            n_read += 1;
            // A table that is not there is no fault of the query; anything else is.
            if let Err(error) = connection.prepare(&statement)
                && !error.to_string().contains("no such table")
            {
                panic!("{id}: {error}\n{statement}");
            }
        }
    }
    assert!(n_read > 5, "{n_read} queries found");
    assert!(connection.prepare("SELECT FROM WHERE").unwrap_err().to_string().contains("syntax error"));
}

#[test]
fn diagrams_have_descriptions_and_fit_a_screen() {
    for (id, exhibit) in exhibits(&[ExhibitKind::Diagram]) {
        assert!(exhibit.description.is_some(), "{id}");
        let widest = exhibit.lines().map(hitquiz::text::layout::width).max().unwrap();
        assert!(widest <= 72, "{id}: {widest} columns");
    }
}
