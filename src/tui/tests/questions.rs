//! Questions, feedback, exams.

use insta::assert_snapshot;

use super::face::{Face, NARROW, WIDE, long_question, started, wide_question};
use crate::bank::question::{ChoiceIx, Exhibit, ExhibitKind, Question};
use crate::bank::sample;
use crate::clock::Millis;
use crate::framework::{TopicId, framework};
use crate::scoring::answer::Answer;
use crate::session::event::{Mode, Place};
use crate::session::{Command, Session};
use crate::text::SafeText;
use crate::tui::message::{Done, Failure, Message};

fn one_of(type_name: &str) -> Vec<Question> {
    sample::every_type().into_iter().filter(|question| question.body.type_name() == type_name).collect()
}

fn practice(size: (u16, u16), questions: Vec<Question>) -> Face {
    Face::taking(size, Mode::Practice, questions)
}

fn exam(size: (u16, u16)) -> Face {
    Face::taking(size, Mode::Exam, sample::every_type())
}

#[test]
fn a_long_question_with_a_long_exhibit_fits_80x24() {
    assert_snapshot!(practice(WIDE, vec![long_question()]).picture());
}

#[test]
fn a_long_question_is_usable_at_40x12() {
    let mut face = practice(NARROW, vec![long_question()]);
    let first = face.picture();
    let second = face.press("Down Down Down Down").picture();
    assert_snapshot!(format!("{first}\nfour times down\n{second}"));
}

#[test]
fn feedback_leaves_the_choices_where_they_were() {
    assert_snapshot!(practice(WIDE, vec![long_question()]).press("2 Enter").picture());
}

#[test]
fn feedback_at_40x12_begins_with_the_verdict() {
    assert_snapshot!(practice(NARROW, vec![long_question()]).press("2 Enter").picture());
}

#[test]
fn wide_and_combining_characters_are_measured() {
    let wide = practice(WIDE, vec![wide_question()]).picture();
    let narrow = practice(NARROW, vec![wide_question()]).picture();
    assert_snapshot!(format!("{wide}\n{narrow}"));
}

#[test]
fn every_type_is_asked_and_fed_back() {
    let answers = [
        ("single", "1 Enter"),
        ("multiple", "1 3 Enter"),
        ("order", "Enter Down Down Enter Down Enter"),
        ("match", "2 1 Enter"),
        ("numeric", "7 Enter"),
        ("text", "i n t e r o p e r a b l e Enter"),
        ("locate", "Down Enter"),
    ];
    for size in [WIDE, NARROW] {
        for (type_name, keys) in answers {
            let mut face = practice(size, one_of(type_name));
            let asked = face.picture();
            let (last, before) = keys.rsplit_once(' ').map(|(before, last)| (last, before)).unwrap();
            let made = face.press(before).picture();
            let answered = face.press(last).picture();
            let name = format!("{type_name}_{}", size.0);
            assert_snapshot!(name, format!("asked\n{asked}\nmade: {before}\n{made}\nanswered\n{answered}"));
        }
    }
}

#[test]
fn an_exam_has_flags_a_list_and_a_summary() {
    for size in [WIDE, NARROW] {
        let mut face = exam(size);
        let asked = face.press("1 Enter f").picture();
        let list = face.press("l").picture();
        let flagged = face.press("Right Right").picture();
        let summary = face.press("Left Left Up Enter").press("l Up").picture();
        let last = face.press("Down Down Down Down Down Down Down Enter").picture();
        assert_snapshot!(
            format!("exam_{}", size.0),
            format!("asked\n{asked}\nlist\n{list}\nflagged\n{flagged}\nback\n{summary}\nsummary\n{last}")
        );
    }
}

#[test]
fn an_exam_ends_in_a_result_and_a_review() {
    for size in [WIDE, NARROW] {
        let mut face = exam(size);
        face.press("1 Enter l").press("Down Down Down Down Down Down Down Enter Down Down Enter");
        let result = face.picture();
        let review = face.press("Enter").picture();
        let open = face.press("n n").picture();
        assert_snapshot!(
            format!("result_{}", size.0),
            format!("result\n{result}\nreview\n{review}\nnot answered\n{open}")
        );
    }
}

#[test]
fn a_topic_gives_way_before_a_domain_is_cut() {
    for domain in framework().domains() {
        for topic in domain.topics() {
            let mut questions = one_of("single");
            questions[0].subject.domain = domain;
            questions[0].subject.topic = TopicId::named(domain, topic);
            let mut face = practice(WIDE, questions);
            let picture = face.press("Enter").picture();
            let line = picture.lines().nth(1).unwrap();
            assert!(line.contains(domain.title()) && !line.contains('…'), "{line}");
            assert!(line.ends_with("  saved #112 |"), "{line}");
        }
    }
}

