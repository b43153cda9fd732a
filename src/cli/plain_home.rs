//! The home menu of plain mode: what the home screen offers, by number.

use crate::advice::certainty::FEWEST_ANSWERS;
use crate::cli::attempt::{begin_plain, give_up, go_on, library, proposed, with_dialogue, writable};
use crate::cli::failure::{Failure, Status};
use crate::cli::{Run, listing, suggest};
use crate::framework::FORM_LENGTH;
use crate::history::attempt::AttemptRow;
use crate::history::{Access, History};
use crate::library::proposal::{DEFAULT_PRACTICE_LENGTH, Filter, Timing, Wish};
use crate::plain::attempt::advised::After;
use crate::plain::dialogue::Dialogue;
use crate::plain::help::help;
use crate::plain::menu::{About, HomeChoice, RoleChoice, home, pick, pick_number, pick_role};
use crate::report::{attempts, roles};
use crate::session::event::Mode;
use crate::settings::{Feedback, PlacementFeedback, Settings};

/// Attempts that the menu's history shows.
const N_RECENT: usize = 20;

/// Most questions that the menu offers for one practice.
const LONGEST_PRACTICE: usize = 200;

/// A choice of the settings menu: its words, what it sets, and whether that holds already.
struct Choice {
    words: &'static str,
    set: fn(&mut Settings),
    holds: fn(&Settings) -> bool,
}

/// The settings menu; the other settings are of the screen.
const CHOICES: [Choice; 8] = [
    Choice {
        words: "Start in plain mode from now on",
        set: |settings| settings.plain = true,
        holds: |settings| settings.plain,
    },
    Choice {
        words: "Start with the screen from now on",
        set: |settings| settings.plain = false,
        holds: |settings| !settings.plain,
    },
    Choice {
        words: "Feedback full: the reason for every choice, and the explanation",
        set: |settings| settings.feedback = Feedback::Full,
        holds: |settings| settings.feedback == Feedback::Full,
    },
    Choice {
        words: "Feedback short: right or wrong, and the explanation",
        set: |settings| settings.feedback = Feedback::Short,
        holds: |settings| settings.feedback == Feedback::Short,
    },
    Choice {
        words: "Find my role: short feedback after each question",
        set: |settings| settings.placement = PlacementFeedback::Short,
        holds: |settings| settings.placement == PlacementFeedback::Short,
    },
    Choice {
        words: "Find my role: no feedback, the next question comes at once",
        set: |settings| settings.placement = PlacementFeedback::Off,
        holds: |settings| settings.placement == PlacementFeedback::Off,
    },
    Choice {
        words: "Find my role: interest has no weight beside knowledge",
        set: |settings| settings.interest_weight = 0.0,
        holds: |settings| settings.interest_weight == 0.0,
    },
    Choice {
        words: "Find my role: a step of interest weighs a quarter of a standard deviation of fit",
        set: |settings| settings.interest_weight = 0.25,
        holds: |settings| settings.interest_weight == 0.25,
    },
];

/// Asks the home menu until somebody leaves.
///
/// # Errors
/// A [`Failure`] where the history cannot be used or nothing can be written.
pub fn run(run: &Run) -> Result<Status, Failure> {
    let mut settings = run.settings.clone();
    with_dialogue(|dialogue| {
        loop {
            let (open, n_known) = at_home(run)?;
            let resumable = open.as_ref().map(attempts::resumable);
            let about = About { resumable: resumable.as_deref(), knows_enough: n_known >= FEWEST_ANSWERS };
            let status = match home(dialogue, about)? {
                HomeChoice::FindRole => find_role(run, dialogue, n_known, &settings)?,
                HomeChoice::Practise => take(run, dialogue, Mode::Practice, &settings)?,
                HomeChoice::Exam => take(run, dialogue, Mode::Exam, &settings)?,
                HomeChoice::Resume => match open {
                    Some(row) => {
                        go_on(dialogue, &mut writable(run)?, &library(run, &[])?, row.id, &settings)?
                    }
                    None => Status::Done,
                },
                HomeChoice::GiveUp => {
                    if let Some(row) = open {
                        give_up(dialogue, &mut writable(run)?, row.id)?;
                    }
                    Status::Done
                }
                HomeChoice::History => recent(run, dialogue)?,
                HomeChoice::Roles => role(dialogue)?,
                HomeChoice::Banks => said(dialogue, &listing::bank_lines(run)?)?,
                HomeChoice::Settings => change_settings(run, dialogue, &mut settings)?,
                HomeChoice::Help => said(dialogue, &help())?,
                HomeChoice::Quit => return Ok(Status::Done),
            };
            if status != Status::Done {
                return Ok(status);
            }
        }
    })
}

