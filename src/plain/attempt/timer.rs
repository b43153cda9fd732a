//! When the time left is said without being asked for.

use crate::clock::Millis;

/// Times left at which it is said unasked, the longer first: ten minutes and one.
const SAID_AT: [Millis; 2] = [Millis(10 * 60_000), Millis(60_000)];

/// How often the time left has become worth saying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Timer {
    n_passed: usize,
}

impl Timer {
    /// Returns a timer for which what has passed at the start needs no saying.
    pub(crate) fn started(left: Option<Result<Millis, Millis>>) -> Self {
        Self { n_passed: n_passed(left) }
    }

    /// Has one of the times been passed since the last call?
    pub(crate) fn is_due(&mut self, left: Option<Result<Millis, Millis>>) -> bool {
        let n_passed_before = self.n_passed;
        self.n_passed = n_passed(left);
        self.n_passed > n_passed_before
    }
}

fn n_passed(left: Option<Result<Millis, Millis>>) -> usize {
    match left {
        Some(Ok(left)) => SAID_AT.iter().filter(|said_at| left <= **said_at).count(),
        Some(Err(_)) => SAID_AT.len(),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_time_is_said_once_and_passing_both_is_said_once() {
        let minutes = |minutes: u64| Some(Ok(Millis(minutes * 60_000)));
        let mut timer = Timer::started(minutes(20));
        let due: Vec<bool> =
            [15, 10, 9, 2, 1, 0].into_iter().map(|left| timer.is_due(minutes(left))).collect();
        assert_eq!(due, [false, true, false, false, true, false]);
        let mut timer = Timer::started(minutes(11));
        assert!(timer.is_due(Some(Err(Millis(5)))));
        assert!(!timer.is_due(Some(Err(Millis(6)))));
        assert!(!Timer::started(minutes(5)).is_due(minutes(4)));
        assert!(!Timer::started(None).is_due(None));
    }
}
