//! A suggestion as words and as JSON: the ranking, one role opened, the object that `suggest --format json` prints.

use serde::Serialize;

use crate::advice::gates::{Background, Closed, Training, Work};
use crate::advice::plan::Step;
use crate::framework::RoleId;
use crate::report::advice::{
    CAVEAT, closed_because, closed_counts, difference, for_and_against, gates, heading, how_sure, interests,
    points, readiness, training_of,
};
use crate::report::phrase::{chance, counted, percent, sentence};
use crate::suggestion::explanation::{Explanation, N_PRACTISE_NEXT};
use crate::suggestion::{RoleAdvice, Suggestion};

/// Topics that a study plan names.
pub const N_PLANNED: usize = 8;

/// Said wherever a suggestion is, beside [`CAVEAT`].
pub const FIGURES: &str = "Its figures hold for simulated people; no real ones have been compared yet.";

/// The object that `suggest --format json` prints; names and order are relied on from outside.
#[derive(Serialize)]
struct SuggestionJson {
    questions: usize,
    certainty: &'static str,
    named: Vec<&'static str>,
    set_90: Vec<&'static str>,
    regret: f64,
    gates: GatesJson,
    roles: Vec<RoleJson>,
    domains: Vec<DomainJson>,
    plan: Vec<StepJson>,
}

#[derive(Serialize)]
struct GatesJson {
    background: Vec<Background>,
    training: Training,
    work: Vec<Work>,
    closed_by_background: usize,
    closed_by_training: usize,
}

#[derive(Serialize)]
struct RoleJson {
    role: &'static str,
    open: bool,
    closed_because: Option<String>,
    fit: f64,
    fit_low: f64,
    fit_high: f64,
    p_best: f64,
    p_top3: f64,
    readiness: f64,
    readiness_low: f64,
    readiness_high: f64,
    p_pass: f64,
    interest: Option<f64>,
}

#[derive(Serialize)]
struct DomainJson {
    domain: &'static str,
    mean: f64,
    sd: f64,
    answers: usize,
}

#[derive(Serialize)]
struct StepJson {
    domain: &'static str,
    topic: &'static str,
    gain: f64,
}

/// Returns a suggestion with a study plan as one line of JSON, without the line feed.
#[must_use]
pub fn json(suggestion: &Suggestion, plan: &[Step]) -> String {
    let ids = |roles: &[RoleId]| roles.iter().map(|role| role.as_str()).collect();
    let person = &suggestion.person;
    let object = SuggestionJson {
        questions: suggestion.n_answers,
        certainty: suggestion.certainty.words(),
        named: ids(&suggestion.named),
        set_90: ids(&suggestion.set_90),
        regret: suggestion.regret,
        gates: GatesJson {
            background: person.backgrounds.clone(),
            training: person.training,
            work: person.work.clone(),
            closed_by_background: suggestion.n_closed(Closed::Background),
            closed_by_training: suggestion.n_closed(Closed::Training),
        },
        roles: suggestion.roles.iter().map(role_json).collect(),
        domains: suggestion
            .domains
            .iter()
            .map(|known| DomainJson {
                domain: known.domain.as_str(),
                mean: known.mean,
                sd: known.sd,
                answers: known.n_answers,
            })
            .collect(),
        plan: plan
            .iter()
            .take(N_PLANNED)
            .map(|step| StepJson {
                domain: step.domain.as_str(),
                topic: step.topic.as_str(),
                gain: step.gain,
            })
            .collect(),
    };
    // Strings, numbers and flags always serialise; no number here is infinite.
    serde_json::to_string(&object).unwrap_or_default()
}

fn role_json(advice: &RoleAdvice) -> RoleJson {
    RoleJson {
        role: advice.role.as_str(),
        open: advice.is_open(),
        closed_because: advice.closed.map(|reason| closed_because(advice.role, reason)),
        fit: advice.fit.mean,
        fit_low: advice.fit.low,
        fit_high: advice.fit.high,
        p_best: advice.p_best,
        p_top3: advice.p_top3,
        readiness: advice.readiness.mean,
        readiness_low: advice.readiness.low,
        readiness_high: advice.readiness.high,
        p_pass: advice.readiness.p_pass,
        interest: advice.interest,
    }
}