#[test]
fn an_attempt_given_up_tells_no_more_than_was_told_before() {
    for (size, mode) in [(WIDE, Mode::Exam), (NARROW, Mode::Exam), (WIDE, Mode::Practice)] {
        let mut face = Face::new(size, sample::every_type());
        let mut session = Session::new(started(mode, face.now, &sample::every_type()), face.now);
        let answer = Answer::Choice(ChoiceIx(0));
        let answered = Command::Answer { place: Place::at(0), answer, took: Millis(1) };
        for command in [answered, Command::Close] {
            session.apply(&session.decide(command, face.now).unwrap());
        }
        face.tell(Message::Done(Done::Shown(Box::new(session))));
        let result = face.picture();
        let first = face.press("Enter").picture();
        let second = face.press("n").picture();
        let name = format!("given_up_{}_{}", mode.as_str(), size.0);
        assert_snapshot!(name, format!("result\n{result}\nreview\n{first}\nnot answered\n{second}"));
    }
}

#[test]
fn the_list_of_an_exam_that_is_done_does_not_offer_to_hand_it_in() {
    let mut face = exam(WIDE);
    assert!(face.press("l").picture().contains("hand in"));
    face.press("Down Down Down Down Down Down Down Enter Down Down Enter");
    assert!(face.picture().contains("Review every question"));
    assert!(!face.press("Enter l").picture().contains("hand in"));
}

#[test]
fn at_zero_the_header_says_over_time() {
    let mut face = exam(WIDE);
    let before = face.picture();
    face.now.monotonic = Millis(792_000);
    let wide = face.picture();
    face.model.size = NARROW;
    assert!(before.contains("10:00 left") && wide.contains("over time +03:12"));
    assert!(face.picture().contains("over time +03:12"));
}

#[test]
fn saved_shows_once_the_answer_is_stored() {
    let mut face = practice(WIDE, one_of("single"));
    assert!(!face.picture().contains("saved #"));
    assert!(face.press("Enter").picture().contains("saved #112"));
}

#[test]
fn an_answer_that_cannot_be_stored_is_not_taken_and_enter_tries_again() {
    let mut face = practice(WIDE, one_of("single"));
    face.stored = Err(Failure::new("the disk is full", "make room"));
    let picture = face.press("Enter").picture();
    assert!(picture.contains("the disk is full") && picture.contains("help: make room"), "{picture}");
    assert!(!picture.contains("saved #") && !picture.contains("Right."));
    face.stored = Ok(0);
    assert!(face.press("Enter").picture().contains("saved #112"));
}

#[test]
fn the_last_answer_can_be_undone_until_the_next_is_given() {
    let mut face = practice(WIDE, sample::every_type());
    assert!(face.press("2 Enter").picture().contains("Wrong."));
    let again = face.press("Enter u").picture();
    assert!(again.contains("Question 1 of 7") && !again.contains("Wrong."), "{again}");
    assert!(face.press("1 Enter").picture().contains("Right."));
}

#[test]
fn practice_ends_in_a_result_that_offers_what_was_missed() {
    let mut face = practice(WIDE, one_of("single"));
    let picture = face.press("2 Enter Enter").picture();
    assert!(picture.contains("Retry the missed (1)"), "{picture}");
    assert!(face.press("Enter").picture().contains("cram"));
}

#[test]
fn the_steps_of_an_order_are_explained_to_somebody_who_does_not_know() {
    let mut face = practice(WIDE, one_of("order"));
    assert!(!face.picture().contains("Before the visit."));
    let told = face.press("x").picture();
    let order =
        ["The right order", "1  Check coverage", "Before the visit.", "2  Send the claim", "At the end."];
    let at: Vec<Option<usize>> = order.iter().map(|words| told.find(words)).collect();
    assert!(at.iter().all(Option::is_some) && at.is_sorted(), "{told}");
}

#[test]
fn hints_come_one_after_the_other() {
    let mut face = practice(WIDE, one_of("single"));
    let picture = face.press("s").picture();
    assert!(picture.contains("Hint 1 of 2  It comes third."), "{picture}");
    let picture = face.press("s").picture();
    assert!(picture.contains("Hint 2 of 2") && !picture.contains("s hint"), "{picture}");
}

#[test]
fn the_exhibit_opens_on_the_full_screen_and_moves_to_the_side() {
    let mut face = practice(NARROW, vec![long_question()]);
    let open = face.press("z").picture();
    let aside = face.press("Right Right").picture();
    assert_snapshot!(format!("{open}\n{aside}"));
    assert!(face.press("z").picture().contains("During go-live"));
}

