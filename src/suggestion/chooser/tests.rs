//! Placements and adaptive exams that are chosen live: balance, replay, resume, small pools, cases, early ends.

use super::*;
use crate::advice::gates::{Person, Training};
use crate::bank::question::{Case, ChoiceIx, Parameters};
use crate::clock::{Millis, Moment};
use crate::framework::{DomainId, RoleId, framework};
use crate::scoring::answer::Answer;
use crate::seed::Seed;
use crate::session::event::{Event, Mode, Told};
use crate::session::{Command, Stage};
use crate::suggestion::tests::pool;
use crate::text::SafeText;

fn started(mode: Mode) -> Started {
    Started {
        at: UnixMillis(1_795_302_997_008),
        seed: Seed(7),
        mode,
        title: SafeText::line("Sample"),
        role: (mode == Mode::Adaptive).then(|| RoleId::named("trainer").unwrap()),
        limit: None,
        cut_score: 0.7,
        drawn: Vec::new(),
    }
}

fn chooser(pool: Vec<Arc<Question>>) -> Chooser {
    let advisor = Arc::new(Advisor::new(Scale::of_pool(&pool)));
    Chooser::over(advisor, pool, &started(Mode::Placement), Evidence::default(), &|_| None)
}

/// Carries out a command and keeps its event.
fn give(session: &mut Session, events: &mut Vec<Event>, command: Command) {
    let event = session.decide(command, Moment::default()).unwrap();
    session.apply(&event);
    events.push(event);
}

/// Takes an attempt of `n` questions until no further one is asked, and returns why.
fn taken(
    chooser: &Chooser,
    mode: Mode,
    n: usize,
    answer: impl Fn(&Question, usize) -> Answer,
) -> (Session, Vec<Event>, Enough) {
    taken_by(chooser, mode, n, Person::default(), answer)
}

fn taken_by(
    chooser: &Chooser,
    mode: Mode,
    n: usize,
    person: Person,
    answer: impl Fn(&Question, usize) -> Answer,
) -> (Session, Vec<Event>, Enough) {
    let mut session = Session::new(started(mode), Moment::default());
    let mut events = Vec::new();
    give(&mut session, &mut events, Command::SetLength(n));
    if mode == Mode::Placement {
        give(&mut session, &mut events, Command::Tell(Told { n_told: 3, person }));
    }
    loop {
        match chooser.next(&session) {
            Step::Show(drawn) => give(&mut session, &mut events, Command::Show(drawn)),
            Step::Answer(place) => {
                let answer = answer(session.question(place).unwrap(), place.index());
                give(&mut session, &mut events, Command::Answer { place, answer, took: Millis(1) });
            }
            Step::Enough(enough) => return (session, events, enough),
            other => panic!("{other:?}"),
        }
    }
}

/// Right at every third place, "I don't know" at every seventh.
fn mixed(_: &Question, place: usize) -> Answer {
    if place % 7 == 6 { Answer::DontKnow } else { choice(place.is_multiple_of(3)) }
}

fn choice(is_right: bool) -> Answer {
    Answer::Choice(ChoiceIx(u8::from(!is_right)))
}

fn domains(session: &Session) -> Vec<DomainId> {
    session.drawn().iter().map(|drawn| drawn.question.subject.domain).collect()
}

fn n_of(domains: &[DomainId]) -> [usize; N_DOMAINS] {
    std::array::from_fn(|ix| domains.iter().filter(|domain| domain.index() == ix).count())
}

#[test]
fn a_placement_of_66_questions_replays_from_its_events_to_the_same_digits() {
    let chooser = chooser(pool(30));
    let (live, events, enough) = taken(&chooser, Mode::Placement, 66, mixed);
    assert_eq!((live.n_answered(), enough), (66, Enough::AllAsked));
    let stored: Vec<Event> = events.clone();
    let replayed = Session::replayed(live.started().clone(), &stored, Moment::default());
    let suggestion = |session: &Session| {
        let evidence = chooser.evidence(session);
        chooser.advisor().suggestion(&evidence, session.course().person(), &[])
    };
    assert_eq!(suggestion(&replayed), suggestion(&live));
    let (a, b) = (chooser.evidence(&replayed), chooser.evidence(&live));
    assert_eq!(a.abilities().covariance(), b.abilities().covariance());
    // Taken again from the same seed with the same answers it asks the same questions.
    let (again, _, _) = taken(&chooser, Mode::Placement, 66, mixed);
    assert_eq!(again.drawn(), live.drawn());
}