/// Returns the suggestion line by line; `first` explains the role that is shown first, and `n_left` is how many
/// questions could still be asked.
#[must_use]
pub fn lines(suggestion: &Suggestion, first: Option<&Explanation>, n_left: usize) -> Vec<String> {
    let mut lines = vec![
        format!("Result of Find my role: {}", heading(suggestion)),
        format!("It rests on {}.", counted(suggestion.n_answers, "answer")),
    ];
    lines.extend(settling(suggestion, first, n_left));
    lines.push(format!("{}.", gates(suggestion)));
    lines.extend(closed_counts(suggestion));
    lines.push(String::new());
    lines.push("Roles that are open to you:".to_owned());
    lines.extend(
        (1_usize..).zip(suggestion.open()).map(|(number, advice)| format!("{number}. {}", ranked(advice))),
    );
    lines.push(String::new());
    if let Some(why) = first {
        lines.push(for_and_against(why));
        lines.extend(difference(why));
    }
    lines.push(interests(suggestion));
    lines.extend([CAVEAT.to_owned(), FIGURES.to_owned()]);
    lines
}

/// Returns the order of the open roles with interest at a user's weight, where it is another than that of knowledge.
#[must_use]
pub fn weighted(suggestion: &Suggestion, weight: f64) -> Option<String> {
    let order = suggestion.order_with_interest(weight);
    if !suggestion.has_interests() || order == suggestion.order_with_interest(0.0) {
        return None;
    }
    let names: Vec<&str> = order.iter().map(|role| role.title()).collect();
    Some(format!("With interest at your weight of {weight} the order is: {}.", names.join(", ")))
}

/// Returns what is known, what is not, and what would settle it.
#[must_use]
pub fn settling(suggestion: &Suggestion, first: Option<&Explanation>, n_left: usize) -> [String; 3] {
    let separating = first.map_or(&[][..], |why| why.separating.as_slice());
    let sure = how_sure(suggestion, separating, n_left.min(N_PRACTISE_NEXT));
    [sure.known, sure.unknown, sure.settles]
}

/// Returns one role of the ranking on one line.
fn ranked(advice: &RoleAdvice) -> String {
    let interest = interest_words(advice).map(|words| format!("; {words}")).unwrap_or_default();
    format!(
        "{}: {} that it is your strongest profile; fit {}; expected score on its form {}{interest}",
        advice.role.title(),
        chance(advice.p_best),
        fit(advice),
        readiness(&advice.readiness),
    )
}

/// Returns one role as the first wide picture names it: `Trainer: about 4 in 10`.
#[must_use]
pub fn brief(advice: &RoleAdvice) -> String {
    format!("{}: {}", advice.role.title(), chance(advice.p_best))
}

/// Returns the fit with its 90 % interval, in standard deviations among people: `+0.8 (-0.1 to +1.7)`.
fn fit(advice: &RoleAdvice) -> String {
    let [mean, low, high] = [advice.fit.mean, advice.fit.low, advice.fit.high].map(tenths);
    format!("{mean} ({low} to {high})")
}

/// Returns a number with its sign and one decimal; what rounds to nothing has no sign.
fn tenths(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    if rounded == 0.0 { "0.0".to_owned() } else { format!("{rounded:+.1}") }
}

fn interest_words(advice: &RoleAdvice) -> Option<String> {
    advice.interest.map(|interest| format!("interest {interest:.1} of 5"))
}

/// Returns the closed roles with the reason, one a line.
#[must_use]
pub fn closed(suggestion: &Suggestion) -> Vec<String> {
    let mut lines = closed_counts(suggestion);
    if lines.is_empty() {
        return vec!["No role is closed.".to_owned()];
    }
    for advice in suggestion.closed() {
        let because = advice.closed.map(|reason| closed_because(advice.role, reason)).unwrap_or_default();
        lines.push(format!("{}: {because}; fit {}", advice.role.title(), fit(advice)));
    }
    lines.push("What closes a role is what you said of yourself; answer otherwise to open it.".to_owned());
    lines
}

