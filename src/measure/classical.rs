//! Classical item and test statistics, by the definitions of Moodle's statistics report since 2.0.
//!
//! Invariant: what is collected are whole numbers, counted; results of many sites merge to the same digits in any
//! order.

use std::collections::BTreeMap;

use statrs::distribution::{ContinuousCDF as _, FisherSnedecor};

use crate::measure::interval::Interval;

/// Units of a full mark.
const UNITS: f64 = 1e7;

/// Marks of many people on one test, in units of 1e-7, as counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    totals: BTreeMap<u64, u64>,
    items: Vec<ItemMarks>,
}

/// Marks on one question: how often which mark came with which rest of the test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ItemMarks {
    joint: BTreeMap<(u32, u64), u64>,
}

/// Statistics of one question. What cannot be said of so few or so equal answers is nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemStatistics {
    /// People who reached it.
    pub n: u64,
    /// Mean mark, 0 to 1.
    pub facility: Option<f64>,
    /// Standard deviation of the mark (over n − 1), 0 to 1.
    pub sd: Option<f64>,
    /// Pearson correlation of the mark with the rest of the test; times 100 it is Moodle's discrimination index.
    pub item_rest: Option<f64>,
    /// Per cent of the largest covariance with the rest that marks and rests so distributed could have.
    pub efficiency: Option<f64>,
    /// Per cent of the test's spread that the question accounts for; nothing where its covariance is negative.
    pub effective_weight: Option<f64>,
}

/// Statistics of a test; marks in questions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestStatistics {
    /// People.
    pub n: u64,
    /// Mean sum of marks.
    pub mean: Option<f64>,
    /// Standard deviation of the sum (over n − 1).
    pub sd: Option<f64>,
    /// Skewness from k-statistics, k₃ / k₂^1.5.
    pub skewness: Option<f64>,
    /// Excess kurtosis from k-statistics, k₄ / k₂².
    pub kurtosis: Option<f64>,
    /// Cronbach's alpha.
    pub alpha: Option<f64>,
    /// Feldt's 95 % interval of alpha; its low end may be negative.
    pub alpha_95: Option<Interval>,
    /// Standard error of measurement, SD √(1 − alpha).
    pub sem: Option<f64>,
}

/// Whole-number sums over pairs of an x and a y.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    n: i128,
    x: i128,
    y: i128,
    xx: i128,
    yy: i128,
    xy: i128,
}

impl Sums {
    fn add(&mut self, x: u64, y: u64, n: u64) {
        let (x, y, n) = (i128::from(x), i128::from(y), i128::from(n));
        self.n += n;
        self.x += n * x;
        self.y += n * y;
        self.xx += n * x * x;
        self.yy += n * y * y;
        self.xy += n * x * y;
    }

    /// Returns Σ(a − ā)(b − b̄) from the sums of a, b and a b; exact up to the division.
    fn centred(&self, ab: i128, a: i128, b: i128) -> f64 {
        // n Σab − Σa Σb in whole numbers, since as floating point the difference loses its digits.
        (self.n * ab - a * b) as f64 / self.n as f64
    }

    fn variance_x(&self) -> Option<f64> {
        (self.n > 1).then(|| self.centred(self.xx, self.x, self.x) / (self.n - 1) as f64)
    }

    fn variance_y(&self) -> Option<f64> {
        (self.n > 1).then(|| self.centred(self.yy, self.y, self.y) / (self.n - 1) as f64)
    }

    fn covariance(&self) -> Option<f64> {
        (self.n > 1).then(|| self.centred(self.xy, self.x, self.y) / (self.n - 1) as f64)
    }
}

impl Marks {
    /// Returns the marks of nobody on a test of `n_items` questions.
    #[must_use]
    pub fn of_nobody(n_items: usize) -> Self {
        Self { totals: BTreeMap::new(), items: vec![ItemMarks::default(); n_items] }
    }

