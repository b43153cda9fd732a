//! A bank file as its author looks at it: the questions as learners get them, each with what is to be said of it.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::bank::QuestionId;
use crate::bank::diagnostic::Diagnostic;
use crate::bank::question::Question;
use crate::bank::rule::Severity;
use crate::bank::source::{Position, Source, Span};
use crate::check::rule::item::Month;
use crate::library::checking::{CheckedFile, checked_alone};
use crate::scoring::answer::ShownOrder;
use crate::seed::{Seed, Stream};
use crate::selection::sequence::shown_order;
use crate::text::SafeText;

/// The number that the order of choices follows from where none is given: the same at every start, so that an author
/// finds a question as they left it.
pub const DEFAULT_SEED: Seed = Seed(1);

/// A bank file as its author looks at it.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// Its own questions in file order; where it has errors, those that are sound themselves.
    pub questions: Vec<PreviewedQuestion>,
    /// How many more it lists, which are not sound.
    pub n_left_out: usize,
    /// All its problems in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
    /// The question of each problem, if it is one's.
    owners: Vec<Option<usize>>,
}

/// A question as its author looks at it.
#[derive(Clone, Debug)]
pub struct PreviewedQuestion {
    /// The question.
    pub question: Arc<Question>,
    /// The order in which its choices are shown.
    pub order: ShownOrder,
    /// Where it begins in the file.
    pub start: Position,
    /// Where it ends: the character behind its last.
    pub end: Position,
    /// What there is to say of it, as positions in [`Preview::diagnostics`].
    pub problems: Vec<usize>,
}

impl Preview {
    /// Returns what a file that holds `bytes` is like; `name` is what diagnostics call it.
    #[must_use]
    pub fn new(name: &SafeText, bytes: &[u8], today: &Month, seed: Seed) -> Self {
        let checked = checked_alone(name.clone(), bytes, today);
        let questions = match std::str::from_utf8(bytes) {
            Ok(text) => questions(&checked, &Source::new(name, text), seed),
            Err(_) => Vec::new(),
        };
        let n_left_out = checked.n_questions.unwrap_or(0).saturating_sub(questions.len());
        let mut owners = vec![None; checked.diagnostics.len()];
        for (question_ix, previewed) in questions.iter().enumerate().rev() {
            for problem_ix in &previewed.problems {
                if let Some(owner) = owners.get_mut(*problem_ix) {
                    *owner = Some(question_ix);
                }
            }
        }
        Self { questions, n_left_out, diagnostics: checked.diagnostics, owners }
    }

