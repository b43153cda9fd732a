//! A face without a terminal: keys in, picture out.

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::bank::question::{ChoiceIx, Question};
use crate::bank::sample;
use crate::check::rule::item::Month;
use crate::clock::{Millis, Moment, UnixMillis};
use crate::framework::RoleId;
use crate::history::answer::AnswerNumber;
use crate::history::attempt::{AttemptId, AttemptRow};
use crate::library::preview::{DEFAULT_SEED, Preview};
use crate::scoring::answer::ShownOrder;
use crate::seed::Seed;
use crate::session::event::{Drawn, Happened, Mode, Started};
use crate::session::outcome::Tally;
use crate::session::{Command, Session, Stage};
use crate::settings::Settings;
use crate::text::SafeText;
use crate::text::layout::width;
use crate::tui::draw::draw;
use crate::tui::keymap::{Meaning, meaning};
use crate::tui::message::{Before, Done, Effect, Failure, Forecast, Message, Sight, Taken};
use crate::tui::model::{Look, Model};
use crate::tui::screen::banks::BankLine;
use crate::tui::screen::preview::Previewing;
use crate::tui::world::World;

/// The size that everything is made for.
pub(super) const WIDE: (u16, u16) = (80, 24);

/// The least size.
pub(super) const NARROW: (u16, u16) = (40, 12);

/// The file of a preview.
const FILE: &str = "week-3.json";

/// A face with an invented history.
pub(super) struct Face {
    pub(super) model: Model,
    pub(super) now: Moment,
    pub(super) n_answers: u64,
    /// What is stored, or why nothing can be.
    pub(super) stored: Result<usize, Failure>,
    pub(super) has_left: bool,
    /// Attempts that the history lists.
    pub(super) attempts: Vec<AttemptRow>,
    questions: Vec<Question>,
    /// What the next look at the file of a preview shows.
    pub(super) saved: Option<Box<Sight>>,
    /// What carries effects out, in place of the invented history.
    world: Option<World>,
}

/// A moment at noon, so that its day is the same nearly everywhere.
pub(super) fn noon() -> Moment {
    Moment { wall: UnixMillis(1_795_262_400_000), monotonic: Millis(0) }
}

impl Face {
    /// Returns the home menu of a face that draws these questions.
    pub(super) fn new(size: (u16, u16), questions: Vec<Question>) -> Self {
        Self {
            model: Model::new(size, Settings::default(), Look::default()),
            now: noon(),
            n_answers: 111,
            stored: Ok(0),
            has_left: false,
            attempts: attempts(),
            questions,
            saved: None,
            world: None,
        }
    }

    /// Returns the preview of a file that holds `text`.
    pub(super) fn previewing(size: (u16, u16), text: &str) -> Self {
        let mut face = Self::new(size, Vec::new());
        let preview = Previewing::new(SafeText::line(FILE), sight(text), face.now);
        face.model = Model::new(size, Settings::default(), Look::default()).previewing(preview);
        face
    }

    /// Saves the file of a preview with another text, and lets the time pass until it is looked at.
    pub(super) fn save(&mut self, text: &str) -> &mut Self {
        self.saved = Some(Box::new(sight(text)));
        self.tell(Message::Second);
        self
    }

    /// Returns the home menu of a face over a real history and the banks of the program.
    pub(super) fn of_world(size: (u16, u16), world: World) -> Self {
        Self { world: Some(world), ..Self::new(size, Vec::new()) }
    }

    /// Returns a face in the midst of an attempt.
    pub(super) fn taking(size: (u16, u16), mode: Mode, questions: Vec<Question>) -> Self {
        let mut face = Self::new(size, questions);
        let taken = face.taken(mode);
        face.tell(Message::Done(Done::Taken(Box::new(taken))));
        face
    }

    fn taken(&self, mode: Mode) -> Taken {
        let mut started = started(mode, self.now, &self.questions);
        if mode.usual_length().is_some() {
            started.drawn.clear();
        }
        Taken { attempt: AttemptId(7), session: Session::new(started, self.now), saved: None }
    }

