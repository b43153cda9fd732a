//! Flows over the library and the program, in one test program.

// `cfg(test)` tells clippy that these are tests, so that their helpers too may unwrap.
#[cfg(test)]
mod bank_broken;
#[cfg(test)]
mod bank_check;
#[cfg(test)]
mod bank_messages;
#[cfg(test)]
mod bank_power;
#[cfg(test)]
mod bank_rules;
#[cfg(test)]
mod bank_schema;
#[cfg(test)]
mod banks;
#[cfg(test)]
mod clocks;
#[cfg(test)]
mod computed;
#[cfg(target_os = "linux")]
#[cfg(test)]
mod disk;
#[cfg(test)]
mod endurance;
#[cfg(test)]
mod environment;
#[cfg(test)]
mod exhibits;
#[cfg(test)]
mod figures;
#[cfg(test)]
mod find_role;
#[cfg(test)]
mod foreign_text;
#[cfg(test)]
mod fuzz_corpus;
#[cfg(test)]
mod given_back;
#[cfg(test)]
#[cfg(unix)]
mod kill;
#[cfg(test)]
mod module_order;
#[cfg(test)]
mod named_paths;
#[cfg(test)]
mod packages;
#[cfg(test)]
mod plain;
#[cfg(test)]
mod preview;
#[cfg(test)]
mod program;
#[cfg(test)]
mod screen;
#[cfg(test)]
mod shipped;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod store;
#[cfg(test)]
mod suggest;
#[cfg(test)]
mod terminal;
#[cfg(test)]
#[cfg(unix)]
mod writers;
