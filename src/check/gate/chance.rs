//! Could it be chance? Tails of distributions, means and medians.

use std::collections::BTreeMap;

use statrs::function::beta::beta_reg;
use statrs::function::gamma::gamma_ur;

/// Returns the probability of counts as uneven as these, or more, if every place is as likely.
///
/// Pearson 1900: chi-square = Σ (observed − expected)² / expected. Questions with the same number of choices are
/// taken together; statistics and degrees of freedom of the numbers of choices are added.
pub(super) fn uniform_p(counts: impl Iterator<Item = Vec<f64>>) -> f64 {
    let mut by_size: BTreeMap<usize, (Vec<f64>, f64)> = BTreeMap::new();
    for row in counts {
        let (sums, n) = by_size.entry(row.len()).or_insert_with(|| (vec![0.0; row.len()], 0.0));
        for (sum, count) in sums.iter_mut().zip(row) {
            *sum += count;
        }
        *n += 1.0;
    }
    let (mut statistic, mut freedom) = (0.0, 0.0);
    for (size, (sums, n)) in &by_size {
        let expected = n / *size as f64;
        statistic += sums.iter().map(|sum| (sum - expected).powi(2) / expected).sum::<f64>();
        freedom += *size as f64 - 1.0;
    }
    chi_square_at_least(statistic, freedom)
}

/// Returns the probability that a chi-square variable is at least `statistic`. Worked: 7.815 with 3 gives 0.05.
fn chi_square_at_least(statistic: f64, freedom: f64) -> f64 {
    if freedom <= 0.0 || statistic <= 0.0 { 1.0 } else { gamma_ur(freedom / 2.0, statistic / 2.0) }
}

/// Returns the probability of at least `k` of `n` where each has probability `p`. Worked: 8 of 10 at 0.5 gives 0.0547.
pub(super) fn binomial_at_least(k: usize, n: usize, p: f64) -> f64 {
    if k == 0 || n == 0 {
        return 1.0;
    }
    beta_reg(k as f64, (n - k.min(n)) as f64 + 1.0, p.clamp(0.0, 1.0))
}

pub(super) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0_usize), |(sum, n), value| (sum + value, n + 1));
    if n == 0 { 0.0 } else { sum / n as f64 }
}

pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let at = |value_ix: usize| values.get(value_ix).copied().unwrap_or(0.0);
    if values.len().is_multiple_of(2) {
        f64::midpoint(at(middle.saturating_sub(1)), at(middle))
    } else {
        at(middle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_are_those_of_the_tables() {
        assert!((chi_square_at_least(7.815, 3.0) - 0.05).abs() < 1e-4);
        assert!((binomial_at_least(8, 10, 0.5) - 0.0547).abs() < 1e-4);
        assert_eq!(binomial_at_least(0, 10, 0.5), 1.0);
    }
}
