//! Flaws that only the whole bank shows.

use crate::bank::rule::{Rule, Severity};
use crate::check::class::{Class, Classes};
use crate::check::rule::bank::lead::Leads;
use crate::check::rule::digest::{Digest, Digests, pair};
use crate::check::rule::{At, BankNote, Check, FlawRule, HALADYNA, Note, STANDARD};
use crate::check::words::{Phrase, Word};

pub(crate) mod acronym;
pub(crate) mod initials;
mod lead;

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

fn answers_given_away(digests: &Digests) -> Vec<BankNote> {
    let leads = Leads::new(digests);
    let mut found = Vec::new();
    for (saying_ix, saying) in digests.iter().enumerate() {
        let mut before = None;
        for (word_ix, word) in saying.stem().iter().enumerate() {
            let (alone, with_before) = (pair(None, *word), pair(before, *word));
            before = Some(*word);
            if !leads.may_lead(alone) & !leads.may_lead(with_before) {
                continue;
            }
            let leading = leads.of(alone).chain(leads.of(with_before));
            let others = leading
                .filter(|lead| lead.digest_ix != saying_ix && lead.may_be_said(saying.stem(), word_ix));
            let asked = others.filter_map(|lead| digests.get(lead.digest_ix));
            let said = asked.filter(|asked| saying.says(word_ix, *asked) && answers(saying, *asked));
            found.extend(said.map(|asked| given_away(saying, asked)));
        }
    }
    found.sort_by_key(|note| (note.question_ix, note.other.map(|(other_ix, _, _)| other_ix)));
    found.dedup_by_key(|note| (note.question_ix, note.other.map(|(other_ix, _, _)| other_ix)));
    found
}

/// Returns the flaw that one question says the answer of another.
fn given_away(saying: Digest<'_>, asked: Digest<'_>) -> BankNote {
    let (id, text) = (asked.id(), asked.answer_text());
    let message = format!("the stem of another question says the answer of question `{id}`: \"{text}\"");
    let help = "reword one of them, so that they can stand on one form";
    let note = Note::new(At::Stem, message, help);
    let other = Some((saying.question_ix(), At::Stem, "says it here"));
    BankNote { question_ix: asked.question_ix(), note, other }
}

/// May [`answers`] hold, as far as the beginnings of words tell?
fn may_answer(saying: Digest<'_>, asked: Digest<'_>) -> bool {
    let asking = asked.stem().iter().zip(asked.stem_heads()).skip(asked.asks_from_word());
    let (mut n_own, mut n_common) = (0, 0);
    for (_, head) in asking.filter(|(hash, _)| !Classes::known().of(**hash).has(Class::COMMON)) {
        let is_long = head >> (2 * u8::BITS) != 0;
        n_own += usize::from(is_long && !asked.answer_heads().contains(head));
        n_common += usize::from(saying.stem_heads().contains(head));
    }
    are_most(n_common, n_own)
}

/// Are these enough of a question's own words?
fn are_most(n_common: usize, n_own: usize) -> bool {
    n_common >= 2 && n_common as f64 >= LEAST_IN_COMMON * n_own as f64
}

/// Does the stem of one question, besides the key of another, have most of the words of the sentence that asks for it?
fn answers(saying: Digest<'_>, asked: Digest<'_>) -> bool {
    if !may_answer(saying, asked) {
        return false;
    }
    let [stem, answer, saying] =
        [asked.stem_text(), asked.answer_text(), saying.stem_text()].map(Phrase::new);
    let is_in = |phrase: &Phrase<'_>, word: &Word| {
        phrase.words.iter().any(|other| stem.is_form_of(word, phrase, other))
    };
    let content = stem.words.iter().skip(asked.asks_from_word()).filter(|word| word.is_content());
    let own: Vec<&Word> = content.filter(|word| !is_in(&answer, word)).collect();
    let n_common = own.iter().filter(|word| is_in(&saying, word)).count();
    are_most(n_common, own.len())
}
