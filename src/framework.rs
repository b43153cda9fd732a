//! The competency framework: eleven domains with their topics, twelve roles with their blueprints.
//!
//! Invariant: a [`DomainId`], [`TopicId`] or [`RoleId`] names an entry that exists.

pub mod search;
mod words;

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Bytes that no framework has: what is larger is a bank, and not read twice.
const MAX_BYTES: usize = 1 << 20;

/// Questions of a full exam form; blueprint weights are fortieths.
pub const FORM_LENGTH: usize = 40;

/// Domains of the framework.
pub const N_DOMAINS: usize = 11;

/// The framework as shipped.
const SOURCE: &str = include_str!("../question-banks/framework.json");

/// A domain of knowledge, by its position in the framework.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DomainId(u8);

/// A topic of a domain.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicId {
    domain: DomainId,
    topic_ix: u8,
}

/// A role of the health-IT workforce, by its position in the framework.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleId(u8);

/// Whole-number weights of the domains, in the framework's order of domains.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Blueprint(Vec<u32>);

/// Domains, roles and tracks.
#[derive(Debug)]
pub struct Framework {
    domains: Vec<Domain>,
    roles: Vec<Role>,
}

/// A domain with its topics.
#[derive(Debug, Deserialize)]
pub struct Domain {
    /// Stable slug, as in banks.
    pub id: String,
    /// Two capital letters.
    pub code: String,
    /// Name on screens.
    pub title: String,
    /// Slugs of its topics.
    pub topics: Vec<String>,
}

/// A role: who it is and what it asks for.
#[derive(Debug)]
pub struct Role {
    /// Stable slug, as in banks and on the command line.
    pub id: String,
    /// Three capital letters.
    pub code: String,
    /// Name on screens.
    pub title: String,
    /// How its training is given.
    pub track: Track,
    /// What the role does and how one is trained for it.
    pub profile: Profile,
    /// Questions a domain of its 40-question form.
    pub blueprint: Blueprint,
}

/// Which kind of institution trains for a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Track {
    /// Six months or less.
    CommunityCollege,
    /// One year and more.
    University,
}

/// What the role picker and the roles screen tell of a role.
#[derive(Debug, Deserialize)]
pub struct Profile {
    /// Other names of the role.
    pub aliases: Vec<String>,
    /// What somebody in this role does.
    pub summary: String,
    /// Background that the role asks for, if any.
    pub background: Background,
    /// Job titles that the role leads to.
    pub titles: Vec<String>,
    /// Entry jobs of the field that this training is not for.
    pub entry_titles: Option<EntryTitles>,
    /// Related credentials.
    pub credentials: Vec<Credential>,
    /// The training, in words.
    pub training: String,
    /// Statements of what one does in the role, for the interest questions.
    pub activities: Vec<String>,
}

/// Background that a role asks for or comments on.
#[derive(Debug, Default, Deserialize)]
pub struct Background {
    /// Backgrounds of which one is required.
    #[serde(default)]
    pub any_of: Vec<String>,
    /// Background to which `says` is a note only.
    pub note_for: Option<String>,
    /// The requirement or note in words.
    pub says: Option<String>,
}

/// Entry jobs of a field.
#[derive(Debug, Deserialize)]
pub struct EntryTitles {
    /// The job titles.
    pub titles: Vec<String>,
    /// How they relate to the role.
    pub says: String,
}

/// A credential that people in a role hold.
#[derive(Debug, Deserialize)]
pub struct Credential {
    /// Its name.
    pub name: String,
    /// Who grants it.
    pub body: String,
    /// Who may sit for it.
    pub who_may_sit: String,
    /// `current` or `historical`.
    pub status: String,
}

/// The file as it is written.
#[derive(Deserialize)]
struct FrameworkWire {
    domains: Vec<Domain>,
    roles: Vec<RoleWire>,
}

/// A role as it is written.
#[derive(Deserialize)]
struct RoleWire {
    id: String,
    code: String,
    title: String,
    track: Track,
    blueprint: serde_json::Map<String, serde_json::Value>,
    #[serde(flatten)]
    profile: Profile,
}