/// Returns the attempt that was left open last, and how many answers count, as far as that matters.
fn at_home(run: &Run) -> Result<(Option<AttemptRow>, usize), Failure> {
    let history = History::open(&run.data_directory()?, Access::Read)?;
    Ok((history.open_attempts()?.into_iter().next(), history.n_that_count(FEWEST_ANSWERS)?))
}

/// Takes a placement, or suggests from what is known where that is enough and wanted.
fn find_role(
    run: &Run,
    dialogue: &mut Dialogue<'_>,
    n_known: usize,
    settings: &Settings,
) -> Result<Status, Failure> {
    if n_known >= FEWEST_ANSWERS {
        let entries = [
            "Suggest from the answers that are stored",
            "Answer questions: about you, of knowledge, on interests",
        ];
        match pick(dialogue, "Find my role", &entries)? {
            Some(0) => return said(dialogue, &suggest::known_lines(run, settings)?),
            Some(_) => {}
            None => return Ok(Status::Done),
        }
    }
    suggest::placement(run, dialogue, &suggest::wish(None), settings)
}

/// Asks for role and length, and takes the attempt.
fn take(run: &Run, dialogue: &mut Dialogue<'_>, mode: Mode, settings: &Settings) -> Result<Status, Failure> {
    let role = match pick_role(dialogue, true)? {
        RoleChoice::AllDomains => None,
        RoleChoice::Role(role) => Some(role),
        RoleChoice::Left => return Ok(Status::Done),
    };
    let default = if mode == Mode::Exam { FORM_LENGTH } else { DEFAULT_PRACTICE_LENGTH };
    let Some(n) = pick_number(dialogue, "How many questions?", 1..=LONGEST_PRACTICE, default)? else {
        return Ok(Status::Done);
    };
    let timing = if mode == Mode::Exam { Timing::OfForm } else { Timing::Untimed };
    let wish = Wish { mode, role, filter: Filter::default(), n: Some(n), timing };
    let library = library(run, &[])?;
    let proposal = proposed(run, &library, &wish)?;
    begin_plain(dialogue, &mut writable(run)?, &library, &proposal, (settings, After::Ask))
        .map(|(status, _)| status)
}

fn recent(run: &Run, dialogue: &mut Dialogue<'_>) -> Result<Status, Failure> {
    let history = History::open(&run.data_directory()?, Access::Read)?;
    let mut lines: Vec<String> = history.attempts(None, N_RECENT)?.iter().map(attempts::line).collect();
    if lines.is_empty() {
        lines.push("No attempts yet.".to_owned());
    }
    lines.push("`hitquiz history show` and a number reviews an attempt.".to_owned());
    said(dialogue, &lines)
}

fn role(dialogue: &mut Dialogue<'_>) -> Result<Status, Failure> {
    match pick_role(dialogue, false)? {
        RoleChoice::Role(role) => said(dialogue, &roles::role(role)),
        RoleChoice::AllDomains | RoleChoice::Left => Ok(Status::Done),
    }
}

/// Offers the settings that plain mode has, and keeps what is chosen.
fn change_settings(
    run: &Run,
    dialogue: &mut Dialogue<'_>,
    settings: &mut Settings,
) -> Result<Status, Failure> {
    let entries = CHOICES.map(|choice| {
        let now = if (choice.holds)(settings) { " (as now)" } else { "" };
        format!("{}{now}", choice.words)
    });
    let chosen = pick(dialogue, "Settings", &entries)?;
    let Some(choice) = chosen.and_then(|choice_ix| CHOICES.get(choice_ix)) else { return Ok(Status::Done) };
    (choice.set)(settings);
    let Some(file) = &run.settings_file else {
        return said(dialogue, &["There is no place to keep settings: name one with `--config`.".to_owned()]);
    };
    settings.write(file)?;
    said(dialogue, &["Kept.".to_owned()])
}

fn said(dialogue: &mut Dialogue<'_>, lines: &[String]) -> Result<Status, Failure> {
    for line in lines {
        dialogue.say(line)?;
    }
    dialogue.flush()?;
    Ok(Status::Done)
}
