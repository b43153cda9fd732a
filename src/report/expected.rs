//! What an adaptive exam came to, in words: the share to be expected on the role's form, never the share that was right.

use crate::framework::FORM_LENGTH;
use crate::report::advice::readiness;
use crate::report::phrase::{chance, counted, percent};
use crate::selection::adaptive::Verdict;
use crate::suggestion::expected::Expected;

/// Returns the result of an adaptive exam line by line; `heading` says what it was.
#[must_use]
pub fn lines(heading: &str, expected: &Expected) -> Vec<String> {
    let cut = percent(expected.cut_score);
    let mut lines = vec![
        format!("Result of {heading}"),
        format!(
            "Expected score on the role's form of {FORM_LENGTH} questions: {}, 90 % interval",
            readiness(&expected.readiness)
        ),
        format!(
            "P(pass), the chance that you reach the cut score of {cut} on such a form: {} ({})",
            chance(expected.readiness.p_pass),
            percent(expected.readiness.p_pass)
        ),
        decided(expected, &cut),
        "The share that was right is not shown: questions are chosen so that it says nothing.".to_owned(),
        "By domain, expected share right:".to_owned(),
    ];
    lines.extend(expected.domains.iter().map(|domain| {
        let n_answers = counted(domain.n_answers, "answer");
        format!("{}: {}, {n_answers}", domain.domain.title(), readiness(&domain.readiness))
    }));
    lines
}

fn decided(expected: &Expected, cut: &str) -> String {
    let n_answers = counted(expected.n_answers, "answer");
    match expected.verdict {
        Verdict::Above => format!("After {n_answers} it is decided: above the cut score of {cut}."),
        Verdict::Below => format!("After {n_answers} it is decided: below the cut score of {cut}."),
        Verdict::Undecided => format!("{n_answers} do not decide whether it is above or below {cut}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::advice::readiness::Readiness;
    use crate::framework::DomainId;
    use crate::suggestion::expected::ExpectedOfDomain;

    #[test]
    fn an_adaptive_exam_tells_what_is_to_be_expected_and_never_a_share() {
        let readiness = Readiness { mean: 0.68, low: 0.57, high: 0.78, p_pass: 0.41 };
        let domain = DomainId::named("training").unwrap();
        let expected = |verdict| Expected {
            n_answers: 23,
            cut_score: 0.7,
            verdict,
            readiness,
            domains: vec![ExpectedOfDomain { domain, n_answers: 1, readiness }],
        };
        insta::assert_snapshot!(
            lines("Trainer: adaptive, 40 questions", &expected(Verdict::Below)).join("\n")
        );
        let decided = [Verdict::Above, Verdict::Undecided].map(|verdict| decided(&expected(verdict), "70 %"));
        assert_eq!(
            decided,
            [
                "After 23 answers it is decided: above the cut score of 70 %.",
                "23 answers do not decide whether it is above or below 70 %."
            ]
        );
    }
}
