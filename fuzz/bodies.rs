//! What each fuzz target does with its bytes: reads them as the program would, and panics where a promise is broken.
//!
//! Shared by the targets in `fuzz_targets` and by the test `fuzz_corpus`, which runs them on stable Rust.

use std::sync::{Arc, LazyLock};

use hitquiz::bank::question::Question;
use hitquiz::bank::read::{ReadBank, read_bank};
use hitquiz::bank::shuffled::shuffled;
use hitquiz::check::rule::item::Month;
use hitquiz::clock::{Millis, Moment, UnixMillis};
use hitquiz::history::answer::{AnswerNumber, Recorded};
use hitquiz::history::{Access, History};
use hitquiz::library::checking::checked_alone;
use hitquiz::plain::attempt::{Opening, Options, take};
use hitquiz::plain::dialogue::{Dialogue, Heard};
use hitquiz::scoring::answer::Answer;
use hitquiz::scoring::number::TypedNumber;
use hitquiz::seed::{Seed, Stream};
use hitquiz::selection::sequence::shown_order;
use hitquiz::session::Session;
use hitquiz::session::event::{Drawn, Event, Happened, Mode, Started};
use hitquiz::settings::Settings;
use hitquiz::text::layout::{cut, shortened, width, wrapped, wrapped_markup};
use hitquiz::text::{SafeText, is_unsafe};
#[cfg(unix)]
use hitquiz::tui::input::decoder::Decoder;

/// A target: its name, and what it does.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// Every target.
pub(crate) const TARGETS: [Target; 12] = [
    ("answer", answer),
    ("bank", bank),
    ("event", event),
    ("import", import),
    ("keys", keys),
    ("layout", layout),
    ("line", line),
    ("number", number),
    ("plain", plain),
    ("role", role),
    ("settings", settings),
    ("text", text),
];

/// A question of every type.
static EVERY_TYPE: LazyLock<ReadBank> = LazyLock::new(|| {
    let bank = include_bytes!("../tests/fixtures/banks/valid/all-types.json");
    read_bank(&SafeText::line("all-types.json"), bank).expect("the bank of every type is sound")
});

/// An attempt of a mode over a question of every type.
fn started(mode: Mode) -> Started {
    let mut random = Seed(1).stream(Stream::Choices);
    let drawn = |question: &Arc<Question>| Drawn {
        question: Arc::clone(question),
        order: shown_order(question, &mut random),
    };
    Started {
        at: UnixMillis(1_795_302_997_008),
        seed: Seed(1),
        mode,
        title: SafeText::line("Every type"),
        role: None,
        limit: Some(Millis(60_000)),
        cut_score: 0.7,
        drawn: EVERY_TYPE.bank.questions.iter().map(drawn).collect(),
    }
}

fn assert_harmless(said: &str) {
    let steering = said.chars().find(|character| is_unsafe(*character) && *character != '\n');
    assert_eq!(steering, None, "{said:?}");
}

/// A bank file: diagnostics are harmless, a sound bank stays sound when its choices are shuffled, and checking it, which
/// reads question by question, finds the same bank.
pub(crate) fn bank(bytes: &[u8]) {
    let name = SafeText::line("fuzz.json");
    let checked = checked_alone(name.clone(), bytes, &Month::of_day("2026-11-22"));
    match read_bank(&name, bytes) {
        Ok(read) => {
            assert!(checked.bank.is_some(), "checking refuses a sound bank");
            assert_eq!(checked.sound, read.bank.questions);
            assert_eq!(checked.spans, read.questions);
            assert!(read.warnings.iter().all(|warning| checked.diagnostics.contains(warning)));
            let text = std::str::from_utf8(bytes).expect("a sound bank is UTF-8");
            let shuffled = shuffled(text, &read, Seed(2));
            let again =
                read_bank(&name, shuffled.text.as_bytes()).expect("shuffled choices leave a bank sound");
            assert_eq!(again.bank.questions.len(), read.bank.questions.len());
        }
        Err(diagnostics) => {
            assert!(!diagnostics.is_empty(), "a bank is refused for no reason");
            assert!(checked.bank.is_none(), "checking takes a bank that is not sound");
            assert_eq!(checked.diagnostics, diagnostics);
            for diagnostic in diagnostics {
                assert_harmless(&diagnostic.to_string());
                let line = diagnostic.json_line();
                assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok(), "{line}");
            }
        }
    }
}

