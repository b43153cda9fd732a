//! What plain mode takes, in words.

use crate::plain::attempt::command::command_lines;

/// How a text answer is told from a command.
pub(crate) const ESCAPE: &str =
    "A text answer that is also a command is given with = before it, for example =x.";

/// What one line is as an answer, by type of question.
const ANSWERS: [(&str, &str); 7] = [
    ("single", "the number of one choice"),
    ("multiple", "the numbers of all choices that are right"),
    ("order", "all numbers, first to last"),
    ("match", "one number on the right for each on the left, in order"),
    ("numeric", "a number with a decimal point, with or without its unit"),
    ("text", "the text itself"),
    ("locate", "the number of a line of the exhibit"),
];

/// Returns how answers and commands are typed, line by line.
#[must_use]
pub fn help() -> Vec<String> {
    let answers = ANSWERS.iter().map(|(type_name, line)| format!("{type_name}: {line}"));
    std::iter::once("One line is one answer. Numbers are separated by spaces or commas.".to_owned())
        .chain(answers)
        .chain([ESCAPE.to_owned(), "Commands, one letter a line:".to_owned()])
        .chain(command_lines())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::sample;

    #[test]
    fn every_type_of_question_is_explained() {
        let explained: Vec<&str> = ANSWERS.iter().map(|(type_name, _)| *type_name).collect();
        let types: Vec<&str> =
            sample::every_type().iter().map(|question| question.body.type_name()).collect();
        assert_eq!(explained, types);
        assert_eq!(help().len(), 1 + ANSWERS.len() + 2 + command_lines().len());
    }
}
