//! The result of an adaptive exam: the share right that is to be expected on the role's form, never the share that was.

use crate::advice::readiness::{Readiness, readiness};
use crate::framework::{DomainId, N_DOMAINS, framework};
use crate::selection::adaptive::Verdict;
use crate::session::Session;
use crate::suggestion::chooser::Chooser;
use crate::suggestion::evidence::{Evidence, Said};

/// What an adaptive exam came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// How many questions were answered.
    pub n_answers: usize,
    /// Share right that counts as passing, 0 to 1.
    pub cut_score: f64,
    /// What the answers decide.
    pub verdict: Verdict,
    /// Expected share right on the role's form of 40 questions with its 90 % interval, and the chance to pass it.
    pub readiness: Readiness,
    /// The same for each domain of the role's form, in the framework's order, with the answers to it.
    pub domains: Vec<ExpectedOfDomain>,
}

/// The share right that is to be expected in a domain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExpectedOfDomain {
    /// The domain.
    pub domain: DomainId,
    /// Questions of it that were answered.
    pub n_answers: usize,
    /// Expected share right with its 90 % interval.
    pub readiness: Readiness,
}

impl Chooser {
    /// Returns what the answers of an adaptive exam let expect; "I don't know" counts 0 as a wrong answer does.
    #[must_use]
    pub fn expected(&self, session: &Session) -> Expected {
        let mut evidence = Evidence::default();
        for (question, said) in crate::suggestion::chooser::answers(session) {
            evidence.record(question, said.as_wrong(), 0.0);
        }
        evidence.settle();
        let blueprint = self.blueprint();
        let cut_score = session.started().cut_score;
        let only = |domain: DomainId| {
            std::array::from_fn(|domain_ix| f64::from(u8::from(domain_ix == domain.index())))
        };
        let asked: Vec<DomainId> = framework()
            .domains()
            .filter(|domain| blueprint.get(domain.index()).is_some_and(|share| *share > 0.0))
            .collect();
        let forms: Vec<([f64; N_DOMAINS], f64)> = std::iter::once((blueprint, cut_score))
            .chain(asked.iter().map(|domain| (only(*domain), cut_score)))
            .collect();
        let advisor = self.advisor();
        let mut found =
            readiness(&forms, advisor.scale().curves(), evidence.abilities(), advisor.draws()).into_iter();
        let n_answers = evidence.abilities().n_answers();
        let whole = found.next().unwrap_or(Readiness { mean: 0.0, low: 0.0, high: 0.0, p_pass: 0.0 });
        let domains = asked
            .into_iter()
            .zip(found)
            .map(|(domain, readiness)| ExpectedOfDomain {
                domain,
                n_answers: n_answers.get(domain.index()).copied().unwrap_or(0),
                readiness,
            })
            .collect();
        Expected {
            n_answers: evidence.n_answers(),
            cut_score,
            verdict: self.verdict(session),
            readiness: whole,
            domains,
        }
    }
}

impl Said {
    /// Returns it as scored forms take it: "I don't know" is a wrong answer.
    fn as_wrong(self) -> Self {
        match self {
            Self::DontKnow => Self::Marked(crate::scoring::Mark::ZERO),
            Self::Marked(_) => self,
        }
    }
}
