//! The banks at hand, and those left out with the reason.

use ratatui::text::Span;

use crate::text::SafeText;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::taking::header::title;
use crate::tui::theme::Tone;
use crate::tui::widget::prose::{prose, verbatim};

/// A bank as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankLine {
    /// Its title, or its file where it could not be read.
    pub name: SafeText,
    /// What there is to say of it, line by line.
    pub says: Vec<SafeText>,
}

/// The list of banks.
#[derive(Debug, Default)]
pub struct Banks {
    /// How far it is scrolled.
    pub scroll: Scroll,
    lists: Option<(Vec<BankLine>, Vec<BankLine>)>,
}

impl Banks {
    /// Takes in the banks at hand and those left out.
    pub fn set(&mut self, at_hand: Vec<BankLine>, left_out: Vec<BankLine>) {
        self.lists = Some((at_hand, left_out));
    }

    /// Puts the list into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas) -> Page {
        let Some((at_hand, left_out)) = &self.lists else {
            let mut page = Page { header: title(canvas, "Banks", ""), ..Page::default() };
            page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, "Reading the banks."));
            return page;
        };
        let aside = format!("{} at hand, {} left out", at_hand.len(), left_out.len());
        let mut page = Page { header: title(canvas, "Banks", &aside), ..Page::default() };
        for bank in left_out {
            push_bank(&mut page, canvas, bank, ("✗ left out: ", Tone::Wrong));
        }
        if !left_out.is_empty() {
            page.push_gap(canvas);
        }
        for bank in at_hand {
            push_bank(&mut page, canvas, bank, ("", Tone::Plain));
        }
        page
    }
}

fn push_bank(page: &mut Page, canvas: &Canvas, bank: &BankLine, (prefix, tone): (&str, Tone)) {
    let prefix = vec![canvas.span(tone, format!("{}{prefix}", " ".repeat(canvas.margin())))];
    page.push_lines(verbatim(canvas, prefix, Tone::Plain, bank.name.as_str()));
    for says in &bank.says {
        let margin = vec![Span::raw(" ".repeat(canvas.margin() + 2))];
        page.push_lines(verbatim(canvas, margin, Tone::Quiet, says.as_str()));
    }
}
