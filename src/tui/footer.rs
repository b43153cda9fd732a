//! The last line: the keys that do something now, as many and as fully worded as there is room for.

use ratatui::text::{Line, Span};

use crate::clock::Moment;
use crate::text::layout::width;
use crate::tui::keymap::bindings;
use crate::tui::model::Model;
use crate::tui::page::Canvas;
use crate::tui::theme::{Lines, Theme, Tone};

/// Columns between two pieces at least, and where there is room.
const GAPS: [usize; 2] = [2, 3];

/// Least weights of what is taken in together: what one does here, ways around, ways out.
const TIERS: [u8; 3] = [6, 4, 1];

/// A piece of the footer: the keys, and what they do.
#[derive(Clone, Debug)]
struct Piece {
    keys: String,
    words: &'static str,
    short: &'static str,
    weight: u8,
    form: Form,
}

/// How much of a piece is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Absent,
    /// The keys alone.
    Bare,
    Short,
    Long,
}

/// How a piece grows on a wide screen.
const WIDE_STEPS: [(Form, Form); 2] = [(Form::Absent, Form::Short), (Form::Short, Form::Long)];

/// How a piece grows on a narrow screen.
const NARROW_STEPS: [(Form, Form); 3] =
    [(Form::Absent, Form::Bare), (Form::Bare, Form::Short), (Form::Short, Form::Long)];

impl Piece {
    fn shown_words(&self) -> &'static str {
        match self.form {
            Form::Absent | Form::Bare => "",
            Form::Short => self.short,
            Form::Long => self.words,
        }
    }

    /// Returns the columns it takes, with `gap` before it.
    fn columns(&self, gap: usize) -> usize {
        let words = self.shown_words();
        let after_key = if words.is_empty() { 0 } else { width(words) + 1 };
        if self.form == Form::Absent { 0 } else { gap + width(&self.keys) + after_key }
    }
}

/// Returns the footer.
#[must_use]
pub fn footer(model: &Model, now: Moment, canvas: &Canvas) -> Line<'static> {
    let mut pieces: Vec<Piece> = bindings(&model.situations(now))
        .filter(|binding| binding.weight > 0)
        .map(|binding| Piece {
            keys: key_names(binding.keys, model.n_numbered(), model.theme()),
            words: binding.words,
            short: binding.short,
            weight: binding.weight,
            form: Form::Absent,
        })
        .collect();
    fit(&mut pieces, canvas.columns, if canvas.is_wide() { &WIDE_STEPS } else { &NARROW_STEPS });
    let [least, most] = GAPS;
    let gap = if columns(&pieces, most) <= canvas.columns { most } else { least };
    let mut spans = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.form != Form::Absent) {
        let before = if spans.is_empty() { 1 } else { gap };
        spans.push(canvas.span(Tone::Key, format!("{}{}", " ".repeat(before), piece.keys)));
        if !piece.shown_words().is_empty() {
            spans.push(canvas.span(Tone::Quiet, format!(" {}", piece.shown_words())));
        }
    }
    if spans.is_empty() { Line::from(Span::raw("")) } else { Line::from(spans) }
}

/// Takes in the weightiest pieces, words them fully, then does the same with the lighter ones, as far as `room`
/// columns allow. On a narrow screen none gets words before each of its like has its keys shown.
fn fit(pieces: &mut [Piece], room: usize, steps: &[(Form, Form)]) {
    let mut by_weight: Vec<usize> = (0..pieces.len()).collect();
    by_weight.sort_by_key(|piece_ix| std::cmp::Reverse(pieces.get(*piece_ix).map(|piece| piece.weight)));
    for least in TIERS {
        for (from, to) in steps {
            for piece_ix in &by_weight {
                grow(pieces, *piece_ix, (least, *from, *to), room);
            }
        }
    }
}

/// Gives a piece the next form, if it weighs enough and there is room.
fn grow(pieces: &mut [Piece], piece_ix: usize, (least, from, to): (u8, Form, Form), room: usize) {
    let [gap, _] = GAPS;
    let set = |pieces: &mut [Piece], form: Form| {
        if let Some(piece) = pieces.get_mut(piece_ix) {
            piece.form = form;
        }
    };
    if pieces.get(piece_ix).is_some_and(|piece| piece.form == from && piece.weight >= least) {
        set(pieces, to);
        if columns(pieces, gap) > room {
            set(pieces, from);
        }
    }
}

/// Returns the columns of all pieces; the first has a single column before it and the last one after it.
fn columns(pieces: &[Piece], gap: usize) -> usize {
    let all: usize = pieces.iter().map(|piece| piece.columns(gap)).sum();
    (all + 2).saturating_sub(gap)
}

/// Returns the names of keys with the number of choices put in, arrows as words where they cannot be drawn.
fn key_names(keys: &str, n_numbered: usize, theme: Theme) -> String {
    let names = keys.replace("{n}", &n_numbered.to_string());
    match theme.lines {
        Lines::Drawn => names,
        Lines::Ascii => names
            .replace("↑↓", "Up/Down")
            .replace("←→", "Left/Right")
            .replace('→', "Right")
            .replace('←', "Left"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(keys: &str, words: &'static str, weight: u8) -> Piece {
        Piece { keys: keys.to_owned(), words, short: "", weight, form: Form::Absent }
    }

    #[test]
    fn the_weightiest_stay_longest_and_are_worded_first() {
        let mut pieces = [piece("a", "first", 1), piece("b", "second", 9), piece("c", "third", 5)];
        fit(&mut pieces, 13, &WIDE_STEPS);
        assert_eq!(pieces.map(|piece| piece.form), [Form::Absent, Form::Long, Form::Short]);
    }

    #[test]
    fn where_it_is_narrow_all_weighty_keys_are_shown_before_any_is_worded() {
        let piece = |keys: &str, words: &'static str| Piece { short: words, ..piece(keys, words, 7) };
        let pieces = || [piece("a", "a long answer"), piece("b", "briefly"), piece("c", "clearly")];
        let fitted = |steps: &[(Form, Form)]| {
            let mut pieces = pieces();
            fit(&mut pieces, 25, steps);
            pieces.map(|piece| piece.form)
        };
        assert_eq!(fitted(&NARROW_STEPS), [Form::Long, Form::Bare, Form::Bare]);
        assert_eq!(fitted(&WIDE_STEPS), [Form::Long, Form::Absent, Form::Absent]);
    }
}
