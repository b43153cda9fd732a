//! The questions of a bank with those of the banks that it includes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::bank::diagnostic::{Diagnostic, Spot};
use crate::bank::question::Question;
use crate::bank::read::ReadBank;
use crate::bank::rule::{CIRCULAR_INCLUDE, DUPLICATE_ID, MISSING_INCLUDE};
use crate::bank::{Bank, BankId, QuestionId};

/// What a bank lists: questions, or their ids alone.
pub trait Listed: Clone {
    /// Returns the question's id.
    fn id(&self) -> &QuestionId;
}

impl Listed for Arc<Question> {
    fn id(&self) -> &QuestionId {
        &self.key.question
    }
}

impl Listed for QuestionId {
    fn id(&self) -> &QuestionId {
        self
    }
}

/// A bank as far as includes are concerned.
#[derive(Clone, Debug)]
pub struct Listing<T> {
    /// Its id.
    pub id: BankId,
    /// The banks that it includes.
    pub include: Vec<BankId>,
    /// Its own questions.
    pub questions: Vec<T>,
}

impl Listing<Arc<Question>> {
    fn of(bank: &Bank) -> Self {
        Self { id: bank.id.clone(), include: bank.include.clone(), questions: bank.questions.clone() }
    }
}

/// Returns the questions of a bank: its own first, then those of its includes, depth first, each bank once.
///
/// # Errors
/// As for [`gathered`].
pub fn questions(
    bank: &ReadBank,
    lookup: impl Fn(&BankId) -> Option<Arc<Bank>>,
) -> Result<Vec<Arc<Question>>, Vec<Diagnostic>> {
    gathered(Listing::of(&bank.bank), &bank.includes, |id| lookup(id).map(|bank| Listing::of(&bank)))
}

/// Returns what a bank lists with what its includes list: its own first, then theirs, depth first, each bank once;
/// `spots` are the places of its includes.
///
/// What is wrong in an included bank is told at the entry of `bank` that leads to it, since that is the file of the
/// person who asked.
///
/// # Errors
/// One diagnostic for each include that `lookup` does not find or that leads back to where it came from, and for
/// each question id that two of the banks define.
pub fn gathered<T: Listed>(
    bank: Listing<T>,
    spots: &[Spot],
    lookup: impl Fn(&BankId) -> Option<Listing<T>>,
) -> Result<Vec<T>, Vec<Diagnostic>> {
    if bank.include.is_empty() {
        return Ok(bank.questions);
    }
    let own = bank.questions.iter().map(|question| (question.id().clone(), bank.id.clone()));
    let mut gathering = Gathering {
        defined_by: own.collect(),
        done: HashSet::from([bank.id.clone()]),
        questions: bank.questions,
        diagnostics: Vec::new(),
    };
    for (id, spot) in bank.include.iter().zip(spots) {
        gathering.include(&bank.id, id, spot, &lookup);
    }
    if gathering.diagnostics.is_empty() { Ok(gathering.questions) } else { Err(gathering.diagnostics) }
}

/// What has been found on the way through the includes.
struct Gathering<T> {
    questions: Vec<T>,
    defined_by: HashMap<QuestionId, BankId>,
    done: HashSet<BankId>,
    diagnostics: Vec<Diagnostic>,
}

impl<T: Listed> Gathering<T> {
    /// Goes through one include of the bank `top` and all that follow from it.
    ///
    /// A list of what is to be visited and not recursion, since a chain of includes may be as long as a folder.
    fn include(
        &mut self,
        top: &BankId,
        id: &BankId,
        spot: &Spot,
        lookup: &impl Fn(&BankId) -> Option<Listing<T>>,
    ) {
        let mut path = vec![top.clone()];
        let mut waiting = vec![(id.clone(), 1)];
        while let Some((id, depth)) = waiting.pop() {
            path.truncate(depth);
            if path.contains(&id) {
                self.diagnostics.push(circular(spot, &path, &id));
                continue;
            }
            if !self.done.insert(id.clone()) {
                continue;
            }
            let Some(bank) = lookup(&id) else {
                self.diagnostics.push(missing(spot, &path, &id));
                continue;
            };
            self.take(bank.questions, &bank.id, spot);
            path.push(id);
            waiting.extend(bank.include.into_iter().rev().map(|included| (included, depth + 1)));
        }
    }

