//! What lists show of a bank file, without reading its questions.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};

use crate::bank::BankId;
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

/// The header as it is written.
#[derive(Deserialize)]
struct HeaderWire {
    id: String,
    title: String,
    role: Option<String>,
    #[serde(default)]
    include: Vec<String>,
    questions: Count,
}

/// How many entries a list has.
struct Count(usize);

/// Counts entries.
struct Counter;

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
    let wire: HeaderWire = serde_json::from_slice(bytes).ok()?;
    Some(Header {
        id: BankId::from(wire.id.as_str()),
        title: SafeText::line(&wire.title),
        role: wire.role.and_then(|role| RoleId::named(&role)),
        include: wire.include.iter().map(|id| BankId::from(id.as_str())).collect(),
        n_questions: wire.questions.0,
    })
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Counter)
    }
}

impl<'de> Visitor<'de> for Counter {
    type Value = Count;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Count, A::Error> {
        let mut n_entries = 0;
        while entries.next_element::<IgnoredAny>()?.is_some() {
            n_entries += 1;
        }
        Ok(Count(n_entries))
    }
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