    /// Adds one person: a mark in units of 1e-7 a question, in the test's order; nothing where it was not reached.
    pub fn add(&mut self, marks: &[Option<u32>]) {
        self.add_many(marks, 1);
    }

    /// Adds `n` people with the same marks.
    pub fn add_many(&mut self, marks: &[Option<u32>], n: u64) {
        if n == 0 {
            return;
        }
        let marks = marks.iter().take(self.items.len());
        let total: u64 = marks.clone().flatten().map(|mark| u64::from(*mark)).sum();
        *self.totals.entry(total).or_default() += n;
        for (item, mark) in self.items.iter_mut().zip(marks) {
            if let Some(mark) = mark {
                *item.joint.entry((*mark, total - u64::from(*mark))).or_default() += n;
            }
        }
    }

    /// Adds the marks of other people on the same test; questions beyond its length are left out.
    pub fn merge(&mut self, other: &Self) {
        for (total, n) in &other.totals {
            *self.totals.entry(*total).or_default() += n;
        }
        for (item, more) in self.items.iter_mut().zip(&other.items) {
            for (place, n) in &more.joint {
                *item.joint.entry(*place).or_default() += n;
            }
        }
    }

    /// Returns the statistics of each question, in the test's order.
    ///
    /// Moodle documentation, "Quiz statistics calculations": discrimination index = 100 r(item, rest); discriminative
    /// efficiency = 100 C(item, rest) / C_max(item, rest), C_max with both sorted; effective weight = 100 √C(item,
    /// total) / Σ √C(item, total).
    #[must_use]
    pub fn item_statistics(&self) -> Vec<ItemStatistics> {
        let weights: Vec<Option<f64>> =
            self.items.iter().map(ItemMarks::root_of_covariance_with_total).collect();
        let total: f64 = weights.iter().flatten().sum();
        let share = |weight: f64| (total > 0.0).then(|| 100.0 * weight / total);
        self.items
            .iter()
            .zip(weights)
            .map(|(item, weight)| ItemStatistics {
                effective_weight: weight.and_then(share),
                ..item.statistics()
            })
            .collect()
    }

    /// Returns the statistics of the test.
    ///
    /// Alpha: Cronbach 1951, equation 2, k / (k − 1) (1 − Σ s²ᵢ / s²); its interval: Feldt 1965, with F on n − 1 and
    /// (n − 1)(k − 1) degrees of freedom; skewness and kurtosis: k-statistics (Fisher 1930), as in Moodle's report.
    /// Questions that somebody did not reach count 0 for that person in the sum, and alpha is only given where
    /// everybody reached everything.
    #[must_use]
    pub fn test_statistics(&self) -> TestStatistics {
        let sums = self.sums_of_totals();
        let n = u64::try_from(sums.n).unwrap_or(u64::MAX);
        let sd = sums.variance_x().map(|variance| variance.sqrt() / UNITS);
        let alpha = self.alpha();
        let sem = alpha.zip(sd).map(|(alpha, sd)| sd * (1.0 - alpha).max(0.0).sqrt());
        let [skewness, kurtosis] = self.shape();
        TestStatistics {
            n,
            mean: (n > 0).then(|| sums.x as f64 / sums.n as f64 / UNITS),
            sd,
            skewness,
            kurtosis,
            alpha,
            alpha_95: alpha.and_then(|alpha| feldt(alpha, n, self.items.len())),
            sem,
        }
    }

    fn sums_of_totals(&self) -> Sums {
        let mut sums = Sums::default();
        for (total, n) in &self.totals {
            sums.add(*total, 0, *n);
        }
        sums
    }

    fn alpha(&self) -> Option<f64> {
        let of_test = self.sums_of_totals();
        let k = self.items.len() as f64;
        let variance = of_test.variance_x().filter(|variance| *variance > 0.0)?;
        let mut of_items = 0.0;
        for item in &self.items {
            let sums = item.sums();
            of_items += if sums.n == of_test.n { sums.variance_x()? } else { return None };
        }
        (k > 1.0).then(|| k / (k - 1.0) * (1.0 - of_items / variance))
    }

