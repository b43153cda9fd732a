//! Gates: what somebody's background and wishes close, and what is noted beside a role. They never touch abilities.

use serde::{Deserialize, Serialize};

use crate::framework::{Role, RoleId, Track, framework};

/// A background; none of them means neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Background {
    /// A licensed clinician.
    LicensedClinician,
    /// Trained in public health.
    PublicHealth,
}

/// How long a training somebody wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Training {
    /// Six months or less.
    Short,
    /// One year and more.
    Long,
    /// Either.
    #[default]
    Either,
}

/// What somebody works in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    /// Information technology.
    It,
    /// Practice administration.
    PracticeAdministration,
    /// Records and coding.
    RecordsAndCoding,
    /// Teaching.
    Teaching,
    /// Software.
    Software,
    /// Management.
    Management,
    /// None yet.
    NoneYet,
}

/// What somebody says of themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Backgrounds; empty for neither.
    pub backgrounds: Vec<Background>,
    /// Training wanted.
    pub training: Training,
    /// Present work.
    pub work: Vec<Work>,
}

/// Why a role is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// It requires a background that the person does not have.
    Background,
    /// Its training is longer or shorter than wanted.
    Training,
}

/// What the gates say of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// The role.
    pub role: RoleId,
    /// Why it is closed, background before training; nothing for an open one.
    pub closed: Option<Closed>,
    /// What is noted beside it, open or closed.
    pub notes: Vec<&'static str>,
}

/// Present work, a role that is near to it, and the note beside that role.
const WORK_NOTES: [(Work, &str, &str); 10] = [
    (Work::It, "technical-support-staff", "your work in IT is what many come from to this role"),
    (Work::It, "implementation-support-specialist", "your work in IT is of use here"),
    (Work::It, "workflow-redesign-specialist", "work in IT is one of the backgrounds this role names"),
    (
        Work::PracticeAdministration,
        "workflow-redesign-specialist",
        "practice administration is one of the backgrounds this role names",
    ),
    (Work::PracticeAdministration, "implementation-manager", "your work in administration is of use here"),
    (
        Work::RecordsAndCoding,
        "hie-specialist",
        "your work with records and codes is what this role builds on",
    ),
    (Work::RecordsAndCoding, "privacy-security-specialist", "your work with records is of use here"),
    (Work::Teaching, "trainer", "your work in teaching is what this role builds on"),
    (Work::Software, "programmer-software-engineer", "your work in software is what this role builds on"),
    (Work::Management, "implementation-manager", "your work in management is what this role builds on"),
];

impl Background {
    /// Returns the background's slug in the framework.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Self::LicensedClinician => "licensed-clinician",
            Self::PublicHealth => "public-health",
        }
    }
}

/// Returns what the gates say of every role, in the framework's order.
#[must_use]
pub fn gates(person: &Person) -> Vec<Gate> {
    framework()
        .roles()
        .map(|role| Gate { role, closed: closed(person, role.role()), notes: notes(person, role.role()) })
        .collect()
}

/// Returns the positions of the open roles.
#[must_use]
pub fn open_roles(gates: &[Gate]) -> Vec<usize> {
    gates.iter().filter(|gate| gate.closed.is_none()).map(|gate| gate.role.index()).collect()
}

/// Returns how many roles were closed for this reason.
#[must_use]
pub fn n_closed(gates: &[Gate], reason: Closed) -> usize {
    gates.iter().filter(|gate| gate.closed == Some(reason)).count()
}

fn closed(person: &Person, role: &Role) -> Option<Closed> {
    let required = &role.profile.background.any_of;
    let has_one =
        person.backgrounds.iter().any(|background| required.iter().any(|slug| slug == background.slug()));
    if !required.is_empty() && !has_one {
        return Some(Closed::Background);
    }
    let fits = match person.training {
        Training::Either => true,
        Training::Short => role.track == Track::CommunityCollege,
        Training::Long => role.track == Track::University,
    };
    (!fits).then_some(Closed::Training)
}

fn notes(person: &Person, role: &'static Role) -> Vec<&'static str> {
    let background = &role.profile.background;
    let is_noted = |known: &Background| background.note_for.as_deref() == Some(known.slug());
    let of_background = background.says.as_deref().filter(|_| person.backgrounds.iter().any(is_noted));
    let of_work = WORK_NOTES
        .iter()
        .filter(|(work, slug, _)| role.id == *slug && person.work.contains(work))
        .map(|(_, _, note)| *note);
    of_background.into_iter().chain(of_work).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(backgrounds: &[Background], training: Training) -> Person {
        Person { backgrounds: backgrounds.to_vec(), training, work: Vec::new() }
    }

    fn gate(person: &Person, role: &str) -> Gate {
        gates(person).into_iter().find(|gate| gate.role.as_str() == role).unwrap()
    }

    #[test]
    fn the_gates_leave_the_roles_that_the_framework_says() {
        let licensed = &[Background::LicensedClinician][..];
        for (backgrounds, training, n_open) in [
            (&[][..], Training::Either, 10),
            (licensed, Training::Either, 12),
            (&[Background::PublicHealth][..], Training::Either, 12),
            (&[][..], Training::Short, 5),
            (licensed, Training::Short, 6),
            (&[][..], Training::Long, 5),
            (licensed, Training::Long, 6),
        ] {
            assert_eq!(
                open_roles(&gates(&person(backgrounds, training))).len(),
                n_open,
                "{backgrounds:?} {training:?}"
            );
        }
    }

    #[test]
    fn only_a_required_background_closes_a_role() {
        let neither = person(&[], Training::Short);
        assert_eq!(gate(&neither, "clinician-public-health-leader").closed, Some(Closed::Background));
        assert_eq!(gate(&neither, "trainer").closed, None);
        let closed = gates(&neither);
        assert_eq!((n_closed(&closed, Closed::Background), n_closed(&closed, Closed::Training)), (2, 5));
    }

    #[test]
    fn redesign_stays_open_for_clinicians_with_a_note() {
        let gate =
            gate(&person(&[Background::LicensedClinician], Training::Either), "workflow-redesign-specialist");
        assert_eq!(gate.closed, None);
        assert!(gate.notes.iter().any(|note| note.contains("sister role")), "{gate:?}");
    }

    #[test]
    fn present_work_adds_notes_to_roles_that_exist() {
        for (work, role, note) in WORK_NOTES {
            let worker = Person { work: vec![work], ..Person::default() };
            assert_eq!(gate(&worker, role).notes, [note], "{role}");
        }
        assert!(
            gates(&Person { work: vec![Work::NoneYet], ..Person::default() })
                .iter()
                .all(|gate| gate.notes.is_empty())
        );
    }
}
