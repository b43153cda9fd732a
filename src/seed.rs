//! The one generator of randomness: ChaCha8, one stream a use, the same numbers on every machine and version.
//!
//! Invariant: how numbers are drawn from the stream is written here and held by golden values, since a seed in a
//! stored attempt must mean the same for ever; only the block function comes from the library.

use rand::rngs::ChaCha8Rng;
use rand::{Rng as _, SeedableRng as _, TryRng as _};
use serde::{Deserialize, Serialize};

/// The number from which everything random of one attempt follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(pub u64);

/// What a stream of random numbers is used for; each has its own, so that one more draw here changes nothing there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Which questions a form holds.
    Questions,
    /// In which order the form asks them.
    Sequence,
    /// In which order choices are shown.
    Choices,
    /// Draws from what is known of abilities.
    Ranking,
    /// Which question a placement or an adaptive exam prefers among equally good ones.
    Placement,
    /// In which order interest statements are shown.
    Interests,
    /// Simulated people, questions and answers.
    Simulation,
}

/// A stream of random numbers.
#[derive(Debug)]
pub struct Random(ChaCha8Rng);

impl Seed {
    /// Returns a seed from the system's randomness, or from the time where the system has none to give.
    #[must_use]
    pub fn fresh() -> Self {
        let fallback = || crate::clock::now().wall.0.unsigned_abs();
        // 53 bits: JSON readers that know only doubles keep the seed exact.
        Self(rand::rngs::SysRng.try_next_u64().unwrap_or_else(|_| fallback()) >> 11)
    }

    /// Returns the random numbers for one use.
    #[must_use]
    pub fn stream(self, stream: Stream) -> Random {
        let number = match stream {
            Stream::Questions => 1,
            Stream::Sequence => 2,
            Stream::Choices => 3,
            Stream::Ranking => 4,
            Stream::Placement => 5,
            Stream::Interests => 6,
            Stream::Simulation => 7,
        };
        let mut key = [0_u8; 32];
        for (to, from) in key.iter_mut().zip(self.0.to_le_bytes()) {
            *to = from;
        }
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(number);
        Random(generator)
    }
}

impl Random {
    /// Returns a whole number from 0 to `bound` − 1, each as likely; 0 where `bound` is 0.
    ///
    /// Multiplication with rejection (Lemire 2019, "Fast random integer generation in an interval", algorithm 5).
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        if bound == 0 {
            return 0;
        }
        let threshold = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.0.next_u64()) * u128::from(bound);
            // The low half decides on rejection, the high half is the number.
            if (product & u128::from(u64::MAX)) as u64 >= threshold {
                return (product >> 64) as usize;
            }
        }
    }

    /// Returns a number between 0 and 1, never either: the middle of one of 2⁵² equal parts, each as likely.
    pub fn unit(&mut self) -> f64 {
        ((self.0.next_u64() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Returns a seed, each of 2⁵² as likely: where many things each need random numbers of their own.
    pub fn seed(&mut self) -> Seed {
        Seed(self.0.next_u64() >> 12)
    }

    /// Shuffles `items`, each order as likely (Durstenfeld 1964, algorithm 235).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_means_the_same_numbers_for_ever() {
        let mut random = Seed(7).stream(Stream::Choices);
        let drawn: Vec<usize> = (0..8).map(|_| random.below(100)).collect();
        assert_eq!(drawn, GOLDEN_BELOW);
        let mut order: Vec<usize> = (0..8).collect();
        Seed(7).stream(Stream::Questions).shuffle(&mut order);
        assert_eq!(order, GOLDEN_SHUFFLE);
    }

    #[test]
    fn a_number_between_0_and_1_is_the_same_for_ever() {
        let mut random = Seed(7).stream(Stream::Ranking);
        let drawn: Vec<f64> = (0..3).map(|_| random.unit()).collect();
        assert_eq!(drawn, GOLDEN_UNIT);
        let mean = (0..4_000).map(|_| random.unit()).sum::<f64>() / 4_000.0;
        assert!((mean - 0.5).abs() < 0.02);
    }

    const GOLDEN_UNIT: [f64; 3] =
        [0.241_183_225_524_688_07, 0.168_441_595_251_813_8, 0.105_468_334_393_253_54];
    const GOLDEN_BELOW: [usize; 8] = [66, 50, 73, 4, 0, 63, 40, 4];
    const GOLDEN_SHUFFLE: [usize; 8] = [0, 2, 6, 4, 3, 5, 1, 7];

    #[test]
    fn every_number_below_the_bound_comes_up() {
        let mut random = Seed(1).stream(Stream::Questions);
        let mut n_seen = [0_usize; 6];
        for _ in 0..6_000 {
            n_seen[random.below(6)] += 1;
        }
        assert!(n_seen.iter().all(|n| (850..1_150).contains(n)), "{n_seen:?}");
        assert_eq!(random.below(0), 0);
    }

    #[test]
    fn streams_differ() {
        let first = |stream| Seed(3).stream(stream).below(usize::MAX);
        assert_ne!(first(Stream::Questions), first(Stream::Choices));
        assert_ne!(first(Stream::Questions), first(Stream::Sequence));
    }
}
