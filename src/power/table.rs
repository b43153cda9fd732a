//! The whole table: which conditions, after how many questions, behind which gates.

use crate::framework::N_DOMAINS;
use crate::power::apart::{Pair, ordered};
use crate::power::gating::{GATES, Gate};
use crate::power::leaning::{N_OPEN, open_sets, thresholds};
use crate::power::passing::pass_calibration;
use crate::power::plan::{Kind, Planned, plan};
use crate::power::world::World;
use crate::power::{Condition, Details, Extent, Figures, Manner, Row, Watch, row};
use crate::seed::Seed;

/// People of a row where nobody says how many.
pub const DEFAULT_PEOPLE: usize = 3_000;

/// For the thresholds of *leans to* one person in so many is enough.
const PEOPLE_A_THRESHOLD: usize = 3;

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// People a row.
    pub n_people: usize,
    /// Questions of every row; as the table has it where nothing is said.
    pub n_questions: Option<usize>,
    /// Where everything random comes from.
    pub seed: Seed,
}

/// A row with its condition.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// The condition's name.
    pub condition: &'static str,
    /// Questions a placement.
    pub n_questions: usize,
    /// People.
    pub n_people: usize,
    /// Behind which gate.
    pub gating: Gating,
    /// Its figures.
    pub row: Row,
    /// What only this condition tells.
    pub extra: Extra,
}

/// Which gate a row is simulated behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gating {
    /// None: all roles are open.
    Off,
    /// This one.
    Of(Gate),
    /// The mean of the rows of [`GATES`].
    Mean,
}

/// What only some conditions tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extra {
    /// Nothing.
    None,
    /// People without a profile.
    Flat {
        /// Share of people of whom it is said that a role stands out.
        stands_out: f64,
        /// Share of people of whom it is said that they lean to roles.
        leans_to: f64,
        /// The largest share of people for whom one role is first, times the fair share.
        largest_share: f64,
    },
    /// "I don't know" pressed whenever it is not known.
    DontKnow {
        /// The largest difference of a domain's mean ability from that of the same people guessing, logits.
        bias: f64,
    },
    /// Calibration of P(pass).
    Pass {
        /// Mean squared error of P(pass).
        brier: f64,
        /// Expected calibration error of P(pass).
        ece: f64,
    },
}

/// All that `bank power` tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The rows, in the order in which they are printed.
    pub rows: Vec<TableRow>,
    /// All pairs of roles, the most alike first; how often they were told apart is from the first row.
    pub pairs: Vec<Pair>,
    /// From which P(best) on a profile leans to a role: number of open roles, and a threshold for each of
    /// [`crate::advice::certainty::QUESTIONS`].
    pub leaning: Vec<(usize, [f64; 6])>,
}

/// A world, what is wanted of it, and who watches.
struct Simulation<'a> {
    world: &'a World,
    wanted: Wanted,
    watch: Watch<'a>,
    all: Vec<usize>,
}

/// Returns of how many people [`Watch`] is told while [`table`] runs.
#[must_use]
pub fn n_people(wanted: Wanted) -> usize {
    let rows: usize = plan(wanted.n_questions)
        .map(|planned| match planned.kind {
            Kind::Plain => 1,
            Kind::Gated => GATES.len(),
            Kind::Flat => 1 + GATES.len(),
            Kind::DontKnow | Kind::Pass => 2,
        })
        .sum();
    let n_sets: usize = N_OPEN.iter().map(|n_open| open_sets(*n_open).len()).sum();
    rows * wanted.n_people + n_sets * n_people_a_threshold(wanted)
}

/// Returns the whole table; nothing where `watch` stops it.
#[must_use]
pub fn table(world: &World, wanted: Wanted, watch: Watch<'_>) -> Option<Table> {
    let simulation = Simulation { world, wanted, watch, all: (0..world.contrasts.n_roles()).collect() };
    let mut rows = Vec::new();
    for planned in plan(wanted.n_questions) {
        rows.extend(simulation.rows(planned)?);
    }
    let told_apart = rows.first().map_or(&[][..], |first| &first.row.details.told_apart);
    let pairs = ordered(&world.contrasts, told_apart);
    let extent = Extent { n_questions: 0, n_people: n_people_a_threshold(wanted), seed: wanted.seed };
    let of_open = |n_open: usize| Some((n_open, thresholds(n_open, extent, world, watch)?));
    let leaning = N_OPEN.into_iter().map(of_open).collect::<Option<_>>()?;
    Some(Table { rows, pairs, leaning })
}

