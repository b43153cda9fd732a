//! What keys ask for, whichever keys they are.

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
    /// What is right and why, without an answer; or hide it again.
    ShowKey,
    /// The list of a file's problems.
    Problems,
    /// The next question with a problem.
    NextProblem,
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
    /// Give the attempt under the cursor up, after asking.
    GiveUp,
    /// Leave, after asking if something would be lost.
    Quit,
    /// Leave at once.
    Leave,
    /// Give the terminal back for a while.
    Suspend,
    /// From the field to the keys and back.
    SwitchFocus,
    /// Leave the rest of these questions out.
    Skip,
    /// Take the questions that would tell most.
    TakeMore,
    /// The roles that are closed, and why.
    ShowClosed,
    /// What one likes to do, beside what one knows.
    ShowInterests,
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
