//! What lists show of a bank file, without reading its questions.

use crate::bank::BankId;
use crate::bank::finding::Findings;
use crate::bank::json::{self, Arena, Value};
use crate::framework::RoleId;
use crate::text::SafeText;

/// What a bank file says of itself; unchecked, since only [`crate::bank::read::read_bank`] sees the whole of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its id.
    pub id: BankId,
    /// Its title.
    pub title: SafeText,
    /// The role it is for, if it names one that exists.
    pub role: Option<RoleId>,
    /// Ids of the banks that it includes.
    pub include: Vec<BankId>,
    /// How many questions it defines itself.
    pub n_questions: usize,
}

/// Returns the header of a bank file, or nothing if it has none: then reading it says why.
///
/// # Example
/// ```
/// let bank = br#"{ "format": 1, "id": "week-3", "title": "Week 3", "questions": [{}, {}] }"#;
/// let header = hitquiz::bank::header::header(bank).unwrap();
/// assert_eq!((header.title.as_str(), header.n_questions), ("Week 3", 2));
/// ```
#[must_use]
pub fn header(bytes: &[u8]) -> Option<Header> {
    let mut findings = Findings::default();
    let arena = Arena::new();
    let root = json::parsed(std::str::from_utf8(bytes).ok()?, &arena, &mut findings)?;
    let Value::Object(members) = root.value else { return None };
    if findings.has_errors() {
        return None;
    }
    let value = |key: &str| members.iter().find(|member| member.key == key).map(|member| &member.node.value);
    let include = match value("include") {
        Some(Value::List(nodes)) => nodes.iter().map(|node| text(&node.value)).collect::<Option<Vec<_>>>()?,
        Some(_) => return None,
        None => Vec::new(),
    };
    let Value::List(questions) = value("questions")? else { return None };
    Some(Header {
        id: BankId::from(text(value("id")?)?),
        title: SafeText::line(text(value("title")?)?),
        role: value("role").and_then(text).and_then(RoleId::named),
        include: include.into_iter().map(BankId::from).collect(),
        n_questions: questions.len(),
    })
}

fn text<'node>(value: &'node Value<'_>) -> Option<&'node str> {
    if let Value::Text(text) = value { Some(text) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_what_the_bank_says_of_itself() {
        let bank =
            br#"{ "role": "trainer", "include": ["pool"], "id": "b", "title": "B", "questions": [1] }"#;
        let wanted = Header {
            id: "b".into(),
            title: SafeText::line("B"),
            role: RoleId::named("trainer"),
            include: vec!["pool".into()],
            n_questions: 1,
        };
        assert_eq!(header(bank), Some(wanted));
    }

    #[test]
    fn what_is_no_bank_has_no_header() {
        for bytes in
            [&b""[..], b"[]", b"{\"id\": \"b\"}", b"\xff", b"{\"id\":1,\"title\":\"B\",\"questions\":[]}"]
        {
            assert_eq!(header(bytes), None);
        }
    }
}
