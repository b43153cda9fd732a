//! Roles by the words that people have for them: names, job titles, credentials.

use crate::framework::{Role, RoleId, framework};

/// Returns the roles that `query` may mean, the best first: every word of it stands in a name, title, credential or
/// summary of the role.
///
/// # Example
/// ```
/// let roles = hitquiz::framework::search::roles_matching("medical coder");
/// assert_eq!(roles[0].as_str(), "hie-specialist");
/// ```
#[must_use]
pub fn roles_matching(query: &str) -> Vec<RoleId> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<(usize, RoleId)> =
        framework().roles().filter_map(|role| Some((match_rank(role.role(), &words)?, role))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, role)| role).collect()
}

/// Returns how far down the description of `role` the worst-placed of `words` stands, 0 for its name.
fn match_rank(role: &Role, words: &[String]) -> Option<usize> {
    let profile = &role.profile;
    let names = format!("{} {} {} {}", role.title, role.id, role.code, profile.aliases.join(" "));
    let entry = profile.entry_titles.as_ref().map(|entry| entry.titles.join(" ")).unwrap_or_default();
    let titles = format!("{} {entry}", profile.titles.join(" "));
    let credentials: Vec<&str> =
        profile.credentials.iter().map(|credential| credential.name.as_str()).collect();
    let places =
        [names, titles, credentials.join(" "), profile.summary.clone(), profile.activities.join(" ")]
            .map(|place| place.to_lowercase());
    words
        .iter()
        .map(|word| places.iter().position(|place| place.contains(word)))
        .try_fold(0, |worst, rank| rank.map(|rank| worst.max(rank)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_finds_a_role_by_job_title() {
        for (query, role) in [
            ("medical coder", "hie-specialist"),
            ("HIE specialist", "hie-specialist"),
            ("help-desk", "technical-support-staff"),
            ("cmio", "clinician-public-health-leader"),
            ("privacy officer", "privacy-security-specialist"),
        ] {
            assert_eq!(roles_matching(query).first().map(|role| role.as_str()), Some(role), "{query}");
        }
        assert_eq!(roles_matching("").len(), 12);
        assert!(roles_matching("astronaut").is_empty());
    }
}
