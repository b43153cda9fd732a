//! What is counted over simulated people.

/// Bins of the expected calibration error.
const N_BINS: usize = 10;

/// Said probabilities against what came true.
#[derive(Clone, Debug, Default)]
pub struct Calibration {
    bins: [Bin; N_BINS],
    squares: f64,
}

/// Said probabilities of one tenth.
#[derive(Clone, Copy, Debug, Default)]
struct Bin {
    n: f64,
    said: f64,
    came_true: f64,
}

/// A mean over people.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mean {
    sum: f64,
    n: f64,
}

impl Calibration {
    /// Adds a probability that was said and whether it came true.
    pub fn add(&mut self, said: f64, came_true: bool) {
        let truth = f64::from(u8::from(came_true));
        let place = ((said * N_BINS as f64) as usize).min(N_BINS - 1);
        if let Some(bin) = self.bins.get_mut(place) {
            bin.n += 1.0;
            bin.said += said;
            bin.came_true += truth;
        }
        self.squares += (said - truth) * (said - truth);
    }

    /// Adds what was counted elsewhere.
    pub fn merge(&mut self, other: &Self) {
        for (bin, more) in self.bins.iter_mut().zip(&other.bins) {
            bin.n += more.n;
            bin.said += more.said;
            bin.came_true += more.came_true;
        }
        self.squares += other.squares;
    }

    /// Returns the expected calibration error in ten equal bins, 0 to 1 (Naeini, Cooper & Hauskrecht 2015).
    ///
    /// Worked: 0.8 said twice, true once, gives 0.3.
    #[must_use]
    pub fn ece(&self) -> f64 {
        let gaps: f64 = self.bins.iter().map(|bin| (bin.said - bin.came_true).abs()).sum();
        gaps / self.n().max(1.0)
    }

    /// Returns the mean squared error of the probabilities (Brier 1950), 0 to 1. Worked: as above, 0.34.
    #[must_use]
    pub fn brier(&self) -> f64 {
        self.squares / self.n().max(1.0)
    }

    fn n(&self) -> f64 {
        self.bins.iter().map(|bin| bin.n).sum()
    }
}

impl Mean {
    /// Adds a value.
    pub fn add(&mut self, value: f64) {
        self.sum += value;
        self.n += 1.0;
    }

    /// Adds 1 or 0.
    pub fn add_if(&mut self, is_so: bool) {
        self.add(f64::from(u8::from(is_so)));
    }

    /// Adds the values of another mean.
    pub fn merge(&mut self, other: Self) {
        self.sum += other.sum;
        self.n += other.n;
    }

    /// Returns the mean, 0 of nothing.
    #[must_use]
    pub fn value(&self) -> f64 {
        if self.n > 0.0 { self.sum / self.n } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calibration_gives_the_worked_numbers() {
        let mut calibration = Calibration::default();
        calibration.add(0.8, true);
        calibration.add(0.8, false);
        assert!((calibration.ece() - 0.3).abs() < 1e-12 && (calibration.brier() - 0.34).abs() < 1e-12);
        calibration.add(1.0, true);
        calibration.add(0.0, false);
        assert!((calibration.ece() - 0.15).abs() < 1e-12);
    }

    #[test]
    fn nothing_counted_is_nothing() {
        assert_eq!(
            (Calibration::default().ece(), Calibration::default().brier(), Mean::default().value()),
            (0.0, 0.0, 0.0)
        );
    }
}
