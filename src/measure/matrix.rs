//! Small fixed matrices by hand.

/// Returns Σ aᵢ bᵢ.
#[must_use]
pub fn dot<const D: usize>(a: &[f64; D], b: &[f64; D]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Returns the matrix (rows) times the vector.
#[must_use]
pub fn times<const D: usize>(matrix: &[[f64; D]; D], vector: &[f64; D]) -> [f64; D] {
    let mut product = [0.0; D];
    for (cell, row) in product.iter_mut().zip(matrix) {
        *cell = dot(row, vector);
    }
    product
}

/// Returns v' M v, not below 0.
#[must_use]
pub fn quadratic_form<const D: usize>(matrix: &[[f64; D]; D], vector: &[f64; D]) -> f64 {
    dot(&times(matrix, vector), vector).max(0.0)
}

/// Returns the lower triangular L with L L' = `matrix`, rows first; a direction without variance gives a 0.
///
/// Golub & Van Loan 2013, "Matrix computations", section 4.2.5. Worked: 4, 2 / 2, 5 gives 2, 0 / 1, 2.
#[must_use]
pub fn cholesky<const D: usize>(matrix: &[[f64; D]; D]) -> [[f64; D]; D] {
    let mut factor = [[0.0; D]; D];
    for (row_ix, source) in matrix.iter().enumerate() {
        let (done, left) = factor.split_at_mut(row_ix);
        let Some(row) = left.first_mut() else { continue };
        for (column_ix, (other, value)) in done.iter().zip(source).enumerate() {
            let known: f64 = row.iter().zip(other).take(column_ix).map(|(a, b)| a * b).sum();
            let pivot = other.get(column_ix).copied().unwrap_or(0.0);
            if let Some(cell) = row.get_mut(column_ix) {
                *cell = if pivot > 0.0 { (value - known) / pivot } else { 0.0 };
            }
        }
        let known: f64 = row.iter().map(|cell| cell * cell).sum();
        if let (Some(cell), Some(value)) = (row.get_mut(row_ix), source.get(row_ix)) {
            *cell = (value - known).max(0.0).sqrt();
        }
    }
    factor
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::posterior::prior_covariance;

    #[test]
    fn the_factor_times_itself_is_the_matrix() {
        assert_eq!(cholesky(&[[4.0, 2.0], [2.0, 5.0]]), [[2.0, 0.0], [1.0, 2.0]]);
        let prior = prior_covariance::<11>(0.6);
        let factor = cholesky(&prior);
        for (row, wanted) in factor.iter().zip(prior) {
            for (other, wanted) in factor.iter().zip(wanted) {
                assert!((dot(row, other) - wanted).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn a_matrix_without_full_rank_has_a_factor_too() {
        assert_eq!(cholesky(&[[1.0, 1.0], [1.0, 1.0]]), [[1.0, 0.0], [1.0, 0.0]]);
        assert_eq!(quadratic_form(&[[1.0, 1.0], [1.0, 1.0]], &[1.0, -1.0]), 0.0);
    }
}
