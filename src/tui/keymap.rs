//! All key bindings as one table; the footer, the help screen and the docs are drawn from it.
//!
//! Invariant: no other file names a key code.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// To the thing above.
    Up,
    /// To the thing below.
    Down,
    /// To the thing of this number, from 1.
    Choose(u8),
    /// Tick, or take the tick away.
    Tick,
    /// Do what stands under the cursor.
    Accept,
    /// The question before; the value before.
    Previous,
    /// The question after; the value after.
    Next,
    /// Flag the question.
    Flag,
    /// The list of questions.
    List,
    /// The keys of this screen.
    Help,
    /// Search in the list.
    Search,
    /// Take the last answer back.
    Undo,
    /// "I don't know."
    DontKnow,
    /// The next hint.
    Hint,
    /// The exhibit on the full screen.
    Zoom,
    /// Scroll by nearly a screen.
    PageUp,
    /// Scroll by nearly a screen.
    PageDown,
    /// Scroll by half a screen.
    HalfUp,
    /// Scroll by half a screen.
    HalfDown,
    /// Back to where one came from.
    Back,
    /// Leave, after asking if something would be lost.
    Quit,
    /// Leave at once.
    Leave,
    /// Give the terminal back for a while.
    Suspend,
    /// From the field to the keys and back.
    SwitchFocus,
    /// Yes to what was asked.
    Yes,
    /// No to what was asked.
    No,
    /// Rub out the character before the cursor.
    Erase,
    /// Rub out the character under the cursor.
    EraseAhead,
    /// Rub out the word before the cursor.
    EraseWord,
    /// Left in the text.
    CursorLeft,
    /// Right in the text.
    CursorRight,
    /// To the start of the text.
    CursorStart,
    /// To the end of the text.
    CursorEnd,
}

