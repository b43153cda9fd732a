//! What a suggestion says, in the sentences that both faces share.
//!
//! Invariant: every sentence about a chance names the number behind it, and none calls a role right for somebody.

use crate::advice::certainty::{Certainty, FEWEST_ANSWERS};
use crate::advice::gates::{Background, Closed, Person, Training};
use crate::advice::readiness::Readiness;
use crate::clock::Millis;
use crate::framework::{RoleId, Track};
use crate::report::names::{listed, short_domain, short_role};
use crate::report::phrase::{chance, counted, percent, sentence};
use crate::suggestion::Suggestion;
use crate::suggestion::explanation::{Explanation, Part};

/// What no screen that suggests a role leaves out.
pub const CAVEAT: &str = "Exploration with unvalidated weights: not a certificate, not for hiring.";

/// The same where a line has 40 columns.
pub const SHORT_CAVEAT: &str = "Exploration: no certificate, no hiring";

/// Domains that a sentence names as speaking for or against a role.
const MOST_NAMED: usize = 2;

/// Share of the largest part that a domain needs to be named beside it.
const NAMED_SHARE: f64 = 0.25;

/// How sure a suggestion is: what is known, what is not, and what would settle it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HowSure {
    /// What is known.
    pub known: String,
    /// What is not.
    pub unknown: String,
    /// What would settle it.
    pub settles: String,
}

/// Returns the heading of a suggestion, by how sure it is.
#[must_use]
pub fn heading(suggestion: &Suggestion) -> String {
    match (suggestion.certainty, suggestion.named.len()) {
        (Certainty::StandsOut, _) => "One role stands out".to_owned(),
        (Certainty::LeansTo, 0 | 1) => "Your profile leans to one role".to_owned(),
        (Certainty::LeansTo, 2) => "Your profile leans to two roles".to_owned(),
        (Certainty::LeansTo, _) => "Your profile leans to three roles".to_owned(),
        (Certainty::Open, _) => "Open: your knowledge does not decide".to_owned(),
    }
}

/// Returns which answers of the person left which roles open: `Open: six months of training, no clinical licence`.
#[must_use]
pub fn gates(suggestion: &Suggestion) -> String {
    let n_open = suggestion.open().count();
    if n_open == suggestion.roles.len() {
        return format!("Open: all {n_open} roles");
    }
    format!("Open: {}, {}", training(&suggestion.person), background(&suggestion.person))
}

fn training(person: &Person) -> &'static str {
    match person.training {
        Training::Short => "six months of training",
        Training::Long => "a year and more of training",
        Training::Either => "training of any length",
    }
}

fn background(person: &Person) -> &'static str {
    let has = |background: Background| person.backgrounds.contains(&background);
    match (has(Background::LicensedClinician), has(Background::PublicHealth)) {
        (true, true) => "clinical licence and public health",
        (true, false) => "clinical licence",
        (false, true) => "public health",
        (false, false) => "no clinical licence",
    }
}

/// Returns how many roles each answer of the person closed, one sentence an answer that closed any.
#[must_use]
pub fn closed_counts(suggestion: &Suggestion) -> Vec<String> {
    let reasons = [
        (Closed::Background, "Your background closes"),
        (Closed::Training, "The length of training you want closes"),
    ];
    reasons
        .into_iter()
        .map(|(reason, words)| (suggestion.n_closed(reason), words))
        .filter(|(n, _)| *n > 0)
        .map(|(n, words)| format!("{words} {}.", counted(n, "role")))
        .collect()
}

/// Returns why a role is closed: `asks for a clinical licence or a public-health background`.
#[must_use]
pub fn closed_because(role: RoleId, reason: Closed) -> String {
    match reason {
        Closed::Background => {
            let says = role.role().profile.background.says.as_deref();
            says.unwrap_or("asks for another background").to_owned()
        }
        Closed::Training => match role.role().track {
            Track::University => "training of one year and more".to_owned(),
            Track::CommunityCollege => "training of six months or less".to_owned(),
        },
    }
}

/// Returns how sure the suggestion is, in words; `separating` are the domains that would tell the first two apart, and
/// `n_more` how many questions there are to do so.
#[must_use]
pub fn how_sure(suggestion: &Suggestion, separating: &[Part], n_more: usize) -> HowSure {
    match suggestion.certainty {
        Certainty::StandsOut => stands_out(suggestion, separating, n_more),
        Certainty::LeansTo => leans_to(suggestion, separating, n_more),
        Certainty::Open => open(suggestion, separating, n_more),
    }
}

fn stands_out(suggestion: &Suggestion, separating: &[Part], n_more: usize) -> HowSure {
    let first = suggestion.named.first().copied();
    let name = first.map_or("", short_role);
    let p_best = first.and_then(|role| suggestion.role(role)).map_or(0.0, |role| role.p_best);
    let n_open = suggestion.open().count();
    HowSure {
        known: format!(
            "Of {} {name} is your strongest profile, with a chance of {}.",
            counted(n_open, "open role"),
            chance(p_best)
        ),
        unknown: "Not known: how you would do in the work itself. Only knowledge was asked.".to_owned(),
        settles: settles("would check it", separating, n_more),
    }
}

