//! The roles in words: all of them in a list, and everything about one.

use crate::framework::{Background, Credential, DomainId, Role, RoleId, Track, framework};
use crate::report::phrase::{counted, sentence};

/// Returns the roles, one a line: `trainer: Trainer, community college`.
#[must_use]
pub fn roles() -> Vec<String> {
    framework().roles().map(line).collect()
}

/// Returns everything about one role: who it is, job titles, credentials, training, and its exam's questions by
/// domain.
#[must_use]
pub fn role(role: RoleId) -> Vec<String> {
    let role = role.role();
    let profile = &role.profile;
    let mut lines = vec![format!("{} ({}, {})", role.title, role.id, role.code)];
    if !profile.aliases.is_empty() {
        lines.push(format!("Also called: {}", profile.aliases.join(", ")));
    }
    lines.extend([String::new(), profile.summary.clone()]);
    lines.extend(background(&profile.background));
    lines.extend([String::new(), "Job titles:".to_owned()]);
    lines.extend(profile.titles.iter().map(|title| listed(title)));
    if let Some(entry) = &profile.entry_titles {
        lines.extend([String::new(), "Entry jobs of the field:".to_owned()]);
        lines.extend(entry.titles.iter().map(|title| listed(title)));
        lines.push(sentence(&entry.says));
    }
    lines.extend([String::new(), "Related credentials, each with who may sit:".to_owned()]);
    lines.extend(profile.credentials.iter().map(credential));
    lines.extend([String::new(), format!("Training: {}.", profile.training.trim_end_matches('.'))]);
    lines.extend(blueprint(role));
    lines
}

fn background(background: &Background) -> Option<String> {
    let says = background.says.as_ref()?;
    Some(if background.any_of.is_empty() { sentence(says) } else { sentence(&format!("this role {says}")) })
}

fn line(role: RoleId) -> String {
    format!("{}: {}, {}", role.as_str(), role.title(), track(role.role().track))
}

fn track(track: Track) -> &'static str {
    match track {
        Track::CommunityCollege => "community college",
        Track::University => "university",
    }
}

fn listed(title: &str) -> String {
    format!("- {title}")
}

fn credential(credential: &Credential) -> String {
    let past = if credential.status == "current" { "" } else { "; no longer granted" };
    format!("- {} ({}): {}{past}", credential.name, credential.body, credential.who_may_sit)
}

fn blueprint(role: &Role) -> Vec<String> {
    let mut weights: Vec<_> = role.blueprint.weights().collect();
    weights.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    let total = counted(usize::try_from(role.blueprint.total()).unwrap_or(usize::MAX), "question");
    let cell = |(domain, weight): (DomainId, u32)| format!("- {weight}: {}", domain.title());
    [String::new(), format!("Its exam of {total}, by domain:")]
        .into_iter()
        .chain(weights.into_iter().map(cell))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_one_line() {
        let lines = roles();
        assert_eq!(lines.len(), 12);
        assert!(lines.contains(&"trainer: Trainer, community college".to_owned()), "{lines:?}");
    }

    #[test]
    fn a_role_says_who_it_is_and_who_may_sit_for_what() {
        insta::assert_snapshot!(role(RoleId::named("hie-specialist").unwrap()).join("\n"));
    }

    #[test]
    fn a_background_that_is_asked_for_is_told_from_a_note() {
        let background = |id: &str| background(&RoleId::named(id).unwrap().role().profile.background);
        let asked = "This role asks for a clinical licence or a public-health background.";
        assert_eq!(background("clinician-practitioner-consultant").as_deref(), Some(asked));
        assert!(background("workflow-redesign-specialist").unwrap().starts_with("The 2009 role description"));
        assert_eq!(background("trainer"), None);
    }
}
