//! Choices that are badly made, whatever the key.

use crate::bank::rule::{Rule, Severity};
use crate::check::class::Class;
use crate::check::rule::item::Item;
use crate::check::rule::{At, Check, FlawRule, HALADYNA, NBME, Note, STANDARD};
use crate::check::words::Phrase;

/// Words of the longest choice: more is a paragraph, and four paragraphs are a reading test.
const MOST_WORDS: usize = 30;

/// How many times the shortest choice the longest may be.
const MOST_TIMES: f64 = 2.5;

/// Characters of difference below which lengths do not matter: `ADT` and `ADT^A01` are as long.
const SMALL_DIFFERENCE: usize = 25;

/// Words with which every choice may begin; more belong to the stem.
const MOST_WORDS_IN_COMMON: usize = 2;

/// "All of the above".
pub const ALL_OF_THE_ABOVE: FlawRule = FlawRule {
    rule: Rule {
        code: "all-of-the-above",
        severity: Severity::Warning,
        why: "Who knows that two choices are right takes it without knowing the rest, and choices are shuffled.",
    },
    source: HALADYNA,
    sample: r#"{ "stem": "Which of these messages does the stay feed carry?",
      "choices": [ { "text": "Admissions" }, { "text": "Transfers" }, { "text": "Discharges" },
        { "text": "All of the above", "correct": true } ] }"#,
    near_miss: r#"{ "stem": "What does the stay feed carry about a stay?",
      "choices": [ { "text": "The medications given" }, { "text": "The claims submitted" },
        { "text": "All of the moves between beds", "correct": true } ] }"#,
    check: Check::Question(all_of_the_above),
};

/// "None of the above".
pub const NONE_OF_THE_ABOVE: FlawRule = FlawRule {
    rule: Rule {
        code: "none-of-the-above",
        severity: Severity::Warning,
        why: "Where it is the key, nobody has shown that they know what is right.",
    },
    source: HALADYNA,
    sample: r#"{ "stem": "Which segment carries the allergies of a patient?",
      "choices": [ { "text": "`PID`" }, { "text": "`AL1`", "correct": true }, { "text": "None of these" } ] }"#,
    near_miss: r#"{ "stem": "What does a blank allergy list mean in this feed?",
      "choices": [ { "text": "None of the allergies were asked for", "correct": true },
        { "text": "The patient has no allergy at all" }, { "text": "The interface has lost the segment" } ] }"#,
    check: Check::Question(none_of_the_above),
};

/// Choices made of other choices.
pub const COMBINED_CHOICES: FlawRule = FlawRule {
    rule: Rule {
        code: "combined-choices",
        severity: Severity::Warning,
        why: "A choice made of others is solved by logic, and its letters mean nothing once choices are shuffled.",
    },
    source: HALADYNA,
    sample: r#"{ "stem": "Which documents name the patient?",
      "choices": [ { "text": "The consent form" }, { "text": "The audit plan" },
        { "text": "Both A and C", "correct": true } ] }"#,
    near_miss: r#"{ "stem": "Which parts of Medicare does the hospital bill?",
      "choices": [ { "text": "Parts A and B", "correct": true }, { "text": "Parts A and D" },
        { "text": "Parts C and D" } ] }"#,
    check: Check::Question(combined_choices),
};

/// Yes and no as choices.
pub const YES_NO_CHOICES: FlawRule = FlawRule {
    rule: Rule {
        code: "yes-no-choices",
        severity: Severity::Warning,
        why: "Yes or no is guessed half of the time, whatever follows it.",
    },
    source: NBME,
    sample: r#"{ "stem": "May the clinic send the record?",
      "choices": [ { "text": "Yes, with a consent", "correct": true }, { "text": "Yes, at any time" },
        { "text": "No, it belongs to the lab" } ] }"#,
    near_miss: r#"{ "stem": "What does the empty list of this patient say?",
      "choices": [ { "text": "No known allergies", "correct": true }, { "text": "Yes-sayer bias" },
        { "text": "Nobody asked yet" } ] }"#,
    check: Check::Question(yes_no_choices),
};

/// Numbers out of order.
pub const UNORDERED_NUMBERS: FlawRule = FlawRule {
    rule: Rule {
        code: "unordered-numbers",
        severity: Severity::Warning,
        why: "Numbers in order are read at a glance; in disorder they cost time that knowledge does not need.",
    },
    source: HALADYNA,
    sample: r#"{ "stem": "How many segments does the message have?",
      "choices": [ { "text": "4 segments", "correct": true }, { "text": "2 segments" }, { "text": "8 segments" } ],
      "shuffle": false }"#,
    near_miss: r#"{ "stem": "How many segments does the message have?",
      "choices": [ { "text": "2 segments" }, { "text": "4 segments", "correct": true }, { "text": "8 segments" } ],
      "shuffle": false }"#,
    check: Check::Question(unordered_numbers),
};

