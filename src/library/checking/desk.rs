//! One file after the other: read question by question, its flaws found on the way.

use std::sync::Arc;

use crate::bank::read::by_question::read_by_question;
use crate::bank::read::{Arena, Unsound, read_in};
use crate::check::rule::item::Month;
use crate::check::rule::{Inspection, place};
use crate::library::checking::{CheckedFile, Counts, Keep, sorted};
use crate::text::SafeText;

/// Where one file after the other is checked.
pub(super) struct Desk<'today> {
    arena: Arena,
    today: &'today Month,
    inspection: Inspection<'today>,
    keep: Keep,
    /// How many more questions are kept.
    n_left: usize,
}

impl<'today> Desk<'today> {
    pub(super) fn new(today: &'today Month, keep: Keep) -> Self {
        Self { arena: Arena::new(), today, inspection: Inspection::new(today), keep, n_left: keep.most() }
    }

    pub(super) fn checked_file(&mut self, name: SafeText, bytes: &[u8]) -> CheckedFile {
        let text = std::str::from_utf8(bytes).ok();
        if let Some(file) = text.and_then(|text| self.by_question(&name, text)) {
            return file;
        }
        self.at_once(name, bytes)
    }

    /// Checks a bank while it is read; nothing if all of it is needed at once.
    fn by_question(&mut self, name: &SafeText, text: &str) -> Option<CheckedFile> {
        let (inspection, mut findings) = (&mut self.inspection, Vec::new());
        inspection.begin();
        let (mut counts, mut ids) = (Counts::default(), Vec::new());
        let (mut facts, has_facts) = (Vec::new(), self.keep == Keep::AllWithFacts);
        let n_left = self.n_left;
        let read = read_by_question(&mut self.arena, name, text, |question, span| {
            let found = |flaw| findings.push(place::finding_in(text, span, flaw));
            match has_facts {
                true => facts.push(inspection.next_with_facts(&question, found)),
                false => inspection.next(&question, found),
            }
            counts.add(&question);
            ids.push(question.key.question.clone());
            (ids.len() <= n_left).then(|| Arc::new(question))
        })?;
        self.n_left = n_left.saturating_sub(ids.len());
        let is_kept = ids.len() <= n_left;
        let mut read = match read {
            Ok(read) => read,
            Err(unsound) => return Some(of_unsound(name.clone(), unsound, counts, is_kept)),
        };
        let of_bank = inspection.end();
        findings.extend(of_bank.iter().map(|flaw| place::finding(flaw, text, &read.questions)));
        let flaws = place::shown(name, text, findings);
        let diagnostics = sorted(read.warnings.iter().cloned().chain(flaws).collect());
        let (sound, spans) = match is_kept {
            true => (read.bank.questions.clone(), read.questions.clone()),
            false => (Vec::new(), Vec::new()),
        };
        if !is_kept {
            read.forget_questions();
        }
        let (n_questions, bank) = (Some(ids.len()), Some(Arc::new(read)));
        let (name, questions) = (name.clone(), Vec::new());
        Some(CheckedFile {
            name,
            diagnostics,
            n_questions,
            bank,
            questions,
            sound,
            spans,
            facts,
            counts,
            ids,
        })
    }

    /// Checks a bank when it has been read, for all that is wrong with it.
    fn at_once(&mut self, name: SafeText, bytes: &[u8]) -> CheckedFile {
        let (read, text) = match read_in(&mut self.arena, &name, bytes) {
            Ok(read) => read,
            Err(unsound) => {
                let counts = Counts::of(&unsound.questions);
                self.n_left = self.n_left.saturating_sub(counts.n_sound);
                return of_unsound(name, unsound, counts, true);
            }
        };
        let flaws = place::diagnostics(&name, text, &read, self.today);
        let diagnostics = sorted(read.warnings.iter().cloned().chain(flaws).collect());
        let (sound, spans) = (read.bank.questions.clone(), read.questions.clone());
        self.n_left = self.n_left.saturating_sub(sound.len());
        let counts = Counts::of(&sound);
        let ids = sound.iter().map(|question| question.key.question.clone()).collect();
        let (questions, facts) = (Vec::new(), Vec::new());
        let (n_questions, bank) = (Some(sound.len()), Some(Arc::new(read)));
        CheckedFile { name, diagnostics, n_questions, bank, questions, sound, spans, facts, counts, ids }
    }
}

/// Returns a bank with errors, and those of its questions that are sound if they are kept.
fn of_unsound(name: SafeText, unsound: Unsound, counts: Counts, is_kept: bool) -> CheckedFile {
    let Unsound { diagnostics, n_questions, questions, spans } = unsound;
    let (sound, spans) = if is_kept { (questions, spans) } else { (Vec::new(), Vec::new()) };
    CheckedFile {
        name,
        diagnostics,
        n_questions,
        bank: None,
        questions: Vec::new(),
        sound,
        spans,
        facts: Vec::new(),
        counts,
        ids: Vec::new(),
    }
}
