//! The queries in exhibits, run by SQLite over tables with the rows that exhibit and stem tell of.

use std::collections::BTreeSet;

use hitquiz::bank::question::{Body, Question};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error};

use crate::computed::shown::Shown;
use crate::exhibits::{questions, statements};

/// What a query, as shown or with one piece replaced by another, returns.
struct Run {
    replaced: &'static str,
    by: &'static str,
    /// Cells joined by `|`, rows by `; `; `fails` for an error.
    result: &'static str,
}

/// A question with a query in its exhibit.
struct Query {
    id: &'static str,
    set_up: &'static str,
    /// The table into which the rows of the exhibit's own table go, if it shows one.
    shown_table: Option<&'static str>,
    /// The query as shown, and after what each choice would change.
    runs: &'static [Run],
}

const fn run(replaced: &'static str, by: &'static str, result: &'static str) -> Run {
    Run { replaced, by, result }
}

/// Every question whose exhibit has a query of its own.
const QUERIES: [Query; 7] = [
    Query {
        id: "da-sql-001",
        set_up: "CREATE TABLE patient (patient_id INTEGER PRIMARY KEY);
                 CREATE TABLE observation (patient_id INTEGER, code TEXT, obs_date TEXT);
                 INSERT INTO patient VALUES (101), (102), (103), (104), (105);
                 INSERT INTO observation VALUES
                   (101, 'HBA1C', '2025-08-11'), (101, 'HBA1C', '2026-02-10'), (104, 'HBA1C', '2026-05-02'),
                   (101, 'LDL', '2026-06-01'), (102, 'LDL', '2026-03-03');",
        shown_table: None,
        runs: &[
            run("", "", "101|2026-02-10; 104|2026-05-02"),
            run("WHERE o.code", "AND o.code", "101|2026-02-10; 102|NULL; 103|NULL; 104|2026-05-02; 105|NULL"),
        ],
    },
    Query {
        id: "da-sql-002",
        set_up: "CREATE TABLE visit (visit_id INTEGER PRIMARY KEY);
                 CREATE TABLE charge (visit_id INTEGER, amount INTEGER);
                 CREATE TABLE diagnosis (visit_id INTEGER, code TEXT);
                 INSERT INTO visit VALUES (71);
                 INSERT INTO charge VALUES (71, 100), (71, 50);
                 INSERT INTO diagnosis VALUES (71, 'I10'), (71, 'E11.9'), (71, 'N18.3');",
        shown_table: None,
        runs: &[
            run("", "", "71|450"),
            run("JOIN diagnosis AS d ON d.visit_id = v.visit_id", "", "71|150"),
            run(
                "JOIN diagnosis AS d ON d.visit_id = v.visit_id",
                "WHERE EXISTS (SELECT 1 FROM diagnosis AS d WHERE d.visit_id = v.visit_id)",
                "71|150",
            ),
        ],
    },
    Query {
        id: "da-sql-004",
        set_up: "CREATE TABLE visit (clinic TEXT);
                 WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 101)
                 INSERT INTO visit SELECT 'east' FROM n UNION ALL SELECT 'north' FROM n WHERE i <= 100
                   UNION ALL SELECT 'west' FROM n WHERE i <= 3;",
        shown_table: None,
        runs: &[
            run("", "", "east|101; north|100; west|3"),
            run("-- line 4: ?", "HAVING COUNT(*) > 100", "east|101"),
            run("-- line 4: ?", "WHERE visits > 100", "fails"),
            run("-- line 4: ?", "WHERE COUNT(*) > 100", "fails"),
            run("-- line 4: ?", "LIMIT 100", "fails"),
        ],
    },
    Query {
        id: "da-sql-005",
        set_up: "CREATE TABLE pain (visit INTEGER, score INTEGER);",
        shown_table: Some("pain"),
        runs: &[
            run("", "", "5"),
            run("AVG(score)", "SUM(score) / COUNT(*)", "3"),
            run("AVG(score)", "COUNT(score)", "3"),
        ],
    },
    Query {
        id: "da-sql-008",
        set_up: "CREATE TABLE stay (patient TEXT, admit TEXT, discharge TEXT);",
        shown_table: Some("stay"),
        runs: &[run("", "", "2"), run("COUNT(*)", "GROUP_CONCAT(gap)", "15.0,30.0")],
    },
    Query {
        id: "sd-data-002",
        set_up: "CREATE TABLE patient (patient_id INTEGER PRIMARY KEY);
                 CREATE TABLE result (result_id INTEGER PRIMARY KEY, patient_id INTEGER, code TEXT);
                 INSERT INTO patient VALUES (1), (2), (3);
                 INSERT INTO result VALUES (1, 1, 'A1C'), (2, 1, 'A1C'), (3, 2, 'LDL');",
        shown_table: None,
        runs: &[
            run("", "", "1|2"),
            run("WHERE r.code", "AND r.code", "1|2; 2|0; 3|0"),
            run("LEFT JOIN", "INNER JOIN", "1|2"),
            run("COUNT(r.result_id)", "COUNT(*)", "1|2"),
            run("GROUP BY p.patient_id", "GROUP BY p.patient_id, r.code", "1|2"),
        ],
    },
    Query {
        id: "sd-null-001",
        set_up: "",
        shown_table: None,
        runs: &[run("", "", "3"), run("<> 'current'", "<> 'current' OR tobacco IS NULL", "5")],
    },
];