/// The same words at the start of every choice.
pub const REPEATED_BEGINNING: FlawRule = FlawRule {
    rule: Rule {
        code: "repeated-beginning",
        severity: Severity::Warning,
        why: "What stands in every choice belongs to the stem, where it is read once.",
    },
    source: HALADYNA,
    sample: r#"{ "stem": "What comes first?",
      "choices": [ { "text": "The analyst should call the vendor", "correct": true },
        { "text": "The analyst should open the log" }, { "text": "The analyst should stop the feed" } ] }"#,
    near_miss: r#"{ "stem": "What should the analyst do first?",
      "choices": [ { "text": "Call the vendor's desk", "correct": true }, { "text": "Call the vendor's lab" },
        { "text": "Call the ward" } ] }"#,
    check: Check::Question(repeated_beginning),
};

/// A choice as long as a paragraph.
pub const LONG_CHOICE: FlawRule = FlawRule {
    rule: Rule {
        code: "long-choice",
        severity: Severity::Warning,
        why: "Long choices test reading, and are cut on small screens.",
    },
    source: HALADYNA,
    sample: r#"{ "stem": "What does the analyst do first?",
      "choices": [
        { "text": "Opens the interface log of the night, looks for the first message that was refused, compares it with one that was taken, and calls the sending system's team with both of them at hand", "correct": true },
        { "text": "Stops the interface engine, waits until every queue of the night has run empty, starts the engine again, and then asks each of the wards whether their lists have come back to what they were" } ] }"#,
    near_miss: r#"{ "stem": "What does the analyst do first?",
      "choices": [ { "text": "Compares a refused message with one that was taken, and calls the sending team", "correct": true },
        { "text": "Stops the engine, waits until each queue is empty, and starts the engine again" } ] }"#,
    check: Check::Question(long_choice),
};

/// Choices of very different length.
pub const UNEVEN_CHOICES: FlawRule = FlawRule {
    rule: Rule {
        code: "uneven-choices",
        severity: Severity::Warning,
        why: "A choice that stands out by its length is taken or left for that alone.",
    },
    source: STANDARD,
    sample: r#"{ "stem": "What does the analyst do first?",
      "choices": [ { "text": "Reads the log", "correct": true }, { "text": "Calls the ward" },
        { "text": "Stops the engine and waits until each of its queues is empty" } ] }"#,
    near_miss: r#"{ "stem": "What does the analyst do first?",
      "choices": [ { "text": "Reads the log of the engine", "correct": true }, { "text": "Calls the ward about the list" },
        { "text": "Stops the engine and waits for an empty queue" } ] }"#,
    check: Check::Question(uneven_choices),
};

fn all_of_the_above(item: &Item<'_>) -> Option<Note> {
    let help = "ask for several right choices with `\"type\": \"multiple\"`, or leave the choice out";
    of_the_above(item, &["all", "any", "both", "everything"], help)
}

fn none_of_the_above(item: &Item<'_>) -> Option<Note> {
    of_the_above(item, &["none", "neither", "no"], "write a wrong choice that somebody would believe")
}

/// Returns the flaw, if a choice begins with one of these words and speaks about the others.
fn of_the_above(item: &Item<'_>, beginnings: &[&str], help: &'static str) -> Option<Note> {
    let may_be_so =
        |choice: &Phrase<'_>| choice.words.last().is_some_and(|last| last.class.has(Class::ABOUT_OTHERS));
    let is_so = |choice: &Phrase<'_>| {
        may_be_so(choice) && choice.is_any(0, beginnings) && is_about_the_others(choice)
    };
    let choice_ix = item.picked().iter().position(is_so)?;
    let message = format!("a choice of {} says `{}`", item.name(), item.picked().get(choice_ix)?.text);
    Some(Note::new(At::Choice(choice_ix), message, help))
}

/// Does the choice speak about the others: "of the above", "of these", "answers are correct"?
fn is_about_the_others(choice: &Phrase<'_>) -> bool {
    let last = choice.words.len().saturating_sub(1);
    let speaks_of =
        |word_ix| choice.is_any(word_ix, &["above", "below", "these", "them", "choices", "options"]);
    (1..=4).contains(&last)
        && (speaks_of(last)
            || (choice.is_any(last, &["correct", "right", "true"])
                && (1..last).any(|ix| choice.is_any(ix, &["answers", "answer"]) || speaks_of(ix))))
}

fn combined_choices(item: &Item<'_>) -> Option<Note> {
    // Letters may be the lanes of a drawing.
    if item.question.exhibit().is_some() {
        return None;
    }
    let choice_ix = item.picked().iter().position(is_combined)?;
    let message =
        format!("a choice of {} is made of others: `{}`", item.name(), item.picked().get(choice_ix)?.text);
    let help = "write out what it means, or use `\"type\": \"multiple\"`";
    Some(Note::new(At::Choice(choice_ix), message, help))
}

