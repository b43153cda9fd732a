//! The result of Find my role: the suggestion, one role opened, more questions; and that of an adaptive exam.

use std::io;

use crate::plain::attempt::{Attempt, Next};
use crate::plain::dialogue::Heard;
use crate::report::phrase::counted;
use crate::report::result::heading;
use crate::report::{expected, suggestion as words};
use crate::suggestion::explanation::N_PRACTISE_NEXT;

/// What is asked under a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Whether to open a role or to go on.
    Ask,
    /// Nothing: the result is told elsewhere.
    Nothing,
}

impl Attempt<'_, '_> {
    /// Says what an adaptive exam came to.
    pub(super) fn say_expected(&mut self) -> io::Result<()> {
        let Some(chooser) = self.options.chooser else { return Ok(()) };
        let lines = expected::lines(&heading(&self.session), &chooser.expected(&self.session));
        self.dialogue.say_all(&lines)
    }

    /// Says the suggestion, and answers questions about it until there is nothing more.
    pub(super) fn advise(&mut self) -> io::Result<Next> {
        let Some(chooser) = self.options.chooser.filter(|_| self.options.after == After::Ask) else {
            return Ok(Next::End);
        };
        let evidence = chooser.evidence(&self.session);
        let suggestion = chooser.suggestion(&self.session);
        let shown: Vec<_> = suggestion.roles.iter().map(|advice| advice.role).collect();
        let why = |role| chooser.advisor().explanation(&evidence, &suggestion, role);
        let n_more = chooser.left(&self.session).len().min(N_PRACTISE_NEXT);
        self.dialogue.say("")?;
        let first = suggestion.two_best().first().copied().map(why);
        self.dialogue.say_all(&words::lines(&suggestion, first.as_ref(), n_more))?;
        if let Some(order) = words::weighted(&suggestion, self.options.interest_weight) {
            self.dialogue.say(&order)?;
        }
        loop {
            let more = if n_more > 0 {
                format!("m asks {}, ", counted(n_more, "more question"))
            } else {
                String::new()
            };
            self.dialogue.say("")?;
            self.dialogue.say(&format!(
                "A number from 1 to {} opens a role: why, and what to study; c tells the closed roles, {more}q ends",
                suggestion.open().count()
            ))?;
            let line = match self.dialogue.hear()? {
                Heard::End => return Ok(Next::End),
                Heard::TooLong => continue,
                Heard::Line(line) => line.as_str().to_ascii_lowercase(),
            };
            match (line.as_str(), line.parse::<usize>()) {
                ("q", _) => return Ok(Next::End),
                ("m", _) if n_more > 0 => return self.lengthen(n_more),
                ("c", _) => self.dialogue.say_all(&words::closed(&suggestion))?,
                (_, Ok(number)) => {
                    let role = number.checked_sub(1).and_then(|ix| shown.get(ix)).copied();
                    let advice = role.and_then(|role| suggestion.role(role));
                    let lines = advice.map(|advice| {
                        let cut = chooser.advisor().scale().cut(advice.role);
                        words::role(advice, &why(advice.role), cut)
                    });
                    self.dialogue.say_all(&lines.unwrap_or_default())?;
                }
                (_, Err(_)) => {}
            }
        }
    }
}