/// Questions whose exhibit has a query that is not run as it stands, with the reason.
const NOT_RUN: [(&str, &str); 3] = [
    ("tss-sqllog-001", "a catalog view of SQL Server, which SQLite does not have"),
    ("sd-secure-002", "inside Python; the test on the text that alters a statement runs it"),
    ("sd-doublebook-001", "inside Python; the test on two bookings of one slot runs it"),
];

fn question(id: &str) -> Question {
    let found = questions().into_iter().find(|question| question.key.question.to_string() == id);
    found.unwrap_or_else(|| panic!("{id} is no question")).as_ref().clone()
}

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Returns the rows of a statement as text.
fn rows(connection: &Connection, statement: &str, bound: &[&str]) -> Result<String, Error> {
    let mut prepared = connection.prepare(statement)?;
    let n_columns = prepared.column_count();
    let row = |row: &rusqlite::Row<'_>| {
        let cells = (0..n_columns).map(|column| row.get_ref(column).map(cell));
        Ok(cells.collect::<Result<Vec<_>, _>>()?.join("|"))
    };
    let rows = prepared.query_map(rusqlite::params_from_iter(bound), row)?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.join("; "))
}

/// Returns what the last statement of an exhibit returns, with one piece of it replaced.
fn result(query: &Query, run: &Run, shown: &Shown) -> String {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(query.set_up).unwrap();
    for row in query.shown_table.iter().flat_map(|_| shown.rows()) {
        let cells: Vec<String> = row.iter().map(|cell| format!("NULLIF('{cell}', '(NULL)')")).collect();
        let table = query.shown_table.unwrap();
        connection.execute_batch(&format!("INSERT INTO {table} VALUES ({})", cells.join(", "))).unwrap();
    }
    assert!(shown.exhibit().contains(run.replaced), "{}: no `{}`", query.id, run.replaced);
    let text = if run.replaced.is_empty() {
        shown.exhibit().to_owned()
    } else {
        shown.exhibit().replace(run.replaced, run.by)
    };
    let mut result = String::new();
    for statement in statements(&text) {
        result = rows(&connection, &statement, &[]).unwrap_or_else(|_| "fails".to_owned());
    }
    result
}

/// Returns the rows that an exhibit states in comments, which begin with a number.
fn stated(exhibit: &str) -> String {
    let comments = exhibit.lines().filter_map(|line| line.strip_prefix("--"));
    let rows = comments.map(|comment| comment.split('|').map(str::trim).collect::<Vec<_>>());
    let rows = rows.filter(|row| row.len() > 1 && row[0].parse::<u32>().is_ok());
    rows.map(|row| row.join("|")).collect::<Vec<_>>().join("; ")
}

/// Returns the pieces of a text that stand in double quotes.
fn quoted(text: &str) -> Vec<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

