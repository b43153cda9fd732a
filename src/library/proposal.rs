//! What somebody wants to take, and the attempt that the banks at hand give for it.

use std::collections::HashSet;
use std::sync::Arc;

use crate::bank::question::Question;
use crate::bank::{DEFAULT_CUT_SCORE, DEFAULT_MINUTES_A_QUESTION, QuestionKey};
use crate::clock::{Millis, UnixMillis};
use crate::framework::{Blueprint, DomainId, FORM_LENGTH, N_DOMAINS, RoleId, TopicId, framework};
use crate::library::{Found, Library};
use crate::seed::{Seed, Stream};
use crate::selection::form::{Form, form};
use crate::selection::sequence::{sequenced, shown_order};
use crate::session::event::{Drawn, Manner, Mode, Started};
use crate::text::SafeText;

/// Questions of a practice where no number is asked for.
pub const DEFAULT_PRACTICE_LENGTH: usize = 20;

/// What somebody wants to take.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    /// How questions are taken.
    pub mode: Mode,
    /// For which role, if any.
    pub role: Option<RoleId>,
    /// Which questions.
    pub filter: Filter,
    /// How many; the form's or the practice's default where none is given.
    pub n: Option<usize>,
    /// Time limit of an exam.
    pub timing: Timing,
}

/// Which questions are wanted; empty lists leave everything in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Only these domains.
    pub domains: Vec<DomainId>,
    /// Only these topics.
    pub topics: Vec<TopicId>,
    /// Only these questions, for example the missed ones.
    pub only: Option<Vec<QuestionKey>>,
}

/// Time limit of an exam.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Timing {
    /// The bank's, else 1.44 minutes a question.
    #[default]
    OfForm,
    /// So many minutes.
    Minutes(f64),
    /// None.
    Untimed,
}

/// An attempt that could begin.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// How questions are taken.
    pub mode: Mode,
    /// What it is about.
    pub title: SafeText,
    /// For which role, if any.
    pub role: Option<RoleId>,
    /// The questions.
    pub form: Form,
    /// Time limit, if any.
    pub limit: Option<Millis>,
    /// Share right that counts as passing, 0 to 1.
    pub cut_score: f64,
    /// The number from which the draw followed.
    seed: Seed,
}

/// Why no attempt can begin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoProposal {
    /// The filters leave nothing.
    #[error("no question fits: {wanted}")]
    NoQuestion {
        /// What was asked for, in words.
        wanted: String,
    },
    /// There is nothing missed.
    #[error("there is no missed question to practise")]
    NothingMissed,
}

impl NoProposal {
    /// Returns what to do about it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::NoQuestion { .. } => {
                "leave out a domain or topic, or choose another role; `hitquiz bank list` shows what there is"
            }
            Self::NothingMissed => "practise first: questions that go wrong are collected for you",
        }
    }
}

impl Library {
    /// Returns the attempt that the banks at hand give for a wish.
    ///
    /// # Errors
    /// [`NoProposal`] where no question fits.
    pub fn propose(
        &self,
        wish: &Wish,
        last_seen: &dyn Fn(&QuestionKey) -> Option<UnixMillis>,
        seed: Seed,
    ) -> Result<Proposal, NoProposal> {
        let found = self.drawn_from(wish.role);
        let pool = wanted(&found, &wish.filter);
        if pool.is_empty() {
            return Err(match wish.filter.only {
                Some(_) => NoProposal::NothingMissed,
                None => NoProposal::NoQuestion { wanted: in_words(wish) },
            });
        }
        let default_length = wish.mode.usual_length().unwrap_or(match wish.mode.manner() {
            Manner::Practice => DEFAULT_PRACTICE_LENGTH,
            Manner::Exam | Manner::Forward => FORM_LENGTH,
        });
        let blueprint = blueprint(wish, &found, &pool, self.has_named());
        let form = form(&pool, &blueprint, wish.n.unwrap_or(default_length), last_seen, seed);
        if form.questions.is_empty() {
            return Err(NoProposal::NoQuestion { wanted: in_words(wish) });
        }
        Ok(Proposal {
            mode: wish.mode,
            title: title(wish, &found, self.has_named()),
            role: wish.role,
            limit: limit(wish, &found, &form),
            cut_score: only_bank(&found).map_or(DEFAULT_CUT_SCORE, |found| found.bank.form.cut_score),
            form,
            seed,
        })
    }
}

impl Proposal {
    /// Returns a practice of these questions, for example those that an attempt missed.
    #[must_use]
    pub fn of_questions(
        questions: Vec<Arc<Question>>,
        title: SafeText,
        role: Option<RoleId>,
        seed: Seed,
    ) -> Self {
        let n_wanted = questions.len();
        let questions = sequenced(questions, &mut seed.stream(Stream::Sequence));
        Self {
            mode: Mode::Cram,
            title,
            role,
            form: Form { questions, n_wanted, shortfalls: Vec::new() },
            limit: None,
            cut_score: DEFAULT_CUT_SCORE,
            seed,
        }
    }

