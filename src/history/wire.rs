//! How the beginning of an attempt is written: question texts apart, by their digests, so that each is stored once.

use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::bank::question::Question;
use crate::clock::{Millis, UnixMillis};
use crate::framework::RoleId;
use crate::history::attempt::AttemptRow;
use crate::history::chain::Digest;
use crate::scoring::answer::ShownOrder;
use crate::seed::Seed;
use crate::session::event::{Drawn, Happened, Mode, Started};
use crate::text::SafeText;

/// The first event of every attempt.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub(crate) enum Beginning {
    /// An attempt was drawn.
    Started(StartedWire),
}

/// [`Started`] without its time, which has a column, and with digests for questions.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StartedWire {
    seed: Seed,
    mode: Mode,
    title: SafeText,
    role: Option<RoleId>,
    limit: Option<Millis>,
    cut_score: f64,
    drawn: Vec<DrawnWire>,
}

/// A question that was chosen in the middle of an attempt.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "event")]
pub(crate) enum Choice {
    /// It was shown.
    Shown(DrawnWire),
}

/// [`Drawn`] with a digest for the question.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DrawnWire {
    question: Digest,
    order: ShownOrder,
}

/// A question's text with its digest.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) hash: Digest,
    pub(crate) body: String,
}

/// The beginning of an attempt in the form in which it is stored.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) body: String,
    pub(crate) texts: Vec<Text>,
}

impl Written {
    /// Returns the beginning of an attempt as it is stored.
    pub(crate) fn of(started: &Started) -> Result<Self, serde_json::Error> {
        let (mut texts, mut drawn) = (Vec::new(), Vec::new());
        for question in &started.drawn {
            let (text, wire) = apart(question)?;
            texts.push(text);
            drawn.push(wire);
        }
        let beginning = Beginning::Started(StartedWire {
            seed: started.seed,
            mode: started.mode,
            title: started.title.clone(),
            role: started.role,
            limit: started.limit,
            cut_score: started.cut_score,
            drawn,
        });
        Ok(Self { body: serde_json::to_string(&beginning)?, texts })
    }

    /// Returns what happened after the beginning as it is stored.
    pub(crate) fn of_happened(happened: &Happened) -> Result<Self, serde_json::Error> {
        let Happened::Shown(drawn) = happened else {
            return Ok(Self { body: serde_json::to_string(happened)?, texts: Vec::new() });
        };
        let (text, wire) = apart(drawn)?;
        Ok(Self { body: serde_json::to_string(&Choice::Shown(wire))?, texts: vec![text] })
    }
}

/// Returns a question's text, and the rest with the text's digest.
fn apart(drawn: &Drawn) -> Result<(Text, DrawnWire), serde_json::Error> {
    let body = serde_json::to_string(drawn.question.as_ref())?;
    let hash = Digest::of_text(&body);
    Ok((Text { hash, body }, DrawnWire { question: hash, order: drawn.order.clone() }))
}

/// Returns the digests of the questions that a record names.
pub(crate) fn named_texts(body: &str) -> Vec<Digest> {
    // A record that is neither is neither by its first words.
    if let Ok(Beginning::Started(wire)) = serde_json::from_str(body) {
        return wire.hashes().collect();
    }
    match serde_json::from_str(body) {
        Ok(Choice::Shown(wire)) => vec![wire.question],
        Err(_) => Vec::new(),
    }
}

impl DrawnWire {
    /// Returns the question's digest.
    pub(crate) fn hash(&self) -> Digest {
        self.question
    }

    /// Returns the question as it was shown, nothing where its text is missing.
    pub(crate) fn drawn(self, questions: &HashMap<Digest, Arc<Question>>) -> Option<Drawn> {
        Some(Drawn { question: Arc::clone(questions.get(&self.question)?), order: self.order })
    }
}

impl StartedWire {
    /// Returns how many questions were drawn.
    pub(crate) fn n_drawn(&self) -> usize {
        self.drawn.len()
    }

    /// Does the row of the attempt say of its beginning what this says?
    pub(crate) fn is_listed_in(&self, row: &AttemptRow) -> bool {
        (self.mode, self.role) == (row.mode, row.role) && SafeText::line(self.title.as_str()) == row.title
    }

    /// Returns the digests of the questions in the order in which they are asked.
    pub(crate) fn hashes(&self) -> impl Iterator<Item = Digest> + '_ {
        self.drawn.iter().map(|drawn| drawn.question)
    }

    /// Returns the beginning as it was, nothing where a question is missing.
    pub(crate) fn started(
        self,
        at: UnixMillis,
        questions: &HashMap<Digest, Arc<Question>>,
    ) -> Option<Started> {
        let drawn = |wire: DrawnWire| wire.drawn(questions);
        Some(Started {
            at,
            seed: self.seed,
            mode: self.mode,
            title: self.title,
            role: self.role,
            limit: self.limit,
            cut_score: self.cut_score,
            drawn: self.drawn.into_iter().map(drawn).collect::<Option<_>>()?,
        })
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.hex())
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(deserializer)?;
        Self::from_hex(&digits).ok_or_else(|| serde::de::Error::custom("a digest has 64 hexadecimal digits"))
    }
}
