//! Acronyms of a text that are not known by their letters.

use crate::check::words::{Phrase, Word};

/// Letters of the shortest and the longest acronym that is looked at.
pub(crate) const LENGTHS: std::ops::RangeInclusive<usize> = 3..=6;

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
    let is_capital = move |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let capitals =
        phrase.words.iter().filter(|word| is_capital(word.start()) && is_capital(word.start() + 1));
    // Positions alone, so that what is returned does not hold on to the phrase.
    let starts: Vec<usize> = capitals.map(Word::start).collect();
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