/// Returns everything about one role line by line: the chances, why, what to study, the training; `cut` is the share
/// right that passes its form.
#[must_use]
pub fn role(advice: &RoleAdvice, why: &Explanation, cut: f64) -> Vec<String> {
    let mut lines = vec![advice.role.title().to_owned()];
    match advice.closed {
        Some(reason) => lines.push(format!("Closed to you: {}.", closed_because(advice.role, reason))),
        None => lines.push(format!(
            "Chance that it is your strongest profile: {}; that it is among the three strongest: {}.",
            chance(advice.p_best),
            chance(advice.p_top3)
        )),
    }
    lines.push(format!("Fit {}, in standard deviations among people.", fit(advice)));
    lines.push(format!(
        "Expected score on its form of 40 questions: {}; {} passes it; chance to pass now: {}.",
        readiness(&advice.readiness),
        percent(cut),
        chance(advice.readiness.p_pass)
    ));
    lines.extend(interest_words(advice).map(|words| sentence(&words)));
    lines.extend(advice.notes.iter().map(|note| format!("Note: {note}")));
    lines.push(for_and_against(why));
    lines.extend(difference(why));
    lines.push("What to study, by what there is to gain on its form:".to_owned());
    lines
        .extend((1_usize..).zip(why.plan.iter().take(N_PLANNED)).map(|(number, step)| planned(number, step)));
    lines.push(format!("Training that covers it: {}", training_of(advice.role)));
    lines
}

fn planned(number: usize, step: &Step) -> String {
    format!("{number}. {}: {}, {}", step.domain.title(), step.topic.words(), points(step.gain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::advice::gates::Person;
    use crate::scoring::Mark;
    use crate::suggestion::Advisor;
    use crate::suggestion::evidence::{Evidence, Said};
    use crate::suggestion::scale::Scale;
    use crate::suggestion::tests::pool;

    fn trainer() -> (Advisor, Evidence, Suggestion) {
        let pool = pool(6);
        let advisor = Advisor::new(Scale::of_pool(&pool));
        let mut evidence = Evidence::default();
        for question in &pool {
            let is_known = ["training", "leadership"].contains(&question.subject.domain.as_str());
            evidence.record(question, Said::Marked(Mark::full_if(is_known)), 0.0);
        }
        evidence.settle();
        let person = Person { training: Training::Short, work: vec![Work::Teaching], ..Person::default() };
        let suggestion = advisor.suggestion(&evidence, &person, &[]);
        (advisor, evidence, suggestion)
    }

    #[test]
    fn the_object_has_the_keys_that_others_rely_on() {
        let (advisor, evidence, suggestion) = trainer();
        let plan = advisor.plan(&evidence, suggestion.roles.first().map(|role| role.role));
        let object: serde_json::Value = serde_json::from_str(&json(&suggestion, &plan)).unwrap();
        let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(
            keys(&object),
            ["questions", "certainty", "named", "set_90", "regret", "gates", "roles", "domains", "plan"]
        );
        assert_eq!(
            keys(&object["roles"][0]),
            [
                "role",
                "open",
                "closed_because",
                "fit",
                "fit_low",
                "fit_high",
                "p_best",
                "p_top3",
                "readiness",
                "readiness_low",
                "readiness_high",
                "p_pass",
                "interest"
            ]
        );
        assert_eq!(keys(&object["domains"][0]), ["domain", "mean", "sd", "answers"]);
        assert_eq!(keys(&object["plan"][0]), ["domain", "topic", "gain"]);
        assert_eq!((&object["questions"], object["roles"].as_array().unwrap().len()), (&66.into(), 12));
        assert_eq!(object["gates"]["training"], "short");
        assert_eq!(object["gates"]["work"][0], "teaching");
        let closed = &object["roles"][11];
        assert!(closed["open"] == false && closed["closed_because"].is_string() && closed["p_best"] == 0.0);
    }

    #[test]
    fn interest_changes_the_order_only_by_the_weight_that_somebody_gives_it() {
        let (advisor, evidence, suggestion) = trainer();
        assert_eq!(weighted(&suggestion, 9.0), None);
        let mut interests = vec![None; 12];
        interests[RoleId::named("technical-support-staff").unwrap().index()] = Some(5.0);
        let suggestion = advisor.suggestion(&evidence, &suggestion.person, &interests);
        assert_eq!(weighted(&suggestion, 0.0), None);
        let said = weighted(&suggestion, 2.0).unwrap();
        assert!(said.contains("weight of 2 the order is: Technical/Software Support Staff, "), "{said}");
    }

    #[test]
    fn a_suggestion_reads_line_by_line() {
        let (advisor, evidence, suggestion) = trainer();
        let first = suggestion.roles.first().map(|role| role.role).unwrap();
        let why = advisor.explanation(&evidence, &suggestion, first);
        insta::assert_snapshot!(lines(&suggestion, Some(&why), 40).join("\n"));
        insta::assert_snapshot!(role(suggestion.role(first).unwrap(), &why, 0.7).join("\n"));
        insta::assert_snapshot!(closed(&suggestion).join("\n"));
    }
}
