//! The rules of the guide for authors are those of the program's table.

use hitquiz::check::rule::{FLAWS, FlawRule};

use crate::bank_schema::assert_drawn;

const GUIDE: &str = "question-banks/README.md";
const BEGIN: &str = "`HITQUIZ_UPDATE=1 cargo test --test all bank_rules` -->\n";
const END: &str = "<!-- end of rules -->";

/// Returns a rule as a paragraph with its samples.
fn explained(flaw: &FlawRule) -> String {
    let FlawRule { rule, source, sample, near_miss, .. } = flaw;
    format!(
        "### {}\n\n{} ({source})\n\n```json\n{sample}\n```\n\nNot flagged:\n\n```json\n{near_miss}\n```\n",
        rule.code, rule.why
    )
}

#[test]
fn the_guide_explains_every_rule_as_the_table_does() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(GUIDE);
    let guide = std::fs::read_to_string(path).unwrap();
    let (before, rest) = guide.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let rules: Vec<String> = FLAWS.iter().map(|flaw| explained(flaw)).collect();
    let intro = format!(
        "\n## The {} flaws that are looked for\n\nEach is a warning. In the samples `id`, `domain` and rationales are \
         left out.\n\n",
        FLAWS.len()
    );
    assert_drawn(GUIDE, &format!("{before}{BEGIN}{intro}{}\n{END}{after}", rules.join("\n")));
}
