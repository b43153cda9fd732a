//! Reasons that are missing, too short, or speak of places that shuffling moves.

use crate::bank::rule::{Rule, Severity};
use crate::check::rule::item::Item;
use crate::check::rule::{At, Check, FlawRule, Note, STANDARD};
use crate::text::SafeText;
use crate::text::block::Block;
use crate::text::step::first_of_pairs;

/// Words of the shortest reason that says something.
const LEAST_WORDS: usize = 8;

/// Places that shuffling moves.
const ORDINALS: &[&str] = &[
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "last", "previous", "next",
];

/// Words for choices, the starts of all their forms.
const NOUNS: &[&str] = &["choice", "option", "answer", "distractor"];

/// How those words begin, as numbers.
const STARTS: [u32; 4] = [
    u32::from_le_bytes(*b"choi"),
    u32::from_le_bytes(*b"opti"),
    u32::from_le_bytes(*b"answ"),
    u32::from_le_bytes(*b"dist"),
];

/// First and last letter of those beginnings.
const PAIRS: [[u8; 2]; 4] = [*b"ci", *b"oi", *b"aw", *b"dt"];

/// What makes a capital letter small, in each byte of such a number.
const SMALL: u32 = 0x2020_2020;

/// A choice without a reason.
pub const MISSING_RATIONALE: FlawRule = FlawRule {
    rule: Rule {
        code: "missing-rationale",
        severity: Severity::Warning,
        why: "People learn from the reason, and from that of a wrong choice most.",
    },
    source: STANDARD,
    sample: r#"{ "stem": "Which segment names the patient?",
      "choices": [ { "text": "`PID`", "correct": true,
          "rationale": "Patient identification: the list of identifiers, name and birth date stand in it." },
        { "text": "`PV1`" } ] }"#,
    near_miss: r#"{ "stem": "Which segment names the patient?",
      "choices": [ { "text": "`PID`", "correct": true,
          "rationale": "Patient identification: the list of identifiers, name and birth date stand in it." },
        { "text": "`PV1`", "rationale": "It tells of the visit: where, since when, and under which doctor." } ] }"#,
    check: Check::Question(missing_rationale),
};

/// A reason of a few words.
pub const SHORT_RATIONALE: FlawRule = FlawRule {
    rule: Rule {
        code: "short-rationale",
        severity: Severity::Warning,
        why: "\"Wrong\" teaches nothing; eight words are the least that name a confusion.",
    },
    source: STANDARD,
    sample: r#"{ "stem": "Which segment names the patient?",
      "choices": [ { "text": "`PID`", "correct": true,
          "rationale": "Patient identification: the list of identifiers, name and birth date stand in it." },
        { "text": "`PV1`", "rationale": "That is the visit." } ] }"#,
    near_miss: r#"{ "stem": "Which segment names the patient?",
      "choices": [ { "text": "`PID`", "correct": true,
          "rationale": "Patient identification: the list of identifiers, name and birth date stand in it." },
        { "text": "`PV1`", "rationale": "That is the visit, not who is visiting." } ] }"#,
    check: Check::Question(short_rationale),
};

/// "Choice B" in a reason.
pub const LETTER_IN_RATIONALE: FlawRule = FlawRule {
    rule: Rule {
        code: "letter-in-rationale",
        severity: Severity::Warning,
        why: "Choices are shuffled: \"choice B\" is another one for everybody.",
    },
    source: STANDARD,
    sample: r#"{ "stem": "Which segment names the patient?", "type": "text", "accept": ["PID"],
      "explanation": "Answer B would be right if the question were about the visit." }"#,
    near_miss: r#"{ "stem": "Which segment names the patient?", "type": "text", "accept": ["PID"],
      "explanation": "The answer A01 gives is an admission: an option a planner has." }"#,
    check: Check::Question(letter_in_rationale),
};