    /// Takes the questions of an included bank.
    fn take(&mut self, questions: Vec<T>, bank: &BankId, spot: &Spot) {
        for question in questions {
            let id = question.id();
            if let Some(first) = self.defined_by.get(id) {
                let message =
                    format!("question `{id}` stands in the bank `{first}` and in the bank `{bank}`");
                let help = "give one of them another id";
                self.diagnostics.push(spot.diagnostic(DUPLICATE_ID, &message, help));
                continue;
            }
            self.defined_by.insert(id.clone(), bank.clone());
            self.questions.push(question);
        }
    }
}

fn missing(spot: &Spot, path: &[BankId], id: &BankId) -> Diagnostic {
    let message = match path {
        [_] | [] => format!("there is no sound bank `{id}` to include"),
        [.., by] => format!("there is no sound bank `{id}`, which the bank `{by}` includes"),
    };
    let help = "put its file in the `banks` folder of the data directory, or name it with `--bank`";
    spot.diagnostic(MISSING_INCLUDE, &message, help)
}

fn circular(spot: &Spot, path: &[BankId], id: &BankId) -> Diagnostic {
    let circle = path.iter().skip_while(|bank| *bank != id).chain([id]);
    let circle: Vec<String> = circle.map(|bank| format!("`{bank}`")).collect();
    let message = format!("the include leads back to where it came from: {}", circle.join(" includes "));
    spot.diagnostic(CIRCULAR_INCLUDE, &message, "leave out one of these includes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::read::read_bank;
    use crate::text::SafeText;

    /// Returns a bank of one question with these includes.
    fn bank(id: &str, question: &str, include: &[&str]) -> ReadBank {
        let include: Vec<String> = include.iter().map(|id| format!("\"{id}\"")).collect();
        let text = format!(
            r#"{{ "format": 1, "id": "{id}", "title": "{id}", "include": [{}],
                "questions": [{{ "id": "{question}", "domain": "standards", "stem": "Which?", "type": "text",
                "accept": ["this"] }}] }}"#,
            include.join(", ")
        );
        read_bank(&SafeText::line(id), text.as_bytes()).unwrap()
    }

    fn gathered(banks: &[ReadBank]) -> Result<Vec<String>, Vec<String>> {
        let find = |id: &BankId| banks.iter().find(|bank| bank.bank.id == *id).map(|bank| bank.bank.clone());
        match questions(&banks[0], find) {
            Ok(all) => Ok(all.iter().map(|question| question.key.question.to_string()).collect()),
            Err(all) => {
                Err(all.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect())
            }
        }
    }

    #[test]
    fn own_questions_come_first_and_each_bank_once_depth_first() {
        let banks = [
            bank("top", "q1", &["left", "right"]),
            bank("left", "q2", &["deep"]),
            bank("right", "q4", &["deep", "left"]),
            bank("deep", "q3", &[]),
        ];
        assert_eq!(gathered(&banks), Ok(["q1", "q2", "q3", "q4"].map(str::to_owned).to_vec()));
    }

    #[test]
    fn what_is_missing_is_told_with_the_bank_that_wants_it() {
        assert_eq!(
            gathered(&[bank("top", "q1", &["left", "none"]), bank("left", "q2", &["gone"])]),
            Err(vec![
                "missing-include: there is no sound bank `gone`, which the bank `left` includes".to_owned(),
                "missing-include: there is no sound bank `none` to include".to_owned(),
            ])
        );
    }

    #[test]
    fn a_circle_is_told_with_all_its_banks() {
        let banks =
            [bank("top", "q1", &["left"]), bank("left", "q2", &["deep"]), bank("deep", "q3", &["left"])];
        let circle = "`left` includes `deep` includes `left`";
        let message = format!("circular-include: the include leads back to where it came from: {circle}");
        assert_eq!(gathered(&banks), Err(vec![message]));
    }

    #[test]
    fn a_question_id_of_two_banks_is_told() {
        let message = "duplicate-id: question `q1` stands in the bank `top` and in the bank `left`";
        assert_eq!(
            gathered(&[bank("top", "q1", &["left"]), bank("left", "q1", &[])]),
            Err(vec![message.to_owned()])
        );
    }

    #[test]
    fn a_chain_as_long_as_a_folder_is_followed() {
        let next = |n: usize| format!("b{}", n + 1);
        let mut chain: Vec<ReadBank> =
            (0..500).map(|n| bank(&format!("b{n}"), &format!("q{n}"), &[&next(n)])).collect();
        chain.push(bank("b500", "q500", &[]));
        assert_eq!(gathered(&chain).map(|all| all.len()), Ok(501));
    }
}
