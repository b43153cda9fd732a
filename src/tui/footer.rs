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

/// Least weight of what one does on a screen.
const ACTS: u8 = 6;

/// The same of what has to say what it costs.
const COSTS: u8 = 11;

/// The same with the ways around.
const WAYS: u8 = 4;

/// The same with the ways out.
const ALL: u8 = 1;

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

/// Which pieces grow, from which form to which, one after the other.
type Growth = [(u8, Form, Form)];

/// How pieces grow on a wide screen.
const WIDE: &Growth = &[
    (ACTS, Form::Absent, Form::Short),
    (ACTS, Form::Short, Form::Long),
    (WAYS, Form::Absent, Form::Short),
    (WAYS, Form::Short, Form::Long),
    (ALL, Form::Absent, Form::Short),
    (ALL, Form::Short, Form::Long),
];

/// How pieces grow on a narrow screen: keys before words.
const NARROW: &Growth = &[
    (ACTS, Form::Absent, Form::Bare),
    (COSTS, Form::Bare, Form::Short),
    (ACTS, Form::Bare, Form::Short),
    (WAYS, Form::Absent, Form::Bare),
    (ALL, Form::Absent, Form::Bare),
    (ACTS, Form::Short, Form::Long),
    (WAYS, Form::Bare, Form::Short),
    (WAYS, Form::Short, Form::Long),
    (ALL, Form::Bare, Form::Short),
    (ALL, Form::Short, Form::Long),
];

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
    fit(&mut pieces, canvas.columns, if canvas.is_wide() { WIDE } else { NARROW });
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

/// Takes in pieces and gives them words, the weightiest first, as far as `room` columns allow.
fn fit(pieces: &mut [Piece], room: usize, growth: &Growth) {
    let mut by_weight: Vec<usize> = (0..pieces.len()).collect();
    by_weight.sort_by_key(|piece_ix| std::cmp::Reverse(pieces.get(*piece_ix).map(|piece| piece.weight)));
    for step in growth {
        for piece_ix in &by_weight {
            grow(pieces, *piece_ix, *step, room);
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
        fit(&mut pieces, 13, WIDE);
        assert_eq!(pieces.map(|piece| piece.form), [Form::Absent, Form::Long, Form::Short]);
    }

    #[test]
    fn where_it_is_narrow_all_weighty_keys_are_shown_before_any_is_worded() {
        let piece = |keys: &str, words: &'static str| Piece { short: words, ..piece(keys, words, 7) };
        let pieces = || [piece("a", "a long answer"), piece("b", "briefly"), piece("c", "clearly")];
        let fitted = |growth: &Growth| {
            let mut pieces = pieces();
            fit(&mut pieces, 25, growth);
            pieces.map(|piece| piece.form)
        };
        assert_eq!(fitted(NARROW), [Form::Long, Form::Bare, Form::Bare]);
        assert_eq!(fitted(WIDE), [Form::Long, Form::Absent, Form::Absent]);
    }
}
