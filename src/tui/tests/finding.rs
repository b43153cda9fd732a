//! "Find my role" and adaptive exams from the first key to the result, over a real history and the program's banks.

use insta::assert_snapshot;

use super::face::{Face, NARROW, WIDE};
use super::world::world;
use crate::tui::intent::Intent;
use crate::tui::message::{Before, Done, Effect, Message, Taken};
use crate::tui::situation::Situation;

/// Opens "Find my role" at the home menu.
fn begun(size: (u16, u16), directory: &std::path::Path) -> Face {
    let mut face = Face::of_world(size, world(directory));
    face.press("Up Enter");
    assert!(face.picture().contains("about you, 1 of 3"), "{}", face.picture());
    face
}

fn dont_know(face: &mut Face) {
    if face.model.situations(face.now).contains(&Situation::Typing) {
        face.press("Tab");
    }
    let picture = face.picture();
    let footer = picture.lines().last().unwrap();
    assert!(footer.contains("x I don't know (") || footer.contains("x no idea: "), "{picture}");
    face.press("x");
}

/// Answers the question on the screen with "I don't know", and goes on from its feedback.
fn pass(face: &mut Face) {
    dont_know(face);
    assert!(face.picture().contains("costs nothing"), "{}", face.picture());
    face.press("Enter");
}

#[test]
fn it_asks_about_the_person_then_44_questions_then_interests_and_suggests() {
    for size in [WIDE, NARROW] {
        let directory = tempfile::tempdir().unwrap();
        let mut face = begun(size, directory.path());
        let mut pictures = vec![face.picture()];
        pictures.push(face.press("3 Enter").picture());
        pictures.push(face.press("1 Enter").picture());
        let question = face.press("4 6 Enter").picture();
        assert!(question.contains("Question 1 of 44") && question.contains("about 35 minutes"), "{question}");
        (0..22).for_each(|_| pass(&mut face));
        let midway = face.picture();
        assert!(
            midway.contains("A first wide picture") && midway.contains("Go on: 22 questions"),
            "{midway}"
        );
        assert!(face.press("Enter").picture().contains("Question 23 of 44"), "{}", face.picture());
        (0..22).for_each(|_| pass(&mut face));
        pictures.push(face.picture());
        pictures.push(face.press("5 4").picture());
        // Numbers that follow from the built-in banks are not pinned down here.
        assert_snapshot!(format!("find_{}", size.0), pictures.join("\n"));
        face.press("x");
        let result = face.picture();
        face.press("Esc j j j Enter");
        assert!(face.picture().contains("History"), "{}", face.picture());
        assert_eq!(face.press("Enter").picture(), result);
    }
}

#[test]
fn without_feedback_the_next_question_comes_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let mut face = begun(WIDE, directory.path());
    face.model.settings.placement = crate::settings::PlacementFeedback::Off;
    face.press("Enter Enter Enter");
    assert!(face.picture().contains("Question 1 of 44"));
    dont_know(&mut face);
    assert!(face.picture().contains("Question 2 of 44"), "{}", face.picture());
}

#[test]
fn there_is_no_way_back_and_no_list_in_a_placement() {
    let directory = tempfile::tempdir().unwrap();
    let mut face = begun(WIDE, directory.path());
    face.press("Enter Enter Enter");
    pass(&mut face);
    let second = face.picture();
    assert!(second.contains("Question 2 of 44"), "{second}");
    assert_eq!(face.press("p Left l u f s").picture(), second);
}

#[test]
fn a_placement_left_in_the_middle_is_there_again() {
    let directory = tempfile::tempdir().unwrap();
    let mut face = begun(WIDE, directory.path());
    face.press("Enter Enter Enter");
    pass(&mut face);
    let second = face.picture();
    face.press("Esc");
    drop(face);
    let mut again = Face::of_world(WIDE, world(directory.path()));
    again.tell(Message::Done(Done::Taken(Box::new(resumed(directory.path())))));
    let without_number = |picture: &str| picture.replace("saved #1", "");
    assert_eq!(without_number(&again.picture()), without_number(&second));
}

#[test]
fn an_adaptive_exam_is_set_up_taken_and_measured() {
    let directory = tempfile::tempdir().unwrap();
    let mut face = Face::of_world(WIDE, world(directory.path()));
    face.press("j Enter Enter j Right");
    let setup = face.picture();
    assert!(setup.contains("‹ adaptive ›") && setup.contains("up to 40 questions"), "{setup}");
    face.press("k Enter");
    assert!(face.picture().contains("Question 1 of 40"), "{}", face.picture());
    for n in 1..=40 {
        if face.picture().contains("Expected on the form") {
            break;
        }
        assert!(face.picture().contains(&format!("Question {n} of 40")), "{}", face.picture());
        dont_know(&mut face);
        assert!(!face.picture().contains("Right:"), "{}", face.picture());
    }
    let result = face.picture();
    assert!(result.contains("below the cut score") && !result.contains("Score  "), "{result}");
    assert!(face.press("Enter").picture().contains("Question 1 of"));
}

/// Returns the attempt of the store in `directory` as it is taken up again.
fn resumed(directory: &std::path::Path) -> Taken {
    match world(directory).carry_out(Effect::ResumeNewest, super::face::noon()) {
        Message::Done(Done::Taken(taken)) => *taken,
        other => panic!("{other:?}"),
    }
}

#[test]
fn from_the_history_alone_the_person_is_asked_first() {
    let directory = tempfile::tempdir().unwrap();
    let mut face = Face::of_world(WIDE, world(directory.path()));
    face.tell(Message::Done(Done::Known(22)));
    face.tell(Message::Intent(Intent::Back));
    let suggest = |face: &mut Face| {
        let before = Before { n_known: 22, ..Before::default() };
        face.tell(Message::Done(Done::Before(before)));
        face.press("Enter");
    };
    suggest(&mut face);
    assert!(face.picture().contains("about you, 1 of 3"), "{}", face.picture());
    let picture = face.press("Enter 1 Enter Enter").picture();
    assert!(picture.contains("0 answers count, and it takes 22"), "{picture}");
    assert!(picture.contains("Open: six months of training, no clinical licence"), "{picture}");
}
