//! The questions of a bank with those of the banks that it includes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::bank::diagnostic::{Diagnostic, Spot};
use crate::bank::question::Question;
use crate::bank::read::ReadBank;
use crate::bank::rule::{CIRCULAR_INCLUDE, DUPLICATE_ID, MISSING_INCLUDE};
use crate::bank::{Bank, BankId, QuestionId};

/// Returns the questions of a bank: its own first, then those of its includes, depth first, each bank once.
///
/// What is wrong in an included bank is told at the entry of `bank` that leads to it, since that is the file of the
/// person who asked.
///
/// # Errors
/// One diagnostic for each include that `lookup` does not find or that leads back to where it came from, and for
/// each question id that two of the banks define.
pub fn questions(
    bank: &ReadBank,
    lookup: impl Fn(&BankId) -> Option<Arc<Bank>>,
) -> Result<Vec<Arc<Question>>, Vec<Diagnostic>> {
    if bank.bank.include.is_empty() {
        return Ok(bank.bank.questions.clone());
    }
    let mut gathering = Gathering::default();
    gathering.done.insert(bank.bank.id.clone());
    for question in &bank.bank.questions {
        gathering.defined_by.insert(question.key.question.clone(), bank.bank.id.clone());
        gathering.questions.push(question.clone());
    }
    for (id, spot) in bank.bank.include.iter().zip(&bank.includes) {
        gathering.include(&bank.bank.id, id, spot, &lookup);
    }
    if gathering.diagnostics.is_empty() { Ok(gathering.questions) } else { Err(gathering.diagnostics) }
}

/// What has been found on the way through the includes.
#[derive(Default)]
struct Gathering {
    questions: Vec<Arc<Question>>,
    defined_by: HashMap<QuestionId, BankId>,
    done: HashSet<BankId>,
    diagnostics: Vec<Diagnostic>,
}

impl Gathering {
    /// Goes through one include of the bank `top` and all that follow from it.
    ///
    /// A list of what is to be visited and not recursion, since a chain of includes may be as long as a folder.
    fn include(
        &mut self,
        top: &BankId,
        id: &BankId,
        spot: &Spot,
        lookup: &impl Fn(&BankId) -> Option<Arc<Bank>>,
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
            self.take(&bank, spot);
            path.push(id);
            waiting.extend(bank.include.iter().rev().map(|included| (included.clone(), depth + 1)));
        }
    }

    /// Takes the questions of an included bank.
    fn take(&mut self, bank: &Bank, spot: &Spot) {
        for question in &bank.questions {
            let id = &question.key.question;
            if let Some(first) = self.defined_by.get(id) {
                let message =
                    format!("question `{id}` stands in the bank `{first}` and in the bank `{}`", bank.id);
                let help = "give one of them another id";
                self.diagnostics.push(spot.diagnostic(DUPLICATE_ID, &message, help));
                continue;
            }
            self.defined_by.insert(id.clone(), bank.id.clone());
            self.questions.push(question.clone());
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
