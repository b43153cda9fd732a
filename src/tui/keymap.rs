//! All key bindings as one table; the footer, the help screen and the docs are drawn from it.
//!
//! Invariant: no other file says what a key does; `input` alone names key codes besides, for the bytes that they are.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::tui::intent::Intent;
use crate::tui::situation::Situation;

/// A key with or without Control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stroke {
    code: KeyCode,
    control: bool,
}

/// A row of the table.
#[derive(Debug)]
pub struct Binding {
    strokes: &'static [(Stroke, Intent)],
    when: Situation,
    /// The keys as the footer names them; `{n}` stands for the number of choices.
    pub keys: &'static str,
    /// What they do, for the footer.
    pub words: &'static str,
    /// The same for narrow screens.
    pub short: &'static str,
    /// What they do, for the help screen.
    pub help: &'static str,
    /// What stays longest in the footer where space is short; 0 is never in it.
    pub weight: u8,
}

/// What a key event means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It asks for something.
    Intent(Intent),
    /// It is a character of a text.
    Character(char),
}

const fn key(code: KeyCode) -> Stroke {
    Stroke { code, control: false }
}

const fn letter(character: char) -> Stroke {
    key(KeyCode::Char(character))
}

const fn control(character: char) -> Stroke {
    Stroke { code: KeyCode::Char(character), control: true }
}

/// Returns a row: keys, when they do something, what the footer and the help screen say, how long it stays.
const fn binding(
    strokes: &'static [(Stroke, Intent)],
    when: Situation,
    (keys, words): (&'static str, &'static str),
    help: &'static str,
    weight: u8,
) -> Binding {
    Binding { strokes, when, keys, words, short: words, help, weight }
}

/// Returns a row for Enter, which stays in the footer nearly as long as the way to the help.
const fn enter(when: Situation, words: &'static str, help: &'static str) -> Binding {
    binding(ENTER, when, ("Enter", words), help, 9)
}

/// Returns a row that is told by the help screen only.
const fn unlisted(
    strokes: &'static [(Stroke, Intent)],
    when: Situation,
    keys: &'static str,
    help: &'static str,
) -> Binding {
    binding(strokes, when, (keys, ""), help, 0)
}

/// Weight of what has to say what it costs: it has words before all others.
const COSTS: u8 = 11;

const UP_DOWN: &[(Stroke, Intent)] = &[
    (key(KeyCode::Up), Intent::Up),
    (key(KeyCode::Down), Intent::Down),
    (letter('k'), Intent::Up),
    (letter('j'), Intent::Down),
];

const NUMBERS: &[(Stroke, Intent)] = &[
    (letter('1'), Intent::Choose(1)),
    (letter('2'), Intent::Choose(2)),
    (letter('3'), Intent::Choose(3)),
    (letter('4'), Intent::Choose(4)),
    (letter('5'), Intent::Choose(5)),
    (letter('6'), Intent::Choose(6)),
    (letter('7'), Intent::Choose(7)),
    (letter('8'), Intent::Choose(8)),
    (key(KeyCode::Up), Intent::Up),
    (key(KeyCode::Down), Intent::Down),
    (letter('k'), Intent::Up),
    (letter('j'), Intent::Down),
];

const ENTER: &[(Stroke, Intent)] = &[(key(KeyCode::Enter), Intent::Accept)];

const LEFT_RIGHT: &[(Stroke, Intent)] = &[
    (key(KeyCode::Left), Intent::Previous),
    (key(KeyCode::Right), Intent::Next),
    (letter('p'), Intent::Previous),
    (letter('n'), Intent::Next),
];