/// Returns the framework, read at the first call.
#[must_use]
pub fn framework() -> &'static Framework {
    static FRAMEWORK: LazyLock<Framework> = LazyLock::new(|| {
        #[expect(clippy::expect_used, reason = "the file is part of the program and a test reads it")]
        parsed(SOURCE).expect("the built-in framework is sound")
    });
    &FRAMEWORK
}

/// Is it the file of a framework? Beside banks there may be one, and it is no broken bank.
#[must_use]
pub fn is_framework(source: &[u8]) -> bool {
    source.len() <= MAX_BYTES && serde_json::from_slice::<FrameworkWire>(source).is_ok()
}

/// Reads a framework.
fn parsed(source: &str) -> Result<Framework, serde_json::Error> {
    let wire: FrameworkWire = serde_json::from_str(source)?;
    let roles = wire
        .roles
        .into_iter()
        .map(|role| Role {
            blueprint: Blueprint(
                wire.domains.iter().map(|domain| weight(&role.blueprint, &domain.id)).collect(),
            ),
            id: role.id,
            code: role.code,
            title: role.title,
            track: role.track,
            profile: role.profile,
        })
        .collect();
    Ok(Framework { domains: wire.domains, roles })
}

fn weight(blueprint: &serde_json::Map<String, serde_json::Value>, domain: &str) -> u32 {
    let weight = blueprint.get(domain).and_then(serde_json::Value::as_u64).unwrap_or(0);
    u32::try_from(weight).unwrap_or(u32::MAX)
}

impl Framework {
    /// Returns all domains in the framework's order.
    pub fn domains(&self) -> impl Iterator<Item = DomainId> + use<> {
        (0..=u8::MAX).zip(0..self.domains.len()).map(|(domain_ix, _)| DomainId(domain_ix))
    }

    /// Returns all roles in the framework's order.
    pub fn roles(&self) -> impl Iterator<Item = RoleId> + use<> {
        (0..=u8::MAX).zip(0..self.roles.len()).map(|(role_ix, _)| RoleId(role_ix))
    }
}

impl DomainId {
    /// Returns the domain of that slug.
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        framework().domains().find(|domain| domain.as_str() == id)
    }

    /// Returns the domain's slug.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.domain().map_or("", |domain| domain.id.as_str())
    }

    /// Returns the domain's name on screens.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.domain().map_or("", |domain| domain.title.as_str())
    }

    /// Returns the slugs of the domain's topics.
    #[must_use]
    pub fn topics(self) -> &'static [String] {
        self.domain().map_or(&[], |domain| domain.topics.as_slice())
    }

    /// Returns the domain's position in the framework, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    fn domain(self) -> Option<&'static Domain> {
        framework().domains.get(self.index())
    }
}

impl TopicId {
    /// Returns the topic of that slug in `domain`.
    #[must_use]
    pub fn named(domain: DomainId, id: &str) -> Option<Self> {
        let position = domain.topics().iter().position(|topic| topic == id)?;
        Some(Self { domain, topic_ix: u8::try_from(position).ok()? })
    }

    /// Returns the topics of all domains that have that slug.
    #[must_use]
    pub fn of_any_domain(id: &str) -> Vec<Self> {
        framework().domains().filter_map(|domain| Self::named(domain, id)).collect()
    }

    /// Returns the domain it belongs to.
    #[must_use]
    pub fn domain(self) -> DomainId {
        self.domain
    }

    /// Returns the topic's slug.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.domain.topics().get(usize::from(self.topic_ix)).map_or("", String::as_str)
    }

    /// Returns the slug written out, as screens show it.
    #[must_use]
    pub fn words(self) -> String {
        words::words(self.as_str())
    }
}

