//! `hitquiz`: a competency assessment for the health-IT workforce, in the terminal.
//!
//! A module uses only modules that stand above it in this list.

pub mod text;

pub mod clock;
pub mod seed;

pub mod framework;
pub mod measure;

pub mod bank;
pub mod scoring;

pub mod selection;

pub mod session;