    /// Counts the problems of one severity.
    #[must_use]
    pub fn n(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Returns what there is to say of the question at a position.
    pub fn problems(&self, question_ix: usize) -> impl Iterator<Item = &Diagnostic> {
        let problems = self.questions.get(question_ix).map_or(&[][..], |previewed| &previewed.problems);
        problems.iter().filter_map(|problem_ix| self.diagnostics.get(*problem_ix))
    }

    /// Returns the position of the question that a problem is of, if it is one's; the first where it is of several.
    #[must_use]
    pub fn question_of(&self, problem_ix: usize) -> Option<usize> {
        self.owners.get(problem_ix).copied().flatten()
    }

    /// Returns the position of the question with an id.
    #[must_use]
    pub fn position(&self, id: &QuestionId) -> Option<usize> {
        self.questions.iter().position(|previewed| previewed.question.key.question == *id)
    }

    /// Returns the first question from `start` on, and round to it again, that something is to be said of.
    #[must_use]
    pub fn next_with_problems(&self, start: usize) -> Option<usize> {
        let n = self.questions.len();
        let has_problems =
            |at: &usize| self.questions.get(*at).is_some_and(|previewed| !previewed.problems.is_empty());
        (start..start + n).map(|at| at % n).find(has_problems)
    }
}

/// Returns the sound questions of a file, each with the problems that point into it.
fn questions(checked: &CheckedFile, source: &Source<'_>, seed: Seed) -> Vec<PreviewedQuestion> {
    let with_spans = checked.sound.iter().zip(&checked.spans);
    let mut questions: Vec<PreviewedQuestion> =
        with_spans.map(|(question, span)| previewed(question, source, *span, seed)).collect();
    for (problem_ix, diagnostic) in checked.diagnostics.iter().enumerate() {
        let labelled = diagnostic.labels.iter().map(|label| label.start);
        for at in std::iter::once(diagnostic.place.start).chain(labelled) {
            match question_at(&mut questions, at) {
                // A label often stands where the problem does.
                Some(of) if of.problems.last() != Some(&problem_ix) => of.problems.push(problem_ix),
                Some(_) | None => {}
            }
        }
    }
    questions
}

fn previewed(question: &Arc<Question>, source: &Source<'_>, span: Span, seed: Seed) -> PreviewedQuestion {
    let mut random = seed_of(seed, &question.key.question).stream(Stream::Choices);
    PreviewedQuestion {
        question: Arc::clone(question),
        order: shown_order(question, &mut random),
        start: source.position(span.start),
        end: source.position(span.end),
        problems: Vec::new(),
    }
}

/// Returns a question's own number, so that a question before it that comes or goes does not shuffle it anew.
fn seed_of(seed: Seed, id: &QuestionId) -> Seed {
    let digest = Sha256::new().chain_update(seed.0.to_le_bytes()).chain_update(id.as_str()).finalize();
    Seed(digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn question_at(questions: &mut [PreviewedQuestion], at: Position) -> Option<&mut PreviewedQuestion> {
    let question_ix = questions.partition_point(|previewed| previewed.start <= at).checked_sub(1)?;
    questions.get_mut(question_ix).filter(|previewed| at < previewed.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three questions: the first has a wrong-only rationale missing, the last says in `as_of` alone when it held.
    const BANK: &str = r#"{ "format": 1, "id": "week-3", "title": "Week 3", "minutes": 30,
  "questions": [
    { "id": "w3-01", "domain": "standards", "stem": "Which segment names the patient?", "choices": [
        { "text": "`PID`", "correct": true }, { "text": "`PV1`" }, { "text": "`OBX`" }, { "text": "`EVN`" } ] },
    { "id": "w3-02", "domain": "standards", "stem": "What is the segment of results?", "type": "text",
      "accept": ["OBX"] },
    { "id": "w3-03", "domain": "standards", "stem": "What is the segment of visits?", "type": "text",
      "accept": ["PV1"], "as_of": "2026-11" } ] }"#;

    fn preview(text: &str) -> Preview {
        let name = SafeText::line("week-3.json");
        Preview::new(&name, text.as_bytes(), &Month::of_day("2026-11-21"), DEFAULT_SEED)
    }

    fn codes(preview: &Preview, question_ix: usize) -> Vec<&'static str> {
        preview.problems(question_ix).map(|diagnostic| diagnostic.code).collect()
    }

    #[test]
    fn each_question_has_what_is_said_of_it_and_its_line() {
        let preview = preview(BANK);
        assert_eq!(codes(&preview, 0), ["missing-rationale"]);
        assert_eq!(codes(&preview, 1), [""; 0]);
        assert_eq!(codes(&preview, 2), ["lone-date"]);
        assert_eq!(preview.questions.iter().map(|of| of.start.line).collect::<Vec<_>>(), [3, 5, 7]);
        assert_eq!((preview.n(Severity::Error), preview.n(Severity::Warning)), (0, 2));
        assert_eq!((preview.question_of(1), preview.question_of(2)), (Some(2), None));
    }

    #[test]
    fn the_next_question_with_a_problem_is_looked_for_all_round() {
        let preview = preview(BANK);
        let found: Vec<_> = (0..4).map(|start| preview.next_with_problems(start)).collect();
        assert_eq!(found, [Some(0), Some(2), Some(2), Some(0)]);
        assert_eq!(Preview::default().next_with_problems(0), None);
    }

    #[test]
    fn a_bank_with_errors_has_its_sound_questions_and_all_its_problems() {
        let preview = preview(&BANK.replace("\"correct\": true", "\"correct\": 1"));
        let lines: Vec<usize> = preview.questions.iter().map(|of| of.start.line).collect();
        assert_eq!((lines.as_slice(), preview.n_left_out), ([5, 7].as_slice(), 1));
        assert!(preview.n(Severity::Error) > 0);
        let cut_off = self::preview("{");
        assert_eq!((cut_off.questions.len(), cut_off.n_left_out, cut_off.diagnostics.len()), (0, 0, 1));
    }

    #[test]
    fn what_an_include_lacks_keeps_no_question_from_being_looked_at() {
        let preview = preview(&BANK.replace("\"minutes\": 30", "\"include\": [\"none\"]"));
        assert_eq!((preview.questions.len(), preview.n(Severity::Error)), (3, 1));
        assert_eq!(preview.question_of(0), None);
    }

    #[test]
    fn choices_keep_their_order_where_another_question_comes_before() {
        let orders = |text: &str| preview(text).questions.pop().map(|of| of.order);
        let one = |id: &str| {
            let choices: Vec<String> =
                (0..8).map(|n| format!(r#"{{ "text": "c{n}", "correct": {} }}"#, n == 0)).collect();
            format!(
                r#"{{ "id": "{id}", "domain": "standards", "stem": "Which?", "choices": [{}] }}"#,
                choices.join(",")
            )
        };
        let bank = |questions: &[String]| {
            format!(r#"{{ "format": 1, "id": "b", "title": "B", "questions": [{}] }}"#, questions.join(","))
        };
        let alone = orders(&bank(&[one("q-2")]));
        assert_eq!(orders(&bank(&[one("q-1"), one("q-2")])), alone);
        assert_ne!(orders(&bank(&[one("q-3")])), alone);
    }
}
