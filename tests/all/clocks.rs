//! Clocks that are wrong, far away, or set back in the middle of an attempt.

use std::ops::ControlFlow;

use hitquiz::clock::{Millis, Moment, UnixMillis};
use hitquiz::history::{Access, History};
use hitquiz::library::Library;
use hitquiz::library::proposal::{Filter, Timing, Wish};
use hitquiz::report::attempts;
use hitquiz::scoring::answer::Answer;
use hitquiz::seed::Seed;
use hitquiz::session::event::{Mode, Place, Started};
use hitquiz::session::{Command, Session};

/// Seconds of the beginnings of 1970, of the last second of 32 signed bits and of 32 unsigned ones, and of the year 1.
const BEGINNINGS: [i64; 6] = [0, -1, 2_147_483_647, 4_294_967_295, -62_135_596_800, 253_402_300_799];

/// Steps of the wall clock between two answers, in milliseconds: on, back by an hour, by a century, to the ends.
const STEPS: [i64; 5] = [1_000, -3_600_000, -3_155_760_000_000, i64::MIN, i64::MAX];

fn started(mode: Mode, at: UnixMillis) -> Started {
    let wish = Wish { mode, role: None, filter: Filter::default(), n: Some(5), timing: Timing::OfForm };
    Library::load(None, &[]).unwrap().propose(&wish, &|_| None, Seed(7)).unwrap().started(at)
}

#[test]
fn whatever_the_wall_clock_says_answers_keep_their_order_and_no_time_is_negative() {
    for seconds in BEGINNINGS {
        for mode in [Mode::Practice, Mode::Exam] {
            let home = tempfile::tempdir().unwrap();
            let mut history = History::open(home.path(), Access::Write).unwrap();
            let mut now = Moment { wall: UnixMillis(seconds * 1_000), monotonic: Millis(50) };
            let started = started(mode, now.wall);
            let mut session = Session::new(started.clone(), now);
            let attempt = history.begin(&started).unwrap();
            let mut elapsed = Vec::new();
            for (place_ix, step) in STEPS.into_iter().enumerate() {
                now.wall = UnixMillis(now.wall.0.saturating_add(step));
                now.monotonic = now.monotonic.plus(Millis(1_000));
                let place = Place::at(place_ix);
                let command = Command::Answer { place, answer: Answer::DontKnow, took: Millis(900) };
                let event = session.decide(command, now).unwrap();
                let number = history.append(attempt, &event).unwrap().answer.unwrap();
                assert_eq!(number.0, place_ix as u64 + 1);
                session.apply(&event);
                elapsed.push(session.elapsed(now).0);
            }
            assert_eq!(elapsed, [1_000, 2_000, 3_000, 4_000, 5_000], "{seconds} {mode:?}");
            drop(history);
            is_told_without_harm(home.path(), seconds);
        }
    }
}

/// Reads all of a history again, as listings do.
fn is_told_without_harm(directory: &std::path::Path, seconds: i64) {
    let mut history = History::open(directory, Access::Write).unwrap();
    assert!(history.check().unwrap().is_sound(), "{seconds}");
    let mut numbers = Vec::new();
    history
        .answers(&mut |row| {
            assert!(row.at.rfc3339().contains('T') && !row.at.local_minute().is_empty());
            numbers.push(row.n.0);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    for row in history.attempts(None, 10).unwrap() {
        assert!(!attempts::line(&row).contains(" -"), "{}", attempts::line(&row));
        // Taken up again long before it began, or long after.
        for wall in [i64::MIN, 0, i64::MAX] {
            let stored = history.resume(row.id).unwrap().unwrap();
            let now = Moment { wall: UnixMillis(wall), monotonic: Millis(3) };
            let session = Session::replayed(stored.started.clone(), stored.replayable(), now);
            assert!(session.elapsed(now) >= session.elapsed_at_last());
            assert_eq!(session.n_answered(), 5);
        }
    }
}

#[test]
fn an_exam_whose_clock_is_set_back_does_not_gain_time() {
    let began = Moment { wall: UnixMillis(1_795_302_997_008), monotonic: Millis(0) };
    let session = Session::new(started(Mode::Exam, began.wall), began);
    let left_at = |wall: i64, monotonic| {
        session.time_left(Moment { wall: UnixMillis(wall), monotonic: Millis(monotonic) }).unwrap()
    };
    let honest = left_at(began.wall.0 + 60_000, 60_000);
    assert_eq!(left_at(began.wall.0 - 86_400_000, 60_000), honest);
    assert_eq!(left_at(i64::MIN, 60_000), honest);
    assert_eq!(left_at(i64::MAX, 60_000), honest);
}
