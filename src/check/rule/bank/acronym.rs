//! Acronyms that are used and nowhere spelled out.

use std::collections::HashMap;

use crate::check::class::Class;
use crate::check::rule::bank::initials::Initials;
use crate::check::rule::digest::Digests;
use crate::check::rule::{At, BankNote, Note};
use crate::check::words::Phrase;

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

/// Bits of a letter in the code of an acronym.
const LETTER_BITS: u32 = 5;

/// The bits of the last three letters.
const TRIPLE: u32 = (1 << (3 * LETTER_BITS)) - 1;

/// Bits of a row of the set of triples.
const ROW_BITS: u32 = u64::BITS;

/// Rows of the set of triples: a bit for each of them.
const N_ROWS: usize = ((TRIPLE + 1) / ROW_BITS) as usize;

/// Acronyms that are still to be explained.
struct Uses<'bank> {
    by_code: HashMap<u32, Use<'bank>>,
    endings: Triples,
}

/// A set of three letters in a row.
struct Triples([u64; N_ROWS]);

/// Where an acronym was first used.
struct Use<'bank> {
    written: &'bank str,
    question_ix: usize,
    at: At,
}

/// Returns every acronym of stems and choices that no text of the bank spells out, at its first use.
pub(super) fn unexplained(digests: &Digests) -> Vec<BankNote> {
    let mut uses = Uses { by_code: HashMap::new(), endings: Triples([0; N_ROWS]) };
    for (question_ix, at, word) in digests.acronyms() {
        uses.insert(word, question_ix, at);
    }
    uses.strike_explained(&digests.initials);
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

/// Returns a number for the letters of an acronym: a 1 and five bits a letter.
fn code(written: &str) -> u32 {
    written.bytes().fold(1, |code, letter| with_letter(code, u32::from(letter & 31)))
}

/// Returns the first letters of the last six words with one more; older ones fall out.
fn with_letter(letters: u32, letter: u32) -> u32 {
    (letters << LETTER_BITS) | letter
}

impl<'bank> Uses<'bank> {
    fn insert(&mut self, written: &'bank str, question_ix: usize, at: At) {
        let code = code(written);
        self.endings.insert(code & TRIPLE);
        self.by_code.entry(code).or_insert(Use { written, question_ix, at });
    }

    /// Takes out every acronym whose letters begin words in a row of some text; small words may be left out:
    /// "registration, evaluation and authorization of chemicals" spells two of them.
    fn strike_explained(&mut self, initials: &Initials) {
        let (mut all, mut large) = (0, 0);
        for initial in initials.iter() {
            // The end of a text is no letter, which keeps words of two texts apart.
            all = with_letter(all, initial.letter());
            // Without a branch: which words are small is as good as random to a processor that guesses ahead.
            let with_it = with_letter(large, initial.letter());
            large = if initial.is_small() { large } else { with_it };
            // Nearly no three words in a row begin as an acronym ends.
            if self.endings.has(all & TRIPLE) | self.endings.has(large & TRIPLE) {
                self.strike(all);
                if large != all {
                    self.strike(large);
                }
            }
        }
    }

    /// Takes out the acronyms that these letters end with.
    fn strike(&mut self, letters: u32) {
        let n_before = self.by_code.len();
        for n_letters in LENGTHS {
            let bits = LETTER_BITS * u32::try_from(n_letters).unwrap_or(0);
            self.by_code.remove(&((1 << bits) | (letters & ((1 << bits) - 1))));
        }
        if self.by_code.len() < n_before {
            self.endings = Triples([0; N_ROWS]);
            for code in self.by_code.keys() {
                self.endings.insert(code & TRIPLE);
            }
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
