//! Acronyms that are used and nowhere spelled out.

use std::collections::{HashMap, HashSet};

use crate::bank::question::Question;
use crate::check::class::Class;
use crate::check::rule::item::Digest;
use crate::check::rule::{At, BankNote, Note};
use crate::check::words::Phrase;
use crate::text::block::{BLOCK_BYTES, Block};

/// Letters of the shortest and the longest acronym that is looked at.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=6;

/// Words that are written in capitals to stress them.
const STRESSED: &[&str] = &[
    "ALL", "AND", "ANY", "BEST", "EACH", "EXCEPT", "EVERY", "FIRST", "LAST", "LEAST", "MOST", "NEVER",
    "NEXT", "NONE", "NOT", "ONE", "ONLY", "TRUE", "FALSE", "TWO", "THREE",
];

/// Names that are known by their letters, in the trade or to everybody.
const KNOWN: &[&str] = &[
    "AIDS", "API", "ASCII", "CDA", "CDC", "CFR", "CMS", "COVID", "CPU", "CSV", "DELETE", "DHCP", "DICOM",
    "DNA", "DNS", "EHR", "FBI", "FDA", "FHIR", "GDPR", "GET", "HHS", "HIPAA", "HITECH", "HIV", "HTML",
    "HTTP", "HTTPS", "ICD", "ICU", "ISO", "JSON", "LAN", "LOINC", "MRI", "NIST", "NTFS", "NULL", "ONC",
    "PACS", "PATCH", "PDF", "POST", "PUT", "RAID", "RAM", "REST", "RFC", "SMART", "SNOMED", "SQL", "TCP",
    "URL", "USA", "USB", "UTC", "VPN", "WHO", "XML", "ZIP",
];

/// Words of SQL, which is often shown without backticks.
const SQL: &[&str] = &[
    "COUNT", "FROM", "GROUP", "INNER", "INSERT", "JOIN", "LEFT", "ORDER", "RIGHT", "SELECT", "UNION",
    "UNIQUE", "UPDATE", "WHERE",
];

/// Words that an acronym may leave out, as numbers.
const SMALL_WORDS: [u32; 8] = [
    u32::from_le_bytes(*b"a\0\0\0"),
    u32::from_le_bytes(*b"of\0\0"),
    u32::from_le_bytes(*b"on\0\0"),
    u32::from_le_bytes(*b"in\0\0"),
    u32::from_le_bytes(*b"to\0\0"),
    u32::from_le_bytes(*b"and\0"),
    u32::from_le_bytes(*b"the\0"),
    u32::from_le_bytes(*b"for\0"),
];

/// The highest bit of each of four bytes.
const HIGHEST: u32 = 0x8080_8080;

/// Bits of a letter in the code of an acronym.
const LETTER_BITS: u32 = 5;

/// The bits of the last three letters.
const TRIPLE: u32 = (1 << (3 * LETTER_BITS)) - 1;

/// Bits of a row of the set of triples.
const ROW_BITS: u32 = u64::BITS;

/// Rows of the set of triples: a bit for each of them.
const N_ROWS: usize = ((TRIPLE + 1) / ROW_BITS) as usize;

/// Acronyms that are still to be explained.
struct Uses<'question> {
    by_code: HashMap<u32, Use<'question>>,
    endings: Triples,
}

/// A set of three letters in a row.
struct Triples([u64; N_ROWS]);

/// Where an acronym was first used.
struct Use<'question> {
    written: &'question str,
    question_ix: usize,
    at: At,
}

