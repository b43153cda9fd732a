//! Find my role: the questions about the person, the interests, the suggestion in its three degrees of certainty.

use std::sync::Arc;

use insta::assert_snapshot;
use proptest::prelude::*;
use ratatui::style::Color;

use super::face::{Face, NARROW, WIDE, noon};
use super::manners::{any_sent, send_all};
use crate::advice::certainty::Certainty;
use crate::advice::gates::{Background, Person, Training, Work};
use crate::advice::readiness::Readiness;
use crate::bank::sample;
use crate::framework::{RoleId, framework};
use crate::history::attempt::{AttemptId, AttemptRow};
use crate::scoring::Mark;
use crate::selection::adaptive::Verdict;
use crate::session::Session;
use crate::session::event::Mode;
use crate::suggestion::Advisor;
use crate::suggestion::evidence::{Evidence, Said};
use crate::suggestion::expected::{Expected, ExpectedOfDomain};
use crate::suggestion::scale::Scale;
use crate::tui::intent::Intent;
use crate::tui::message::{Before, Done, Effect, Failure, Message};
use crate::tui::model::{Colour, Look};
use crate::tui::screen::find::picture::Advice;
use crate::tui::situation::Situation;
use crate::tui::theme::Lines;

/// Returns evidence of somebody who knows what `role` asks for beyond the others, from `n` answers a domain.
fn leaning_to(role: &str, n: usize) -> Evidence {
    let role = RoleId::named(role).unwrap();
    let direction = Advisor::new(Scale::of_pool(&[])).contrasts().direction(role.index());
    let mut evidence = Evidence::default();
    for domain in framework().domains() {
        for number in 0..n {
            let mut question = sample::single("x", 4);
            question.subject.domain = domain;
            question.subject.topic = crate::framework::TopicId::named(domain, &domain.topics()[number % 3]);
            let is_right = direction[domain.index()] > 0.0 || number % 3 == 0;
            evidence.answer(&question, Said::Marked(if is_right { Mark::FULL } else { Mark::ZERO }));
        }
    }
    evidence
}

fn advice(evidence: &Evidence, person: &Person, interests: &[Option<f64>]) -> Advice {
    let advisor = Advisor::new(Scale::of_pool(&[]));
    let suggestion = advisor.suggestion(evidence, person, interests);
    let explain =
        |role: &crate::suggestion::RoleAdvice| advisor.explanation(evidence, &suggestion, role.role);
    let explanations = suggestion.roles.iter().map(explain).collect();
    let separating = match suggestion.two_best()[..] {
        [first, second] => advisor.separating(evidence, first, second),
        _ => Vec::new(),
    };
    let cuts = advisor.scale().cuts().collect();
    let attempt = Some(AttemptId(7));
    Advice { explanations, separating, n_more: 6, cuts, at: noon().wall, attempt, suggestion }
}

fn short_and_unlicensed() -> Person {
    Person { backgrounds: Vec::new(), training: Training::Short, work: vec![Work::Teaching] }
}

/// Returns interests of 1 to 5, the largest for `role`.
fn liking(role: &str) -> Vec<Option<f64>> {
    let liked = RoleId::named(role).unwrap();
    framework().roles().map(|role| Some(if role == liked { 5.0 } else { 2.5 })).collect()
}

fn shown(size: (u16, u16), advice: Advice) -> Face {
    let mut face = Face::new(size, sample::every_type());
    face.tell(Message::Done(Done::Suggested(Arc::new(advice))));
    face
}

fn stands_out() -> Advice {
    advice(&leaning_to("trainer", 20), &short_and_unlicensed(), &liking("trainer"))
}

fn leans_to() -> Advice {
    let person = Person { training: Training::Either, ..short_and_unlicensed() };
    advice(&leaning_to("privacy-security-specialist", 6), &person, &liking("trainer"))
}

fn open() -> Advice {
    let licensed = Person { backgrounds: vec![Background::LicensedClinician], ..Person::default() };
    advice(&leaning_to("health-it-subspecialist", 2), &licensed, &[])
}

#[test]
fn each_degree_of_certainty_has_its_screen() {
    let degrees = [
        ("stands_out", Certainty::StandsOut, stands_out as fn() -> Advice),
        ("leans_to", Certainty::LeansTo, leans_to),
        ("open", Certainty::Open, open),
    ];
    for (name, certainty, advice) in degrees {
        assert_eq!(advice().suggestion.certainty, certainty, "{name}");
        for size in [WIDE, NARROW] {
            let mut face = shown(size, advice());
            let first = face.picture();
            let second = face.press("PgDn").picture();
            let third = face.press("PgDn PgDn Down").picture();
            assert_snapshot!(
                format!("{name}_{}", size.0),
                format!("{first}\na page down\n{second}\nfurther down\n{third}")
            );
        }
    }
}

#[test]
fn a_role_says_why_and_what_to_study() {
    for size in [WIDE, NARROW] {
        let mut face = shown(size, stands_out());
        let mut pictures = vec![face.press("Enter").picture()];
        for _ in 0..3 {
            pictures.push(face.press("PgDn").picture());
        }
        assert_snapshot!(format!("advised_{}", size.0), pictures.join("\n"));
    }
}

#[test]
fn closed_roles_are_told_with_the_reason_and_can_be_looked_at() {
    for size in [WIDE, NARROW] {
        let mut face = shown(size, stands_out());
        let closed = face.press("c").picture();
        let role = face.press("Enter").picture();
        assert_snapshot!(format!("closed_{}", size.0), format!("{closed}\n{role}"));
    }
}

