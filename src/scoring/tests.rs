use proptest::prelude::*;

use super::*;
use crate::bank::question::{Choice, LineNumber, Pair};
use crate::bank::sample;
use crate::scoring::answer::ShownOrder;
use crate::scoring::number::TypedNumber;

fn ix(positions: &[u8]) -> Vec<ChoiceIx> {
    positions.iter().copied().map(ChoiceIx).collect()
}

fn choices(n: usize) -> Vec<Choice> {
    (0..n).map(|n| Choice { text: SafeText::line(&format!("choice {n}")), rationale: None }).collect()
}

fn multiple(n: usize, key: &[u8], scoring: Scoring) -> Question {
    let mut question =
        sample::question("q", Body::Multiple { choices: choices(n), key: ix(key), select: None });
    question.rules.scoring = scoring;
    question
}

fn matching(n_pairs: usize, n_distractors: usize) -> Question {
    let pair = |n: usize| Pair {
        left: SafeText::line(&format!("left {n}")),
        right: SafeText::line(&format!("right {n}")),
        rationale: None,
    };
    let distractors = (0..n_distractors).map(|n| SafeText::line(&format!("none {n}"))).collect();
    let body = Body::Match { pairs: (0..n_pairs).map(pair).collect(), distractors };
    let mut question = sample::question("q", body);
    question.rules.scoring = Scoring::EachAnswer;
    question
}

#[test]
fn partial_marks_follow_the_format() {
    for (scoring, ticked, share) in [
        (Scoring::AllOrNothing, vec![0, 1], 1.0),
        (Scoring::AllOrNothing, vec![0], 0.0),
        (Scoring::NetCorrect, vec![0, 1, 2], 0.5),
        (Scoring::NetCorrect, vec![0], 0.5),
        (Scoring::NetCorrect, vec![2, 3], 0.0),
        (Scoring::EachAnswer, vec![0, 1, 2], 0.5),
        (Scoring::EachAnswer, vec![0], 0.5),
        (Scoring::EachAnswer, vec![0, 1, 2, 3], 0.0),
        (Scoring::EachAnswer, vec![2, 3], 0.0),
    ] {
        let question = multiple(4, &[0, 1], scoring);
        assert_eq!(mark(&question, &Answer::Choices(ix(&ticked))).share(), share, "{scoring:?} {ticked:?}");
    }
}

#[test]
fn order_counts_neighbours() {
    let mut question = sample::question("q", Body::Order { choices: choices(4) });
    question.rules.scoring = Scoring::EachAnswer;
    for (order, n_neighbours) in
        [([0, 1, 2, 3], 3), ([1, 2, 3, 0], 2), ([3, 2, 1, 0], 0), ([0, 1, 3, 2], 1), ([2, 3, 0, 1], 2)]
    {
        assert_eq!(
            mark(&question, &Answer::Order(ix(&order))),
            Mark::of_share(f64::from(n_neighbours) / 3.0)
        );
    }
    question.rules.scoring = Scoring::AllOrNothing;
    assert_eq!(mark(&question, &Answer::Order(ix(&[1, 2, 3, 0]))), Mark::ZERO);
}

#[test]
fn a_number_on_either_end_of_the_range_is_right() {
    let question =
        sample::question("q", Body::Numeric { low: 9.5, high: 10.5, answer: Some(10.0), unit: None });
    for (typed, expected) in [("9.5", Mark::FULL), ("10.5", Mark::FULL), ("10.51", Mark::ZERO)] {
        assert_eq!(mark(&question, &Answer::Number(TypedNumber::read(typed, None).unwrap())), expected);
    }
}

#[test]
fn text_is_folded_and_near_misses_are_told_apart() {
    let accept = vec![SafeText::line("Observation"), SafeText::line("OBX")];
    let question = sample::question("q", Body::Text { accept, exact: false });
    let typed = |text: &str| Answer::Text(text.to_owned());
    for text in ["observation", "  OBSERVATION ", "ｏｂｘ"] {
        assert_eq!(mark(&question, &typed(text)), Mark::FULL, "{text}");
    }
    for text in ["obsevation", "observattion", "observatoin", "observatiom", "observations"] {
        assert_eq!(mark(&question, &typed(text)), Mark::ZERO, "{text}");
        assert_eq!(near_miss(&question, &typed(text)).map(SafeText::as_str), Some("Observation"), "{text}");
    }
    for text in ["obr", "obse", "observation", "xx"] {
        assert_eq!(near_miss(&question, &typed(text)), None, "{text}");
    }
}

#[test]
fn exact_text_tells_case_apart() {
    let question = sample::question("q", Body::Text { accept: vec![SafeText::line("mL")], exact: true });
    assert_eq!(mark(&question, &Answer::Text("mL".to_owned())), Mark::FULL);
    assert_eq!(mark(&question, &Answer::Text("ML".to_owned())), Mark::ZERO);
}

