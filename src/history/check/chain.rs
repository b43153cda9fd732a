//! The records against their hash chain, and what was done to one that does not fit.

use std::collections::HashMap;
use std::ops::ControlFlow;

use crate::history::append::totals;
use crate::history::chain::{Digest, EventRow};
use crate::history::check::{Problem, Report};
use crate::history::column::digest;
use crate::history::error::HistoryError;
use crate::history::record::event_row;
use crate::history::store::Store;

/// By how many places those behind a record that was taken out or put in may have moved up or down.
const MAX_SHIFT: i64 = 64;

/// A record with the link that stands in its row.
struct Linked {
    row: EventRow,
    link: Option<Digest>,
}

/// Checks every link of the chain, and the last against what is noted of it.
pub(crate) fn chain(store: &Store, report: &mut Report) -> Result<(), HistoryError> {
    let mut previous = Some(Digest::default());
    let mut last_seq = 0_i64;
    each_record(store, |Linked { row, link }| {
        if row.seq != last_seq.saturating_add(1) {
            report.problems.push(Problem::Missing { seq: last_seq.saturating_add(1) });
            previous = None;
        }
        // Behind a gap the link before is not known, and the record is judged by those that follow.
        if previous.is_some_and(|previous| Some(row.link(previous)) != link) {
            report.problems.push(Problem::Altered { seq: row.seq });
        }
        (previous, last_seq) = (link, row.seq);
        report.n_events += 1;
        Ok(ControlFlow::Continue(()))
    })?;
    let totals = totals(store)?;
    if last_seq < totals.n_events {
        report.problems.push(Problem::Missing { seq: last_seq.saturating_add(1) });
    } else if previous.is_some_and(|previous| previous != totals.head) {
        report.problems.push(Problem::Cut);
    }
    report.total("events", report.n_events, totals.n_events);
    name_first(store, report)
}

/// Says of the first record that does not fit what was done to it, where that can be told.
fn name_first(store: &Store, report: &mut Report) -> Result<(), HistoryError> {
    for problem in &mut report.problems {
        if let Problem::Altered { seq } = *problem {
            *problem = what_was_done(store, seq)?;
            break;
        }
    }
    Ok(())
}

/// Tells an edited record from one that was doubled, moved or put in, and from the one behind a removed one.
fn what_was_done(store: &Store, seq: i64) -> Result<Problem, HistoryError> {
    let (Some(record), before) = (record(store, seq)?, link_at(store, seq - 1)?) else {
        return Ok(Problem::Missing { seq });
    };
    if let Some(of) = twin(store, &record)? {
        return Ok(Problem::Doubled { seq, of });
    }
    let shift = shift_behind(store, &record, before)?;
    if let Some(shift) = shift.filter(|shift| *shift >= 0) {
        return Ok(if shift == 0 { Problem::Altered { seq } } else { Problem::Missing { seq } });
    }
    if let Some(written) = written_as(store, &record)? {
        return Ok(Problem::Moved { seq: written, place: seq });
    }
    Ok(if shift.is_some() { Problem::PutIn { seq } } else { Problem::Altered { seq } })
}

/// Returns the number of an earlier record that is the same but for its number.
fn twin(store: &Store, record: &Linked) -> Result<Option<i64>, HistoryError> {
    let row = &record.row;
    let link = record.link.unwrap_or_default().0;
    let sql = "SELECT seq FROM events WHERE seq < ?1 AND chain = ?2 AND attempt = ?3 AND body = ?4 LIMIT 1";
    store.row(sql, (row.seq, link, row.attempt, &row.body), |row| row.get("seq"))
}

/// Returns by how many numbers the records behind one have moved up: 0 where they stand where they were written.
fn shift_behind(store: &Store, record: &Linked, before: Digest) -> Result<Option<i64>, HistoryError> {
    let Some(next) = self::record(store, record.row.seq.saturating_add(1))? else { return Ok(None) };
    let link = record.link.unwrap_or_default();
    let fits = |shift: i64, previous: Digest| {
        let row = EventRow { seq: next.row.seq.saturating_add(shift), ..next.row.clone() };
        Some(row.link(previous)) == next.link
    };
    // A record that was put in is left out for this: the next then fits the one before.
    let was_put_in = (1..=MAX_SHIFT).find(|shift| fits(-shift, before)).map(|shift| -shift);
    Ok((0..=MAX_SHIFT).find(|shift| fits(*shift, link)).or(was_put_in))
}

/// Returns the number under which a record was written, where the link before it can still be found.
fn written_as(store: &Store, record: &Linked) -> Result<Option<i64>, HistoryError> {
    let mut links: HashMap<i64, Digest> = HashMap::new();
    each_record(store, |Linked { row, link }| {
        links.insert(row.seq, link.unwrap_or_default());
        Ok(ControlFlow::Continue(()))
    })?;
    let near = |seq: i64| (seq - 2..=seq + 2).chain([record.row.seq - 1, record.row.seq + 1]);
    let fits = |seq: i64| {
        let row = EventRow { seq, ..record.row.clone() };
        let mut candidates = near(seq).filter_map(|at| links.get(&at));
        let after_first = candidates.any(|previous| Some(row.link(*previous)) == record.link);
        after_first || (seq == 1 && Some(row.link(Digest::default())) == record.link)
    };
    let last = links.keys().max().copied().unwrap_or(0);
    Ok((1..=last.saturating_add(1)).find(|seq| *seq != record.row.seq && fits(*seq)))
}

fn record(store: &Store, seq: i64) -> Result<Option<Linked>, HistoryError> {
    let read = |row: &rusqlite::Row<'_>| Ok(Linked { row: event_row(row)?, link: digest(row, "chain")? });
    store.row("SELECT * FROM events WHERE seq = ?1", [seq], read)
}

/// Returns the link that stands in the row of a record; zeros before the first and where there is none.
fn link_at(store: &Store, seq: i64) -> Result<Digest, HistoryError> {
    Ok(record(store, seq)?.and_then(|record| record.link).unwrap_or_default())
}

fn each_record(
    store: &Store,
    visit: impl FnMut(Linked) -> Result<ControlFlow<()>, HistoryError>,
) -> Result<(), HistoryError> {
    let read = |row: &rusqlite::Row<'_>| Ok(Linked { row: event_row(row)?, link: digest(row, "chain")? });
    store.each_row("SELECT * FROM events ORDER BY seq", (), read, visit)
}
