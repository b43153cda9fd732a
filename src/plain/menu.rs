//! Menus by number: the home menu, and pickers for a role and for a number.

use std::io;
use std::ops::RangeInclusive;

use crate::framework::search::roles_matching;
use crate::framework::{RoleId, framework};
use crate::plain::PlainError;
use crate::plain::dialogue::{Dialogue, Heard};

/// An entry of the home menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeChoice {
    /// Find my role.
    FindRole,
    /// Practise.
    Practise,
    /// Take an exam.
    Exam,
    /// Go on with the attempt that was left open last.
    Resume,
    /// Give that attempt up.
    GiveUp,
    /// The attempts so far.
    History,
    /// The roles.
    Roles,
    /// The banks.
    Banks,
    /// The settings.
    Settings,
    /// Help.
    Help,
    /// Leave.
    Quit,
}

/// The home menu: each entry with its words.
const HOME: [(HomeChoice, &str); 11] = [
    (HomeChoice::FindRole, "Find my role"),
    (HomeChoice::Practise, "Practise"),
    (HomeChoice::Exam, "Exam"),
    (HomeChoice::Resume, "Resume"),
    (HomeChoice::GiveUp, "Give up"),
    (HomeChoice::History, "History"),
    (HomeChoice::Roles, "Roles"),
    (HomeChoice::Banks, "Banks"),
    (HomeChoice::Settings, "Settings"),
    (HomeChoice::Help, "Help"),
    (HomeChoice::Quit, "Quit"),
];

/// What the home menu says beside its entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct About<'words> {
    /// What is open, if anything.
    pub resumable: Option<&'words str>,
    /// Is enough known for a suggestion?
    pub knows_enough: bool,
}

/// What was picked where a role can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleChoice {
    /// No role: all domains mixed.
    AllDomains,
    /// A role.
    Role(RoleId),
    /// Nothing: the picker was left.
    Left,
}

impl HomeChoice {
    /// Is it for the attempt that was left open last?
    fn is_about_open_attempt(self) -> bool {
        matches!(self, Self::Resume | Self::GiveUp)
    }
}

/// Asks the home menu; the end of input is [`HomeChoice::Quit`].
///
/// # Errors
/// [`PlainError::Output`] where the output cannot be written.
pub fn home(dialogue: &mut Dialogue<'_>, about: About<'_>) -> Result<HomeChoice, PlainError> {
    let resumable = about.resumable;
    let offered: Vec<(HomeChoice, String)> = HOME
        .iter()
        .filter(|(choice, _)| !choice.is_about_open_attempt() || resumable.is_some())
        .map(|(choice, words)| match resumable.filter(|_| choice.is_about_open_attempt()) {
            Some(resumable) => (*choice, format!("{words} ({resumable})")),
            None if *choice == HomeChoice::FindRole && about.knows_enough => {
                (*choice, format!("{words} (enough is known for a suggestion)"))
            }
            None => (*choice, (*words).to_owned()),
        })
        .collect();
    let entries: Vec<&str> = offered.iter().map(|(_, words)| words.as_str()).collect();
    let picked = pick(dialogue, "hitquiz: competency assessment for the health-IT workforce", &entries)?;
    Ok(picked.and_then(|entry_ix| offered.get(entry_ix)).map_or(HomeChoice::Quit, |(choice, _)| *choice))
}

/// Asks for one of the entries by its number, and returns its position; nothing for `q` and the end of input.
///
/// # Errors
/// [`PlainError::Output`] where the output cannot be written.
pub fn pick<Entry: AsRef<str>>(
    dialogue: &mut Dialogue<'_>,
    title: &str,
    entries: &[Entry],
) -> Result<Option<usize>, PlainError> {
    PlainError::unless_reader_left(picked(dialogue, title, entries), None)
}

/// Asks for a yes or a no; the end of input is a no.
///
/// # Errors
/// [`PlainError::Output`] where the output cannot be written.
pub fn confirm(dialogue: &mut Dialogue<'_>, question: &str) -> Result<bool, PlainError> {
    PlainError::unless_reader_left(confirmed(dialogue, question), false)
}

/// Asks for a role by number or by words of its titles; `with_all` offers all domains mixed as the first entry.
///
/// # Errors
/// [`PlainError::Output`] where the output cannot be written.
pub fn pick_role(dialogue: &mut Dialogue<'_>, with_all: bool) -> Result<RoleChoice, PlainError> {
    PlainError::unless_reader_left(picked_role(dialogue, with_all), RoleChoice::Left)
}

