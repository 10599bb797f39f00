//! Points: the ledger beneath them, and what gives and takes them.

mod ledger;
mod model;
