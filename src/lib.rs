//! `hitquiz`: a competency assessment for the health-IT workforce, in the terminal.
//!
//! A module uses only modules that stand above it in this list; a test holds it to that.

pub mod text;

pub mod clock;
pub mod seed;

pub mod framework;
pub mod measure;

pub mod bank;
pub mod scoring;

pub mod advice;

pub mod selection;

pub mod check;

pub mod session;

pub mod history;

pub mod library;

pub mod suggestion;

pub mod settings;

pub mod power;

pub mod report;

pub mod plain;

pub mod tui;

pub mod cli;
