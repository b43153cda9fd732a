//! Marks by which somebody who knows nothing finds the key.

use crate::bank::rule::{Rule, Severity};
use crate::check::class::Class;
use crate::check::rule::item::Item;
use crate::check::rule::{At, Check, FlawRule, HALADYNA, NBME, Note};
use crate::check::words::{Phrase, Word};

/// How many times the next longest choice a key must be to stand out.
const STANDS_OUT_TIMES: f64 = 1.25;

/// Characters by which it must be longer than the next.
const STANDS_OUT_BY: usize = 10;

/// Letters of the shortest word that leads from stem to key.
const CUE_LETTERS: usize = 6;

/// Pairs of words that say the opposite.
const OPPOSITES: &[(&str, &str)] = &[
    ("accept", "reject"),
    ("accepts", "rejects"),
    ("add", "remove"),
    ("adds", "removes"),
    ("after", "before"),
    ("all", "none"),
    ("allow", "deny"),
    ("allows", "denies"),
    ("decrease", "increase"),
    ("decreases", "increases"),
    ("disable", "enable"),
    ("down", "up"),
    ("external", "internal"),
    ("fall", "rise"),
    ("falls", "rises"),
    ("faster", "slower"),
    ("fewer", "more"),
    ("high", "low"),
    ("higher", "lower"),
    ("inbound", "outbound"),
    ("inside", "outside"),
    ("larger", "smaller"),
    ("less", "more"),
    ("longer", "shorter"),
    ("lowers", "raises"),
    ("maximum", "minimum"),
    ("negative", "positive"),
    ("private", "public"),
    ("receiver", "sender"),
    ("receiving", "sending"),
    ("start", "stop"),
    ("starts", "stops"),
    ("with", "without"),
];

/// A key that is longer than the rest.
pub const LONG_KEY: FlawRule = FlawRule {
    rule: Rule {
        code: "long-key",
        severity: Severity::Warning,
        why: "Authors qualify what is right, and guessers take the longest choice.",
    },
    source: HALADYNA,
    sample: r#"{ "stem": "What does the analyst do first?",
      "choices": [ { "text": "Reads the log and the last message", "correct": true }, { "text": "Calls the ward again" },
        { "text": "Stops the engine" } ] }"#,
    near_miss: r#"{ "stem": "What does the analyst do first?",
      "choices": [ { "text": "Reads the log and the last message", "correct": true },
        { "text": "Calls the ward for the list" }, { "text": "Stops the engine" } ] }"#,
    check: Check::Question(long_key),
};

/// A detail in the key alone.
pub const DETAIL_IN_KEY: FlawRule = FlawRule {
    rule: Rule {
        code: "detail-in-key",
        severity: Severity::Warning,
        why: "A bracket or a reason in one choice alone shows where the author took care.",
    },
    source: NBME,
    sample: r#"{ "stem": "Which interface fits the device?",
      "choices": [ { "text": "A serial line (RS-232)", "correct": true }, { "text": "A shared network folder" },
        { "text": "A nightly table export" } ] }"#,
    near_miss: r#"{ "stem": "Which interface fits the device?",
      "choices": [ { "text": "A serial line (RS-232)", "correct": true }, { "text": "A shared folder (local)" },
        { "text": "A nightly table export" } ] }"#,
    check: Check::Question(detail_in_key),
};

/// "Always" and "never" in wrong choices.
pub const ABSOLUTES_IN_WRONG_CHOICES: FlawRule = FlawRule {
    rule: Rule {
        code: "absolutes-in-wrong-choices",
        severity: Severity::Warning,
        why: "Everybody has learned that a choice with \"always\" or \"never\" is wrong.",
    },
    source: HALADYNA,
    sample: r#"{ "stem": "When does the nurse scan the band?",
      "choices": [ { "text": "Before a dose is given", "correct": true }, { "text": "Always at the desk" },
        { "text": "Never on the ward" } ] }"#,
    near_miss: r#"{ "stem": "When does the nurse scan the band?",
      "choices": [ { "text": "Always before a dose", "correct": true }, { "text": "Always at the desk" },
        { "text": "Never on the ward" } ] }"#,
    check: Check::Question(absolutes_in_wrong_choices),
};

/// "Usually" in the key.
pub const HEDGED_KEY: FlawRule = FlawRule {
    rule: Rule {
        code: "hedged-key",
        severity: Severity::Warning,
        why: "Only what is right needs a \"usually\" to stay right.",
    },
    source: HALADYNA,
    sample: r#"{ "stem": "What does a growing queue mean?",
      "choices": [ { "text": "Usually a slow receiver", "correct": true }, { "text": "A wrong password" },
        { "text": "A full moon tonight" } ] }"#,
    near_miss: r#"{ "stem": "What does a growing queue mean?",
      "choices": [ { "text": "Usually a slow receiver", "correct": true }, { "text": "Usually a bad password" },
        { "text": "A full moon tonight" } ] }"#,
    check: Check::Question(hedged_key),
};

