//! The loop: what the terminal says becomes messages, effects are carried out, what has changed is drawn.

use std::time::Duration;

use crossterm::event::{Event, MouseButton, MouseEventKind};
use crossterm::terminal::size;

use crate::clock::{Moment, now};
use crate::tui::desk::Desk;
use crate::tui::field::MAX_BYTES;
use crate::tui::input::Input;
use crate::tui::keymap::{Meaning, meaning};
use crate::tui::message::{Effect, Message};
use crate::tui::model::{self, Look, Model};
use crate::tui::screen::preview::Previewing;
use crate::tui::signals::{self, is_interrupted, suspend};
use crate::tui::situation::Situation;
use crate::tui::terminal::Screen;
use crate::tui::theme::Lines;
use crate::tui::world::World;
use crate::tui::{Colour, Context, Exit, Opening, PreviewContext, TuiError, draw};

/// Events besides typed characters taken in before the screen is drawn again, so that a flood of them cannot keep it from
/// being drawn.
const MAX_EVENTS_A_DRAWING: usize = 512;

/// Shows the terminal face until it is left.
///
/// Before the first frame the history is opened and asked for what is open; no bank is read for the home menu.
///
/// # Errors
/// [`TuiError::Bank`] and [`TuiError::History`] before anything is shown, where what was asked for cannot begin;
/// [`TuiError::Terminal`] where the terminal fails.
pub fn run(context: Context) -> Result<Exit, TuiError> {
    let look = look(context.colour);
    let opening = context.opening.clone();
    let settings = context.settings.clone();
    let mut world = World::open(context)?;
    let mut model = Model::new(model::LEAST_SIZE, settings, look);
    if let Some(warning) = world.warning() {
        model.notify(warning);
    }
    let mut effects = vec![Effect::FindOpenAttempts, Effect::CountKnown];
    match opening {
        Opening::Home => {}
        Opening::Resume => effects.push(Effect::ResumeNewest),
        Opening::Wish(wish) => effects.push(Effect::Begin(*wish)),
    }
    show(model, effects, |effect| world.carry_out(effect, now()))
}

/// Shows a bank file as learners will see it, and anew each time it is saved, until that is left. No history is opened.
///
/// # Errors
/// [`TuiError::File`] before anything is shown, where the file cannot be read; [`TuiError::Terminal`] where the
/// terminal fails.
pub fn preview(context: PreviewContext) -> Result<Exit, TuiError> {
    let look = look(context.colour);
    let (mut desk, sight) = Desk::open(&context.file, context.seed, now())?;
    let preview = Previewing::new(desk.name().clone(), sight, now());
    let model = Model::new(model::LEAST_SIZE, context.settings, look).previewing(preview);
    show(model, Vec::new(), |effect| desk.carry_out(&effect, now()))
}

/// Shows the model until it is left; effects are carried out by `world`.
fn show(model: Model, effects: Vec<Effect>, world: impl FnMut(Effect) -> Message) -> Result<Exit, TuiError> {
    let shown = shown(model, effects, world);
    if matches!(shown, Err(TuiError::Terminal(_))) {
        signals::end_if_terminal_is_gone();
    }
    shown
}

fn shown(
    mut model: Model,
    mut effects: Vec<Effect>,
    mut world: impl FnMut(Effect) -> Message,
) -> Result<Exit, TuiError> {
    signals::watch()?;
    let mut screen = Screen::take(model.has_colours())?;
    // Changes of size are told from here on.
    let mut input = Input::open()?;
    model.size = size()?;
    let mut upkeep = Some(Effect::BeginUpkeep);
    loop {
        if let Some(exit) = carry_out(&mut model, &mut world, effects) {
            return Ok(exit);
        }
        if is_interrupted() && !input.has_event_within(Duration::ZERO)? {
            return Ok(Exit::Left);
        }
        let at = now();
        screen.draw(model.size, |buffer| draw::draw(&model, at, buffer))?;
        // Once the first frame is there.
        effects = match upkeep.take() {
            Some(upkeep) => vec![upkeep],
            None => next_effects(&mut input, &mut model, at)?,
        };
    }
}

