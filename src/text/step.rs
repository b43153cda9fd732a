//! Texts looked at sixteen bytes at a time: measured, counted, searched.

use wide::{CmpEq as _, CmpGt as _, i8x16};

/// Bytes that the processor compares in one step.
pub(super) const STEP_BYTES: usize = 16;

/// Steps whose counts have room in a byte with a sign.
const MOST_STEPS: usize = 128;

/// Bytes between the two of a pair, and one more.
const APART: usize = 3;

/// Returns the first thing that `found` makes of a place where a pair begins: two letters, given as small ones, with
/// two bytes between them.
///
/// A place near the end may be looked at twice.
pub(crate) fn first_of_pairs<T>(
    bytes: &[u8],
    pairs: [[u8; 2]; 4],
    mut found: impl FnMut(usize) -> Option<T>,
) -> Option<T> {
    const WINDOW: usize = STEP_BYTES + APART;
    let mut first_in = |start: usize, window: &[u8; WINDOW]| {
        let (Some(firsts), Some(lasts)) = (window.first_chunk(), window.last_chunk()) else { return None };
        let small = |bytes| step(bytes) | i8x16::splat(0x20);
        let (firsts, lasts) = (small(firsts), small(lasts));
        let are = |[first, last]: [u8; 2]| is(firsts, first) & is(lasts, last);
        let [a, b, c, d] = pairs;
        let mut places = (are(a) | are(b) | are(c) | are(d)).move_mask();
        while places != 0 {
            let at = start + places.trailing_zeros() as usize;
            places &= places - 1;
            if let Some(thing) = found(at) {
                return Some(thing);
            }
        }
        None
    };
    let mut start = 0;
    while let Some(window) = bytes.get(start..).and_then(<[u8]>::first_chunk) {
        if let Some(thing) = first_in(start, window) {
            return Some(thing);
        }
        start += STEP_BYTES;
    }
    if let Some(window) = bytes.last_chunk() {
        return first_in(bytes.len() - WINDOW, window);
    }
    let is_pair = |at: &usize| {
        let there = [bytes.get(*at), bytes.get(at + APART)].map(|byte| byte.map(|byte| byte | 0x20));
        pairs.iter().any(|pair| there == pair.map(Some))
    };
    (0..bytes.len()).filter(is_pair).find_map(found)
}

/// Are all bytes of a text characters of ASCII that show, or line feeds where there is room for those?
pub(crate) fn is_plain(text: &str, has_line_feeds: bool) -> bool {
    plain_start(text.as_bytes(), has_line_feeds) == text.len()
}

/// Returns how many bytes at the start of a text are characters of ASCII that show, or line feeds where there is room
/// for those.
pub(crate) fn plain_start(bytes: &[u8], has_line_feeds: bool) -> usize {
    let line_feed = i8x16::splat(if has_line_feeds { b'\n'.cast_signed() } else { b' '.cast_signed() });
    // Bytes that are not ASCII are negative here.
    let are_plain = |step: i8x16| (between(step, b' ', b'~') | step.cmp_eq(line_feed)).move_mask();
    let mut start = 0;
    while let Some(bytes) = bytes.get(start..).and_then(<[u8]>::first_chunk) {
        let n_plain = are_plain(step(bytes)).trailing_ones() as usize;
        start += n_plain;
        if n_plain < STEP_BYTES {
            return start;
        }
    }
    // What is left over is looked at with some of what was before it, of which it is known.
    match bytes.last_chunk() {
        Some(last) => {
            let first = bytes.len() - STEP_BYTES;
            let known = (1 << (start - first)) - 1;
            first + (are_plain(step(last)) | known).trailing_ones().min(16) as usize
        }
        None => {
            let is_plain = |byte: &u8| (b' '..=b'~').contains(byte) || (has_line_feeds && *byte == b'\n');
            bytes.iter().take_while(|byte| is_plain(byte)).count()
        }
    }
}

/// Returns how many bytes are line feeds.
pub(crate) fn n_line_feeds(bytes: &[u8]) -> usize {
    n_bytes(bytes, |step| is(step, b'\n'), |byte| byte == b'\n')
}

/// Returns how many bytes begin a character of UTF-8.
pub(crate) fn n_characters(bytes: &[u8]) -> usize {
    n_bytes(bytes, |step| step.cmp_gt(i8x16::splat(-65)), |byte| byte & 0b1100_0000 != 0b1000_0000)
}

/// Counts bytes, sixteen in one step.
fn n_bytes(bytes: &[u8], are_counted: impl Fn(i8x16) -> i8x16, is_counted: impl Fn(u8) -> bool) -> usize {
    let (steps, rest) = bytes.as_chunks();
    let mut n = rest.iter().filter(|byte| is_counted(**byte)).count();
    // A mask is -1 where it is set: what is counted in each of sixteen columns is taken away from it.
    for few in steps.chunks(MOST_STEPS) {
        let columns = few.iter().fold(i8x16::splat(0), |columns, bytes| columns + are_counted(step(bytes)));
        n += columns.to_array().iter().map(|column| usize::from(column.unsigned_abs())).sum::<usize>();
    }
    n
}

