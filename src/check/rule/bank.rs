//! Flaws that only the whole bank shows.

use std::collections::HashMap;

use crate::bank::question::{Body, Question};
use crate::bank::rule::{Rule, Severity};
use crate::check::rule::item::last_sentence;
use crate::check::rule::{At, BankNote, Check, FlawRule, HALADYNA, Note, STANDARD};
use crate::check::words::{Phrase, Word};

mod acronym;

/// Keys that one word leads to; a word of more keys is a word of the subject.
const MOST_KEYS_OF_A_WORD: usize = 12;

/// Share of a question's own words that a stem must have in common with it to answer it.
const LEAST_IN_COMMON: f64 = 0.6;

/// The key of one question in the stem of another.
pub const ANSWER_GIVEN_AWAY: FlawRule = FlawRule {
    rule: Rule {
        code: "answer-given-away",
        severity: Severity::Warning,
        why: "Who meets both questions on a form reads the answer of one in the other.",
    },
    source: HALADYNA,
    sample: r#"[ { "stem": "Which segment carries the identifiers of a patient?",
        "choices": [ { "text": "The patient identification segment", "correct": true },
          { "text": "The event type segment" }, { "text": "The patient visit history segment" } ] },
      { "stem": "The patient identification segment carries the identifiers of a patient. Which field holds them?",
        "type": "text", "accept": ["PID-3"] } ]"#,
    near_miss: r#"[ { "stem": "Which segment carries the identifiers of a patient?",
        "choices": [ { "text": "The patient identification segment", "correct": true },
          { "text": "The event type segment" }, { "text": "The patient visit history segment" } ] },
      { "stem": "An interface drops the patient identification segment. Which log shows it?",
        "type": "text", "accept": ["the engine log"] } ]"#,
    check: Check::Bank(answers_given_away),
};

/// An acronym that nobody explains.
pub const UNEXPLAINED_ACRONYM: FlawRule = FlawRule {
    rule: Rule {
        code: "unexplained-acronym",
        severity: Severity::Warning,
        why: "Who knows the thing by its name and not by its letters fails for the wrong reason.",
    },
    source: STANDARD,
    sample: r#"{ "stem": "Which office keeps the list of the QZE?", "type": "text", "accept": ["registry"] }"#,
    near_miss: r#"{ "stem": "Which office keeps the list of the QZE?", "type": "text", "accept": ["registry"],
      "explanation": "The quality zone exchange keeps its list at the registry." }"#,
    check: Check::Bank(acronym::unexplained),
};

/// A key that another stem may say.
struct Key<'question> {
    question_ix: usize,
    words: Vec<Word>,
    text: &'question str,
}

fn answers_given_away(questions: &[&Question]) -> Vec<BankNote> {
    let mut keys: HashMap<u64, Vec<Key<'_>>> = HashMap::new();
    for (question_ix, question) in questions.iter().enumerate() {
        let Some((lead, key)) = key(question_ix, question) else { continue };
        keys.entry(lead).or_default().push(key);
    }
    keys.retain(|_, keys| keys.len() <= MOST_KEYS_OF_A_WORD);
    let mut found = Vec::new();
    for (question_ix, question) in questions.iter().enumerate() {
        let stem = Phrase::new(question.stem.as_str());
        let led_to = stem.content().filter_map(|word| keys.get(&word.hash)).flatten();
        for key in led_to.filter(|key| key.question_ix != question_ix && says(&stem, &key.words)) {
            let asked = questions.get(key.question_ix).filter(|asked| answers(&stem, asked, &key.words));
            found.extend(asked.map(|asked| note(key, asked, question_ix)));
        }
    }
    found.sort_by_key(|note| (note.question_ix, note.other.map(|(other_ix, _, _)| other_ix)));
    found.dedup_by_key(|note| (note.question_ix, note.other.map(|(other_ix, _, _)| other_ix)));
    found
}

fn note(key: &Key<'_>, asked: &Question, given_away_ix: usize) -> BankNote {
    let id = &asked.key.question;
    let message =
        format!("the stem of another question says the answer of question `{id}`: \"{}\"", key.text);
    let help = "reword one of them, so that they can stand on one form";
    let note = Note::new(At::Stem, message, help);
    BankNote { question_ix: key.question_ix, note, other: Some((given_away_ix, At::Stem, "says it here")) }
}

/// Returns the key of a question that is answered by one text, and the hash of its longest word.
fn key<'question>(question_ix: usize, question: &'question Question) -> Option<(u64, Key<'question>)> {
    let text = match &question.body {
        Body::Single { choices, key } => choices.get(usize::from(key.0))?.text.as_str(),
        Body::Text { accept, .. } => accept.first()?.as_str(),
        Body::Multiple { .. }
        | Body::Order { .. }
        | Body::Match { .. }
        | Body::Numeric { .. }
        | Body::Locate { .. } => {
            return None;
        }
    };
    let words = Phrase::new(text).words;
    let lead = words.iter().filter(|word| word.is_content()).max_by_key(|word| word.end - word.start)?.hash;
    Some((lead, Key { question_ix, words, text }))
}

/// Does the text have these words in a row?
fn says(text: &Phrase<'_>, words: &[Word]) -> bool {
    let is_here = |window: &[Word]| window.iter().zip(words).all(|(one, other)| one.hash == other.hash);
    !words.is_empty() && text.words.windows(words.len()).any(is_here)
}

/// Does the text, besides the key, have most of the words of the sentence that asks for it?
fn answers(text: &Phrase<'_>, asked: &Question, key: &[Word]) -> bool {
    let stem = asked.stem.as_str();
    let question = Phrase::new(stem.get(last_sentence(stem)..).unwrap_or_default());
    let is_own = |word: &&Word| word.is_content() && key.iter().all(|other| other.stem != word.stem);
    let own: Vec<&Word> = question.words.iter().filter(is_own).collect();
    let n_common = own.iter().filter(|word| text.words.iter().any(|other| other.stem == word.stem)).count();
    n_common >= 2 && n_common as f64 >= LEAST_IN_COMMON * own.len() as f64
}