#[test]
fn in_a_field_letters_are_text_until_tab() {
    let mut face = practice(WIDE, one_of("text"));
    face.press("q x ?");
    assert!(face.picture().contains("qx?") && !face.has_left);
    face.press("Tab q");
    assert!(face.picture().contains("Leave?"), "{}", face.picture());
    face.press("n");
    assert!(!face.has_left);
    face.press("q y");
    assert!(face.has_left);
}

#[test]
fn a_paste_answers_nothing_and_goes_into_a_field_without_line_feeds() {
    let mut face = practice(WIDE, one_of("single"));
    face.tell(Message::Paste("2\n1\n".to_owned()));
    assert!(!face.picture().contains("saved #"));
    let mut face = practice(WIDE, one_of("numeric"));
    face.tell(Message::Paste("1\n2".to_owned()));
    assert!(face.picture().contains("Number: 12") && !face.picture().contains("saved #"));
}

#[test]
fn an_empty_field_says_what_is_expected() {
    let picture = practice(WIDE, one_of("numeric")).press("Enter").picture();
    assert!(picture.contains("a number, in s"), "{picture}");
}

#[test]
fn boxes_left_empty_say_what_to_tick() {
    let picture = practice(WIDE, one_of("multiple")).press("Enter").picture();
    assert!(picture.contains("an answer here is at least one tick, by Space or number"), "{picture}");
    assert!(!picture.contains("separated by spaces"), "{picture}");
}

#[test]
fn nothing_is_asked_on_leaving_where_nothing_would_be_lost() {
    let mut face = practice(WIDE, one_of("single"));
    face.press("Down q");
    assert!(face.has_left);
}

/// Returns a question with an exhibit of one line of so many columns between two short ones.
fn with_exhibit(mut question: Question, columns: usize) -> Question {
    let text = format!("MSH|\n{}>\nPV1|", "x".repeat(columns - 1));
    question.material.case = None;
    question.material.exhibit = Some(Exhibit {
        kind: ExhibitKind::Hl7v2,
        title: Some(SafeText::line("A message")),
        text: SafeText::block(&text),
        description: None,
    });
    question
}

#[test]
fn an_exhibit_of_up_to_78_columns_is_whole_at_80() {
    for columns in [66, 70, 71, 76, 77, 78] {
        let question = with_exhibit(one_of("single").swap_remove(0), columns);
        let picture = practice(WIDE, vec![question]).picture();
        assert!(!picture.contains('↳') && picture.contains("x>"), "{columns}\n{picture}");
    }
    let wider = with_exhibit(one_of("single").swap_remove(0), 79);
    let picture = practice(WIDE, vec![wider]).picture();
    assert!(picture.contains("│ ↳ "), "{picture}");
    let widest = [70, 76, 78].map(|columns| {
        practice(WIDE, vec![with_exhibit(one_of("single").swap_remove(0), columns)]).picture()
    });
    assert_snapshot!(widest.join("\n"));
}

#[test]
fn the_lines_to_choose_from_are_whole_up_to_75_columns_at_80() {
    for columns in [70, 72, 75] {
        let question = with_exhibit(one_of("locate").swap_remove(0), columns);
        let mut face = practice(WIDE, vec![question]);
        assert!(!face.picture().contains('↳'), "{columns}\n{}", face.picture());
        let told = face.press("1 Enter").picture();
        assert!(!told.contains('↳') && told.contains("Wrong."), "{columns}\n{told}");
    }
    let wider = with_exhibit(one_of("locate").swap_remove(0), 76);
    assert!(practice(WIDE, vec![wider]).picture().contains("       ↳ "));
}

#[test]
fn a_click_chooses_and_a_second_one_answers() {
    let mut face = practice(WIDE, vec![long_question()]);
    let row = face.picture().lines().position(|line| line.contains("Report the missed step")).unwrap();
    face.tell(Message::Click(u16::try_from(row).unwrap()));
    assert!(face.picture().contains("▸ 3  Report"));
    face.tell(Message::Click(u16::try_from(row).unwrap()));
    assert!(face.picture().contains("Wrong."));
}

#[test]
fn on_a_narrow_screen_the_last_line_says_what_x_does_and_what_it_costs() {
    for (mode, words) in [(Mode::Practice, "don't know "), (Mode::Exam, " x no idea (0) ")] {
        for question in sample::every_type() {
            let mut face = Face::taking(NARROW, mode, vec![question]);
            if face.picture().contains("Tab to the keys") {
                face.press("Tab");
            }
            let picture = face.picture();
            let footer = picture.lines().last().unwrap();
            assert!(footer.contains(words), "{footer}");
            assert!(footer.contains("Enter") && footer.contains(" ?"), "{footer}");
        }
    }
}
