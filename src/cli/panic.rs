//! What is said where the program breaks off.

use std::any::Any;
use std::panic::PanicHookInfo;

use crate::cli::failure::Failure;
use crate::text::SafeText;

/// Has a panic told as every other failure is: its reason may quote foreign text.
pub(super) fn tell() {
    std::panic::set_hook(Box::new(|panic| failure(panic).say()));
}

fn failure(panic: &PanicHookInfo<'_>) -> Failure {
    let place = panic.location().map(|place| SafeText::line(&place.to_string()).to_string());
    Failure { cause: place, ..Failure::new(sentence(panic.payload()), HELP) }
}

const HELP: &str =
    "what was answered is stored, and `hitquiz resume` goes on; a report with these lines helps to mend it";

fn sentence(payload: &(dyn Any + Send)) -> String {
    let reason = payload.downcast_ref::<&str>().copied();
    let reason = reason.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("the program broke off: {}", SafeText::line(reason.unwrap_or("no reason is known")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_of_a_panic_is_harmless_text() {
        let quoted = String::from("no boundary in `\u{1b}[2J\u{202e}`");
        assert_eq!(sentence(&quoted), "the program broke off: no boundary in `<U+001B>[2J<U+202E>`");
        assert_eq!(sentence(&"as it is"), "the program broke off: as it is");
        assert_eq!(sentence(&7), "the program broke off: no reason is known");
    }
}
