//! Bars: how far, how much, and how sure.

use ratatui::text::Span;

use crate::advice::fit::Fit;
use crate::measure::interval::Interval;
use crate::tui::page::Canvas;
use crate::tui::theme::Tone;

/// Returns a thin line of `columns`, filled in the proportion of `part` to `whole`.
#[must_use]
pub fn progress(canvas: &Canvas, columns: usize, part: usize, whole: usize) -> Vec<Span<'static>> {
    let filled = if whole == 0 { 0 } else { (columns * part.min(whole)).div_ceil(whole) };
    vec![
        canvas.span(Tone::Plain, "━".repeat(filled)),
        canvas.span(Tone::Quiet, "─".repeat(columns.saturating_sub(filled))),
    ]
}

/// Returns a bar of `columns` for a share of 0 to 1; hollow where there is too little behind it to lean on.
#[must_use]
pub fn share(canvas: &Canvas, columns: usize, share: f64, is_hollow: bool) -> Vec<Span<'static>> {
    let filled = column(columns, share);
    let block = if is_hollow { "░" } else { "█" };
    vec![
        canvas.span(Tone::Plain, block.repeat(filled)),
        canvas.span(Tone::Quiet, "·".repeat(columns.saturating_sub(filled))),
    ]
}

/// Returns a line of `columns` from 0 to 1 with an interval and the share in it: `├──●───┤`.
#[must_use]
pub fn interval(columns: usize, share: f64, interval: Interval) -> String {
    let last = columns.saturating_sub(1);
    let (low, high) = (column(last, interval.low), column(last, interval.high));
    let middle = column(last, share).clamp(low, high.max(low));
    (0..columns)
        .map(|at| match at {
            _ if at == middle => '●',
            _ if at == low => '├',
            _ if at == high => '┤',
            _ if (low..high).contains(&at) => '─',
            _ => ' ',
        })
        .collect()
}

/// Returns the scale that all these fits are drawn on: from the lowest low to the highest high.
#[must_use]
pub fn scale(fits: impl Iterator<Item = Fit> + Clone) -> Interval {
    let low = fits.clone().map(|fit| fit.low).fold(f64::INFINITY, f64::min);
    let high = fits.map(|fit| fit.high).fold(f64::NEG_INFINITY, f64::max);
    Interval { low, high }
}

/// Returns a line of `columns` on which a fit stands with its interval, on a scale it shares with others.
#[must_use]
pub fn fit(columns: usize, fit: Fit, scale: Interval) -> String {
    let reach = (scale.high - scale.low).max(f64::MIN_POSITIVE);
    let share = |value: f64| (value - scale.low) / reach;
    interval(columns, share(fit.mean), Interval { low: share(fit.low), high: share(fit.high) })
}

fn column(columns: usize, share: f64) -> usize {
    // The cast saturates and takes NaN to 0.
    (columns as f64 * share.clamp(0.0, 1.0)).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_drawn_around_its_share() {
        assert_eq!(interval(11, 0.5, Interval { low: 0.2, high: 0.9 }), "  ├──●───┤ ");
        assert_eq!(interval(5, 0.0, Interval { low: 0.0, high: 1.0 }), "●───┤");
        assert_eq!(interval(0, 0.5, Interval { low: 0.0, high: 1.0 }), "");
    }

    #[test]
    fn fits_on_one_scale_stand_to_each_other_as_they_are() {
        let fits = [Fit { mean: 0.0, low: -1.0, high: 1.0 }, Fit { mean: -1.0, low: -2.0, high: 0.0 }];
        let scale = scale(fits.into_iter());
        assert_eq!(fits.map(|one| fit(13, one, scale)), ["    ├───●───┤", "├───●───┤    "]);
        assert_eq!(fit(5, Fit { mean: 0.0, low: 0.0, high: 0.0 }, Interval { low: 0.0, high: 0.0 }), "●    ");
    }
}