#[test]
fn interest_gets_a_weight_and_both_orders_are_shown() {
    for size in [WIDE, NARROW] {
        let mut face = shown(size, leans_to());
        let without = face.press("i").picture();
        let with = face.press("Right Right Right").picture();
        let ranked = face.press("Esc").picture();
        assert_snapshot!(format!("weighing_{}", size.0), format!("{without}\n{with}\n{ranked}"));
        assert!((face.model.settings.interest_weight - 0.5).abs() < 1e-12);
    }
}

#[test]
fn the_questions_that_would_tell_most_are_one_key_away() {
    let mut face = shown(WIDE, stands_out());
    let situations = face.model.situations(face.now);
    assert!(situations.contains(&Situation::TakesMore));
    let effects = face.model.update(Message::Intent(Intent::TakeMore), face.now);
    assert!(matches!(effects[..], [Effect::TakeMore(Some(AttemptId(7)))]), "{effects:?}");
    let none_left = Advice { n_more: 0, ..stands_out() };
    let picture = shown(WIDE, none_left).picture();
    assert!(picture.contains("none are left") && !picture.contains("m more questions"), "{picture}");
}

#[test]
fn what_there_is_to_study_is_practised_by_one_key() {
    let mut face = shown(WIDE, stands_out());
    face.press("Enter");
    let effects = face.model.update(Message::Intent(Intent::Accept), face.now);
    let [Effect::Begin(wish)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((wish.role, wish.filter.topics.len()), (RoleId::named("trainer"), 8));
}

#[test]
fn the_way_in_offers_what_is_there() {
    let rows = super::face::attempts();
    let row = |at: usize| AttemptRow { mode: Mode::Placement, n_questions: 44, ..rows[at].clone() };
    for size in [WIDE, NARROW] {
        let mut face = Face::new(size, sample::every_type());
        face.tell(Message::Done(Done::Known(22)));
        let home = face.picture();
        let before = Before { open: Some(row(0)), done: Some(row(1)), n_known: 22 };
        face.tell(Message::Done(Done::Before(before)));
        let all = face.picture();
        assert_snapshot!(format!("start_{}", size.0), format!("{home}\n{all}"));
        for (key, effect) in
            ["Resume(AttemptId(8))", "Suggest(Some(AttemptId(7)))", "Suggest(None)"].iter().enumerate()
        {
            face.press(&"j ".repeat(usize::from(key > 0)));
            let effects = face.model.update(Message::Intent(Intent::Accept), face.now);
            assert_eq!(format!("{effects:?}"), format!("[{effect}]"));
        }
    }
}

#[test]
fn an_adaptive_exam_shows_what_to_expect_and_no_share() {
    let readiness = Readiness { mean: 0.68, low: 0.57, high: 0.78, p_pass: 0.41 };
    let domain = |domain| ExpectedOfDomain { domain, n_answers: 3, readiness };
    let expected = Expected {
        n_answers: 23,
        cut_score: 0.7,
        verdict: Verdict::Undecided,
        readiness,
        domains: framework().domains().map(domain).collect(),
    };
    for size in [WIDE, NARROW] {
        let mut face = Face::new(size, sample::every_type());
        let started = super::face::started(Mode::Adaptive, face.now, &sample::every_type());
        let session = Session::new(started, face.now);
        face.tell(Message::Done(Done::Measured(Box::new(session), Box::new(expected.clone()))));
        let first = face.picture();
        let rest = face.press("PgDn").picture();
        assert_snapshot!(format!("expected_{}", size.0), format!("{first}\n{rest}"));
    }
}

#[test]
fn a_suggestion_is_ascii_where_the_locale_asks_for_that_and_has_no_colour_without() {
    let look = Look { colours: Colour::Off, lines: Lines::Ascii };
    for keys in ["", "Enter", "c", "i"] {
        let mut face = shown(WIDE, stands_out());
        face.model.set_look(look);
        let picture = face.press(keys).picture();
        assert!(picture.is_ascii(), "{picture}");
        let mut buffer = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 80, 24));
        crate::tui::draw::draw(&face.model, face.now, &mut buffer);
        let is_plain = |cell: &ratatui::buffer::Cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset);
        assert!(buffer.content().iter().all(is_plain), "{keys}");
    }
}

#[test]
fn a_next_question_that_cannot_be_stored_is_asked_for_again_by_enter() {
    let questions = vec![sample::single("one", 4), sample::single("two", 4)];
    let mut face = Face::taking(WIDE, Mode::Placement, questions);
    assert!(face.press("Enter Enter Enter").picture().contains("Question 1 of 44"), "{}", face.picture());
    face.press("x");
    face.stored = Err(Failure::new("the disk is full", "make room"));
    let picture = face.press("Enter").picture();
    assert!(picture.contains("the disk is full") && picture.contains("costs nothing"), "{picture}");
    face.stored = Ok(0);
    assert!(face.press("Enter").picture().contains("Question 2 of 44"), "{}", face.picture());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn no_keys_at_any_size_break_a_suggestion(sent in proptest::collection::vec(any_sent(), 1..80)) {
        send_all(&mut shown(WIDE, leans_to()), sent)?;
    }

    #[test]
    fn no_keys_at_any_size_break_a_placement(sent in proptest::collection::vec(any_sent(), 1..80)) {
        send_all(&mut Face::taking(NARROW, Mode::Placement, Vec::new()), sent)?;
    }
}
