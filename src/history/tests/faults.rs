//! The file system and other programs say no: the failure has a name, and nothing is lost.

use std::ops::ControlFlow;
use std::time::Duration;

use tempfile::TempDir;

use super::*;

#[test]
fn a_full_disk_is_called_one_and_the_answer_can_be_given_again() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let mut practice = taken(&mut history, started(Mode::Practice, 2), &[choose(0, 0)]);
    let mut event = practice.session.decide(choose(1, 0), Moment::default()).unwrap();
    if let crate::session::event::Happened::Answered(answered) = &mut event.happened {
        answered.answer = Answer::Text("long ".repeat(40_000));
    }
    let limit = |history: &History, pages: i64| {
        let set = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        history.store.connection().pragma_update_and_check(None, "max_page_count", pages, set).unwrap()
    };
    limit(&history, 1);
    let Err(error) = history.append(practice.id, &event) else { panic!("there was no space") };
    assert!(matches!(error, HistoryError::Full { .. }), "{error:?}");
    assert_eq!(history.n_answers().unwrap(), 1);
    limit(&history, 1_000_000);
    assert_eq!(history.append(practice.id, &event).unwrap().answer, Some(AnswerNumber(2)));
    practice.session.apply(&event);
    assert!(history.check().unwrap().is_sound());
}

#[test]
fn a_store_that_another_program_keeps_busy_is_called_busy_and_takes_the_answer_later() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let practice = taken(&mut history, started(Mode::Practice, 2), &[choose(0, 0)]);
    let event = practice.session.decide(choose(1, 0), Moment::default()).unwrap();
    history.store.connection().busy_timeout(Duration::from_millis(20)).unwrap();
    let other = opened(&directory);
    other.store.connection().execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(history.append(practice.id, &event), Err(HistoryError::Busy { .. })));
    assert!(matches!(history.begin(&started(Mode::Cram, 1)), Err(HistoryError::Busy { .. })));
    other.store.connection().execute_batch("COMMIT").unwrap();
    assert_eq!(history.append(practice.id, &event).unwrap().answer, Some(AnswerNumber(2)));
}

#[test]
fn a_history_opened_for_reading_takes_nothing() {
    let directory = TempDir::new().unwrap();
    let mut writer = opened(&directory);
    let practice = taken(&mut writer, started(Mode::Practice, 2), &[choose(0, 0)]);
    let event = practice.session.decide(choose(1, 0), Moment::default()).unwrap();
    let mut reader = History::open(directory.path(), Access::Read).unwrap();
    reader.resume(practice.id).unwrap().unwrap();
    assert!(!reader.can_write());
    assert!(matches!(reader.append(practice.id, &event), Err(HistoryError::ReadOnly { .. })));
    assert!(matches!(reader.begin(&started(Mode::Exam, 1)), Err(HistoryError::ReadOnly { .. })));
    assert_eq!(reader.n_answers().unwrap(), 1);
    assert!(reader.store.execute("DELETE FROM totals", ()).is_err());
}

#[test]
fn an_answer_at_a_place_that_does_not_exist_is_not_stored() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let short = taken(&mut history, started(Mode::Exam, 1), &[]);
    let long = Session::new(started(Mode::Exam, 3), Moment::default());
    let event = long.decide(choose(2, 0), Moment::default()).unwrap();
    let result = history.append(short.id, &event);
    assert!(matches!(result, Err(HistoryError::NoSuchPlace { attempt: AttemptId(1), .. })));
    assert!(history.check().unwrap().is_sound());
    assert_eq!(history.attempts(None, 9).unwrap()[0].n_answered, 0);
}

#[test]
fn listing_breaks_off_where_the_reader_does() {
    let directory = TempDir::new().unwrap();
    let mut history = opened(&directory);
    let _ = taken(&mut history, started(Mode::Practice, 3), &[choose(0, 0), choose(1, 0), choose(2, 0)]);
    let mut n_seen = 0;
    history
        .answers(&mut |_| {
            n_seen += 1;
            if n_seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    assert_eq!(n_seen, 2);
}

#[test]
fn a_reader_halfway_through_a_list_does_not_hold_up_a_writer() {
    let directory = TempDir::new().unwrap();
    let mut writer = opened(&directory);
    let mut practice = taken(&mut writer, started(Mode::Practice, 3), &[choose(0, 0), choose(1, 0)]);
    let reader = opened(&directory);
    let mut n_seen = 0;
    reader
        .answers(&mut |_| {
            n_seen += 1;
            practice.give(&mut writer, choose(2, 0));
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((n_seen, answers(&reader).len()), (2, 3));
}
