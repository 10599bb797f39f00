//! People: what they are called and how they prove who they are.

pub mod names;
pub mod password;

#[cfg(test)]
mod tests;