fn missing_rationale(item: &Item<'_>) -> Option<Note> {
    let choices = item.picked_choices();
    let first = choices.iter().position(|choice| choice.rationale.is_none())?;
    let n_missing = choices.iter().filter(|choice| choice.rationale.is_none()).count();
    let message = match n_missing == choices.len() {
        true => format!("no choice of {} has a rationale", item.name()),
        false => format!("{n_missing} of the {} choices of {} have no rationale", choices.len(), item.name()),
    };
    Some(Note::new(At::Rationale(first), message, "say why it is right, or which mistake leads to it"))
}

fn short_rationale(item: &Item<'_>) -> Option<Note> {
    let is_short = |text: &str| !has_words(text);
    let choice_ix = item.picked_choices().iter().position(|choice| choice.rationale.is_some_and(is_short))?;
    let message = format!("a rationale of {} has fewer than {LEAST_WORDS} words", item.name());
    Some(Note::new(At::Rationale(choice_ix), message, "say which confusion leads there"))
}

/// Has a text the words that a reason has at least?
fn has_words(text: &str) -> bool {
    // Mostly its first bytes have them.
    let spaces = Block::of(text.as_bytes()).any_of(*b" \n\t");
    let ends = spaces & !(spaces << 1 | 1);
    ends.count_ones() as usize >= LEAST_WORDS || text.split_ascii_whitespace().nth(LEAST_WORDS - 1).is_some()
}

fn letter_in_rationale(item: &Item<'_>) -> Option<Note> {
    let mut rationales = item.picked_choices().iter().enumerate();
    let found = rationales.find_map(|(choice_ix, choice)| {
        Some((At::Rationale(choice_ix), choice.rationale.and_then(place_named)?))
    });
    let explanation = || Some((At::Key("explanation"), item.question.explanation.and_then(place_named)?));
    let (at, named) = found.or_else(explanation)?;
    let named = SafeText::line(&named);
    let message = format!("{} speaks of \"{named}\", which shuffling moves", item.name());
    Some(Note::new(at, message, "name the choice by what it says"))
}

/// Returns the words that name a choice by letter, number or place.
fn place_named(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    // A noun begins at the start or behind one of these.
    let may_begin = |at: usize| at == 0 || bytes.get(at - 1).is_some_and(|before| b" (\"".contains(before));
    first_of_pairs(bytes, PAIRS, |at| {
        if may_begin(at) && begins_noun(text, at) { named_at(text, at) } else { None }
    })
}

/// Do four bytes begin a word for choices?
fn begins_noun(text: &str, at: usize) -> bool {
    let start = text.as_bytes().get(at..).and_then(<[u8]>::first_chunk);
    start.is_some_and(|start| STARTS.contains(&(u32::from_le_bytes(*start) | SMALL)))
}

/// Returns the words that name a choice where a noun for choices begins.
fn named_at(text: &str, at: usize) -> Option<String> {
    let (before, rest) = text.split_at_checked(at)?;
    let mut words = rest.split_ascii_whitespace();
    let noun = words.next()?;
    if !NOUNS
        .iter()
        .any(|known| noun.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known)))
    {
        return None;
    }
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let after = words.next().unwrap_or_default();
    if is_letter(after) && noun.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Some(format!("{noun} {}", bare(after)));
    }
    let ordinal = before.split_ascii_whitespace().next_back().unwrap_or_default();
    // The first answer may be a server's.
    let is_place = ORDINALS.iter().any(|known| ordinal.eq_ignore_ascii_case(known)) && !noun.starts_with('a');
    is_place.then(|| format!("{ordinal} {}", bare(noun)))
}

/// Is it a letter or number of a choice? An article in the middle of a sentence is a small letter.
fn is_letter(word: &str) -> bool {
    matches!(
        word.trim_start_matches('(').as_bytes(),
        [b'A'..=b'H' | b'1'..=b'8'] | [b'A'..=b'H' | b'1'..=b'8', b'.' | b',' | b')' | b';' | b':', ..]
    )
}