/// All bindings, in the order of the footer.
pub static BINDINGS: &[Binding] = &[
    binding(
        &[(letter('y'), Intent::Yes), (letter('Y'), Intent::Yes)],
        Situation::AskedToLeave,
        ("y", "yes, leave"),
        "do what was asked about",
        9,
    ),
    binding(
        &[(letter('n'), Intent::No), (letter('N'), Intent::No), (key(KeyCode::Esc), Intent::No)],
        Situation::AskedToLeave,
        ("n", "no, stay"),
        "stay here",
        9,
    ),
    binding(
        &[(key(KeyCode::Enter), Intent::Yes), (letter('y'), Intent::Yes), (letter('Y'), Intent::Yes)],
        Situation::AskedToGiveUp,
        ("Enter", "yes, give up"),
        "give the attempt up; y too",
        9,
    ),
    binding(
        &[(key(KeyCode::Esc), Intent::No), (letter('n'), Intent::No), (letter('N'), Intent::No)],
        Situation::AskedToGiveUp,
        ("Esc", "no, keep it"),
        "keep the attempt open; n too",
        9,
    ),
    binding(NUMBERS, Situation::Numbered, ("1-{n} or ↑↓", "choose"), "choose; j and k move too", 5).short(""),
    unlisted(
        &[(key(KeyCode::Up), Intent::Up), (key(KeyCode::Down), Intent::Down)],
        Situation::Typing,
        "↑↓",
        "",
    ),
    binding(UP_DOWN, Situation::Carries, ("↑↓", "carry"), "carry it up or down; j and k too", 8),
    binding(UP_DOWN, Situation::Moves, ("↑↓", "move"), "move; j and k too", 3).short(""),
    binding(
        &[(letter(' '), Intent::Tick)],
        Situation::Ticks,
        ("Space", "tick"),
        "tick, or take the tick away; a number does both",
        8,
    ),
    enter(Situation::Reveals, "read on", "scroll to what there is to choose from"),
    enter(Situation::Answers, "answer", "give this answer"),
    enter(Situation::Grabs, "grab", "grab it, to carry it elsewhere"),
    enter(Situation::Carries, "drop", "drop it here"),
    enter(Situation::OpensMatch, "pick a match", "pick what belongs to it; its number does so at once")
        .short("pick"),
    enter(Situation::PicksMatch, "this one", "take this as the match"),
    enter(Situation::GoesOn, "next", "go on"),
    enter(Situation::Ends, "result", "see what it came to"),
    enter(Situation::Resumes, "resume", "go on where you were"),
    enter(Situation::Starts, "start", "start"),
    enter(Situation::GoesThere, "go there", "go to that question").short("go"),
    enter(Situation::Submits, "submit", "hand the exam in"),
    enter(Situation::Closes, "done", "back with these"),
    enter(Situation::Rates, "answer", "give the answer under the cursor; a number does so at once"),
    enter(Situation::Explains, "why, what to study", "why this role, what to study for it").short("why"),
    enter(Situation::Opens, "open", "open it"),
    binding(
        &[(key(KeyCode::Tab), Intent::SwitchFocus)],
        Situation::Typing,
        ("Tab", "to the keys"),
        "from the text to the keys",
        7,
    )
    .short("keys"),
    binding(
        &[(key(KeyCode::Tab), Intent::SwitchFocus)],
        Situation::FieldAtHand,
        ("Tab", "to the text"),
        "from the keys back to the text",
        8,
    )
    .short("text"),
    unlisted(
        &[
            (key(KeyCode::Left), Intent::CursorLeft),
            (key(KeyCode::Right), Intent::CursorRight),
            (key(KeyCode::Home), Intent::CursorStart),
            (key(KeyCode::End), Intent::CursorEnd),
            (key(KeyCode::Backspace), Intent::Erase),
            (control('h'), Intent::Erase),
            (key(KeyCode::Delete), Intent::EraseAhead),
            (control('w'), Intent::EraseWord),
        ],
        Situation::Typing,
        "← →",
        "move in the text; Backspace, Delete and Ctrl-W rub out",
    ),
    binding(
        &[
            (key(KeyCode::Enter), Intent::Accept),
            (key(KeyCode::Left), Intent::Previous),
            (key(KeyCode::Right), Intent::Next),
            (letter('p'), Intent::Previous),
            (letter('n'), Intent::Next),
        ],
        Situation::Adjusts,
        ("Enter ←→", "change"),
        "less or more, the one before or after",
        9,
    ),
    binding(
        &[(key(KeyCode::Right), Intent::Next)],
        Situation::SetsUp,
        ("→", "set up first"),
        "choose role, domains and number of questions first",
        7,
    )
    .short("set up"),
    binding(
        LEFT_RIGHT,
        Situation::Filters,
        ("←→", "show less or more"),
        "all questions, those without an answer, those with a flag",
        6,
    )
    .short("filter"),
    binding(LEFT_RIGHT, Situation::ScrollsAcross, ("←→", "across"), "scroll to the side", 7),
    binding(
        &[(letter('x'), Intent::DontKnow)],
        Situation::DontKnow,
        ("x", "I don't know"),
        "answer \"I don't know\": counts 0 in the score, as a wrong answer does",
        COSTS,
    )
    .short("don't know"),
    binding(
        &[(letter('x'), Intent::DontKnow)],
        Situation::DontKnowScored,
        ("x", "I don't know (counts 0)"),
        "answer \"I don't know\": counts 0, as a wrong answer does",
        COSTS,
    )
    .short("no idea (0)"),
    binding(
        &[(letter('x'), Intent::DontKnow)],
        Situation::DontKnowFree,
        ("x", "I don't know (costs nothing)"),
        "answer \"I don't know\": costs nothing here, and tells more than a guess",
        COSTS,
    )
    .short("no idea: free"),
    binding(
        &[(letter('x'), Intent::Skip)],
        Situation::SkipsRest,
        ("x", "skip the rest"),
        "leave the rest of these questions out",
        7,
    ),
    binding(
        &[(letter('m'), Intent::TakeMore)],
        Situation::TakesMore,
        ("m", "more questions"),
        "take the questions that would tell most now",
        8,
    )
    .short("more"),
    binding(
        &[(letter('c'), Intent::ShowClosed)],
        Situation::ShowsClosed,
        ("c", "closed roles"),
        "the roles that are closed, and why",
        6,
    )
    .short("closed"),
    binding(
        &[(letter('i'), Intent::ShowInterests)],
        Situation::ShowsInterests,
        ("i", "interests"),
        "what you would like to do beside what you know, and its weight",
        6,
    ),
    binding(
        &[(letter('d'), Intent::GiveUp)],
        Situation::GivesUp,
        ("d", "give up"),
        "give the attempt up, after asking; its answers stay in the history",
        6,
    ),
    binding(
        &[(letter('u'), Intent::Undo)],
        Situation::Undoes,
        ("u", "undo"),
        "take the last answer back, until the next is given",
        7,
    ),
    binding(
        &[(letter('s'), Intent::Hint)],
        Situation::Hints,
        ("s", "hint"),
        "show a hint; the answer then counts as assisted",
        6,
    )
    .short(""),
    binding(
        &[(letter('z'), Intent::Zoom)],
        Situation::Exhibit,
        ("z", "exhibit"),
        "the exhibit on the full screen, and back",
        6,
    )
    .short(""),
    binding(
        &[(letter('f'), Intent::Flag)],
        Situation::Flags,
        ("f", "flag"),
        "flag the question, or take the flag away",
        6,
    )
    .short(""),
    binding(
        &[(letter('a'), Intent::ShowKey)],
        Situation::ShowsKey,
        ("a", "show answer"),
        "show what is right and why, without answering; for each question from now on",
        7,
    )
    .short("answer"),
    binding(
        &[(letter('a'), Intent::ShowKey)],
        Situation::HidesKey,
        ("a", "hide answer"),
        "ask the questions again, without their answers",
        7,
    )
    .short("hide"),
    binding(LEFT_RIGHT, Situation::Turns, ("←→", "turn"), "previous and next question; p and n too", 5)
        .short(""),
    binding(
        &[(key(KeyCode::Left), Intent::Previous), (letter('p'), Intent::Previous)],
        Situation::TurnsBack,
        ("←", "the one before"),
        "the question before; p too",
        5,
    )
    .short(""),
    binding(
        &[(letter('d'), Intent::Problems)],
        Situation::HasProblems,
        ("d", "problems"),
        "the list of all problems of the file, with the lines they stand in",
        5,
    ),
    binding(
        &[(letter('e'), Intent::NextProblem)],
        Situation::SkipsToProblems,
        ("e", "next problem"),
        "the next question that has a problem",
        4,
    )
    .short("next"),
    binding(
        &[(letter('l'), Intent::List)],
        Situation::Lists,
        ("l", "list"),
        "the list of all questions, to jump to one",
        4,
    ),
    binding(
        &[(letter('/'), Intent::Search)],
        Situation::Searches,
        ("/", "search"),
        "search: roles by job title or credential too, questions by id and text",
        7,
    ),
    binding(
        &[
            (key(KeyCode::PageUp), Intent::PageUp),
            (key(KeyCode::PageDown), Intent::PageDown),
            (control('u'), Intent::HalfUp),
            (control('d'), Intent::HalfDown),
        ],
        Situation::Scrolls,
        ("PgUp/PgDn", "scroll"),
        "scroll; Ctrl-U and Ctrl-D by half",
        5,
    )
    .short(""),
    binding(&[(key(KeyCode::Esc), Intent::Back)], Situation::Backable, ("Esc", "back"), "back", 2),
    binding(
        &[(letter('?'), Intent::Help)],
        Situation::Commands,
        ("?", "help"),
        "the keys of this screen",
        10,
    ),
    binding(
        &[(letter('q'), Intent::Quit)],
        Situation::Commands,
        ("q", "quit"),
        "leave; asks only if something would be lost",
        1,
    ),
    unlisted(
        &[(control('c'), Intent::Leave)],
        Situation::Always,
        "Ctrl-C",
        "leave at once; stored answers are kept",
    ),
    unlisted(
        &[(control('z'), Intent::Suspend)],
        Situation::Always,
        "Ctrl-Z",
        "back to the shell for a while",
    ),
];