fn n_people_a_threshold(wanted: Wanted) -> usize {
    wanted.n_people.div_ceil(PEOPLE_A_THRESHOLD)
}

impl Simulation<'_> {
    fn rows(&self, planned: Planned) -> Option<Vec<TableRow>> {
        match planned.kind {
            Kind::Plain => Some(vec![self.row(planned, Gating::Off)?]),
            Kind::Gated => {
                let mut rows: Vec<TableRow> = GATES
                    .into_iter()
                    .map(|gate| self.row(planned, Gating::Of(gate)))
                    .collect::<Option<_>>()?;
                rows.push(mean(&rows, planned));
                Some(rows)
            }
            Kind::Flat => std::iter::once(Gating::Off)
                .chain(GATES.map(Gating::Of))
                .map(|gating| Some(flat(self.row(planned, gating)?)))
                .collect(),
            Kind::DontKnow => {
                let condition = Condition { manner: Manner::Guessing, ..planned.condition };
                let of_guessers = self.row(Planned { condition, ..planned }, Gating::Off)?;
                let found = self.row(planned, Gating::Off)?;
                let extra = Extra::DontKnow { bias: bias(&found.row.details, &of_guessers.row.details) };
                Some(vec![TableRow { extra, ..found }])
            }
            Kind::Pass => {
                let found = self.row(planned, Gating::Off)?;
                let extent = self.extent(planned);
                let pass = pass_calibration(planned.condition, extent, self.world, &self.all, self.watch)?;
                let extra = Extra::Pass { brier: pass.brier(), ece: pass.ece() };
                Some(vec![TableRow { extra, ..found }])
            }
        }
    }

    fn row(&self, planned: Planned, gating: Gating) -> Option<TableRow> {
        let open = match gating {
            Gating::Of(gate) => gate.open(),
            Gating::Off | Gating::Mean => self.all.clone(),
        };
        let extent = self.extent(planned);
        Some(TableRow {
            condition: planned.name,
            n_questions: extent.n_questions,
            n_people: extent.n_people,
            gating,
            row: row(planned.condition, extent, self.world, &open, self.watch)?,
            extra: Extra::None,
        })
    }

    fn extent(&self, planned: Planned) -> Extent {
        let Wanted { n_people, seed, .. } = self.wanted;
        Extent { n_questions: planned.n_questions, n_people, seed }
    }
}

fn flat(row: TableRow) -> TableRow {
    let Details { stands_out, leans_to, first_shares, .. } = &row.row.details;
    let n_open = match row.gating {
        Gating::Of(gate) => gate.open().len(),
        Gating::Off | Gating::Mean => first_shares.len(),
    };
    let largest = first_shares.iter().copied().fold(0.0, f64::max);
    let extra =
        Extra::Flat { stands_out: *stands_out, leans_to: *leans_to, largest_share: largest * n_open as f64 };
    TableRow { extra, ..row }
}

/// Returns the difference of a domain's mean that is farthest from 0, with its sign.
fn bias(found: &Details, of_guessers: &Details) -> f64 {
    let differences: [f64; N_DOMAINS] = std::array::from_fn(|domain_ix| {
        let of = |details: &Details| details.mean_abilities.get(domain_ix).copied().unwrap_or(0.0);
        of(found) - of(of_guessers)
    });
    differences.into_iter().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(0.0)
}

/// Returns the mean of rows of as many people each.
fn mean(rows: &[TableRow], planned: Planned) -> TableRow {
    let of = |value: &dyn Fn(&Row) -> f64| {
        rows.iter().map(|row| value(&row.row)).sum::<f64>() / rows.len().max(1) as f64
    };
    let figures = |which: &dyn Fn(&Row) -> Figures| Figures {
        top1: of(&|row| which(row).top1),
        top3: of(&|row| which(row).top3),
        regret: of(&|row| which(row).regret),
        ece: of(&|row| which(row).ece),
    };
    TableRow {
        condition: planned.name,
        n_questions: planned.n_questions,
        n_people: rows.iter().map(|row| row.n_people).sum(),
        gating: Gating::Mean,
        row: Row {
            suggestion: figures(&|row| row.suggestion),
            naive: figures(&|row| row.naive),
            brier: of(&|row| row.brier),
            coverage: of(&|row| row.coverage),
            set_size: of(&|row| row.set_size),
            details: Details::default(),
        },
        extra: Extra::None,
    }
}
