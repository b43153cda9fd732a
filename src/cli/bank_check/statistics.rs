//! `bank check --stats`: the gates of every bank, and of all of them pooled.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use serde_json::json;

use crate::bank::BankId;
use crate::bank::question::Question;
use crate::bank::rule::Severity;
use crate::check::drawing::drawing_gates;
use crate::check::facts::Facts;
use crate::check::gate::{Gate, Gates, Scope, Verdict, gates_of};
use crate::framework::RoleId;
use crate::library::checking::CheckedFile;
use crate::report::gates::{guesser, table};
use crate::report::phrase::counted;

/// A bank, or all of them, with its gates.
struct Judged {
    id: Option<BankId>,
    title: String,
    questions: Vec<Arc<Question>>,
    gates: Gates,
}

/// The facts of all questions, each looked at once; a question is the same wherever it is included.
type AllFacts<'file> = HashMap<*const Question, &'file Facts>;

/// Returns the tables as lines.
pub(super) fn lines(files: &[CheckedFile]) -> Vec<String> {
    let mut lines = Vec::new();
    for Judged { title, questions, gates, .. } in judged(files) {
        lines.extend([String::new(), format!("{title}: {}", counted(questions.len(), "question"))]);
        lines.extend(table(&gates.gates));
        lines.extend(guesser(&gates, &questions));
    }
    lines
}

/// Returns one object a gate; `bank` is null where all are pooled.
pub(super) fn json_lines(files: &[CheckedFile]) -> Vec<String> {
    let of_bank = |judged: Judged| {
        let id = judged.id.map(|id| id.to_string());
        let gates = judged.gates.gates.into_iter();
        gates.map(move |gate| json_line(id.as_deref(), &gate)).collect::<Vec<_>>()
    };
    judged(files).into_iter().flat_map(of_bank).collect()
}

fn json_line(bank: Option<&str>, gate: &Gate) -> String {
    let verdict = match gate.verdict {
        Verdict::Passes => "passes",
        Verdict::Fails => "fails",
        Verdict::TooFew => "too-few",
    };
    let Gate { name, figure, threshold, .. } = gate;
    json!({ "bank": bank, "gate": name, "figure": figure, "threshold": threshold, "verdict": verdict })
        .to_string()
}

/// Returns the gates of every sound bank with its includes, and of all where there are several.
fn judged(files: &[CheckedFile]) -> Vec<Judged> {
    let n_warnings: HashMap<&BankId, usize> = files
        .iter()
        .filter_map(|file| Some((&file.bank.as_ref()?.bank.id, file.n(Severity::Warning))))
        .collect();
    let known = files.iter().flat_map(|file| file.sound.iter().zip(&file.facts));
    let mut facts: AllFacts<'_> = known.map(|(question, facts)| (Arc::as_ptr(question), facts)).collect();
    let mut seen = HashSet::new();
    let of_all = files.iter().flat_map(|file| &file.questions);
    let unknown = of_all.filter(|question| !facts.contains_key(&Arc::as_ptr(question)));
    let unknown = unknown.map(Arc::as_ref).filter(|question| seen.insert(std::ptr::from_ref(*question)));
    let looked_at: Vec<(*const Question, Facts)> =
        Facts::of_each(unknown).map(|(question, facts)| (std::ptr::from_ref(question), facts)).collect();
    facts.extend(looked_at.iter().map(|(question, facts)| (*question, facts)));
    let mut all: Vec<Judged> =
        files.iter().filter_map(|file| judged_bank(file, &n_warnings, &facts)).collect();
    if all.len() > 1 {
        all.push(pooled(&all, n_warnings.values().sum(), &facts));
    }
    all
}

/// Returns the gates of questions whose facts are among those of all.
fn gates(questions: &[Arc<Question>], all: &AllFacts<'_>, n_warnings: usize, scope: Scope) -> Gates {
    let facts: Vec<&Facts> =
        questions.iter().filter_map(|question| all.get(&Arc::as_ptr(question)).copied()).collect();
    gates_of(questions, &facts, n_warnings, scope)
}

fn judged_bank(
    file: &CheckedFile,
    n_warnings: &HashMap<&BankId, usize>,
    facts: &AllFacts<'_>,
) -> Option<Judged> {
    let bank = &file.bank.as_ref()?.bank;
    let banks: HashSet<&BankId> = file.questions.iter().map(|question| &question.key.bank).collect();
    let n_warnings = banks.iter().filter_map(|id| n_warnings.get(*id)).sum();
    let mut gates = gates(&file.questions, facts, n_warnings, Scope::Bank);
    let blueprint =
        |role: RoleId| bank.form.blueprint.clone().unwrap_or_else(|| role.role().blueprint.clone());
    let drawing = bank.role.map(|role| drawing_gates(&file.questions, &blueprint(role)));
    gates.gates.extend(drawing.unwrap_or_default());
    Some(Judged {
        id: Some(bank.id.clone()),
        title: format!("{}: {}", bank.id, bank.label.title),
        questions: file.questions.clone(),
        gates,
    })
}

fn pooled(banks: &[Judged], n_warnings: usize, facts: &AllFacts<'_>) -> Judged {
    let mut seen = HashSet::new();
    let questions: Vec<Arc<Question>> = banks
        .iter()
        .flat_map(|judged| &judged.questions)
        .filter(|question| seen.insert(&question.key))
        .cloned()
        .collect();
    let gates = gates(&questions, facts, n_warnings, Scope::Pooled);
    Judged { id: None, title: "all banks".to_owned(), questions, gates }
}
