//! The commands that a line may be, as one table: what is read and what the help says are drawn from it.

/// What a line can ask for beside answering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// Answer with "I don't know".
    DontKnow,
    /// Show the next hint.
    Hint,
    /// Take the last answer back.
    Undo,
    /// Set or take away the flag.
    Flag,
    /// Go to the question before, or look at it.
    Back,
    /// Say the question again.
    Repeat,
    /// Say the exhibit again.
    Exhibit,
    /// Say which questions are open and flagged.
    List,
    /// Say how much time is left.
    Time,
    /// Say what can be typed.
    Help,
    /// Leave; the attempt stays open.
    Quit,
}

/// A command with its letter and what the help says of it.
pub(crate) struct Row {
    letter: char,
    typed: Typed,
    does: &'static str,
}

/// All commands, in the order of the help.
pub(crate) const COMMANDS: [Row; 11] = [
    Row { letter: 'x', typed: Typed::DontKnow, does: "I don't know; it counts 0 like a wrong answer" },
    Row { letter: 's', typed: Typed::Hint, does: "a hint (practice)" },
    Row {
        letter: 'u',
        typed: Typed::Undo,
        does: "take the last answer back, until the next is given (practice)",
    },
    Row { letter: 'f', typed: Typed::Flag, does: "flag this question, or take its flag away (exam)" },
    Row { letter: 'b', typed: Typed::Back, does: "back to the question before; in practice to look at it" },
    Row { letter: 'r', typed: Typed::Repeat, does: "repeat the question" },
    Row { letter: 'e', typed: Typed::Exhibit, does: "the exhibit again" },
    Row { letter: 'l', typed: Typed::List, does: "list the open and the flagged questions" },
    Row { letter: 't', typed: Typed::Time, does: "time left" },
    Row { letter: '?', typed: Typed::Help, does: "this help" },
    Row { letter: 'q', typed: Typed::Quit, does: "leave; the attempt stays open" },
];

/// Returns the command that a line is, upper or lower case.
pub(crate) fn typed(line: &str) -> Option<Typed> {
    let mut characters = line.chars();
    let (letter, rest) = (characters.next()?.to_ascii_lowercase(), characters.next());
    COMMANDS.iter().find(|row| row.letter == letter && rest.is_none()).map(|row| row.typed)
}

/// Returns the commands with what they do, one a line.
pub(crate) fn command_lines() -> Vec<String> {
    let row = |row: &Row| format!("{}: {}", row.letter, row.does);
    COMMANDS.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::answer::COMMAND_LETTERS;

    #[test]
    fn the_letters_are_those_that_a_text_answer_has_to_escape() {
        let letters: String = COMMANDS.iter().map(|row| row.letter).collect();
        assert_eq!(letters, COMMAND_LETTERS);
    }

    #[test]
    fn a_command_is_one_letter_of_either_case() {
        assert_eq!(typed("x"), Some(Typed::DontKnow));
        assert_eq!(typed("Q"), Some(Typed::Quit));
        for line in ["", "xx", "=x", "y", "1"] {
            assert_eq!(typed(line), None, "{line}");
        }
    }
}