    /// Presses keys: single characters, or names such as `Enter` and `C-u`, separated by spaces.
    pub(super) fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ').filter(|key| !key.is_empty()) {
            self.key(named(key));
        }
        self
    }

    /// Types text as it stands.
    pub(super) fn type_text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            self.key(KeyEvent::new(KeyCode::Char(character), KeyModifiers::NONE));
        }
        self
    }

    pub(super) fn key(&mut self, key: KeyEvent) {
        let situations = self.model.situations(self.now);
        match meaning(&key, &situations) {
            Some(Meaning::Intent(intent)) => self.tell(Message::Intent(intent)),
            Some(Meaning::Character(character)) => self.tell(Message::Character(character)),
            None => {}
        }
    }

    pub(super) fn tell(&mut self, message: Message) {
        let mut waiting = vec![message];
        while let Some(message) = waiting.pop() {
            for effect in self.model.update(message, self.now) {
                waiting.extend(self.carried_out(effect));
            }
        }
    }

    fn carried_out(&mut self, effect: Effect) -> Option<Message> {
        if let (Some(world), false) =
            (&mut self.world, matches!(effect, Effect::Leave(_) | Effect::Suspend | Effect::ShowHelp))
        {
            return Some(world.carry_out(effect, self.now));
        }
        Some(Message::Done(match effect {
            Effect::Begin(wish) => Done::Taken(Box::new(self.taken(wish.mode))),
            Effect::BeginWith(..) => Done::Taken(Box::new(self.taken(Mode::Cram))),
            Effect::Resume(_) | Effect::ResumeNewest => Done::Taken(Box::new(self.taken(Mode::Practice))),
            Effect::Record(_, event) => match &mut self.stored {
                Err(failure) => return Some(Message::Failed(failure.clone())),
                Ok(n_stored) => {
                    *n_stored += 1;
                    let is_answer = matches!(event.happened, Happened::Answered(_));
                    self.n_answers += u64::from(is_answer);
                    Done::Recorded(event, is_answer.then_some(AnswerNumber(self.n_answers)))
                }
            },
            Effect::Foresee(_) => Done::Forecast(Forecast {
                n_questions: 38,
                minutes: Some(55),
                notes: vec!["The banks hold 38 of the 40 questions wanted.".to_owned()],
            }),
            Effect::FindOpenAttempts => Done::OpenAttempts(self.open_attempts()),
            Effect::ListAttempts => Done::Attempts(self.attempts.clone()),
            Effect::GiveUp(attempt) => {
                let given_up = self.attempts.iter_mut().find(|row| row.id == attempt).unwrap();
                given_up.stage = Stage::Closed;
                Done::GivenUp
            }
            Effect::Show(_) => Done::Shown(Box::new(self.taken(Mode::Exam).session)),
            Effect::ShowNext(_, session) => match &self.stored {
                Err(failure) => return Some(Message::Failed(failure.clone())),
                Ok(_) => {
                    let question = self.questions.get(session.places().len())?.clone();
                    let order = ShownOrder((0..4).map(ChoiceIx).collect());
                    let drawn = Drawn { question: Arc::new(question), order };
                    Done::Recorded(session.decide(Command::Show(drawn), self.now).unwrap(), None)
                }
            },
            Effect::Suggest(_)
            | Effect::TakeMore(_)
            | Effect::Measure(_)
            | Effect::SuggestFor(_)
            | Effect::LookMidway(_) => return None,
            Effect::LookBefore => Done::Before(Before::default()),
            Effect::CountKnown => Done::Known(0),
            Effect::ListBanks => {
                Done::Banks(vec![bank_line("Trainer")], vec![bank_line("banks/week-3.json")])
            }
            Effect::KeepSettings(settings) => Done::SettingsChosen(settings, None),
            Effect::LookAtFile => Done::Looked(self.saved.take()),
            Effect::ShowHelp => Done::HelpWanted,
            Effect::Suspend | Effect::BeginUpkeep => return None,
            Effect::Leave(_) => {
                self.has_left = true;
                return None;
            }
        }))
    }

    /// Returns the attempts that can be taken up again.
    pub(super) fn open_attempts(&self) -> Vec<AttemptRow> {
        self.attempts.iter().filter(|row| row.stage == Stage::Open).cloned().collect()
    }

    /// Returns what is on the screen, line by line.
    pub(super) fn picture(&self) -> String {
        let area = Rect::new(0, 0, self.model.size.0, self.model.size.1);
        let mut buffer = Buffer::empty(area);
        draw(&self.model, self.now, &mut buffer);
        text_of(&buffer)
            .replace(&noon().wall.local_minute(), "2026-11-21 12:00")
            .replace(&noon().wall.local_time(), "12:00:00")
    }
}

/// Returns what a look at a file that holds `text` shows.
pub(super) fn sight(text: &str) -> Sight {
    let today = Month::of_day("2026-11-21");
    let preview = Preview::new(&SafeText::line(FILE), text.as_bytes(), &today, DEFAULT_SEED);
    Sight { preview: Ok(preview), at: noon().wall }
}

/// Returns a buffer as text, with a bar at the end of each line, so that its width shows.
pub(super) fn text_of(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut text = String::new();
    for y in 0..area.height {
        let mut skipped = 0;
        for x in 0..area.width {
            if skipped > 0 {
                skipped -= 1;
                continue;
            }
            let symbol = buffer.cell((x, y)).unwrap().symbol();
            skipped = width(symbol).saturating_sub(1);
            text.push_str(symbol);
        }
        text.push_str("|\n");
    }
    text
}

