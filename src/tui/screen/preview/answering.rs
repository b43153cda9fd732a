//! What keys do at a question of the file: trying an answer, looking at the key, turning to others.

use crate::tui::intent::Intent;
use crate::tui::message::Failure;
use crate::tui::page::Scroll;
use crate::tui::screen::Reply;
use crate::tui::screen::preview::finder::Finder;
use crate::tui::screen::preview::problem::Problems;
use crate::tui::screen::preview::{Face, Previewing};
use crate::tui::screen::taking::question::PANE_STEP;
use crate::tui::screen::taking::zoom::Zoom;
use crate::tui::situation::Situation;

impl Previewing {
    /// Returns what is possible at a question, its feedback or its key.
    pub(super) fn question_situations(&self) -> Vec<Situation> {
        let (Some(previewed), Some(trial)) = (self.previewed(), &self.trial) else { return Vec::new() };
        let material = &previewed.question.material;
        let is_told = self.is_told();
        let mut situations = vec![Situation::Lists];
        let mut add = |situation, holds: bool| situations.extend(holds.then_some(situation));
        add(Situation::Turns, self.state.n_questions() > 1);
        add(Situation::HasProblems, !self.state.diagnostics().is_empty());
        add(Situation::SkipsToProblems, self.next_with_problems().is_some());
        add(Situation::ShowsKey, !is_told);
        add(Situation::HidesKey, self.shows_key && !trial.is_answered());
        add(Situation::Undoes, trial.is_answered());
        add(Situation::Exhibit, previewed.question.exhibit().is_some() || material.case.is_some());
        add(Situation::Hints, !is_told && trial.n_hints < material.hints.len());
        add(Situation::GoesOn, is_told && self.question_ix + 1 < self.state.n_questions());
        if !is_told {
            situations.extend(trial.draft.situations());
        }
        if situations.contains(&Situation::Typing) {
            // In a field letters are text, so that only these remain.
            situations.retain(|situation| matches!(situation, Situation::Typing | Situation::Answers));
        }
        situations
    }

    /// Takes in what a key asks for at a question, its feedback or its key.
    pub(super) fn update_question(&mut self, intent: Intent) -> Reply {
        if !self.is_told() && self.trial.as_mut().is_some_and(|trial| trial.draft.update(intent)) {
            self.scroll.reveals = true;
            return Reply::Nothing;
        }
        match intent {
            Intent::Accept if !self.is_told() => return self.answer(),
            Intent::Accept | Intent::Next => {
                let next = (self.question_ix + 1).min(self.state.n_questions().saturating_sub(1));
                self.show_question(next);
            }
            Intent::Previous => self.show_question(self.question_ix.saturating_sub(1)),
            Intent::NextProblem => {
                if let Some(question_ix) = self.next_with_problems() {
                    self.show_question(question_ix);
                }
            }
            Intent::Hint => self.show_hint(),
            Intent::Undo => self.show_question(self.question_ix),
            Intent::ShowKey => {
                self.shows_key = !self.shows_key;
                self.scroll = Scroll { offset: 0, reveals: self.shows_key };
            }
            Intent::List => self.face = Face::Finder(Finder::new(self.question_ix)),
            Intent::Problems => self.face = Face::Problems(Problems::new(self.first_problem())),
            Intent::Zoom => self.face = Face::Zoom(Zoom::default()),
            Intent::PageDown | Intent::HalfDown => self.scroll_pane(|offset| offset + PANE_STEP),
            Intent::PageUp | Intent::HalfUp => self.scroll_pane(|offset| offset.saturating_sub(PANE_STEP)),
            _ => {}
        }
        Reply::Nothing
    }

    fn answer(&mut self) -> Reply {
        let previewed = self.state.shown.as_ref().and_then(|preview| preview.questions.get(self.question_ix));
        let (Some(previewed), Some(trial)) = (previewed, &mut self.trial) else { return Reply::Nothing };
        if let Err(no_answer) = trial.give(previewed) {
            return Reply::Refuse(Failure::new(&format!("an answer here is {}", no_answer.expected), ""));
        }
        self.scroll.reveals = true;
        Reply::Nothing
    }

    fn show_hint(&mut self) {
        if let Some(trial) = &mut self.trial {
            trial.n_hints += 1;
        }
        self.scroll.reveals = true;
    }

    fn scroll_pane(&mut self, to: impl Fn(usize) -> usize) {
        if let Face::Question(offset) = &mut self.face {
            *offset = to(*offset);
        }
    }
}
