//! Why something cannot be done in an attempt now.

/// Why a command cannot be carried out now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The attempt has ended.
    #[error("this attempt has ended")]
    Ended,
    /// There is no question at that place.
    #[error("there is no such question in this attempt")]
    NoSuchPlace,
    /// Practice asks one question after the other.
    #[error("this question is not the one to be answered now")]
    NotItsTurn,
    /// Nothing to take back.
    #[error("there is no answer to undo: only the last one can be taken back, until the next is given")]
    NothingToUndo,
    /// An exam has no undo.
    #[error("an exam has no undo: answer the question again to change the answer")]
    NoUndoInExam,
    /// No hint left, or none there.
    #[error("there is no further hint for this question")]
    NoHint,
    /// An exam has no hints.
    #[error("an exam gives no hints")]
    NoHintInExam,
    /// Flags are for exams.
    #[error("flags are for exams, where a question can be come back to")]
    NoFlagInPractice,
    /// Only exams are handed in.
    #[error("only an exam is submitted")]
    NothingToSubmit,
    /// What goes forward only has no undo.
    #[error("this goes forward only: an answer that was given stays")]
    ForwardOnly,
    /// Where abilities are measured there are no hints.
    #[error("there are no hints here")]
    NoHintHere,
    /// The question before is open, or all are asked.
    #[error("no further question is asked now")]
    NoFurtherQuestion,
    /// Only Find my role asks about the person and their interests.
    #[error("this is asked in Find my role only")]
    NotAskedHere,
    /// Fewer questions than are answered already, or a length of what has no length to set.
    #[error("the number of questions cannot be changed like this")]
    NoSuchLength,
    /// Some questions are open.
    #[error("not every question is answered yet")]
    NotAllAnswered,
}
