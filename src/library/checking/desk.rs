//! One file after the other: read question by question, its flaws found on the way.

use std::sync::Arc;

use crate::bank::diagnostic::Diagnostic;
use crate::bank::read::by_question::read_by_question;
use crate::bank::read::{Arena, ReadBank, Unsound, read_in};
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
        let (mut counts, mut facts) = (Counts::default(), Vec::new());
        let (n_left, has_facts) = (self.n_left, self.keep == Keep::AllWithFacts);
        let mut ids = Vec::new();
        let read = read_by_question(&mut self.arena, name, text, |question, span| {
            let found = |flaw| findings.push(place::finding_in(text, span, flaw));
            match has_facts {
                true => facts.push(inspection.next_with_facts(question, found)),
                false => inspection.next(question, found),
            }
            counts.add(question);
            ids.push(question.id.clone());
            ids.len() <= n_left
        })?;
        let read = match read {
            Ok(read) => read,
            Err(unsound) => return Some(self.unsound(name.clone(), unsound, counts)),
        };
        let of_bank = inspection.end();
        findings.extend(of_bank.iter().map(|flaw| place::finding(flaw, text, &read.questions)));
        let flaws = place::shown(name, text, findings);
        Some(CheckedFile { facts, ids, ..self.sound(name.clone(), read, flaws, counts) })
    }

    /// Checks a bank when it has been read, for all that is wrong with it.
    fn at_once(&mut self, name: SafeText, bytes: &[u8]) -> CheckedFile {
        match read_in(&mut self.arena, &name, bytes) {
            Ok((read, text)) => {
                let flaws = place::diagnostics(&name, text, &read, self.today);
                let counts = Counts::of(&read.bank.questions);
                let ids = read.bank.questions.iter().map(|question| question.key.question.clone()).collect();
                CheckedFile { ids, ..self.sound(name, read, flaws, counts) }
            }
            Err(unsound) => {
                let counts = Counts::of(&unsound.questions);
                self.unsound(name, unsound, counts)
            }
        }
    }

    /// Returns a sound bank with its flaws.
    fn sound(
        &mut self,
        name: SafeText,
        mut read: ReadBank,
        flaws: Vec<Diagnostic>,
        counts: Counts,
    ) -> CheckedFile {
        let diagnostics = sorted(read.warnings.iter().cloned().chain(flaws).collect());
        let mut file = CheckedFile { name, diagnostics, counts, ..CheckedFile::default() };
        file.n_questions = Some(counts.n_sound);
        if self.keeps(counts.n_sound) {
            (file.sound, file.spans) = (read.bank.questions.clone(), read.questions.clone());
        } else {
            read.forget_questions();
        }
        CheckedFile { bank: Some(Arc::new(read)), ..file }
    }

    /// Returns a bank with errors.
    fn unsound(&mut self, name: SafeText, unsound: Unsound, counts: Counts) -> CheckedFile {
        let Unsound { diagnostics, n_questions, questions, spans } = unsound;
        let file = CheckedFile { name, diagnostics, n_questions, counts, ..CheckedFile::default() };
        match self.keeps(counts.n_sound) {
            true => CheckedFile { sound: questions, spans, ..file },
            false => file,
        }
    }

    /// Is there room for as many questions more? It is taken, also where it is too little.
    fn keeps(&mut self, n: usize) -> bool {
        let has_room = n <= self.n_left;
        self.n_left = self.n_left.saturating_sub(n);
        has_room
    }
}
