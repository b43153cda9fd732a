//! The hash chain over the events: each link covers its row and the link before.

use sha2::{Digest as _, Sha256};

/// A SHA-256 digest: a link of the chain, or the name of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Digest(pub(crate) [u8; 32]);

/// An event as a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EventRow {
    /// From 1 over all attempts.
    pub(crate) seq: i64,
    /// Which attempt.
    pub(crate) attempt: i64,
    /// Milliseconds since 1970 UTC.
    pub(crate) at: i64,
    /// Milliseconds spent on the attempt.
    pub(crate) elapsed: i64,
    /// What happened, as JSON.
    pub(crate) body: String,
}

impl EventRow {
    /// Returns the link of this row behind the link `previous`; the link before the first row is all zeros.
    ///
    /// SHA-256 of `previous`, then `seq`, `attempt`, `at`, `elapsed` as 64-bit little-endian numbers, then the bytes of
    /// `body`: everything but the last is of fixed length, so that no two rows read the same.
    pub(crate) fn link(&self, previous: Digest) -> Digest {
        let mut hasher = Sha256::new();
        hasher.update(previous.0);
        for number in [self.seq, self.attempt, self.at, self.elapsed] {
            hasher.update(number.to_le_bytes());
        }
        hasher.update(self.body.as_bytes());
        Digest(hasher.finalize().into())
    }
}

impl Digest {
    /// Returns the digest of a text.
    pub(crate) fn of_text(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// Returns the digest as 64 hexadecimal digits.
    pub(crate) fn hex(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads 64 hexadecimal digits.
    pub(crate) fn from_hex(digits: &str) -> Option<Self> {
        let mut digest = Self::default();
        let pairs = digits.as_bytes().chunks_exact(2);
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in digest.0.iter_mut().zip(pairs) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> EventRow {
        EventRow { seq: 1, attempt: 1, at: 1_000, elapsed: 0, body: "{}".to_owned() }
    }

    #[test]
    fn a_link_is_the_digest_that_the_docs_describe() {
        // Printed by Python: sha256(bytes(32) + struct.pack('<4q', 1, 1, 1000, 0) + b'{}').hexdigest()
        assert_eq!(row().link(Digest::default()).hex(), GOLDEN_LINK);
    }

    const GOLDEN_LINK: &str = "013cd8b79d07a33a3b8bcdbcec8027add4de1524d6ec170a8c9c1e9ece8b91ce";

    #[test]
    fn every_part_of_a_row_and_the_link_before_change_the_link() {
        let link = row().link(Digest::default());
        assert_ne!(link, row().link(Digest([1; 32])));
        for changed in [
            EventRow { seq: 2, ..row() },
            EventRow { attempt: 2, ..row() },
            EventRow { at: 1_001, ..row() },
            EventRow { elapsed: 1, ..row() },
            EventRow { body: "{ }".to_owned(), ..row() },
        ] {
            assert_ne!(link, changed.link(Digest::default()), "{changed:?}");
        }
    }

    #[test]
    fn digests_survive_writing_in_digits() {
        let digest = Digest::of_text("a");
        assert_eq!(Digest::from_hex(&digest.hex()), Some(digest));
        for wrong in ["", "ab", &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(Digest::from_hex(wrong), None);
        }
    }
}
