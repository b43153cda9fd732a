//! From words on the command line to what is wanted: roles, domains, topics.

use crate::bank::suggest::nearest;
use crate::cli::arguments::{Exam, Practice};
use crate::cli::failure::Failure;
use crate::framework::{DomainId, RoleId, TopicId, framework};
use crate::history::answer::Missed;
use crate::library::proposal::{Filter, Timing, Wish};
use crate::session::event::Mode;
use crate::text::SafeText;

/// Returns the wish of `practice`; `missed` is asked for only where it is needed.
///
/// # Errors
/// A [`Failure`] for a role, domain or topic that does not exist, and where `missed` fails.
pub fn practice(
    arguments: &Practice,
    missed: impl FnOnce() -> Result<Vec<Missed>, Failure>,
) -> Result<Wish, Failure> {
    let role = arguments.role.as_deref().map(role).transpose()?;
    let domains = arguments.domain.iter().map(|name| domain(name)).collect::<Result<Vec<_>, _>>()?;
    let topics =
        arguments.topic.iter().map(|name| topics(name, &domains)).collect::<Result<Vec<_>, _>>()?.concat();
    let only = if arguments.missed {
        Some(missed()?.into_iter().map(|missed| missed.question).collect())
    } else {
        None
    };
    Ok(Wish {
        mode: if arguments.missed { Mode::Cram } else { Mode::Practice },
        role,
        filter: Filter { domains, topics, only },
        n: arguments.n.map(usize::from),
        timing: Timing::Untimed,
    })
}

/// Returns the wish of `exam`.
///
/// # Errors
/// A [`Failure`] for a role that does not exist, and for an adaptive exam without one.
pub fn exam(arguments: &Exam) -> Result<Wish, Failure> {
    let timing = match arguments.minutes {
        Some(minutes) => Timing::Minutes(minutes),
        None if arguments.no_timer => Timing::Untimed,
        None => Timing::OfForm,
    };
    let role = arguments.role.as_deref().map(role).transpose()?;
    if arguments.adaptive && role.is_none() {
        let sentence = "an adaptive exam is for one role";
        return Err(Failure::new(sentence, "name the role: `hitquiz exam trainer --adaptive`"));
    }
    Ok(Wish {
        mode: if arguments.adaptive { Mode::Adaptive } else { Mode::Exam },
        role,
        filter: Filter::default(),
        n: arguments.n.map(usize::from),
        timing,
    })
}

/// Returns the role of that id, code, title or alias.
///
/// # Errors
/// A [`Failure`] that names the nearest role.
pub fn role(name: &str) -> Result<RoleId, Failure> {
    RoleId::named(name).ok_or_else(|| {
        let ids = framework().roles().map(RoleId::as_str);
        let found = crate::framework::search::roles_matching(name).first().map(|role| role.as_str());
        unknown("role", name, nearest(name, ids).or(found), "`hitquiz roles` lists them")
    })
}

/// Returns the domain of that id.
///
/// # Errors
/// A [`Failure`] that names the nearest domain.
pub fn domain(name: &str) -> Result<DomainId, Failure> {
    DomainId::named(name).ok_or_else(|| {
        let ids: Vec<&str> = framework().domains().map(DomainId::as_str).collect();
        let all = format!("the domains are {}", ids.join(", "));
        unknown("domain", name, nearest(name, ids.iter().copied()), &all)
    })
}

fn topics(name: &str, domains: &[DomainId]) -> Result<Vec<TopicId>, Failure> {
    let topics = TopicId::of_any_domain(name);
    if !topics.is_empty() {
        return Ok(topics);
    }
    let all = framework().domains().flat_map(|domain| domain.topics().iter().map(String::as_str));
    let listed: Vec<&str> = domains.iter().flat_map(|domain| domain.topics()).map(String::as_str).collect();
    let otherwise = if listed.is_empty() {
        "with `--domain` too, the topics of that domain are listed here".to_owned()
    } else {
        format!("the topics are {}", listed.join(", "))
    };
    Err(unknown("topic", name, nearest(name, all), &otherwise))
}

fn unknown(what: &str, name: &str, nearest: Option<&str>, otherwise: &str) -> Failure {
    let help = match nearest {
        Some(nearest) => format!("a similar {what} is `{nearest}`; {otherwise}"),
        None => otherwise.to_owned(),
    };
    Failure::new(format!("there is no {what} `{}`", SafeText::line(name)), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_role_is_answered_with_the_nearest() {
        let failure = role("trianer").unwrap_err();
        assert_eq!(
            failure.lines(),
            [
                "error: there is no role `trianer`",
                "help: a similar role is `trainer`; `hitquiz roles` lists them"
            ]
        );
        assert!(role("medical coder").unwrap_err().help.contains("`hie-specialist`"));
    }

    #[test]
    fn unknown_domains_and_topics_are_answered_too() {
        assert!(domain("standard").unwrap_err().help.starts_with("a similar domain is `standards`"));
        assert!(topics("hl7v2", &[]).unwrap_err().help.starts_with("a similar topic is `hl7-v2`"));
        assert_eq!(topics("hl7-v2", &[]).unwrap().len(), 1);
    }
}
