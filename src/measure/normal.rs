//! The normal distribution: density, distribution function, quantile.

use std::f64::consts::{FRAC_1_SQRT_2, TAU};

use statrs::function::erf::erfc;

/// A rational function of degree seven over seven: the coefficients above and below the line, constant term first.
type Rational = ([f64; 8], [f64; 8]);

/// Wichura 1988, the middle, |p − ½| ≤ 0.425.
const MIDDLE: Rational = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
);

/// Wichura 1988, the near tail, √(−ln p) ≤ 5.
const NEAR_TAIL: Rational = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);

/// Wichura 1988, the far tail.
const FAR_TAIL: Rational = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

/// Steps of [`CdfTable`] to one standard deviation.
const TABLE_STEPS: f64 = 64.0;

/// Standard deviations that [`CdfTable`] reaches to each side.
const TABLE_REACH: f64 = 8.0;

/// Φ at many places, for where it is wanted tens of thousands of times; right to 8e-6.
#[derive(Clone, Debug)]
pub struct CdfTable(Vec<f64>);

impl CdfTable {
    /// Returns the table.
    #[must_use]
    pub fn new() -> Self {
        let last = (2.0 * TABLE_REACH * TABLE_STEPS) as u32;
        Self((0..=last).map(|step| cdf(f64::from(step) / TABLE_STEPS - TABLE_REACH)).collect())
    }

    /// Returns Φ(x), 0 to 1. Worked: Φ(1.96) = 0.97500.
    #[must_use]
    pub fn at(&self, x: f64) -> f64 {
        let place = ((x + TABLE_REACH) * TABLE_STEPS).clamp(0.0, 2.0 * TABLE_REACH * TABLE_STEPS);
        // The cast takes NaN to 0.
        let left_ix = (place as usize).min(self.0.len().saturating_sub(2));
        match self.0.get(left_ix..left_ix + 2) {
            Some([left, right]) => left + (right - left) * (place - left_ix as f64),
            _ => cdf(x),
        }
    }
}

impl Default for CdfTable {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns the standard normal density φ(x) = exp(−x²/2) / √(2π). Worked: φ(1) = 0.241971.
#[must_use]
pub fn density(x: f64) -> f64 {
    (-0.5 * x * x).exp() / TAU.sqrt()
}

/// Returns the standard normal distribution function Φ(x), 0 to 1. Worked: Φ(1.96) = 0.975002.
#[must_use]
pub fn cdf(x: f64) -> f64 {
    0.5 * erfc(-x * FRAC_1_SQRT_2)
}

/// Returns the x with Φ(x) = `p`; `p` is drawn to the open interval from 0 to 1.
///
/// Wichura 1988, "Algorithm AS 241: the percentage points of the normal distribution", PPND16, right to about 16
/// digits. Worked: p = 0.975 gives 1.959964.
#[must_use]
pub fn quantile(p: f64) -> f64 {
    let p = p.clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0);
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&MIDDLE, 0.180_625 - q * q);
    }
    let r = (-p.min(1.0 - p).ln()).sqrt();
    let tail = if r <= 5.0 { ratio(&NEAR_TAIL, r - 1.6) } else { ratio(&FAR_TAIL, r - 5.0) };
    tail.copysign(q)
}

/// Returns E max(0, Z − z) = φ(z) − z (1 − Φ(z)), Z standard normal: what is above `z` on average.
///
/// The function f of Frazier, Powell & Dayanik 2009, section 3, taken at −z. Worked: z = 0 gives 0.398942.
#[must_use]
pub fn expected_excess(z: f64) -> f64 {
    (density(z) - z * cdf(-z)).max(0.0)
}

fn ratio((above, below): &Rational, x: f64) -> f64 {
    let polynomial = |terms: &[f64; 8]| terms.iter().rev().fold(0.0, |sum, term| sum * x + term);
    polynomial(above) / polynomial(below)
}

#[cfg(test)]
mod tests {
    use statrs::function::erf::erfc_inv;

    use super::*;

    #[test]
    fn worked_numbers_are_right() {
        assert!((density(1.0) - 0.241_971).abs() < 1e-6);
        assert!((cdf(1.96) - 0.975_002).abs() < 1e-6);
        assert!((quantile(0.975) - 1.959_964).abs() < 1e-6);
        assert!((expected_excess(0.0) - 0.398_942).abs() < 1e-6);
    }

    #[test]
    fn the_table_is_the_distribution_function() {
        let table = CdfTable::default();
        for x in (-900..=900).map(|x| f64::from(x) / 90.7) {
            assert!((table.at(x) - cdf(x)).abs() < 8e-6, "{x}");
        }
        assert!((table.at(1.96) - 0.975).abs() < 1e-5);
        assert!((0.0..=1.0).contains(&table.at(f64::INFINITY)) && (0.0..=1.0).contains(&table.at(-1e300)));
    }

    #[test]
    fn the_quantile_agrees_with_another_program_and_undoes_the_distribution_function() {
        for p in [1e-300, 1e-20, 1e-9, 0.001, 0.02, 0.074, 0.076, 0.3, 0.5, 0.7, 0.93, 0.999] {
            let other = -std::f64::consts::SQRT_2 * erfc_inv(2.0 * p);
            assert!((quantile(p) - other).abs() < 1e-7 * (1.0 + other.abs()), "{p}: {} {other}", quantile(p));
            assert!((cdf(quantile(p)) / p - 1.0).abs() < 1e-8, "{p}");
        }
        assert!(quantile(0.0).is_finite() && quantile(1.0).is_finite() && quantile(0.5) == 0.0);
    }
}
