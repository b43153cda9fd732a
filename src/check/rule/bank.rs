//! Flaws that only the whole bank shows.

use std::collections::HashMap;

use crate::bank::rule::{Rule, Severity};
use crate::check::class::{Class, Classes};
use crate::check::rule::digest::{Digest, Digests, pair};
use crate::check::rule::{At, BankNote, Check, FlawRule, HALADYNA, Note, STANDARD};
use crate::check::words::{Phrase, Word};

pub(crate) mod acronym;
pub(crate) mod initials;

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

/// Bits of the set of leads: few of a stem's pairs of words are in it, and it stays near.
const LEAD_BITS: usize = 1 << 18;

/// Bits of a row of that set.
const ROW_BITS: usize = u64::BITS as usize;

/// The questions whose answers hold a word, or two words in a row where they have as many.
struct Leads {
    /// Pairs of words with the position of a question, sorted.
    by_pair: Vec<(u64, usize)>,
    /// A bit for each pair that leads somewhere; others share it.
    bits: Box<[u64; LEAD_BITS / ROW_BITS]>,
}

impl Leads {
    fn new(digests: &Digests) -> Self {
        let mut n_keys: HashMap<u32, usize> = HashMap::new();
        for lead in digests.iter().filter_map(|digest| digest.lead()) {
            *n_keys.entry(lead).or_default() += 1;
        }
        let is_rare = |digest: &Digest<'_>| {
            digest
                .lead()
                .and_then(|lead| n_keys.get(&lead))
                .is_some_and(|n_keys| *n_keys <= MOST_KEYS_OF_A_WORD)
        };
        let leading = digests.iter().enumerate().filter(|(_, digest)| is_rare(digest));
        let mut by_pair: Vec<(u64, usize)> =
            leading.filter_map(|(question_ix, digest)| Some((digest.lead_pair()?, question_ix))).collect();
        by_pair.sort_unstable();
        let mut bits = Box::new([0; LEAD_BITS / ROW_BITS]);
        for (pair, _) in &by_pair {
            let (row_ix, bit) = place(*pair);
            if let Some(row) = bits.get_mut(row_ix) {
                *row |= bit;
            }
        }
        Self { by_pair, bits }
    }

    /// May a pair of words lead somewhere?
    fn may_lead(&self, pair: u64) -> bool {
        let (row_ix, bit) = place(pair);
        self.bits.get(row_ix).is_some_and(|row| row & bit != 0)
    }

    /// Returns the questions that a pair of words leads to.
    fn to(&self, pair: u64) -> impl Iterator<Item = usize> {
        let leading = if self.may_lead(pair) { self.by_pair.as_slice() } else { &[] };
        let start = leading.partition_point(|(other, _)| *other < pair);
        let rest = leading.get(start..).unwrap_or_default().iter();
        rest.take_while(move |(other, _)| *other == pair).map(|(_, question_ix)| *question_ix)
    }
}

/// Returns the row and the bit of a pair in the set of leads.
fn place(pair: u64) -> (usize, u64) {
    let place = (pair ^ pair >> 29) as usize % LEAD_BITS;
    (place / ROW_BITS, 1 << (place % ROW_BITS))
}

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
            let asked =
                leads.to(alone).chain(leads.to(with_before)).filter(|asked_ix| *asked_ix != saying_ix);
            let asked = asked.filter_map(|asked_ix| digests.get(asked_ix));
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
