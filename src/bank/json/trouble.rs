//! What is not JSON, in words.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};

use crate::bank::finding::{Finding, quoted};
use crate::bank::json::Member;
use crate::bank::json::parser::{Fatal, Parser};
use crate::bank::rule::{
    COMMENT, DUPLICATE_KEY, MISSING_COMMA, SYNTAX, TOO_MANY_VALUES, TRAILING_COMMA, UNCLOSED,
};
use crate::bank::source::{Span, trimmed_end};

/// Keys of an object up to which they are compared each with each.
const FEW_KEYS: usize = 24;

impl<'text> Parser<'text, '_> {
    #[cold]
    pub(super) fn too_many_values(&self) -> Fatal {
        let finding = Finding::new(TOO_MANY_VALUES, self.here(), "the file has too many values to be a bank");
        Box::new(finding.help("split the bank into several, and `include` them in one"))
    }

    #[cold]
    pub(super) fn note_trailing_comma(&mut self, comma: usize) {
        let span = Span { start: comma, end: comma + 1 };
        let finding = Finding::new(TRAILING_COMMA, span, "a comma follows the last entry");
        self.findings.push(finding.help("leave the comma out"));
    }

    /// Returns the problem that an entry is followed neither by another nor by the end.
    #[cold]
    pub(super) fn not_closed(&self, end_of_entry: usize, bracket: u8) -> Fatal {
        if matches!(self.peek(), Some(b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b'a'..=b'z')) {
            let last = Span { start: end_of_entry.saturating_sub(1), end: end_of_entry };
            let finding = Finding::new(MISSING_COMMA, last, "a comma is missing after this");
            return Box::new(finding.help("put a `,` between two entries"));
        }
        self.unexpected(if bracket == b'}' { "`,` or `}`" } else { "`,` or `]`" })
    }

    /// Notes every key that stands twice; sorted by hash where there are many, so that time and memory stay small.
    pub(super) fn note_duplicates(&mut self, members: &[Member<'text>]) {
        if members.len() <= FEW_KEYS {
            // A bit for each key; where two have the same, they are looked at.
            let mut bits = 0;
            for (member_ix, member) in members.iter().enumerate() {
                let bit = bit(member.key);
                if bits & bit != 0
                    && let Some(first) = members.iter().take(member_ix).find(|first| first.key == member.key)
                {
                    self.findings.push(duplicate(first, member));
                }
                bits |= bit;
            }
            return;
        }
        let random = RandomState::new();
        let mut by_hash: Vec<(u32, u32)> =
            (0..).zip(members).map(|(ix, member)| (random.hash_one(member.key) as u32, ix)).collect();
        by_hash.sort_unstable();
        for same in by_hash.chunk_by(|(one, _), (other, _)| one == other).filter(|same| same.len() > 1) {
            let same: Vec<&Member<'text>> =
                same.iter().filter_map(|(_, ix)| members.get(*ix as usize)).collect();
            let mut firsts: HashMap<&str, &Member<'text>> = HashMap::new();
            for member in same {
                if self.findings.are_beyond_telling() {
                    return;
                }
                if let Some(first) = firsts.get(member.key) {
                    self.findings.push(duplicate(first, member));
                } else {
                    firsts.insert(member.key, member);
                }
            }
        }
    }

    /// Returns the problem that something else stands here than what is wanted.
    pub(super) fn unexpected(&self, wanted: &str) -> Fatal {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(found) = rest.chars().next() else { return self.ends_early(wanted) };
        if found == '/' || found == '#' {
            let finding = Finding::new(COMMENT, self.here(), "a comment is not JSON");
            return Box::new(finding.help("leave it out; `tags` and `explanation` have room for notes"));
        }
        let message = format!("{wanted} is wanted here, not {}", quoted(found.encode_utf8(&mut [0; 4])));
        let finding = Finding::new(SYNTAX, self.here(), message);
        Box::new(if found == '\'' { finding.help("JSON has double quotes only") } else { finding })
    }

    /// Returns the problem that the file ends here, with the place of what is still open.
    pub(super) fn ends_early(&self, wanted: &str) -> Fatal {
        let end = trimmed_end(self.text);
        let start = end.char_indices().next_back().map_or(0, |(start, _)| start);
        let span = Span { start, end: end.len() };
        let finding = Finding::new(UNCLOSED, span, format!("the file ends where {wanted} is wanted"));
        Box::new(match self.open.last() {
            Some(open) => finding.label(Span { start: *open, end: open + 1 }, "opened here and never closed"),
            None => finding,
        })
    }
}

/// Returns a bit that few keys share: of length, first and last letter.
fn bit(key: &str) -> u64 {
    let (first, last) = (key.as_bytes().first(), key.as_bytes().last());
    let byte = |byte: Option<&u8>| usize::from(byte.copied().unwrap_or_default());
    1 << ((key.len() * 17 + byte(first) * 5 + byte(last)) % 64)
}

fn duplicate(first: &Member<'_>, second: &Member<'_>) -> Finding {
    let message = format!("the key {} stands twice", quoted(second.key));
    Finding::conflict(DUPLICATE_KEY, first.key_span, second.key_span, message).help("leave one of them")
}
