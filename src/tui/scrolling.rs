//! How the model scrolls: by key, by wheel, and to what is under the cursor.

use crate::clock::Moment;
use crate::tui::intent::Intent;
use crate::tui::model::Model;
use crate::tui::page::{Page, Scroll, Target};
use crate::tui::screen::Screen;

/// Rows that one turn of the wheel scrolls.
const WHEEL_ROWS: i32 = 3;

/// Rows that one step scrolls while what can be chosen is out of sight.
const READING_ROWS: i32 = 2;

impl Model {
    /// Scrolls where a key asks for that, or where what it is meant for is not in sight; says whether it did.
    pub(super) fn scrolls_first(&mut self, intent: Intent, now: Moment) -> bool {
        let canvas = self.canvas(now);
        let (page, scroll) = self.page(now);
        let height = i32::try_from(page.body_height(&canvas)).unwrap_or(i32::MAX);
        let overflows = page.overflows(&canvas);
        let is_seen = page.is_focus_seen(scroll, &canvas);
        let by = match intent {
            Intent::PageDown if overflows => height - 2,
            Intent::PageUp if overflows => 2 - height,
            Intent::HalfDown if overflows => height / 2,
            Intent::HalfUp if overflows => -height / 2,
            Intent::Down if !is_seen => READING_ROWS,
            Intent::Up if !is_seen => -READING_ROWS,
            Intent::Down if page.focus.is_none() => 1,
            Intent::Up if page.focus.is_none() => -1,
            Intent::Accept if !is_seen && overflows => {
                if let Some(screen) = self.screens.last_mut() {
                    screen.scroll_mut().reveals = true;
                }
                return true;
            }
            // Above the first thing stands what it belongs to.
            Intent::Up if scroll.offset > 0 && is_first(&page) => -1,
            _ => return false,
        };
        self.scroll_by(by, now);
        overflows
    }

    /// Scrolls the screen, or where that is all in sight, an exhibit in its pane.
    pub(super) fn turn_wheel(&mut self, turns: i32, now: Moment) {
        let (page, _) = self.page(now);
        if page.overflows(&self.canvas(now)) {
            return self.scroll_by(turns.saturating_mul(WHEEL_ROWS), now);
        }
        let intent = if turns > 0 { Intent::HalfDown } else { Intent::HalfUp };
        match self.screens.last_mut() {
            Some(Screen::Taking(taking)) => drop(taking.update(intent, now)),
            Some(Screen::Preview(preview)) => drop(preview.update(intent)),
            Some(_) | None => {}
        }
    }

    fn scroll_by(&mut self, by: i32, now: Moment) {
        let canvas = self.canvas(now);
        let (page, scroll) = self.page(now);
        let by_rows = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
        let offset = if by < 0 {
            scroll.offset.saturating_sub(by_rows)
        } else {
            scroll.offset.saturating_add(by_rows)
        };
        if let Some(screen) = self.screens.last_mut() {
            *screen.scroll_mut() = page.settled(Scroll { offset, reveals: false }, &canvas);
        }
    }

    /// Brings what is new under the cursor into sight.
    pub(super) fn settle(&mut self, now: Moment) {
        let canvas = self.canvas(now);
        let (page, scroll) = self.page(now);
        if let Some(screen) = self.screens.last_mut() {
            *screen.scroll_mut() = page.settled(scroll, &canvas);
        }
        match self.screens.last_mut() {
            Some(Screen::Taking(taking)) => taking.settle(&page),
            Some(Screen::Review(review)) => review.settle(&page),
            Some(Screen::Preview(preview)) => preview.settle(&page),
            Some(_) | None => {}
        }
    }
}

/// Is the focus on the first thing that one can move to?
fn is_first(page: &Page) -> bool {
    let first = page.rows.iter().position(|row| matches!(row.target, Some(Target::Item(_))));
    page.focus.as_ref().is_some_and(|focus| Some(focus.start) == first)
}