/// Asks for a whole number; an empty line is `default`, `q` and the end of input are nothing.
///
/// # Errors
/// [`PlainError::Output`] where the output cannot be written.
pub fn pick_number(
    dialogue: &mut Dialogue<'_>,
    title: &str,
    range: RangeInclusive<usize>,
    default: usize,
) -> Result<Option<usize>, PlainError> {
    PlainError::unless_reader_left(picked_number(dialogue, title, &range, default), None)
}

/// A line of a menu.
enum Line {
    /// A number, if it is one that is offered.
    Number(usize),
    /// Nothing.
    Empty,
    /// Something else.
    Words(String),
    /// The menu is left.
    Left,
}

fn heard(dialogue: &mut Dialogue<'_>) -> io::Result<Line> {
    Ok(match dialogue.hear()? {
        Heard::End => Line::Left,
        Heard::TooLong => Line::Words(String::new()),
        Heard::Line(line) if line.is_empty() => Line::Empty,
        Heard::Line(line) if line.as_str().eq_ignore_ascii_case("q") => Line::Left,
        Heard::Line(line) => match line.as_str().parse() {
            Ok(number) => Line::Number(number),
            Err(_) => Line::Words(line.to_string()),
        },
    })
}

fn say_entries<Entry: AsRef<str>>(
    dialogue: &mut Dialogue<'_>,
    title: &str,
    entries: &[Entry],
) -> io::Result<()> {
    dialogue.say("")?;
    dialogue.say(title)?;
    for (number, entry) in (1..).zip(entries) {
        dialogue.say(&format!("{number}. {}", entry.as_ref()))?;
    }
    Ok(())
}

fn picked<Entry: AsRef<str>>(
    dialogue: &mut Dialogue<'_>,
    title: &str,
    entries: &[Entry],
) -> io::Result<Option<usize>> {
    say_entries(dialogue, title, entries)?;
    loop {
        dialogue.say(&format!("Choose: a number from 1 to {}, q leaves", entries.len()))?;
        match heard(dialogue)? {
            Line::Left => return Ok(None),
            Line::Number(number) if (1..=entries.len()).contains(&number) => return Ok(Some(number - 1)),
            Line::Number(_) | Line::Empty | Line::Words(_) => say_entries(dialogue, title, entries)?,
        }
    }
}

fn confirmed(dialogue: &mut Dialogue<'_>, question: &str) -> io::Result<bool> {
    loop {
        dialogue.say(&format!("{question} y is yes, n is no"))?;
        match heard(dialogue)? {
            Line::Left => return Ok(false),
            Line::Words(words) if words.eq_ignore_ascii_case("y") => return Ok(true),
            Line::Words(words) if words.eq_ignore_ascii_case("n") => return Ok(false),
            Line::Number(_) | Line::Empty | Line::Words(_) => {}
        }
    }
}

fn picked_role(dialogue: &mut Dialogue<'_>, with_all: bool) -> io::Result<RoleChoice> {
    let all = with_all.then_some((RoleChoice::AllDomains, "All domains, mixed"));
    let roles = framework().roles().map(|role| (RoleChoice::Role(role), role.title()));
    let offered: Vec<(RoleChoice, &str)> = all.into_iter().chain(roles).collect();
    let titles: Vec<&str> = offered.iter().map(|(_, title)| *title).collect();
    say_entries(dialogue, "Roles", &titles)?;
    loop {
        dialogue.say(&format!(
            "Choose: a number from 1 to {}, or words to search for, q leaves",
            offered.len()
        ))?;
        match heard(dialogue)? {
            Line::Left => return Ok(RoleChoice::Left),
            Line::Number(number) => {
                if let Some((choice, _)) = number.checked_sub(1).and_then(|entry_ix| offered.get(entry_ix)) {
                    return Ok(*choice);
                }
            }
            Line::Empty => say_entries(dialogue, "Roles", &titles)?,
            Line::Words(words) => say_matches(dialogue, &offered, &words)?,
        }
    }
}

/// Says the roles that words may mean, with the numbers that the picker gives them.
fn say_matches(dialogue: &mut Dialogue<'_>, offered: &[(RoleChoice, &str)], words: &str) -> io::Result<()> {
    let matching = roles_matching(words);
    if matching.is_empty() {
        return dialogue.say("No role has these words.");
    }
    for role in matching {
        let entry_ix = offered.iter().position(|(choice, _)| *choice == RoleChoice::Role(role));
        if let Some(entry_ix) = entry_ix {
            dialogue.say(&format!("{}. {}", entry_ix + 1, role.title()))?;
        }
    }
    Ok(())
}