/// Returns how the terminal may be drawn on.
fn look(colour: Colour) -> Look {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let colours = match colour {
        Colour::Always => model::Colour::OfTheme,
        Colour::Auto if !is_set("NO_COLOR") => model::Colour::OfTheme,
        Colour::Auto | Colour::Never => model::Colour::Off,
    };
    let values = ["LC_ALL", "LC_CTYPE", "LANG"].map(|name| std::env::var(name).ok());
    let lines = if cfg!(unix) { Lines::of_locale(values.iter().map(Option::as_deref)) } else { Lines::Drawn };
    Look { colours, lines }
}

/// Carries out effects and what follows from them; returns how the face was left, if it was.
fn carry_out(
    model: &mut Model,
    world: &mut impl FnMut(Effect) -> Message,
    effects: Vec<Effect>,
) -> Option<Exit> {
    let mut waiting = std::collections::VecDeque::from(effects);
    while let Some(effect) = waiting.pop_front() {
        match effect {
            Effect::Leave(exit) => return Some(exit),
            Effect::Suspend => suspend(),
            effect => {
                let message = world(effect);
                waiting.extend(model.update(message, now()));
            }
        }
    }
    None
}

/// Waits for something to happen, takes in all that has, and returns what is to be done.
fn next_effects(input: &mut Input, model: &mut Model, drawn_at: Moment) -> Result<Vec<Effect>, TuiError> {
    if let Some(wait) = until_next_second(model, drawn_at)
        && !input.has_event_within(wait)?
    {
        return Ok(model.update(Message::Second, now()));
    }
    let mut effects = Vec::new();
    let mut typed = String::new();
    let mut situations = None;
    let mut n_others = 0;
    while n_others < MAX_EVENTS_A_DRAWING && typed.len() < MAX_BYTES {
        let event = input.next_event()?;
        let at = now();
        let known = situations.get_or_insert_with(|| model.situations(at));
        if let Some(character) = character(&event, known) {
            // What is typed in one go is taken in at once, as a paste is: each key alone would put the page in lines.
            typed.push(character);
        } else {
            n_others += 1;
            if !typed.is_empty() {
                effects.extend(typed_in(&mut typed, model, at));
                situations = None;
            }
            let known = situations.get_or_insert_with(|| model.situations(at));
            if let Some(message) = message(event, known) {
                effects.extend(model.update(message, at));
                situations = None;
            }
        }
        // What follows decides what the next key means.
        if !effects.is_empty() || !input.has_event_within(Duration::ZERO)? {
            break;
        }
    }
    effects.extend(typed_in(&mut typed, model, now()));
    Ok(effects)
}

/// Returns the character that an event types into a field, if it does.
fn character(event: &Event, situations: &[Situation]) -> Option<char> {
    let Event::Key(key) = event else { return None };
    match meaning(key, situations)? {
        Meaning::Character(character) => Some(character),
        Meaning::Intent(_) => None,
    }
}

/// Takes in what has been typed since the last time.
fn typed_in(typed: &mut String, model: &mut Model, at: Moment) -> Vec<Effect> {
    if typed.is_empty() {
        return Vec::new();
    }
    model.update(Message::Paste(std::mem::take(typed)), at)
}

/// Returns how long until a clock that is shown moves; nothing where none is.
fn until_next_second(model: &Model, drawn_at: Moment) -> Option<Duration> {
    model.next_second(drawn_at).map(|wait| Duration::from_millis(wait.0))
}

/// Returns what an event of the terminal means in these situations.
fn message(event: Event, situations: &[Situation]) -> Option<Message> {
    match event {
        Event::Key(key) => match meaning(&key, situations)? {
            Meaning::Intent(intent) => Some(Message::Intent(intent)),
            Meaning::Character(character) => Some(Message::Character(character)),
        },
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Message::Click(mouse.row)),
            MouseEventKind::ScrollDown => Some(Message::Wheel(1)),
            MouseEventKind::ScrollUp => Some(Message::Wheel(-1)),
            _ => None,
        },
        Event::Resize(columns, rows) => Some(Message::Resize(columns, rows)),
        Event::FocusGained | Event::FocusLost => None,
    }
}