/// A word of the stem in the key alone.
pub const STEM_WORD_IN_KEY: FlawRule = FlawRule {
    rule: Rule {
        code: "stem-word-in-key",
        severity: Severity::Warning,
        why: "A word that stands in the question and in one choice alone leads from one to the other.",
    },
    source: NBME,
    sample: r#"{ "stem": "Which profile consolidates duplicate patients?",
      "choices": [ { "text": "Patient duplicate resolution", "correct": true }, { "text": "Cross document sharing" },
        { "text": "Consistent time service" } ] }"#,
    near_miss: r#"{ "stem": "Which profile consolidates duplicate patients?",
      "choices": [ { "text": "Patient duplicate resolution", "correct": true }, { "text": "Duplicate time service" },
        { "text": "Cross document sharing" } ] }"#,
    check: Check::Question(stem_word_in_key),
};

/// An article that fits the key alone.
pub const ARTICLE_FITS_KEY: FlawRule = FlawRule {
    rule: Rule {
        code: "article-fits-key",
        severity: Severity::Warning,
        why: "An \"a\" or \"an\" at the end of the stem rules out every choice that it does not fit.",
    },
    source: HALADYNA,
    sample: r#"{ "stem": "What does the lab send back? It is an",
      "choices": [ { "text": "acknowledgment", "correct": true }, { "text": "query" }, { "text": "schedule" } ] }"#,
    near_miss: r#"{ "stem": "What does the lab send back? It is a",
      "choices": [ { "text": "reply", "correct": true }, { "text": "query" }, { "text": "schedule" } ] }"#,
    check: Check::Question(article_fits_key),
};

/// Two opposites, one of them the key.
pub const OPPOSITE_PAIR: FlawRule = FlawRule {
    rule: Rule {
        code: "opposite-pair",
        severity: Severity::Warning,
        why: "Of two choices that say the opposite one must be right, so that nobody reads the others.",
    },
    source: NBME,
    sample: r#"{ "stem": "What happens to the queue?",
      "choices": [ { "text": "The count rises", "correct": true }, { "text": "The count falls" },
        { "text": "The disk is wiped" } ] }"#,
    near_miss: r#"{ "stem": "What happens to the queue?",
      "choices": [ { "text": "The count rises", "correct": true }, { "text": "The count falls" },
        { "text": "The delay rises" }, { "text": "The delay falls" } ] }"#,
    check: Check::Question(opposite_pair),
};

fn long_key(item: &Item<'_>) -> Option<Note> {
    let (key_ix, key) = item.key()?;
    let next = item.wrong().map(|choice| choice.n_characters).max()?;
    let length = key.n_characters;
    if (length as f64) < STANDS_OUT_TIMES * next as f64 || length < next + STANDS_OUT_BY {
        return None;
    }
    let message =
        format!("the key of {} has {length} characters, the next longest choice {next}", item.name());
    Some(Note::new(At::Choice(key_ix), message, "shorten the key, or give a wrong choice as much detail"))
}

fn detail_in_key(item: &Item<'_>) -> Option<Note> {
    let (key_ix, key) = item.key()?;
    let detail = detail(key)?;
    if item.wrong().any(|choice| self::detail(choice).is_some()) {
        return None;
    }
    let message = format!("only the key of {} has {detail}", item.name());
    Some(Note::new(At::Choice(key_ix), message, "leave the detail out, or give a wrong choice one too"))
}

/// Returns what a choice has besides its main point: a bracket or a clause that gives a reason.
fn detail(choice: &Phrase<'_>) -> Option<&'static str> {
    let bytes = choice.text.as_bytes();
    if bytes.contains(&b'(') && choice.text.contains(" (") {
        return Some("a part in brackets");
    }
    if !bytes.contains(&b',') && !bytes.contains(&b';') {
        return None;
    }
    // "Watched because of the news" explains nothing that the choice could do without; a clause has its comma.
    let follows_comma = |word: &Word| {
        let before = choice.text.get(..word.start()).unwrap_or_default();
        before.ends_with(", ") || before.ends_with("; ")
    };
    let gives_reason = |(word_ix, word): (usize, &Word)| {
        follows_comma(word) && choice.is_any(word_ix, &["because", "since", "which", "so"])
    };
    choice.words.iter().enumerate().any(gives_reason).then_some("a clause that explains it")
}

fn absolutes_in_wrong_choices(item: &Item<'_>) -> Option<Note> {
    let (_, key) = item.key()?;
    let has_absolute = |choice: &Phrase<'_>| {
        choice.has(Class::ABSOLUTE) && choice.words.iter().any(|word| is_strong(choice, word))
    };
    if item.wrong().filter(|choice| has_absolute(choice)).count() < 2 || key.has(Class::ABSOLUTE) {
        return None;
    }
    let first = item.choices.iter().position(has_absolute)?;
    let message = format!("only wrong choices of {} say words like \"always\"", item.name());
    Some(Note::new(At::Choice(first), message, "take the words out, or use one in the key as well"))
}

/// Is it an absolute that stands out? "No" and "any" are parts of ordinary speech.
fn is_strong(choice: &Phrase<'_>, word: &Word) -> bool {
    let written = choice.written(word);
    word.class.has(Class::ABSOLUTE)
        && !["no", "any", "all", "cannot"].iter().any(|common| written.eq_ignore_ascii_case(common))
}

