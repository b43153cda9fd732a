//! The tables, and how a store of one version becomes one of the next.
//!
//! Invariant: `events` and `texts` are the record; `attempts`, `answers`, `questions` and `totals` follow from them and
//! are there so that lists open at once. A new mode, event or column is a new version of the store.

/// One text for the constant and for the step that uses it.
macro_rules! that_count {
    () => {
        "WITH sightings AS (
    SELECT question_id, seq, at, n FROM answers
    UNION ALL
    SELECT q.id, handed_in.seq, handed_in.at, NULL FROM events handed_in
    JOIN events beginning ON beginning.seq = (
        SELECT min(seq) FROM events WHERE attempt = handed_in.attempt)
    JOIN json_each(beginning.body, '$.drawn') drawn
    JOIN texts t ON t.hash = unhex(json_extract(drawn.value, '$.question'))
    JOIN questions q ON q.bank = json_extract(t.body, '$.key.bank')
        AND q.question = json_extract(t.body, '$.key.question')
    WHERE json_extract(handed_in.body, '$.event') = 'submitted'),
seen_before AS (
    SELECT n, at - lag(at) OVER (PARTITION BY question_id ORDER BY seq) AS rest FROM sightings),
first_of_showing AS (
    SELECT min(n) AS n FROM answers GROUP BY attempt, place)
SELECT a.n FROM answers a JOIN seen_before USING (n) JOIN first_of_showing USING (n)
WHERE a.assisted = 0 AND (rest IS NULL OR rest >= 7776000000)"
    };
}

use rusqlite::{Connection, TransactionBehavior};

use crate::history::error::HistoryError;
use crate::history::store::Store;

/// The number in the header by which the file says whose it is: `HtQz`.
pub(crate) const APPLICATION_ID: i32 = 0x4874_517a;

/// The newest version of the store, the number of steps that lead to it.
pub(crate) const NEWEST_VERSION: i32 = 2;

/// The version from which on answers say whether they count as evidence.
const EVIDENCE_VERSION: i32 = 2;

/// Names of tables by which a store is known even where its header is damaged.
pub(crate) const TABLES: [&str; 6] = ["texts", "attempts", "events", "questions", "answers", "totals"];

/// What leads from each version to the next, from an empty file on.
const STEPS: [&str; NEWEST_VERSION as usize] = [VERSION_1, VERSION_2];

const VERSION_1: &str = "
-- Questions as they were when they were drawn, each text once.
CREATE TABLE texts (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,          -- SHA-256 of the body
    body TEXT NOT NULL                  -- the question as JSON
) STRICT;

CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,             -- 1, 2, 3 ...
    at INTEGER NOT NULL,                -- milliseconds since 1970 UTC, as everywhere
    last_at INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    mode TEXT NOT NULL,
    role TEXT,
    title TEXT NOT NULL,
    n_questions INTEGER NOT NULL,
    n_events INTEGER NOT NULL,          -- the beginning is one of them
    n_answered INTEGER NOT NULL,        -- answers that stand
    units INTEGER NOT NULL,             -- their marks, in units of 1e-7
    stage TEXT NOT NULL CHECK (stage IN ('open', 'done', 'closed')),
    marks_shown INTEGER NOT NULL        -- may marks be shown yet?
) STRICT;
CREATE INDEX attempts_open ON attempts (last_seq) WHERE stage = 'open';

CREATE TABLE events (
    seq INTEGER PRIMARY KEY,            -- 1, 2, 3 ... over all attempts
    attempt INTEGER NOT NULL REFERENCES attempts (id),
    at INTEGER NOT NULL,
    elapsed INTEGER NOT NULL,           -- milliseconds spent on the attempt
    body TEXT NOT NULL,                 -- what happened, as JSON
    chain BLOB NOT NULL                 -- SHA-256 over the chain before and this row
) STRICT;
CREATE INDEX events_of_attempt ON events (attempt);

-- Questions that were answered or handed in.
CREATE TABLE questions (
    id INTEGER PRIMARY KEY,
    bank TEXT NOT NULL,
    question TEXT NOT NULL,
    last_at INTEGER NOT NULL,
    UNIQUE (bank, question)
) STRICT;

CREATE TABLE answers (
    n INTEGER PRIMARY KEY,              -- the N of `saved #N`: 1, 2, 3 ...
    seq INTEGER NOT NULL UNIQUE REFERENCES events (seq),
    attempt INTEGER NOT NULL REFERENCES attempts (id),
    place INTEGER NOT NULL,             -- from 0
    at INTEGER NOT NULL,
    question_id INTEGER NOT NULL REFERENCES questions (id),
    domain TEXT NOT NULL,
    answer TEXT NOT NULL,               -- as plain mode takes it, choices in file order
    mark INTEGER NOT NULL,              -- in units of 1e-7
    ms INTEGER NOT NULL,
    assisted INTEGER NOT NULL,
    undone INTEGER NOT NULL,            -- later undone or replaced
    version TEXT NOT NULL               -- fingerprint of the question
) STRICT;
CREATE UNIQUE INDEX answers_standing ON answers (attempt, place) WHERE undone = 0;
CREATE INDEX answers_of_question ON answers (question_id, n) WHERE undone = 0;

CREATE TABLE totals (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    n_attempts INTEGER NOT NULL,
    n_events INTEGER NOT NULL,
    n_answers INTEGER NOT NULL,
    head BLOB NOT NULL                  -- the chain of the last event
) STRICT;
INSERT INTO totals VALUES (1, 0, 0, 0, zeroblob(32));
";

/// Modes `placement` and `adaptive` with their events, and a note beside each answer whether it counts as evidence.
const VERSION_2: &str = concat!(
    "ALTER TABLE answers ADD COLUMN counts INTEGER NOT NULL DEFAULT 0; -- is it evidence of abilities?
CREATE INDEX answers_of_place ON answers (attempt, place);
CREATE INDEX answers_that_count ON answers (n) WHERE counts;
UPDATE answers SET counts = 1 WHERE n IN (",
    that_count!(),
    ");"
);

/// The numbers of the answers that count as evidence, from the records alone: the first answer of a showing, without a
/// hint, of a question that was neither answered nor handed in in the 90 days before. A clock set back counts as just
/// now. The text of a question is what the first record of an attempt names by its digest.
pub(crate) const THAT_COUNT: &str = that_count!();

/// Takes the store to the newest version in one transaction.
pub(crate) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Read within the transaction: another program may just have done it.
    let version: i32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for step in STEPS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", NEWEST_VERSION)?;
    transaction.commit()
}

/// Is it noted beside the answers whether they count as evidence?
pub(crate) fn has_evidence(store: &Store) -> Result<bool, HistoryError> {
    let version = store.row("PRAGMA user_version", (), |row| row.get::<_, i32>(0))?;
    Ok(version.is_some_and(|version| version >= EVIDENCE_VERSION))
}
