//! Stems that do not ask, ask for what does not hold, or ask at too great a length.

use crate::bank::rule::{Rule, Severity};
use crate::bank::view::Asks;
use crate::check::class::Class;
use crate::check::prose::{Asking, asking, reading_grade};
use crate::check::rule::item::Item;
use crate::check::rule::{At, Check, FlawRule, HALADYNA, NBME, Note, STANDARD};
use crate::check::words::Word;

/// Words of the longest stem; a long situation belongs to a case or an exhibit.
const MOST_WORDS: usize = 120;

/// School years above which a stem tests reading; textbooks of medicine are at 14 to 18.
const HARDEST_GRADE: f64 = 20.0;

/// Words of a stem whose grade is computed: in a few words one name decides.
const LEAST_WORDS: usize = 20;

/// Verbs that ask without a question mark.
const IMPERATIVES: &[&str] = &[
    "arrange",
    "calculate",
    "choose",
    "compute",
    "count",
    "enter",
    "fill",
    "find",
    "give",
    "identify",
    "list",
    "locate",
    "mark",
    "match",
    "name",
    "order",
    "pick",
    "place",
    "point",
    "put",
    "rank",
    "select",
    "sort",
    "state",
    "tick",
    "type",
    "work",
    "write",
];

/// A stem that asks nothing.
pub const NO_QUESTION: FlawRule = FlawRule {
    rule: Rule {
        code: "no-question",
        severity: Severity::Warning,
        why: "Where the stem asks nothing, one has to read all choices to find out what is wanted.",
    },
    source: HALADYNA,
    sample: r#"{ "stem": "The identifiers of a patient are in",
      "choices": [ { "text": "`PID`", "correct": true }, { "text": "`PV1`" }, { "text": "`OBX`" } ] }"#,
    near_miss: r#"{ "stem": "Name the segment with the identifiers of a patient.", "type": "text", "accept": ["PID"] }"#,
    check: Check::Question(no_question),
};

/// "Which of the following is true?"
pub const WHICH_IS_TRUE: FlawRule = FlawRule {
    rule: Rule {
        code: "which-is-true",
        severity: Severity::Warning,
        why: "A question for any true statement is a list of true-false questions, and cannot be answered from the stem.",
    },
    source: NBME,
    sample: r#"{ "stem": "Which of the following is true about the feed?",
      "choices": [ { "text": "It carries orders", "correct": true }, { "text": "It stores scans" },
        { "text": "It prints bands" } ] }"#,
    near_miss: r#"{ "stem": "The vendor calls two of its claims true. What does the feed carry?",
      "choices": [ { "text": "It carries orders", "correct": true }, { "text": "It stores scans" },
        { "text": "It prints bands" } ] }"#,
    check: Check::Question(which_is_true),
};

/// A "not" that is easily overlooked.
pub const QUIET_NEGATIVE: FlawRule = FlawRule {
    rule: Rule {
        code: "quiet-negative",
        severity: Severity::Warning,
        why: "Who overlooks a small \"not\" answers the opposite of what they know.",
    },
    source: HALADYNA,
    sample: r#"{ "stem": "Which of these is not a segment?", "type": "text", "accept": ["FHIR"] }"#,
    near_miss: r#"{ "stem": "The patient has not eaten. Which segment says so?", "type": "text", "accept": ["OBX"] }"#,
    check: Check::Question(quiet_negative),
};

/// A negative stem with a negative choice.
pub const DOUBLE_NEGATIVE: FlawRule = FlawRule {
    rule: Rule {
        code: "double-negative",
        severity: Severity::Warning,
        why: "A negative choice under a negative stem takes logic, not knowledge.",
    },
    source: HALADYNA,
    sample: r#"{ "stem": "Which step is NOT part of the downtime plan?",
      "choices": [ { "text": "Printing the census" }, { "text": "Not paging the desk", "correct": true },
        { "text": "Fetching the forms" } ] }"#,
    near_miss: r#"{ "stem": "Which step is NOT part of the downtime plan?",
      "choices": [ { "text": "Printing the census" }, { "text": "Turning off pagers", "correct": true },
        { "text": "Fetching the forms" } ] }"#,
    check: Check::Question(double_negative),
};

/// A stem as long as a page.
pub const LONG_STEM: FlawRule = FlawRule {
    rule: Rule {
        code: "long-stem",
        severity: Severity::Warning,
        why: "A stem longer than a screen is read twice; what several questions share can be a case.",
    },
    source: NBME,
    sample: LONG_SAMPLE,
    near_miss: r#"{ "stem": "The ward calls at nine. The list is empty. The desk looks at the log. Which line of the log tells why?",
      "type": "text", "accept": ["the first"] }"#,
    check: Check::Question(long_stem),
};

/// A stem of 121 words and more, in short sentences.
const LONG_SAMPLE: &str = r#"{ "stem": "The ward calls at nine. The list is empty. The desk looks at the log. It sees a gap of ten minutes. The engine was down for that time. The team had put in a new rule. The rule drops some of the lines. The lab was not told. The nurse has a list on paper. The clerk types it in. The list is still not full. The desk calls the lab. The lab sends the lines once more. The engine takes them now. The ward calls at ten. The list is full but for one bed. The bed was moved in the night. The clerk had not seen it. The desk looks at the log once more. It sees one line that was not sent. Which part of the line tells the bed?",
      "type": "text", "accept": ["PV1-3"] }"#;

