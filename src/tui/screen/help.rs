//! The keys of another screen, drawn from the table of bindings.

use crate::text::layout::width;
use crate::tui::keymap::bindings;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::taking::header::title;
use crate::tui::situation::Situation;
use crate::tui::theme::Tone;
use crate::tui::widget::prose::{hanging, prose};

/// The keys of another screen.
#[derive(Debug)]
pub struct Help {
    /// How far it is scrolled.
    pub scroll: Scroll,
    situations: Vec<Situation>,
    n_numbered: usize,
}

impl Help {
    /// Returns the help for a screen on which these situations hold.
    #[must_use]
    pub fn new(situations: Vec<Situation>, n_numbered: usize) -> Self {
        Self { scroll: Scroll::default(), situations, n_numbered }
    }

    /// Puts the help into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let mut page = Page { header: title(canvas, "Help", "the keys of this screen"), ..Page::default() };
        let rows: Vec<(String, &str)> = bindings(&self.situations)
            .filter(|binding| !binding.help.is_empty())
            .map(|binding| (binding.keys.replace("{n}", &self.n_numbered.to_string()), binding.help))
            .collect();
        let columns = rows.iter().map(|(keys, _)| width(keys)).max().unwrap_or(0);
        for (keys, help) in rows {
            let gap = " ".repeat(columns.saturating_sub(width(&keys)) + 2);
            let prefix = canvas.span(Tone::Key, format!("{}{keys}{gap}", " ".repeat(canvas.margin())));
            page.push_lines(hanging(canvas, vec![prefix], Tone::Plain, help));
        }
        page.push_gap(canvas);
        let says = "The mouse works too: click to choose, click again to do it, turn the wheel to scroll. \
                    An answer of an attempt is stored when its `saved #` number shows.";
        page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, says));
        page
    }
}
