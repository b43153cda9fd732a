//! Questions of banks as the measurement sees them.

use std::sync::Arc;

use crate::bank::question::{Body, ChoiceIx, Question, Scoring};
use crate::measure::item::{
    DEFAULT_SLOPE, Difficulty, Item, guessing_of_lines, guessing_of_one_in, guessing_of_ticks,
};
use crate::scoring::answer::Answer;
use crate::scoring::mark;
use crate::selection::placement::Candidate;

/// Returns the questions as candidates, in the same order.
#[must_use]
pub fn candidates(pool: &[Arc<Question>]) -> Vec<Candidate> {
    pool.iter()
        .map(|question| Candidate { domain_ix: question.subject.domain.index(), item: item(question) })
        .collect()
}

/// Returns the question as the item model sees it: its estimated parameters, or else what its author's level and its
/// type say.
#[must_use]
pub fn item(question: &Question) -> Item {
    match question.rules.parameters {
        Some(parameters) => Item::new(parameters.a, Difficulty::known(parameters.b), parameters.c),
        None => {
            let difficulty = Difficulty::of_author_level(question.subject.difficulty);
            Item::new(DEFAULT_SLOPE, difficulty, guessing(question))
        }
    }
}

/// Returns the expected mark of a random answer, 0 to 1; what "I don't know" counts in a placement.
#[must_use]
pub fn guessing(question: &Question) -> f64 {
    let is_all_or_nothing = question.rules.scoring == Scoring::AllOrNothing;
    match &question.body {
        Body::Single { choices, .. } => guessing_of_one_in(choices.len()),
        Body::Multiple { choices, select, .. } if is_all_or_nothing => {
            guessing_of_ticks(choices.len(), select.map(usize::from))
        }
        Body::Multiple { choices, select, .. } => mean_mark_of_ticks(question, choices.len(), *select),
        Body::Order { choices } if is_all_or_nothing => {
            guessing_of_one_in((1..=choices.len()).product::<usize>())
        }
        Body::Order { choices } => guessing_of_one_in(choices.len()),
        Body::Match { pairs, distractors } => {
            let of_one = guessing_of_one_in(pairs.len() + distractors.len());
            if is_all_or_nothing {
                of_one.powi(i32::try_from(pairs.len()).unwrap_or(i32::MAX))
            } else {
                of_one
            }
        }
        Body::Numeric { .. } | Body::Text { .. } => 0.0,
        Body::Locate { lines } => {
            guessing_of_lines(lines.len(), question.exhibit().map_or(0, |exhibit| exhibit.lines().count()))
        }
    }
}

/// Returns the mean mark over all sets of ticks but the empty one, or of all sets of `select`.
fn mean_mark_of_ticks(question: &Question, n_choices: usize, select: Option<u8>) -> f64 {
    let n_choices = u32::try_from(n_choices).unwrap_or(0).min(16);
    let (mut sum, mut n) = (0.0, 0_u32);
    for set in 1_u32..1 << n_choices {
        if select.is_none_or(|select| set.count_ones() == u32::from(select)) {
            let ticked = (0_u8..16).filter(|choice| set >> choice & 1 == 1).map(ChoiceIx).collect();
            sum += mark(question, &Answer::Choices(ticked)).share();
            n += 1;
        }
    }
    sum / f64::from(n.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::question::{Choice, Pair, Parameters};
    use crate::bank::sample;
    use crate::text::SafeText;

    fn choices(n: usize) -> Vec<Choice> {
        (0..n).map(|n| Choice { text: SafeText::line(&format!("choice {n}")), rationale: None }).collect()
    }

    fn marked(body: Body, scoring: Scoring) -> f64 {
        let mut question = sample::question("q", body);
        question.rules.scoring = scoring;
        guessing(&question)
    }

    #[test]
    fn each_type_has_its_chance_of_a_blind_guess() {
        let multiple =
            |select| Body::Multiple { choices: choices(5), key: vec![ChoiceIx(0), ChoiceIx(3)], select };
        let text = |text: &str| SafeText::line(text);
        let pair = |n: &str| Pair { left: text(n), right: text(n), rationale: None };
        let matching =
            || Body::Match { pairs: vec![pair("a"), pair("b")], distractors: vec![text("c"), text("d")] };
        let number = Body::Numeric { low: 1.0, high: 1.0, answer: None, unit: None };
        let (all, each) = (Scoring::AllOrNothing, Scoring::EachAnswer);
        for (body, scoring, wanted) in [
            (Body::Single { choices: choices(4), key: ChoiceIx(1) }, all, 0.25),
            (multiple(None), all, 1.0 / 31.0),
            (multiple(Some(2)), all, 0.1),
            // Of the ten pairs one has both right (1), six have one (0.2), three have none (0).
            (multiple(Some(2)), each, 0.22),
            (Body::Order { choices: choices(4) }, each, 0.25),
            (Body::Order { choices: choices(4) }, all, 1.0 / 24.0),
            (matching(), each, 0.25),
            (matching(), all, 1.0 / 16.0),
            (number, all, 0.0),
            (Body::Text { accept: vec![text("x")], exact: false }, all, 0.0),
        ] {
            let found = marked(body.clone(), scoring);
            assert!((found - wanted).abs() < 1e-7, "{body:?}: {found} {wanted}");
        }
    }

    #[test]
    fn estimated_parameters_win_over_the_author() {
        let mut question = sample::single("q", 4);
        question.rules.parameters = Some(Parameters { a: 1.3, b: 0.4, c: 0.1, n: 300 });
        let wanted = Item::new(1.3, Difficulty::known(0.4), 0.1);
        assert_eq!(candidates(&[Arc::new(question)])[0].item, wanted);
    }
}
