//! Columns as the types that they stand for.

use rusqlite::Row;
use rusqlite::types::{FromSqlError, Type};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as NameError, StrDeserializer};

use crate::bank::QuestionKey;
use crate::history::chain::Digest;
use crate::scoring::Mark;

/// Returns a whole number as it is stored, at most the largest that SQLite knows.
pub(crate) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Returns a count of things in memory as it is stored.
pub(crate) fn stored_count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Reads a number that is never negative.
pub(crate) fn number(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, number))
}

/// Reads a count.
pub(crate) fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<usize> {
    let number: i64 = row.get(column)?;
    usize::try_from(number).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, number))
}

/// Reads a mark from its units.
pub(crate) fn mark(row: &Row<'_>, column: &str) -> rusqlite::Result<Mark> {
    let units: i64 = row.get(column)?;
    let units = u32::try_from(units).ok().filter(|units| *units <= Mark::UNITS);
    let units = units.ok_or_else(|| unexpected("a mark is 0 to 10000000"))?;
    Mark::deserialize(IntoDeserializer::<NameError>::into_deserializer(units)).map_err(wrong_name)
}

/// Reads something that is stored by its name: a mode, a domain.
pub(crate) fn named<'de, T: Deserialize<'de>>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let name: String = row.get(column)?;
    of_name(&name)
}

/// Reads something that is stored by its name or absent: a role.
pub(crate) fn named_or_none<'de, T: Deserialize<'de>>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    let name: Option<String> = row.get(column)?;
    name.map(|name| of_name(&name)).transpose()
}

/// Reads the columns `bank` and `question`.
pub(crate) fn question_key(row: &Row<'_>) -> rusqlite::Result<QuestionKey> {
    let (bank, question): (String, String) = (row.get("bank")?, row.get("question")?);
    Ok(QuestionKey { bank: bank.as_str().into(), question: question.as_str().into() })
}

/// Reads a digest; nothing where the column is null or of another length.
pub(crate) fn digest(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Digest>> {
    let bytes: Option<Vec<u8>> = row.get(column)?;
    Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map(Digest))
}

fn of_name<'de, T: Deserialize<'de>>(name: &str) -> rusqlite::Result<T> {
    let deserializer: StrDeserializer<'_, NameError> = name.into_deserializer();
    T::deserialize(deserializer).map_err(wrong_name)
}

fn wrong_name(error: NameError) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error))
}

fn unexpected(what: &'static str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Integer, Box::new(FromSqlError::Other(what.into())))
}
