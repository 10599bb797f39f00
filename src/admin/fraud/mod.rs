//! The pages of what the nights found about votes, for who decides.

pub mod web;
