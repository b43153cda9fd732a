//! Flaws that only the whole bank shows.

use std::collections::HashMap;

use crate::bank::question::Question;
use crate::bank::rule::{Rule, Severity};
use crate::check::rule::item::{Digest, last_sentence};
use crate::check::rule::{At, BankNote, Check, FlawRule, HALADYNA, Note, STANDARD};
use crate::check::words::{Phrase, Word};

pub(crate) mod acronym;

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

/// Bits of the set of leads: few of a stem's words are in it, and it stays near.
const LEAD_BITS: usize = 1 << 16;

/// The questions that a word leads to, by its hash.
struct Leads {
    by_word: HashMap<u32, Vec<usize>>,
    /// A bit for each word that leads somewhere; others share it.
    bits: Vec<bool>,
}

impl Leads {
    fn new(digests: &[Digest<'_>]) -> Self {
        let mut by_word: HashMap<u32, Vec<usize>> = HashMap::new();
        for (question_ix, digest) in digests.iter().enumerate() {
            if let Some(lead) = digest.lead() {
                by_word.entry(lead).or_default().push(question_ix);
            }
        }
        by_word.retain(|_, answered| answered.len() <= MOST_KEYS_OF_A_WORD);
        let mut bits = vec![false; LEAD_BITS];
        for lead in by_word.keys() {
            if let Some(bit) = bits.get_mut(*lead as usize % LEAD_BITS) {
                *bit = true;
            }
        }
        Self { by_word, bits }
    }

    fn to(&self, word: u32) -> &[usize] {
        if self.bits.get(word as usize % LEAD_BITS) != Some(&true) {
            return &[];
        }
        self.by_word.get(&word).map_or(&[], Vec::as_slice)
    }
}

fn answers_given_away(digests: &[Digest<'_>]) -> Vec<BankNote> {
    let leads = Leads::new(digests);
    let mut found = Vec::new();
    for (saying_ix, saying) in digests.iter().enumerate() {
        for (word_ix, word) in saying.stem.iter().enumerate() {
            let asked =
                leads.to(*word).iter().filter_map(|asked_ix| Some((*asked_ix, digests.get(*asked_ix)?)));
            let said =
                asked.filter(|(asked_ix, asked)| *asked_ix != saying_ix && saying.says(word_ix, asked));
            found.extend(said.filter_map(|(asked_ix, asked)| given_away(saying_ix, saying, asked_ix, asked)));
        }
    }
    found.sort_by_key(|note| (note.question_ix, note.other.map(|(other_ix, _, _)| other_ix)));
    found.dedup_by_key(|note| (note.question_ix, note.other.map(|(other_ix, _, _)| other_ix)));
    found
}

/// Returns the flaw, if the stem that says the answer of another question is about the same.
fn given_away(
    saying_ix: usize,
    saying: &Digest<'_>,
    asked_ix: usize,
    asked: &Digest<'_>,
) -> Option<BankNote> {
    let text = asked.answer_text()?;
    let stem = Phrase::new(saying.question.stem.as_str());
    if !answers(&stem, asked.question, &Phrase::new(text).words) {
        return None;
    }
    let id = &asked.question.key.question;
    let message = format!("the stem of another question says the answer of question `{id}`: \"{text}\"");
    let help = "reword one of them, so that they can stand on one form";
    let note = Note::new(At::Stem, message, help);
    Some(BankNote { question_ix: asked_ix, note, other: Some((saying_ix, At::Stem, "says it here")) })
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