/// A stem that is hard to read.
pub const HARD_STEM: FlawRule = FlawRule {
    rule: Rule {
        code: "hard-stem",
        severity: Severity::Warning,
        why: "Where reading is harder than the subject, the question measures reading.",
    },
    source: STANDARD,
    sample: r#"{ "stem": "Considering organizational interoperability certification responsibilities, accountability documentation, and implementation communication necessities, which organizational representative initiates verification of configuration modifications preceding activation?",
      "type": "text", "accept": ["the analyst"] }"#,
    near_miss: r#"{ "stem": "The hospital has to certify its system, keep records of who answers for what, and tell the users what is going to change. Who checks the settings before the system is turned on?",
      "type": "text", "accept": ["the analyst"] }"#,
    check: Check::Question(hard_stem),
};

fn no_question(item: &Item<'_>) -> Option<Note> {
    let is_asked_by_type = matches!(item.question.asks, Asks::Order | Asks::Match);
    let text = item.stem.text;
    if is_asked_by_type || text.ends_with('?') || text.contains('?') || asks_by_verb(item) {
        return None;
    }
    let help = "end the stem with a question: one that an expert can answer without the choices";
    Some(Note::new(At::Stem, format!("the stem of {} asks nothing", item.name()), help))
}

/// Does a sentence of the stem begin with a verb such as "Put"?
fn asks_by_verb(item: &Item<'_>) -> bool {
    let begins = |word_ix: usize| {
        let Some(before) = word_ix.checked_sub(1) else { return true };
        let ends = item.stem.words.get(before).map_or(0, Word::end);
        let starts = item.stem.words.get(word_ix).map_or(0, Word::start);
        item.stem.text.get(ends..starts).is_some_and(|between| between.contains(['.', ':', '\n', ',']))
    };
    (0..item.stem.words.len()).any(|word_ix| item.stem.is_any(word_ix, IMPERATIVES) && begins(word_ix))
}

fn which_is_true(item: &Item<'_>) -> Option<Note> {
    if !item.stem.has(Class::JUDGEMENT) || item.picked().is_empty() {
        return None;
    }
    let words = item.asking_words();
    let written = |word_ix: usize| words.get(word_ix).map_or("", |word| item.stem.written(word));
    let is_any =
        |word_ix: usize, of: &[&str]| of.iter().any(|known| known.eq_ignore_ascii_case(written(word_ix)));
    let judged = |word_ix: usize| {
        is_any(word_ix, &["is", "are", "holds"])
            && words.get(word_ix + 1).is_some_and(|word| word.class.has(Class::JUDGEMENT))
    };
    let judged_ix = (1..words.len()).find(|word_ix| judged(*word_ix))?;
    let is_open = (0..judged_ix).any(|ix| is_any(ix, &["which", "what"]))
        && (0..judged_ix).any(|ix| is_any(ix, &["following", "these", "statement", "statements", "what"]));
    // "Which of these is the correct dose" asks for something.
    let asks_for_a_thing = !matches!(
        written(judged_ix + 2).to_ascii_lowercase().as_str(),
        "" | "about" | "of" | "regarding" | "concerning" | "for" | "here" | "in" | "with"
    );
    if !is_open || asks_for_a_thing {
        return None;
    }
    let message = format!("{} asks for any statement that is {}", item.name(), written(judged_ix + 1));
    Some(Note::new(At::Stem, message, "ask for one thing: what, when, who, how many, what comes first"))
}

fn quiet_negative(item: &Item<'_>) -> Option<Note> {
    if !item.may_ask_negatively() || asking(item.stem.text) != Asking::Negative {
        return None;
    }
    let message = format!("{} asks for what does not hold, in small letters", item.name());
    Some(Note::new(At::Stem, message, "ask for what holds, or write NOT, EXCEPT, LEAST in capitals"))
}

fn double_negative(item: &Item<'_>) -> Option<Note> {
    let choice_ix = item.picked().iter().position(|choice| choice.has(Class::NEGATION))?;
    if !item.may_ask_negatively() || asking(item.stem.text) == Asking::Positive {
        return None;
    }
    let message = format!("a choice of {} says no as its stem does", item.name());
    Some(Note::new(At::Choice(choice_ix), message, "ask for what holds, or say the choice without \"not\""))
}

fn long_stem(item: &Item<'_>) -> Option<Note> {
    let n_words = item.stem.words.len();
    let help = "leave out what the answer does not need, or move the situation to a case or an exhibit";
    (n_words > MOST_WORDS)
        .then(|| Note::new(At::Stem, format!("the stem of {} has {n_words} words", item.name()), help))
}

fn hard_stem(item: &Item<'_>) -> Option<Note> {
    if item.stem.words.len() < LEAST_WORDS {
        return None;
    }
    let grade = reading_grade(item.stem.text);
    let help = "write shorter sentences and everyday words where the subject allows it";
    (grade > HARDEST_GRADE).then(|| {
        let message = format!("the stem of {} reads like school year {grade:.0}", item.name());
        Note::new(At::Stem, message, help)
    })
}
