pub mod embedded;
pub mod web;
