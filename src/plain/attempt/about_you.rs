//! What Find my role asks beside knowledge: three questions about the person, and statements of interest.

use std::collections::BTreeSet;
use std::io;

use crate::advice::gates::Person;
use crate::advice::interest::{Statement, statements};
use crate::plain::attempt::{Attempt, Next};
use crate::plain::dialogue::Heard;
use crate::report::person::{HOW_MUCH, LIKING, N_QUESTIONS, about_you, person, ticked_anew};
use crate::session::Command;
use crate::session::event::{Rated, Told};

/// What a line about the person may be.
const EXPECTED: &str = "the numbers of all that fit, an empty line for none, q leaves";

/// What somebody said to one of these questions.
enum Said<Answer> {
    /// An answer.
    Answer(Answer),
    /// Nothing that is an answer.
    Nothing,
    /// The rest is skipped.
    Skip,
    /// The attempt is left.
    Leave,
}

impl Attempt<'_, '_> {
    /// Asks the next question about the person.
    pub(super) fn ask_about_person(&mut self, n_told: u8) -> io::Result<Next> {
        let question_ix = usize::from(n_told);
        let Some(question) = about_you().into_iter().nth(question_ix) else { return Ok(Next::Leave) };
        self.dialogue.say("")?;
        self.dialogue.say(&format!("About you, {} of {N_QUESTIONS}: {}", question_ix + 1, question.asks))?;
        for (number, answer) in (1_usize..).zip(&question.answers) {
            self.dialogue.say(&format!("{number}. {answer}"))?;
        }
        self.dialogue.say(question.says)?;
        loop {
            self.dialogue.say(&format!("Answer (multiple): {EXPECTED}"))?;
            match self.hear_ticked(question.answers.len())? {
                Said::Answer(ticked) => return self.tell(n_told, ticked),
                Said::Nothing | Said::Skip => {
                    self.dialogue.say("No answer, nothing is counted.")?;
                }
                Said::Leave => return Ok(Next::Leave),
            }
        }
    }

    fn hear_ticked(&mut self, n_answers: usize) -> io::Result<Said<BTreeSet<usize>>> {
        let line = match self.dialogue.hear()? {
            Heard::End => return Ok(Said::Leave),
            Heard::TooLong => return Ok(Said::Nothing),
            Heard::Line(line) => line,
        };
        if line.as_str().eq_ignore_ascii_case("q") {
            return Ok(Said::Leave);
        }
        let mut ticked = BTreeSet::new();
        for word in line.as_str().split([' ', ',']).filter(|word| !word.is_empty()) {
            let number = word.parse::<usize>().ok().filter(|number| (1..=n_answers).contains(number));
            let Some(answer_ix) = number.and_then(|number| number.checked_sub(1)) else {
                return Ok(Said::Nothing);
            };
            if !ticked.contains(&answer_ix) {
                ticked = ticked_anew(&ticked, answer_ix, n_answers);
            }
        }
        Ok(Said::Answer(ticked))
    }

    /// Stores the answer to one question beside those before it.
    fn tell(&mut self, n_told: u8, ticked: BTreeSet<usize>) -> io::Result<Next> {
        let mut all: [BTreeSet<usize>; N_QUESTIONS] = std::array::from_fn(|_| BTreeSet::new());
        if let Some(place) = all.get_mut(usize::from(n_told)) {
            *place = ticked;
        }
        let answered = person(&all);
        let before = self.session.course().person().clone();
        let person = match n_told {
            0 => Person { backgrounds: answered.backgrounds, ..before },
            1 => Person { training: answered.training, ..before },
            _ => Person { work: answered.work, ..before },
        };
        let told = Told { n_told: n_told.saturating_add(1), person };
        match self.change(Command::Tell(told))? {
            Some(_) => Ok(Next::Forward),
            None => self.try_again(),
        }
    }

    /// Asks the next statement of interest; after the last the interests are done with.
    pub(super) fn ask_interest(&mut self, n_rated: usize) -> io::Result<Next> {
        let statements = statements(self.session.started().seed);
        let rated = self.session.course().ratings();
        let is_open = |place: &usize| rated.iter().all(|rated| usize::from(rated.statement) != *place);
        let Some((place, statement)) = (0..statements.len())
            .find(is_open)
            .and_then(|place| statements.get(place).map(|statement| (place, *statement)))
        else {
            return self.end_interests();
        };
        if n_rated == 0 {
            self.say_interests(statements.len())?;
        }
        self.dialogue.say("")?;
        self.dialogue.say(&format!(
            "Interests, {} of {}: {}",
            place + 1,
            statements.len(),
            statement.text
        ))?;
        loop {
            self.dialogue.say(&format!(
                "Answer (single): 1 to {}, an empty line passes it over, x skips the rest, q leaves",
                LIKING.len()
            ))?;
            match self.hear_rating()? {
                Said::Answer(rating) => return self.rate(place, statement, rating),
                Said::Nothing => self.dialogue.say("No answer, nothing is counted.")?,
                Said::Skip => return self.end_interests(),
                Said::Leave => return Ok(Next::Leave),
            }
        }
    }

    fn say_interests(&mut self, n: usize) -> io::Result<()> {
        self.dialogue.say("")?;
        self.dialogue.say(&format!(
            "Now what you like to do: {n} statements. They are shown beside what you know and change no order unless you \
             give them a weight."
        ))?;
        let words: Vec<String> = (1_usize..)
            .zip(LIKING)
            .map(|(number, words)| format!("{number} {}", words.to_lowercase()))
            .collect();
        self.dialogue.say(&format!("{HOW_MUCH} {}", words.join(", ")))
    }

    fn hear_rating(&mut self) -> io::Result<Said<Option<u8>>> {
        Ok(match self.dialogue.hear()? {
            Heard::End => Said::Leave,
            Heard::TooLong => Said::Nothing,
            Heard::Line(line) if line.is_empty() => Said::Answer(None),
            Heard::Line(line) if line.as_str().eq_ignore_ascii_case("q") => Said::Leave,
            Heard::Line(line) if line.as_str().eq_ignore_ascii_case("x") => Said::Skip,
            Heard::Line(line) => match line.as_str().parse::<u8>() {
                Ok(rating) if (1..=5).contains(&rating) => Said::Answer(Some(rating)),
                Ok(_) | Err(_) => Said::Nothing,
            },
        })
    }

    fn rate(&mut self, place: usize, statement: Statement, rating: Option<u8>) -> io::Result<Next> {
        let Ok(place) = u8::try_from(place) else { return self.end_interests() };
        let rated = Rated { statement: place, role: statement.role, rating };
        match self.change(Command::Rate(rated))? {
            Some(_) => Ok(Next::Forward),
            None => self.try_again(),
        }
    }

    fn end_interests(&mut self) -> io::Result<Next> {
        match self.change(Command::EndInterests)? {
            Some(_) => Ok(Next::Forward),
            None => self.try_again(),
        }
    }
}