    /// Returns skewness and kurtosis.
    fn shape(&self) -> [Option<f64>; 2] {
        let sums = self.sums_of_totals();
        let n = sums.n as f64;
        let mean = sums.x as f64 / n;
        let moment = |power: i32| {
            self.totals
                .iter()
                .map(|(total, count)| *count as f64 * (*total as f64 - mean).powi(power))
                .sum::<f64>()
                / n
        };
        let (m2, m3, m4) = (moment(2), moment(3), moment(4));
        if sums.n < 4 || m2 <= 0.0 {
            return [None, None];
        }
        let k2 = n / (n - 1.0) * m2;
        let k3 = n * n / ((n - 1.0) * (n - 2.0)) * m3;
        let k4 = n * n / ((n - 1.0) * (n - 2.0) * (n - 3.0)) * ((n + 1.0) * m4 - 3.0 * (n - 1.0) * m2 * m2);
        [Some(k3 / k2.powf(1.5)), Some(k4 / (k2 * k2))]
    }
}

impl ItemMarks {
    fn sums(&self) -> Sums {
        let mut sums = Sums::default();
        for ((mark, rest), n) in &self.joint {
            sums.add(u64::from(*mark), *rest, *n);
        }
        sums
    }

    /// Returns √C(item, total), nothing where the covariance is negative.
    fn root_of_covariance_with_total(&self) -> Option<f64> {
        let sums = self.sums();
        let with_total = sums.covariance()? + sums.variance_x()?;
        (with_total >= 0.0).then(|| with_total.sqrt())
    }

    fn statistics(&self) -> ItemStatistics {
        let sums = self.sums();
        let deviations = sums.variance_x().zip(sums.variance_y()).map(|(x, y)| (x * y).sqrt());
        let share = |covariance: f64, of: f64| (of > 0.0).then(|| covariance / of);
        let largest = self.sorted_sums().covariance();
        ItemStatistics {
            n: u64::try_from(sums.n).unwrap_or(u64::MAX),
            facility: (sums.n > 0).then(|| sums.x as f64 / sums.n as f64 / UNITS),
            sd: sums.variance_x().map(|variance| variance.sqrt() / UNITS),
            item_rest: sums.covariance().zip(deviations).and_then(|(c, of)| share(c, of)),
            efficiency: sums.covariance().zip(largest).and_then(|(c, of)| share(100.0 * c, of)),
            effective_weight: None,
        }
    }

    /// Returns the sums of the same marks and rests, both sorted, the least with the least.
    fn sorted_sums(&self) -> Sums {
        let mut rests: BTreeMap<u64, u64> = BTreeMap::new();
        for ((_, rest), n) in &self.joint {
            *rests.entry(*rest).or_default() += n;
        }
        let mut sums = Sums::default();
        let mut rests = rests.into_iter();
        let mut left = rests.next();
        for ((mark, _), n) in &self.joint {
            let mut n_wanted = *n;
            while let Some((rest, n_there)) = left.filter(|_| n_wanted > 0) {
                let n_taken = n_wanted.min(n_there);
                sums.add(u64::from(*mark), rest, n_taken);
                n_wanted -= n_taken;
                left = if n_there > n_taken { Some((rest, n_there - n_taken)) } else { rests.next() };
            }
        }
        sums
    }
}

/// Returns Feldt's 95 % interval of alpha.
fn feldt(alpha: f64, n_people: u64, n_items: usize) -> Option<Interval> {
    if n_people < 2 || n_items < 2 {
        return None;
    }
    let freedom = (n_people - 1) as f64;
    let f = FisherSnedecor::new(freedom, freedom * (n_items - 1) as f64).ok()?;
    let bound = |p: f64| 1.0 - (1.0 - alpha) * f.inverse_cdf(p);
    Some(Interval { low: bound(0.975), high: bound(0.025) })
}

#[cfg(test)]
mod tests;
