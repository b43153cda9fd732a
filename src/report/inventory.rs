//! How many questions there are of each kind.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::bank::question::{Exhibit, ExhibitKind, Level, Question, Status};
use crate::framework::framework;
use crate::library::Found;
use crate::report::phrase::counted;

/// A way of counting: its name, and what a question counts as; nothing where it does not count.
type Way = (&'static str, fn(&Question) -> Option<String>);

/// All ways of counting.
const WAYS: &[Way] = &[
    ("type", |question| Some(question.body.type_name().to_owned())),
    ("exhibit", |question| Some(question.exhibit().map_or("none", exhibit_name).to_owned())),
    ("level", |question| Some(question.subject.level.map_or("none", level_name).to_owned())),
    ("difficulty", |question| Some(question.subject.difficulty.to_string())),
    ("domain", |question| Some(question.subject.domain.as_str().to_owned())),
    ("topic", |question| question.subject.topic.map(|topic| topic.as_str().to_owned())),
];

/// A bank's own live questions, or all, counted in every way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pool {
    /// The id of the bank; nothing for all together.
    pub bank: Option<String>,
    /// How many live questions.
    pub n_questions: usize,
    /// For every way of counting: its name, and the counts by name.
    pub counts: Vec<(&'static str, BTreeMap<String, usize>)>,
}

/// Returns the counts of every bank, without its includes, and of all together.
#[must_use]
pub fn pools(banks: &[Found]) -> Vec<Pool> {
    let own =
        |found: &Found| pool(Some(found.bank.id.to_string()), found.bank.questions.iter().map(AsRef::as_ref));
    let all = banks.iter().flat_map(|found| &found.bank.questions).map(AsRef::as_ref);
    banks.iter().map(own).chain([pool(None, all)]).collect()
}

fn pool<'question>(bank: Option<String>, questions: impl Iterator<Item = &'question Question>) -> Pool {
    let live: Vec<&Question> = questions.filter(|question| question.rules.status == Status::Live).collect();
    let counted = |(name, kind): &Way| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for kind in live.iter().filter_map(|question| kind(question)) {
            *counts.entry(kind).or_default() += 1;
        }
        (*name, counts)
    };
    Pool { bank, n_questions: live.len(), counts: WAYS.iter().map(counted).collect() }
}

/// Returns the counts as lines; topics only where all are together, with those that have no question.
#[must_use]
pub fn lines(pools: &[Pool]) -> Vec<String> {
    pools.iter().flat_map(pool_lines).collect()
}

fn pool_lines(pool: &Pool) -> Vec<String> {
    let is_listed = |name: &str| name != "topic" || pool.bank.is_none();
    let title = pool.bank.as_deref().unwrap_or("all banks");
    let mut lines = vec![format!("{title}: {}", counted(pool.n_questions, "question"))];
    for (name, counts) in pool.counts.iter().filter(|(name, counts)| is_listed(name) && !counts.is_empty()) {
        let counts: Vec<String> = counts.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
        lines.push(format!("  {name}: {}", counts.join(", ")));
    }
    if pool.bank.is_none() {
        let of_topics = pool.counts.iter().find(|(name, _)| *name == "topic").map(|(_, counts)| counts);
        let topics = framework().domains().flat_map(|domain| domain.topics());
        let empty: Vec<&str> = topics
            .map(String::as_str)
            .filter(|topic| of_topics.is_none_or(|counts| !counts.contains_key(*topic)))
            .collect();
        let empty = if empty.is_empty() { "none".to_owned() } else { empty.join(", ") };
        lines.push(format!("  topics without a question: {empty}"));
    }
    lines
}

/// Returns one object a bank, and one whose `bank` is null for all together.
#[must_use]
pub fn json_lines(pools: &[Pool]) -> Vec<String> {
    let line = |pool: &Pool| {
        let counts = pool.counts.iter().map(|(name, counts)| ((*name).to_owned(), json!(counts)));
        let head = [("bank".to_owned(), json!(pool.bank)), ("questions".to_owned(), json!(pool.n_questions))];
        Value::Object(head.into_iter().chain(counts).collect()).to_string()
    };
    pools.iter().map(line).collect()
}

fn exhibit_name(exhibit: &Exhibit) -> &'static str {
    match exhibit.kind {
        ExhibitKind::Text => "text",
        ExhibitKind::Code => "code",
        ExhibitKind::Table => "table",
        ExhibitKind::Diagram => "diagram",
        ExhibitKind::Hl7v2 => "hl7v2",
        ExhibitKind::Json => "json",
        ExhibitKind::Xml => "xml",
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Recall => "recall",
        Level::Application => "application",
        Level::Analysis => "analysis",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::sample;

    #[test]
    fn questions_are_counted_in_every_way() {
        let questions = sample::every_type();
        let pool = pool(Some("sample".to_owned()), questions.iter());
        let lines = lines(std::slice::from_ref(&pool));
        assert_eq!(lines[0], "sample: 7 questions");
        assert_eq!(lines[1], "  type: locate 1, match 1, multiple 1, numeric 1, order 1, single 1, text 1");
        assert_eq!(lines[2], "  exhibit: hl7v2 1, none 4, table 2");
        let json: Value = serde_json::from_str(&json_lines(&[pool])[0]).unwrap();
        assert_eq!((&json["questions"], &json["difficulty"]["3"]), (&json!(7), &json!(7)));
    }
}