/// Returns every acronym of stems and choices that no text of the bank spells out, at its first use.
pub(super) fn unexplained(digests: &[Digest<'_>]) -> Vec<BankNote> {
    let mut uses = Uses { by_code: HashMap::new(), endings: Triples([0; N_ROWS]) };
    for (question_ix, Digest { acronyms, .. }) in digests.iter().enumerate() {
        acronyms.iter().for_each(|(at, word)| uses.insert(word, question_ix, *at));
    }
    strike_explained(digests, &mut uses);
    let mut left: Vec<Use<'_>> = uses.by_code.into_values().collect();
    left.sort_by_key(|used| (used.question_ix, used.written));
    left.iter().map(note).collect()
}

fn note(used: &Use<'_>) -> BankNote {
    let message = format!("`{}` is spelled out nowhere in the bank", used.written);
    let help = "write it out where it is first used, or in the explanation";
    BankNote { question_ix: used.question_ix, note: Note::new(used.at, message, help), other: None }
}

/// Returns the acronyms of a text that are not known by their letters.
///
/// What stands between backticks is code; a hyphen, a slash or a figure makes a name: `ICD-10`, `PID-3`, `ADT^A01`; and
/// in brackets stands what was just said in words: "vaccines administered (CVX)".
pub(crate) fn unknown_acronyms<'text>(phrase: &Phrase<'text>) -> impl Iterator<Item = &'text str> {
    let text = phrase.text;
    let bytes = text.as_bytes();
    let has_code = text.contains('`');
    let is_code = move |start: usize| {
        has_code && bytes.iter().take(start).filter(|byte| **byte == b'`').count() % 2 == 1
    };
    let is_free = |byte: Option<&u8>| {
        byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b"^-/_&'".contains(byte))
    };
    let before = move |start: usize| start.checked_sub(1).and_then(|before| bytes.get(before));
    let capitals = phrase.words.iter().filter(|word| word.class.has(Class::CAPITALS));
    // Positions alone, so that what is returned does not hold on to the phrase.
    let starts: Vec<usize> = capitals.map(|word| word.start).collect();
    starts.into_iter().filter(move |start| is_free(before(*start)) && !is_code(*start)).filter_map(
        move |start| {
            let n_letters = bytes.iter().skip(start).take_while(|byte| byte.is_ascii_uppercase()).count();
            let end = start + n_letters;
            let end_of_word = end + usize::from(bytes.get(end) == Some(&b's'));
            let word = text.get(start..end)?;
            let is_said_before = start > 1 && before(start) == Some(&b'(') && bytes.get(end) == Some(&b')');
            let is_acronym = LENGTHS.contains(&n_letters)
                && (is_free(bytes.get(end_of_word)) || bytes.get(end) == Some(&b'\''))
                && !is_said_before
                && ![STRESSED, KNOWN, SQL].iter().any(|known| known.contains(&word));
            is_acronym.then_some(word)
        },
    )
}

fn code(letters: impl Iterator<Item = u8>) -> u32 {
    letters.fold(1, with_initial)
}

/// Takes out every acronym whose letters begin words in a row somewhere in the bank.
///
/// Where one is used it is mostly spelled out too: those questions are looked at first, and all others only for what
/// is left then.
fn strike_explained(digests: &[Digest<'_>], uses: &mut Uses<'_>) {
    let mut cases = HashSet::new();
    let (using, others): (Vec<&Digest<'_>>, Vec<&Digest<'_>>) =
        digests.iter().partition(|digest| !digest.acronyms.is_empty());
    for digest in &using {
        strike_in_question(digest.question, &mut cases, uses);
    }
    uses.forget_endings();
    for digest in &others {
        if uses.by_code.is_empty() {
            return;
        }
        strike_in_question(digest.question, &mut cases, uses);
    }
}

fn strike_in_question<'question>(
    question: &'question Question,
    cases: &mut HashSet<&'question str>,
    uses: &mut Uses<'_>,
) {
    let mut strike = |text: &str| strike_in(text.as_bytes(), uses);
    strike(question.stem.as_str());
    question.teaching.explanation.iter().for_each(|text| strike(text.as_str()));
    question.teaching.references.iter().for_each(|reference| strike(reference.title.as_str()));
    for choice in question.body.choices() {
        strike(choice.text.as_str());
        choice.rationale.iter().for_each(|text| strike(text.as_str()));
    }
    if let Some(exhibit) = &question.material.exhibit {
        exhibit.title.iter().chain(&exhibit.description).for_each(|text| strike(text.as_str()));
    }
    if let Some(case) = question.material.case.as_ref().filter(|case| cases.insert(&case.id)) {
        strike(case.text.as_str());
    }
}

