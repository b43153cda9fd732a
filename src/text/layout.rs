//! Text measured in terminal columns and broken into lines.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::text::markup::{Emphasis, Run, runs};
use crate::text::step::is_plain;

/// Returns how many columns `text` takes on a screen.
#[must_use]
pub fn width(text: &str) -> usize {
    if is_plain(text, false) { text.len() } else { text.width() }
}

/// Returns the longest start of `text` that fits in `columns`, ending in `…` if something was left out.
#[must_use]
pub fn shortened(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let grapheme_width = width(grapheme);
        if used + grapheme_width >= columns {
            break;
        }
        short.push_str(grapheme);
        used += grapheme_width;
    }
    if columns > 0 {
        short.push('…');
    }
    short
}

/// Returns what of a line is in sight in `columns` behind the first `skipped` ones, ending in `…` where it goes on.
#[must_use]
pub fn part(line: &str, skipped: usize, columns: usize) -> String {
    let mut before = 0;
    let is_before = |grapheme: &&str| {
        let is_before = before < skipped;
        before += width(grapheme);
        is_before
    };
    shortened(&line.graphemes(true).skip_while(is_before).collect::<String>(), columns)
}

/// Returns `text` broken into lines of at most `columns`, at spaces where there are any.
///
/// Line feeds are kept. A word wider than a line is broken between graphemes. `columns` under 1 counts as 1; a
/// grapheme wider than `columns` has a line of its own.
///
/// # Example
/// ```
/// assert_eq!(hitquiz::text::layout::wrapped("one two three", 7), ["one two", "three"]);
/// ```
#[must_use]
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let plain = [Run { emphasis: Emphasis::Plain, text: text.to_owned() }];
    wrapped_runs(&plain, columns)
        .into_iter()
        .map(|line| line.into_iter().map(|run| run.text).collect())
        .collect()
}

/// Returns bank text with its emphasis, broken into lines of at most `columns`.
#[must_use]
pub fn wrapped_markup(text: &str, columns: usize) -> Vec<Vec<Run>> {
    wrapped_runs(&runs(text), columns)
}

/// Returns `text` cut into lines of exactly the graphemes that fit, white space kept, as exhibits want it.
#[must_use]
pub fn cut(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let mut current = String::new();
        let mut used = 0;
        for grapheme in line.graphemes(true) {
            let grapheme_width = width(grapheme);
            if used > 0 && used + grapheme_width > columns {
                lines.push(std::mem::take(&mut current));
                used = 0;
            }
            current.push_str(grapheme);
            used += grapheme_width;
        }
        lines.push(current);
    }
    lines
}

/// A line being filled.
struct Filling {
    columns: usize,
    lines: Vec<Vec<Run>>,
    line: Vec<Run>,
    used: usize,
}

impl Filling {
    fn push(&mut self, emphasis: Emphasis, text: &str) {
        self.used += width(text);
        match self.line.last_mut() {
            Some(run) if run.emphasis == emphasis => run.text.push_str(text),
            Some(_) | None => self.line.push(Run { emphasis, text: text.to_owned() }),
        }
    }

    /// Ends the line, without the white space at its end.
    fn end_line(&mut self) {
        while let Some(run) = self.line.last_mut() {
            let kept = run.text.trim_end_matches(' ').len();
            run.text.truncate(kept);
            if !run.text.is_empty() {
                break;
            }
            self.line.pop();
        }
        self.lines.push(std::mem::take(&mut self.line));
        self.used = 0;
    }

    /// Places one word, whose pieces may differ in emphasis, on this line or on the next.
    fn place_word(&mut self, word: &[(Emphasis, &str)]) {
        let word_width: usize = word.iter().map(|(_, text)| width(text)).sum();
        if self.used > 0 && self.used + word_width > self.columns {
            self.end_line();
        }
        for (emphasis, text) in word {
            for grapheme in text.graphemes(true) {
                if self.used > 0 && self.used + width(grapheme) > self.columns {
                    self.end_line();
                }
                self.push(*emphasis, grapheme);
            }
        }
    }

    /// Places a space, unless the line is full: then the break stands for it.
    fn place_space(&mut self, emphasis: Emphasis) {
        if self.used < self.columns {
            self.push(emphasis, " ");
        }
    }
}

/// Breaks runs into lines: words are placed whole, spaces where they fit.
fn wrapped_runs(runs: &[Run], columns: usize) -> Vec<Vec<Run>> {
    let mut filling = Filling { columns: columns.max(1), lines: Vec::new(), line: Vec::new(), used: 0 };
    let mut word: Vec<(Emphasis, &str)> = Vec::new();
    for run in runs {
        let mut start = 0;
        for (position, separator) in run.text.match_indices([' ', '\n']) {
            word.push((run.emphasis, run.text.get(start..position).unwrap_or_default()));
            filling.place_word(&std::mem::take(&mut word));
            if separator == "\n" {
                filling.end_line();
            } else {
                filling.place_space(run.emphasis);
            }
            start = position + separator.len();
        }
        word.push((run.emphasis, run.text.get(start..).unwrap_or_default()));
    }
    filling.place_word(&word);
    filling.end_line();
    filling.lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        assert_eq!(wrapped("a long incomprehensibility", 8), ["a long", "incompre", "hensibil", "ity"]);
        assert_eq!(wrapped("", 8), [""]);
        assert_eq!(wrapped("a\n\nb", 8), ["a", "", "b"]);
    }

    #[test]
    fn wide_characters_count_as_two_columns() {
        assert_eq!(wrapped("日本語 文", 6), ["日本語", "文"]);
        assert_eq!(wrapped("日本語", 3), ["日", "本", "語"]);
        assert_eq!(wrapped("日本", 1), ["日", "本"]);
    }

    #[test]
    fn a_word_of_two_emphases_stays_whole() {
        let lines = wrapped_markup("press **En**ter", 6);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[1].len(), 2);
    }

    #[test]
    fn shortening_leaves_room_for_its_mark() {
        assert_eq!(shortened("abcdef", 4), "abc…");
        assert_eq!(shortened("日本語", 4), "日…");
        assert_eq!(shortened("abc", 3), "abc");
        assert_eq!(shortened("abc", 0), "");
    }

    #[test]
    fn a_line_is_seen_in_part() {
        assert_eq!(part("abcdef", 2, 3), "cd…");
        assert_eq!(part("abcdef", 2, 4), "cdef");
        assert_eq!(part("日本語", 1, 9), "本語");
        assert_eq!(part("abc", 9, 9), "");
    }

    #[test]
    fn cutting_keeps_white_space() {
        assert_eq!(cut("  a  b\nc", 4), ["  a ", " b", "c"]);
    }
}
