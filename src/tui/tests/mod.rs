//! Keys in, picture out.

mod face;
mod find;
mod finding;
mod manners;
mod menus;
mod preview;
mod questions;
mod world;
