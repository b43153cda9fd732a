//! The file is edited behind the program's back: check says what, and nothing wrong is shown as right.

use tempfile::TempDir;

use super::*;
use crate::history::chain::Digest;
use crate::history::check::Problem;
use crate::history::column::digest;
use crate::history::record::event_row;

/// Returns a store with a practice, an exam handed in and an open exam.
fn filled(directory: &TempDir) -> History {
    let mut history = opened(directory);
    let practice = [choose(0, 1), Command::Undo, choose(0, 0), choose(1, 3), choose(2, 0), Command::Finish];
    let exam = [choose(1, 1), Command::Flag(Place::at(0)), choose(1, 0), Command::Submit];
    let _ = taken(&mut history, started(Mode::Practice, 3), &practice);
    let _ = taken(&mut history, started(Mode::Exam, 2), &exam);
    let _ = taken(&mut history, started(Mode::Exam, 2), &[choose(0, 2)]);
    history
}

/// Returns what check says after statements were run on a sound store.
fn said_after(sql: &str) -> Vec<String> {
    let directory = TempDir::new().unwrap();
    let history = filled(&directory);
    history.store.connection().execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
    history.check().unwrap().problems.iter().map(Problem::to_string).collect()
}

#[test]
fn a_sound_store_has_no_problems() {
    let directory = TempDir::new().unwrap();
    let report = filled(&directory).check().unwrap();
    assert_eq!((report.n_attempts, report.n_events, report.n_answers), (3, 14, 7));
    assert!(report.is_sound(), "{report:?}");
}

#[test]
fn every_edit_of_a_record_is_found() {
    let altered_4: [&str; 1] = ["record 4 is not as it was written"];
    for sql in [
        "UPDATE events SET body = replace(body, '\"took\":7100', '\"took\":7101') WHERE seq = 4",
        "UPDATE events SET elapsed = 9 WHERE seq = 4",
        "UPDATE events SET chain = zeroblob(32) WHERE seq = 4",
        "UPDATE events SET chain = x'00' WHERE seq = 4",
    ] {
        let said = said_after(sql);
        assert!(said.starts_with(&altered_4.map(str::to_owned)), "{sql}: {said:?}");
    }
}

#[test]
fn a_record_that_is_missing_doubled_or_moved_is_found() {
    for (sql, first) in [
        (
            "DELETE FROM events WHERE seq = 4",
            "row 2 of table `answers` points at something that is not there",
        ),
        ("DELETE FROM events WHERE seq = 3", "record 3 is missing"),
        (
            "DELETE FROM events WHERE seq = 14",
            "row 7 of table `answers` points at something that is not there",
        ),
        ("DELETE FROM events WHERE seq = 7", "record 7 is missing"),
        (
            "INSERT INTO events SELECT 15, attempt, at, elapsed, body, chain FROM events WHERE seq = 14",
            "record 15 is record 14 once more",
        ),
        (
            "UPDATE events SET seq = 99 WHERE seq = 10; UPDATE events SET seq = 10 WHERE seq = 11; \
             UPDATE events SET seq = 11 WHERE seq = 99",
            "record 11 was moved to the place of record 10",
        ),
        ("UPDATE events SET attempt = 3 WHERE seq = 11", "record 11 is not as it was written"),
    ] {
        let said = said_after(sql);
        assert_eq!(said.first().map(String::as_str), Some(first), "{sql}: {said:?}");
    }
}

#[test]
fn a_record_cut_off_at_the_end_is_found() {
    let said = said_after(
        "DELETE FROM answers WHERE n = 7; DELETE FROM events WHERE seq = 14; \
         UPDATE totals SET n_events = 13, n_answers = 6; \
         UPDATE questions SET last_at = (SELECT at FROM events WHERE seq = 12) WHERE question = 'q-0'; \
         UPDATE attempts SET n_events = 1, n_answered = 0, units = 0, last_seq = 13, last_at = at WHERE id = 3",
    );
    assert_eq!(said, ["the last record is not the one that was written last"]);
}

#[test]
fn every_edit_of_a_list_is_found() {
    for (sql, expected) in [
        (
            "UPDATE answers SET mark = 10000000 WHERE n = 3",
            "the answer of record 5 is not listed as it was given",
        ),
        ("UPDATE answers SET undone = 0 WHERE n = 1", "the answer of record 2 is not listed as it was given"),
        (
            "UPDATE answers SET answer = '1' WHERE n = 3",
            "the answer of record 5 is not listed as it was given",
        ),
        (
            "UPDATE answers SET question_id = 1 WHERE n = 3",
            "the answer of record 5 is not listed as it was given",
        ),
        ("UPDATE answers SET n = 70 WHERE n = 7", "answer 7 is missing or out of order"),
        ("UPDATE attempts SET units = 1 WHERE id = 2", "attempt 2 is not listed as its events come to"),
        ("UPDATE attempts SET stage = 'done' WHERE id = 3", "attempt 3 is not listed as its events come to"),
        ("UPDATE attempts SET marks_shown = 1 WHERE id = 3", "attempt 3 is not listed as its events come to"),
        ("UPDATE attempts SET last_seq = 1 WHERE id = 3", "attempt 3 is not listed as its events come to"),
        (
            "UPDATE questions SET last_at = 1 WHERE question = 'q-2'",
            "question `q-2` of bank `sample` is not noted as last seen when it was",
        ),
        ("UPDATE totals SET n_answers = 8", "the store has 7 answers and counts 8"),
        ("UPDATE totals SET n_attempts = 2", "the store has 3 attempts and counts 2"),
        ("UPDATE totals SET head = zeroblob(32)", "the last record is not the one that was written last"),
        (
            "UPDATE texts SET body = replace(body, 'Which', 'What') WHERE id = 2",
            "the text of a question in row 2 of table `texts` is not as it was written",
        ),
        (
            "DELETE FROM texts WHERE id = 3",
            "attempt 1 cannot be read: record 1: the text of a question is missing",
        ),
    ] {
        // An index that forbids two answers that stand at one place would refuse the edit before check sees it.
        let said = said_after(&format!("DROP INDEX answers_standing; {sql}"));
        assert!(said.iter().any(|said| said == expected), "{sql}: {said:?}");
    }
}