    /// Returns what has to be said before the start: a form that is shorter than wanted, cells that are too small.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let n_there = self.form.questions.len();
        let mut notes = Vec::new();
        if n_there < self.form.n_wanted {
            notes.push(format!("The banks hold {n_there} of the {} questions wanted.", self.form.n_wanted));
        }
        notes.extend(self.form.shortfalls.iter().map(|short| {
            let title = short.domain.title();
            let (there, wanted) = (short.n_there, short.n_wanted);
            format!("{title}: {there} of {wanted} questions; the other domains fill the gap.")
        }));
        notes
    }

    /// Returns how many questions of each domain the form holds, in the framework's order.
    #[must_use]
    pub fn quotas(&self) -> [usize; N_DOMAINS] {
        let mut quotas = [0; N_DOMAINS];
        for question in &self.form.questions {
            if let Some(quota) = quotas.get_mut(question.subject.domain.index()) {
                *quota += 1;
            }
        }
        quotas
    }

    /// Returns the beginning of the attempt at `now`; of an attempt whose questions are chosen by the answers without
    /// any.
    #[must_use]
    pub fn started(&self, now: UnixMillis) -> Started {
        let mut random = self.seed.stream(Stream::Choices);
        let is_chosen_by_answers = self.mode.usual_length().is_some();
        let drawn = self
            .form
            .questions
            .iter()
            .filter(|_| !is_chosen_by_answers)
            .map(|question| Drawn {
                order: shown_order(question, &mut random),
                question: Arc::clone(question),
            })
            .collect();
        Started {
            at: now,
            seed: self.seed,
            mode: self.mode,
            title: self.title.clone(),
            role: self.role,
            limit: self.limit,
            cut_score: self.cut_score,
            drawn,
        }
    }
}

/// Returns the questions of all banks that pass the filter, no two the same.
fn wanted(found: &[Found], filter: &Filter) -> Vec<Arc<Question>> {
    let only: Option<HashSet<&QuestionKey>> = filter.only.as_ref().map(|only| only.iter().collect());
    let mut seen = HashSet::new();
    found
        .iter()
        .flat_map(|found| &found.questions)
        .filter(|question| passes(question, filter))
        .filter(|question| only.as_ref().is_none_or(|only| only.contains(&question.key)))
        .filter(|question| seen.insert(question.key.clone()))
        .cloned()
        .collect()
}

fn passes(question: &Question, filter: &Filter) -> bool {
    let subject = &question.subject;
    (filter.domains.is_empty() || filter.domains.contains(&subject.domain))
        && (filter.topics.is_empty() || subject.topic.is_some_and(|topic| filter.topics.contains(&topic)))
}

/// Returns the weights by which the cells are filled.
///
/// A bank's own blueprint first, then the role's; without either the domains weigh the same in the built-in pools and
/// as much as they have questions in a user's bank. A domain or topic that was asked for by name always weighs
/// something.
fn blueprint(wish: &Wish, found: &[Found], pool: &[Arc<Question>], is_named: bool) -> Blueprint {
    let counts: Vec<(DomainId, u32)> = framework()
        .domains()
        .map(|domain| {
            let n = pool.iter().filter(|question| question.subject.domain == domain).count();
            (domain, u32::try_from(n).unwrap_or(u32::MAX))
        })
        .collect();
    let of_bank = only_bank(found).and_then(|found| found.bank.form.blueprint.clone());
    let of_role = wish.role.or_else(|| only_bank(found).and_then(|found| found.bank.role));
    let whole = of_bank.or_else(|| of_role.map(|role| role.role().blueprint.clone()));
    let is_filtered = wish.filter != Filter::default();
    match whole {
        Some(whole) if !is_filtered => whole,
        None if !is_named && !is_filtered => Blueprint::even(),
        Some(_) | None => Blueprint::of(&counts),
    }
}

/// Returns the bank where there is just one, whose form rules then hold.
fn only_bank(found: &[Found]) -> Option<&Found> {
    match found {
        [only] => Some(only),
        [] | [_, _, ..] => None,
    }
}

fn limit(wish: &Wish, found: &[Found], form: &Form) -> Option<Millis> {
    match wish.mode {
        Mode::Practice | Mode::Cram | Mode::Placement => return None,
        Mode::Exam | Mode::Adaptive => {}
    }
    let n = form.questions.len() as f64;
    let minutes = match wish.timing {
        Timing::Untimed => return None,
        Timing::Minutes(minutes) => minutes,
        Timing::OfForm => {
            let of_bank = only_bank(found).and_then(|found| found.bank.form.minutes);
            let whole_form =
                |minutes: f64| if wish.n.is_some() { minutes * n / FORM_LENGTH as f64 } else { minutes };
            of_bank.map_or(n * DEFAULT_MINUTES_A_QUESTION, whole_form)
        }
    };
    // The cast saturates and takes NaN to 0.
    Some(Millis((minutes * 60_000.0).round() as u64))
}

fn title(wish: &Wish, found: &[Found], is_named: bool) -> SafeText {
    if wish.mode == Mode::Placement {
        return SafeText::line("Find my role");
    }
    if let ([domain], []) = (wish.filter.domains.as_slice(), wish.filter.topics.as_slice()) {
        return SafeText::line(domain.title());
    }
    if let [topic] = wish.filter.topics.as_slice() {
        return SafeText::line(&topic.words());
    }
    match (wish.role, only_bank(found)) {
        (Some(role), _) => SafeText::line(role.title()),
        (None, Some(found)) => found.bank.label.title.clone(),
        (None, None) if is_named => SafeText::line(&format!("{} banks", found.len())),
        (None, None) => SafeText::line("All domains"),
    }
}

fn in_words(wish: &Wish) -> String {
    let mut parts = Vec::new();
    parts.extend(wish.role.map(|role| format!("role `{}`", role.as_str())));
    parts.extend(wish.filter.domains.iter().map(|domain| format!("domain `{}`", domain.as_str())));
    parts.extend(wish.filter.topics.iter().map(|topic| format!("topic `{}`", topic.as_str())));
    if parts.is_empty() { "the banks hold no live question".to_owned() } else { parts.join(", ") }
}