/// Takes out the acronyms that one text spells out; small words may be left out: "registration, evaluation and
/// authorization of chemicals" spells two of them.
fn strike_in(text: &[u8], uses: &mut Uses<'_>) {
    let (mut all, mut large) = (0, 0);
    let mut before = 0;
    for (block_ix, block) in text.chunks(BLOCK_BYTES).enumerate() {
        let block = Block::of(block);
        let letters = block.letters();
        let inside = letters | block.digits() | block.equal(b'\'') | block.beyond_ascii();
        let mut starts = letters & !(inside << 1 | before);
        before = inside >> 63;
        while starts != 0 {
            let at = block_ix * BLOCK_BYTES + starts.trailing_zeros() as usize;
            starts &= starts - 1;
            let word = four_bytes(text, at);
            let [initial, ..] = word.to_le_bytes();
            all = with_initial(all, initial);
            // Without a branch: which words are small is as good as random to a processor that guesses ahead.
            let with_it = with_initial(large, initial);
            large = if is_small(word) { large } else { with_it };
            uses.strike(all);
            uses.strike(large);
        }
    }
}

/// Returns four bytes of a text as a number, the first lowest; spaces stand for what is behind its end.
fn four_bytes(text: &[u8], at: usize) -> u32 {
    let rest = text.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(bytes) => u32::from_le_bytes(*bytes),
        None => u32::from_le_bytes(std::array::from_fn(|ix| rest.get(ix).copied().unwrap_or(b' '))),
    }
}

/// Do these four bytes begin with a small word: "a", "of", "on", "in", "to", "and", "the", "for"?
fn is_small(bytes: u32) -> bool {
    let n_letters = (!letters(bytes) & HIGHEST).trailing_zeros() / u8::BITS;
    let word = bytes & ((1_u64 << (u8::BITS * n_letters)) - 1) as u32;
    SMALL_WORDS.contains(&word)
}

/// Returns the highest bit of each of four bytes that is a letter of ASCII: one that is neither below `a` nor above `z`
/// once it is small.
fn letters(bytes: u32) -> u32 {
    const ONES: u32 = 0x0101_0101;
    let small = (bytes | (ONES * 0x20)) & (ONES * 0x7f);
    let from_a = small + ONES * (0x80 - b'a' as u32);
    let behind_z = small + ONES * (0x7f - b'z' as u32);
    from_a & !behind_z & !bytes & HIGHEST
}

/// Returns the initials of the last six words with one more; older ones fall out.
fn with_initial(initials: u32, initial: u8) -> u32 {
    (initials << LETTER_BITS) | u32::from(initial.to_ascii_lowercase() & 31)
}

impl<'question> Uses<'question> {
    fn insert(&mut self, written: &'question str, question_ix: usize, at: At) {
        let code = code(written.bytes());
        self.endings.insert(code & TRIPLE);
        self.by_code.entry(code).or_insert(Use { written, question_ix, at });
    }

    /// Looks only for the endings of what is left.
    fn forget_endings(&mut self) {
        self.endings = Triples([0; N_ROWS]);
        for code in self.by_code.keys() {
            self.endings.insert(code & TRIPLE);
        }
    }

    /// Takes out the acronyms that these initials end with.
    fn strike(&mut self, initials: u32) {
        // Nearly no three words in a row begin as an acronym ends.
        if !self.endings.has(initials & TRIPLE) {
            return;
        }
        for n_letters in LENGTHS {
            let bits = LETTER_BITS * u32::try_from(n_letters).unwrap_or(0);
            let last = initials & ((1 << bits) - 1);
            self.by_code.remove(&((1 << bits) | last));
        }
    }
}

impl Triples {
    fn insert(&mut self, triple: u32) {
        if let Some(row) = self.0.get_mut((triple / ROW_BITS) as usize) {
            *row |= 1 << (triple % ROW_BITS);
        }
    }

    fn has(&self, triple: u32) -> bool {
        self.0.get((triple / ROW_BITS) as usize).is_some_and(|row| row & (1 << (triple % ROW_BITS)) != 0)
    }
}
