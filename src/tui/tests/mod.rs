//! Keys in, picture out.

mod face;
mod find;
mod manners;
mod menus;
mod questions;
mod world;