/// What is possible now; a screen says which of these hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Situation {
    /// Always.
    Always,
    /// Something was asked that wants a yes or a no.
    Asked,
    /// Printable keys go into a text.
    Typing,
    /// Printable keys are commands.
    Commands,
    /// There is a field that keys can go into.
    FieldAtHand,
    /// There is somewhere to go back to.
    Backable,
    /// There is something to move over.
    Moves,
    /// There are numbered choices to move over.
    Numbered,
    /// Choices can be ticked.
    Ticks,
    /// A thing can be grabbed.
    Grabs,
    /// A thing is being carried.
    Carries,
    /// A left waits for its match.
    OpensMatch,
    /// A match is being picked.
    PicksMatch,
    /// Enter answers.
    Answers,
    /// Enter goes on.
    GoesOn,
    /// Enter ends the practice.
    Ends,
    /// Enter opens what is under the cursor.
    Opens,
    /// Enter starts.
    Starts,
    /// Enter goes to the question under the cursor.
    GoesThere,
    /// Enter hands the exam in.
    Submits,
    /// Enter closes what was opened.
    Closes,
    /// Enter, left and right change the value under the cursor.
    Adjusts,
    /// Right opens what can be set up before it begins.
    SetsUp,
    /// There is a question before or after.
    Turns,
    /// "I don't know" can be said where it is not scored against others.
    DontKnow,
    /// "I don't know" can be said and counts 0.
    DontKnowScored,
    /// There is a further hint.
    Hints,
    /// There is an exhibit.
    Exhibit,
    /// The last answer can be taken back.
    Undoes,
    /// The question can be flagged.
    Flags,
    /// There is a list of questions.
    Lists,
    /// The list can be searched.
    Searches,
    /// The list shows less or more.
    Filters,
    /// Something is longer than the screen.
    Scrolls,
    /// Something is wider than the screen.
    ScrollsAcross,
}

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
    when: &'static [Situation],
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
    Binding {
        strokes: &[(letter('y'), Intent::Yes), (letter('Y'), Intent::Yes)],
        when: &[Situation::Asked],
        keys: "y",
        words: "yes, leave",
        short: "yes, leave",
        help: "do what was asked about",
        weight: 9,
    },
    Binding {
        strokes: &[(letter('n'), Intent::No), (letter('N'), Intent::No), (key(KeyCode::Esc), Intent::No)],
        when: &[Situation::Asked],
        keys: "n",
        words: "no, stay",
        short: "no, stay",
        help: "stay here",
        weight: 9,
    },
    Binding {
        strokes: NUMBERS,
        when: &[Situation::Numbered],
        keys: "1-{n} or ↑↓",
        words: "choose",
        short: "",
        help: "choose; j and k move too",
        weight: 6,
    },
    Binding {
        strokes: &[(key(KeyCode::Up), Intent::Up), (key(KeyCode::Down), Intent::Down)],
        when: &[Situation::Typing],
        keys: "↑↓",
        words: "",
        short: "",
        help: "",
        weight: 0,
    },
    Binding {
        strokes: UP_DOWN,
        when: &[Situation::Carries],
        keys: "↑↓",
        words: "carry",
        short: "carry",
        help: "carry it up or down; j and k too",
        weight: 8,
    },
    Binding {
        strokes: UP_DOWN,
        when: &[Situation::Moves],
        keys: "↑↓",
        words: "move",
        short: "",
        help: "move; j and k too",
        weight: 3,
    },
    Binding {
        strokes: &[(letter(' '), Intent::Tick)],
        when: &[Situation::Ticks],
        keys: "Space",
        words: "tick",
        short: "tick",
        help: "tick, or take the tick away; a number does both",
        weight: 8,
    },
    Binding {
        strokes: ENTER,
        when: &[Situation::Answers],
        keys: "Enter",
        words: "answer",
        short: "answer",
        help: "give this answer",
        weight: 9,
    },
    Binding {
        strokes: ENTER,
        when: &[Situation::Grabs],
        keys: "Enter",
        words: "grab",
        short: "grab",
        help: "grab it, to carry it elsewhere",
        weight: 9,
    },
    Binding {
        strokes: ENTER,
        when: &[Situation::Carries],
        keys: "Enter",
        words: "drop",
        short: "drop",
        help: "drop it here",
        weight: 9,
    },
    Binding {
        strokes: ENTER,
        when: &[Situation::OpensMatch],
        keys: "Enter",
        words: "pick a match",
        short: "pick",
        help: "pick what belongs to it; its number does so at once",
        weight: 9,
    },
    Binding {
        strokes: ENTER,
        when: &[Situation::PicksMatch],
        keys: "Enter",
        words: "this one",
        short: "this one",
        help: "take this as the match",
        weight: 9,
    },
    Binding {
        strokes: ENTER,
        when: &[Situation::GoesOn],
        keys: "Enter",
        words: "next",
        short: "next",
        help: "go on",
        weight: 9,
    },
    Binding {
        strokes: ENTER,
        when: &[Situation::Ends],
        keys: "Enter",
        words: "result",
        short: "result",
        help: "see what it came to",
        weight: 9,
    },
    Binding {
        strokes: ENTER,
        when: &[Situation::Starts],
        keys: "Enter",
        words: "start",
        short: "start",
        help: "start",
        weight: 9,
    },
    Binding {
        strokes: ENTER,
        when: &[Situation::GoesThere],
        keys: "Enter",
        words: "go there",
        short: "go",
        help: "go to that question",
        weight: 9,
    },
    Binding {
        strokes: ENTER,
        when: &[Situation::Submits],
        keys: "Enter",
        words: "submit",
        short: "submit",
        help: "hand the exam in",
        weight: 9,
    },
    Binding {
        strokes: ENTER,
        when: &[Situation::Closes],
        keys: "Enter",
        words: "done",
        short: "done",
        help: "back with these",
        weight: 9,
    },
    Binding {
        strokes: ENTER,
        when: &[Situation::Opens],
        keys: "Enter",
        words: "open",
        short: "open",
        help: "open it",
        weight: 9,
    },
    Binding {
        strokes: &[(key(KeyCode::Tab), Intent::SwitchFocus)],
        when: &[Situation::Typing],
        keys: "Tab",
        words: "to the keys",
        short: "keys",
        help: "from the text to the keys",
        weight: 7,
    },
    Binding {
        strokes: &[(key(KeyCode::Tab), Intent::SwitchFocus)],
        when: &[Situation::FieldAtHand],
        keys: "Tab",
        words: "to the text",
        short: "text",
        help: "from the keys back to the text",
        weight: 8,
    },
    Binding {
        strokes: &[
            (key(KeyCode::Left), Intent::CursorLeft),
            (key(KeyCode::Right), Intent::CursorRight),
            (key(KeyCode::Home), Intent::CursorStart),
            (key(KeyCode::End), Intent::CursorEnd),
            (key(KeyCode::Backspace), Intent::Erase),
            (control('h'), Intent::Erase),
            (key(KeyCode::Delete), Intent::EraseAhead),
            (control('w'), Intent::EraseWord),
        ],
        when: &[Situation::Typing],
        keys: "← →",
        words: "",
        short: "",
        help: "move in the text; Backspace, Delete and Ctrl-W rub out",
        weight: 0,
    },
    Binding {
        strokes: &[
            (key(KeyCode::Enter), Intent::Accept),
            (key(KeyCode::Left), Intent::Previous),
            (key(KeyCode::Right), Intent::Next),
            (letter('p'), Intent::Previous),
            (letter('n'), Intent::Next),
        ],
        when: &[Situation::Adjusts],
        keys: "Enter ←→",
        words: "change",
        short: "change",
        help: "less or more, the one before or after",
        weight: 9,
    },
    Binding {
        strokes: &[(key(KeyCode::Right), Intent::Next)],
        when: &[Situation::SetsUp],
        keys: "→",
        words: "set up first",
        short: "set up",
        help: "choose role, domains and number of questions first",
        weight: 7,
    },
    Binding {
        strokes: LEFT_RIGHT,
        when: &[Situation::Filters],
        keys: "←→",
        words: "show less or more",
        short: "filter",
        help: "all questions, those without an answer, those with a flag",
        weight: 6,
    },
    Binding {
        strokes: LEFT_RIGHT,
        when: &[Situation::ScrollsAcross],
        keys: "←→",
        words: "across",
        short: "across",
        help: "scroll to the side",
        weight: 7,
    },
    Binding {
        strokes: &[(letter('x'), Intent::DontKnow)],
        when: &[Situation::DontKnow],
        keys: "x",
        words: "I don't know",
        short: "don't know",
        help: "answer \"I don't know\": counts 0 in the score, as a wrong answer does",
        weight: 7,
    },
    Binding {
        strokes: &[(letter('x'), Intent::DontKnow)],
        when: &[Situation::DontKnowScored],
        keys: "x",
        words: "I don't know (counts 0)",
        short: "don't know (0)",
        help: "answer \"I don't know\": counts 0, as a wrong answer does",
        weight: 7,
    },
    Binding {
        strokes: &[(letter('u'), Intent::Undo)],
        when: &[Situation::Undoes],
        keys: "u",
        words: "undo",
        short: "undo",
        help: "take the last answer back, until the next is given",
        weight: 7,
    },
    Binding {
        strokes: &[(letter('s'), Intent::Hint)],
        when: &[Situation::Hints],
        keys: "s",
        words: "hint",
        short: "hint",
        help: "show a hint; the answer then counts as assisted",
        weight: 6,
    },
    Binding {
        strokes: &[(letter('z'), Intent::Zoom)],
        when: &[Situation::Exhibit],
        keys: "z",
        words: "exhibit",
        short: "",
        help: "the exhibit on the full screen, and back",
        weight: 6,
    },
    Binding {
        strokes: &[(letter('f'), Intent::Flag)],
        when: &[Situation::Flags],
        keys: "f",
        words: "flag",
        short: "flag",
        help: "flag the question, or take the flag away",
        weight: 5,
    },
    Binding {
        strokes: LEFT_RIGHT,
        when: &[Situation::Turns],
        keys: "←→",
        words: "turn",
        short: "",
        help: "previous and next question; p and n too",
        weight: 5,
    },
    Binding {
        strokes: &[(letter('l'), Intent::List)],
        when: &[Situation::Lists],
        keys: "l",
        words: "list",
        short: "list",
        help: "the list of all questions, to jump to one",
        weight: 4,
    },
    Binding {
        strokes: &[(letter('/'), Intent::Search)],
        when: &[Situation::Searches],
        keys: "/",
        words: "search",
        short: "search",
        help: "search by name, job title or credential",
        weight: 7,
    },
    Binding {
        strokes: &[
            (key(KeyCode::PageUp), Intent::PageUp),
            (key(KeyCode::PageDown), Intent::PageDown),
            (control('u'), Intent::HalfUp),
            (control('d'), Intent::HalfDown),
        ],
        when: &[Situation::Scrolls],
        keys: "PgUp/PgDn",
        words: "scroll",
        short: "",
        help: "scroll; Ctrl-U and Ctrl-D by half",
        weight: 5,
    },
    Binding {
        strokes: &[(key(KeyCode::Esc), Intent::Back)],
        when: &[Situation::Backable],
        keys: "Esc",
        words: "back",
        short: "back",
        help: "back",
        weight: 2,
    },
    Binding {
        strokes: &[(letter('?'), Intent::Help)],
        when: &[Situation::Commands],
        keys: "?",
        words: "help",
        short: "help",
        help: "the keys of this screen",
        weight: 10,
    },
    Binding {
        strokes: &[(letter('q'), Intent::Quit)],
        when: &[Situation::Commands],
        keys: "q",
        words: "quit",
        short: "quit",
        help: "leave; asks only if something would be lost",
        weight: 1,
    },
    Binding {
        strokes: &[(control('c'), Intent::Leave)],
        when: &[Situation::Always],
        keys: "Ctrl-C",
        words: "",
        short: "",
        help: "leave at once; stored answers are kept",
        weight: 0,
    },
    Binding {
        strokes: &[(control('z'), Intent::Suspend)],
        when: &[Situation::Always],
        keys: "Ctrl-Z",
        words: "",
        short: "",
        help: "back to the shell for a while",
        weight: 0,
    },
];

impl Binding {
    /// Does it do something in one of these situations?
    #[must_use]
    pub fn holds(&self, situations: &[Situation]) -> bool {
        self.when.iter().any(|situation| *situation == Situation::Always || situations.contains(situation))
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