impl RoleId {
    /// Returns the role of that slug, code, title or alias, whatever the case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let wanted = name.trim();
        framework().roles().find(|role| {
            let role = role.role();
            [&role.id, &role.code, &role.title]
                .into_iter()
                .chain(&role.profile.aliases)
                .any(|known| known.eq_ignore_ascii_case(wanted))
        })
    }

    /// Returns everything that the framework tells of the role.
    #[must_use]
    pub fn role(self) -> &'static Role {
        #[expect(clippy::indexing_slicing, reason = "a RoleId is only made for a role that exists")]
        &framework().roles[usize::from(self.0)]
    }

    /// Returns the role's slug.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        &self.role().id
    }

    /// Returns the role's position in the framework, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// Returns the role's name on screens.
    #[must_use]
    pub fn title(self) -> &'static str {
        &self.role().title
    }
}

impl Blueprint {
    /// Returns a blueprint in which every domain weighs the same.
    #[must_use]
    pub fn even() -> Self {
        Self(vec![1; framework().domains.len()])
    }

    /// Returns a blueprint of these weights; a domain that is not named weighs nothing.
    #[must_use]
    pub fn of(weights: &[(DomainId, u32)]) -> Self {
        let mut blueprint = vec![0_u32; framework().domains.len()];
        for (domain, weight) in weights {
            if let Some(place) = blueprint.get_mut(domain.index()) {
                *place = place.saturating_add(*weight);
            }
        }
        Self(blueprint)
    }

    /// Returns the weight of a domain.
    #[must_use]
    pub fn weight(&self, domain: DomainId) -> u32 {
        self.0.get(domain.index()).copied().unwrap_or(0)
    }

    /// Returns the domains that weigh something, with their weights, in the framework's order.
    pub fn weights(&self) -> impl Iterator<Item = (DomainId, u32)> + '_ {
        framework().domains().map(|domain| (domain, self.weight(domain))).filter(|(_, weight)| *weight > 0)
    }

    /// Returns the weights as proportions in the framework's order of domains; all 0 where nothing weighs anything.
    #[must_use]
    pub fn proportions(&self) -> [f64; N_DOMAINS] {
        let total = self.total().max(1) as f64;
        let mut proportions = [0.0; N_DOMAINS];
        for (proportion, weight) in proportions.iter_mut().zip(&self.0) {
            *proportion = f64::from(*weight) / total;
        }
        proportions
    }

    /// Returns the sum of all weights.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().map(|weight| u64::from(*weight)).sum()
    }
}

impl fmt::Debug for DomainId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for TopicId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.domain.as_str(), self.as_str())
    }
}

impl fmt::Debug for RoleId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Serialize for DomainId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for DomainId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Self::named(&id).ok_or_else(|| serde::de::Error::custom(format!("unknown domain `{id}`")))
    }
}

impl Serialize for TopicId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.domain, self.as_str()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for TopicId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (domain, id) = <(DomainId, String)>::deserialize(deserializer)?;
        Self::named(domain, &id).ok_or_else(|| serde::de::Error::custom(format!("unknown topic `{id}`")))
    }
}

impl Serialize for RoleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RoleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Self::named(&id).ok_or_else(|| serde::de::Error::custom(format!("unknown role `{id}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_blueprint_fills_a_form() {
        assert_eq!(framework().domains().count(), N_DOMAINS);
        assert_eq!(framework().roles().count(), 12);
        for role in framework().roles() {
            assert_eq!(role.role().blueprint.total(), FORM_LENGTH as u64, "{role:?}");
            assert_eq!(role.role().profile.activities.len(), 2);
        }
    }

    #[test]
    fn a_role_is_found_by_slug_code_title_and_alias() {
        for name in ["trainer", "TRN", "Trainer", "chts-tr"] {
            assert_eq!(RoleId::named(name).map(RoleId::as_str), Some("trainer"));
        }
        assert_eq!(RoleId::named("cook"), None);
    }

    #[test]
    fn ids_survive_json() {
        let topic = TopicId::named(DomainId::named("standards").unwrap(), "hl7-v2").unwrap();
        let written = serde_json::to_string(&topic).unwrap();
        assert_eq!(serde_json::from_str::<TopicId>(&written).unwrap(), topic);
        assert!(serde_json::from_str::<DomainId>("\"cooking\"").is_err());
    }
}