impl Binding {
    /// Returns the row with other words for narrow screens.
    const fn short(self, short: &'static str) -> Self {
        Self { short, ..self }
    }

    /// Does it do something in one of these situations?
    #[must_use]
    pub fn holds(&self, situations: &[Situation]) -> bool {
        self.when == Situation::Always || situations.contains(&self.when)
    }
}

/// Returns what a key means in these situations, or nothing.
#[must_use]
pub fn meaning(event: &KeyEvent, situations: &[Situation]) -> Option<Meaning> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    let is_plain = !event.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    if let (KeyCode::Char(character), true) =
        (event.code, is_plain && situations.contains(&Situation::Typing))
    {
        return Some(Meaning::Character(character));
    }
    let pressed = Stroke { code: event.code, control };
    BINDINGS
        .iter()
        .filter(|binding| binding.holds(situations))
        .flat_map(|binding| binding.strokes)
        .find(|(stroke, _)| *stroke == pressed)
        .map(|(_, intent)| Meaning::Intent(*intent))
}

/// Returns the bindings that do something in these situations, in the order of the footer.
pub fn bindings(situations: &[Situation]) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(move |binding| binding.holds(situations))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers, situations: &[Situation]) -> Option<Meaning> {
        meaning(&KeyEvent::new(code, modifiers), situations)
    }

    #[test]
    fn in_a_field_letters_and_left_are_text_and_control_c_is_not() {
        let typing = [Situation::Typing];
        assert_eq!(press(KeyCode::Char('q'), KeyModifiers::NONE, &typing), Some(Meaning::Character('q')));
        assert_eq!(
            press(KeyCode::Left, KeyModifiers::NONE, &typing),
            Some(Meaning::Intent(Intent::CursorLeft))
        );
        assert_eq!(
            press(KeyCode::Char('c'), KeyModifiers::CONTROL, &typing),
            Some(Meaning::Intent(Intent::Leave))
        );
    }

    #[test]
    fn a_key_does_nothing_where_its_situation_does_not_hold() {
        assert_eq!(press(KeyCode::Char('u'), KeyModifiers::NONE, &[Situation::Commands]), None);
        assert_eq!(press(KeyCode::F(1), KeyModifiers::NONE, &[Situation::Commands]), None);
    }

    #[test]
    fn whatever_is_in_the_footer_is_explained_in_the_help() {
        for binding in BINDINGS.iter().filter(|binding| binding.weight > 0) {
            assert!(!binding.help.is_empty() && !binding.words.is_empty(), "{binding:?}");
        }
    }
}
