//! A module uses only modules above it in `src/lib.rs`, and only its owners name a crate that touches the outside.

use crate::sources::{code, sources};

/// A use of a module by a module.
#[derive(Debug, PartialEq, Eq)]
struct Arrow {
    from: String,
    to: String,
    place: String,
}

/// Crates that only some modules may name.
const OWNED_CRATES: [(&str, &[&str]); 4] = [
    ("ratatui", &["tui"]),
    ("crossterm", &["tui"]),
    ("rusqlite", &["history"]),
    ("directories", &["cli", "library"]),
];

/// Words that only some modules may say.
const OWNED_WORDS: [(&str, &[&str]); 6] = [
    ("SystemTime::now", &["clock"]),
    ("Instant::now", &["clock"]),
    ("rand::", &["seed"]),
    ("println!", &["plain", "tui", "cli"]),
    ("eprintln!", &["plain", "tui", "cli"]),
    ("stdout()", &["plain", "tui", "cli"]),
];

/// Returns the modules of `lib.rs` in reading order.
fn modules(lib: &str) -> Vec<String> {
    lib.lines()
        .filter_map(|line| line.strip_prefix("pub mod ").and_then(|rest| rest.strip_suffix(';')))
        .map(str::to_owned)
        .collect()
}

/// Returns the modules that `source` names behind `crate::`.
fn named(source: &str) -> Vec<String> {
    let source = code(source);
    source.match_indices("crate::").flat_map(|(at, word)| first_names(&source[at + word.len()..])).collect()
}

/// Returns the name at the start of a path, or the names at the start of the paths in `{…}`.
fn first_names(path: &str) -> Vec<String> {
    let name = |path: &str| -> String {
        path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let mut names = vec![name(group)];
    let mut depth = 0;
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&group[at + 1..])),
            _ => {}
        }
    }
    names
}

/// Returns the uses of `module` that go against the order.
fn arrows_against(order: &[String], module: &str, source: &str, place: &str) -> Vec<Arrow> {
    let position = |name: &str| order.iter().position(|known| known == name);
    named(source)
        .into_iter()
        .filter(|to| match (position(module), position(to)) {
            (Some(from), Some(to)) => to > from,
            _ => false,
        })
        .map(|to| Arrow { from: module.to_owned(), to, place: place.to_owned() })
        .collect()
}

fn order() -> Vec<String> {
    modules(include_str!("../../src/lib.rs"))
}

#[test]
fn no_module_uses_one_below_it() {
    let order = order();
    let against: Vec<Arrow> = sources()
        .iter()
        .flat_map(|(module, below, source)| arrows_against(&order, module, source, below))
        .collect();
    assert_eq!(against, []);
}

#[test]
fn a_planted_arrow_against_the_order_is_found() {
    let order = vec!["text".to_owned(), "bank".to_owned(), "tui".to_owned()];
    let planted =
        "//! crate::tui in a comment is no use\nuse crate::{text::{a, tui}, bank};\nuse crate::tui::run;\n";
    let arrow = Arrow { from: "bank".to_owned(), to: "tui".to_owned(), place: "bank.rs".to_owned() };
    assert_eq!(arrows_against(&order, "bank", planted, "bank.rs"), [arrow]);
    assert_eq!(arrows_against(&order, "tui", planted, "tui.rs"), []);
}

#[test]
fn the_order_is_that_of_the_architecture() {
    let architecture = include_str!("../../ARCHITECTURE.md");
    let mut last = 0;
    for module in order() {
        let line = format!("\n{module} ");
        let at =
            architecture.find(&line).unwrap_or_else(|| panic!("ARCHITECTURE.md does not name `{module}`"));
        assert!(at > last, "`{module}` stands in another order in ARCHITECTURE.md");
        last = at;
    }
}

#[test]
fn only_their_owners_name_the_terminal_the_store_the_clock_and_the_streams() {
    let mut strangers = Vec::new();
    for (module, below, source) in sources() {
        let source = code(&source);
        for (owned, owners) in OWNED_CRATES {
            let is_named = source.contains(&format!("{owned}::"));
            if is_named && !owners.contains(&module.as_str()) {
                strangers.push(format!("{below} names {owned}"));
            }
        }
        for (owned, owners) in OWNED_WORDS {
            if source.contains(owned) && !owners.contains(&module.as_str()) && module != "main" {
                strangers.push(format!("{below} says {owned}"));
            }
        }
    }
    assert_eq!(strangers, Vec::<String>::new());
}
