//! Lines said and lines heard.

use std::io::{self, BufRead, ErrorKind, Write};

use crate::clock::Moment;
use crate::text::SafeText;

/// Bytes of the longest line that is read, its end not counted.
pub const MAX_LINE_BYTES: usize = 64 * 1024;

/// Bytes of a line without an end after which the input counts as ended: nobody types that, and a device that never
/// ends a line would be read for ever.
pub const MAX_SKIPPED_BYTES: usize = 64 << 20;

/// The two streams that plain mode talks through, and the clock that it looks at.
pub struct Dialogue<'io> {
    input: &'io mut dyn BufRead,
    output: &'io mut dyn Write,
    clock: &'io dyn Fn() -> Moment,
}

/// What came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A line, trimmed, harmless to show; bytes that are not UTF-8 are replaced.
    Line(SafeText),
    /// A line longer than [`MAX_LINE_BYTES`].
    TooLong,
    /// The end of input, or an input that can no longer be read.
    End,
}

impl<'io> Dialogue<'io> {
    /// Returns a dialogue over these streams.
    pub fn new(
        input: &'io mut dyn BufRead,
        output: &'io mut dyn Write,
        clock: &'io dyn Fn() -> Moment,
    ) -> Self {
        Self { input, output, clock }
    }

    /// Returns the present moment.
    #[must_use]
    pub fn now(&self) -> Moment {
        (self.clock)()
    }

    /// Writes a line, with nothing in it that could steer a terminal.
    ///
    /// # Errors
    /// What the output refuses it with.
    pub fn say(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.output, "{}", SafeText::block(line))
    }

    /// Writes lines.
    ///
    /// # Errors
    /// What the output refuses them with.
    pub fn say_all<Line: AsRef<str>>(&mut self, lines: &[Line]) -> io::Result<()> {
        lines.iter().try_for_each(|line| self.say(line.as_ref()))
    }

    /// Makes sure that everything said is out.
    ///
    /// # Errors
    /// What the output refuses it with.
    pub fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }

    /// Reads the next line, once everything said is out.
    ///
    /// # Errors
    /// What the output refuses the rest with; an input that cannot be read is its end.
    pub fn hear(&mut self) -> io::Result<Heard> {
        self.flush()?;
        let mut line = Vec::new();
        let mut is_too_long = false;
        let mut n_skipped = 0_usize;
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                // A terminal that has gone away reads as an error: that is the end too.
                Err(_) => &[],
            };
            if buffer.is_empty() {
                return Ok(if is_too_long {
                    Heard::TooLong
                } else if line.is_empty() {
                    Heard::End
                } else {
                    Heard::Line(harmless(&line))
                });
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            if line.len() + part.len() > MAX_LINE_BYTES {
                is_too_long = true;
                n_skipped = n_skipped.saturating_add(part.len());
                if n_skipped > MAX_SKIPPED_BYTES {
                    return Ok(Heard::End);
                }
            } else {
                line.extend_from_slice(part);
            }
            let n_read = part.len() + usize::from(end.is_some());
            self.input.consume(n_read);
            if end.is_some() {
                return Ok(if is_too_long { Heard::TooLong } else { Heard::Line(harmless(&line)) });
            }
        }
    }
}

/// Returns what bytes say: trimmed, tabs as spaces, without the mark that some programs put before UTF-8 text.
fn harmless(bytes: &[u8]) -> SafeText {
    let text = String::from_utf8_lossy(bytes);
    SafeText::line(&text.trim_start_matches('\u{feff}').trim().replace('\t', " "))
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn heard(bytes: &[u8]) -> Vec<Heard> {
        // A small buffer, so that lines come in parts.
        let mut input = BufReader::with_capacity(7, bytes);
        let mut output = Vec::new();
        let mut dialogue = Dialogue::new(&mut input, &mut output, &Moment::default);
        let mut heard = Vec::new();
        loop {
            heard.push(dialogue.hear().unwrap());
            if heard.last() == Some(&Heard::End) {
                return heard;
            }
        }
    }

    fn line(text: &str) -> Heard {
        Heard::Line(SafeText::line(text))
    }

    #[test]
    fn lines_end_at_a_line_feed_or_at_the_end() {
        assert_eq!(
            heard(b"2\r\n\n  x \nlast line"),
            [line("2"), line(""), line("x"), line("last line"), Heard::End]
        );
        assert_eq!(heard(b""), [Heard::End]);
    }

    #[test]
    fn bytes_that_are_no_text_become_marks() {
        assert_eq!(
            heard(b"\xef\xbb\xbf1\n\xff\x1b[2J\0\n1\t2\n"),
            [
                line("1"),
                line(
                    "\u{fffd}<U+001B>[2J<U+0000>"
                        .replace("<U+001B>", "\u{1b}")
                        .replace("<U+0000>", "\0")
                        .as_str()
                ),
                line("1 2"),
                Heard::End
            ]
        );
    }

    #[test]
    fn a_line_of_64_kib_is_read_and_a_longer_one_is_not() {
        let mut bytes = vec![b'a'; MAX_LINE_BYTES];
        bytes.extend(b"\n");
        bytes.extend(vec![b'b'; MAX_LINE_BYTES + 1]);
        bytes.extend(b"\n3\n");
        let heard = heard(&bytes);
        assert_eq!(heard[0], line(&"a".repeat(MAX_LINE_BYTES)));
        assert_eq!(heard[1..], [Heard::TooLong, line("3"), Heard::End]);
    }

    #[test]
    fn a_line_that_could_steer_a_terminal_is_not_said_as_it_is() {
        let (mut input, mut output) = (&b""[..], Vec::new());
        Dialogue::new(&mut input, &mut output, &Moment::default).say("safe\u{1b}[2J\u{202e}").unwrap();
        assert_eq!(output, b"safe<U+001B>[2J<U+202E>\n");
    }

    #[test]
    fn a_line_that_never_ends_ends_the_input() {
        let mut input = BufReader::with_capacity(1 << 20, io::repeat(b'0'));
        let mut output = Vec::new();
        let mut dialogue = Dialogue::new(&mut input, &mut output, &Moment::default);
        assert_eq!(dialogue.hear().unwrap(), Heard::End);
    }

    #[test]
    fn an_input_that_fails_has_ended() {
        struct Gone;
        impl io::Read for Gone {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("gone"))
            }
        }
        let mut input = BufReader::new(Gone);
        let mut output = Vec::new();
        let mut dialogue = Dialogue::new(&mut input, &mut output, &Moment::default);
        assert_eq!(dialogue.hear().unwrap(), Heard::End);
    }
}
