//! "Find my role" and adaptive exams from the first key to the result, over a real history and the program's banks.

use insta::assert_snapshot;

use super::face::{Face, NARROW, WIDE};
use super::world::world;
use crate::tui::situation::Situation;

/// Opens "Find my role" at the home menu.
fn begun(size: (u16, u16), directory: &std::path::Path) -> Face {
    let mut face = Face::of_world(size, world(directory));
    face.press("Up Enter");
    assert!(face.picture().contains("about you, 1 of 3"), "{}", face.picture());
    face
}

/// Answers the question on the screen with "I don't know", and goes on from its feedback.
fn pass(face: &mut Face) {
    if face.model.situations(face.now).contains(&Situation::Typing) {
        face.press("Tab");
    }
    face.press("x");
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
        pictures.push(face.press("4 6 Enter").picture());
        for _ in 0..22 {
            pass(&mut face);
        }
        pictures.push(face.picture());
        face.press("Enter");
        assert!(face.picture().contains("Question 23 of 44"), "{}", face.picture());
        for _ in 0..22 {
            pass(&mut face);
        }
        pictures.push(face.picture());
        pictures.push(face.press("5 4").picture());
        pictures.push(face.press("x").picture());
        assert_snapshot!(format!("find_{}", size.0), pictures.join("\n"));
    }
}