fn picked_number(
    dialogue: &mut Dialogue<'_>,
    title: &str,
    range: &RangeInclusive<usize>,
    default: usize,
) -> io::Result<Option<usize>> {
    loop {
        let (low, high) = (range.start(), range.end());
        dialogue
            .say(&format!("{title}: a number from {low} to {high}, an empty line for {default}, q leaves"))?;
        match heard(dialogue)? {
            Line::Left => return Ok(None),
            Line::Empty => return Ok(Some(default)),
            Line::Number(number) if range.contains(&number) => return Ok(Some(number)),
            Line::Number(_) | Line::Words(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Moment;

    /// Asks with these lines as input, and returns what came of it with all that was said.
    fn asked<Asked>(lines: &str, ask: impl FnOnce(&mut Dialogue<'_>) -> Asked) -> (Asked, String) {
        let mut input = lines.as_bytes();
        let mut output = Vec::new();
        let asked = ask(&mut Dialogue::new(&mut input, &mut output, &Moment::default));
        (asked, String::from_utf8(output).unwrap())
    }

    #[test]
    fn the_home_menu_is_numbered_and_asks_again() {
        let (choice, said) = asked("0\n\n5\n", |dialogue| home(dialogue, About::default()).unwrap());
        assert_eq!(choice, HomeChoice::Roles);
        assert_eq!(said.matches("5. Roles\n").count(), 3);
        assert!(!said.contains("Resume"));
    }

    #[test]
    fn resume_is_offered_where_something_is_open() {
        let open = Some("Trainer: exam, 40 questions");
        let about = About { resumable: open, knows_enough: false };
        let (choice, said) = asked("4\n", |dialogue| home(dialogue, about).unwrap());
        assert_eq!(choice, HomeChoice::Resume);
        assert!(said.contains("4. Resume (Trainer: exam, 40 questions)\n"));
    }

    #[test]
    fn what_is_open_can_be_given_up() {
        let open = Some("Trainer: exam, 40 questions");
        let about = About { resumable: open, knows_enough: true };
        let (choice, said) = asked("5\n", |dialogue| home(dialogue, about).unwrap());
        assert_eq!(choice, HomeChoice::GiveUp);
        assert!(said.contains("1. Find my role (enough is known for a suggestion)\n"));
        assert!(said.contains("5. Give up (Trainer: exam, 40 questions)\n"));
    }

    #[test]
    fn only_a_yes_confirms() {
        let ask = |dialogue: &mut Dialogue<'_>| confirm(dialogue, "Give up?").unwrap();
        for (lines, is_confirmed) in [("y\n", true), ("Y", true), ("n\n", false), ("q\n", false), ("", false)]
        {
            assert_eq!(asked(lines, ask).0, is_confirmed, "{lines}");
        }
        assert_eq!(asked("\nyes\n1\ny\n", ask), (true, "Give up? y is yes, n is no\n".repeat(4)));
    }

    #[test]
    fn q_and_the_end_of_input_leave_every_menu() {
        for lines in ["", "q\n", "Q"] {
            assert_eq!(
                asked(lines, |dialogue| home(dialogue, About::default()).unwrap()).0,
                HomeChoice::Quit
            );
            assert_eq!(asked(lines, |dialogue| pick_role(dialogue, true).unwrap()).0, RoleChoice::Left);
            assert_eq!(
                asked(lines, |dialogue| pick_number(dialogue, "How many", 1..=40, 20).unwrap()).0,
                None
            );
        }
    }

    #[test]
    fn a_role_is_picked_by_number_after_a_search_by_job_title() {
        let (choice, said) =
            asked("astronaut\nmedical coder\n9\n", |dialogue| pick_role(dialogue, true).unwrap());
        let RoleChoice::Role(role) = choice else { panic!("{choice:?}") };
        assert!(said.contains("No role has these words.\n"));
        assert!(
            said.ends_with(&format!(
                "9. {}\nChoose: a number from 1 to 13, or words to search for, q leaves\n",
                role.title()
            )),
            "{said}"
        );
    }

    #[test]
    fn a_number_out_of_range_is_asked_for_again() {
        let ask =
            |dialogue: &mut Dialogue<'_>| pick_number(dialogue, "How many questions", 1..=40, 20).unwrap();
        assert_eq!(asked("41\nmany\n7\n", ask).0, Some(7));
        assert_eq!(asked("\n", ask).0, Some(20));
    }
}
