//! The three marks that bank text may carry: `**bold**`, `*italic*` and `` `code` ``.

/// How a run of text is set off from the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Emphasis {
    /// Not set off.
    #[default]
    Plain,
    /// `**bold**`.
    Bold,
    /// `*italic*`.
    Italic,
    /// `` `code` ``.
    Code,
}

/// A stretch of text with one emphasis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// How it is set off.
    pub emphasis: Emphasis,
    /// The text, without its marks.
    pub text: String,
}

/// The marks, longest first, so that `**` is not read as two `*`.
const MARKS: [(&str, Emphasis); 3] = [("**", Emphasis::Bold), ("`", Emphasis::Code), ("*", Emphasis::Italic)];

/// Returns the runs of `text` in order; a mark without its partner in the same paragraph stays as it stands.
///
/// # Example
/// ```
/// use hitquiz::text::markup::{Emphasis, runs};
/// let runs = runs("the `MSH` segment");
/// assert_eq!(runs[1].emphasis, Emphasis::Code);
/// assert_eq!(runs[1].text, "MSH");
/// ```
#[must_use]
pub fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if let Some((emphasis, inner, after)) = marked(rest) {
            runs.push(Run { emphasis, text: inner.to_owned() });
            rest = after;
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.emphasis == Emphasis::Plain => run.text.push(character),
            Some(_) | None => runs.push(Run { emphasis: Emphasis::Plain, text: character.to_string() }),
        }
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
    }
    runs
}

/// Returns `text` without its marks, as plain mode and searches want it.
#[must_use]
pub fn plain(text: &str) -> String {
    runs(text).into_iter().map(|run| run.text).collect()
}

/// Returns the marked run at the start of `text` and what follows it.
fn marked(text: &str) -> Option<(Emphasis, &str, &str)> {
    let (mark, emphasis) = MARKS.iter().find(|(mark, _)| text.starts_with(mark))?;
    let inside = text.get(mark.len()..)?;
    let end = inside.find(mark)?;
    let inner = inside.get(..end)?;
    let is_emphasis = !inner.is_empty()
        && !inner.contains("\n\n")
        && !inner.starts_with(char::is_whitespace)
        && !inner.ends_with(char::is_whitespace);
    is_emphasis.then(|| (*emphasis, inner, inside.get(end + mark.len()..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Vec<(Emphasis, String)> {
        runs(text).into_iter().map(|run| (run.emphasis, run.text)).collect()
    }

    #[test]
    fn each_mark_sets_off_its_run() {
        assert_eq!(
            shape("a **b** *c* `d*e`"),
            [
                (Emphasis::Plain, "a ".to_owned()),
                (Emphasis::Bold, "b".to_owned()),
                (Emphasis::Plain, " ".to_owned()),
                (Emphasis::Italic, "c".to_owned()),
                (Emphasis::Plain, " ".to_owned()),
                (Emphasis::Code, "d*e".to_owned()),
            ]
        );
    }

    #[test]
    fn a_mark_without_a_partner_is_text() {
        for text in ["5 * 3 * 2", "a ** b", "MSH|^~\\&|*", "`open", "**"] {
            assert_eq!(plain(text), text);
        }
    }
}