#[test]
fn a_placement_that_is_resumed_anywhere_asks_what_it_would_have_asked() {
    let chooser = chooser(pool(9));
    let (live, events, _) = taken(&chooser, Mode::Placement, 40, mixed);
    for n_events in [2, 3, 17, 46, 61, 80] {
        let cut = Session::replayed(live.started().clone(), &events[..n_events], Moment::default());
        match (chooser.next(&cut), live.drawn().get(cut.drawn().len())) {
            (Step::Answer(place), _) => assert_eq!(place.index() + 1, cut.drawn().len()),
            (Step::Show(drawn), wanted) => assert_eq!(Some(&drawn), wanted, "{n_events} events"),
            (other, _) => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_placement_begins_with_two_a_domain_and_keeps_to_one_question_in_three() {
    let chooser = chooser(pool(20));
    let (session, _, _) = taken(&chooser, Mode::Placement, 44, |question, _| {
        choice(question.subject.domain.as_str() == "standards")
    });
    let domains = domains(&session);
    assert_eq!(n_of(&domains[..22]), [2; N_DOMAINS]);
    for n in 22..=44 {
        assert!(n_of(&domains[..n]).iter().all(|of_domain| 3 * of_domain <= n));
    }
}

#[test]
fn a_first_picture_comes_after_22_and_only_until_one_goes_on() {
    let chooser = chooser(pool(9));
    let (_, events, _) = taken(&chooser, Mode::Placement, 44, mixed);
    let steps_at_22: Vec<usize> = (0..events.len())
        .filter(|n| {
            let cut = Session::replayed(started(Mode::Placement), &events[..*n], Moment::default());
            chooser.step(&cut) == Step::Picture
        })
        .collect();
    // The length, the person, and 22 times shown and answered.
    assert_eq!(steps_at_22, [46]);
    let (short, _, _) = taken(&chooser, Mode::Placement, 22, mixed);
    assert_eq!(chooser.step(&short), Step::Interests { n_rated: 0 });
}

#[test]
fn a_pool_that_is_too_small_ends_and_an_empty_one_begins_with_the_end() {
    let (session, _, enough) = taken(&chooser(pool(1)), Mode::Placement, 44, mixed);
    assert_eq!((session.n_answered(), enough), (11, Enough::NoneLeft));
    let without = chooser(Vec::new());
    let (session, _, enough) = taken(&without, Mode::Placement, 44, mixed);
    assert_eq!((session.n_answered(), enough, without.n_available()), (0, Enough::NoneLeft, 0));
    let evidence = without.evidence(&session);
    assert_eq!(without.advisor().suggestion(&evidence, &Person::default(), &[]).roles.len(), 12);
}

#[test]
fn what_was_seen_lately_is_not_asked_and_a_clock_set_back_is_lately() {
    let all = pool(4);
    let advisor = Arc::new(Advisor::new(Scale::of_pool(&all)));
    let at = started(Mode::Placement).at.0;
    let seen = |question: &QuestionKey| match question.question.as_str().rsplit('-').next() {
        Some("0") => Some(UnixMillis(at - 1_000)),
        Some("1") => Some(UnixMillis(at + 99_000)),
        Some("2") => Some(UnixMillis(at - REST_MILLIS)),
        _ => None,
    };
    let chooser = Chooser::over(advisor, all, &started(Mode::Placement), Evidence::default(), &seen);
    assert_eq!(chooser.n_available(), 22);
    let (session, _, _) = taken(&chooser, Mode::Placement, 44, mixed);
    let ids = session.drawn().iter().map(|drawn| drawn.question.key.question.to_string());
    let mut ends: Vec<char> = ids.filter_map(|id| id.chars().last()).collect();
    ends.sort_unstable();
    ends.dedup();
    assert_eq!((session.n_answered(), ends), (22, vec!['2', '3']));
}

#[test]
fn questions_of_a_case_come_one_after_the_other() {
    let case = Case { id: "ward".to_owned(), title: None, text: SafeText::line("A ward."), exhibit: None };
    let case = Arc::new(case);
    let with_case = |question: &Arc<Question>| {
        let mut question = question.as_ref().clone();
        let is_first_two = ["-0", "-1"].iter().any(|end| question.key.question.as_str().ends_with(end));
        if question.subject.domain.as_str() == "workflow" && is_first_two {
            question.material.case = Some(Arc::clone(&case));
        }
        Arc::new(question)
    };
    let pool: Vec<Arc<Question>> = pool(2).iter().map(with_case).collect();
    let (session, _, _) = taken(&chooser(pool), Mode::Placement, 22, mixed);
    let places: Vec<usize> =
        (0..22).filter(|place| session.drawn()[*place].question.material.case.is_some()).collect();
    assert_eq!(places[1], places[0] + 1);
}

#[test]
fn a_placement_ends_early_once_the_first_role_is_settled_unless_more_is_asked_for() {
    let sharp = |question: &Arc<Question>| {
        let mut question = question.as_ref().clone();
        question.rules.parameters = Some(Parameters { a: 3.0, b: 0.0, c: 0.0, n: 900 });
        Arc::new(question)
    };
    let chooser = chooser(pool(30).iter().map(sharp).collect());
    let person = Person { training: Training::Short, ..Person::default() };
    let answer = |question: &Question, _: usize| choice(question.subject.domain.as_str() == "training");
    let (mut session, mut events, enough) = taken_by(&chooser, Mode::Placement, 88, person, answer);
    assert_eq!(enough, Enough::Settled);
    let n_answered = session.n_answered();
    assert!((FIRST_PICTURE..88).contains(&n_answered), "{n_answered}");
    for command in [
        Command::SetLength(n_answered),
        Command::EndInterests,
        Command::Finish,
        Command::SetLength(n_answered + 6),
    ] {
        give(&mut session, &mut events, command);
    }
    assert_eq!(session.stage(), Stage::Open);
    assert!(matches!(chooser.step(&session), Step::Show(_)));
}

#[test]
fn an_adaptive_exam_keeps_the_blueprint_and_ends_when_it_is_decided_or_at_its_length() {
    let pool = pool(40);
    let chooser = Chooser::adaptive_over(pool, &started(Mode::Adaptive), 40);
    let (right, _, enough) = taken(&chooser, Mode::Adaptive, 40, |_, _| choice(true));
    assert_eq!(enough, Enough::Decided(Verdict::Above));
    let (wrong, _, enough) = taken(&chooser, Mode::Adaptive, 40, |_, _| Answer::DontKnow);
    assert_eq!(enough, Enough::Decided(Verdict::Below));
    assert!((10..40).contains(&right.n_answered()) && wrong.n_answered() == FEWEST_TO_DECIDE);
    let (above, below) = (chooser.expected(&right), chooser.expected(&wrong));
    assert!(above.readiness.p_pass > 0.6 && below.readiness.p_pass < 0.1, "{above:?} {below:?}");
    let (middle, _, enough) = taken(&chooser, Mode::Adaptive, 40, |_, place| choice(place % 4 != 3));
    let blueprint = &RoleId::named("trainer").unwrap().role().blueprint;
    let wanted = framework().domains().map(|domain| blueprint.weight(domain) as usize);
    assert_eq!(enough, Enough::AllAsked);
    assert_eq!(n_of(&domains(&middle)).to_vec(), wanted.collect::<Vec<_>>());
    let expected = chooser.expected(&middle);
    for readiness in expected.domains.iter().map(|domain| domain.readiness).chain([expected.readiness]) {
        assert!(readiness.low < readiness.mean && readiness.mean < readiness.high && readiness.high <= 1.0);
    }
}

#[test]
fn an_adaptive_exam_over_few_questions_asks_them_all_and_over_none_ends() {
    let chooser = Chooser::adaptive_over(pool(1), &started(Mode::Adaptive), 40);
    let (session, _, enough) = taken(&chooser, Mode::Adaptive, 40, |_, place| choice(place % 2 == 0));
    assert!(session.n_answered() <= 11 && enough != Enough::AllAsked, "{enough:?}");
    let without = Chooser::adaptive_over(Vec::new(), &started(Mode::Adaptive), 40);
    let (session, _, enough) = taken(&without, Mode::Adaptive, 40, mixed);
    assert_eq!(enough, Enough::NoneLeft);
    let expected = without.expected(&session);
    assert!(expected.n_answers == 0 && expected.readiness.low < expected.readiness.high);
}