/// Is the choice nothing but letters or numbers of choices, joined by words like "and"?
fn is_combined(choice: &Phrase<'_>) -> bool {
    // None of the words below is longer.
    if !choice.has(Class::JOIN) || choice.words.iter().any(|word| word.length() > 7) {
        return false;
    }
    let is_mark = |word: &str| matches!(word.as_bytes(), [b'A'..=b'H' | b'1'..=b'8']);
    let (mut n_marks, mut n_joins) = (0, 0);
    for word_ix in 0..choice.words.len() {
        if is_mark(choice.word(word_ix)) {
            n_marks += 1;
        } else if choice.words.get(word_ix).is_some_and(|word| word.class.has(Class::JOIN)) {
            n_joins += 1;
        } else if !choice.is_any(word_ix, &["choice", "choices", "answer", "answers", "option", "options"]) {
            return false;
        }
    }
    n_joins > 0 && n_marks > 0
}

fn yes_no_choices(item: &Item<'_>) -> Option<Note> {
    let word_alone = |choice: &Phrase<'_>, words: &[&str]| {
        let after = choice.words.first().and_then(|word| choice.text.as_bytes().get(word.end()));
        choice.is_any(0, words) && matches!(after, None | Some(b',' | b';' | b':' | b'.'))
    };
    let choices = item.picked();
    let may_say_no = |choice: &Phrase<'_>| choice.has(Class::NEGATION) || choice.has(Class::JUDGEMENT);
    choices.iter().find(|choice| may_say_no(choice) && word_alone(choice, &["no", "false"]))?;
    let yes_ix = choices.iter().position(|choice| word_alone(choice, &["yes", "true"]))?;
    let message = format!("the choices of {} say yes and no", item.name());
    Some(Note::new(At::Choice(yes_ix), message, "ask for what follows the yes or the no: when, why, by whom"))
}

fn unordered_numbers(item: &Item<'_>) -> Option<Note> {
    let choices = item.picked();
    if !choices.iter().all(|choice| starts_with_number(choice.text)) || choices.len() < 3 {
        return None;
    }
    let numbers: Vec<(f64, &str)> =
        choices.iter().map(|choice| number(choice.text)).collect::<Option<_>>()?;
    let unit = |text: &str| text.trim().trim_end_matches('s').to_owned();
    let first = numbers.first().map(|(_, rest)| unit(rest))?;
    if numbers.iter().any(|(_, rest)| unit(rest) != first) {
        return None;
    }
    let rises = numbers.is_sorted_by(|(a, _), (b, _)| a <= b);
    let falls = numbers.is_sorted_by(|(a, _), (b, _)| a >= b);
    let (what, help) = match (rises || falls, item.question.shuffle) {
        (false, _) => ("do not stand in order", "put them in order and add `\"shuffle\": false`"),
        (true, true) => ("are shuffled", "add `\"shuffle\": false`"),
        (true, false) => return None,
    };
    Some(Note::new(At::Key("choices"), format!("the numbers of {} {what}", item.name()), help))
}

fn starts_with_number(text: &str) -> bool {
    matches!(text.as_bytes(), [b'0'..=b'9', ..] | [b'$' | b'-', b'0'..=b'9', ..])
}

/// Returns the number at the start of a choice, and what follows it.
fn number(text: &str) -> Option<(f64, &str)> {
    let text = text.strip_prefix('$').unwrap_or(text);
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((digits.trim_end_matches(['.', ',']).replace(',', "").parse().ok()?, rest))
}

fn repeated_beginning(item: &Item<'_>) -> Option<Note> {
    let (first, others) = item.picked().split_first()?;
    // Addresses, queries and quoted speech are whole as they are.
    if !first.text.starts_with(char::is_alphabetic) {
        return None;
    }
    let is_common = |word_ix: usize| {
        let word = first.words.get(word_ix).map(|word| word.hash);
        word.is_some() && others.iter().all(|other| other.words.get(word_ix).map(|word| word.hash) == word)
    };
    let n_common = (0..first.words.len()).take_while(|word_ix| is_common(*word_ix)).count();
    if n_common <= MOST_WORDS_IN_COMMON {
        return None;
    }
    let message = format!("every choice of {} begins with the same {n_common} words", item.name());
    Some(Note::new(At::Key("choices"), message, "move them to the stem"))
}

fn long_choice(item: &Item<'_>) -> Option<Note> {
    let choice_ix = item.picked().iter().position(|choice| choice.words.len() > MOST_WORDS)?;
    let n_words = item.picked().get(choice_ix)?.words.len();
    let message = format!("a choice of {} has {n_words} words", item.name());
    let help = "keep a choice to 30 words; what all choices share belongs to the stem";
    Some(Note::new(At::Choice(choice_ix), message, help))
}

fn uneven_choices(item: &Item<'_>) -> Option<Note> {
    let length = |(_, choice): &(usize, &Phrase<'_>)| choice.n_characters;
    let (longest_ix, longest) = item.picked().iter().enumerate().max_by_key(length)?;
    let shortest = item.picked().iter().map(|choice| choice.n_characters).min()?;
    let longest = longest.n_characters;
    if (longest as f64) < MOST_TIMES * shortest as f64 || longest < shortest + SMALL_DIFFERENCE {
        return None;
    }
    let message = format!("a choice of {} has {longest} characters, another {shortest}", item.name());
    Some(Note::new(
        At::Choice(longest_ix),
        message,
        "bring the choices to one length and one depth of detail",
    ))
}
