//! A bank file as its author sees it: keys in, saves in, picture out.

use insta::assert_snapshot;

use super::face::{Face, NARROW, WIDE, noon};
use crate::tui::message::{Failure, Message, Sight};
use crate::tui::model::{Colour, Look};
use crate::tui::theme::Lines;

/// A bank with a question of each type, an error of its includes and a few warnings.
const BANK: &str = include_str!("../../../tests/fixtures/banks/valid/all-types.json");

/// Returns the bank with a mistake in it that leaves no question.
fn broken() -> String {
    BANK.replace("\"select\": 2", "\"select\": 9")
}

fn preview(size: (u16, u16)) -> Face {
    Face::previewing(size, BANK)
}

/// Saves the file so that it cannot be read.
fn lose(face: &mut Face) {
    let failure = Failure::new("cannot open bank file `week-3.json`: there is no such file", "look for it");
    face.saved = Some(Box::new(Sight { preview: Err(failure), at: noon().wall }));
    face.tell(Message::Second);
}

#[test]
fn every_type_is_shown_as_learners_see_it_with_its_problems() {
    for size in [WIDE, NARROW] {
        let mut face = preview(size);
        let mut pictures = vec![face.picture()];
        for _ in 0..6 {
            pictures.push(face.press("n").picture());
        }
        assert_snapshot!(format!("types_{}", size.0), pictures.join("\n"));
    }
}

#[test]
fn the_key_and_the_reasons_are_shown_without_an_answer_at_every_question() {
    for size in [WIDE, NARROW] {
        let mut face = preview(size);
        let mut pictures = vec![face.press("a").picture()];
        for _ in 0..6 {
            pictures.push(face.press("n").picture());
        }
        assert_snapshot!(format!("keys_{}", size.0), pictures.join("\n"));
        assert_eq!(face.press("a p p p p p p").picture(), preview(size).picture());
    }
}

#[test]
fn an_answer_is_tried_fed_back_and_taken_back_and_nothing_is_stored() {
    let mut face = preview(WIDE);
    let tried = face.press("s 2 Enter").picture();
    let taken_back = face.press("u").picture();
    assert_snapshot!(format!("{tried}\ntaken back\n{taken_back}"));
    assert_eq!(face.press("1 Enter").stored, Ok(0));
    assert!(face.press("Enter").picture().contains("Question 2 of 9"));
}

#[test]
fn where_the_locale_is_not_utf_8_a_preview_is_ascii() {
    let mut face = preview(WIDE);
    face.model.set_look(Look { colours: Colour::Off, lines: Lines::Ascii });
    for keys in ["", "a", "n", "d", "Esc l", "Esc e 1 3 Enter"] {
        assert!(face.press(keys).picture().is_ascii(), "{}", face.picture());
    }
    assert!(face.save(&broken()).picture().is_ascii(), "{}", face.picture());
}

#[test]
fn a_field_is_typed_into_after_tab_so_that_n_turns_over_all_questions() {
    let mut face = preview(WIDE);
    face.press("n n n n");
    assert!(face.press("Tab 1 2").picture().contains("Number: 12"), "{}", face.picture());
    assert!(face.press("Tab n").picture().contains("Question 6 of 9"));
}

#[test]
fn all_problems_are_listed_with_their_lines_and_lead_to_their_questions() {
    for size in [WIDE, NARROW] {
        let mut face = preview(size);
        let first = face.press("d").picture();
        let last = face.press("j j j").picture();
        assert_snapshot!(format!("problems_{}", size.0), format!("{first}\n{last}"));
        assert!(face.press("Enter").picture().contains("2 of 9"), "{}", face.picture());
    }
}

#[test]
fn the_next_question_with_a_problem_is_one_key_away() {
    let mut face = preview(WIDE);
    assert!(face.press("e").picture().contains("Question 2 of 9"));
    assert!(face.press("n n n e").picture().contains("Question 1 of 9"));
}

#[test]
fn a_question_is_found_by_its_id_its_text_or_its_problem() {
    for size in [WIDE, NARROW] {
        let mut face = preview(size);
        let all = face.press("n n l").picture();
        let found = face.press("/").type_text("missing-rationale").picture();
        assert_snapshot!(format!("list_{}", size.0), format!("{all}\n{found}"));
        assert!(face.press("Enter").picture().contains("2 of 9"));
    }
    let mut face = preview(WIDE);
    assert!(face.press("l /").type_text("no such words").picture().contains("No question has these words"));
    assert!(face.press("Esc Esc").picture().contains("Question 1 of 9"));
}

