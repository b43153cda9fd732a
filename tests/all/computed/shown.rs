//! What a question shows, with the numbers read out of it: none is typed a second time.

use hitquiz::bank::question::{Body, Choice, Question};

/// What is shown of a question before it is answered.
pub(crate) struct Shown {
    id: String,
    stem: String,
    choices: Vec<String>,
    exhibit: String,
}

impl Shown {
    /// Returns what a question shows.
    pub(crate) fn of(question: &Question) -> Self {
        let choices: &[Choice] = match &question.body {
            Body::Single { choices, .. } => choices,
            _ => &[],
        };
        Self {
            id: question.key.question.to_string(),
            stem: question.stem.as_str().to_owned(),
            choices: choices.iter().map(|choice| choice.text.as_str().to_owned()).collect(),
            exhibit: question.exhibit().map(|exhibit| exhibit.text.as_str().to_owned()).unwrap_or_default(),
        }
    }

    /// Returns the exhibit as it stands.
    pub(crate) fn exhibit(&self) -> &str {
        &self.exhibit
    }

    /// Returns the stem as it stands.
    pub(crate) fn stem_text(&self) -> &str {
        &self.stem
    }

    /// Returns the choice for which a value is least.
    pub(crate) fn least_choice(&self, value: impl Fn(&str) -> f64) -> String {
        self.choices.iter().min_by(|a, b| value(a).total_cmp(&value(b))).unwrap().clone()
    }

    /// Returns all numbers of the stem, in order; there have to be as many as are asked for.
    pub(crate) fn stem<const N: usize>(&self) -> [f64; N] {
        let found = numbers(&self.stem);
        let n_found = found.len();
        found.try_into().unwrap_or_else(|_| panic!("{}: {n_found} numbers in the stem", self.id))
    }

    /// Returns the first numbers of the exhibit behind a label; runs of white space count as one space.
    pub(crate) fn after<const N: usize>(&self, label: &str) -> [f64; N] {
        let flat = self.exhibit.split_whitespace().collect::<Vec<_>>().join(" ");
        let (_, rest) = flat.split_once(label).unwrap_or_else(|| panic!("{}: no `{label}`", self.id));
        let found: Vec<f64> = numbers(rest).into_iter().take(N).collect();
        found.try_into().unwrap_or_else(|_| panic!("{}: too few numbers after `{label}`", self.id))
    }

    /// Returns the first number of the exhibit behind a label.
    pub(crate) fn at(&self, label: &str) -> f64 {
        let [found] = self.after(label);
        found
    }

    /// Returns the numbers of each piece of the exhibit that begins with a mark, without the mark.
    pub(crate) fn pieces(&self, mark: &str) -> Vec<Vec<f64>> {
        self.exhibit.split(mark).skip(1).map(numbers).collect()
    }

    /// Returns the cells of the table under the exhibit's first ruler, down to an empty line or a ruler.
    pub(crate) fn rows(&self) -> Vec<Vec<String>> {
        rows(&self.exhibit)
    }
}

/// Returns the cells of the table under the first ruler of a text.
pub(crate) fn rows(text: &str) -> Vec<Vec<String>> {
    let is_ruler = |line: &str| line.contains("---") && line.chars().all(|c| c == '-' || c == ' ');
    let mut lines = text.lines().skip_while(|line| !is_ruler(line));
    let ruler: Vec<char> = lines.next().unwrap_or_default().chars().collect();
    let begins = |ix: usize| ruler[ix] == '-' && (ix == 0 || ruler[ix - 1] == ' ');
    let starts: Vec<usize> = (0..ruler.len()).filter(|ix| begins(*ix)).collect();
    let cell = |line: &[char], column: usize| {
        let end = starts.get(column + 1).copied().unwrap_or(line.len()).min(line.len());
        let cell: String = line[starts[column].min(end)..end].iter().collect();
        cell.trim().to_owned()
    };
    lines
        .take_while(|line| !line.trim().is_empty() && !is_ruler(line))
        .map(|line| line.chars().collect::<Vec<char>>())
        .map(|line| (0..starts.len()).map(|column| cell(&line, column)).collect())
        .collect()
}

/// Returns the cells of a line that are set apart by at least two spaces.
pub(crate) fn cells(line: &str) -> Vec<&str> {
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

/// Returns the numbers in a text, in order, with decimal point, groups of three after commas, free sign.
pub(crate) fn numbers(text: &str) -> Vec<f64> {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |ix: usize| chars.get(ix).is_some_and(char::is_ascii_digit);
    let is_group = |ix: usize| (1..=3).all(|after| is_digit(ix + after)) && !is_digit(ix + 4);
    let mut found = Vec::new();
    let mut ix = 0;
    while ix < chars.len() {
        if !is_digit(ix) {
            ix += 1;
            continue;
        }
        let is_free = ix < 2 || chars[ix - 2].is_whitespace();
        let mut number = String::from(if ix > 0 && chars[ix - 1] == '-' && is_free { "-" } else { "" });
        while is_digit(ix)
            || (chars.get(ix) == Some(&'.') && is_digit(ix + 1) && !number.contains('.'))
            || (chars.get(ix) == Some(&',') && is_group(ix))
        {
            number.extend(Some(chars[ix]).filter(|c| *c != ','));
            ix += 1;
        }
        found.push(number.parse().unwrap());
    }
    found
}

#[test]
fn numbers_are_read_as_people_write_them() {
    assert_eq!(
        numbers("From $1,200.50 on 3, 4 or 5. R-2: -7, 30-39"),
        [1200.5, 3.0, 4.0, 5.0, 2.0, -7.0, 30.0, 39.0]
    );
    assert_eq!(numbers("none"), Vec::<f64>::new());
}

#[test]
fn tables_are_read_by_their_ruler() {
    let text = "Who   Points\n----  ------\nAnn        7\nBob C     12\n\n9 in all";
    assert_eq!(rows(text), [["Ann", "7"], ["Bob C", "12"]]);
}
