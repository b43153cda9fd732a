//! What is possible on a screen, which decides what keys mean there.

/// What is possible now; a screen says which of these hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Situation {
    /// Always.
    Always,
    /// It was asked whether to leave.
    AskedToLeave,
    /// It was asked whether to give an attempt up.
    AskedToGiveUp,
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
    /// Enter shows what it is meant for, which is out of sight.
    Reveals,
    /// Enter answers.
    Answers,
    /// Enter goes on.
    GoesOn,
    /// Enter ends the practice.
    Ends,
    /// Enter opens what is under the cursor.
    Opens,
    /// Enter goes on with what is open.
    Resumes,
    /// The attempt under the cursor can be given up.
    GivesUp,
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
    /// There is a question before.
    TurnsBack,
    /// Enter answers how much one would like something.
    Rates,
    /// The rest of these questions can be left out.
    SkipsRest,
    /// There are questions that would tell most.
    TakesMore,
    /// There are roles that are closed.
    ShowsClosed,
    /// There is what one likes to do to look at.
    ShowsInterests,
    /// Enter explains the role under the cursor.
    Explains,
    /// "I don't know" can be said and costs nothing.
    DontKnowFree,
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
    /// What is right can be shown without an answer.
    ShowsKey,
    /// What is right is shown and can be hidden.
    HidesKey,
    /// There is a list of problems.
    HasProblems,
    /// Another question has a problem.
    SkipsToProblems,
    /// Something is longer than the screen.
    Scrolls,
    /// Something is wider than the screen.
    ScrollsAcross,
}