#[test]
fn an_edited_answer_is_not_shown_as_if_it_were_given() {
    let directory = TempDir::new().unwrap();
    let history = filled(&directory);
    let sql = "UPDATE events SET body = replace(body, '\"choice\":3', '\"choice\":0') WHERE seq = 5";
    assert_eq!(history.store.execute(sql, ()).unwrap(), 1);
    assert!(matches!(history.attempt(AttemptId(1)), Err(HistoryError::Altered { seq: 5, .. })));
    assert!(history.attempt(AttemptId(2)).unwrap().is_some());
    history.store.execute("UPDATE texts SET body = replace(body, 'choice 1', 'choice 9')", ()).unwrap();
    assert!(matches!(history.attempt(AttemptId(2)), Err(HistoryError::Altered { seq: 8, .. })));
}

#[test]
fn a_list_that_does_not_say_what_was_given_is_not_shown() {
    for sql in [
        "UPDATE answers SET mark = 10000000 WHERE n = 3",
        "UPDATE answers SET answer = '1' WHERE n = 3",
        "UPDATE answers SET at = at + 1 WHERE n = 3",
        "UPDATE answers SET assisted = 1 - assisted WHERE n = 3",
        "UPDATE answers SET seq = 7 WHERE n = 3",
        "UPDATE events SET body = replace(body, '\"choice\":3', '\"choice\":0') WHERE seq = 5",
    ] {
        let directory = TempDir::new().unwrap();
        let history = filled(&directory);
        assert_eq!(history.store.execute(sql, ()).unwrap(), 1, "{sql}");
        let mut n_shown = 0;
        let result = history.answers(&mut |_| {
            n_shown += 1;
            std::ops::ControlFlow::Continue(())
        });
        assert!(matches!(result, Err(HistoryError::Altered { .. })), "{sql}: {result:?}");
        assert!(n_shown <= 2, "{sql}: {n_shown}");
    }
    let directory = TempDir::new().unwrap();
    let history = filled(&directory);
    history.store.execute("UPDATE attempts SET units = 20000000 WHERE id = 2", ()).unwrap();
    let error = history.attempts(None, 9).unwrap_err();
    assert!(matches!(error, HistoryError::Damaged { .. }), "{error:?}");
}

/// Changes the last record as a later version of this program may write it, with a link that fits.
fn rewrite_last(history: &History, from: &str, to: &str) {
    let store = &history.store;
    let sql = "SELECT e.*, p.chain AS previous FROM events e JOIN events p ON p.seq = e.seq - 1 \
               ORDER BY e.seq DESC LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| Ok((event_row(row)?, digest(row, "previous")?));
    let (mut row, previous): (_, Option<Digest>) = store.row(sql, (), read).unwrap().unwrap();
    assert!(row.body.contains(from), "{}", row.body);
    row.body = row.body.replace(from, to);
    let link = row.link(previous.unwrap()).0;
    let sql = "UPDATE events SET body = ?1, chain = ?2 WHERE seq = ?3";
    store.execute(sql, (&row.body, link, row.seq)).unwrap();
    store.execute("UPDATE totals SET head = ?1", [link]).unwrap();
}

#[test]
fn an_event_of_a_later_version_is_named_and_does_no_harm() {
    let directory = TempDir::new().unwrap();
    let history = filled(&directory);
    rewrite_last(&history, r#""event":"answered""#, r#""event":"guessed""#);
    let error = history.attempt(AttemptId(3)).unwrap_err();
    let HistoryError::Unreadable { source, .. } = &error else { panic!("{error:?}") };
    assert!(source.to_string().starts_with("record 14: unknown variant `guessed`"), "{source}");
    let said: Vec<String> = history.check().unwrap().problems.iter().map(Problem::to_string).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("attempt 3 cannot be read: record 14: unknown variant"), "{said:?}");
}

#[test]
fn a_mode_of_a_later_version_is_named_and_does_no_harm() {
    let directory = TempDir::new().unwrap();
    let mut history = filled(&directory);
    let _ = taken(&mut history, started(Mode::Cram, 1), &[]);
    rewrite_last(&history, r#""mode":"cram""#, r#""mode":"duel""#);
    history.store.execute("UPDATE attempts SET mode = 'duel' WHERE id = 4", ()).unwrap();
    assert!(matches!(history.attempt(AttemptId(4)), Err(HistoryError::Unreadable { .. })));
    assert!(matches!(history.attempts(None, 9), Err(HistoryError::Unreadable { .. })));
    assert!(matches!(history.open_attempts(), Err(HistoryError::Unreadable { .. })));
}
