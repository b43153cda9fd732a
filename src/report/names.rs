//! Short names of roles and domains, for tables and sentences that name several.

use crate::framework::{DomainId, RoleId};

/// Roles by their codes.
const ROLES: [(&str, &str); 12] = [
    ("CLC", "Clinician Consultant"),
    ("IMM", "Implementation Manager"),
    ("ISS", "Implementation Support"),
    ("PWR", "Workflow Redesign"),
    ("TSS", "Technical Support"),
    ("TRN", "Trainer"),
    ("CPL", "Clinician Leader"),
    ("HIE", "HIE Specialist"),
    ("PSS", "Privacy & Security"),
    ("RDS", "Research Scientist"),
    ("PSE", "Software Engineer"),
    ("HSS", "IT Sub-specialist"),
];

/// Domains by their slugs.
const DOMAINS: [(&str, &str); 11] = [
    ("healthcare", "health care"),
    ("clinical-systems", "clinical systems"),
    ("workflow", "workflow"),
    ("standards", "standards"),
    ("privacy-security", "privacy"),
    ("information-management", "information management"),
    ("data-analytics", "data analytics"),
    ("infrastructure", "infrastructure"),
    ("software", "software"),
    ("leadership", "leadership"),
    ("training", "training"),
];

/// Returns a name of at most 22 columns: `Implementation Support`.
#[must_use]
pub fn short_role(role: RoleId) -> &'static str {
    let code = &role.role().code;
    ROLES.iter().find(|(known, _)| known == code).map_or_else(|| role.title(), |(_, name)| name)
}

/// Returns a name for the middle of a sentence: `clinical systems`.
#[must_use]
pub fn short_domain(domain: DomainId) -> &'static str {
    let slug = domain.as_str();
    DOMAINS.iter().find(|(known, _)| *known == slug).map_or_else(|| domain.title(), |(_, name)| name)
}

/// Returns words as they are listed in a sentence: `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::framework;
    use crate::text::layout::width;

    #[test]
    fn every_role_and_domain_has_a_short_name_of_its_own() {
        let roles: std::collections::BTreeSet<&str> = framework().roles().map(short_role).collect();
        let domains: std::collections::BTreeSet<&str> = framework().domains().map(short_domain).collect();
        assert_eq!((roles.len(), domains.len()), (12, 11));
        assert!(framework().roles().all(|role| ROLES.iter().any(|(code, _)| *code == role.role().code)));
        assert!(framework().domains().all(|domain| DOMAINS.iter().any(|(id, _)| *id == domain.as_str())));
        assert!(roles.iter().all(|name| width(name) <= 22), "{roles:?}");
    }

    #[test]
    fn a_list_ends_in_and() {
        assert_eq!(listed(&[]), "");
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b"]), "a and b");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