/// Is it white space of JSON?
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

/// Returns how many spaces a text begins with; those behind the sixteenth byte, or near its end, are not counted.
#[inline]
pub(crate) fn indentation(bytes: &[u8]) -> usize {
    let spaces = bytes.first_chunk().map_or(0, |bytes| is(step(bytes), b' ').move_mask());
    spaces.trailing_ones() as usize
}

/// Returns how many of the first sixteen bytes stand before a quote; nothing where none of them is one.
#[inline]
pub(crate) fn short_length(bytes: &[u8]) -> Option<usize> {
    let quotes = is(step(bytes.first_chunk()?), b'"').move_mask();
    (quotes != 0).then_some(quotes.trailing_zeros() as usize)
}

/// Returns how many bytes of white space of JSON a text begins with.
#[inline]
pub(crate) fn space_length(bytes: &[u8]) -> usize {
    let mut start = 0;
    while let Some(bytes) = bytes.get(start..).and_then(<[u8]>::first_chunk) {
        let step = step(bytes);
        let spaces = is(step, b' ') | is(step, b'\n') | is(step, b'\t') | is(step, b'\r');
        let n_spaces = spaces.move_mask().trailing_ones() as usize;
        start += n_spaces;
        if n_spaces < STEP_BYTES {
            return start;
        }
    }
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|byte| is_space(**byte)).count()
}

pub(super) fn step(bytes: &[u8; STEP_BYTES]) -> i8x16 {
    i8x16::new(bytes.map(u8::cast_signed))
}

pub(super) fn is(step: i8x16, byte: u8) -> i8x16 {
    step.cmp_eq(i8x16::splat(byte.cast_signed()))
}

/// Which bytes lie in a range of ASCII? Those beyond it are negative here.
pub(super) fn between(step: i8x16, first: u8, last: u8) -> i8x16 {
    step.cmp_gt(i8x16::splat(first.cast_signed() - 1)) & i8x16::splat(last.cast_signed() + 1).cmp_gt(step)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bytes_are_counted_and_judged_as_one_by_one(
            text in "[ab\n é\u{7f}日]{0,60}",
            n_times in 1_usize..90,
        ) {
            let text = text.repeat(n_times);
            prop_assert_eq!(n_line_feeds(text.as_bytes()), text.matches('\n').count());
            prop_assert_eq!(n_characters(text.as_bytes()), text.chars().count());
            let shows = |byte: u8| (0x20..0x7f).contains(&byte);
            prop_assert_eq!(is_plain(&text, false), text.bytes().all(shows));
            prop_assert_eq!(is_plain(&text, true), text.bytes().all(|byte| shows(byte) || byte == b'\n'));
            let n_plain = text.bytes().take_while(|byte| shows(*byte)).count();
            prop_assert_eq!(plain_start(text.as_bytes(), false), n_plain);
        }

        #[test]
        fn white_space_is_counted_to_its_end(text in "[ \n\r\t]{0,40}[a\u{b}é]?[ a]{0,20}") {
            let end = text.trim_start_matches([' ', '\n', '\r', '\t']);
            prop_assert_eq!(space_length(text.as_bytes()), text.len() - end.len());
            let n_spaces = text.bytes().take_while(|byte| *byte == b' ').count();
            let n_looked_at = if text.len() < STEP_BYTES { 0 } else { STEP_BYTES };
            prop_assert_eq!(indentation(text.as_bytes()), n_spaces.min(n_looked_at));
        }

        #[test]
        fn a_short_string_ends_at_its_quote(text in "[a-c]{0,20}\"?[a\"]{0,20}") {
            let end = text.find('"').filter(|end| *end < STEP_BYTES && text.len() >= STEP_BYTES);
            prop_assert_eq!(short_length(text.as_bytes()), end);
        }

        #[test]
        fn every_pair_is_found(text in "[abCDxy]{0,70}") {
            let pairs = [*b"ab", *b"cd", *b"db", *b"aa"];
            let small = text.to_lowercase().into_bytes();
            let is_pair = |at: &usize| small.get(at + APART).is_some_and(|last| pairs.contains(&[small[*at], *last]));
            let mut found = Vec::new();
            first_of_pairs(text.as_bytes(), pairs, |at| { found.push(at); None::<()> });
            found.sort_unstable();
            found.dedup();
            prop_assert_eq!(found, (0..small.len()).filter(is_pair).collect::<Vec<_>>());
        }
    }
}
