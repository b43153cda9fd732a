//! Flows over the library and the program, in one test program.

mod banks;
mod module_order;
mod plain;