#[test]
fn queries_return_what_is_computed_and_stated() {
    for query in &QUERIES {
        let question = question(query.id);
        let shown = Shown::of(&question);
        for run in query.runs {
            assert_eq!(result(query, run, &shown), run.result, "{}: `{}`", query.id, run.by);
        }
        let as_shown = result(query, &query.runs[0], &shown);
        let stated = stated(shown.exhibit());
        assert!(stated.is_empty() || stated == as_shown, "{}: {stated} is stated", query.id);
        if let Body::Numeric { low, high, .. } = question.body {
            assert!((low..=high).contains(&as_shown.parse().unwrap()), "{}: {low} to {high}", query.id);
        }
    }
}

#[test]
fn every_exhibit_with_a_query_is_run_or_named_with_a_reason() {
    const WORDS: [&str; 5] = ["SELECT ", "INSERT INTO ", "DELETE FROM ", "CREATE TABLE ", "MERGE INTO "];
    let has_query = |text: &str| WORDS.iter().any(|word| text.contains(word));
    let found: BTreeSet<String> = questions()
        .iter()
        .filter(|question| has_query(Shown::of(question).exhibit()))
        .map(|question| question.key.question.to_string())
        .collect();
    let run = QUERIES.iter().map(|query| query.id);
    let known: BTreeSet<String> = run.chain(NOT_RUN.iter().map(|(id, _)| *id)).map(str::to_owned).collect();
    assert_eq!(found, known);
    assert!(NOT_RUN.iter().all(|(_, reason)| !reason.is_empty()));
}

#[test]
fn the_line_that_is_the_key_lets_text_alter_the_statement_and_no_other_does() {
    let question = question("sd-secure-002");
    let Body::Locate { lines } = &question.body else { panic!("{:?}", question.body) };
    let connection = Connection::open_in_memory().unwrap();
    connection
        .execute_batch(
            "CREATE TABLE patient (mrn TEXT); INSERT INTO patient VALUES ('1'), ('2');
             CREATE TABLE note (body TEXT); INSERT INTO note VALUES ('1'), ('2');
             CREATE TABLE visit (clinic TEXT); INSERT INTO visit VALUES ('east'), ('west');",
        )
        .unwrap();
    let typed = "x' OR '1' = '1";
    let mut altered = Vec::new();
    for (line, number) in Shown::of(&question).exhibit().lines().zip(1..) {
        let Some(statement) = quoted(line).into_iter().find(|piece| piece.contains("SELECT")) else {
            continue;
        };
        // `int()` refuses the text before the statement sees it.
        let bound: &[&str] = if line.contains("int(") { &["0"] } else { &[typed] };
        let bound = if statement.contains('?') { bound } else { &[] };
        let pasted = statement.replace("{clinic}", typed);
        if !rows(&connection, &pasted, bound).unwrap().is_empty() {
            altered.push(number);
        }
    }
    assert_eq!(altered, lines.iter().map(|line| line.0).collect::<Vec<u32>>());
}

#[test]
fn two_bookings_of_one_slot_pass_the_check_and_only_the_key_stops_the_second() {
    let question = question("sd-doublebook-001");
    let shown = Shown::of(&question);
    let pieces = quoted(shown.exhibit());
    let (check, insert) = (pieces[0], pieces[1..].concat());
    let Body::Single { choices, key } = &question.body else { panic!("{:?}", question.body) };
    assert!(choices[usize::from(key.0)].text.as_str().starts_with("A UNIQUE constraint on clinician_id"));
    for (index, is_stopped) in [
        ("", false),
        ("CREATE INDEX slot ON appointment (clinician_id, start_time)", false),
        ("CREATE UNIQUE INDEX slot ON appointment (clinician_id, start_time)", true),
    ] {
        let connection = Connection::open_in_memory().unwrap();
        let table = "CREATE TABLE appointment (clinician_id TEXT, start_time TEXT, patient_id TEXT);";
        connection.execute_batch(&format!("{table}{index}")).unwrap();
        // Both requests check, a second time too, before either inserts.
        for _ in 0..4 {
            assert_eq!(rows(&connection, check, &["7", "09:00"]).unwrap(), "");
        }
        rows(&connection, &insert, &["7", "09:00", "Ann"]).unwrap();
        assert_eq!(rows(&connection, &insert, &["7", "09:00", "Bob"]).is_err(), is_stopped, "{index}");
    }
}