/// Returns the beginning of an attempt in which choices stand in file order, those of `order` in reverse.
pub(super) fn started(mode: Mode, now: Moment, questions: &[Question]) -> Started {
    let drawn = |question: &Question| {
        let n = u8::try_from(question.body.n_shuffled()).unwrap();
        let mut order: Vec<ChoiceIx> = (0..n).map(ChoiceIx).collect();
        if question.body.type_name() == "order" {
            order.reverse();
        }
        Drawn { question: Arc::new(question.clone()), order: ShownOrder(order) }
    };
    Started {
        at: now.wall,
        seed: Seed(1),
        mode,
        title: SafeText::line("Trainer"),
        role: RoleId::named("trainer"),
        limit: (mode == Mode::Exam).then_some(Millis(600_000)),
        cut_score: 0.7,
        drawn: questions.iter().map(drawn).collect(),
    }
}

/// Returns two attempts, one open and one done.
pub(super) fn attempts() -> Vec<AttemptRow> {
    let row = |id: u64, mode: Mode, stage: Stage, score: Option<Tally>| AttemptRow {
        id: AttemptId(id),
        at: noon().wall,
        last_at: noon().wall,
        mode,
        role: RoleId::named("trainer"),
        title: SafeText::line("Trainer"),
        n_questions: 40,
        n_answered: 12,
        stage,
        score,
    };
    let score = Some(Tally { n: 40, units: 275_000_000 });
    vec![row(8, Mode::Practice, Stage::Open, None), row(7, Mode::Exam, Stage::Done, score)]
}

fn bank_line(name: &str) -> BankLine {
    BankLine { name: SafeText::line(name), says: vec![SafeText::line("a word about it")] }
}

fn named(key: &str) -> KeyEvent {
    let plain = |code| KeyEvent::new(code, KeyModifiers::NONE);
    match key {
        "Enter" => plain(KeyCode::Enter),
        "Esc" => plain(KeyCode::Esc),
        "Tab" => plain(KeyCode::Tab),
        "Space" => plain(KeyCode::Char(' ')),
        "Up" => plain(KeyCode::Up),
        "Down" => plain(KeyCode::Down),
        "Left" => plain(KeyCode::Left),
        "Right" => plain(KeyCode::Right),
        "PgUp" => plain(KeyCode::PageUp),
        "PgDn" => plain(KeyCode::PageDown),
        "Backspace" => plain(KeyCode::Backspace),
        "C-u" => KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL),
        "C-d" => KeyEvent::new(KeyCode::Char('d'), KeyModifiers::CONTROL),
        "C-c" => KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL),
        single => plain(KeyCode::Char(single.chars().next().unwrap())),
    }
}

/// Returns a question with a long stem and an exhibit of nine lines.
pub(super) fn long_question() -> Question {
    let mut question = sample::every_type().swap_remove(0);
    question.material.case = None;
    question.stem = SafeText::line(
        "During go-live week a nurse completes every step of medication reconciliation correctly in class, yet on \
         the ward her chart shows the home list unreviewed. The pharmacist has since reviewed it. Which step best \
         shows the trainer why the class did not carry over?",
    );
    let lines = [
        "07:02:11  open chart",
        "07:02:19  med history         viewed",
        "07:02:20  med history         closed",
        "07:02:48  orders              entered  3",
        "07:03:05  alert               overridden  \"duplicate therapy\"",
        "07:03:09  orders              signed   3",
        "07:04:00  chart               closed",
        "07:31:12  med history         viewed     (pharmacist)",
        "07:33:40  med history         reviewed   (pharmacist), with a note that is far too long for one line",
    ];
    question.material.exhibit = Some(crate::bank::question::Exhibit {
        kind: crate::bank::question::ExhibitKind::Table,
        title: Some(SafeText::line("Audit extract (supplied by compliance, de-identified)")),
        text: SafeText::block(&lines.join("\n")),
        description: None,
    });
    let choice = |text: &str, rationale: &str| crate::bank::question::Choice {
        text: SafeText::line(text),
        rationale: Some(SafeText::line(rationale)),
    };
    question.body = crate::bank::question::Body::Single {
        choices: vec![
            choice(
                "Observe her during the next admission on the ward",
                "Transfer fails on the job: see the work before changing the training.",
            ),
            choice(
                "Repeat the class module with the same exercises",
                "She already does it in class; the gap appears only in real work.",
            ),
            choice(
                "Report the missed step to the nurse manager",
                "Discipline before diagnosis; the cause is not known yet.",
            ),
            choice("Send the quick-reference card for reconciliation", "She knows the steps already."),
        ],
        key: ChoiceIx(0),
    };
    question
}

/// Returns a question in Japanese, with a combining mark and an emoji.
pub(super) fn wide_question() -> Question {
    let mut question = sample::single("wide", 3);
    question.stem = SafeText::line(
        "患者の本人確認に使う識別子はどれですか。次の文を読み、最も適切なものを一つ選んでください。e\u{301}tude ❤\u{fe0f} ok",
    );
    question
}
