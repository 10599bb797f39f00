//! Points: what earns how many, when they become one's own, and what a wallet shows; and the ledger beneath them.

mod articles;
mod earning;
mod ledger;
mod model;
mod months;
mod pages;
mod support;
