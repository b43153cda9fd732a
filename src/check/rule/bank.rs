//! Flaws that only the whole bank shows.

use std::collections::HashMap;

use crate::bank::question::Question;
use crate::bank::rule::{Rule, Severity};
use crate::check::rule::item::{Digest, last_sentence};
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

/// An answer that another stem may say.
struct Key<'question> {
    question_ix: usize,
    words: Vec<Word>,
    text: &'question str,
}

fn answers_given_away(digests: &[Digest<'_>]) -> Vec<BankNote> {
    let mut by_lead: HashMap<u64, Vec<usize>> = HashMap::new();
    for (question_ix, digest) in digests.iter().enumerate() {
        by_lead.entry(digest.lead.unwrap_or_default()).or_default().push(question_ix);
    }
    by_lead.retain(|lead, answered| *lead != 0 && answered.len() <= MOST_KEYS_OF_A_WORD);
    let mut found = Vec::new();
    for (question_ix, digest) in digests.iter().enumerate() {
        let led_to = digest.stem.iter().filter_map(|word| by_lead.get(word)).flatten().copied();
        let others = led_to.filter(|other_ix| *other_ix != question_ix);
        found.extend(others.filter_map(|other_ix| given_away(digests, question_ix, other_ix)));
    }
    found.sort_by_key(|note| (note.question_ix, note.other.map(|(other_ix, _, _)| other_ix)));
    found.dedup_by_key(|note| (note.question_ix, note.other.map(|(other_ix, _, _)| other_ix)));
    found
}

/// Returns the flaw, if the stem of the question at `saying_ix` says the answer of the one at `asked_ix`.
fn given_away(digests: &[Digest<'_>], saying_ix: usize, asked_ix: usize) -> Option<BankNote> {
    let asked = digests.get(asked_ix)?;
    let text = asked.answer()?;
    let key = Key { question_ix: asked_ix, words: Phrase::new(text).words, text };
    let stem = Phrase::new(digests.get(saying_ix)?.question.stem.as_str());
    let is_said = says(&stem, &key.words) && answers(&stem, asked.question, &key.words);
    is_said.then(|| note(&key, asked.question, saying_ix))
}

fn note(key: &Key<'_>, asked: &Question, given_away_ix: usize) -> BankNote {
    let id = &asked.key.question;
    let message =
        format!("the stem of another question says the answer of question `{id}`: \"{}\"", key.text);
    let help = "reword one of them, so that they can stand on one form";
    let note = Note::new(At::Stem, message, help);
    BankNote { question_ix: key.question_ix, note, other: Some((given_away_ix, At::Stem, "says it here")) }
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
