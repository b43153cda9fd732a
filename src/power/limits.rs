//! Which figures are to be reached with the standard pool, and which of them are not.

use crate::power::table::{Extra, Gating, TableRow};

/// Fewest people a row from which on its figures are held against the limits.
pub const FEWEST_PEOPLE: usize = 3_000;

/// Least coverage of any row, however wrong the prior is for its people.
const LEAST_COVERAGE: f64 = 0.80;

/// A figure that is not reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Missed {
    /// The row's condition.
    pub condition: &'static str,
    /// Its questions.
    pub n_questions: usize,
    /// Name of the figure.
    pub figure: &'static str,
    /// What was found.
    pub found: f64,
    /// From where to where it should be.
    pub range: (f64, f64),
}

/// A figure, and from where to where it should be.
type Limit = (&'static str, fn(&TableRow) -> f64, (f64, f64));

/// The limits of one row: condition, questions, figures.
type OfRow = (&'static str, usize, &'static [Limit]);

const TOP1: fn(&TableRow) -> f64 = |row| row.row.suggestion.top1;
const TOP3: fn(&TableRow) -> f64 = |row| row.row.suggestion.top3;
const REGRET: fn(&TableRow) -> f64 = |row| row.row.suggestion.regret;
const ECE: fn(&TableRow) -> f64 = |row| row.row.suggestion.ece;
const BRIER: fn(&TableRow) -> f64 = |row| row.row.brier;
const COVERAGE: fn(&TableRow) -> f64 = |row| row.row.coverage;

/// Limits of the rows with a condition and a length of their own; of the gated rows the mean is held against them.
const OF_ROWS: [OfRow; 4] = [
    (
        "author",
        66,
        &[
            ("top1", TOP1, (0.26, 1.0)),
            ("top3", TOP3, (0.51, 1.0)),
            ("regret", REGRET, (0.0, 0.79)),
            ("brier", BRIER, (0.0, 0.105)),
            ("ece", ECE, (0.0, 0.04)),
            ("coverage", COVERAGE, (0.88, 0.95)),
        ],
    ),
    (
        "calibrated",
        66,
        &[
            ("top1", TOP1, (0.35, 1.0)),
            ("top3", TOP3, (0.63, 1.0)),
            ("regret", REGRET, (0.0, 0.58)),
            ("brier", BRIER, (0.0, 0.075)),
            ("ece", ECE, (0.0, 0.02)),
            ("coverage", COVERAGE, (0.88, 0.95)),
        ],
    ),
    (
        "calibrated",
        110,
        &[
            ("top1", TOP1, (0.39, 1.0)),
            ("top3", TOP3, (0.68, 1.0)),
            ("regret", REGRET, (0.0, 0.47)),
            ("brier", BRIER, (0.0, 0.062)),
            ("ece", ECE, (0.0, 0.015)),
            ("coverage", COVERAGE, (0.88, 0.95)),
        ],
    ),
    (
        "gated",
        44,
        &[
            ("top1", TOP1, (0.38, 1.0)),
            ("top3", TOP3, (0.73, 1.0)),
            ("regret", REGRET, (0.0, 0.60)),
            ("brier", BRIER, (0.0, 0.12)),
            ("coverage", COVERAGE, (0.90, 0.97)),
        ],
    ),
];

/// Returns the figures of these rows that are not reached; rows of fewer than [`FEWEST_PEOPLE`] are left out, since
/// chance alone would move them.
#[must_use]
pub fn missed(rows: &[TableRow]) -> Vec<Missed> {
    rows.iter().filter(|row| row.n_people >= FEWEST_PEOPLE).flat_map(of_row).collect()
}

fn of_row(row: &TableRow) -> Vec<Missed> {
    let mut checked: Vec<(&'static str, f64, (f64, f64))> = OF_ROWS
        .iter()
        .filter(|(condition, n_questions, _)| *condition == row.condition && *n_questions == row.n_questions)
        .filter(|_| !matches!(row.gating, Gating::Of(_)))
        .flat_map(|(_, _, limits)| limits.iter())
        .map(|(figure, found, range)| (*figure, found(row), *range))
        .collect();
    match row.extra {
        // Nobody of this row has a best role that could be covered.
        Extra::Flat { stands_out, leans_to, largest_share } => checked.extend([
            ("stands_out", stands_out, (0.0, 0.05)),
            ("leans_to", leans_to, (0.0, 0.20)),
            ("largest_share", largest_share, (0.0, 2.0)),
        ]),
        Extra::DontKnow { bias } => checked.push(("bias", bias, (-0.15, 0.15))),
        Extra::None | Extra::Pass { .. } => {
            checked.push(("coverage", row.row.coverage, (LEAST_COVERAGE, 1.0)))
        }
    }
    checked
        .into_iter()
        .filter(|(_, found, (low, high))| !(*low..=*high).contains(found))
        .map(|(figure, found, range)| Missed {
            condition: row.condition,
            n_questions: row.n_questions,
            figure,
            found,
            range,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::power::{Figures, Row};

    fn row(condition: &'static str, top1: f64, coverage: f64) -> TableRow {
        let suggestion = Figures { top1, top3: 0.7, regret: 0.5, ece: 0.01 };
        TableRow {
            condition,
            n_questions: 66,
            n_people: FEWEST_PEOPLE,
            gating: Gating::Off,
            row: Row { suggestion, coverage, brier: 0.07, ..Row::default() },
            extra: Extra::None,
        }
    }

    #[test]
    fn a_figure_beyond_its_limit_is_named() {
        assert_eq!(missed(&[row("author", 0.26, 0.88), row("calibrated", 0.4, 0.95)]), []);
        let found = missed(&[row("author", 0.25, 0.96)]);
        assert_eq!(found.iter().map(|missed| missed.figure).collect::<Vec<_>>(), ["top1", "coverage"]);
        assert_eq!((found[0].found, found[0].range), (0.25, (0.26, 1.0)));
        assert_eq!(missed(&[row("below-prior", 0.1, 0.79)])[0].figure, "coverage");
    }

    #[test]
    fn few_people_are_not_held_against_limits() {
        assert_eq!(missed(&[TableRow { n_people: 2_999, ..row("author", 0.1, 0.5) }]), []);
    }

    #[test]
    fn people_without_a_profile_have_limits_of_their_own() {
        let extra = Extra::Flat { stands_out: 0.06, leans_to: 0.2, largest_share: 2.1 };
        let found = missed(&[TableRow { extra, ..row("flat", 0.0, 0.0) }]);
        assert_eq!(
            found.iter().map(|missed| missed.figure).collect::<Vec<_>>(),
            ["stands_out", "largest_share"]
        );
        let extra = Extra::DontKnow { bias: -0.16 };
        assert_eq!(missed(&[TableRow { extra, ..row("dont-know", 0.0, 0.9) }])[0].figure, "bias");
    }
}
