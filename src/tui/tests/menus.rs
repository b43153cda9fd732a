//! Menus, lists and settings.

use insta::assert_snapshot;

use super::face::{Face, NARROW, WIDE, attempts};
use crate::bank::sample;
use crate::history::attempt::{AttemptId, AttemptRow};
use crate::tui::message::{Done, Failure, Message};

fn home(size: (u16, u16)) -> Face {
    Face::new(size, sample::every_type())
}

/// Goes to an entry of the home menu and opens it.
fn opened(size: (u16, u16), entry: &str) -> Face {
    let mut face = home(size);
    let is_there =
        |face: &Face| face.picture().lines().any(|line| line.trim_start().starts_with(&format!("▸ {entry}")));
    for _ in 0..10 {
        if is_there(&face) {
            face.press("Enter");
            return face;
        }
        face.press("j");
    }
    panic!("no entry {entry}:\n{}", face.picture());
}

#[test]
fn the_home_menu() {
    for size in [WIDE, NARROW] {
        let mut face = home(size);
        let closed = face.picture();
        face.tell(Message::Done(Done::OpenAttempts(attempts())));
        let open = face.picture();
        assert_snapshot!(format!("home_{}", size.0), format!("{closed}\nsomething open\n{open}"));
    }
}

#[test]
fn every_menu_leads_to_its_screen() {
    for size in [WIDE, NARROW] {
        for entry in ["Practise", "Exam", "History", "Roles", "Banks", "Settings", "Help"] {
            let name = format!("menu_{}_{}", entry.to_lowercase(), size.0);
            assert_snapshot!(name, opened(size, entry).picture());
        }
    }
}

#[test]
fn what_to_do_about_a_damaged_history_can_be_read_whole_and_its_name_gives_way() {
    let help = "`hitquiz history restore` brings back the backup of 2026-11-21 23:16 UTC with 112 answers; \
                what is there now is set aside";
    for (folder, is_whole) in [("/home/a/.local/share/hitquiz", true), (&*"/long".repeat(90), false)] {
        let sentence = format!("history file `{folder}/history.sqlite3` is damaged: file is not a database");
        for size in [WIDE, NARROW] {
            let mut face = home(size);
            face.tell(Message::Failed(Failure::new(&sentence, help)));
            let picture = face.picture();
            let lines: Vec<&str> = picture.lines().map(|line| line.trim_matches(['|', ' '])).collect();
            let said = lines.join(" ");
            assert!(said.contains(&format!("help: {help}")), "{picture}");
            assert!(said.contains("▸ Practise") && said.contains("? help"), "{picture}");
            assert_eq!(said.contains("is not a database"), is_whole, "{picture}");
            assert_eq!(said.contains('…'), !is_whole, "{picture}");
        }
    }
}

#[test]
fn resume_is_offered_first() {
    let mut face = home(WIDE);
    face.tell(Message::Done(Done::OpenAttempts(attempts().into_iter().take(1).collect())));
    assert!(face.press("Enter").picture().contains("Question 1 of 7"));
}

/// Returns a home menu with two open attempts, the newest offered.
fn home_with_two_open(size: (u16, u16)) -> Face {
    let mut face = home(size);
    face.attempts.insert(0, AttemptRow { id: AttemptId(9), n_answered: 3, ..attempts().swap_remove(0) });
    face.tell(Message::Done(Done::OpenAttempts(face.open_attempts())));
    face
}

#[test]
fn an_attempt_is_given_up_after_asking_and_the_next_open_one_is_offered() {
    for size in [WIDE, NARROW] {
        let mut face = home_with_two_open(size);
        let asked = face.press("d").picture();
        let next = face.press("Enter").picture();
        assert_snapshot!(format!("give_up_{}", size.0), format!("{asked}\nthe next one\n{next}"));
        let none = face.press("d y").picture();
        assert!(!none.contains("Resume") && none.contains("▸ Practise"), "{none}");
    }
}

#[test]
fn an_attempt_that_is_not_given_up_stays_as_it_was() {
    let mut face = home_with_two_open(WIDE);
    let before = face.picture();
    for no in ["d Esc", "d n"] {
        assert_eq!(face.press(no).picture(), before);
    }
    assert_eq!(face.press("j d Enter Esc d").open_attempts().len(), 2);
}

#[test]
fn an_open_attempt_is_given_up_in_the_history_too() {
    let mut face = opened(WIDE, "History");
    assert!(face.press("d").picture().contains("Give up this attempt? Its answers stay in the history."));
    assert_snapshot!(face.press("Enter").picture());
    assert!(face.press("j d").model.question().is_none());
}

#[test]
fn a_role_is_found_by_its_job_title() {
    let mut face = opened(WIDE, "Roles");
    face.press("/").type_text("medical coder");
    let found = face.picture();
    let role = face.press("Enter").picture();
    let end = face.press("PgDn PgDn PgDn PgDn").picture();
    assert_snapshot!(format!("{found}\n{role}\nthe end\n{end}"));
}

#[test]
fn an_exam_is_set_up_for_a_role() {
    for size in [WIDE, NARROW] {
        let mut face = opened(size, "Exam");
        let setup = face.press("j Enter").picture();
        let minutes = face.press("Up j j j j Right").picture();
        assert_snapshot!(format!("setup_{}", size.0), format!("{setup}\n{minutes}"));
        assert!(face.press("k k k k Enter").picture().contains("Question 1 of 7"));
    }
}

#[test]
fn domains_of_a_practice_are_ticked() {
    let mut face = opened(WIDE, "Roles");
    face.press("Enter Enter j j j Enter Space j Space");
    let ticked = face.picture();
    let back = face.press("Enter").picture();
    assert_snapshot!(format!("{ticked}\n{back}"));
}

#[test]
fn a_theme_is_chosen_and_holds_at_once() {
    let mut face = opened(WIDE, "Settings");
    assert!(face.press("Enter").picture().contains("‹ light ›"));
    assert_eq!(face.model.settings.theme, crate::settings::Theme::Light);
}

#[test]
fn help_tells_the_keys_of_the_screen_below() {
    let mut face = Face::taking(WIDE, crate::session::event::Mode::Exam, sample::every_type());
    assert_snapshot!(face.press("?").picture());
    assert!(face.press("Esc").picture().contains("Question 1 of 7"));
}