#[test]
fn an_answer_of_another_type_is_worth_nothing() {
    let question = multiple(4, &[0], Scoring::AllOrNothing);
    for answer in [Answer::DontKnow, Answer::Choice(ChoiceIx(0)), Answer::Line(LineNumber(1))] {
        assert_eq!(mark(&question, &answer), Mark::ZERO);
    }
}

fn any_scoring() -> impl Strategy<Value = Scoring> {
    prop_oneof![Just(Scoring::AllOrNothing), Just(Scoring::NetCorrect), Just(Scoring::EachAnswer)]
}

/// A `multiple` question with at least one right and one wrong choice.
fn any_multiple() -> impl Strategy<Value = Question> {
    (2_usize..=8, any_scoring(), any::<u8>()).prop_map(|(n, scoring, bits)| {
        let mut key: Vec<u8> = (0..n as u8).filter(|choice| bits >> choice & 1 == 1).collect();
        if key.is_empty() {
            key.push(0);
        }
        if key.len() == n {
            key.pop();
        }
        multiple(n, &key, scoring)
    })
}

fn any_ticks(n: usize) -> impl Strategy<Value = Vec<ChoiceIx>> {
    proptest::sample::subsequence(ix(&(0..n as u8).collect::<Vec<_>>()), 0..=n)
}

proptest! {
    #[test]
    fn marks_of_ticks_stay_between_nothing_and_full(
        (question, ticked) in any_multiple().prop_flat_map(|q| {
            let n = q.body.choices().len();
            (Just(q), any_ticks(n))
        })
    ) {
        prop_assert!(mark(&question, &Answer::Choices(ticked)) <= Mark::FULL);
    }

    #[test]
    fn the_key_scores_full_and_ticking_everything_never_wins(question in any_multiple()) {
        let n = question.body.choices().len() as u8;
        prop_assert_eq!(mark(&question, &Answer::right(&question)), Mark::FULL);
        let everything = Answer::Choices(ix(&(0..n).collect::<Vec<_>>()));
        prop_assert_eq!(mark(&question, &everything), Mark::ZERO);
    }

    #[test]
    fn the_right_order_scores_full_and_no_other_does(
        order in (2_u8..=8).prop_flat_map(|n| Just((0..n).collect::<Vec<u8>>()).prop_shuffle()),
        scoring in any_scoring(),
    ) {
        let mut question = sample::question("q", Body::Order { choices: choices(order.len()) });
        question.rules.scoring = scoring;
        let is_key = order.windows(2).all(|pair| pair[0] < pair[1]);
        let mark = mark(&question, &Answer::Order(ix(&order)));
        prop_assert_eq!(mark == Mark::FULL, is_key);
    }

    #[test]
    fn the_order_of_lefts_does_not_matter_in_match(
        rights in proptest::collection::vec(0_u8..6, 4),
        order in Just(vec![0_usize, 1, 2, 3]).prop_shuffle(),
    ) {
        // The same question with its pairs in another order, and the same rights chosen for them.
        let question = matching(4, 2);
        let mut moved = question.clone();
        let Body::Match { pairs, .. } = &mut moved.body else { panic!("the sample is a match") };
        let Body::Match { pairs: original, .. } = &question.body else { panic!("the sample is a match") };
        *pairs = order.iter().map(|from| original[*from].clone()).collect();
        let moved_rights = order.iter().map(|from| {
            let right = rights[*from];
            let position = order.iter().position(|from| *from == usize::from(right));
            position.map_or(right, |position| position as u8)
        }).collect::<Vec<u8>>();
        prop_assert_eq!(
            mark(&question, &Answer::Match(ix(&rights))),
            mark(&moved, &Answer::Match(ix(&moved_rights)))
        );
    }

    #[test]
    fn an_answer_reads_back_from_its_line(
        order in Just((0_u8..5).collect::<Vec<u8>>()).prop_shuffle(),
        ticked in any_ticks(5),
    ) {
        let shown = ShownOrder(ix(&order));
        let question = multiple(5, &[0], Scoring::AllOrNothing);
        let answer = Answer::Choices(ticked.clone());
        let read = Answer::read(&question, &shown, &answer.shown_line(&shown));
        prop_assert_eq!(read.ok(), (!ticked.is_empty()).then_some(answer));
    }

    #[test]
    fn no_line_makes_the_reader_of_answers_panic(line in ".{0,40}") {
        for question in [multiple(4, &[1], Scoring::NetCorrect), matching(3, 1)] {
            let shown = ShownOrder(ix(&[0, 1, 2, 3]));
            let _ = Answer::read(&question, &shown, &line);
        }
    }
}