fn hedged_key(item: &Item<'_>) -> Option<Note> {
    let (key_ix, key) = item.key()?;
    if !key.has(Class::HEDGE)
        || !key.words.iter().any(|word| is_hedge(key, word))
        || item.wrong().any(|choice| choice.has(Class::HEDGE))
    {
        return None;
    }
    let message = format!("only the key of {} says words like \"usually\"", item.name());
    Some(Note::new(At::Choice(key_ix), message, "state it as plainly as the wrong choices"))
}

/// Is it a word that leaves room? "Can" and "most" are more often ability and comparison, and a choice that begins with
/// "could" is a question.
fn is_hedge(choice: &Phrase<'_>, word: &Word) -> bool {
    let written = choice.written(word);
    let is_any = |words: &[&str]| words.iter().any(|other| written.eq_ignore_ascii_case(other));
    let asks = || choice.words.first() == Some(word) && is_any(&["could", "may", "might"]);
    word.class.has(Class::HEDGE) && !is_any(&["can", "most"]) && !asks()
}

fn stem_word_in_key(item: &Item<'_>) -> Option<Note> {
    let (key_ix, key) = item.key()?;
    // Most words of a choice begin like none of the stem.
    let beginnings = item.stem.words.iter().fold(0, |beginnings, word| beginnings | bit_of_beginning(word));
    let shared = |choice: &Phrase<'_>, word: &&Word| {
        beginnings & bit_of_beginning(word) != 0
            && word.is_content()
            && word.length() >= CUE_LETTERS
            && !choice.written(word).bytes().any(|byte| byte.is_ascii_digit())
            && item.stem.words.iter().any(|other| choice.is_form_of(word, &item.stem, other))
    };
    let mut cues = key.words.iter().filter(|word| shared(key, word));
    let (first, second) = (cues.next()?, cues.next()?);
    // Where a wrong choice has words of the stem too, they lead nowhere.
    if key.is_form_of(second, key, first)
        || item.wrong().any(|choice| choice.words.iter().any(|word| shared(choice, &word)))
    {
        return None;
    }
    let message =
        format!("only the key of {} has words of the stem, such as \"{}\"", item.name(), key.written(first));
    Some(Note::new(
        At::Choice(key_ix),
        message,
        "say it in other words, or use the word in a wrong choice too",
    ))
}

/// Returns a bit for how a word begins, which all its forms share, and some other words.
fn bit_of_beginning(word: &Word) -> u64 {
    1 << (word.head().wrapping_mul(0x9e37_79b9) >> (u32::BITS - u64::BITS.ilog2()))
}

fn article_fits_key(item: &Item<'_>) -> Option<Note> {
    let (_, key) = item.key()?;
    let last = item.stem.words.len().checked_sub(1)?;
    let wants_vowel = item.stem.is_any(last, &["an"]);
    if !wants_vowel && !item.stem.is_any(last, &["a"]) || item.stem.text.trim_end().ends_with(')') {
        return None;
    }
    let fits = |choice: &Phrase<'_>| {
        let first = choice.text.bytes().find(u8::is_ascii_alphabetic).map(|byte| byte.to_ascii_lowercase());
        matches!(first, Some(b'a' | b'e' | b'i' | b'o' | b'u')) == wants_vowel
    };
    if !fits(key) || item.wrong().all(fits) {
        return None;
    }
    let message = format!("the last word of {}'s stem does not fit every choice", item.name());
    Some(Note::new(At::Stem, message, "write the article into the choices, or `a(n)` in the stem"))
}

fn opposite_pair(item: &Item<'_>) -> Option<Note> {
    let (key_ix, key) = item.key()?;
    let partner = item.choices.iter().position(|choice| are_opposites(key, choice))?;
    let others: Vec<&Phrase<'_>> = item
        .choices
        .iter()
        .enumerate()
        .filter(|(choice_ix, _)| *choice_ix != key_ix && *choice_ix != partner)
        .map(|(_, choice)| choice)
        .collect();
    let is_balanced = others.iter().any(|one| others.iter().any(|other| are_opposites(one, other)));
    if others.is_empty() || is_balanced {
        return None;
    }
    let message = format!("two choices of {} say the opposite, and one of them is the key", item.name());
    Some(Note::new(At::Choice(partner), message, "give the others an opposite too, or leave this one out"))
}

/// Do two choices differ in one word only, and say the opposite by it?
fn are_opposites(one: &Phrase<'_>, other: &Phrase<'_>) -> bool {
    if one.words.len() != other.words.len() {
        return false;
    }
    let mut differences = one.words.iter().zip(&other.words).filter(|(one, other)| one.hash != other.hash);
    let (Some((left, right)), None) = (differences.next(), differences.next()) else { return false };
    let (left, right) = (one.written(left), other.written(right));
    let is = |word: &str, known: &str| word.eq_ignore_ascii_case(known);
    OPPOSITES.iter().any(|(a, b)| (is(left, a) && is(right, b)) || (is(left, b) && is(right, a)))
}