/// A settings file: what is read and written is read back the same.
pub(crate) fn settings(bytes: &[u8]) {
    let Ok(written) = std::str::from_utf8(bytes) else { return };
    let Ok(settings) = toml::from_str::<Settings>(written) else { return };
    let Ok(again) = toml::to_string_pretty(&settings) else { return };
    // A number that is none is not equal to itself.
    if !again.contains("nan") {
        assert_eq!(toml::from_str::<Settings>(&again).as_ref(), Ok(&settings), "{again}");
    }
}

/// Stored events, one a line, replayed over an attempt of each manner that they may belong to.
pub(crate) fn event(bytes: &[u8]) {
    let lines = bytes.split(|byte| *byte == b'\n').take(400);
    let events: Vec<Event> = lines.filter_map(|line| serde_json::from_slice(line).ok()).collect();
    for mode in [Mode::Practice, Mode::Exam, Mode::Placement] {
        let mut session = Session::new(started(mode), Moment::default());
        for event in &events {
            session.apply(event);
        }
        assert!(session.n_answered() <= session.n_questions());
        let replayed = Session::replayed(started(mode), events.iter(), Moment::default());
        assert_eq!(replayed.stage(), session.stage());
        let written = events.iter().map(|event| serde_json::to_string(event).expect("an event is written"));
        for (line, event) in written.zip(&events) {
            assert_eq!(serde_json::from_str::<Event>(&line).ok().as_ref(), Some(event), "{line}");
        }
    }
}

/// An exported history, taken into an empty one: what is taken in is sound, and what is refused leaves nothing behind.
pub(crate) fn import(bytes: &[u8]) {
    let directory = tempfile::tempdir().expect("there is room for temporary files");
    let file = directory.path().join("export.jsonl");
    std::fs::write(&file, bytes).expect("there is room for temporary files");
    let mut history = History::open(directory.path(), Access::Write).expect("a history is made");
    let imported = history.import(&file);
    let report = history.check().expect("a history is read");
    assert!(report.is_sound(), "{:?}", report.problems);
    let n_answers = imported.map_or(0, |imported| imported.n_answers);
    assert_eq!(history.n_answers().ok(), Some(n_answers));
}

/// A typed answer to each type of question: its own line is read as the same answer.
pub(crate) fn answer(bytes: &[u8]) {
    let line = String::from_utf8_lossy(bytes);
    for Drawn { question, order } in &started(Mode::Practice).drawn {
        let Ok(answer) = Answer::read(question, order, &line) else { continue };
        let shown = answer.shown_line(order);
        assert_eq!(Answer::read(question, order, &shown).as_ref(), Ok(&answer), "{line:?} as {shown:?}");
    }
}

/// A typed number, with a unit in its first word or none.
pub(crate) fn number(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (unit, typed) = text.split_once('\n').map_or((None, &*text), |(unit, typed)| (Some(unit), typed));
    let Some(number) = TypedNumber::read(typed, unit) else { return };
    assert!(number.value().is_finite());
    let again = TypedNumber::read(number.as_str(), None);
    assert_eq!(again.map(|again| again.value()), Some(number.value()), "{typed:?}");
}

/// Lines heard by plain mode: all are heard, none is longer than it may be, each is harmless.
pub(crate) fn line(bytes: &[u8]) {
    let (mut input, mut output) = (bytes, Vec::new());
    let mut dialogue = Dialogue::new(&mut input, &mut output, &Moment::default);
    let mut n_heard = 0;
    loop {
        match dialogue.hear().expect("nothing is written") {
            Heard::Line(line) => {
                assert_harmless(line.as_str());
                assert!(!line.as_str().contains('\n'));
            }
            Heard::TooLong => {}
            Heard::End => break,
        }
        n_heard += 1;
    }
    let n_feeds = bytes.split(|byte| *byte == b'\n').count();
    assert!(n_heard == n_feeds || n_heard + 1 == n_feeds, "{n_heard} of {n_feeds} lines");
}

