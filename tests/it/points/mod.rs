//! Points: what earns how many, when they become one's own, and what a wallet shows.

mod articles;
mod earning;
mod months;
mod pages;
mod support;
