//! Slugs written out for people.

/// Words of slugs that are written otherwise than in small letters.
const WRITTEN: [(&str, &str); 23] = [
    ("ai", "AI"),
    ("apis", "APIs"),
    ("cda", "CDA"),
    ("cpoe", "CPOE"),
    ("cpt", "CPT"),
    ("ct", "CT"),
    ("dicom", "DICOM"),
    ("drg", "DRG"),
    ("ehr", "EHR"),
    ("fhir", "FHIR"),
    ("hipaa", "HIPAA"),
    ("hl7", "HL7"),
    ("icd", "ICD"),
    ("ihe", "IHE"),
    ("irb", "IRB"),
    ("it", "IT"),
    ("loinc", "LOINC"),
    ("smart", "SMART"),
    ("snomed", "SNOMED"),
    ("sql", "SQL"),
    ("ucum", "UCUM"),
    ("uscdi", "USCDI"),
    ("x12", "X12"),
];

/// Returns a slug with spaces for hyphens, and names of standards as they are written.
pub(super) fn words(slug: &str) -> String {
    slug.split('-').map(written).collect::<Vec<_>>().join(" ")
}

fn written(word: &str) -> &str {
    WRITTEN.iter().find(|(small, _)| *small == word).map_or(word, |(_, written)| written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::framework;

    #[test]
    fn a_slug_is_written_as_people_write_it() {
        assert_eq!(words("hl7-v2"), "HL7 v2");
        assert_eq!(words("part-2-and-information-blocking"), "part 2 and information blocking");
    }

    #[test]
    fn every_word_of_the_list_is_in_a_topic() {
        let topics: Vec<&String> = framework().domains().flat_map(|domain| domain.topics()).collect();
        for (small, written) in WRITTEN {
            assert_eq!(written.to_lowercase(), small);
            assert!(topics.iter().any(|topic| topic.split('-').any(|word| word == small)), "{small}");
        }
    }
}
