//! The settings; a change is kept at once.

use crate::settings::{Feedback, PlacementFeedback, Settings, Theme, Timer};
use crate::tui::intent::Intent;
use crate::tui::message::Effect;
use crate::tui::page::{Canvas, Page, Scroll};
use crate::tui::screen::Reply;
use crate::tui::screen::taking::header::title;
use crate::tui::theme::Tone;
use crate::tui::widget::menu::{Entry, moved, push_menu};
use crate::tui::widget::prose::prose;

/// The list of settings.
#[derive(Debug, Default)]
pub struct SettingsList {
    /// The setting under the cursor.
    pub focus: usize,
    /// How far it is scrolled.
    pub scroll: Scroll,
}

/// A setting: its name, its value in words, what it means, and the settings with the next value or the one before.
struct Item {
    name: &'static str,
    value: fn(&Settings) -> &'static str,
    meaning: fn(&Settings) -> &'static str,
    changed: fn(&Settings, Intent) -> Settings,
}

const THEMES: [(Theme, &str); 4] = [
    (Theme::Dark, "dark"),
    (Theme::Light, "light"),
    (Theme::HighContrast, "high contrast"),
    (Theme::NoColour, "no colour"),
];

const ITEMS: [Item; 5] = [
    Item {
        name: "Theme",
        value: |settings| theme_name(settings.theme),
        meaning: |_| "colours of the screen",
        changed: |settings, intent| Settings {
            theme: theme_beside(settings.theme, intent),
            ..settings.clone()
        },
    },
    Item {
        name: "Timer",
        value: |settings| match settings.timer {
            Timer::Shown => "shown",
            Timer::Hidden => "hidden",
        },
        meaning: |_| "an exam's time in the header; it runs either way",
        changed: |settings, _| {
            let timer = if settings.timer == Timer::Shown { Timer::Hidden } else { Timer::Shown };
            Settings { timer, ..settings.clone() }
        },
    },
    Item {
        name: "Feedback",
        value: |settings| match settings.feedback {
            Feedback::Full => "full",
            Feedback::Short => "short",
        },
        meaning: |settings| match settings.feedback {
            Feedback::Full => "the reason for every choice, and the explanation",
            Feedback::Short => "right or wrong, and the explanation",
        },
        changed: |settings, _| {
            let feedback = if settings.feedback == Feedback::Full { Feedback::Short } else { Feedback::Full };
            Settings { feedback, ..settings.clone() }
        },
    },
    Item {
        name: "Find role",
        value: |settings| match settings.placement {
            PlacementFeedback::Short => "feedback",
            PlacementFeedback::Off => "no feedback",
        },
        meaning: |settings| match settings.placement {
            PlacementFeedback::Short => "Find my role: short feedback after each question",
            PlacementFeedback::Off => "Find my role: the next question comes at once",
        },
        changed: |settings, _| {
            let is_short = settings.placement == PlacementFeedback::Short;
            let placement = if is_short { PlacementFeedback::Off } else { PlacementFeedback::Short };
            Settings { placement, ..settings.clone() }
        },
    },
    Item {
        name: "Plain",
        value: |settings| if settings.plain { "on" } else { "off" },
        meaning: |settings| {
            if settings.plain {
                "line by line from the next start, for screen readers"
            } else {
                "this screen from the next start"
            }
        },
        changed: |settings, _| Settings { plain: !settings.plain, ..settings.clone() },
    },
];

impl SettingsList {
    /// Takes in what a key asks for.
    pub fn update(&mut self, intent: Intent, settings: &Settings) -> Reply {
        if let Some(to) = moved(self.focus, ITEMS.len(), intent) {
            self.focus = to;
            self.scroll.reveals = true;
            return Reply::Nothing;
        }
        match (intent, ITEMS.get(self.focus)) {
            (Intent::Accept | Intent::Next | Intent::Previous, Some(item)) => {
                Reply::Do(Effect::KeepSettings((item.changed)(settings, intent)))
            }
            (Intent::Back, _) => Reply::Back,
            _ => Reply::Nothing,
        }
    }

    /// Puts the list into lines.
    #[must_use]
    pub fn page(&self, canvas: &Canvas, settings: &Settings) -> Page {
        let mut page = Page { header: title(canvas, "Settings", ""), ..Page::default() };
        let entries: Vec<Entry> = ITEMS
            .iter()
            .map(|item| {
                let name = format!("{:<9} ‹ {} ›", item.name, (item.value)(settings));
                Entry::new(name, (item.meaning)(settings))
            })
            .collect();
        push_menu(&mut page, canvas, &entries, self.focus);
        if let (Some(item), false) = (ITEMS.get(self.focus), canvas.is_wide()) {
            let focus = page.focus.clone();
            page.push_lines([ratatui::text::Line::default()]);
            page.push_lines(prose(canvas, canvas.margin(), Tone::Quiet, (item.meaning)(settings)));
            page.focus = focus;
        }
        page
    }
}

fn theme_name(theme: Theme) -> &'static str {
    THEMES.iter().find(|(known, _)| *known == theme).map_or("", |(_, name)| name)
}

fn theme_beside(theme: Theme, intent: Intent) -> Theme {
    let position = THEMES.iter().position(|(known, _)| *known == theme).unwrap_or(0);
    let to = if intent == Intent::Previous { position + THEMES.len() - 1 } else { position + 1 };
    THEMES.get(to % THEMES.len()).map_or(theme, |(theme, _)| *theme)
}
