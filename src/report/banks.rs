//! The banks at hand in words.

use crate::bank::question::{Question, Status};
use crate::library::{Found, LeftOut, Library, Origin};
use crate::report::phrase::counted;

/// Returns the banks, one a line: `trainer: Trainer, 44 questions, built in`; then those left out, with the reasons.
#[must_use]
pub fn banks(library: &Library) -> Vec<String> {
    let left_out = library.left_out().iter().map(left_out);
    library.all().iter().map(bank).chain(left_out).collect()
}

/// Returns one bank in words; its questions are those that can be drawn, included ones among them.
#[must_use]
pub fn bank(found: &Found) -> String {
    let is_live = |question: &Question| question.rules.status == Status::Live;
    let n_live = found.questions.iter().filter(|question| is_live(question)).count();
    let origin = match found.origin {
        Origin::BuiltIn => "built in".to_owned(),
        Origin::DataDirectory | Origin::CommandLine => found.name.to_string(),
    };
    let role = found.bank.role.map(|role| format!("role {}, ", role.as_str())).unwrap_or_default();
    let (id, title) = (&found.bank.id, &found.bank.label.title);
    format!("{id}: {title}, {role}{}, {origin}", counted(n_live, "question"))
}

/// Returns why learners never get a question, if they do not.
#[must_use]
pub fn undrawn(question: &Question) -> Option<&'static str> {
    match question.rules.status {
        Status::Live => None,
        Status::Draft => Some("a draft, never drawn"),
        Status::Retired => Some("retired, never drawn"),
    }
}

/// Returns why a bank is not drawn from.
#[must_use]
pub fn left_out(left_out: &LeftOut) -> String {
    format!("left out: {}: {}", left_out.name, left_out.reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bank_is_one_line_and_one_left_out_says_why() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("banks")).unwrap();
        let sound = r#"{ "format": 1, "id": "week-3", "title": "Week 3: HL7 v2", "role": "trainer", "questions": [
            { "id": "a", "domain": "standards", "stem": "Which?",
              "choices": [{ "text": "PID", "correct": true }, { "text": "PV1" }] },
            { "id": "b", "domain": "standards", "stem": "And which?", "status": "draft",
              "choices": [{ "text": "PID", "correct": true }, { "text": "PV1" }] } ] }"#;
        std::fs::write(directory.path().join("banks/a.json"), sound).unwrap();
        std::fs::write(directory.path().join("banks/b.json"), "{}").unwrap();
        let library = Library::load(Some(directory.path()), &[]).unwrap();
        let folder = directory.path().join("banks").display().to_string();
        let lines = banks(&library);
        assert_eq!(
            lines[0].replace(&folder, "FOLDER"),
            "week-3: Week 3: HL7 v2, role trainer, 1 question, FOLDER/a.json"
        );
        assert_eq!(
            lines[lines.len() - 1].replace(&folder, "FOLDER"),
            "left out: FOLDER/b.json: the bank has 4 errors"
        );
        assert_eq!(lines.iter().filter(|line| line.ends_with(", built in")).count(), 23);
    }
}