/// A practice and an exam taken by typing these lines: what is said is harmless, each answer has the next number.
pub(crate) fn plain(bytes: &[u8]) {
    for mode in [Mode::Practice, Mode::Exam] {
        let (mut input, mut output) = (bytes, Vec::new());
        let mut dialogue = Dialogue::new(&mut input, &mut output, &Moment::default);
        let mut n_answers = 0;
        let mut record = |event: &Event| {
            let is_answer = matches!(event.happened, Happened::Answered(_));
            n_answers += u64::from(is_answer);
            Ok(Recorded { answer: is_answer.then_some(AnswerNumber(n_answers)) })
        };
        let session = Session::new(started(mode), Moment::default());
        let options = Options::of(Opening::New(&[]));
        let ending = take(&mut dialogue, session, options, &mut record);
        assert!(ending.is_ok(), "{ending:?}");
        assert_harmless(std::str::from_utf8(&output).expect("plain mode says UTF-8"));
    }
}

/// Bytes that a terminal sends, whole and cut where the first byte says: keys are the same, and whatever came before,
/// the end of a paste and a key are heard.
#[cfg(unix)]
pub(crate) fn keys(bytes: &[u8]) {
    let Some((cut, rest)) = bytes.split_first() else { return };
    let (before, behind) = rest.split_at(usize::from(*cut).min(rest.len()));
    let end: &[u8] = b"\x1b[201~q";
    let whole = heard(&[rest, end]);
    let in_pieces = heard(&[before, behind, end]);
    let without_pastes = |all: &[String]| -> Vec<String> {
        all.iter().filter(|event| !event.starts_with("Paste")).cloned().collect()
    };
    assert_eq!(without_pastes(&whole), without_pastes(&in_pieces));
    assert!(whole.last().is_some_and(|event| event.contains("Char('q')")), "{whole:?}");
}

/// Elsewhere the program reads no such bytes.
#[cfg(not(unix))]
pub(crate) fn keys(_bytes: &[u8]) {}

/// Returns what a terminal that sends these pieces at once says, in words.
#[cfg(unix)]
fn heard(pieces: &[&[u8]]) -> Vec<String> {
    let mut decoder = Decoder::default();
    pieces.iter().for_each(|piece| decoder.take_in(piece, Moment::default()));
    std::iter::from_fn(|| decoder.next_event()).map(|event| format!("{event:?}")).collect()
}

/// Words for which a role is looked up.
pub(crate) fn role(bytes: &[u8]) {
    let _ = hitquiz::framework::search::roles_matching(&String::from_utf8_lossy(bytes));
    let _ = hitquiz::framework::RoleId::named(&String::from_utf8_lossy(bytes));
}

/// Text made harmless: nothing that steers or hides is left, and what is harmless stays as it is.
pub(crate) fn text(bytes: &[u8]) {
    let foreign = String::from_utf8_lossy(bytes);
    for safe in [SafeText::line(&foreign), SafeText::block(&foreign)] {
        assert_harmless(safe.as_str());
        assert_eq!(SafeText::block(safe.as_str()), safe);
    }
    assert!(!SafeText::line(&foreign).as_str().contains('\n'));
}

/// Harmless text broken into lines of as many columns as the first byte says.
pub(crate) fn layout(bytes: &[u8]) {
    let Some((columns, rest)) = bytes.split_first() else { return };
    let columns = usize::from(*columns);
    let safe = SafeText::block(&String::from_utf8_lossy(rest));
    let text = safe.as_str();
    // A character of two columns does not fit in one.
    let most = columns.max(2);
    for line in wrapped(text, columns).iter().chain(&cut(text, columns.max(1))) {
        assert!(width(line) <= most || line.chars().count() == 1, "{line:?} in {columns}");
    }
    for runs in wrapped_markup(text, columns) {
        let all: String = runs.into_iter().map(|run| run.text).collect();
        assert!(width(&all) <= most || all.chars().count() == 1, "{all:?} in {columns}");
    }
    assert!(width(&shortened(text, columns)) <= columns, "{text:?} in {columns}");
}
