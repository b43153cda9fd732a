//! The gates under which rows are simulated.

use crate::advice::gates::{Background, Person, Training, gates, open_roles};

/// What somebody says of themselves before a placement, as far as it closes roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// Are they a licensed clinician?
    pub licence: bool,
    /// How long a training do they want?
    pub training: Training,
}

/// The four of the table.
pub const GATES: [Gate; 4] = [
    Gate { licence: true, training: Training::Short },
    Gate { licence: true, training: Training::Long },
    Gate { licence: false, training: Training::Short },
    Gate { licence: false, training: Training::Long },
];

impl Gate {
    /// Returns the positions of the roles that it leaves open, by the code that runs live.
    #[must_use]
    pub fn open(self) -> Vec<usize> {
        let backgrounds = if self.licence { vec![Background::LicensedClinician] } else { Vec::new() };
        open_roles(&gates(&Person { backgrounds, training: self.training, work: Vec::new() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_gates_leave_six_or_five_roles() {
        assert_eq!(GATES.map(|gate| gate.open().len()), [6, 6, 5, 5]);
    }
}
