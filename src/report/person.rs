//! The three short questions about the person, and the answers to a statement of interest, as both faces put them.
//!
//! Invariant: the last answer to a question about the person excludes the others.

use std::collections::BTreeSet;

use crate::advice::gates::{Background, Person, Training, Work};

/// Questions about the person.
pub const N_QUESTIONS: usize = 3;

/// How much one would like to do something, from 1 to 5.
pub const LIKING: [&str; 5] = ["Not at all", "Rather not", "Neither", "Rather", "Very much"];

/// What is asked with every statement of interest.
pub const HOW_MUCH: &str = "How much would you like to do this?";

const BACKGROUNDS: [(&str, Option<Background>); 3] = [
    ("Licensed clinician (nurse, physician, pharmacist …)", Some(Background::LicensedClinician)),
    ("Training in public health", Some(Background::PublicHealth)),
    ("Neither", None),
];

const TRAININGS: [(&str, Training); 3] = [
    ("Six months or less (community college)", Training::Short),
    ("One year and more (university)", Training::Long),
    ("Either", Training::Either),
];

const WORKS: [(&str, Work); 7] = [
    ("Information technology", Work::It),
    ("Practice administration", Work::PracticeAdministration),
    ("Records and coding", Work::RecordsAndCoding),
    ("Teaching", Work::Teaching),
    ("Software", Work::Software),
    ("Management", Work::Management),
    ("None yet", Work::NoneYet),
];

/// A question about the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AboutYou {
    /// What is asked.
    pub asks: &'static str,
    /// What the answer does.
    pub says: &'static str,
    /// The answers, several of which may be given.
    pub answers: Vec<&'static str>,
}

/// Returns the questions about the person.
#[must_use]
pub fn about_you() -> [AboutYou; N_QUESTIONS] {
    [
        AboutYou {
            asks: "What is your background?",
            says: "Two roles ask for a licence or public health and are closed without. No answer means neither.",
            answers: BACKGROUNDS.iter().map(|(words, _)| *words).collect(),
        },
        AboutYou {
            asks: "How long a training would you take?",
            says: "Roles whose training is longer or shorter are closed. No answer means either.",
            answers: TRAININGS.iter().map(|(words, _)| *words).collect(),
        },
        AboutYou {
            asks: "What do you work in at present?",
            says: "This closes nothing. It adds a word to roles that are near to it.",
            answers: WORKS.iter().map(|(words, _)| *words).collect(),
        },
    ]
}

/// Returns the answers with one more ticked, or with its tick taken away, out of `n_answers`.
#[must_use]
pub fn ticked_anew(ticked: &BTreeSet<usize>, answer_ix: usize, n_answers: usize) -> BTreeSet<usize> {
    let last = n_answers.saturating_sub(1);
    if ticked.contains(&answer_ix) {
        return ticked.iter().copied().filter(|other| *other != answer_ix).collect();
    }
    let stays = |other: &usize| answer_ix != last && *other != last;
    ticked.iter().copied().filter(stays).chain([answer_ix]).collect()
}

/// Returns the person that these answers tell of: for each question the positions of those given.
#[must_use]
pub fn person(ticked: &[BTreeSet<usize>; N_QUESTIONS]) -> Person {
    let [backgrounds, trainings, works] = ticked;
    let of_backgrounds = backgrounds.iter().filter_map(|answer_ix| BACKGROUNDS.get(*answer_ix));
    let of_works = works.iter().filter_map(|answer_ix| WORKS.get(*answer_ix));
    let mut of_trainings = trainings.iter().filter_map(|answer_ix| TRAININGS.get(*answer_ix));
    let training = match (of_trainings.next(), of_trainings.next()) {
        (Some((_, training)), None) => *training,
        (None, _) | (Some(_), Some(_)) => Training::Either,
    };
    Person {
        backgrounds: of_backgrounds.filter_map(|(_, background)| *background).collect(),
        training,
        work: of_works.map(|(_, work)| *work).collect(),
    }
}

/// Returns the answers that tell of a person, as [`person`] takes them; those of questions from `n_told` on are open.
#[must_use]
pub fn ticked_of(person: &Person, n_told: usize) -> [BTreeSet<usize>; N_QUESTIONS] {
    let backgrounds = BACKGROUNDS.iter().map(|(_, background)| match background {
        Some(background) => person.backgrounds.contains(background),
        None => person.backgrounds.is_empty(),
    });
    let trainings = TRAININGS.iter().map(|(_, training)| *training == person.training);
    let works = WORKS.iter().map(|(_, work)| person.work.contains(work));
    let holding = |holds: &mut dyn Iterator<Item = bool>| {
        holds.enumerate().filter(|(_, holds)| *holds).map(|(answer_ix, _)| answer_ix).collect()
    };
    let mut ticked = [
        holding(&mut backgrounds.into_iter()),
        holding(&mut trainings.into_iter()),
        holding(&mut works.into_iter()),
    ];
    for open in ticked.iter_mut().skip(n_told) {
        *open = BTreeSet::new();
    }
    ticked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_answer_excludes_the_others_and_they_exclude_it() {
        let both = ticked_anew(&BTreeSet::from([0]), 1, 3);
        assert_eq!(both, BTreeSet::from([0, 1]));
        assert_eq!(ticked_anew(&both, 2, 3), BTreeSet::from([2]));
        assert_eq!(ticked_anew(&BTreeSet::from([2]), 0, 3), BTreeSet::from([0]));
        assert_eq!(ticked_anew(&both, 0, 3), BTreeSet::from([1]));
    }

    #[test]
    fn no_answer_closes_no_training_and_both_lengths_are_either() {
        assert_eq!(person(&Default::default()), Person::default());
        let both = [BTreeSet::from([0, 1]), BTreeSet::from([0, 1]), BTreeSet::from([3, 5])];
        let told = person(&both);
        assert_eq!(told.backgrounds, [Background::LicensedClinician, Background::PublicHealth]);
        assert_eq!((told.training, told.work), (Training::Either, vec![Work::Teaching, Work::Management]));
        let short = [BTreeSet::from([2]), BTreeSet::from([0]), BTreeSet::new()];
        assert_eq!(person(&short), Person { training: Training::Short, ..Person::default() });
    }

    #[test]
    fn a_person_is_told_again_by_the_same_answers() {
        let told = Person {
            backgrounds: vec![Background::PublicHealth],
            training: Training::Long,
            work: vec![Work::It, Work::Software],
        };
        assert_eq!(person(&ticked_of(&told, N_QUESTIONS)), told);
        assert_eq!(ticked_of(&told, 1), [BTreeSet::from([1]), BTreeSet::new(), BTreeSet::new()]);
        assert_eq!(
            ticked_of(&Person::default(), 2),
            [BTreeSet::from([2]), BTreeSet::from([2]), BTreeSet::new()]
        );
    }

    #[test]
    fn every_answer_of_a_question_is_worded_differently() {
        for question in about_you() {
            let different: BTreeSet<&str> = question.answers.iter().copied().collect();
            assert_eq!(different.len(), question.answers.len());
        }
    }
}
