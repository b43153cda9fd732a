//! Evidence gathered from the history: answers that count, to questions that are still at hand.

use std::collections::HashMap;
use std::sync::Arc;

use crate::bank::QuestionKey;
use crate::bank::question::Question;
use crate::clock::UnixMillis;
use crate::history::evidence::Counting;
use crate::library::Library;
use crate::suggestion::evidence::{Evidence, Said};

/// Milliseconds of a day.
const DAY: f64 = 24.0 * 60.0 * 60.0 * 1_000.0;

/// The questions at hand by their keys, drafts and retired ones among them.
#[derive(Clone, Debug, Default)]
pub struct AtHand(HashMap<QuestionKey, Arc<Question>>);

impl AtHand {
    /// Returns the questions of every bank at hand.
    #[must_use]
    pub fn of(library: &Library) -> Self {
        Self::of_questions(library.all().into_iter().flat_map(|found| found.questions))
    }

    /// Returns these questions; of two with one key the first.
    #[must_use]
    pub fn of_questions(questions: impl IntoIterator<Item = Arc<Question>>) -> Self {
        let mut by_key = HashMap::new();
        for question in questions {
            by_key.entry(question.key.clone()).or_insert(question);
        }
        Self(by_key)
    }

    /// Returns the question that was answered, unless it is gone or another by now.
    fn answered(&self, counting: &Counting) -> Option<&Question> {
        let question = self.0.get(&counting.question)?;
        (question.fingerprint() == counting.version).then_some(question.as_ref())
    }
}

impl Evidence {
    /// Returns what these answers, oldest first, say at `now`: the last one to each question, by its age.
    #[must_use]
    pub fn gathered(counting: &[Counting], at_hand: &AtHand, now: UnixMillis) -> Self {
        let last: HashMap<&QuestionKey, &Counting> =
            counting.iter().map(|counting| (&counting.question, counting)).collect();
        let mut evidence = Self::default();
        for counting in counting {
            let is_last = last.get(&counting.question).is_some_and(|last| last.n == counting.n);
            if let Some(question) = at_hand.answered(counting).filter(|_| is_last) {
                let said = if counting.is_dont_know { Said::DontKnow } else { Said::Marked(counting.mark) };
                // A clock set back makes an age negative; it counts as none.
                let days = now.since(counting.at).0 as f64 / DAY;
                evidence.record(question, said, days);
            }
        }
        evidence.settle();
        evidence
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::question::Status;
    use crate::history::answer::AnswerNumber;
    use crate::scoring::Mark;
    use crate::suggestion::tests::pool;

    const DAYS: i64 = 24 * 60 * 60 * 1_000;

    fn counting(n: u64, question: &Question, mark: Mark, days: i64) -> Counting {
        Counting {
            n: AnswerNumber(n),
            at: UnixMillis(days * DAYS),
            question: question.key.clone(),
            version: question.fingerprint(),
            mark,
            is_dont_know: false,
        }
    }

    fn gathered(counting: &[Counting], pool: &[Arc<Question>], days: i64) -> Evidence {
        Evidence::gathered(counting, &AtHand::of_questions(pool.iter().cloned()), UnixMillis(days * DAYS))
    }

    #[test]
    fn a_question_answered_twice_counts_once_by_its_last_answer() {
        let pool = pool(1);
        let twice = [counting(1, &pool[0], Mark::ZERO, 0), counting(2, &pool[0], Mark::FULL, 100)];
        let both = gathered(&twice, &pool, 100);
        let last = gathered(&twice[1..], &pool, 100);
        assert_eq!((both.n_answers(), both.abilities().mean()), (1, last.abilities().mean()));
    }

    #[test]
    fn a_question_that_is_gone_or_another_by_now_does_not_count() {
        let pool = pool(2);
        let mut changed = counting(1, &pool[0], Mark::FULL, 0);
        changed.version.0.push('0');
        let kept = counting(2, &pool[1], Mark::FULL, 0);
        assert_eq!(gathered(&[changed.clone(), kept.clone()], &pool, 0).n_answers(), 1);
        assert_eq!(gathered(&[changed, kept], &pool[..1], 0).n_answers(), 0);
    }

    #[test]
    fn a_retired_question_counts_as_long_as_the_bank_has_it() {
        let mut retired = pool(1)[0].as_ref().clone();
        retired.rules.status = Status::Retired;
        let answer = counting(1, &retired, Mark::FULL, 0);
        let evidence = gathered(&[answer], &[Arc::new(retired)], 0);
        assert!(evidence.n_answers() == 1 && evidence.abilities().mean()[0] > 0.0);
    }

    #[test]
    fn old_answers_fade_and_those_of_the_future_count_like_new_ones() {
        let pool = pool(1);
        let mean = |days: i64, now: i64| {
            gathered(&[counting(1, &pool[0], Mark::FULL, days)], &pool, now).abilities().mean()[0]
        };
        assert!(mean(0, 1_000) < mean(0, 500) && mean(0, 500) < mean(0, 0) && mean(0, 1_000) > 0.0);
        assert_eq!(mean(900, 0), mean(0, 0));
    }

    #[test]
    fn the_order_of_answers_changes_no_digit() {
        let pool = pool(3);
        let mark = |n: usize| Mark::full_if(n.is_multiple_of(3));
        let answers: Vec<Counting> = pool
            .iter()
            .enumerate()
            .map(|(n, question)| counting(n as u64, question, mark(n), n as i64))
            .collect();
        let reversed: Vec<Counting> = answers.iter().rev().cloned().collect();
        let (a, b) = (gathered(&answers, &pool, 50), gathered(&reversed, &pool, 50));
        assert_eq!(
            (a.abilities().mean(), a.abilities().covariance()),
            (b.abilities().mean(), b.abilities().covariance())
        );
    }
}