#[test]
fn a_save_is_shown_at_the_same_question_with_the_answer_that_was_tried() {
    let mut face = preview(WIDE);
    face.press("n 1 2 Enter");
    let before = face.picture();
    let with_one_before = BANK.replace(
        "\"questions\": [",
        r#""questions": [ { "id": "new", "domain": "standards", "stem": "New?", "type": "text", "accept": ["x"] },"#,
    );
    let after =
        face.save(&with_one_before.replace("Which two are segments?", "Which are the segments?")).picture();
    assert!(before.contains("Question 2 of 9") && before.contains("Which two are segments?"));
    assert!(after.contains("Question 3 of 10") && after.contains("Which are the segments?"), "{after}");
    assert!(after.contains("your answer"), "{after}");
    assert!(
        face.save(&BANK.replace("{ \"text\": \"CDA\" }", "{ \"text\": \"CDA\" }, { \"text\": \"X\" }"))
            .picture()
            .contains("[ ]")
    );
}

#[test]
fn a_question_that_is_gone_gives_way_to_the_one_in_its_place() {
    let mut face = preview(WIDE);
    let one = r#"{ "format": 1, "id": "b", "title": "B", "questions": [
        { "id": "q-1", "domain": "standards", "stem": "Which?", "type": "text", "accept": ["x"] } ] }"#;
    assert!(face.press("n n n").save(one).picture().contains("Question 1 of 1"), "{}", face.picture());
}

#[test]
fn a_broken_file_shows_its_error_over_the_last_good_state_and_mended_is_as_before() {
    for size in [WIDE, NARROW] {
        let mut face = preview(size);
        let whole = face.press("n").picture();
        let broken_now = face.save(&broken()).picture();
        let listed = face.press("d").picture();
        assert_snapshot!(format!("broken_{}", size.0), format!("{broken_now}\n{listed}"));
        assert_eq!(face.press("Esc").save(BANK).picture(), whole);
    }
}

#[test]
fn a_file_that_was_never_good_shows_its_problems_and_then_its_questions() {
    for size in [WIDE, NARROW] {
        let mut face = Face::previewing(size, "{ \"format\": 1,\n  \"title\": 7 }");
        assert_snapshot!(format!("never_good_{}", size.0), face.press("Esc Enter j").picture());
        assert!(face.save(BANK).picture().contains("1 of 9"));
    }
}

#[test]
fn a_file_that_is_gone_is_told_of_and_shown_again_when_it_is_back() {
    for size in [WIDE, NARROW] {
        let mut face = preview(size);
        let whole = face.picture();
        lose(&mut face);
        assert_snapshot!(format!("gone_{}", size.0), face.picture());
        assert_eq!(face.save(BANK).picture(), whole);
        let mut face = Face::previewing(size, "{");
        lose(&mut face);
        assert!(face.picture().contains("there is no such file"), "{}", face.picture());
    }
}

#[test]
fn looking_at_a_file_that_has_not_changed_changes_nothing_on_the_screen() {
    let mut face = preview(WIDE);
    face.press("n 1 PgDn");
    let before = face.picture();
    face.tell(Message::Second);
    assert_eq!(face.picture(), before);
    assert!(face.model.next_second(face.now).is_some_and(|wait| wait.0 > 0));
}

#[test]
fn an_exhibit_is_opened_and_closed_and_help_tells_the_keys() {
    let mut face = preview(WIDE);
    face.press("n n n n n n n");
    let asked = face.picture();
    face.press("z");
    assert_ne!(face.picture(), asked);
    assert_eq!(face.press("z").picture(), asked);
    assert_snapshot!(face.press("?").picture());
    assert_eq!(face.press("Esc").picture(), asked);
}

#[test]
fn a_file_with_errors_from_the_start_shows_the_questions_that_have_none() {
    for size in [WIDE, NARROW] {
        let mut face = Face::previewing(size, &broken());
        let first = face.picture();
        let problems = face.press("l").picture();
        assert_snapshot!(format!("left_out_{}", size.0), format!("{first}\n{problems}"));
        face.press("Esc n");
        let after = face.save(&BANK.replace("\"select\": 2", "\"select\": 7")).picture();
        assert!(after.contains("left out"), "{after}");
        assert!(!face.save(BANK).picture().contains("left out"));
        assert!(!face.save(&broken()).picture().contains("left out"));
    }
}