fn leans_to(suggestion: &Suggestion, separating: &[Part], n_more: usize) -> HowSure {
    let names: Vec<&str> = suggestion.named.iter().copied().map(short_role).collect();
    let unknown = if names.len() > 1 {
        "Not known: which of them it is; others are possible too.".to_owned()
    } else {
        "Not known: whether it is this one; others are possible too.".to_owned()
    };
    HowSure {
        known: format!("Your answers point to {}, more than chance alone would.", listed(&names)),
        unknown,
        settles: settles("would tell more", separating, n_more),
    }
}

fn open(suggestion: &Suggestion, separating: &[Part], n_more: usize) -> HowSure {
    let order = if suggestion.has_interests() {
        "The order below is that of your interests."
    } else {
        "The order below is the alphabet's."
    };
    let too_few = suggestion.n_answers < FEWEST_ANSWERS;
    let known = if too_few {
        format!("{} count, and it takes {FEWEST_ANSWERS}. {order}", counted(suggestion.n_answers, "answer"))
    } else {
        format!("What you know fits these roles about equally well. {order}")
    };
    let best = suggestion.two_best();
    let unknown = match best[..] {
        [first, second] => {
            format!("Not known: which role, not even {} or {}.", short_role(first), short_role(second))
        }
        _ => "Not known: which role fits.".to_owned(),
    };
    HowSure { known, unknown, settles: settles("would separate the first two", separating, n_more) }
}

fn settles(does: &str, separating: &[Part], n_more: usize) -> String {
    let domains: Vec<&str> = separating.iter().map(|part| short_domain(part.domain)).collect();
    if domains.is_empty() {
        return "Nothing more to ask would change it much.".to_owned();
    }
    if n_more == 0 {
        return format!("Questions on {} {does}; none are left.", listed(&domains));
    }
    format!("{}, mainly on {}, {does}.", counted(n_more, "more question"), listed(&domains))
}

/// Returns how long something may take: `about 35 minutes`.
#[must_use]
pub fn about(time: Millis) -> String {
    let minutes = usize::try_from((time.seconds() + 30) / 60).unwrap_or(usize::MAX);
    format!("about {}", counted(minutes.max(1), "minute"))
}

/// Returns what speaks for a role and what against it: `For Trainer: training. Against: clinical systems.`
#[must_use]
pub fn for_and_against(explanation: &Explanation) -> String {
    let name = short_role(explanation.role);
    let for_it = named_domains(&explanation.speaks_for);
    let against = named_domains(&explanation.speaks_against);
    match (for_it.is_empty(), against.is_empty()) {
        (false, false) => format!("For {name}: {for_it}. Against: {against}."),
        (false, true) => format!("For {name}: {for_it}. Nothing speaks against it."),
        (true, false) => format!("For {name}: nothing yet. Against: {against}."),
        (true, true) => format!("Nothing speaks for {name} or against it yet."),
    }
}

/// Returns what separates a role from the one next to it, if there is one.
#[must_use]
pub fn difference(explanation: &Explanation) -> Option<String> {
    let other = short_role(explanation.other?);
    let domains: Vec<&str> =
        explanation.separating.iter().take(MOST_NAMED).map(|part| short_domain(part.domain)).collect();
    if domains.is_empty() {
        return Some(format!("It asks for the same as {other}."));
    }
    Some(format!("From {other} it differs most in {}.", listed(&domains)))
}

fn named_domains(parts: &[Part]) -> String {
    let most = parts.first().map_or(0.0, |part| part.value.abs());
    let names: Vec<&str> = parts
        .iter()
        .filter(|part| part.value.abs() >= NAMED_SHARE * most)
        .take(MOST_NAMED)
        .map(|part| short_domain(part.domain))
        .collect();
    listed(&names)
}

/// Returns whether interests and knowledge lean the same way, or where interests lean where knowledge does not decide.
#[must_use]
pub fn interests(suggestion: &Suggestion) -> String {
    let liked = most_liked(suggestion);
    let names: Vec<&str> = liked.iter().copied().map(short_role).take(MOST_NAMED).collect();
    if names.is_empty() {
        "You have not said what you would like to do.".to_owned()
    } else if suggestion.named.is_empty() {
        format!("Your interests lean to {}.", listed(&names))
    } else if liked.iter().any(|role| suggestion.named.contains(role)) {
        "Your interests lean the same way.".to_owned()
    } else {
        format!("Your interests lean elsewhere: to {}.", listed(&names))
    }
}

/// Returns the open roles with the highest interest; none where no statement was answered.
fn most_liked(suggestion: &Suggestion) -> Vec<RoleId> {
    let most = suggestion.open().filter_map(|role| role.interest).fold(0.0, f64::max);
    let is_most = |interest: Option<f64>| interest.is_some_and(|interest| interest >= most);
    suggestion.open().filter(|role| is_most(role.interest)).map(|role| role.role).collect()
}

/// Returns a readiness with its 90 % interval: `68 % (57 to 78)`.
#[must_use]
pub fn readiness(readiness: &Readiness) -> String {
    let whole = |share: f64| format!("{:.0}", (share * 100.0).round());
    format!("{} ({} to {})", percent(readiness.mean), whole(readiness.low), whole(readiness.high))
}

/// Returns what there is to gain on a role's form, in hundredths of it: `+1.9 points`.
#[must_use]
pub fn points(gain: f64) -> String {
    format!("+{:.1} points", gain * 100.0)
}

/// Returns the training that covers a role, and how long it takes.
#[must_use]
pub fn training_of(role: RoleId) -> String {
    sentence(&role.role().profile.training)
}
