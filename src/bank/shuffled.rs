//! A bank file with its choices in another order, all else byte for byte as it was.

use crate::bank::finding::Findings;
use crate::bank::json::{self, Arena, Node, Value};
use crate::bank::question::{Body, Question};
use crate::bank::read::ReadBank;
use crate::bank::source::Span;
use crate::seed::{Random, Seed, Stream};

/// A file with its choices in another order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shuffled {
    /// The text of the file.
    pub text: String,
    /// How many questions have another order now.
    pub n_questions: usize,
}

/// Returns the text of a bank with the choices of its `single` and `multiple` questions in a random order; those with
/// `"shuffle": false` stay. `text` is what the bank was read from.
#[must_use]
pub fn shuffled(text: &str, read: &ReadBank, seed: Seed) -> Shuffled {
    let mut random = seed.stream(Stream::Choices);
    let mut shuffled = Shuffled { text: String::with_capacity(text.len()), n_questions: 0 };
    let mut copied = 0;
    for (question, whole) in read.bank.questions.iter().zip(&read.questions) {
        if !is_shuffled(question) {
            continue;
        }
        let slots = choices(text, *whole);
        let order = order(slots.len(), &mut random);
        for (slot, from) in slots.iter().zip(order.iter().filter_map(|slot_ix| slots.get(*slot_ix))) {
            shuffled.text.push_str(text.get(copied..slot.start).unwrap_or_default());
            shuffled.text.push_str(text.get(from.start..from.end).unwrap_or_default());
            copied = slot.end;
        }
        shuffled.n_questions += usize::from(!order.is_sorted());
    }
    shuffled.text.push_str(text.get(copied..).unwrap_or_default());
    shuffled
}

fn is_shuffled(question: &Question) -> bool {
    question.rules.shuffle && matches!(question.body, Body::Single { .. } | Body::Multiple { .. })
}

fn order(n: usize, random: &mut Random) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    random.shuffle(&mut order);
    order
}

/// Returns where the choices of a question stand in the file.
fn choices(text: &str, whole: Span) -> Vec<Span> {
    let mut ignored = Findings::default();
    let arena = Arena::new();
    let tree = json::parsed(text.get(whole.start..whole.end).unwrap_or_default(), &arena, &mut ignored);
    let Some(Node { value: Value::Object(members), .. }) = &tree else { return Vec::new() };
    let found = members.iter().find(|member| member.key == "choices");
    let Some(Value::List(choices)) = found.map(|member| &member.node.value) else { return Vec::new() };
    let in_file = |span: Span| Span { start: whole.start + span.start, end: whole.start + span.end };
    choices.iter().map(|choice| in_file(choice.span)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::read::read_bank;
    use crate::text::SafeText;

    /// A bank whose white space would be lost by any writer of JSON.
    const BANK: &str = r#"{ "$schema": "bank.schema.json", "format": 1,   "id": "b", "title": "B", "questions": [
  { "id": "q-1", "domain": "standards", "stem": "Which?",
    "choices": [ { "text": "a", "correct": true },  {"text":"b"} , { "text": "c" },{ "text": "ß" } ] },
  { "id": "q-2", "domain": "standards", "stem": "Which?", "shuffle": false,
    "choices": [ { "text": "a", "correct": true }, { "text": "b" }, { "text": "c" } ] },
  { "id": "q-3", "domain": "standards", "stem": "In order?", "type": "order",
    "choices": [ { "text": "a" }, { "text": "b" }, { "text": "c" } ] } ] }
"#;

    fn with_seed(seed: u64) -> Shuffled {
        shuffled(BANK, &read_bank(&SafeText::line("b"), BANK.as_bytes()).unwrap(), Seed(seed))
    }

    #[test]
    fn only_choices_that_may_move_move_and_all_else_stays() {
        let moved = (0..20).map(with_seed).find(|shuffled| shuffled.n_questions == 1).unwrap();
        let (old, new): (Vec<&str>, Vec<&str>) = (BANK.lines().collect(), moved.text.lines().collect());
        let different: Vec<usize> = (0..old.len()).filter(|line_ix| old[*line_ix] != new[*line_ix]).collect();
        assert_eq!(different, [2]);
        assert!(new[2].ends_with(" ] },") && new[2].contains("},  {") && moved.text.len() == BANK.len());
        let read = read_bank(&SafeText::line("b"), moved.text.as_bytes()).unwrap();
        let mut texts: Vec<&str> =
            read.bank.questions[0].body.choices().iter().map(|choice| choice.text.as_str()).collect();
        texts.sort_unstable();
        assert_eq!(texts, ["a", "b", "c", "ß"]);
    }

    #[test]
    fn the_same_seed_gives_the_same_order() {
        assert_eq!(with_seed(5), with_seed(5));
    }
}
