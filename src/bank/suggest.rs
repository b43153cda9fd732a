//! "Did you mean": the known word nearest to one that is not known.

/// Words longer than this are not compared.
const MAX_LENGTH: usize = 64;

/// Returns the known word that `word` was most likely meant to be, if one is near enough.
///
/// Near is a third of the longer word's letters left out, put in, replaced or exchanged with a neighbour (Damerau
/// 1964), and at least one; or one word is the start of the other.
///
/// # Example
/// ```
/// use hitquiz::bank::suggest::nearest;
/// assert_eq!(nearest("stems", ["id", "stem", "domain"]), Some("stem"));
/// assert_eq!(nearest("colour", ["id", "stem", "domain"]), None);
/// ```
pub fn nearest<'known>(word: &str, known: impl IntoIterator<Item = &'known str>) -> Option<&'known str> {
    let wanted: Vec<char> = word.trim().to_lowercase().chars().take(MAX_LENGTH + 1).collect();
    if wanted.is_empty() || wanted.len() > MAX_LENGTH {
        return None;
    }
    known
        .into_iter()
        .filter_map(|candidate| Some((distance_if_near(&wanted, candidate)?, candidate)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn distance_if_near(wanted: &[char], candidate: &str) -> Option<usize> {
    let candidate: Vec<char> = candidate.to_lowercase().chars().collect();
    let longer = wanted.len().max(candidate.len());
    let shorter = wanted.len().min(candidate.len());
    let limit = (longer / 3).max(1);
    let distance = distance(wanted, &candidate);
    let is_start = shorter >= 3 && (wanted.starts_with(&candidate) || candidate.starts_with(wanted));
    // A start of the word is as good as any word that is just near enough.
    (distance <= limit && distance < longer).then_some(distance).or(is_start.then_some(limit))
}

/// Returns the number of typing mistakes between two words (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (a_ix, a_char) in a.iter().enumerate() {
        let mut row = vec![a_ix + 1];
        for (b_ix, b_char) in b.iter().enumerate() {
            let cell = |row: &[usize], ix: usize| row.get(ix).copied().unwrap_or(usize::MAX / 2);
            let replaced = cell(&last, b_ix) + usize::from(a_char != b_char);
            let left_out = cell(&last, b_ix + 1) + 1;
            let put_in = cell(&row, b_ix) + 1;
            let is_exchanged =
                a_ix > 0 && b_ix > 0 && a.get(a_ix - 1) == Some(b_char) && b.get(b_ix - 1) == Some(a_char);
            let exchanged = if is_exchanged { cell(&before_last, b_ix - 1) + 1 } else { usize::MAX };
            row.push(replaced.min(left_out).min(put_in).min(exchanged));
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_typing_mistakes_count_one() {
        for typed in ["stm", "stemm", "stxm", "setm"] {
            let (a, b): (Vec<char>, Vec<char>) = (typed.chars().collect(), "stem".chars().collect());
            assert_eq!(distance(&a, &b), 1, "{typed}");
        }
    }

    #[test]
    fn only_what_is_near_is_named() {
        let keys = ["id", "stem", "choices", "description", "explanation"];
        assert_eq!(nearest("Choises", keys), Some("choices"));
        assert_eq!(nearest("desc", keys), Some("description"));
        assert_eq!(nearest("xy", keys), None);
        assert_eq!(nearest("", keys), None);
        assert_eq!(nearest(&"stem".repeat(100_000), keys), None);
    }
}
