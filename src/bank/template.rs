//! The bank that `bank new` writes: one question of every type, each about how it is written.

use crate::bank::BankId;
use crate::framework::{DomainId, RoleId};

/// The bank with marks where id, role and domain come.
const TEMPLATE: &str = include_str!("template.json");

/// Returns a sound bank to begin with.
#[must_use]
pub fn template(id: &BankId, role: Option<RoleId>, domain: DomainId) -> String {
    let role = role.map(|role| format!("\n  \"role\": \"{}\",", role.as_str())).unwrap_or_default();
    TEMPLATE.replace("@ID@", id.as_str()).replace("@ROLE@", &role).replace("@DOMAIN@", domain.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::bank::read::read_bank;
    use crate::framework::framework;
    use crate::text::SafeText;

    #[test]
    fn the_first_bank_is_sound_for_every_role_and_domain_and_has_every_type() {
        let domains: Vec<DomainId> = framework().domains().collect();
        let roles = framework().roles().map(Some).chain([None]);
        for (role, domain) in roles.zip(domains.iter().copied().cycle()) {
            let text = template(&"week-3".into(), role, domain);
            let read = read_bank(&SafeText::line("week-3.json"), text.as_bytes()).unwrap();
            assert_eq!((read.warnings.len(), read.bank.role), (0, role));
            let types: HashSet<&str> =
                read.bank.questions.iter().map(|question| question.body.type_name()).collect();
            assert_eq!(types.len(), 7);
        }
    }
}
